// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

/// What a sweep knows from an earlier run that did not finish, and what it hands on to a later one.
///
/// A sweep is a function of its problems and options, pass by pass; so an outcome that was found once need not be
/// searched for again, on whatever machine it was found.
package struct SweepMemory: Sendable {
  /// What a pass (from 1) had found at a point (from 0); nil if it is not known.
  let recall: @Sendable (_ pass: Int, _ index: Int) -> OptimisationResult?
  /// Called with everything that a pass has found, recalled or not, possibly from several threads at once.
  let keep: @Sendable (_ pass: Int, _ index: Int, _ outcome: SweepOutcome) -> Void
  /// Called when a recalled result is not what the problem gives here.
  let refuse: @Sendable (_ pass: Int, _ index: Int) -> Void

  /// Makes a memory.
  ///
  /// - Parameters:
  ///   - recall: what a pass (from 1) had found at a point (from 0); nil if it is not known. It is asked once per
  ///     pass and point, possibly from several threads at once.
  ///   - keep: called with everything that a pass has found, recalled or not, possibly from several threads at once.
  ///   - refuse: called when the objective does not have the recalled value at the recalled point, bit for bit: it
  ///     was found by another program or on a machine that rounds differently. The point is then searched anew.
  package init(
    recall: @escaping @Sendable (_ pass: Int, _ index: Int) -> OptimisationResult?,
    keep: @escaping @Sendable (_ pass: Int, _ index: Int, _ outcome: SweepOutcome) -> Void,
    refuse: @escaping @Sendable (_ pass: Int, _ index: Int) -> Void
  ) {
    self.recall = recall
    self.keep = keep
    self.refuse = refuse
  }

  /// The result of a pass at a point if it is known and holds here.
  func known(_ pass: Int, _ index: Int, _ problem: SearchProblem) -> OptimisationResult? {
    guard let result = recall(pass, index) else { return nil }
    guard result.isReproduced(by: problem) else {
      refuse(pass, index)
      return nil
    }
    return result
  }
}

extension OptimisationResult {
  /// Whether the counts in it are such as a search can have: a result may come from a file that anybody has written.
  package var isPlausible: Bool {
    (0...1_000_000_000_000).contains(evaluations) && starts.count <= 1_000_000
      && starts.allSatisfy { start in
        switch start.origin {
        case .given(let index), .continuation(let index): (0..<1_000_000_000).contains(index)
        case .global, .nearby, .centre: true
        }
      }
  }

  /// Whether a problem has this value at this point, bit for bit, inside its box.
  package func isReproduced(by problem: SearchProblem) -> Bool {
    guard point.count == problem.variables.count else { return false }
    if status == .noFiniteValue { return value == -.infinity }
    guard zip(problem.variables, point).allSatisfy({ $0.range.contains($1) }) else { return false }
    return problem.objective(point).bitPattern == value.bitPattern
  }
}
