// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments
import KeyRateReading

/// An input of the model lines that a claim leaves unsaid: where it stands for and against the claim (bounds sheet,
/// rules R1 and R10).
package struct UnsaidInput: Sendable, Equatable {
  /// The key.
  package let key: String
  /// What it means.
  package let meaning: String
  /// The favourable end, which stands for it where the claim is to be refuted.
  package let favourable: Double
  /// The program's default, which the worst end reads and no support may rest on; nil if there is none.
  package let standard: String?
}

extension ClaimFile {
  /// What the claim does not say of link, devices and reconciliation, with the favourable ends of table 7.2.
  ///
  /// Empty where the link cannot be read.
  package var unsaidInputs: [UnsaidInput] {
    let vocabulary = ClaimKeys.vocabulary(family)
    var list: [UnsaidInput] = []
    func add(_ definition: KeyDefinition, _ favourable: Double) {
      // What the default already gives, or what the rest of the file excludes, is nothing to choose.
      if definition.defaultText.flatMap(Double.init) == favourable { return }
      guard (try? linkFile([ClaimChange(definition.path, favourable)]).link()) != nil else { return }
      list.append(
        UnsaidInput(
          key: definition.path, meaning: definition.meaning, favourable: favourable,
          standard: definition.defaultText))
    }
    for definition in vocabulary.definitions where table[definition.path] == nil {
      let path = definition.path
      guard path.hasPrefix("link.") || path.hasPrefix("detector.") || path.hasPrefix("security.") else { continue }
      if path == LinkKeys.attenuationDbPerKm.path {
        if table[LinkKeys.distanceKm] != nil || table[LinkKeys.aliceDistanceKm] != nil { add(definition, 0) }
        continue
      }
      guard let ideal = definition.facts.ideal else { continue }
      let replaced = definition.facts.replaces
      let isReplaced =
        replaced.contains { table[$0] != nil }
        || vocabulary.definitions.contains { table[$0.path] != nil && $0.facts.replaces.contains(path) }
      if !isReplaced { add(definition, ideal) }
    }
    return list
  }

  /// The changes that choose the options whose certificate rests on a printed theorem; nil where the family has none.
  package var publishedOptions: [ClaimChange]? {
    family.traits.publishedOptions.map { options in options.map { ClaimChange($0.key, .word($0.word)) } }
  }

  /// Whether one of block, secrecy and correctness is unsaid: infinitely much data stand for them (R5, R6).
  package var hasUnsaidBlock: Bool {
    isFinite && (statement.block == nil || statement.secrecy == nil || statement.correctness == nil)
  }

  /// The link with everything unsaid at the claimant's end.
  ///
  /// - Throws: `DocumentErrors` or `DocumentError`.
  package func favourableLinkFile(_ changes: [ClaimChange] = []) throws -> ParameterFile {
    let set = Set(changes.map(\.key))
    let ends = unsaidInputs.filter { !set.contains($0.key) }.map { ClaimChange($0.key, $0.favourable) }
    guard hasUnsaidBlock else { return try linkFile(ends + changes) }
    // A block that is large enough for any reading, then none at all.
    var block = ends + changes
    if statement.block == nil, table[SecurityKeys.keyBlockSize] == nil,
      family.linkVocabulary[family.traits.blockKey] != nil
    {
      block.append(ClaimChange(family.traits.blockKey, 1e15))
    }
    let finite = try linkFile(block)
    return try finite.withInfiniteData() ?? finite
  }
}
