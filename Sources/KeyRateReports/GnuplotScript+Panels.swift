// SPDX-License-Identifier: GPL-3.0-or-later
extension GnuplotScript {
  /// What all panels share: grid, horizontal axes, marker lines.
  func commonSettings(_ plan: FigurePlan) -> [String] {
    let grid = GnuplotText.quoted(PageColour.grid.light)
    let ink = GnuplotText.quoted(Colour.ink.hexOnLight)
    var lines = [
      "set border 31 lw 1.1 lc rgb \(ink)",
      "set grid xtics ytics lt 1 lw 0.8 lc rgb \(grid)",
      "set xtics in mirror",
      "set ytics in mirror",
      "set key noautotitle reverse Left samplen 2.5",
      "set errorbars 0.6",
    ]
    guard let axis = plan.layout.areas.first?.horizontal else { return lines }
    lines += axisSettings("x", axis)
    if let top = figure.topAxis {
      lines.append("set xtics nomirror")
      if axis.scale == .linear {
        let slope = GnuplotText.number(top.slope)
        let intercept = GnuplotText.number(top.intercept)
        lines.append("set link x2 via (\(slope))*x+(\(intercept)) inverse (x-(\(intercept)))/(\(slope))")
      } else {
        // gnuplot cannot link an axis to a logarithmic one: the same axis again, with other labels.
        lines += ["set logscale x2 10", "set x2range [\(ends(of: axis))]"]
      }
    }
    for (index, marker) in figure.markers.enumerated() where axis.contains(marker.x) {
      let x = GnuplotText.number(marker.x)
      let style = lineStyle(marker.pattern, width: 1.1, colour: marker.colour)
      lines.append("set arrow \(index + 1) from first \(x), graph 0 to first \(x), graph 1 nohead \(style)")
    }
    return lines
  }

  /// The ends of an axis; those beyond the numbers of gnuplot are left to gnuplot.
  private func ends(of axis: ResolvedAxis) -> String {
    let isLog = axis.scale == .logarithmic
    return [axis.lower, axis.upper].map { end in
      let value = isLog ? decimalPower(end) : end
      return value.isFinite && (value != 0 || !isLog) ? GnuplotText.number(value) : "*"
    }.joined(separator: ":")
  }

  /// Range, scale and ticks of one axis.
  func axisSettings(_ name: String, _ axis: ResolvedAxis) -> [String] {
    let isLog = axis.scale == .logarithmic
    var lines = [isLog ? "set logscale \(name) 10" : "unset logscale \(name)"]
    lines.append("set \(name)range [\(ends(of: axis))]")
    let decades = axis.upper - axis.lower
    if isLog, decades >= 2 {
      lines.append("set format \(name) '10^{%T}'")
      let labels = axis.ticks.labelled.count
      let step = max(1, Int((decades / Double(max(1, labels))).rounded()))
      lines.append("set \(name)tics 1e\(step)")
      lines.append("set m\(name)tics \(step == 1 ? "10" : "default")")
    } else {
      lines.append("set format \(name) '%g'")
      lines += isLog ? ["set \(name)tics (\(tickList(axis.ticks)))"] : linearTicks(name, axis.ticks)
    }
    return lines
  }

  /// The step of long ticks and the number of parts between them.
  private func linearTicks(_ name: String, _ ticks: AxisTicks, slope: Double = 1) -> [String] {
    let labelled = ticks.labelled.map(\.coordinate)
    guard labelled.count > 1, case let step = ((labelled[1] - labelled[0]) * slope).magnitude, step > 0 else {
      return ["set \(name)tics autofreq", "set m\(name)tics default"]
    }
    let parts = 1 + ticks.ticks.count { !$0.isMajor && $0.coordinate > labelled[0] && $0.coordinate < labelled[1] }
    // The difference of two decimals carries binary dust, which ten digits leave behind.
    return ["set \(name)tics \(NumberText.significant(step, digits: 10))", "set m\(name)tics \(parts)"]
  }

  /// What one panel has of its own.
  func panelSettings(_ index: Int, _ plan: FigurePlan) -> [String] {
    let panel = figure.panels[index]
    let area = plan.layout.areas[index]
    let isLast = index == figure.panels.count - 1
    var lines = axisSettings("y", area.vertical)
    lines.append("set ylabel \(GnuplotText.enhanced(panel.verticalAxis.title))")
    if isLast {
      lines.append("set xlabel \(GnuplotText.enhanced(figure.horizontalAxis.title))")
    } else {
      lines.append("unset xlabel")
      lines.append("set format x ''")
    }
    if isLast, index > 0 { lines += axisSettings("x", area.horizontal) }
    if let top = figure.topAxis {
      if index == 0 {
        lines += topTicks(top, plan.layout.topTicks, isLinear: area.horizontal.scale == .linear)
        lines.append("set x2label \(GnuplotText.enhanced(top.title))")
      } else {
        lines += ["unset x2tics", "unset x2label"]
      }
    }
    for (number, marker) in figure.markers.enumerated() where area.horizontal.contains(marker.x) {
      guard !marker.label.isEmpty else { continue }
      let height = NumberText.coordinate(0.95 - 0.06 * Double(number % 10))
      lines.append(
        index == 0
          ? "set label \(number + 1) \(GnuplotText.enhanced(marker.label)) "
            + "at first \(GnuplotText.number(marker.x)), graph \(height) offset character 0.6,0"
          : "unset label \(number + 1)")
    }
    if let letter = panel.letter, let box = plan.letterFrames[index] {
      let frame = area.frame
      let across = NumberText.significant((box.x - frame.x) / frame.width, digits: 4)
      let up = NumberText.significant((frame.bottom - box.y - box.height / 2) / frame.height, digits: 4)
      lines.append("set label 1000 \(GnuplotText.enhanced(letter)) at graph \(across), graph \(up)")
    } else {
      lines.append("unset label 1000")
    }
    let hasLegend = figure.legend != .none && panel.series.contains { !$0.label.isEmpty }
    lines.append(hasLegend ? "set key \(keyPlace(index, plan))" : "unset key")
    return lines
  }

  /// Where the legend goes: as in the figure, in gnuplot's words.
  private func keyPlace(_ index: Int, _ plan: FigurePlan) -> String {
    let frame = plan.layout.areas[index].frame
    let inside = plan.legends.first { $0.hasGround && frame.contains($0.frame) }
    guard let inside else {
      return plan.layout.reserve.isRight ? "outside right top vertical" : "outside bottom center horizontal"
    }
    // Held at the corner of its box that is nearest to a corner of the panel, since gnuplot's box has another size.
    let isRight = inside.frame.x + inside.frame.right > frame.x + frame.right
    let isBelow = inside.frame.y + inside.frame.bottom > frame.y + frame.bottom
    let across = ((isRight ? inside.frame.right : inside.frame.x) - frame.x) / frame.width
    let up = (frame.bottom - (isBelow ? inside.frame.bottom : inside.frame.y)) / frame.height
    return "at graph \(NumberText.significant(across, digits: 4)), graph \(NumberText.significant(up, digits: 4)) "
      + "\(isRight ? "right" : "left") \(isBelow ? "bottom" : "top") vertical maxcols \(inside.legend.columns)"
  }

  /// The ticks of the top axis.
  private func topTicks(_ top: SecondaryAxis, _ ticks: AxisTicks?, isLinear: Bool) -> [String] {
    guard let ticks else { return [] }
    if isLinear { return linearTicks("x2", ticks, slope: top.slope) }
    return ["set x2tics (\(tickList(ticks)))"]
  }

  /// All ticks of a logarithmic axis one by one, with their labels; short ticks have the level 1.
  private func tickList(_ ticks: AxisTicks) -> String {
    ticks.ticks.map { tick in
      let place = GnuplotText.number(decimalPower(tick.coordinate))
      let exponent = tick.label == nil ? nil : ticks.multiplierExponent
      let factor = exponent.map { "\u{D7}10^{\($0)}" } ?? ""
      return "\(GnuplotText.enhanced((tick.label?.markup ?? "") + factor)) \(place) \(tick.isMajor ? 0 : 1)"
    }.joined(separator: ", ")
  }

  /// The plot command of one panel: bounds first, the legend in the order of the figure.
  func plotCommand(_ index: Int, _ plan: FigurePlan) -> String {
    let panel = figure.panels[index]
    let styles = plan.styles[index]
    let isLog = panel.verticalAxis.scale == .logarithmic
    var clauses: [String] = []
    for (number, series) in panel.series.enumerated() {
      let style = styles[number]
      let data = dataClause(panel: index, number: number, series: series)
      let columns = series.source.flatMap { readsFile(series) ? $0 : nil }
      let x = GnuplotText.column(columns?.x ?? "x")
      let y = GnuplotText.column(columns?.y ?? "y")
      // A value that cannot be drawn interrupts the line, as in the figure.
      let shown = isLog ? "(\(y) > 0 ? \(y) : NaN)" : GnuplotText.columnWithGaps(columns?.y ?? "y")
      let title = series.label.isEmpty ? "notitle" : "title \(GnuplotText.enhanced(series.label))"
      let line = lineStyle(style.pattern, width: style.width / figure.size.fontSize * 15, colour: style.colour)
      let colour = "lc rgb \(GnuplotText.quoted(style.colour.hexOnLight))"
      let points = "pt \(pointType(style.marker)) ps 0.8"
      if style.pattern != .none {
        clauses.append("\(data) using (\(x)):\(shown) with lines \(line) \(title)")
      }
      if series.hasErrorBars {
        let low = GnuplotText.column(columns.map { $0.low ?? $0.y } ?? "low")
        let high = GnuplotText.column(columns.map { $0.high ?? $0.y } ?? "high")
        // On a logarithmic axis a bar that reaches zero goes down to the floor.
        let floor = GnuplotText.number(decimalPower(max(plan.layout.areas[index].vertical.lower, -307)))
        let end = isLog ? "(\(low) > 0 ? \(low) : \(floor))" : "(\(low))"
        let key = style.pattern == .none ? title : "notitle"
        let sign = style.marker == .none ? "pt 7 ps 0.1" : points
        clauses.append(
          "\(data) using (\(x)):\(shown):\(end):(\(high)) with yerrorbars \(colour) lw 1.2 \(sign) \(key)")
      } else if style.marker != .none || style.pattern == .none {
        let key = style.pattern == .none ? title : "notitle"
        let sign = style.marker == .none ? "pt 7 ps 0.1" : points
        clauses.append("\(data) using (\(x)):\(shown) with points \(colour) \(sign) \(key)")
      }
    }
    if clauses.isEmpty { clauses = ["NaN notitle"] }
    return "plot \\\n  " + clauses.joined(separator: ", \\\n  ")
  }

  private func dataClause(panel: Int, number: Int, series: Series) -> String {
    guard let dataFile, let source = series.source, readsFile(series) else {
      return blockName(panel: panel, series: number)
    }
    let file = GnuplotText.quoted(dataFile)
    guard let rows = source.rows else { return file }
    // An empty range has no words in gnuplot; a row behind the end draws nothing either.
    return rows.isEmpty ? "\(file) every ::1000000000" : "\(file) every ::\(rows.lowerBound)::\(rows.upperBound - 1)"
  }

  private func lineStyle(_ pattern: SeriesStyle.Pattern, width: Double, colour: Colour) -> String {
    let lengths = pattern.lengths.map { NumberText.coordinate($0 * 2) }
    let dash = lengths.isEmpty ? "dt solid" : "dt (\(lengths.joined(separator: ",")))"
    return "lc rgb \(GnuplotText.quoted(colour.hexOnLight)) lw \(NumberText.coordinate(width)) \(dash)"
  }

  private func pointType(_ marker: SeriesStyle.Marker) -> Int {
    switch marker {
    case .circle: 7
    case .square: 5
    case .triangle: 9
    case .diamond: 13
    case .cross: 2
    case .none: 0
    }
  }
}

extension FigureLayout.Reserve {
  /// Whether legends are to the right of the panels.
  fileprivate var isRight: Bool {
    if case .right = self { true } else { false }
  }
}
