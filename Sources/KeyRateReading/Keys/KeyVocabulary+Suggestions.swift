// SPDX-License-Identifier: GPL-3.0-or-later
extension KeyVocabulary {
  /// The known key that an unknown one was probably meant to be.
  ///
  /// In this order: a name listed as an alias; the same name in another table; a name that differs
  /// only by a unit at its end; the nearest spelling, first in the same table, then of the whole
  /// path, then of the last name in any table.
  package func suggestion(for path: String) -> String? {
    let name = KeyText.lastComponent(path)
    let table = KeyText.parent(path)
    let wanted = NearestName.normalised(name)
    let wantedPath = NearestName.normalised(path)
    guard wantedPath.count <= NearestName.maximumLength else { return nil }

    let byAlias = definitions.filter { definition in
      definition.aliasNames.contains { alias in
        let alias = NearestName.normalised(alias)
        return alias == wanted || alias == wantedPath
      }
    }
    if let found = preferred(byAlias, in: table) { return found }
    let sameName = definitions.filter { NearestName.normalised(KeyText.lastComponent($0.path)) == wanted }
    if let found = preferred(sameName, in: table) { return found }
    if wanted.count >= 3 {
      let byUnit = definitions.filter { definition in
        let known = NearestName.normalised(KeyText.lastComponent(definition.path))
        return known.starts(with: wanted + [UInt8(ascii: "_")]) || wanted.starts(with: known + [UInt8(ascii: "_")])
      }
      if let found = preferred(byUnit, in: table) { return found }
    }
    return nearestSpelling(of: path, name: name, table: table)
  }

  /// The known table that an unknown one was probably meant to be: the nearest spelling, or the one
  /// that has most of its keys.
  package func suggestion(forTable table: String, keys: [String]) -> String? {
    if let nearest = NearestName.nearest(to: table, among: tables) { return nearest }
    var best: (table: String, count: Int)?
    for known in tables {
      let names = Set(self.keys(inTable: known).map { String(KeyText.lastComponent($0.path)) })
      let count = keys.count { names.contains($0) }
      if count > best?.count ?? 0 { best = (known, count) }
    }
    return best?.table
  }

  private func nearestSpelling(of path: String, name: Substring, table: Substring) -> String? {
    let neighbours = keys(inTable: table)
    if let near = nearest(to: name, in: neighbours) { return near }
    // The table's name is long and mostly right: it must not make room for another key's name.
    let limit = max(1, name.utf8.count / 3)
    if let near = NearestName.nearest(to: path, among: definitions.map(\.path), within: limit) { return near }
    return nearest(to: name, in: definitions)
  }

  private func nearest(to name: Substring, in candidates: [KeyDefinition]) -> String? {
    let names = candidates.map { String(KeyText.lastComponent($0.path)) }
    let near = NearestName.nearest(to: String(name), among: names)
    return near.flatMap { near in candidates.first { KeyText.lastComponent($0.path) == near[...] }?.path }
  }

  /// The candidate in the same table, or else the only or first one.
  private func preferred(_ candidates: [KeyDefinition], in table: Substring) -> String? {
    (candidates.first { KeyText.parent($0.path) == table } ?? candidates.first)?.path
  }
}
