// SPDX-License-Identifier: GPL-3.0-or-later

extension DocumentTable {
  /// The document as TOML, with what was set and taken out since it was read; without comments.
  ///
  /// Reading the text gives the same values: numbers of the file stand as they were written there.
  package var text: String {
    var top = ""
    var tables: [(path: String, lines: String)] = []
    var arrays = ""
    // Names in quotes are rare: then every key stands with its whole path, without headers.
    let isFlat = leaves.contains { $0.path.contains("\"") }
    for leaf in leaves {
      if case .array(let elements) = leaf.value.content, !elements.isEmpty,
        elements.allSatisfy({ if case .table = $0.content { true } else { false } })
      {
        for element in elements { arrays += "\n[[\(leaf.path)]]\n" + Self.members(element) }
        continue
      }
      let parent = isFlat ? "" : String(KeyText.parent(leaf.path))
      let line = "\(isFlat ? leaf.path[...] : KeyText.lastComponent(leaf.path)) = \(Self.text(leaf.value))\n"
      if parent.isEmpty {
        top += line
      } else if let index = tables.firstIndex(where: { $0.path == parent }) {
        tables[index].lines += line
      } else {
        tables.append((parent, line))
      }
    }
    return top + tables.map { "\n[\($0.path)]\n" + $0.lines }.joined() + arrays
  }

  /// The keys of a table of an array, tables within it as dotted keys.
  private static func members(_ table: LocatedValue, prefix: String = "") -> String {
    guard case .table(let members) = table.content else { return "" }
    return members.map { member in
      let path = KeyText.joined(prefix, member.name)
      if case .table = member.value.content { return Self.members(member.value, prefix: path) }
      return "\(path) = \(text(member.value))\n"
    }.joined()
  }

  private static func text(_ value: LocatedValue) -> String {
    switch value.content {
    case .number: return value.source
    case .bool(let bool): return bool ? "true" : "false"
    case .text(let text): return KeyText.quoted(text)
    case .array(let elements): return "[" + elements.map(text).joined(separator: ", ") + "]"
    case .table(let members):
      return "{" + members.map { KeyText.spelled($0.name) + " = " + text($0.value) }.joined(separator: ", ") + "}"
    }
  }
}
