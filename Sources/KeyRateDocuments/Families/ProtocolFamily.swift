// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading

/// A family of protocols as the documents see it.
///
/// A new family is a target of its own, a folder beside this file that reads its keys, and one
/// line in ``all``.
package struct ProtocolFamily: Sendable {
  /// The word that `protocol = "…"` takes.
  package let name: String
  /// The name for people.
  package let title: String
  /// The keys that the family adds to the common ones.
  package let keys: [any DocumentKey]
  /// Which keys a new value of a key displaces, as `--set`, a curve or a sweep gives it: the other
  /// ways of saying the same, and what means nothing beside it.
  let displacedKeys: @Sendable (_ key: String, _ word: String?) -> [String]
  /// A copy of a document with every setting left open.
  let freeing: @Sendable (DocumentTable) throws -> DocumentTable
  /// Reads the link of a parameter file. Problems of single keys are left with the reader.
  let readLink: @Sendable (DocumentReader) throws -> LinkProblem?
  /// Reads the counts of a run and analyses them.
  let readRun: @Sendable (DocumentReader, CountsSource) throws -> MeasuredRun?

  /// Tables of other families that this one does not have, and what it takes instead.
  var absentTables: [KeyVocabulary.AbsentTable] = []

  /// All families.
  package static let all: [ProtocolFamily] = [
    .bb84, .twinField, .mdi, .continuousVariable, .continuousVariableRelay,
  ]

  /// The family with a name.
  package static func named(_ name: String) -> ProtocolFamily? { all.first { $0.name == name } }
}
