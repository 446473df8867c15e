// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// What an optimiser may move in an asymptotic analysis: the signal, and the decoy relative to it.
///
/// Vacuum + weak decoy has no best decoy intensity (the bound improves all the way to ν → 0), so
/// ν is kept at or above 1 % of μ (bb84 sheet, section 7).
package struct AsymptoticSearchSpace: SearchedSpace {
  /// What may be moved.
  package let box: SearchCoordinates

  private let signal: Int
  private let decoy: Int
  private let weakest: Double

  private static let usualSignal = 1e-3...1.0
  private static let leastDecoyRatio = 0.01
  /// How far the decoy stays above the weakest intensity.
  private static let leastDecoyStep = 1.01

  /// Makes the space of what is open; nil is free.
  ///
  /// - Parameters:
  ///   - method: the estimation method; with infinitely many decoys there is only the signal.
  ///   - signal: μ if it is given.
  ///   - decoy: ν1 if it is given.
  ///   - weakest: ν2, always given.
  ///   - ranges: ranges in place of the usual ones, for `intensity_1` and `intensity_2`.
  package init(
    method: AsymptoticMethod, signal: Double?, decoy: Double?, weakest: Double = 0,
    ranges: SearchRanges = SearchRanges()
  ) {
    let settings = ["per signal pulse", "per decoy pulse", "of the weakest pulse"].enumerated().map {
      SearchSetting.intensity($0, "mean photons \($1)")
    }
    let words = "leaves no room beside the other intensities"
    let hasDecoy = method != .infinite
    var box = SearchDeclaration(ranges)
    let own = box.own(settings[1])
    // A free decoy needs room above the weakest intensity and below the signal.
    let leastDecoy = decoy ?? Swift.max(weakest * Self.leastDecoyStep, own?.lowerBound ?? 0)
    let least = hasDecoy ? leastDecoy + weakest : 0
    // A decoy range of one's own must stay below 99 % of what the weakest leaves of the signal.
    let room = hasDecoy && own != nil ? leastDecoy / 0.99 + weakest : 0
    let range = box.own(settings[0]) ?? Self.usualSignal
    let mu = box.add(
      settings[0], given: signal, named: "signal intensity", room: [.init("intensity_1", words)],
      .fixed(.held(Swift.max(range.lowerBound, least * 1.001 + 1e-6, room), range.upperBound)))
    self.signal = mu
    self.decoy =
      !hasDecoy
      ? box.fix(decoy ?? 0)
      : box.add(
        settings[1], given: decoy, named: "decoy intensity", room: [.init("intensity_2", words)],
        .following { values in
          let least = Swift.max(Self.leastDecoyRatio * values[mu], weakest * Self.leastDecoyStep)
          let most = 0.99 * (values[mu] - weakest)
          guard let own else { return .held(least, Swift.max(least, most)) }
          return .held(Swift.max(own.lowerBound, least), Swift.min(own.upperBound, most))
        })
    if method == .vacuumWeak { _ = box.add(settings[2], weakest) }
    self.weakest = weakest
    self.box = SearchCoordinates(box)
  }

  /// The settings at a point of the unit box.
  package func settings(at x: [Double]) -> AsymptoticSettings {
    let values = box.values(at: x)
    return AsymptoticSettings(signal: values[signal], decoy: values[decoy], weakest: weakest)
  }

  /// The maximisation of the asymptotic rate.
  package func problem(setup: Setup, options: AsymptoticOptions) -> SearchProblem {
    let space = self
    let starts = [[0.9, 0.5], [0.7, 0.1], [0.3, 0.5]].map { Array($0.prefix(box.names.count)) }
    return box.problem(starts: starts) { x in
      let e = AsymptoticAnalysis.evaluate(setup, space.settings(at: x), options)
      if e.rawRate > 0 { return e.rawRate }
      // Below zero: per detection, so that "send nothing" is no attraction.
      guard e.signal.gain > 0 else { return -10 }
      if e.unclippedYield <= 0 {
        let deficit = -e.unclippedYield / e.signal.gain
        return -1 - deficit / (1 + deficit)
      }
      return Swift.max(-1, e.rawRate / e.signal.gain)
    }
  }
}
