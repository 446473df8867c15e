// SPDX-License-Identifier: GPL-3.0-or-later
/// A type of values that keys have.
package protocol DocumentValue: Sendable {
  /// What a key of this type accepts.
  static var keyKind: KeyKind { get }
  /// What stands in after an error; it never gets out of ``DocumentReader/read(_:with:_:)``.
  static var placeholder: Self { get }
  /// What holds without a value though the key has no default; nil if a value must be given.
  static var whenLeftOut: Self? { get }
  /// Whether something that is there means that the key is left out.
  static func isLeftOpen(_ value: LocatedValue) -> Bool
  /// The value as the tables of the documentation print it.
  var textInTables: String { get }
  /// Reads a value that is there; reports what is wrong with it.
  static func read(_ value: LocatedValue, _ definition: KeyDefinition, _ reader: DocumentReader) -> Self?
}

extension DocumentValue {
  package static var whenLeftOut: Self? { nil }
  package static func isLeftOpen(_ value: LocatedValue) -> Bool { false }
  package var textInTables: String { "\(self)" }
}

extension Double: DocumentValue {
  package static var keyKind: KeyKind { .number }
  package static var placeholder: Double { .nan }
  package var textInTables: String { plain }

  package static func read(_ value: LocatedValue, _ definition: KeyDefinition, _ reader: DocumentReader) -> Double? {
    reader.number(value, definition)
  }
}

extension Int: DocumentValue {
  package static var keyKind: KeyKind { .integer }
  package static var placeholder: Int { 0 }

  package static func read(_ value: LocatedValue, _ definition: KeyDefinition, _ reader: DocumentReader) -> Int? {
    reader.integer(value, definition)
  }
}

extension String: DocumentValue {
  package static var keyKind: KeyKind { .text }
  package static var placeholder: String { "" }
  package var textInTables: String { self }

  package static func read(_ value: LocatedValue, _ definition: KeyDefinition, _ reader: DocumentReader) -> String? {
    reader.text(value, definition)
  }
}

extension Bool: DocumentValue {
  package static var keyKind: KeyKind { .bool }
  package static var placeholder: Bool { false }

  package static func read(_ value: LocatedValue, _ definition: KeyDefinition, _ reader: DocumentReader) -> Bool? {
    reader.bool(value, definition)
  }
}

extension SettingValue: DocumentValue {
  package static var keyKind: KeyKind { .setting }
  package static var placeholder: SettingValue { .free }
  package static var whenLeftOut: SettingValue? { .free }
  package var textInTables: String { number?.textInTables ?? "optimised" }

  package static func read(
    _ value: LocatedValue, _ definition: KeyDefinition, _ reader: DocumentReader
  ) -> SettingValue? {
    reader.setting(value, definition)
  }
}

/// A type whose values stand in lists.
package protocol DocumentElement: DocumentValue {
  /// What a key accepts that has a list of such values.
  static var listKind: KeyKind { get }
  /// Whether the word `optimise` may stand for the whole list, which is then as if left out.
  static var canBeLeftOpen: Bool { get }
}

extension DocumentElement {
  package static var canBeLeftOpen: Bool { false }
}

extension Double: DocumentElement {
  package static var listKind: KeyKind { .numbers }
}

extension String: DocumentElement {
  package static var listKind: KeyKind { .texts }
}

extension SettingValue: DocumentElement {
  package static var listKind: KeyKind { .settings }
  package static var canBeLeftOpen: Bool { true }
}

extension Array: DocumentElement where Element == Double {
  package static var listKind: KeyKind { .matrix }
}

extension Array: DocumentValue where Element: DocumentElement {
  package static var keyKind: KeyKind { Element.listKind }
  package static var placeholder: [Element] { [] }
  package static func isLeftOpen(_ value: LocatedValue) -> Bool {
    Element.canBeLeftOpen && value.text.map(SettingValue.freeWords.contains) ?? false
  }
  package var textInTables: String { "[" + map(\.textInTables).joined(separator: ", ") + "]" }

  package static func read(
    _ value: LocatedValue, _ definition: KeyDefinition, _ reader: DocumentReader
  ) -> [Element]? {
    reader.list(value, definition, count: nil)
  }
}
