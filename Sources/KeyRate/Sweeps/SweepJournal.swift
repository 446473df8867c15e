// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateOptimisation
import Synchronization

/// The findings of a sweep while it runs: what an earlier run had found, and what is kept for a later one.
///
/// Each finding is added to the journal's file as soon as it is made, so that a run that is interrupted or killed
/// loses only the searches it was in the middle of.
package final class SweepJournal: Sendable {
  private struct State: Sendable {
    var findings: SweepFindings
    /// Those of an earlier run that may still be used.
    var earlier: [SweepFindings.Place: SweepFindings.Finding]
    var output: (file: AppendedFile, writer: SweepFindings.Writer)?
    /// Curves of which an earlier finding did not hold: what later passes made of it does not hold either.
    var doubtful: Set<Int> = []
    var refusals = 0
    var failure: DocumentError?
  }

  /// The file; nil if nothing is kept.
  package let path: String?
  /// The shard whose points these are.
  package let shard: SweepShard
  /// How many points an earlier run had searched.
  package let restoredPoints: Int
  private let state: Mutex<State>

  init(path: String?, findings: SweepFindings) {
    self.path = path
    shard = findings.shard
    restoredPoints = findings.searchedPoints
    state = Mutex(State(findings: findings, earlier: findings.findings))
  }

  /// A journal for a sweep that begins.
  ///
  /// - Parameters:
  ///   - path: its file, which is made with the first finding and replaces an older one; nil to keep nothing.
  ///   - work: the sweep.
  ///   - source: its document.
  ///   - shard: which part of it is worked on.
  package convenience init(path: String?, for work: SweepWork, source: DocumentSource, shard: SweepShard = .whole) {
    self.init(path: path, findings: SweepFindings(header: SweepHeader(work, source: source, shard: shard)))
  }

  /// The journal of a sweep that was interrupted, to be continued.
  ///
  /// - Parameters:
  ///   - path: its file.
  ///   - work: the sweep.
  ///   - source: its document.
  ///   - shard: which part of it is worked on.
  /// - Throws: `DocumentError` if the file cannot be read, is damaged, or belongs to another sweep: other
  ///   parameters, another seed, another version of the program.
  package static func resuming(
    _ path: String, for work: SweepWork, source: DocumentSource, shard: SweepShard = .whole
  ) throws -> SweepJournal {
    let findings = try SweepFindings.read(path)
    let header = SweepHeader(work, source: source, shard: shard)
    if var error = header.disagreement(with: findings.header, in: path, name: "now") {
      let way = "to continue give what it was made with, to begin anew leave out --resume"
      error.hint = error.hint.map { "\($0); \(way)" } ?? way
      throw error
    }
    guard findings.shard == shard else {
      throw DocumentError(position: SourcePosition(file: path), problem: "is \(findings.shard), not \(shard)")
    }
    return SweepJournal(path: path, findings: findings)
  }

  // MARK: What has been found

  /// How many points have been searched at least once.
  package var searchedPoints: Int { state.withLock { $0.findings.searchedPoints } }

  /// How many points there are to search.
  package var points: Int { state.withLock { $0.findings.shardPoints } }

  /// How many earlier findings did not hold and were made anew: they came from another build of the program, or from
  /// a machine that rounds differently.
  package var refusals: Int { state.withLock { $0.refusals } }

  /// Why the file could not be kept up, if it could not.
  package var failure: DocumentError? { state.withLock { $0.failure } }

  /// The latest finding at every point that has been searched.
  func latest(curve: Int) -> [Int: SweepFindings.Finding] {
    var latest: [Int: (pass: Int, finding: SweepFindings.Finding)] = [:]
    for (place, finding) in state.withLock({ $0.findings.findings }) where place.curve == curve {
      if place.pass > latest[place.point]?.pass ?? 0 { latest[place.point] = (place.pass, finding) }
    }
    return latest.mapValues(\.finding)
  }

  /// What a search of a sweep may remember, and where it keeps what it finds.
  ///
  /// - Parameters:
  ///   - place: the curve and the point that a position of the search stands for.
  ///   - found: called with each value that is found or recalled.
  func memory(
    _ place: @escaping @Sendable (Int) -> (curve: Int, point: Int), found: @escaping @Sendable (Double) -> Void
  ) -> SweepMemory {
    @Sendable func key(_ pass: Int, _ index: Int) -> SweepFindings.Place {
      let place = place(index)
      return SweepFindings.Place(curve: place.curve, point: place.point, pass: pass)
    }
    return SweepMemory(
      recall: { [self] pass, index in
        let key = key(pass, index)
        return state.withLock { state in
          if pass > 1, state.doubtful.contains(key.curve) { return nil }
          guard case .found(let result) = state.earlier[key] else { return nil }
          return result
        }
      },
      keep: { [self] pass, index, outcome in
        let finding: SweepFindings.Finding
        switch outcome {
        case .optimised(let result):
          found(result.value)
          finding = .found(result)
        case .nothingToOptimise: finding = .given
        case .failed(let error): finding = .failed("\(error)")
        }
        keep(finding, at: key(pass, index))
      },
      refuse: { [self] pass, index in
        let key = key(pass, index)
        state.withLock { state in
          state.doubtful.insert(key.curve)
          state.refusals += 1
        }
      })
  }

  // MARK: The file

  private func keep(_ finding: SweepFindings.Finding, at place: SweepFindings.Place) {
    state.withLock { state in
      guard state.findings.findings[place] != finding else { return }
      state.findings.findings[place] = finding
      guard let path, state.failure == nil else { return }
      do {
        if let output = state.output {
          var writer = output.writer
          try output.file.append(writer.line(place, finding))
          state.output = (output.file, writer)
        } else {
          let (text, writer) = try state.findings.text(complete: false)
          try AtomicFiles.write(text, to: path)
          state.output = (try AppendedFile(path: path), writer)
        }
      } catch {
        // The searches go on: what they find can still be written at the end.
        state.failure =
          error as? DocumentError
          ?? DocumentError(position: SourcePosition(file: path), problem: "cannot be written: \(error)")
      }
    }
  }

  /// Forces to the disk what has been found so far.
  ///
  /// - Returns: whether the file holds every finding.
  package func save() -> Bool {
    state.withLock { state in
      guard state.failure == nil, path != nil else { return false }
      // Without a finding of this run the file of the earlier one is as it was.
      guard let output = state.output else { return restoredPoints > 0 }
      return (try? output.file.synchronise()) != nil
    }
  }

  /// Writes the file of a finished shard.
  ///
  /// - Throws: `DocumentError` naming the file and the reason.
  package func complete() throws {
    guard let path else { return }
    try AtomicFiles.write(state.withLock { try $0.findings.text(complete: true).text }, to: path)
  }

  /// Removes the file: the sweep is finished and has been written.
  package func discard() {
    if let path { AtomicFiles.remove(path) }
  }
}
