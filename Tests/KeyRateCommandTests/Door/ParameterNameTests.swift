// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRate
import KeyRateDocuments
import Testing

/// The typed parameters of the front door against the keys of the families.
@Suite("Front door: parameters")
struct ParameterNameTests {
  @Test("Each stands for a key of a family, whose values have its type")
  func keys() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Sources/KeyRate/Door/Parameters")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    var known: [String: [KeyDefinition]] = [:]
    for family in ProtocolFamily.all {
      for definition in Vocabulary.file(family).definitions { known[definition.path, default: []].append(definition) }
    }
    var count = 0
    for file in files {
      var type = ""
      for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
        if let match = line.firstMatch(of: /where Value == (.*) \{/) { type = String(match.1) }
        guard let path = line.firstMatch(of: /Self\("(.*)"\)/).map({ String($0.1) }) else { continue }
        count += 1
        let kinds = (known[path] ?? []).map { "\($0.kind)" }
        #expect(kinds.contains { fits(type, $0) }, "\(path) is \(kinds), not \(type)")
      }
    }
    #expect(count > 60)
  }

  private func fits(_ type: String, _ kind: String) -> Bool {
    switch type {
    case "Double": kind == "number" || kind == "setting"
    case "Int": kind == "integer"
    case "Bool": kind == "bool"
    case "String": kind == "text" || kind.hasPrefix("choice")
    case "[Double]": kind == "numbers" || kind == "settings"
    default: false
    }
  }
}
