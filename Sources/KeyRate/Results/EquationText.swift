// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments
import KeyRateReading
import KeyRateReports

/// What the formula sheets in the program say of equations.
package enum EquationText {
  /// An equation as its sheet has it, and the quantities that it gives.
  ///
  /// - Parameter name: such as `BB-31`; `bb31` is understood.
  /// - Throws: `DocumentError` if no sheet has it, with the nearest that some sheet has.
  package static func of(_ name: String) throws -> String {
    let sheets = FormulaSheet.shipped
    guard let id = EquationId(name), let passage = sheets.lazy.compactMap({ $0.passage(id) }).first else {
      throw unknown(name, sheets)
    }
    var lines = ["\(id)  \(passage.headings.last ?? passage.sheet)"]
    lines.append("  " + ([passage.sheet] + passage.headings.dropLast()).joined(separator: ", "))
    lines.append("")
    lines += passage.lines.filter { !$0.hasPrefix("```") }.map { $0.isEmpty ? "" : "  " + plain($0) }
    let quantities = DeclaredQuantities.of(id)
    if !quantities.isEmpty {
      lines += ["", "printed by explain, and in JSON, as"]
      let rows = quantities.map { row -> [String] in
        let q = row.quantity
        return [
          q.symbol, q.meaning, q.direction.rawValue, row.protocols.joined(separator: ", "), q.origin.source,
        ]
      }
      lines += aligned(rows).map { "  " + $0 }
    }
    return lines.joined(separator: "\n")
  }

  /// The equations of all sheets, or of one, with the headings under which they stand.
  ///
  /// - Parameter sheet: the letters of a sheet, such as `BB`; nil for all.
  package static func list(_ sheet: String?) -> [String] {
    let rows = FormulaSheet.shipped.flatMap(\.equations).filter { $0.id.sheet == sheet?.uppercased() || sheet == nil }
    var seen: Set<EquationId> = []
    return aligned(
      rows.filter { seen.insert($0.id).inserted }.sorted { $0.id < $1.id }.map { ["\($0.id)", plain($0.title)] })
  }

  /// The letters of the sheets.
  package static var sheets: [String] { Array(Set(FormulaSheet.shipped.flatMap(\.equations).map(\.id.sheet))).sorted() }

  /// The names of all equations.
  package static var names: [String] { FormulaSheet.shipped.flatMap(\.equations).map(\.id.description) }

  private static func unknown(_ name: String, _ sheets: [FormulaSheet]) -> DocumentError {
    let known = sheets.flatMap(\.equations).map(\.id)
    var hint = "keyrate equation lists them"
    if let id = EquationId(name) {
      let others = known.filter { $0.sheet == id.sheet }
      let near = others.min { (abs($0.number - id.number), $0) < (abs($1.number - id.number), $1) }
      hint = near.map { "the nearest is \($0)" } ?? "the sheets are " + self.sheets.joined(separator: ", ")
    } else if let near = NearestName.nearest(to: name, among: known.map(\.description)) {
      hint = "did you mean \(near)?"
    }
    return DocumentError(
      position: SourcePosition(file: name), problem: "is no equation of the formula sheets", hint: hint)
  }

  /// A line without the marks of the documentation's markup.
  private static func plain(_ line: String) -> String {
    var text = ""
    var rest = Substring(line)
    while let start = rest.firstIndex(of: "<") {
      guard rest[start...].hasPrefix("<doc:"), let end = rest[start...].firstIndex(of: ">") else {
        text += rest[...start]
        rest = rest[rest.index(after: start)...]
        continue
      }
      text += rest[..<start] + rest[rest.index(start, offsetBy: 5)..<end]
      rest = rest[rest.index(after: end)...]
    }
    text += rest
    return String(text.filter { $0 != "`" }).replacing("**", with: "")
  }

  /// Columns of the width of their longest cell.
  private static func aligned(_ rows: [[String]]) -> [String] {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0 }
    return rows.map { row in
      let line = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }
}
