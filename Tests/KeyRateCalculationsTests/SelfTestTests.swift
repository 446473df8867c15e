// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import Foundation
import KeyRateCalculations
import Testing

@Suite("Checkpoint tables")
struct SelfTestTests {
  private func table(_ name: String) throws -> CheckpointTable {
    let url = try #require(Bundle.module.url(forResource: name, withExtension: "csv"))
    return try CheckpointTable(text: try String(contentsOf: url, encoding: .utf8), fileName: "\(name).csv")
  }

  /// Every failure with its row, so that it can be repeated by hand.
  private func expectAllPassed(_ table: CheckpointTable) {
    let report = SelfTest.run(table.rows)
    for failure in report.failed {
      Issue.record(
        "\(table.name) \(failure.id) \(failure.quantity): \(failure.got), not \(failure.expected): \(failure.message)")
    }
    #expect(report.unknown.isEmpty && report.skipped == 0)
    #expect(report.passed == report.total && report.total > 0)
  }

  @Test("All tables that the program carries pass on it")
  func shippedTables() throws {
    let tables = try CheckpointTable.shipped()
    #expect(
      tables.map(\.name).sorted() == [
        "bb84.csv", "bounds.csv", "cv.csv", "mdi.csv", "photons.csv", "sns.csv", "tf.csv",
      ])
    for table in tables { expectAllPassed(table) }
  }

  @Test("Random inputs agree with values computed independently at 60 digits")
  func independentRandomRows() throws {
    let table = try table("independent-random")
    #expect(table.rows.count > 1190)
    #expect(Set(table.rows.map(\.calculation)).count == 12)
    expectAllPassed(table)
  }

  @Test("Edges of the domain agree with values computed independently at 60 digits")
  func independentEdges() throws {
    let table = try table("independent-edges")
    #expect(table.rows.count == 1768)
    #expect(table.rows.count { $0.quantity == "error" } == 28)
    expectAllPassed(table)
  }

  @Test("Continuous variables agree with values computed independently at 50 digits")
  func independentContinuousVariables() throws {
    let random = try table("independent-cv-random")
    #expect(Set(random.rows.map(\.id)).count > 370)
    expectAllPassed(random)
    let edges = try table("independent-cv-edges")
    #expect(edges.rows.count { $0.quantity == "error" } == 34)
    expectAllPassed(edges)
  }

  /// Tests/Reference/generate.py --seed 41 --rows 1500 cv-runs
  @Test("Measured runs with continuous variables, finite discrete modulation and long links agree with the reference")
  func independentContinuousVariableRuns() throws {
    let table = try table("independent-cv-runs")
    #expect(table.rows.count == 1500 && Set(table.rows.map(\.calculation)).count == 5)
    expectAllPassed(table)
  }

  @Test("Twin-field links at random inputs agree with exact arithmetic and exact linear programs")
  func independentTwinFieldRows() throws {
    let table = try table("tf-independent-random")
    #expect(table.rows.count == 1095)
    #expect(Set(table.rows.map(\.calculation)).count == 18)
    #expect(Set(table.rows.map(\.id)).count == 350)
    expectAllPassed(table)
  }

  @Test("Edges of the twin-field domain agree, and contradictory counts are found out")
  func independentTwinFieldEdges() throws {
    let table = try table("tf-independent-edges")
    #expect(table.rows.count == 653)
    #expect(table.rows.count { $0.quantity == "error" } == 24)
    #expect(table.rows.count { $0.quantity == "reason" } == 19)
    expectAllPassed(table)
  }

  /// A part of the table that was computed at 60 digits; whole, it has 7774 rows, all of which passed but
  /// one: a tail whose root is lost in the rounding of its input.
  @Test("MDI-QKD agrees with values computed independently at 60 digits")
  func independentMDI() throws {
    let table = try table("independent-mdi")
    #expect(Set(table.rows.map(\.id)).count > 200)
    #expect(Set(table.rows.map(\.calculation)).count == 21)
    expectAllPassed(table)
  }

  @Test("Entangled pairs and sources without decoys agree with values computed independently at 50 digits")
  func independentPhotons() throws {
    let table = try table("independent-photons")
    #expect(table.rows.count == 1429)
    #expect(Set(table.rows.map(\.id)).count == 311)
    expectAllPassed(table)
  }

  @Test("Sending or not sending at random inputs agrees with a second implementation at 40 digits")
  func independentSendingOrNotSending() throws {
    let table = try table("sns-independent")
    #expect(Set(table.rows.map(\.id)).count == 200)
    #expect(Set(table.rows.map(\.calculation)).count == 7)
    // Not only zeros are compared.
    #expect(table.rows.count { $0.quantity == "length" && $0.expected != "0.0" } > 40)
    expectAllPassed(table)
  }
}
