// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
/// Local searches from one point of the cube.
struct LocalPolish {
  let meter: ObjectiveMeter
  /// Improvements below this, relative to the value, count as none.
  let tolerance: Double
  let seed: UInt64

  typealias Point = NLoptMaximiser.Outcome

  /// Climbs from a start to the local optimum, well enough to tell optima apart.
  func climb(from start: Point) throws -> Point {
    var run = NLoptMaximiser(algorithm: .quadraticModel)
    run.initialStep = 0.1
    run.stepTolerance = 1e-4
    run.evaluations = 100 * (meter.box.dimension + 1)
    return try run.maximise(meter, from: start)
  }

  /// Climbs from the best point so far until that changes nothing; false if it still did at the end.
  ///
  /// The quadratic model is exact where the objective is smooth, but on a kink or a narrow ridge it
  /// stalls and calls that success, as the simplex does; so a search of another kind has the last word.
  func finish(from start: Point) throws -> Bool {
    var best = start
    var step = 0.01
    for round in 0..<Self.rounds {
      let failures = meter.failures
      best = try run(.quadraticModel, from: best, step: step, tolerance: 1e-8)
      best = try snapToBounds(best)
      let before = best.value
      best = try followRidge(from: best, seed: seed &+ UInt64(round))
      best = try snapToBounds(best)
      if meter.failures > failures {
        // Beside points without a value there are no slopes; the simplex needs none.
        best = try run(.subspaceSimplex, from: best, step: step, tolerance: 1e-6)
      }
      if meter.isExhausted { return false }
      if relativeDifference(best.value, before) <= tolerance { return true }
      // Longer steps next time, in case a short one was what stopped short.
      step = step > 0.05 ? 0.01 : step * 3
    }
    return false
  }

  private static let rounds = 12

  private func run(
    _ algorithm: NLoptMaximiser.Algorithm, from start: Point, step: Double, tolerance: Double
  ) throws -> Point {
    var run = NLoptMaximiser(algorithm: algorithm)
    run.initialStep = step
    run.stepTolerance = tolerance
    run.evaluations = 200 * (meter.box.dimension + 1)
    return try run.maximise(meter, from: start)
  }

  /// Searches with a learned metric until a start beside the best point leads nowhere better.
  private func followRidge(from start: Point, seed: UInt64) throws -> Point {
    var best = start
    var random = SplitMix64(seed: seed)
    for _ in 0..<10 {
      try meter.checkCancellation()
      // On a kink itself differences show the slope of one side only.
      let beside = best.coordinates.map { coordinate in
        coordinate == 0 || coordinate == 1
          ? coordinate : min(max(coordinate + 1e-3 * (2 * random.unit() - 1), 0), 1)
      }
      guard let value = meter.value(at: beside) else { break }
      guard value.isFinite else { continue }
      let before = best.value
      let search = VariableMetricSearch(tolerance: tolerance)
      let found = try search.maximise(meter, from: Point(coordinates: beside, value: value))
      if found.value > best.value { best = found }
      if relativeDifference(best.value, before) <= tolerance { break }
    }
    return best
  }

  /// Moves the variables that are almost on a bound onto it where that does not lower the value.
  private func snapToBounds(_ start: Point) throws -> Point {
    var best = start
    for index in best.coordinates.indices {
      let coordinate = best.coordinates[index]
      guard coordinate != 0, coordinate != 1, min(coordinate, 1 - coordinate) < 1e-3 else { continue }
      try meter.checkCancellation()
      var trial = best.coordinates
      trial[index] = coordinate.rounded()
      if let value = meter.value(at: trial), value.isFinite, value >= best.value {
        best = Point(coordinates: trial, value: value)
      }
    }
    return best
  }
}
