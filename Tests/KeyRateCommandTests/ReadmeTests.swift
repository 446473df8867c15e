// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRate
import Testing

/// What the README and the pages that it leads to show is what the commands print.
@Suite("README")
struct ReadmeTests {
  /// A command of a `console` block with the lines shown below it.
  private struct Example {
    let arguments: [String]
    let lines: [String]
  }

  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The pages whose `console` blocks are run; those of the others show files that they do not have.
  private static let pages = [
    "README.md", "Parameters/MDI.md", "Sources/KeyRate/KeyRate.docc/Tour.md", "Sources/KeyRate/KeyRate.docc/Speed.md",
  ]

  private static func examples() throws -> [Example] {
    let text = try pages.map { try String(contentsOf: root.appendingPathComponent($0), encoding: .utf8) }.joined()
    var examples: [Example] = []
    for block in text.components(separatedBy: "```console\n").dropFirst() {
      let body = block.components(separatedBy: "\n```").first ?? ""
      var lines = body.components(separatedBy: "\n")
      let command = lines.removeFirst()
      #expect(command.hasPrefix("$ keyrate "), "\(command)")
      examples.append(
        Example(arguments: command.dropFirst("$ keyrate ".count).split(separator: " ").map(String.init), lines: lines))
    }
    return examples
  }

  @Test("Every number of the tutorial is printed by the command above it")
  func console() throws {
    let examples = try Self.examples()
    #expect(examples.count >= 22)
    let folder = try TestFolder()
    try FileManager.default.createSymbolicLink(
      at: folder.url.appendingPathComponent("Parameters"),
      withDestinationURL: Self.root.appendingPathComponent("Parameters"))
    // What several pages show runs once.
    var known: [String: [String]] = [:]
    for example in examples {
      let name = example.arguments.joined(separator: " ")
      if known[name] == nil {
        let run = try folder.keyrate(example.arguments)
        known[name] = (run.output + run.errors).components(separatedBy: "\n")
      }
      let printed = known[name] ?? []
      // The lines shown stand in the output in this order; `…` stands for lines left out.
      var rest = printed[...]
      var mayJump = false
      for line in example.lines {
        if line == "…" {
          mayJump = true
          continue
        }
        let index = mayJump ? rest.firstIndex(of: line) : (rest.first == line ? rest.startIndex : nil)
        guard let index else {
          Issue.record("keyrate \(name) does not print: \(line)")
          break
        }
        rest = rest[(index + 1)...]
        mayJump = false
      }
    }
  }
}

extension ReadmeTests {
  @Test("The README fits on three pages and has its parts in their order")
  func order() throws {
    let text = try String(contentsOf: Self.root.appendingPathComponent("README.md"), encoding: .utf8)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 151)
    let parts = ["Two commands", "Five-minute tour", "What is proved", "Where next", "Citing", "Licence"]
    #expect(lines.filter { $0.hasPrefix("## ") }.map { String($0.dropFirst(3)) } == parts)
    let figure = try #require(lines.firstIndex { $0.hasPrefix("![") })
    #expect(figure < (lines.firstIndex { $0.hasPrefix("## ") } ?? 0))
  }

  @Test("Every file that the README points to is there")
  func links() throws {
    let text = try String(contentsOf: Self.root.appendingPathComponent("README.md"), encoding: .utf8)
    let links = text.matches(of: /\]\(([^)]*)\)/).map { String($0.1) }.filter { !$0.hasPrefix("http") }
    #expect(links.count > 20)
    for link in links {
      #expect(FileManager.default.fileExists(atPath: Self.root.appendingPathComponent(link).path), "\(link)")
    }
  }
}
