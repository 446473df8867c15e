// SPDX-License-Identifier: GPL-3.0-or-later
/// A value of a document together with its key path, its place and its source text.
package struct LocatedValue: Sendable, Hashable {
  /// What kind of value it is.
  package enum Content: Sendable, Hashable {
    /// A number, written as an integer or with a decimal point or exponent.
    case number(LocatedNumber)
    /// A text.
    case text(String)
    /// `true` or `false`.
    case bool(Bool)
    /// A list; an array of tables is a list of tables.
    case array([LocatedValue])
    /// A table with its members in the order of the file.
    case table([Member])
  }

  /// One key of a table with its value.
  package struct Member: Sendable, Hashable {
    /// The key, unquoted.
    package let name: String
    /// Its value.
    package let value: LocatedValue

    /// A key with its value.
    package init(name: String, value: LocatedValue) {
      self.name = name
      self.value = value
    }
  }

  /// The value itself.
  package let content: Content
  /// Where it stands: the start of its key; for an element of a list, of the element.
  package let position: SourcePosition
  /// The full key path; elements of lists count from 1: `source.intensities[2]`.
  package let path: String
  /// The value as written; of a long list or table only the beginning.
  package let source: String

  /// A value from its parts.
  package init(content: Content, position: SourcePosition, path: String, source: String) {
    self.content = content
    self.position = position
    self.path = path
    self.source = source
  }

  /// The number, if it is one.
  package var number: Double? {
    if case .number(let number) = content { number.value } else { nil }
  }

  /// The text, if it is one.
  package var text: String? {
    if case .text(let text) = content { text } else { nil }
  }

  /// The truth value, if it is one.
  package var bool: Bool? {
    if case .bool(let bool) = content { bool } else { nil }
  }

  /// The elements, if it is a list.
  package var array: [LocatedValue]? {
    if case .array(let elements) = content { elements } else { nil }
  }

  /// What kind of value it is, in words: `a number`, `text`, `a list`.
  package var kindInWords: String {
    switch content {
    case .number: "a number"
    case .text: "text"
    case .bool: "true or false"
    case .array: "a list"
    case .table: "a table"
    }
  }

  /// An error about this value.
  package func error(_ problem: String, allowed: String? = nil, hint: String? = nil) -> DocumentError {
    // A table under a header has no text of its own to quote.
    DocumentError(
      position: position, path: path, value: source.isEmpty ? nil : source, problem: problem, allowed: allowed,
      hint: hint)
  }
}

/// A number with the way it was written.
package struct LocatedNumber: Sendable, Hashable {
  /// The nearest double-precision number.
  package let value: Double
  /// Whether it was written without a decimal point and exponent.
  package let isWrittenAsInteger: Bool
  /// The whole number it denotes exactly, if it denotes one that fits: `100`, `1e10` and `2.50e1`
  /// do, `1.5` and `1e30` do not. Decided from the digits, not from the rounded value.
  package let exactInteger: Int?

  /// A number from its parts.
  package init(value: Double, isWrittenAsInteger: Bool, exactInteger: Int?) {
    self.value = value
    self.isWrittenAsInteger = isWrittenAsInteger
    self.exactInteger = exactInteger
  }
}
