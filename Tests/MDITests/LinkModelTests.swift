// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import KeyRateTestSupport
import RealModule
import Testing

@testable import MDI

@Suite("Link models (section 2)")
struct LinkModelTests {
  private func setup(
    _ etaA: Double, _ etaB: Double, pd: Double, e: Double = 0, model: ChannelModel = .flip,
    rotations: PerParty<Double> = PerParty(both: 0)
  ) -> Setup {
    Setup(
      model: model, channels: PerParty(alice: Transmittance(etaA) ?? .one, bob: Transmittance(etaB) ?? .one),
      darkCountProbability: pd, misalignment: e, rotations: rotations)
  }

  /// I0 from its integral, independently of the series.
  private func bessel(_ z: Double) -> Double {
    let n = 200
    return (0..<n).reduce(0) { $0 + Double.exp(z * Double.cos(Double.pi * (Double($1) + 0.5) / Double(n))) } / Double(n)
  }

  @Test("The cancellation-free forms are the printed ones (MDI-2 to MDI-6, MDI-10)")
  func printedForms() {
    var random = SplitMix64(seed: 4001)
    for _ in 0..<300 {
      let a = random.logUniform(0.01, 3)
      let b = random.logUniform(0.01, 3)
      let pd = random.logUniform(1e-6, 0.1)
      let e = random.uniform(0, 0.1)
      let (s, q, x) = (a + b, 1 - pd, (a * b).squareRoot() / 2)
      let light = PerParty(alice: a, bob: b)
      let z = FlipModel.response(.z, light, dark: pd, misalignment: e)
      let c = 2 * q * q * Double.exp(-s / 2) * (1 - q * Double.exp(-a / 2)) * (1 - q * Double.exp(-b / 2))
      let w = 2 * pd * q * q * Double.exp(-s / 2) * (bessel(2 * x) - q * Double.exp(-s / 2))
      #expect(relativeDifference(z.gain, c + w) < 1e-11)
      #expect(relativeDifference(z.errorGain, e * c + (1 - e) * w) < 1e-11)
      let y = q * Double.exp(-s / 4)
      let gain = 2 * y * y * (1 + 2 * y * y - 4 * y * bessel(x) + bessel(2 * x))
      let xx = FlipModel.response(.x, light, dark: pd, misalignment: e)
      #expect(abs(xx.gain - gain) < 1e-14 + 1e-11 * gain)
      #expect(abs(xx.errorGain - (gain / 2 - (1 - 2 * e) * y * y * (bessel(2 * x) - 1))) < 1e-14 + 1e-11 * gain)
    }
  }

  @Test("A rotation by nothing is the flip model without misalignment")
  func rotationByZero() {
    var random = SplitMix64(seed: 4002)
    for _ in 0..<60 {
      let (a, b, pd) = (random.logUniform(1e-6, 1), random.logUniform(1e-6, 1), random.logUniform(1e-9, 1e-3))
      let mu = PerParty(alice: random.uniform(0, 1), bob: random.uniform(0, 1))
      let flip = setup(a, b, pd: pd)
      let rotated = setup(a, b, pd: pd, model: .rotation)
      for basis in Basis.allCases {
        let (f, r) = (flip.response(basis, mu), rotated.response(basis, mu))
        #expect(relativeDifference(f.gain, r.gain) < 1e-12)
        #expect(abs(f.errorGain - r.errorGain) < 1e-12 * f.gain)
        let (g, h) = (flip.singlePhotonPair(basis), rotated.singlePhotonPair(basis))
        #expect(relativeDifference(g.gain, h.gain) < 1e-13)
        #expect(abs(g.errorGain - h.errorGain) < 1e-13 * g.gain)
      }
    }
  }

  @Test("Single-photon pairs are the coefficient of both mean photon numbers (MDI-7 to MDI-9, MDI-13)")
  func generatingFunction() {
    var random = SplitMix64(seed: 4003)
    for model in ChannelModel.allCases {
      for _ in 0..<30 {
        let turned = PerParty(alice: random.uniform(-0.2, 0.2), bob: random.uniform(-0.2, 0.2))
        let s = setup(
          random.uniform(0.05, 1), random.uniform(0.05, 1), pd: random.logUniform(1e-6, 1e-2),
          e: model == .flip ? random.uniform(0, 0.1) : 0, model: model,
          rotations: model == .rotation ? turned : PerParty(both: 0))
        for basis in Basis.allCases {
          // Mixed differences of e^(μA+μB) Q at small intensities; the error falls with h.
          func value(_ i: Double, _ j: Double, _ part: (Response) -> Double) -> Double {
            let h = 1e-3
            return Double.exp(h * (i + j)) * part(s.response(basis, PerParty(alice: h * i, bob: h * j)))
          }
          func coefficient(_ part: (Response) -> Double) -> Double {
            // Richardson: (1,1), (2,1), (1,2), (2,2) remove the next order in each variable.
            func mixed(_ k: Double, _ l: Double) -> Double {
              (value(k, l, part) - value(k, 0, part) - value(0, l, part) + value(0, 0, part)) / (1e-6 * k * l)
            }
            return 4 * mixed(1, 1) - 2 * mixed(2, 1) - 2 * mixed(1, 2) + mixed(2, 2)
          }
          let pair = s.singlePhotonPair(basis)
          #expect(relativeDifference(coefficient { $0.gain }, pair.gain) < 1e-5)
          #expect(abs(coefficient { $0.errorGain } - pair.errorGain) < 1e-5 * pair.gain)
        }
      }
    }
  }

  @Test("Limits of section 2.4, one Bell state, exchange of the parties")
  func limits() {
    let clean = setup(0.3, 0.2, pd: 0, e: 0.02)
    #expect(relativeDifference(clean.singlePhotonPair(.x).gain, 0.03) < 1e-14)
    #expect(relativeDifference(clean.singlePhotonPair(.x).errorRate, 0.02) < 1e-14)
    #expect(relativeDifference(clean.response(.z, PerParty(alice: 0.7, bob: 0.1)).errorRate, 0.02) < 1e-13)
    let weak = PerParty(alice: 2e-7, bob: 3e-7)
    #expect(abs(clean.response(.x, weak).errorRate - 0.26) < 1e-6)
    #expect(abs(clean.response(.x, weak).gain / clean.response(.z, weak).gain - 2) < 1e-6)
    let dark = setup(0, 0, pd: 1e-3)
    #expect(relativeDifference(dark.response(.z, PerParty(both: 0.5)).gain, 4e-6 * 0.998001) < 1e-12)
    #expect(dark.response(.x, PerParty(both: 0.5)).errorRate == 0.5)
    #expect(setup(0, 0.4, pd: 0).singlePhotonPair(.x).errorRate == 0.5)
    var one = clean
    one.bellStates = .one
    #expect(one.response(.x, weak).gain == clean.response(.x, weak).gain / 2)
    #expect(one.response(.x, weak).errorRate == clean.response(.x, weak).errorRate)
    let exchanged = setup(0.2, 0.3, pd: 0, e: 0.02)
    for basis in Basis.allCases {
      let mu = PerParty(alice: 0.4, bob: 0.9)
      #expect(
        relativeDifference(clean.response(basis, mu).gain, exchanged.response(basis, mu.swapped).gain) < 1e-14)
    }
  }

  @Test("What cannot be is refused, and the total of two detectors is asked about")
  func validation() throws {
    #expect(throws: Never.self) { try setup(0.1, 0.1, pd: 3.01e-6, e: 0.015).validate() }
    #expect(setup(0.1, 0.1, pd: 3.01e-6).warnings.isEmpty)
    #expect(setup(0.1, 0.1, pd: 6.02e-6).warnings.first?.contains("3.01e-6") == true)
    for bad in [
      setup(0.1, 0.1, pd: 0.5), setup(0.1, 0.1, pd: -1), setup(0.1, 0.1, pd: 0, e: 0.6),
      setup(0.1, 0.1, pd: 0, rotations: PerParty(both: 0.1)), setup(0.1, 0.1, pd: 0, e: 0.1, model: .rotation),
      setup(0.1, 0.1, pd: .nan),
    ] {
      #expect(throws: (any Error).self) { try bad.validate() }
    }
  }
}
