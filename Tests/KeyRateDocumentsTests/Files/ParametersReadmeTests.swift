// SPDX-License-Identifier: GPL-3.0-or-later
@testable import KeyRateReading
import Foundation
import Testing

@testable import KeyRateDocuments

@Suite("Parameters/README.md", .serialized)
struct ParametersReadmeTests {
  static let begin = "<!-- keys: begin -->\n"
  static let end = "<!-- keys: end -->\n"

  /// What the vocabulary says, table by table.
  static func keys(_ family: ProtocolFamily = .bb84) -> String {
    let sections: [(title: String, holds: (String) -> Bool)] = [
      ("The file", { !$0.contains(".") && $0 != "curve" && $0 != "overlay" }),
      ("[link]", { $0.hasPrefix("link.") }), ("[source]", { $0.hasPrefix("source.") }),
      ("[detector]", { $0.hasPrefix("detector.") }), ("[security]", { $0.hasPrefix("security.") }),
      ("[acceptance]", { $0.hasPrefix("acceptance.") }), ("[search]", { $0.hasPrefix("search.") }),
      ("[counts]", { $0.hasPrefix("counts.") }),
      ("[sweep]", { $0.hasPrefix("sweep.") }), ("[map]", { $0.hasPrefix("map.") }),
      ("[plot]", { $0.hasPrefix("plot.") }),
      ("[[curve]]", { $0 == "curve" }), ("[[overlay]]", { $0 == "overlay" }),
    ]
    let vocabulary = family.fileVocabulary
    // Filtered as rows, so that a curve's keys are still compared with those of the file.
    let rows = vocabulary.markdownTable().split(separator: "\n").map(String.init)
    var text = ""
    var written = 2
    for section in sections where vocabulary.definitions.contains(where: { section.holds($0.path) }) {
      let own = rows.dropFirst(2).filter { row in
        let path = row.dropFirst(3).prefix { $0 != "`" }
        return section.holds(String(path.prefix { $0 != "[" }))
      }
      written += own.count
      text += "\n### \(section.title)\n\n" + (rows.prefix(2) + own).joined(separator: "\n") + "\n"
    }
    #expect(written == rows.count, "every key stands in one section")
    return text + "\n"
  }

  /// The families with a table of their own, and the mark of that table.
  static let families: [(mark: String, family: ProtocolFamily)] = [
    ("tf", .twinField), ("aopp", .oddParityPairing), ("cv", .continuousVariable), ("cv-mdi", .continuousVariableRelay),
    ("bbm92", .entangledPairs),
    ("cow", .coherentOneWay), ("dps", .differentialPhaseShift),
  ]

  /// The keys that a family adds to those that every family has.
  static func ownKeys(_ family: ProtocolFamily) -> String {
    let own = Set(family.keys.map(\.path))
    let rows = family.fileVocabulary.markdownTable().split(separator: "\n").map(String.init)
    let kept = rows.dropFirst(2).filter { row in own.contains(String(row.dropFirst(3).prefix { $0 != "`" })) }
    #expect(kept.count == own.count)
    return "\n" + (rows.prefix(2) + kept).joined(separator: "\n") + "\n\n"
  }

  @Test("The table of a family's own keys is what the program accepts", arguments: families.map(\.mark))
  func ownTable(mark: String) throws {
    let family = try #require(Self.families.first { $0.mark == mark }?.family)
    let text = try ParameterFolder.text("README.md")
    let begin = try #require(text.range(of: "<!-- \(mark) keys: begin -->\n"))
    let end = try #require(text.range(of: "<!-- \(mark) keys: end -->\n"))
    if ProcessInfo.processInfo.environment["KEYRATE_WRITE_README"] != nil {
      let new = text[..<begin.upperBound] + Self.ownKeys(family) + text[end.lowerBound...]
      try String(new).write(toFile: ParameterFolder.path + "README.md", atomically: true, encoding: .utf8)
      return
    }
    #expect(text[begin.upperBound..<end.lowerBound] == Self.ownKeys(family))
  }

  /// To write the tables anew: KEYRATE_WRITE_README=1 swift test --filter ParametersReadmeTests
  @Test("Its tables are what the program accepts", arguments: [("README.md", "bb84"), ("MDI.md", "mdi")])
  func tables(name: String, family word: String) throws {
    let family = try #require(ProtocolFamily.named(word))
    let text = try ParameterFolder.text(name)
    let begin = try #require(text.range(of: Self.begin))
    let end = try #require(text.range(of: Self.end))
    if ProcessInfo.processInfo.environment["KEYRATE_WRITE_README"] != nil {
      let new = text[..<begin.upperBound] + Self.keys(family) + text[end.lowerBound...]
      try String(new).write(toFile: ParameterFolder.path + name, atomically: true, encoding: .utf8)
      return
    }
    #expect(text[begin.upperBound..<end.lowerBound] == Self.keys(family))
  }

  @Test("It names every file of the folder, and every fenced example is read")
  func files() throws {
    let text = try ParameterFolder.text("README.md") + ParameterFolder.text("MDI.md")
    for name in ParameterFolder.names() + ParameterFolder.names(ending: ".csv") {
      let short = name.split(separator: "/").last.map(String.init) ?? name
      #expect(
        text.contains("`\(short)`") || text.contains("`\(short.dropLast(5))`")
          || text.contains("/\(short)`"), "\(short)")
    }
    let blocks = text.components(separatedBy: "```toml\n").dropFirst().compactMap {
      $0.components(separatedBy: "```").first
    }
    #expect(blocks.count >= 4)
    for block in blocks {
      let file = try ParameterFile(text: block, fileName: "README.md")
      if file.hasCounts {
        _ = try file.run(reading: .beside("README.md"))
      } else {
        if file.hasMap { _ = try file.map() }
        if file.hasSweep { _ = try file.sweep() }
        if !file.hasMap, !file.hasSweep { _ = try file.link() }
      }
    }
  }
}
