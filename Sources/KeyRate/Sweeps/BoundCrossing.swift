// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateOptimisation
import RealModule

/// Where a curve crosses the repeaterless bound.
///
/// A twin-field curve crosses it twice, up and down again just before its cut-off (tf sheet, section 4), so every
/// change of sign on the sweep's own grid is refined; nothing is assumed about how many there are.
package struct BoundCrossing: Sendable, Equatable {
  /// The direction along the swept quantity.
  package enum Direction: String, Sendable {
    /// The curve comes to lie above the bound.
    case rises = "rises above"
    /// It falls below it again.
    case falls = "falls below"
  }

  /// The column of the bound, for example `plob`.
  package let bound: String
  /// Which way.
  package let direction: Direction
  /// The swept value.
  package let value: Double
  /// The bound there, bits per pulse.
  package let ratePerPulse: Double

  /// How near the two sides of a crossing are brought, relative to the step of the grid.
  private static let tolerance = 1e-3
  private static let mostSteps = 14

  /// The crossings of one curve.
  ///
  /// - Parameters:
  ///   - points: the curve on the grid of the sweep.
  ///   - plan: the sweep, which gives the links between the grid's points.
  ///   - curve: which curve of it.
  ///   - options: the options of the searches between.
  /// - Throws: `DocumentErrors`, `InvariantViolation`, `CancellationError`.
  static func all(
    of points: [SweepRun.Point], plan: SweepPlan, curve: SweepPlan.Curve, options: OptimisationOptions
  ) throws -> [BoundCrossing] {
    // A crossing is printed to a thousandth of the step.
    var local = options
    local.relativeTolerance = Swift.max(options.relativeTolerance, 1e-7)
    var found: [BoundCrossing] = []
    intervals: for (a, b) in zip(points, points.dropFirst()) {
      guard let left = Side(a), let right = Side(b), left.isAbove != right.isAbove else { continue }
      let starts = [left, right].compactMap(\.optimum)
      var low = left
      var high = right
      for step in 0..<mostSteps where high.value - low.value > tolerance * (b.value - a.value) {
        try Task.checkCancellation()
        let x = low.guess(high, halving: step % 3 == 2)
        let link = try plan.link(curve, at: x)
        let evaluation = try evaluate(link, starts: starts, options: local)
        // Between such neighbours a crossing could only be guessed.
        guard let middle = Side(x, link, evaluation) else { continue intervals }
        if middle.isAbove == low.isAbove { low = middle } else { high = middle }
      }
      let above = low.isAbove ? low : high
      let x = low.crossing(high)
      found.append(
        BoundCrossing(
          bound: above.column, direction: left.isAbove ? .falls : .rises, value: x,
          ratePerPulse: low.bound + (high.bound - low.bound) * (x - low.value) / (high.value - low.value)))
    }
    return found
  }

  /// The link at a value between two of the grid, climbed to from its neighbours' optima.
  static func evaluate(
    _ link: LinkProblem, starts: [[Double]], options: OptimisationOptions
  ) throws -> LinkEvaluation {
    guard let search = link.search else { return try LinkEvaluation.of(link) }
    // The neighbours on the grid are good starts: climbing from them is enough.
    let usable = starts.filter { $0.count == search.variables.count }
    return try LinkEvaluation(link: link, found: MapSearch.climb(search, from: usable, options: options))
  }

  /// A curve and the bound at one value.
  private struct Side {
    let value: Double
    let column: String
    let rate: Double
    let bound: Double
    let optimum: [Double]?

    var isAbove: Bool { rate > bound }
    /// ln(rate/bound); nil without key.
    private var excess: Double? { rate > 0 && bound.isFinite ? Double.log(rate / bound) : nil }

    init?(_ point: SweepRun.Point) {
      guard let evaluation = try? point.outcome.get() else { return nil }
      self.init(point.value, point.link, evaluation)
    }

    init?(_ value: Double, _ link: LinkProblem, _ evaluation: LinkEvaluation) {
      guard let first = link.bounds.first, first.ratePerPulse > 0, let rate = evaluation.result.ratePerPulse else {
        return nil
      }
      self.value = value
      column = first.column
      self.rate = rate
      bound = first.ratePerPulse
      optimum = evaluation.optimisation?.point
    }

    /// The next value to try: where the logarithms would meet, or the middle.
    func guess(_ other: Side, halving: Bool) -> Double {
      let middle = value + (other.value - value) / 2
      guard !halving else { return middle }
      let x = crossing(other)
      // Not at an end already known.
      let margin = 0.02 * (other.value - value)
      return Swift.min(Swift.max(x, value + margin), other.value - margin)
    }

    /// Where straight lines through the logarithms meet; the middle if one side has no key.
    func crossing(_ other: Side) -> Double {
      guard let a = excess, let b = other.excess, (a < 0) != (b < 0) else { return value + (other.value - value) / 2 }
      return value + (other.value - value) * a / (a - b)
    }
  }
}
