// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@testable import TwinField

@Suite("The finite-key analysis by enclosures")
struct EnclosureTests {
  private func check(
    _ c: RandomCase, _ counts: Observations, _ options: FiniteKeyOptions, _ predictions: Forecast, isOrdinary: Bool
  ) {
    let double: FiniteKeyEstimate<Double> = PhaseErrorEstimation.estimate(
      counts, c.settings, options, forecast: predictions, effort: .search)
    let interval: FiniteKeyEstimate<Interval> = PhaseErrorEstimation.estimate(
      counts, c.settings, options, forecast: predictions, effort: .search)
    // The programs are certified by enclosures in either case.
    #expect(relativeDifference(double.beyondCutoff.value, interval.beyondCutoff.value) < 1e-12)
    for (pair, value) in double.pairs where relativeDifference(value, interval.pairs[pair] ?? 0) > 1e-9 {
      Issue.record("M^U(\(pair)) = \(value) and \(interval.pairs[pair] ?? 0): \(c.label)")
    }
    let scale = double.keyCount
    let list: [(String, Double, Interval, Double)] = [
      ("l_raw", double.rawLength, interval.rawLength, scale),
      ("N_ph", double.phaseErrors.value, interval.phaseErrors.value, scale),
      ("Sigma_ph", double.phaseErrorSum.value, interval.phaseErrorSum.value, double.phaseErrorSum.value),
      ("e_ph", double.phaseError.value, interval.phaseError.value, 1),
      ("SU(M_Z)", double.testSum.value, interval.testSum.value, double.testSum.value),
      ("W_0", double.tails[0], interval.tails[0], double.tails[0]),
      ("W_1", double.tails[1], interval.tails[1], double.tails[1]),
      ("leak", double.leakage.value, interval.leakage.value, scale),
      ("penalty", double.penalty.value, interval.penalty.value, 100),
      ("ln(1/eps_d)", double.shares.decoyTail.value, interval.shares.decoyTail.value, 100),
      ("ln(1/eps_k)", double.shares.concentration.value, interval.shares.concentration.value, 100),
      (
        "M_X^U", double.keyCountBound?.value ?? 0, interval.keyCountBound?.value ?? Interval(0),
        Swift.max(scale, double.keyCountBound?.value ?? 0)
      ),
    ]
    for (name, value, enclosure, unit) in list {
      // Programs whose data differ in the last digit may end 1e-10 apart.
      let isInside = enclosure.lower - 1e-10 * unit <= value && value <= enclosure.upper + 1e-10 * unit
      let isNarrow = !isOrdinary || enclosure.width <= 1e-9 * unit
      if !isInside || !isNarrow { Issue.record("\(name): \(value) and \(enclosure): \(c.label)") }
    }
    #expect(double.obstacle == interval.obstacle && double.tuned == interval.tuned)
  }

  @Test("The double lies in it, and it is narrow")
  func enclosures() {
    var random = SplitMix64(seed: 761)
    for number in 0..<14 {
      let c = RandomCase(&random, decoys: 2...3, loss: 15...55, symmetric: number % 3 == 0)
      let options = FiniteKeyOptions(
        pairCutoff: random.pick([2, 4, 4, 6]), photonCutoff: 6,
        concentration: random.pick(ConcentrationMethod.allCases),
        method: number % 7 == 6 ? .joint : .separate, composition: random.pick([.linear, .linear, .root]),
        secrecy: random.logUniform(1e-14, 1e-6))
      let predictions: Forecast =
        number % 4 == 1
        ? .untuned
        : number % 4 == 2 ? .successes : .given(c.predictions(pairCutoff: options.pairCutoff))
      check(c, number % 2 == 0 ? c.counts : c.counts.rounded, options, predictions, isOrdinary: true)
    }
  }

  @Test("Small and lopsided blocks: still inside")
  func extremes() {
    var random = SplitMix64(seed: 762)
    for number in 0..<12 {
      var c = RandomCase(&random, decoys: 2...2, loss: 15...55)
      c.rounds = random.logUniform(1e3, 1e8).rounded()
      if number % 4 == 0 { c.settings.keyModeProbability = 1e-3 }
      if number % 4 == 1 { c.settings.keyModeProbability = 0.999 }
      let options = FiniteKeyOptions(pairCutoff: 2, photonCutoff: 4)
      check(c, c.counts.rounded, options, .given(c.predictions(pairCutoff: 2)), isOrdinary: false)
    }
  }

  @Test("A measured length is never above the certified end")
  func lengths() throws {
    var random = SplitMix64(seed: 763)
    for _ in 0..<4 {
      let c = RandomCase(&random, decoys: 3...3, loss: 20...45, symmetric: true)
      let options = FiniteKeyOptions(photonCutoff: 6)
      let rate = try FiniteKey.analyse(c.counts.rounded, c.settings, options)
      let interval = try FiniteKey.enclosure(c.counts.rounded, c.settings, options)
      #expect((rate.lengthBits ?? 0) <= max(0, interval.rawLength.lower))
      #expect(rate.rawLengthBits.map { interval.rawLength.lower - $0 < 1e-3 } == true)
    }
  }
}
