// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRate
import KeyRateReports
import Testing

@Suite("What an answer says of the range that was searched")
struct ReachRangeTests {
  private func statement(_ text: String, from: Double? = nil, to: Double? = nil) async throws -> String {
    let file = try ReachTests.file(text)
    let question = Reach.Question(variable: "link.distance_km", from: from, to: to)
    let reach = try await Reach.answer(question, of: file, jobs: 2)
    return reach.statement(try #require(reach.answers.first))
  }

  @Test("Nothing is said of what lies outside the ends that the user chose")
  func chosenEnds() async throws {
    let end = try #require(await ReachTests.answer(ReachTests.file(Fixtures.given)).crossings.first).confirmed.value
    #expect(try await statement(Fixtures.given) == "a key up to \(end) km")
    // Another grid ends within the other's bracket, and says so.
    let whole = try #require(await ReachTests.answer(ReachTests.file(Fixtures.given)).crossings.first)
    let part = try #require(await ReachTests.answer(ReachTests.file(Fixtures.given), from: 100).crossings.first)
    #expect(part.confirmed.value < whole.beyond.value && whole.confirmed.value < part.beyond.value)
    #expect(
      try await statement(Fixtures.given, from: 100)
        == "a key from 100 km, where the search begins, to \(part.confirmed.value) km")
    // There is key below 200 km: "at any distance" would be wrong.
    #expect(
      try await statement(Fixtures.given, from: 200, to: 300)
        .hasPrefix("no positive key at any distance from 200 km to 300 km: limited by "))
    #expect(
      try await statement(Fixtures.given.replacing("distance_km = 50", with: "distance_km = 400"))
        == "a key up to \(end) km")
    let hopeless = Fixtures.given.replacing("misalignment = 0.005", with: "misalignment = 0.3")
    #expect(try await statement(hopeless).hasPrefix("no positive key at any distance: limited by "))
  }

  @Test("A block that is large enough is only known to be so up to the end of the search")
  func upperEnd() async throws {
    let file = try ReachTests.file(Fixtures.given)
    let question = Reach.Question(variable: "security.pulses", from: 1e4, to: 1e12)
    let reach = try await Reach.answer(question, of: file, jobs: 1)
    let answer = try #require(reach.answers.first)
    let start = try #require(answer.crossings.first).confirmed.value
    #expect(
      reach.statement(answer)
        == "a key from \(NumberText.significant(start, digits: 17)) pulses to 1000000000000 pulses, where the search ends"
    )
    let whole = try await Reach.answer(Reach.Question(variable: "security.pulses"), of: file, jobs: 1)
    let short = try await Reach.answer(
      Reach.Question(variable: "security.pulses", from: 10, to: 1000), of: file, jobs: 1)
    #expect(
      short.statement(try #require(short.answers.first))
        .hasPrefix("no positive key at any number of pulses from 10 pulses to 1000 pulses: limited by "))
    #expect(whole.statement(try #require(whole.answers.first)).hasSuffix(" pulses on"))
  }
}
