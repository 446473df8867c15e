// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import Testing

@testable import KeyRate

@Suite("Where the curves of a sweep end")
struct KeyEndTests {
  static func run(_ text: String, _ settings: [String]) async throws -> SweepRun {
    let file = try ReachTests.file(
      text + "\n[sweep]\nvariable = \"link.distance_km\"\n" + settings.joined(separator: "\n"))
    return try await SweepRun.carryOut(file, jobs: 2)
  }

  @Test("A curve is followed to where reach finds the end of the key, whatever the grid", arguments: [5, 9, 14])
  func ends(points: Int) async throws {
    let run = try await Self.run(Fixtures.given, ["from = 0", "to = 200", "points = \(points)"])
    let curve = try #require(run.curves.first)
    let end = try #require(curve.ends.first)
    let step = 200 / Double(points - 1)
    #expect(curve.ends.count == 1 && end.direction == .ends)
    #expect(end.value < end.beyond && end.beyond - end.value < 0.011 * step)
    let reached = try #require(await ReachTests.answer(ReachTests.file(Fixtures.given)).crossings.first).confirmed.value
    #expect(
      end.value < reached * (1 + 1e-4) && reached < end.beyond * (1 + 1e-4), "\(end.value) \(reached) \(end.beyond)")
    // What is drawn on the way are rates of the link itself.
    #expect(end.points.allSatisfy { $0.ratePerPulse > 0 && $0.value <= end.value })
    #expect(end.points.map(\.value) == end.points.map(\.value).sorted())
    // The figure ends there; the table names it and keeps the grid's own rows.
    let table = try run.table()
    let line = try #require(run.figure(table, dataFile: nil).panels.first?.series.first)
    #expect(line.points.filter { $0.y > 0 }.map(\.x).max() == end.value)
    let files = try run.files(at: "x", documentPath: "x.toml")
    let csv = try #require(files.first).text
    #expect(csv.contains("\n# end "))
    #expect(table.rows.count == points)
  }

  @Test("A curve with key everywhere, or nowhere, has no end")
  func none() async throws {
    for ends in [["from = 0", "to = 50"], ["from = 300", "to = 400"]] {
      let run = try await Self.run(Fixtures.given, ends + ["points = 3"])
      #expect(run.curves.flatMap(\.ends).isEmpty)
    }
  }
}
