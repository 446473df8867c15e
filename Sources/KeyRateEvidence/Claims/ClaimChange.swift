// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments
import KeyRateReading

/// A change of one value of a claim, for the corners of its uncertainty box and for "what if".
package struct ClaimChange: Sendable, Equatable {
  /// The new value.
  package enum Value: Sendable, Equatable {
    /// A number.
    case number(Double)
    /// A word, such as a concentration inequality.
    case word(String)
    /// The key is left out.
    case removed
  }

  /// The key, with an index such as `[2]` for an element of a list.
  package let key: String
  /// The new value.
  package let value: Value

  /// Names a change.
  package init(_ key: String, _ value: Value) {
    self.key = key
    self.value = value
  }

  /// Names a change to a number.
  package init(_ key: String, _ number: Double) { self.init(key, .number(number)) }

  /// The parts of `source.intensities[2]`: the key and the place counted from zero; nil for a plain key.
  static func element(_ key: String) -> (key: String, index: Int)? {
    guard key.hasSuffix("]"), let open = key.lastIndex(of: "["),
      let number = Int(key[key.index(after: open)...].dropLast()), number >= 1
    else { return nil }
    return (String(key[..<open]), number - 1)
  }

  /// The number that a key, or an element of a list, has in a document.
  static func number(at key: String, in table: DocumentTable) -> Double? {
    guard let (list, index) = element(key) else { return table[key]?.number }
    guard let elements = table[list]?.array, index < elements.count else { return nil }
    return elements[index].number
  }

  /// A copy of a document with the change.
  func applied(to table: DocumentTable) throws -> DocumentTable {
    switch value {
    case .removed: return table.removing(key)
    case .word(let word): return try table.setting(key, to: word)
    case .number(let number):
      guard let (list, index) = Self.element(key) else {
        return try table.setting(key, to: number, origin: table.fileName)
      }
      guard let elements = table[list]?.array, index < elements.count else { return table }
      let texts = elements.enumerated().map { place, element in place == index ? "\(number)" : element.source }
      return try table.setting(list, to: "[" + texts.joined(separator: ", ") + "]")
    }
  }
}
