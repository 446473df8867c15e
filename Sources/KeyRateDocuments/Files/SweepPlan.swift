// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading

/// A quantity that is swept, and the curves that are drawn over it.
package struct SweepPlan: Sendable {
  /// One curve: the document with the values that the curve changes.
  package struct Curve: Sendable {
    /// The name in the legend; nil if there is only one curve without a name.
    package let label: String?
    /// The document of this curve.
    let table: DocumentTable
  }

  /// Points of one's own to draw on top.
  package struct Overlay: Sendable, Equatable {
    /// The CSV file, as written.
    package let file: String
    /// The name in the legend.
    package let label: String
    /// Columns of abscissa, ordinate and standard deviation.
    package let x, y: String
    /// The column of the standard deviation, if there is one.
    package let yError: String?
    /// Where the file is named.
    package let position: SourcePosition
  }

  /// What is drawn.
  package enum Quantity: String, Sendable, CaseIterable {
    /// Key rates.
    case rate
    /// The settings of the first curve.
    case settings
    /// Any column of the table, of every curve.
    case column
  }

  /// The unit of the rate axis.
  package enum Unit: String, Sendable, CaseIterable {
    /// Secret bits per pulse.
    case perPulse = "per-pulse"
    /// Secret bits per second.
    case perSecond = "per-second"
    /// Secret bits of the whole block.
    case bits
  }

  /// The size of the figure.
  package enum Size: String, Sendable, CaseIterable {
    /// For screens and reports.
    case screen
    /// One column of a journal.
    case column
    /// One and a half columns of a journal.
    case oneAndHalfColumns = "one-and-a-half-columns"
  }

  /// The swept key.
  package let variable: String
  /// Its unit, for the axis.
  package let unit: String?
  /// Its meaning, for tables.
  package let meaning: String
  /// The values, rising.
  package let values: [Double]
  /// Whether the axis is logarithmic.
  package let isLogarithmic: Bool
  /// The curves.
  package let curves: [Curve]
  /// Points of one's own.
  package let overlays: [Overlay]
  /// What is drawn.
  package let quantity: Quantity
  /// The column that is drawn, and whether its axis is logarithmic; with `quantity` = `column`.
  package let column: String?
  /// Whether the axis of the column is logarithmic.
  package let isColumnLogarithmic: Bool
  /// The unit of the rate axis.
  package let rateUnit: Unit
  /// The size of the figure.
  package let size: Size
  /// The ends of the rate axis, if the file gives them.
  package let axisFrom, axisTo: Double?
  /// The label of the horizontal axis, if the file gives one.
  package let xLabel: String?
  /// A line under the figure.
  package let caption: String?
  /// The family of the file.
  let family: ProtocolFamily

  /// The link of a curve at a value of the swept key.
  ///
  /// - Throws: `DocumentErrors`.
  package func link(_ curve: Curve, at value: Double) throws -> LinkProblem {
    let origin = curve.label.map { "sweep of curve \"\($0)\"" } ?? "sweep"
    let set = try curve.table.setting(variable, to: value, origin: origin)
    return try ParameterFile.link(of: family.clearing(set, for: [(variable, nil)]), family: family)
  }
}

extension ParameterFile {
  /// The sweep of the file.
  ///
  /// Every curve is read once at the first value, so that a wrong key is found before anything runs.
  ///
  /// - Throws: `DocumentErrors`.
  package func sweep() throws -> SweepPlan {
    let vocabulary = family.fileVocabulary
    let plan = try DocumentReader.read(table, with: vocabulary) { reader in
      try SweepReading(file: self, reader: reader).plan()
    }
    for curve in plan.curves {
      for value in [plan.values.first, plan.values.last].compactMap({ $0 }) {
        _ = try plan.link(curve, at: value)
      }
    }
    return plan
  }
}

/// Reads `[sweep]`, `[plot]`, `[[curve]]` and `[[overlay]]`.
struct SweepReading {
  let file: ParameterFile
  let reader: DocumentReader

  func plan() throws -> SweepPlan {
    let variable = reader.ifGiven(SweepKeys.variable) ?? LinkKeys.distanceKm.path
    let definition = swept(variable)
    let values = self.values()
    let curves = try self.curves(over: variable)
    let overlays = reader.tables(OverlayKeys.tables) { overlay in
      SweepPlan.Overlay(
        file: overlay[OverlayKeys.file], label: overlay[OverlayKeys.label], x: overlay[OverlayKeys.x],
        y: overlay[OverlayKeys.y], yError: overlay.ifGiven(OverlayKeys.yError),
        position: overlay.position(of: OverlayKeys.file.path) ?? overlay.table.position)
    }
    let logarithmic = reader[SweepKeys.scale, default: .linear] == .logarithmic
    return SweepPlan(
      variable: variable, unit: definition?.unit, meaning: definition?.meaning ?? variable, values: values,
      isLogarithmic: logarithmic, curves: curves, overlays: overlays,
      quantity: quantity(), column: reader.ifGiven(PlotKeys.column),
      isColumnLogarithmic: reader[PlotKeys.scale, default: .linear] == .logarithmic,
      rateUnit: reader[PlotKeys.unit, default: SweepPlan.Unit.perPulse],
      size: reader[PlotKeys.size, default: SweepPlan.Size.screen],
      axisFrom: reader.ifGiven(PlotKeys.from),
      axisTo: reader.ifGiven(PlotKeys.to), xLabel: reader.ifGiven(PlotKeys.xLabel),
      caption: reader.ifGiven(PlotKeys.caption), family: file.family)
  }

  /// What is drawn; the keys of a drawn column go with it alone.
  private func quantity() -> SweepPlan.Quantity {
    let quantity = reader[PlotKeys.quantity, default: SweepPlan.Quantity.rate]
    if quantity == .column {
      if !reader.gives(PlotKeys.column) {
        reader.refuse(PlotKeys.column, "must be given with plot.quantity = \"column\"", hint: "a column of the table")
      }
    } else {
      for key in [PlotKeys.column.path, PlotKeys.scale.path] where reader.gives(key) {
        reader.refuse(key, "goes with plot.quantity = \"column\"")
      }
    }
    return quantity
  }

  /// The definition of the swept key, which must be one number of the link.
  func swept(_ variable: String) -> KeyDefinition? {
    let known = file.family.linkVocabulary
    guard let definition = known[variable] else {
      reader.refuse(
        SweepKeys.variable, "is not a key that can be swept",
        hint: known.suggestion(for: variable).map { "did you mean \($0)?" })
      return nil
    }
    if !definition.isSingleNumber {
      reader.refuse(SweepKeys.variable, "is not a single number and cannot be swept")
    }
    return definition
  }

  func values() -> [Double] {
    if let list = reader.ifGiven(SweepKeys.values) {
      for key in [SweepKeys.from.path, SweepKeys.to.path, SweepKeys.points.path] where reader.gives(key) {
        reader.refuse(key, "cannot be given together with sweep.values")
      }
      if list.isEmpty { reader.refuse(SweepKeys.values, "needs at least one value") }
      if zip(list, list.dropFirst()).contains(where: { !($0 < $1) }) {
        reader.refuse(SweepKeys.values, "must be in rising order")
      }
      if let first = list.first, first <= 0, reader[SweepKeys.scale, default: .linear] == .logarithmic {
        reader.refuse(SweepKeys.values, "must be greater than 0 on a logarithmic scale")
      }
      return list
    }
    guard let from = reader.ifGiven(SweepKeys.from), let to = reader.ifGiven(SweepKeys.to),
      let points = reader.ifGiven(SweepKeys.points)
    else {
      if reader.isSound {
        for key in [SweepKeys.from.path, SweepKeys.to.path, SweepKeys.points.path] where !reader.gives(key) {
          reader.refuse(key, "must be given (or sweep.values)")
        }
      }
      return []
    }
    guard points == 1 ? from == to || from < to : from < to else {
      reader.refuse(SweepKeys.to, "must be above sweep.from = \(from.plain)")
      return []
    }
    guard points > 1 else { return [from] }
    let logarithmic = reader[SweepKeys.scale, default: .linear] == .logarithmic
    if logarithmic, from <= 0 {
      reader.refuse(SweepKeys.from, "must be greater than 0 on a logarithmic scale")
      return []
    }
    return SweepReading.spaced(from: from, to: to, points: points, logarithmic: logarithmic)
  }

  /// Evenly spaced values that hit the ends and, where they are decimal, the decimals exactly.
  static func spaced(from: Double, to: Double, points: Int, logarithmic: Bool) -> [Double] {
    (0..<points).map { index in
      if index == 0 { return from }
      if index == points - 1 { return to }
      let t = Double(index) / Double(points - 1)
      let value =
        logarithmic
        ? from * LogarithmicSpacing.power(to / from, t) : from + (to - from) * Double(index) / Double(points - 1)
      return LogarithmicSpacing.rounded(value)
    }
  }

  /// The curves, or the file itself.
  ///
  /// - Parameters:
  ///   - variable: the key that is moved for all of them.
  ///   - mover: who moves it, for messages.
  ///   - other: how something else is moved.
  func curves(
    over variable: String, movedBy mover: String = "the sweep sets", other: String = "sweep something else"
  ) throws -> [SweepPlan.Curve] {
    let known = file.family.linkVocabulary
    let swept = [variable] + file.family.displaced(by: variable, word: nil)
    let curves = try reader.tables(CurveKeys.tables) { curve -> SweepPlan.Curve in
      let label = curve[CurveKeys.label]
      for key in swept where curve.gives(key) {
        curve.refuse(
          key, "has no effect: \(mover) \(variable) for every curve", hint: "\(other), or leave it out")
      }
      let new = curve.table.leaves.filter { known[$0.path] != nil || $0.path.contains(".") }
        .map { (path: $0.path, word: $0.value.text) }
      let base = file.family.clearing(file.table, for: new)
      let table = try base.overriding(with: curve.table) { $0 != "label" }
      return SweepPlan.Curve(label: label, table: table)
    }
    return curves.isEmpty ? [SweepPlan.Curve(label: nil, table: file.table)] : curves
  }
}
