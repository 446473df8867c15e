// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import Testing

@testable import KeyRateBounds

/// Rows bounds-cp-33 to 37 and 47 of the bounds sheet's checkpoint table (reference with 50 digits).
@Suite("Finitely many uses of a pure-loss channel")
struct FiniteUsesTests {
  static func bits(_ eta: Double, _ uses: Double, _ eps: Double) -> Double {
    let perMode = Transmittance(eta).map(PureLoss.repeaterless) ?? .nan
    return FiniteUses.longestKey(uses: uses, modes: 1, perMode: perMode, infidelity: eps)
  }

  static func isClose(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-12 * abs(b) }

  @Test("C(eps) and the longest key")
  func checkpoints() throws {
    #expect(Self.isClose(FiniteUses.constant(infidelity: 1e-10), 2.584962501298234))
    #expect(Self.isClose(Self.bits(0.1, 1e4, 1e-10), 1522.615896951798))
    let eps = try #require(FiniteUses.infidelity(secrecy: 1e-10, correctness: 1e-15, abortProbability: 0.5))
    #expect(Self.isClose(eps, 0.750000000100001))
    #expect(Self.isClose(FiniteUses.constant(infidelity: eps), 8.199672346155413))
    let seventy = try #require(Transmittance(lossDecibel: 70))
    let key = FiniteUses.longestKey(
      uses: 1e9, modes: 1, perMode: PureLoss.repeaterless(seventy), infidelity: eps)
    #expect(Self.isClose(key, 152.46918364852743))
  }

  @Test("The check of a claim")
  func claims() throws {
    let plain = try #require(FiniteUses.infidelity(secrecy: 1e-10, correctness: 0, abortProbability: 0))
    let limit = Self.bits(0.01, 1e6, plain)
    #expect(Self.isClose(limit, 14502.154657616951))
    #expect(!FiniteUses.exceeds(14000, limit))
    #expect(FiniteUses.exceeds(15000, limit))
    // 0.999 for an abort probability that nobody has stated adds 41.9 bits.
    let unstated = try #require(FiniteUses.infidelity(secrecy: 1e-10, correctness: 0, abortProbability: 0.999))
    #expect(Self.isClose(Self.bits(0.01, 1e6, unstated), 14544.017793888828))
    #expect(!FiniteUses.exceeds(14520, Self.bits(0.01, 1e6, unstated)))
    // Within rounding of the limit counts as consistent.
    #expect(!FiniteUses.exceeds(limit.nextUp, limit))
  }

  @Test("Where nothing can be said, no limit comes out")
  func noStatement() {
    #expect(FiniteUses.infidelity(secrecy: 0.5, correctness: 0.1, abortProbability: 0.4) == nil)
    #expect(FiniteUses.infidelity(secrecy: 1.2, correctness: 0, abortProbability: 0) == nil)
    #expect(FiniteUses.infidelity(secrecy: -1, correctness: 0, abortProbability: 0) == nil)
    #expect(FiniteUses.infidelity(secrecy: .nan, correctness: 0, abortProbability: 0) == nil)
    #expect(FiniteUses.constant(infidelity: 1) == .infinity)
    #expect(FiniteUses.longestKey(uses: 1, modes: 1, perMode: .infinity, infidelity: 0) == .infinity)
  }
}
