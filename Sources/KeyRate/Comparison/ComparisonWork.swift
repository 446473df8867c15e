// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateOptimisation
import KeyRateReports
import KeyRateSecurity
import Synchronization

/// A comparison that has been read and checked, every link of every file, and can be carried out, from where another
/// run stopped if need be.
package struct ComparisonWork: Sendable {
  /// What was asked for.
  package let plan: ComparisonPlan
  /// What the curves are drawn over.
  package let axis: LinkAxis
  /// The options of the searches.
  package let options: OptimisationOptions
  private let members: [ComparisonMembers.Member]
  private let sweeps: [SweepWork]

  /// Reads the links of every point of every curve.
  ///
  /// - Parameters:
  ///   - plan: what is asked for.
  ///   - files: the files of the plan, read, in its order.
  ///   - options: the options of the searches.
  /// - Throws: `DocumentErrors` or `DocumentError`, `CancellationError`.
  package init(
    _ plan: ComparisonPlan, files: [ParameterFile], options: OptimisationOptions = OptimisationOptions()
  ) throws {
    let read = try ComparisonMembers(plan, files: files)
    self.plan = plan
    self.options = options
    axis = read.axis
    members = read.list
    sweeps = try read.list.map { try SweepWork($0.swept, options: options) }
  }

  /// The points of all curves.
  package var points: Int { sweeps.reduce(0) { $0 + $1.points } }

  /// Where the findings of each curve are kept beside an output: `PATH.1.resume` and so on.
  ///
  /// - Parameter path: the path of the output without extension.
  package func journalPaths(for path: String) -> [String] { sweeps.indices.map { "\(path).\($0 + 1).resume" } }

  /// A journal for each curve.
  ///
  /// - Parameters:
  ///   - path: the path of the output without extension; nil to keep nothing.
  ///   - resuming: the files among ``journalPaths(for:)`` from which an earlier run is continued.
  /// - Throws: `DocumentError` if one of these is damaged or belongs to other parameters, another seed or version.
  package func journals(at path: String?, resuming: Set<String> = []) throws -> [SweepJournal] {
    let paths = path.map { journalPaths(for: $0).map(Optional.some) } ?? Array(repeating: nil, count: sweeps.count)
    return try zip(zip(sweeps, members), paths).map { pair, path in
      // What a curve depends on is in its fingerprint; its document was made for this comparison and has no text.
      let source = DocumentSource(name: pair.1.name, text: "")
      guard let path, resuming.contains(path) else { return SweepJournal(path: path, for: pair.0, source: source) }
      return try SweepJournal.resuming(path, for: pair.0, source: source)
    }
  }

  /// Carries out the comparison.
  ///
  /// The result does not depend on the number of jobs, nor on what the journals held before.
  ///
  /// - Parameters:
  ///   - jobs: how many points are worked on at once.
  ///   - journals: those of ``journals(at:resuming:)``.
  ///   - report: told how far the comparison has come, never twice at the same time.
  /// - Throws: `CancellationError`. Points that break the order of rates are among ``ComparisonRun/violations``.
  package func carryOut(
    jobs: Int, journals: [SweepJournal], report: @escaping @Sendable (SweepRun.Progress) -> Void = { _ in }
  ) async throws -> ComparisonRun {
    let total = points
    let restored = journals.reduce(0) { $0 + $1.restoredPoints }
    var before = 0
    var best: Double?
    var runs: [SweepRun] = []
    for (sweep, journal) in zip(sweeps, journals) {
      let (done, highest) = (before, best)
      let latest = Mutex<Double?>(nil)
      runs.append(
        try await sweep.carryOut(jobs: jobs, journal: journal) { progress in
          let rate = [highest, progress.bestRate].compactMap(\.self).max()
          latest.withLock { $0 = rate }
          report(
            SweepRun.Progress(
              completed: done + progress.completed, total: total, restored: restored,
              share: (Double(done) + progress.share * Double(sweep.points)) / Double(Swift.max(total, 1)),
              bestRate: rate))
        })
      before += sweep.points
      best = latest.withLock { $0 }
    }
    return result(runs, missing: nil)
  }

  /// The points that have been searched so far, as a comparison of fewer points.
  ///
  /// - Parameters:
  ///   - journals: the journals of an interrupted run.
  ///   - continuation: how the run can be continued, for the head of the table.
  package func finishedPart(_ journals: [SweepJournal], continuation: String) -> ComparisonRun {
    let runs = zip(sweeps, journals).map { $0.finishedPart($1, continuation: continuation) }
    let finished = runs.reduce(0) { $0 + ($1.missing?.finished ?? 0) }
    return result(
      runs, missing: SweepRun.Missing(finished: finished, points: points, continuation: continuation))
  }

  private func result(_ runs: [SweepRun], missing: SweepRun.Missing?) -> ComparisonRun {
    let entries = zip(members, runs).map { member, run in
      ComparisonRun.Entry(
        file: member.name, label: member.label, source: member.source, group: member.group,
        isInfiniteData: member.isInfiniteData, run: run)
    }
    return ComparisonRun(plan: plan, axis: axis, entries: entries, options: options, missing: missing)
  }
}
