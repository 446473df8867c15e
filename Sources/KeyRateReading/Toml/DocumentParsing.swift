// SPDX-License-Identifier: GPL-3.0-or-later
import TOMLKit

/// From a TOML text to located values: the scanner's index and the parser's values, walked side
/// by side.
enum DocumentParsing {
  /// Texts longer than this are refused.
  static let maximumLength = 4 << 20

  /// The members of the root table.
  static func members(of text: String, origin: SourcePosition, isFixed: Bool = false) throws(DocumentErrors)
    -> LocatedValue
  {
    var bytes = Array(text.utf8)
    guard bytes.count <= maximumLength else {
      throw DocumentErrors([
        DocumentError(position: origin, problem: "is longer than \(maximumLength >> 20) MiB, not a parameter file")
      ])
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    try refuseNull(bytes, origin: origin)
    let index: PositionIndex
    do {
      index = try DocumentScanner.scan(bytes, origin: origin, isFixed: isFixed)
    } catch {
      throw DocumentErrors([error])
    }
    guard index.refusals.isEmpty else { throw DocumentErrors(index.refusals) }
    let table: TOMLTable
    do {
      table = try TOMLTable(string: String(decoding: bytes, as: UTF8.self))
    } catch let error as TOMLParseError {
      throw DocumentErrors([explain(error, index: index, origin: origin, isFixed: isFixed)])
    } catch {
      throw DocumentErrors([DocumentError(position: origin, problem: "cannot be read as TOML: \(error)")])
    }
    do {
      return try Walker(bytes: bytes).value(of: table, at: index.root)
    } catch {
      throw DocumentErrors([error])
    }
  }

  /// The parser takes a C string, which ends at the first null character.
  private static func refuseNull(_ bytes: [UInt8], origin: SourcePosition) throws(DocumentErrors) {
    guard let place = bytes.firstIndex(of: 0) else { return }
    let line = bytes[..<place].count { $0 == UInt8(ascii: "\n") } + 1
    throw DocumentErrors([
      DocumentError(
        position: SourcePosition(file: origin.file, line: line), problem: "holds a null character, not a text file")
    ])
  }

  /// The parser's error in words meant for the person who wrote the file.
  private static func explain(
    _ error: TOMLParseError, index: PositionIndex, origin: SourcePosition, isFixed: Bool
  ) -> DocumentError {
    let line = error.source.begin.line
    if let twice = index.repetitions.first(where: { isFixed || $0.second.line == line }) {
      let first = twice.first.line.map { ", first on line \($0)" } ?? ""
      return DocumentError(position: twice.second, path: twice.path, problem: "is given twice\(first)")
    }
    let place = isFixed ? origin : SourcePosition(file: origin.file, line: line, column: error.source.begin.column)
    var problem = error.description[...]
    let preamble = "Error while parsing "
    if problem.hasPrefix(preamble), let colon = problem.range(of: ": ") {
      problem = problem[colon.upperBound...]
    }
    return DocumentError(position: place, problem: String(problem))
  }
}

/// Joins the parser's values with the index.
private struct Walker {
  let bytes: [UInt8]

  func value(of node: any TOMLValueConvertible, at entry: IndexNode) throws(DocumentError) -> LocatedValue {
    let content: LocatedValue.Content
    switch (node.type, entry.kind) {
    case (.table, .table), (.table, .inlineTable): content = try table(node, entry)
    case (.array, .list), (.array, .tableArray): content = try list(node, entry)
    case (.int, .scalar), (.double, .scalar): content = try number(node, entry)
    case (.bool, .scalar):
      guard let bool = node.bool else { throw disagreement(entry) }
      content = .bool(bool)
    case (.string, .scalar):
      guard let text = node.string else { throw disagreement(entry) }
      content = .text(text)
    default: throw disagreement(entry)
    }
    return LocatedValue(content: content, position: entry.position, path: entry.path, source: source(entry))
  }

  private func table(_ node: any TOMLValueConvertible, _ entry: IndexNode) throws(DocumentError) -> LocatedValue.Content
  {
    guard let table = node.table, table.count == entry.names.count else { throw disagreement(entry) }
    var members: [LocatedValue.Member] = []
    for name in entry.names {
      guard let child = entry.children[name], let value = table[name] else { throw disagreement(entry) }
      members.append(LocatedValue.Member(name: name, value: try self.value(of: value, at: child)))
    }
    return .table(members)
  }

  private func list(_ node: any TOMLValueConvertible, _ entry: IndexNode) throws(DocumentError) -> LocatedValue.Content
  {
    guard let array = node.array, array.count == entry.elements.count else { throw disagreement(entry) }
    var elements: [LocatedValue] = []
    for (offset, child) in entry.elements.enumerated() {
      elements.append(try value(of: array[offset], at: child))
    }
    return .array(elements)
  }

  private func number(_ node: any TOMLValueConvertible, _ entry: IndexNode) throws(DocumentError)
    -> LocatedValue.Content
  {
    if let integer = node.int {
      return .number(LocatedNumber(value: Double(integer), isWrittenAsInteger: true, exactInteger: integer))
    }
    guard let value = node.double, value.isFinite else { throw disagreement(entry) }
    let exact = NumberText.exactInteger(source(entry))
    return .number(LocatedNumber(value: value, isWrittenAsInteger: false, exactInteger: exact))
  }

  /// The source text of a value, of long ones the beginning.
  private func source(_ entry: IndexNode) -> String {
    var end = min(entry.source.upperBound, bytes.count)
    guard entry.source.lowerBound < end else { return "" }
    if entry.kind != .scalar, end - entry.source.lowerBound > 200 {
      end = entry.source.lowerBound + 200
      while end > entry.source.lowerBound, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    }
    return String(decoding: bytes[entry.source.lowerBound..<end], as: UTF8.self)
  }

  private func disagreement(_ entry: IndexNode) -> DocumentError {
    DocumentError(
      position: entry.position, path: entry.path.isEmpty ? nil : entry.path,
      problem: "internal error: the parser and the index of positions disagree here; please report the file")
  }
}
