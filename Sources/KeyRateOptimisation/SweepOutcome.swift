// SPDX-License-Identifier: GPL-3.0-or-later
/// What became of one point of a sweep.
package enum SweepOutcome: Sendable {
  /// The optimum of the point.
  case optimised(OptimisationResult)
  /// The point has no search problem; whoever asked evaluates it.
  case nothingToOptimise
  /// The problem could not be made or searched, for this reason. The other points are not affected.
  case failed(any Error)

  /// The optimum, if there is one.
  package var result: OptimisationResult? {
    if case .optimised(let result) = self { return result }
    return nil
  }
}

/// How far a sweep has come.
package struct SweepProgress: Sendable, Equatable {
  /// The pass, counting from 1.
  package let pass: Int
  /// The points of this pass that are done.
  package let completed: Int
  /// The points of this pass.
  package let total: Int
}
