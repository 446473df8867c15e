// SPDX-License-Identifier: GPL-3.0-or-later
extension DocumentReader {
  // MARK: Numbers

  /// A number; if the key is left out, the vocabulary's default, and an error if it has none.
  package func number(_ path: String) -> Double {
    guard let definition = definition(path) else { return .nan }
    if let value = table[path] { return number(value, definition) ?? .nan }
    if let text = definition.defaultText {
      switch NumberText.classify(text) {
      case .real(let value): return value
      case .integer(let value): return Double(value)
      default: break
      }
    }
    reportMissing(definition)
    return .nan
  }

  /// A number, or `nil` if the key is left out.
  package func numberIfPresent(_ path: String) -> Double? {
    guard let definition = definition(path), let value = table[path] else { return nil }
    return number(value, definition)
  }

  /// A number, or the given one if the key is left out.
  package func number(_ path: String, default standard: Double) -> Double {
    guard gives(path) else { return standard }
    return number(path)
  }

  /// A whole number; if the key is left out, the vocabulary's default, and an error if it has none.
  package func integer(_ path: String) -> Int {
    guard let definition = definition(path) else { return 0 }
    if let value = table[path] { return integer(value, definition) ?? 0 }
    if let text = definition.defaultText, let value = NumberText.exactInteger(text) { return value }
    reportMissing(definition)
    return 0
  }

  /// A whole number, or `nil` if the key is left out.
  package func integerIfPresent(_ path: String) -> Int? {
    guard let definition = definition(path), let value = table[path] else { return nil }
    return integer(value, definition)
  }

  /// A whole number, or the given one if the key is left out.
  package func integer(_ path: String, default standard: Int) -> Int {
    guard gives(path) else { return standard }
    return integer(path)
  }

  // MARK: Texts, words and truth values

  /// A text; if the key is left out, the vocabulary's default, and an error if it has none.
  package func text(_ path: String) -> String {
    guard let definition = definition(path) else { return "" }
    if let value = table[path] { return text(value, definition) ?? "" }
    if let text = definition.defaultText { return text }
    reportMissing(definition)
    return ""
  }

  /// A text, or `nil` if the key is left out.
  package func textIfPresent(_ path: String) -> String? {
    guard let definition = definition(path), let value = table[path] else { return nil }
    return text(value, definition)
  }

  /// A truth value; if the key is left out, the vocabulary's default, and an error if it has none.
  package func bool(_ path: String) -> Bool {
    guard let definition = definition(path) else { return false }
    if let value = table[path] {
      if let bool = value.bool { return bool }
      reportKind(value, definition)
      return false
    }
    if let bool = definition.defaultText.flatMap({ Bool($0) }) { return bool }
    reportMissing(definition)
    return false
  }

  /// A truth value, or the given one if the key is left out.
  package func bool(_ path: String, default standard: Bool) -> Bool {
    guard gives(path) else { return standard }
    return bool(path)
  }

  /// One of an enumeration's words; if the key is left out, the vocabulary's default. After an
  /// error the first case stands in; `nil` only if the enumeration has no cases.
  package func choice<Choice: RawRepresentable & CaseIterable>(
    _ path: String, as type: Choice.Type = Choice.self
  ) -> Choice? where Choice.RawValue == String {
    guard let definition = definition(path) else { return Choice.allCases.first }
    if let value = table[path] {
      return choice(value, definition, as: type) ?? Choice.allCases.first
    }
    if let standard = definition.defaultText.flatMap(Choice.init(rawValue:)) { return standard }
    reportMissing(definition)
    return Choice.allCases.first
  }

  /// One of an enumeration's words, or the given one if the key is left out or wrong.
  package func choice<Choice: RawRepresentable & CaseIterable>(
    _ path: String, default standard: Choice
  ) -> Choice where Choice.RawValue == String {
    guard let definition = definition(path), let value = table[path] else { return standard }
    return choice(value, definition, as: Choice.self) ?? standard
  }

  /// One of an enumeration's words, or `nil` if the key is left out.
  package func choiceIfPresent<Choice: RawRepresentable & CaseIterable>(
    _ path: String, as type: Choice.Type = Choice.self
  ) -> Choice? where Choice.RawValue == String {
    guard let definition = definition(path), let value = table[path] else { return nil }
    return choice(value, definition, as: type)
  }

  // MARK: One value against its definition

  func number(_ value: LocatedValue, _ definition: KeyDefinition) -> Double? {
    guard let number = value.number else {
      reportKind(value, definition, wanted: "a number")
      return nil
    }
    guard definition.range.contains(number) else {
      reportRange(value, definition)
      return nil
    }
    return number
  }

  private func integer(_ value: LocatedValue, _ definition: KeyDefinition) -> Int? {
    guard case .number(let number) = value.content else {
      reportKind(value, definition, wanted: "a whole number")
      return nil
    }
    guard let integer = number.exactInteger else {
      let isLarge = abs(number.value) >= 9e18
      report(
        value.error(
          isLarge ? "is too large for a whole number" : "must be a whole number", allowed: definition.allowedInWords,
          hint: definition.hint(for: value)))
      return nil
    }
    guard definition.range.contains(number.value) else {
      reportRange(value, definition)
      return nil
    }
    return integer
  }

  func text(_ value: LocatedValue, _ definition: KeyDefinition) -> String? {
    guard let text = value.text else {
      reportKind(value, definition, wanted: "text")
      return nil
    }
    if case .choice(let words) = definition.kind, !words.contains(text) {
      reportChoice(value, definition, words)
      return nil
    }
    return text
  }

  private func choice<Choice: RawRepresentable & CaseIterable>(
    _ value: LocatedValue, _ definition: KeyDefinition, as type: Choice.Type
  ) -> Choice? where Choice.RawValue == String {
    let cases = Choice.allCases.map(\.rawValue)
    guard let text = value.text else {
      reportKind(value, definition, wanted: "text")
      return nil
    }
    guard let choice = Choice(rawValue: text) else {
      reportChoice(value, definition, cases)
      return nil
    }
    return choice
  }
}
