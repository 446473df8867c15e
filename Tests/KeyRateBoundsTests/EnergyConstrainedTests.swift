// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateLinks
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@testable import KeyRateBounds

@Suite("Limits for a mean photon number (BND-7 to BND-10)")
struct EnergyConstrainedTests {
  @Test("Entropy differences have 12 digits over 23 decades (BND-10)")
  func entropyDifference() {
    #expect(EntropyDifferenceGoldens.table.rows.count > 150)
    for row in EntropyDifferenceGoldens.table.rows {
      let got = EnergyConstrained.entropyDifference(from: row.values[0], by: row.values[1])
      let error = relativeDifference(got, row.values[2])
      // The sheet states 4e-13 for this choice of forms.
      if error > 5e-13 { Issue.record("a = \(row.values[0]), d = \(row.values[1]): off by \(error)") }
    }
    #expect(EnergyConstrained.entropyDifference(from: 3, by: 0) == 0)
    // The forms meet where they change: no step at a = 1000 and at d = a/10.
    for d in [1e-6, 3, 50, 200, 1e4] {
      let below = EnergyConstrained.entropyDifference(from: 1e3, by: d)
      let above = EnergyConstrained.entropyDifference(from: 1e3.nextUp, by: d)
      #expect(relativeDifference(below, above) < 1e-12)
    }
    for a in [1e-9, 0.3, 20, 900] {
      let below = EnergyConstrained.entropyDifference(from: a, by: 0.1 * a * (1 - 1e-14))
      let above = EnergyConstrained.entropyDifference(from: a, by: 0.1 * a * (1 + 1e-14))
      #expect(relativeDifference(below, above) < 1e-12)
    }
  }

  @Test("Thermal entropy")
  func thermalEntropy() {
    #expect(EnergyConstrained.thermalEntropy(0) == 0)
    #expect(EnergyConstrained.thermalEntropy(1) == 2)
    #expect(relativeDifference(EnergyConstrained.thermalEntropy(0.5), 1.3774437510817343) < 1e-15)
    #expect(relativeDifference(EnergyConstrained.thermalEntropy(1e12), log2(exp(1.0) * 1e12)) < 1e-12)
  }

  @Test("Many photons give the limits without energy; few photons bound more")
  func limits() {
    for eta in [0.01, 0.1, 0.5, 0.8] {
      let t = transmittance(eta)
      let n = 1e9
      #expect(
        relativeDifference(EnergyConstrained.squashedUpper(t, meanPhotons: n), PureLoss.takeokaGuhaWilde(t)) < 1e-6)
      #expect(
        relativeDifference(EnergyConstrained.reverseCoherentLower(t, meanPhotons: n), PureLoss.repeaterless(t)) < 1e-6)
      let free = PureLoss.unassistedPrivate(t)
      #expect(abs(EnergyConstrained.unassistedPrivate(t, meanPhotons: n) - free) <= 1e-6 * max(1, free))
      #expect(EnergyConstrained.upper(t, meanPhotons: n) == PureLoss.repeaterless(t))
      #expect(EnergyConstrained.upper(t, meanPhotons: 0) == 0)
    }
    // The sheet's example.
    let upper = EnergyConstrained.upper(transmittance(0.1), meanPhotons: 0.5)
    #expect(abs(upper - 0.1162) < 5e-5)
    #expect(abs(PureLoss.repeaterless(transmittance(0.1)) - 0.1520) < 5e-5)
  }

  @Test("Lower <= upper <= repeaterless, all rising with the photon number")
  func order() {
    var random = SplitMix64(seed: 221)
    for _ in 0..<500 {
      let t = transmittance(random.chance(0.5) ? random.unit() : random.logUniform(1e-9, 1))
      let n = random.logUniform(1e-6, 1e6)
      let upper = EnergyConstrained.upper(t, meanPhotons: n)
      let lower = EnergyConstrained.reverseCoherentLower(t, meanPhotons: n)
      let direct = EnergyConstrained.unassistedPrivate(t, meanPhotons: n)
      let label = "eta = \(t.value), N = \(n)"
      if !(lower <= upper * (1 + 1e-12) && direct <= lower * (1 + 1e-12) && direct >= 0) {
        Issue.record("\(label): \(direct), \(lower), \(upper)")
      }
      if upper > PureLoss.repeaterless(t) { Issue.record("\(label): \(upper) above the repeaterless bound") }
      let more = EnergyConstrained.upper(t, meanPhotons: 1.5 * n)
      let moreLower = EnergyConstrained.reverseCoherentLower(t, meanPhotons: 1.5 * n)
      if more < upper * (1 - 1e-12) || moreLower < lower * (1 - 1e-12) { Issue.record("\(label): falls with N") }
    }
    #expect(EnergyConstrained.unassistedPrivate(transmittance(0.5), meanPhotons: 3) == 0)
    #expect(EnergyConstrained.unassistedPrivate(transmittance(0.2), meanPhotons: 3) == 0)
    #expect(EnergyConstrained.upper(transmittance(0), meanPhotons: 3) == 0)
    #expect(EnergyConstrained.upper(.one, meanPhotons: 1) == 2)
  }
}
