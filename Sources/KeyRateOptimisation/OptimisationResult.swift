// SPDX-License-Identifier: GPL-3.0-or-later
/// The best point that a search found, with the evidence for it.
///
/// What is guaranteed: ``value`` is the objective at ``point``, the largest of all finite values seen,
/// and the point lies inside the box. What is not: that no better point exists. A search without
/// derivatives or bounds cannot prove that; ``spread``, ``agreeing`` and ``starts`` say how far its
/// starts agree, which is evidence and not proof.
public struct OptimisationResult: Sendable, Equatable, Codable {
  /// How a search ended.
  public enum Status: String, Sendable, Equatable, CaseIterable, Codable {
    /// The last restart no longer improved the value.
    case converged
    /// The limit of calls was reached first; the point is the best so far.
    case evaluationLimit = "evaluation-limit"
    /// The restarts still improved the value when their number was used up.
    case stillImproving = "still-improving"
    /// No variable can move; the objective was evaluated once.
    case nothingToOptimise = "nothing-to-optimise"
    /// The objective was finite nowhere; the value is minus infinity and the point is of no use.
    case noFiniteValue = "no-finite-value"
  }

  /// Where a start came from.
  package enum Origin: Sendable, Equatable, Codable, CustomStringConvertible {
    /// The problem's own start at this position.
    case given(Int)
    /// The optimum of a neighbouring problem, at this position in the caller's list; in a sweep,
    /// at this point of the sweep.
    case continuation(Int)
    /// A point that the seeded global stage found.
    case global
    /// A random point near the best one that was known when it was chosen.
    case nearby
    /// The middle of the box.
    case centre

    /// A short name, counting from 1.
    package var description: String {
      switch self {
      case .given(let index): "given start \(index + 1)"
      case .continuation(let index): "continuation from point \(index + 1)"
      case .global: "global stage"
      case .nearby: "vicinity of the best point"
      case .centre: "centre of the box"
      }
    }
  }

  /// One start and what became of it.
  package struct Start: Sendable, Equatable, Codable {
    /// Where it came from.
    package let origin: Origin
    /// The point, clipped into the box.
    package let point: [Double]
    /// The objective there; nil if it was not finite.
    package let initialValue: Double?
    /// The local optimum reached from there; nil if the start was not polished: another start was
    /// practically the same point, it has no finite value, or the calls were used up.
    package let reachedValue: Double?
  }

  /// A variable that ended on a side of its box.
  public struct ActiveBound: Sendable, Equatable, Codable, CustomStringConvertible {
    /// One end of a range.
    package enum End: String, Sendable, Equatable, Codable {
      /// The smallest allowed value.
      case lower
      /// The largest allowed value.
      case upper
    }
    /// The name of the variable.
    package let variable: String
    /// Which end it is at.
    package let end: End

    /// For example `signal intensity at its upper bound`.
    public var description: String { "\(variable) at its \(end.rawValue) bound" }
  }

  /// The best point, in the order of the problem's variables.
  package let point: [Double]
  /// The objective at ``point``; minus infinity for ``Status-swift.enum/noFiniteValue``.
  public let value: Double
  /// How the search ended.
  public let status: Status
  /// The number of calls of the objective.
  public let evaluations: Int
  /// Every start in the order in which it was considered.
  package let starts: [Start]
  /// The variables that ended on a bound; those that cannot move are not listed.
  public let activeBounds: [ActiveBound]
  /// The seed of the global stage.
  public let seed: UInt64

  /// The status in words.
  public var message: String {
    switch status {
    case .converged: "converged: the last restart no longer improved the value"
    case .evaluationLimit: "stopped at the limit of evaluations: the point is the best so far"
    case .stillImproving: "stopped while restarts still improved the value: the point is the best so far"
    case .nothingToOptimise: "nothing to optimise: no variable can move"
    case .noFiniteValue: "the objective was finite nowhere"
    }
  }
}
