// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateText

/// Draws a planned figure. The order is that of paint: ground, grid, marker lines, bounds, curves, points, axes, legends.
struct SVGRenderer {
  let plan: FigurePlan
  var lines: [String] = []

  var figure: Figure { plan.figure }
  var layout: FigureLayout { plan.layout }

  /// The whole document.
  static func document(of figure: Figure) throws(FigureError) -> String {
    var renderer = SVGRenderer(plan: try FigurePlan(figure))
    renderer.drawDocument()
    return renderer.lines.joined(separator: "\n") + "\n"
  }

  private mutating func drawDocument() {
    let width = NumberText.coordinate(layout.size.width)
    let height = NumberText.coordinate(layout.size.height)
    let title = RichText(figure.title).plainText
    lines.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
    lines.append(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" "
        + "viewBox=\"0 0 \(width) \(height)\" role=\"img\" aria-label=\"\(MarkupText.line(title))\" "
        + "font-family=\"Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif\" fill=\"none\">")
    lines.append("<title>\(MarkupText.line(title))</title>")
    lines.append("<desc>\(MarkupText.line(description))</desc>")
    if let file = figure.dataFile {
      lines.append(
        "<metadata><source xmlns=\"http://purl.org/dc/elements/1.1/\">\(MarkupText.line(file))</source></metadata>")
    }
    if figure.background == .adaptive { lines.append("<style>\(Paint.darkStyleSheet)</style>") }
    if figure.background == .white {
      lines.append("<rect width=\"\(width)\" height=\"\(height)\"\(paint(fill: .paper))/>")
    }
    for (index, area) in layout.areas.enumerated() {
      lines.append("<g>")
      drawGrid(area, isFirst: index == 0)
      if index < plan.contours.count, let contours = plan.contours[index] { drawContours(contours, area) }
      drawMarkerLines(area)
      drawSeries(index, area)
      drawAxes(index, area)
      lines.append("</g>")
    }
    drawSurroundings()
    drawMarkerLabels()
    for legend in plan.legends { drawLegend(legend) }
    for bar in plan.colourBars { if let bar { drawColourBar(bar) } }
    lines.append("</svg>")
  }

  /// The caller's summary, and what the axes and curves are.
  private var description: String {
    var sentences = figure.summary.isEmpty ? [] : [RichText(figure.summary).plainText]
    for panel in figure.panels {
      let vertical = RichText(panel.verticalAxis.title).plainText
      let names = panel.series.map { RichText($0.label).plainText }.filter { !$0.isEmpty }
      let curves = names.isEmpty ? "" : ": " + names.joined(separator: "; ")
      if let map = panel.contours {
        sentences.append("Filled contours: \(RichText(map.axis.title).plainText).")
      }
      sentences.append("\(vertical) against \(RichText(figure.horizontalAxis.title).plainText)\(curves).")
    }
    return sentences.joined(separator: " ")
  }

  // MARK: Paint and text

  /// The attributes that paint a shape, with a leading space.
  func paint(stroke: Paint? = nil, fill: Paint? = nil) -> String {
    var text = ""
    var classes: [String] = []
    if let stroke {
      text += " stroke=\"\(stroke.onLight)\""
      if let name = stroke.className { classes.append("kr-s-\(name)") }
    }
    if let fill {
      text += " fill=\"\(fill.onLight)\""
      if let name = fill.className { classes.append("kr-f-\(name)") }
    }
    if figure.background == .adaptive, !classes.isEmpty {
      text += " class=\"\(classes.joined(separator: " "))\""
    }
    return text
  }

  enum Anchor: String {
    case start, middle, end
  }

  /// Writes a line of text with its base line at `position`.
  mutating func drawText(
    _ text: RichText, at position: Position, size: Double, anchor: Anchor = .start, bold: Bool = false,
    upwards: Bool = false
  ) {
    guard !text.isEmpty else { return }
    let x = NumberText.coordinate(position.x)
    let y = NumberText.coordinate(position.y)
    var attributes = "x=\"\(x)\" y=\"\(y)\" font-size=\"\(NumberText.coordinate(size))\""
    if anchor != .start { attributes += " text-anchor=\"\(anchor.rawValue)\"" }
    // Otherwise some renderers drop the space that follows a superscript.
    if text.runs.count > 1 { attributes += " xml:space=\"preserve\"" }
    if bold { attributes += " font-weight=\"bold\"" }
    if upwards { attributes += " transform=\"rotate(-90 \(x) \(y))\"" }
    lines.append(
      "<text \(attributes)\(paint(fill: .colour(.ink)))>\(SVGText.content(of: text, size: size))</text>")
  }

  /// The attributes of a line, with a leading space.
  func lineAttributes(_ pattern: SeriesStyle.Pattern, width: Double, colour: Colour) -> String {
    var text = "\(paint(stroke: .colour(colour))) stroke-width=\"\(NumberText.coordinate(width))\""
    if !pattern.lengths.isEmpty {
      let lengths = pattern.lengths.map { NumberText.coordinate($0 * width) }
      text += " stroke-dasharray=\"\(lengths.joined(separator: " "))\""
    }
    return text
  }
}
