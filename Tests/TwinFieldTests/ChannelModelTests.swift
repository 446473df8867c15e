// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@testable import TwinField

/// P(detector d sees no photon) for a and b photons that reach the splitter, polarised at an angle θ to each
/// other: a†^a b†^b|0⟩ expanded in the splitter's outputs, all terms with a photon in d left out.
private func silent(_ a: Int, _ b: Int, _ theta: Double) -> Double {
  var sum = 0.0
  for k in 0...b {
    // k of Bob's photons share Alice's polarisation.
    let overlap = pow(cos(theta), Double(2 * k)) * pow(sin(theta), Double(2 * (b - k)))
    let choose = exp(lgamma(Double(b + 1)) - lgamma(Double(k + 1)) - lgamma(Double(b - k + 1)))
    let norm = lgamma(Double(a + k + 1)) + lgamma(Double(b - k + 1)) - lgamma(Double(a + 1)) - lgamma(Double(b + 1))
    sum += choose * choose * overlap * exp(norm)
  }
  return sum * pow(0.5, Double(a + b))
}

/// The yield by brute force: photons lost one by one, the survivors expanded in Fock states.
private func expandedYield(_ model: ChannelModel, _ n: Int, _ m: Int) -> Double {
  func survive(_ k: Int, of n: Int, _ eta: Double) -> Double {
    exp(lgamma(Double(n + 1)) - lgamma(Double(k + 1)) - lgamma(Double(n - k + 1))) * pow(eta, Double(k))
      * pow(1 - eta, Double(n - k))
  }
  var sum = 0.0
  for a in 0...n {
    for b in 0...m {
      let weight = survive(a, of: n, model.etaA) * survive(b, of: m, model.etaB)
      // No photon at all: a dark count makes the click. Otherwise all photons are in c.
      let click = a + b == 0 ? model.darkCount : silent(a, b, model.polarisationAngle)
      sum += weight * click * (1 - model.darkCount)
    }
  }
  return sum
}

private func poisson(_ mean: Double, _ n: Int) -> Double {
  mean == 0 ? (n == 0 ? 1 : 0) : exp(Double(n) * log(mean) - mean - lgamma(Double(n + 1)))
}

@Suite("Twin-field channel model (section 3)")
struct ChannelModelTests {
  private func model(_ random: inout SplitMix64) -> ChannelModel {
    ChannelModel(
      etaA: random.chance(0.1) ? 1 : random.logUniform(1e-4, 1), etaB: random.logUniform(1e-4, 1),
      darkCount: random.chance(0.2) ? 0 : random.logUniform(1e-9, 0.2), polarisationAngle: random.uniform(-1.5, 1.5),
      phaseOffset: random.uniform(-1.5, 1.5))
  }

  @Test("Two photons on a lossless splitter bunch; none, one and crossed ones do not")
  func smallNumbers() {
    let ideal = ChannelModel(etaA: 1, etaB: 1, darkCount: 0)
    #expect(abs(ideal.yield(1, 1) - 0.5) < 1e-15)
    #expect(ideal.yield(0, 0) == 0)
    #expect(abs(ideal.yield(1, 0) - 0.5) < 1e-15 && abs(ideal.yield(0, 1) - 0.5) < 1e-15)
    // Orthogonal photons go their own ways.
    let crossed = ChannelModel(etaA: 1, etaB: 1, darkCount: 0, polarisationAngle: Double.pi / 2)
    #expect(abs(crossed.yield(1, 1) - 0.25) < 1e-15)
    var random = SplitMix64(seed: 701)
    for _ in 0..<50 {
      let m = model(&random)
      let pd = m.darkCount
      #expect(relativeDifference(m.yield(0, 0), pd * (1 - pd)) < 1e-15)
      #expect(relativeDifference(m.yield(1, 0), (1 - pd) * (m.etaA / 2 + (1 - m.etaA) * pd)) < 1e-14)
      #expect(relativeDifference(m.yield(0, 1), (1 - pd) * (m.etaB / 2 + (1 - m.etaB) * pd)) < 1e-14)
    }
  }

  @Test("Yields agree with an expansion in Fock states (TF-5, TF-6)")
  func fockStates() {
    var random = SplitMix64(seed: 702)
    for _ in 0..<60 {
      let m = model(&random)
      for n in 0...5 {
        for k in 0...5 where relativeDifference(m.yield(n, k), expandedYield(m, n, k)) > 1e-10 {
          Issue.record("Y(\(n), \(k)) = \(m.yield(n, k)), expanded \(expandedYield(m, n, k)): \(m)")
        }
      }
    }
  }

  @Test("Gains are Poisson sums of yields (TF-4)")
  func poissonSum() {
    var random = SplitMix64(seed: 703)
    for _ in 0..<60 {
      let m = model(&random)
      let (mu, nu) = (random.chance(0.2) ? 0 : random.uniform(0, 1.5), random.uniform(0, 1.5))
      var sum = 0.0
      for n in 0...24 { for k in 0...24 { sum += poisson(mu, n) * poisson(nu, k) * m.yield(n, k) } }
      if relativeDifference(m.testGain(mu, nu), sum) > 1e-11 {
        Issue.record("G(\(mu), \(nu)) = \(m.testGain(mu, nu)), sum \(sum): \(m)")
      }
    }
  }

  @Test("Gains of random phases are averages of those of fixed ones (TF-3, TF-4)")
  func phaseAverage() {
    var random = SplitMix64(seed: 704)
    for strong in [false, true] {
      for _ in 0..<40 {
        let m = model(&random)
        // Beyond w = 1/2 the other form of TF-4 is in use.
        let (mu, nu) = (random.uniform(0.1, strong ? 20 : 1), random.uniform(0.1, strong ? 20 : 1))
        let points = 128
        let average =
          (0..<points).reduce(0.0) { sum, k in
            let phase = 2 * Double.pi * (Double(k) + 0.5) / Double(points)
            let fixed = ChannelModel(
              etaA: m.etaA, etaB: m.etaB, darkCount: m.darkCount, polarisationAngle: m.polarisationAngle,
              phaseOffset: phase)
            return sum + fixed.keyResponse(mu, nu).gain
          } / Double(points)
        if relativeDifference(m.testGain(mu, nu), average) > 1e-12 {
          Issue.record("G(\(mu), \(nu)) = \(m.testGain(mu, nu)), average \(average): \(m)")
        }
      }
    }
  }

  @Test("Both forms of the gain meet where they change over")
  func seam() {
    // w = √(η_A μ η_B ν) = 1/2 exactly at μ = ν = 1/2.
    let m = ChannelModel(etaA: 1, etaB: 1, darkCount: 1e-6)
    let below = m.testGain(0.5 - 1e-9, 0.5 - 1e-9)
    let above = m.testGain(0.5 + 1e-9, 0.5 + 1e-9)
    // Slope 0.2 per unit of either intensity at most.
    #expect(above > below && above - below < 2e-9)
  }

  @Test("The key mode follows the sheet's formulas as they stand (TF-1 to TF-3)")
  func keyMode() {
    var random = SplitMix64(seed: 705)
    for _ in 0..<300 {
      let m = model(&random)
      let (sA, sB) = (random.uniform(0.01, 1), random.uniform(0.01, 1))
      let (gA, gB, pd) = (m.etaA * sA, m.etaB * sB, m.darkCount)
      let half = (gA + gB) / 2
      let x = (gA * gB).squareRoot() * cos(m.phaseOffset) * cos(m.polarisationAngle)
      let right = (1 - pd) * exp(-(half - x)) * (1 - (1 - pd) * exp(-(half + x)))
      let wrong = (1 - pd) * exp(-(half + x)) * (1 - (1 - pd) * exp(-(half - x)))
      let response = m.keyResponse(sA, sB)
      #expect(abs(response.gain - (right + wrong) / 2) < 1e-15)
      #expect(abs(response.errorGain - wrong / 2) < 1e-15)
      #expect(abs(response.errorRate - wrong / (right + wrong)) < 1e-8)
    }
    // Eqs 27 to 31 of Curty, Azuma and Lo for equal arms.
    let m = ChannelModel(etaA: 0.1, etaB: 0.1, darkCount: 1e-3, polarisationAngle: 0.3, phaseOffset: 0.2)
    let gamma = 0.1 * 0.05
    let om = cos(0.3) * cos(0.2)
    let q =
      (1 - 1e-3) * (exp(-gamma * om) + exp(gamma * om)) * exp(-gamma) / 2 - (1 - 1e-3) * (1 - 1e-3) * exp(-2 * gamma)
    #expect(abs(m.keyResponse(0.05, 0.05).gain - q) < 1e-15)
  }

  @Test("The weak output keeps its digits; visibility falls with unequal arriving light")
  func smallErrors() {
    // e = (1 − cos θ)/2 for weak light without dark counts, however small θ.
    for theta in [1e-7, 1e-4, 0.01, Benchmark.theta] {
      let m = ChannelModel(etaA: 1e-6, etaB: 1e-6, darkCount: 0, polarisationAngle: theta)
      let intrinsic = sin(theta / 2) * sin(theta / 2)
      // The error of order γ = 2e-8 that double clicks make is relative.
      #expect(relativeDifference(m.keyResponse(0.02, 0.02).errorRate, intrinsic) < 1e-7)
    }
    let phase = ChannelModel(etaA: 1e-6, etaB: 1e-6, darkCount: 0, phaseOffset: 1e-5)
    #expect(relativeDifference(phase.keyResponse(0.02, 0.02).errorRate, 0.25e-10) < 1e-7)
    // 2 √(gA gB)/(gA + gB) = 0.8 for a ratio of 4.
    let unequal = ChannelModel(etaA: 4e-7, etaB: 1e-7, darkCount: 0)
    #expect(relativeDifference(unequal.keyResponse(0.02, 0.02).errorRate, 0.1) < 1e-7)
    let restored = unequal.keyResponse(0.01, 0.04)
    #expect(restored.errorRate < 1e-15)
  }

  @Test("Nothing arrives: dark counts only, or nothing at all")
  func limits() {
    let dark = ChannelModel(etaA: 0, etaB: 0, darkCount: 1e-6, polarisationAngle: 0.2)
    let response = dark.keyResponse(0.02, 0.02)
    #expect(relativeDifference(response.gain, 1e-6 * (1 - 1e-6)) < 1e-15)
    #expect(response.errorRate == 0.5)
    #expect(relativeDifference(dark.testGain(0.4, 0.1), 1e-6 * (1 - 1e-6)) < 1e-15)
    for n in 0...4 { #expect(relativeDifference(dark.yield(n, 4 - n), 1e-6 * (1 - 1e-6)) < 1e-15) }
    let nothing = ChannelModel(etaA: 0, etaB: 0, darkCount: 0)
    #expect(nothing.keyResponse(0.02, 0.02).gain == 0 && nothing.keyResponse(0.02, 0.02).errorRate == 0.5)
    #expect(nothing.testGain(0.4, 0.1) == 0 && nothing.yield(2, 2) == 0)
    // One photon over 1e-300: half of it.
    #expect(relativeDifference(ChannelModel(etaA: 1e-300, etaB: 0, darkCount: 0).yield(1, 0), 0.5e-300) < 1e-14)
  }

  @Test("Exchanging the users changes nothing; phases matter to the key mode only")
  func symmetry() {
    var random = SplitMix64(seed: 706)
    for _ in 0..<100 {
      let m = model(&random)
      let mirrored = ChannelModel(
        etaA: m.etaB, etaB: m.etaA, darkCount: m.darkCount, polarisationAngle: -m.polarisationAngle,
        phaseOffset: -m.phaseOffset)
      let (a, b) = (random.uniform(0, 2), random.uniform(0, 2))
      #expect(relativeDifference(m.keyResponse(a, b).gain, mirrored.keyResponse(b, a).gain) < 1e-14)
      #expect(relativeDifference(m.keyResponse(a, b).errorRate, mirrored.keyResponse(b, a).errorRate) < 1e-13)
      #expect(relativeDifference(m.testGain(a, b), mirrored.testGain(b, a)) < 1e-14)
      let (n, k) = (random.whole(0...8), random.whole(0...8))
      #expect(relativeDifference(m.yield(n, k), mirrored.yield(k, n)) < 1e-12)
      let shifted = ChannelModel(
        etaA: m.etaA, etaB: m.etaB, darkCount: m.darkCount, polarisationAngle: m.polarisationAngle, phaseOffset: 0.77)
      #expect(shifted.testGain(a, b) == m.testGain(a, b) && shifted.yield(n, k) == m.yield(n, k))
    }
  }

  @Test("Detectors enter each arm once; fibre alone makes the channel; angles of misalignments (TF-0)")
  func setup() {
    let setup = Setup(
      aliceChannel: transmittance(0.1), bobChannel: transmittance(0.02), detectorEfficiency: transmittance(0.5),
      darkCountProbability: 1e-6, polarisationAngle: 0.1, phaseOffset: 0.2)
    let model = ChannelModel(setup)
    #expect(abs(model.etaA - 0.05) < 1e-16 && abs(model.etaB - 0.01) < 1e-16)
    #expect(model.darkCount == 1e-6 && model.polarisationAngle == 0.1 && model.phaseOffset == 0.2)
    #expect(abs(setup.channel.value - 0.002) < 1e-17)
    #expect(!setup.isSymmetric && Benchmark.setup.isSymmetric)
    #expect(abs(Benchmark.theta - 0.283794109208) < 1e-12)
    for e in [0, 1e-12, 0.02, 0.5, 1] {
      let theta = Setup.polarisationAngle(misalignment: e)
      #expect(abs((1 - cos(theta)) / 2 - e) < 1e-15)
      #expect(relativeDifference(Setup.misalignment(polarisationAngle: theta), e) < 1e-14)
    }
    // Not a probability: an angle that validation refuses.
    for e in [-0.01, 1.01, .nan] { #expect(Setup.polarisationAngle(misalignment: e).isNaN) }
  }
}
