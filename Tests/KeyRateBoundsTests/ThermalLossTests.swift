// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateLinks
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@Suite struct ThermalLossTests {
  @Test func orderAndLimits() throws {
    var random = SplitMix64(seed: 41)
    for _ in 0..<2000 {
      let eta = try #require(Transmittance(random.logUniform(1e-6, 0.9999)))
      let xi = random.logUniform(1e-8, 1)
      let upper = ThermalLoss.upper(eta, excessNoise: xi)
      let lower = ThermalLoss.reverseCoherentLower(eta, excessNoise: xi)
      #expect(lower >= 0 && lower <= upper * (1 + 1e-10) + 1e-15, "\(eta) \(xi): \(lower) above \(upper)")
      #expect(upper <= PureLoss.repeaterless(eta) * (1 + 1e-12))
      #expect(ThermalLoss.upper(eta, excessNoise: 2 * xi) <= upper * (1 + 1e-12))
    }
    let half = try #require(Transmittance(0.5))
    #expect(ThermalLoss.upper(half, excessNoise: 0) == 1)
    // n̄ = T/(1−T): entanglement breaking.
    #expect(ThermalLoss.upper(half, excessNoise: 2) == 0)
    #expect(ThermalLoss.upper(try #require(Transmittance(0)), excessNoise: 0.1) == 0)
  }

  /// Through T = 1 the bound has no jump.
  @Test func theAdditiveNoiseChannel() throws {
    let near = try #require(Transmittance(1 - 1e-9))
    for xi in [1e-3, 0.1, 1.5] {
      let limit = ThermalLoss.upper(.one, excessNoise: xi)
      #expect(abs(ThermalLoss.upper(near, excessNoise: xi) - limit) < 1e-5, "\(xi)")
    }
    #expect(ThermalLoss.upper(.one, excessNoise: 2) == 0)
    #expect(ThermalLoss.upper(.one, excessNoise: 0) == .infinity)
  }
}
