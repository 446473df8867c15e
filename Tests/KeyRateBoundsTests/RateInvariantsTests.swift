// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateLinks
import Testing

@Suite("Order of rates")
struct RateInvariantsTests {
  private func check(_ rates: Double...) throws {
    try RateInvariants.check(
      rates.enumerated().map { RateInvariants.Rung("rung \($0.offset)", $0.element) }, inputs: "these inputs")
  }

  @Test("Rates in order pass, with infinities and rounding")
  func accepted() throws {
    try check()
    try check(0)
    try check(0, 0, 0)
    try check(0.1, 0.1, 0.2, .infinity)
    try check(0.1 * (1 + 0.9e-9), 0.1)
  }

  @Test("Anything out of order is an internal error that names the pair and the inputs")
  func refused() {
    let error = #expect(throws: InvariantViolation.self) { try check(0, 0.2, 0.1) }
    #expect(error?.statement == "rung 1 = 0.2 exceeds rung 2 = 0.1")
    #expect(error?.inputs == "these inputs")
    #expect(error?.description.contains("These") == false)
    #expect(error?.description.contains("To reproduce it: these inputs") == true)
    #expect(throws: InvariantViolation.self) { try check(-1e-300) }
    #expect(throws: InvariantViolation.self) { try check(.nan) }
    #expect(throws: InvariantViolation.self) { try check(0, .nan) }
    #expect(throws: InvariantViolation.self) { try check(0, .nan, 1) }
    #expect(throws: InvariantViolation.self) { try check(.infinity, 1) }
    #expect(throws: InvariantViolation.self) { try check(0.1 * (1 + 3e-9), 0.1) }
    #expect(throws: InvariantViolation.self) { try check(1e-300, 0) }
  }
}

@Suite("Transmittance, fibre and dark counts")
struct LinkTests {
  @Test("Losses and lengths become transmittances")
  func transmittances() {
    #expect(Transmittance(lossDecibel: 0)?.value == 1)
    #expect(Transmittance(lossDecibel: 10)?.value == 0.1)
    #expect(Transmittance(lossDecibel: 4000)?.value == 0)
    #expect(Transmittance(lossDecibel: -1) == nil)
    #expect(Transmittance(lossDecibel: .nan) == nil)
    #expect(Transmittance(1.0000001) == nil && Transmittance(-0.1) == nil && Transmittance(.nan) == nil)
    #expect(Transmittance.one.lossDecibel == 0)
    #expect(transmittance(0).lossDecibel == .infinity)
    #expect(abs(transmittance(0.01).lossDecibel - 20) < 1e-12)
    #expect((transmittance(0.5) * transmittance(0.5)).value == 0.25)
    let fibre = Fibre(lengthKm: 100, attenuationDecibelPerKm: 0.21, excessLossDecibel: 3)
    #expect(fibre.map { abs($0.lossDecibel - 24) < 1e-12 } == true)
    #expect(Fibre(lengthKm: 50)?.transmittance.value == 0.1)
    #expect(Fibre(lengthKm: -1) == nil && Fibre(lengthKm: .infinity) == nil)
    #expect(Fibre(lengthKm: 1, attenuationDecibelPerKm: -0.2) == nil)
    #expect(Fibre(lengthKm: 1, excessLossDecibel: .nan) == nil)
    #expect(DarkCounts.probability(ratePerSecond: 0, gateSeconds: 1) == 0)
    #expect(abs(DarkCounts.probability(ratePerSecond: 100, gateSeconds: 1e-9) - 1e-7) < 1e-14)
    #expect(DarkCounts.probability(ratePerSecond: 1e9, gateSeconds: 1) == 1)
  }
}
