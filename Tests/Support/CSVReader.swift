// SPDX-License-Identifier: GPL-3.0-or-later
/// A CSV file as a spreadsheet opens it: every line is cut at commas, the remarks too.
package enum CSVReader {
  /// The cells, row by row, without the quotes; whether they had any.
  package static func rows(_ text: String) -> [[(text: String, wasQuoted: Bool)]] {
    var rows: [[(text: String, wasQuoted: Bool)]] = []
    var row: [(text: String, wasQuoted: Bool)] = []
    var cell = String.UnicodeScalarView()
    var wasQuoted = false
    var isInside = false
    var rest = Array(text.unicodeScalars)[...]
    while let scalar = rest.popFirst() {
      if isInside {
        if scalar == "\"" {
          if rest.first == "\"" {
            rest.removeFirst()
            cell.append(scalar)
          } else {
            isInside = false
          }
        } else {
          cell.append(scalar)
        }
      } else if scalar == "\"", cell.isEmpty {
        isInside = true
        wasQuoted = true
      } else if scalar == "," || scalar == "\n" {
        row.append((String(cell), wasQuoted))
        cell = String.UnicodeScalarView()
        wasQuoted = false
        if scalar == "\n" {
          rows.append(row)
          row = []
        }
      } else {
        cell.append(scalar)
      }
    }
    if !cell.isEmpty || !row.isEmpty { rows.append(row + [(String(cell), wasQuoted)]) }
    return rows
  }

  /// Whether a spreadsheet computes a cell.
  package static func isFormula(_ cell: String) -> Bool {
    guard let first = cell.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) else { return false }
    return Double(cell) == nil
  }
}
