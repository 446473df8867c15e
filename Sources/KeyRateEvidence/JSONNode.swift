// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReports
import KeyRateText

/// A JSON document as it is written: numbers keep their digits, members their order.
///
/// A report is compared by its text. Two numbers that differ in a digit and yet round to the same
/// value are not the same here.
/// Texts are the same if their bytes are: to Swift, é in one and in two characters are equal.
package indirect enum JSONNode: Sendable, Equatable {
  /// A number, `true`, `false` or `null`, as written.
  case literal(String)
  /// Text, without its quotation marks and escapes.
  case string(String)
  /// Values in order.
  case array([JSONNode])
  /// Members in order, with distinct keys.
  case object([Member])

  /// A member of an object.
  package struct Member: Sendable, Equatable {
    /// The key.
    package let key: String
    /// The value.
    package let value: JSONNode

    package static func == (left: Member, right: Member) -> Bool {
      left.key.hasSameBytes(as: right.key) && left.value == right.value
    }
  }

  package static func == (left: JSONNode, right: JSONNode) -> Bool {
    switch (left, right) {
    case (.literal(let a), .literal(let b)), (.string(let a), .string(let b)): a.hasSameBytes(as: b)
    case (.array(let a), .array(let b)): a == b
    case (.object(let a), .object(let b)): a == b
    default: false
    }
  }

  /// Why a text is no JSON document.
  package struct SyntaxError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The line, from 1.
    package let line: Int
    /// What is wrong there.
    package let problem: String
    /// The message.
    package var description: String { "line \(line): \(problem)" }
  }

  /// Reads a document.
  ///
  /// - Throws: ``SyntaxError``, also for objects with a key twice.
  package init(parsing text: String) throws(SyntaxError) {
    var parser = JSONNodeParser(bytes: Array(text.utf8))
    self = try parser.document()
  }

  /// The value of a member; nil if there is none or this is no object.
  package subscript(key: String) -> JSONNode? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key.hasSameBytes(as: key) }?.value
  }

  /// The text, if it is one.
  package var text: String? { if case .string(let text) = self { text } else { nil } }
  /// The elements, if it is an array.
  package var elements: [JSONNode] { if case .array(let elements) = self { elements } else { [] } }

  /// The value without white space, members in their order, numbers as written.
  package var canonicalText: String {
    var text = ""
    write(into: &text)
    return text
  }

  private func write(into text: inout String) {
    switch self {
    case .literal(let word): text += word
    case .string(let string): text += JSONText.quoted(string, escapesInvisible: false)
    case .array(let elements):
      text += "["
      for (index, element) in elements.enumerated() {
        if index > 0 { text += "," }
        element.write(into: &text)
      }
      text += "]"
    case .object(let members):
      text += "{"
      for (index, member) in members.enumerated() {
        if index > 0 { text += "," }
        text += JSONText.quoted(member.key, escapesInvisible: false) + ":"
        member.value.write(into: &text)
      }
      text += "}"
    }
  }
}

/// Reads JSON by RFC 8259, byte by byte.
private struct JSONNodeParser {
  static let deepest = 200
  let bytes: [UInt8]
  var position = 0

  func failure(_ problem: String) -> JSONNode.SyntaxError {
    JSONNode.SyntaxError(line: bytes[..<min(position, bytes.count)].count { $0 == 10 } + 1, problem: problem)
  }

  mutating func document() throws(JSONNode.SyntaxError) -> JSONNode {
    let node = try value(depth: 0)
    skipSpace()
    guard position == bytes.count else { throw failure("there is more after the end of the document") }
    return node
  }

  mutating func skipSpace() {
    while position < bytes.count, [32, 9, 10, 13].contains(bytes[position]) { position += 1 }
  }

  func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

  mutating func value(depth: Int) throws(JSONNode.SyntaxError) -> JSONNode {
    guard depth < Self.deepest else { throw failure("is nested too deeply") }
    skipSpace()
    switch peek() {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case nil: throw failure("the document ends too early")
    default: return .literal(try literal())
    }
  }

  mutating func object(depth: Int) throws(JSONNode.SyntaxError) -> JSONNode {
    position += 1
    var members: [JSONNode.Member] = []
    var keys: Set<String> = []
    skipSpace()
    if peek() == UInt8(ascii: "}") {
      position += 1
      return .object([])
    }
    while true {
      skipSpace()
      guard peek() == UInt8(ascii: "\"") else { throw failure("a key in quotation marks is missing") }
      let key = try string()
      guard keys.insert(key).inserted else { throw failure("the key \"\(key)\" stands twice") }
      skipSpace()
      guard peek() == UInt8(ascii: ":") else { throw failure("a colon is missing after \"\(key)\"") }
      position += 1
      members.append(JSONNode.Member(key: key, value: try value(depth: depth + 1)))
      skipSpace()
      guard let next = peek() else { throw failure("the document ends inside an object") }
      position += 1
      if next == UInt8(ascii: "}") { return .object(members) }
      guard next == UInt8(ascii: ",") else { throw failure("a comma or a closing brace is missing") }
    }
  }

  mutating func array(depth: Int) throws(JSONNode.SyntaxError) -> JSONNode {
    position += 1
    var elements: [JSONNode] = []
    skipSpace()
    if peek() == UInt8(ascii: "]") {
      position += 1
      return .array([])
    }
    while true {
      elements.append(try value(depth: depth + 1))
      skipSpace()
      guard let next = peek() else { throw failure("the document ends inside an array") }
      position += 1
      if next == UInt8(ascii: "]") { return .array(elements) }
      guard next == UInt8(ascii: ",") else { throw failure("a comma or a closing bracket is missing") }
    }
  }

  mutating func literal() throws(JSONNode.SyntaxError) -> String {
    let start = position
    while let byte = peek(), !" \t\n\r,]}:".utf8.contains(byte) { position += 1 }
    let word = String(decoding: bytes[start..<position], as: UTF8.self)
    guard ["true", "false", "null"].contains(word) || Self.isNumber(word) else {
      throw failure("\(word.prefix(40)) is no value")
    }
    return word
  }

  static func isNumber(_ word: String) -> Bool {
    guard let first = word.utf8.first, first == UInt8(ascii: "-") || (48...57).contains(first) else { return false }
    return word.utf8.allSatisfy { "0123456789+-.eE".utf8.contains($0) } && Double(word) != nil
  }

  mutating func string() throws(JSONNode.SyntaxError) -> String {
    position += 1
    var result: [UInt8] = []
    while let byte = peek() {
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: result, as: UTF8.self) else { throw failure("text that is not UTF-8") }
        return text
      case UInt8(ascii: "\\"): try escape(into: &result)
      case 0..<0x20: throw failure("a line end or control character inside a text")
      default: result.append(byte)
      }
    }
    throw failure("a closing quotation mark is missing")
  }

  private mutating func escape(into result: inout [UInt8]) throws(JSONNode.SyntaxError) {
    guard let byte = peek() else { throw failure("the document ends inside a text") }
    position += 1
    switch byte {
    case UInt8(ascii: "n"): result.append(10)
    case UInt8(ascii: "r"): result.append(13)
    case UInt8(ascii: "t"): result.append(9)
    case UInt8(ascii: "b"): result.append(8)
    case UInt8(ascii: "f"): result.append(12)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(byte)
    case UInt8(ascii: "u"):
      var code = try hexadecimal()
      if (0xD800..<0xDC00).contains(code) {
        guard peek() == UInt8(ascii: "\\") else { throw failure("half a surrogate pair") }
        position += 1
        guard peek() == UInt8(ascii: "u") else { throw failure("half a surrogate pair") }
        position += 1
        let low = try hexadecimal()
        guard (0xDC00..<0xE000).contains(low) else { throw failure("half a surrogate pair") }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw failure("half a surrogate pair") }
      result += Array(String(Character(scalar)).utf8)
    default: throw failure("an unknown escape in a text")
    }
  }

  private mutating func hexadecimal() throws(JSONNode.SyntaxError) -> UInt32 {
    guard position + 4 <= bytes.count,
      let code = UInt32(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
    else { throw failure("four hexadecimal digits are missing") }
    position += 4
    return code
  }
}
