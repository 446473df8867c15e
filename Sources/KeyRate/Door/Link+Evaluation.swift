// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments
import KeyRateOptimisation

extension Link {
  /// The key of this link, with its settings as they are given; those that are left out are optimised.
  ///
  /// - Throws: `DocumentErrors`, `DocumentError` or `InputError` for what is wrong with the description,
  ///   `InvariantViolation` if a result breaks the order of rates, `OptimisationError`, `CancellationError`.
  public func evaluate(_ options: OptimisationOptions = OptimisationOptions()) throws -> Evaluation {
    let file = try file()
    return try Refusal.saidPlainly { try Evaluation(file, .of(file.link(), options: options)) }
  }

  /// The key with the best settings. If the description gives them all, all are optimised and its own are compared
  /// with the best.
  ///
  /// - Throws: what ``evaluate(_:)`` throws.
  public func optimise(_ options: OptimisationOptions = OptimisationOptions()) throws -> Evaluation {
    let file = try file()
    return try Refusal.saidPlainly {
      let given = try file.link()
      if given.search != nil { return try Evaluation(file, .of(given, options: options)) }
      let open = try file.leavingSettingsOpen()
      return try Evaluation(open, .of(open.link(), options: options), given: .of(given))
    }
  }

  /// The key that the counts of a run certify.
  ///
  /// The description gives the settings of the run and its counts: ``Parameter/keyBasisDetections`` and what stands
  /// beside it, or the table `[counts]` of a file.
  ///
  /// - Throws: `DocumentErrors`, `DocumentError` or `InputError` for what is wrong with the description.
  public func analyse() throws -> RunAnalysis {
    let file = try file()
    return try Refusal.saidPlainly { RunAnalysis(file: file, run: try file.run(reading: .beside(path))) }
  }
}
