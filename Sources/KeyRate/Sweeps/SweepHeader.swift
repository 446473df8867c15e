// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateOptimisation

/// All that the outcome of a sweep depends on, as it stands at the head of a file of its points.
struct SweepHeader: Codable, Equatable, Sendable {
  struct Setting: Codable, Equatable {
    let key: String
    let value: String
  }
  struct NamedFile: Codable, Equatable {
    let path: String
    let text: String
  }

  static let currentFormat = "keyrate sweep points 1"
  /// More points than any sweep has: what a file says of their number is not believed beyond that.
  static let mostPoints = 1_000_000_000

  let format: String
  /// The version of the program: another one may compute other numbers.
  let version: String
  let shard: Int
  let shards: Int
  /// The fingerprint of the parameters.
  let parameters: String
  /// The options of the searches by name.
  let search: [String: String]
  /// The seed once more, as a number.
  let seed: UInt64
  let curves: Int
  let values: Int
  /// The parameter file, whole, and what the command line set over it.
  let name: String
  let text: String
  let settings: [Setting]
  /// The files that it names.
  let files: [NamedFile]

  init(_ work: SweepWork, source: DocumentSource, shard: SweepShard) {
    format = Self.currentFormat
    version = KeyRateProgram.version
    self.shard = shard.number
    shards = shard.count
    parameters = work.file.fingerprint
    search = Self.words(for: work.options)
    seed = work.options.seed
    curves = work.plan.curves.count
    values = work.plan.values.count
    name = source.name
    text = source.text
    settings = source.settings.map { Setting(key: $0.key, value: $0.value) }
    files = work.file.table.files.attachments.map { NamedFile(path: $0.path, text: $0.text) }
  }

  /// The head of a file of searches that are no points of a sweep.
  init(searchesOf file: ParameterFile, options: OptimisationOptions, source: DocumentSource, format: String) {
    self.format = format
    version = KeyRateProgram.version
    shard = 1
    shards = 1
    parameters = file.fingerprint
    search = Self.words(for: options)
    seed = options.seed
    curves = 0
    values = 0
    name = source.name
    text = source.text
    settings = source.settings.map { Setting(key: $0.key, value: $0.value) }
    files = file.table.files.attachments.map { NamedFile(path: $0.path, text: $0.text) }
  }

  /// Every option by name, so that none is forgotten when one is added.
  static func words(for options: OptimisationOptions) -> [String: String] {
    Dictionary(
      Mirror(reflecting: options).children.map { ($0.label ?? "", String(describing: $0.value)) }
    ) { first, _ in first }
  }

  /// The number of points of the whole sweep.
  var points: Int {
    let (product, overflow) = curves.multipliedReportingOverflow(by: values)
    return overflow ? .max : product
  }

  var source: DocumentSource {
    DocumentSource(name: name, text: text, settings: settings.map { .init(key: $0.key, value: $0.value) })
  }

  /// The parameter file with the files that came along.
  func readParameters() throws -> ParameterFile {
    try source.parameters(files: NamedFiles(files.map { .init(path: $0.path, text: $0.text) }))
  }

  /// Why points under another header are not points of this sweep; nil if they are.
  ///
  /// - Parameters:
  ///   - other: the header of the other points, in `position`.
  ///   - name: what to call this sweep, for example `now` or `in a.1-of-2.shard`.
  func disagreement(with other: SweepHeader, in position: String, name: String) -> DocumentError? {
    func error(_ problem: String, _ hint: String? = nil) -> DocumentError {
      DocumentError(position: SourcePosition(file: position), problem: problem, hint: hint)
    }
    if other.version != version {
      return error(
        "was made by keyrate \(other.version); it is \(version) \(name)", "numbers may differ between versions")
    }
    if let mine = try? readParameters(), let others = try? other.readParameters() {
      let differences = others.differences(from: mine)
      if !differences.isEmpty || parameters != other.parameters {
        let shown = differences.prefix(3).map { $0.words(here: "here", there: name) }
        let rest = differences.count > 3 ? " and \(differences.count - 3) more" : ""
        return error(
          "has other parameters: \(other.parameters) here, \(parameters) \(name)",
          shown.isEmpty ? nil : "they differ in " + shown.joined(separator: ", ") + rest)
      }
    } else if parameters != other.parameters || text != other.text || settings != other.settings {
      return error("has other parameters: \(other.parameters) here, \(parameters) \(name)")
    }
    for option in Set(search.keys).union(other.search.keys).sorted() where search[option] != other.search[option] {
      return error(
        "was searched with other options: \(option) \(other.search[option] ?? "unknown") here, \(search[option] ?? "unknown") \(name)"
      )
    }
    // In order of their paths; the same file may be reached from another folder.
    guard files.count == other.files.count else {
      return error(
        "was made with \(other.files.count) files that the parameters name; there are \(files.count) \(name)")
    }
    for (file, twin) in zip(files, other.files) where file.text != twin.text {
      return error("was made with another \(twin.path) than the one \(name)")
    }
    guard curves == other.curves, values == other.values else {
      return error("has \(other.points) points; there are \(points) \(name)")
    }
    return nil
  }
}
