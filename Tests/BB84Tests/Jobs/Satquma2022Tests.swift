// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateLinks
import KeyRateSecurity
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@testable import BB84

@Suite("Proof satquma2022: as a tool computes it, for comparison only")
struct Satquma2022Tests {
  private let link = Setup(
    model: .satquma2022, channel: transmittance(lossDecibel: 20), detectorEfficiency: transmittance(0.1),
    backgroundProbability: 6e-7, misalignment: 0.005, afterpulseProbability: 0.04)
  private let reference = settings([0.42424, 0.12446, 2e-4], [0.77249, 0.18096, 0.04655], pX: 0.8403)

  private func counts(_ s: Settings, pulses: Double = 1e10) -> Observations {
    Simulation.observations(link, s, block: .pulses(pulses))
  }

  @Test("The reference values of the job on which programs are compared")
  func referenceValues() throws {
    let e = try FiniteKey.estimate(counts(reference), reference, FiniteKeyOptions(proof: .satquma2022))
    for (name, value, expected, step) in [
      ("s0", e.keyVacuum.value, 3527.12523, 1e-5), ("s1", e.keySingle.value, 1_601_677.847, 1e-3),
      ("v1", e.testErrors.value, 2463.60398, 1e-5), ("s_Z1", e.testSingle.value, 45819.50241, 1e-5),
      ("phi", e.phaseError.value, 0.06404295, 1e-8), ("EC", e.leakage.value, 527_333.863, 1e-3),
      ("raw", e.rawLength, 527_756.0237, 1e-4),
    ] {
      #expect(abs(value - expected) <= 0.51 * step, "\(name): \(value)")
    }
  }

  @Test("It differs from lim2014 with the same tails only where it says it does")
  func differences() throws {
    // Without the weakest intensity the two vacuum counts are one; without tails the clip of v1 is idle.
    let s = settings([0.42424, 0.12446, 0], [0.77249, 0.18096, 0.04655], pX: 0.8403)
    let counts = counts(s)
    let own = try FiniteKey.estimate(counts, s, FiniteKeyOptions(proof: .satquma2022))
    let lim = try FiniteKey.estimate(counts, s, FiniteKeyOptions(proof: .lim2014, statistics: .chernoff))
    #expect(own.keyVacuum.value == lim.keyVacuum.value && own.keySingle.value == lim.keySingle.value)
    #expect(own.penalty.value == lim.penalty.value && own.leakage.value == lim.leakage.value)
    // With it the vacuum count is larger than the one that is sound.
    let with = try FiniteKey.estimate(self.counts(reference), reference, FiniteKeyOptions(proof: .satquma2022))
    let sound = try FiniteKey.estimate(
      self.counts(reference), reference, FiniteKeyOptions(proof: .lim2014, statistics: .chernoff))
    #expect(with.keyVacuum.value > sound.keyVacuum.value)
  }

  @Test("Never certified, whatever is measured; the gaps are named and nothing is called a bound")
  func neverCertified() throws {
    let run = counts(reference).rounded
    for leakage in [ErrorCorrectionLeakage.measured(bits: 5e5), .estimated(efficiency: 1.16)] {
      let rate = try FiniteKey.analyse(run, reference, FiniteKeyOptions(proof: .satquma2022, leakage: leakage))
      #expect(rate.analysis.status == .comparisonOnly)
      #expect(rate.analysis.statusReasons.contains { $0.contains("as published, comparison only") })
      #expect(rate.analysis.statusReasons.contains { $0.contains("not sound") && $0.contains("SQ-3") })
      #expect(
        rate.trace.filter { $0.stage == .estimation }.allSatisfy { ![.lowerBound, .upperBound].contains($0.direction) })
      #expect(rate.trace.contains { $0.symbol == "length_raw" && $0.equation == "SQ-5" && $0.direction == .estimate })
    }
  }

  @Test("Intervals enclose the double evaluation")
  func enclosure() throws {
    let options = FiniteKeyOptions(proof: .satquma2022)
    let e = try FiniteKey.estimate(counts(reference), reference, options)
    let safe = try FiniteKey.enclosure(counts(reference), reference, options)
    #expect(safe.rawLength.lower <= e.rawLength && e.rawLength <= safe.rawLength.upper)
    #expect(safe.rawLength.upper - safe.rawLength.lower < 1e-3)
  }

  @Test("A rare second intensity makes it claim more than the link can give: then the result is labelled")
  func excessIsLabelled() throws {
    let far = Setup(
      model: .satquma2022, channel: transmittance(lossDecibel: 60), detectorEfficiency: transmittance(0.1),
      backgroundProbability: 6e-7, misalignment: 0.005, afterpulseProbability: 0.04)
    let s = settings([0.5, 0.05, 2e-4], [0.9, 1e-6, 0.1 - 1e-6], pX: 0.5)
    let options = FiniteKeyOptions(proof: .satquma2022)
    let rate = try FiniteKey.analyse(
      Simulation.observations(far, s, block: .pulses(1e10)), s, options)
    #expect(rate.ratePerPulse ?? 0 > 0)
    #expect(throws: (any Error).self) { try Ceiling.check(rate, setup: far, settings: s, options: options) }
    let label = try #require(
      Ceiling.labelOfExcess(rate, setup: far, settings: s, options: options))
    #expect(label.hasPrefix("not a possible rate: ") && label.contains("satquma2022 is not sound here"))
    // An honest operating point is not labelled.
    let honest = try FiniteKey.analyse(counts(reference), reference, options)
    #expect(Ceiling.labelOfExcess(honest, setup: link, settings: reference, options: options) == nil)
  }

  @Test("Edges of the domain give numbers, and what no link could give is labelled")
  func edges() throws {
    var random = SplitMix64(seed: 20_220_729)
    var labelled = 0
    for number in 0..<1500 {
      let edge = Setup(
        model: random.pick(ChannelModel.allCases),
        channel: transmittance(lossDecibel: random.pick([0, 0.001, 20, 60, 300, 4000])),
        detectorEfficiency: transmittance(random.pick([0, 1e-9, 0.3, 1])),
        backgroundProbability: random.pick([0, 1e-12, 1e-6, 1e-2]), misalignment: random.pick([0, 0.02, 0.5]),
        afterpulseProbability: random.pick([0, 0.04, 0.499]))
      let mu1 = random.pick([1e-6, 0.5, 1])
      let ratio = random.pick([1e-3, 0.1, 0.499])
      let share = random.pick([1e-6, 0.1, 0.9])
      let s = settings(
        [mu1, ratio * mu1, random.pick([0, 0.5 * ratio * mu1])], [1 - share, share * 0.01, share * 0.99],
        pX: random.pick([0, 0.5, 0.999, 1]))
      let options = FiniteKeyOptions(proof: .satquma2022, secrecy: random.pick([1e-30, 1e-10, 0.5]))
      let counts = Simulation.observations(edge, s, block: .pulses(random.pick([1, 1e6, 1e12, 1e18])))
      let rate = try FiniteKey.analyse(counts, s, options)
      let label = Ceiling.labelOfExcess(rate, setup: edge, settings: s, options: options)
      if label != nil { labelled += 1 }
      guard let value = rate.ratePerPulse, value.isFinite, value >= 0, rate.analysis.status == .comparisonOnly else {
        Issue.record("case \(number): \(String(describing: rate.ratePerPulse)) for \(edge) \(s)")
        continue
      }
      if value > PureLoss.repeaterless(edge.channel) * (1 + 1e-9), label == nil {
        Issue.record("case \(number): \(value) is not labelled: \(edge) \(s)")
      }
    }
    #expect(labelled > 0)
  }

  @Test("Other bounds, or one decoy, would be something else: refused")
  func refused() throws {
    for options in [
      FiniteKeyOptions(proof: .satquma2022, statistics: .kl), FiniteKeyOptions(proof: .satquma2022, sampling: .kl),
      FiniteKeyOptions(proof: .satquma2022, composition: .tup24), FiniteKeyOptions(proof: .satquma2022, penalty: .lim),
    ] {
      #expect(throws: InputError.self) { try options.validate(intensities: 3, origin: .expected) }
    }
    #expect(throws: InputError.self) {
      try FiniteKeyOptions(proof: .satquma2022).validate(intensities: 2, origin: .expected)
    }
    #expect(throws: InputError.self) {
      try AcceptanceTest.planned(
        setup: link, settings: reference, pulses: 1e10, options: FiniteKeyOptions(proof: .satquma2022))
    }
  }
}
