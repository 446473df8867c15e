// SPDX-License-Identifier: GPL-3.0-or-later
extension KeyVocabulary {
  /// An error for each key and table of a document that this vocabulary does not have, with the nearest known ones.
  ///
  /// One pass over the tables and one over the leaves: a file of another kind may have thousands of each.
  func unknown(in table: DocumentTable) -> [(error: DocumentError, suggestions: [String])] {
    var found: [(error: DocumentError, suggestions: [String])] = []
    var unknownTables: Set<String> = []
    let leaves = table.leaves
    for absent in absentTables {
      let header = table.tablePaths.first { $0.path == absent.path }?.position
      let inside = leaves.first { $0.path.hasPrefix(absent.path + ".") }?.value.position
      guard let position = header ?? inside else { continue }
      unknownTables.insert(absent.path)
      found.append(
        (
          DocumentError(
            position: position, path: "[\(table.fullPath(absent.path))]", problem: absent.problem, hint: absent.hint),
          []
        ))
    }
    for (path, position) in table.tablePaths {
      guard let definition = self[path], case .tables = definition.kind else { continue }
      unknownTables.insert(path)
      let full = table.fullPath(path)
      found.append(
        (
          DocumentError(
            position: position, path: "[\(full)]", problem: "is one table of a list", hint: "write [[\(full)]]"), [path]
        ))
    }
    var strangers: [(path: String, position: SourcePosition)] = []
    for (path, position) in table.tablePaths where !isTable(path) && self[path] == nil {
      if Self.table(among: unknownTables, holding: path) != nil { continue }
      unknownTables.insert(path)
      strangers.append((path, position))
    }
    var keysByTable: [String: [String]] = [:]
    for leaf in leaves {
      guard let holder = Self.table(among: unknownTables, above: leaf.path) else { continue }
      keysByTable[holder, default: []].append(String(KeyText.lastComponent(leaf.path)))
    }
    let others = tables.isEmpty ? "there are no tables here" : "known are \(tables.joined(separator: ", "))"
    for (path, position) in strangers {
      let keys = keysByTable[path] ?? []
      // A file of another kind has thousands of unknown tables and keys: the first ones tell enough.
      let isTelling = found.count < Self.suggestionLimit
      let nearest = isTelling ? suggestion(forTable: path, keys: keys) : nil
      let error = DocumentError(
        position: position, path: "[\(table.fullPath(path))]", problem: "is not a known table",
        hint: nearest.map { "did you mean [\(table.fullPath($0))]?" } ?? (isTelling ? others : nil))
      found.append((error, nearest.map { nearest in keys.map { "\(nearest).\($0)" } } ?? []))
    }
    for (path, value) in leaves where self[path] == nil {
      if Self.table(among: unknownTables, above: path) != nil { continue }
      let nearest = found.count < Self.suggestionLimit ? suggestion(for: path) : nil
      let problem = isTable(path) ? "must be a table, found \(value.kindInWords)" : "is not a known key"
      let hint =
        isTable(path)
        ? nil
        : nearest.map { name in
          let conversion = self[name]?.conversion(from: path).map { " = \($0)" } ?? ""
          return "did you mean \(table.fullPath(name))\(conversion)?"
        }
      let error = DocumentError(
        position: value.position, path: table.fullPath(path), problem: problem, hint: hint)
      found.append((error, nearest.map { [$0] } ?? []))
    }
    return found
  }

  private static let suggestionLimit = 50

  /// The one of some tables that a path names or lies in.
  private static func table(among tables: Set<String>, holding path: String) -> String? {
    tables.contains(path) ? path : table(among: tables, above: path)
  }

  /// The one of some tables that a path lies in: its nearest beginning that ends before a dot.
  private static func table(among tables: Set<String>, above path: String) -> String? {
    guard !tables.isEmpty else { return nil }
    var end = path.endIndex
    while let dot = path[..<end].lastIndex(of: ".") {
      let start = String(path[..<dot])
      if tables.contains(start) { return start }
      end = dot
    }
    return nil
  }
}
