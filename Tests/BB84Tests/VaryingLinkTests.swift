// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@testable import BB84

@Suite("BB84 over links that vary (links sheet, LK-2, LK-3, LK-4)")
struct VaryingLinkTests {
  /// A random case with a link of several states around its own loss.
  private func varied(_ random: inout SplitMix64) throws -> RandomCase {
    var c = RandomCase(&random, proof: .sound, sampling: .kl, maximalLoss: 25)
    c.pulses = random.logUniform(1e9, 1e13).rounded()
    let center = c.setup.channel.value
    let samples = try (0..<(2 + Int(random.uniform(0, 4)))).map { _ in
      Link.Sample(
        weight: random.uniform(0.1, 2),
        .init(
          try #require(Transmittance(min(1, center * random.logUniform(0.1, 3)))),
          backgroundPhotons: random.uniform(0, 1) < 0.5 ? 0 : random.logUniform(1e-9, 1e-5)))
    }
    c.setup.link = try Link(samples)
    return c
  }

  private func numbers(_ o: Observations) -> [Double] {
    [o.keyDetections, o.keyErrors, o.testDetections, o.testErrors].flatMap(\.list) + [o.pulses ?? -1]
  }

  @Test("One sample is the steady link to the last bit; two equal ones are, to rounding; order does not matter")
  func samples() throws {
    var random = SplitMix64(seed: 8201)
    for _ in 0..<150 {
      var c = try varied(&random)
      if random.uniform(0, 1) < 0.5 {
        c.setup.repetitionRateHz = 1e9
        c.setup.deadTimeSeconds = 1e-7
      }
      let block = BlockSize.pulses(c.pulses)
      let several = c.setup.link
      var steady = c.setup
      steady.link = Link(several.meanTransmittance)
      let plain = Simulation.observations(steady, c.settings, block: block)
      steady.link = try Link([.init(weight: 3, .init(several.meanTransmittance))])
      #expect(Simulation.observations(steady, c.settings, block: block) == plain)
      let w = random.uniform(0.01, 0.99)
      steady.link = try Link([w, 1 - w].map { .init(weight: $0, .init(several.meanTransmittance)) })
      for (a, b) in zip(numbers(Simulation.observations(steady, c.settings, block: block)), numbers(plain)) {
        #expect(relativeDifference(a, b) < 1e-13)
      }
      let forward = Simulation.observations(c.setup, c.settings, block: block)
      c.setup.link = try Link(several.samples.reversed())
      for (a, b) in zip(numbers(Simulation.observations(c.setup, c.settings, block: block)), numbers(forward)) {
        #expect(relativeDifference(a, b) < 1e-12)
      }
    }
  }

  /// LK-2 by another route: each state as a link of its own with its share of the pulses, counts added.
  @Test("Counts are sums over the states; without dead time each state counts by itself")
  func sums() throws {
    var random = SplitMix64(seed: 8202)
    for index in 0..<150 {
      var c = try varied(&random)
      if index % 2 == 0 {
        c.setup.repetitionRateHz = 1e9
        c.setup.deadTimeSeconds = 1e-7
      }
      let whole = Simulation.observations(c.setup, c.settings, block: .pulses(c.pulses))
      var sum = [Double](repeating: 0, count: numbers(whole).count)
      for sample in c.setup.link.samples {
        var state = c.setup
        state.link = try Link([sample])
        let part = Simulation.observations(state, c.settings, block: .pulses(c.pulses * sample.weight))
        sum = zip(sum, numbers(part)).map { $0 + $1 }
      }
      for (a, b) in zip(numbers(whole), sum) where relativeDifference(a, b) > 1e-12 {
        Issue.record("\(a) is not the sum \(b): \(c.label)")
      }
      // The gain at the mean transmittance is too high (LK-2); with equal noise the sum is below it.
      var mean = c.setup
      mean.deadTimeSeconds = 0
      var quiet = mean
      quiet.link = try Link(c.setup.link.samples.map { .init(weight: $0.weight, .init($0.alice.transmittance)) })
      mean.link = Link(quiet.link.meanTransmittance)
      if mean.model == .threshold2 {
        let mu = c.settings.intensities.signal
        #expect(quiet.response(mu, misalignment: 0).gain <= mean.response(mu, misalignment: 0).gain * (1 + 1e-12))
      }
    }
  }

  @Test("Rates stay in order below the averaged bound; a mixture never beats knowing the state")
  func ceilings() throws {
    var random = SplitMix64(seed: 8203)
    var keys = 0
    for _ in 0..<120 {
      let c = try varied(&random)
      let counts = Simulation.observations(c.setup, c.settings, block: .pulses(c.pulses))
      let rate = try FiniteKey.analyse(counts, c.settings, c.options)
      try Ceiling.check(rate, setup: c.setup, settings: c.settings, options: c.options)
      if (rate.ratePerPulse ?? 0) > 0 { keys += 1 }
      for method in AsymptoticMethod.allCases {
        let settings = AsymptoticSettings(signal: 0.5, decoy: 0.1)
        let options = AsymptoticOptions(method: method)
        func rate(_ link: Link) -> Double {
          var setup = c.setup
          setup.link = link
          return AsymptoticAnalysis.evaluate(setup, settings, options).rate
        }
        let mixed = rate(c.setup.link)
        try Ceiling.check(mixed, setup: c.setup, settings: settings, options: options)
        let known = try c.setup.link.samples.reduce(0) { $0 + $1.weight * rate(try Link([$1])) }
        if method == .infinite, mixed > known * (1 + 1e-9) + 1e-18 {
          Issue.record("\(mixed) above \(known): \(c.label)")
        }
      }
    }
    #expect(keys > 20)
  }

  @Test("Stray light enters as dark counts; too much of it for a model is refused")
  func background() throws {
    let eta = try #require(Transmittance(0.01))
    var setup = Setup(channel: eta, detectorEfficiency: try #require(Transmittance(0.4)), backgroundProbability: 1e-6)
    setup.link = try Link([.init(weight: 1, .init(eta, backgroundPhotons: 1e-4))])
    var dark = setup
    dark.link = Link(eta)
    dark.backgroundProbability = 1e-6 + (1 - 1e-6) * 1.9999800001333327e-5
    let (a, b) = (setup.response(0.5, misalignment: 0.01), dark.response(0.5, misalignment: 0.01))
    #expect(relativeDifference(a.gain, b.gain) < 1e-12 && relativeDifference(a.errorGain, b.errorGain) < 1e-12)
    // All detectors together get all of it.
    setup.model = .ma2005x
    #expect(relativeDifference(setup.background(setup.link.samples[0]), 1e-6 + 4e-5) < 1e-4)
    setup.model = .ma2005
    setup.link = try Link([.init(weight: 1, .init(eta, backgroundPhotons: 0.2))])
    #expect(throws: InputError.self) { try setup.validate() }
    #expect(setup.warnings.contains { $0.contains("background photons") })
  }
}
