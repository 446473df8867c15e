// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#else
  import Foundation
#endif

/// Finds places for the names of contour lines: on the line, where it is straight and away from all others.
struct ContourLabels {
  private(set) var placed: [ContourPlan.Label] = []

  /// Places at most one name per level; a level without a good place has none.
  ///
  /// - Parameters:
  ///   - lines: the lines of each level in the drawing.
  ///   - names: the name of each level.
  ///   - frame: where names may stand.
  ///   - size: the font size.
  init(lines: [[[Position]]], names: [RichText], frame: Rectangle, size: Double) {
    let room = frame.expanded(by: -0.5 * size)
    let dense = lines.map { $0.map { Self.dense($0, step: 0.5 * size) } }
    for (level, name) in names.enumerated() {
      let half = name.width * size / 2 + 0.25 * size
      let others = dense.indices.filter { $0 != level }.flatMap { dense[$0].flatMap(\.self) }
      var best: (label: ContourPlan.Label, score: Double)?
      for (number, line) in lines[level].enumerated() {
        let path = Path(line)
        guard path.length > 3 * half else { continue }
        let steps = 28
        for step in 0...steps {
          let at = half + (path.length - 2 * half) * Double(step) / Double(steps)
          let (start, middle, end) = (path.point(at - half), path.point(at), path.point(at + half))
          let chord = Self.distance(start, end)
          guard chord > 0.95 * 2 * half, room.contains(start), room.contains(end) else { continue }
          var angle = atan2(end.y - start.y, end.x - start.x) * 180 / .pi
          if angle > 90 { angle -= 180 }
          if angle <= -90 { angle += 180 }
          let axis = (0...4).map { part in
            Position(
              x: start.x + (end.x - start.x) * Double(part) / 4, y: start.y + (end.y - start.y) * Double(part) / 4)
          }
          let gapToLabels = Self.gap(axis, placed.flatMap { Self.axis(of: $0) })
          guard gapToLabels > 1.6 * size else { continue }
          let gapToLines = Self.gap(axis, others)
          guard gapToLines > 0.75 * size else { continue }
          // Room counts most, up to what is plenty; then straightness, flatness and the middle of the line.
          let middleness = 1 - (2 * Double(step) / Double(steps) - 1).magnitude
          let score =
            min(gapToLines, 2.5 * size) / size + min(gapToLabels, 6 * size) / (6 * size) + 0.5 * middleness
            + 0.4 * cos(angle * .pi / 180)
          if let known = best, score <= known.score { continue }
          best = (
            .init(
              level: level, line: number, start: at - half, end: at + half, text: name, middle: middle, angle: angle,
              size: size), score
          )
        }
      }
      if let best { placed.append(best.label) }
    }
  }

  /// Some points along a label.
  static func axis(of label: ContourPlan.Label) -> [Position] {
    let half = label.text.width * label.size / 2
    let (dx, dy) = (cos(label.angle * .pi / 180), sin(label.angle * .pi / 180))
    return [-1, -0.5, 0, 0.5, 1].map {
      Position(x: label.middle.x + $0 * half * dx, y: label.middle.y + $0 * half * dy)
    }
  }

  private static func distance(_ a: Position, _ b: Position) -> Double { hypot(a.x - b.x, a.y - b.y) }

  /// The least distance between two sets of points; infinite if one is empty.
  private static func gap(_ some: [Position], _ others: [Position]) -> Double {
    var least = Double.infinity
    for a in some {
      for b in others {
        let (dx, dy) = (a.x - b.x, a.y - b.y)
        least = min(least, dx * dx + dy * dy)
      }
    }
    return least.squareRoot()
  }

  /// A line with points no farther apart than a step.
  private static func dense(_ line: [Position], step: Double) -> [Position] {
    var result = Array(line.prefix(1))
    for (a, b) in zip(line, line.dropFirst()) {
      let parts = max(1, Int((distance(a, b) / step).rounded(.up)))
      for part in 1...parts {
        let share = Double(part) / Double(parts)
        result.append(Position(x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y)))
      }
    }
    return result
  }

  /// The parts of a line before and after a label on it.
  static func cut(_ line: [Position], around label: ContourPlan.Label) -> [[Position]] {
    let path = Path(line)
    let before = zip(path.points, path.lengths).prefix { $1 < label.start }.map(\.0) + [path.point(label.start)]
    let after = [path.point(label.end)] + zip(path.points, path.lengths).drop { $1 <= label.end }.map(\.0)
    return [before, after].filter { $0.count > 1 }
  }

  /// A line by the length along it.
  private struct Path {
    let points: [Position]
    let lengths: [Double]

    init(_ points: [Position]) {
      self.points = points
      var sum = 0.0
      var lengths = [0.0]
      for (a, b) in zip(points, points.dropFirst()) {
        sum += ContourLabels.distance(a, b)
        lengths.append(sum)
      }
      self.lengths = lengths
    }

    var length: Double { lengths.last ?? 0 }

    func point(_ at: Double) -> Position {
      guard let next = lengths.firstIndex(where: { $0 >= at }), next > 0 else {
        return (at > 0 ? points.last : points.first) ?? Position(x: 0, y: 0)
      }
      let span = lengths[next] - lengths[next - 1]
      let part = span > 0 ? (at - lengths[next - 1]) / span : 0
      let (a, b) = (points[next - 1], points[next])
      return Position(x: a.x + part * (b.x - a.x), y: a.y + part * (b.y - a.y))
    }
  }
}
