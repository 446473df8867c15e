// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateBounds
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@testable import BB84

@Suite("Asymptotic rates (section 2)")
struct AsymptoticTests {
  /// The link of Gobby, Yuan and Shields 2004 as Ma et al. 2005 use it.
  private func gys(km: Double) -> Setup {
    Setup(
      model: .ma2005, channel: Fibre(lengthKm: km, attenuationDecibelPerKm: 0.21)?.transmittance ?? .one,
      detectorEfficiency: transmittance(0.045), backgroundProbability: 1.7e-6, misalignment: 0.033)
  }

  private func options(_ method: AsymptoticMethod, f: Double = 1.22) -> AsymptoticOptions {
    AsymptoticOptions(method: method, errorCorrectionEfficiency: f)
  }

  @Test("Cut-off distances of Ma et al. 2005 for the GYS link")
  func cutoffs() {
    func cutoff(_ method: AsymptoticMethod, _ s: AsymptoticSettings) -> Double {
      AsymptoticAnalysis.cutoff { km in
        AsymptoticAnalysis.evaluate(gys(km: km), s, options(method)).rawRate
      }
    }
    // Published 142.05 and 140.55 km; the sheet's values to the printed digits.
    #expect(abs(cutoff(.infinite, AsymptoticSettings(signal: 0.48)) - 142.01) < 0.005)
    #expect(abs(cutoff(.vacuumWeak, AsymptoticSettings(signal: 0.48, decoy: 0.05)) - 140.62) < 0.005)
    let one = cutoff(.oneDecoy, AsymptoticSettings(signal: 0.48, decoy: 0.05))
    #expect(one > 100 && one < 140.62)
    // The end of the search, and no key anywhere.
    #expect(AsymptoticAnalysis.cutoff(limit: 50) { _ in 1 } == 50)
    #expect(AsymptoticAnalysis.cutoff { _ in -1 } == 0)
    let last = AsymptoticAnalysis.cutoff { $0 < 20 || (60...70).contains($0) ? 1 : -1 }
    #expect(last <= 70 && last > 69.999)
  }

  @Test("Deviations of vacuum and weak decoy from infinitely many, 40 km (Ma et al. 2005, section 3.6)")
  func deviations() throws {
    let setup = gys(km: 40)
    let s = AsymptoticSettings(signal: 0.48, decoy: 0.12)
    let infinite = try AsymptoticAnalysis.estimate(setup, s, options(.infinite))
    let weak = try AsymptoticAnalysis.estimate(setup, s, options(.vacuumWeak))
    let yieldLoss = 1 - weak.singlePhotonYield / infinite.singlePhotonYield
    let errorGain = weak.singlePhotonError / infinite.singlePhotonError - 1
    #expect(abs(yieldLoss - 0.03510) < 5e-6)
    #expect(abs(errorGain - 0.16779) < 5e-6)
  }

  @Test("Rates of the GYS link that an unrelated implementation also reports")
  func gysRates() throws {
    let s = AsymptoticSettings(signal: 0.48)
    #expect(relativeDifference(try AsymptoticAnalysis.estimate(gys(km: 0), s, options(.infinite)).rate, 0.00255) < 4e-3)
    #expect(
      relativeDifference(try AsymptoticAnalysis.estimate(gys(km: 100), s, options(.infinite)).rate, 1.72e-5) < 4e-3)
  }

  @Test("Optimal signal intensity without background (BB-12)")
  func optimalSignal() throws {
    func optimum(_ e: Double, _ f: Double) throws -> Double {
      try AsymptoticAnalysis.optimalSignal(misalignment: e, errorCorrectionEfficiency: f)
    }
    #expect(abs(try optimum(0.033, 1) - 0.54) < 0.005)
    #expect(abs(try optimum(0.033, 1.22) - 0.48) < 0.005)
    #expect(try optimum(0, 1.16) > 1 - 1e-12)
    #expect(try optimum(0.11, 1.16) == 0)
    #expect(try optimum(0.5, 1) == 0)
    for e in [0.001, 0.01, 0.05, 0.09] {
      let mu = try optimum(e, 1.1)
      let target = 1.1 * binaryEntropy(e) / (1 - binaryEntropy(e))
      #expect(relativeDifference((1 - mu) * exp(-mu), target) < 1e-12)
      // It is what maximises the rate of a weak link.
      let setup = Setup(model: .ma2005x, channel: transmittance(1e-7), misalignment: e)
      func rate(_ mu: Double) -> Double {
        AsymptoticAnalysis.evaluate(setup, AsymptoticSettings(signal: mu), options(.infinite, f: 1.1)).rawRate
      }
      #expect(rate(mu) > rate(mu * 1.01) && rate(mu) > rate(mu * 0.99))
    }
    #expect(throws: InputError.self) { try optimum(0.6, 1.1) }
    #expect(throws: InputError.self) { try optimum(0.03, 0.9) }
  }

  @Test("One decoy <= vacuum and weak <= infinitely many <= repeaterless bound")
  func order() throws {
    var random = SplitMix64(seed: 311)
    for _ in 0..<600 {
      let model = random.pick(ChannelModel.allCases)
      let setup = Setup(
        model: model, channel: transmittance(lossDecibel: random.uniform(0, 60)),
        detectorEfficiency: transmittance(random.uniform(0.05, 1)),
        backgroundProbability: random.chance(0.1) ? 0 : random.logUniform(1e-10, 1e-4),
        misalignment: random.uniform(0, 0.1), afterpulseProbability: random.chance(0.3) ? random.uniform(0, 0.1) : 0)
      let mu = random.uniform(0.1, 1)
      let nu = mu * random.uniform(0.02, 0.9)
      let s = AsymptoticSettings(signal: mu, decoy: nu)
      let infinite = try AsymptoticAnalysis.estimate(setup, s, options(.infinite))
      let weak = try AsymptoticAnalysis.estimate(setup, s, options(.vacuumWeak))
      let one = try AsymptoticAnalysis.estimate(setup, s, options(.oneDecoy))
      let label = "\(setup), mu = \(mu), nu = \(nu)"
      let slack = 1e-12
      // Vacuum + weak is exact about the vacuum and errs on the safe side of single photons.
      if weak.singlePhotonYield > infinite.singlePhotonYield * (1 + 1e-9) {
        Issue.record("\(label): Y1 = \(weak.singlePhotonYield) above \(infinite.singlePhotonYield)")
      }
      if one.singlePhotonYield > weak.singlePhotonYield * (1 + 1e-9) { Issue.record("\(label): one decoy sees more") }
      if weak.singlePhotonYield > 0, weak.singlePhotonError < min(0.5, infinite.singlePhotonError) * (1 - 1e-9) {
        Issue.record("\(label): e1 = \(weak.singlePhotonError) below \(infinite.singlePhotonError)")
      }
      if !(one.rate <= weak.rate + slack && weak.rate <= infinite.rate + slack) {
        Issue.record("\(label): \(one.rate), \(weak.rate), \(infinite.rate)")
      }
      if infinite.rate > PureLoss.repeaterless(setup.channel) { Issue.record("\(label): above the repeaterless bound") }
      // Two real decoys lie between one and vacuum + weak in what they say of Y1.
      if mu > 1.5 * nu {
        let nu2 = 0.3 * nu
        let two = try AsymptoticAnalysis.estimate(
          setup, AsymptoticSettings(signal: mu, decoy: nu, weakest: nu2), options(.vacuumWeak))
        if two.singlePhotonYield > infinite.singlePhotonYield * (1 + 1e-9) { Issue.record("\(label): two decoys") }
        let y0 = infinite.vacuumYield ?? -1
        if (two.vacuumYield ?? 1) > y0 * (1 + 1e-9) + 1e-15 { Issue.record("\(label): Y0 = \(two.vacuumYield ?? 1)") }
      }
      if let upper = one.vacuumYieldUpper, upper < (infinite.vacuumYield ?? 1) * (1 - 1e-9) {
        Issue.record("\(label): Y0 upper bound \(upper)")
      }
      try Ceiling.check(weak.rate, setup: setup, settings: s, options: options(.vacuumWeak))
      try Ceiling.check(one.rate, setup: setup, settings: s, options: options(.oneDecoy))
    }
    #expect(throws: InvariantViolation.self) {
      let s = AsymptoticSettings(signal: 0.5, decoy: 0.1)
      let best = try AsymptoticAnalysis.estimate(gys(km: 50), s, options(.infinite))
      try Ceiling.check(1.01 * best.rate, setup: gys(km: 50), settings: s, options: options(.vacuumWeak))
    }
  }

  @Test("A weaker decoy tells more, and in the limit everything")
  func decoyLimit() throws {
    let setup = gys(km: 50)
    var last = 0.0
    for nu in [0.3, 0.1, 0.03, 0.01, 0.003] {
      let rate = try AsymptoticAnalysis.estimate(
        setup, AsymptoticSettings(signal: 0.48, decoy: nu), options(.vacuumWeak)
      ).rate
      #expect(rate > last)
      last = rate
    }
    let infinite = try AsymptoticAnalysis.estimate(setup, AsymptoticSettings(signal: 0.48), options(.infinite)).rate
    #expect(relativeDifference(last, infinite) < 0.01)
  }

  @Test("Factors: sifting, share of signals, vacuum, dead time")
  func factors() throws {
    let setup = gys(km: 20)
    let s = AsymptoticSettings(signal: 0.48)
    let base = try AsymptoticAnalysis.estimate(setup, s, options(.infinite))
    var o = options(.infinite)
    o.siftingFactor = 1
    #expect(relativeDifference(try AsymptoticAnalysis.estimate(setup, s, o).rawRate, 2 * base.rawRate) < 1e-15)
    o.signalFraction = 0.25
    #expect(relativeDifference(try AsymptoticAnalysis.estimate(setup, s, o).rawRate, 0.5 * base.rawRate) < 1e-15)
    o = options(.infinite)
    o.countsVacuum = true
    let vacuum = try AsymptoticAnalysis.estimate(setup, s, o).rawRate - base.rawRate
    #expect(relativeDifference(vacuum, 0.5 * 1.7e-6 * exp(-0.48)) < 1e-9)
    var dead = setup
    dead.repetitionRateHz = 1e9
    dead.deadTimeSeconds = 1e-7
    let blocked = try AsymptoticAnalysis.estimate(dead, s, options(.infinite))
    #expect(relativeDifference(blocked.rawRate, base.rawRate / (1 + 100 * base.signal.gain)) < 1e-14)
    // The rate written out (BB-10).
    let q1 = base.singlePhotonYield * 0.48 * exp(-0.48)
    let written =
      0.5
      * (q1 * (1 - binaryEntropy(base.singlePhotonError)) - 1.22 * base.signal.gain
        * binaryEntropy(base.signal.errorRate))
    #expect(relativeDifference(base.rawRate, written) < 1e-12)
  }

  @Test("Reasons for no key; a signed rate is kept")
  func reasons() throws {
    let s = AsymptoticSettings(signal: 0.5, decoy: 0.4)
    func estimate(_ setup: Setup, _ method: AsymptoticMethod) throws -> AsymptoticEstimate {
      try AsymptoticAnalysis.estimate(setup, s, options(method))
    }
    let dark = Setup(channel: transmittance(0))
    #expect(try estimate(dark, .infinite).reasonForZero?.kind == .noDetections)
    let noisy = Setup(channel: transmittance(1e-6), backgroundProbability: 1e-3, misalignment: 0.01)
    let none = try estimate(noisy, .oneDecoy)
    #expect(none.reasonForZero?.kind == .noSinglePhotonYield)
    // BB-15: Y1 = 0 leaves the cost of error correction.
    #expect(none.singlePhotonYield == 0 && none.singlePhotonError == 0.5 && none.rate == 0)
    #expect(
      relativeDifference(none.rawRate, -0.5 * 1.22 * none.signal.gain * binaryEntropy(none.signal.errorRate)) < 1e-14)
    #expect(try estimate(noisy, .infinite).reasonForZero?.kind == .leakageExceedsSecrecy)
    let coin = Setup(channel: transmittance(0.1), misalignment: 0.5)
    #expect(try estimate(coin, .infinite).reasonForZero?.kind == .phaseErrorTooLarge)
    #expect(try estimate(Example.setup, .infinite).reasonForZero == nil)
  }

  @Test("Settings and options out of range are refused")
  func validation() throws {
    func refuses(_ s: AsymptoticSettings, _ method: AsymptoticMethod) -> Bool {
      (try? s.validate(method: method)) == nil
    }
    #expect(refuses(AsymptoticSettings(signal: 0), .infinite))
    #expect(refuses(AsymptoticSettings(signal: .nan), .infinite))
    #expect(!refuses(AsymptoticSettings(signal: 0.5), .infinite))
    #expect(refuses(AsymptoticSettings(signal: 0.5, decoy: 0.3, weakest: 0.2), .vacuumWeak))
    #expect(refuses(AsymptoticSettings(signal: 0.5, decoy: 0.1, weakest: 0.1), .vacuumWeak))
    #expect(refuses(AsymptoticSettings(signal: 0.5, decoy: 0.1, weakest: -0.1), .vacuumWeak))
    #expect(!refuses(AsymptoticSettings(signal: 0.5, decoy: 0.3, weakest: 0.1), .vacuumWeak))
    #expect(refuses(AsymptoticSettings(signal: 0.5, decoy: 0.5), .oneDecoy))
    #expect(refuses(AsymptoticSettings(signal: 0.5, decoy: 0), .oneDecoy))
    #expect(!refuses(AsymptoticSettings(signal: 0.5, decoy: 0.1), .oneDecoy))
    for (f, q, share) in [(0.99, 0.5, 1.0), (1.1, 0, 1), (1.1, 1.1, 1), (1.1, 0.5, 0), (1.1, 0.5, 1.1)] {
      let o = AsymptoticOptions(errorCorrectionEfficiency: f, siftingFactor: q, signalFraction: share)
      #expect(throws: InputError.self) { try o.validate() }
    }
  }

  @Test("The result carries its trace and calls itself planning")
  func trace() throws {
    let s = AsymptoticSettings(signal: 0.48, decoy: 0.05)
    for method in AsymptoticMethod.allCases {
      let e = try AsymptoticAnalysis.estimate(gys(km: 50), s, options(method))
      let rate = try AsymptoticAnalysis.analyse(gys(km: 50), s, options(method))
      #expect(rate.ratePerPulse == e.rate && rate.rawRatePerPulse == e.rawRate && rate.value("rate") == e.rate)
      #expect(rate.value("Y1") == e.singlePhotonYield && rate.value("e1") == e.singlePhotonError)
      #expect(rate.analysis.status == .planning && rate.lengthBits == nil)
      let y1 = rate.trace.first { $0.symbol == "Y1" }
      #expect(y1?.direction == (method == .infinite ? .exact : .lowerBound))
      #expect(rate.trace.first { $0.symbol == "e1" }?.direction == (method == .infinite ? .exact : .upperBound))
      #expect((rate.value("Y0U") != nil) == (method == .oneDecoy))
    }
  }

  @Test("Every point of the search box is legal; the objective has the sign of the rate")
  func searchSpace() throws {
    var random = SplitMix64(seed: 312)
    for method in AsymptoticMethod.allCases {
      for (signal, decoy, weakest) in [
        (nil, nil, 0.0), (0.5, nil, 0), (nil, 0.1, 0), (nil, nil, 0.01), (0.6, 0.1, 0), (nil, 0.3, 0.02),
      ] as [(Double?, Double?, Double)] {
        let space = AsymptoticSearchSpace(method: method, signal: signal, decoy: decoy, weakest: weakest)
        let problem = space.problem(setup: gys(km: 80), options: options(method))
        #expect(problem.variables.count == space.box.names.count)
        #expect(problem.starts.allSatisfy { $0.count == space.box.names.count })
        for trial in 0..<200 {
          let x = space.box.names.map { _ in trial < 20 ? (random.chance(0.5) ? 0.0 : 1) : random.unit() }
          let s = space.settings(at: x)
          do { try s.validate(method: method) } catch {
            Issue.record("\(method) \(String(describing: signal)) \(String(describing: decoy)) at \(x): \(error)")
          }
          let e = AsymptoticAnalysis.evaluate(gys(km: 80), s, options(method))
          let value = problem.objective(x)
          if (value > 0) != (e.rawRate > 0) || !value.isFinite { Issue.record("objective \(value) at \(x)") }
          if e.rawRate > 0 { #expect(value == e.rawRate) }
        }
      }
    }
  }
}
