// SPDX-License-Identifier: GPL-3.0-or-later
import CNLopt

/// One run of one NLopt algorithm over the unit cube.
///
/// NLopt is never trusted with what it cannot be trusted with: the best point is the one that the
/// meter saw, the number of calls is counted here, values that are not finite never reach it, and
/// NEWUOA and COBYLA, which can hang, are not offered.
struct NLoptMaximiser {
  /// The algorithms that are offered.
  enum Algorithm: Sendable {
    /// Controlled random search with local mutation: global, random.
    case randomSearch
    /// BOBYQA: a quadratic model in a trust region; quick where the objective is smooth.
    case quadraticModel
    /// Subplex: Nelder-Mead in subspaces; slower, but it copes with kinks.
    case subspaceSimplex

    var identifier: nlopt_algorithm {
      switch self {
      case .randomSearch: NLOPT_GN_CRS2_LM
      case .quadraticModel: NLOPT_LN_BOBYQA
      case .subspaceSimplex: NLOPT_LN_SBPLX
      }
    }

    var name: String {
      switch self {
      case .randomSearch: "CRS2_LM"
      case .quadraticModel: "BOBYQA"
      case .subspaceSimplex: "SBPLX"
      }
    }
  }

  /// The best point of a run.
  struct Outcome {
    var coordinates: [Double]
    var value: Double
  }

  let algorithm: Algorithm
  /// The length of the first step, in coordinates of the cube (local algorithms).
  var initialStep = 0.1
  /// The step below which the search ends, in coordinates of the cube; 0 for no such criterion.
  var stepTolerance = 0.0
  /// The most calls in this run; the meter's own limit holds as well.
  var evaluations = Int.max
  /// The population (random search only); 0 leaves it to NLopt.
  var population = 0
  /// The seed of NLopt's generator.
  var seed: UInt64 = 1

  /// Runs the algorithm from `start` and returns the best point of the run, the start included.
  ///
  /// - Throws: `CancellationError`, or ``OptimisationError/solverFailure(algorithm:status:)``.
  func maximise(_ meter: ObjectiveMeter, from start: Outcome) throws -> Outcome {
    try meter.checkCancellation()
    let dimension = meter.box.dimension
    guard dimension > 0, start.coordinates.count == dimension, evaluations > 0, !meter.isExhausted else {
      return start
    }
    guard let handle = nlopt_create(algorithm.identifier, UInt32(dimension)) else {
      throw failure("OUT_OF_MEMORY")
    }
    defer { nlopt_destroy(handle) }
    let run = NLoptRun(meter: meter, handle: handle, start: start, evaluations: evaluations)
    try check(nlopt_set_lower_bounds1(handle, 0))
    try check(nlopt_set_upper_bounds1(handle, 1))
    try check(nlopt_set_xtol_rel(handle, 0))
    try check(nlopt_set_ftol_rel(handle, 0))
    try check(nlopt_set_xtol_abs1(handle, stepTolerance))
    if algorithm == .randomSearch {
      try check(nlopt_set_population(handle, UInt32(clamping: population)))
    } else {
      try check(nlopt_set_initial_step1(handle, initialStep))
    }

    var coordinates = start.coordinates
    var unused = 0.0
    let status = try withExtendedLifetime(run) {
      let context = Unmanaged.passUnretained(run).toOpaque()
      try check(nlopt_set_min_objective(handle, nloptObjective, context))
      // The generator belongs to the thread: seeding and running must not be separated by an await.
      nlopt_srand(UInt(truncatingIfNeeded: seed))
      return nlopt_optimize(handle, &coordinates, &unused)
    }
    try meter.checkCancellation()
    if !(run.stopped && status == NLOPT_FORCED_STOP) { try check(status) }
    return run.best
  }

  private func check(_ status: nlopt_result) throws(OptimisationError) {
    // ROUNDOFF_LIMITED: the steps became too small to matter, which is what was asked for.
    if status.rawValue > 0 || status == NLOPT_ROUNDOFF_LIMITED { return }
    throw failure(nlopt_result_to_string(status).map { String(cString: $0) } ?? "\(status.rawValue)")
  }

  private func failure(_ status: String) -> OptimisationError {
    .solverFailure(algorithm: algorithm.name, status: status)
  }
}

/// The state of one run, reached from C through its address.
private final class NLoptRun {
  let meter: ObjectiveMeter
  let handle: nlopt_opt
  var best: NLoptMaximiser.Outcome
  var remaining: Int
  var worst: Double
  var stopped = false
  /// A power of two that brings the values near 1, so that no threshold inside NLopt depends on
  /// whether rates or bits are searched.
  let factor: Double

  init(meter: ObjectiveMeter, handle: nlopt_opt, start: NLoptMaximiser.Outcome, evaluations: Int) {
    self.meter = meter
    self.handle = handle
    best = start
    worst = start.value.isFinite ? start.value : .infinity
    remaining = evaluations
    let size = abs(start.value)
    factor = size.isNormal && size < 1e300 && size > 1e-300 ? 1 / size.binade : 1
  }

  func cost(at coordinates: UnsafeBufferPointer<Double>) -> Double {
    guard remaining > 0, let value = meter.value(at: coordinates) else {
      stopped = true
      nlopt_force_stop(handle)
      return penalty
    }
    remaining -= 1
    guard value.isFinite else { return penalty }
    if value > best.value {
      best.value = value
      for (index, coordinate) in zip(best.coordinates.indices, coordinates) {
        best.coordinates[index] = coordinate
      }
    }
    worst = min(worst, value)
    // Sums of squares of what is returned must not overflow inside the algorithms.
    return min(max(-value * factor, -1e100), 1e100)
  }

  /// A cost above every finite one of this run: a point without a value is worse than the worst.
  private var penalty: Double {
    guard best.value.isFinite, worst.isFinite else { return 1e100 }
    let step = max(best.value - worst, abs(worst))
    return min(max(-(worst - step) * factor, -1e100), 1e100)
  }
}

private let nloptObjective: nlopt_func = { count, coordinates, _, context in
  guard let context, let coordinates else { return 1e100 }
  let run = Unmanaged<NLoptRun>.fromOpaque(context).takeUnretainedValue()
  return run.cost(at: UnsafeBufferPointer(start: coordinates, count: Int(count)))
}
