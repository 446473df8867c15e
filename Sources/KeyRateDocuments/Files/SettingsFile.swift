// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateReading

extension ParameterFile {
  /// A file of one link with its settings as a search found them: ready for the run, and for its counts.
  ///
  /// What only searches, sweeps and figures read is left out. Comments are those of this program.
  ///
  /// - Parameters:
  ///   - settings: all settings of the link, those that the file gives included.
  ///   - remarks: lines for the head of the file.
  /// - Throws: `DocumentErrors` or `DocumentError` if the settings cannot stand in a file of this family.
  package func settingsFile(_ settings: [SettingColumn], remarks: [String]) throws -> (
    text: String, file: ParameterFile
  ) {
    var lean = table
    for leaf in table.leaves where Self.tablesOfFigures.contains(String(KeyText.table(leaf.path))) {
      lean = lean.removing(leaf.path)
    }
    var chosen: [(key: String, value: String)] = []
    for column in settings where !chosen.contains(where: { $0.key == column.setting.path }) {
      let path = column.setting.path
      let same = settings.filter { $0.setting.path == path }
      // What the file gives stands as it was written, unless an element of its list was open.
      guard same.contains(where: \.isFree) else { continue }
      let numbers = same.sorted { ($0.setting.element ?? 0) < ($1.setting.element ?? 0) }.map { "\($0.value)" }
      let isList = same.contains { $0.setting.element != nil }
      chosen.append((path, isList ? "[" + numbers.joined(separator: ", ") + "]" : numbers[0]))
    }
    let file = try ParameterFile(table: lean, settings: chosen)
    let head = remarks.map { "# \($0)\n" }.joined()
    let text = head + "\n" + file.table.text + countsTemplate
    return (text, try ParameterFile(text: text, fileName: table.fileName, files: table.files))
  }

  /// Tables that say nothing of a run.
  private static let tablesOfFigures: Set<String> = [
    "sweep", "curve", "map", "plot", "overlay", "search", "acceptance",
  ]

  /// The keys of `[counts]` with what they mean, as comments.
  private var countsTemplate: String {
    let keys = family.fileVocabulary.definitions.filter { $0.path.hasPrefix("counts.") }
    guard !keys.isEmpty else { return "" }
    var lines = [
      "",
      "# After the run: take out what describes the expected link ([link], [detector], security.pulses and the like;",
      "# keyrate analyse names them), fill in the counts, and call keyrate analyse.", "# [counts]",
    ]
    let width = keys.map { $0.path.count }.max() ?? 0
    for key in keys {
      let name = String(KeyText.lastComponent(key.path))
      let unit = key.unit.map { " In \($0)." } ?? ""
      let absent = key.defaultText.map { " Left out: \($0)." } ?? ""
      lines.append(
        "# \(name) =" + String(repeating: " ", count: width - key.path.count + 2) + "# \(key.meaning)\(unit)\(absent)")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
