// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateSecurity
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@testable import BB84

@Suite("No rate above its ceilings")
struct CeilingTests {
  @Test("Random links of every model, proof and sampling stay below every ceiling")
  func randomLinks() throws {
    var random = SplitMix64(seed: 601)
    var keys = 0
    for model in ChannelModel.allCases {
      // An unsound vacuum count may break the order: that proof has its own test and its own label.
      for proof in Proof.allCases where proof != .satquma2022 {
        for sampling in SamplingBound.allCases where sampling != .none {
          for _ in 0..<24 {
            var c = RandomCase(&random, model: model, proof: proof, sampling: sampling)
            if sampling == .exact { c.pulses = random.logUniform(1e5, 1e9) }
            let rate = try FiniteKey.analyse(c.counts, c.settings, c.options)
            if let r = rate.ratePerPulse, r > 0 { keys += 1 }
            do {
              try Ceiling.check(rate, setup: c.setup, settings: c.settings, options: c.options)
            } catch { Issue.record("\(error)") }
          }
        }
      }
    }
    #expect(keys > 400)
  }

  @Test("A wrong rate is refused, whichever ceiling it breaks")
  func wrongRates() throws {
    let s = settings([0.5, 0.1, 0], [0.8, 0.15, 0.05])
    let options = FiniteKeyOptions()
    let counts = Simulation.observations(Example.setup, s, block: .pulses(1e12))
    let right = try FiniteKey.analyse(counts, s, options)
    try Ceiling.check(right, setup: Example.setup, settings: s, options: options)
    var wrong = right
    for factor in [1.5, 10, 1e3] {
      wrong.ratePerPulse = right.ratePerPulse.map { $0 * factor }
      #expect(throws: InvariantViolation.self) {
        try Ceiling.check(wrong, setup: Example.setup, settings: s, options: options)
      }
    }
    for rate in [Double.nan, .infinity, -1e-9] {
      wrong.ratePerPulse = rate
      let error = #expect(throws: InvariantViolation.self) {
        try Ceiling.check(wrong, setup: Example.setup, settings: s, options: options)
      }
      #expect(error?.inputs.contains("lossDecibel") == true || error?.inputs.contains("channel") == true)
    }
    // Just above the limit of infinite blocks is too much, just below it is not.
    let limit =
      try FiniteKey.estimate(
        counts, s, FiniteKeyOptions(statistics: ConcentrationBound.none, sampling: SamplingBound.none)
      ).rawLength / 1e12
    wrong.ratePerPulse = limit * (1 + 1e-7)
    #expect(throws: InvariantViolation.self) {
      try Ceiling.check(wrong, setup: Example.setup, settings: s, options: options)
    }
    wrong.ratePerPulse = limit * (1 - 1e-7)
    try Ceiling.check(wrong, setup: Example.setup, settings: s, options: options)
  }

  @Test("Infinitely many decoys are the sum over photon numbers of the true yields")
  func infiniteDecoys() {
    let s = settings([0.5, 0.1, 0], [0.8, 0.15, 0.05], pX: 0.9)
    let setup = Example.setup
    let y = setup.model.yields(eta: setup.transmittance, background: 1e-7, misalignment: 0.01)
    let tau0: Double = DecoyAnalysis.tau(0, s)
    let tau1: Double = DecoyAnalysis.tau(1, s)
    let counts = Simulation.observations(setup, s, block: .pulses(1))
    let options = FiniteKeyOptions(leakage: .measured(bits: 0))
    let ceiling = Ceiling.infiniteDecoys(setup, s, options)
    let h = (y.singlePhotonErrors / y.singlePhoton)
    let expected = 0.81 * (tau0 * y.vacuum + tau1 * y.singlePhoton * binaryComplement(h))
    #expect(relativeDifference(ceiling, expected) < 1e-12)
    // More decoys tell more than the two of the protocol.
    let limit = try? FiniteKey.estimate(
      counts, s,
      FiniteKeyOptions(
        statistics: ConcentrationBound.none, sampling: SamplingBound.none, leakage: .measured(bits: 0))
    ).rawLength
    #expect((limit ?? 1) < ceiling && (limit ?? 0) > 0.9 * ceiling)
  }
}
