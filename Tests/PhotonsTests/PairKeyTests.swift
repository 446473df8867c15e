// SPDX-License-Identifier: GPL-3.0-or-later
import CertifiedSamples
import Entanglement
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

/// Keys from counts of entangled pairs: published runs, statements, refusals and reasons.
@Suite struct PairKeyTests {
  private let half = PairReceivers(
    aliceBasis: .active(keyBasisProbability: 0.5), bobBasis: .active(keyBasisProbability: 0.5))

  /// 3100 sifted bits with 4.51 % errors (Micius 2020, Nature 582, 501), split into key and test.
  private func micius(key: Double, test: Double, _ failure: Double) throws -> SecretKeyRate {
    let m = (0.0451 * key).rounded()
    let v = 0.0451 * test
    let counts = PairCounts(
      samples: .pooled(
        key: .init(rounds: key, errors: m.rounded()), test: .init(rounds: test, errors: v.rounded())),
      durationSeconds: 3100, origin: .measured)
    return try PairFiniteKey.analyse(
      counts, half,
      PairFiniteKeyOptions(sampling: .subset(.exact), secrecy: failure, correctness: failure))
  }

  @Test func micius2020() throws {
    let loose = try micius(key: 1950, test: 1150, 1e-6)
    #expect(loose.lengthBits == 249)
    #expect(loose.rounding.length?.wholeBitsRange == 249...249)
    let strict = try micius(key: 1750, test: 1350, 1e-10)
    #expect(strict.lengthBits == 63)
    #expect(strict.rounding.statement.contains("hypergeometric"))
    // Error correction is estimated there.
    #expect(strict.analysis.status == .planning)
  }

  @Test func workedExample() throws {
    let counts = PairCounts(
      samples: .one(key: .init(rounds: 250_000, errors: 3000), test: .init(rounds: 60_000, errors: 1080)),
      durationSeconds: 60, origin: .measured)
    let expected: [(PairSampling, Double)] = [
      (.subset(.kl), 174_367), (.subset(.klt), 175_238), (.subset(.exact), 175_644),
      (.binomial(leastTestProbability: 0.19), 174_504),
    ]
    for (sampling, bits) in expected {
      let result = try PairFiniteKey.analyse(
        counts,
        PairReceivers(aliceBasis: .active(keyBasisProbability: 0.67), bobBasis: .active(keyBasisProbability: 0.67)),
        PairFiniteKeyOptions(sampling: sampling, leakage: .measured(bits: 33_000)))
      #expect(result.lengthBits == bits, "\(sampling)")
      #expect(result.analysis.status == .certified)
      #expect(result.failureBudget.map { abs($0.total / $0.secrecy - 1) < 1e-12 } == true)
      #expect(result.value("rate_per_s") == bits / 60)
    }
  }

  @Test func leakageBelowShannon() throws {
    let counts = PairCounts(
      samples: .one(key: .init(rounds: 250_000, errors: 6000), test: .init(rounds: 60_000, errors: 1080)),
      durationSeconds: 60, origin: .measured)
    let bases = PairReceivers(
      aliceBasis: .active(keyBasisProbability: 0.67), bobBasis: .active(keyBasisProbability: 0.67))
    func result(_ bits: Double) throws -> SecretKeyRate {
      try PairFiniteKey.analyse(counts, bases, PairFiniteKeyOptions(leakage: .measured(bits: bits)))
    }
    let rule = PairFiniteKey.shannon(counts, PairFiniteKeyOptions())
    let honest = try result(rule.leastLeakage.rounded(.up))
    #expect(honest.analysis.status == .certified)
    let doubtful = try result(1000)
    #expect(doubtful.analysis.status == .planning)
    #expect(doubtful.warnings.contains(ShannonRule.warning))
    #expect(abs((doubtful.rawLengthBits ?? 0) - (honest.rawLengthBits ?? 0)) <= 1)
    // The rule is below the logarithm of the binomial coefficient.
    #expect(rule.patternBits < 250_000 * 0.16334 && rule.patternBits > 250_000 * 0.16330)
  }

  @Test func refusals() {
    let samples = PairCounts.Samples.pooled(key: .init(rounds: 1000, errors: 20), test: .init(rounds: 500, errors: 9))
    let one = PairCounts.Samples.one(key: .init(rounds: 1000, errors: 20), test: .init(rounds: 500, errors: 9))
    func analyse(
      _ samples: PairCounts.Samples, _ receivers: PairReceivers, _ options: PairFiniteKeyOptions = .init(),
      pulses: Double? = nil
    ) -> String? {
      refused {
        _ = try PairFiniteKey.analyse(
          PairCounts(samples: samples, pulses: pulses, origin: .measured), receivers, options)
      }
    }
    var biased = half
    biased.bobBasis = .active(keyBasisProbability: 0.55)
    var discarding = half
    discarding.doubleClicks = .discarded
    var passive = half
    passive.aliceBasis = .passive(deviation: 0.01)
    #expect(analyse(samples, half) == nil)
    #expect(analyse(samples, biased) == "pX")
    #expect(analyse(one, discarding) == "double_clicks")
    #expect(analyse(samples, passive) == "key")
    #expect(analyse(one, passive) == "sampling")
    let drift = PairFiniteKeyOptions(sampling: .binomial(leastTestProbability: 0.48))
    #expect(analyse(one, passive, drift) == nil)
    #expect(analyse(samples, half, drift) == "sampling")
    #expect(analyse(one, passive, PairFiniteKeyOptions(sampling: .binomial(leastTestProbability: 0.495))) == "z_min")
    for bound in [SamplingBound.yin2020, .limGamma, .none] {
      #expect(analyse(one, half, PairFiniteKeyOptions(sampling: .subset(bound))) == "sampling")
    }
    #expect(analyse(one, half, PairFiniteKeyOptions(secrecy: 0)) == "eps_sec")
    #expect(analyse(one, half, PairFiniteKeyOptions(correctness: 1)) == "eps_cor")
    #expect(analyse(one, half, PairFiniteKeyOptions(leakage: .estimated(efficiency: 0.9))) == "f_EC")
    #expect(analyse(one, half, pulses: 1400) == "N")
    #expect(analyse(.one(key: .init(rounds: 10, errors: 11), test: .init(rounds: 5, errors: 0)), half) == "mX")
    #expect(analyse(.one(key: .init(rounds: 10.5, errors: 1), test: .init(rounds: 5, errors: 0)), half) == "nX")
    #expect(analyse(.one(key: .init(rounds: .nan, errors: 1), test: .init(rounds: 5, errors: 0)), half) == "nX")
    let settings = PairSettings(brightness: .perPulse(0.1), keyMode: .pooled, keyBasisProbability: 0.6)
    #expect(refused { try settings.validate(for: pulsedLink(1, 1)) } == "pX")
    #expect(refused { try PairSettings(brightness: .perPulse(-1)).validate(for: pulsedLink(1, 1)) } == "mu")
    #expect(refused { try pulsedLink(1, 1, modes: 0.5).validate() } == "modes")
    #expect(refused { try pulsedLink(1, 1, modes: 2, model: .mfl2007).validate() } == "modes")
    #expect(refused { try pulsedLink(1, 1, background: 1).validate() } == "p_A")
    #expect(refused { try pulsedLink(1, 1, misalignment: 2).validate() } == "e_d")
  }

  @Test func leastTestProbabilityOfSplitters() {
    var both = half
    both.aliceBasis = .passive(deviation: 0.02)
    both.bobBasis = .passive(deviation: 0.02)
    #expect(abs(both.leastTestProbability - 0.48 * 0.48 / (0.48 * 0.48 + 0.52 * 0.52)) < 1e-15)
    both.bobBasis = .active(keyBasisProbability: 0.7)
    #expect(abs(both.leastTestProbability - 0.3 * 0.48 / (0.3 * 0.48 + 0.7 * 0.52)) < 1e-15)
  }

  @Test func deadTimeThatVoidsTheCertificate() throws {
    let counts = PairCounts(
      samples: .one(key: .init(rounds: 250_000, errors: 3000), test: .init(rounds: 60_000, errors: 1080)),
      durationSeconds: 60, origin: .measured)
    var receivers = half
    for (rule, status) in [
      (PairReceivers.DeadTime.blocksAllDetectors, SecurityStatus.certified), (.eventsAfterSilence, .certified),
      (.blocksFiredDetector, .planning), (.eventsAfterKeptEvents, .planning),
    ] {
      receivers.deadTime = rule
      let result = try PairFiniteKey.analyse(
        counts, receivers, PairFiniteKeyOptions(leakage: .measured(bits: 33_000)))
      #expect(result.analysis.status == status)
    }
  }

  @Test func reasons() throws {
    func reason(_ key: PairCounts.Sample, _ test: PairCounts.Sample) throws -> ReasonForZero.Kind? {
      let counts = PairCounts(samples: .one(key: key, test: test), durationSeconds: 1, origin: .measured)
      let result = try PairFiniteKey.analyse(counts, half, PairFiniteKeyOptions())
      #expect((result.lengthBits == 0) == (result.reasonForZero != nil))
      return result.reasonForZero?.kind
    }
    #expect(try reason(.init(rounds: 0, errors: 0), .init(rounds: 9, errors: 0)) == .noDetections)
    #expect(try reason(.init(rounds: 1e5, errors: 100), .init(rounds: 0, errors: 0)) == .phaseErrorTooLarge)
    #expect(try reason(.init(rounds: 1e5, errors: 100), .init(rounds: 1e4, errors: 5000)) == .phaseErrorTooLarge)
    #expect(
      try reason(.init(rounds: 1e5, errors: 11_000), .init(rounds: 1e5, errors: 11_000)) == .leakageExceedsSecrecy)
    #expect(try reason(.init(rounds: 400, errors: 0), .init(rounds: 400, errors: 0)) == .penaltiesExceedEntropy)
    #expect(try reason(.init(rounds: 1e5, errors: 100), .init(rounds: 1e4, errors: 10)) == nil)
  }

  @Test func monotone() throws {
    var random = SplitMix64(seed: 20_11)
    for _ in 0..<300 {
      var (counts, options) = EntanglementSamples.run(&random, isEdge: false)
      guard case .one(let key, let test) = counts.samples else { continue }
      if options.sampling == .subset(.hyper) { options.sampling = .subset(.kl) }
      func raw(_ key: PairCounts.Sample, _ test: PairCounts.Sample, leakage: Double = 0) throws -> Double {
        counts.samples = .one(key: key, test: test)
        options.leakage = .measured(bits: leakage)
        return try PairFiniteKey.estimate(counts, options).rawLength
      }
      let base = try raw(key, test)
      let slack = 1e-9 * key.rounds
      var other = test
      other.errors = min(test.rounds, test.errors + 3)
      #expect(try raw(key, other) <= base + slack)
      other = test
      other.rounds += (test.rounds / 10).rounded()
      #expect(try raw(key, other) >= base - slack)
      var longer = key
      longer.rounds += (key.rounds / 10).rounded()
      #expect(try raw(longer, test) >= base - slack)
      #expect(try raw(key, test, leakage: 17) == base - 17 || key.rounds == 0 || abs(base) > 1e6)
    }
  }

  @Test func fixedLength() throws {
    let tolerances = PairCounts.Samples.one(
      key: .init(rounds: 240_000, errors: 0), test: .init(rounds: 58_000, errors: 1100))
    let agreed = try PairFixedLength(
      tolerances: tolerances, leakageLimit: 34_000, options: PairFiniteKeyOptions(sampling: .subset(.klt)))
    #expect(agreed.length > 150_000)
    func run(_ key: Double, _ test: Double, _ errors: Double, _ leakage: Double) throws -> Double {
      let counts = PairCounts(
        samples: .one(key: .init(rounds: key, errors: 3000), test: .init(rounds: test, errors: errors)),
        origin: .measured)
      let accepted = try agreed.accept(counts, leakage: leakage)
      #expect((accepted.bits == 0) == (accepted.failed != nil))
      if accepted.bits > 0 {
        var options = agreed.options
        options.leakage = .measured(bits: leakage)
        // Never longer than what the counts themselves certify.
        #expect(accepted.bits <= (try PairFiniteKey.enclosure(counts, options).rawLength.lower))
      }
      return accepted.bits
    }
    #expect(try run(240_000, 58_000, 1100, 34_000) == agreed.length)
    #expect(try run(260_000, 70_000, 900, 33_000) == agreed.length)
    #expect(try run(239_999, 58_000, 1100, 34_000) == 0)
    #expect(try run(240_000, 57_999, 1100, 34_000) == 0)
    #expect(try run(240_000, 58_000, 1101, 34_000) == 0)
    #expect(try run(240_000, 58_000, 1100, 34_001) == 0)
    #expect(
      refused {
        _ = try PairFixedLength(
          tolerances: tolerances, leakageLimit: 1, options: PairFiniteKeyOptions(sampling: .subset(.exact)))
      } == "sampling")
  }
}
