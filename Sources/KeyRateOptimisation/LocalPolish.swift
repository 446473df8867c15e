/// Local searches from one point of the cube.
struct LocalPolish {
  let meter: ObjectiveMeter

  typealias Point = NLoptMaximiser.Outcome

  /// Climbs from a start to the local optimum, well enough to tell optima apart.
  func climb(from start: Point) throws -> Point {
    var run = NLoptMaximiser(algorithm: .quadraticModel)
    run.initialStep = 0.1
    run.stepTolerance = 1e-4
    run.evaluations = 100 * (meter.box.dimension + 1)
    return try run.maximise(meter, from: start)
  }

  /// The outcome of `finish`.
  struct Finish {
    var best: Point
    var hasConverged: Bool
  }

  /// Climbs from an optimum until restarts change nothing.
  ///
  /// The two algorithms take turns because each rescues the other: the quadratic model is exact where
  /// the objective is smooth and stalls on a kink, the simplex passes kinks and crawls on a ridge.
  func finish(from start: Point, tolerance: Double) throws -> Finish {
    var best = start
    let dimension = meter.box.dimension
    var step = 0.01
    for _ in 0..<Self.rounds {
      let before = best.value
      var model = NLoptMaximiser(algorithm: .quadraticModel)
      model.initialStep = step
      model.stepTolerance = 1e-8
      model.evaluations = 200 * (dimension + 1)
      best = try model.maximise(meter, from: best)
      best = try snapToBounds(best)
      let afterModel = best.value
      if meter.isExhausted { return Finish(best: best, hasConverged: false) }
      var simplex = NLoptMaximiser(algorithm: .subspaceSimplex)
      simplex.initialStep = step
      simplex.stepTolerance = 1e-6
      simplex.evaluations = 200 * (dimension + 1)
      best = try simplex.maximise(meter, from: best)
      if meter.isExhausted { return Finish(best: best, hasConverged: false) }
      _ = before
      if relativeDifference(best.value, afterModel) <= tolerance {
        return Finish(best: best, hasConverged: true)
      }
      step = step > 0.05 ? 0.01 : step * 3
    }
    return Finish(best: best, hasConverged: false)
  }

  private static let rounds = 12

  /// Moves the variables that are almost on a bound onto it where that does not lower the value.
  private func snapToBounds(_ start: Point) throws -> Point {
    var best = start
    for index in best.coordinates.indices {
      let coordinate = best.coordinates[index]
      guard coordinate != 0, coordinate != 1, min(coordinate, 1 - coordinate) < 1e-3 else { continue }
      var trial = best.coordinates
      trial[index] = coordinate.rounded()
      try meter.checkCancellation()
      if let value = meter.value(at: trial), value.isFinite, value >= best.value {
        best = Point(coordinates: trial, value: value)
      }
    }
    return best
  }
}
