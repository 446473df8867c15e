// SPDX-License-Identifier: GPL-3.0-or-later
/// Which table a header or a dotted key means, and what TOML does not let them add to.
///
/// Whatever cannot be opened is noted, and the keys that follow are read into a table that is thrown away, so that
/// the errors in their values are found in the same run.
extension DocumentScanner {
  /// The table that a header opens.
  mutating func openTable(_ key: [KeyPart], isElement: Bool, at position: SourcePosition) -> OpenTable {
    guard let last = key.last, let parent = parentOfHeader(key.dropLast(), at: position) else {
      return OpenTable(.headed, path: "", position: position)
    }
    let path = KeyText.joined(parent.path, last.name)
    switch parent[last.name] {
    case .list(let list)? where isElement:
      tableCount += 1
      return list.append(at: position)
    case .table(let known)? where !isElement && known.origin == .implied && known.holdsOnlyTables:
      known.origin = .headed
      return known
    case let known?:
      noteRepetition(of: path, first: known.position, second: position)
      return OpenTable(.headed, path: "", position: position)
    case nil:
      tableCount += 1
      if isElement {
        let list = OpenTableList(path: path, position: position)
        parent.add(.list(list), named: last.name)
        return list.append(at: position)
      }
      let table = OpenTable(.headed, path: path, position: position)
      parent.add(.table(table), named: last.name)
      return table
    }
  }

  /// The table that holds the last name of a header, created where it is not there yet.
  private mutating func parentOfHeader(_ key: ArraySlice<KeyPart>, at position: SourcePosition) -> OpenTable? {
    var table = root
    for part in key {
      let path = KeyText.joined(table.path, part.name)
      switch table[part.name] {
      case .table(let known)?: table = known
      case .list(let list)?:
        // A list of tables has at least one: it begins with its first header.
        guard let last = list.elements.last else { return nil }
        table = last
      case .value(let known)?:
        noteAddition(to: known, second: position)
        return nil
      case nil:
        let next = OpenTable(.implied, path: path, position: position)
        table.add(.table(next), named: part.name)
        tableCount += 1
        table = next
      }
    }
    return table
  }

  /// The table that holds the last name of a dotted key, created where it is not there yet.
  mutating func parentOfPair(_ key: ArraySlice<KeyPart>, from start: OpenTable, at position: SourcePosition)
    -> OpenTable?
  {
    var table = start
    for part in key {
      let path = KeyText.joined(table.path, part.name)
      switch table[part.name] {
      case .table(let known)? where known.origin == .dotted || known.origin == .implied:
        table = known
      case .table(let known)?:
        let line = known.position.line.map { " on line \($0)" } ?? ""
        refusals.append(
          failure("has a table of its own\(line)", at: position, path: path, hint: "write its keys there"))
        return nil
      case .list(let known)?:
        noteRepetition(of: path, first: known.position, second: position)
        return nil
      case .value(let known)?:
        noteAddition(to: known, second: position)
        return nil
      case nil:
        let next = OpenTable(.dotted, path: path, position: position)
        table.add(.table(next), named: part.name)
        tableCount += 1
        table = next
      }
    }
    return table
  }

  /// Notes a key that stands in its table already.
  mutating func noteRepetition(of path: String, first: SourcePosition, second: SourcePosition) {
    let line = first.line.map { ", first on line \($0)" } ?? ""
    refusals.append(failure("is given twice\(line)", at: second, path: path))
  }

  /// Notes a key below a value, which takes none.
  private mutating func noteAddition(to known: LocatedValue, second: SourcePosition) {
    guard case .table = known.content else {
      return noteRepetition(of: known.path, first: known.position, second: second)
    }
    let line = known.position.line.map { " on line \($0)" } ?? ""
    refusals.append(
      failure("is complete in its { }\(line) and takes no more keys", at: second, path: known.path))
  }
}
