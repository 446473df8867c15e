// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateOptimisation
import KeyRateReports

extension ResultText {
  /// The starts of a search and where each of them led.
  package static func starts(_ search: OptimisationResult) -> String {
    let rows = search.starts.map { start in
      (
        start.origin.description,
        "\(start.initialValue.map(number) ?? "-") -> \(start.reachedValue.map(number) ?? "not followed")"
      )
    }
    return (["starts (objective at the start -> local optimum)"] + aligned(rows)).joined(separator: "\n")
  }

  /// How given settings compare with the best.
  package static func comparison(given: Double, best: Double) -> String {
    guard best > 0 else { return "neither the given nor the best settings give a key" }
    let share = NumberText.significant(100 * given / best, digits: 4)
    return "the settings of the file reach \(number(given)) bit/pulse, \(share) % of the best"
  }
}

extension SweepRun {
  /// The table of the sweep for a terminal: the columns one looks at first.
  package func overview() throws -> String {
    let full = try table()
    let wanted =
      (curves.count > 1 ? ["curve"] : []) + [
        variableColumn, "loss_db", "rate_per_pulse", "bits_per_second", "length_bits", "plob", "status", "reason",
      ]
    let present = full.columns.filter { wanted.contains($0.name) }
    let indices = try present.map { try full.index(of: $0.name) }
    // Columns without a single value only take room.
    let used = indices.filter { index in full.rows.contains { $0[index] != .empty } }
    var shown = try Table(columns: used.map { full.columns[$0] })
    for row in full.rows { try shown.append(used.map { row[$0] }) }
    // The caller ends the last line, as with every other text.
    return String(shown.terminalText().dropLast())
  }
}
