// SPDX-License-Identifier: GPL-3.0-or-later
/// The contours of a panel, ready to be drawn.
struct ContourPlan {
  /// The name of a line beside it.
  struct Label: Equatable {
    var level: Int
    /// Which of the lines of the level it stands on, and from where to where along it.
    var line: Int
    var start: Double
    var end: Double
    var text: RichText
    /// The middle of the text.
    var middle: Position
    /// The direction in degrees, clockwise, from -90 to 90.
    var angle: Double
    var size: Double
  }

  let map: ContourMap
  let levels: ContourLevels
  /// All that is covered.
  let base: ContourMesh.Region
  /// The regions above each level.
  let regions: [ContourMesh.Region]
  /// The places of values that are not known.
  let unknown: [Int]
  /// The names of the lines.
  let labels: [Label]
  /// Where the name of the places without a value goes, if there is room for it.
  let zeroPlace: Position?
  /// The frame of the grid in the drawing.
  let frame: Rectangle

  /// The places of the columns and rows in the drawing.
  private let columns: [Double]
  private let rows: [Double]

  /// The values of a map on the scale of its levels; nil where there is none.
  static func coordinates(of map: ContourMap) -> [Double?] {
    map.grid.values.map { ResolvedAxis.coordinate(of: $0, on: map.axis.scale) }
  }

  static func levels(of map: ContourMap) throws(FigureError) -> ContourLevels {
    try ContourLevels(coordinates(of: map).compactMap(\.self), axis: map.axis)
  }

  init(_ map: ContourMap, levels: ContourLevels, area: PlotArea, labelSize: Double) {
    self.map = map
    self.levels = levels
    func place(_ value: Double, on axis: ResolvedAxis) -> Double {
      axis.coordinate(of: value).map(axis.fraction) ?? 0
    }
    let u = map.grid.x.map { place($0, on: area.horizontal) }
    let v = map.grid.y.map { place($0, on: area.vertical) }
    var borders: [ContourMesh.Edge: ContourMesh.Border] = [:]
    for border in map.borders {
      guard let value = ResolvedAxis.coordinate(of: border.value, on: map.axis.scale) else { continue }
      borders[.init(inside: border.inside, outside: border.outside)] = .init(reach: border.reach, value: value)
    }
    let isLogarithmic = map.axis.scale == .logarithmic
    let mesh = ContourMesh(
      u: u, v: v, values: Self.coordinates(of: map), borders: borders, isLogarithmic: isLogarithmic)
    base = mesh.region(above: -.infinity)
    regions = levels.levels.map(mesh.region)
    unknown = map.grid.values.indices.filter { index in
      let value = map.grid.values[index]
      return !value.isFinite && !(isLogarithmic && value == -.infinity)
    }
    let panel = area.frame
    columns = u.map { panel.x + $0 * panel.width }
    rows = v.map { panel.bottom - $0 * panel.height }
    frame = Rectangle(
      x: columns[0], y: rows[rows.count - 1], width: columns[columns.count - 1] - columns[0],
      height: rows[0] - rows[rows.count - 1])
    labels =
      ContourLabels(
        lines: regions.map { region in region.levelLines.map { Self.positions($0, in: panel) } }, names: levels.labels,
        frame: panel, size: 0.9 * labelSize
      ).placed
    zeroPlace =
      isLogarithmic
      ? Self.widest(
        map.grid.values.map { $0 <= 0 }, columns: columns, rows: rows,
        borders: base.borderLines.flatMap { Self.positions($0, in: panel) }, text: map.zeroLabel, size: labelSize)
      : nil
  }

  /// A line in the drawing.
  static func positions(_ line: ContourMesh.Line, in frame: Rectangle) -> [Position] {
    line.points.map { Position(x: frame.x + $0.u * frame.width, y: frame.bottom - $0.v * frame.height) }
  }

  /// The part of the drawing nearer to a place of the grid than to its neighbours.
  func cell(_ index: Int) -> Rectangle {
    func span(_ places: [Double], _ i: Int) -> (Double, Double) {
      let before = i > 0 ? (places[i - 1] + places[i]) / 2 : places[i]
      let after = i + 1 < places.count ? (places[i] + places[i + 1]) / 2 : places[i]
      return (min(before, after), max(before, after))
    }
    let (left, right) = span(columns, index % columns.count)
    let (top, bottom) = span(rows, index / columns.count)
    return Rectangle(x: left, y: top, width: right - left, height: bottom - top)
  }

  /// The point between places without a value that is farthest from all others, if a text fits there.
  private static func widest(
    _ isZero: [Bool], columns: [Double], rows: [Double], borders: [Position], text: String, size: Double
  ) -> Position? {
    guard isZero.contains(true), let left = columns.first, let right = columns.last, let bottom = rows.first,
      let top = rows.last
    else { return nil }
    let half = RichText(text).width * size / 2 + 0.6 * size
    let steps = 40
    var best: (place: Position, room: Double)?
    for up in 1..<steps {
      for across in 1..<steps {
        let place = Position(
          x: left + (right - left) * Double(across) / Double(steps),
          y: bottom + (top - bottom) * Double(up) / Double(steps))
        let column = max(0, (columns.firstIndex { $0 > place.x } ?? columns.count - 1) - 1)
        let row = max(0, (rows.firstIndex { $0 < place.y } ?? rows.count - 1) - 1)
        let corners = [column, column + 1].flatMap { x in [row, row + 1].map { $0 * columns.count + x } }
        guard corners.allSatisfy({ isZero[$0] }) else { continue }
        // Heights count double: text is wide.
        var room = min(place.x - left, right - place.x, 2 * (place.y - top), 2 * (bottom - place.y))
        for other in borders {
          room = min(room, max((other.x - place.x).magnitude, 2 * (other.y - place.y).magnitude))
          if room < half { break }
        }
        if room > (best?.room ?? half) { best = (place, room) }
      }
    }
    return best?.place
  }
}
