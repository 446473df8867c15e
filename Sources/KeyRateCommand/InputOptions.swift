// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import KeyRate
import KeyRateReports
import KeyRateDocuments

/// The file that a command reads, and the values that the command line sets.
struct InputOptions: ParsableArguments {
  @Argument(
    help:
      "A parameter or counts file (TOML), - for standard input, or the name of a published set (see: keyrate parameters list).",
    completion: .file(extensions: ["toml"]))
  var file: String

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp(
      "Sets a key for this call, over what the file says; can be repeated. Keys that say the same in another way give way: link.loss_db replaces link.distance_km.",
      valueName: "key=value"))
  var settings: [String] = []

  /// The file with the values set.
  func read() throws -> ParameterFile { try source().parameters() }

  /// The text of the file and the values that are set.
  func source() throws -> DocumentSource {
    let found = try ParameterSource.find(file)
    return DocumentSource(name: found.name, text: found.text, settings: try Self.pairs(settings))
  }

  /// The keys and values of `--set`.
  static func pairs(_ settings: [String]) throws -> [DocumentSource.Setting] {
    try settings.map { setting in
      guard let equals = setting.firstIndex(of: "=") else {
        throw DocumentError(
          position: SourcePosition(file: "--set \(setting)"), problem: "has no value",
          hint: "write --set key=value, for example --set link.distance_km=80")
      }
      return DocumentSource.Setting(
        key: String(setting[..<equals]), value: String(setting[setting.index(after: equals)...]))
    }
  }
}

/// Where a parameter file comes from.
enum ParameterSource {
  /// A file by its path, or a published set by its name; a path wins.
  static func find(_ name: String) throws -> TextFile {
    do {
      return try TextFile.read(name)
    } catch {
      guard !name.contains("/"), name != "-" else { throw error }
      if let set = EmbeddedFiles.publishedSet(named: name) { return TextFile(name: set.name, text: set.text) }
      let names = EmbeddedFiles.publishedSets.map { String($0.name.dropLast(".toml".count)) }
      guard !name.hasSuffix(".toml"), !Machine.exists(name) else { throw error }
      let begun = names.filter { $0.hasPrefix(name.lowercased() + "-") }
      guard begun.count < 2 else {
        throw DocumentError(
          position: SourcePosition(file: name), problem: "is neither a file nor a published set",
          hint: "did you mean one of \(begun.joined(separator: ", "))?")
      }
      let near = begun.first ?? NearestName.nearest(to: name, among: names)
      throw DocumentError(
        position: SourcePosition(file: name), problem: "is neither a file nor a published set",
        hint: near.map { "did you mean \($0)?" } ?? "keyrate parameters list shows the sets")
    }
  }
}

/// Whether a command prints JSON.
struct OutputOptions: ParsableArguments {
  @Flag(name: .long, help: "Print one JSON document and nothing else.")
  var json = false

  /// Prints a result as the caller asked for it.
  func write(document: () throws -> JSONValue, words: () throws -> String) throws {
    if json {
      try StandardOutput.document(document().text)
    } else {
      try StandardOutput.write(words())
    }
  }
}

/// How a search is made.
struct SearchOptions: ParsableArguments {
  @Option(
    name: .long,
    help: "Seed of the optimiser's random stage. The same seed gives the same digits; another one is a check.")
  var seed: UInt64 = OptimisationOptions().seed

  var options: OptimisationOptions { OptimisationOptions(seed: seed) }
}

/// How tables are written.
struct TableOptions: ParsableArguments {
  @Flag(name: .long, help: "Leave the lines that begin with # out of the CSV, for Excel, Origin and the like.")
  var plainCsv = false
}
