// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateOptimisation
import KeyRateReports
import KeyRateSecurity

extension SweepRun {
  /// The columns that every sweep has, before bounds, settings and diagnostics.
  private func leadingColumns() -> [Table.Column] {
    var columns = [
      Table.Column("curve", meaning: "name of the curve"),
      Table.Column(variableColumn, unit: plan.unit, meaning: plan.meaning),
    ]
    if variableColumn != "loss_db" { columns.append(.loss) }
    return columns + Table.Column.rates
  }

  /// The column of the swept key: its last name.
  var variableColumn: String {
    let last = plan.variable.split(separator: ".").last.map(String.init) ?? plan.variable
    return last == "pulses" ? "swept_pulses" : last
  }

  /// The column of a limit in the unit of the figure.
  func drawnColumn(_ bound: LinkProblem.Bound) -> String {
    switch plan.rateUnit {
    case .perPulse: bound.column
    case .perSecond: bound.column + "_per_second"
    case .bits: bound.column + "_bits"
    }
  }

  private var allPoints: [Point] { curves.flatMap(\.points) }

  /// Names that occur at any point, in the order of their first appearance.
  private func distinct<T>(_ items: (Point) -> [T], name: (T) -> String) -> [T] {
    var seen: Set<String> = []
    return allPoints.flatMap(items).filter { seen.insert(name($0)).inserted }
  }

  /// The whole sweep as a table: one row for each curve and value, zeros and failures included.
  ///
  /// - Throws: `TableError` if two keys give columns of one name.
  package func table() throws -> Table {
    let bounds = distinct({ $0.link.bounds }, name: \.column)
    // A swept setting has its column already.
    let settings = distinct(
      { point in (try? point.outcome.get().settings) ?? [] }, name: \.column
    ).filter { "source." + $0.column != plan.variable }
    let diagnostics = distinct({ $0.link.diagnostics }, name: \.column)
    var columns = leadingColumns()
    columns += bounds.map {
      let meaning = $0.isUpper ? "upper limit for \($0.scope)" : "reached by some protocol"
      return Table.Column($0.column, unit: "bit/pulse", meaning: "\(meaning): \($0.label)")
    }
    // A figure per second or of whole blocks needs its limits in that unit as well (BND-2).
    let scaled = plan.rateUnit == .perPulse ? [] : bounds
    columns += scaled.map {
      Table.Column(drawnColumn($0), unit: plan.rateUnit == .bits ? "bit" : "bit/s", meaning: "the same: \($0.label)")
    }
    columns += settings.map { Table.Column($0) } + diagnostics.map { Table.Column($0) }
    columns += [
      Table.Column("status", meaning: "key, zero or failed"),
      Table.Column("reason", meaning: "why there is no key, or what failed"),
      Table.Column("evaluations", meaning: "evaluations of the rate by the optimiser"),
      Table.Column("starts", meaning: "starts of the optimiser"),
      Table.Column("spread", meaning: "relative spread of the local optima that the starts reached"),
      Table.Column("active_bounds", meaning: "settings that ended on a limit of the search"),
      Table.Column("verdict", meaning: "how far the optimum can be trusted, in one sentence"),
    ]
    var table = try Table(columns: columns)
    for curve in curves {
      for point in curve.points {
        var row: [Table.Cell] = [.text(LabelText.plain(curve.label)), .number(point.value)]
        if variableColumn != "loss_db" { row.append(.number(point.link.lossDecibel)) }
        let evaluation = try? point.outcome.get()
        let result = evaluation?.result
        row += [
          cell(result?.ratePerPulse), cell(evaluation?.bitsPerSecond), cell(result?.lengthBits), cell(result?.pulses),
        ]
        row += bounds.map { bound in cell(point.link.bounds.first { $0.column == bound.column }?.ratePerPulse) }
        row += scaled.map { bound in
          let perPulse = point.link.bounds.first { $0.column == bound.column }?.ratePerPulse
          let factor = plan.rateUnit == .bits ? result?.pulses : point.link.repetitionRateHz
          return cell(perPulse.flatMap { rate in factor.map { rate * $0 } })
        }
        row += settings.map { setting in
          cell(evaluation?.settings.first { $0.column == setting.column }?.value)
        }
        // Curves of several analyses may fill one column with quantities of their own.
        row += diagnostics.map { shown in
          let own = point.link.diagnostics.first { $0.column == shown.column }
          return cell(own.flatMap { item in result.flatMap { $0[item.quantity] } })
        }
        row += verdict(point)
        try table.append(row)
      }
    }
    return table
  }

  private func cell(_ value: Double?) -> Table.Cell { value.map(Table.Cell.number) ?? .empty }

  private func verdict(_ point: Point) -> [Table.Cell] {
    switch point.outcome {
    case .failure(let error): return [.text("failed"), .text("\(error)"), .empty, .empty, .empty, .empty, .empty]
    case .success(let evaluation):
      let reason = evaluation.result.reasonForZero
      var cells: [Table.Cell] = [
        .text(reason == nil ? "key" : "zero"), reason.map { .text($0.description) } ?? .empty,
      ]
      // An unsound comparison form may exceed a limit: its number never stands without that label.
      let excess = evaluation.impossibility
      guard let search = evaluation.optimisation else {
        return cells + [.empty, .empty, .empty, .empty, excess.map { .text($0) } ?? .empty]
      }
      let active = search.activeBounds.map(\.description).joined(separator: "; ")
      cells += [
        .integer(search.evaluations), .integer(search.starts.count), cell(search.spread),
        active.isEmpty ? .empty : .text(active), .text(excess ?? search.verdict),
      ]
      return cells
    }
  }

  /// The rows of a curve in the table.
  func rows(of curve: Int) -> Range<Int> {
    let before = curves.prefix(curve).reduce(0) { $0 + $1.points.count }
    return before..<(before + curves[curve].points.count)
  }
}
