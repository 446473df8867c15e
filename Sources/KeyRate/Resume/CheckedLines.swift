// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import KeyRateReading

/// Lines of JSON objects, each behind the checksum of everything up to there, so that a line that was changed, lost or
/// moved is noticed. A last line without its line feed is what a killed run was about to write; it does not count.
struct CheckedLines {
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
  }

  /// Findings with everything that their searches left behind: 1 GiB holds a hundred thousand.
  private static let sizeLimit = 1 << 30

  let path: String
  private let lines: [Substring]
  private var next = 0
  private var checksum = RunningChecksum()
  private let decoder = JSONDecoder()

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - contents: what the file is expected to hold, and who writes such files, for messages.
  /// - Throws: ``DocumentError`` for a file that cannot be read or begins with something else.
  init(reading path: String, expecting contents: (problem: String, hint: String)) throws(DocumentError) {
    self.path = path
    let file = try TextFile.read(path, limit: Self.sizeLimit)
    // What follows the last line feed is empty or was cut short.
    lines = file.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let first = lines.first, first.utf8.count > 17, first.dropFirst(17).hasPrefix("{") else {
      throw error(nil, contents.problem, contents.hint)
    }
  }

  /// Whether all lines have been read.
  var isAtEnd: Bool { next == lines.count }
  /// The line that was read last, from 1.
  var number: Int { next }

  /// Something about a line.
  func error(_ line: Int?, _ problem: String, _ hint: String? = nil) -> DocumentError {
    DocumentError(position: SourcePosition(file: path, line: line), problem: problem, hint: hint)
  }

  /// The first line as something else, without a look at its checksum; nil if it is none.
  func first<T: Decodable>(as type: T.Type) -> T? {
    lines.first.flatMap { try? decoder.decode(type, from: Data($0.dropFirst(17).utf8)) }
  }

  /// The next line.
  ///
  /// - Throws: ``DocumentError`` if it is damaged or something else.
  mutating func read<T: Decodable>(_ type: T.Type) throws(DocumentError) -> T {
    guard !isAtEnd else { throw error(nil, "is damaged: it ends too soon") }
    let line = lines[next]
    next += 1
    let json = line.dropFirst(17)
    checksum.add(json)
    guard line.utf8.count > 17, line.prefix(17) == checksum.digits + " " else {
      throw error(next, "is damaged: the line does not agree with its checksum", "remove the file and begin anew")
    }
    do {
      return try decoder.decode(type, from: Data(json.utf8))
    } catch {
      throw self.error(next, "holds a line that this version does not know")
    }
  }
}
