// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import Foundation
import KeyRateDocuments
import KeyRateTestSupport

@testable import KeyRateEvidence

/// The worked claims of the repository, and changes to them.
enum ClaimFixtures {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Parameters/claims")

  static let program = ProgramIdentity(name: "keyrate", version: "test")
  static let quick = ExaminationOptions(runsSelfTest: false)

  static func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(name + ".toml"), encoding: .utf8)
  }

  /// A claim with some texts replaced; each must occur.
  static func changed(_ name: String, _ changes: [(String, String)]) throws -> String {
    var text = try text(name)
    for (old, new) in changes {
      guard text.contains(old) else { throw Missing(text: old) }
      text = text.replacingOccurrences(of: old, with: new)
    }
    return text
  }

  struct Missing: Error { let text: String }

  static func examine(_ text: String) throws -> Examination {
    try Examination(ReportInputs(claim: TextFile(name: "claim.toml", text: text)), options: quick)
  }

  /// A claim that is evaluated in milliseconds.
  static let small = SmallClaim.text
}
