// SPDX-License-Identifier: GPL-3.0-or-later
extension KeyVocabulary {
  /// The vocabulary as a Markdown table with one row per key, for the documentation of parameter
  /// files. Keys of an array of tables follow it as `curve[].label`, except for those that the
  /// document itself has: they mean the same in both places.
  package func markdownTable() -> String {
    var lines = [
      "| Key | Value | Unit | Range | Default | Meaning |",
      "| --- | --- | --- | --- | --- | --- |",
    ]
    appendRows(to: &lines, prefix: "")
    return lines.joined(separator: "\n") + "\n"
  }

  private func appendRows(to lines: inout [String], prefix: String) {
    for definition in definitions {
      let cells = [
        "`\(prefix)\(definition.path)`",
        definition.kind.inTable,
        Self.escaped(definition.unit ?? ""),
        Self.escaped(definition.range.inSigns),
        Self.escaped(definition.defaultText ?? definition.kind.absenceInTable),
        Self.escaped(definition.meaning),
      ]
      lines.append("| " + cells.joined(separator: " | ") + " |")
      if case .tables(let vocabulary) = definition.kind {
        vocabulary.without { self[$0.path] != nil }
          .appendRows(to: &lines, prefix: "\(prefix)\(definition.path)[].")
      }
    }
  }

  private static func escaped(_ text: String) -> String {
    text.split(separator: "\n").joined(separator: " ").split(separator: "|", omittingEmptySubsequences: false)
      .joined(separator: "\\|")
  }
}

extension KeyKind {
  /// The kind as a table cell.
  fileprivate var inTable: String {
    switch self {
    case .number: "number"
    case .integer: "whole number"
    case .text: "text"
    case .bool: "`true` or `false`"
    case .choice(let words): words.map { "`\"\($0)\"`" }.joined(separator: ", ")
    case .numbers: "list of numbers"
    case .matrix: "list of lists of numbers"
    case .texts: "list of texts"
    case .setting: "number or `\"optimise\"`"
    case .settings: "list of numbers or `\"optimise\"`"
    case .tables: "array of tables"
    }
  }

  /// What a cell says about a key that has no default.
  fileprivate var absenceInTable: String {
    if case .tables = self { "none" } else { "required" }
  }
}
