// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Testing

/// The table that the module for WebAssembly is held against is what the command finds.
@Suite("The example of Tests/Embedded")
struct EmbeddedExampleTests {
  @Test("finite-key.csv holds the lengths of finite-key.toml")
  func table() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Embedded")
    let file = try String(contentsOf: folder.appendingPathComponent("finite-key.toml"), encoding: .utf8)
    let table = try String(contentsOf: folder.appendingPathComponent("finite-key.csv"), encoding: .utf8)
    let scratch = try TestFolder(["finite-key.toml": file])
    let rows = table.split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    #expect(rows.count == 3)
    for row in rows {
      let run = try scratch.keyrate(["rate", "finite-key.toml", "--set", "link.loss_db=\(row[0])", "--json"])
      #expect(run.status == 0 && run.errors == "")
      #expect(try run.json()["length_bits"]?.number == Double(String(row[1])))
    }
  }
}
