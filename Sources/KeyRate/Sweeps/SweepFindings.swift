// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
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
  var shardPoints: Int { (0..<header.points).count { shard.holds($0) } }

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
    private var checksum = RunningChecksum()

    /// A line for one JSON object.
    mutating func line(_ value: some Encodable) throws -> String {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      encoder.nonConformingFloatEncodingStrategy = .convertToString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
      let text = String(decoding: try encoder.encode(value), as: UTF8.self)
      checksum.add(text)
      return "\(checksum.digits) \(text)\n"
    }

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

  /// Points with everything that their searches left behind: 1 GiB holds a hundred thousand.
  private static let sizeLimit = 1 << 30

  /// Reads a file.
  ///
  /// - Throws: `DocumentError` for a file that is none of these, is damaged, or has another format.
  static func read(_ path: String) throws(DocumentError) -> SweepFindings {
    let file = try TextFile.read(path, limit: sizeLimit)
    func error(_ line: Int?, _ problem: String, _ hint: String? = nil) -> DocumentError {
      DocumentError(position: SourcePosition(file: path, line: line), problem: problem, hint: hint)
    }
    var lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
    // What follows the last line feed is empty or was cut short.
    lines.removeLast()
    guard let first = lines.first, first.utf8.count > 17, first.dropFirst(17).hasPrefix("{") else {
      throw error(
        nil, "does not hold points of a sweep", "keyrate sweep --shard and interrupted sweeps write such files")
    }
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    var checksum = RunningChecksum()
    func decoded<T: Decodable>(_ type: T.Type, _ number: Int) throws(DocumentError) -> T {
      let line = lines[number]
      let json = line.dropFirst(17)
      checksum.add(json)
      guard line.utf8.count > 17, line.prefix(17) == checksum.digits + " " else {
        throw error(
          number + 1, "is damaged: the line does not agree with its checksum", "remove the file and begin anew")
      }
      do {
        return try decoder.decode(type, from: Data(json.utf8))
      } catch {
        throw DocumentError(
          position: SourcePosition(file: path, line: number + 1),
          problem: "holds a line that this version does not know")
      }
    }
    // The format is looked at first: another one may have another header.
    let format = try? decoder.decode(Format.self, from: Data(first.dropFirst(17).utf8))
    guard let format, format.format == SweepHeader.currentFormat else {
      throw error(
        nil, "has a format that keyrate \(KeyRateProgram.version) does not read",
        format.map { "it was made by keyrate \($0.version)" })
    }
    var result = SweepFindings(header: try decoded(SweepHeader.self, 0))
    guard SweepShard(result.header.shard, of: result.header.shards) != nil, result.header.curves >= 0,
      result.header.values >= 0
    else { throw error(1, "holds a line that this version does not know") }
    for number in lines.indices.dropFirst() {
      guard !result.isComplete else { throw error(number + 1, "is damaged: something follows its last line") }
      let line = try decoded(Line.self, number)
      if let count = line.complete {
        guard count == result.findings.count else { throw error(number + 1, "is damaged: findings are missing") }
        result.isComplete = true
        continue
      }
      guard let curve = line.curve, let point = line.point, let pass = line.pass, pass >= 1,
        (0..<result.header.curves).contains(curve), (0..<result.header.values).contains(point),
        result.shard.holds(curve * result.header.values + point)
      else { throw error(number + 1, "is damaged: it holds a point that is not its own") }
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
