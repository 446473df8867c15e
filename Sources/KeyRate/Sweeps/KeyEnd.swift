// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments
import KeyRateOptimisation
import KeyRateReading
import KeyRateSecurity
import RealModule

/// Where the key of a curve ends or begins, between two values of the sweep's own grid.
///
/// A curve that were drawn down from its last value on the grid would show a cut-off that is that of the grid. Values
/// are tried between, so that the curve ends where its key does.
package struct KeyEnd: Sendable {
  /// The direction along the swept quantity.
  package enum Direction: String, Sendable {
    /// There is no key beyond.
    case ends
    /// There is none before.
    case begins
  }

  /// A value that was tried and has a key.
  package struct Point: Sendable {
    /// The swept value.
    package let value: Double
    /// Secret bits per pulse.
    package let ratePerPulse: Double
    /// Secret bits per second; nil without a clock.
    package let bitsPerSecond: Double?
    /// The length of the key; nil for rates of infinite data.
    package let lengthBits: Double?
  }

  /// Which way.
  package let direction: Direction
  /// The outermost value with a key.
  package let value: Double
  /// The innermost value without.
  package let beyond: Double
  /// The values with a key that were tried between those of the grid, in rising order.
  package let points: [Point]

  /// Halvings of a step of the grid: an end is known to a hundredth of it.
  private static let halvings = 7

  /// The ends of one curve.
  ///
  /// - Parameters:
  ///   - points: the curve on the grid of the sweep.
  ///   - plan: the sweep, which gives the links between the grid's points.
  ///   - curve: which curve of it.
  ///   - options: the options of the searches between.
  /// - Throws: `DocumentErrors`, `InvariantViolation`, `CancellationError`.
  static func all(
    of points: [SweepRun.Point], plan: SweepPlan, curve: SweepPlan.Curve, options: OptimisationOptions
  ) throws -> [KeyEnd] {
    var local = options
    local.relativeTolerance = Swift.max(options.relativeTolerance, 1e-7)
    var ends: [KeyEnd] = []
    for (a, b) in zip(points, points.dropFirst()) {
      guard let left = try? a.outcome.get(), let right = try? b.outcome.get() else { continue }
      let hasLeft = Self.hasKey(left)
      guard hasLeft != Self.hasKey(right) else { continue }
      var inside = (value: hasLeft ? a.value : b.value, evaluation: hasLeft ? left : right)
      var outside = hasLeft ? b.value : a.value
      var tried: [Point] = []
      for _ in 0..<halvings {
        try Task.checkCancellation()
        let middle =
          plan.isLogarithmic && a.value > 0
          ? (inside.value * outside).squareRoot() : inside.value + (outside - inside.value) / 2
        let starts = [inside.evaluation, left, right].compactMap { $0.optimisation?.point }
        let link = try plan.link(curve, at: middle)
        let evaluation: LinkEvaluation
        do {
          evaluation = try BoundCrossing.evaluate(link, starts: starts, options: local)
        } catch is InputError {
          // One value that cannot be evaluated leaves the end where it is known.
          break
        }
        if Self.hasKey(evaluation), let point = Point(middle, evaluation) {
          inside = (middle, evaluation)
          tried.append(point)
        } else {
          outside = middle
        }
      }
      ends.append(
        KeyEnd(
          direction: hasLeft ? .ends : .begins, value: inside.value, beyond: outside,
          points: tried.sorted { $0.value < $1.value }))
    }
    return ends
  }

  private static func hasKey(_ evaluation: LinkEvaluation) -> Bool { (evaluation.result.ratePerPulse ?? 0) > 0 }

  /// The end in words, for the head of a table.
  ///
  /// - Parameter variable: the swept key.
  func words(_ variable: String) -> String {
    "key \(direction.rawValue) at \(variable) = \(ResultText.number(value)), none at \(ResultText.number(beyond))"
  }
}

extension KeyEnd.Point {
  /// The rate in the unit of a figure; not a number where the link has none in it.
  func rate(in unit: SweepPlan.Unit) -> Double {
    switch unit {
    case .perPulse: ratePerPulse
    case .perSecond: bitsPerSecond ?? .nan
    case .bits: lengthBits ?? .nan
    }
  }

  fileprivate init?(_ value: Double, _ evaluation: LinkEvaluation) {
    guard let rate = evaluation.result.ratePerPulse else { return nil }
    self.value = value
    ratePerPulse = rate
    bitsPerSecond = evaluation.bitsPerSecond
    lengthBits = evaluation.result.lengthBits
  }
}
