// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading

/// A family of protocols as the documents see it.
///
/// A new family is a target of its own, a folder beside this file that reads its keys, and one
/// line in `shipped`.
package struct ProtocolFamily: Sendable {
  /// The word that `protocol = "…"` takes.
  package let name: String
  /// The name for people.
  package let title: String
  /// The keys that the family adds to the common ones.
  package let keys: [any DocumentKey]
  /// Tables of other families that this one does not have, and what it takes instead.
  let absentTables: [KeyVocabulary.AbsentTable]
  /// What other rooms ask of it.
  package let traits: FamilyTraits
  /// What a new value displaces besides what the keys themselves say; see ``displaced(by:word:)``.
  let alsoDisplaced: @Sendable (_ key: String, _ word: String?) -> [String]
  /// A copy of a document with every setting left open.
  let freeing: @Sendable (DocumentTable) throws -> DocumentTable
  /// Reads the link of a parameter file. Problems of single keys are left with the reader.
  let readLink: @Sendable (DocumentReader) throws -> LinkProblem?
  /// Reads the counts of a run and analyses them.
  let readRun: @Sendable (DocumentReader, CountsSource) throws -> MeasuredRun?

  /// A family from its parts; see the properties.
  init(
    name: String, title: String, keys: [any DocumentKey], traits: FamilyTraits,
    absentTables: [KeyVocabulary.AbsentTable] = [],
    alsoDisplaced: @escaping @Sendable (_ key: String, _ word: String?) -> [String] = { _, _ in [] },
    freeing: @escaping @Sendable (DocumentTable) throws -> DocumentTable,
    readLink: @escaping @Sendable (DocumentReader) throws -> LinkProblem?,
    readRun: @escaping @Sendable (DocumentReader, CountsSource) throws -> MeasuredRun?
  ) {
    self.name = name
    self.title = title
    self.keys = keys
    self.traits = traits
    self.absentTables = absentTables
    self.alsoDisplaced = alsoDisplaced
    self.freeing = freeing
    self.readLink = readLink
    self.readRun = readRun
  }

  /// Every key of a parameter or counts file.
  package var fileVocabulary: KeyVocabulary {
    Self.vocabularies[name]?.file ?? Vocabulary.file(keys, absentTables: absentTables)
  }

  /// The keys that describe a link, without sweep and figure: what a `[[curve]]` may change.
  package var linkVocabulary: KeyVocabulary { Self.vocabularies[name]?.link ?? Vocabulary.link(keys) }

  /// The vocabularies of all families, built once: the key `protocol` names them all, so that none can be built while
  /// the families themselves are.
  private static let vocabularies = Dictionary(
    shipped.map {
      ($0.name, (link: Vocabulary.link($0.keys), file: Vocabulary.file($0.keys, absentTables: $0.absentTables)))
    },
    uniquingKeysWith: { first, _ in first })

  /// The families of the program.
  static let shipped: [ProtocolFamily] = [
    .bb84, .twinField, .sendingOrNotSending, .oddParityPairing, .mdi, .continuousVariable, .continuousVariableRelay,
    .entangledPairs, .coherentOneWay, .differentialPhaseShift,
  ]

  /// Families that a task knows besides, as tests do.
  @TaskLocal package static var guests: [ProtocolFamily] = []

  /// All families.
  package static var all: [ProtocolFamily] { shipped + guests }

  /// The family with a name.
  package static func named(_ name: String) -> ProtocolFamily? { all.first { $0.name == name } }
}

extension ProtocolFamily: Equatable {
  /// Families are the same if they answer to the same word.
  package static func == (one: ProtocolFamily, other: ProtocolFamily) -> Bool { one.name == other.name }
}
