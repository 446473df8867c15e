// SPDX-License-Identifier: GPL-3.0-or-later
import CertifiedSamples
import KeyRateOptimisation
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import PhotonSources
import RealModule
import Testing

/// Keys of BB84 without decoys: worked example, statements, refusals and reasons.
@Suite struct PhotonKeyTests {
  private let counts = PhotonCounts(
    key: .init(detections: 8_100_000, errors: 81_000), test: .init(detections: 100_000, errors: 1100), triggers: 1e9,
    origin: .measured)
  private let settings = PhotonSettings(keyBasisProbability: 0.9)
  private let limit = MultiphotonLimit.probability(2e-4, isUpperLimit: true)

  private func analyse(
    _ limit: MultiphotonLimit, _ options: PhotonFiniteKeyOptions = .init(leakage: .measured(bits: 770_000))
  ) throws -> SecretKeyRate { try PhotonFiniteKey.analyse(counts, settings, limit, options) }

  @Test func workedExample() throws {
    let result = try analyse(limit)
    #expect(result.lengthBits == 6_273_734)
    #expect(result.analysis.status == .certified)
    #expect(relativeDifference(result.value("M_X") ?? 0, 164_833.182268) < 1e-11)
    #expect(relativeDifference(result.value("M_Z") ?? 0, 2_322.02092147) < 1e-11)
    #expect(relativeDifference(result.value("phi") ?? 0, 0.0149939663398) < 1e-11)
    let tup24 = try analyse(limit, .init(composition: .tup24, leakage: .measured(bits: 770_000)))
    #expect(tup24.lengthBits == 6_271_520)
    for r in [result, tup24] {
      #expect(r.failureBudget.map { abs($0.total / $0.secrecy - 1) < 1e-12 } == true)
    }
  }

  @Test func whatCertifies() throws {
    func status(_ limit: MultiphotonLimit) throws -> SecurityStatus { try analyse(limit).analysis.status }
    let pair = MultiphotonCalibration.HanburyBrownTwiss(efficiency1: 0.3, efficiency2: 0.25)
    #expect(try status(.probability(1e-4, isUpperLimit: false)) == .planning)
    #expect(try status(.coherent(upperMean: 0.01)) == .certified)
    let quoted = MultiphotonCalibration(.moment(g2: 0.002, mean: 0.4))
    #expect(try status(.calibration(quoted, isUpperLimit: true)) == .planning)
    let coincidences = MultiphotonCalibration(.coincidenceProbability(2e-5, pair))
    #expect(try status(.calibration(coincidences, isUpperLimit: false)) == .planning)
    #expect(try status(.calibration(coincidences, isUpperLimit: true)) == .certified)
    let counted = MultiphotonCalibration(
      .coincidenceCounts(coincidences: 200, triggers: 1e8, failure: 1e-11, pair))
    let result = try analyse(.calibration(counted, isUpperLimit: false))
    #expect(result.analysis.status == .certified)
    // The calibration's failure comes on top.
    #expect(
      result.failureBudget.map { abs($0.secrecy - 1.1e-10) < 1e-22 && abs($0.total / $0.secrecy - 1) < 1e-12 } == true)
    #expect(try analyse(limit, .init()).analysis.status == .planning)
    #expect(try analyse(limit, .init(sampling: .hyper, leakage: .measured(bits: 770_000))).analysis.status == .planning)
    let low = try analyse(limit, .init(leakage: .measured(bits: 600_000)))
    #expect(low.analysis.status == .planning && low.warnings.contains(ShannonRule.warning))
    #expect(low.value("leak_EC") == low.value("leak_EC_min"))
  }

  @Test func refusals() {
    let pair = MultiphotonCalibration.HanburyBrownTwiss(efficiency1: 0.3, efficiency2: 0.25)
    func bound(
      _ method: MultiphotonCalibration.Method, t: Double = 1, _ background: MultiphotonCalibration.Background = .raw
    )
      -> String?
    {
      refused {
        let bound: MultiphotonCalibration.Bound<Double> = try MultiphotonCalibration(
          method, preAttenuation: t, background: background
        ).bound()
        _ = bound
      }
    }
    #expect(bound(.moment(g2: 0.01, mean: 0.5)) == nil)
    #expect(bound(.moment(g2: 0.01, mean: 0.5), .subtracted) == "g2")
    #expect(bound(.moment(g2: 0.01, mean: 0.5), t: 1.5) == "t")
    #expect(bound(.clicks(g2: 0.9, probability: 0.7, efficiency: 0.5)) == "click")
    #expect(bound(.coincidenceProbability(1e-4, .init(efficiency1: 0.7, efficiency2: 0.6))) == "eta_1")
    #expect(bound(.coincidenceCounts(coincidences: 3.5, triggers: 1e6, failure: 1e-10, pair)) == "coincidences")
    #expect(bound(.coincidenceCounts(coincidences: 3, triggers: 1e6, failure: 0, pair)) == "eps_cal")
    #expect(refused { try PhotonSource.twoPhoton(mean: 1.5, g2: 0.1).validate() } == "mean_photons")
    #expect(refused { try PhotonSource.distribution([0.5, 0.4]).validate() } == "p_n")
    for sampling in [SamplingBound.exact, .yin2020, .limGamma, .none] {
      #expect(refused { _ = try analyse(limit, .init(sampling: sampling)) } == "sampling")
    }
    var wrong = counts
    wrong.test.errors = 100_001
    #expect(refused { _ = try PhotonFiniteKey.analyse(wrong, settings, limit, .init()) } == "mZ")
    wrong = counts
    wrong.triggers = 8e6
    #expect(refused { _ = try PhotonFiniteKey.analyse(wrong, settings, limit, .init()) } == "N")
    #expect(refused { _ = try analyse(.probability(1.5, isUpperLimit: true)) } == "p_multi")
  }

  @Test func attenuationNeverLowersCoincidencesBelowTheirOwnProbability() throws {
    // PH-33: between P_c (long bursts) and P_c/(2 η1 η2), growing with the transmittance; two photons alone,
    // t²/(2 η1 η2), would be too little.
    var random = SplitMix64(seed: 20_43)
    for _ in 0..<200 {
      let pair = MultiphotonCalibration.HanburyBrownTwiss(
        efficiency1: random.uniform(0.02, 0.5), efficiency2: random.uniform(0.02, 0.5))
      let p = random.logUniform(1e-9, 1e-5)
      let t = random.uniform(0.01, 0.99)
      func bound(_ t: Double) throws -> Double {
        let bound: MultiphotonCalibration.Bound<Double> = try MultiphotonCalibration(
          .coincidenceProbability(p, pair), preAttenuation: t
        ).bound()
        return bound.multiphoton.value
      }
      let value = try bound(t)
      let whole = p / (2 * pair.efficiency1 * pair.efficiency2)
      #expect(value >= p && value <= whole * (1 + 1e-12))
      #expect(value >= whole * t * t * (1 - 1e-12))
      #expect(try bound(t * 0.9) <= value * (1 + 1e-12))
    }
  }

  @Test func reasons() throws {
    func reason(_ many: Double, nZ: Double = 100_000, mZ: Double = 1100, leakage: Double = 770_000) throws
      -> ReasonForZero.Kind?
    {
      var run = counts
      run.test = PhotonSample(detections: nZ, errors: mZ)
      let result = try PhotonFiniteKey.analyse(
        run, settings, .probability(many, isUpperLimit: true), .init(leakage: .measured(bits: leakage)))
      #expect((result.lengthBits == 0) == (result.reasonForZero != nil))
      return result.reasonForZero?.kind
    }
    #expect(try reason(0.02) == .multiphotonExplainsAll)
    #expect(try reason(2e-4, nZ: 2000, mZ: 10) == .multiphotonExplainsAll)
    #expect(try reason(2e-4, mZ: 60_000) == .phaseErrorTooLarge)
    #expect(try reason(2e-4, leakage: 8e6) == .leakageExceedsSecrecy)
    #expect(try reason(2e-4) == nil)
  }

  @Test func monotone() throws {
    var random = SplitMix64(seed: 20_41)
    for _ in 0..<300 {
      let (counts, settings, limit, options) = PhotonSourcesSamples.singlePhotons(&random, isEdge: false)
      guard case .probability(let p, _) = limit else { continue }
      func raw(_ counts: PhotonCounts, _ p: Double) throws -> Double {
        try PhotonFiniteKey.estimate(counts, settings, .probability(p, isUpperLimit: true), options).rawLength
      }
      let base = try raw(counts, p)
      let slack = 1e-9 * counts.key.detections
      #expect(try raw(counts, min(1, p * 1.1 + 1e-9)) <= base + slack)
      var other = counts
      other.test.errors = min(other.test.detections, other.test.errors + 5)
      #expect(try raw(other, p) <= base + slack)
    }
  }

  @Test func coherentPulsesAtGreatLoss() throws {
    // PH-41: without noise the best mean photon number is the transmittance, and the rate half its square.
    let setup = PhotonSetup(source: .coherent(mean: 0.1), channel: loss(40))
    let space = try PhotonSearchSpace(setup, PhotonSettings(), open: .init(mean: true))
    let best = try Optimiser.maximise(
      space.problem(options: .init(errorCorrectionEfficiency: 1, siftingFactor: 1)))
    #expect(relativeDifference(best.value, 0.5e-8) < 1e-3)
    guard case .coherent(let mu) = space.point(at: best.point).setup.source else { return }
    #expect(relativeDifference(mu, 1e-4) < 0.01)
  }

  @Test func attenuationPaysNearTheCutOff() throws {
    for (decibel, expected) in [(0.0, 1.0), (18, 0.36), (22, 0.14)] {
      let setup = PhotonSetup(
        source: .twoPhoton(mean: 0.6, g2: 0.05), channel: loss(decibel), detectorEfficiency: efficiency(0.8),
        backgroundProbability: 1e-7, misalignment: 0.01)
      let space = try PhotonSearchSpace(setup, PhotonSettings(), open: .init(preAttenuation: true))
      let best = try Optimiser.maximise(space.problem(options: .init()))
      #expect(best.value > 0)
      #expect(abs(space.point(at: best.point).settings.preAttenuation - expected) < 0.02, "\(decibel) dB")
    }
  }

  @Test func heraldedStatisticsAddUp() {
    for mean in [1e-9, 1e-4, 0.2, 3] {
      for modes in [1, 7, Double.infinity] {
        let source = HeraldedSource(mean: mean, modes: modes, heraldEfficiency: 0.5, heraldBackground: 1e-6)
        let s = source.statistics(preAttenuation: 0.8)
        #expect(abs(s.none + s.one + s.multiphoton - 1) < 1e-9)
        #expect(s.multiphoton <= s.g2 * s.mean * s.mean / 2 * (1 + 1e-9))
      }
    }
    // No herald at all: nothing to divide by.
    #expect(HeraldedSource(mean: 0, heraldEfficiency: 0.5).statistics(preAttenuation: 1).multiphoton == 0)
  }

  @Test func widerHeraldRangesCost() throws {
    var random = SplitMix64(seed: 20_42)
    for _ in 0..<100 {
      let (counts, herald, options) = PhotonSourcesSamples.passive(&random, isEdge: false)
      let base = try PassiveDecoy.estimate(counts, herald, options).key.rawLength
      let slack = 1e-9 * counts.keyHeralded.detections
      var wide = herald
      wide.efficiency = (herald.efficiency.lowerBound - 0.01)...(herald.efficiency.upperBound + 0.01)
      #expect(try PassiveDecoy.estimate(counts, wide, options).key.rawLength <= base + slack)
      wide = herald
      wide.background = 0...(herald.background.upperBound + 1e-3)
      #expect(try PassiveDecoy.estimate(counts, wide, options).key.rawLength <= base + slack)
    }
    let sample = PhotonSample(detections: 10, errors: 1)
    let counts = PassiveDecoyCounts(
      keyHeralded: sample, keyUnheralded: sample, testHeralded: sample, testUnheralded: sample, pulses: nil,
      origin: .measured)
    func range(_ low: Double, _ high: Double) -> String? {
      refused {
        _ = try PassiveDecoy.analyse(counts, HeraldRange(efficiency: low...high, background: 0...0), .init())
      }
    }
    #expect(range(0, 0.5) == "eta_h")
    #expect(range(0.4, 1.2) == "eta_h")
    #expect(range(0.4, 0.5) == nil)
    let none = try PassiveDecoy.analyse(counts, HeraldRange(efficiency: 0.4...0.5, background: 0...0), .init())
    #expect(none.reasonForZero?.kind == .noPairsCertified)
  }
}
