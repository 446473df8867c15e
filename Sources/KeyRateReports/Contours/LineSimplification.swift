// SPDX-License-Identifier: GPL-3.0-or-later
/// Leaves out points of a line that nobody would miss.
enum LineSimplification {
  /// The line with as few of its points as keep every other one within a tolerance (after Douglas and Peucker).
  ///
  /// - Parameters:
  ///   - isClosed: whether the line goes on from its last point to its first.
  ///   - tolerance: in drawing units.
  static func simplified(_ line: [Position], isClosed: Bool, tolerance: Double) -> [Position] {
    guard line.count > 2 else { return line }
    guard isClosed else { return open(line[...], tolerance) }
    // Cut at the point farthest from the first, so that both halves have ends worth keeping.
    let far = line.indices.max { squared(line[$0], line[0]) < squared(line[$1], line[0]) } ?? 0
    guard far > 0 else { return [line[0]] }
    let first = open(line[0...far], tolerance)
    let second = open((Array(line[far...]) + [line[0]])[...], tolerance)
    return Array(first.dropLast() + second.dropLast())
  }

  private static func open(_ line: ArraySlice<Position>, _ tolerance: Double) -> [Position] {
    guard line.count > 2 else { return Array(line) }
    var keeps = [Bool](repeating: false, count: line.count)
    keeps[0] = true
    keeps[line.count - 1] = true
    let points = Array(line)
    var waiting = [(0, points.count - 1)]
    while let (low, high) = waiting.popLast() {
      guard high - low > 1 else { continue }
      var farthest = (index: low, distance: -1.0)
      for index in (low + 1)..<high {
        let distance = squaredDistance(points[index], points[low], points[high])
        if distance > farthest.distance { farthest = (index, distance) }
      }
      guard farthest.distance > tolerance * tolerance else { continue }
      keeps[farthest.index] = true
      waiting.append((low, farthest.index))
      waiting.append((farthest.index, high))
    }
    return zip(points, keeps).compactMap { $1 ? $0 : nil }
  }

  private static func squared(_ a: Position, _ b: Position) -> Double {
    (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)
  }

  /// The squared distance of a point from a stretch of line.
  private static func squaredDistance(_ point: Position, _ a: Position, _ b: Position) -> Double {
    let length = squared(a, b)
    guard length > 0 else { return squared(point, a) }
    let along = ((point.x - a.x) * (b.x - a.x) + (point.y - a.y) * (b.y - a.y)) / length
    let part = min(max(along, 0), 1)
    return squared(point, Position(x: a.x + part * (b.x - a.x), y: a.y + part * (b.y - a.y)))
  }
}
