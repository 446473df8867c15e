// SPDX-License-Identifier: GPL-3.0-or-later
/// A point of the drawing, in its units, with the vertical coordinate growing downwards.
struct Position: Equatable {
  var x: Double
  var y: Double
}

/// An upright rectangle of the drawing.
struct Rectangle: Equatable {
  var x: Double
  var y: Double
  var width: Double
  var height: Double

  var right: Double { x + width }
  var bottom: Double { y + height }

  /// The rectangle with `margin` more on every side.
  func expanded(by margin: Double) -> Rectangle {
    Rectangle(x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin)
  }

  func contains(_ position: Position) -> Bool {
    position.x >= x && position.x <= right && position.y >= y && position.y <= bottom
  }

  func contains(_ other: Rectangle) -> Bool {
    other.x >= x && other.right <= right && other.y >= y && other.bottom <= bottom
  }

  func intersects(_ other: Rectangle) -> Bool {
    other.x < right && other.right > x && other.y < bottom && other.bottom > y
  }

  /// The part of a line segment inside the rectangle, nil if it passes by (after Liang and Barsky).
  func clip(_ start: Position, _ end: Position) -> (start: Position, end: Position)? {
    let across = end.x - start.x
    let down = end.y - start.y
    var entry = 0.0
    var exit = 1.0
    let edges = [
      (-across, start.x - x), (across, right - start.x), (-down, start.y - y), (down, bottom - start.y),
    ]
    for (speed, distance) in edges {
      if speed == 0 {
        if distance < 0 { return nil }
      } else if speed < 0 {
        entry = max(entry, distance / speed)
      } else {
        exit = min(exit, distance / speed)
      }
    }
    guard entry <= exit else { return nil }
    let first = entry == 0 ? start : Position(x: start.x + entry * across, y: start.y + entry * down)
    let last = exit == 1 ? end : Position(x: start.x + exit * across, y: start.y + exit * down)
    return (first, last)
  }
}
