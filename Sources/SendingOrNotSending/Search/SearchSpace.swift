// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// What an optimiser may move, as a unit box without constraints (sns sheet, section 8).
///
/// With different arms one open ε is not moved but set so that the untagged weights stand in the ratio of the weak decoys
/// (TFS-7): any other value sends signals that are given to Eve.
package struct SearchSpace: Sendable {
  private static let sliceRange = 0.005...0.98

  /// What is given.
  package let partial: PartialSettings
  /// The names of what may be moved, in the order of the box's coordinates.
  package let names: [String]

  private let alice: UserSpace
  /// nil if Bob does as Alice.
  private let bob: UserSpace?

  /// Makes the space of what is open.
  package init(_ partial: PartialSettings) {
    self.partial = partial
    let isSymmetric = partial.bob == nil
    let bobFollows = partial.bob.map { $0.sendingProbability == nil } ?? false
    let aliceFollows = !isSymmetric && !bobFollows && partial.alice.sendingProbability == nil
    alice = UserSpace(
      partial.alice, ranges: partial.aliceRanges, isBalanced: aliceFollows, user: isSymmetric ? nil : "Alice")
    bob = partial.bob.map { UserSpace($0, ranges: partial.bobRanges, isBalanced: bobFollows, user: "Bob") }
    names = alice.names + (bob?.names ?? []) + (partial.sliceWidth == nil ? ["slice width"] : [])
  }

  /// Whether Bob does as Alice.
  package var isSymmetric: Bool { bob == nil }

  private var slice: SearchScale {
    // Δ/π is a share.
    let own = partial.sliceWidthRange.map { $0.lowerBound / Double.pi...$0.upperBound / Double.pi }
    return .odds(own?.clamped(to: 1e-4...(1 - 1e-9)) ?? Self.sliceRange)
  }

  /// ε with which a user's untagged weight stands to the other's as their weak decoys (TFS-7).
  static func balancedSending(_ user: UserSettings, to other: UserSettings) -> Double {
    func light(_ u: UserSettings) -> Double { u.signalIntensity * Double.exp(-u.signalIntensity) / u.weakIntensity }
    let odds = other.sendingProbability / (1 - other.sendingProbability) * light(other) / light(user)
    // Within what a double can tell from 0 and 1.
    return Swift.min(1 - 1e-9, Swift.max(1e-9, odds / (1 + odds)))
  }

  /// The settings at a point of the box.
  package func settings(at point: [Double]) -> Settings {
    var index = 0
    func next() -> Double {
      defer { index += 1 }
      return index < point.count ? point[index] : 0.5
    }
    var a = alice.settings(next)
    var b = bob?.settings(next) ?? a
    if bob?.isBalanced == true { b.sendingProbability = Self.balancedSending(b, to: a) }
    if alice.isBalanced { a.sendingProbability = Self.balancedSending(a, to: b) }
    let width = partial.sliceWidth ?? Double.pi * slice.value(at: next())
    return Settings(
      users: PerUser(alice: a, bob: b), sliceWidth: width, countsMixedRounds: partial.countsMixedRounds)
  }

  /// The point of the box for settings, clipped into it; the inverse of ``settings(at:)``.
  package func point(for settings: Settings) -> [Double] {
    var x = alice.coordinates(settings.users.alice)
    if let bob { x += bob.coordinates(settings.users.bob) }
    if partial.sliceWidth == nil { x.append(slice.coordinate(of: settings.sliceWidth / Double.pi)) }
    return x
  }

  /// Refuses given settings with which the bounds do not hold whatever is open, and ranges in which nothing can lie.
  package func validate() throws(InputError) {
    try alice.validateRanges("search.")
    try bob?.validateRanges("search.bob_")
    if partial.sliceWidth == nil, let range = partial.sliceWidthRange {
      try require(range.lowerBound, "search.slice_width", in: 0...Double.pi, excludingUpper: true)
      try require(range.upperBound, "search.slice_width", in: 0...Double.pi, excludingLower: true)
    }
    try settings(at: names.map { _ in 0.5 }).validate()
  }

  /// Settings worth starting from: the sheet's, one for long blocks and one between.
  ///
  /// With unequal arms the decoys are balanced at Charlie, and the sending probabilities so that no signal is wasted.
  package static func starts(_ setup: Setup, _ scheme: Scheme) -> [Settings] {
    let eta = setup.arms
    let imbalance =
      eta.alice.value > 0 && eta.bob.value > 0
      ? Swift.min(30, Swift.max(1 / 30, (eta.bob.value / eta.alice.value).squareRoot())) : 1
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
    return SearchProblem(
      variables: names.map { SearchVariable(name: $0, range: 0...1) },
      starts: Self.starts(setup, options.scheme).map(point(for:)),
      objective: { x in
        let settings = space.settings(at: x)
        let counts = Simulation(setup, settings, rounds: rounds).observations
        guard let pairs = counts.pairs else { return -10 }
        let e: FiniteEstimate<Double> = FiniteAnalysis.estimate(counts, pairs, settings, fixed)
        return e.searchValue(counts)
      })
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
