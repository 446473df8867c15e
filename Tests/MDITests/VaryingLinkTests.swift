// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@testable import MDI

@Suite("MDI links that vary (links sheet, LK-2)")
struct VaryingLinkTests {
  /// A random link with states around its own arms.
  private func varied(_ random: inout SplitMix64, symmetric: Bool) throws -> RandomLink {
    var link = RandomLink(&random, symmetric: symmetric)
    let arms = link.setup.channels
    let samples = try (0..<(2 + Int(random.uniform(0, 3)))).map { _ in
      let factor = random.uniform(0.3, 1)
      return Link.Sample(
        weight: random.uniform(0.1, 2),
        .init(try #require(Transmittance(arms.alice.value * factor)), backgroundPhotons: random.uniform(0, 1e-6)),
        .init(try #require(Transmittance(arms.bob.value * (symmetric ? factor : random.uniform(0.3, 1))))))
    }
    link.setup.link = try Link(samples)
    return link
  }

  @Test("One sample is the steady link to the last bit; gains add up over the states; order does not matter")
  func samples() throws {
    var random = SplitMix64(seed: 8401)
    for index in 0..<60 {
      let link = try varied(&random, symmetric: index % 2 == 0)
      var steady = link
      steady.setup.channels = link.setup.channels
      let plain = steady.fourCounts
      let (a, b) = (steady.setup.channels.alice, steady.setup.channels.bob)
      steady.setup.link = try Link([.init(weight: 4, .init(a), .init(b))])
      #expect(steady.fourCounts == plain)
      let w = random.uniform(0.01, 0.99)
      steady.setup.link = try Link([w, 1 - w].map { .init(weight: $0, .init(a), .init(b)) })
      #expect(relativeDifference(steady.fourCounts.zz, plain.zz) < 1e-13)
      #expect(relativeDifference(steady.fourCounts.xxErrors, plain.xxErrors) < 1e-13)
      var back = link.setup
      back.link = try Link(link.setup.link.samples.reversed())
      for basis in Basis.allCases {
        let mu = PerParty(alice: 0.3, bob: 0.1)
        let (q, r) = (link.setup.response(basis, mu), back.response(basis, mu))
        #expect(relativeDifference(q.gain, r.gain) < 1e-13 && relativeDifference(q.errorGain, r.errorGain) < 1e-13)
        var gain = 0.0
        var pairs = 0.0
        for sample in link.setup.link.samples {
          var state = link.setup
          state.link = try Link([sample])
          gain += sample.weight * state.response(basis, mu).gain
          pairs += sample.weight * state.singlePhotonPair(basis).errorGain
        }
        #expect(relativeDifference(q.gain, gain) < 1e-13)
        #expect(relativeDifference(link.setup.singlePhotonPair(basis).errorGain, pairs) < 1e-13)
      }
    }
  }

  @Test("Rates of a link that varies stay in order, below the averaged bounds")
  func ceilings() throws {
    var random = SplitMix64(seed: 8402)
    var keys = 0
    for index in 0..<40 {
      let link = try varied(&random, symmetric: index % 2 == 0)
      let options = FiniteKeyOptions()
      let rate = try FiniteKey.result(
        FourIntensityCounts.expected(link.setup, link.four, pulses: link.pulses), link.four, options)
      try Ceiling.check(rate, setup: link.setup, choices: link.four, options: options)
      #expect((rate.ratePerPulse ?? 1) <= PureLoss.repeaterless(link.setup.link))
      if (rate.ratePerPulse ?? 0) > 0 { keys += 1 }
    }
    #expect(keys > 3)
  }

  @Test("Stray light of both arms enters as dark counts; too much is refused")
  func background() throws {
    var random = SplitMix64(seed: 8403)
    var link = RandomLink(&random)
    let arms = link.setup.channels
    func lit(_ photons: Double) throws -> Link {
      try Link([
        .init(weight: 1, .init(arms.alice, backgroundPhotons: photons), .init(arms.bob, backgroundPhotons: photons))
      ])
    }
    link.setup.detectorEfficiency = .one
    link.setup.darkCountProbability = 0
    link.setup.link = try lit(1e-6)
    #expect(relativeDifference(link.setup.darkCounts(link.setup.link.samples[0]), 1e-6) < 1e-6)
    link.setup.link = try lit(3)
    #expect(throws: InputError.self) { try link.setup.validate() }
    #expect(link.setup.warnings.contains { $0.contains("background photons") })
  }
}
