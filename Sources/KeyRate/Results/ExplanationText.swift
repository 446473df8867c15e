// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateReports
import KeyRateSecurity
import KeyRateText

extension ResultText {
  /// The chain from input to rate, equation by equation, to full precision.
  package static func explanation(_ file: ParameterFile, _ r: SecretKeyRate) -> String {
    var lines = [file.title.printable, "  " + r.analysis.title]
    if let reference = file.reference { lines.append("  " + reference.printable) }
    lines += file.notes.map { "  note: " + $0.printable }
    lines += ["", "options"] + aligned(r.analysis.options.map { ($0.name, $0.value) })
    for stage in Quantity.Stage.allCases {
      let entries = r.trace.filter { $0.stage == stage }
      if !entries.isEmpty { lines += ["", stage.rawValue] + table(entries) }
    }
    if let budget = r.failureBudget { lines += [""] + self.budget(budget) }
    lines += ["", "assumptions"] + r.assumptions.map { "  - " + $0 }
    let rounding = r.lengthBits == nil ? [] : [("rounding", r.rounding.statement)]
    lines += ["", "result"] + aligned(rateRows(r) + rounding)
    return (lines + tail(r)).joined(separator: "\n")
  }

  private static func table(_ entries: [TraceEntry]) -> [String] {
    let symbols = entries.map(\.symbol.count).max() ?? 0
    let meanings = entries.map(\.meaning.count).max() ?? 0
    return entries.map { entry in
      let unit = entry.unit.isEmpty ? "" : " " + entry.unit
      var line = "  \(padded(entry.symbol, symbols))  \(padded(entry.meaning, meanings))  "
      line += padded(exact(entry.value) + unit, 30) + "  " + entry.direction.rawValue
      let origin = [entry.equation, entry.source].filter { !$0.isEmpty }.joined(separator: "; ")
      if !origin.isEmpty { line += "  [\(origin)]" }
      if let note = entry.note { line += "  <- \(note)" }
      return line
    }
  }

  private static func budget(_ budget: FailureBudget) -> [String] {
    var lines = ["failure probabilities (\(budget.composition))"]
    lines += aligned(
      budget.items.map { item in
        let each = NumberText.significant(item.probabilityEach, digits: 4)
        let sum = NumberText.significant(item.contribution, digits: 4)
        return ("\(item.count) × \(each) → \(sum)", item.event)
      })
    let total = NumberText.significant(budget.total, digits: 6)
    lines.append(
      "  sum \(total) of eps_sec = \(NumberText.shortest(budget.secrecy)); eps_cor = \(NumberText.shortest(budget.correctness))"
    )
    return lines
  }
}
