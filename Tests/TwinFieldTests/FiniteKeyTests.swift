// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@testable import TwinField

@Suite("The finite-key benchmark of section 7.6, composition root, prediction expected")
struct FiniteKeyTests {
  private func estimate(_ options: FiniteKeyOptions, _ predictions: Predictions?) throws -> FiniteKeyEstimate<Double> {
    try FiniteKey.estimate(
      Benchmark.counts, Benchmark.settings, options, predictions: predictions.map { .given($0) } ?? .untuned)
  }

  @Test("Every intermediate quantity that the sheet prints")
  func intermediates() throws {
    let e = try estimate(Benchmark.root(), Benchmark.predictions())
    func expect(_ got: Double, _ printed: Double, _ digits: Double, _ name: String) {
      if relativeDifference(got, printed) > digits { Issue.record("\(name) = \(got), the sheet prints \(printed)") }
    }
    #expect(e.shares.decoyEvents == 19 && e.shares.concentrationEvents == 11)
    expect(exp(-e.shares.decoyTail.value), 2.0833333e-23, 2e-8, "eps_1")
    #expect(e.shares.decoyTail.value == e.shares.concentration.value)
    expect(e.keyCount, 61_986_366.79, 1e-10, "M_X")
    expect(e.bitError, 0.0200746882, 2e-9, "e_X")
    expect(e.testCount, 62_584_814.97, 1e-10, "M_Z")
    let counts = Benchmark.counts.testCounts
    for (i, j, value) in [
      (0, 0, 9_092_819.2304), (0, 1, 8_529_133.1911), (0, 2, 11_376_426.8571), (1, 1, 5_120_995.3834),
      (1, 2, 4_272_600.0087), (2, 2, 14680.2433),
    ] {
      expect(counts[i][j], value, 3e-9, "M_\(i)\(j)")
      #expect(counts[i][j] == counts[j][i])
    }
    expect(e.means[2][2].lower, 13476.5214, 1e-8, "E_L")
    expect(e.means[2][2].upper, 15953.5938, 1e-8, "E_U")
    for (n, m, value) in [
      (0, 0, 7175.7377), (1, 1, 4_726_335.15), (0, 2, 8_213_622.21), (2, 0, 8_213_622.21), (2, 2, 1_031_447.64),
      (1, 3, 1_194_611.74), (3, 1, 1_194_611.74), (0, 4, 5_597_617.09), (4, 0, 5_597_617.09),
    ] {
      expect(try #require(e.pairs[PhotonPair(n, m)]), value, 2e-8, "M^U(\(n), \(m))")
    }
    expect(e.testSum.value, 62_641_848.295, 1e-10, "SU(M_Z)")
    expect(e.tails[0], 2.596412850e-3, 1e-9, "W_0")
    expect(e.tails[1], 2.548847206e-3, 1e-9, "W_1")
    expect(e.phaseErrorSum.value, 6_551_704.387, 1e-9, "Sigma_ph")
    expect(e.phaseErrors.value, 6_578_028.016, 1e-9, "N_ph")
    expect(e.phaseError.value, 0.1061205610, 1e-9, "e_ph")
    #expect(e.phaseErrorUncapped == e.phaseError.value && e.tuned.count == 11 && e.obstacle == nil)
    // log2(2/ε_cor) + log2(1/(4 ε_PA²)) with ε_PA = ε_sec/2.
    expect(e.penalty.value, log2(2e10) + log2(1 / (4 * 0.25e-20)), 1e-14, "penalties")
    expect(e.leakage.value, 1.16 * e.keyCount * binaryEntropy(e.bitError), 1e-14, "leak")
    let rate = try FiniteKey.analyse(
      Benchmark.counts, Benchmark.settings, Benchmark.root(), predictions: .given(Benchmark.predictions()))
    #expect(rate.lengthBits == 21_530_269 && rate.reasonForZero == nil)
    #expect(relativeDifference(rate.ratePerPulse ?? 0, 21_530_269e-12) < 1e-15)
    #expect(rate.rawLengthBits == e.rawLength)
  }

  @Test("What the model predicts (TF-34)")
  func predictions() {
    let p = Benchmark.predictions()
    for (n, m, value) in [(0, 0, 1475.76), (1, 1, 3_711_975.72), (0, 2, 6_212_506.76), (2, 0, 6_212_506.76)] {
      #expect(relativeDifference(p.pairs[PhotonPair(n, m)] ?? 0, value) < 3e-6)
    }
    #expect(p.pairs.count == 9 && p.testCount == Benchmark.counts.testCount)
    #expect(relativeDifference(p.phaseErrors ?? 0, 4_023_314.9) < 2e-8)
    // All photon numbers together are all test successes.
    let all = Benchmark.predictions(pairCutoff: 30)
    let odd = Predictions(
      link(0.05, 0.01, pd: 1e-8), alike(0.02, [0.4, 0.1], [0.3, 0.7], pX: 0.4), rounds: 1e10, pairCutoff: 4)
    #expect(all.pairs.values.reduce(0, +) < Benchmark.counts.testCount)
    #expect(odd.pairs[PhotonPair(0, 2)] != odd.pairs[PhotonPair(2, 0)])
    // Users who choose differently: exchanged with their arms, the pairs are mirrored.
    var settings = alike(0.02, [0.4, 0.1], [0.3, 0.7], pX: 0.4)
    settings.bob = SideSettings(
      signalIntensity: 0.01, testIntensities: [0.5, 0.2, 0], testProbabilities: [0.1, 0.2, 0.7])
    let exchanged = Settings(alice: settings.bob, bob: settings.alice, keyModeProbability: 0.4)
    let one = Predictions(link(0.05, 0.01, pd: 1e-8), settings, rounds: 1e10, pairCutoff: 4)
    let other = Predictions(link(0.01, 0.05, pd: 1e-8), exchanged, rounds: 1e10, pairCutoff: 4)
    for (pair, value) in one.pairs { #expect(relativeDifference(value, other.pairs[pair.mirrored] ?? 0) < 1e-12) }
    #expect(relativeDifference(one.phaseErrors ?? 0, other.phaseErrors ?? 1) < 1e-12)
    // Σ over all photon numbers of equal parity and of the others is M_Z: the part of (0, 0) by hand.
    let dark = 1e-8 * (1 - 1e-8)
    let vacuumA = 0.3 * exp(-0.4) + 0.7 * exp(-0.1)
    let vacuumB = 0.1 * exp(-0.5) + 0.2 * exp(-0.2) + 0.7
    let expected = 1e10 * 0.36 * vacuumA * vacuumB * 2 * dark
    #expect(relativeDifference(one.pairs[PhotonPair(0, 0)] ?? 0, expected) < 1e-12)
    // By hand: N pZ² p_A(1) p_B(1) 2 Y(1, 1).
    let share = 0.3 * 0.4 * exp(-0.4) + 0.7 * 0.1 * exp(-0.1)
    let yield = ChannelModel(etaA: 0.05, etaB: 0.01, darkCount: 1e-8).yield(1, 1)
    #expect(relativeDifference(odd.pairs[PhotonPair(1, 1)] ?? 0, 1e10 * 0.36 * share * share * 2 * yield) < 1e-13)
  }

  @Test("kato >= paper >= azuma, joint >= separate: the sheet's rates")
  func methods() throws {
    func rate(_ concentration: ConcentrationMethod, _ method: PhaseErrorMethod, cutoff: Int = 4) throws -> Double {
      let options = Benchmark.root(pairCutoff: cutoff, concentration: concentration, method: method)
      return try estimate(options, Benchmark.predictions(pairCutoff: cutoff)).rawLength / 1e12
    }
    let kato = try rate(.kato, .separate)
    let paper = try rate(.paper, .separate)
    let azuma = try rate(.azuma, .separate)
    #expect(kato > paper && paper > azuma)
    for (value, printed) in [
      (kato, 2.1530e-5), (paper, 2.1339e-5), (azuma, 1.5810e-5), (try rate(.kato, .joint), 2.3105e-5),
      (try rate(.kato, .separate, cutoff: 6), 2.2341e-5), (try rate(.kato, .joint, cutoff: 6), 2.4061e-5),
    ] {
      #expect(relativeDifference(value, printed) < 3e-5)
    }
  }

  @Test("Expected counts (TF-17): both outcomes, both users' modes")
  func expectedCounts() {
    var settings = Benchmark.settings
    settings.bobKeyModeProbability = 0.4
    settings.bob.testIntensities = [0.3, 0.01]
    settings.bob.testProbabilities = [0.9, 0.1]
    let counts = Observations.expected(Benchmark.setup, settings, rounds: 1e10)
    let model = ChannelModel(Benchmark.setup)
    let key = model.keyResponse(0.02, 0.02)
    #expect(relativeDifference(counts.keyCount, 2 * key.gain * 1e10 * 0.7 * 0.4) < 1e-14)
    #expect(relativeDifference(counts.keyErrors, counts.keyCount * key.errorRate) < 1e-14)
    #expect(counts.testCounts.map(\.count) == [2, 2, 2] && counts.origin == .expected)
    let expected = 2 * model.testGain(0.1, 0.3) * 1e10 * 0.3 * 0.6 * 0.3 * 0.9
    #expect(relativeDifference(counts.testCounts[1][0], expected) < 1e-14)
    let sum = counts.testCounts.flatMap { $0 }.reduce(0, +)
    #expect(relativeDifference(counts.testCount, sum) < 1e-15 && counts.successes == counts.keyCount + counts.testCount)
  }

  @Test("Modes chosen differently by the users: (pX/pZ)² and pZ² become products")
  func differentModes() throws {
    // The same products of probabilities from users who choose differently: the same counts, the same result.
    var different = Benchmark.settings
    different.keyModeProbability = 0.8
    different.bobKeyModeProbability = 0.55
    let ratio = 0.8 * 0.55 / (0.2 * 0.45)
    let e = try FiniteKey.estimate(Benchmark.counts, different, FiniteKeyOptions(concentration: .azuma))
    let base = try estimate(FiniteKeyOptions(concentration: .azuma), nil)
    let change = ratio / (0.7 * 0.7 / (0.3 * 0.3))
    #expect(relativeDifference(e.phaseErrorSum.value / base.phaseErrorSum.value, change) < 1e-6)
    #expect(relativeDifference(e.beyondCutoff.value, base.beyondCutoff.value) < 1e-12)
    var swapped = different
    swapped.keyModeProbability = 0.55
    swapped.bobKeyModeProbability = 0.8
    let other = try FiniteKey.estimate(Benchmark.counts, swapped, FiniteKeyOptions(concentration: .azuma))
    #expect(relativeDifference(other.rawLength, e.rawLength) < 1e-12)
  }

  @Test("Rounds with more photons than ncut are bounded from emission (TF-23)")
  func beyondCutoff() throws {
    let settings = alike(0.02, [0.9, 0.2, 1e-4], [0.3, 0.3, 0.4], pX: 0.6)
    let counts = Observations.expected(Benchmark.setup, settings, rounds: 1e13)
    for cutoff in [3, 6, 10] {
      let options = FiniteKeyOptions(pairCutoff: 2, photonCutoff: cutoff, concentration: .azuma)
      let e = try FiniteKey.estimate(counts, settings, options)
      var tail = 0.0
      for (mu, p) in [(0.9, 0.3), (0.2, 0.3), (1e-4, 0.4)] {
        for n in cutoff + 1...cutoff + 40 { tail += p * exp(Double(n) * log(mu) - mu - lgamma(Double(n + 1))) }
      }
      let mean = 1e13 * 0.16 * (2 * tail - tail * tail)
      let c = e.beyondCutoff.value
      if cutoff == 3 {
        // More could be emitted than were counted.
        #expect(relativeDifference(c, counts.testCount) < 1e-14)
      } else {
        #expect(c > mean && relativeDifference(c * log(c / mean) - c + mean, e.shares.decoyTail.value) < 1e-9)
      }
    }
  }
}
