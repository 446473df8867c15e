// SPDX-License-Identifier: GPL-3.0-or-later
import CertifiedSamples
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import PhotonSources
import Testing

/// Interval evaluation encloses what doubles and double-doubles give, and certifies nothing longer.
@Suite struct CertifiedLengthTests {
  private func check(
    seed: UInt64, _ draw: (inout SplitMix64, Bool) throws -> CertifiedSample
  ) throws {
    let samples = CertifiedTally.samples(400)
    let tally = try CertifiedTally(samples: samples, seed: seed, draw)
    for example in tally.examples { Issue.record("\(example)") }
    // Otherwise it says little.
    #expect(tally.withKey > samples / 4 && tally.widths.count > samples / 5)
  }

  @Test func pairs() throws {
    try check(seed: 20_01) { try EntanglementSamples.draw(&$0, releasing: $1) }
  }

  @Test func singlePhotons() throws {
    try check(seed: 20_02) { try PhotonSourcesSamples.draw(&$0, releasing: $1) }
  }

  @Test func passiveDecoys() throws {
    try check(seed: 20_03) { try PhotonSourcesSamples.drawPassive(&$0, releasing: $1) }
  }

  @Test func aKeyIsTheLowerEndRoundedDown() throws {
    var random = SplitMix64(seed: 20_05)
    for _ in 0..<50 {
      let (counts, settings, limit, options) = PhotonSourcesSamples.singlePhotons(&random, isEdge: false)
      let result = try PhotonFiniteKey.analyse(counts, settings, limit, options)
      let certificate = try #require(result.rounding.length)
      #expect(result.lengthBits == max(0, min(certificate.raw.lower, result.rawLengthBits ?? 0).rounded(.down)))
      if case .measured = options.leakage, (result.lengthBits ?? 0) > 0 {
        #expect(result.analysis.status == .certified)
      }
    }
  }

  @Test func calibrations() throws {
    var random = SplitMix64(seed: 20_04)
    for _ in 0..<300 {
      let pair = MultiphotonCalibration.HanburyBrownTwiss(
        efficiency1: random.uniform(0.05, 0.5), efficiency2: random.uniform(0.05, 0.5))
      let method: MultiphotonCalibration.Method =
        switch random.whole(0...3) {
        case 0: .moment(g2: random.logUniform(1e-5, 1), mean: random.logUniform(1e-3, 1))
        case 1: .coincidenceProbability(random.logUniform(1e-12, 1e-2), pair)
        case 2:
          .clicks(
            g2: random.logUniform(1e-3, 0.9), probability: random.uniform(1e-3, 0.5), efficiency: pair.efficiency1)
        default:
          .coincidenceCounts(
            coincidences: random.uniform(0, 1000).rounded(), triggers: random.logUniform(1e4, 1e12).rounded(),
            failure: 1e-10, pair)
        }
      let calibration = MultiphotonCalibration(method, preAttenuation: random.chance(0.5) ? 1 : random.uniform(0.02, 1))
      let plain: MultiphotonCalibration.Bound<Double> = try calibration.bound()
      let safe: MultiphotonCalibration.Bound<Interval> = try calibration.bound()
      #expect(safe.multiphoton.value.lower <= plain.multiphoton.value * (1 + 1e-12))
      #expect(safe.multiphoton.value.upper >= plain.multiphoton.value * (1 - 1e-12))
      #expect(safe.multiphoton.value.width <= 1e-8 * plain.multiphoton.value, "\(calibration)")
    }
  }
}
