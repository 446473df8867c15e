// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateReports

extension ComparisonRun {
  /// The comparison as a table: one row for each curve and value, zeros and failures included.
  ///
  /// The columns are those of the sweeps; settings that families call by the same name share a column, and a cell is
  /// empty where a family has no such quantity.
  ///
  /// - Throws: `TableError`.
  package func table() throws -> Table {
    let tables = try entries.map { try $0.run.table() }
    var columns = [
      Table.Column("file", meaning: "name of the parameter file or published set"),
      Table.Column("curve", meaning: "name of the curve"),
      Table.Column("protocol", meaning: "family of the protocol"),
      Table.Column("analysis", meaning: "what was computed"),
      Table.Column("analysis_status", meaning: "what the analysis may be relied on for"),
      Table.Column(
        "infinite_data", meaning: "1 if a file with a finite block is drawn with infinite data here, else 0"),
    ]
    let own = Set(columns.map(\.name))
    // Columns that every sweep ends with stay at the end.
    let last = ["status", "reason", "evaluations", "starts", "spread", "active_bounds", "verdict"]
    var tail: [Table.Column] = []
    var seen = own
    for column in tables.flatMap(\.columns) where seen.insert(column.name).inserted {
      if last.contains(column.name) { tail.append(column) } else { columns.append(column) }
    }
    columns += tail
    var table = try Table(columns: columns)
    for (entry, part) in zip(entries, tables) {
      let places = columns.map { column in
        own.contains(column.name) ? nil : part.columns.firstIndex { $0.name == column.name }
      }
      let analysis = entry.sample?.analysis
      let head: [Table.Cell] = [
        .text(entry.file), .text(LabelText.plain(entry.label)), .text(entry.source.family.name),
        analysis.map { .text($0.title) } ?? .empty, analysis.map { .text($0.status.rawValue) } ?? .empty,
        .integer(entry.isInfiniteData ? 1 : 0),
      ]
      for row in part.rows {
        try table.append(head + places.dropFirst(head.count).map { $0.map { row[$0] } ?? .empty })
      }
    }
    return table
  }

  /// The rows of a curve in the table.
  func rows(of entry: Int) -> Range<Int> {
    let before = entries.prefix(entry).reduce(0) { $0 + $1.points.count }
    return before..<(before + entries[entry].points.count)
  }

  /// The curves with their rates, for a terminal: one line per point, and below what they may be relied on for.
  ///
  /// - Throws: `TableError`.
  package func overview() throws -> String {
    let table = try table()
    let perPulse = plan.unit == .perPulse
    let names = ["curve", "analysis", axis.rawValue, perPulse ? "rate_per_pulse" : "bits_per_second", "status"]
    let indices = try names.map { try table.index(of: $0) }
    var short = try Table(columns: indices.map { table.columns[$0] })
    for row in table.rows { try short.append(indices.map { row[$0] }) }
    // The caller ends the last line, as with every other text.
    let text = String(short.terminalText().dropLast())
    return ([text, ""] + entries.flatMap(reliance)).joined(separator: "\n")
  }

  /// What the numbers of a curve may be relied on for, and where no link could give them.
  private func reliance(_ entry: Entry) -> [String] {
    guard let analysis = entry.sample?.analysis else { return [] }
    return ["\(name(entry)): \(analysis.status.rawValue)"] + [impossibility(entry)].compactMap(\.self)
  }

  /// A sentence on values at which an unsound form claims more than the link can give; nil if there are none.
  func impossibility(_ entry: Entry) -> String? {
    let count = entry.points.count { (try? $0.outcome.get())?.impossibility != nil }
    guard count > 0 else { return nil }
    let values = "\(count) of \(entry.points.count) values"
    return "\(name(entry)): not a possible rate at \(values): the form is not sound there"
  }

  private func name(_ entry: Entry) -> String {
    LabelText.plain(entry.label) + (entry.isInfiniteData ? " with infinite data" : "")
  }
}
