// SPDX-License-Identifier: GPL-3.0-or-later
extension KeyVocabulary {
  /// The keys that have no meaning where a key of words has some word.
  package func idle(with path: String, word: String) -> [KeyDefinition] {
    definitions.filter { definition in
      definition.facts.requirements.contains { $0.path == path && !$0.admits(word) }
    }
  }

  /// The keys whose place a new value of a key takes: the other ways of saying the same, the range of a setting that
  /// is given, and what has no meaning with its word.
  package func displaced(by path: String, word: String?) -> [String] {
    var list = self[path]?.facts.replaces ?? []
    for definition in definitions where definition.facts.rangeOf.contains(path) { list.append(definition.path) }
    if let word { list += idle(with: path, word: word).map(\.path) }
    return list
  }

  /// Where a symbol of the formula sheets stands in a document; nil if no key has it.
  package func path(ofSymbol symbol: String) -> String? {
    definitions.first { $0.facts.symbols.contains(symbol) }?.path
  }
}
