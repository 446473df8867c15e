// SPDX-License-Identifier: GPL-3.0-or-later
/// One quantity that an optimiser may move, inside a closed box.
package struct SearchVariable: Sendable, Equatable {
  /// How the optimiser should measure steps in this variable.
  package enum Scale: Sendable, Equatable {
    /// Steps are differences.
    case linear
    /// Steps are ratios; the range must be positive.
    case logarithmic
  }

  /// The name under which active bounds are reported, for example `signal intensity`.
  package let name: String
  /// The allowed values, ends included.
  package let range: ClosedRange<Double>
  /// The measure of steps.
  package let scale: Scale

  /// Makes a variable.
  package init(name: String, range: ClosedRange<Double>, scale: Scale = .linear) {
    self.name = name
    self.range = range
    self.scale = scale
  }
}

/// A maximisation over a box, as a protocol family hands it to the optimiser.
///
/// The families describe what may move and how good a point is; the search strategy is the
/// same for all of them and lives in `KeyRateOptimisation`.
package struct SearchProblem: Sendable {
  /// The variables, in the order of the vectors given to the objective.
  package let variables: [SearchVariable]
  /// Points worth starting from; they are clipped into the box by the optimiser.
  package let starts: [[Double]]
  /// The quantity to maximise.
  ///
  /// It must be signed: below zero it goes on measuring how far a point is from giving key,
  /// so that there is no plateau (bb84 sheet, section 7). A value that is not finite marks a
  /// point that cannot be evaluated.
  package let objective: @Sendable ([Double]) -> Double

  /// Makes a problem.
  package init(
    variables: [SearchVariable], starts: [[Double]], objective: @escaping @Sendable ([Double]) -> Double
  ) {
    self.variables = variables
    self.starts = starts
    self.objective = objective
  }
}
