// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateReports

extension ComparisonRun {
  /// The figure: finite blocks solid, infinite data dashed in the same colour, each bound once, crossings marked.
  ///
  /// - Parameters:
  ///   - table: the table of the same run.
  ///   - dataFile: the name of the CSV file beside the figure.
  /// - Throws: `TableError`.
  package func figure(_ table: Table, dataFile: String?) throws -> Figure {
    let perPulse = plan.unit == .perPulse
    let column = perPulse ? "rate_per_pulse" : "bits_per_second"
    let mixesData = entries.contains(where: \.isFinite) && entries.contains { !$0.isFinite }
    var series = try entries.enumerated().map { index, entry in
      var line = try Series(
        legend(entry), from: table, x: axis.rawValue, y: column, rows: rows(of: index),
        style: style(entry, isDashed: mixesData && !entry.isFinite), dropsToFloor: true)
      // A curve that falls below the bound between its last two points ends no earlier than there.
      line.join(crossings(of: entry))
      line.join(ends(of: entry))
      return line
    }
    series += try bounds(table)
    if let marks = crossingMarks { series.append(marks) }
    let label = axis == .distance ? "Fibre length" : "Channel loss"
    return Figure(
      title: plan.title, summary: summary,
      horizontalAxis: Axis(
        label, unit: axis == .distance ? "km" : "dB", from: entries.first?.points.first?.value,
        to: entries.first?.points.last?.value),
      topAxis: lossAxis,
      verticalAxis: Axis(
        "Secret-key rate", unit: perPulse ? "bits per pulse" : "bits per second", scale: .logarithmic,
        from: plan.axisFrom, to: plan.axisTo, longestSpan: 12),
      series: series, caption: caption(mixesData: mixesData), dataFile: dataFile,
      size: FigureSize(width: 760, height: 480 + 19 * Double(series.count)), legend: .below)
  }

  /// Protocol, analysis and status of a curve. An analysis that begins with the name of the curve says it once.
  func legend(_ entry: Entry) -> String {
    guard let analysis = entry.sample?.analysis else { return entry.label }
    let status = " (\(analysis.status.rawValue))"
    let plain = LabelText.plain(entry.label).lowercased()
    if analysis.title.lowercased().hasPrefix(plain) { return analysis.title + status }
    return "\(entry.label): \(analysis.title)\(status)"
  }

  /// One colour per file; more files than colours are told apart by their patterns.
  private func style(_ entry: Entry, isDashed: Bool) -> SeriesStyle {
    let isLater = entry.group >= Colour.paletteCount
    return SeriesStyle(
      colour: .palette(entry.group),
      pattern: isDashed ? (isLater ? .dotted : .dashed) : (isLater ? .dashDot : .solid))
  }

  private func caption(mixesData: Bool) -> String? {
    var parts = plan.caption.map { [$0] } ?? []
    if mixesData { parts.append("Solid: finite blocks; dashed: infinite data.") }
    if let fibres { parts.append(fibres) }
    parts += entries.compactMap(impossibility).map { $0 + "." }
    return parts.isEmpty ? nil : parts.joined(separator: " ")
  }

  /// Loss above a distance axis, where all files have the same fibre.
  private var lossAxis: SecondaryAxis? {
    guard axis == .distance, fibres == nil, let points = entries.first?.points, let first = points.first,
      let last = points.last, last.value > first.value
    else { return nil }
    let slope = (last.link.lossDecibel - first.link.lossDecibel) / (last.value - first.value)
    guard slope > 0 else { return nil }
    return SecondaryAxis(
      "Channel loss", unit: "dB", slope: slope, intercept: first.link.lossDecibel - slope * first.value)
  }

  /// Whether two curves have the same loss all along the axis.
  private static func sameFibre(_ a: Entry, _ b: Entry) -> Bool {
    zip(a.losses, b.losses).allSatisfy { abs($0 - $1) <= 1e-9 * Swift.max(1, abs($0)) }
  }

  /// A sentence on fibres that differ along a distance axis; nil if there is nothing to say.
  var fibres: String? {
    guard axis == .distance, let first = entries.first,
      !entries.allSatisfy({ Self.sameFibre($0, first) })
    else { return nil }
    let parts = entries.filter { !$0.isInfiniteData }.map { "\(LabelText.plain($0.label)) \(attenuation($0))" }
    return "The fibres differ: \(parts.joined(separator: ", "))."
  }

  /// The attenuation of a curve's fibre, with what is lost at length zero.
  private func attenuation(_ entry: Entry) -> String {
    guard let first = entry.points.first, let last = entry.points.last, last.value > first.value else { return "" }
    let slope = (last.link.lossDecibel - first.link.lossDecibel) / (last.value - first.value)
    let constant = first.link.lossDecibel - slope * first.value
    let text = "\(NumberText.significant(slope, digits: 3)) dB/km"
    return abs(constant) < 1e-9 ? text : text + " and \(NumberText.significant(constant, digits: 3)) dB"
  }

  /// The limits that are drawn, with their names.
  private static let drawnBounds = [
    (column: "plob", label: "PLOB: no repeater"), (column: "plob_modes", label: "PLOB, all modes of a pulse"),
    (column: "single_repeater", label: "one ideal repeater in the middle"),
    (column: "single_repeater_modes", label: "one ideal repeater, all modes"),
  ]

  /// Each distinct limit once: links of the same loss share theirs.
  private func bounds(_ table: Table) throws -> [Series] {
    var series: [Series] = []
    for (name, label) in Self.drawnBounds {
      let column = plan.unit == .perPulse ? name : name + "_per_second"
      guard table.columns.contains(where: { $0.name == column }) else { continue }
      let numbers = try table.numbers(in: column)
      var distinct: [(entry: Int, values: [Double])] = []
      for index in entries.indices {
        let values = Array(numbers[rows(of: index)])
        guard values.contains(where: { !$0.isNaN }) else { continue }
        // The arithmetic of two families may differ in the last digit.
        let isKnown = distinct.contains { known in
          zip(known.values, values).allSatisfy { $0 == $1 || abs($0 - $1) <= 1e-9 * Swift.max(abs($0), abs($1)) }
        }
        if !isKnown { distinct.append((index, values)) }
      }
      for item in distinct {
        let suffix =
          distinct.count > 1 ? ", " + difference(entries[item.entry], among: distinct.map { entries[$0.entry] }) : ""
        series.append(
          try Series(label + suffix, from: table, x: axis.rawValue, y: column, rows: rows(of: item.entry), role: .bound)
        )
      }
    }
    return series
  }

  /// What tells a limit from others of its name: the fibre, the pulse rate, or whose it is.
  private func difference(_ entry: Entry, among others: [Entry]) -> String {
    let fibres = others.map(attenuation)
    if axis == .distance, Set(fibres).count == others.count { return attenuation(entry) }
    let clocks = others.map(\.clock)
    if plan.unit == .perSecond, Set(clocks).count == others.count, let clock = entry.clock {
      return "\(NumberText.significant(clock, digits: 3)) pulses per second"
    }
    return entry.label
  }

  /// Where a curve crosses the repeaterless bound, in the unit of the figure.
  private func crossings(of entry: Entry) -> [Series.Point] {
    let factor = plan.unit == .perPulse ? 1 : entry.clock ?? .nan
    return entry.crossings.map { Series.Point(x: $0.value, y: $0.ratePerPulse * factor) }
  }

  /// Values that were tried where the key of a curve ends, in the unit of the figure.
  private func ends(of entry: Entry) -> [Series.Point] {
    let factor = plan.unit == .perPulse ? 1 : entry.clock ?? .nan
    return entry.ends.flatMap(\.points).map { Series.Point(x: $0.value, y: $0.ratePerPulse * factor) }
  }

  /// Marks where curves cross the repeaterless bound.
  private var crossingMarks: Series? {
    let points = entries.flatMap(crossings)
    guard !points.isEmpty else { return nil }
    return Series(
      "crosses the repeaterless bound", points: points, role: .measured,
      style: SeriesStyle(colour: .ink, marker: .circle))
  }

  private var summary: String {
    let names = entries.map { LabelText.plain(legend($0)) }.joined(separator: "; ")
    return
      "Key rates of \(entries.count) curves over \(axis == .distance ? "the length of the fibre" : "the loss of the channel"): \(names)."
  }
}
