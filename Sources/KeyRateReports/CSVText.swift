// SPDX-License-Identifier: GPL-3.0-or-later
extension Table {
  /// The table as comma-separated values (RFC 4180 with LF line ends), preceded by lines that start with `#`.
  ///
  /// First come the `header` lines, then one line per column with its unit and meaning, then the
  /// row of names, then the rows. Numbers are written so that they read back to the same value;
  /// infinities are `inf` and `-inf`, not-a-number is `nan`, an empty cell is empty. Text is
  /// quoted if it could be misread: with commas, quotation marks, line ends, a `#`, spaces at
  /// an end, or no characters at all. Line ends inside `header` start a new `#` line, so that no
  /// header text can pass for data.
  ///
  /// - Parameter header: what a reader must know of the file, such as program version and parameter hash.
  package func csv(header: [String] = []) -> String {
    var lines: [String] = []
    for entry in header {
      lines += CSVText.lines(of: entry).map { $0.isEmpty ? "#" : "# \($0)" }
    }
    for column in columns {
      let unit = column.unit.map { " [\($0)]" } ?? ""
      let text = CSVText.lines(of: "\(column.name)\(unit): \(column.meaning)").joined(separator: " ")
      lines.append("# column \(text)")
    }
    lines.append(columns.map { CSVText.field($0.name) }.joined(separator: ","))
    for row in rows {
      if row.count == 1, row.first == .empty {
        lines.append("\"\"")
      } else {
        lines.append(row.map(CSVText.field).joined(separator: ","))
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

/// How single fields of a CSV file are written.
enum CSVText {
  static func field(_ cell: Table.Cell) -> String {
    switch cell {
    case .number(let value): NumberText.shortest(value)
    case .integer(let value): String(value)
    case .text(let text): field(text)
    case .empty: ""
    }
  }

  static func field(_ text: String) -> String {
    // Scalars, because Swift sees "\r\n" as one character that equals neither of its halves.
    let scalars = text.unicodeScalars
    let special: Set<Unicode.Scalar> = [",", "\"", "\n", "\r", "#"]
    let edges: Set<Unicode.Scalar> = [" ", "\t"]
    let needsQuotes =
      scalars.isEmpty || scalars.contains(where: special.contains)
      || scalars.first.map(edges.contains) == true || scalars.last.map(edges.contains) == true
    guard needsQuotes else { return text }
    var result = "\""
    for scalar in scalars {
      if scalar == "\"" { result += "\"" }
      result.unicodeScalars.append(scalar)
    }
    return result + "\""
  }

  /// The text cut at every line end, including the Unicode ones.
  static func lines(of text: String) -> [String] {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
  }
}
