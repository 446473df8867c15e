// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateSecurity
import Testing

@Suite("Checkpoints of the sns sheet")
struct CheckpointTests {
  private static func table() throws -> TestTable {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return TestTable(
      try String(
        contentsOf: root.appending(path: "Sources/CKeyRateTables/checkpoints/sns.csv"), encoding: .utf8))
  }

  @Test("Every row of the table")
  func rows() throws {
    var last: (key: String, outcome: Result<[String: Double], any Error>)?
    var checked = 0
    for row in try Self.table().rows {
      let (id, name, quantity) = (row["id"] ?? "", row["calculation"] ?? "", row["quantity"] ?? "")
      let key = name + (row["inputs"] ?? "")
      if last?.key != key {
        let values = try inputs(row["inputs"] ?? "")
        last = (
          key, Result { try #require(try SendingOrNotSendingCalculations.evaluate(name, values), "\(name)") }
        )
      }
      checked += 1
      switch last?.outcome {
      case .failure(let error)?:
        #expect(quantity == "error" && error is InputError, "\(id) \(quantity): \(error)")
      case .success(let values)?:
        guard quantity != "error" else {
          Issue.record("\(id): must be refused (\(row["provenance"] ?? ""))")
          continue
        }
        let expected = try #require(Double(row["expected"] ?? ""))
        let tolerance = try #require(Double(row["rtol"] ?? ""))
        let got = try #require(values[quantity], "\(id): no \(quantity)")
        if row["check"] == "at_least" {
          #expect(got >= expected * (1 - tolerance), "\(id) \(quantity)")
          continue
        }
        var allowed = tolerance * abs(expected)
        if expected == 0, quantity != "length" { allowed = 1e-12 }
        if quantity == "length", let raw = values["length_raw"], abs(raw - raw.rounded()) <= 1e-6 { allowed = 1 }
        #expect(abs(got - expected) <= allowed, "\(id) \(quantity): \(got), not \(expected)")
      case nil: Issue.record("\(id): not evaluated")
      }
    }
    #expect(checked == 321)
  }
}
