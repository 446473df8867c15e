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
  /// Other names that people give this key, such as `distance` or `source.mu`. Behind a colon may stand what the key
  /// is in terms of the other: `detector.visibility: (1 - visibility) / 2`.
  package let aliases: [String]
  /// What holds if the key is left out, as a value of the key's type; `nil` if that depends on other keys, or if it
  /// must be given.
  let standard: (any Sendable)?
  /// What follows from the key elsewhere.
  package let facts: KeyFacts

  /// The other names alone.
  var aliasNames: [Substring] { aliases.map { $0.prefix { $0 != ":" } } }

  /// What the key is in terms of another quantity that an unknown name stands for; nil if it is the same by another
  /// name.
  func conversion(from path: String) -> String? {
    let wanted = [path, String(KeyText.lastComponent(path))].map { NearestName.normalised($0) }
    let alias = aliases.first { $0.contains(":") && wanted.contains(NearestName.normalised($0.prefix { $0 != ":" })) }
    return alias.map { String($0.drop { $0 != ":" }.dropFirst().drop { $0 == " " }) }
  }

  /// A definition from its parts; see the properties.
  package init(
    _ path: String, _ kind: KeyKind, unit: String? = nil, range: AllowedRange = .any,
    standard: (any Sendable)? = nil, default defaultText: String? = nil, _ meaning: String,
    _ facts: KeyFacts = KeyFacts(), slips: [KeySlip] = [], aliases: [String] = []
  ) {
    self.path = path
    self.kind = kind
    self.unit = unit
    self.range = range
    self.standard = standard
    self.defaultText = defaultText
    self.meaning = meaning
    self.facts = facts
    self.slips = slips
    self.aliases = aliases
  }

  /// The same with some parts replaced; a default in words replaces one that is a value.
  func with(
    unit: String?, range: AllowedRange?, standard: (any Sendable)?, default defaultText: String?, required: Bool,
    meaning: String?, symbols: [String]?, slips: [KeySlip]?, aliases: [String]?
  ) -> KeyDefinition {
    var facts = facts
    facts.symbols = symbols ?? facts.symbols
    let keepsDefault = defaultText == nil && !required
    return KeyDefinition(
      path, kind, unit: unit ?? self.unit, range: range ?? self.range,
      standard: keepsDefault ? self.standard : standard, default: keepsDefault ? self.defaultText : defaultText,
      meaning ?? self.meaning, facts, slips: slips ?? self.slips, aliases: aliases ?? self.aliases)
  }

  /// The same where it has a meaning only under further conditions.
  package func when(_ requirements: KeyRequirement...) -> KeyDefinition { adding(requirements) }

  /// The same as the range of a setting, which has no meaning where the setting is given, or has none itself.
  ///
  /// - Parameter synonyms: other keys that give the same setting.
  package func ranging(over setting: some DocumentKey, synonyms: [any DocumentKey] = []) -> KeyDefinition {
    var facts = facts
    facts.rangeOf = [setting.path] + synonyms.map(\.path)
    facts.requirements += setting.definition.facts.requirements
    return with(facts)
  }

  private func with(_ facts: KeyFacts) -> KeyDefinition {
    KeyDefinition(
      path, kind, unit: unit, range: range, standard: standard, default: defaultText, meaning, facts, slips: slips,
      aliases: aliases)
  }

  func adding(_ requirements: [KeyRequirement]) -> KeyDefinition {
    var facts = facts
    facts.requirements += requirements
    return with(facts)
  }

  /// What kind of key it is.
  package var role: KeyRole {
    if let role = facts.role { return role }
    switch kind {
    case .setting, .settings: return .setting
    default: break
    }
    switch KeyText.table(path) {
    case "link", "source", "detector", "noise": return .hardware
    case "security", "acceptance", "search": return .security
    case "counts": return .counts
    case "claim": return .claim
    default: return .presentation
    }
  }

  /// Whether its value is one number, which can be moved.
  package var isSingleNumber: Bool {
    switch kind {
    case .number, .integer, .setting: true
    default: false
    }
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
