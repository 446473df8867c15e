// SPDX-License-Identifier: GPL-3.0-or-later
extension SVGRenderer {
  mutating func drawGrid(_ area: PlotArea, isFirst: Bool) {
    var path = ""
    for tick in area.horizontal.ticks.labelled where isInside(tick, of: area.horizontal) {
      let x = area.x(tick.coordinate)
      path += SVGText.path([Position(x: x, y: area.frame.y), Position(x: x, y: area.frame.bottom)])
    }
    for tick in area.vertical.ticks.labelled where isInside(tick, of: area.vertical) {
      let y = area.y(tick.coordinate)
      path += SVGText.path([Position(x: area.frame.x, y: y), Position(x: area.frame.right, y: y)])
    }
    guard !path.isEmpty else { return }
    lines.append("<path d=\"\(path)\"\(paint(stroke: .grid)) stroke-width=\"\(thin)\"/>")
  }

  /// Whether a tick is away from the corners, where the frame is drawn anyway.
  private func isInside(_ tick: AxisTick, of axis: ResolvedAxis) -> Bool {
    let fraction = axis.fraction(tick.coordinate)
    return fraction > 0.002 && fraction < 0.998
  }

  private var thin: String { NumberText.coordinate(0.06 * layout.font) }

  mutating func drawAxes(_ index: Int, _ area: PlotArea) {
    let frame = area.frame
    let corners = [
      Position(x: frame.x, y: frame.y), Position(x: frame.right, y: frame.y),
      Position(x: frame.right, y: frame.bottom), Position(x: frame.x, y: frame.bottom),
    ]
    var path = SVGText.path(corners, closed: true)
    path += ticks(area.horizontal.ticks, edge: frame.bottom, direction: -1) { area.x($0) }
    let topTicks = index == 0 ? layout.topTicks ?? area.horizontal.ticks : area.horizontal.ticks
    path += ticks(topTicks, edge: frame.y, direction: 1) { area.x($0) }
    for tick in area.vertical.ticks.ticks {
      let y = area.y(tick.coordinate)
      let length = tickLength(tick)
      path += SVGText.path([Position(x: frame.x, y: y), Position(x: frame.x + length, y: y)])
      path += SVGText.path([Position(x: frame.right, y: y), Position(x: frame.right - length, y: y)])
    }
    let width = NumberText.coordinate(0.075 * layout.font)
    lines.append("<path d=\"\(path)\"\(paint(stroke: .colour(.ink))) stroke-width=\"\(width)\"/>")

    drawVerticalLabels(index, area)
    let isLast = index == layout.areas.count - 1
    if isLast { drawHorizontalLabels(area.horizontal.ticks, area, baseline: frame.bottom + 1.3 * layout.tickSize) }
    if index == 0, let topTicks = layout.topTicks {
      drawHorizontalLabels(topTicks, area, baseline: frame.y - 0.5 * layout.tickSize)
    }
    if let letter = figure.panels[index].letter, let box = plan.letterFrames[index] {
      let start = Position(x: box.x, y: box.y + 0.9 * layout.font)
      drawText(RichText(letter), at: start, size: layout.font, bold: true)
    }
    if figure.panels[index].contours == nil, !figure.panels[index].series.contains(where: area.shows) {
      let middle = Position(x: frame.x + frame.width / 2, y: frame.y + frame.height / 2)
      drawText(RichText(emptyMessage(index, area)), at: middle, size: layout.tickSize, anchor: .middle)
    }
  }

  /// Why a panel shows nothing.
  private func emptyMessage(_ index: Int, _ area: PlotArea) -> String {
    let points = figure.panels[index].series.flatMap(\.points).filter { $0.x.isFinite && $0.y.isFinite }
    if points.isEmpty { return "no points to draw" }
    if area.vertical.scale == .logarithmic, points.allSatisfy({ $0.y <= 0 }) {
      return "no values above zero: nothing to draw on a logarithmic axis"
    }
    return "no points within these axes"
  }

  private func tickLength(_ tick: AxisTick) -> Double {
    tick.isMajor ? layout.tickLength : 0.5 * layout.tickLength
  }

  private func ticks(_ ticks: AxisTicks, edge: Double, direction: Double, x: (Double) -> Double) -> String {
    ticks.ticks.map { tick in
      let place = x(tick.coordinate)
      return SVGText.path([
        Position(x: place, y: edge), Position(x: place, y: edge + direction * tickLength(tick)),
      ])
    }.joined()
  }

  private mutating func drawVerticalLabels(_ index: Int, _ area: PlotArea) {
    let size = layout.tickSize
    for tick in area.vertical.ticks.labelled {
      guard let label = tick.label else { continue }
      let position = Position(x: area.frame.x - 0.5 * size, y: area.y(tick.coordinate) + 0.36 * size)
      drawText(label, at: position, size: size, anchor: .end)
    }
    if let exponent = area.vertical.ticks.multiplierExponent {
      let position = Position(x: area.frame.x, y: area.frame.y - 0.45 * size)
      // Below a top axis it stands to the left, where no tick label is.
      let isBelowTopAxis = index == 0 && layout.topTicks != nil
      drawText(multiplier(exponent), at: position, size: size, anchor: isBelowTopAxis ? .end : .start)
    }
    let middle = area.frame.y + area.frame.height / 2
    let lineHeight = layout.lineHeight * layout.font
    let longest = layout.verticalTitles.map(\.count).max() ?? 0
    let titles = layout.verticalTitles[index]
    for (line, text) in titles.enumerated() {
      let x = layout.verticalTitleLeft + (Double(longest - titles.count + line) + 0.8) * lineHeight
      drawText(text, at: Position(x: x, y: middle), size: layout.font, anchor: .middle, upwards: true)
    }
  }

  private mutating func drawHorizontalLabels(_ ticks: AxisTicks, _ area: PlotArea, baseline: Double) {
    for tick in ticks.labelled {
      guard let label = tick.label else { continue }
      let position = Position(x: area.x(tick.coordinate), y: baseline)
      drawText(label, at: position, size: layout.tickSize, anchor: .middle)
    }
  }

  private func multiplier(_ exponent: Int) -> RichText {
    var text = RichText.powerOfTen(exponent)
    text = RichText(runs: [.init(text: "\u{00D7}", level: .base)] + text.runs)
    return text
  }

  /// Everything around the panels: heading, titles of the shared axes, caption.
  mutating func drawSurroundings() {
    guard let frame = layout.areas.first?.frame, let axis = layout.areas.first?.horizontal else { return }
    let middle = frame.x + frame.width / 2
    drawLines(layout.heading, x: middle, top: layout.headingTop, size: layout.headingSize, anchor: .middle, bold: true)
    drawLines(layout.topTitle, x: middle, top: layout.topTitleTop, size: layout.font, anchor: .middle)
    drawLines(layout.horizontalTitle, x: middle, top: layout.horizontalTitleTop, size: layout.font, anchor: .middle)
    drawLines(layout.caption, x: layout.padding, top: layout.captionTop, size: layout.captionSize, anchor: .start)
    for (exponent, top) in [
      (axis.ticks.multiplierExponent, layout.horizontalTitleTop),
      (layout.topTicks?.multiplierExponent, layout.topTitleTop),
    ] {
      guard let exponent else { continue }
      let position = Position(x: frame.right, y: top + 0.9 * layout.font)
      drawText(multiplier(exponent), at: position, size: layout.tickSize, anchor: .end)
    }
  }

  private mutating func drawLines(
    _ texts: [RichText], x: Double, top: Double, size: Double, anchor: Anchor, bold: Bool = false
  ) {
    for (line, text) in texts.enumerated() {
      let baseline = top + (Double(line) * layout.lineHeight + 0.9) * size
      drawText(text, at: Position(x: x, y: baseline), size: size, anchor: anchor, bold: bold)
    }
  }
}
