// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateOptimisation

/// What a sweep has found so far, point by point and pass by pass, as a file keeps it.
///
/// The file holds one JSON object per line, preceded by the checksum of everything up to there, so that a line that
/// was changed, lost or moved is noticed. First comes the ``SweepHeader``, then one line per finding in the order in
/// which they were made, and at the end of a finished shard a line that says so. A last line without its line feed is
/// what a killed run was about to write; it does not count.
struct SweepFindings: Sendable {
  /// What was found at a point, in a pass.
  struct Place: Hashable, Comparable, Sendable {
    let curve: Int
    let point: Int
    let pass: Int

    static func < (left: Place, right: Place) -> Bool {
      (left.pass, left.curve, left.point) < (right.pass, right.curve, right.point)
    }
  }

  /// The outcome of a search.
  enum Finding: Equatable, Sendable {
    /// The optimum.
    case found(OptimisationResult)
    /// Every setting is given: there is nothing to search.
    case given
    /// The search failed for this reason. It is tried again whenever it is needed.
    case failed(String)
  }

  let header: SweepHeader
  var findings: [Place: Finding] = [:]
  /// Whether a shard has been finished.
  var isComplete = false

  init(header: SweepHeader) { self.header = header }

  var shard: SweepShard { SweepShard(header.shard, of: header.shards) ?? .whole }

  /// How many of the shard's points have been searched at least once.
  var searchedPoints: Int { findings.keys.count { $0.pass == 1 } }

  /// How many points the shard has.
  var shardPoints: Int {
    let (points, shard) = (header.points, shard)
    return points < shard.number ? 0 : (points - shard.number) / shard.count + 1
  }

  // MARK: Writing

  private struct Line: Codable {
    var curve: Int?
    var point: Int?
    var pass: Int?
    var found: OptimisationResult?
    var failed: String?
    /// The number of findings, in the last line of a finished shard.
    var complete: Int?
  }

  /// The text of the lines, one after the other.
  struct Writer: Sendable {
    private var lines = CheckedLines.Writer()

    /// A line for one JSON object.
    mutating func line(_ value: some Encodable) throws -> String { try lines.line(value) }

    mutating func line(_ place: Place, _ finding: Finding) throws -> String {
      var line = Line(curve: place.curve, point: place.point, pass: place.pass)
      switch finding {
      case .found(let result): line.found = result
      case .given: break
      case .failed(let reason): line.failed = reason
      }
      return try self.line(line)
    }
  }

  /// The whole file in a fixed order, and the writer for what may follow.
  func text(complete: Bool) throws -> (text: String, writer: Writer) {
    var writer = Writer()
    var text = try writer.line(header)
    for (place, finding) in findings.sorted(by: { $0.key < $1.key }) { text += try writer.line(place, finding) }
    if complete { text += try writer.line(Line(complete: findings.count)) }
    return (text, writer)
  }

  // MARK: Reading

  /// Reads a file.
  ///
  /// - Throws: `DocumentError` for a file that is none of these, is damaged, or has another format.
  static func read(_ path: String) throws(DocumentError) -> SweepFindings {
    var lines = try CheckedLines(
      reading: path,
      expecting: (
        "does not hold points of a sweep", "keyrate sweep --shard and interrupted sweeps write such files"
      ))
    // The format is looked at first: another one may have another header.
    let format = lines.first(as: Format.self)
    guard let format, format.format == SweepHeader.currentFormat else {
      throw lines.error(
        nil, "has a format that keyrate \(KeyRateProgram.version) does not read",
        format.map { "it was made by keyrate \($0.version)" })
    }
    var result = SweepFindings(header: try lines.read(SweepHeader.self))
    guard SweepShard(result.header.shard, of: result.header.shards) != nil, result.header.curves >= 0,
      result.header.values >= 0, result.header.points <= SweepHeader.mostPoints
    else { throw lines.error(1, "holds a line that this version does not know") }
    while !lines.isAtEnd {
      guard !result.isComplete else {
        throw lines.error(lines.number + 1, "is damaged: something follows its last line")
      }
      let line = try lines.read(Line.self)
      if let count = line.complete {
        guard count == result.findings.count else {
          throw lines.error(lines.number, "is damaged: findings are missing")
        }
        result.isComplete = true
        continue
      }
      guard line.found?.isPlausible ?? true else {
        throw lines.error(lines.number, "is damaged: it holds a result that no search has")
      }
      guard let curve = line.curve, let point = line.point, let pass = line.pass, pass >= 1,
        (0..<result.header.curves).contains(curve), (0..<result.header.values).contains(point),
        result.shard.holds(curve * result.header.values + point)
      else { throw lines.error(lines.number, "is damaged: it holds a point that is not its own") }
      // A point may have been searched again: the last word counts.
      result.findings[Place(curve: curve, point: point, pass: pass)] =
        line.found.map(Finding.found) ?? line.failed.map(Finding.failed) ?? .given
    }
    return result
  }

  private struct Format: Decodable {
    let format: String
    let version: String
  }
}
