// SPDX-License-Identifier: GPL-3.0-or-later
/// Splits comma-separated text into cells: notes where each begins and ends, and copies none of them.
struct DelimitedScanner {
  private let bytes: [UInt8]
  private let fileName: String
  /// Where the text begins, behind a byte order mark.
  private let beginning: Int
  private var offset: Int
  private var line = 1
  private var column = 1

  init(_ text: String, fileName: String) throws(DocumentError) {
    bytes = Array(text.utf8)
    guard bytes.count <= DelimitedText.maximumLength else {
      throw DocumentError(
        position: SourcePosition(file: fileName), problem: "is longer than \(DelimitedText.maximumLength >> 20) MiB")
    }
    beginning = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    offset = beginning
    self.fileName = fileName
  }

  /// All rows, the header first.
  mutating func scanRows() throws(DocumentError) -> DelimitedCells {
    var cells = DelimitedCells(bytes: bytes, beginning: beginning, fileName: fileName)
    while peek() != nil {
      let start = (offset: offset, line: line)
      skipSpaces()
      switch peek() {
      case nil: return cells
      case UInt8(ascii: "#"):
        while let byte = peek(), byte != UInt8(ascii: "\n") { advance() }
        advance()
      case UInt8(ascii: "\n"): advance()
      case UInt8(ascii: "\r") where peek(1) == UInt8(ascii: "\n"): advance(2)
      default:
        cells.beginRow(at: start.offset, line: start.line)
        try scanRow(into: &cells)
      }
    }
    return cells
  }

  private mutating func scanRow(into cells: inout DelimitedCells) throws(DocumentError) {
    while true {
      skipSpaces()
      try scanCell(into: &cells)
      switch peek() {
      case UInt8(ascii: ","):
        advance()
      case UInt8(ascii: "\r") where peek(1) == UInt8(ascii: "\n"):
        advance(2)
        return
      case UInt8(ascii: "\r"):
        throw failure("a carriage return without a line feed", hint: "save with Unix line ends")
      case nil, UInt8(ascii: "\n"):
        advance()
        return
      default:
        throw failure("only a comma or the end of the line may follow a quoted cell")
      }
    }
  }

  private mutating func scanCell(into cells: inout DelimitedCells) throws(DocumentError) {
    if peek() == UInt8(ascii: "\"") {
      try scanQuoted(into: &cells)
      skipSpaces()
      return
    }
    let from = offset
    var end = offset
    while let byte = peek(), byte != UInt8(ascii: ","), byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r") {
      if byte == UInt8(ascii: "\"") {
        throw failure("a quote inside an unquoted cell", hint: "put the whole cell in quotes and double this one")
      }
      advance()
      if byte != UInt8(ascii: " "), byte != UInt8(ascii: "\t") { end = offset }
    }
    cells.add(from..<end, isQuoted: false)
  }

  /// A cell in quotes; a quote inside is doubled, commas and line ends are part of it.
  private mutating func scanQuoted(into cells: inout DelimitedCells) throws(DocumentError) {
    let start = position
    advance()
    let from = offset
    while let byte = peek() {
      if byte == UInt8(ascii: "\"") {
        guard peek(1) == byte else {
          cells.add(from..<offset, isQuoted: true)
          return advance()
        }
        advance()
      }
      advance()
    }
    throw failure("the quotes of this cell are never closed", at: start)
  }

  private func peek(_ distance: Int = 0) -> UInt8? {
    let place = offset + distance
    return place < bytes.count ? bytes[place] : nil
  }

  private mutating func advance(_ count: Int = 1) {
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

  private mutating func skipSpaces() {
    while let byte = peek(), byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { advance() }
  }

  private var position: SourcePosition { SourcePosition(file: fileName, line: line, column: column) }

  private func failure(_ problem: String, at place: SourcePosition? = nil, hint: String? = nil) -> DocumentError {
    DocumentError(position: place ?? position, problem: problem, hint: hint)
  }
}
