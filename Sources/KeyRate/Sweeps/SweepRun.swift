// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateBounds
import KeyRateDocuments
import KeyRateOptimisation
import KeyRateSecurity

/// A sweep that has been carried out: every curve at every value.
package struct SweepRun: Sendable {
  /// One point of a curve.
  package struct Point: Sendable {
    /// The swept value.
    package let value: Double
    /// The link there.
    package let link: LinkProblem
    /// The result, or why there is none. A point that failed stays in the table with its reason.
    package let outcome: Result<LinkEvaluation, any Error>
  }

  /// One curve.
  package struct Curve: Sendable {
    /// The name in the legend.
    package let label: String
    /// The points, in the order of the swept values.
    package let points: [Point]
    /// Where the curve crosses the repeaterless bound, in the same order.
    package let crossings: [BoundCrossing]
    /// Where its key ends or begins, in the same order.
    package let ends: [KeyEnd]
  }

  /// What was swept and how it is drawn.
  package let plan: SweepPlan
  /// The file.
  package let file: ParameterFile
  /// The curves, in the order of the file.
  package let curves: [Curve]
  /// The options of the searches.
  package let options: OptimisationOptions
  /// What is missing of an interrupted sweep; nil of a finished one.
  package let missing: Missing?

  /// What is missing of a sweep that was interrupted.
  package struct Missing: Sendable, Equatable {
    /// The points that are there.
    package let finished: Int
    /// All points.
    package let points: Int
    /// How the sweep can be continued.
    package let continuation: String
  }

  init(
    plan: SweepPlan, file: ParameterFile, curves: [Curve], options: OptimisationOptions, missing: Missing? = nil
  ) {
    self.plan = plan
    self.file = file
    self.curves = curves
    self.options = options
    self.missing = missing
  }

  /// Points whose result cannot be true and was therefore left out: each is a fault of the program.
  package var violations: [InvariantViolation] {
    curves.flatMap(\.points).compactMap {
      if case .failure(let violation as InvariantViolation) = $0.outcome { violation } else { nil }
    }
  }

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
  /// - Throws: `DocumentErrors` before anything runs, `CancellationError`.
  package static func carryOut(
    _ file: ParameterFile, jobs: Int, options: OptimisationOptions = OptimisationOptions(),
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws -> SweepRun {
    let work = try SweepWork(file, options: options)
    let journal = SweepJournal(
      path: nil, for: work, source: DocumentSource(name: file.table.fileName, text: ""))
    return try await work.carryOut(jobs: jobs, journal: journal) { progress($0.share) }
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
}
