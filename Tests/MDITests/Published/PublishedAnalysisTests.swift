// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import RealModule
import Testing

@testable import MDI

@Suite("The published analysis of Curty et al. 2014 (sections 5.3, 5.4, 5.7)")
struct PublishedAnalysisTests {
  @Test("Deviations of Claim 1: each branch, and the side on which a count may have moved (MDI-27)")
  func deviations() {
    let beta = 30.0
    // A large count in a grid of its own size.
    let large = PublishedDeviations<Double>(beta: beta, total: 2e6)
    #expect(relativeDifference(large.below(1e6), (2e6 * (Double.log(16) + 120)).squareRoot()) < 1e-14)
    #expect(relativeDifference(large.above(1e6), (3e6 * beta).squareRoot()) < 1e-14)
    // m = 50: beta lies between m/3 and (e - 1/2)^2 m, and 9 m/32 is below ln(2/eps).
    let middle = PublishedDeviations<Double>(beta: beta, total: 20_000)
    let hoeffding = (10_000 * beta).squareRoot()
    let x = hoeffding + 50
    #expect(relativeDifference(middle.below(x), hoeffding) < 1e-14)
    #expect(relativeDifference(middle.above(x), (4 * x * beta).squareRoot()) < 1e-14)
    // m = 5, and m < 0.
    for count in [hoeffding + 5, 100] {
      #expect(relativeDifference(middle.below(count), hoeffding) < 1e-14)
      #expect(relativeDifference(middle.above(count), hoeffding) < 1e-14)
    }
    // The edges of the branches: 9 m/32 = ln(2/eps) and m/3 = beta.
    for (edge, jumps) in [(32.0 / 9 * (Double.log(2) + beta), true), (3 * beta, false)] {
      let (before, after) = (hoeffding + edge * (1 - 1e-9), hoeffding + edge * (1 + 1e-9))
      #expect((middle.below(before) != hoeffding) == false)
      #expect((middle.below(after) != hoeffding) == jumps)
      if !jumps { #expect(relativeDifference(middle.above(after), (3 * after * beta).squareRoot()) < 1e-9) }
      if !jumps { #expect(relativeDifference(middle.above(before), (4 * before * beta).squareRoot()) < 1e-9) }
    }
    // They hold for counts of a Poisson variable as the exact bound does.
    let exact = CountTails<Double>(.chernoff, beta: beta)
    for count in [1e4, 1e6, 1e9] {
      let claim = PublishedDeviations<Double>(beta: beta, total: count)
      #expect(count + claim.below(count) >= exact.expectationUpper(count))
      #expect(count - claim.above(count) <= exact.expectationLower(count))
    }
  }

  private let setup = Setup(
    channels: PerParty(both: Transmittance(lossDecibel: 5) ?? .one), detectorEfficiency: Transmittance(0.145) ?? .one,
    darkCountProbability: 3.01e-6, misalignment: 0.015)
  private let choice = ThreeIntensityChoice(
    intensities: ThreeIntensities(0.3, 0.08, 5e-4), probabilities: ThreeIntensities(0.5, 0.3, 0.2),
    keyBasis: ThreeIntensities(0.9, 0.4, 0.3))

  @Test("The complete analysis is the sum of its printed formulas over both Bell states (MDI-51)")
  func complete() throws {
    let n = 1e15
    let choices = PerParty(both: choice)
    let counts = ThreeIntensityCounts.expected(setup, choices, pulses: n)
    let options = FiniteKeyOptions(accounting: .curty2014Complete)
    let e = try FiniteKey.estimate(counts, choices, options)

    let eps = 1e-10 / 2 / 266
    let beta = -Double.log(eps)
    let mu = choice.intensities.list
    let weights = PairWeights<Double>(choice.intensities, choice.intensities)
    func p(_ k: Int, _ z: Bool) -> Double {
      choice.probabilities.list[k] * (z ? choice.keyBasis.list[k] : 1 - choice.keyBasis.list[k])
    }
    func bound(_ w: [(cell: Int, weight: Double)], _ table: PairTable, z: Bool, lower: Bool) -> Double {
      let half = table.values.map { $0 / 2 }
      let all = half.reduce(0, +)
      return w.reduce(0) { sum, item in
        let x = half[item.cell]
        // All counts here are large enough for the sharper forms, unless Hoeffding's is asked for.
        let d = PublishedDeviations<Double>(beta: beta, total: all)
        let down = (item.weight > 0) == lower
        let end = down ? x - d.above(x) : x + d.below(x)
        return sum + item.weight * end / (n * p(item.cell / 3, z) * p(item.cell % 3, z))
      }
    }
    let yieldZ = bound(weights.yield, counts.keyBasis, z: true, lower: true)
    let yieldX = bound(weights.yield, counts.testBasis, z: false, lower: true)
    let errors = bound(weights.errors, counts.testErrors, z: false, lower: false)
    let raw = n * p(0, true) * p(0, true) * mu[0] * mu[0] * Double.exp(-2 * mu[0]) * yieldZ
    let n1 = raw - (2 * raw * beta).squareRoot()
    let one = (0..<3).reduce(0.0) { $0 + p($1, false) * mu[$1] * Double.exp(-mu[$1]) }
    let tested = n * one * one * yieldX
    let rate =
      (n * one * one * errors) / tested
      + (n1 + tested) / n1 * ((n1 + 1) * beta / (2 * tested * (n1 + tested))).squareRoot()
    let bits = counts.keyBasis[0, 0] / 2
    let cost =
      (8 / (1e-15 / 2)).logarithm2 + 2 * (2 / (eps * eps)).logarithm2 + 2 * (1 / (2 * eps)).logarithm2
    let length =
      n1 * binaryEntropyComplement(rate) - 1.16 * bits * binaryEntropy(counts.keyErrors / counts.keyBasis[0, 0]) - cost
    #expect(length > 0)
    #expect(relativeDifference(e.pairs.value, 2 * n1) < 1e-12)
    #expect(relativeDifference(e.phaseError.value, rate) < 1e-12)
    #expect(relativeDifference(e.rawLength, 2 * length) < 1e-10)
    #expect(relativeDifference(e.eachFailure, eps) < 1e-14)
    let truth = setup.singlePhotonPair(.x)
    #expect(2 * yieldZ <= truth.gain && 2 * yieldX <= truth.gain && 2 * errors >= truth.errorGain)

    // One Bell state has the whole of the failure probability.
    var lone = counts
    lone.bellStates = .one
    #expect(relativeDifference(try FiniteKey.estimate(lone, choices, options).eachFailure, 1e-10 / 266) < 1e-14)
    // Far below the default, never certified, and not for measured counts.
    let standard = try FiniteKey.estimate(counts, choices, FiniteKeyOptions())
    #expect(e.rawLength < standard.rawLength)
    let result = try FiniteKey.analyse(counts, choices, options)
    #expect(result.analysis.status == .comparisonOnly)
    #expect(result.trace.last?.equation == "MDI-51" && result.trace.last?.direction == .estimate)
    var measured = counts
    measured.origin = .measured
    #expect(throws: InputError.self) { try FiniteKey.estimate(measured, choices, options) }
    // Contradictions give no key.
    var wrong = counts
    wrong.testErrors.values[4] = 0
    #expect(try FiniteKey.analyse(wrong, choices, options).reasonForZero?.kind == .inconsistentData)
    wrong = counts
    wrong.keyBasis.values[0] /= 100
    wrong.keyErrors = 0
    #expect(try FiniteKey.analyse(wrong, choices, options).lengthBits == 0)
  }

  @Test("Linear accounting shares its secrecy among 6 + 5 n terms, 16 bounds with vacuum bits (MDI-30)")
  func shares() throws {
    let choices = PerParty(both: choice)
    let counts = ThreeIntensityCounts.expected(setup, choices, pulses: 1e13)
    for (vacuum, terms) in [(false, 71.0), (true, 86.0)] {
      let options = FiniteKeyOptions(accounting: .curty2014, vacuumBits: vacuum)
      let e = try FiniteKey.estimate(counts, choices, options)
      #expect(relativeDifference(e.eachFailure, 1e-10 / terms) < 1e-14)
      let eps = 1e-10 / terms
      let cost = 8e15.logarithm2 + 2 * (2 / (eps * eps)).logarithm2 + 2 * (1 / (2 * eps)).logarithm2
      #expect(relativeDifference(e.cost, cost) < 1e-13)
    }
  }

  @Test("Bits of Alice's vacuum: the printed bound, added to the key, and refused where they exceed it (section 5.4)")
  func vacuumBits() throws {
    let choices = PerParty(both: choice)
    let options = FiniteKeyOptions(accounting: .curty2014, vacuumBits: true)
    let counts = ThreeIntensityCounts.expected(setup, choices, pulses: 1e15)
    let e = try FiniteKey.estimate(counts, choices, options)
    let tails = CountTails<Double>(.chernoff, beta: Double.log(86 / 1e-10))
    let mu = choice.intensities
    func sent(_ k: Int) -> Double {
      1e15 * choice.probabilities.list[k] * choice.keyBasis.list[k] * choice.probabilities.signal
        * choice.keyBasis.signal
    }
    let yield =
      (mu.decoy * Double.exp(mu.weakest) * tails.expectationLower(counts.keyBasis[2, 0]) / sent(2)
        - mu.weakest * Double.exp(mu.decoy) * tails.expectationUpper(counts.keyBasis[1, 0]) / sent(1))
      / (mu.decoy - mu.weakest)
    let bits = tails.countLower(sent(0) * Double.exp(-mu.signal) * yield)
    #expect(bits > 0 && relativeDifference(e.vacuum.value, bits) < 1e-10)
    // What it is a bound on: announcements of Bob's signals while Alice sends nothing.
    let truth = setup.response(.z, PerParty(alice: 0, bob: mu.signal)).gain
    #expect(bits < sent(0) * Double.exp(-mu.signal) * truth)
    #expect(bits > 0.5 * sent(0) * Double.exp(-mu.signal) * truth)
    #expect(
      relativeDifference(e.entropy, bits + e.pairs.value * binaryEntropyComplement(e.phaseError.value)) < 1e-12)
    #expect(relativeDifference(e.rawLength, e.entropy - e.leakage.value - e.cost) < 1e-12)
    // Together more than there are bits: refused, though neither alone is.
    var few = counts
    few.keyBasis.values[0] = e.pairs.value + 0.5 * bits
    few.keyErrors = 0
    let refused = try FiniteKey.estimate(few, choices, options)
    #expect(refused.vacuum.value <= few.keyBasis[0, 0] && refused.isInconsistent && refused.rawLength <= 0)
    let result = try FiniteKey.analyse(counts, choices, options)
    #expect(result.analysis.status == .comparisonOnly && result.value("S0_L") == e.vacuum.value)
    // The limit of infinitely many data has the same bits.
    var endless = options
    endless.leakage = .estimated(efficiency: 1)
    let best = try FiniteKey.analyse(
      .expected(setup, choices, pulses: 1e18), choices, endless)
    try Ceiling.check(best, setup: setup, choices: choices, options: endless)
    // Its limit is that of infinitely many decoys with the true vacuum announcements, and not more.
    let share = choice.signalShare * choice.signalShare
    let pairs = Ceiling.infiniteDecoys(setup, PerParty(both: mu.signal), share: share, efficiency: 1)
    let vacuum = share * Double.exp(-mu.signal) * truth
    for (part, holds) in [(0.99, true), (1.01, false)] {
      var forged = best
      forged.ratePerPulse = pairs + part * vacuum
      if holds {
        try Ceiling.check(forged, setup: setup, choices: choices, options: endless)
      } else {
        #expect(throws: (any Error).self) {
          try Ceiling.check(forged, setup: setup, choices: choices, options: endless)
        }
      }
    }
  }

  @Test("Vacuum bits are never more than the yields allow, for any yields and unequal intensities")
  func vacuumYield() throws {
    var random = SplitMix64(seed: 4351)
    for _ in 0..<60 {
      let link = RandomLink(&random)
      var choices = link.three
      choices.alice.intensities.weakest = random.chance(0.5) ? 0 : 0.3 * choices.alice.intensities.decoy
      let yields = (0..<144).map { _ in random.chance(0.4) ? 0 : random.chance(0.5) ? 1 : random.uniform(0, 1) }
      func poisson(_ mean: Double) -> [Double] {
        var list = [Double.exp(-mean)]
        for n in 1..<12 { list.append(list[n - 1] * mean / Double(n)) }
        return list
      }
      func gain(_ a: Double, _ b: Double) -> Double {
        let (p, q) = (poisson(a), poisson(b))
        var sum = 0.0
        for (cell, yield) in yields.enumerated() { sum += p[cell / 12] * q[cell % 12] * yield }
        return sum
      }
      let n = 1e17
      func share(_ i: Int, _ j: Int) -> Double { n * ThreeIntensityCounts.probability(choices, .z, i, j) }
      let (a, b) = (choices.alice.intensities.list, choices.bob.intensities.list)
      let table = PairTable { share($0, $1) * gain(a[$0], b[$1]) }
      let zero = PairTable { _, _ in 0 }
      let counts = ThreeIntensityCounts(
        keyBasis: table, testBasis: zero, testErrors: zero, keyErrors: 0, pulses: n, origin: .expected)
      let e: FiniteEstimate<Double> = ThreeIntensityAnalysis.estimate(
        counts, choices, FiniteKeyOptions(accounting: .curty2014, vacuumBits: true))
      #expect(e.vacuum.value <= share(0, 0) * gain(0, b[0]) * Double.exp(-a[0]) * (1 + 1e-12))
    }
  }
}

extension Double {
  fileprivate var logarithm2: Double { Double.log(self) / Double.log(2) }
}
