// SPDX-License-Identifier: GPL-3.0-or-later
import ContinuousVariable
import KeyRateLinks
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@Suite("Search ranges of one's own") struct SearchRangesTests {
  @Test("Every point lies in its range, and starts outside it are drawn into the box")
  func everyPointLiesInside() throws {
    var random = SplitMix64(seed: 4605)
    let setup = try Builders.link()
    for _ in 0..<300 {
      let low = random.logUniform(1e-3, 100)
      let range = low...(low * random.uniform(1.01, 50))
      let f = random.uniform(1e-4, 0.4)
      let fractions = f...random.uniform(f + 1e-3, 0.9999)
      let space = ModulationSearchSpace(
        modulation: nil, mode: .sacrifice, ranges: ["modulation_variance": range, "estimation_fraction": fractions])
      let problem = try space.composableProblem(link: LinkPrediction(setup), symbols: 1e9, options: ComposableOptions())
      let relay = RelaySearchSpace(
        alice: nil, bob: nil, ranges: ["modulation_variance": range, "bob_modulation_variance": 1...2])
      let constellation = ConstellationSearchSpace(
        kind: .qam(side: 8, shaping: .gaussian), modulation: nil, nu: nil,
        ranges: ["modulation_variance": range, "shaping_parameter": 0.1...0.2])
      for x in problem.starts + [[0, 0], [1, 1], [random.unit(), random.unit()]] {
        #expect(x.allSatisfy { (0...1).contains($0) })
        let s = space.settings(at: x)
        #expect(range.contains(s.modulationVariance) && fractions.contains(s.estimationFraction))
        let v = relay.modulation(at: x)
        #expect(range.contains(v.alice) && (1...2).contains(v.bob))
        let c = constellation.settings(at: x)
        #expect(range.contains(c.modulationVariance) && (0.1...0.2).contains(c.nu))
      }
    }
  }

  @Test("The noise that ends the key is that of a modulation in the range")
  func tolerableNoise() throws {
    let setup = try Builders.link()
    let options = ReconciliationOptions()
    let best = try #require(TolerableNoise.excess(setup, modulation: nil, options))
    let inside = try #require(TolerableNoise.excess(setup, modulation: nil, in: 1e-2...1e3, options))
    #expect(abs(inside - best) <= 1e-9 * best)
    let range = 1.0...2
    let bounded = try #require(TolerableNoise.excess(setup, modulation: nil, in: range, options))
    let ends = try [range.lowerBound, range.upperBound].map {
      try #require(TolerableNoise.excess(setup, modulation: $0, options))
    }
    #expect(bounded < best && bounded >= max(ends[0], ends[1]) * (1 - 1e-9))
    #expect(bounded <= max(ends[0], ends[1]) * 1.01)
  }
}
