// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateText

extension Table {
  /// The table as comma-separated values (RFC 4180 with LF line ends), preceded by lines that start with `#`.
  ///
  /// First come the `header` lines, then one line per column with its unit and meaning, then the
  /// row of names, then the rows. Numbers are written so that they read back to the same value;
  /// infinities are `inf` and `-inf`, not-a-number is `nan`, an empty cell is empty. Text is
  /// quoted if it could be misread: with commas, quotation marks, line ends, a `#`, spaces at
  /// an end, or no characters at all. Text that a spreadsheet would take for a formula is quoted and begins with
  /// an apostrophe, which spreadsheets do not show. Control characters become U+FFFD. Line ends inside `header`
  /// start a new `#` line, so that no header text can pass for data.
  ///
  /// - Parameters:
  ///   - header: what a reader must know of the file, such as program version and parameter hash.
  ///   - isPlain: whether the lines that start with `#` are left out, for programs that know no remarks.
  package func csv(header: [String] = [], isPlain: Bool = false) -> String {
    var lines: [String] = []
    for entry in isPlain ? [] : header {
      lines += CSVText.lines(of: entry).map { $0.isEmpty ? "#" : "# \(CSVText.remark($0))" }
    }
    for column in isPlain ? [] : columns {
      let unit = column.unit.map { " [\($0)]" } ?? ""
      let text = CSVText.lines(of: "\(column.name)\(unit): \(column.meaning)").joined(separator: " ")
      lines.append("# column \(CSVText.remark(text))")
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
    let scalars = clean(text)
    let special: Set<Unicode.Scalar> = [",", "\"", "\n", "#"]
    let edges: Set<Unicode.Scalar> = [" ", "\t"]
    let isFormula = scalars.first.map(formulaSigns.contains) == true && !isNumber(text)
    let needsQuotes =
      isFormula || scalars.isEmpty || scalars.contains(where: special.contains)
      || scalars.first.map(edges.contains) == true || scalars.last.map(edges.contains) == true
    guard needsQuotes else { return String(scalars) }
    var result = isFormula ? "\"'" : "\""
    for scalar in scalars {
      if scalar == "\"" { result += "\"" }
      result.unicodeScalars.append(scalar)
    }
    return result + "\""
  }

  /// A line behind `#`. A spreadsheet splits it at commas all the same: what would be a formula in the cell that
  /// arises gets an apostrophe.
  static func remark(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    let separators: Set<Unicode.Scalar> = [",", ";", "\t"]
    for scalar in clean(text) {
      if formulaSigns.contains(scalar), let last = result.last, separators.contains(last) { result.append("'") }
      result.append(scalar)
    }
    return String(result)
  }

  /// With these a cell is a formula to a spreadsheet.
  private static let formulaSigns: Set<Unicode.Scalar> = [
    "=", "+", "-", "@", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
  ]

  private static func isNumber(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { "0123456789+-.eE".unicodeScalars.contains($0) } && Double(text) != nil
  }

  /// The text with line feeds only and without other control characters and reordering marks.
  private static func clean(_ text: String) -> String.UnicodeScalarView {
    guard text.unicodeScalars.contains(where: { $0.disturbsPage }) else { return text.unicodeScalars }
    var result = String.UnicodeScalarView()
    var last: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      if scalar == "\n", last == "\r" {
        // The pair is one line end, and stands already.
      } else if scalar == "\r" {
        result.append("\n")
      } else {
        result.append(scalar.disturbsPage ? "\u{FFFD}" : scalar)
      }
      last = scalar
    }
    return result
  }

  /// The text cut at every line end, including the Unicode ones.
  static func lines(of text: String) -> [String] {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
  }
}
