// SPDX-License-Identifier: GPL-3.0-or-later
/// A figure ready to be drawn: its layout, the styles of its series, and the places of legends and labels.
struct FigurePlan {
  struct PlacedLegend {
    var legend: Legend
    var frame: Rectangle
    /// Inside a panel a legend needs a ground of its own.
    var hasGround: Bool
  }

  struct PlacedLabel {
    var text: RichText
    /// Where the base line starts.
    var start: Position
    var frame: Rectangle
  }

  let figure: Figure
  private(set) var layout: FigureLayout
  let styles: [[ResolvedStyle]]
  private(set) var legends: [PlacedLegend] = []
  /// The labels of the vertical markers, in the first panel.
  private(set) var markerLabels: [PlacedLabel] = []
  /// The boxes of the letters of the panels, nil for panels without one.
  private(set) var letterFrames: [Rectangle?] = []
  private var maps: [DataMap] = []
  /// The contours of each panel, nil for panels without.
  private(set) var contours: [ContourPlan?] = []
  /// The colour bars of the panels with contours.
  private(set) var colourBars: [ColourBar?] = []

  init(_ figure: Figure) throws(FigureError) {
    self.figure = figure
    styles = figure.panels.map { ResolvedStyle.resolve($0.series, fontSize: figure.size.fontSize) }
    layout = try FigureLayout(figure, reserve: .nothing)
    if figure.panels.contains(where: { $0.contours != nil }) {
      try putColourBars()
      return
    }
    switch figure.legend {
    case .none: mapData()
    case .right: try putRight()
    case .below: try putBelow()
    case .automatic:
      mapData()
      let inside = insideLegends()
      if inside.allSatisfy({ $0.hidden == 0 }) {
        legends = inside.map(\.legend)
      } else if rightLegends(widest: 0.34 * layout.size.width).fit {
        try putRight()
      } else {
        do {
          try putBelow()
        } catch {
          // Too many entries for the room below: better over the data than no figure.
          layout = try FigureLayout(figure, reserve: .nothing)
          mapData()
          legends = insideLegends().map(\.legend)
        }
      }
    }
  }

  /// Half the size of a marker.
  var markerSize: Double { 0.27 * layout.font }

  /// Contours have a colour bar to the right instead of a legend.
  private mutating func putColourBars() throws(FigureError) {
    let levels = try figure.panels.map { panel throws(FigureError) in
      try panel.contours.map { map throws(FigureError) in try ContourPlan.levels(of: map) }
    }
    let bars = zip(figure.panels, levels).map { panel, levels in
      panel.contours.flatMap { map in levels.map { ColourBar(map, levels: $0, layout: layout) } }
    }
    layout = try FigureLayout(figure, reserve: .right(width: bars.compactMap { $0?.width }.max() ?? 0))
    mapData()
    contours = try zip(zip(figure.panels, levels), layout.areas).map { pair, area throws(FigureError) in
      guard let map = pair.0.contours, let levels = pair.1 else { return nil }
      return ContourPlan(map, levels: levels, area: area, labelSize: layout.legendSize)
    }
    colourBars = zip(bars, layout.areas).map { bar, area in bar?.placed(beside: area.frame) }
  }

  // MARK: Data and labels

  /// Finds out where data is, and puts the labels of the vertical markers beside it.
  private mutating func mapData() {
    maps = zip(figure.panels, layout.areas).enumerated().map { index, pair in
      let (panel, area) = pair
      var map = DataMap(area: area, series: panel.series, styles: styles[index], markerSize: markerSize)
      for marker in figure.markers where area.horizontal.contains(marker.x) {
        guard let coordinate = area.horizontal.coordinate(of: marker.x) else { continue }
        let x = area.x(coordinate)
        map.mark(line: [Position(x: x, y: area.frame.y), Position(x: x, y: area.frame.bottom)])
      }
      return map
    }
    letterFrames = maps.indices.map { letterFrame(of: $0, in: maps[$0]) }
    for (index, box) in letterFrames.enumerated() {
      if let box { maps[index].mark(box, weight: 3) }
    }
    placeMarkerLabels()
  }

  /// Puts the letter of a panel into its upper left corner, or into the first corner without data.
  private func letterFrame(of index: Int, in map: DataMap) -> Rectangle? {
    guard let letter = figure.panels[index].letter, !letter.isEmpty else { return nil }
    let room = map.frame.expanded(by: -0.55 * layout.font)
    let width = RichText(letter).width * layout.font * 1.1
    let height = 1.1 * layout.font
    let corners = [
      (room.x, room.y), (room.right - width, room.y), (room.x, room.bottom - height),
      (room.right - width, room.bottom - height),
    ].map { Rectangle(x: $0.0, y: $0.1, width: width, height: height) }
    // The first of the least: `min` keeps the earlier of equals.
    return corners.min { map.hidden(by: $0) < map.hidden(by: $1) }
  }

  private mutating func placeMarkerLabels() {
    markerLabels = []
    guard let area = layout.areas.first else { return }
    let size = layout.legendSize
    for marker in figure.markers where !marker.label.isEmpty && area.horizontal.contains(marker.x) {
      guard let coordinate = area.horizontal.coordinate(of: marker.x) else { continue }
      let text = RichText(marker.label)
      let width = text.width * size
      let line = area.x(coordinate)
      var best: (frame: Rectangle, hidden: Double)?
      for row in 0..<12 {
        for left in [line + 0.45 * size, line - 0.45 * size - width] {
          let top = area.frame.y + (0.45 + 1.4 * Double(row)) * size
          let frame = Rectangle(x: left, y: top, width: width, height: 1.2 * size)
          guard area.frame.contains(frame) else { continue }
          let hidden = maps[0].hidden(by: frame)
          if let known = best, hidden >= known.hidden { continue }
          best = (frame, hidden)
        }
      }
      let frame =
        best?.frame
        ?? Rectangle(x: line + 0.45 * size, y: area.frame.y + 0.45 * size, width: width, height: 1.2 * size)
      maps[0].mark(frame, weight: 4)
      markerLabels.append(
        PlacedLabel(text: text, start: Position(x: frame.x, y: frame.y + 0.9 * size), frame: frame))
    }
  }

  // MARK: Legends

  private func visible(_ index: Int) -> [Bool] {
    figure.panels[index].series.map(layout.areas[index].shows)
  }

  private func legend(of index: Int, widest: Double, columns: Int = 1) -> Legend {
    Legend(
      series: figure.panels[index].series, styles: styles[index], visible: visible(index),
      fontSize: layout.legendSize, widest: widest, columns: columns)
  }

  /// For each panel that needs one, a legend at the place where it hides least.
  private func insideLegends() -> [(legend: PlacedLegend, hidden: Double)] {
    layout.areas.indices.compactMap { index in
      let frame = layout.areas[index].frame
      var best: (legend: PlacedLegend, hidden: Double)?
      for (columns, share) in [(1, 0.5), (2, 0.8), (3, 0.95)] {
        let legend = legend(of: index, widest: share * frame.width, columns: columns)
        guard !legend.isEmpty, legend.entries.count >= columns else { continue }
        let margin = 0.45 * layout.font
        guard
          let place = Legend.bestPlace(width: legend.width, height: legend.height, in: maps[index], margin: margin)
        else { continue }
        if best.map({ place.hidden < $0.hidden }) ?? true {
          best = (PlacedLegend(legend: legend, frame: place.frame, hasGround: true), place.hidden)
        }
        if place.hidden == 0 { break }
      }
      if let best { return best }
      let legend = legend(of: index, widest: 0.5 * frame.width)
      guard !legend.isEmpty else { return nil }
      let corner = Rectangle(x: frame.x, y: frame.y, width: legend.width, height: legend.height)
      return (PlacedLegend(legend: legend, frame: corner, hasGround: true), .infinity)
    }
  }

  /// Legends in a column to the right of the panels, and whether there is room for them.
  private func rightLegends(widest: Double) -> (legends: [PlacedLegend], width: Double, fit: Bool) {
    var bottom = 0.0
    var legends: [PlacedLegend] = []
    for (index, area) in layout.areas.enumerated() {
      let legend = legend(of: index, widest: widest)
      guard !legend.isEmpty else { continue }
      let frame = Rectangle(
        x: area.frame.right + 0.4 * layout.font, y: max(area.frame.y - 0.4 * legend.fontSize, bottom),
        width: legend.width, height: legend.height)
      bottom = frame.bottom
      legends.append(PlacedLegend(legend: legend, frame: frame, hasGround: false))
    }
    let width = legends.map(\.frame.width).max() ?? 0
    return (legends, width, width <= widest + 1 && bottom <= layout.size.height - layout.padding)
  }

  private mutating func putRight() throws(FigureError) {
    let widest = 0.34 * layout.size.width
    let width = rightLegends(widest: widest).width
    layout = try FigureLayout(figure, reserve: width == 0 ? .nothing : .right(width: width))
    mapData()
    legends = rightLegends(widest: widest).legends
  }

  private mutating func putBelow() throws(FigureError) {
    let widest = layout.size.width - 2 * layout.padding
    let series = figure.panels.flatMap(\.series)
    let allVisible = figure.panels.indices.flatMap(visible)
    let legends = (1...4).map { columns in
      Legend(
        series: series, styles: styles.flatMap { $0 }, visible: allVisible, fontSize: layout.legendSize,
        widest: widest, columns: columns)
    }
    let fitting = legends.filter { $0.width <= widest + 1 && $0.columns <= max(1, $0.entries.count) }
    guard let legend = fitting.min(by: { $0.height < $1.height }), !legend.isEmpty else {
      mapData()
      return
    }
    layout = try FigureLayout(figure, reserve: .below(height: legend.height))
    mapData()
    let frame = Rectangle(
      x: (layout.size.width - legend.width) / 2, y: layout.legendTop, width: legend.width, height: legend.height)
    self.legends = [PlacedLegend(legend: legend, frame: frame, hasGround: false)]
  }
}
