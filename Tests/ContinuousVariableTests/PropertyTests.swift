// SPDX-License-Identifier: GPL-3.0-or-later
import ContinuousVariable
import KeyRateBounds
import KeyRateLinks
import KeyRateNumerics
import KeyRateTestSupport
import Testing

/// What must hold at every point, on seeded random ones.
@Suite struct PropertyTests {
  private let options = ReconciliationOptions()

  @Test func eachTrustLevelHandsEveMore() throws {
    var random = SplitMix64(seed: 31)
    for _ in 0..<2000 {
      var setup = try Builders.link(&random)
      let va = random.logUniform(0.01, 100)
      let rates = try ReceiverTrust.allCases.map { level -> Double in
        setup.trust = level
        return try GaussianAnalysis.estimate(setup, modulation: va, options).rawRate
      }
      for (more, less) in zip(rates, rates.dropFirst()) {
        #expect(less <= more + 1e-13, "\(setup) V_A \(va): \(rates)")
      }
    }
  }

  @Test func noRateAboveTheBoundsOfTheChannel() throws {
    var random = SplitMix64(seed: 32)
    var keys = 0
    for _ in 0..<3000 {
      var setup = try Builders.link(&random)
      setup.reconciliation = random.chance(0.2) ? .direct : .reverse
      let e = try GaussianAnalysis.estimate(
        setup, modulation: random.logUniform(0.01, 1000), ReconciliationOptions(efficiency: 1))
      let bound = ThermalLoss.upper(setup.channel, excessNoise: setup.excessNoise.variance)
      #expect(e.rate <= bound * (1 + 1e-9) + 1e-15, "\(setup): \(e.rate) above \(bound)")
      #expect(bound <= PureLoss.repeaterless(setup.channel) * (1 + 1e-12))
      if e.rate > 0 { keys += 1 }
    }
    #expect(keys > 500)
  }

  @Test func moreNoiseNeverHelps() throws {
    var random = SplitMix64(seed: 33)
    for _ in 0..<1000 {
      var setup = try Builders.link(&random)
      let va = random.logUniform(0.05, 50)
      let before = try GaussianAnalysis.estimate(setup, modulation: va, options)
      setup.excessNoise.variance *= random.uniform(1, 3)
      let after = try GaussianAnalysis.estimate(setup, modulation: va, options)
      #expect(after.holevo >= before.holevo - 1e-13 && after.information <= before.information, "\(setup)")
      #expect(before.holevo >= 0)
    }
  }

  @Test func thePlaneOfTheNoiseIsOnlyAWayOfSayingIt() throws {
    var random = SplitMix64(seed: 34)
    for _ in 0..<300 {
      var setup = try Builders.link(&random)
      let xi = setup.excessNoise.variance
      let reference = try GaussianAnalysis.estimate(setup, modulation: 3, options).rawRate
      setup.excessNoise = ExcessNoise(setup.channel.value * xi, at: .output)
      let output = try GaussianAnalysis.estimate(setup, modulation: 3, options).rawRate
      setup.excessNoise = ExcessNoise(
        setup.detectorEfficiency * setup.channel.value * xi / setup.detection.quadratures, at: .bob)
      let bob = try GaussianAnalysis.estimate(setup, modulation: 3, options).rawRate
      #expect(abs(output - reference) <= 1e-13 && abs(bob - reference) <= 1e-13, "\(setup)")
      #expect(isNear(setup.inputNoise, xi, 1e-12))
    }
  }

  /// Limits of the sheet, section 2.
  @Test func limits() throws {
    let perfect = ReconciliationOptions(efficiency: 1)
    for tau in [1e-6, 0.01, 0.3, 0.9] {
      let homodyne = try Builders.link(tau, xi: 0, .homodyne, eta: 1, vel: 0)
      let k = try GaussianAnalysis.estimate(homodyne, modulation: 1e8, perfect).rawRate
      #expect(isNear(k, PureLoss.repeaterless(homodyne.channel) / 2, tau < 1e-3 ? 0.05 : 1e-5), "\(tau): \(k)")
    }
    for detection in Detection.allCases {
      let lossless = try Builders.link(1, xi: 0, detection, eta: 0.7, vel: 0.1)
      #expect(try GaussianAnalysis.estimate(lossless, modulation: 7, options).holevo == 0)
      let closed = try GaussianAnalysis.estimate(
        Builders.link(0, xi: 0.1, detection), modulation: 7, options)
      #expect(closed.information == 0 && closed.holevo == 0 && closed.rate == 0)
    }
    // Direct reconciliation changes sign at one half.
    for (tau, isPositive) in [(0.5001, true), (0.4999, false)] {
      let direct = try Builders.link(tau, xi: 0, .homodyne, eta: 1, vel: 0, reconciliation: .direct)
      #expect((try GaussianAnalysis.estimate(direct, modulation: 1e9, perfect).rawRate > 0) == isPositive, "\(tau)")
    }
  }

  @Test func finiteKeysGrowTowardsTheAsymptoticRate() throws {
    var random = SplitMix64(seed: 35)
    var keys = 0
    for _ in 0..<200 {
      let setup = try Builders.link(&random)
      let settings = QuadratureSettings(
        modulationVariance: random.logUniform(0.5, 20), estimationFraction: random.uniform(0.01, 0.5))
      let limit = try GaussianAnalysis.estimate(setup, modulation: settings.modulationVariance, options).rate
      var last = 0.0
      for n in [1e7, 1e9, 1e11, 1e14] {
        let e = QuadratureSimulation.estimates(setup, settings, symbols: n, mode: .sacrifice)
        let rate = try ComposableKey.analyse(e, setup, ComposableOptions()).ratePerPulse ?? -1
        #expect(rate >= last && rate <= limit * (1 + 1e-9), "\(setup) \(settings) \(n): \(rate) of \(limit)")
        last = rate
      }
      if last > 0 {
        keys += 1
        let most = limit * (1 - settings.estimationFraction)
        #expect(last >= 0.5 * most || most - last < 1e-4, "\(setup): \(last) of \(most)")
      }
    }
    #expect(keys > 30)
  }
}
