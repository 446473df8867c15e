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

  /// The rows below the header; each is put together when it is asked for.
  package struct Rows: RandomAccessCollection, Sendable {
    fileprivate let all: DelimitedCells

    package var startIndex: Int { 0 }
    package var endIndex: Int { all.rowCount - 1 }

    package subscript(index: Int) -> Row {
      let row = index + 1
      let cells = (0..<all.cellCount(row)).map { Cell(text: all.text(row, $0), position: all.position(row, $0)) }
      return Row(cells: cells, position: all.position(ofRow: row))
    }

    /// The text of one cell alone.
    func text(_ index: Int, column: Int) -> String { all.text(index + 1, column) }

    /// One cell alone.
    func cell(_ index: Int, column: Int) -> Cell {
      Cell(text: all.text(index + 1, column), position: all.position(index + 1, column))
    }
  }

  /// Texts longer than this are refused.
  package static let maximumLength = 64 << 20

  /// The name of the file.
  package let fileName: String
  /// The names of the columns, in the order of the file.
  package let columns: [String]
  /// The rows below the header.
  package let rows: Rows
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

  private init(_ all: DelimitedCells, fileName: String) throws(DocumentErrors) {
    self.fileName = fileName
    guard all.rowCount > 0 else {
      throw DocumentErrors([
        DocumentError(position: SourcePosition(file: fileName), problem: "has no header row with the columns' names")
      ])
    }
    var errors: [DocumentError] = []
    var index: [String: Int] = [:]
    let names = (0..<all.cellCount(0)).map { all.text(0, $0) }
    if names.count == 1, let hint = Self.separatorHint(names[0]) {
      throw DocumentErrors([
        DocumentError(
          position: all.position(0, 0), problem: "the columns are not separated by commas", hint: hint)
      ])
    }
    for (column, name) in names.enumerated() {
      if name.isEmpty {
        errors.append(
          DocumentError(position: all.position(0, column), problem: "column \(column + 1) has no name"))
      } else if index[name] != nil {
        errors.append(
          DocumentError(position: all.position(0, column), path: name, problem: "is the name of two columns"))
      } else {
        index[name] = column
      }
    }
    let rows = Rows(all: all)
    for row in 1..<max(1, all.rowCount) where all.cellCount(row) != names.count {
      errors.append(Self.ragged(rows[row - 1], expected: names.count))
    }
    guard errors.isEmpty else { throw DocumentErrors(errors) }
    columns = names
    self.rows = rows
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
