// SPDX-License-Identifier: GPL-3.0-or-later
extension DocumentScanner {
  /// A value of any kind; leaves the scanner right behind it.
  mutating func scanValue(path: String, position place: SourcePosition, depth: Int) throws(DocumentError) -> IndexNode {
    guard depth <= Self.maximumDepth else {
      throw failure("values nested more than \(Self.maximumDepth) deep")
    }
    let start = offset
    switch peek() {
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      try scanText(path: path)
    case UInt8(ascii: "["):
      return try scanList(path: path, position: place, depth: depth)
    case UInt8(ascii: "{"):
      return try scanInlineTable(path: path, position: place, depth: depth)
    default:
      try scanBareWord(path: path, position: place)
    }
    return IndexNode(.scalar, path: path, position: place, source: start..<offset)
  }

  private mutating func scanList(path: String, position place: SourcePosition, depth: Int) throws(DocumentError)
    -> IndexNode
  {
    let opening = position
    let list = IndexNode(.list, path: path, position: place, source: offset..<offset)
    advance()
    while true {
      try skipBlank(acrossLines: true)
      switch peek() {
      case UInt8(ascii: "]"):
        advance()
        list.source = list.source.lowerBound..<offset
        return list
      case nil: throw failure("this list is never closed with ']'", at: opening, path: path)
      default: break
      }
      let elementPath = "\(path)[\(list.elements.count + 1)]"
      list.append(try scanValue(path: elementPath, position: position, depth: depth + 1))
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
    -> IndexNode
  {
    let opening = position
    let table = IndexNode(.inlineTable, path: path, position: place, source: offset..<offset)
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
    table.source = table.source.lowerBound..<offset
    return table
  }

  /// A text in single, double or triple quotes.
  private mutating func scanText(path: String) throws(DocumentError) {
    let opening = position
    guard let quote = peek() else { return }
    let isMultiLine = peek(1) == quote && peek(2) == quote
    advance(isMultiLine ? 3 : 1)
    while let byte = peek() {
      switch byte {
      case quote where isMultiLine:
        var run = 0
        while run < 5, peek(run) == quote { run += 1 }
        advance(run)
        if run >= 3 { return }
      case quote:
        advance()
        return
      case UInt8(ascii: "\\") where quote == UInt8(ascii: "\""):
        advance()
        try refuseNullEscape(path: path)
        advance()
      case UInt8(ascii: "\n") where !isMultiLine:
        throw failure("the quotes of this text are not closed on its line", at: opening, path: path)
      default:
        advance()
      }
    }
    throw failure("the quotes of this text are never closed", at: opening, path: path)
  }

  /// The parser hands texts over as C strings, which end at a null character.
  private func refuseNullEscape(path: String) throws(DocumentError) {
    guard let letter = peek(), letter == UInt8(ascii: "u") || letter == UInt8(ascii: "U") else { return }
    var next = self
    next.advance()
    if next.hexScalar(digits: letter == UInt8(ascii: "u") ? 4 : 8)?.value == 0 {
      throw failure("a text must not hold the null character", path: path)
    }
  }

  /// A number, `true`, `false`, or something that should have been quoted.
  private mutating func scanBareWord(path: String, position place: SourcePosition) throws(DocumentError) {
    let start = offset
    let startPosition = position
    let terminators = Array(" \t\r\n,]}#".utf8)
    while let byte = peek(), !terminators.contains(byte) { advance() }
    let word = String(decoding: bytes[start..<offset], as: UTF8.self)
    guard !word.isEmpty else {
      throw failure("a value is missing, found \(found)", path: path)
    }
    func refuse(_ problem: String, hint: String? = nil) {
      index.refusals.append(failure(problem, at: place, path: path, value: word, hint: hint))
    }
    switch NumberText.classify(word) {
    case .integer, .real, .bool: return
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
  }

  /// `1979-05-27 07:32:00` may have a space before the time.
  private mutating func skipTimeAfterDate() {
    guard peek() == UInt8(ascii: " "), let first = peek(1), let second = peek(2), peek(3) == UInt8(ascii: ":"),
      NumberText.isDigit(first), NumberText.isDigit(second)
    else { return }
    let terminators = Array(" \t\r\n,]}#".utf8)
    advance()
    while let byte = peek(), !terminators.contains(byte) { advance() }
  }

  /// Why a word is no value, and what was probably meant.
  private static func explain(_ word: String) -> (problem: String, hint: String?) {
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
