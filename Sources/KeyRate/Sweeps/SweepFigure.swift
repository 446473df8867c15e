// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateReports

extension SweepRun {
  /// The figure that the file asks for.
  ///
  /// - Parameters:
  ///   - table: the table of the same run.
  ///   - overlays: points of one's own with their labels.
  ///   - dataFile: the name of the CSV file beside the figure.
  /// - Throws: `TableError` or `FigureError`.
  package func figure(_ table: Table, overlays: [Series] = [], dataFile: String?) throws -> Figure {
    var figure =
      switch plan.quantity {
      case .rate: try rateFigure(table, overlays: overlays, dataFile: dataFile)
      case .settings: try settingsFigure(table, dataFile: dataFile)
      case .column: try columnFigure(table, overlays: overlays, dataFile: dataFile)
      }
    switch plan.size {
    // A figure of panels is taller than others.
    case .screen: break
    case .column: figure.size = .oneColumn
    case .oneAndHalfColumns: figure.size = .oneAndHalfColumns
    }
    return figure
  }

  /// The horizontal axis.
  private var horizontalAxis: Axis {
    Axis(
      plan.xLabel ?? AxisNames.label(plan.variable, meaning: plan.meaning),
      unit: AxisNames.unit(plan.variable, plan.unit),
      scale: plan.isLogarithmic ? .logarithmic : .linear, from: plan.values.count > 1 ? plan.values.first : nil,
      to: plan.values.count > 1 ? plan.values.last : nil)
  }

  /// Loss above a distance axis, where all curves have the same fibre.
  private var lossAxis: SecondaryAxis? {
    guard plan.variable == LinkKeys.distanceKm.path, !plan.isLogarithmic, let points = curves.first?.points,
      let first = points.first, let last = points.last, last.value > first.value
    else { return nil }
    let slope = (last.link.lossDecibel - first.link.lossDecibel) / (last.value - first.value)
    let intercept = first.link.lossDecibel - slope * first.value
    let same = curves.allSatisfy { curve in
      curve.points.allSatisfy { abs($0.link.lossDecibel - (intercept + slope * $0.value)) < 1e-9 }
    }
    return same && slope > 0 ? SecondaryAxis("Channel loss", unit: "dB", slope: slope, intercept: intercept) : nil
  }

  private func rateColumn() -> (column: String, label: String, unit: String) {
    switch plan.rateUnit {
    case .perPulse: ("rate_per_pulse", "Secret-key rate", "bits per pulse")
    case .perSecond: ("bits_per_second", "Secret-key rate", "bits per second")
    case .bits: ("length_bits", "Secret-key length", "bits")
    }
  }

  private func rateFigure(_ table: Table, overlays: [Series], dataFile: String?) throws -> Figure {
    let (column, label, unit) = rateColumn()
    var series: [Series] = []
    for (index, curve) in curves.enumerated() {
      var line = try Series(
        curve.label, from: table, x: variableColumn, y: column, rows: rows(of: index), dropsToFloor: true)
      // A curve that falls below the bound between its last two points ends no earlier than there.
      if plan.rateUnit == .perPulse { line.join(curve.crossings.map { Series.Point(x: $0.value, y: $0.ratePerPulse) }) }
      line.join(curve.ends.flatMap(\.points).map { Series.Point(x: $0.value, y: $0.rate(in: plan.rateUnit)) })
      series.append(line)
    }
    series += overlays
    series += try bounds(table)
    if let marks = crossingMarks { series.append(marks) }
    let axis = Axis(label, unit: unit, scale: .logarithmic, from: plan.axisFrom, to: plan.axisTo, longestSpan: 12)
    return Figure(
      title: file.title, summary: summary, horizontalAxis: horizontalAxis, topAxis: lossAxis, verticalAxis: axis,
      series: series, caption: plan.caption, dataFile: dataFile)
  }

  /// Marks where curves cross the repeaterless bound; rates per pulse only, where the bound is one line.
  private var crossingMarks: Series? {
    guard plan.rateUnit == .perPulse, curves.flatMap({ $0.points.first?.link.bounds ?? [] }).contains(where: \.isDrawn)
    else { return nil }
    let points = curves.flatMap(\.crossings).map { Series.Point(x: $0.value, y: $0.ratePerPulse) }
    guard !points.isEmpty else { return nil }
    return Series(
      "crosses the repeaterless bound", points: points, role: .measured,
      style: SeriesStyle(colour: .ink, marker: .circle))
  }

  /// One column of the table for every curve. Points without key are gaps: their settings mean nothing.
  private func columnFigure(_ table: Table, overlays: [Series], dataFile: String?) throws -> Figure {
    let name = plan.column ?? "rate_per_pulse"
    let column = table.columns[try table.index(of: name)]
    let series = try curves.indices.map { index -> Series in
      let keyed = try table.restricted(to: rows(of: index), blanking: [name]) { row in
        try row[table.index(of: "status")] == .text("key")
      }
      return try Series(curves[index].label, from: keyed, x: variableColumn, y: name)
    }
    let meaning = column.meaning.prefix(1).uppercased() + column.meaning.dropFirst()
    let axis = Axis(
      meaning, unit: column.unit, scale: plan.isColumnLogarithmic ? .logarithmic : .linear, from: plan.axisFrom,
      to: plan.axisTo)
    return Figure(
      title: file.title, summary: summary, horizontalAxis: horizontalAxis, topAxis: lossAxis, verticalAxis: axis,
      series: series + overlays, caption: plan.caption, dataFile: dataFile)
  }

  /// Each distinct bound once: curves on one link share theirs.
  private func bounds(_ table: Table) throws -> [Series] {
    var drawn: [(name: String, values: [String])] = []
    var series: [Series] = []
    for (index, curve) in curves.enumerated() {
      for bound in curve.points.first?.link.bounds ?? [] where bound.isDrawn {
        // What is drawn, as text, so that empty cells compare equal.
        let values = try table.numbers(in: drawnColumn(bound))[rows(of: index)].map { "\($0)" }
        guard !drawn.contains(where: { $0.name == bound.column && $0.values == values }) else { continue }
        let repeated = drawn.contains { $0.name == bound.column }
        drawn.append((bound.column, values))
        series.append(
          try Series(
            repeated ? "\(bound.label), \(curve.label)" : bound.label, from: table, x: variableColumn,
            y: drawnColumn(bound),
            rows: rows(of: index), role: .bound))
      }
    }
    return series
  }

  private var summary: String {
    let names = curves.map(\.label).joined(separator: "; ")
    return "\(plan.meaning) from \(plan.values.first ?? 0) to \(plan.values.last ?? 0). Curves: \(names)."
  }

  /// The axis of the settings that are no probabilities.
  private func settingsAxis(_ settings: [LinkProblem.SettingColumn]) -> Axis {
    let units = Set(settings.filter { !$0.isProbability && $0.isFree }.map(\.unit))
    return units == ["SNU"]
      ? Axis("Modulation variance", unit: "shot-noise units", from: 0)
      : Axis("Intensity", unit: "photons per pulse", from: 0)
  }

  /// Intensities above, probabilities below, of the first curve.
  private func settingsFigure(_ table: Table, dataFile: String?) throws -> Figure {
    let settings = curves.first?.points.lazy.compactMap { try? $0.outcome.get().settings }.first ?? []
    func panel(_ isProbability: Bool, _ axis: Axis, _ letter: String) throws -> Panel? {
      let shown = settings.filter { $0.isProbability == isProbability && $0.isFree }
      guard !shown.isEmpty else { return nil }
      let keyed = try table.restricted(to: rows(of: 0), blanking: shown.map(\.column)) { row in
        try row[table.index(of: "status")] == .text("key")
      }
      return Panel(
        verticalAxis: axis,
        series: try shown.map {
          try Series(SettingNames.label($0.column), from: keyed, x: variableColumn, y: $0.column)
        }, letter: letter)
    }
    let panels = [
      try panel(false, settingsAxis(settings), "(a)"),
      try panel(true, Axis("Probability", from: 0, to: 1), "(b)"),
    ].compactMap { $0 }
    return Figure(
      title: file.title, summary: summary, horizontalAxis: horizontalAxis, topAxis: lossAxis, panels: panels,
      caption: plan.caption, dataFile: dataFile, size: FigureSize(width: 720, height: 640))
  }
}

extension Table {
  /// The rows of a range, with some columns left empty where a condition does not hold.
  func restricted(to range: Range<Int>, blanking names: [String], where holds: ([Cell]) throws -> Bool) throws -> Table
  {
    var result = try Table(columns: columns)
    let indices = try names.map { try index(of: $0) }
    for row in rows[range] {
      var copy = row
      if try !holds(row) { for index in indices { copy[index] = .empty } }
      try result.append(copy)
    }
    return result
  }
}

/// Words for axes.
enum AxisNames {
  static func label(_ variable: String, meaning: String) -> String {
    switch variable {
    case LinkKeys.distanceKm.path: "Fibre length"
    case LinkKeys.lossDb.path: "Channel loss"
    case SecurityKeys.pulses.path: "Pulses sent"
    case SecurityKeys.keyBlockSize.path: "Sifted key block"
    case SecurityKeys.symbols.path: "Symbols in the block"
    default: meaning.hasSuffix(".") ? String(meaning.dropLast()) : meaning
    }
  }

  static func unit(_ variable: String, _ unit: String?) -> String? { variable == SecurityKeys.pulses.path ? nil : unit }
}

/// Words for settings in legends.
enum SettingNames {
  static func label(_ column: String) -> String {
    switch column {
    case "intensity_1": "signal intensity \u{3bc}_{1}"
    case "intensity_2": "decoy intensity \u{3bc}_{2}"
    case "intensity_3": "weakest intensity \u{3bc}_{3}"
    case "probability_1": "p_{1}, signal"
    case "probability_2": "p_{2}, decoy"
    case "probability_3": "p_{3}, weakest"
    case "key_basis_probability": "p_{X}, key basis"
    case "v_a": "modulation variance V_{A}"
    case "f_pe": "f_{PE}, parameter estimation"
    case "intensity_z": "signal z"
    case "intensity_y": "strong decoy y"
    case "intensity_x": "weak decoy x"
    case "probability_z": "signal p_{z}"
    case "probability_y": "strong decoy p_{y}"
    case "probability_x": "weak decoy p_{x}"
    default: column
    }
  }
}
