// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

/// What an optimiser may move in an asymptotic analysis: signals, and decoys as parts of them.
///
/// With infinitely many data decoys are best as weak as possible, so that ν is kept at 0.01 or above
/// (mdi sheet, section 9).
package struct AsymptoticSearchSpace: SearchedSpace {
  /// What may be moved.
  package let box: SearchCoordinates
  /// The estimation method.
  package let method: AsymptoticMethod
  /// Whether Bob does as Alice.
  package let isSymmetric: Bool
  private let first: PerParty<Int>

  private static let usualSignal = 1e-3...1.5
  private static let leastDecoy = 0.01
  /// How near a decoy in a range of its own may come to the signal.
  private static let decoyShare = 0.95

  /// Makes the space of what is open.
  ///
  /// - Parameters:
  ///   - method: the estimation method; single photons have no settings, infinitely many decoys the signal only.
  ///   - partial: μ and ν of each party; nil is free.
  ///   - weakest: ω of each party, never free.
  ///   - isSymmetric: whether Bob does as Alice; then only Alice's part is read.
  ///   - ranges: ranges in place of the usual ones, for `intensity_1` (μ) and `intensity_2` (ν); Bob's begin with
  ///     `bob_`.
  package init(
    method: AsymptoticMethod, partial: PerParty<[Double?]>, weakest: PerParty<Double> = PerParty(both: 0),
    isSymmetric: Bool, ranges: SearchRanges = SearchRanges()
  ) {
    self.method = method
    self.isSymmetric = isSymmetric
    var box = SearchDeclaration(ranges)
    if method == .singlePhoton {
      first = PerParty(both: 0)
    } else {
      let parties = PerParty(
        alice: (partial.alice + [nil, nil], weakest.alice), bob: (partial.bob + [nil, nil], weakest.bob))
      first = box.addParties(parties, isSymmetric: isSymmetric) { party, box in
        Self.declare(party.0, weakest: party.1, hasDecoys: method == .decoy3, &box)
      }
    }
    self.box = SearchCoordinates(box)
  }

  private static func declare(
    _ p: [Double?], weakest: Double, hasDecoys: Bool, _ box: inout SearchDeclaration
  ) -> Int {
    let mu = (0..<3).map { SearchSetting.intensity($0) }
    let (signalRange, own) = (box.own(mu[0]), box.own(mu[1]))
    let leastDecoy = Swift.max(own?.lowerBound ?? Self.leastDecoy, weakest * 1.05)
    // A decoy in a range of its own stays below 95 % of the signal.
    let factor = own == nil || p[1] != nil ? 1.05 : 1 / decoyShare
    var least = signalRange?.lowerBound ?? usualSignal.lowerBound
    if hasDecoys { least = Swift.max(least, (p[1] ?? leastDecoy) * factor) }
    let bounds = SearchBounds.held(least, signalRange?.upperBound ?? Swift.max(least, usualSignal.upperBound))
    let decoyRoom = SearchDeclaration.Roomless("intensity_2", "leaves no room between the other intensities")
    let signal = box.add(
      mu[0], given: p[0], named: "signal intensity",
      room: [.init("intensity_1", "leaves no room above the weaker intensities")] + (hasDecoys ? [decoyRoom] : []),
      .fixed(bounds))
    guard hasDecoys else { return signal }
    _ = box.add(
      mu[1], given: p[1], named: "decoy intensity", room: [decoyRoom],
      .following { values in
        let most = decoyShare * values[signal]
        if let own { return .held(leastDecoy, Swift.min(own.upperBound, most)) }
        return .held(Swift.min(leastDecoy, (values[signal] + weakest) / 2), Swift.max(leastDecoy, most))
      })
    _ = box.add(mu[2], weakest)
    return signal
  }

  /// The settings at a point of the unit box.
  package func settings(at point: [Double]) -> AsymptoticSettings {
    guard method != .singlePhoton else { return AsymptoticSettings(signals: PerParty(both: 0)) }
    let values = box.values(at: point)
    return AsymptoticSettings(
      intensities: first.map {
        method == .decoy3
          ? ThreeIntensities(values[$0], values[$0 + 1], values[$0 + 2]) : ThreeIntensities(values[$0], 0, 0)
      })
  }

  /// The maximisation of the asymptotic rate.
  package func problem(setup: Setup, options: AsymptoticOptions) -> SearchProblem {
    let space = self
    let starts = [0.85, 0.75, 0.5].map { level in
      box.names.indices.map { method == .decoy3 && $0 % 2 == 1 ? 0.05 : level }
    }
    return box.problem(starts: starts) { x in
      let e = AsymptoticAnalysis.evaluate(setup, space.settings(at: x), options)
      if e.rawRate > 0 { return e.rawRate }
      // Below zero: per announcement, so that "send nothing" is no attraction.
      guard e.signal.gain > 0 else { return -10 }
      if let bounds = e.bounds, bounds.yieldZUnclipped <= 0 || !bounds.isFeasible {
        let deficit = -bounds.yieldZUnclipped / e.signal.gain
        return -1 - (deficit > 0 ? deficit / (1 + deficit) : 0)
      }
      return Swift.max(-1, e.rawRate / e.signal.gain)
    }
  }
}
