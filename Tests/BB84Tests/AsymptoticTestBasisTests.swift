// SPDX-License-Identifier: GPL-3.0-or-later
import BB84
import KeyRateBounds
import KeyRateLinks
import Testing

@Suite("Test-basis misalignment in asymptotic rates")
struct AsymptoticTestBasisTests {
  @Test("It moves the phase error, not the error rate of the key", arguments: AsymptoticMethod.allCases)
  func movesPhaseErrorOnly(method: AsymptoticMethod) throws {
    func estimate(_ testBasis: Double) throws -> AsymptoticEstimate {
      let setup = Setup(
        channel: try #require(Transmittance(lossDecibel: 10)), backgroundProbability: 1e-6, misalignment: 0.01,
        testBasisMisalignment: testBasis)
      return try AsymptoticAnalysis.estimate(
        setup, AsymptoticSettings(signal: 0.5, decoy: 0.1), AsymptoticOptions(method: method))
    }
    let same = try estimate(0.01)
    let worse = try estimate(0.03)
    #expect(worse.singlePhotonError > same.singlePhotonError + 0.015)
    #expect(worse.rate < same.rate)
    #expect(worse.signal == same.signal)
  }

  @Test("Bounds stay numbers at the far ends of their domain")
  func farEnds() throws {
    let eta = try #require(Transmittance(0.1))
    for photons in [1e100, 1e160, 1e200, 1e300] {
      let upper = EnergyConstrained.squashedUpper(eta, meanPhotons: photons)
      #expect(abs(upper / PureLoss.takeokaGuhaWilde(eta) - 1) < 1e-9)
      let lower = EnergyConstrained.reverseCoherentLower(eta, meanPhotons: photons)
      #expect(abs(lower / PureLoss.repeaterless(eta) - 1) < 1e-9)
    }
    #expect(RepeaterChain.smallestNumber(targetBitsPerUse: 60, total: eta) == nil)
  }
}
