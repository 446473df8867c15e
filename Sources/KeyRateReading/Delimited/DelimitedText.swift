// SPDX-License-Identifier: GPL-3.0-or-later
/// A table of comma-separated values with a header row, in which every cell knows its line and
/// column.
///
/// Quoting follows RFC 4180. Lines that begin with `#` and blank lines are skipped; spaces around
/// unquoted cells do not count. Every row has as many cells as the header.
///
///     let table = try DelimitedText(parsing: text, fileName: "counts.csv")
///     for row in table.rows { try table.number("sifted", in: row) }
package struct DelimitedText: Sendable {
  /// One cell with its place.
  package struct Cell: Sendable, Hashable {
    /// The text, without quotes and outer spaces.
    package let text: String
    /// Where the cell begins.
    package let position: SourcePosition
  }

  /// One row below the header.
  package struct Row: Sendable, Hashable {
    /// The cells in the order of the columns.
    package let cells: [Cell]
    /// The line on which the row begins.
    package let position: SourcePosition
  }

  /// Texts longer than this are refused.
  package static let maximumLength = 64 << 20

  /// The name of the file.
  package let fileName: String
  /// The names of the columns, in the order of the file.
  package let columns: [String]
  /// The rows below the header.
  package let rows: [Row]
  private let indexByName: [String: Int]

  /// Reads a table.
  ///
  /// - Throws: ``DocumentErrors`` with line and column.
  package init(parsing text: String, fileName: String) throws(DocumentErrors) {
    do {
      var scanner = try DelimitedScanner(text, fileName: fileName)
      try self.init(scanner.scanRows(), fileName: fileName)
    } catch let error as DocumentErrors {
      throw error
    } catch let error as DocumentError {
      throw DocumentErrors([error])
    } catch {
      throw DocumentErrors([DocumentError(position: SourcePosition(file: fileName), problem: "cannot be read")])
    }
  }

  private init(_ all: [Row], fileName: String) throws(DocumentErrors) {
    self.fileName = fileName
    guard let header = all.first else {
      throw DocumentErrors([
        DocumentError(position: SourcePosition(file: fileName), problem: "has no header row with the columns' names")
      ])
    }
    var errors: [DocumentError] = []
    var index: [String: Int] = [:]
    if header.cells.count == 1, let cell = header.cells.first, let hint = Self.separatorHint(cell.text) {
      throw DocumentErrors([
        DocumentError(position: cell.position, problem: "the columns are not separated by commas", hint: hint)
      ])
    }
    for (column, cell) in header.cells.enumerated() {
      if cell.text.isEmpty {
        errors.append(DocumentError(position: cell.position, problem: "column \(column + 1) has no name"))
      } else if index[cell.text] != nil {
        errors.append(DocumentError(position: cell.position, path: cell.text, problem: "is the name of two columns"))
      } else {
        index[cell.text] = column
      }
    }
    for row in all.dropFirst() where row.cells.count != header.cells.count {
      errors.append(Self.ragged(row, expected: header.cells.count))
    }
    guard errors.isEmpty else { throw DocumentErrors(errors) }
    columns = header.cells.map(\.text)
    rows = Array(all.dropFirst())
    indexByName = index
  }

  /// The place of a column in each row.
  ///
  /// - Throws: ``DocumentError`` with the nearest name if there is no such column.
  package func column(_ name: String) throws(DocumentError) -> Int {
    if let column = indexByName[name] { return column }
    let hint = NearestName.nearest(to: name, among: columns).map { "did you mean \($0)?" }
    throw DocumentError(
      position: SourcePosition(file: fileName),
      problem: "has no column \(name), only \(columns.joined(separator: ", "))",
      hint: hint)
  }

  /// Whether there is a column of this name.
  package func hasColumn(_ name: String) -> Bool { indexByName[name] != nil }

  /// A row with too few or too many cells.
  private static func ragged(_ row: Row, expected: Int) -> DocumentError {
    let count = row.cells.count
    var hint: String?
    if count == 1, let cell = row.cells.first, let separator = separatorHint(cell.text) {
      hint = separator
    } else if count > expected,
      row.cells.contains(where: { $0.text.utf8.first.map(NumberText.isDigit) ?? false })
    {
      hint = "decimal numbers are written with a point, texts with commas in quotes"
    }
    return DocumentError(
      position: row.position, problem: "has \(count) cell\(count == 1 ? "" : "s"), the header has \(expected)",
      hint: hint)
  }

  private static func separatorHint(_ text: String) -> String? {
    let name = text.contains(";") ? "semicolons" : text.contains("\t") ? "tabs" : nil
    return name.map { "it seems to use \($0): save with commas between columns and points in decimal numbers" }
  }
}
