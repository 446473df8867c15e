// SPDX-License-Identifier: GPL-3.0-or-later
/// Named columns and rows of cells: the data behind a figure, and what a report writes as CSV.
package struct Table: Sendable, Equatable {
  /// What stands in one column.
  package struct Column: Sendable, Equatable {
    /// The name in the header row, for example `rate_per_pulse`; unique in its table.
    package var name: String
    /// The unit, for example `km`; nil for text and for pure numbers.
    package var unit: String?
    /// What the numbers mean, in words, including the direction if they are bounds.
    package var meaning: String

    /// Makes a column.
    package init(_ name: String, unit: String? = nil, meaning: String) {
      self.name = name
      self.unit = unit
      self.meaning = meaning
    }
  }

  /// One entry of a row.
  package enum Cell: Sendable, Equatable {
    /// A number; it may be infinite or not a number.
    case number(Double)
    /// A whole number, such as a count.
    case integer(Int)
    /// Words, such as a status or a reason.
    case text(String)
    /// Nothing known.
    case empty

    /// The value of a number or whole number, nil for text and empty cells.
    package var value: Double? {
      switch self {
      case .number(let value): value
      case .integer(let value): Double(value)
      case .text, .empty: nil
      }
    }
  }

  /// What the rows consist of, from left to right.
  package let columns: [Column]
  /// The rows, each with as many cells as there are columns.
  package private(set) var rows: [[Cell]] = []

  /// Makes an empty table.
  ///
  /// - Throws: ``TableError`` if there is no column, or if a name is empty or used twice.
  package init(columns: [Column]) throws(TableError) {
    guard !columns.isEmpty else { throw .noColumns }
    var names: Set<String> = []
    for column in columns {
      guard !column.name.isEmpty else { throw .namelessColumn }
      guard names.insert(column.name).inserted else { throw .repeatedColumn(column.name) }
    }
    self.columns = columns
  }

  /// Adds a row at the end.
  ///
  /// - Throws: ``TableError/wrongCellCount(row:expected:got:)`` if cells are missing or superfluous.
  package mutating func append(_ row: [Cell]) throws(TableError) {
    guard row.count == columns.count else {
      throw .wrongCellCount(row: rows.count, expected: columns.count, got: row.count)
    }
    rows.append(row)
  }

  /// Where the column with this name stands.
  ///
  /// - Throws: ``TableError/unknownColumn(_:known:)``
  package func index(of name: String) throws(TableError) -> Int {
    guard let index = columns.firstIndex(where: { $0.name == name }) else {
      throw .unknownColumn(name, known: columns.map(\.name))
    }
    return index
  }

  /// The numbers of one column; cells without a number give not-a-number.
  ///
  /// - Throws: ``TableError/unknownColumn(_:known:)``
  package func numbers(in name: String) throws(TableError) -> [Double] {
    let index = try index(of: name)
    return rows.map { $0[index].value ?? .nan }
  }
}

/// Why a table could not be made or read.
package enum TableError: Error, Equatable, CustomStringConvertible {
  /// A table must have at least one column.
  case noColumns
  /// A column has an empty name.
  case namelessColumn
  /// Two columns have the same name.
  case repeatedColumn(String)
  /// A row does not fit the columns; rows count from zero.
  case wrongCellCount(row: Int, expected: Int, got: Int)
  /// No column has this name.
  case unknownColumn(String, known: [String])
  /// The rows asked for are not all in the table.
  case rowsOutside(Range<Int>, count: Int)

  /// The error in words.
  package var description: String {
    switch self {
    case .noColumns: "a table needs at least one column"
    case .namelessColumn: "a column of the table has an empty name"
    case .repeatedColumn(let name): "two columns of the table are called \"\(name)\""
    case .wrongCellCount(let row, let expected, let got):
      "row \(row) of the table has \(got) cells, but there are \(expected) columns"
    case .unknownColumn(let name, let known):
      "the table has no column \"\(name)\"; its columns are \(known.joined(separator: ", "))"
    case .rowsOutside(let rows, let count):
      "rows \(rows.lowerBound)..<\(rows.upperBound) are asked for, but the table has \(count) rows"
    }
  }
}
