// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateCalculations
import KeyRateDocuments
import KeyRateReports

extension EvidenceReport {
  /// Examines a claim and gathers the evidence.
  ///
  /// - Parameters:
  ///   - inputs: the claim and the files that it names.
  ///   - options: how it is examined.
  ///   - program: the program, as it names itself.
  /// - Throws: `DocumentErrors` and `DocumentError` for what is wrong with the files, `InputError`,
  ///   `InvariantViolation` and `OptimisationError` from the analyses. What a claim leaves out is no error.
  package static func make(
    _ inputs: ReportInputs, options: ExaminationOptions = ExaminationOptions(), program: ProgramIdentity
  ) throws -> EvidenceReport {
    let examination = try Examination(inputs, options: options)
    var sections = [
      examination.claimSection, examination.verdictSection, examination.missingSection, examination.ceilingSection,
      examination.optionsSection, examination.certifiedSection, examination.assumptionsSection,
      examination.budgetSection, examination.inequalitySection, examination.inputsSection, examination.boxSection,
      try examination.sensitivitySection(), examination.operatingSection, examination.consistencySection,
      examination.leakageSection, examination.readingsSection, examination.effectsSection, examination.traceSection,
    ]
    sections.append(try selfTestSection(options))
    sections.append(filesSection(inputs))
    return EvidenceReport(
      title: examination.claim.title, verdict: examination.verdict, sections: sections, inputs: inputs,
      options: options, program: program)
  }

  /// The record of the checkpoint tables, run now on this installation.
  private static func selfTestSection(_ options: ExaminationOptions) throws -> ReportSection {
    let files = EmbeddedFiles.checkpoints
    guard options.runsSelfTest else {
      return ReportSection(
        "self_test", "Self-test", text: ["Not run (--skip-selftest): this installation has not been qualified."])
    }
    var all = SelfTest.Report()
    var rows: [[ReportValue]] = []
    for file in files {
      let table = try CheckpointTable(text: file.text, fileName: file.name)
      let outcome = SelfTest.run(table.rows)
      rows.append([
        .text(file.name), .text(Fingerprint.sha256(file.text)), .integer(outcome.total), .integer(outcome.passed),
        .integer(outcome.failed.count),
      ])
      all.merge(outcome)
    }
    return ReportSection(
      "self_test", "Self-test",
      text: [
        all.failed.isEmpty
          ? "The checkpoint tables of the program were run on this installation: all rows came out as expected."
          : "The checkpoint tables of the program were run on this installation: rows failed. Do not rely on this report."
      ],
      fields: [
        ReportField("total", "Rows", .integer(all.total)), ReportField("passed", "Passed", .integer(all.passed)),
      ],
      tables: [
        ReportTable(
          "tables", "Tables",
          columns: [
            ("table", "Table"), ("sha256", "SHA-256"), ("rows", "Rows"), ("passed", "Passed"), ("failed", "Failed"),
          ], rows: rows)
      ])
  }

  private static func filesSection(_ inputs: ReportInputs) -> ReportSection {
    ReportSection(
      "files", "Files",
      text: ["The files are embedded in the JSON report; `keyrate verify` computes everything from them anew."],
      tables: [
        ReportTable(
          "files", "Files", columns: [("name", "Name"), ("sha256", "SHA-256")],
          rows: ([inputs.claim] + inputs.files).map { [.text($0.name), .text(Fingerprint.sha256($0.text))] })
      ])
  }
}
