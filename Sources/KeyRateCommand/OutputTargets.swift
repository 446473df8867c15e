// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRate

/// The files that a command is going to write, looked at before it computes anything.
enum OutputTargets {
  /// The endings of the files of a sweep, a comparison or a map, and of what they keep on the way.
  static let figures = [".csv", ".svg", ".json", ".gp", ".resume"]
  /// The endings of the files of an inverse question.
  static let table = [".csv", ".resume"]

  /// Refuses targets that cannot be written, or that the same call reads.
  ///
  /// - Parameters:
  ///   - path: the path of the output without extension.
  ///   - endings: of the files that will be written.
  ///   - inputs: the files that the command reads.
  /// - Throws: `DocumentError` naming the file and the reason.
  static func check(_ path: String, endings: [String], reading inputs: [String]) throws {
    try SweepCommand.checkFolder(of: path)
    try AtomicFiles.probe(endings.map { path + $0 }, reading: inputs)
  }

  /// A document and all files that it names: overlays, counts, constellations.
  static func inputs(of table: DocumentTable, at path: String) -> [String] {
    [path] + table.leaves.flatMap { files(in: $0.value, named: $0.path) }.map { RelativePath.resolve($0, beside: path) }
  }

  private static func files(in value: LocatedValue, named path: String) -> [String] {
    switch value.content {
    case .text(let text):
      let name = KeyText.lastComponent(path)
      return name == "file" || name.hasSuffix("_file") || path == "counts.plan" ? [text] : []
    case .array(let elements): return elements.flatMap { files(in: $0, named: path) }
    case .table(let members): return members.flatMap { files(in: $0.value, named: $0.name) }
    case .number, .bool: return []
    }
  }
}
