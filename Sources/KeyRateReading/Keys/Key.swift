// SPDX-License-Identifier: GPL-3.0-or-later
/// Whatever names a key of a document: its full definition or a typed key.
package protocol DocumentKey: Sendable {
  /// What is known about the key.
  var definition: KeyDefinition { get }
}

extension DocumentKey {
  /// The key path, for example `detector.efficiency`.
  package var path: String { definition.path }
}

extension KeyDefinition: DocumentKey {
  package var definition: KeyDefinition { self }
}

/// A key whose values have a type: a misspelt key, or a value taken for another type, does not compile.
///
///     static let efficiency = Key<Double>(
///       "detector.efficiency", range: .above(0, upTo: 1), default: 1, "Efficiency of the receiver with its optics.")
///     …
///     let efficiency = reader[DetectorKeys.efficiency]
///
/// One constant stands for one path in the whole program. Families that say it in other words, or hold it to another
/// range, list ``with(unit:range:default:absent:required:meaning:symbols:slips:aliases:)`` of it in their vocabulary.
package struct Key<Value: DocumentValue>: DocumentKey {
  package let definition: KeyDefinition

  /// A key from its parts.
  ///
  /// - Parameters:
  ///   - path: the key path.
  ///   - unit: the unit or the reference in words.
  ///   - range: the allowed numbers; of a list, of its elements.
  ///   - standard: what holds if the key is left out.
  ///   - absent: the same in words, where no single value says it; a key with neither must be given.
  ///   - meaning: the meaning in one sentence.
  ///   - facts: what follows from the key elsewhere; see ``KeyFacts``.
  ///   - slips: hints for wrong values.
  ///   - aliases: other names that people give this key.
  package init(
    _ path: String, unit: String? = nil, range: AllowedRange = .any, default standard: Value? = nil,
    absent: String? = nil, _ meaning: String, _ facts: KeyFacts = KeyFacts(), slips: [KeySlip] = [],
    aliases: [String] = []
  ) {
    definition = KeyDefinition(
      path, Value.keyKind, unit: unit, range: range, standard: standard,
      default: standard.map(\.textInTables) ?? absent, meaning, facts, slips: slips, aliases: aliases)
  }

  private init(_ definition: KeyDefinition) { self.definition = definition }

  /// A key that is made from a name while the program runs; the vocabulary of the document says the rest.
  package init(path: String) { self.init(path, "") }

  /// The same key as another family has it; what is not named stays.
  package func with(
    unit: String? = nil, range: AllowedRange? = nil, default standard: Value? = nil, absent: String? = nil,
    required: Bool = false, meaning: String? = nil, symbols: [String]? = nil, slips: [KeySlip]? = nil,
    aliases: [String]? = nil
  ) -> Key {
    Key(
      definition.with(
        unit: unit, range: range, standard: standard, default: standard.map(\.textInTables) ?? absent,
        required: required, meaning: meaning, symbols: symbols, slips: slips, aliases: aliases))
  }

  /// The same key where it has a meaning only under conditions.
  package func when(_ requirements: KeyRequirement...) -> Key { Key(definition.adding(requirements)) }
}

/// A key that takes one of an enumeration's words.
package struct WordKey<Choice: RawRepresentable & CaseIterable & Sendable>: DocumentKey
where Choice.RawValue == String {
  package let definition: KeyDefinition

  /// A key from its parts; see ``Key``.
  ///
  /// - Parameter words: the words that are allowed, if not every one of the enumeration.
  package init(
    _ path: String, words: [Choice]? = nil, default standard: Choice? = nil, absent: String? = nil, _ meaning: String,
    _ facts: KeyFacts = KeyFacts(), slips: [KeySlip] = [], aliases: [String] = []
  ) {
    definition = KeyDefinition(
      path, .choice((words ?? Array(Choice.allCases)).map(\.rawValue)), standard: standard,
      default: standard.map(\.rawValue) ?? absent, meaning, facts, slips: slips, aliases: aliases)
  }

  private init(_ definition: KeyDefinition) { self.definition = definition }

  /// The same key as another family has it; what is not named stays.
  package func with(
    default standard: Choice? = nil, absent: String? = nil, required: Bool = false, meaning: String? = nil,
    symbols: [String]? = nil, slips: [KeySlip]? = nil, aliases: [String]? = nil
  ) -> WordKey {
    WordKey(
      definition.with(
        unit: nil, range: nil, standard: standard, default: standard.map(\.rawValue) ?? absent, required: required,
        meaning: meaning,
        symbols: symbols, slips: slips, aliases: aliases))
  }

  /// The same key where it has a meaning only under conditions.
  package func when(_ requirements: KeyRequirement...) -> WordKey { WordKey(definition.adding(requirements)) }

  /// Where this key has one of some words.
  package func `is`(_ words: Choice...) -> KeyRequirement {
    KeyRequirement(path, words.map(\.rawValue))
  }

  /// Where this key has none of some words.
  package func isNot(_ words: Choice...) -> KeyRequirement {
    let excluded = Set(words.map(\.rawValue))
    return KeyRequirement(path, Choice.allCases.map(\.rawValue).filter { !excluded.contains($0) })
  }
}
