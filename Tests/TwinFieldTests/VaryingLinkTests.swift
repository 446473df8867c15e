// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@testable import TwinField

@Suite("Twin-field links that vary (links sheet, LK-2)")
struct VaryingLinkTests {
  /// Random states around arms of 15 to 35 dB.
  private func samples(_ random: inout SplitMix64, symmetric: Bool) -> [Link.Sample] {
    (0..<(2 + Int(random.uniform(0, 3)))).map { _ in
      let a = transmittance(random.logUniform(3e-4, 3e-2))
      let b = symmetric ? a : transmittance(a.value * random.uniform(0.5, 2))
      return .init(
        weight: random.uniform(0.1, 2), .init(a, backgroundPhotons: random.uniform(0, 1e-7)), .init(b))
    }
  }

  private func setup(_ samples: [Link.Sample]) throws -> Setup {
    Setup(
      link: try Link(samples), detectorEfficiency: transmittance(0.8), darkCountProbability: 1e-8,
      polarisationAngle: Benchmark.theta, phaseOffset: 0.05)
  }

  @Test("One sample is the steady model to the last bit; two equal ones are, to rounding; order does not matter")
  func samples() throws {
    var random = SplitMix64(seed: 8301)
    for _ in 0..<40 {
      let several = samples(&random, symmetric: false)
      let (a, b) = (several[0].alice.transmittance, transmittance(several[0].alice.transmittance.value * 0.7))
      var steady = try setup(several)
      steady.link = Link(alice: a, bob: b)
      let plain = Observations.expected(steady, Benchmark.settings, rounds: 1e12)
      let model = ChannelModel(steady)
      #expect(VaryingModel(steady).yield(1, 1) == model.yield(1, 1))
      #expect(VaryingModel(steady).testGain(0.4, 0.1) == model.testGain(0.4, 0.1))
      var one = steady
      one.link = try Link([.init(weight: 9, .init(a), .init(b))])
      #expect(Observations.expected(one, Benchmark.settings, rounds: 1e12) == plain)
      let w = random.uniform(0.01, 0.99)
      one.link = try Link([w, 1 - w].map { .init(weight: $0, .init(a), .init(b)) })
      let two = Observations.expected(one, Benchmark.settings, rounds: 1e12)
      #expect(relativeDifference(two.keyCount, plain.keyCount) < 1e-13)
      #expect(relativeDifference(two.testCount, plain.testCount) < 1e-13)
      let (forward, back) = (VaryingModel(try setup(several)), VaryingModel(try setup(several.reversed())))
      #expect(relativeDifference(forward.yield(2, 0), back.yield(2, 0)) < 1e-13)
      // LK-2: yields and gains are those of the states with their shares.
      let link = try Link(several)
      let sum = try link.samples.reduce(0) { $0 + $1.weight * ChannelModel(try setup([$1])).yield(0, 2) }
      #expect(relativeDifference(forward.yield(0, 2), sum) < 1e-13)
      let errors = try link.samples.reduce(0) {
        $0 + $1.weight * ChannelModel(try setup([$1])).keyResponse(0.03, 0.02).errorGain
      }
      #expect(relativeDifference(forward.keyResponse(0.03, 0.02).errorGain, errors) < 1e-13)
    }
  }

  @Test("Rates of a link that varies stay in order, below the averaged bound of one repeater")
  func ceilings() throws {
    var random = SplitMix64(seed: 8302)
    var keys = 0
    for index in 0..<10 {
      let setup = try setup(samples(&random, symmetric: index % 2 == 0))
      let settings = alike(0.02, [0.4, 0.1, 1e-4])
      let options = AsymptoticOptions()
      let rate = try AsymptoticAnalysis.analyse(setup, settings, options)
      try Ceiling.check(
        rate, setup: setup, settings: settings, efficiency: options.errorCorrectionEfficiency)
      #expect((rate.ratePerPulse ?? 1) <= RepeaterChain.bound(setup.link))
      if (rate.ratePerPulse ?? 0) > 0 { keys += 1 }
      let counts = Observations.expected(setup, Benchmark.settings, rounds: 1e13)
      let predictions = Predictions(setup, Benchmark.settings, rounds: 1e13, pairCutoff: 4)
      let finite = try FiniteKey.analyse(
        counts, Benchmark.settings, FiniteKeyOptions(), predictions: .given(predictions))
      try Ceiling.check(finite, setup: setup, settings: Benchmark.settings, efficiency: 1.16)
    }
    #expect(keys > 3)
  }

  @Test("Comparison protocols want a steady link; stray light is shared by Charlie's detectors (LK-4)")
  func refused() throws {
    let arm = Link.Arm(transmittance(0.01))
    let varying = try setup([.init(weight: 1, arm, arm), .init(weight: 1, .init(transmittance(0.02)), arm)])
    #expect(throws: InputError.self) { try ComparisonProtocol.requireSymmetric(varying) }
    let lit = try setup([.init(weight: 1, .init(arm.transmittance, backgroundPhotons: 2e-6), arm)])
    #expect(relativeDifference(ChannelModel(lit).darkCount, 1e-8 + 8e-7) < 1e-6)
  }
}
