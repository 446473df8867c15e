// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Testing

/// The checkpoint table of the photons sheet and the fixture of its independent implementation.
@Suite struct CheckpointTests {
  private func text(_ path: String) throws -> String {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  /// Evaluates every row; rows that share their inputs once.
  private func run(_ rows: [CheckpointLine]) -> (passed: Int, failures: [String]) {
    var passed = 0
    var failures: [String] = []
    var last: (key: String, outcome: Result<[String: Double], any Error>)?
    for row in rows {
      let key = row.calculation + row.inputs
      if last?.key != key {
        last = (
          key,
          Result {
            let inputs = try CheckpointInputs(json: row.inputs)
            return try pairCalculation(row.calculation, inputs) ?? photonCalculation(row.calculation, inputs) ?? [:]
          }
        )
      }
      guard let outcome = last?.outcome else { continue }
      if let problem = row.judge(outcome) {
        failures.append("\(row.id) \(row.quantity): \(problem)")
      } else {
        passed += 1
      }
    }
    return (passed, failures)
  }

  @Test func everyRowOfTheSheet() throws {
    let rows = CheckpointLine.read(try text("Sources/CKeyRateTables/checkpoints/photons.csv"))
    let (passed, failures) = run(rows)
    for failure in failures { Issue.record("\(failure)") }
    #expect(passed == rows.count)
    #expect(rows.count == 420)
  }

  @Test func independentImplementationAgrees() throws {
    let rows = CheckpointLine.read(try text("Tests/Reference/photons/fixture.csv"))
    let (passed, failures) = run(rows)
    for failure in failures { Issue.record("\(failure)") }
    #expect(passed == rows.count)
    #expect(rows.count >= 200)
  }
}
