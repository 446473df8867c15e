// SPDX-License-Identifier: GPL-3.0-or-later
extension DelimitedText {
  /// The text of a cell.
  package func text(_ name: String, in row: Row) throws(DocumentError) -> String {
    try cell(name, in: row).text
  }

  /// A finite number.
  ///
  /// - Throws: ``DocumentError`` with the cell's line and column if it is none, or out of range.
  package func number(
    _ name: String, in row: Row, range: AllowedRange = .any
  ) throws(DocumentError) -> Double {
    try Self.number(cell(name, in: row), column: name, range: range)
  }

  /// A whole number, also as `1e10`.
  package func integer(_ name: String, in row: Row, range: AllowedRange = .any) throws(DocumentError) -> Int {
    let cell = try cell(name, in: row)
    let number = try Self.number(cell, column: name, range: range)
    guard let integer = NumberText.exactInteger(cell.text) else {
      let isLarge = abs(number) >= 9e18
      throw Self.error(cell, name, isLarge ? "is too large for a whole number" : "must be a whole number")
    }
    return integer
  }

  /// A whole column of numbers.
  ///
  /// - Throws: ``DocumentErrors`` with every cell that is none.
  package func numbers(_ name: String, range: AllowedRange = .any) throws(DocumentErrors) -> [Double] {
    let column: Int
    do {
      column = try self.column(name)
    } catch {
      // The same error in every row, and none if there are no rows.
      guard !rows.isEmpty else { return [] }
      throw DocumentErrors([error])
    }
    var values: [Double] = []
    var errors: [DocumentError] = []
    values.reserveCapacity(rows.count)
    for index in rows.indices {
      do {
        values.append(
          try Self.number(rows.text(index, column: column), column: name, range: range) {
            rows.cell(index, column: column)
          })
      } catch {
        errors.append(error)
      }
    }
    guard errors.isEmpty else { throw DocumentErrors(errors) }
    return values
  }

  /// The cell of a column.
  package func cell(_ name: String, in row: Row) throws(DocumentError) -> Cell {
    let column = try column(name)
    guard row.cells.indices.contains(column) else {
      throw DocumentError(position: row.position, path: name, problem: "this row belongs to another table")
    }
    return row.cells[column]
  }

  private static func number(_ cell: Cell, column: String, range: AllowedRange) throws(DocumentError) -> Double {
    try number(cell.text, column: column, range: range) { cell }
  }

  /// The number that a cell's text says; the cell itself is wanted for an error only.
  private static func number(_ text: String, column: String, range: AllowedRange, cell: () -> Cell)
    throws(DocumentError) -> Double
  {
    let value: Double
    switch NumberText.classifyCell(text) {
    case .real(let number): value = number
    case .integer(let integer): value = Double(integer)
    case .notFinite: throw error(cell(), column, "must be a finite number")
    case .tooLarge: throw error(cell(), column, "is too large for a number")
    case .tooSmall: throw error(cell(), column, "is too small for a number and would become 0")
    case .bool, .date, .unknown: throw error(cell(), column, "must be a number", hint: slip(text))
    }
    guard range.contains(value) else {
      let words = range.inWords ?? "a finite number"
      throw error(cell(), column, "must be \(words)", allowed: words)
    }
    return value
  }

  private static func error(
    _ cell: Cell, _ column: String, _ problem: String, allowed: String? = nil, hint: String? = nil
  ) -> DocumentError {
    let value = cell.text.isEmpty ? "(empty)" : cell.text
    return DocumentError(
      position: cell.position, path: column, value: value, problem: problem, allowed: allowed, hint: hint)
  }

  private static func slip(_ text: String) -> String? {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    if parts.count == 2, case .real = NumberText.classifyCell(parts.joined(separator: ".")) {
      return "decimal numbers are written with a point"
    }
    if parts.count > 2, case .real = NumberText.classifyCell(parts.joined()) {
      return "write large numbers without separators"
    }
    return nil
  }
}
