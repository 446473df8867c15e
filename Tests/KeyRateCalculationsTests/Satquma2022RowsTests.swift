// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateCalculations
import Testing

@Suite("Rows of satquma2022")
struct Satquma2022RowsTests {
  @Test("satquma2022 agrees with a script written from its description alone, at 50 digits")
  func independentRows() throws {
    let url = try #require(Bundle.module.url(forResource: "independent-satquma", withExtension: "csv"))
    let table = try CheckpointTable(
      text: try String(contentsOf: url, encoding: .utf8), fileName: "independent-satquma.csv")
    #expect(Set(table.rows.map(\.id)).count == 201 && table.rows.count == 2010)
    let report = SelfTest.run(table.rows)
    for failure in report.failed {
      Issue.record("\(failure.id) \(failure.quantity): \(failure.got), not \(failure.expected): \(failure.message)")
    }
    #expect(report.passed == report.total && report.unknown.isEmpty)
  }
}
