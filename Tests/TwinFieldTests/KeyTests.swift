// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateLinks
import KeyRateSecurity
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@testable import TwinField

@Suite("Results with reasons, and no rate above its ceilings")
struct KeyTests {
  private func reason(
    _ setup: Setup, _ settings: Settings, _ options: AsymptoticOptions = AsymptoticOptions()
  ) throws -> ReasonForZero.Kind? {
    let rate = try AsymptoticAnalysis.analyse(setup, settings, options)
    #expect((rate.reasonForZero == nil) == ((rate.ratePerPulse ?? 0) > 0))
    return rate.reasonForZero?.kind
  }

  @Test("Why an asymptotic rate is zero")
  func asymptoticReasons() throws {
    #expect(try reason(Benchmark.asymptotic, signals(0.02)) == nil)
    #expect(try reason(link(0, 0), signals(0.02)) == .noDetections)
    #expect(try reason(link(0.01, 0.01, theta: 2.5), signals(0.02)) == .bitErrorTooLarge)
    #expect(try reason(Benchmark.asymptotic, signals(0.3)) == .phaseErrorTooLarge)
    #expect(
      try reason(Benchmark.asymptotic, signals(0.02), AsymptoticOptions(errorCorrectionEfficiency: 10))
        == .leakageExceedsSecrecy)
  }

  @Test("What an asymptotic result is called, and that it is for planning")
  func names() throws {
    for (options, name) in [
      (AsymptoticOptions(), "tf.cal.infinite"), (AsymptoticOptions(estimation: .linearProgram), "tf.cal.decoy"),
      (AsymptoticOptions(estimation: .analytic), "tf.cal.decoy"),
      (
        AsymptoticOptions(estimation: .linearProgram, method: .joint, pairCutoff: 4, photonCutoff: 6),
        "tf.cal.decoy.joint"
      ),
    ] {
      let settings = alike(0.02, [0.4, 0.1, 1e-4])
      let rate = try AsymptoticAnalysis.analyse(Benchmark.asymptotic, settings, options)
      let e = try AsymptoticAnalysis.estimate(Benchmark.asymptotic, settings, options)
      #expect(rate.analysis.calculation == name && rate.analysis.status == .planning)
      #expect(rate.analysis.statusReasons.contains { $0.contains("unpublished") } == (options.method == .joint))
      #expect(rate.ratePerPulse == e.rate && rate.rawRatePerPulse == e.rawRate && rate.lengthBits == nil)
      #expect(rate.value("e_ph") == e.phaseError && rate.value("T_1") == e.tails[1])
      #expect(rate.value("Q_X") == e.gain && rate.value("e_X") == e.bitError)
      #expect(rate.value("Y_U(1,1)") == e.yields[PhotonPair(1, 1)])
    }
  }

  @Test("Random results pass their ceilings, results made too high do not")
  func ceilings() throws {
    var random = SplitMix64(seed: 781)
    var keys = 0
    for _ in 0..<60 {
      var c = RandomCase(&random, decoys: 2...2, loss: 0...60)
      c.settings.keyModeProbability = 1
      c.settings.bobKeyModeProbability = 1
      let options = AsymptoticOptions(pairCutoff: random.whole(2...12), errorCorrectionEfficiency: 1.1)
      let rate = try AsymptoticAnalysis.analyse(c.setup, c.settings, options)
      try Ceiling.check(rate, setup: c.setup, settings: c.settings, efficiency: 1.1)
      guard let perPulse = rate.ratePerPulse, perPulse > 0 else { continue }
      keys += 1
      var wrong = rate
      let most = try AsymptoticAnalysis.estimate(
        c.setup, c.settings, AsymptoticOptions(pairCutoff: 20, errorCorrectionEfficiency: 1.1)
      ).rate
      wrong.ratePerPulse = most * 1.000001
      #expect(throws: InvariantViolation.self) {
        try Ceiling.check(wrong, setup: c.setup, settings: c.settings, efficiency: 1.1)
      }
      // Half the rounds in key mode: half the ceiling for each user.
      var half = c.settings
      half.keyModeProbability = 0.5
      wrong.ratePerPulse = most * 0.51
      #expect(throws: InvariantViolation.self) {
        try Ceiling.check(wrong, setup: c.setup, settings: half, efficiency: 1.1)
      }
      wrong.ratePerPulse = most * 0.49
      try Ceiling.check(wrong, setup: c.setup, settings: half, efficiency: 1.1)
      // The single repeater is what is left without an efficiency, detectors included.
      c.setup.detectorEfficiency = transmittance(0.5)
      let bound = RepeaterChain.bound(links: [c.setup.aliceArm, c.setup.bobArm])
      wrong.ratePerPulse = bound * 0.999
      try Ceiling.check(wrong, setup: c.setup, settings: c.settings, efficiency: nil)
      wrong.ratePerPulse = bound * 1.001
      #expect(throws: InvariantViolation.self) {
        try Ceiling.check(wrong, setup: c.setup, settings: c.settings, efficiency: nil)
      }
    }
    #expect(keys > 20)
    let trace = Setup(
      aliceChannel: transmittance(0.1), bobChannel: transmittance(0.01), detectorEfficiency: transmittance(0.5)
    ).ceilingTrace
    func value(_ symbol: String) -> Double? { trace.first { $0.symbol == symbol }?.value }
    #expect(value("plob") == PureLoss.repeaterless(transmittance(0.001)))
    #expect(relativeDifference(value("plob_with_receiver") ?? 0, PureLoss.repeaterless(transmittance(0.00025))) < 1e-12)
    #expect(value("single_repeater") == PureLoss.repeaterless(transmittance(0.01)))
  }

  @Test("Comparison protocols: equal arms only, comparison only, the heuristic one exempt from the bound")
  func comparisons() throws {
    let setup = link(lossDecibel: 40, pd: 1e-7, theta: Benchmark.theta)
    for scheme in ComparisonProtocol.allCases {
      let choices = ComparisonProtocol.Choices(intensity: 0.4, sendingProbability: 0.2)
      let rate = try scheme.analyse(setup, choices)
      #expect(rate.analysis.status == .comparisonOnly && rate.analysis.calculation == scheme.calculation)
      #expect(rate.analysis.statusReasons[0].contains("not a secure rate") == (scheme == .lucamarini2018))
      let direct = scheme.outcome(
        eta: 0.01, pd: 1e-7, misalignment: 0.02, polarisationAngle: Benchmark.theta, phaseOffset: 0, choices)
      #expect(relativeDifference(rate.rawRatePerPulse ?? 0, direct.rawRate) < 1e-9)
      try Ceiling.check(rate, setup: setup, scheme: scheme)
      var wrong = rate
      wrong.ratePerPulse = 1
      if scheme == .lucamarini2018 {
        try Ceiling.check(wrong, setup: setup, scheme: scheme)
      } else {
        #expect(throws: InvariantViolation.self) { try Ceiling.check(wrong, setup: setup, scheme: scheme) }
      }
      let error = #expect(throws: InputError.self) { try scheme.analyse(link(0.1, 0.2), choices) }
      #expect(error?.quantity == "etaB")
    }
  }
}
