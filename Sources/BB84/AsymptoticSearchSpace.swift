// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// What an optimiser may move in an asymptotic analysis: the signal, and the decoy relative to it.
///
/// Vacuum + weak decoy has no best decoy intensity (the bound improves all the way to ν → 0), so
/// ν is kept at or above 1 % of μ (bb84 sheet, section 7).
package struct AsymptoticSearchSpace: Sendable {
  /// The signal intensity if it is given.
  package let signal: Double?
  /// The decoy intensity if it is given.
  package let decoy: Double?
  /// ν2, always given.
  package let weakest: Double
  /// Ranges of one's own for the two intensities.
  package let ranges: SearchRanges
  /// The estimation method.
  package let method: AsymptoticMethod

  private static let leastSignal = 1e-3
  private static let mostSignal = 1.0
  private static let leastDecoyRatio = 0.01
  /// How far the decoy stays above the weakest intensity.
  private static let leastDecoyStep = 1.01

  /// Makes the space of what is open; nil is free.
  ///
  /// - Parameter ranges: ranges in place of the usual ones; only those of intensities are used.
  package init(
    method: AsymptoticMethod, signal: Double?, decoy: Double?, weakest: Double = 0,
    ranges: SearchRanges = SearchRanges()
  ) {
    self.ranges = ranges
    self.method = method
    self.signal = signal
    self.decoy = decoy
    self.weakest = weakest
  }

  private var movesDecoy: Bool { method != .infinite && decoy == nil }

  /// The names of what may be moved.
  package var names: [String] {
    (signal == nil ? ["signal intensity"] : []) + (movesDecoy ? ["decoy intensity"] : [])
  }

  private func signalRange() -> (Double, Double) {
    // A free decoy needs room above the weakest intensity and below the signal.
    let leastDecoy = decoy ?? Swift.max(weakest * Self.leastDecoyStep, ranges.decoy?.lowerBound ?? 0)
    let least = method == .infinite ? 0 : leastDecoy + weakest
    let range = ranges.signal ?? Self.leastSignal...Self.mostSignal
    // A decoy range of one's own must stay below 99 % of what the weakest leaves of the signal.
    let room = ranges.decoy == nil || method == .infinite ? 0 : (leastDecoy / 0.99 + weakest)
    return (Swift.max(range.lowerBound, least * 1.001 + 1e-6, room), range.upperBound)
  }

  /// Refuses ranges in which nothing can lie.
  ///
  /// - Throws: `InputError` whose quantity is `search.` and the range's name.
  package func validateRanges() throws(InputError) {
    for (name, range) in [("intensity_1", ranges.signal), ("intensity_2", ranges.decoy)] {
      guard let range else { continue }
      try require(range.lowerBound, "search.\(name)", in: 0...10)
      try require(range.upperBound, "search.\(name)", in: 0...10, excludingLower: true)
      let signals = signalRange()
      let isSignal = name == "intensity_1"
      let decoys = decoyRange(signal ?? signals.0)
      guard isSignal && signal == nil ? signals.0 <= signals.1 : decoys.0 <= decoys.1 else {
        throw InputError(
          "search.\(name)", value: "[\(range.lowerBound), \(range.upperBound)]",
          allowed: "leaves no room beside the other intensities")
      }
    }
  }

  private func decoyRange(_ mu: Double) -> (Double, Double) {
    let lo = Swift.max(Self.leastDecoyRatio * mu, weakest * Self.leastDecoyStep)
    if let range = ranges.decoy {
      return (Swift.max(range.lowerBound, lo), Swift.min(range.upperBound, 0.99 * (mu - weakest)))
    }
    return (lo, Swift.max(lo, 0.99 * (mu - weakest)))
  }

  /// The settings at a point of the unit box.
  package func settings(at x: [Double]) -> AsymptoticSettings {
    var index = 0
    func next() -> Double {
      defer { index += 1 }
      return index < x.count ? Swift.min(1, Swift.max(0, x[index])) : 0
    }
    func between(_ range: (Double, Double)) -> Double {
      let t = next()
      guard range.0 > 0, range.1 > range.0 else { return range.0 }
      return Swift.min(range.1, range.0 * Double.exp(t * Double.log(range.1 / range.0)))
    }
    let mu = signal ?? between(signalRange())
    let nu = movesDecoy ? between(decoyRange(mu)) : (decoy ?? 0)
    return AsymptoticSettings(signal: mu, decoy: nu, weakest: weakest)
  }

  /// The maximisation of the asymptotic rate.
  package func problem(setup: Setup, options: AsymptoticOptions) -> SearchProblem {
    let space = self
    let variables = names.map { SearchVariable(name: $0, range: 0...1) }
    let starts = [[0.9, 0.5], [0.7, 0.1], [0.3, 0.5]].map { Array($0.prefix(variables.count)) }
    return SearchProblem(
      variables: variables, starts: variables.isEmpty ? [] : starts,
      objective: { x in
        let settings = space.settings(at: x)
        let e = AsymptoticAnalysis.evaluate(setup, settings, options)
        if e.rawRate > 0 { return e.rawRate }
        // Below zero: per detection, so that "send nothing" is no attraction.
        guard e.signal.gain > 0 else { return -10 }
        if e.unclippedYield <= 0 {
          let deficit = -e.unclippedYield / e.signal.gain
          return -1 - deficit / (1 + deficit)
        }
        return Swift.max(-1, e.rawRate / e.signal.gain)
      })
  }
}
