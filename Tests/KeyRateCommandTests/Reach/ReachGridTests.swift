// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRate
import Testing

@Suite("The values that a reach tries first")
struct ReachGridTests {
  @Test("Values between are climbed to from the optima around them, and are as good as full searches")
  func continuation() async throws {
    let file = try ReachTests.file(Fixtures.finite)
    let answer = try await ReachTests.answer(file, from: 0, to: 160, points: 33)
    let searches = answer.points.compactMap { $0.evaluation?.optimisation }
    #expect(searches.count >= 33)
    // An optimum around is one start; the family's own and the centre of the box are four.
    #expect(searches.count { $0.starts.count <= 2 } >= 16)
    for point in answer.points {
      let link = try #require(file.variants().first).link([.init("link.distance_km", point.value)])
      let full = try LinkEvaluation.of(link)
      let (found, best) = (
        try #require(point.evaluation?.result.ratePerPulse), try #require(full.result.ratePerPulse)
      )
      #expect(abs(found - best) <= 1e-6 * best, "\(point.value) km: \(found) and \(best)")
      #expect(point.isMet == (best > 0))
    }
  }

  @Test("A window of key between two values that begin the search is not lost")
  func narrowWindow() async throws {
    // Few test bits on the one side, few key bits on the other; every fourth of these values has none.
    let file = try ReachTests.file(
      Fixtures.finite, ("link.distance_km", "150"), ("security.pulses", "1e10"))
    let wide = try await ReachTests.answer(file, "source.key_basis_probability", points: 65)
    let window = try #require(wide.intervals.first)
    #expect(window.beginsInside && window.endsInside)
    let (low, high) = (window.lower.value, window.upper.value)
    let from = low - 0.02 * (high - low)
    // Values 0, 4 and 8 lie outside, 1 to 3 inside.
    let step = (high - low) / 3
    for shift in [0.2, 0.5, 0.8] {
      let begin = from - shift * step
      let answer = try await ReachTests.answer(
        file, "source.key_basis_probability", from: Swift.max(begin, 1e-4), to: Swift.min(begin + 8 * step, 0.9999),
        points: 9)
      #expect(answer.crossings.count >= 1)
      #expect(abs(try #require(answer.intervals.last).upper.value - high) <= 1e-4)
    }
  }

  @Test("The same answer for every number of jobs, curve by curve")
  func deterministic() async throws {
    let text =
      Fixtures.finite + "[sweep]\nfrom = 0\nto = 100\npoints = 2\n"
      + "[[curve]]\nlabel = \"a\"\n[[curve]]\nlabel = \"b\"\nsecurity.pulses = 1e8\n[[curve]]\nlabel = \"c\"\ndetector.efficiency = 0.3\n"
    let file = try ReachTests.file(text)
    let question = Reach.Question(variable: "link.distance_km", points: 17)
    let one = try await Reach.answer(question, of: file, jobs: 1)
    let three = try await Reach.answer(question, of: file, jobs: 3)
    #expect(one.answers.map(\.label) == ["a", "b", "c"])
    #expect(one.json.text == three.json.text)
    #expect(try one.table().csv(header: one.header) == three.table().csv(header: three.header))
  }
}
