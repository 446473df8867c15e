// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// One party's settings of `finite4` of which some are given (nil is free).
package struct PartialFourIntensities: Sendable, Equatable {
  /// z, y, x.
  package var intensities: [Double?]
  /// o, never free.
  package var vacuum: Double
  /// p_z, p_y, p_x; the vacuum takes the rest.
  package var probabilities: [Double?]

  /// Makes partial settings; lists shorter than three are free at their end.
  package init(intensities: [Double?] = [], vacuum: Double = 0, probabilities: [Double?] = []) {
    func three(_ list: [Double?]) -> [Double?] { Array((list + [nil, nil, nil]).prefix(3)) }
    self.intensities = three(intensities)
    self.vacuum = vacuum
    self.probabilities = three(probabilities)
  }
}

/// What an optimiser may move in `finite4`, as a unit box without constraints (mdi sheet, section 9).
///
/// The order of the decoys and the sum of the probabilities are built into the map. The ranges are wider than
/// the sheet's where strongly asymmetric links need it: their best decoys lie near 0.03.
package struct FourIntensitySpace: FiniteSearchSpace {
  private enum Range {
    static let signal = UnitScale.ratio(0.01, 1.2)
    static let leastDecoy = 0.003
    static let mostDecoy = 1.2
    static let decoyRatio = UnitScale.ratio(0.02, 0.9)
    static let shares = [UnitScale.odds(0.01, 300), .odds(0.003, 100), .odds(0.03, 500)]
  }

  /// The settings that are given.
  package let partial: PerParty<PartialFourIntensities>
  /// Whether Bob does as Alice; then only Alice's part is read.
  package let isSymmetric: Bool
  /// Ranges of one's own.
  package let ranges: PerParty<SearchRanges>
  /// The names of what may be moved, in the order of the box's coordinates.
  package let names: [String]

  /// Makes the space of what is open.
  ///
  /// - Parameter ranges: ranges in place of the usual ones; see ``validateRanges()``.
  package init(
    _ partial: PerParty<PartialFourIntensities>, isSymmetric: Bool,
    ranges: PerParty<SearchRanges> = PerParty(both: SearchRanges())
  ) {
    self.partial = partial
    self.ranges = ranges
    self.isSymmetric = isSymmetric
    func names(_ p: PartialFourIntensities, _ party: String) -> [String] {
      let words = ["signal intensity", "strong decoy", "weak decoy"]
      let shares = ["signal probability", "strong decoy probability", "weak decoy probability"]
      return zip(words + shares, p.intensities + p.probabilities).compactMap { $1 == nil ? $0 + party : nil }
    }
    self.names =
      isSymmetric
      ? names(partial.alice, "") : names(partial.alice, " (Alice)") + names(partial.bob, " (Bob)")
  }

  /// The least and the largest strong decoy; none where the first exceeds the second.
  private static func strongEnds(_ p: PartialFourIntensities, _ r: SearchRanges) -> (Double, Double) {
    // Above a weak decoy that is given.
    let weakest = p.intensities[2] ?? p.vacuum / 0.9
    let own = r.intensity(1)
    var least = Swift.max(own?.lowerBound ?? Range.leastDecoy, weakest * 1.02)
    if p.intensities[2] == nil, let weak = r.intensity(2) {
      least = Swift.max(least, leastWeak(p, weak) / weakShare)
    }
    return (least, own?.upperBound ?? Swift.max(least, Range.mostDecoy))
  }

  private static func strongScale(_ p: PartialFourIntensities, _ r: SearchRanges) -> UnitScale {
    let (least, most) = strongEnds(p, r)
    return .ratio(least, most)
  }

  /// x as a part of y, above what the vacuum leaks.
  private static func weakScale(_ p: PartialFourIntensities, strong: Double) -> UnitScale {
    p.vacuum > 0 ? .ratio(Swift.max(0.02, 1.02 * p.vacuum / strong), 0.95) : Range.decoyRatio
  }

  /// How near the weak decoy may come to the strong one in a range of its own.
  private static let weakShare = 0.95

  private static func leastWeak(_ p: PartialFourIntensities, _ range: ClosedRange<Double>) -> Double {
    Swift.max(range.lowerBound, 1.02 * p.vacuum)
  }

  /// The ends of x by itself, in a range of its own.
  private static func weakEnds(
    _ p: PartialFourIntensities, _ range: ClosedRange<Double>, strong: Double
  ) -> (Double, Double) {
    (leastWeak(p, range), Swift.min(range.upperBound, weakShare * strong))
  }

  /// Refuses ranges in which nothing can lie, alone or beside the settings that are given.
  ///
  /// - Throws: `InputError` whose quantity is `search.` or `search.bob_` and the range's name.
  package func validateRanges() throws(InputError) {
    for (p, r, name) in isSymmetric
      ? [(partial.alice, ranges.alice, "search.")]
      : [(partial.alice, ranges.alice, "search."), (partial.bob, ranges.bob, "search.bob_")]
    {
      try r.validateEnds(name)
      let (least, most) = Self.strongEnds(p, r)
      if p.intensities[1] == nil, least > most {
        try r.refuseIntensity(1, name, "leaves no room above the weak decoy")
      }
      if p.intensities[2] == nil, let own = r.intensity(2) {
        let (low, high) = Self.weakEnds(p, own, strong: p.intensities[1] ?? least)
        if low > high || (p.intensities[1] == nil && least > most) {
          try r.refuseIntensity(2, name, "leaves no room below the strong decoy and above the vacuum")
        }
      }
      try r.refuseShares(r.shares(beside: p.probabilities, rest: true), beside: p.probabilities, name)
    }
  }

  private static func choice(
    _ p: PartialFourIntensities, _ r: SearchRanges, _ x: inout CoordinateReader
  ) -> FourIntensityChoice {
    let signal = p.intensities[0] ?? signalScale(r).value(at: x.next())
    let strong = p.intensities[1] ?? strongScale(p, r).value(at: x.next())
    let weak: Double
    if let given = p.intensities[2] {
      weak = given
    } else if let own = r.intensity(2) {
      let (low, high) = weakEnds(p, own, strong: strong)
      weak = UnitScale.ratio(low, high).value(at: x.next())
    } else {
      weak = strong * weakScale(p, strong: strong).value(at: x.next())
    }
    let own = r.shares(beside: p.probabilities, rest: true)
    var rest = 1 - p.probabilities.compactMap { $0 }.reduce(0, +)
    var shares: [Double] = []
    var open = 0
    for (given, scale) in zip(p.probabilities, Range.shares) {
      if let given {
        shares.append(given)
      } else {
        let share =
          own?.share(at: open, left: rest, coordinate: x.next()) ?? rest * scale.value(at: x.next())
        shares.append(share)
        rest -= share
        open += 1
      }
    }
    return FourIntensityChoice(
      signal: signal, strongDecoy: strong, weakDecoy: weak, vacuum: p.vacuum, signalProbability: shares[0],
      strongProbability: shares[1], weakProbability: shares[2])
  }

  private static func signalScale(_ r: SearchRanges) -> UnitScale {
    r.intensity(0).map { .ratio($0.lowerBound, $0.upperBound) } ?? Range.signal
  }

  /// The settings at a point of the box.
  package func settings(at point: [Double]) -> PerParty<FourIntensityChoice> {
    var x = CoordinateReader(point)
    let alice = Self.choice(partial.alice, ranges.alice, &x)
    return PerParty(alice: alice, bob: isSymmetric ? alice : Self.choice(partial.bob, ranges.bob, &x))
  }

  private static func coordinates(
    _ p: PartialFourIntensities, _ r: SearchRanges, _ c: FourIntensityChoice
  ) -> [Double] {
    var x: [Double] = []
    if p.intensities[0] == nil { x.append(signalScale(r).coordinate(of: c.signal)) }
    if p.intensities[1] == nil { x.append(strongScale(p, r).coordinate(of: c.strongDecoy)) }
    if p.intensities[2] == nil {
      if let own = r.intensity(2) {
        // The strong decoy as it was held to its own range.
        let (least, most) = strongEnds(p, r)
        let strong = p.intensities[1] ?? Swift.min(most, Swift.max(least, c.strongDecoy))
        let (low, high) = weakEnds(p, own, strong: strong)
        x.append(UnitScale.ratio(low, high).coordinate(of: c.weakDecoy))
      } else {
        let strong = p.intensities[1] ?? c.strongDecoy
        x.append(weakScale(p, strong: strong).coordinate(of: c.weakDecoy / strong))
      }
    }
    let own = r.shares(beside: p.probabilities, rest: true)
    var rest = 1 - p.probabilities.compactMap { $0 }.reduce(0, +)
    let wanted = [c.signalProbability, c.strongProbability, c.weakProbability]
    var open = 0
    for (index, given) in p.probabilities.enumerated() where given == nil {
      if let own {
        let coordinate = own.scale(at: open, left: rest).coordinate(of: wanted[index])
        x.append(coordinate)
        rest -= own.share(at: open, left: rest, coordinate: coordinate)
        open += 1
        continue
      }
      let share = rest > 0 ? wanted[index] / rest : 0.5
      x.append(Range.shares[index].coordinate(of: share))
      rest -= rest * Range.shares[index].value(at: Range.shares[index].coordinate(of: share))
    }
    return x
  }

  /// The point of the box for settings, clipped into it; the inverse of ``settings(at:)``.
  package func point(for settings: PerParty<FourIntensityChoice>) -> [Double] {
    let alice = Self.coordinates(partial.alice, ranges.alice, settings.alice)
    return isSymmetric ? alice : alice + Self.coordinates(partial.bob, ranges.bob, settings.bob)
  }

  /// The sheet's start, one for small data and one for large; decoys balanced at the relay, because only
  /// light of equal strength interferes (Wang, Xu, Lo 2019, arXiv:1807.03466).
  static func starts(_ setup: Setup) -> [PerParty<FourIntensityChoice>] {
    let eta = setup.transmittances
    let imbalance =
      eta.alice > 0 && eta.bob > 0 ? Swift.min(30, Swift.max(1 / 30, (eta.bob / eta.alice).squareRoot())) : 1
    func choice(_ s: [Double], _ scale: Double) -> FourIntensityChoice {
      FourIntensityChoice(
        signal: s[0], strongDecoy: s[1] * scale, weakDecoy: s[1] * scale * s[2], signalProbability: s[3],
        strongProbability: s[4], weakProbability: s[5])
    }
    let shapes: [[Double]] = [
      [0.42, 0.19, 0.25, 0.7, 0.04, 0.21], [0.33, 0.13, 0.29, 0.5, 0.08, 0.35], [0.2, 0.3, 0.3, 0.3, 0.1, 0.5],
    ]
    return shapes.map { PerParty(alice: choice($0, imbalance), bob: choice($0, 1 / imbalance)) }
  }

  /// The maximisation of the finite-key rate over what is open.
  package func problem(setup: Setup, pulses: Double, options: FiniteKeyOptions) -> SearchProblem {
    problem(
      FourIntensityCounts.self, starts: Self.starts(setup).map(point(for:)), setup: setup, pulses: pulses,
      options: options)
  }

  /// The key that the link is expected to give.
  package func expectedKey(
    _ setup: Setup, _ settings: PerParty<FourIntensityChoice>, pulses: Double, options: FiniteKeyOptions
  ) throws(InputError) -> SecretKeyRate {
    try FiniteKey.result(FourIntensityCounts.expected(setup, settings, pulses: pulses), settings, options)
  }

  /// Refuses options that four intensities do not have.
  package func validate(_ options: FiniteKeyOptions) throws(InputError) {
    try FourIntensityCounts.validate(options, .expected)
  }
}
