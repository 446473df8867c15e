// SPDX-License-Identifier: GPL-3.0-or-later
/// The frame of one panel with its two axes: where values are in the drawing.
struct PlotArea: Equatable {
  var frame: Rectangle
  var horizontal: ResolvedAxis
  var vertical: ResolvedAxis

  /// The frame with room for rounding: what lies on an edge is inside.
  private var window: Rectangle { frame.expanded(by: 0.01) }

  func x(_ coordinate: Double) -> Double {
    frame.x + horizontal.fraction(coordinate) * frame.width
  }

  func y(_ coordinate: Double) -> Double {
    frame.bottom - vertical.fraction(coordinate) * frame.height
  }

  /// Where a pair of values is, inside the frame or out; nil if one of them cannot be drawn.
  func position(x: Double, y: Double) -> Position? {
    guard let across = horizontal.coordinate(of: x), let up = vertical.coordinate(of: y) else { return nil }
    return Position(x: self.x(across), y: self.y(up))
  }

  /// The points of a series joined as far as they can be, before clipping.
  ///
  /// A point that cannot be drawn ends a run. If the series drops to the floor and the reason is
  /// a value of zero, the run goes straight down (or comes straight up) to the lower edge.
  func runs(of series: Series) -> [[Position]] {
    var runs: [[Position]] = []
    var run: [Position] = []
    var previousIsZero = false
    for point in series.points {
      guard let position = position(x: point.x, y: point.y) else {
        let isZero = vertical.scale == .logarithmic && point.y == 0 && horizontal.coordinate(of: point.x) != nil
        if let last = run.last {
          if isZero, series.dropsToFloor { run.append(Position(x: last.x, y: frame.bottom)) }
          runs.append(run)
          run = []
        }
        previousIsZero = isZero
        continue
      }
      if run.isEmpty, previousIsZero, series.dropsToFloor, position.y < frame.bottom {
        run.append(Position(x: position.x, y: frame.bottom))
      }
      run.append(position)
      previousIsZero = false
    }
    if !run.isEmpty { runs.append(run) }
    return runs
  }

  /// The lines of a series inside the frame. A run of one point is a line of one point.
  func lines(of series: Series) -> [[Position]] {
    runs(of: series).flatMap(clipped)
  }

  /// The parts of a run inside the frame.
  private func clipped(_ run: [Position]) -> [[Position]] {
    guard run.count > 1 else { return run.first.map(window.contains) == true ? [run] : [] }
    var lines: [[Position]] = []
    var line: [Position] = []
    for (start, end) in zip(run, run.dropFirst()) {
      guard let part = window.clip(start, end) else { continue }
      if line.last != part.start {
        if line.count > 1 { lines.append(line) }
        line = [part.start]
      }
      if part.end != part.start { line.append(part.end) }
      // A segment that leaves the frame ends its line even if the next one enters at the same place.
      if part.end != end {
        if line.count > 1 { lines.append(line) }
        line = []
      }
    }
    if line.count > 1 { lines.append(line) }
    return lines
  }

  /// The points of a series inside the frame.
  func visiblePoints(of series: Series) -> [(point: Series.Point, position: Position)] {
    series.points.compactMap { point in
      guard let position = position(x: point.x, y: point.y), window.contains(position) else { return nil }
      return (point, position)
    }
  }

  /// Whether anything of a series can be seen.
  func shows(_ series: Series) -> Bool {
    series.points.contains { position(x: $0.x, y: $0.y).map(window.contains) == true } || !lines(of: series).isEmpty
  }
}

/// One error bar, cut at the frame.
struct ErrorBar: Equatable {
  var top: Position
  var bottom: Position
  /// Whether the upper end is an end of the bar, and not just of the frame.
  var hasTopCap: Bool
  /// Whether the lower end is an end of the bar, and not just of the frame.
  var hasBottomCap: Bool

  /// The error bar of a visible point; nil without one.
  ///
  /// An end that is beyond the frame, infinite, or not positive on a logarithmic axis runs to the
  /// edge and has no cap; an end that is not a number counts as missing.
  init?(of point: Series.Point, at position: Position, in area: PlotArea) {
    // A lower end at infinity, or an upper end that is not above the floor of all values, is no end.
    let low = point.low.flatMap { $0.isNaN || $0 == .infinity ? nil : $0 }
    let high = point.high.flatMap { $0 == .infinity || area.vertical.coordinate(of: $0) != nil ? $0 : nil }
    guard low != nil || high != nil else { return nil }
    (top, bottom, hasTopCap, hasBottomCap) = (position, position, false, false)
    if let high {
      let y = area.vertical.coordinate(of: high).map(area.y) ?? area.frame.y
      hasTopCap = area.vertical.contains(high)
      top.y = min(max(y, area.frame.y), area.frame.bottom)
    }
    if let low {
      let y = area.vertical.coordinate(of: low).map(area.y) ?? area.frame.bottom
      hasBottomCap = area.vertical.contains(low)
      bottom.y = min(max(y, area.frame.y), area.frame.bottom)
    }
  }
}
