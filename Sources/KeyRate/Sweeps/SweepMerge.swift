// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateOptimisation

/// The shards of one sweep, put together.
package struct SweepMerge: Sendable {
  /// The parameter file that came with the shards.
  package let file: ParameterFile
  /// The document as it was given, with what the command line set.
  package let source: DocumentSource
  /// The options of the searches.
  package let options: OptimisationOptions
  private let findings: SweepFindings

  /// Reads shards and checks that they are the shards of one sweep, each once and none missing.
  ///
  /// - Parameter paths: their files, in any order.
  /// - Throws: `DocumentError` or `DocumentErrors` that name the files that do not belong, the shards that are
  ///   there twice, and those that are missing or unfinished.
  package init(reading paths: [String]) throws {
    var shards: [(path: String, findings: SweepFindings)] = []
    for path in paths { shards.append((path, try SweepFindings.read(path))) }
    guard let first = shards.first else { throw DocumentError(problem: "no shards were given") }
    try Self.checkVersion(first)
    try Self.checkTogether(first, shards.dropFirst())
    try Self.checkNumbers(shards)
    let header = first.findings.header
    source = header.source
    file = try header.readParameters()
    options = OptimisationOptions(seed: header.seed)
    guard SweepHeader.words(for: options) == header.search else {
      throw DocumentError(
        position: SourcePosition(file: first.path), problem: "was searched with options that merge cannot repeat")
    }
    var merged = SweepFindings(header: header)
    for shard in shards { merged.findings.merge(shard.findings.findings) { first, _ in first } }
    findings = merged
  }

  /// The journal with which the sweep is carried out: every point has been searched, refining remains.
  ///
  /// - Throws: `DocumentError` if the shards are of another number of points than their file.
  package func journal(for work: SweepWork) throws -> SweepJournal {
    guard work.plan.curves.count == findings.header.curves, work.plan.values.count == findings.header.values else {
      throw DocumentError(
        problem: "the shards have \(findings.header.points) points, their parameter file has \(work.points)")
    }
    return SweepJournal(path: nil, findings: findings)
  }

  private static func error(_ path: String, _ problem: String, _ hint: String? = nil) -> DocumentError {
    DocumentError(position: SourcePosition(file: path), problem: problem, hint: hint)
  }

  private static func checkVersion(_ shard: (path: String, findings: SweepFindings)) throws {
    let version = shard.findings.header.version
    guard version == KeyRateProgram.version else {
      throw error(
        shard.path, "was made by keyrate \(version), this is keyrate \(KeyRateProgram.version)",
        "numbers may differ between versions; make and merge all shards with one")
    }
  }

  private static func checkTogether(
    _ first: (path: String, findings: SweepFindings),
    _ others: ArraySlice<(path: String, findings: SweepFindings)>
  ) throws {
    let problems = others.compactMap { other -> DocumentError? in
      let header = first.findings.header
      if let problem = header.disagreement(with: other.findings.header, in: other.path, name: "in \(first.path)") {
        return problem
      }
      guard other.findings.shard.count == first.findings.shard.count else {
        return error(other.path, "is \(other.findings.shard), but \(first.path) is \(first.findings.shard)")
      }
      return nil
    }
    guard problems.isEmpty else { throw DocumentErrors(problems) }
  }

  private static func checkNumbers(_ shards: [(path: String, findings: SweepFindings)]) throws {
    var problems: [DocumentError] = []
    var seen: [Int: String] = [:]
    var count = 0
    for (path, findings) in shards {
      let shard = findings.shard
      count = shard.count
      if let twin = seen[shard.number] {
        problems.append(error(path, "is \(shard), and so is \(twin)"))
      } else {
        seen[shard.number] = path
      }
      let searched = findings.searchedPoints
      if !findings.isComplete || searched != findings.shardPoints {
        problems.append(
          error(
            path, "is unfinished: \(searched) of \(findings.shardPoints) points",
            shard == .whole
              ? "continue it with `keyrate sweep … --resume`, there is nothing to merge"
              : "continue it with `keyrate sweep … --shard \(shard.number)/\(shard.count) --resume`"))
      }
    }
    let missing = (1...max(count, 1)).filter { seen[$0] == nil }
    if !missing.isEmpty {
      problems.append(
        DocumentError(problem: "\(list(missing)) of \(count) \(missing.count == 1 ? "is" : "are") missing"))
    }
    guard problems.isEmpty else { throw DocumentErrors(problems) }
  }

  /// For example `shards 2, 5 to 8 and 11`.
  static func list(_ numbers: [Int]) -> String {
    var runs: [ClosedRange<Int>] = []
    for number in numbers {
      if let last = runs.last, last.upperBound + 1 == number {
        runs[runs.count - 1] = last.lowerBound...number
      } else {
        runs.append(number...number)
      }
    }
    let words = runs.flatMap { run in
      run.count == 1
        ? ["\(run.lowerBound)"]
        : run.count == 2 ? ["\(run.lowerBound)", "\(run.upperBound)"] : ["\(run.lowerBound) to \(run.upperBound)"]
    }
    let shown = words.count > 12 ? words.prefix(11) + ["\(words.count - 11) more"] : words[...]
    let text =
      shown.count > 1 ? shown.dropLast().joined(separator: ", ") + " and " + (shown.last ?? "") : shown.joined()
    return (numbers.count == 1 ? "shard " : "shards ") + text
  }
}
