// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

/// The points that a global stage evaluated, and the choice of those worth a climb.
struct GlobalSample {
  /// The coordinates in the cube, point after point.
  let coordinates: [Double]
  /// The finite value of each point.
  let values: [Double]
  let dimension: Int

  /// The coordinates of one point.
  func point(_ index: Int) -> [Double] {
    Array(coordinates[index * dimension..<(index + 1) * dimension])
  }

  /// The points to climb from.
  ///
  /// The best of all comes first. Then come the best of those random points that have no better one
  /// around them, each of which stands for a basin of its own; the plainly best points would all lie in
  /// the widest basin. Last come random points, whatever their value, because where the objective is
  /// below zero its slope often leads away from a narrow basin with key.
  func starts(_ effort: SearchEffort) -> [Int] {
    // Equal values keep their order, so the choice does not depend on the sorting algorithm.
    let bestFirst = values.indices.sorted { (values[$0], $1) > (values[$1], $0) }
    let randomPoints = 0..<min(effort.population, values.count)
    var chosen: [Int] = []
    if effort.promisingPoints > 0 { chosen.append(contentsOf: bestFirst.prefix(1)) }
    let radius = basinRadius(randomPoints.count)
    let maxima = bestFirst.filter { index in
      randomPoints.contains(index)
        && !randomPoints.contains { values[$0] > values[index] && distance($0, index) < radius }
    }
    for (indices, count) in [
      (maxima, effort.promisingPoints), (Array(randomPoints), effort.randomPoints),
    ] {
      var added: [Int] = []
      for index in indices {
        if added.count >= count { break }
        if added.contains(where: { distance($0, index) < Self.sameRegion }) { continue }
        added.append(index)
      }
      chosen.append(contentsOf: added)
    }
    return chosen
  }

  /// The distance within which about five of the random points are expected.
  private func basinRadius(_ count: Int) -> Double {
    0.5 * pow(5 / Double(max(count, 5)), 1 / Double(max(dimension, 1)))
  }

  /// Starts nearer than this, in every coordinate, probably lead to the same optimum.
  private static let sameRegion = 0.3

  private func distance(_ a: Int, _ b: Int) -> Double {
    var largest = 0.0
    for offset in 0..<dimension {
      largest = max(largest, abs(coordinates[a * dimension + offset] - coordinates[b * dimension + offset]))
    }
    return largest
  }
}

/// The largest difference of two points in one coordinate.
func distance(_ a: [Double], _ b: [Double]) -> Double {
  zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) }
}
