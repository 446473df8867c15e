// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateText

extension JSONValue {
  /// The document as text, indented by two spaces, with a line feed at the end.
  ///
  /// An array of numbers that fits into 100 characters stands on one line; every other array and
  /// every object has one line per element. Empty ones are `[]` and `{}`.
  package var text: String {
    var printer = JSONPrinter()
    printer.write(self, indentation: 0)
    return printer.text + "\n"
  }

  /// Hands the same text over in pieces, so that no more of it is in memory than the part being written.
  ///
  /// - Throws: what `receive` throws; nothing is handed over after that.
  package func write(to receive: (String) throws -> Void) throws {
    try withoutActuallyEscaping(receive) { receive in
      var failure: (any Error)?
      var printer = JSONPrinter()
      printer.deliver = { text in
        guard failure == nil else { return }
        do { try receive(text) } catch { failure = error }
      }
      printer.write(self, indentation: 0)
      printer.text += "\n"
      printer.handOver(all: true)
      printer.deliver = nil
      if let failure { throw failure }
    }
  }

  /// The text of a value that has no parts and is a number.
  fileprivate var numberText: String? {
    switch self {
    case .number(let value): value.isFinite ? NumberText.shortest(value) : "\"\(NumberText.shortest(value))\""
    case .integer(let value): String(value)
    default: nil
    }
  }
}

/// Writes a JSON document into a string.
private struct JSONPrinter {
  /// The longest array of numbers that is kept on one line, in characters without the indentation.
  static let longestLine = 100

  /// Text is handed over in pieces of about this many bytes.
  static let pieceLength = 1 << 16

  var text = ""
  /// Takes the text in pieces; nil to keep it all.
  var deliver: ((String) -> Void)?

  mutating func handOver(all: Bool) {
    guard let deliver, all || text.utf8.count >= Self.pieceLength else { return }
    deliver(text)
    text = ""
  }

  mutating func write(_ value: JSONValue, indentation: Int) {
    switch value {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .number, .integer: text += value.numberText ?? "null"
    case .string(let value): text += JSONText.quoted(value)
    case .array(let elements): write(elements, indentation: indentation)
    case .made(let count, let element): write(count, element, indentation: indentation)
    case .object(let members): write(members, indentation: indentation)
    }
  }

  private mutating func write(_ elements: [JSONValue], indentation: Int) {
    let numbers = elements.compactMap(\.numberText)
    if numbers.count == elements.count {
      let line = "[" + numbers.joined(separator: ", ") + "]"
      if line.utf8.count <= Self.longestLine {
        text += line
        return
      }
    }
    text += "["
    for (index, element) in elements.enumerated() {
      startLine(index, indentation: indentation + 1)
      write(element, indentation: indentation + 1)
    }
    endBlock("]", indentation: indentation)
  }

  private mutating func write(_ count: Int, _ element: (Int) -> JSONValue, indentation: Int) {
    guard count > 0 else {
      text += "[]"
      return
    }
    text += "["
    for index in 0..<count {
      startLine(index, indentation: indentation + 1)
      write(element(index), indentation: indentation + 1)
      handOver(all: false)
    }
    endBlock("]", indentation: indentation)
  }

  private mutating func write(_ members: [(key: String, value: JSONValue)], indentation: Int) {
    guard !members.isEmpty else {
      text += "{}"
      return
    }
    text += "{"
    for (index, member) in members.enumerated() {
      startLine(index, indentation: indentation + 1)
      text += JSONText.quoted(member.key) + ": "
      write(member.value, indentation: indentation + 1)
    }
    endBlock("}", indentation: indentation)
  }

  private mutating func startLine(_ index: Int, indentation: Int) {
    text += index == 0 ? "\n" : ",\n"
    text += String(repeating: "  ", count: indentation)
  }

  private mutating func endBlock(_ bracket: String, indentation: Int) {
    text += "\n" + String(repeating: "  ", count: indentation) + bracket
  }
}

/// Text in the syntax of JSON.
package enum JSONText {
  /// The text in quotation marks, with everything escaped that RFC 8259 asks for.
  ///
  /// - Parameter escapesInvisible: whether the other control characters, the separators U+2028 and U+2029 and the marks
  ///   that reverse the reading direction are escaped too: they read back to the same text, and the document is safe
  ///   to look at.
  package static func quoted(_ string: String, escapesInvisible: Bool = true) -> String {
    var result = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{8}": result += "\\b"
      case "\u{C}": result += "\\f"
      default:
        let isInvisible =
          scalar.isControlCharacter || scalar.isReordering || [0x2028, 0x2029].contains(scalar.value)
        // All of these have at most four digits.
        if scalar.value < 0x20 || escapesInvisible && isInvisible {
          let digits = String(scalar.value, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }
}
