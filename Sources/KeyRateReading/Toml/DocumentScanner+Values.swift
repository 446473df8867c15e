// SPDX-License-Identifier: GPL-3.0-or-later
extension DocumentScanner {
  /// A value of any kind; leaves the scanner right behind it.
  mutating func scanValue(path: String, position place: SourcePosition, depth: Int) throws(DocumentError)
    -> LocatedValue
  {
    guard depth <= Self.maximumDepth else {
      throw failure("values nested more than \(Self.maximumDepth) deep")
    }
    let start = offset
    let content: LocatedValue.Content
    switch peek() {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): content = .text(try scanText(path: path))
    case UInt8(ascii: "["): content = .array(try scanList(path: path, depth: depth))
    case UInt8(ascii: "{"):
      let table = try scanInlineTable(path: path, position: place, depth: depth)
      return table.closed(source: source(from: start, limit: Self.quotedLength))
    default:
      content = try scanBareWord(path: path, position: place)
    }
    var limit: Int?
    if case .array = content { limit = Self.quotedLength }
    return LocatedValue(content: content, position: place, path: path, source: source(from: start, limit: limit))
  }

  private mutating func scanList(path: String, depth: Int) throws(DocumentError) -> [LocatedValue] {
    let opening = position
    var elements: [LocatedValue] = []
    advance()
    while true {
      try skipBlank(acrossLines: true)
      switch peek() {
      case UInt8(ascii: "]"):
        advance()
        return elements
      case nil: throw failure("this list is never closed with ']'", at: opening, path: path)
      default: break
      }
      let elementPath = "\(path)[\(elements.count + 1)]"
      elements.append(try scanValue(path: elementPath, position: position, depth: depth + 1))
      try skipBlank(acrossLines: true)
      switch peek() {
      case UInt8(ascii: ","): advance()
      case UInt8(ascii: "]"): continue
      case nil: throw failure("this list is never closed with ']'", at: opening, path: path)
      default:
        // A list that is not closed ends far from where it should.
        let start = opening.line == position.line ? nil : opening.line
        throw failure(
          "expected ',' or ']' in the list, found \(found)", path: path,
          hint: start.map { "the list begins on line \($0)" })
      }
    }
  }

  private mutating func scanInlineTable(path: String, position place: SourcePosition, depth: Int) throws(DocumentError)
    -> OpenTable
  {
    let opening = position
    let table = OpenTable(.inline, path: path, position: place)
    advance()
    skipSpaces()
    if peek() != UInt8(ascii: "}") {
      while true {
        skipSpaces()
        if let byte = peek(), byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "#") {
          throw failure("a table in { } must stand on one line", at: opening, path: path, hint: "use a [table] header")
        }
        guard peek() != nil else { throw failure("this table is never closed with '}'", at: opening, path: path) }
        try scanPair(into: table, depth: depth + 1)
        skipSpaces()
        if peek() == UInt8(ascii: "}") { break }
        guard peek() == UInt8(ascii: ",") else {
          throw failure("expected ',' or '}' in the table, found \(found)", path: path)
        }
        advance()
      }
    }
    advance()
    return table
  }

  /// A number, `true`, `false`, or something that should have been quoted.
  private mutating func scanBareWord(path: String, position place: SourcePosition) throws(DocumentError)
    -> LocatedValue.Content
  {
    let start = offset
    let startPosition = position
    while let byte = peek(), !Self.endsWord(byte) { advance() }
    let word = String(decoding: bytes[start..<offset], as: UTF8.self)
    guard !word.isEmpty else {
      throw failure("a value is missing, found \(found)", path: path)
    }
    func refuse(_ problem: String, hint: String? = nil) {
      refusals.append(failure(problem, at: place, path: path, value: word, hint: hint))
    }
    switch NumberText.classify(word) {
    case .integer(let integer):
      return .number(LocatedNumber(value: Double(integer), isWrittenAsInteger: true, exactInteger: integer))
    case .real(let value):
      let exact = NumberText.exactInteger(word)
      return .number(LocatedNumber(value: value, isWrittenAsInteger: false, exactInteger: exact))
    case .bool(let bool): return .bool(bool)
    case .notFinite: refuse("must be a finite number")
    case .tooLarge:
      let isInteger = word.utf8.allSatisfy { NumberText.isDigit($0) || $0 == UInt8(ascii: "_") }
      refuse("is too large for a number", hint: isInteger ? "write it with an exponent, as in 1e20" : nil)
    case .tooSmall: refuse("is too small for a number and would become 0")
    case .date:
      refuse("dates and times are not used here", hint: "put it in quotes")
      skipTimeAfterDate()
    case .unknown:
      let (problem, hint) = Self.explain(word)
      throw failure(problem, at: startPosition, path: path, value: word, hint: hint)
    }
    // A stand-in that never gets out: the document is refused at its end.
    return .bool(false)
  }

  private static func endsWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"), UInt8(ascii: ","),
      UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "#"):
      true
    default: false
    }
  }

  /// `1979-05-27 07:32:00` may have a space before the time.
  private mutating func skipTimeAfterDate() {
    guard peek() == UInt8(ascii: " "), let first = peek(1), let second = peek(2), peek(3) == UInt8(ascii: ":"),
      NumberText.isDigit(first), NumberText.isDigit(second)
    else { return }
    advance()
    while let byte = peek(), !Self.endsWord(byte) { advance() }
  }

  /// Why a word is no value, and what was probably meant.
  static func explain(_ word: String) -> (problem: String, hint: String?) {
    let lowercase = word.lowercased()
    if ["true", "false", "yes", "no", "on", "off"].contains(lowercase) {
      return ("is not a value", "write true or false")
    }
    if ["nan", "inf", "infinity"].contains(lowercase.drop { $0 == "-" || $0 == "+" }) {
      return ("must be a finite number", nil)
    }
    if word.contains("\u{2212}") || word.contains("\u{2013}") {
      return ("is not a number", "its minus sign is not the one of the keyboard")
    }
    if word.contains("\u{201C}") || word.contains("\u{201D}") || word.contains("\u{2018}") {
      return ("is not a value", "use straight quotes")
    }
    guard let first = word.utf8.first(where: { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "+") }),
      NumberText.isDigit(first) || first == UInt8(ascii: ".")
    else { return ("is not a value", "text stands in quotes") }
    if word.contains(";") { return ("is not a number", "the values of a list are separated by commas") }
    if word.contains("^") || word.contains("×") || word.contains("*") {
      return ("is not a number", "write powers of ten as in 1e-6")
    }
    if word.last.map({ $0.isLetter || $0 == "%" }) ?? false, !lowercase.hasSuffix("e") {
      return ("is not a number", "units are part of the key's name, write the number alone")
    }
    if first == UInt8(ascii: ".") || word.hasSuffix(".") {
      return ("is not a number", "write a digit before and after the point")
    }
    if first == UInt8(ascii: "0") { return ("is not a number", "numbers have no leading zeros") }
    return ("is not a number", nil)
  }
}
