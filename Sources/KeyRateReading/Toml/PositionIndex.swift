// SPDX-License-Identifier: GPL-3.0-or-later
/// One key or list element of a TOML text with its place: the tree that gives every value that
/// the parser returns its line, column and source text.
final class IndexNode {
  enum Kind {
    case scalar, list, inlineTable, table, tableArray
  }

  let kind: Kind
  let path: String
  let position: SourcePosition
  /// The bytes of the value; of headed tables empty.
  var source: Range<Int>
  /// Whether a `[header]` of its own has named this table.
  var isHeaded = false
  private(set) var names: [String] = []
  private(set) var children: [String: IndexNode] = [:]
  private(set) var elements: [IndexNode] = []

  init(_ kind: Kind, path: String, position: SourcePosition, source: Range<Int> = 0..<0) {
    self.kind = kind
    self.path = path
    self.position = position
    self.source = source
  }

  /// Whether keys can be added below this node, and the table that takes them.
  var openTable: IndexNode? {
    switch kind {
    case .table, .inlineTable: self
    case .tableArray: elements.last
    case .scalar, .list: nil
    }
  }

  func add(_ child: IndexNode, named name: String) {
    names.append(name)
    children[name] = child
  }

  func append(_ element: IndexNode) {
    elements.append(element)
  }
}

/// The index of a whole text, and what was found on the way that is not a matter of syntax.
struct PositionIndex {
  let root: IndexNode
  /// Values that are well-formed TOML and yet not accepted: dates, `nan`, numbers out of range.
  var refusals: [DocumentError] = []
  /// Keys and tables that were given before; the parser refuses them, this says where they stand.
  var repetitions: [Repetition] = []
  /// How many tables there are, those of arrays of tables included.
  private(set) var tableCount = 0

  struct Repetition {
    let path: String
    let first: SourcePosition
    let second: SourcePosition
  }

  init(file: SourcePosition) {
    root = IndexNode(.table, path: "", position: file)
  }

  /// The table that a `[header]` opens.
  mutating func openTable(_ key: [KeyPart], isElement: Bool, at position: SourcePosition) -> IndexNode {
    guard let last = key.last else { return root }
    guard let parent = descend(key.dropLast(), from: root, at: position) else {
      return IndexNode(.table, path: "", position: position)
    }
    let path = KeyText.joined(parent.path, last.name)
    let known = parent.children[last.name]
    if isElement {
      if let known, known.kind != .tableArray { return repeated(path, known, position) }
      let list = known ?? IndexNode(.tableArray, path: path, position: position)
      if known == nil { parent.add(list, named: last.name) }
      let element = IndexNode(.table, path: "\(path)[\(list.elements.count + 1)]", position: position)
      list.append(element)
      tableCount += 1
      return element
    }
    if let known {
      guard known.kind == .table, !known.isHeaded else { return repeated(path, known, position) }
      known.isHeaded = true
      return known
    }
    let table = IndexNode(.table, path: path, position: position)
    table.isHeaded = true
    parent.add(table, named: last.name)
    tableCount += 1
    return table
  }

  /// The table that holds the last name of a dotted key, created where it is not there yet.
  mutating func descend(_ key: ArraySlice<KeyPart>, from start: IndexNode, at position: SourcePosition) -> IndexNode? {
    var table = start
    for part in key {
      let path = KeyText.joined(table.path, part.name)
      if let known = table.children[part.name] {
        guard let next = known.openTable else {
          repetitions.append(Repetition(path: path, first: known.position, second: position))
          return nil
        }
        table = next
      } else {
        let next = IndexNode(.table, path: path, position: position)
        table.add(next, named: part.name)
        tableCount += 1
        table = next
      }
    }
    return table
  }

  /// Notes a key that stands in its table already.
  mutating func noteRepetition(of path: String, first: SourcePosition, second: SourcePosition) {
    repetitions.append(Repetition(path: path, first: first, second: second))
  }

  private mutating func repeated(_ path: String, _ known: IndexNode, _ position: SourcePosition) -> IndexNode {
    noteRepetition(of: path, first: known.position, second: position)
    return IndexNode(.table, path: path, position: position)
  }
}

/// One name of a dotted key with its place.
struct KeyPart {
  let name: String
  let position: SourcePosition
}
