// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateOptimisation
import KeyRateReports
import KeyRateSecurity
import KeyRateText

/// Results for people: what a terminal shows.
package enum ResultText {
  static func number(_ value: Double) -> String { NumberText.significant(value, digits: 6) }

  /// The number to full precision; whole numbers without a decimal point.
  static func exact(_ value: Double) -> String {
    let text = NumberText.shortest(value)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// Lines of `name   value` with the values under one another.
  static func aligned(_ rows: [(String, String)], indent: String = "  ") -> [String] {
    let width = rows.map(\.0.count).max() ?? 0
    return rows.map { indent + padded($0.0, width) + "  " + $0.1 }
  }

  static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  /// The summary of one link.
  package static func summary(_ file: ParameterFile, _ e: LinkEvaluation) -> String {
    var lines = [file.title.printable, "  " + e.result.analysis.title, ""]
    var rows = rateRows(e.result)
    if let perSecond = e.bitsPerSecond, !rows.isEmpty { rows.insert(("", number(perSecond) + " bit/s"), at: 1) }
    rows.append(("loss", number(e.link.lossDecibel) + " dB"))
    for (index, bound) in e.link.bounds.enumerated() where index == 0 || bound.isDrawn {
      rows.append((bound.label, number(bound.ratePerPulse) + " bit/pulse"))
    }
    for diagnostic in e.link.diagnostics {
      guard let value = e.result[diagnostic.quantity] else { continue }
      let unit = diagnostic.unit.isEmpty ? "" : " " + diagnostic.unit
      rows.append((diagnostic.meaning, number(value) + unit))
    }
    lines += aligned(rows)
    let searched = e.optimisation != nil
    if !e.settings.isEmpty { lines += ["", "settings" + (searched ? " (* optimised)" : "")] }
    lines += aligned(e.settings.map { ($0.meaning, number($0.value) + ($0.isFree && searched ? " *" : "")) })
    if let search = e.optimisation { lines += ["", "search: " + search.verdict] }
    return (lines + tail(e.result)).joined(separator: "\n")
  }

  /// The summary of a run.
  package static func summary(_ file: ParameterFile, _ run: MeasuredRun) -> String {
    let r = run.result
    var lines = [file.title.printable, "  " + r.analysis.title, ""]
    lines += aligned(rateRows(r) + [("rounding", r.rounding.statement)])
    if let acceptance = run.acceptance {
      lines += ["", "acceptance test: " + (acceptance.isAccepted ? "passed" : "failed")]
      lines += aligned(
        acceptance.lines.map {
          ($0.symbol, "\(number($0.value)) against \(number($0.threshold)): \($0.isMet ? "met" : "missed")")
        })
    }
    if let plan = run.plan { lines += comparison(plan) }
    lines += ["", "what the counts certify"]
    let shown = r.trace.filter {
      ($0.stage == .estimation || $0.stage == .keyLength) && ![.length, .plainLength].contains($0.quantity.role)
    }
    lines += aligned(
      shown.map { entry in
        let unit = entry.unit.isEmpty ? "" : " " + entry.unit
        let equation = entry.equation.isEmpty ? "" : " [\(entry.equation)]"
        let note = entry.note.map { " <- \($0)" } ?? ""
        return (
          "\(entry.symbol)  \(entry.meaning)",
          "\(number(entry.value))\(unit), \(entry.direction.rawValue)\(equation)\(note)"
        )
      })
    return (lines + tail(r)).joined(separator: "\n")
  }

  /// The counts of a run beside those of its plan.
  static func comparison(_ plan: PlanComparison) -> [String] {
    let title = "counted, and expected by \(plan.file) (deviation in standard deviations of Poissonian counts)"
    return ["", title.printable]
      + aligned(
        plan.residuals.map { count in
          // Never a minus zero.
          let tenths = (count.deviation * 10).rounded() / 10 + 0
          let far = abs(count.deviation) > PlanComparison.limit ? " <- not by chance" : ""
          return (
            "\(count.symbol)  \(count.meaning)",
            "\(exact(count.observed)), expected \(number(count.expected)): \(tenths > 0 ? "+" : "")\(exact(tenths))\(far)"
          )
        })
  }

  static func rateRows(_ r: SecretKeyRate) -> [(String, String)] {
    var rows: [(String, String)] = []
    if let rate = r.ratePerPulse { rows.append(("key rate", number(rate) + " bit/pulse")) }
    if let bits = r.lengthBits {
      let per = r.pulses.map { " from " + number($0) + " pulses" } ?? ""
      rows.append(("key length", exact(bits) + " bit" + per))
    }
    if let reason = r.reasonForZero { rows.append(("no key because", reason.description)) }
    return rows
  }

  static func tail(_ r: SecretKeyRate) -> [String] {
    var lines = ["", "status: " + r.analysis.status.rawValue]
    lines += r.analysis.statusReasons.map { "  " + $0 }
    if !r.warnings.isEmpty { lines += [""] + r.warnings.map { "warning: " + $0 } }
    return lines
  }
}
