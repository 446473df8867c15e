// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading

/// A checkpoint table: CSV with the columns id, calculation, inputs, quantity, expected, rtol, check,
/// provenance.
package struct CheckpointTable: Sendable {
  /// The name of the table.
  package let name: String
  /// Its rows.
  package let rows: [CheckpointRow]

  /// Reads a table.
  ///
  /// - Throws: `DocumentErrors` or `DocumentError` with line and column.
  package init(text: String, fileName: String) throws {
    let table = try DelimitedText(parsing: text, fileName: fileName)
    name = fileName
    rows = try table.rows.map { row in
      let word = try table.cell("check", in: row)
      guard let check = CheckpointRow.Check(rawValue: word.text) else {
        throw DocumentError(
          position: word.position, path: "check", value: word.text,
          problem: "must be one of \(CheckpointRow.Check.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      let tolerance = try table.cell("rtol", in: row)
      return CheckpointRow(
        id: try table.text("id", in: row), calculation: try table.text("calculation", in: row),
        inputs: try table.text("inputs", in: row), quantity: try table.text("quantity", in: row),
        expected: try table.text("expected", in: row),
        relativeTolerance: tolerance.text.isEmpty ? 0 : try table.number("rtol", in: row, range: .nonNegative),
        check: check, provenance: table.hasColumn("provenance") ? try table.text("provenance", in: row) : "")
    }
  }

  /// The tables that the program carries.
  ///
  /// - Throws: `DocumentErrors` if the program was built from a damaged table.
  package static func shipped() throws -> [CheckpointTable] {
    try EmbeddedFiles.checkpoints.map { try CheckpointTable(text: $0.text, fileName: $0.name) }
  }
}
