// SPDX-License-Identifier: GPL-3.0-or-later
/// Rows of numbers written in a string, one row in a line, with an optional word in front.
///
/// Expected values of more than double precision stand as two numbers whose sum they are.
package struct NumberTable: Sendable {
  /// One row.
  package struct Row: Sendable {
    /// The word in front; empty if there is none.
    package let name: String
    /// The numbers.
    package let values: [Double]
  }

  /// The rows in order.
  package let rows: [Row]

  /// Reads a table; a cell that is no number is an error of the test itself.
  package init(_ text: String) {
    rows = text.split(separator: "\n").map { line in
      let cells = line.split(separator: " ")
      let hasName = cells.first.map { Double($0) == nil } ?? false
      let values = cells.dropFirst(hasName ? 1 : 0).map { cell -> Double in
        guard let value = Double(cell) else { fatalError("not a number: \(cell) in \(line)") }
        return value
      }
      return Row(name: hasName ? String(cells[0]) : "", values: values)
    }
  }

  /// The rows with a name.
  package func named(_ name: String) -> [Row] { rows.filter { $0.name == name } }
}
