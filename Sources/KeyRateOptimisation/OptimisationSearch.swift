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
  private var best: Point?

  /// Two starts nearer than this, in every coordinate of the cube, are one start.
  private static let sameStart = 1e-3
  /// Points of the global stage nearer than this probably lead to the same optimum.
  private static let sameRegion = 0.1

  init(_ problem: SearchProblem, options: OptimisationOptions) throws {
    try options.validate()
    self.problem = problem
    self.options = options
    let box = try UnitBox(problem.variables)
    meter = ObjectiveMeter(problem, box: box, limit: options.maximumEvaluations)
    for (index, start) in problem.starts.enumerated() {
      try addStart(start, index: index, origin: .given(index))
    }
  }

  private var box: UnitBox { meter.box }

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
    if box.dimension == 0 {
      _ = meter.value(at: [])
      try meter.checkCancellation()
      return result(meter.bestValue.isFinite ? .nothingToOptimise : .noFiniteValue)
    }
    if candidates.isEmpty {
      candidates.append(Candidate(origin: .centre, coordinates: meter.bestCoordinates))
    }
    try evaluateStarts()
    try searchGlobally()
    guard meter.bestValue.isFinite else {
      return result(meter.isExhausted && !hasTriedEverything ? .noFiniteValue : .noFiniteValue)
    }
    try polishCandidates()
    return try finish()
  }
  private var hasTriedEverything: Bool { true }

  private mutating func evaluateStarts() throws {
    for index in candidates.indices {
      try meter.checkCancellation()
      if let value = meter.value(at: candidates[index].coordinates), value.isFinite {
        candidates[index].initialValue = value
      }
    }
  }

  private mutating func searchGlobally() throws {
    let budget = options.globalBudget(dimension: box.dimension)
    guard budget > 0 else { return }
    var run = NLoptMaximiser(algorithm: .randomSearch)
    run.evaluations = budget
    run.population = options.population(dimension: box.dimension)
    run.seed = options.seed
    meter.startRecording(expecting: min(budget, options.maximumEvaluations))
    _ = try run.maximise(meter, from: Point(coordinates: meter.bestCoordinates, value: meter.bestValue))
    meter.stopRecording()
    addGlobalCandidates()
  }

  /// Takes the best points of the global stage that are far from one another.
  private mutating func addGlobalCandidates() {
    let values = meter.recordedValues
    let dimension = box.dimension
    var chosen: [[Double]] = []
    // Equal values keep their order, so the choice does not depend on the sorting algorithm.
    for index in values.indices.sorted(by: { (values[$0], $1) > (values[$1], $0) }) {
      if chosen.count >= options.globalCandidates { break }
      let coordinates = Array(meter.recordedCoordinates[index * dimension..<(index + 1) * dimension])
      if chosen.contains(where: { distance($0, coordinates) < Self.sameRegion }) { continue }
      chosen.append(coordinates)
      candidates.append(Candidate(origin: .global, coordinates: coordinates, initialValue: values[index]))
    }
  }

  private mutating func polishCandidates() throws {
    let polish = LocalPolish(meter: meter)
    for index in candidates.indices {
      let candidate = candidates[index]
      guard let value = candidate.initialValue, !meter.isExhausted else { continue }
      let isRepeated = candidates[..<index].contains {
        $0.reachedValue != nil && distance($0.coordinates, candidate.coordinates) < Self.sameStart
      }
      if isRepeated { continue }
      let reached = try polish.climb(from: Point(coordinates: candidate.coordinates, value: value))
      candidates[index].reachedValue = reached.value
      if best.map({ reached.value > $0.value }) ?? true { best = reached }
    }
  }

  private mutating func finish() throws -> OptimisationResult {
    let start = Point(coordinates: meter.bestCoordinates, value: meter.bestValue)
    let finish = try LocalPolish(meter: meter).finish(from: start, tolerance: options.relativeTolerance)
    if finish.hasConverged { return result(.converged) }
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

  private func distance(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }
}
