// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@testable import TwinField

@Suite("Linear accounting, predictions evaluated: the benchmark of section 7.6")
struct LinearAccountingTests {
  @Test("Every intermediate quantity that the sheet prints")
  func intermediates() throws {
    let e = try FiniteKey.estimate(Benchmark.counts, Benchmark.settings, FiniteKeyOptions())
    func expect(_ got: Double, _ printed: Double, _ digits: Double, _ name: String) {
      if relativeDifference(got, printed) > digits { Issue.record("\(name) = \(got), the sheet prints \(printed)") }
    }
    expect(exp(-e.shares.decoyTail.value), 2.6315789e-12, 2e-8, "eps_d")
    expect(exp(-e.shares.concentration.value), 4.6022727e-23, 2e-8, "eps_k")
    for (n, m, value) in [
      (0, 0, 5839.29), (1, 1, 4_608_517.74), (0, 2, 8_153_334.66), (2, 0, 8_153_334.66), (2, 2, 809_185.41),
      (1, 3, 1_121_755.65), (3, 1, 1_121_755.65), (0, 4, 5_556_530.87), (4, 0, 5_556_530.87),
    ] {
      expect(try #require(e.pairs[PhotonPair(n, m)]), value, n + m == 0 ? 1e-6 : 2e-8, "M^U(\(n), \(m))")
    }
    expect(e.means[2][2].lower, 13813.1401, 1e-8, "E_L")
    expect(e.means[2][2].upper, 15582.8965, 1e-8, "E_U")
    expect(e.testSum.value, 62_641_413.869, 1e-10, "SU(M_Z)")
    expect(e.tails[0], 1.3133367e-3, 4e-8, "W_0")
    expect(e.tails[1], 1.3776366e-3, 4e-8, "W_1")
    expect(e.phaseErrorSum.value, 6_187_236.121, 1e-9, "Sigma_ph")
    expect(e.phaseErrors.value, 6_211_845.185, 1e-9, "N_ph")
    expect(e.phaseError.value, 0.1002130873, 1e-9, "e_ph")
    #expect(e.tuned.count == 11 && e.obstacle == nil && e.keyCountBound == nil)
    // ε_PA = ε_sec/20.
    expect(e.penalty.value, log2(2e10) + log2(1 / (4 * 0.25e-22)), 1e-14, "penalties")
    let predictions = try #require(e.predictions)
    #expect(predictions.pairs == e.pairs && predictions.testCount == Benchmark.counts.testCount)
    #expect(predictions.phaseErrors == e.phaseErrorSum.value)
    let rate = try FiniteKey.analyse(Benchmark.counts, Benchmark.settings, FiniteKeyOptions())
    #expect(rate.lengthBits == 22_672_773 && rate.reasonForZero == nil)
  }

  @Test("Methods, joint bound, S = 6, the old predictions: the sheet's rates")
  func methods() throws {
    func rate(
      _ concentration: ConcentrationMethod, _ method: PhaseErrorMethod, cutoff: Int = 4, expected: Bool = false
    ) throws -> Double {
      let options = FiniteKeyOptions(pairCutoff: cutoff, concentration: concentration, method: method)
      return try FiniteKey.estimate(
        Benchmark.counts, Benchmark.settings, options,
        predictions: expected ? .given(Benchmark.predictions(pairCutoff: cutoff)) : nil
      ).rawLength / 1e12
    }
    for (value, printed) in [
      (try rate(.kato, .separate, expected: true), 2.2624e-5), (try rate(.paper, .separate), 2.2464e-5),
      (try rate(.azuma, .separate), 1.6690e-5), (try rate(.kato, .joint), 2.4111e-5),
      (try rate(.kato, .separate, cutoff: 6), 2.3043e-5), (try rate(.kato, .joint, cutoff: 6), 2.4605e-5),
    ] {
      if relativeDifference(value, printed) > 3e-5 { Issue.record("\(value), the sheet prints \(printed)") }
    }
  }

  @Test("How epsilon is shared out (TF-18, TF-19, TF-19a)")
  func shares() {
    func shares(_ o: FiniteKeyOptions, _ settings: Settings = Benchmark.settings) -> (
      kd: Int, kk: Int, d: Double, k: Double, pa: Double
    ) {
      let s = FailureShares<Double>(o, settings)
      return (
        s.decoyEvents, s.concentrationEvents, exp(-s.decoyTail.value), exp(-s.concentration.value), s.amplification
      )
    }
    for secrecy in [1e-10, 1e-6, 0.3] {
      for cutoff in [0, 4, 5, 6, 9] {
        let s = shares(FiniteKeyOptions(pairCutoff: cutoff, secrecy: secrecy))
        let half = cutoff / 2 + 1
        #expect(s.kd == 19 && s.kk == half * half + 2)
        // The three parts are a half, 9/20 and 1/20; together they are ε_sec.
        #expect(relativeDifference(Double(s.kd) * s.d, secrecy / 2) < 1e-12)
        #expect(relativeDifference(2 * (Double(s.kk) * s.k).squareRoot(), 0.45 * secrecy) < 1e-12)
        #expect(relativeDifference(s.pa, secrecy / 20) < 1e-15)
      }
    }
    var unequal = Benchmark.settings
    unequal.bob.testIntensities = [0.4, 0.1, 0.01, 1e-4]
    #expect(shares(FiniteKeyOptions(), unequal).kd == 25)
    let tried = shares(FiniteKeyOptions(analysesTried: 5))
    let once = shares(FiniteKeyOptions())
    #expect(relativeDifference(tried.d * 5, once.d) < 1e-12 && relativeDifference(tried.k * 5, once.k) < 1e-12)
    #expect(tried.pa == once.pa)
    let root = shares(FiniteKeyOptions(composition: .root, secrecy: 1e-6))
    #expect(root.d == root.k && relativeDifference(30 * root.d, 0.0625e-12) < 1e-12 && root.pa == 0.5e-6)
    let published = shares(FiniteKeyOptions(composition: .curras2021, secrecy: 1e-6))
    #expect(relativeDifference((30 * published.d).squareRoot() + published.pa, 1e-6) < 1e-12)
    let own = FiniteKeyOptions(explicitShares: .init(estimation: 1e-16, amplification: 3e-9), analysesTried: 10)
    #expect(own.composition == .root && relativeDifference(30 * shares(own).d, 1e-17) < 1e-12)
    #expect(shares(own).pa == 3e-9 && relativeDifference(own.totalSecrecy, 2e-8 + 3e-9) < 1e-12)
    // Eleven orders of magnitude apart: what is swapped shows.
    #expect(once.d > 1e10 * once.k)
  }

  @Test("The failure budget adds up to the secrecy parameter")
  func budget() throws {
    for o in [
      FiniteKeyOptions(), FiniteKeyOptions(pairCutoff: 7, composition: .curras2021, secrecy: 1e-6),
      FiniteKeyOptions(composition: .root),
      FiniteKeyOptions(explicitShares: .init(estimation: 1e-20, amplification: 1e-9)),
      FiniteKeyOptions(analysesTried: 7),
    ] {
      let budget = FiniteKey.budget(Benchmark.settings, o)
      let shares = FailureShares<Double>(o, Benchmark.settings)
      #expect(relativeDifference(budget.total, o.totalSecrecy) < 1e-12 && budget.secrecy == o.totalSecrecy)
      let estimates = budget.items.dropLast()
      #expect(estimates.reduce(0) { $0 + $1.count } == shares.decoyEvents + shares.concentrationEvents)
      #expect(budget.correctness == o.correctness)
      guard o.composition == .linear, o.analysesTried == 1 else { continue }
      // What is added up without a root is its probability.
      for item in budget.items.prefix(2) {
        #expect(relativeDifference(item.contribution, Double(item.count) * item.probabilityEach) < 1e-12)
      }
    }
    #expect(FiniteKey.budget(Benchmark.settings, FiniteKeyOptions(analysesTried: 7)).composition.contains("7 analyses"))
  }

  @Test("Linear >= root less 7 bits, evaluated or not, at S up to 8; the tails W_j are no longer than the sums")
  func neverShorter() throws {
    var random = SplitMix64(seed: 781)
    var longer = 0
    for number in 0..<16 {
      let c = RandomCase(&random, decoys: 2...3, loss: 15...55, symmetric: number % 2 == 0)
      let cutoff = random.pick([2, 4, 6, 8])
      func estimate(_ composition: SecrecyComposition) -> FiniteKeyEstimate<Double> {
        PhaseErrorEstimation.estimate(
          c.counts, c.settings, FiniteKeyOptions(pairCutoff: cutoff, photonCutoff: 8, composition: composition),
          forecast: .evaluated, effort: .search)
      }
      let (linear, root) = (estimate(.linear), estimate(.root))
      if linear.rawLength < root.rawLength - 7 { Issue.record("\(linear.rawLength) < \(root.rawLength): \(c.label)") }
      if linear.rawLength > root.rawLength + 7 { longer += 1 }
      for (a, b) in zip(linear.tails, root.tails) { #expect(a > 0 && a < b) }
    }
    #expect(longer > 8)
  }

  @Test("Fewer dark counts never cost key: no zeros at low ones (TF-34a)")
  func darkCounts() throws {
    func length(_ pd: Double, _ forecast: Forecast? = nil) throws -> Double {
      let setup = link(lossDecibel: 50, pd: pd, theta: Benchmark.theta)
      let counts = Observations.expected(setup, Benchmark.settings, rounds: 7.5e11)
      return try FiniteKey.estimate(counts, Benchmark.settings, FiniteKeyOptions(), predictions: forecast).rawLength
    }
    let lengths = try [0, 1e-12, 1e-9, 1e-8, 1e-7, 1e-6].map { try length($0) }
    #expect(zip(lengths, lengths.dropFirst()).allSatisfy { $0 >= $1 * (1 - 1e-6) } && lengths[4] > 0)
  }
}
