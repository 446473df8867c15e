// SPDX-License-Identifier: GPL-3.0-or-later
/// All keys that a kind of document may have.
package struct KeyVocabulary: Sendable {
  /// The definitions in the order in which they are documented.
  package let definitions: [KeyDefinition]
  /// Tables that it does not have on purpose.
  let absentTables: [AbsentTable]
  private let indexByPath: [String: Int]
  private let tablePaths: Set<String>

  /// A table of related documents that has no place in this one, and what stands for it.
  package struct AbsentTable: Sendable, Equatable {
    /// The table's path, for example `counts`.
    package let path: String
    /// Why it is not there.
    package let problem: String
    /// What is given instead.
    package let hint: String

    /// Names a table that is absent on purpose.
    package init(path: String, problem: String, hint: String) {
      self.path = path
      self.problem = problem
      self.hint = hint
    }
  }

  /// A vocabulary; of two definitions of the same path the first counts.
  package init(_ keys: [any DocumentKey]) { self.init(keys, absentTables: []) }

  /// A vocabulary that can say why some tables are not in it.
  package init(_ keys: [any DocumentKey], absentTables: [AbsentTable]) {
    self.absentTables = absentTables
    var kept: [KeyDefinition] = []
    var index: [String: Int] = [:]
    for definition in keys.map(\.definition) where index[definition.path] == nil {
      index[definition.path] = kept.count
      kept.append(definition)
    }
    self.definitions = kept
    indexByPath = index
    var tablePaths: Set<String> = []
    for definition in kept {
      var parent = KeyText.parent(definition.path)
      while !parent.isEmpty {
        tablePaths.insert(String(parent))
        parent = KeyText.parent(String(parent))
      }
    }
    self.tablePaths = tablePaths
  }

  /// The definition of a key path.
  package subscript(path: String) -> KeyDefinition? {
    indexByPath[path].map { definitions[$0] }
  }

  /// The vocabulary without some of its keys.
  package func without(_ isExcluded: (KeyDefinition) -> Bool) -> KeyVocabulary {
    KeyVocabulary(definitions.filter { !isExcluded($0) }, absentTables: absentTables)
  }

  /// Whether a path names a table that known keys stand in.
  func isTable(_ path: String) -> Bool { tablePaths.contains(path) }

  /// The known keys of a table, without those of the tables in it.
  func keys(inTable table: some StringProtocol) -> [KeyDefinition] {
    definitions.filter { KeyText.parent($0.path) == table }
  }

  /// The tables that hold known keys, in the order of the definitions.
  var tables: [String] {
    var tables: [String] = []
    for definition in definitions {
      let table = String(KeyText.parent(definition.path))
      if !table.isEmpty, !tables.contains(table) { tables.append(table) }
    }
    return tables
  }
}
