// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@testable import TwinField

@Suite("Where predictions come from (TF-34, TF-34a, TF-34b) and what looks fitted (section 8)")
struct ForecastTests {
  private let options = FiniteKeyOptions(photonCutoff: 8)

  @Test("Predictions by successes see nothing of the data but their sum")
  func successes() throws {
    var random = SplitMix64(seed: 791)
    for _ in 0..<4 {
      let c = RandomCase(&random, decoys: 2...3, loss: 15...50)
      let counts = c.counts.rounded
      // Counts moved between the modes and the cells at fixed n_s.
      var moved = counts
      let some = (counts.keyCount / 20).rounded()
      moved.keyCount -= some
      moved.keyErrors = (moved.keyErrors / 2).rounded()
      moved.testCounts[0][0] += some
      moved.testCounts[1][1] += moved.testCounts[1][0]
      moved.testCounts[1][0] = 0
      #expect(moved.successes == counts.successes)
      let one: FiniteKeyEstimate<Double> = PhaseErrorEstimation.estimate(
        counts, c.settings, options, forecast: .successes, effort: .search)
      let predictions = Predictions.from(
        successes: moved.successes, rounds: moved.rounds, c.settings, options)
      #expect(one.predictions == predictions && !predictions.pairs.isEmpty)
      let other: FiniteKeyEstimate<Interval> = PhaseErrorEstimation.estimate(
        moved, c.settings, options, forecast: .successes, effort: .search)
      #expect(other.obstacle != nil || other.predictions == predictions)
    }
  }

  @Test("The standard link gives as many successes as the run; clamped where none does")
  func standardLink() throws {
    let settings = Settings(
      alice: Benchmark.settings.alice,
      bob: SideSettings(signalIntensity: 0.05, testIntensities: [0.5, 0.2, 0], testProbabilities: [0.2, 0.2, 0.6]),
      keyModeProbability: 0.6, bobKeyModeProbability: 0.7)
    for successes in [2e6, 3e8] {
      let p = Predictions.from(successes: successes, rounds: 1e11, settings, options)
      let tests = try #require(p.testCount)
      // The model itself, by its one parameter: a secant search of our own.
      func counts(_ t: Double) -> Observations {
        .expected(link(t, t * 0.02 / 0.05, pd: 1e-8), settings, rounds: 1e11)
      }
      var (low, high) = (1e-9, 1.0)
      for _ in 0..<80 {
        let middle = (low * high).squareRoot()
        if counts(middle).successes < successes { low = middle } else { high = middle }
      }
      #expect(relativeDifference(counts(low).testCount, tests) < 1e-9)
    }
    let dark = Predictions.from(successes: 1, rounds: 1e11, settings, options)
    #expect(dark.testCount == Observations.expected(link(0, 0, pd: 1e-8), settings, rounds: 1e11).testCount)
    let bright = Predictions.from(successes: 1e11, rounds: 1e11, settings, options)
    #expect(bright.testCount == Observations.expected(link(1, 0.4, pd: 1e-8), settings, rounds: 1e11).testCount)
  }

  @Test("Successes come near to a plan, and both near to what planning says")
  func near() throws {
    let counts = Benchmark.counts.rounded
    let planned = try FiniteKey.estimate(Benchmark.counts, Benchmark.settings, options).rawLength
    let without = try FiniteKey.estimate(counts, Benchmark.settings, options).rawLength
    #expect(relativeDifference(planned, without) < 3e-3)
    let rehearsed = try FiniteKey.estimate(
      Benchmark.counts, Benchmark.settings, options, predictions: .successes
    ).rawLength
    #expect(relativeDifference(without, rehearsed) < 1e-5)
    // The bounds of the analysed counts themselves are no prediction.
    #expect(throws: InputError.self) {
      _ = try FiniteKey.estimate(counts, Benchmark.settings, options, predictions: .evaluated)
    }
  }

  @Test("A plan's own bounds are used as they are; a plan without counts predicts nothing")
  func plans() throws {
    let plan = Predictions.evaluating(Benchmark.counts, Benchmark.settings, options)
    let e = try FiniteKey.estimate(Benchmark.counts, Benchmark.settings, options)
    #expect(plan == e.predictions && plan.pairs.count == 9)
    var empty = Benchmark.counts
    empty.testCounts = empty.testCounts.map { $0.map { _ in 0 } }
    #expect(Predictions.evaluating(empty, Benchmark.settings, options) == Predictions())
  }

  @Test("Predictions that are the data: M_Z, its neighbours, the bounds, Sigma_ph")
  func fitted() throws {
    let counts = Benchmark.counts.rounded
    let seen = try FiniteKey.estimate(counts, Benchmark.settings, options)
    var honest = Predictions.evaluating(Benchmark.counts, Benchmark.settings, options)
    honest.testCount = counts.testCount * 1.001
    for (pair, value) in honest.pairs { honest.pairs[pair] = value * 1.001 }
    honest.phaseErrors = (honest.phaseErrors ?? 0) * 1.001
    func refusal(_ change: (inout Predictions) -> Void) -> String? {
      var p = honest
      change(&p)
      do {
        _ = try FiniteKey.analyse(counts, Benchmark.settings, options, predictions: .given(p))
        return nil
      } catch { return "\(error)" }
    }
    #expect(refusal { _ in } == nil)
    let near = 2e-3 * counts.testCount.squareRoot()
    for shift in [0, 1, -1, near * 0.99, -near * 0.99] {
      #expect(refusal { $0.testCount = counts.testCount + shift }?.contains("looks fitted to the data") == true)
    }
    #expect(refusal { $0.testCount = counts.testCount + near * 1.01 } == nil)
    let (a, b) = (PhotonPair(1, 1), PhotonPair(2, 2))
    #expect(refusal { $0.pairs[a] = seen.pairs[a] } == nil)
    let two = refusal {
      $0.pairs[a] = seen.pairs[a]
      $0.pairs[b] = seen.pairs[b].map { $0 + 0.009 * $0.squareRoot() }
    }
    #expect(two?.contains("look fitted to the data: they are the bounds of these counts") == true)
    // Small bounds are hit by chance.
    #expect(
      refusal {
        $0.pairs[a] = seen.pairs[a]
        $0.pairs[PhotonPair(0, 0)] = seen.pairs[PhotonPair(0, 0)]
      } == nil)
    // Σ_ph of these data with these predictions.
    let sum = try FiniteKey.estimate(
      counts, Benchmark.settings, options, predictions: .given(honest)
    ).phaseErrorSum.value
    #expect(refusal { $0.phaseErrors = sum }?.contains("looks fitted to the data: their Sigma_ph") == true)
    #expect(refusal { $0.phaseErrors = sum + 0.02 * sum.squareRoot() } == nil)
    // Between 1e4 and 1e5 only the count itself; below nothing.
    for (observed, predicted, isFitted) in [
      (5e4, 5e4, true), (5e4, 5e4 + 0.5, true), (5e4, 5e4 + 1, false), (9999.0, 9999.0, false), (1e5, 1e5 + 1.5, true),
      (1e5, 1e5 + 1.6, false),
    ] {
      let isRefused = (try? FittedPredictions.refuse(predicted, observed: observed)) == nil
      #expect(isRefused == isFitted, "\(observed) \(predicted)")
    }
    // Planning with one's own expectations is no fit.
    #expect(
      throws: Never.self,
      performing: {
        _ = try FiniteKey.analyse(Benchmark.counts, Benchmark.settings, options, predictions: .given(honest))
      })
  }
}
