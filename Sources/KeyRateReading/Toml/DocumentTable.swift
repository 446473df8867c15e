// SPDX-License-Identifier: GPL-3.0-or-later
/// A parameter document, or one table of an array of tables, with flat access by dotted key path.
///
///     let table = try DocumentTable(parsing: text, fileName: "link.toml")
///     table["detector.efficiency"]?.number
///
/// A table is a value: `setting(_:to:)` returns a changed copy and shares everything else.
package struct DocumentTable: Sendable {
  /// The name of the file it was read from.
  package let fileName: String
  /// The path of this table in its file: empty for the document, `curve[2]` for the second
  /// `[[curve]]`.
  package let path: String
  /// Where it begins; of a document the whole file.
  package let position: SourcePosition
  let contents: Contents
  /// Values set after reading; `nil` for a key taken out.
  var changes: [String: LocatedValue?] = [:]
  /// Changed keys that the file did not have, in the order of setting.
  var added: [String] = []
  /// The files that the document names.
  package let files: NamedFiles

  /// Reads a document.
  ///
  /// - Parameters:
  ///   - files: Where the files that the document names are found.
  /// - Throws: ``DocumentErrors`` with line and column: the first error of syntax, or all values
  ///   that are TOML and yet not accepted (dates, `nan`, `inf`, numbers out of range).
  package init(parsing text: String, fileName: String, files: NamedFiles = NamedFiles()) throws(DocumentErrors) {
    let root = try DocumentParsing.members(of: text, origin: SourcePosition(file: fileName))
    self.init(root, fileName: fileName, files: files)
  }

  /// A document without any keys, to be filled by `setting(_:to:)`.
  package init(emptyNamed fileName: String) {
    let position = SourcePosition(file: fileName)
    self.init(
      LocatedValue(content: .table([]), position: position, path: "", source: ""), fileName: fileName,
      files: NamedFiles())
  }

  init(_ value: LocatedValue, fileName: String, files: NamedFiles) {
    self.fileName = fileName
    self.files = files
    path = value.path
    position = value.position
    contents = Contents(value)
  }

  /// The value at a path relative to this table, with overrides applied; `nil` if it is not there.
  ///
  /// Names that are not bare keys are quoted in the path. A path that names a whole table gives
  /// the table as the file has it.
  package subscript(path: String) -> LocatedValue? {
    if let change = changes[path] { return change }
    return contents.values[path]
  }

  /// All values that are not tables, with their paths, in the order of the file.
  package var leaves: [(path: String, value: LocatedValue)] {
    (contents.leaves + added).compactMap { path in self[path].map { (path, $0) } }
  }

  /// All tables below this one with their positions, in the order of the file.
  package var tablePaths: [(path: String, position: SourcePosition)] { contents.tables }

  /// The full path of a key of this table, as messages show it.
  package func fullPath(_ path: String) -> String {
    self.path.isEmpty ? path : self.path + "." + path
  }

  /// The tables of an array of tables such as `[[curve]]`; empty if there is none.
  ///
  /// - Throws: ``DocumentError`` if the key holds anything else.
  package func tables(_ path: String) throws(DocumentError) -> [DocumentTable] {
    guard let value = self[path] else { return [] }
    guard let elements = value.array else {
      throw value.error(
        "must be a list of tables, found \(value.kindInWords)", allowed: "a list of tables",
        hint: "write [[\(path)]] above each")
    }
    var tables: [DocumentTable] = []
    for element in elements {
      guard case .table = element.content else {
        throw element.error("must be a table, found \(element.kindInWords)", allowed: "a table")
      }
      tables.append(DocumentTable(element, fileName: fileName, files: files))
    }
    return tables
  }

  /// The place to name for something that is not there: its table's header, or the whole file.
  func positionOfMissing(_ path: String) -> SourcePosition {
    var parent = KeyText.parent(path)
    while !parent.isEmpty {
      if let value = self[String(parent)] { return value.position }
      parent = KeyText.parent(String(parent))
    }
    return position
  }
}

extension DocumentTable {
  /// What was read, flattened once and shared by all copies.
  final class Contents: Sendable {
    let values: [String: LocatedValue]
    let leaves: [String]
    let tables: [(path: String, position: SourcePosition)]

    init(_ root: LocatedValue) {
      var values: [String: LocatedValue] = [:]
      var leaves: [String] = []
      var tables: [(path: String, position: SourcePosition)] = []
      func flatten(_ value: LocatedValue, prefix: String) {
        guard case .table(let members) = value.content else { return }
        for member in members {
          let path = KeyText.joined(prefix, member.name)
          values[path] = member.value
          if case .table = member.value.content {
            tables.append((path, member.value.position))
            flatten(member.value, prefix: path)
          } else {
            leaves.append(path)
          }
        }
      }
      flatten(root, prefix: "")
      self.values = values
      self.leaves = leaves
      self.tables = tables
    }
  }
}
