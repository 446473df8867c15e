// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

extension Optimiser {
  /// The optima of a row of related problems, each helped by its neighbours.
  ///
  /// The first pass searches every point independently. In each later pass a point is climbed to
  /// from the optima that its neighbours had at the end of the pass before, and keeps whichever value
  /// is larger; points none of whose neighbours changed are left alone. The passes end when no point
  /// improved by more than 1e-9 relatively, or at the limit of the options. Because a pass reads only
  /// the one before, the result is the same, bit for bit, whatever the number of jobs.
  ///
  /// The searches occupy threads of the cooperative pool; a timer that is to cancel the sweep should
  /// not need that pool. `options.maximumEvaluations` holds for each point and pass.
  ///
  /// - Parameters:
  ///   - count: The number of points, 0 or more.
  ///   - jobs: How many points are searched at the same time, at least 1.
  ///   - options: How much to spend on each point.
  ///   - memory: What an earlier run had found, and who keeps what this one finds.
  ///   - progress: Called after every point, never twice at the same time.
  ///   - problem: The problem of a point, nil if it has none. It is asked once per point, possibly from
  ///     several threads at once.
  /// - Returns: One outcome per point, in order. A point that fails keeps its error in its place.
  /// - Throws: ``OptimisationError/invalidOption(name:reason:)``, or `CancellationError` when the
  ///   surrounding task is cancelled.
  package static func sweep(
    count: Int, jobs: Int, options: OptimisationOptions = OptimisationOptions(), memory: SweepMemory? = nil,
    progress: (@Sendable (SweepProgress) -> Void)? = nil,
    problem: @escaping @Sendable (Int) throws -> SearchProblem?
  ) async throws -> [SweepOutcome] {
    try options.validate()
    guard count >= 0 else {
      throw OptimisationError.invalidOption(name: "count", reason: "must not be negative, found \(count)")
    }
    guard jobs >= 1 else {
      throw OptimisationError.invalidOption(name: "jobs", reason: "must be at least 1, found \(jobs)")
    }
    var points = [SweepPoint](repeating: SweepPoint(outcome: .nothingToOptimise), count: count)
    try await runPass(1, over: Array(0..<count), of: &points, jobs: jobs, memory: memory, progress: progress) { index in
      guard let problem = try problem(index) else { return SweepPoint(outcome: .nothingToOptimise) }
      let found = try memory?.known(1, index, problem) ?? maximise(problem, options: options)
      return SweepPoint(problem: problem, outcome: .optimised(found), hasChanged: true)
    }
    for pass in stride(from: 2, through: options.maximumSweepPasses, by: 1) {
      let previous = points
      let stale = previous.indices.filter { index in
        previous[index].outcome.result.map { $0.status != .nothingToOptimise } ?? false
          && neighbours(of: index, in: previous).contains { previous[$0].hasChanged }
      }
      if stale.isEmpty { break }
      for index in points.indices { points[index].hasChanged = false }
      try await runPass(pass, over: stale, of: &points, jobs: jobs, memory: memory, progress: progress) { index in
        try improved(index, in: previous, pass: pass, options: options, memory: memory)
      }
    }
    return points.map(\.outcome)
  }

  /// A point between two passes.
  private struct SweepPoint: Sendable {
    var problem: SearchProblem?
    var outcome: SweepOutcome
    /// Whether the last pass found a better optimum here.
    var hasChanged = false
  }

  /// Does the work for some points, `jobs` at a time, and stores the results by position.
  private static func runPass(
    _ pass: Int, over indices: [Int], of points: inout [SweepPoint], jobs: Int, memory: SweepMemory?,
    progress: (@Sendable (SweepProgress) -> Void)?, work: @escaping @Sendable (Int) throws -> SweepPoint
  ) async throws {
    points = try await withThrowingTaskGroup(of: (Int, SweepPoint).self) { [points] group in
      var points = points
      var waiting = indices.makeIterator()
      func startNext() {
        guard let index = waiting.next() else { return }
        group.addTask {
          try Task.checkCancellation()
          let point: SweepPoint
          do {
            point = try work(index)
          } catch let error as CancellationError {
            throw error
          } catch {
            point = SweepPoint(outcome: .failed(error))
          }
          // A search that was stopped half-way must not be kept.
          try Task.checkCancellation()
          memory?.keep(pass, index, point.outcome)
          return (index, point)
        }
      }
      for _ in 0..<min(jobs, indices.count) { startNext() }
      var completed = 0
      while let (index, point) = try await group.next() {
        points[index] = point
        completed += 1
        progress?(SweepProgress(pass: pass, completed: completed, total: indices.count))
        startNext()
      }
      return points
    }
  }

  /// A point after another pass.
  private static func improved(
    _ index: Int, in points: [SweepPoint], pass: Int, options: OptimisationOptions, memory: SweepMemory?
  ) throws -> SweepPoint {
    let point = points[index]
    guard let problem = point.problem, let before = point.outcome.result else { return point }
    let starts = neighbours(of: index, in: points).compactMap { position in
      // An optimum that did not change was tried in an earlier pass.
      points[position].hasChanged ? points[position].outcome.result.map { (position, $0.point) } : nil
    }
    let after =
      try memory?.known(pass, index, problem) ?? refine(before, of: problem, options: options, neighbours: starts)
    let hasChanged = after.value > before.value && !(relativeDifference(after.value, before.value) <= 1e-9)
    return SweepPoint(problem: problem, outcome: .optimised(after), hasChanged: hasChanged)
  }

  /// The nearest points on both sides that have an optimum of a comparable problem.
  private static func neighbours(of index: Int, in points: [SweepPoint]) -> [Int] {
    func isUsable(_ position: Int) -> Bool {
      guard let result = points[position].outcome.result, result.value.isFinite else { return false }
      return points[position].problem?.variables.count == points[index].problem?.variables.count
    }
    return [
      stride(from: index - 1, through: 0, by: -1).first(where: isUsable),
      stride(from: index + 1, to: points.count, by: 1).first(where: isUsable),
    ].compactMap(\.self)
  }
}
