// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateBounds
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@testable import TwinField

/// Rates of the comparison protocols, optimised over what the users choose (section 9).
private struct Comparison {
  let eta: Double
  let pd = 1e-7

  init(lossDecibel: Double) { eta = pow(10, -lossDecibel / 20) }

  func rate(_ scheme: ComparisonProtocol, _ intensity: Double, sending: Double = 0.04, length: Double = 1e6) -> Double {
    scheme.outcome(
      eta: eta, pd: pd, misalignment: 0.02, polarisationAngle: Benchmark.theta, phaseOffset: 0,
      .init(intensity: intensity, sendingProbability: sending, pairingLength: length)
    ).rawRate
  }

  /// The largest value over a range by golden section; the functions have one maximum.
  static func best(_ low: Double, _ high: Double, _ value: (Double) -> Double) -> Double {
    let golden = (5.0.squareRoot() - 1) / 2
    var (a, b) = (low, high)
    while b - a > 1e-5 * abs(b) {
      let (c, d) = (b - golden * (b - a), a + golden * (b - a))
      if value(c) > value(d) { b = d } else { a = c }
    }
    return value((a + b) / 2)
  }

  func best(_ scheme: ComparisonProtocol, length: Double = 1e6) -> Double {
    guard scheme.hasSendingProbability else {
      return Self.best(0.01, 1) { rate(scheme, $0, length: length) }
    }
    return Self.best(0.01, 0.6) { sending in Self.best(0.1, 1) { rate(scheme, $0, sending: sending) } }
  }

  func curtyAzumaLo() throws -> Double {
    let setup = link(eta, eta, pd: pd, theta: Benchmark.theta)
    return Self.best(log(1e-3), log(0.2)) { x in
      // Only legal inputs.
      (try? AsymptoticAnalysis.estimate(setup, signals(exp(x)), AsymptoticOptions()).rawRate) ?? .nan
    }
  }
}

@Suite("Comparison protocols (section 9)")
struct ComparisonTests {
  @Test("Best rates from 20 to 80 dB")
  func rates() throws {
    // loss, CAL, TF-QKD 2018, phase-matching, SNS, AOPP, mode-pairing.
    for row in [
      [20, 2.5766e-3, 7.8007e-4, 4.8577e-4, 9.3731e-4, 1.6677e-3, 9.2105e-4],
      [40, 2.2852e-4, 7.6238e-5, 4.6311e-5, 8.7616e-5, 1.5878e-4, 8.7523e-5],
      [50, 6.6845e-5, 2.4039e-5, 1.4512e-5, 2.6914e-5, 4.9579e-5, 2.732e-5],
      [60, 1.81e-5, 7.5691e-6, 4.5008e-6, 7.8387e-6, 1.5256e-5, 8.4014e-6],
      [80, 1.1949e-7, 7.1928e-7, 3.4448e-7, 4.392e-8, 1.131e-6, 6.1673e-7],
    ] {
      let comparison = Comparison(lossDecibel: row[0])
      let got =
        [try comparison.curtyAzumaLo()]
        + [.lucamarini2018, .phaseMatching, .sendingOrNotSending, .oddParityPairing, .modePairing]
        .map { comparison.best($0) }
      for (value, printed) in zip(got, row.dropFirst()) {
        // What was printed: five digits.
        if relativeDifference(value, printed) > 1e-4 { Issue.record("\(row[0]) dB: \(got), printed \(row)") }
      }
      if row[0] == 50 {
        let plob = PureLoss.repeaterless(transmittance(1e-5))
        #expect(got[0] > got[4] && got[4] > got[5] && got[5] > got[3] && got[3] > got[1] && got[1] > got[2])
        #expect(abs(got[2] / plob - 1.006) < 1e-3)
      }
      // Close to the end of its range the protocol loses against pairing of odd parity.
      if row[0] == 80 { #expect(got[4] > 9 * got[0] && got[4] > got[1]) }
    }
  }

  @Test("Mode pairing: lengths and the limit of long ones (TF-46)")
  func modePairing() {
    let comparison = Comparison(lossDecibel: 50)
    #expect(relativeDifference(comparison.best(.modePairing), 2.731e-5) < 5e-4)
    #expect(relativeDifference(comparison.best(.modePairing, length: 2000), 2.676e-5) < 2e-3)
    var last = 0.0
    for length in [1.0, 10, 100, 1e4, 1e6, 1e9] {
      let outcome = ComparisonProtocol.modePairing.outcome(
        eta: comparison.eta, pd: 1e-7, misalignment: 0, polarisationAngle: 0.1, phaseOffset: 0.1,
        .init(intensity: 0.5, pairingLength: length))
      #expect(length > 1e4 ? outcome.rawRate >= last : outcome.rawRate > last)
      last = outcome.rawRate
      if length == 1e9 { #expect(relativeDifference(outcome.value("rp") ?? 0, (outcome.value("p") ?? 0) / 2) < 1e-12) }
      // Pairs at most one apart: p² of successes in a row, each in one pair only.
      if length == 1 {
        let p = outcome.value("p") ?? 0
        #expect(relativeDifference(outcome.value("rp") ?? 0, 1 / (1 / (p * p) + 1 / p)) < 1e-12)
      }
    }
  }

  @Test("Slices of the phase circle (TF-40, TF-42)")
  func slices() {
    #expect(abs(OriginalTwinField.sliceError(16) - 0.01276) < 1e-5)
    #expect(abs(OriginalTwinField.sliceError(2) - 0.5) < 1e-15)
    // Uniform phases within a slice: the mean of sin²(Δ/2) with a triangular Δ.
    for m in [8, 16, 64] {
      let width = Double.pi / Double(m)
      let steps = 4000
      let mean =
        (0..<steps).reduce(0.0) { sum, k in
          let x = (Double(k) + 0.5) / Double(steps)
          return sum + 2 * (1 - x) * pow(sin(width * x), 2)
        } / Double(steps)
      #expect(relativeDifference(PhaseMatching.sliceError(m), mean) < 1e-3)
    }
  }

  @Test("Never above a single repeater, never below zero, never better with more noise")
  func invariants() {
    var random = SplitMix64(seed: 771)
    for scheme in ComparisonProtocol.allCases {
      for _ in 0..<150 {
        let eta = random.logUniform(1e-4, 1)
        let pd = random.logUniform(1e-10, 1e-4)
        let e = random.uniform(0, 0.1)
        let choices = ComparisonProtocol.Choices(
          intensity: random.uniform(0.01, 1), sendingProbability: random.uniform(0.01, 0.5),
          pairingLength: random.logUniform(1, 1e6))
        func outcome(_ pd: Double, _ e: Double) -> ComparisonProtocol.Outcome {
          scheme.outcome(
            eta: eta, pd: pd, misalignment: e, polarisationAngle: Setup.polarisationAngle(misalignment: e),
            phaseOffset: 0, choices)
        }
        let base = outcome(pd, e)
        #expect(base.rate >= 0 && base.rate == max(0, base.rawRate))
        #expect(base.rate <= RepeaterChain.bound(links: [transmittance(eta), transmittance(eta)]))
        for worse in [outcome(pd * 2, e), outcome(pd, e * 1.5 + 0.01)] where worse.rate > base.rate * (1 + 1e-12) {
          Issue.record("\(scheme) gains by noise: eta = \(eta), pd = \(pd), e = \(e), \(choices)")
        }
      }
      // Error rates beyond a half never help: sending always, dark counts only.
      let noisy = scheme.outcome(
        eta: 1e-6, pd: 0.4, misalignment: 0.4, polarisationAngle: 1.4, phaseOffset: 1,
        .init(intensity: 0.5, sendingProbability: 0.99))
      #expect(noisy.rate == 0)
      let nothing = scheme.outcome(
        eta: 0, pd: 0, misalignment: 0, polarisationAngle: 0, phaseOffset: 0, .init(intensity: 0.5))
      #expect(nothing.rate == 0 && nothing.rawRate == 0)
    }
  }

  @Test("Error rates beyond a half count as a half: no key from flipped bits")
  func capped() throws {
    #expect(cappedEntropy(0.9) == 1 && cappedEntropy(0.5) == 1 && cappedEntropy(0.1) < 0.5)
    #expect(secretFraction(0.9) == 0 && secretFraction(0.5) == 0 && secretFraction(0.1) > 0.5)
    // Both users sending nearly always: most single clicks are errors.
    let loud = ComparisonProtocol.sendingOrNotSending.outcome(
      eta: 0.1, pd: 0, misalignment: 0, polarisationAngle: 0, phaseOffset: 0,
      .init(intensity: 0.3, sendingProbability: 0.99, errorCorrectionEfficiency: 1))
    let n1 = try #require(loud.value("n1"))
    let sz = try #require(loud.value("Sz"))
    #expect(loud.value("Ez").map { $0 > 0.9 } == true && relativeDifference(loud.rawRate, n1 - sz) < 1e-12)
    // A phase drift of half a turn between paired rounds exchanges right and wrong.
    let turned = ComparisonProtocol.modePairing.outcome(
      eta: 0.1, pd: 0, misalignment: 0, polarisationAngle: 0, phaseOffset: 3, .init(intensity: 0.3))
    #expect(turned.value("e11").map { $0 > 0.9 } == true && turned.rate == 0)
  }
}
