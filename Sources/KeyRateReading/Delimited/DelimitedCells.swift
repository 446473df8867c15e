// SPDX-License-Identifier: GPL-3.0-or-later
/// The cells of a table as places in its text: 8 bytes for each, so that a file of measured samples takes a few
/// times its own size and not a hundred times.
struct DelimitedCells: Sendable {
  private struct Span {
    let start: UInt32
    /// The end, and in the highest bit whether the cell stood in quotes.
    let end: UInt32
  }

  private struct Start {
    let offset, line, firstCell: UInt32
  }

  private static let quoted: UInt32 = 1 << 31

  private let bytes: [UInt8]
  private let beginning: Int
  private let fileName: String
  private var spans: [Span] = []
  private var starts: [Start] = []

  /// - Parameters:
  ///   - bytes: the whole text, of at most 2 GiB.
  ///   - beginning: where its first line begins.
  init(bytes: [UInt8], beginning: Int, fileName: String) {
    self.bytes = bytes
    self.beginning = beginning
    self.fileName = fileName
  }

  mutating func beginRow(at offset: Int, line: Int) {
    starts.append(Start(offset: UInt32(offset), line: UInt32(line), firstCell: UInt32(spans.count)))
  }

  mutating func add(_ range: Range<Int>, isQuoted: Bool) {
    spans.append(
      Span(start: UInt32(range.lowerBound), end: UInt32(range.upperBound) | (isQuoted ? Self.quoted : 0)))
  }

  /// The number of rows, the header among them.
  var rowCount: Int { starts.count }

  /// The number of cells of a row.
  func cellCount(_ row: Int) -> Int {
    let next = row + 1 < starts.count ? Int(starts[row + 1].firstCell) : spans.count
    return next - Int(starts[row].firstCell)
  }

  /// The text of a cell, without quotes and outer spaces.
  func text(_ row: Int, _ column: Int) -> String {
    let span = span(row, column)
    let end = Int(span.end & ~Self.quoted)
    let text = bytes[Int(span.start)..<end]
    guard span.end & Self.quoted != 0, text.contains(UInt8(ascii: "\"")) else {
      return String(decoding: text, as: UTF8.self)
    }
    var plain: [UInt8] = []
    var isSecond = false
    for byte in text {
      isSecond = byte == UInt8(ascii: "\"") && !isSecond
      if !isSecond { plain.append(byte) }
    }
    return String(decoding: plain, as: UTF8.self)
  }

  /// Where a cell begins, at its opening quote if it has one.
  func position(_ row: Int, _ column: Int) -> SourcePosition {
    let span = span(row, column)
    return position(Int(span.start) - (span.end & Self.quoted != 0 ? 1 : 0), in: row)
  }

  /// Where a row begins.
  func position(ofRow row: Int) -> SourcePosition { position(Int(starts[row].offset), in: row) }

  private func span(_ row: Int, _ column: Int) -> Span { spans[Int(starts[row].firstCell) + column] }

  private func position(_ offset: Int, in row: Int) -> SourcePosition {
    let start = Int(starts[row].offset)
    let line = Int(starts[row].line) + bytes[start..<offset].count { $0 == UInt8(ascii: "\n") }
    let lineStart = bytes[beginning..<offset].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? beginning
    let column = bytes[lineStart..<offset].count { $0 & 0xC0 != 0x80 } + 1
    return SourcePosition(file: fileName, line: line, column: column)
  }
}
