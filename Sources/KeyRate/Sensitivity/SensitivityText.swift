// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateReports
import KeyRateText

extension Sensitivity {
  /// The sensitivities of a file for people.
  package static func summary(_ all: [Sensitivity], _ file: ParameterFile) -> String {
    var lines = [file.title.printable]
    for one in all {
      lines += ["", one.label.map(LabelText.plain) ?? "  " + one.centre.result.analysis.title, ""]
      lines += one.paragraph
    }
    if let result = all.first?.centre.result { lines += ResultText.tail(result) }
    return lines.joined(separator: "\n")
  }

  private var paragraph: [String] {
    var lines = ResultText.aligned(ResultText.rateRows(centre.result))
    let held = isReoptimised ? "open settings searched anew for every input" : "settings held"
    lines += ["", "change of the rate for 1 % less and 1 % more, \(held) (* optimised)"]
    let moving = self.lines.filter { $0.size > 0 }
    lines += Self.table(moving.map(row))
    let still = self.lines.filter { $0.size == 0 && ($0.down != nil || $0.up != nil) }.map(\.path)
    if !still.isEmpty { lines += ["", "no effect: " + still.joined(separator: ", ")] }
    let stuck = self.lines.flatMap { line -> [(String, String)] in
      switch (line.downObstacle, line.upObstacle) {
      case (nil, nil): []
      case (let a?, let b?) where a == b: [(line.path, a)]
      case (let a, let b): [a, b].compactMap(\.self).map { (line.path, $0) }
      }
    }
    if !stuck.isEmpty { lines += ["", "cannot be moved by 1 %"] + ResultText.aligned(stuck) }
    lines += ["", "at a limit"]
    lines +=
      activeBounds.isEmpty
      ? ["  nothing: no setting lies on a limit of the search, and no clamp acts"]
      : ResultText.aligned(activeBounds.map { ($0.place, $0.description) })
    lines += ["", "ceilings"]
    lines += ResultText.aligned(
      ceilings.map { ceiling in
        let share = NumberText.significant(100 * ceiling.share, digits: 4)
        return (ceiling.bound.label, "\(ResultText.number(ceiling.bound.ratePerPulse)) bit/pulse, \(share) % reached")
      })
    return lines
  }

  private func row(_ line: Line) -> [String] {
    [
      line.path + (line.isOptimised ? " *" : ""), ResultText.number(line.value), Self.percent(line.down),
      Self.percent(line.up), line.elasticity.map { NumberText.significant($0, digits: 3) } ?? "-",
    ]
  }

  private static func percent(_ step: Step?) -> String {
    guard let step else { return "-" }
    if step.endsKey { return "no key" }
    guard let relative = step.relativeChange else {
      return (step.change > 0 ? "+" : "") + NumberText.significant(step.change, digits: 3) + " bit/pulse"
    }
    return (relative > 0 ? "+" : "") + NumberText.significant(100 * relative, digits: 3) + " %"
  }

  private static func table(_ rows: [[String]]) -> [String] {
    let all = [["", "value", "-1 %", "+1 %", "elasticity"]] + rows
    let widths = (0..<5).map { column in all.map { $0[column].count }.max() ?? 0 }
    return all.map { row in
      var cells = zip(row, widths).map { ResultText.padded($0, $1) }
      cells[4] = row[4]
      return "  " + cells.joined(separator: "  ")
    }
  }

  /// The sensitivities of a file as one document.
  package static func json(_ all: [Sensitivity], _ file: ParameterFile) -> JSONValue {
    .object(ResultJSON.heading(file) + [(key: "sensitivities", value: .array(all.map(\.json)))])
  }

  private var json: JSONValue {
    func moved(_ s: Step?) -> JSONValue {
      s.map { s in
        .object([
          ("value", .number(s.value)), ("relative_change", JSONValue(s.relativeChange)), ("change", .number(s.change)),
          ("ends_key", .bool(s.endsKey)),
        ])
      } ?? .null
    }
    let lines = self.lines.map { line -> JSONValue in
      .object([
        ("key", .string(line.path)), ("meaning", .string(line.meaning)), ("kind", .string(line.kind.rawValue)),
        ("optimised", .bool(line.isOptimised)), ("value", .number(line.value)), ("down", moved(line.down)),
        ("up", moved(line.up)), ("down_obstacle", JSONValue(line.downObstacle)),
        ("up_obstacle", JSONValue(line.upObstacle)), ("elasticity", JSONValue(line.elasticity)),
      ])
    }
    let bounds = activeBounds.map { b -> JSONValue in
      .object([("place", .string(b.place)), ("description", .string(b.description))])
    }
    let limits = ceilings.map { c -> JSONValue in
      .object([
        ("name", .string(c.bound.column)), ("label", .string(c.bound.label)),
        ("rate_per_pulse", .number(c.bound.ratePerPulse)), ("share", .number(c.share)),
      ])
    }
    return .object([
      ("label", JSONValue(label)), ("step", .number(step)), ("reoptimised", .bool(isReoptimised)),
      ("lines", .array(lines)), ("active_bounds", .array(bounds)), ("ceilings", .array(limits)),
      ("operating_point", .object(ResultJSON.members(centre))),
    ])
  }
}
