// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@testable import Entanglement
@testable import PhotonSources

@Suite("Links that vary: entangled pairs and BB84 without decoys (photons sheet, PH-22; links sheet, LK-2)")
struct VaryingLinkTests {
  private func arm(_ random: inout SplitMix64) -> Transmittance { efficiency(random.logUniform(1e-4, 0.5)) }

  /// Random states, each with arms of its own.
  private func samples(_ random: inout SplitMix64) -> [Link.Sample] {
    (0..<(2 + Int(random.uniform(0, 4)))).map { _ in
      .init(weight: random.uniform(0.1, 2), .init(arm(&random)), .init(arm(&random)))
    }
  }

  /// Pumps of both kinds with a brightness.
  private func pumps(_ random: inout SplitMix64) -> [(PairSetup.Pump, PairBrightness)] {
    [
      (
        .pulsed(PulsedPump(modes: random.uniform(1, 9), aliceBackground: 1e-6, bobBackground: 3e-6)),
        .perPulse(random.logUniform(1e-3, 0.5))
      ),
      (
        .continuous(
          ContinuousPump(jitterSeconds: 2e-10, aliceDarkRateHz: 500, bobDarkRateHz: 900, deadTimeSeconds: 4e-8)),
        .continuous(pairRateHz: random.logUniform(1e5, 1e8), windowSeconds: 5e-10)
      ),
    ]
  }

  private func setup(_ samples: [Link.Sample], _ pump: PairSetup.Pump) throws -> PairSetup {
    PairSetup(
      link: try Link(samples), aliceDetector: efficiency(0.7), bobDetector: efficiency(0.4), pump: pump,
      misalignment: 0.01, testBasisMisalignment: 0.02)
  }

  private func counts(_ setup: PairSetup, _ brightness: PairBrightness) -> PairCounts {
    let settings = PairSettings(brightness: brightness, keyMode: .both, keyBasisProbability: 0.8, testFraction: 0.2)
    let block: PairBlock
    if case .perPulse = brightness { block = .pulses(1e10) } else { block = .seconds(600) }
    return PairSimulation.counts(setup, settings, block: block)
  }

  private func differences(_ a: PairCounts, _ b: PairCounts) -> Double {
    zip(a.named, b.named).reduce(0) {
      max(
        $0, relativeDifference($1.0.sample.rounds, $1.1.sample.rounds),
        relativeDifference($1.0.sample.errors, $1.1.sample.errors))
    }
  }

  @Test("Pairs: one state is the steady link to the last bit, two equal ones are to rounding")
  func steadyPairs() throws {
    var random = SplitMix64(seed: 2201)
    for _ in 0..<40 {
      let (a, b) = (arm(&random), arm(&random))
      for (pump, brightness) in pumps(&random) {
        let plain = PairSetup(
          alice: .init(channel: a, detectorEfficiency: efficiency(0.7)),
          bob: .init(channel: b, detectorEfficiency: efficiency(0.4)), pump: pump, misalignment: 0.01,
          testBasisMisalignment: 0.02)
        let one = try setup([.init(weight: 7, .init(a), .init(b))], pump)
        #expect(one.observables(brightness) == plain.observables(brightness))
        #expect(counts(one, brightness) == counts(plain, brightness))
        let w = random.uniform(0.01, 0.99)
        let two = try setup([w, 1 - w].map { .init(weight: $0, .init(a), .init(b)) }, pump)
        #expect(differences(counts(two, brightness), counts(plain, brightness)) < 1e-12)
        #expect(relativeDifference(PairCeiling.perPulse(two.link), PairCeiling.perPulse(plain.link)) < 1e-12)
        // A state that no pulse meets does not count.
        let unmet = try setup(
          [.init(weight: 1, .init(a), .init(b)), .init(weight: 0, .init(.one), .init(.one))], pump)
        #expect(differences(counts(unmet, brightness), counts(plain, brightness)) < 1e-14)
      }
    }
  }

  @Test("Pairs: counts and errors are those of separate runs added up, never of mean arms or a product of means")
  func sumOfRuns() throws {
    var random = SplitMix64(seed: 2202)
    for _ in 0..<40 {
      let several = samples(&random)
      for (pump, brightness) in pumps(&random) {
        let whole = try setup(several, pump)
        let seen = counts(whole, brightness)
        let parts = try whole.link.samples.map { sample in
          (sample.weight, counts(try setup([sample], pump), brightness))
        }
        for index in seen.named.indices {
          let rounds = parts.reduce(0) { $0 + $1.0 * $1.1.named[index].sample.rounds }
          let errors = parts.reduce(0) { $0 + $1.0 * $1.1.named[index].sample.errors }
          #expect(relativeDifference(seen.named[index].sample.rounds, rounds) < 1e-12)
          #expect(relativeDifference(seen.named[index].sample.errors, errors) < 1e-12)
        }
        #expect(differences(seen, counts(try setup(several.reversed(), pump), brightness)) < 1e-12)
        let singles = try whole.link.samples.reduce(0) {
          $0 + $1.weight * (try setup([$1], pump)).observables(brightness).bobClicks
        }
        #expect(relativeDifference(whole.observables(brightness).bobClicks, singles) < 1e-12)
      }
    }
  }

  /// Two arms of which one is dark while the other is bright send no pairs to both users; the means of the arms would.
  @Test("Pairs: a satellite that sees one station at a time makes no coincidences but accidents")
  func oneAtATime() throws {
    let dark = try #require(Transmittance(0))
    let bright = efficiency(0.1)
    let pump = PairSetup.Pump.pulsed(PulsedPump())
    let link = try setup(
      [.init(weight: 1, .init(bright), .init(dark)), .init(weight: 1, .init(dark), .init(bright))], pump)
    #expect(link.observables(.perPulse(0.1)).coincidences == 0)
    #expect(link.observables(.perPulse(0.1)).errorRate == 0.5)
    #expect(link.alice.channel.value == 0.05 && link.bob.channel.value == 0.05)
    // Memories could join what the arms give at different times: the ceiling is of the averages over each arm.
    #expect(relativeDifference(PairCeiling.perPulse(link.link), PureLoss.repeaterless(bright)) < 1e-14)
    #expect(link.ceilingTrace().map(\.value)[1] == 0)
  }

  @Test("Pairs: no finite key above the limit of infinite blocks and the averaged ceiling")
  func ceilings() throws {
    var random = SplitMix64(seed: 2203)
    for _ in 0..<60 {
      let link = try setup(samples(&random), .pulsed(PulsedPump()))
      let settings = PairSettings(brightness: .perPulse(random.logUniform(1e-2, 0.3)), keyBasisProbability: 0.8)
      let options = PairFiniteKeyOptions()
      var rate = try PairFiniteKey.analyse(
        PairSimulation.counts(link, settings, block: .pulses(1e11)), PairReceivers(settings), options)
      rate.ratePerPulse = (rate.lengthBits ?? 0) / 1e11
      try PairCeiling.check(rate, setup: link, settings: settings, options: options)
    }
    let lit = PairSetup(
      link: try Link([.init(weight: 1, .init(.one, backgroundPhotons: 1e-6), .init(.one))]), aliceDetector: .one,
      bobDetector: .one, pump: .pulsed(PulsedPump()))
    #expect(refused { try lit.validate() } == "n")
  }

  private func sources() -> [PhotonSource] {
    [
      .twoPhoton(mean: 0.4, g2: 0.02), .coherent(mean: 0.01),
      .heralded(HeraldedSource(mean: 0.05, modes: 2, heraldEfficiency: 0.6, heraldBackground: 1e-6)),
    ]
  }

  private func photons(_ source: PhotonSource, _ samples: [Link.Sample]) throws -> PhotonSetup {
    PhotonSetup(
      source: source, link: try Link(samples), detectorEfficiency: efficiency(0.6), backgroundProbability: 1e-6,
      misalignment: 0.01, testBasisMisalignment: 0.015)
  }

  @Test("Photons: one state is the steady link, several are separate runs added up")
  func photons() throws {
    var random = SplitMix64(seed: 2204)
    for _ in 0..<40 {
      for source in sources() {
        let settings = PhotonSettings(preAttenuation: random.uniform(0.1, 1), keyBasisProbability: 0.8)
        let several = (0..<3).map { _ in
          Link.Sample(
            weight: random.uniform(0.1, 2), .init(arm(&random), backgroundPhotons: random.uniform(0, 1e-5)))
        }
        let plain = PhotonSetup(
          source: source, channel: several[0].transmittance, detectorEfficiency: efficiency(0.6),
          backgroundProbability: 1e-6, misalignment: 0.01, testBasisMisalignment: 0.015)
        let unlit = Link.Sample(weight: 4, .init(several[0].transmittance))
        #expect(try photons(source, [unlit]).responses(preAttenuation: 1) == plain.responses(preAttenuation: 1))
        let halves = try photons(source, [unlit, unlit])
        #expect(
          relativeDifference(
            PhotonCounts.expected(halves, settings, triggers: 1e9).test.errors,
            PhotonCounts.expected(plain, settings, triggers: 1e9).test.errors) < 1e-13)
        let whole = try photons(source, several)
        let seen = PhotonCounts.expected(whole, settings, triggers: 1e9)
        var sum = (key: PhotonSample(detections: 0, errors: 0), test: PhotonSample(detections: 0, errors: 0))
        for sample in whole.link.samples {
          let part = PhotonCounts.expected(
            try photons(source, [sample]), settings, triggers: 1e9)
          sum.key.detections += sample.weight * part.key.detections
          sum.key.errors += sample.weight * part.key.errors
          sum.test.detections += sample.weight * part.test.detections
          sum.test.errors += sample.weight * part.test.errors
        }
        for (a, b) in [(seen.key, sum.key), (seen.test, sum.test)] {
          #expect(relativeDifference(a.detections, b.detections) < 1e-12)
          #expect(relativeDifference(a.errors, b.errors) < 1e-12)
        }
        // Stray light of 1e-5 per gate, half of it on each detector, through the receiver (LK-4).
        let lit = try photons(source, [.init(weight: 1, .init(.one, backgroundPhotons: 1e-5))])
        #expect(abs(lit.background(lit.link.samples[0]) - (1e-6 + 3e-6)) < 1e-10)
        guard case .heralded = source else { continue }
        let passive = try PassiveDecoyCounts.expected(whole, settings, pulses: 1e9)
        let parts = try whole.link.samples.reduce(0) {
          $0 + $1.weight
            * (try PassiveDecoyCounts.expected(try photons(source, [$1]), settings, pulses: 1e9)).keyUnheralded.errors
        }
        #expect(relativeDifference(passive.keyUnheralded.errors, parts) < 1e-11)
      }
    }
  }
}
