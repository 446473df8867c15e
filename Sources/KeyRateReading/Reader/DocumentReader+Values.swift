// SPDX-License-Identifier: GPL-3.0-or-later
extension DocumentReader {
  /// The value of a key; if it is left out, the vocabulary's default, and an error if there is none.
  package subscript<Value: DocumentValue>(key: Key<Value>) -> Value {
    guard let definition = definition(key.path) else { return Value.placeholder }
    if let value = table[key.path] { return Value.read(value, definition, self) ?? Value.placeholder }
    if let standard = definition.standard as? Value ?? Value.whenLeftOut { return standard }
    reportMissing(definition)
    return Value.placeholder
  }

  /// The value of a key, or the given one if it is left out.
  package subscript<Value: DocumentValue>(key: Key<Value>, default standard: @autoclosure () -> Value) -> Value {
    ifGiven(key) ?? (gives(key) ? Value.placeholder : standard())
  }

  /// The value of a key, or `nil` if it is left out.
  package func ifGiven<Value: DocumentValue>(_ key: Key<Value>) -> Value? {
    guard let definition = definition(key.path), let value = table[key.path], !Value.isLeftOpen(value) else {
      return nil
    }
    return Value.read(value, definition, self)
  }

  /// The value of a key, or `nil` if it is left out or if this kind of document does not have it.
  package func ifKnown<Value: DocumentValue>(_ key: Key<Value>) -> Value? {
    vocabulary[key.path] == nil ? nil : ifGiven(key)
  }

  /// The word of a key; if it is left out, the vocabulary's default, and an error if there is none.
  ///
  /// - Returns: after an error the first case; `nil` only if the enumeration has no cases.
  package subscript<Choice>(key: WordKey<Choice>) -> Choice? {
    guard let definition = definition(key.path) else { return Choice.allCases.first }
    if table[key.path] != nil { return ifGiven(key) ?? Choice.allCases.first }
    if let standard = definition.standard as? Choice { return standard }
    reportMissing(definition)
    return Choice.allCases.first
  }

  /// The word of a key, or the given one if it is left out or wrong.
  package subscript<Choice>(key: WordKey<Choice>, default standard: @autoclosure () -> Choice) -> Choice {
    ifGiven(key) ?? standard()
  }

  /// The word of a key, or `nil` if it is left out or wrong.
  package func ifGiven<Choice>(_ key: WordKey<Choice>) -> Choice? {
    guard let definition = definition(key.path), let value = table[key.path] else { return nil }
    guard let text = value.text else {
      reportKind(value, definition, wanted: "text")
      return nil
    }
    guard let choice = Choice(rawValue: text) else {
      reportChoice(value, definition, Choice.allCases.map(\.rawValue))
      return nil
    }
    return choice
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

  func integer(_ value: LocatedValue, _ definition: KeyDefinition) -> Int? {
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

  func bool(_ value: LocatedValue, _ definition: KeyDefinition) -> Bool? {
    if let bool = value.bool { return bool }
    reportKind(value, definition)
    return nil
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
}
