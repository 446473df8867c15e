// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// What an optimiser may move, as a unit box without constraints (sns sheet, section 8).
///
/// With different arms one open ε is not moved but set so that the untagged weights stand in the ratio of the weak decoys
/// (TFS-7): any other value sends signals that are given to Eve.
package struct SearchSpace: SearchedSpace {
  /// What an analysis depends on.
  package enum Needs: Sendable, Equatable {
    /// A finite key: everything.
    case everything
    /// Infinitely many rounds: signals; windows and slice as given, or as good as the limits.
    case signals
  }

  private static let usualSlice = 0.005...0.98
  private static let narrowSlice = 0.01
  private static let slice = SearchSetting(
    "slice_width_rad", "full width of the accepted slice", .quantity(unit: "rad", least: 1e-3), key: "slice_width_rad",
    range: "slice_width_rad")

  /// What is given.
  package let partial: PartialSettings
  /// What the analysis depends on.
  package let needs: Needs
  /// What may be moved.
  package let box: SearchCoordinates

  private let alice: UserSpace
  /// nil if Bob does as Alice.
  private let bob: UserSpace?
  private let sliceWidth: Int

  /// Makes the space of what is open.
  ///
  /// - Parameters:
  ///   - ranges: ranges in place of the usual ones, for `weak_intensity` and so on, and `slice_width_rad`; Bob's begin
  ///     with `bob_`.
  ///   - imbalance: √(η_B/η_A): with infinitely many rounds weak decoys that are left open arrive alike.
  package init(
    _ partial: PartialSettings, needs: Needs = .everything, ranges: SearchRanges = SearchRanges(),
    imbalance: Double = 1
  ) {
    self.partial = partial
    self.needs = needs
    var box = SearchDeclaration(ranges)
    func user(_ given: PartialUserSettings, _ shift: Double, follows: Bool, _ box: inout SearchDeclaration) -> UserSpace
    {
      needs == .everything
        ? UserSpace(given, follows: follows, &box)
        : UserSpace(infinite: given, weak: 0.05 * shift, follows: follows, &box)
    }
    let follower = partial.follower
    if let second = partial.bob {
      let (ofAlice, ofBob) = (
        SearchUser(column: "", key: "", words: " of Alice"), SearchUser(column: "bob_", key: "bob_", words: " of Bob")
      )
      box.begin(ofAlice)
      var first = user(partial.alice, imbalance, follows: follower == .alice, &box)
      let end = box.settings.count
      box.begin(ofBob)
      var other = user(second, 1 / imbalance, follows: follower == .bob, &box)
      if follower == .bob { other.follow(first, &box) }
      if follower == .alice {
        box.begin(ofAlice)
        first.follow(other, &box)
        box.columnFirst(from: end)
      }
      alice = first
      bob = other
    } else {
      alice = user(partial.alice, 1, follows: false, &box)
      bob = nil
    }
    box.begin(.all)
    if needs == .everything {
      // Δ/π is a share.
      let own = box.own(Self.slice)
      let share = own.map { $0.lowerBound / Double.pi...$0.upperBound / Double.pi }?.clamped(to: 1e-4...(1 - 1e-9))
      sliceWidth = box.add(
        Self.slice, given: partial.sliceWidth, named: "slice width", scale: .logit,
        .fixed(.held(share ?? Self.usualSlice, unit: Double.pi)))
      box.demand([.init("slice_width_rad", "must lie between 0 and pi")]) { _ in
        own.map { $0.lowerBound >= 0 && $0.lowerBound < Double.pi && $0.upperBound <= Double.pi } ?? true
      }
    } else {
      sliceWidth = box.add(Self.slice, partial.sliceWidth ?? Self.narrowSlice)
    }
    self.box = SearchCoordinates(box)
  }

  /// Whether Bob does as Alice.
  package var isSymmetric: Bool { bob == nil }

  /// ε with which a user's untagged weight stands to the other's as their weak decoys (TFS-7).
  static func balancedSending(_ user: UserSettings, to other: UserSettings) -> Double {
    func light(_ u: UserSettings) -> Double { u.signalIntensity * Double.exp(-u.signalIntensity) / u.weakIntensity }
    let odds = other.sendingProbability / (1 - other.sendingProbability) * light(other) / light(user)
    // Within what a double can tell from 0 and 1.
    return Swift.min(1 - 1e-9, Swift.max(1e-9, odds / (1 + odds)))
  }

  /// The settings at a point of the box.
  package func settings(at point: [Double]) -> Settings {
    let values = box.values(at: point)
    let a = alice.settings(values)
    return Settings(
      users: PerUser(alice: a, bob: bob?.settings(values) ?? a), sliceWidth: values[sliceWidth],
      countsMixedRounds: partial.countsMixedRounds)
  }

  /// The point of the box for settings, clipped into it; the inverse of ``settings(at:)``.
  package func point(for settings: Settings) -> [Double] {
    box.point(
      for: alice.wanted(settings.users.alice) + (bob?.wanted(settings.users.bob) ?? [])
        + [(sliceWidth, settings.sliceWidth)])
  }

  /// Refuses given settings with which the bounds do not hold whatever is open, and ranges in which nothing can lie.
  package func validate() throws(InputError) {
    try box.validateRanges()
    try settings(at: box.names.map { _ in 0.5 }).validate()
  }

  /// Settings worth starting from: the sheet's, one for long blocks and one between.
  ///
  /// With unequal arms the decoys are balanced at Charlie, and the sending probabilities so that no signal is wasted.
  package static func starts(_ setup: Setup, _ scheme: Scheme) -> [Settings] {
    let imbalance = setup.imbalance
    let isPaired = scheme == .aopp
    // pz, p1, p2, a1, a2, z, ε, Δ
    let shapes: [[Double]] =
      isPaired
      ? [
        [0.75, 0.6, 0.12, 0.09, 0.45, 0.45, 0.27, 0.6], [0.948, 0.961, 0.028, 0.0383, 0.213, 0.501, 0.28, 0.312],
        [0.807, 0.92, 0.045, 0.075, 0.47, 0.508, 0.278, 0.544],
      ]
      : [
        [0.75, 0.6, 0.12, 0.09, 0.45, 0.45, 0.045, 0.6], [0.94, 0.93, 0.04, 0.045, 0.3, 0.454, 0.034, 0.35],
        [0.85, 0.85, 0.08, 0.07, 0.4, 0.45, 0.04, 0.45],
      ]
    return shapes.map { shape in
      func user(_ scale: Double) -> UserSettings {
        let odds = shape[6] / (1 - shape[6]) * scale
        return UserSettings(
          signalWindowProbability: shape[0], weakProbability: shape[1], strongProbability: shape[2],
          weakIntensity: shape[3] * scale, strongIntensity: shape[4] * scale, signalIntensity: shape[5],
          sendingProbability: odds / (1 + odds))
      }
      return Settings(
        users: PerUser(alice: user(imbalance), bob: user(1 / imbalance)), sliceWidth: shape[7])
    }
  }

  /// The maximisation of the finite-key rate of a link's expected counts; with one cell, which is all that a search needs.
  package func problem(setup: Setup, rounds: Double, options: FiniteKeyOptions) -> SearchProblem {
    let space = self
    var quick = options
    quick.cells = 1
    let fixed = quick
    return box.problem(starts: Self.starts(setup, options.scheme).map(point(for:))) { x in
      let settings = space.settings(at: x)
      let counts = Simulation(setup, settings, rounds: rounds).observations
      guard let pairs = counts.pairs else { return -10 }
      let e: FiniteEstimate<Double> = FiniteAnalysis.estimate(counts, pairs, settings, fixed)
      return e.searchValue(counts)
    }
  }

  /// The maximisation of the rate with infinitely many rounds.
  package func problem(setup: Setup, scheme: Scheme, efficiency f: Double) -> SearchProblem {
    let space = self
    return box.problem(starts: Self.starts(setup, scheme).map(point(for:))) { x in
      let e = AsymptoticAnalysis.evaluate(setup, space.settings(at: x), scheme, efficiency: f)
      if e.rawRate > 0 { return e.rawRate }
      guard e.secretBits > 0, e.correctedBits > 0 else { return -10 }
      return Swift.max(-4, e.rawRate / e.correctedBits - Swift.max(0, e.phaseError - 0.4))
    }
  }
}

extension FiniteEstimate<Double> {
  /// The objective of a search: the unrounded rate where there is key; below zero a number that rises towards key.
  ///
  /// Where phase errors reach 1/2 the length is flat, and only how far they lie beyond shows the way (sheet, trap iii).
  func searchValue(_ counts: Observations) -> Double {
    guard counts.keyBits > 0, contradiction == nil, rawLength.isFinite else { return -10 }
    if rawLength > 0 { return rawLength / counts.rounds }
    func squashed(_ x: Double) -> Double { x > 0 ? x / (1 + x) : 0 }
    let bits = cell.secretBits.value
    let paid = squashed((leakage.value + cost) / Swift.max(bits, 1))
    guard bits > 0 else {
      let yield = cell.yields.alice.value + cell.yields.bob.value
      return -4 + Swift.min(1, yield) - paid
    }
    if cell.uncapped >= 0.5 { return -1 - squashed(cell.uncapped - 0.5) - paid / 2 }
    return Swift.max(rawLength / bits, -1)
  }
}
