// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateOptimisation

/// A file at one point, with its settings written down: what is moved around it moves alone.
struct OperatingPoint: Sendable {
  /// The file as it is, with what it leaves open.
  let open: LinkVariant
  /// The same with the settings fixed.
  let fixed: LinkVariant
  /// The result, with the settings that were given or found.
  let evaluation: LinkEvaluation

  /// The point of a file or of one of its curves.
  ///
  /// - Throws: `DocumentErrors`, `InvariantViolation`, `OptimisationError`, `CancellationError`.
  init(_ variant: LinkVariant, options: OptimisationOptions) throws {
    let link = try variant.link()
    let evaluation = try LinkEvaluation.of(link, options: options)
    open = variant
    guard evaluation.optimisation != nil else {
      fixed = variant
      self.evaluation = evaluation
      return
    }
    fixed = try variant.fixing(evaluation.settings)
    let again = try fixed.link()
    guard again.search == nil else {
      let names = again.search?.variables.map(\.name).joined(separator: ", ") ?? ""
      throw DocumentError(
        problem: "the settings found for this file cannot be written down: \(names) would stay open",
        hint: "give the settings in the file")
    }
    self.evaluation = LinkEvaluation(
      link: link, result: try again.evaluate([]), settings: evaluation.settings, optimisation: evaluation.optimisation)
  }

  /// The result with some numbers moved and the settings held.
  func moved(_ moves: [LinkVariant.Move], origin: String = "reach") throws -> LinkEvaluation {
    try LinkEvaluation.of(fixed.link(moves, origin: origin))
  }
}
