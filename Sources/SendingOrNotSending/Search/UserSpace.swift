// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity
import RealModule

/// What may be moved of one user's choices, as coordinates of a unit box (sns sheet, section 8).
///
/// Every point is legal: a1 < a2 and the sum of the probabilities are built in.
struct UserSpace: Sendable {
  /// The usual ranges, and how near neighbours may come.
  private enum Range {
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

  let given: PartialUserSettings
  let ranges: UserRanges
  /// Whether ε follows from the other choices and the other user's (TFS-7).
  let isBalanced: Bool
  /// The names of what may be moved, in the order of the coordinates.
  let names: [String]

  init(_ given: PartialUserSettings, ranges: UserRanges, isBalanced: Bool, user: String?) {
    self.given = given
    self.ranges = ranges
    self.isBalanced = isBalanced
    let of = user.map { " of \($0)" } ?? ""
    var names: [String] = []
    func add(_ value: Double?, _ name: String) {
      if value == nil { names.append(name + of) }
    }
    add(given.signalWindowProbability, "signal window probability")
    add(given.weakProbability, "weak decoy probability")
    add(given.strongProbability, "strong decoy probability")
    add(given.strongIntensity, "strong decoy intensity")
    add(given.weakIntensity, "weak decoy intensity")
    add(given.signalIntensity, "signal intensity")
    if !isBalanced { add(given.sendingProbability, "sending probability") }
    self.names = names
  }

  private static func probability(_ range: ClosedRange<Double>?, _ usual: ClosedRange<Double>) -> ClosedRange<Double> {
    range?.clamped(to: Range.leastProbability...(1 - Range.leastProbability)) ?? usual
  }

  private var signalWindow: SearchScale {
    .odds(Self.probability(ranges.signalWindowProbability, Range.signalWindow))
  }

  /// p1, leaving room for p2 and the vacuum.
  private var weakProbability: SearchScale {
    let own = Self.probability(ranges.weakProbability, Range.weak)
    let strong = given.strongProbability ?? ranges.strongProbability?.lowerBound ?? 0
    let most = Swift.min(own.upperBound, 1 - Swift.max(strong, Range.leastProbability) - Range.leastProbability)
    return .odds(Swift.min(own.lowerBound, most)...most)
  }

  /// p2 in what p1 leaves.
  private func strongProbability(_ weak: Double) -> SearchScale {
    let rest = 1 - weak
    guard let own = ranges.strongProbability else {
      return .odds(rest * Range.strongShare.lowerBound...rest * Range.strongShare.upperBound)
    }
    let range = Self.probability(own, own)
    let most = Swift.min(range.upperBound, rest - Range.leastProbability / 2)
    return .odds(Swift.min(range.lowerBound, most)...most)
  }

  /// a2, leaving room for a1 below it.
  private var strongIntensity: SearchScale {
    let own = ranges.strongIntensity ?? Range.strongIntensity
    let weak = given.weakIntensity ?? ranges.weakIntensity?.lowerBound ?? 0
    let least = Swift.max(own.lowerBound, weak / Range.decoyRatio, Range.weakIntensity.lowerBound)
    return .ratio(least...Swift.max(least, own.upperBound))
  }

  /// a1 below a2.
  private func weakIntensity(_ strong: Double) -> SearchScale {
    let own = ranges.weakIntensity ?? Range.weakIntensity
    let most = Swift.min(own.upperBound, Range.decoyRatio * strong)
    let least = own.lowerBound > 0 ? own.lowerBound : Range.weakIntensity.lowerBound
    return .ratio(Swift.min(least, most)...most)
  }

  private var signalIntensity: SearchScale {
    let own = ranges.signalIntensity ?? Range.signal
    let least = own.lowerBound > 0 ? own.lowerBound : Swift.min(1e-3, own.upperBound)
    return .ratio(least...own.upperBound)
  }

  private var sending: SearchScale { .odds(Self.probability(ranges.sendingProbability, Range.sending)) }

  /// The choices at the coordinates that `next` gives one by one; ε is 1/2 where it follows from balance.
  func settings(_ next: () -> Double) -> UserSettings {
    let pz = given.signalWindowProbability ?? signalWindow.value(at: next())
    let p1 = given.weakProbability ?? weakProbability.value(at: next())
    let p2 = given.strongProbability ?? strongProbability(p1).value(at: next())
    let a2 = given.strongIntensity ?? strongIntensity.value(at: next())
    let a1 = given.weakIntensity ?? weakIntensity(a2).value(at: next())
    let z = given.signalIntensity ?? signalIntensity.value(at: next())
    let eps = given.sendingProbability ?? (isBalanced ? 0.5 : sending.value(at: next()))
    return UserSettings(
      signalWindowProbability: pz, weakProbability: p1, strongProbability: p2, weakIntensity: a1, strongIntensity: a2,
      signalIntensity: z, sendingProbability: eps)
  }

  /// The coordinates of choices, clipped into the box: the inverse of ``settings(_:)``.
  func coordinates(_ s: UserSettings) -> [Double] {
    var x: [Double] = []
    func place(_ given: Double?, _ scale: @autoclosure () -> SearchScale, _ value: Double) -> Double {
      if let given { return given }
      let scale = scale()
      let coordinate = scale.coordinate(of: value)
      x.append(coordinate)
      return scale.value(at: coordinate)
    }
    _ = place(given.signalWindowProbability, signalWindow, s.signalWindowProbability)
    let p1 = place(given.weakProbability, weakProbability, s.weakProbability)
    _ = place(given.strongProbability, strongProbability(p1), s.strongProbability)
    let a2 = place(given.strongIntensity, strongIntensity, s.strongIntensity)
    _ = place(given.weakIntensity, weakIntensity(a2), s.weakIntensity)
    _ = place(given.signalIntensity, signalIntensity, s.signalIntensity)
    if !isBalanced { _ = place(given.sendingProbability, sending, s.sendingProbability) }
    return x
  }

  /// Refuses ranges in which nothing can lie, alone or beside the choices that are given.
  ///
  /// - Parameter name: what the names begin with, for example `search.bob_`.
  func validateRanges(_ name: String) throws(InputError) {
    let all: [(String, ClosedRange<Double>?, Double)] = [
      ("signal_window_probability", ranges.signalWindowProbability, 1),
      ("weak_probability", ranges.weakProbability, 1), ("strong_probability", ranges.strongProbability, 1),
      ("weak_intensity", ranges.weakIntensity, UserSettings.largestIntensity),
      ("strong_intensity", ranges.strongIntensity, UserSettings.largestIntensity),
      ("signal_intensity", ranges.signalIntensity, UserSettings.largestIntensity),
      ("sending_probability", ranges.sendingProbability, 1),
    ]
    for (key, range, most) in all {
      guard let range else { continue }
      try require(range.lowerBound, name + key, in: 0...most, excludingUpper: true)
      try require(range.upperBound, name + key, in: 0...most, excludingLower: true)
    }
    func refuse(_ key: String, _ range: ClosedRange<Double>?, _ words: String) throws(InputError) {
      guard let range else { return }
      throw InputError(name + key, value: "[\(range.lowerBound), \(range.upperBound)]", allowed: words)
    }
    let leastWeak = given.weakIntensity ?? ranges.weakIntensity?.lowerBound ?? 0
    let mostStrong = given.strongIntensity ?? ranges.strongIntensity?.upperBound ?? .infinity
    if leastWeak > Range.decoyRatio * mostStrong {
      try refuse("weak_intensity", ranges.weakIntensity, "leaves no room below the strong decoy")
      try refuse("strong_intensity", ranges.strongIntensity, "leaves no room above the weak decoy")
    }
    let weak = given.weakProbability ?? ranges.weakProbability?.lowerBound ?? 0
    let strong = given.strongProbability ?? ranges.strongProbability?.lowerBound ?? 0
    if weak + strong > 1 - 2 * Range.leastProbability {
      try refuse("strong_probability", ranges.strongProbability, "leaves no room beside the weak decoy and vacuum")
      try refuse("weak_probability", ranges.weakProbability, "leaves no room beside the strong decoy and vacuum")
    }
    if isBalanced, given.sendingProbability == nil {
      try refuse(
        "sending_probability", ranges.sendingProbability, "cannot be kept: it follows from the other user's (TFS-7)")
    }
  }
}
