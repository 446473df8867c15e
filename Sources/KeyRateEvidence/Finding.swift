// SPDX-License-Identifier: GPL-3.0-or-later
/// The outcome of one test of a claim against itself.
struct Finding: Sendable, Equatable {
  /// How a test came out.
  enum Outcome: String, Sendable, CaseIterable {
    /// Nothing is wrong.
    case passed
    /// Two things that the claim says cannot both be true, or one cannot be true at all.
    case violated
    /// It could be true, but somebody should show it: it stands in the way of support.
    case doubtful
    /// The claim does not say enough to test it.
    case notTested = "not tested"
  }

  /// A name for programs.
  let id: String
  /// What is tested.
  let test: String
  /// What was expected, and what the claim says; nil where numbers do not apply.
  let expected, observed: Double?
  /// The unit of both.
  let unit: String
  /// The difference in the measure of the test: standard deviations, or relative.
  let residual: Double?
  /// How it came out.
  let outcome: Outcome
  /// Why.
  let explanation: String

  init(
    _ id: String, _ test: String, expected: Double? = nil, observed: Double? = nil, unit: String = "",
    residual: Double? = nil, _ outcome: Outcome, _ explanation: String
  ) {
    self.id = id
    self.test = test
    self.expected = expected
    self.observed = observed
    self.unit = unit
    self.residual = residual
    self.outcome = outcome
    self.explanation = explanation
  }
}
