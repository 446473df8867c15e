// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments
import KeyRateNumerics
import KeyRateOptimisation
import KeyRateReading
import Synchronization

/// The searches of a map or of an inverse question, kept one by one, so that a run that is interrupted or killed loses
/// only those it was in the middle of.
///
/// A search is a function of its link, its options and its starts. It is kept under the place of the link and a
/// checksum of the starts; whatever asks for the same search again is given the same result, in whatever order.
package final class SearchMemo: Sendable {
  private static let format = "keyrate searches 1"

  private struct Line: Codable {
    let search: String
    let found: OptimisationResult
  }

  private struct Format: Decodable {
    let format: String
    let version: String
  }

  private struct State: Sendable {
    var known: [String: OptimisationResult] = [:]
    var output: (file: AppendedFile, writer: CheckedLines.Writer)?
    var made = 0
    var refusals = 0
    var failure: DocumentError?
  }

  /// The file; nil if nothing is kept.
  package let path: String?
  /// How many searches an earlier run had finished.
  package let restored: Int
  private let header: SweepHeader?
  private let state: Mutex<State>

  private init(path: String?, header: SweepHeader?, known: [String: OptimisationResult]) {
    self.path = path
    self.header = header
    restored = known.count
    state = Mutex(State(known: known))
  }

  /// Keeps nothing and knows nothing.
  package static let none = SearchMemo(path: nil, header: nil, known: [:])

  /// The searches of a run.
  ///
  /// - Parameters:
  ///   - path: where they are kept; made with the first one.
  ///   - file: the parameters of the run.
  ///   - source: its document.
  ///   - options: the options of its searches.
  ///   - resumes: whether what the file holds of an earlier run is used.
  /// - Throws: ``DocumentError`` if that file cannot be read, is damaged, or belongs to other parameters, another
  ///   seed or version.
  package convenience init(
    path: String, of file: ParameterFile, source: DocumentSource, options: OptimisationOptions, resumes: Bool
  ) throws {
    let header = SweepHeader(searchesOf: file, options: options, source: source, format: Self.format)
    self.init(path: path, header: header, known: resumes ? try Self.read(path, for: header) : [:])
  }

  private static func read(_ path: String, for header: SweepHeader) throws -> [String: OptimisationResult] {
    var lines = try CheckedLines(
      reading: path,
      expecting: ("does not hold searches", "interrupted maps and inverse questions write such files"))
    let format = lines.first(as: Format.self)
    guard let format, format.format == Self.format else {
      throw lines.error(
        nil, "has a format that keyrate \(KeyRateProgram.version) does not read here",
        format.map { "it was made by keyrate \($0.version)" })
    }
    if var error = header.disagreement(with: try lines.read(SweepHeader.self), in: path, name: "now") {
      let way = "to continue give what it was made with, to begin anew leave out --resume"
      error.hint = error.hint.map { "\($0); \(way)" } ?? way
      throw error
    }
    var known: [String: OptimisationResult] = [:]
    while !lines.isAtEnd {
      let line = try lines.read(Line.self)
      guard line.found.isPlausible else {
        throw lines.error(lines.number, "is damaged: it holds a result that no search has")
      }
      known[line.search] = line.found
    }
    return known
  }

  // MARK: Searching

  /// The result of a search: that of an earlier run if it holds here, or what the work finds.
  ///
  /// - Parameters:
  ///   - place: names the link among those of the run.
  ///   - kind: names the way of searching.
  ///   - starts: the points that the search begins from, beside the problem's own.
  func result(
    _ place: String, _ kind: String, from starts: [[Double]] = [], of problem: SearchProblem,
    _ work: () throws -> OptimisationResult
  ) throws -> OptimisationResult {
    guard path != nil else { return try work() }
    let key = "\(place) \(kind) \(Self.digits(starts))"
    if let known = state.withLock({ $0.known[key] }) {
      if known.isReproduced(by: problem) { return known }
      // Found by another build, or on a machine that rounds differently.
      state.withLock { $0.refusals += 1 }
    }
    let found = try work()
    keep(found, as: key)
    return found
  }

  /// A number in a place's name: all of its digits.
  static func digits(_ value: Double) -> String { String(value.bitPattern, radix: 16) }

  private static func digits(_ starts: [[Double]]) -> String {
    guard !starts.isEmpty else { return "-" }
    var checksum = RunningChecksum()
    for start in starts { checksum.add(start.map { digits($0) }.joined(separator: " ") + ";") }
    return checksum.digits
  }

  // MARK: The file

  private func keep(_ found: OptimisationResult, as key: String) {
    state.withLock { state in
      state.known[key] = found
      state.made += 1
      guard let path, let header, state.failure == nil else { return }
      do {
        if let output = state.output {
          var writer = output.writer
          try output.file.append(writer.line(Line(search: key, found: found)))
          state.output = (output.file, writer)
        } else {
          var writer = CheckedLines.Writer()
          var text = try writer.line(header)
          for (key, found) in state.known.sorted(by: { $0.key < $1.key }) {
            text += try writer.line(Line(search: key, found: found))
          }
          try AtomicFiles.write(text, to: path)
          state.output = (try AppendedFile(path: path), writer)
        }
      } catch {
        // The searches go on, and their answer can still be written at the end.
        state.failure =
          error as? DocumentError
          ?? DocumentError(position: SourcePosition(file: path), problem: "cannot be written: \(error)")
      }
    }
  }

  /// How many searches are known, those of an earlier run included.
  package var searches: Int { state.withLock { $0.known.count } }

  /// How many earlier results did not hold and were found anew.
  package var refusals: Int { state.withLock { $0.refusals } }

  /// Why the file could not be kept up, if it could not.
  package var failure: DocumentError? { state.withLock { $0.failure } }

  /// Forces to the disk what has been found so far.
  ///
  /// - Returns: whether the file holds everything.
  package func save() -> Bool {
    state.withLock { state in
      guard state.failure == nil, path != nil else { return false }
      guard let output = state.output else { return restored > 0 }
      return (try? output.file.synchronise()) != nil
    }
  }

  /// Removes the file: the run is finished and has been written.
  package func discard() {
    if let path { AtomicFiles.remove(path) }
  }
}
