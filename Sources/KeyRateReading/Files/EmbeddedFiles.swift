// SPDX-License-Identifier: GPL-3.0-or-later
import CKeyRateTables

/// The files that are compiled into the program, so that a copied binary has them too.
package enum EmbeddedFiles {
  /// A file by its name.
  package struct File: Sendable, Equatable {
    /// The name without folder, such as `gys-2004.toml`.
    package let name: String
    /// The contents.
    package let text: String
  }

  private static func files(_ first: UnsafePointer<keyrate_file>?, _ count: Int) -> [File] {
    UnsafeBufferPointer(start: first, count: count).compactMap { file in
      guard let name = file.name, let bytes = file.bytes else { return nil }
      let contents = UnsafeBufferPointer(start: bytes, count: Int(file.length))
      return File(name: String(cString: name), text: String(decoding: contents, as: UTF8.self))
    }
  }

  /// The checkpoint tables.
  package static var checkpoints: [File] { files(keyrate_checkpoints(), Int(keyrate_checkpoint_count())) }

  /// The published parameter sets, by name.
  package static var publishedSets: [File] { files(keyrate_published(), Int(keyrate_published_count())) }

  /// The JSON Schemas of results, the newest last.
  package static var resultSchemas: [File] { files(keyrate_schemas(), Int(keyrate_schema_count())) }

  /// The formula sheets of the families.
  package static var formulaSheets: [File] { files(keyrate_formula_sheets(), Int(keyrate_formula_sheet_count())) }

  /// A published set by the name that users type, with or without `.toml`.
  package static func publishedSet(named name: String) -> File? {
    let wanted = name.hasSuffix(".toml") ? name : name + ".toml"
    return publishedSets.first { $0.name == wanted }
  }
}
