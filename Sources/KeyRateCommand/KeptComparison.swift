// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import KeyRate
import KeyRateDocuments
import Synchronization

/// A comparison that keeps what it finds, so that it can be interrupted and continued.
struct KeptComparison: Sendable {
  let plan: ComparisonPlan
  let members: [ParameterFile]
  let options: OptimisationOptions
  let jobs: Int
  /// The path of the output without extension; nil if the table is printed.
  let path: String?
  /// Whether an interrupted run is to be continued.
  let resumes: Bool

  /// Carries out the comparison and hands it over to be written.
  ///
  /// - Parameter write: writes or prints the comparison.
  func run(writing write: (ComparisonRun) throws -> Void) async throws {
    let progress = ProgressLine()
    defer { progress.clear() }
    let begun = Mutex<(work: ComparisonWork, journals: [SweepJournal])?>(nil)
    let run: ComparisonRun
    do {
      run = try await Interruption.cancelling {
        let work = try ComparisonWork(plan, files: members, options: options)
        let journals = try self.journals(for: work)
        begun.withLock { $0 = (work, journals) }
        return try await work.carryOut(jobs: jobs, journals: journals, report: progress.show)
      }
    } catch let interruption as CancellationError {
      progress.clear()
      guard let (work, journals) = begun.withLock({ $0 }), journals.contains(where: { $0.searchedPoints > 0 }) else {
        throw interruption
      }
      try leave(work, journals)
      throw ExitCode(Interruption.status)
    }
    progress.clear()
    let journals = begun.withLock { $0?.journals } ?? []
    CommandFailure.noteKeeping(
      of: "points", failure: journals.lazy.compactMap(\.failure).first,
      refusals: journals.reduce(0) { $0 + $1.refusals })
    do {
      try write(run)
    } catch {
      // A full disk must not cost the searches.
      let isKept = journals.map { $0.save() }.contains(true)
      if let path, isKept {
        CommandFailure.note(
          "all points are kept in \(path).*.resume; to write the files again: \(KeptSweep.continuation)")
      }
      throw error
    }
    for journal in journals { journal.discard() }
    try CommandFailure.report(run.violations)
  }

  private func journals(for work: ComparisonWork) throws -> [SweepJournal] {
    guard let path else { return try work.journals(at: nil) }
    let old = work.journalPaths(for: path).filter(Machine.exists)
    guard resumes else {
      if let first = old.first {
        let others = old.count > 1 ? " and \(old.count - 1) more" : ""
        CommandFailure.note(
          "\(first)\(others) of an interrupted run will not be used, but replaced (--resume would use it)")
        for stale in old { AtomicFiles.remove(stale) }
      }
      return try work.journals(at: path)
    }
    let journals = try work.journals(at: path, resuming: Set(old))
    if !old.isEmpty {
      let restored = journals.reduce(0) { $0 + $1.restoredPoints }
      CommandFailure.note("\(restored) of \(work.points) points are taken from \(old.joined(separator: ", "))")
    }
    return journals
  }

  /// Leaves the finished points of an interrupted run in order, and says how to go on.
  private func leave(_ work: ComparisonWork, _ journals: [SweepJournal]) throws {
    let searched = journals.reduce(0) { $0 + $1.searchedPoints }
    let count = "interrupted after \(searched) of \(work.points) points"
    guard let path else {
      StandardError.write("\(count); nothing was written; with --output they would have been kept")
      return
    }
    let continuation = KeptSweep.continuation
    // The journals first: they are what matters, and the table takes a moment.
    let isKept = journals.filter { $0.searchedPoints > 0 }.allSatisfy { $0.save() }
    if let failure = journals.lazy.compactMap(\.failure).first { StandardError.write("keyrate: \(failure)") }
    let table = try work.finishedPart(journals, continuation: continuation).tableFile(at: path)
    try AtomicFiles.write([table])
    StandardError.write("\(count); they are in \(table.path)")
    if isKept { StandardError.write("to continue: \(continuation)") }
  }
}
