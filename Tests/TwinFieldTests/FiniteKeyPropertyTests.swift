// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateBounds
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@testable import TwinField

@Suite("Properties of finite keys (sections 7 and 13)")
struct FiniteKeyPropertyTests {
  private func estimate(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions, _ predictions: Predictions?
  ) throws -> FiniteKeyEstimate<Double> {
    let forecast = predictions.map { Forecast.given($0) } ?? .evaluated
    try FiniteKey.check(counts, settings, options, forecast)
    return PhaseErrorEstimation.estimate(counts, settings, options, forecast: forecast, effort: .search)
  }

  /// Links on which a block of the drawn size has a key or nearly has.
  private func cases(seed: UInt64, _ count: Int) -> [RandomCase] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { k in
      var c = RandomCase(&random, decoys: 3...3, loss: 20...45, symmetric: k % 2 == 0)
      c.setup.polarisationAngle *= 0.5
      return c
    }
  }

  @Test("More rounds, larger epsilons, fewer errors: never less key")
  func monotone() throws {
    var positive = 0
    for c in cases(seed: 751, 10) {
      let options = FiniteKeyOptions(photonCutoff: 8)
      let predictions = c.predictions(pairCutoff: 4)
      let base = try estimate(c.counts, c.settings, options, predictions)
      if base.rawLength > 0 { positive += 1 }
      var larger = c
      larger.rounds *= 3
      let more = try estimate(larger.counts, c.settings, options, larger.predictions(pairCutoff: 4))
      if base.rawLength > 0, more.rawLength / 3 < base.rawLength * (1 - 1e-9) { Issue.record("3 N: \(c.label)") }
      var strict = options
      strict.secrecy = 1e-14
      if try estimate(c.counts, c.settings, strict, predictions).rawLength >= base.rawLength {
        Issue.record("a smaller eps_sec costs nothing: \(c.label)")
      }
      strict = options
      strict.correctness /= 1024
      let verified = try estimate(c.counts, c.settings, strict, predictions).rawLength
      #expect(abs(base.rawLength - verified - 10) < 1e-6 * abs(base.rawLength).ulp * 1e9)
      var counts = c.counts
      counts.keyErrors *= 1.1
      #expect(try estimate(counts, c.settings, options, predictions).rawLength < base.rawLength)
      strict = options
      strict.analysesTried = 100
      #expect(try estimate(c.counts, c.settings, strict, predictions).phaseErrors.value > base.phaseErrors.value)
      strict = options
      strict.leakage = .measured(bits: base.leakage.value + 12345)
      let measured = try estimate(c.counts, c.settings, strict, predictions).rawLength
      #expect(abs(base.rawLength - measured - 12345) < 1e-3)
    }
    #expect(positive >= 5)
  }

  @Test("Finite <= linear programs pX² <= infinite pX², separate with separate and joint with joint")
  func order() throws {
    var positive = 0
    for (k, c) in cases(seed: 752, 8).enumerated() {
      let method = PhaseErrorMethod.allCases[k % 2]
      let finite = try estimate(
        c.counts, c.settings, FiniteKeyOptions(photonCutoff: 8, method: method), nil)
      let options = AsymptoticOptions(estimation: .linearProgram, method: method, pairCutoff: 4, photonCutoff: 8)
      let decoys = AsymptoticAnalysis.evaluate(c.model, c.settings, options, effort: .search).rate
      let infinite = try AsymptoticAnalysis.estimate(c.setup, c.settings, AsymptoticOptions(pairCutoff: 20)).rate
      let rates = [finite.rawLength / c.rounds, decoys * c.settings.bothInKeyMode, infinite * c.settings.bothInKeyMode]
      if rates[0] > rates[1] || rates[1] > rates[2] * (1 + 1e-12) { Issue.record("\(rates): \(c.label)") }
      if rates[0] > RepeaterChain.bound(links: [c.setup.aliceArm, c.setup.bobArm]) { Issue.record("\(c.label)") }
      if rates[0] > 0 { positive += 1 }
    }
    #expect(positive >= 3)
  }

  @Test("Larger blocks have higher rates, up to the asymptotic one, and beat the repeaterless bound at 50 dB")
  func convergence() throws {
    func rate(_ rounds: Double, cutoff: Int) throws -> Double {
      let counts = Observations.expected(Benchmark.setup, Benchmark.settings, rounds: rounds)
      let predictions = Predictions(Benchmark.setup, Benchmark.settings, rounds: rounds, pairCutoff: cutoff)
      return try estimate(counts, Benchmark.settings, FiniteKeyOptions(pairCutoff: cutoff), predictions).rawLength
        / rounds
    }
    let rates = try [1e10, 1e11, 1e12, 1e14, 1e18].map { try rate($0, cutoff: 4) }
    #expect(zip(rates, rates.dropFirst()).allSatisfy { $0 < $1 })
    let limit =
      AsymptoticAnalysis.evaluate(
        ChannelModel(Benchmark.setup), Benchmark.settings,
        AsymptoticOptions(estimation: .linearProgram, pairCutoff: 8), effort: .full
      ).rate * Benchmark.settings.bothInKeyMode
    let last = try rate(1e18, cutoff: 8)
    // Emitted numbers are random, so that there is no cap at yields of 1: 0.4 % remain.
    #expect(rates[4] < last && last < limit && last > 0.995 * limit)
    #expect(last > PureLoss.repeaterless(transmittance(1e-5)))
  }

  @Test("Counts that an eavesdropper makes of photon numbers, beyond the cut-off too, stay below M^U")
  func adversary() throws {
    var random = SplitMix64(seed: 753)
    for number in 0..<40 {
      let mu = [random.uniform(0.6, 1.2), random.uniform(0.1, 0.4), 1e-3]
      let side = SideSettings(signalIntensity: 0.02, testIntensities: mu, testProbabilities: [0.3, 0.3, 0.4])
      var bob = side
      bob.testIntensities = [random.uniform(0.5, 0.9), random.uniform(0.05, 0.3), 0]
      let settings = Settings(alice: side, bob: bob, keyModeProbability: 0.5)
      let cutoff = 4
      func shares(_ side: SideSettings, _ n: Int) -> [Double] {
        let weights = zip(side.testIntensities, side.testProbabilities).map {
          $1 * PoissonWeights.probability(photons: n, mean: $0)
        }
        return weights.map { $0 / weights.reduce(0, +) }
      }
      // Photon numbers behind the successes: what is emitted beyond the cut-off succeeds, the rest as Eve likes.
      let rounds = 1e8
      func emitted(_ n: Int, _ m: Int) -> Double {
        func p(_ side: SideSettings, _ n: Int) -> Double {
          zip(side.testIntensities, side.testProbabilities).reduce(0) {
            $0 + $1.1 * PoissonWeights.probability(photons: n, mean: $1.0)
          }
        }
        return rounds * 0.25 * p(side, n) * p(bob, m)
      }
      let yields = AdversarialYields(&random)
      var truth: [[Double]] = []
      for n in 0...14 {
        truth.append((0...14).map { m in emitted(n, m) * (max(n, m) > cutoff ? 1 : yields[PhotonPair(n, m)]) })
      }
      var counts = Observations(
        keyCount: 1e5, keyErrors: 1e3, testCounts: [[0, 0, 0], [0, 0, 0], [0, 0, 0]], rounds: rounds, origin: .expected)
      for n in 0...14 {
        for m in 0...14 {
          for (i, p) in shares(side, n).enumerated() {
            for (j, q) in shares(bob, m).enumerated() { counts.testCounts[i][j] += p * q * truth[n][m] }
          }
        }
      }
      // So weak a bound that hardly anything but N_out separates means and counts.
      let program = try #require(
        CountsProgram(counts, settings, cutoff: cutoff, DecoyTailExponent(Interval(1e-3))))
      let beyond = (0...14).reduce(0.0) { sum, n in
        (0...14).reduce(sum) { max(n, $1) > cutoff ? $0 + truth[n][$1] : $0 }
      }
      #expect(program.beyondCutoff.lower >= beyond)
      let pairs = PhotonPair.equalParity(upTo: 4)
      let bounds = program.upperBounds(pairs, effort: .full)
      if bounds.isInfeasible { Issue.record("case \(number): possible counts are called contradictory") }
      for pair in pairs where (bounds.values[pair] ?? 0) < truth[pair.n][pair.m] * (1 - 1e-12) {
        Issue.record("case \(number): M(\(pair)) = \(truth[pair.n][pair.m]), bound \(bounds.values[pair] ?? 0)")
      }
    }
  }

  @Test("Joint <= separate, and never below what the true counts give (TF-35)")
  func joint() throws {
    for c in cases(seed: 754, 6) {
      let predictions = c.predictions(pairCutoff: 4)
      var options = FiniteKeyOptions(photonCutoff: 6)
      let separate = try estimate(c.counts, c.settings, options, predictions)
      options.method = .joint
      let joint = try estimate(c.counts, c.settings, options, predictions)
      #expect(joint.phaseErrorSum.value <= separate.phaseErrorSum.value)
      #expect(joint.pairs == separate.pairs)
      // The sum at the true counts, by the formula of TF-31.
      let n = joint.keyCount + joint.testCount
      let bound = DependentTrialsBound(trials: n, joint.shares.concentration)
      let weights = ParityWeights<Double>(
        alice: .signalOverTest(c.settings.alice, cutoff: 4), bob: .signalOverTest(c.settings.bob, cutoff: 4), cutoff: 4,
        tail: .rootOfSquares)
      let truth = weights.phaseErrorSum(
        rootsOf: { pair in
          let count = predictions.pairs[pair] ?? 0
          return bound.sumFromCount(predicted: count)(count).squareRoot()
        }, tailScale: joint.testSum.value.squareRoot())
      let odds = c.settings.bothInKeyMode / c.settings.bothInTestMode
      if joint.phaseErrorSum.value < odds * truth { Issue.record("joint below the truth: \(c.label)") }
    }
  }
}
