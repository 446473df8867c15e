// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateDocuments
import KeyRateReading
import Testing

@testable import KeyRateEvidence

@Suite("Claims of every family")
struct FamilyClaimTests {
  private func text(_ family: String) -> String {
    """
    title = "a claim"
    protocol = "\(family)"
    [link]
    loss_db = 10
    [claim]
    rate_per_pulse = 1
    """
  }

  @Test("A claim of each family is read and examined", arguments: ProtocolFamily.all.map(\.name))
  func examined(family: String) throws {
    let claim = try ClaimFile(text: text(family), fileName: "claim.toml")
    #expect(!claim.missingNeeds.isEmpty)
    // A claim that leaves nearly everything open is never supported, and never an internal error.
    let examination = try ClaimFixtures.examine(text(family))
    #expect("\(examination.verdict.outcome)" != "supported")
  }

  @Test("No room recognises a family by its name")
  func names() throws {
    let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources")
    let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
    var found: [String] = []
    for case let file as URL in files where file.pathExtension == "swift" {
      if file.lastPathComponent == "ProtocolFamily.swift" { continue }
      for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      where line.contains(/family\.name *(==|!=)/) || line.contains(/family *(==|!=) *"/)
        || line.contains(/switch [\w.]*family\.name/)
      {
        found.append("\(file.lastPathComponent): \(line)")
      }
    }
    #expect(found.isEmpty)
  }
}
