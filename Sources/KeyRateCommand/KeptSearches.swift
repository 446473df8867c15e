// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import KeyRateDocuments
import KeyRateReading
import KeyRate

/// A map or an inverse question whose searches are kept, so that it can be interrupted and continued.
struct KeptSearches: Sendable {
  let file: ParameterFile
  let source: DocumentSource
  let options: OptimisationOptions
  /// The path of the output without extension; nil if nothing is written.
  let path: String?
  /// Whether an interrupted run is to be continued.
  let resumes: Bool

  /// Carries out the work and hands its result over to be written.
  ///
  /// - Parameters:
  ///   - work: does the searches with the memo, and shows how far it has come.
  ///   - write: writes or prints the result.
  func run<Result: Sendable>(
    _ work: @escaping @Sendable (SearchMemo, ProgressLine) async throws -> Result,
    writing write: (Result) throws -> Void
  ) async throws {
    let progress = ProgressLine()
    defer { progress.clear() }
    let memo = try memo()
    let result: Result
    do {
      result = try await Interruption.cancelling { try await work(memo, progress) }
    } catch let interruption as CancellationError {
      progress.clear()
      guard let kept = memo.path, memo.searches > 0 else { throw interruption }
      if let failure = memo.failure { StandardError.write("keyrate: \(failure)") }
      if memo.save() {
        StandardError.write("interrupted; \(memo.searches) searches are kept in \(kept)")
        StandardError.write("to continue: \(continuation)")
      } else {
        StandardError.write("interrupted; nothing was kept")
      }
      throw ExitCode(Interruption.status)
    }
    progress.clear()
    CommandFailure.noteKeeping(of: "searches", failure: memo.failure, refusals: memo.refusals)
    do {
      try write(result)
    } catch let status as ExitCode {
      memo.discard()
      throw status
    } catch {
      // A full disk must not cost the searches.
      if let kept = memo.path, memo.save() {
        CommandFailure.note("all searches are kept in \(kept); to write the files again: \(continuation)")
      }
      throw error
    }
    memo.discard()
  }

  private var continuation: String { KeptSweep.continuation }

  private func memo() throws -> SearchMemo {
    guard let path else { return .none }
    let place = path + ".resume"
    let exists = Machine.exists(place)
    if exists, !resumes {
      CommandFailure.note(
        "\(place) of an interrupted run is not used and will be replaced (--resume would use it)")
    }
    let memo = try SearchMemo(path: place, of: file, source: source, options: options, resumes: exists && resumes)
    if exists, resumes { CommandFailure.note("\(memo.restored) searches are taken from \(place)") }
    return memo
  }
}
