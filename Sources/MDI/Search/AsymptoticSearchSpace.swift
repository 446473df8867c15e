// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// What an optimiser may move in an asymptotic analysis: signals, and decoys as parts of them.
///
/// With infinitely many data decoys are best as weak as possible, so that ν is kept at 0.01 or above
/// (mdi sheet, section 9).
package struct AsymptoticSearchSpace: Sendable {
  /// μ and ν of each party; nil is free.
  package let partial: PerParty<[Double?]>
  /// ω of each party, never free.
  package let weakest: PerParty<Double>
  /// The estimation method.
  package let method: AsymptoticMethod
  /// Whether Bob does as Alice.
  package let isSymmetric: Bool
  /// Ranges of one's own for μ and ν.
  package let ranges: PerParty<SearchRanges>

  private static let leastSignal = 1e-3
  private static let mostSignal = 1.5
  private static let leastDecoy = 0.01

  /// Makes the space of what is open; lists hold μ and ν.
  ///
  /// - Parameter ranges: ranges in place of the usual ones; only those of μ and ν are used.
  package init(
    method: AsymptoticMethod, partial: PerParty<[Double?]>, weakest: PerParty<Double> = PerParty(both: 0),
    isSymmetric: Bool, ranges: PerParty<SearchRanges> = PerParty(both: SearchRanges())
  ) {
    self.ranges = ranges
    self.method = method
    self.partial = partial.map { Array(($0 + [nil, nil]).prefix(2)) }
    self.weakest = weakest
    self.isSymmetric = isSymmetric
  }

  private var movesDecoys: Bool { method == .decoy3 }

  /// The names of what may be moved.
  package var names: [String] {
    guard method != .singlePhoton else { return [] }
    func names(_ p: [Double?], _ party: String) -> [String] {
      (p[0] == nil ? ["signal intensity" + party] : [])
        + (movesDecoys && p[1] == nil ? ["decoy intensity" + party] : [])
    }
    return isSymmetric
      ? names(partial.alice, "") : names(partial.alice, " (Alice)") + names(partial.bob, " (Bob)")
  }

  /// The least decoy, and the least and the largest signal.
  private func ends(
    _ p: [Double?], _ r: SearchRanges, _ weakest: Double
  ) -> (decoy: Double, signal: Double, mostSignal: Double) {
    let own = r.intensity(1)
    let leastDecoy = Swift.max(own?.lowerBound ?? Self.leastDecoy, weakest * 1.05)
    let leastSignal = r.intensity(0)?.lowerBound ?? Self.leastSignal
    // A decoy in a range of its own stays below 95 % of the signal.
    let factor = own == nil || p[1] != nil ? 1.05 : 1 / Self.decoyShare
    let least = movesDecoys ? Swift.max(leastSignal, (p[1] ?? leastDecoy) * factor) : leastSignal
    return (leastDecoy, least, r.intensity(0)?.upperBound ?? Swift.max(least, Self.mostSignal))
  }

  private static let decoyShare = 0.95

  private func one(
    _ p: [Double?], _ r: SearchRanges, _ weakest: Double, _ x: inout CoordinateReader
  ) -> ThreeIntensities {
    let (leastDecoy, least, most) = ends(p, r, weakest)
    let signal = p[0] ?? UnitScale.ratio(least, most).value(at: x.next())
    guard movesDecoys else { return ThreeIntensities(signal, 0, 0) }
    if let given = p[1] { return ThreeIntensities(signal, given, weakest) }
    let scale: UnitScale =
      if let own = r.intensity(1) {
        .ratio(leastDecoy, Swift.min(own.upperBound, Self.decoyShare * signal))
      } else {
        .ratio(Swift.min(leastDecoy, (signal + weakest) / 2), Swift.max(leastDecoy, 0.95 * signal))
      }
    return ThreeIntensities(signal, scale.value(at: x.next()), weakest)
  }

  /// Refuses ranges in which nothing can lie, alone or beside the settings that are given.
  ///
  /// - Throws: `InputError` whose quantity is `search.` or `search.bob_` and the range's name.
  package func validateRanges() throws(InputError) {
    for (p, r, weakest, name) in isSymmetric
      ? [(partial.alice, ranges.alice, self.weakest.alice, "search.")]
      : [
        (partial.alice, ranges.alice, self.weakest.alice, "search."),
        (partial.bob, ranges.bob, self.weakest.bob, "search.bob_"),
      ]
    {
      try r.validateEnds(name)
      let (leastDecoy, least, most) = ends(p, r, weakest)
      if p[0] == nil, least > most { try r.refuseIntensity(0, name, "leaves no room above the weaker intensities") }
      if movesDecoys, p[1] == nil, let own = r.intensity(1) {
        let highest = Swift.min(own.upperBound, Self.decoyShare * (p[0] ?? least))
        if leastDecoy > highest || (p[0] == nil && least > most) {
          try r.refuseIntensity(1, name, "leaves no room between the other intensities")
        }
      }
    }
  }

  /// The settings at a point of the unit box.
  package func settings(at point: [Double]) -> AsymptoticSettings {
    guard method != .singlePhoton else { return AsymptoticSettings(signals: PerParty(both: 0)) }
    var x = CoordinateReader(point)
    let alice = one(partial.alice, ranges.alice, weakest.alice, &x)
    return AsymptoticSettings(
      intensities: PerParty(alice: alice, bob: isSymmetric ? alice : one(partial.bob, ranges.bob, weakest.bob, &x)))
  }

  /// The maximisation of the asymptotic rate.
  package func problem(setup: Setup, options: AsymptoticOptions) -> SearchProblem {
    let space = self
    let count = names.count
    let starts = [0.85, 0.75, 0.5].map { level in
      (0..<count).map { movesDecoys && $0 % 2 == 1 ? 0.05 : level }
    }
    return SearchProblem(
      variables: names.map { SearchVariable(name: $0, range: 0...1) }, starts: count > 0 ? starts : [],
      objective: { x in
        let e = AsymptoticAnalysis.evaluate(setup, space.settings(at: x), options)
        if e.rawRate > 0 { return e.rawRate }
        // Below zero: per announcement, so that "send nothing" is no attraction.
        guard e.signal.gain > 0 else { return -10 }
        if let bounds = e.bounds, bounds.yieldZUnclipped <= 0 || !bounds.isFeasible {
          let deficit = -bounds.yieldZUnclipped / e.signal.gain
          return -1 - (deficit > 0 ? deficit / (1 + deficit) : 0)
        }
        return Swift.max(-1, e.rawRate / e.signal.gain)
      })
  }
}
