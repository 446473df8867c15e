// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@testable import TwinField

@Suite("Concentration by method and prediction (section 7.5)")
struct PredictionTests {
  private func estimate(_ method: ConcentrationMethod, _ predictions: Predictions?) -> FiniteKeyEstimate<Double> {
    PhaseErrorEstimation.estimate(
      Benchmark.counts, Benchmark.settings,
      FiniteKeyOptions(photonCutoff: 8, concentration: method, composition: .root),
      forecast: predictions.map { .given($0) } ?? .untuned, effort: .search)
  }

  @Test("What is not predicted is bounded without a prediction, term by term")
  func fallback() {
    let full = Benchmark.predictions()
    let kato = estimate(.kato, full)
    let azuma = estimate(.azuma, full)
    #expect(kato.tuned.count == 11 && azuma.tuned == TunedTerms())
    #expect(estimate(.kato, nil).rawLength == azuma.rawLength)
    #expect(estimate(.kato, Predictions()).rawLength == azuma.rawLength)
    #expect(estimate(.azuma, nil).rawLength == azuma.rawLength)
    // The paper's choice is Kato for the vacuum pair alone.
    let paper = estimate(.paper, full)
    let vacuum = Predictions(pairs: [PhotonPair(0, 0): full.pairs[PhotonPair(0, 0)] ?? 0])
    #expect(paper.tuned == TunedTerms(pairs: [PhotonPair(0, 0)]))
    #expect(
      estimate(.kato, vacuum).rawLength == paper.rawLength && estimate(.paper, vacuum).rawLength == paper.rawLength)
    #expect(
      estimate(.paper, Predictions(testCount: full.testCount, phaseErrors: full.phaseErrors)).rawLength
        == azuma.rawLength)
    // Each missing term costs, and only its own.
    for pair in PhotonPair.equalParity(upTo: 4) {
      var p = full
      p.pairs[pair] = nil
      let e = estimate(.kato, p)
      #expect(e.tuned.count == 10 && !e.tuned.pairs.contains(pair) && e.rawLength > azuma.rawLength)
      // Where the linear program cannot follow the prediction, Kato's bound may be the looser one.
      let isNear = (kato.pairs[pair] ?? 0) < 10 * (full.pairs[pair] ?? 0)
      #expect(isNear == (pair.n < 4 && pair.m < 4))
      #expect(isNear ? e.rawLength < kato.rawLength : e.rawLength < kato.rawLength * 1.001)
      #expect(e.testSum.value == kato.testSum.value)
    }
    var p = full
    p.testCount = nil
    let noTail = estimate(.kato, p)
    #expect(noTail.testSum.value == azuma.testSum.value && noTail.rawLength < kato.rawLength)
    #expect(noTail.tuned.count == 10 && !noTail.tuned.tail)
    p = full
    p.phaseErrors = nil
    let noPhase = estimate(.kato, p)
    #expect(
      noPhase.phaseErrorSum.value == kato.phaseErrorSum.value && noPhase.phaseErrors.value > kato.phaseErrors.value)
    let added = (kato.keyCount + kato.testCount) * kato.shares.concentration.value / 2
    #expect(relativeDifference(noPhase.phaseErrors.value - noPhase.phaseErrorSum.value, added.squareRoot()) < 1e-9)
    #expect(noPhase.tuned.count == 10 && !noPhase.tuned.phaseErrors)
  }

  @Test("Wrong predictions loosen, right ones are near the best")
  func wrong() {
    let full = Benchmark.predictions()
    let best = estimate(.kato, full)
    for factor in [0.0, 0.3, 3, 30, 1e6] {
      var p = full
      p.phaseErrors = (p.phaseErrors ?? 0) * factor
      #expect(estimate(.kato, p).phaseErrors.value > best.phaseErrors.value)
    }
    // The count that the bound will meet is Σ_ph, above the expected one: a little more is a little better.
    var p = full
    p.phaseErrors = best.phaseErrors.value
    #expect(estimate(.kato, p).phaseErrors.value < best.phaseErrors.value)
    #expect(estimate(.kato, p).phaseErrors.value > best.phaseErrors.value * 0.999)
  }

  @Test("Sums over trials are never above the number of trials")
  func caps() {
    var counts = Benchmark.counts
    // Next to nothing in the key mode: Azuma's addition exceeds what is left.
    counts.keyCount = 10
    counts.keyErrors = 1
    counts.testCounts = counts.testCounts.map { $0.map { ($0 / 1e6).rounded() } }
    let e =
      PhaseErrorEstimation.estimate(
        counts, Benchmark.settings, FiniteKeyOptions(concentration: .azuma), forecast: .untuned, effort: .search)
      as FiniteKeyEstimate<Double>
    #expect(e.testSum.value == counts.successes && e.phaseErrors.value == counts.successes)
    #expect(e.phaseError.value == 0.5 && e.phaseErrorUncapped == counts.successes / 10)
  }

  @Test("A prediction that Kato's bound cannot use is not counted as used")
  func unusable() {
    // So few phase errors that the slope of TF-28 would turn.
    var counts = Benchmark.counts
    counts.keyCount = 200
    counts.keyErrors = 2
    counts.testCounts = counts.testCounts.map { $0.map { ($0 / 1e5).rounded() } }
    let e: FiniteKeyEstimate<Double> = PhaseErrorEstimation.estimate(
      counts, Benchmark.settings, FiniteKeyOptions(photonCutoff: 6),
      forecast: .given(Predictions(testCount: counts.testCount, phaseErrors: 0)), effort: .search)
    let bound = DependentTrialsBound(trials: counts.successes, e.shares.concentration)
    #expect(!bound.countFromSum(predicted: 0).usesPrediction)
    #expect(!e.tuned.phaseErrors && e.tuned.pairs.isEmpty)
    #expect(e.tuned.tail == bound.sumFromCount(predicted: counts.testCount).usesPrediction)
  }
}
