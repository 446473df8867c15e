// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

extension SearchSetting {
  private static func probability(_ name: String, _ meaning: String) -> SearchSetting {
    SearchSetting(name, meaning, .probability, key: name, range: name)
  }
  private static func intensity(_ name: String, _ meaning: String) -> SearchSetting {
    SearchSetting(
      name, meaning, .intensity(least: SearchRanges.leastIntensity, most: UserSettings.largestIntensity), key: name,
      range: name)
  }

  static let signalWindow = probability("signal_window_probability", "probability of a signal window")
  static let weakProbability = probability("weak_probability", "probability of the weak decoy in a decoy window")
  static let strongProbability = probability("strong_probability", "probability of the strong decoy in a decoy window")
  static let strongIntensity = intensity("strong_intensity", "mean photons per strong decoy")
  static let weakIntensity = intensity("weak_intensity", "mean photons per weak decoy")
  static let signalIntensity = intensity("signal_intensity", "mean photons per signal")
  static let sending = probability("sending_probability", "probability of sending in a signal window")
  /// ε of the user whose ε follows from the other's: no range can be kept.
  static let followingSending = SearchSetting(
    "sending_probability", "probability of sending in a signal window", .probability, key: "sending_probability")
}

/// What may be moved of one user's choices, as coordinates of a unit box (sns sheet, section 8).
///
/// Every point is legal: a1 < a2 and the sum of the probabilities are built in.
struct UserSpace: Sendable {
  /// The usual ranges, and how near neighbours may come.
  private enum Usual {
    static let signalWindow = 0.02...0.9999
    static let weak = 0.02...0.995
    static let strongShare = 0.005...0.98
    static let sending = 0.005...0.7
    static let strongIntensity = 0.02...2.0
    static let weakIntensity = 1e-3...1.0
    static let signal = 0.02...1.5
    static let decoyRatio = 0.95
    /// Every setting must be sent.
    static let leastProbability = 1e-5
  }

  private let signalWindow: Int
  private let weakProbability: Int
  private let strongProbability: Int
  private let strongIntensity: Int
  private let weakIntensity: Int
  private let signalIntensity: Int
  /// nil where it follows and is declared after the other user.
  private var sending: Int?

  /// Declares one user's settings.
  ///
  /// - Parameter follows: whether ε follows from the other choices and the other user's (TFS-7).
  init(_ given: PartialUserSettings, follows: Bool, _ box: inout SearchDeclaration) {
    let signalRange = box.own(.signalWindow)
    signalWindow = box.add(
      .signalWindow, given: given.signalWindowProbability, named: "signal window probability", scale: .logit,
      .fixed(.range(signalRange, usual: Usual.signalWindow)))

    // p1, leaving room for p2 and the vacuum; p2 in what p1 leaves.
    let least = Usual.leastProbability
    let ownWeak = box.own(.weakProbability)
    let ownStrong = box.own(.strongProbability)
    let leastStrong = given.strongProbability ?? ownStrong?.lowerBound ?? 0
    let mostWeak = Swift.min(ownWeak?.upperBound ?? Usual.weak.upperBound, 1 - Swift.max(leastStrong, least) - least)
    let leastWeak = ownWeak?.lowerBound ?? Usual.weak.lowerBound
    let weak = box.add(
      .weakProbability, given: given.weakProbability, named: "weak decoy probability", scale: .logit, recall: .held,
      .fixed(.held(Swift.min(leastWeak, mostWeak), mostWeak)))
    weakProbability = weak
    box.demand([
      .init("strong_probability", "leaves no room beside the weak decoy and vacuum"),
      .init("weak_probability", "leaves no room beside the strong decoy and vacuum"),
    ]) { _ in (given.weakProbability ?? ownWeak?.lowerBound ?? 0) + leastStrong <= 1 - 2 * least }
    strongProbability = box.add(
      .strongProbability, given: given.strongProbability, named: "strong decoy probability", scale: .logit,
      recall: .held,
      .following { values in
        let rest = 1 - values[weak]
        guard let ownStrong else { return .held(Usual.strongShare, unit: rest) }
        let most = Swift.min(ownStrong.upperBound, rest - least / 2) / rest
        return .held(Swift.min(ownStrong.lowerBound / rest, most), most, unit: rest)
      })

    // a2, leaving room for a1 below it.
    let ownStrongIntensity = box.own(.strongIntensity)
    let ownWeakIntensity = box.own(.weakIntensity)
    let leastIntensity = given.weakIntensity ?? ownWeakIntensity?.lowerBound ?? 0
    let strongRange = ownStrongIntensity ?? Usual.strongIntensity
    let leastStrongIntensity = Swift.max(
      strongRange.lowerBound, leastIntensity / Usual.decoyRatio, Usual.weakIntensity.lowerBound)
    let strong = box.add(
      .strongIntensity, given: given.strongIntensity, named: "strong decoy intensity", recall: .held,
      .fixed(.held(leastStrongIntensity, Swift.max(leastStrongIntensity, strongRange.upperBound))))
    strongIntensity = strong
    let mostStrongIntensity = given.strongIntensity ?? ownStrongIntensity?.upperBound ?? .infinity
    box.demand([
      .init("weak_intensity", "leaves no room below the strong decoy"),
      .init("strong_intensity", "leaves no room above the weak decoy"),
    ]) { _ in leastIntensity <= Usual.decoyRatio * mostStrongIntensity }
    let weakRange = ownWeakIntensity ?? Usual.weakIntensity
    weakIntensity = box.add(
      .weakIntensity, given: given.weakIntensity, named: "weak decoy intensity", recall: .held,
      .following { values in
        let most = Swift.min(weakRange.upperBound, Usual.decoyRatio * values[strong])
        return .held(Swift.min(weakRange.lowerBound, most), most)
      })
    (signalIntensity, sending) = Self.addSignals(given, follows: follows, &box)
  }

  /// Declares one user's settings where data are infinite: windows and decoys are what they are, signals may be moved.
  ///
  /// - Parameter weak: a1 where it is not given.
  init(infinite given: PartialUserSettings, weak: Double, follows: Bool, _ box: inout SearchDeclaration) {
    signalWindow = box.add(.signalWindow, given.signalWindowProbability ?? Usual.signalWindow.upperBound)
    let a1 = given.weakIntensity ?? weak
    weakIntensity = given.weakIntensity == nil ? box.fix(a1) : box.add(.weakIntensity, a1)
    // Any legal ones: nothing depends on them.
    strongIntensity = box.fix(Swift.min(UserSettings.largestIntensity, 2 * a1))
    weakProbability = box.fix(0.5)
    strongProbability = box.fix(0.25)
    (signalIntensity, sending) = Self.addSignals(given, follows: follows, &box)
  }

  /// Declares what a user sends in signal windows, and how often unless that follows from the other user's choice.
  private static func addSignals(
    _ given: PartialUserSettings, follows: Bool, _ box: inout SearchDeclaration
  ) -> (intensity: Int, sending: Int?) {
    let intensity = box.add(
      .signalIntensity, given: given.signalIntensity, named: "signal intensity",
      .fixed(.range(box.own(.signalIntensity), usual: Usual.signal)))
    guard !follows else { return (intensity, nil) }
    let sending = box.add(
      .sending, given: given.sendingProbability, named: "sending probability", scale: .logit,
      .fixed(.range(box.own(.sending), usual: Usual.sending)))
    return (intensity, sending)
  }

  /// Declares ε as what follows from the choices of both.
  mutating func follow(_ other: UserSpace, _ box: inout SearchDeclaration) {
    let own = self
    let slot = box.derive { values in
      SearchSpace.balancedSending(own.settings(values), to: other.settings(values))
    }
    box.describe(.followingSending, slot: slot, isFree: true, isSearched: false)
    sending = slot
  }

  /// The choices at the values of slots; ε is 1/2 before it follows.
  func settings(_ values: [Double]) -> UserSettings {
    UserSettings(
      signalWindowProbability: values[signalWindow], weakProbability: values[weakProbability],
      strongProbability: values[strongProbability], weakIntensity: values[weakIntensity],
      strongIntensity: values[strongIntensity], signalIntensity: values[signalIntensity],
      sendingProbability: sending.map { values[$0] } ?? 0.5)
  }

  /// The values of slots that make choices.
  func wanted(_ s: UserSettings) -> [(Int, Double)] {
    [
      (signalWindow, s.signalWindowProbability), (weakProbability, s.weakProbability),
      (strongProbability, s.strongProbability), (strongIntensity, s.strongIntensity), (weakIntensity, s.weakIntensity),
      (signalIntensity, s.signalIntensity),
    ] + (sending.map { [($0, s.sendingProbability)] } ?? [])
  }
}
