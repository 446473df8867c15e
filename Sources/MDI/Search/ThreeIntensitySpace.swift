// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// One party's settings of `finite3` of which some are given (nil is free).
package struct PartialThreeIntensities: Sendable, Equatable {
  /// μ and ν.
  package var intensities: [Double?]
  /// ω, never free: what the extinction leaves, or 0.
  package var weakest: Double
  /// pI of the three; with one free it takes the rest.
  package var probabilities: [Double?]
  /// pZ of the three.
  package var keyBasis: [Double?]

  /// Makes partial settings; lists shorter than they should be are free at their end.
  package init(
    intensities: [Double?] = [], weakest: Double = 0, probabilities: [Double?] = [], keyBasis: [Double?] = []
  ) {
    func filled(_ list: [Double?], _ count: Int) -> [Double?] { Array((list + [nil, nil, nil]).prefix(count)) }
    self.intensities = filled(intensities, 2)
    self.weakest = weakest
    self.probabilities = filled(probabilities, 3)
    self.keyBasis = filled(keyBasis, 3)
  }
}

/// What an optimiser may move in `finite3`, as a unit box without constraints (mdi sheet, section 9).
package struct ThreeIntensitySpace: FiniteSearchSpace {
  private enum Range {
    static let leastSignal = 0.01
    static let mostSignal = 1.2
    static let decoyRatio = UnitScale.ratio(0.01, 0.95)
    static let shares = [UnitScale.odds(0.01, 300), .odds(0.01, 100)]
    // The best signals are all in Z.
    static let keyBasis = [UnitScale.linear(0.02, 1), .linear(0.02, 0.98), .linear(0.02, 0.98)]
  }

  /// The settings that are given.
  package let partial: PerParty<PartialThreeIntensities>
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
    _ partial: PerParty<PartialThreeIntensities>, isSymmetric: Bool,
    ranges: PerParty<SearchRanges> = PerParty(both: SearchRanges())
  ) {
    self.partial = partial
    self.ranges = ranges
    self.isSymmetric = isSymmetric
    func names(_ p: PartialThreeIntensities, _ party: String) -> [String] {
      var list = zip(["signal intensity", "decoy intensity"], p.intensities).compactMap { $1 == nil ? $0 : nil }
      list += zip(
        ["signal probability", "decoy probability", "weakest probability"], p.probabilities
      ).compactMap { $1 == nil ? $0 : nil }.dropLast()
      list += zip(["signal", "decoy", "weakest"], p.keyBasis).compactMap { $1 == nil ? "\($0) Z basis" : nil }
      return list.map { $0 + party }
    }
    self.names =
      isSymmetric
      ? names(partial.alice, "") : names(partial.alice, " (Alice)") + names(partial.bob, " (Bob)")
  }

  /// The least and the largest signal; none where the first exceeds the second.
  private static func signalEnds(_ p: PartialThreeIntensities, _ r: SearchRanges) -> (Double, Double) {
    let own = r.intensity(0)
    var least = Swift.max(
      own?.lowerBound ?? Range.leastSignal, (p.intensities[1] ?? p.weakest) * 1.02 + (own == nil ? 1e-4 : 0))
    if p.intensities[1] == nil, let decoy = r.intensity(1) {
      least = Swift.max(least, p.weakest + (leastDecoy(p, decoy) - p.weakest) / decoyShare)
    }
    return (least, own?.upperBound ?? Swift.max(least, Range.mostSignal))
  }

  private static func signalScale(_ p: PartialThreeIntensities, _ r: SearchRanges) -> UnitScale {
    let (least, most) = signalEnds(p, r)
    return .ratio(least, most)
  }

  /// How near the decoy may come to the signal in a range of its own, counted from the weakest.
  private static let decoyShare = 0.95

  private static func leastDecoy(_ p: PartialThreeIntensities, _ range: ClosedRange<Double>) -> Double {
    Swift.max(range.lowerBound, 1.02 * p.weakest)
  }

  /// The ends of ν in a range of its own.
  private static func decoyEnds(
    _ p: PartialThreeIntensities, _ range: ClosedRange<Double>, signal: Double
  ) -> (Double, Double) {
    (leastDecoy(p, range), Swift.min(range.upperBound, p.weakest + decoyShare * (signal - p.weakest)))
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
      let (least, most) = Self.signalEnds(p, r)
      if p.intensities[0] == nil, least > most {
        try r.refuseIntensity(0, name, "leaves no room above the weaker intensities")
      }
      if p.intensities[1] == nil, let own = r.intensity(1) {
        let (low, high) = Self.decoyEnds(p, own, signal: p.intensities[0] ?? least)
        if low > high || (p.intensities[0] == nil && least > most) {
          try r.refuseIntensity(1, name, "leaves no room between the other intensities")
        }
      }
      try r.refuseShares(r.shares(beside: p.probabilities, rest: false), beside: p.probabilities, name)
    }
  }

  private static func basisScale(_ index: Int, _ r: SearchRanges) -> UnitScale {
    r.keyBasis(at: index).map { .linear($0.lowerBound, $0.upperBound) } ?? Range.keyBasis[index]
  }

  private static func choice(
    _ p: PartialThreeIntensities, _ r: SearchRanges, _ x: inout CoordinateReader
  ) -> ThreeIntensityChoice {
    let signal = p.intensities[0] ?? signalScale(p, r).value(at: x.next())
    let decoy: Double
    if let given = p.intensities[1] {
      decoy = given
    } else if let own = r.intensity(1) {
      let (low, high) = decoyEnds(p, own, signal: signal)
      decoy = UnitScale.ratio(low, high).value(at: x.next())
    } else {
      decoy = p.weakest + (signal - p.weakest) * Range.decoyRatio.value(at: x.next())
    }
    let own = r.shares(beside: p.probabilities, rest: false)
    var rest = 1 - p.probabilities.compactMap { $0 }.reduce(0, +)
    var free = p.probabilities.count { $0 == nil }
    let open = free
    var shares: [Double] = []
    for (index, given) in p.probabilities.enumerated() {
      if let given {
        shares.append(given)
      } else if free == 1 {
        shares.append(rest)
      } else {
        let share =
          own?.share(at: open - free, left: rest, coordinate: x.next())
          ?? rest * Range.shares[Swift.min(index, 1)].value(at: x.next())
        shares.append(share)
        rest -= share
        free -= 1
      }
    }
    let bases = p.keyBasis.indices.map { p.keyBasis[$0] ?? basisScale($0, r).value(at: x.next()) }
    return ThreeIntensityChoice(
      intensities: ThreeIntensities(signal, decoy, p.weakest),
      probabilities: ThreeIntensities(shares[0], shares[1], shares[2]),
      keyBasis: ThreeIntensities(bases[0], bases[1], bases[2]))
  }

  /// The settings at a point of the box.
  package func settings(at point: [Double]) -> PerParty<ThreeIntensityChoice> {
    var x = CoordinateReader(point)
    let alice = Self.choice(partial.alice, ranges.alice, &x)
    return PerParty(alice: alice, bob: isSymmetric ? alice : Self.choice(partial.bob, ranges.bob, &x))
  }

  private static func coordinates(
    _ p: PartialThreeIntensities, _ r: SearchRanges, _ c: ThreeIntensityChoice
  ) -> [Double] {
    var x: [Double] = []
    if p.intensities[0] == nil { x.append(signalScale(p, r).coordinate(of: c.intensities.signal)) }
    if p.intensities[1] == nil {
      if let own = r.intensity(1) {
        // The signal as it was held to its own range.
        let (least, most) = signalEnds(p, r)
        let signal = p.intensities[0] ?? Swift.min(most, Swift.max(least, c.intensities.signal))
        let (low, high) = decoyEnds(p, own, signal: signal)
        x.append(UnitScale.ratio(low, high).coordinate(of: c.intensities.decoy))
      } else {
        let signal = p.intensities[0] ?? c.intensities.signal
        x.append(Range.decoyRatio.coordinate(of: (c.intensities.decoy - p.weakest) / (signal - p.weakest)))
      }
    }
    let own = r.shares(beside: p.probabilities, rest: false)
    var rest = 1 - p.probabilities.compactMap { $0 }.reduce(0, +)
    var free = p.probabilities.count { $0 == nil }
    let open = free
    for (index, given) in p.probabilities.enumerated() where given == nil && free > 1 {
      if let own {
        let coordinate = own.scale(at: open - free, left: rest).coordinate(of: c.probabilities.list[index])
        x.append(coordinate)
        rest -= own.share(at: open - free, left: rest, coordinate: coordinate)
      } else {
        let scale = Range.shares[Swift.min(index, 1)]
        let coordinate = scale.coordinate(of: rest > 0 ? c.probabilities.list[index] / rest : 0.5)
        x.append(coordinate)
        rest -= rest * scale.value(at: coordinate)
      }
      free -= 1
    }
    for (index, given) in p.keyBasis.enumerated() where given == nil {
      x.append(basisScale(index, r).coordinate(of: c.keyBasis.list[index]))
    }
    return x
  }

  /// The point of the box for settings, clipped into it; the inverse of ``settings(at:)``.
  package func point(for settings: PerParty<ThreeIntensityChoice>) -> [Double] {
    let alice = Self.coordinates(partial.alice, ranges.alice, settings.alice)
    return isSymmetric ? alice : alice + Self.coordinates(partial.bob, ranges.bob, settings.bob)
  }

  /// The sheet's start and one for small data; intensities balanced at the relay.
  static func starts(_ setup: Setup, weakest: PerParty<Double>) -> [PerParty<ThreeIntensityChoice>] {
    let eta = setup.transmittances
    let imbalance =
      eta.alice > 0 && eta.bob > 0 ? Swift.min(30, Swift.max(1 / 30, (eta.bob / eta.alice).squareRoot())) : 1
    func choice(_ s: [Double], _ scale: Double, _ weakest: Double) -> ThreeIntensityChoice {
      // Signals interfere in no basis that is used: they need little balance.
      let signal = s[0] * scale.squareRoot()
      return ThreeIntensityChoice(
        intensities: ThreeIntensities(signal, Swift.max(weakest * 1.1, s[0] * s[1] * scale), weakest),
        probabilities: ThreeIntensities(s[2], s[3], 1 - s[2] - s[3]),
        keyBasis: ThreeIntensities(s[4], s[5], s[6]))
    }
    let shapes: [[Double]] = [
      [0.35, 0.2, 0.6, 0.28, 0.97, 0.35, 0.2], [0.25, 0.35, 0.4, 0.4, 0.99, 0.25, 0.15],
      [0.45, 0.12, 0.8, 0.15, 0.98, 0.4, 0.25],
    ]
    return shapes.map {
      PerParty(alice: choice($0, imbalance, weakest.alice), bob: choice($0, 1 / imbalance, weakest.bob))
    }
  }

  /// The maximisation of the finite-key rate over what is open.
  package func problem(setup: Setup, pulses: Double, options: FiniteKeyOptions) -> SearchProblem {
    problem(
      ThreeIntensityCounts.self, starts: Self.starts(setup, weakest: partial.map { $0.weakest }).map(point(for:)),
      setup: setup, pulses: pulses,
      options: options)
  }

  /// The key that the link is expected to give.
  package func expectedKey(
    _ setup: Setup, _ settings: PerParty<ThreeIntensityChoice>, pulses: Double, options: FiniteKeyOptions
  ) throws(InputError) -> SecretKeyRate {
    try FiniteKey.result(ThreeIntensityCounts.expected(setup, settings, pulses: pulses), settings, options)
  }

  /// Refuses options that three intensities do not have.
  package func validate(_ options: FiniteKeyOptions) throws(InputError) {
    try ThreeIntensityCounts.validate(options, .expected)
  }
}
