// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReports
import KeyRateText

extension ReportValue {
  /// The value as text; numbers read back to the same value.
  var words: String {
    switch self {
    case .number(let value): Self.withoutFraction(NumberText.shortest(value))
    case .integer(let value): String(value)
    case .text(let value): value
    case .flag(let value): value ? "yes" : "no"
    case .none: "–"
    }
  }

  /// `100` for `100.0`: the same value, as people write it.
  static func withoutFraction(_ text: String) -> String { text.hasSuffix(".0") ? String(text.dropLast(2)) : text }
}

extension EvidenceReport {
  /// The report as Markdown, with the same numbers as the JSON document.
  ///
  /// - Parameter document: ``document(installation:)``, for the hash and the machine.
  package func markdown(document: JSONValue) -> String {
    var lines = ["# \(Self.headline): \(MarkdownText.escaped(title))", ""]
    lines += [
      "**Verdict: \(verdict.outcome.rawValue)**" + (verdict.remark.map { " (\(MarkdownText.escaped($0)))" } ?? ""), "",
    ]
    for section in sections {
      lines += ["## \(MarkdownText.escaped(section.title))", ""]
      for sentence in section.text { lines += [MarkdownText.paragraph(sentence), ""] }
      if !section.fields.isEmpty {
        lines += ["| Quantity | Value | Unit |", "| --- | --- | --- |"]
        lines += section.fields.map {
          MarkdownText.row([$0.title, $0.value.words, $0.unit])
        }
        lines.append("")
      }
      for table in section.tables {
        lines += ["**\(MarkdownText.escaped(table.title))**", ""]
        lines.append(MarkdownText.row(table.columns.map(\.title)))
        lines.append(MarkdownText.row(table.columns.map { _ in "---" }))
        lines += table.rows.map { MarkdownText.row($0.map(\.words)) }
        lines.append("")
      }
    }
    lines += ["## Integrity", ""]
    for (name, value) in Self.integrity(document) {
      lines.append("- \(MarkdownText.escaped(name)): \(MarkdownText.code(value))")
    }
    lines += ["", "Made by \(MarkdownText.code(commandLine)), \(program.name) \(program.version).", ""]
    for (name, value) in Self.machine(document) {
      lines.append("- \(MarkdownText.escaped(name)): \(MarkdownText.escaped(value))")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  static let headline = "Evidence report"

  /// The hashes of a document.
  static func integrity(_ document: JSONValue) -> [(String, String)] {
    guard case .object(let members)? = document["integrity"] else { return [] }
    return members.compactMap { key, value in
      if case .string(let text) = value { (key.replacing("_", with: " "), text) } else { nil }
    }
  }

  /// The machine of a document.
  static func machine(_ document: JSONValue) -> [(String, String)] {
    guard case .object(let members)? = document["installation"] else { return [] }
    return members.flatMap { key, value -> [(String, String)] in
      switch value {
      case .string(let text): return [(key, text)]
      case .object(let inner):
        return inner.compactMap { key, value in if case .string(let text) = value { (key, text) } else { nil } }
      default: return []
      }
    }
  }
}
