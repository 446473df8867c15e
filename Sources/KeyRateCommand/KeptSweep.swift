// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import KeyRate
import KeyRateDocuments
import KeyRateText
import Synchronization

/// A sweep or a shard that keeps what it finds, so that it can be interrupted and continued.
struct KeptSweep: Sendable {
  let file: ParameterFile
  let source: DocumentSource
  let options: OptimisationOptions
  let jobs: Int
  /// The path of the output without extension; nil if the table is printed.
  let path: String?
  /// The part that is searched; nil for the whole sweep.
  let shard: SweepShard?
  /// Whether an interrupted run is to be continued.
  let resumes: Bool

  /// Where findings are kept: the shard itself, or a file that is gone when the sweep is finished.
  private var journalPath: String? {
    path.map { path in shard.map { $0.path(for: path) } ?? path + ".resume" }
  }

  /// Carries out the sweep and hands it over to be written; a shard is written here.
  ///
  /// - Parameter write: writes or prints the sweep, and returns its violations.
  func run(writing write: (SweepRun) throws -> [InvariantViolation]) async throws {
    let progress = ProgressLine()
    defer { progress.clear() }
    let begun = Mutex<(work: SweepWork, journal: SweepJournal)?>(nil)
    let run: SweepRun?
    do {
      run = try await Interruption.cancelling {
        let work = try SweepWork(file, options: options)
        let journal = try journal(for: work)
        begun.withLock { $0 = (work, journal) }
        if shard != nil {
          try await work.searchShard(jobs: jobs, journal: journal, report: progress.show)
          return nil
        }
        return try await work.carryOut(jobs: jobs, journal: journal, report: progress.show)
      }
    } catch let interruption as CancellationError {
      progress.clear()
      guard let (work, journal) = begun.withLock({ $0 }), journal.searchedPoints > 0 else { throw interruption }
      try leave(work, journal)
      throw ExitCode(Interruption.status)
    }
    progress.clear()
    guard let journal = begun.withLock({ $0?.journal }) else { return }
    CommandFailure.noteKeeping(of: "points", failure: journal.failure, refusals: journal.refusals)
    if let run {
      let violations: [InvariantViolation]
      do {
        violations = try write(run)
      } catch {
        // A full disk must not cost the searches.
        if let path = journal.path, journal.save() {
          CommandFailure.note("all points are kept in \(path); to write the files again: \(Self.continuation)")
        }
        throw error
      }
      journal.discard()
      try CommandFailure.report(violations)
    } else {
      try journal.complete()
      if let path = journal.path { try StandardOutput.write("wrote \(path.printable)") }
    }
  }

  /// The command that goes on.
  static var continuation: String { ContinuationText.command(Array(CommandLine.arguments.dropFirst())) }

  private func journal(for work: SweepWork) throws -> SweepJournal {
    let shard = shard ?? .whole
    guard let journalPath, Machine.exists(journalPath) else {
      return SweepJournal(path: journalPath, for: work, source: source, shard: shard)
    }
    guard resumes else {
      if self.shard == nil {
        CommandFailure.note(
          "\(journalPath) of an interrupted run is not used and will be replaced (--resume would use it)")
      }
      return SweepJournal(path: journalPath, for: work, source: source, shard: shard)
    }
    let journal = try SweepJournal.resuming(journalPath, for: work, source: source, shard: shard)
    CommandFailure.note("\(journal.restoredPoints) of \(journal.points) points are taken from \(journalPath)")
    return journal
  }

  /// Leaves the finished points of an interrupted run in order, and says how to go on.
  private func leave(_ work: SweepWork, _ journal: SweepJournal) throws {
    let count = "interrupted after \(journal.searchedPoints) of \(journal.points) points"
    guard let path, let journalPath else {
      StandardError.write("\(count); nothing was written; with --output they would have been kept")
      return
    }
    let continuation = Self.continuation
    // The journal first: it is what matters, and the table takes a moment.
    let isKept = journal.save()
    if let failure = journal.failure { StandardError.write("keyrate: \(failure)") }
    guard shard == nil else {
      let what = isKept ? "they are in \(journalPath)" : "they are lost"
      StandardError.write("\(count) of \(journal.shard); \(what)")
      if isKept { StandardError.write("to continue: \(continuation)") }
      return
    }
    let table = try work.finishedPart(journal, continuation: continuation).tableFile(at: path)
    try AtomicFiles.write([table])
    StandardError.write("\(count); they are in \(table.path)")
    if isKept { StandardError.write("to continue: \(continuation)") }
  }
}
