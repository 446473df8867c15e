// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateBenchmarkJobs
import Testing

/// The jobs of `Benchmarks/` against the table that limits them.
@Suite("Benchmarks")
struct BenchmarkLimitsTests {
  @Test("Every job but the measure of the machine has a limit, for as many calls as one sample holds")
  func limits() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Benchmarks/limits.csv")
    let rows = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }
    var limits: [String: Int] = [:]
    for row in rows.dropFirst() {
      let cells = row.split(separator: ";")
      limits[String(cells[0])] = cells.count > 2 ? Int(cells[2]) : 1
    }
    let jobs = BenchmarkJob.all.filter { !$0.name.hasPrefix("reference: ") }
    #expect(jobs.count == BenchmarkJob.all.count - 1)
    #expect(Dictionary(jobs.map { ($0.name, $0.repetitions) }) { $1 } == limits)
  }
}
