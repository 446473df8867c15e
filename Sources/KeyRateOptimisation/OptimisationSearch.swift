// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

/// One search, from the starts to the result.
struct OptimisationSearch {
  /// A start in the coordinates of the cube.
  private struct Candidate {
    var origin: OptimisationResult.Origin
    var coordinates: [Double]
    var initialValue: Double?
    var reachedValue: Double?
  }

  private typealias Point = NLoptMaximiser.Outcome

  private let problem: SearchProblem
  private let options: OptimisationOptions
  private let meter: ObjectiveMeter
  private var candidates: [Candidate] = []

  /// Two starts nearer than this, in every coordinate of the cube, are one start.
  private static let sameStart = 1e-3
  /// How far, in every coordinate of the cube, the best point is left to look for a neighbour.
  private static let leap = 0.3

  init(_ problem: SearchProblem, options: OptimisationOptions) throws {
    try options.validate()
    self.problem = problem
    self.options = options
    let box = try UnitBox(problem.variables)
    meter = ObjectiveMeter(problem, box: box, limit: options.maximumEvaluations)
  }

  private var box: UnitBox { meter.box }
  private var polish: LocalPolish {
    LocalPolish(meter: meter, tolerance: options.relativeTolerance, seed: options.seed)
  }

  /// Adds a start, clipped into the box.
  mutating func addStart(_ point: [Double], index: Int, origin: OptimisationResult.Origin) throws {
    guard point.count == problem.variables.count else {
      throw OptimisationError.invalidStart(
        index: index, reason: "it has \(point.count) values for \(problem.variables.count) variables")
    }
    if let position = point.firstIndex(where: \.isNaN) {
      throw OptimisationError.invalidStart(
        index: index, reason: "'\(problem.variables[position].name)' is not a number")
    }
    candidates.append(Candidate(origin: origin, coordinates: box.coordinates(of: point)))
  }

  /// Carries out all stages.
  mutating func run() throws -> OptimisationResult {
    try meter.checkCancellation()
    if box.dimension == 0 { return try onlyValue() }
    let centre = [Double](repeating: 0.5, count: box.dimension)
    candidates.append(Candidate(origin: .centre, coordinates: centre))
    try evaluateStarts()
    try polishCandidates()
    let effort = SearchEffort.usual(options, dimension: box.dimension)
    try searchGlobally(effort, seed: options.seed)
    if !(meter.bestValue > 0) && effort.evaluations > 0 {
      // Below zero there is a wide basin where next to nothing is sent; a narrow basin with key
      // beside it is easily overlooked, and a false zero is a wrong statement.
      try searchGlobally(.thorough(options, dimension: box.dimension), seed: options.seed &+ 1)
    }
    try searchNearby()
    return try finish()
  }

  /// Climbs from the starts alone and polishes the best.
  mutating func runFromStarts() throws -> OptimisationResult {
    try meter.checkCancellation()
    if box.dimension == 0 { return try onlyValue() }
    try evaluateStarts()
    try polishCandidates()
    return try finish()
  }

  /// The one value of a problem in which nothing can move.
  private func onlyValue() throws -> OptimisationResult {
    _ = meter.value(at: [])
    try meter.checkCancellation()
    return result(meter.bestValue.isFinite ? .nothingToOptimise : .noFiniteValue)
  }

  /// Climbs from random points around the best one, wherever it then is.
  ///
  /// Where two optima lie in one long valley, climbs from afar end in whichever comes first; a leap
  /// out of that one finds the other for less than more climbs from afar would cost.
  private mutating func searchNearby() throws {
    guard meter.bestValue.isFinite else { return }
    var random = SplitMix64(seed: options.seed &+ 2)
    for _ in 0..<options.globalCandidates {
      if meter.isExhausted { break }
      try meter.checkCancellation()
      let coordinates = meter.bestCoordinates.map {
        min(max($0 + Self.leap * (2 * random.unit() - 1), 0), 1)
      }
      guard let value = meter.value(at: coordinates), value.isFinite else { continue }
      candidates.append(Candidate(origin: .nearby, coordinates: coordinates, initialValue: value))
      try polishCandidates()
    }
  }

  /// Climbs from the starts alone, and polishes only what turns out better than `previous`.
  ///
  /// - Returns: The better of both, with the evidence of both.
  mutating func runLocally(improvingOn previous: OptimisationResult) throws -> OptimisationResult {
    try meter.checkCancellation()
    try evaluateStarts()
    try polishCandidates()
    let isBetter =
      meter.bestValue > previous.value
      && !(relativeDifference(meter.bestValue, previous.value) <= options.relativeTolerance)
    let found = isBetter ? try finish() : result(previous.status)
    let best = isBetter ? found : previous
    return OptimisationResult(
      point: best.point, value: best.value, status: best.status,
      evaluations: previous.evaluations + found.evaluations, starts: previous.starts + found.starts,
      activeBounds: best.activeBounds, seed: previous.seed)
  }

  private mutating func evaluateStarts() throws {
    for index in candidates.indices {
      try meter.checkCancellation()
      if let value = meter.value(at: candidates[index].coordinates), value.isFinite {
        candidates[index].initialValue = value
      }
    }
  }

  private mutating func searchGlobally(_ effort: SearchEffort, seed: UInt64) throws {
    var run = NLoptMaximiser(algorithm: .randomSearch)
    run.evaluations = effort.evaluations
    run.population = effort.population
    run.seed = seed
    // Not from the best start: it would draw the whole population into its own basin.
    let centre = Point(coordinates: [Double](repeating: 0.5, count: box.dimension), value: -.infinity)
    let first = meter.startRecording(expecting: min(effort.evaluations, options.maximumEvaluations))
    _ = try run.maximise(meter, from: centre)
    meter.stopRecording()
    let sample = GlobalSample(
      coordinates: Array(meter.recordedCoordinates[(first * box.dimension)...]),
      values: Array(meter.recordedValues[first...]), dimension: box.dimension)
    for index in sample.starts(effort) {
      candidates.append(
        Candidate(origin: .global, coordinates: sample.point(index), initialValue: sample.values[index]))
    }
    try polishCandidates()
  }

  /// Climbs from every start that has not been climbed from.
  private mutating func polishCandidates() throws {
    for index in candidates.indices {
      let candidate = candidates[index]
      guard candidate.reachedValue == nil, let value = candidate.initialValue, !meter.isExhausted else { continue }
      let isRepeated = candidates.contains {
        $0.reachedValue != nil && distance($0.coordinates, candidate.coordinates) < Self.sameStart
      }
      if isRepeated { continue }
      candidates[index].reachedValue = try polish.climb(
        from: Point(coordinates: candidate.coordinates, value: value)
      ).value
    }
  }

  private func finish() throws -> OptimisationResult {
    try meter.checkCancellation()
    guard meter.bestValue.isFinite else { return result(.noFiniteValue) }
    let start = Point(coordinates: meter.bestCoordinates, value: meter.bestValue)
    if try polish.finish(from: start) { return result(.converged) }
    return result(meter.isExhausted ? .evaluationLimit : .stillImproving)
  }

  private func result(_ status: OptimisationResult.Status) -> OptimisationResult {
    let coordinates = meter.bestCoordinates
    var activeBounds: [OptimisationResult.ActiveBound] = []
    if status != .noFiniteValue {
      for (axis, coordinate) in zip(box.axes, coordinates) {
        let name = problem.variables[axis.index].name
        if coordinate <= options.boundTolerance { activeBounds.append(.init(variable: name, end: .lower)) }
        if coordinate >= 1 - options.boundTolerance { activeBounds.append(.init(variable: name, end: .upper)) }
      }
    }
    return OptimisationResult(
      point: box.point(at: coordinates), value: meter.bestValue, status: status, evaluations: meter.evaluations,
      starts: candidates.map {
        OptimisationResult.Start(
          origin: $0.origin, point: box.point(at: $0.coordinates), initialValue: $0.initialValue,
          reachedValue: $0.reachedValue)
      }, activeBounds: activeBounds, seed: options.seed)
  }
}
