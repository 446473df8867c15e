// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@testable import TwinField

@Suite("Rates with finitely many decoys (sections 5.3 and 7.7)")
struct DecoyRateTests {
  private func estimate(
    _ setup: Setup, _ settings: Settings, cutoff: Int, ncut: Int = 10, _ method: PhaseErrorMethod = .separate,
    f: Double = 1
  ) throws -> AsymptoticEstimate {
    try AsymptoticAnalysis.estimate(
      setup, settings,
      AsymptoticOptions(
        estimation: .linearProgram, method: method, pairCutoff: cutoff, photonCutoff: ncut, errorCorrectionEfficiency: f
      ))
  }

  @Test("How many decoys: the sheet's rates at 50 dB")
  func numbers() throws {
    let four = try estimate(Benchmark.asymptotic, alike(0.02, [0.4, 0.15, 0.03, 1e-5]), cutoff: 8, ncut: 14)
    #expect(relativeDifference(four.rate, 5.62884e-5) < 2e-6)
    let three = try estimate(Benchmark.asymptotic, alike(0.02, [0.3, 0.05, 1e-4]), cutoff: 8)
    #expect(relativeDifference(three.rate, 5.058e-5) < 1e-5)
    #expect(try estimate(Benchmark.asymptotic, alike(0.02, [0.3, 1e-3]), cutoff: 8).rate == 0)
    let two = try estimate(Benchmark.setup, alike(0.008, [0.25, 1e-4]), cutoff: 8)
    #expect(relativeDifference(two.rate, 9.27061e-6) < 1e-6)
    // (0.4, 0.1, 1e-4) at S = 6.
    let other = try estimate(Benchmark.asymptotic, alike(0.02, [0.4, 0.1, 1e-4]), cutoff: 6)
    #expect(relativeDifference(other.phaseErrorUncapped, 0.1001221029) < 1e-8)
    #expect(relativeDifference(other.rate, 4.87665425e-5) < 1e-8)
  }

  @Test("The joint bound: the sheet's figures, certified from above")
  func joint() throws {
    for (setup, settings, phaseError, rate) in [
      (Benchmark.asymptotic, alike(0.02, [0.4, 0.1, 1e-4]), 0.093930, 5.1291e-5),
      (Benchmark.asymptotic, alike(0.02, [0.3, 0.05, 1e-4]), nil, 5.3595e-5),
      (Benchmark.setup, alike(0.008, [0.25, 1e-4]), nil, 1.0204e-5),
    ] as [(Setup, Settings, Double?, Double)] {
      let e = try estimate(setup, settings, cutoff: 8, .joint)
      if let phaseError { #expect(relativeDifference(e.phaseErrorUncapped, phaseError) < 1e-5) }
      #expect(relativeDifference(e.rate, rate) < 5e-5)
    }
  }

  @Test("Joint <= separate, and never below what the true yields or an eavesdropper's give")
  func jointBetween() throws {
    var random = SplitMix64(seed: 741)
    var gain = 1.0
    for number in 0..<16 {
      let c = RandomCase(&random, decoys: 2...3, symmetric: number % 2 == 0)
      let cutoff = 4
      let yields = AdversarialYields(&random)
      let own = number % 4 == 3
      let gains =
        own
        ? yields.gains(c.settings.alice.testIntensities, c.settings.bob.testIntensities) : c.gains
      let program = try #require(DecoyProgram(gains, cutoff: 6))
      let bounds = program.upperBounds(PhotonPair.equalParity(upTo: cutoff), effort: .search)
      let weights = ParityWeights<Double>(
        alice: .catState(intensity: c.settings.alice.signalIntensity, cutoff: cutoff),
        bob: .catState(intensity: c.settings.bob.signalIntensity, cutoff: cutoff), cutoff: cutoff)
      let separate = weights.phaseErrorSum(rootsOf: { (bounds.values[$0] ?? 1).squareRoot() }, tailScale: 1)
      let concave = ConcavePhaseErrorSum(
        weights: weights.enclosed, constants: weights.enclosed.tails, offsets: [:], slopes: [:])
      let joint = try #require(JointBound.maximum(of: concave, over: program.polytope)).value
      let truth = weights.phaseErrorSum(
        rootsOf: { (own ? yields[$0] : c.model.yield($0.n, $0.m)).squareRoot() }, tailScale: 1)
      if joint < truth { Issue.record("case \(number): joint \(joint) below the truth \(truth): \(c.label)") }
      if joint > separate * (1 + 2e-6) { Issue.record("case \(number): joint \(joint), separate \(separate)") }
      gain = max(gain, separate / joint)
    }
    #expect(gain > 1.02)
  }

  @Test("Tangents: value and gradient of the concave sum (TF-35)")
  func tangent() throws {
    let weights = ParityWeights<Interval>(
      alice: .catState(intensity: Interval(0.3), cutoff: 4), bob: .catState(intensity: Interval(0.2), cutoff: 4),
      cutoff: 4)
    let pair = PhotonPair(1, 1)
    let sum = ConcavePhaseErrorSum(
      weights: weights, constants: [Interval(0.5), Interval(0.25)], offsets: [pair: Interval(0.125)],
      slopes: [pair: Interval(1.5)])
    #expect(sum.terms.map(\.pair) == PhotonPair.equalParity(upTo: 4))
    func value(_ y: [Double]) -> Double {
      var sums = [0.5, 0.25]
      for (term, y) in zip(sum.terms, y) {
        let inside = term.pair == pair ? 0.125 + 1.5 * y : y
        sums[term.pair.n % 2] += weights.weight(term.pair).approximation * inside.squareRoot()
      }
      return sums[0] * sums[0] + sums[1] * sums[1]
    }
    var random = SplitMix64(seed: 742)
    for _ in 0..<20 {
      let y = sum.terms.map { _ in random.uniform(0.1, 1) }
      let tangent = try #require(sum.tangent(at: y))
      #expect(tangent.value.contains(value(y)) || relativeDifference(tangent.value.approximation, value(y)) < 1e-14)
      #expect(tangent.value.width < 1e-13)
      for k in y.indices {
        var (up, down) = (y, y)
        up[k] += 1e-5
        down[k] -= 1e-5
        let slope = (value(up) - value(down)) / 2e-5
        #expect(relativeDifference(tangent.gradient[k].approximation, slope) < 1e-6)
      }
      // It lies above the sum everywhere.
      let other = sum.terms.map { _ in random.unit() }
      let above = zip(zip(other, y), tangent.gradient).reduce(tangent.value.approximation) {
        $0 + ($1.0.0 - $1.0.1) * $1.1.approximation
      }
      #expect(above >= value(other) * (1 - 1e-14))
    }
    #expect(sum.tangent(at: sum.terms.map { _ in 0 }) == nil)
  }

  @Test("Infinite >= four >= three >= two decoys for nested sets; more pairs never loosen")
  func nested() throws {
    var random = SplitMix64(seed: 743)
    var positive = 0
    for _ in 0..<14 {
      var c = RandomCase(&random, decoys: 4...4, loss: 30...50, symmetric: true)
      c.setup.polarisationAngle *= 0.7
      let mu = c.settings.alice.testIntensities
      func raw(_ kept: [Int], cutoff: Int) throws -> Double {
        let settings = alike(0.012, kept.map { mu[$0] })
        let options = AsymptoticOptions(estimation: .linearProgram, pairCutoff: cutoff)
        return AsymptoticAnalysis.evaluate(c.model, settings, options, effort: .search).phaseErrorUncapped
      }
      let infinite = try AsymptoticAnalysis.estimate(c.setup, signals(0.012), AsymptoticOptions(pairCutoff: 4))
      let list = [
        infinite.phaseErrorUncapped, try raw([0, 1, 2, 3], cutoff: 4), try raw([0, 1, 3], cutoff: 4),
        try raw([0, 3], cutoff: 4),
        try raw([0, 3], cutoff: 2),
      ]
      for (a, b) in zip(list, list.dropFirst()) where a > b * (1 + 1e-9) { Issue.record("\(list): \(c.label)") }
      if list[1] < 0.3 { positive += 1 }
    }
    #expect(positive > 7)
  }

  @Test("Closed forms give less than linear programs, and a key all the same")
  func analytic() throws {
    let settings = alike(0.02, [0.4, 0.15, 0.03, 1e-5])
    let options = AsymptoticOptions(estimation: .analytic, errorCorrectionEfficiency: 1)
    let closed = try AsymptoticAnalysis.estimate(Benchmark.asymptotic, settings, options)
    let certified = try estimate(Benchmark.asymptotic, settings, cutoff: 6)
    #expect(closed.rate > 0 && closed.rate < certified.rate)
    #expect(closed.yields[PhotonPair(0, 4)] == 1 && closed.yields.count == 16)
    #expect(options.pairCutoff == 6 && AsymptoticOptions().pairCutoff == 12)
  }
}
