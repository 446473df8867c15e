// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading

/// A parameter file: one link, or a family of curves over a swept quantity.
package struct ParameterFile: Sendable {
  /// The document with the overrides of the command line applied.
  package let table: DocumentTable
  /// The family that `protocol` names.
  package let family: ProtocolFamily
  /// The title for figures.
  package let title: String
  /// Where the values come from.
  package let reference: String?
  /// Remarks of the file.
  package let notes: [String]

  /// Reads a parameter file.
  ///
  /// - Parameters:
  ///   - text: the file's contents.
  ///   - fileName: its name for messages.
  ///   - settings: `key=value` pairs of the command line, applied in order.
  ///   - files: where the files that it names are found.
  /// - Throws: `DocumentErrors` or `DocumentError` with line and column.
  package init(
    text: String, fileName: String, settings: [(key: String, value: String)] = [], files: NamedFiles = NamedFiles()
  ) throws {
    let parsed = try DocumentTable(parsing: text, fileName: fileName, files: files)
    try self.init(table: parsed, settings: settings)
  }

  package init(table parsed: DocumentTable, settings: [(key: String, value: String)]) throws {
    // The protocol first, wherever it stands among the settings: it decides what all other keys mean.
    var named = parsed
    for (key, value) in settings where DocumentTable.isKey(key, "protocol") {
      named = try named.setting(key, to: value)
    }
    family = try Self.family(of: named)
    var table = parsed
    for (key, value) in settings {
      let set = try table.setting(key, to: value)
      // Counts are facts: nothing said besides displaces them or the settings of their run.
      let isRun = set.leaves.contains { $0.path.hasPrefix("counts.") }
      table = isRun ? set : family.clearing(set, for: [(key, set[key]?.text)])
    }
    self.table = table
    let name = Self.stem(of: table.fileName)
    do {
      (title, reference, notes) = try Self.heading(of: table, family, name: name)
    } catch let errors as DocumentErrors {
      // Whatever else is wrong is said in the same run.
      (title, reference, notes) = (name, nil, [])
      // What seems to be missing may be what the wrong key was meant to be: only values that are given are judged.
      throw DocumentErrors(errors.errors + otherErrors().filter { $0.value != nil && !errors.errors.contains($0) })
    }
  }

  private static func heading(
    of table: DocumentTable, _ family: ProtocolFamily, name: String
  ) throws -> (title: String, reference: String?, notes: [String]) {
    try DocumentReader.read(table, with: family.fileVocabulary) { reader in
      (
        reader.ifGiven(FileKeys.title) ?? name, reader.ifGiven(FileKeys.reference),
        reader.ifGiven(FileKeys.notes) ?? []
      )
    }
  }

  /// What is wrong with the values of a file whose keys are wrong: with its sweep, its map or its link.
  private func otherErrors() -> [DocumentError] {
    do {
      if hasCounts {
        // The counts may stand in a file, which is not read in vain.
      } else if hasSweep {
        _ = try sweep()
      } else if table.leaves.contains(where: { $0.path.hasPrefix("map.") }) {
        _ = try map()
      } else {
        _ = try link()
      }
      return []
    } catch let errors as DocumentErrors {
      return errors.errors
    } catch {
      return []
    }
  }

  /// The same file with every setting left open to the optimiser.
  ///
  /// - Throws: `DocumentErrors` or `DocumentError`.
  package func leavingSettingsOpen() throws -> ParameterFile {
    try ParameterFile(table: family.freeing(table), settings: [])
  }

  /// The family, found before the rest is read, because it decides which keys there are.
  package static func family(of table: DocumentTable) throws -> ProtocolFamily {
    let names = ProtocolFamily.all.map(\.name)
    let allowed = (names.count == 1 ? "" : "one of ") + names.map { "\"\($0)\"" }.joined(separator: ", ")
    guard let value = table[FileKeys.protocolName] else {
      if let misplaced = table.leaves.first(where: { $0.path.hasSuffix(".protocol") }) {
        throw DocumentErrors([
          misplaced.value.error("belongs to the whole file", hint: "put it above the first [table]")
        ])
      }
      throw DocumentErrors([
        DocumentError(
          position: SourcePosition(file: table.fileName), path: FileKeys.protocolName.path,
          problem: "must be given: \(names.joined(separator: ", "))",
          hint: "a parameter file begins with protocol = \"bb84\"")
      ])
    }
    guard let word = value.text, let family = ProtocolFamily.named(word) else {
      let other = value.text.flatMap(ProtocolFamily.hint)
      let near = value.text.flatMap { NearestName.nearest(to: $0, among: names) }
      throw DocumentErrors([
        value.error(
          "must be \(allowed)", hint: other ?? (names.count == 1 ? nil : near.map { "did you mean \"\($0)\"?" }))
      ])
    }
    return family
  }

  package static func stem(of fileName: String) -> String {
    let last = fileName.split(separator: "/").last.map(String.init) ?? fileName
    return last.hasSuffix(".toml") ? String(last.dropLast(5)) : last
  }

  /// Whether the file holds the counts of a run.
  package var hasCounts: Bool {
    table.tablePaths.contains { $0.path == "counts" } || table.leaves.contains { $0.path.hasPrefix("counts.") }
  }

  /// Whether the file asks for a sweep.
  package var hasSweep: Bool { table.leaves.contains { $0.path.hasPrefix("sweep.") } }

  /// The link of the file as it stands, without sweep and curves.
  ///
  /// - Throws: `DocumentErrors`.
  package func link() throws -> LinkProblem {
    guard !hasCounts else {
      throw DocumentErrors([
        DocumentError(
          position: table[CountsKeys.keyBasisDetections]?.position ?? SourcePosition(file: table.fileName),
          path: "counts", problem: "this file holds the counts of a run",
          hint: "use `keyrate analyse` to turn counts into a key length")
      ])
    }
    return try Self.link(of: table, family: family)
  }

  static func link(of table: DocumentTable, family: ProtocolFamily) throws -> LinkProblem {
    try DocumentReader.read(table, with: family.fileVocabulary) { reader in
      let link = try family.readLink(reader)
      Promises.refuseEmpty(reader)
      guard let link else {
        // The reader holds the errors and throws them when this closure returns.
        if reader.isSound {
          throw DocumentError(path: FileKeys.protocolName.path, problem: "the link could not be read")
        }
        return LinkProblem.unreadable
      }
      return link
    }
  }

  /// The counts of a run, analysed.
  ///
  /// - Parameter counts: how files named by `counts.file` are read.
  /// - Throws: `DocumentErrors`.
  package func run(reading counts: CountsSource) throws -> MeasuredRun {
    guard hasCounts else {
      throw DocumentErrors([
        DocumentError(
          position: SourcePosition(file: table.fileName), path: "counts", problem: "the file has no [counts]",
          hint: "`keyrate rate` evaluates a parameter file; `keyrate analyse` needs the counts of a run")
      ])
    }
    return try DocumentReader.read(table, with: family.fileVocabulary) { reader in
      let basis = reader[SecurityKeys.basis, default: BasisChoice.any]
      let read = try family.readRun(reader, counts)
      Promises.refuseEmpty(reader)
      Promises.refuseFractions(reader)
      guard var run = read else {
        if reader.isSound { throw DocumentError(path: "counts", problem: "the counts could not be read") }
        return MeasuredRun.unreadable
      }
      if reader.isSound,
        let (plan, disagreements) = try PlanComparison.read(reader, family, counts, run: run.result.trace)
      {
        run.plan = plan
        run.result.warnings += disagreements + plan.warnings
        if !run.result.analysis.options.contains(where: { $0.name == "plan" }) {
          run.result.analysis.options.append(.init("plan", "\(plan.file), SHA-256 \(plan.digest)"))
        }
      }
      if let rests = run.result.analysis.basis {
        run.result.analysis.options.append(.init("certified by", rests.rawValue))
      }
      if basis == .published { run.result.analysis = run.result.analysis.restrictedToPublished }
      return run
    }
  }
}

extension LinkProblem {
  /// Stands in while a reader carries errors out; never leaves `ParameterFile.link`.
  static let unreadable = LinkProblem(
    search: nil, evaluate: { _ in throw DocumentError(problem: "the link could not be read") }, settings: { _ in [] },
    diagnostics: [], bounds: [], link: nil, repetitionRateHz: nil)
}

extension DocumentSource {
  /// The parameter file that this is.
  ///
  /// - Parameter files: where the files that it names are found.
  /// - Throws: `DocumentErrors` or `DocumentError` with line and column.
  package func parameters(files: NamedFiles = NamedFiles()) throws -> ParameterFile {
    try ParameterFile(
      text: text, fileName: name, settings: settings.map { ($0.key, $0.value) }, files: files)
  }
}
