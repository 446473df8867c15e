// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import Foundation
import KeyRateDocuments

/// The folder Parameters of this package.
enum ParameterFolder {
  static let path: String = {
    let package = URL(fileURLWithPath: #filePath).pathComponents.dropLast(4).dropFirst().joined(separator: "/")
    return "/" + package + "/Parameters/"
  }()

  /// The names of all files with an ending, such as `published/gys-2004.toml`, sorted. Claims are files of their own
  /// kind.
  static func names(in folder: String = "", ending: String = ".toml") -> [String] {
    let all = FileManager.default.enumerator(atPath: path + folder)?.compactMap { $0 as? String } ?? []
    return all.filter { $0.hasSuffix(ending) && !$0.hasPrefix("claims/") }.map {
      folder.isEmpty ? $0 : folder + "/" + $0
    }.sorted()
  }

  /// The contents of a file.
  static func text(_ name: String) throws -> String {
    try TextFile.read(path + name).text
  }

  /// A parameter file.
  static func file(_ name: String) throws -> ParameterFile {
    try ParameterFile(text: text(name), fileName: path + name)
  }
}
