// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateText

/// Reads a TOML 1.0 text in one pass into values that know their place, and refuses what is not well formed in
/// words meant for the person who wrote the file. Time and memory grow linearly with the text.
struct DocumentScanner {
  /// Keys with more names than this, and values nested deeper, are refused.
  static let maximumKeyLength = 16
  static let maximumDepth = 24
  /// Documents with more tables are refused: nobody has written them by hand.
  static let maximumTables = 10_000
  /// Of the text of a longer list or table only the beginning is kept for messages.
  static let quotedLength = 200

  let bytes: [UInt8]
  /// The name of the file, or the fixed place that every value of the text stands at.
  let origin: SourcePosition
  let isFixed: Bool
  private(set) var offset = 0
  private(set) var line = 1
  private(set) var column = 1
  let root: OpenTable
  /// What is wrong without keeping the rest from being read: values that are well-formed TOML and yet not accepted
  /// (dates, `nan`, numbers out of range), characters that a text cannot hold, keys given twice.
  var refusals: [DocumentError] = []
  /// How many tables there are, those of arrays of tables included.
  var tableCount = 0

  /// A scanner at the start of a text. With `isFixed`, all positions are `origin`.
  init(_ bytes: [UInt8], origin: SourcePosition, isFixed: Bool = false) {
    self.bytes = bytes
    self.origin = origin
    self.isFixed = isFixed
    root = OpenTable(.headed, path: "", position: origin)
  }

  /// The members of the root table.
  ///
  /// - Throws: ``DocumentErrors``: the first error of syntax, or everything that can be said about a text without one.
  static func scan(_ bytes: [UInt8], origin: SourcePosition, isFixed: Bool = false) throws(DocumentErrors)
    -> LocatedValue
  {
    var scanner = DocumentScanner(bytes, origin: origin, isFixed: isFixed)
    do {
      try scanner.scanDocument()
    } catch {
      throw DocumentErrors([error])
    }
    guard scanner.refusals.isEmpty else { throw DocumentErrors(scanner.refusals) }
    return scanner.root.closed()
  }

  private mutating func scanDocument() throws(DocumentError) {
    var table = root
    while true {
      try skipBlank(acrossLines: true)
      guard let byte = peek() else { return }
      if byte == UInt8(ascii: "[") {
        table = try scanHeader()
      } else {
        try scanPair(into: table, depth: 0)
      }
      try endLine()
      guard tableCount <= Self.maximumTables else {
        throw failure("more than \(Self.maximumTables) tables, not a parameter file")
      }
    }
  }

  private mutating func scanHeader() throws(DocumentError) -> OpenTable {
    let start = position
    advance()
    let isElement = peek() == UInt8(ascii: "[")
    if isElement { advance() }
    skipSpaces()
    if peek() == UInt8(ascii: "]") {
      throw failure("a table header needs a name", hint: "write [link]")
    }
    let key = try scanKey()
    guard peek() == UInt8(ascii: "]") else {
      throw failure("expected ']' after the table's name, found \(found)")
    }
    advance()
    if isElement {
      guard peek() == UInt8(ascii: "]") else {
        throw failure("expected ']]' after the name of an array of tables, found \(found)")
      }
      advance()
    }
    return openTable(key, isElement: isElement, at: start)
  }

  /// `key = value` in a table or an inline table.
  mutating func scanPair(into table: OpenTable, depth: Int) throws(DocumentError) {
    let start = position
    let key = try scanKey()
    guard peek() == UInt8(ascii: "=") else {
      let hint = peek() == UInt8(ascii: ":") ? "write '=' in place of ':'" : nil
      throw failure("expected '=' after the key, found \(found)", hint: hint)
    }
    advance()
    skipSpaces()
    guard let last = key.last else { return }
    // Keys of a table that could not be opened are still read, for the errors in their values.
    let parent =
      parentOfPair(key.dropLast(), from: table, at: start)
      ?? OpenTable(.dotted, path: table.path, position: start)
    let path = KeyText.joined(parent.path, last.name)
    let known = parent[last.name]
    if let known { noteRepetition(of: path, first: known.position, second: start) }
    let value = try scanValue(path: path, position: start, depth: depth + key.count)
    if known == nil { parent.add(.value(value), named: last.name) }
  }

  /// After a header or a pair: nothing but a comment may follow on the line.
  private mutating func endLine() throws(DocumentError) {
    let previous = bytes[..<offset].last
    skipSpaces()
    switch peek() {
    case nil, UInt8(ascii: "#"): return
    case UInt8(ascii: "\n"): return
    case UInt8(ascii: "\r") where peek(1) == UInt8(ascii: "\n"): return
    case UInt8(ascii: "\r"): throw failure("a carriage return without a line feed", hint: "save with Unix line ends")
    default: break
    }
    let rest = restOfLine
    var hint: String?
    if rest.hasPrefix("//") || rest.hasPrefix(";") { hint = "a comment begins with #" }
    if let previous, NumberText.isDigit(previous) {
      if let next = peek(1), peek() == UInt8(ascii: ","), NumberText.isDigit(next) {
        hint = "decimal numbers are written with a point, lists in [ ]"
      } else if let first = rest.first, first.isLetter || "%°µ".contains(first) {
        hint = "units are part of the key's name, write the number alone"
      }
    }
    throw failure("expected the end of the line, found '\(rest.quotable(limit: 30))'", hint: hint)
  }
}

// MARK: - Moving

extension DocumentScanner {
  /// The byte at or after the current place; `nil` beyond the end.
  func peek(_ distance: Int = 0) -> UInt8? {
    let place = offset + distance
    return place < bytes.count ? bytes[place] : nil
  }

  mutating func advance(_ count: Int = 1) {
    for _ in 0..<count where offset < bytes.count {
      let byte = bytes[offset]
      offset += 1
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if offset == bytes.count || bytes[offset] & 0xC0 != 0x80 {
        column += 1
      }
    }
  }

  var position: SourcePosition {
    isFixed ? origin : SourcePosition(file: origin.file, line: line, column: column)
  }

  mutating func skipSpaces() {
    while let byte = peek(), byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { advance() }
  }

  /// Skips spaces and comments, and line ends if they are allowed here.
  mutating func skipBlank(acrossLines: Bool) throws(DocumentError) {
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"): advance()
      case UInt8(ascii: "\n") where acrossLines: advance()
      case UInt8(ascii: "\r") where acrossLines:
        guard peek(1) == UInt8(ascii: "\n") else {
          throw failure("a carriage return without a line feed", hint: "save with Unix line ends")
        }
        advance(2)
      case UInt8(ascii: "#") where acrossLines:
        skipComment()
      default: return
      }
    }
  }

  private mutating func skipComment() {
    while let byte = peek(), byte != UInt8(ascii: "\n") {
      if byte < 0x20 || byte == 0x7F, byte != UInt8(ascii: "\t") {
        if byte != UInt8(ascii: "\r") {
          refusals.append(failure("a control character that a comment must not hold"))
        } else if peek(1) != UInt8(ascii: "\n") {
          refusals.append(failure("a carriage return without a line feed", hint: "save with Unix line ends"))
        }
      }
      advance()
    }
  }

  /// The text from a place to here, or its beginning.
  func source(from start: Int, limit: Int? = nil) -> String {
    var end = offset
    if let limit, end - start > limit {
      end = start + limit
      while end > start, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// What stands here, for a message.
  var found: String {
    guard peek() != nil, let scalar = restOfLine.unicodeScalars.first else {
      return peek() == nil ? "the end of the file" : "the end of the line"
    }
    return "'\(String(Character(scalar)).printable)'"
  }

  /// The text from here to the end of the line, or its first part.
  var restOfLine: String {
    var end = offset
    while end < bytes.count, end - offset < 200, bytes[end] != UInt8(ascii: "\n"), bytes[end] != UInt8(ascii: "\r") {
      end += 1
    }
    return String(decoding: bytes[offset..<end], as: UTF8.self)
  }

  func failure(
    _ problem: String, at place: SourcePosition? = nil, path: String? = nil, value: String? = nil, hint: String? = nil
  ) -> DocumentError {
    DocumentError(position: place ?? position, path: path, value: value, problem: problem, hint: hint)
  }
}
