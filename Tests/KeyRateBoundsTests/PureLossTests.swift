// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateBounds
import KeyRateLinks
import KeyRateNumerics
import KeyRateTestSupport
import Testing

/// A transmittance that is known to be legal.
func transmittance(_ value: Double) -> Transmittance {
  guard let eta = Transmittance(value) else { fatalError("not a transmittance: \(value)") }
  return eta
}

@Suite("Limits of the lossy channel (bounds sheet, section 1)")
struct PureLossTests {
  @Test("Known values")
  func values() {
    let half = transmittance(0.5)
    #expect(PureLoss.repeaterless(half) == 1)
    #expect(relativeDifference(PureLoss.takeokaGuhaWilde(half), 1.584962500721156) < 1e-15)
    #expect(PureLoss.unassistedPrivate(half) == 0)
    #expect(PureLoss.repeaterless(transmittance(0.75)) == 2)
    #expect(relativeDifference(PureLoss.unassistedPrivate(transmittance(0.75)), 1.584962500721156) < 1e-15)
    // Just above 3 dB: log2(η/(1−η)) ≈ 4 (η − 1/2)/ln 2.
    let above = transmittance(0.5 + 1e-12)
    let excess = above.value - 0.5
    #expect(relativeDifference(PureLoss.unassistedPrivate(above), 4 * excess / log(2.0)) < 1e-11)
    #expect(PureLoss.unassistedPrivate(transmittance(0.499)) == 0)
    for km in [100.0, 300] {
      let fibre = Fibre(lengthKm: km)
      let expected = km == 100 ? 1.4499569695115077e-2 : 1.442696483e-6
      #expect(relativeDifference(PureLoss.repeaterless(fibre?.transmittance ?? .one), expected) < 1e-6)
    }
    #expect(relativeDifference(PureLoss.perPulse(0.3, modes: 2), 0.6) < 1e-15)
    #expect(relativeDifference(PureLoss.perSecond(0.3, modes: 2, clockHz: 1e9), 6e8) < 1e-15)
  }

  @Test("Ends: nothing arrives, everything arrives, next to nothing arrives")
  func ends() {
    let none = transmittance(0)
    #expect(PureLoss.repeaterless(none) == 0 && PureLoss.takeokaGuhaWilde(none) == 0)
    #expect(PureLoss.unassistedPrivate(none) == 0)
    #expect(PureLoss.repeaterless(.one) == .infinity && PureLoss.takeokaGuhaWilde(.one) == .infinity)
    #expect(PureLoss.unassistedPrivate(.one) == .infinity)
    for eta in [1e-300, 1e-25, 1e-17, 1e-12] {
      #expect(relativeDifference(PureLoss.repeaterless(transmittance(eta)), eta * 1.4426950408889634) < 1e-11)
      #expect(relativeDifference(PureLoss.takeokaGuhaWilde(transmittance(eta)), eta * 2.885390081777927) < 1e-11)
    }
  }

  @Test("Private without feedback <= repeaterless <= squashed; all rise with the transmittance")
  func order() {
    var random = SplitMix64(seed: 201)
    for _ in 0..<1000 {
      let eta = random.chance(0.5) ? random.logUniform(1e-12, 1) : random.unit()
      let t = transmittance(eta)
      let more = transmittance(eta + (1 - eta) * random.unit())
      let k = PureLoss.repeaterless(t)
      #expect(PureLoss.unassistedPrivate(t) <= k && k <= PureLoss.takeokaGuhaWilde(t))
      #expect(PureLoss.takeokaGuhaWilde(t) <= 2 * k * (1 + 1e-14))
      for bound in [PureLoss.repeaterless, PureLoss.takeokaGuhaWilde, PureLoss.unassistedPrivate] {
        #expect(bound(t) <= bound(more))
      }
      // 2^−K = 1 − η.
      #expect(abs(exp2(-k) - (1 - eta)) < 1e-15)
    }
  }
}
