// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateOptimisation
import KeyRateSecurity
import KeyRateBounds
import Synchronization

/// A sweep that has been read and checked, link by link, and can be carried out: whole, in shards, or from where
/// another run stopped.
package struct SweepWork: Sendable {
  /// The file.
  package let file: ParameterFile
  /// What is swept and how it is drawn.
  package let plan: SweepPlan
  /// The options of the searches.
  package let options: OptimisationOptions
  /// The links of every curve, in the order of the swept values.
  let links: [[LinkProblem]]

  /// Reads the links of every point, so that a wrong value stops the sweep before anything runs.
  ///
  /// - Throws: `DocumentErrors`, `DocumentError`, `CancellationError`.
  package init(_ file: ParameterFile, options: OptimisationOptions = OptimisationOptions()) throws {
    let plan = try SweepRun.plan(of: file)
    links = try plan.curves.map { curve in
      try plan.values.map { value in
        // Reading a hundred thousand points takes long enough to be interrupted.
        try Task.checkCancellation()
        return try plan.link(curve, at: value)
      }
    }
    self.file = file
    self.plan = plan
    self.options = options
  }

  /// The points of all curves.
  package var points: Int { plan.curves.count * plan.values.count }

  /// Carries out the sweep.
  ///
  /// The result does not depend on the number of jobs, nor on what the journal held before: each point is searched by
  /// itself first, then again from its neighbours' optima of the round before.
  ///
  /// - Parameters:
  ///   - jobs: how many points are worked on at once.
  ///   - journal: what an earlier run had found, and where findings are kept.
  ///   - report: told how far the sweep has come, never twice at the same time.
  /// - Throws: `CancellationError`. A point that breaks the order of rates is among ``SweepRun/violations``.
  package func carryOut(
    jobs: Int, journal: SweepJournal, report: @escaping @Sendable (SweepRun.Progress) -> Void = { _ in }
  ) async throws -> SweepRun {
    let restored = journal.restoredPoints
    let best = Mutex<Double>(0)
    let total = points
    report(SweepRun.Progress(completed: 0, total: total, restored: restored, share: 0))
    var curves: [SweepRun.Curve] = []
    for (index, curve) in plan.curves.enumerated() {
      let row = links[index]
      let before = index * row.count
      let evaluated = Mutex<[Int: Result<LinkEvaluation, any Error>]>([:])
      let found = try await Optimiser.sweep(
        count: row.count, jobs: jobs, options: options,
        memory: journal.memory({ (index, $0) }, found: { value in best.withLock { $0 = max($0, value) } }),
        progress: { done in
          // Later passes only refine: they count as the last tenth of a curve.
          let share = done.total > 0 ? Double(done.completed) / Double(done.total) : 1
          let within = done.pass == 1 ? 0.9 * share : 0.9 + 0.1 * share
          let highest = best.withLock { $0 }
          report(
            SweepRun.Progress(
              completed: before + (done.pass == 1 ? done.completed : row.count), total: total, restored: restored,
              share: (Double(index) + within) / Double(plan.curves.count), bestRate: highest > 0 ? highest : nil))
        },
        problem: { point in
          if let search = row[point].search { return search }
          // Nothing to search: the point is evaluated here, so that all jobs have their share.
          let result = Result { kept(try LinkEvaluation.of(row[point])) }
          if let rate = try? result.get().result.ratePerPulse { best.withLock { $0 = max($0, rate) } }
          evaluated.withLock { $0[point] = result }
          return nil
        })
      let results = evaluated.withLock { $0 }
      let points = try row.indices.map { point in
        try Task.checkCancellation()
        return SweepRun.Point(
          value: plan.values[point], link: row[point],
          outcome: outcome(row[point], found[point], evaluated: results[point]))
      }
      let crossings =
        plan.quantity == .rate ? try BoundCrossing.all(of: points, plan: plan, curve: curve, options: options) : []
      let ends = plan.quantity == .rate ? try KeyEnd.all(of: points, plan: plan, curve: curve, options: options) : []
      curves.append(SweepRun.Curve(label: label(curve, points), points: points, crossings: crossings, ends: ends))
    }
    return SweepRun(plan: plan, file: file, curves: curves, options: options)
  }

  /// Searches the points of one shard, each by itself. What their neighbours can improve is left to `merge`.
  ///
  /// - Parameters:
  ///   - jobs: how many points are worked on at once.
  ///   - journal: the journal of the shard, which holds the findings afterwards.
  ///   - report: told how far the shard has come, never twice at the same time.
  /// - Throws: `CancellationError`.
  package func searchShard(
    jobs: Int, journal: SweepJournal, report: @escaping @Sendable (SweepRun.Progress) -> Void = { _ in }
  ) async throws {
    let width = plan.values.count
    let own = (0..<points).filter(journal.shard.holds)
    let restored = journal.restoredPoints
    let best = Mutex<Double>(0)
    report(SweepRun.Progress(completed: 0, total: own.count, restored: restored, share: 0))
    var options = options
    options.maximumSweepPasses = 1
    _ = try await Optimiser.sweep(
      count: own.count, jobs: jobs, options: options,
      memory: journal.memory(
        { (own[$0] / width, own[$0] % width) }, found: { value in best.withLock { $0 = max($0, value) } }),
      progress: { done in
        let highest = best.withLock { $0 }
        report(
          SweepRun.Progress(
            completed: done.completed, total: done.total, restored: restored,
            share: Double(done.completed) / Double(max(done.total, 1)), bestRate: highest > 0 ? highest : nil))
      }, problem: { index in links[own[index] / width][own[index] % width].search })
  }

  /// The points that have been searched so far, as a sweep of fewer points.
  ///
  /// - Parameters:
  ///   - journal: the journal of an interrupted run.
  ///   - continuation: how the run can be continued, for the head of the table.
  package func finishedPart(_ journal: SweepJournal, continuation: String) -> SweepRun {
    let curves = plan.curves.enumerated().map { index, curve in
      let latest = journal.latest(curve: index)
      let points = latest.keys.sorted().map { point in
        let found: SweepOutcome =
          switch latest[point] {
          case .found(let result): .optimised(result)
          case .failed(let reason): .failed(SearchFailure(description: reason))
          case .given, nil: .nothingToOptimise
          }
        return SweepRun.Point(
          value: plan.values[point], link: links[index][point],
          outcome: outcome(links[index][point], found, evaluated: nil))
      }
      return SweepRun.Curve(label: label(curve, points), points: points, crossings: [], ends: [])
    }
    let finished = curves.reduce(0) { $0 + $1.points.count }
    return SweepRun(
      plan: plan, file: file, curves: curves, options: options,
      missing: SweepRun.Missing(finished: finished, points: points, continuation: continuation))
  }

  /// A search that failed, in the words of the run in which it did.
  private struct SearchFailure: Error, CustomStringConvertible {
    let description: String
  }

  /// A single curve without a name is called after its analysis.
  private func label(_ curve: SweepPlan.Curve, _ points: [SweepRun.Point]) -> String {
    curve.label ?? points.lazy.compactMap { try? $0.outcome.get().result.analysis.title }.first ?? file.title
  }

  /// What is kept of a point. Some hundred traces are small beside evaluating everything again for them; of thousands
  /// none is kept.
  private func kept(_ evaluation: LinkEvaluation) -> LinkEvaluation { points <= 500 ? evaluation : evaluation.lean }

  /// The result at a point, or why there is none. Nothing that goes wrong at one point stops the whole sweep.
  private func outcome(
    _ link: LinkProblem, _ found: SweepOutcome, evaluated: Result<LinkEvaluation, any Error>?
  ) -> Result<LinkEvaluation, any Error> {
    do {
      switch found {
      case .optimised(let search): return .success(kept(try LinkEvaluation(link: link, found: search)))
      case .nothingToOptimise: return .success(try evaluated?.get() ?? kept(LinkEvaluation.of(link)))
      case .failed(let error): return .failure(error)
      }
    } catch {
      return .failure(error)
    }
  }
}
