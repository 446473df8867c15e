// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateBounds
import KeyRateLinks
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@testable import TwinField

/// The best rate over the intensity of symmetric users, signed, by golden section.
private func best(_ setup: Setup, _ options: AsymptoticOptions) throws -> (rate: Double, intensity: Double) {
  func rate(_ x: Double) throws -> Double {
    try AsymptoticAnalysis.estimate(setup, signals(exp(x)), options).rawRate
  }
  let golden = (5.0.squareRoot() - 1) / 2
  var (a, b) = (log(1e-4), log(0.2))
  var (c, d) = (b - golden * (b - a), a + golden * (b - a))
  var (left, right) = (try rate(c), try rate(d))
  while b - a > 1e-6 {
    if left > right {
      (b, d, right) = (d, c, left)
      c = b - golden * (b - a)
      left = try rate(c)
    } else {
      (a, c, left) = (c, d, right)
      d = a + golden * (b - a)
      right = try rate(d)
    }
  }
  return (max(left, right), exp((a + b) / 2))
}

@Suite("Infinitely many decoys (section 4)")
struct AsymptoticTests {
  private let ideal = AsymptoticOptions(errorCorrectionEfficiency: 1)

  private func phaseError(_ s: Double, cutoff: Int) throws -> Double {
    let options = AsymptoticOptions(pairCutoff: cutoff, errorCorrectionEfficiency: 1)
    return try AsymptoticAnalysis.estimate(Benchmark.asymptotic, signals(s), options).phaseErrorUncapped
  }

  @Test("The benchmark: e_ph = 0.0767931414, R = 5.87244345e-5 bits per round")
  func benchmark() throws {
    let e = try AsymptoticAnalysis.estimate(Benchmark.asymptotic, signals(0.02), ideal)
    #expect(relativeDifference(e.phaseError, 0.076793141414185) < 1e-12)
    #expect(relativeDifference(e.rate, 5.87244344819e-5) < 1e-11)
    #expect(e.rate == e.rawRate && e.rawRate == 2 * e.rawRateOfOutcome && !e.isInfeasible)
    // Per outcome: Q ≈ γ = √η s for weak light.
    #expect(abs(e.gain / (0.02 * pow(10, -2.5)) - 1) < 3e-3)
  }

  @Test("The bound falls with S and has converged at 12")
  func cutoffs() throws {
    for (cutoff, value) in [
      (2, 0.110271047599717), (4, 0.0770367137241908), (6, 0.0767945268378025), (8, 0.07679314752964),
      (12, 0.076793141414185), (20, 0.0767931414141178),
    ] {
      #expect(relativeDifference(try phaseError(0.02, cutoff: cutoff), value) < 1e-11)
      // There are no pairs of equal parity with an odd sum.
      #expect(try phaseError(0.02, cutoff: cutoff + 1) == phaseError(0.02, cutoff: cutoff))
    }
  }

  @Test("Treating fewer pairs one by one never tightens the bound (erratum)")
  func erratum() throws {
    var random = SplitMix64(seed: 711)
    for _ in 0..<60 {
      let c = RandomCase(&random)
      let bright = random.logUniform(1, 20)
      let settings = signals(
        c.settings.alice.signalIntensity * bright, min(2, c.settings.bob.signalIntensity * bright))
      var last = Double.infinity
      for cutoff in stride(from: 0, through: 14, by: 2) {
        let options = AsymptoticOptions(pairCutoff: cutoff)
        let value = try AsymptoticAnalysis.estimate(c.setup, settings, options).phaseErrorUncapped
        if value > last * (1 + 1e-14) { Issue.record("S = \(cutoff): \(value) above \(last): \(c.label)") }
        last = value
      }
    }
  }

  @Test("Phase mismatch at 50 dB")
  func phaseMismatch() throws {
    for (delta, rate, s) in [
      (0, 7.217e-5, 0.03749), (0.05, 6.4879e-5, 0.03494), (0.1, 4.7927e-5, 0.0288), (0.15, 2.9547e-5, 0.02151),
      (0.2, 1.4803e-5, 0.01457),
    ] {
      let setup = link(lossDecibel: 50, pd: 1e-7, theta: Benchmark.theta, phi: delta * Double.pi)
      let (value, intensity) = try best(setup, ideal)
      #expect(relativeDifference(value, rate) < 1e-4)
      #expect(relativeDifference(intensity, s) < 1e-3)
    }
  }

  @Test("Without misalignment at 30, 50 and 70 dB")
  func aligned() throws {
    for (loss, rate) in [(30.0, 1.24837e-3), (50, 1.198539e-4), (70, 1.10404e-5)] {
      #expect(relativeDifference(try best(link(lossDecibel: loss, pd: 1e-8), ideal).rate, rate) < 1e-5)
    }
  }

  @Test("Where the repeaterless bound is crossed, upwards and downwards, and where the rate ends")
  func crossings() throws {
    for (pd, f, up, down, end) in [
      (1e-6, 1, 36.64329, 61.43342, 62.1979), (1e-6, 1.16, 37.50842, 59.82034, 60.7829),
      (1e-7, 1, 35.16638, 82.12411, 82.1935), (1e-7, 1.16, 35.80640, 80.69271, 80.7777),
      (1e-8, 1, 34.80879, 102.18615, 102.193), (1e-8, 1.16, 35.41290, 100.76874, 100.7771),
    ] {
      let options = AsymptoticOptions(errorCorrectionEfficiency: f)
      func gainOverBound(_ loss: Double) throws -> Double {
        let setup = link(lossDecibel: loss, pd: pd, theta: Benchmark.theta)
        return try best(setup, options).rate / PureLoss.repeaterless(transmittance(pow(10, -loss / 10)))
      }
      #expect(try gainOverBound(up - 0.005) < 1 && gainOverBound(up + 0.005) > 1)
      #expect(try gainOverBound(down - 0.002) > 1 && gainOverBound(down + 0.002) < 1)
      #expect(try gainOverBound(end - 0.002) > 0 && gainOverBound(end + 0.002) <= 0)
    }
    // pd = 1e-5 never gets there; its best is 0.383 of the bound at 35 dB.
    for loss in stride(from: 20.0, through: 44, by: 1) {
      let setup = link(lossDecibel: loss, pd: 1e-5, theta: Benchmark.theta)
      let share = try best(setup, ideal).rate / PureLoss.repeaterless(transmittance(pow(10, -loss / 10)))
      #expect(loss == 35 ? abs(share - 0.38287) < 1e-4 : share < 0.3829)
    }
  }

  @Test("Unequal arms want equal arriving light (section 6)")
  func unequalArms() throws {
    let setup = link(pow(10, -1.5), pow(10, -2.5), pd: 1e-8, theta: Benchmark.theta)
    let options = AsymptoticOptions()
    #expect(try AsymptoticAnalysis.estimate(setup, signals(0.02, 0.02), options).rate == 0)
    let fitted = try AsymptoticAnalysis.estimate(setup, signals(0.0063, 0.063), options).rate
    #expect(relativeDifference(fitted, 1.572225e-4) < 1e-6)
    let better = try AsymptoticAnalysis.estimate(setup, signals(0.008, 0.08), options).rate
    #expect(relativeDifference(better, 1.624114e-4) < 1e-6)
    #expect(better > PureLoss.repeaterless(setup.aliceArm * setup.bobArm))
    // Losing light in one arm may restore the balance.
    let balanced = link(pow(10, -2.5), pow(10, -2.5), pd: 1e-8, theta: Benchmark.theta)
    #expect(try AsymptoticAnalysis.estimate(balanced, signals(0.02, 0.02), options).rate > 0)
  }

  @Test("Without dark counts the rate follows the root of the transmittance")
  func rootOfTransmittance() throws {
    for loss in [80.0, 120, 160] {
      let rate = try AsymptoticAnalysis.estimate(link(lossDecibel: loss), signals(0.02), AsymptoticOptions()).rate
      #expect(abs(rate / pow(10, -loss / 20) - 0.0269058) < 1e-6 + 0.03 * pow(10, -loss / 20))
    }
  }

  @Test("Phase errors of a half and more give nothing; the bound is never evaluated beyond")
  func tooManyPhaseErrors() throws {
    for s in [0.2, 0.3, 1, 4.9] {
      let e = try AsymptoticAnalysis.estimate(Benchmark.asymptotic, signals(s), ideal)
      #expect(e.phaseErrorUncapped > 0.5 && e.phaseError == 0.5 && e.rate == 0)
      // 1 − h(1/2) = 0: what is left is the announcement.
      let h = -(e.bitError * log2(e.bitError) + (1 - e.bitError) * log2(1 - e.bitError))
      #expect(relativeDifference(e.rawRate, -2 * e.gain * h) < 1e-12)
    }
    // Never flipped for a key where more than half the bits are wrong.
    let flipped = link(0.01, 0.01, pd: 1e-8, theta: 2.8)
    let e = try AsymptoticAnalysis.estimate(flipped, signals(0.001), ideal)
    #expect(e.bitError > 0.9 && e.rate == 0 && e.rawRate < 0)
    let nothing = try AsymptoticAnalysis.estimate(link(0, 0), signals(0.02), ideal)
    #expect(nothing.gain == 0 && nothing.bitError == 0.5 && nothing.rate == 0 && nothing.phaseError == 0.5)
  }

  @Test("More dark counts, misalignment, loss, leakage: never a higher rate (section 13)")
  func monotone() throws {
    var random = SplitMix64(seed: 712)
    var positive = 0
    for _ in 0..<150 {
      var c = RandomCase(&random, loss: 10...60, symmetric: true)
      // Angles fall from the aligned case; the grid hits both sides of it.
      let f = random.uniform(1, 1.3)
      func rate(_ setup: Setup, _ f: Double) throws -> Double {
        try AsymptoticAnalysis.estimate(setup, c.settings, AsymptoticOptions(errorCorrectionEfficiency: f)).rate
      }
      let base = try rate(c.setup, f)
      if base > 0 { positive += 1 }
      c.setup.darkCountProbability *= random.logUniform(1, 10)
      let dark = try rate(c.setup, f)
      c.setup.polarisationAngle *= random.uniform(1, 2)
      let turned = try rate(c.setup, f)
      c.setup.phaseOffset = -(abs(c.setup.phaseOffset) + random.uniform(0, 0.2))
      let shifted = try rate(c.setup, f)
      let wasteful = try rate(c.setup, f * 1.1)
      let arm = transmittance(c.setup.aliceArm.value * random.uniform(0.5, 1))
      c.setup.aliceChannel = arm
      c.setup.bobChannel = arm
      let farther = try rate(c.setup, f * 1.1)
      let list = [base, dark, turned, shifted, wasteful, farther]
      for (a, b) in zip(list, list.dropFirst()) where b > a * (1 + 1e-12) { Issue.record("\(list): \(c.label)") }
    }
    #expect(positive > 100)
  }

  @Test("Never above a single repeater, above the repeaterless bound at 50 dB (TF-50, TF-51)")
  func bounds() throws {
    var random = SplitMix64(seed: 713)
    for _ in 0..<300 {
      let c = RandomCase(&random, loss: 0...90)
      let e = try AsymptoticAnalysis.estimate(c.setup, c.settings, ideal)
      if e.rate > RepeaterChain.bound(links: [c.setup.aliceArm, c.setup.bobArm]) { Issue.record("\(c.label)") }
    }
    let perfect = try best(link(lossDecibel: 0), ideal).rate
    #expect(perfect > 0 && perfect < 0.1)
    let (rate, _) = try best(Benchmark.asymptotic, ideal)
    #expect(rate > 5 * PureLoss.repeaterless(transmittance(1e-5)))
    #expect(rate < RepeaterChain.bound(total: transmittance(1e-5), repeaters: 1))
  }
}
