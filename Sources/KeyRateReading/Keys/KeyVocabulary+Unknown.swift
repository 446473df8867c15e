// SPDX-License-Identifier: GPL-3.0-or-later
extension KeyVocabulary {
  /// An error for each key and table of a document that this vocabulary does not have, with the
  /// nearest known one.
  package func unknownKeys(in table: DocumentTable) -> [DocumentError] {
    unknown(in: table).map(\.error)
  }

  /// The errors together with the keys they suggest.
  func unknown(in table: DocumentTable) -> [(error: DocumentError, suggestions: [String])] {
    var found: [(error: DocumentError, suggestions: [String])] = []
    var unknownTables: [String] = []
    for absent in absentTables {
      let header = table.tablePaths.first { $0.path == absent.path }?.position
      let inside = table.leaves.first { $0.path.hasPrefix(absent.path + ".") }?.value.position
      guard let position = header ?? inside else { continue }
      unknownTables.append(absent.path)
      found.append(
        (
          DocumentError(
            position: position, path: "[\(table.fullPath(absent.path))]", problem: absent.problem, hint: absent.hint),
          []
        ))
    }
    for (path, position) in table.tablePaths {
      guard let definition = self[path], case .tables = definition.kind else { continue }
      unknownTables.append(path)
      let full = table.fullPath(path)
      found.append(
        (
          DocumentError(
            position: position, path: "[\(full)]", problem: "is one table of a list", hint: "write [[\(full)]]"), [path]
        ))
    }
    for (path, position) in table.tablePaths where !isTable(path) && self[path] == nil {
      if unknownTables.contains(where: { path == $0 || path.hasPrefix($0 + ".") }) { continue }
      unknownTables.append(path)
      let below = table.leaves.filter { $0.path.hasPrefix(path + ".") }
      let keys = below.map { String(KeyText.lastComponent($0.path)) }
      let nearest = suggestion(forTable: path, keys: keys)
      let others = tables.isEmpty ? "there are no tables here" : "known are \(tables.joined(separator: ", "))"
      let error = DocumentError(
        position: position, path: "[\(table.fullPath(path))]", problem: "is not a known table",
        hint: nearest.map { "did you mean [\(table.fullPath($0))]?" } ?? others)
      found.append((error, nearest.map { nearest in keys.map { "\(nearest).\($0)" } } ?? []))
    }
    for (path, value) in table.leaves where self[path] == nil {
      if unknownTables.contains(where: { path.hasPrefix($0 + ".") }) { continue }
      // A file of another kind has thousands of unknown keys: the first ones tell enough.
      let nearest = found.count < 50 ? suggestion(for: path) : nil
      let problem = isTable(path) ? "must be a table, found \(value.kindInWords)" : "is not a known key"
      let hint = isTable(path) ? nil : nearest.map { "did you mean \(table.fullPath($0))?" }
      let error = DocumentError(
        position: value.position, path: table.fullPath(path), problem: problem, hint: hint)
      found.append((error, nearest.map { [$0] } ?? []))
    }
    return found
  }
}
