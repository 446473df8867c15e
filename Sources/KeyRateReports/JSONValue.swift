// SPDX-License-Identifier: GPL-3.0-or-later
/// A JSON document that keeps the order of its members, so that reports can be compared byte by byte.
package indirect enum JSONValue: Sendable {
  /// The value `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number, printed as the shortest text that reads back to the same value.
  ///
  /// JSON has no words for infinities and for not-a-number; they are printed as the strings
  /// `"inf"`, `"-inf"` and `"nan"`.
  case number(Double)
  /// A whole number, printed without a decimal point.
  case integer(Int)
  /// Text, escaped when printed.
  case string(String)
  /// Values in order.
  case array([JSONValue])
  /// Values in order, each made when it is written and gone afterwards: for results that would fill the memory.
  case made(count: Int, element: @Sendable (Int) -> JSONValue)
  /// Members in order. Keys are printed as given: it is the caller's part to keep them distinct.
  case object([(key: String, value: JSONValue)])
}

extension JSONValue {
  /// The number, or `null` when there is none.
  package init(_ value: Double?) {
    self = value.map(JSONValue.number) ?? .null
  }

  /// The text, or `null` when there is none.
  package init(_ value: String?) {
    self = value.map(JSONValue.string) ?? .null
  }

  /// An array of numbers.
  package init(_ values: [Double]) {
    self = .array(values.map(JSONValue.number))
  }

  /// The value of the first member with this key; nil when there is none or this is not an object.
  package subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }
}

extension JSONValue: Equatable {
  /// Whether both print the same: kinds, order of members and numbers count, and not-a-number equals itself.
  ///
  /// `.integer(1)` and `.number(1)` differ, as their texts `1` and `1.0` do.
  package static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.number(let a), .number(let b)): a.isNaN ? b.isNaN : a == b && a.sign == b.sign
    case (.integer(let a), .integer(let b)): a == b
    case (.string(let a), .string(let b)): a == b
    case (.array(let a), .array(let b)): a == b
    case (.made(let count, let element), let other), (let other, .made(let count, let element)):
      .array((0..<count).map(element)) == other
    case (.object(let a), .object(let b)):
      a.count == b.count && zip(a, b).allSatisfy { $0.key == $1.key && $0.value == $1.value }
    default: false
    }
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// Makes a string.
  package init(stringLiteral value: String) { self = .string(value) }
  /// Makes a number.
  package init(floatLiteral value: Double) { self = .number(value) }
  /// Makes a whole number.
  package init(integerLiteral value: Int) { self = .integer(value) }
  /// Makes a truth value.
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  /// Makes `null`.
  package init(nilLiteral: ()) { self = .null }
  /// Makes an array.
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  /// Makes an object whose members keep the order in which they are written.
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { (key: $0.0, value: $0.1) })
  }
}
