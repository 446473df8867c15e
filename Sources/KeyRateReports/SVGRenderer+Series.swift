// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateText

extension SVGRenderer {
  mutating func drawMarkerLines(_ area: PlotArea) {
    for marker in figure.markers where area.horizontal.contains(marker.x) && marker.pattern != .none {
      guard let coordinate = area.horizontal.coordinate(of: marker.x) else { continue }
      let x = area.x(coordinate)
      let path = SVGText.path([Position(x: x, y: area.frame.bottom), Position(x: x, y: area.frame.y)])
      let attributes = lineAttributes(marker.pattern, width: 0.075 * layout.font, colour: marker.colour)
      lines.append("<path d=\"\(path)\"\(attributes)/>")
    }
  }

  mutating func drawMarkerLabels() {
    for label in plan.markerLabels {
      drawGround(label.frame.expanded(by: 0.1 * layout.font))
      drawText(label.text, at: label.start, size: layout.legendSize)
    }
  }

  /// A piece of paper below text that stands on the grid.
  private mutating func drawGround(_ frame: Rectangle) {
    lines.append(
      "<rect x=\"\(NumberText.coordinate(frame.x))\" y=\"\(NumberText.coordinate(frame.y))\" "
        + "width=\"\(NumberText.coordinate(frame.width))\" height=\"\(NumberText.coordinate(frame.height))\""
        + "\(paint(fill: .paper)) fill-opacity=\"0.88\"/>")
  }

  /// Draws the bounds, then the lines of the other series, then all points.
  mutating func drawSeries(_ panel: Int, _ area: PlotArea) {
    let pairs = Array(zip(figure.panels[panel].series, plan.styles[panel]))
    for (series, style) in pairs where series.role == .bound { drawLine(series, style, area) }
    for (series, style) in pairs where series.role != .bound { drawLine(series, style, area) }
    for (series, style) in pairs { drawPoints(series, style, area) }
  }

  private mutating func drawLine(_ series: Series, _ style: ResolvedStyle, _ area: PlotArea) {
    let runs = area.lines(of: series)
    let name = MarkupText.line(RichText(series.label).plainText)
    let title = name.isEmpty ? "" : "<title>\(name)</title>"
    if style.pattern != .none {
      let path = runs.filter { $0.count > 1 }.map { SVGText.path($0) }.joined()
      if !path.isEmpty {
        let attributes = lineAttributes(style.pattern, width: style.width, colour: style.colour)
        lines.append("<path d=\"\(path)\"\(attributes) stroke-linejoin=\"round\">\(title)</path>")
      }
    }
    // A point between two gaps has no line; without a dot it would be lost.
    guard style.marker == .none else { return }
    for position in runs.filter({ $0.count == 1 }).joined() {
      lines.append(
        "<circle cx=\"\(NumberText.coordinate(position.x))\" cy=\"\(NumberText.coordinate(position.y))\" "
          + "r=\"\(NumberText.coordinate(1.1 * style.width))\"\(paint(fill: .colour(style.colour)))>\(title)</circle>")
    }
  }

  private mutating func drawPoints(_ series: Series, _ style: ResolvedStyle, _ area: PlotArea) {
    let points = area.visiblePoints(of: series)
    var path = ""
    for (point, position) in points {
      guard let bar = ErrorBar(of: point, at: position, in: area) else { continue }
      path += errorBar(bar)
    }
    if !path.isEmpty {
      let attributes = lineAttributes(.solid, width: 0.08 * layout.font, colour: style.colour)
      lines.append("<path d=\"\(path)\"\(attributes)/>")
    }
    guard style.marker != .none, !points.isEmpty else { return }
    let signs = points.map { sign(style.marker, at: $0.position, size: plan.markerSize) }.joined()
    lines.append("<path d=\"\(signs)\"\(signAttributes(style))/>")
  }

  private func errorBar(_ bar: ErrorBar) -> String {
    let cap = 0.9 * plan.markerSize
    var path = SVGText.path([bar.bottom, bar.top])
    for (end, hasCap) in [(bar.bottom, bar.hasBottomCap), (bar.top, bar.hasTopCap)] where hasCap {
      path += SVGText.path([Position(x: end.x - cap, y: end.y), Position(x: end.x + cap, y: end.y)])
    }
    return path
  }

  private func signAttributes(_ style: ResolvedStyle) -> String {
    style.marker == .cross
      ? lineAttributes(.solid, width: 0.11 * layout.font, colour: style.colour)
      : paint(fill: .colour(style.colour))
  }

  /// The outline of one marker; the areas of all kinds look equally large.
  private func sign(_ marker: SeriesStyle.Marker, at centre: Position, size: Double) -> String {
    func polygon(_ corners: [(Double, Double)]) -> String {
      SVGText.path(
        corners.map { Position(x: centre.x + $0.0 * size, y: centre.y + $0.1 * size) }, closed: true)
    }
    switch marker {
    case .circle:
      let radius = NumberText.coordinate(size)
      let diameter = NumberText.coordinate(2 * size)
      let start = SVGText.pair(Position(x: centre.x - size, y: centre.y))
      return "M\(start)a\(radius) \(radius) 0 1 0 \(diameter) 0a\(radius) \(radius) 0 1 0 -\(diameter) 0Z"
    case .square: return polygon([(-0.89, -0.89), (0.89, -0.89), (0.89, 0.89), (-0.89, 0.89)])
    case .triangle: return polygon([(0, -1.25), (1.15, 0.8), (-1.15, 0.8)])
    case .diamond: return polygon([(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)])
    case .cross:
      let arms = [((-0.9, -0.9), (0.9, 0.9)), ((-0.9, 0.9), (0.9, -0.9))]
      return arms.map { start, end in
        SVGText.path([
          Position(x: centre.x + start.0 * size, y: centre.y + start.1 * size),
          Position(x: centre.x + end.0 * size, y: centre.y + end.1 * size),
        ])
      }.joined()
    case .none: return ""
    }
  }

  mutating func drawLegend(_ placed: FigurePlan.PlacedLegend) {
    let legend = placed.legend
    if placed.hasGround { drawGround(placed.frame) }
    let size = legend.fontSize
    for (entry, origin) in zip(legend.entries, legend.origins) {
      let left = placed.frame.x + origin.x
      let top = placed.frame.y + origin.y
      let middle = Position(x: left + Legend.swatchWidth / 2 * size, y: top + 0.55 * size)
      let style = entry.style
      if style.pattern != .none {
        let end = Position(x: left + Legend.swatchWidth * size, y: middle.y)
        let path = SVGText.path([Position(x: left, y: middle.y), end])
        lines.append(
          "<path d=\"\(path)\"\(lineAttributes(style.pattern, width: style.width, colour: style.colour))/>")
      }
      if entry.hasErrorBars {
        let bar = SVGText.path([
          Position(x: middle.x, y: middle.y - 0.5 * size), Position(x: middle.x, y: middle.y + 0.5 * size),
        ])
        lines.append("<path d=\"\(bar)\"\(lineAttributes(.solid, width: 0.08 * layout.font, colour: style.colour))/>")
      }
      if style.marker != .none {
        let sign = sign(style.marker, at: middle, size: plan.markerSize)
        lines.append("<path d=\"\(sign)\"\(signAttributes(style))/>")
      }
      for (line, text) in entry.lines.enumerated() {
        let x = left + (Legend.swatchWidth + Legend.gap) * size
        let position = Position(x: x, y: top + (0.9 + Double(line) * Legend.lineHeight) * size)
        drawText(text, at: position, size: size)
      }
    }
  }
}
