// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@testable import TwinField

/// The counts of checkpoint tf-pub-cal-finite-counts-01.
private enum Checkpoint {
  static let settings = alike(0.02, [0.4, 0.1, 1e-4], [0.2, 0.3, 0.5], pX: 0.6)
  static let counts = Observations(
    keyCount: 76_931_588, keyErrors: 1_276_077,
    testCounts: [
      [27_275_512, 25_278_893, 33_423_823], [25_915_643, 15_375_657, 12_561_436], [34_856_568, 13_100_234, 43_678],
    ], rounds: 1e12, origin: .measured)
  static var options: FiniteKeyOptions { FiniteKeyOptions(leakage: .measured(bits: 10_900_000)) }
}

@Suite("Counts that contradict the settings give no key (TF-52, TF-53)")
struct ContradictionTests {
  private func analyse(_ counts: Observations, _ options: FiniteKeyOptions = Checkpoint.options) throws -> SecretKeyRate
  {
    try FiniteKey.analyse(counts, Checkpoint.settings, options)
  }

  private func expectContradiction(_ rate: SecretKeyRate, _ words: String) {
    #expect(rate.lengthBits == 0 && rate.ratePerPulse == 0)
    #expect(rate.reasonForZero == ReasonForZero(.countsContradictSettings, detail: words))
  }

  @Test("M_X, E_X and the leak times 4: refused, where eight times the key came out")
  func inflatedKey() throws {
    #expect((try analyse(Checkpoint.counts).lengthBits ?? 0) > 3e7)
    for (factor, method) in [(4.0, PhaseErrorMethod.separate), (1.4, .separate), (1.25, .joint)] {
      var counts = Checkpoint.counts
      counts.keyCount = (counts.keyCount * factor).rounded()
      counts.keyErrors = (counts.keyErrors * factor).rounded()
      var options = Checkpoint.options
      options.leakage = .measured(bits: 10_900_000 * factor)
      options.method = method
      expectContradiction(try analyse(counts, options), "more key-mode successes than the test counts allow")
    }
    // Within the margin nothing can be said from the counts, and the joint maximum refuses more.
    var counts = Checkpoint.counts
    counts.keyCount = (counts.keyCount * 1.25).rounded()
    #expect((try analyse(counts).lengthBits ?? 0) > 0)
  }

  @Test("M_X^U is that of the sheet, and costs no failure probability")
  func bound() throws {
    let e = try FiniteKey.estimate(Checkpoint.counts, Checkpoint.settings, Checkpoint.options)
    let bound = try #require(e.keyCountBound).value
    #expect(relativeDifference(bound, 102_491_106.83176428) < 2e-5)
    #expect(e.oddPairs.count == 6 && e.oddPairs.keys.allSatisfy { ($0.n + $0.m) % 2 == 1 && $0.n + $0.m <= 4 })
    // By the formula, term by term.
    let n = e.keyCount + e.testCount
    let concentration = DependentTrialsBound(trials: n, e.shares.concentration)
    func root(_ count: Double) -> Double { concentration.sumFromCount(predicted: count)(count).squareRoot() }
    func amplitude(_ k: Int) -> Double {
      let s = 0.02
      let sum = zip([0.4, 0.1, 1e-4], [0.2, 0.3, 0.5]).reduce(0) {
        $0 + $1.1 * exp(s - $1.0) * pow($1.0 / s, Double(k))
      }
      return 1 / sum.squareRoot()
    }
    var all = 0.0
    for j in 0...1 {
      for k in 0...1 {
        var (inner, squares) = (0.0, 0.0)
        for a in stride(from: j, to: 40, by: 2) {
          for b in stride(from: k, to: 40, by: 2) {
            let weight = amplitude(a) * amplitude(b)
            if a + b > 4 {
              squares += weight * weight
            } else {
              let pair = PhotonPair(a, b)
              inner += weight * root(try #require(e.pairs[pair] ?? e.oddPairs[pair]))
            }
          }
        }
        let group = inner + squares.squareRoot() * root(e.testCount)
        all += group * group
      }
    }
    all *= 0.36 / 0.16
    #expect(relativeDifference(concentration.countFromSum(predicted: all)(all), bound) < 1e-9)
    // Refused or not, the phase errors are the same.
    var more = Checkpoint.counts
    more.keyCount += 1
    let next = try FiniteKey.estimate(more, Checkpoint.settings, Checkpoint.options)
    #expect(relativeDifference(next.phaseErrors.value, e.phaseErrors.value) < 1e-6)
  }

  @Test("A test matrix of diag(1, 1, 1), columns exchanged, one row lost")
  func tables() throws {
    var diagonal = Checkpoint.counts
    diagonal.testCounts = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    expectContradiction(try analyse(diagonal), "more key-mode successes than the test counts allow")
    var exchanged = Checkpoint.counts
    exchanged.testCounts = exchanged.testCounts.map { [$0[2], $0[1], $0[0]] }
    #expect(try analyse(exchanged).lengthBits == 0)
    var few = Checkpoint.counts
    few.testCounts = few.testCounts.map { $0.map { ($0 / 50).rounded() } }
    expectContradiction(try analyse(few), "more key-mode successes than the test counts allow")
  }

  @Test("More successes than rounds of their kind, at the limit to the unit")
  func emission() throws {
    let settings = alike(0.02, [0.4, 0.1, 1e-4], [0.2, 0.3, 0.5], pX: 0.1)
    let counts = Observations(
      keyCount: 9_000, keyErrors: 10, testCounts: [[30_000, 3, 3], [3, 3, 3], [3, 3, 3]], rounds: 1e6,
      origin: .measured)
    let exponent = FailureShares<Double>(FiniteKeyOptions(), settings).decoyTail
    func most(_ mean: Double) -> Double {
      PoissonTailBound.count(ofMean: mean, logInverseFailure: exponent.value).value
    }
    func words(_ change: (inout Observations) -> Void) -> String? {
      var c = counts
      change(&c)
      return Contradictions.emission(c, settings, exponent)
    }
    let keyRounds = most(1e6 * 0.01)
    #expect(words { $0.keyCount = keyRounds.rounded(.down) } == nil)
    #expect(words { $0.keyCount = keyRounds.rounded(.up) } == "more key-mode successes than key-mode rounds")
    for (i, j, p) in [(0, 0, 0.04), (1, 2, 0.15), (2, 1, 0.15), (2, 2, 0.25)] {
      let rounds = most(1e6 * 0.81 * p)
      #expect(words { $0.testCounts[i][j] = rounds.rounded(.down) } == nil)
      #expect(
        words { $0.testCounts[i][j] = rounds.rounded(.up) }
          == "more test-mode successes than rounds with these intensities")
    }
    // Each user's own probabilities.
    var unequal = settings
    unequal.bobKeyModeProbability = 0.2
    #expect(Contradictions.emission(counts, unequal, exponent) == nil)
    unequal.bobKeyModeProbability = 0.05
    #expect(Contradictions.emission(counts, unequal, exponent) == "more key-mode successes than key-mode rounds")
    let rate = try FiniteKey.analyse(counts, unequal, FiniteKeyOptions())
    #expect(rate.reasonForZero?.kind == .countsContradictSettings && rate.lengthBits == 0)
  }

  @Test("Honest expected counts are never refused, whatever the settings; expected ones are not asked")
  func honest() throws {
    var random = SplitMix64(seed: 782)
    for number in 0..<24 {
      let c = RandomCase(&random, decoys: 2...3, loss: 5...75, symmetric: number % 2 == 0)
      let e: FiniteKeyEstimate<Interval> = PhaseErrorEstimation.estimate(
        c.counts.rounded, c.settings,
        FiniteKeyOptions(photonCutoff: 8, method: number % 8 == 0 ? .joint : .separate), forecast: .untuned,
        effort: .search)
      if let obstacle = e.obstacle { Issue.record("refused: \(obstacle) \(c.label)") }
      #expect((e.keyCountBound?.value.lower ?? 0) > c.counts.keyCount)
    }
    let planned = try FiniteKey.estimate(Benchmark.counts, Benchmark.settings, FiniteKeyOptions())
    #expect(planned.keyCountBound == nil && planned.oddPairs.isEmpty)
  }
}
