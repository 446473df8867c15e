// SPDX-License-Identifier: GPL-3.0-or-later
import BB84
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@Suite("Inputs that cannot be are refused by name")
struct ValidationTests {
  private func quantity(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch { return (error as? InputError)?.quantity ?? "\(error)" }
  }

  @Test("Settings")
  func settingsAreChecked() {
    func refused(_ mu: [Double], _ p: [Double], pX: Double = 0.9) -> String? {
      quantity { try settings(mu, p, pX: pX).validate() }
    }
    #expect(refused([0.5, 0.1, 0], [0.7, 0.2, 0.1]) == nil)
    #expect(refused([0.5, 0.1], [0.7, 0.3]) == nil)
    #expect(refused([0.5, 0.5, 0], [0.7, 0.2, 0.1]) == "mu")
    #expect(refused([0.5, 0.3, 0.2], [0.7, 0.2, 0.1]) == "mu")
    #expect(refused([0.5, 0.1, 0.1], [0.7, 0.2, 0.1]) == "mu")
    #expect(refused([0.5, 0.1, -0.01], [0.7, 0.2, 0.1]) == "mu")
    #expect(refused([0.5, 0], [0.7, 0.3]) == "mu")
    #expect(refused([0.5, 0.5], [0.7, 0.3]) == "mu")
    #expect(refused([0.1, 0.5], [0.7, 0.3]) == "mu")
    #expect(refused([.nan, 0.1], [0.7, 0.3]) == "mu")
    #expect(refused([101, 0.1], [0.7, 0.3]) == "mu")
    #expect(refused([0.5, 0.1, 0], [0.7, 0.3]) == "p_mu")
    #expect(refused([0.5, 0.1, 0], [0.7, 0.3, 0]) == "p_mu")
    #expect(refused([0.5, 0.1], [0.7, 0.300_001]) == "p_mu")
    #expect(refused([0.5, 0.1], [1.1, -0.1]) == "p_mu")
    #expect(refused([0.5, 0.1], [0.7, 0.3], pX: 1.01) == "pX")
    #expect(refused([0.5, 0.1], [0.7, 0.3], pX: -0.01) == "pX")
    #expect(refused([0.5, 0.1], [0.7, 0.3], pX: 0) == nil)
    var bob = settings([0.5, 0.1], [0.7, 0.3])
    bob.bobKeyBasisProbability = 1.5
    #expect(quantity { try bob.validate() } == "pX_bob")
    #expect(quantity { try bob.validate(checkingBases: false) } == nil)
  }

  @Test("Links and detectors")
  func setups() {
    func refused(_ change: (inout Setup) -> Void) -> String? {
      var setup = Example.setup
      change(&setup)
      return quantity { try setup.validate() }
    }
    #expect(refused { _ in } == nil)
    #expect(refused { $0.backgroundProbability = 1 } == "p")
    #expect(refused { $0.backgroundProbability = -1e-9 } == "p")
    #expect(refused { $0.backgroundProbability = 0.02 } == nil)
    #expect(
      refused {
        $0.backgroundProbability = 0.02; $0.model = .ma2005
      } == "p")
    #expect(
      refused {
        $0.backgroundProbability = 0.02; $0.model = .rusca2018
      } == "p")
    #expect(
      refused {
        $0.backgroundProbability = 0.02; $0.model = .ma2005x
      } == nil)
    #expect(refused { $0.misalignment = 0.51 } == "e_d")
    #expect(refused { $0.misalignment = -0.01 } == "e_d")
    #expect(refused { $0.testBasisMisalignment = 3 } == "e_dZ")
    #expect(refused { $0.afterpulseProbability = 0.5 } == "p_ap")
    #expect(refused { $0.afterpulseProbability = .nan } == "p_ap")
    #expect(refused { $0.deadTimeSeconds = 1e-7 } == "t_dead")
    #expect(
      refused {
        $0.deadTimeSeconds = 100; $0.repetitionRateHz = 1e9
      } == "t_dead")
    #expect(
      refused {
        $0.deadTimeSeconds = 1e-7; $0.repetitionRateHz = 1e9
      } == nil)
    #expect(refused { $0.repetitionRateHz = 0 } == "rep_rate")
  }

  @Test("Counts")
  func observations() {
    func refused(_ change: (inout Observations) -> Void) -> String? {
      var counts = Example.twoDecoyCounts
      change(&counts)
      return quantity { _ = try FiniteKey.analyse(counts, Example.twoDecoySettings, FiniteKeyOptions()) }
    }
    #expect(refused { _ in } == nil)
    #expect(refused { $0.keyDetections.signal = -1 } == "nX[1]")
    #expect(refused { $0.testDetections.decoy = 2.5 } == "nZ[2]")
    #expect(refused { $0.testErrors.weakest = .nan } == "mZ[3]")
    #expect(refused { $0.keyErrors.decoy = 1e18 } == "mX[2]")
    #expect(refused { $0.keyDetections.signal = 1.1e18 } == "nX[1]")
    #expect(refused { $0.testErrors.weakest = 23 } == "mZ[3]")
    #expect(refused { $0.testErrors.weakest = nil } == "mZ")
    #expect(refused { $0.pulses = 2_000_000 } == "N")
    #expect(refused { $0.pulses = 0 } == "N")
    #expect(refused { $0.pulses = 2e18 } == "N")
    #expect(refused { $0.pulses = 1e9 } == nil)
    #expect(
      quantity {
        _ = try FiniteKey.estimate(Example.oneDecoyCounts, Example.twoDecoySettings, FiniteKeyOptions())
      } == "nX")
    #expect(
      quantity {
        _ = try FiniteKey.reference(Example.oneDecoyCounts, Example.twoDecoySettings, FiniteKeyOptions())
      } == "nX")
    #expect(
      quantity {
        _ = try FiniteKey.enclosure(Example.oneDecoyCounts, Example.twoDecoySettings, FiniteKeyOptions())
      } == "nX")
    // Expected counts may be fractions.
    var expected = Example.twoDecoyCounts
    expected.testDetections.decoy = 2402.5
    expected.origin = .expected
    #expect(quantity { _ = try FiniteKey.analyse(expected, Example.twoDecoySettings, FiniteKeyOptions()) } == nil)
  }

  @Test("Options")
  func options() {
    func refused(
      _ o: FiniteKeyOptions, intensities: Int = 3, origin: Observations.Origin = .measured
    ) -> String? {
      quantity { try o.validate(intensities: intensities, origin: origin) }
    }
    #expect(refused(FiniteKeyOptions()) == nil)
    for eps in [0, 1, -1e-10, 2, .nan] {
      #expect(refused(FiniteKeyOptions(secrecy: eps)) == "eps_sec")
      #expect(refused(FiniteKeyOptions(correctness: eps)) == "eps_cor")
    }
    #expect(refused(FiniteKeyOptions(leakage: .estimated(efficiency: 0.99))) == "f_EC")
    #expect(refused(FiniteKeyOptions(leakage: .measured(bits: -1))) == "leak_EC")
    #expect(refused(FiniteKeyOptions(leakage: .measured(bits: .nan))) == "leak_EC")
    #expect(refused(FiniteKeyOptions(proof: .lim2014), intensities: 2) == "proof")
    #expect(refused(FiniteKeyOptions(proof: .rusca2018), intensities: 3) == "proof")
    #expect(refused(FiniteKeyOptions(proof: .lim2014, composition: .tup24)) == "composition")
    #expect(refused(FiniteKeyOptions(proof: .lim2014, penalty: .lim)) == "penalty")
    #expect(refused(FiniteKeyOptions(statistics: ConcentrationBound.none)) == "stat")
    #expect(refused(FiniteKeyOptions(sampling: SamplingBound.none)) == "sampling")
    #expect(refused(FiniteKeyOptions(statistics: ConcentrationBound.none), origin: .expected) == nil)
    #expect(refused(FiniteKeyOptions(secrecyPerBit: 1e-15)) == "eps_sec per bit")
    #expect(refused(FiniteKeyOptions(secrecyPerBit: 1e-15), origin: .expected) == nil)
    #expect(refused(FiniteKeyOptions(secrecyPerBit: 0), origin: .expected) == "eps_sec per bit")
    // Published proofs come with their published bounds.
    #expect(FiniteKeyOptions(proof: .lim2014).statistics == .hoeffding)
    #expect(FiniteKeyOptions(proof: .lim2014).sampling == .limGamma)
    #expect(FiniteKeyOptions().statistics == .kl && FiniteKeyOptions().sampling == .kl)
  }
}
