// SPDX-License-Identifier: GPL-3.0-or-later
extension DocumentScanner {
  /// A text in single, double or triple quotes; leaves the scanner right behind it.
  mutating func scanText(path: String) throws(DocumentError) -> String {
    let opening = position
    guard let quote = peek() else { return "" }
    let isMultiLine = peek(1) == quote && peek(2) == quote
    advance(isMultiLine ? 3 : 1)
    // A line end right behind the opening quotes is not part of the text.
    if isMultiLine { skipLineEnd() }
    let isLiteral = quote == UInt8(ascii: "'")
    var text: [UInt8] = []
    while let byte = peek() {
      switch byte {
      case quote where isMultiLine:
        var run = 0
        while run < 5, peek(run) == quote { run += 1 }
        advance(run)
        text += repeatElement(quote, count: run < 3 ? run : run - 3)
        if run >= 3 { return String(decoding: text, as: UTF8.self) }
      case quote:
        advance()
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\") where !isLiteral:
        if isMultiLine, skipEscapedLineEnd() { continue }
        text += try scanTextEscape(path: path).utf8
      case UInt8(ascii: "\n"),
        UInt8(ascii: "\r") where peek(1) == UInt8(ascii: "\n"):
        guard isMultiLine else {
          throw failure("the quotes of this text are not closed on its line", at: opening, path: path)
        }
        skipLineEnd()
        text.append(UInt8(ascii: "\n"))
      case UInt8(ascii: "\t"):
        text.append(byte)
        advance()
      case 0..<0x20, 0x7F:
        refuseControlCharacter(byte, path: path, isLiteral: isLiteral)
        advance()
      default:
        text.append(byte)
        advance()
      }
    }
    throw failure("the quotes of this text are never closed", at: opening, path: path)
  }

  private mutating func refuseControlCharacter(_ byte: UInt8, path: String, isLiteral: Bool) {
    guard byte != UInt8(ascii: "\r") else {
      refusals.append(
        failure("a carriage return without a line feed in a text", path: path, hint: "save with Unix line ends"))
      return
    }
    let digits = String(byte, radix: 16)
    let escape = "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    refusals.append(
      failure(
        "a control character that a text must not hold", path: path,
        hint: isLiteral ? "write \(escape) in double quotes" : "write \(escape)"))
  }

  private mutating func skipLineEnd() {
    if peek() == UInt8(ascii: "\n") {
      advance()
    } else if peek() == UInt8(ascii: "\r"), peek(1) == UInt8(ascii: "\n") {
      advance(2)
    }
  }

  /// A backslash at the end of a line, with all white space behind it; whether there was one.
  private mutating func skipEscapedLineEnd() -> Bool {
    var distance = 1
    while let byte = peek(distance), byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { distance += 1 }
    guard
      peek(distance) == UInt8(ascii: "\n")
        || (peek(distance) == UInt8(ascii: "\r") && peek(distance + 1) == UInt8(ascii: "\n"))
    else { return false }
    advance(distance)
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"): advance()
      case UInt8(ascii: "\n"),
        UInt8(ascii: "\r") where peek(1) == UInt8(ascii: "\n"):
        skipLineEnd()
      default: return true
      }
    }
    return true
  }

  /// The character that an escape in a text stands for; one that stands for none is noted and skipped.
  private mutating func scanTextEscape(path: String) throws(DocumentError) -> String {
    let start = position
    advance()
    if peek() == UInt8(ascii: "u") || peek() == UInt8(ascii: "U"), nextEscapeIsNull {
      throw failure("a text must not hold the null character", path: path)
    }
    if let character = scanEscapedCharacter() { return character }
    refusals.append(
      failure(
        "an escape that TOML does not know", at: start, path: path, hint: "use single quotes to write a backslash"))
    return ""
  }

  private var nextEscapeIsNull: Bool {
    var next = self
    next.advance()
    return next.hexScalar(digits: peek() == UInt8(ascii: "u") ? 4 : 8)?.value == 0
  }

  /// What follows a backslash, for example `u00e9`; `nil` if it stands for no character or the null character.
  mutating func scanEscapedCharacter() -> String? {
    guard let letter = peek() else { return nil }
    switch letter {
    case UInt8(ascii: "b"): return plain("\u{8}")
    case UInt8(ascii: "t"): return plain("\t")
    case UInt8(ascii: "n"): return plain("\n")
    case UInt8(ascii: "f"): return plain("\u{c}")
    case UInt8(ascii: "r"): return plain("\r")
    case UInt8(ascii: "\""): return plain("\"")
    case UInt8(ascii: "\\"): return plain("\\")
    case UInt8(ascii: "u"), UInt8(ascii: "U"):
      advance()
      let count = letter == UInt8(ascii: "u") ? 4 : 8
      guard let scalar = hexScalar(digits: count), scalar.value != 0 else { return nil }
      advance(count)
      return String(Character(scalar))
    default: return nil
    }
  }

  private mutating func plain(_ character: String) -> String {
    advance()
    return character
  }

  /// The character that the hexadecimal digits at this place stand for.
  func hexScalar(digits count: Int) -> Unicode.Scalar? {
    guard offset + count <= bytes.count else { return nil }
    let digits = bytes[offset..<(offset + count)]
    guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit && $0 < 0x80 }) else { return nil }
    return UInt32(String(decoding: digits, as: UTF8.self), radix: 16).flatMap(Unicode.Scalar.init)
  }
}
