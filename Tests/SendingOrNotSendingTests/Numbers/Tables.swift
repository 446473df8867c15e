// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Testing

/// Rows of comma-separated text with a line of names, by name.
struct TestTable {
  let rows: [[String: String]]

  /// Reads text; cells in double quotes may hold commas and doubled quotes.
  init(_ text: String) {
    var lines: [[String]] = [[]]
    var cell = ""
    var isQuoted = false
    var last: Character?
    for character in text {
      if isQuoted {
        if character == "\"" { isQuoted = false } else { cell.append(character) }
      } else if character == "\"" {
        if last == "\"" { cell.append(character) }
        isQuoted = true
      } else if character == "," || character == "\n" {
        lines[lines.count - 1].append(cell)
        cell = ""
        if character == "\n" { lines.append([]) }
      } else if character != "\r" {
        cell.append(character)
      }
      last = character
    }
    let names = lines.first ?? []
    rows = lines.dropFirst().filter { $0.count == names.count }.map { Dictionary(uniqueKeysWithValues: zip(names, $0)) }
  }

  /// A file of the test target's bundle.
  init(resource name: String) throws {
    let url = try #require(Bundle.module.url(forResource: name, withExtension: "csv"))
    self.init(try String(contentsOf: url, encoding: .utf8))
  }
}

/// The inputs of a row.
func inputs(_ json: String) throws -> [String: InputValue] {
  try JSONDecoder().decode([String: InputValue].self, from: Data(json.utf8))
}
