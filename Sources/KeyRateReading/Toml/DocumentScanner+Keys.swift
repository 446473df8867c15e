// SPDX-License-Identifier: GPL-3.0-or-later
extension DocumentScanner {
  /// A dotted key with bare and quoted names; leaves the scanner behind it and its spaces.
  mutating func scanKey() throws(DocumentError) -> [KeyPart] {
    var parts: [KeyPart] = []
    let start = position
    while true {
      skipSpaces()
      parts.append(try scanName())
      guard parts.count <= Self.maximumKeyLength else {
        throw failure("a key of more than \(Self.maximumKeyLength) names", at: start)
      }
      skipSpaces()
      guard peek() == UInt8(ascii: ".") else { return parts }
      advance()
    }
  }

  private mutating func scanName() throws(DocumentError) -> KeyPart {
    let start = position
    switch peek() {
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      return KeyPart(name: try scanQuotedName(), position: start)
    case let byte? where KeyText.isBare(byte):
      let from = offset
      while let byte = peek(), KeyText.isBare(byte) { advance() }
      return KeyPart(name: String(decoding: bytes[from..<offset], as: UTF8.self), position: start)
    case let byte? where byte >= 0x80:
      throw failure("expected a key, found \(found)", hint: "keys use a-z, 0-9, _ and -; others go in quotes")
    default:
      throw failure("expected a key, found \(found)")
    }
  }

  private mutating func scanQuotedName() throws(DocumentError) -> String {
    let start = position
    let quote = peek()
    advance()
    var name: [UInt8] = []
    while let byte = peek() {
      switch byte {
      case quote:
        advance()
        return String(decoding: name, as: UTF8.self)
      case UInt8(ascii: "\\") where quote == UInt8(ascii: "\""):
        name += try scanEscape().utf8
      case 0..<0x20 where byte != UInt8(ascii: "\t"), 0x7F:
        throw failure("a quoted key must end on its line and hold no control characters", at: start)
      default:
        name.append(byte)
        advance()
      }
    }
    throw failure("the quotes of this key are never closed", at: start)
  }

  /// An escape in double quotes, for example `\u00e9`.
  private mutating func scanEscape() throws(DocumentError) -> String {
    let start = position
    advance()
    guard peek() != nil else { throw failure("the quotes of this key are never closed", at: start) }
    if let character = scanEscapedCharacter() { return character }
    throw failure("an escape that TOML does not know", at: start, hint: "use single quotes to write a backslash")
  }
}
