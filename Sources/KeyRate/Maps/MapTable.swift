// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateReports

extension MapRun {
  /// The columns of the two varied keys: their last names, or their whole names where those are taken.
  var variableColumns: (x: String, y: String) {
    func last(_ variable: String) -> String {
      variable.split(separator: ".").last.map(String.init) ?? variable
    }
    func name(_ variable: String, other: String) -> String {
      let isTaken = ["pulses", "length_bits"].contains(last(variable)) || last(variable) == last(other)
      return isTaken ? "map_" + variable.replacing(".", with: "_") : last(variable)
    }
    return (name(plan.x.variable, other: plan.y.variable), name(plan.y.variable, other: plan.x.variable))
  }

  /// The column that is drawn.
  var rateColumn: String {
    switch plan.rateUnit {
    case .perPulse: "rate_per_pulse"
    case .perSecond: "bits_per_second"
    case .bits: "length_bits"
    }
  }

  private var allNumbers: [Numbers] { cells.compactMap { try? $0.outcome.get() } }

  /// Things that occur at any place, in the order of their first appearance.
  private func distinct<T>(_ items: (Numbers) -> [T], name: (T) -> String) -> [T] {
    var seen: Set<String> = []
    return allNumbers.flatMap(items).filter { seen.insert(name($0)).inserted }
  }

  /// The whole map as a table: one row for each place, row by row from the lower left corner.
  ///
  /// - Throws: `TableError` if two keys give columns of one name.
  package func table() throws -> Table {
    let names = variableColumns
    let taken = [names.x, names.y]
    let hasLoss = !taken.contains("loss_db")
    let bounds = distinct(\.bounds, name: \.column)
    // A varied setting has its column already.
    let settings = distinct(\.settings, name: \.column).filter { !taken.contains($0.column) }
    let diagnostics = distinct(\.diagnostics, name: \.item.column).map(\.item)
    var columns = [
      Table.Column(names.x, unit: plan.x.unit, meaning: plan.x.meaning),
      Table.Column(names.y, unit: plan.y.unit, meaning: plan.y.meaning),
    ]
    if hasLoss { columns.append(.loss) }
    columns += Table.Column.rates
    columns += bounds.map {
      Table.Column($0.column, unit: "bit/pulse", meaning: "upper limit for \($0.scope): \($0.label)")
    }
    columns += settings.map { Table.Column($0) } + diagnostics.map { Table.Column($0) }
    columns += [
      Table.Column("status", meaning: "key, zero or failed"),
      Table.Column("reason", meaning: "why there is no key, or what failed"),
      Table.Column("evaluations", meaning: "evaluations of the rate by the optimiser for the optimum shown"),
      Table.Column("starts", meaning: "starts of the optimiser"),
      Table.Column("spread", meaning: "relative spread of the local optima that the starts reached"),
      Table.Column(
        "search", meaning: "global: the whole search box was looked through; local: climbed from neighbours' optima"),
      Table.Column("active_bounds", meaning: "settings that ended on a limit of the search"),
      Table.Column("verdict", meaning: "how far the number can be trusted, in one sentence"),
    ]
    var table = try Table(columns: columns)
    func cell(_ value: Double?) -> Table.Cell { value.map(Table.Cell.number) ?? .empty }
    for place in cells {
      var row: [Table.Cell] = [.number(place.x), .number(place.y)]
      let numbers = try? place.outcome.get()
      if hasLoss { row.append(cell(numbers?.lossDecibel)) }
      row += [
        cell(numbers?.ratePerPulse), cell(numbers?.bitsPerSecond), cell(numbers?.lengthBits), cell(numbers?.pulses),
      ]
      row += bounds.map { bound in cell(numbers?.bounds.first { $0.column == bound.column }?.ratePerPulse) }
      row += settings.map { setting in cell(numbers?.settings.first { $0.column == setting.column }?.value) }
      row += diagnostics.map { item in cell(numbers?.diagnostics.first { $0.item.column == item.column }?.value) }
      switch place.outcome {
      case .failure(let error): row += [.text("failed"), .text("\(error)")] + Array(repeating: .empty, count: 6)
      case .success(let numbers):
        row += [
          .text(numbers.reasonForZero == nil ? "key" : "zero"), numbers.reasonForZero.map { .text($0) } ?? .empty,
        ]
        if let evidence = numbers.evidence {
          let active = evidence.activeBounds.joined(separator: "; ")
          row += [
            .integer(evidence.evaluations), .integer(evidence.starts), .number(evidence.spread),
            .text(evidence.isThorough ? "global" : "local"), active.isEmpty ? .empty : .text(active),
          ]
        } else {
          row += Array(repeating: .empty, count: 5)
        }
        row.append(numbers.verdict.map(Table.Cell.text) ?? .empty)
      }
      try table.append(row)
    }
    return table
  }

  /// A sentence on places whose rates no link could give.
  var impossible: String? {
    let count = allNumbers.count(where: \.isImpossible)
    return count > 0 ? "not a possible rate at \(count) of \(cells.count) places: the form is not sound there" : nil
  }

  /// The map for a terminal: one line per place, and what the numbers may be relied on for.
  ///
  /// - Throws: `TableError`.
  package func overview() throws -> String {
    let full = try table()
    let names = [variableColumns.x, variableColumns.y, rateColumn, "status", "reason"]
    let indices = try names.map { try full.index(of: $0) }
    let used = indices.filter { index in full.rows.contains { $0[index] != .empty } }
    var shown = try Table(columns: used.map { full.columns[$0] })
    for row in full.rows { try shown.append(used.map { row[$0] }) }
    // The caller ends the last line, as with every other text.
    let text = String(shown.terminalText().dropLast())
    let notes = [analysis.map { "\($0.title): \($0.status.rawValue)" }, impossible].compactMap(\.self)
    return ([text, ""] + notes).joined(separator: "\n")
  }
}
