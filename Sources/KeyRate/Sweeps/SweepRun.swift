import KeyRateBounds
import KeyRateDocuments
import KeyRateOptimisation
import KeyRateSecurity

/// A sweep that has been carried out: every curve at every value.
public struct SweepRun: Sendable {
  /// One point of a curve.
  public struct Point: Sendable {
    /// The swept value.
    public let value: Double
    /// The link there.
    public let link: LinkProblem
    /// The result, or why there is none. A point that failed stays in the table with its reason.
    public let outcome: Result<LinkEvaluation, any Error>
  }

  /// One curve.
  public struct Curve: Sendable {
    /// The name in the legend.
    public let label: String
    /// The points, in the order of the swept values.
    public let points: [Point]
    /// Where the curve crosses the repeaterless bound, in the same order.
    public let crossings: [BoundCrossing]
  }

  /// What was swept and how it is drawn.
  public let plan: SweepPlan
  /// The file.
  public let file: ParameterFile
  /// The curves, in the order of the file.
  public let curves: [Curve]
  /// The options of the searches.
  public let options: OptimisationOptions

  /// Carries out the sweep of a file.
  ///
  /// The result does not depend on the number of jobs: each point is searched by itself first, then
  /// again from its neighbours' optima of the round before.
  ///
  /// - Parameters:
  ///   - file: a file with `[sweep]`.
  ///   - jobs: how many points are worked on at once.
  ///   - options: the options of the searches.
  ///   - progress: called with the share that is done, 0 to 1.
  /// - Throws: `DocumentErrors` before anything runs, `InvariantViolation` if a result breaks the
  ///   order of rates, `CancellationError`.
  public static func carryOut(
    _ file: ParameterFile, jobs: Int, options: OptimisationOptions = OptimisationOptions(),
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws -> SweepRun {
    let plan = try plan(of: file)
    // All links are read before anything runs, so that a wrong value stops the sweep at once.
    let links = try plan.curves.map { curve in
      try plan.values.map { value in
        // Reading a hundred thousand points takes long enough to be interrupted.
        try Task.checkCancellation()
        return try plan.link(curve, at: value)
      }
    }
    var curves: [Curve] = []
    for (index, curve) in plan.curves.enumerated() {
      let row = links[index]
      let found = try await Optimiser.sweep(
        count: row.count, jobs: jobs, options: options,
        progress: { done in
          // Later passes only refine: they count as the last tenth of a curve.
          let share = done.total > 0 ? Double(done.completed) / Double(done.total) : 1
          let within = done.pass == 1 ? 0.9 * share : 0.9 + 0.1 * share
          progress((Double(index) + within) / Double(plan.curves.count))
        }, problem: { row[$0].search })
      let points = try zip(plan.values, zip(row, found)).map { value, pair in
        try Point(value: value, link: pair.0, outcome: outcome(pair.0, pair.1))
      }
      // A single curve without a name is called after its analysis.
      let analysis = points.lazy.compactMap { try? $0.outcome.get().result.analysis.title }.first
      let crossings =
        plan.quantity == .rate ? try BoundCrossing.all(of: points, plan: plan, curve: curve, options: options) : []
      curves.append(Curve(label: curve.label ?? analysis ?? file.title, points: points, crossings: crossings))
    }
    return SweepRun(plan: plan, file: file, curves: curves, options: options)
  }

  /// The sweep of a file that has one.
  static func plan(of file: ParameterFile) throws -> SweepPlan {
    let position = SourcePosition(file: file.table.fileName)
    guard !file.hasCounts else {
      throw DocumentError(
        position: position, path: "counts", problem: "this file holds the counts of a run",
        hint: "use `keyrate analyse` to turn counts into a key length")
    }
    guard file.hasSweep else {
      throw DocumentError(
        position: position, path: "sweep", problem: "the file has no [sweep]",
        hint: "give [sweep] with variable, from, to and points, or --set sweep.values=[10,50,100]")
    }
    return try file.sweep()
  }

  /// The result at a point; only a broken invariant stops the whole sweep.
  private static func outcome(
    _ link: LinkProblem, _ found: SweepOutcome
  ) throws -> Result<LinkEvaluation, any Error> {
    do {
      switch found {
      case .optimised(let search): return .success(try LinkEvaluation(link: link, found: search))
      case .nothingToOptimise: return .success(try LinkEvaluation.of(link))
      case .failed(let error): return .failure(error)
      }
    } catch let violation as InvariantViolation {
      throw violation
    } catch {
      return .failure(error)
    }
  }
}
