// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateText

extension SVGRenderer {
  /// What a place without a value looks like, on every page.
  private static let empty = (ground: "#e8e8e8", line: "#bdbdbd")

  /// Draws filled contours from the lowest level upwards, each over the one below, then their lines and names.
  mutating func drawContours(_ plan: ContourPlan, _ area: PlotArea) {
    let panel = area.frame
    let isCut = !panel.expanded(by: 0.01).contains(plan.frame)
    if isCut {
      let frame = rectangle(panel)
      lines.append("<clipPath id=\"kr-frame\"><rect \(frame)/></clipPath><g clip-path=\"url(#kr-frame)\">")
    }
    drawEmpty(plan.frame)
    let lowest = levelColour(plan, plan.levels.hasLower ? -1 : 0)
    drawRegion(plan.base, fill: lowest, in: panel)
    for (index, region) in plan.regions.enumerated() where index > 0 || plan.levels.hasLower {
      drawRegion(region, fill: levelColour(plan, index), in: panel)
    }
    for index in plan.unknown { drawUnknown(plan.cell(index)) }
    for (index, region) in plan.regions.enumerated() {
      let label = plan.labels.first { $0.level == index }
      let path = region.levelLines.enumerated().map { number, line in
        // A line is interrupted by its name.
        guard let label, label.line == number else { return linePath(line, in: panel) }
        var positions = ContourPlan.positions(line, in: panel)
        if line.isClosed { positions += positions.prefix(1) }
        return ContourLabels.cut(positions, around: label).map { part in
          SVGText.path(LineSimplification.simplified(part, isClosed: false, tolerance: tolerance))
        }.joined()
      }.joined()
      guard !path.isEmpty else { continue }
      let name = MarkupText.line(plan.levels.labels[index].plainText)
      lines.append(
        "<path d=\"\(path)\" stroke=\"\(lineColour(plan, index))\" stroke-opacity=\"0.8\" "
          + "stroke-width=\"\(NumberText.coordinate(0.065 * layout.font))\" stroke-linejoin=\"round\">"
          + "<title>\(name)</title></path>")
    }
    let edge = plan.base.borderLines.map { linePath($0, in: panel) }.joined()
    if !edge.isEmpty {
      lines.append(
        "<path d=\"\(edge)\" stroke=\"\(Colour.ink.hexOnLight)\" "
          + "stroke-width=\"\(NumberText.coordinate(0.1 * layout.font))\" stroke-linejoin=\"round\">"
          + "<title>\(MarkupText.line(plan.map.zeroLabel))</title></path>")
    }
    for label in plan.labels { drawLineLabel(label, plan) }
    if let place = plan.zeroPlace {
      drawTextOnGround(
        RichText(plan.map.zeroLabel), at: place, angle: 0, size: layout.legendSize, ink: Colour.ink.hexOnLight,
        ground: Self.empty.ground)
    }
    if isCut { lines.append("</g>") }
  }

  /// Text in dark bands is light.
  private func lineColour(_ plan: ContourPlan, _ level: Int) -> String {
    let share = (Double(level) + 1) / Double(max(1, plan.levels.bandCount))
    return share < 0.55 ? "#ffffff" : "#1a1a1a"
  }

  private func levelColour(_ plan: ContourPlan, _ level: Int) -> String { plan.levels.colour(from: level).hexOnLight }

  private mutating func drawRegion(_ region: ContourMesh.Region, fill: String, in panel: Rectangle) {
    let path = region.outlines.map { linePath($0, in: panel) }.joined()
    guard !path.isEmpty else { return }
    lines.append("<path d=\"\(path)\" fill=\"\(fill)\" fill-rule=\"evenodd\"/>")
  }

  /// How far a simplified line may be from the true one, in drawing units.
  private var tolerance: Double { 0.012 * layout.font }

  private func linePath(_ line: ContourMesh.Line, in panel: Rectangle) -> String {
    let positions = LineSimplification.simplified(
      ContourPlan.positions(line, in: panel), isClosed: line.isClosed, tolerance: tolerance)
    return SVGText.path(positions, closed: line.isClosed)
  }

  private mutating func drawLineLabel(_ label: ContourPlan.Label, _ plan: ContourPlan) {
    // The upper of the two bands that meet at the line, as a ground that interrupts it.
    drawTextOnGround(
      label.text, at: label.middle, angle: label.angle, size: label.size, ink: lineColour(plan, label.level),
      ground: levelColour(plan, label.level))
  }

  /// Text around a point, with an outline in the colour of what is below it.
  private mutating func drawTextOnGround(
    _ text: RichText, at middle: Position, angle: Double, size: Double, ink: String, ground: String
  ) {
    let x = NumberText.coordinate(middle.x)
    let y = NumberText.coordinate(middle.y + 0.34 * size)
    let turn =
      angle == 0
      ? "" : " transform=\"rotate(\(NumberText.coordinate(angle)) \(x) \(NumberText.coordinate(middle.y)))\""
    let space = text.runs.count > 1 ? " xml:space=\"preserve\"" : ""
    let attributes =
      "x=\"\(x)\" y=\"\(y)\" font-size=\"\(NumberText.coordinate(size))\" text-anchor=\"middle\"\(space)\(turn)"
    let content = SVGText.content(of: text, size: size)
    let outline = NumberText.coordinate(0.2 * size)
    lines.append(
      "<text \(attributes) stroke=\"\(ground)\" stroke-width=\"\(outline)\" stroke-linejoin=\"round\" "
        + "aria-hidden=\"true\">\(content)</text>")
    lines.append("<text \(attributes) fill=\"\(ink)\">\(content)</text>")
  }

  private func rectangle(_ frame: Rectangle) -> String {
    "x=\"\(NumberText.coordinate(frame.x))\" y=\"\(NumberText.coordinate(frame.y))\" "
      + "width=\"\(NumberText.coordinate(frame.width))\" height=\"\(NumberText.coordinate(frame.height))\""
  }

  /// Places without a value: grey with strokes.
  private mutating func drawEmpty(_ frame: Rectangle) {
    lines.append("<rect \(rectangle(frame)) fill=\"\(Self.empty.ground)\"/>")
    let step = 0.55 * layout.font
    var path = ""
    var offset = step / 2
    while offset < frame.width + frame.height {
      let start = Position(x: frame.x + offset, y: frame.y)
      let end = Position(x: frame.x + offset - frame.height, y: frame.bottom)
      if let part = frame.clip(start, end) { path += SVGText.path([part.start, part.end]) }
      offset += step
    }
    lines.append(
      "<path d=\"\(path)\" stroke=\"\(Self.empty.line)\" "
        + "stroke-width=\"\(NumberText.coordinate(0.05 * layout.font))\"/>")
  }

  /// A place whose value is not known: white, crossed out.
  private mutating func drawUnknown(_ frame: Rectangle) {
    let corners = [
      [Position(x: frame.x, y: frame.y), Position(x: frame.right, y: frame.bottom)],
      [Position(x: frame.x, y: frame.bottom), Position(x: frame.right, y: frame.y)],
    ]
    lines.append("<rect \(rectangle(frame)) fill=\"#ffffff\"/>")
    lines.append(
      "<path d=\"\(corners.map { SVGText.path($0) }.joined())\" stroke=\"\(Colour.palette(1).hexOnLight)\" "
        + "stroke-width=\"\(NumberText.coordinate(0.07 * layout.font))\"/>")
  }

  mutating func drawColourBar(_ bar: ColourBar) {
    for band in bar.bands {
      lines.append("<rect \(rectangle(band.frame)) fill=\"\(band.colour.hexOnLight)\"/>")
    }
    let width = NumberText.coordinate(0.075 * layout.font)
    var path = ""
    for tick in bar.ticks {
      path += SVGText.path([
        Position(x: bar.frame.right - 0.3 * layout.font, y: tick.y), Position(x: bar.frame.right, y: tick.y),
      ])
    }
    let ink = "\(paint(stroke: .colour(.ink))) stroke-width=\"\(width)\""
    lines.append("<rect \(rectangle(bar.frame))\(ink)/>")
    if !path.isEmpty { lines.append("<path d=\"\(path)\"\(ink)/>") }
    for tick in bar.ticks {
      drawText(tick.label, at: Position(x: bar.labelLeft, y: tick.y + 0.36 * layout.tickSize), size: layout.tickSize)
    }
    for (line, text) in bar.title.enumerated() {
      let x = bar.titleLeft + (Double(line) * layout.lineHeight + 0.85) * layout.font
      let middle = bar.frame.y + bar.frame.height / 2
      drawText(text, at: Position(x: x, y: middle), size: layout.font, anchor: .middle, upwards: true)
    }
    for (index, sample) in bar.samples.enumerated() {
      let square = bar.square(of: index)
      switch sample.kind {
      case .zero: drawEmpty(square)
      case .unknown: drawUnknown(square)
      }
      lines.append("<rect \(rectangle(square))\(ink)/>")
      let start = Position(x: square.right + 0.4 * layout.tickSize, y: square.y + 0.9 * layout.tickSize)
      drawText(RichText(sample.label), at: start, size: layout.tickSize)
    }
  }
}
