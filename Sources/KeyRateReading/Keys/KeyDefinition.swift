// SPDX-License-Identifier: GPL-3.0-or-later
/// What a key accepts.
package enum KeyKind: Sendable {
  /// A number; an integer will do.
  case number
  /// A whole number, also as `1e10`.
  case integer
  /// Any text.
  case text
  /// `true` or `false`.
  case bool
  /// One of some words.
  case choice([String])
  /// A list of numbers.
  case numbers
  /// A list of lists of numbers.
  case matrix
  /// A list of texts.
  case texts
  /// A number, or the word that leaves it to the optimiser.
  case setting
  /// A list of numbers, each of which may be the word that leaves it to the optimiser.
  case settings
  /// An array of tables such as `[[curve]]`, with the keys that each may have.
  case tables(KeyVocabulary)
}

/// One key that a document may have: what it accepts, what it means, and how it is often got wrong.
package struct KeyDefinition: Sendable {
  /// The key path, for example `detector.efficiency`.
  package let path: String
  /// What the key accepts.
  package let kind: KeyKind
  /// The unit or the reference in words, for example `km` or `per detector per gate`.
  package let unit: String?
  /// The allowed numbers; of a list, of its elements.
  package let range: AllowedRange
  /// What holds if the key is left out, as a value (`0.02`, `finite`) or in words; `nil` if it
  /// must be given.
  package let defaultText: String?
  /// The meaning in one sentence.
  package let meaning: String
  /// Hints for wrong values; the first that applies is printed.
  package let slips: [KeySlip]
  /// Other names that people give this key, such as `distance` or `source.mu`.
  package let aliases: [String]

  /// A definition from its parts; see the properties.
  package init(
    _ path: String, _ kind: KeyKind, unit: String? = nil, range: AllowedRange = .any,
    default defaultText: String? = nil, _ meaning: String, slips: [KeySlip] = [], aliases: [String] = []
  ) {
    self.path = path
    self.kind = kind
    self.unit = unit
    self.range = range
    self.defaultText = defaultText
    self.meaning = meaning
    self.slips = slips
    self.aliases = aliases
  }

  /// The likely slip behind a wrong value.
  package func hint(for value: LocatedValue) -> String? {
    slips.first { $0.applies(value) }?.hint
  }

  /// What is allowed, in words that follow "must be": the range, or the kind of value, with the
  /// unit in brackets.
  var allowedInWords: String {
    let words: String
    switch kind {
    case .number, .setting: words = range.inWords ?? "a number"
    case .integer: words = range.inWords.map { "a whole number, \($0)" } ?? "a whole number"
    case .text: words = "text"
    case .bool: words = "true or false"
    case .choice(let choices): words = choices.count == 1 ? choices[0] : "one of " + choices.joined(separator: ", ")
    case .numbers: words = "a list of numbers"
    case .matrix: words = "a list of lists of numbers"
    case .texts: words = "a list of texts"
    case .settings: words = "a list of numbers or the word \"optimise\""
    case .tables: words = "a list of tables"
    }
    return unit.map { "\(words) (\($0))" } ?? words
  }
}

/// A way in which a value is often got wrong: a test on the value and the hint to print.
///
/// Slips are only looked at when a value has been refused already.
package struct KeySlip: Sendable {
  /// Whether this slip explains the value.
  package let applies: @Sendable (LocatedValue) -> Bool
  /// The hint, for example `did you give counts per second? divide by the gate rate`.
  package let hint: String

  /// A slip from its test and its hint.
  package init(when applies: @escaping @Sendable (LocatedValue) -> Bool, hint: String) {
    self.applies = applies
    self.hint = hint
  }

  /// Applies to numbers greater than a value.
  package static func above(_ value: Double, _ hint: String) -> KeySlip {
    KeySlip(when: { $0.number.map { $0 > value } ?? false }, hint: hint)
  }

  /// Applies to numbers less than a value.
  package static func below(_ value: Double, _ hint: String) -> KeySlip {
    KeySlip(when: { $0.number.map { $0 < value } ?? false }, hint: hint)
  }

  /// Applies to numbers in a closed range.
  package static func within(_ range: ClosedRange<Double>, _ hint: String) -> KeySlip {
    KeySlip(when: { $0.number.map { range.contains($0) } ?? false }, hint: hint)
  }

  /// Applies to some words, without regard to case.
  package static func words(_ words: [String], _ hint: String) -> KeySlip {
    KeySlip(when: { value in value.text.map { words.contains($0.lowercased()) } ?? false }, hint: hint)
  }
}
