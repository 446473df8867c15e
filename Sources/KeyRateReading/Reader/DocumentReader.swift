// SPDX-License-Identifier: GPL-3.0-or-later
/// Reads the values of a document by a vocabulary and collects everything that is wrong with it.
///
///     let setup = try DocumentReader.read(table, with: vocabulary) { reader in
///       Setup(efficiency: reader.number("detector.efficiency"), label: reader.textIfPresent("title"))
///     }
///
/// Inside the closure every call returns at once; after an error it returns a stand-in (`nan`, 0,
/// an empty text) that never gets out, because `read` throws all errors together at the end.
/// Unknown keys are among them.
package final class DocumentReader {
  /// The document, or one of its `[[tables]]`.
  package let table: DocumentTable
  /// The keys it may have.
  package let vocabulary: KeyVocabulary
  private let log: Log
  private let suggested: Set<String>

  /// What has been found wrong, each thing once.
  private final class Log {
    private(set) var errors: [DocumentError] = []
    private var known: Set<DocumentError> = []
    /// Whether every value that was asked for is the one that the document means.
    var isSound = true

    /// - Parameter spoils: whether a value that was read is not to be used; not so for a key that nobody reads.
    func add(_ error: DocumentError, spoils: Bool = true) {
      if spoils { isSound = false }
      if known.insert(error).inserted { errors.append(error) }
    }
  }

  private init(_ table: DocumentTable, _ vocabulary: KeyVocabulary, log: Log) {
    self.table = table
    self.vocabulary = vocabulary
    self.log = log
    let unknown = vocabulary.unknown(in: table)
    // A key that is not known spoils no check of the others, unless it stands for one that then seems to be missing.
    for (error, _) in unknown { log.add(error, spoils: false) }
    suggested = Set(unknown.flatMap(\.suggestions))
  }

  /// Reads a document.
  ///
  /// - Throws: ``DocumentErrors`` with all that is wrong, sorted by line. If there is nothing to
  ///   report, whatever the closure throws.
  package static func read<Result>(
    _ table: DocumentTable, with vocabulary: KeyVocabulary, _ body: (DocumentReader) throws -> Result
  ) throws -> Result {
    let log = Log()
    let reader = DocumentReader(table, vocabulary, log: log)
    do {
      let result = try body(reader)
      guard log.errors.isEmpty else { throw DocumentErrors(log.errors) }
      return result
    } catch let error as DocumentErrors {
      guard !log.errors.isEmpty else { throw error }
      for other in error.errors { log.add(other) }
      throw DocumentErrors(log.errors)
    } catch let error as DocumentError {
      throw DocumentErrors(log.errors + [error])
    } catch {
      // An error of another kind after a wrong value is most likely its consequence.
      throw log.errors.isEmpty ? error : DocumentErrors(log.errors)
    }
  }

  /// Whether no value has been found wrong so far; guards checks that need several good values.
  package var isSound: Bool { log.isSound }

  /// Whether the values of some keys are good: guards checks that need these and no others, so that a wrong sum is
  /// said in the same run as a wrong value elsewhere.
  package func isSound(_ keys: any DocumentKey...) -> Bool {
    let full = keys.map { table.fullPath($0.path) }
    return !log.errors.contains { error in
      full.contains { error.path == $0 || error.path?.hasPrefix($0 + "[") ?? false }
    }
  }

  /// Adds an error to those that `read` will throw; a key may be read more than once, its error is
  /// said once.
  package func report(_ error: DocumentError) { log.add(error) }

  /// Adds an error about a key: at its value, or where it should stand if it is not there.
  package func refuse(_ path: String, _ problem: String, allowed: String? = nil, hint: String? = nil) {
    if let value = table[path] {
      report(value.error(problem, allowed: allowed, hint: hint))
    } else {
      report(
        DocumentError(
          position: table.positionOfMissing(path), path: table.fullPath(path), problem: problem, allowed: allowed,
          hint: hint))
    }
  }

  /// Whether the document gives a key.
  package func gives(_ path: String) -> Bool { table[path] != nil }

  /// Whether the document gives a key.
  package func gives(_ key: some DocumentKey) -> Bool { gives(key.path) }

  /// Adds an error about a key: at its value, or where it should stand if it is not there.
  package func refuse(_ key: some DocumentKey, _ problem: String, allowed: String? = nil, hint: String? = nil) {
    refuse(key.path, problem, allowed: allowed, hint: hint)
  }

  /// Refuses every key that the document gives and that has no meaning with the word of another one: it would
  /// silently do nothing.
  package func refuseIdle<Choice>(_ key: WordKey<Choice>, _ word: Choice) {
    for idle in vocabulary.idle(with: key.path, word: word.rawValue) where gives(idle) {
      refuse(idle, "has no meaning with \(key.path) = \"\(word.rawValue)\"", hint: "leave it out")
    }
  }

  /// Where a key stands.
  package func position(of path: String) -> SourcePosition? { table[path]?.position }

  /// The one of several keys that the document gives; reports if there is none or more than one.
  package func exactlyOne<Key: DocumentKey>(of keys: [Key]) -> Key? {
    let paths = keys.map(\.path)
    if !paths.contains(where: gives), !suggested.isDisjoint(with: paths) { log.isSound = false }
    if !paths.contains(where: gives), let first = paths.first, suggested.isDisjoint(with: paths) {
      report(
        DocumentError(
          position: table.positionOfMissing(first), path: table.fullPath(first),
          problem: "one of \(paths.map(table.fullPath).joined(separator: ", ")) must be given"))
    }
    return atMostOne(of: keys)
  }

  /// The one of several keys that the document gives, if any; reports if there is more than one.
  package func atMostOne<Key: DocumentKey>(of keys: [Key]) -> Key? {
    let first = atMostOne(of: keys.map(\.path))
    return keys.first { $0.path == first }
  }

  /// The one of several keys of different types that the document gives, if any; reports if there is more than one.
  package func atMostOne(of paths: [String]) -> String? {
    let given = paths.filter(gives)
    guard let first = given.first else { return nil }
    for other in given.dropFirst() { refuse(other, "cannot be given together with \(table.fullPath(first))") }
    return first
  }

  /// Reads each table of an array of tables such as `[[curve]]`; empty if there is none.
  package func tables<Element>(_ path: String, _ body: (DocumentReader) throws -> Element) rethrows -> [Element] {
    guard let definition = definition(path) else { return [] }
    guard case .tables(let vocabulary) = definition.kind else {
      reportMisuse(path)
      return []
    }
    let tables: [DocumentTable]
    do {
      tables = try table.tables(path)
    } catch {
      report(error)
      return []
    }
    return try tables.map { try body(DocumentReader($0, vocabulary, log: log)) }
  }

  // MARK: For the typed readers

  /// The definition of a key; reports the program's mistake if there is none.
  func definition(_ path: String) -> KeyDefinition? {
    if let definition = vocabulary[path] { return definition }
    reportMisuse(path)
    return nil
  }

  /// The program has asked for something that the vocabulary does not have.
  func reportMisuse(_ path: String) {
    report(DocumentError(path: path, problem: "internal error: this key is not in the vocabulary with this kind"))
  }

  /// Reports that a key must be given, unless a misspelt one has been reported already.
  func reportMissing(_ definition: KeyDefinition) {
    guard !suggested.contains(definition.path) else {
      log.isSound = false
      return
    }
    report(
      DocumentError(
        position: table.positionOfMissing(definition.path), path: table.fullPath(definition.path),
        problem: "must be given: \(definition.allowedInWords)", allowed: definition.allowedInWords))
  }
}
