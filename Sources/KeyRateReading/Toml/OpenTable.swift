// SPDX-License-Identifier: GPL-3.0-or-later
/// A table while its text is being read: keys can still come to it.
final class OpenTable {
  /// How a table came into being, which decides who may add to it.
  enum Origin {
    /// A `[header]` of its own, or one element of `[[header]]`.
    case headed
    /// A header of a table below it; its own header may follow.
    case implied
    /// A dotted key such as `a.b = 1`.
    case dotted
    /// `{ }`.
    case inline
  }

  /// What stands at a name.
  enum Child {
    case value(LocatedValue)
    case table(OpenTable)
    case list(OpenTableList)

    var position: SourcePosition {
      switch self {
      case .value(let value): value.position
      case .table(let table): table.position
      case .list(let list): list.position
      }
    }

    /// Whether this is a table or a list of nothing but tables.
    var isMadeOfTables: Bool {
      switch self {
      case .table, .list: return true
      case .value(let value):
        if case .table = value.content { return true }
        guard let elements = value.array, !elements.isEmpty else { return false }
        return elements.allSatisfy { if case .table = $0.content { true } else { false } }
      }
    }
  }

  let path: String
  let position: SourcePosition
  var origin: Origin
  private var names: [String] = []
  private var children: [String: Child] = [:]

  init(_ origin: Origin, path: String, position: SourcePosition) {
    self.origin = origin
    self.path = path
    self.position = position
  }

  subscript(name: String) -> Child? { children[name] }

  func add(_ child: Child, named name: String) {
    names.append(name)
    children[name] = child
  }

  /// Whether everything in it is a table or a list of tables.
  var holdsOnlyTables: Bool { children.values.allSatisfy(\.isMadeOfTables) }

  /// The table as a value, with `source` as its text; no keys can come to it any more.
  func closed(source: String = "") -> LocatedValue {
    var members: [LocatedValue.Member] = []
    members.reserveCapacity(names.count)
    for name in names {
      let value: LocatedValue
      switch children[name] {
      case .value(let known): value = known
      case .table(let table): value = table.closed()
      case .list(let list): value = list.closed()
      case nil: continue
      }
      members.append(LocatedValue.Member(name: name, value: value))
    }
    return LocatedValue(content: .table(members), position: position, path: path, source: source)
  }
}

/// An array of tables, `[[header]]`, while its text is being read.
final class OpenTableList {
  let path: String
  let position: SourcePosition
  private(set) var elements: [OpenTable] = []

  init(path: String, position: SourcePosition) {
    self.path = path
    self.position = position
  }

  func append(at position: SourcePosition) -> OpenTable {
    let element = OpenTable(.headed, path: "\(path)[\(elements.count + 1)]", position: position)
    elements.append(element)
    return element
  }

  func closed() -> LocatedValue {
    LocatedValue(content: .array(elements.map { $0.closed() }), position: position, path: path, source: "")
  }
}

/// One name of a dotted key with its place.
struct KeyPart {
  let name: String
  let position: SourcePosition
}
