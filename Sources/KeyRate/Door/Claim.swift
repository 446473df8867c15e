// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments
import KeyRateEvidence
import KeyRateOptimisation
import KeyRateReading

/// A claimed key rate, as a file with `[claim]` states it.
public struct Claim: Sendable {
  private let inputs: ReportInputs

  /// Reads a claim and the files that it names.
  ///
  /// - Parameter path: the path of the claim, or `-` for standard input.
  /// - Throws: `DocumentErrors` or `DocumentError` for what is wrong with the files.
  public init(contentsOf path: String) throws { inputs = try ReportInputs.read(path) }

  /// A claim that names no files.
  ///
  /// - Parameters:
  ///   - text: the claim, in TOML.
  ///   - name: what messages and the report call it.
  public init(text: String, name: String = "claim.toml") {
    inputs = ReportInputs(claim: TextFile(name: name, text: text))
  }

  /// Examines the claim: whether it is possible at all, and under which assumptions.
  ///
  /// - Parameters:
  ///   - seed: the seed of the optimiser's random stage.
  ///   - runsSelfTest: whether the checkpoint tables are run for the record of the installation.
  /// - Throws: `DocumentErrors`, `DocumentError` or `InputError` for what is wrong with the files,
  ///   `InvariantViolation` if a result breaks the order of rates. What a claim leaves out is no error.
  public func validate(
    seed: UInt64 = OptimisationOptions().seed, runsSelfTest: Bool = true
  ) throws -> ClaimReport {
    ClaimReport(
      report: try EvidenceReport.make(
        inputs, options: ExaminationOptions(seed: seed, runsSelfTest: runsSelfTest), program: .current))
  }
}

/// The verdict about a claim with its evidence, once as JSON, as Markdown and as HTML.
public struct ClaimReport: Sendable {
  let report: EvidenceReport

  /// The verdict.
  public var verdict: Verdict { report.verdict }
  /// The verdict in a few lines.
  public var summary: String { report.summary }
  /// The report as JSON, from which everything can be computed anew; see ``ResultSchema``.
  public var json: String { report.document(installation: Installation.json).text }
  /// The same for people, as Markdown.
  public var markdown: String { report.markdown(document: report.document(installation: Installation.json)) }
  /// The same for people, as a self-contained page.
  public var html: String { report.html(document: report.document(installation: Installation.json)) }

  /// Writes `PATH.json`, `.md` and `.html`, all or none.
  ///
  /// - Returns: the paths.
  /// - Throws: `DocumentError` if a file cannot be written.
  @discardableResult public func write(to path: String) throws -> [String] {
    try FileWriting.write(report.files(at: path))
  }

  /// Computes a report anew from the files inside it.
  ///
  /// - Parameter json: a report, as ``json`` gives it.
  /// - Returns: every place at which the report does not say what is computed; empty if it is reproduced.
  /// - Throws: `DocumentError` for a text that is no report, and what ``Claim/validate(seed:runsSelfTest:)`` throws.
  public static func differences(in json: String) throws -> [String] {
    let found = try Verification.check(TextFile(name: "report", text: json), program: .current) { inputs, options in
      try EvidenceReport.make(inputs, options: options, program: .current)
    }
    return found.differences.map { "\($0.path): the report says \($0.recorded), computed \($0.recomputed)" }
  }
}
