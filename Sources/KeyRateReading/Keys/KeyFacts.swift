// SPDX-License-Identifier: GPL-3.0-or-later
/// What a key is, for those who ask for keys of a kind.
package enum KeyRole: String, Sendable, CaseIterable {
  /// What the link and its devices are.
  case hardware
  /// What the operator chooses, and an optimiser may move.
  case setting
  /// What the analysis assumes and proves.
  case security
  /// What was counted in a run.
  case counts
  /// What is drawn and how it is named.
  case presentation
  /// What a claimant says.
  case claim
}

/// The values of a key among which an answer is usually sought, and how they are spaced.
package struct KeyScan: Sendable, Equatable {
  /// The ends; nil where the key's range gives them.
  package let from, to: Double?
  /// Whether values are spaced by ratios.
  package let isLogarithmic: Bool
  /// Whether a search may go beyond the upper end.
  package let canGrow: Bool

  /// A scan from its parts.
  package init(from: Double? = nil, to: Double? = nil, isLogarithmic: Bool = false, canGrow: Bool = false) {
    self.from = from
    self.to = to
    self.isLogarithmic = isLogarithmic
    self.canGrow = canGrow
  }

  /// Values spaced by ratios.
  package static func logarithmic(_ from: Double, _ to: Double? = nil) -> KeyScan {
    KeyScan(from: from, to: to, isLogarithmic: true)
  }
}

/// What follows from a key elsewhere than where it is read.
package struct KeyFacts: Sendable {
  /// The symbols under which analyses speak of the value, as in the formula sheets.
  package var symbols: [String]
  /// What kind of key it is; nil where its table says so.
  package var role: KeyRole?
  /// The keys whose place it takes: a new value of this one removes theirs.
  package var replaces: [String]
  /// The settings that this key gives the range of, of which a file gives one.
  package var rangeOf: [String]
  /// The value of a perfect device, if there is one.
  package var ideal: Double?
  /// What another value than the ideal one is, in words.
  package var imperfection: String?
  /// Where an inverse question looks.
  package var scan: KeyScan?
  /// The label of an axis; nil for the key in words.
  package var label: String?
  /// Where the key has a meaning; all must hold.
  package var requirements: [KeyRequirement]

  /// Facts from their parts.
  package init(
    symbols: [String] = [], role: KeyRole? = nil, replaces: [String] = [], rangeOf: [String] = [],
    ideal: Double? = nil, imperfection: String? = nil, scan: KeyScan? = nil, label: String? = nil,
    requires requirements: [KeyRequirement] = []
  ) {
    self.symbols = symbols
    self.role = role
    self.replaces = replaces
    self.rangeOf = rangeOf
    self.ideal = ideal
    self.imperfection = imperfection
    self.scan = scan
    self.label = label
    self.requirements = requirements
  }
}

/// A key of words that must have one of some values for another key to have a meaning.
package struct KeyRequirement: Sendable, Equatable {
  /// The key of words.
  package let path: String
  /// The words.
  package let words: [String]

  init(_ path: String, _ words: [String]) {
    self.path = path
    self.words = words
  }

  /// Whether a word of the key fulfils it.
  package func admits(_ word: String) -> Bool { words.contains(word) }
}
