// SPDX-License-Identifier: GPL-3.0-or-later
/// A local search along finite differences that stalls neither on kinks nor on narrow ridges: BFGS with a
/// line search that asks only for the weak Wolfe conditions.
///
/// It serves where the algorithms of NLopt stop short: at a maximum on a kink that runs obliquely to
/// the variables, such as the smaller of two smooth bounds. The metric learns to step along the kink. After Lewis and Overton, "Nonsmooth optimization via quasi-Newton methods",
/// Math. Program. 141, 135 (2013). It never returns a worse point than its start.
struct VariableMetricSearch {
  /// The search ends when ten iterations together improve the value by less than this, relatively.
  var tolerance: Double
  /// The most iterations.
  var iterations = 200
  /// The spacing of the finite differences, in coordinates of the cube. It limits how near to the
  /// kink the search gets; rounding errors of the objective forbid a much smaller one.
  var spacing = 1e-9
  /// The length of the first step, in coordinates of the cube.
  var initialStep = 0.01

  typealias Point = NLoptMaximiser.Outcome

  /// A point with the slope of the objective there.
  private struct Sloped {
    var point: Point
    var slope: [Double]
  }

  /// The best point reached from `start`.
  func maximise(_ meter: ObjectiveMeter, from start: Point) throws -> Point {
    let n = start.coordinates.count
    guard let slope = try slope(meter, at: start) else { return start }
    var current = Sloped(point: start, slope: slope)
    var metric = SquareMatrix(identity: n)
    var isFresh = true
    var landmark = start.value
    for iteration in 1...max(iterations, 1) {
      try meter.checkCancellation()
      let isHeld = zip(current.point.coordinates, current.slope).map { coordinate, slope in
        (coordinate <= 0 && slope < 0) || (coordinate >= 1 && slope > 0)
      }
      var direction = metric.times(current.slope, without: isHeld)
      var rise = dot(direction, current.slope)
      if isFresh || !(rise > 0) {
        let length = zip(current.slope, isHeld).reduce(0) { $1.1 ? $0 : max($0, abs($1.0)) }
        guard length > 0, length.isFinite else { break }
        metric = SquareMatrix(identity: n, scale: initialStep / length)
        direction = metric.times(current.slope, without: isHeld)
        rise = dot(direction, current.slope)
      }
      // What the learned metric still promises is not worth a call.
      if !isFresh && rise < 0.1 * tolerance * abs(current.point.value) { break }
      guard let next = try lineSearch(meter, from: current, along: direction, rise: rise) else { break }
      let move = zip(next.point.coordinates, current.point.coordinates).map { $0 - $1 }
      // For a maximum the slope falls along the move.
      let fall = zip(current.slope, next.slope).map { $0 - $1 }
      metric.update(move: move, change: fall)
      isFresh = false
      current = next
      if iteration % 10 == 0 {
        if relativeDifference(current.point.value, landmark) <= tolerance { break }
        landmark = current.point.value
      }
    }
    return current.point
  }

  private func lineSearch(
    _ meter: ObjectiveMeter, from start: Sloped, along direction: [Double], rise: Double
  ) throws -> Sloped? {
    var reach = Double.infinity
    for (coordinate, d) in zip(start.point.coordinates, direction) {
      if d > 0 { reach = min(reach, (1 - coordinate) / d) }
      if d < 0 { reach = min(reach, -coordinate / d) }
    }
    var low = 0.0
    var high = Double.infinity
    var t = min(1, reach)
    var best: Sloped?
    for _ in 0..<40 {
      guard t > 0, t * rise > 0.01 * tolerance * abs(start.point.value) else { break }
      let trial = zip(start.point.coordinates, direction).map { min(max($0 + t * $1, 0), 1) }
      guard let value = meter.value(at: trial) else { return nil }
      if value.isFinite && value > start.point.value + 1e-4 * t * rise {
        let point = Point(coordinates: trial, value: value)
        guard let slope = try slope(meter, at: point) else { return nil }
        best = Sloped(point: point, slope: slope)
        if dot(direction, slope) <= 0.5 * rise || t >= reach { return best }
        low = t
      } else {
        high = t
      }
      t = high.isFinite ? (low + high) / 2 : min(2 * low, reach)
    }
    return best
  }

  /// The slope by differences that stay inside the cube; nil if it cannot be had.
  private func slope(_ meter: ObjectiveMeter, at point: Point) throws -> [Double]? {
    var slope: [Double] = []
    var trial = point.coordinates
    for index in trial.indices {
      let coordinate = trial[index]
      trial[index] = coordinate > 0.5 ? coordinate - spacing : coordinate + spacing
      let step = trial[index] - coordinate
      guard let value = meter.value(at: trial), value.isFinite else { return nil }
      slope.append((value - point.value) / step)
      trial[index] = coordinate
    }
    return slope
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }
}

/// A small dense square matrix.
private struct SquareMatrix {
  private var rows: [[Double]]

  init(identity n: Int, scale: Double = 1) {
    rows = (0..<n).map { i in (0..<n).map { $0 == i ? scale : 0 } }
  }

  func times(_ vector: [Double], without isHeld: [Bool]) -> [Double] {
    zip(rows, isHeld).map { row, isRowHeld in
      if isRowHeld { return 0 }
      return zip(row, zip(vector, isHeld)).reduce(0) { $1.1.1 ? $0 : $0 + $1.0 * $1.1.0 }
    }
  }

  /// The BFGS update of an inverse; nothing happens where it would lose definiteness.
  mutating func update(move: [Double], change: [Double]) {
    let product = zip(move, change).reduce(0) { $0 + $1.0 * $1.1 }
    guard product > 0, product.isFinite else { return }
    let image = rows.map { row in zip(row, change).reduce(0) { $0 + $1.0 * $1.1 } }
    let weight = (1 + zip(image, change).reduce(0) { $0 + $1.0 * $1.1 } / product) / product
    for i in rows.indices {
      for j in rows.indices {
        rows[i][j] += weight * move[i] * move[j] - (image[i] * move[j] + move[i] * image[j]) / product
      }
    }
  }
}
