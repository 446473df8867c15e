// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments
import KeyRateReading

/// A claim file: who claims which key, with which protocol, over which link, and what each value rests on.
///
/// It is a parameter file with the keys of `[claim]`, `[[evidence]]`, `[[assumption]]` and `[[failure]]` beside
/// it, and the counts of a run if there are any.
package struct ClaimFile: Sendable {
  /// A value that cannot be, which was replaced by the nearest one that can: the most favourable to the claimant.
  package struct Correction: Sendable, Equatable {
    /// The key.
    package let key: String
    /// What the file gives.
    package let given: Double
    /// What the evaluation uses instead.
    package let used: Double
    /// Why the given value cannot be.
    package let reason: String
  }

  /// The document.
  package private(set) var table: DocumentTable
  /// The family of the protocol.
  package let family: ProtocolFamily
  /// The title.
  package let title: String
  /// Where the values come from.
  package let reference: String?
  /// Remarks.
  package let notes: [String]
  /// What is claimed.
  package let statement: ClaimStatement
  /// What the values rest on.
  package let evidence: [ClaimEvidence]
  /// What the claimant says about the proof's assumptions.
  package let assumptions: [ClaimedAssumption]
  /// The claimed failure budget.
  package let failures: [ClaimedFailure]
  /// Values that were replaced.
  package let corrections: [Correction]

  /// Reads a claim.
  ///
  /// - Parameters:
  ///   - text: the file's contents.
  ///   - fileName: its name for messages.
  /// - Throws: `DocumentErrors` or `DocumentError` with line and column. What a claim leaves out is no error.
  package init(text: String, fileName: String) throws {
    let table = try DocumentTable(parsing: text, fileName: fileName)
    let family = try ParameterFile.family(of: table)
    let corrections = Self.corrections(of: table)
    let stem = ParameterFile.stem(of: fileName)
    // Not every family has a gate: the table is asked, not the vocabulary.
    let stated = ClaimChange.number(at: DetectorKeys.gateS.path, in: table)
    let clock = ClaimChange.number(at: SourceKeys.repetitionRateHz.path, in: table)
    let gate = stated ?? clock.map { 1 / $0 }
    let parts = try DocumentReader.read(table, with: ClaimKeys.vocabulary(family)) { reader in
      return (
        title: reader.ifGiven(FileKeys.title) ?? stem, reference: reader.ifGiven(FileKeys.reference),
        notes: reader.ifGiven(FileKeys.notes) ?? [], statement: ClaimReading.statement(reader),
        evidence: ClaimReading.evidence(reader, gateSeconds: gate), assumptions: ClaimReading.assumptions(reader),
        failures: ClaimReading.failures(reader)
      )
    }
    self.table = table
    self.family = family
    self.corrections = corrections
    title = parts.title
    reference = parts.reference
    notes = parts.notes
    statement = parts.statement
    evidence = parts.evidence
    assumptions = parts.assumptions
    failures = parts.failures
  }

  /// The same claim with some keys left to their defaults.
  package init(_ claim: ClaimFile, leavingOut keys: [String]) {
    self = claim
    var table = claim.table
    for key in keys { table = table.removing(key) }
    self.table = table
  }

  /// Numbers outside what nature allows that flatter the claim: they are judged, not refused.
  private static func corrections(of table: DocumentTable) -> [Correction] {
    var list: [Correction] = []
    let efficiency = SecurityKeys.errorCorrectionEfficiency.path
    if let f = table[efficiency]?.number, f < 1, f > 0 {
      list.append(
        Correction(
          key: efficiency, given: f, used: 1,
          reason: "error correction cannot announce less than the entropy of the errors (Shannon's limit, f_EC = 1)"))
    }
    return list
  }

  /// Whether the claim comes with the counts of a run.
  package var hasCounts: Bool { table.leaves.contains { $0.path.hasPrefix("counts.") } }

  /// Whether the claimed analysis has a block of finite size.
  package var isFinite: Bool {
    switch table[SecurityKeys.analysis]?.text {
    case nil: family.traits.isFiniteByDefault(table)
    case "finite", "composable", "lgg2010", "york2021", "york2023": true
    default: false
    }
  }

  /// Keys that the file gives, with what it says of each.
  package struct Input: Sendable, Equatable {
    /// The key.
    package let key: String
    /// The value as written.
    package let value: String
    /// The number, if it is a single one.
    package let number: Double?
    /// The unit of the vocabulary.
    package let unit: String
    /// The meaning of the vocabulary.
    package let meaning: String
    /// What it rests on, if the claim says so.
    package let evidence: ClaimEvidence?
  }

  /// Every value of the link, the source, the devices and the security options, in the order of the file.
  package var inputs: [Input] {
    let vocabulary = ClaimKeys.vocabulary(family)
    return table.leaves.compactMap { path, value in
      guard let first = path.split(separator: ".").first,
        ["link", "source", "detector", "security", "acceptance"]
          .contains(first)
      else { return nil }
      let definition = vocabulary[path]
      return Input(
        key: path, value: value.source, number: value.number, unit: definition?.unit ?? "",
        meaning: definition?.meaning ?? "", evidence: evidence.first { $0.key == path })
    }
  }

  /// What the vocabulary says about a key: the unit, the meaning.
  package func meaning(of key: String) -> (unit: String, meaning: String) {
    let definition = ClaimKeys.vocabulary(family)[String(key.prefix { $0 != "[" })]
    return (definition?.unit ?? "", definition?.meaning ?? "")
  }
}
