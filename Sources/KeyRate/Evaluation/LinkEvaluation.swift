// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateOptimisation
import KeyRateSecurity

/// A link with its result: the settings that were given or found, and the evidence for those found.
package struct LinkEvaluation: Sendable {
  /// The link.
  package let link: LinkProblem
  /// The result.
  package let result: SecretKeyRate
  /// The settings.
  package let settings: [LinkProblem.SettingColumn]
  /// The search behind the open settings; nil if every setting was given.
  package let optimisation: OptimisationResult?
  /// Whether the result keeps only those quantities of its trace that tables show.
  private var isLean = false

  /// Secret bits per second; nil if the pulse rate or the rate per pulse is unknown.
  package var bitsPerSecond: Double? {
    guard let clock = link.repetitionRateHz, let rate = result.ratePerPulse else { return nil }
    return clock * rate
  }

  /// Evaluates a link, optimising what its file leaves open.
  ///
  /// - Throws: `InputError`, `InvariantViolation`, `OptimisationError`, `CancellationError`.
  package static func of(_ link: LinkProblem, options: OptimisationOptions = OptimisationOptions()) throws
    -> LinkEvaluation
  {
    guard let search = link.search else {
      return LinkEvaluation(link: link, result: try link.evaluate([]), settings: link.settings([]), optimisation: nil)
    }
    return try LinkEvaluation(link: link, found: Optimiser.maximise(search, options: options))
  }

  /// Takes over what a search found.
  init(link: LinkProblem, found: OptimisationResult) throws {
    self.link = link
    result = try link.evaluate(found.point)
    settings = link.settings(found.point)
    optimisation = found
  }

  /// The same with only those quantities of the trace that tables show. A sweep has thousands of points, and a trace
  /// is a hundred times as large as everything else that is known of one.
  var lean: LinkEvaluation {
    let shown = Set(link.diagnostics.map(\.quantity.symbol))
    var result = result
    var seen: Set<String> = []
    result.trace = result.trace.filter { shown.contains($0.symbol) && seen.insert($0.symbol).inserted }
    var lean = LinkEvaluation(link: link, result: result, settings: settings, optimisation: optimisation)
    lean.isLean = true
    return lean
  }

  /// The same with its whole trace, for which it is evaluated again at its settings if it kept none.
  ///
  /// - Throws: what the evaluation throws; it did not when this result was made.
  func traced() throws -> LinkEvaluation {
    guard isLean else { return self }
    let result = try link.evaluate(optimisation?.point ?? [])
    return LinkEvaluation(link: link, result: result, settings: settings, optimisation: optimisation)
  }

  init(
    link: LinkProblem, result: SecretKeyRate, settings: [LinkProblem.SettingColumn], optimisation: OptimisationResult?
  ) {
    self.link = link
    self.result = result
    self.settings = settings
    self.optimisation = optimisation
  }
}
