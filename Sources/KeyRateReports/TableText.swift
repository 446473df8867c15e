// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateText

extension Table {
  /// The table in columns of fixed width, for a terminal.
  ///
  /// Two header rows give names and units (the second is left out if there are none), then a
  /// rule, then the rows. Numbers are rounded and stand to the right, words to the left. Every
  /// character is taken to be one cell wide.
  ///
  /// - Parameter significantDigits: how many digits of a number are shown, at least 1.
  package func terminalText(significantDigits: Int = 6) -> String {
    let body = rows.map { row in row.map { Self.shown($0, digits: significantDigits) } }
    let units = columns.map { column in column.unit.map { "(\($0))" } ?? "" }
    var heads = [columns.map { Self.oneLine($0.name) }]
    if units.contains(where: { !$0.isEmpty }) { heads.append(units.map(Self.oneLine)) }

    let widths = columns.indices.map { index in
      (heads + body).map { $0[index].count }.max() ?? 0
    }
    let rightAligned = columns.indices.map { index in
      !rows.contains { row in
        if case .text = row[index] { true } else { false }
      }
    }
    func line(_ cells: [String]) -> String {
      var text = cells.indices.map { index in
        let padding = String(repeating: " ", count: max(0, widths[index] - cells[index].count))
        return rightAligned[index] ? padding + cells[index] : cells[index] + padding
      }.joined(separator: "  ")
      while text.last == " " { text.removeLast() }
      return text
    }
    let rule = widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ")
    return (heads.map(line) + [rule] + body.map(line)).joined(separator: "\n") + "\n"
  }

  private static func shown(_ cell: Cell, digits: Int) -> String {
    switch cell {
    case .number(let value): NumberText.significant(value, digits: digits)
    case .integer(let value): String(value)
    case .text(let text): oneLine(text)
    case .empty: ""
    }
  }

  /// The text without line ends and tabs, which would disturb the columns, and nothing that could disturb more.
  private static func oneLine(_ text: String) -> String {
    String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 }).printable
  }
}
