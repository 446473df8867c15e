// SPDX-License-Identifier: GPL-3.0-or-later
/// Which parts of a panel are covered with data, on a grid of small squares.
///
/// Legends and labels are put where the map is emptiest. Squares count once per layer of data,
/// however many points fall into them, so that a finely sampled curve weighs no more than a coarse one.
struct DataMap {
  /// The side of a square: small against any text, and such that there are never too many.
  let cell: Double
  let frame: Rectangle
  private let columns: Int
  private let rows: Int
  private var weights: [Double]

  init(frame: Rectangle) {
    self.frame = frame
    cell = max(2, max(frame.width, frame.height) / 180)
    columns = max(1, Int((frame.width / cell).rounded(.up)))
    rows = max(1, Int((frame.height / cell).rounded(.up)))
    weights = Array(repeating: 0, count: columns * rows)
  }

  /// Everything that the series of a panel cover.
  init(area: PlotArea, series: [Series], styles: [ResolvedStyle], markerSize: Double) {
    self.init(frame: area.frame)
    for (series, style) in zip(series, styles) {
      if style.pattern != .none {
        for line in area.lines(of: series) { mark(line: line) }
      }
      for (point, position) in area.visiblePoints(of: series) {
        if style.marker != .none {
          let box = Rectangle(x: position.x, y: position.y, width: 0, height: 0)
          mark(box.expanded(by: markerSize), weight: 2)
        }
        if let bar = ErrorBar(of: point, at: position, in: area) { mark(line: [bar.top, bar.bottom]) }
      }
    }
  }

  /// Marks the squares along a line inside the frame.
  mutating func mark(line: [Position], weight: Double = 1) {
    guard let first = line.first else { return }
    var touched: Set<Int> = [index(of: first)]
    for (start, end) in zip(line, line.dropFirst()) {
      let length = max((end.x - start.x).magnitude, (end.y - start.y).magnitude)
      let steps = max(1, Int((min(length, 1e5) / (cell / 2)).rounded(.up)))
      for step in 1...steps {
        let part = Double(step) / Double(steps)
        let position = Position(x: start.x + part * (end.x - start.x), y: start.y + part * (end.y - start.y))
        touched.insert(index(of: position))
      }
    }
    for square in touched { weights[square] += weight }
  }

  /// Marks a rectangle.
  mutating func mark(_ rectangle: Rectangle, weight: Double) {
    for row in rowRange(rectangle) {
      for column in columnRange(rectangle) { weights[row * columns + column] += weight }
    }
  }

  /// How much data a rectangle would hide: zero if none.
  func hidden(by rectangle: Rectangle) -> Double {
    var sum = 0.0
    for row in rowRange(rectangle) {
      for column in columnRange(rectangle) { sum += weights[row * columns + column] }
    }
    return sum
  }

  private func index(of position: Position) -> Int {
    row(position.y) * columns + column(position.x)
  }

  private func column(_ x: Double) -> Int {
    min(max(Int(((x - frame.x) / cell).rounded(.down)), 0), columns - 1)
  }

  private func row(_ y: Double) -> Int {
    min(max(Int(((y - frame.y) / cell).rounded(.down)), 0), rows - 1)
  }

  private func columnRange(_ rectangle: Rectangle) -> ClosedRange<Int> {
    let first = column(rectangle.x)
    return first...max(first, column(rectangle.right))
  }

  private func rowRange(_ rectangle: Rectangle) -> ClosedRange<Int> {
    let first = row(rectangle.y)
    return first...max(first, row(rectangle.bottom))
  }
}
