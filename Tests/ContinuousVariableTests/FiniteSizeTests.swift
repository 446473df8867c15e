// SPDX-License-Identifier: GPL-3.0-or-later
import ContinuousVariable
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@Suite struct FiniteSizeTests {
  /// A homodyne run with its own estimates.
  private func run(
    slope: Double = 0.5241, noise: Double = 1.03933, pairs: Double = 5e7, va: Double = 5.3,
    origin: EstimateOrigin = .measured
  ) -> ChannelEstimates {
    ChannelEstimates(
      modulationVariance: va, slope: slope, noiseVariance: noise, sumOfSquares: 5.3 * pairs, pairs: pairs,
      symbols: 1e8, keySymbols: 1e8 - pairs, origin: origin)
  }

  private var receiver: QuadratureSetup {
    get throws { try Builders.link(0.4, xi: 0, .homodyne, eta: 0.674, vel: 0.037) }
  }

  private var options: ComposableOptions {
    ComposableOptions(cost: .efficiency(0.957))
  }

  @Test func agreedLengths() throws {
    func key(_ lengths: AgreedLengths, _ composition: LengthComposition = .split) throws -> SecretKeyRate {
      var other = options
      (other.lengths, other.composition) = (lengths, composition)
      return try ComposableKey.analyse(run(), receiver, other)
    }
    // A bare number of lengths is the bound of the tables.
    let (many, more) = (try key(.number(128)).lengthBits, try key(.number(1024)).lengthBits)
    #expect(many == 5_254_351 && more == 5_224_476)
    #expect(throws: InputError.self) { try key(.number(1)) }
    let bound = try key(.bound).lengthBits ?? 0
    #expect(bound > 5_254_351)
    // Nothing said: every length that fits into the string, 5e7 symbols of 6 bits.
    let all = try key(.unsaid)
    #expect(all.value("n_lengths") == 3e8 && (all.lengthBits ?? 0) < 5_224_476)
    // The printed length is an agreed one.
    #expect(try key(.fixed(5_000_000)).lengthBits == 5_000_000)
    let missed = try key(.fixed(bound + 1))
    #expect(missed.lengthBits == 0 && missed.reasonForZero?.kind == .penaltiesExceedEntropy)
    #expect(try key(.listed([1e6, 4e6, 6e6])).lengthBits == 4e6)
    #expect(try key(.step(1e5)).lengthBits.map { $0.truncatingRemainder(dividingBy: 1e5) } == 0)
    #expect(throws: InputError.self) { try key(.listed([])) }
    #expect(throws: InputError.self) { try key(.step(0.5)) }
    // One smoothing for all outcomes costs log2 K and one bit (CV-46d).
    let shared = try key(.unsaid, .oneSmoothing).rawLengthBits ?? 0
    let single = try key(.bound).rawLengthBits ?? 0
    #expect(abs(single - shared - Double.log2(3e8) - 1) < 1e-3)
    // From the revealed symbols alone the entropy estimate counts those.
    let small = run(pairs: 1e7)
    var revealed = options
    revealed.lengths = .bound
    let a = try ComposableKey.analyse(small, receiver, revealed).rawLengthBits ?? 0
    revealed.lengths = .fromRevealed
    let b = try ComposableKey.analyse(small, receiver, revealed).rawLengthBits ?? 0
    #expect(b < a - 1e5)
  }

  @Test func intervalsCertifyTheLength() throws {
    let e = try ComposableAnalysis.estimate(run(), receiver, options)
    let certified = try ComposableAnalysis.enclosure(run(), receiver, options)
    #expect(certified.rawLength.lower <= e.rawLength && e.rawLength <= certified.rawLength.upper)
    #expect(e.rawLength - certified.rawLength.lower < 2)
    let rate = try ComposableKey.analyse(run(), receiver, options)
    #expect(rate.rawLengthBits == certified.rawLength.lower)
    #expect(rate.lengthBits == certified.rawLength.lower.rounded(.down))
  }

  @Test func whatCannotBeIsRefusedWithItsReason() throws {
    func reason(_ e: ChannelEstimates) throws -> ReasonForZero.Kind? {
      let rate = try ComposableKey.analyse(e, receiver, options)
      #expect(rate.lengthBits == 0 && rate.ratePerPulse == 0)
      return rate.reasonForZero?.kind
    }
    #expect(try reason(run(slope: -0.5241)) == .noPositiveCorrelation)
    #expect(try reason(run(noise: 1.0321)) == .estimatesContradictCalibration)
    #expect(try reason(run(slope: 0.99)) == .estimatesContradictCalibration)
    #expect(try reason(run(pairs: 50)) == .blockTooSmall)
    #expect(try reason(run(noise: 1.5)) == .informationBelowHolevo)
    var tiny = run()
    tiny.symbols = 120
    tiny.keySymbols = 100
    #expect(try reason(tiny) == .blockTooSmall)
  }

  @Test func aWrongModulationVarianceIsRefused() throws {
    // A key that grows with a V_A that is too large must not be had.
    for va in [5.0, 5.29, 5.31, 8, 10.6, 2.65] {
      #expect(throws: InputError.self) { try ComposableKey.analyse(run(va: va), receiver, options) }
    }
    #expect(throws: Never.self) { try ComposableKey.analyse(run(va: 5.3001), receiver, options) }
  }

  /// The same data in volts with their calibration.
  private func inVolts(_ e: ChannelEstimates, samples: Double? = 1e12) throws -> ChannelEstimates {
    var other = e
    let unit = 0.0137
    other.slope *= unit.squareRoot()
    other.noiseVariance *= unit
    other.calibration = try ShotNoiseCalibration(
      light: 1.037 * unit, lightSamples: samples, dark: 0.037 * unit, darkSamples: samples)
    return other
  }

  @Test func measuredLeakage() throws {
    let estimated = try ComposableKey.analyse(run(), receiver, options)
    #expect(estimated.analysis.status == .planning)
    let mutual = try #require(estimated.value("I_AB"))
    var measured = options
    measured.cost = .measured(entropyPerSymbol: 4.2, leakBits: (4.2 - 0.957 * mutual) * 5e7)
    var e = try inVolts(run())
    e.gaussianTests = .passed
    let certified = try ComposableKey.analyse(e, receiver, measured)
    #expect(certified.analysis.status == .certified)
    #expect(certified.analysis.title.hasSuffix("collective Gaussian attacks"))
    #expect((certified.lengthBits ?? 0) < (estimated.lengthBits ?? 0) && (certified.lengthBits ?? 0) > 4.7e6)
    // Each of these is planning: no unit, no tests, unnamed lengths, customary accounting.
    var without = run()
    without.gaussianTests = .passed
    #expect(try ComposableKey.analyse(without, receiver, measured).analysis.status == .planning)
    for tests in [GaussianTests.notMade, .incomplete("x"), .failed(["x"])] {
      var other = e
      other.gaussianTests = tests
      let rate = try ComposableKey.analyse(other, receiver, measured)
      #expect(rate.analysis.status == .planning && rate.lengthBits == certified.lengthBits)
      #expect(rate.analysis.statusReasons.contains { $0.contains("Gaussian") })
    }
    for change: @Sendable (inout ComposableOptions) -> Void in [
      { $0.frameErrorMode = .frame }, { $0.entropyPenalty = false }, { $0.lengths = .number(128) },
      { $0.lengths = .bound }, { $0.cost = .efficiency(0.957) },
    ] {
      var other = measured
      change(&other)
      #expect(try ComposableKey.analyse(e, receiver, other).analysis.status == .planning)
    }
    // Fewer bits than the noise allows: a warning, no certificate, and the length of the least leakage (CV-45b).
    measured.cost = .measured(entropyPerSymbol: 4.2, leakBits: (4.2 - 1.1 * mutual) * 5e7)
    let low = try ComposableKey.analyse(e, receiver, measured)
    let least = try #require(low.value("leak_EC_min"))
    #expect(low.analysis.status == .planning && low.warnings.contains { $0.contains("Shannon") })
    measured.cost = .measured(entropyPerSymbol: 4.2, leakBits: least)
    #expect(try ComposableKey.analyse(e, receiver, measured).lengthBits == low.lengthBits)
    measured.cost = .measured(entropyPerSymbol: 6.5, leakBits: 3e8)
    #expect(throws: InputError.self) { try ComposableKey.analyse(run(), receiver, measured) }
  }

  @Test func calibrationSamples() throws {
    // More samples never shorten the key, which tends to that of an exact unit.
    var last = -Double.infinity
    for samples in [1e6, 1e8, 1e10, 1e12, 1e14, 1e16] {
      let raw = try ComposableAnalysis.estimate(inVolts(run(), samples: samples), receiver, options).rawLength
      #expect(raw >= last, "\(samples)")
      last = raw
    }
    let exact = try ComposableAnalysis.estimate(run(), receiver, options).rawLength
    // Seven events in place of three cost a little.
    #expect(last < exact && last > exact - 5e5)
    let tiny = try ComposableKey.analyse(inVolts(run(), samples: 50), receiver, options)
    #expect(tiny.lengthBits == 0 && tiny.reasonForZero?.kind == .calibrationTooSmall)
  }

  @Test func anEstimateBelowTheReceiversNoiseDoesNotRaiseWhatIsLeft() throws {
    let low = try ComposableAnalysis.estimate(run(noise: 1.0369), receiver, options)
    let floor = try ComposableAnalysis.estimate(run(noise: 1.037), receiver, options)
    #expect(low.mutualInformation == floor.mutualInformation)
  }

  @Test func frameErrors() throws {
    var block = options
    block.frameErrorRate = 0.2
    var frame = block
    frame.frameErrorMode = .frame
    let e = run(origin: .expected)
    let plain = try ComposableKey.analyse(e, receiver, options)
    let aborted = try ComposableKey.analyse(e, receiver, block)
    let dropped = try ComposableKey.analyse(e, receiver, frame)
    #expect(aborted.lengthBits == plain.lengthBits)
    #expect(isNear(aborted.ratePerPulse ?? 0, 0.8 * (plain.ratePerPulse ?? 0), 1e-12))
    // Dropping frames shortens the key by more than their share.
    #expect((dropped.lengthBits ?? 0) < 0.8 * (plain.lengthBits ?? 0))
  }

  @Test func theLowestTransmittanceIsNotTheWorstCase() throws {
    let setup = try Builders.link(0.0251188643, xi: 0.0081, .homodyne, eta: 0.6134, vel: 0.1523)
    let settings = QuadratureSettings(modulationVariance: 7.65, estimationFraction: 0.5)
    let e = QuadratureSimulation.estimates(setup, settings, symbols: 1e9, mode: .sacrifice)
    let c = try ComposableAnalysis.estimate(e, setup, ComposableOptions())
    let region = try #require(c.region)
    func chi(_ tau: Double) throws -> Double {
      try GaussianAnalysis.estimate(
        Builders.link(tau, xi: region.noise / tau, .homodyne, eta: 0.6134, vel: 0.1523), modulation: 7.65,
        ReconciliationOptions()
      ).holevo
    }
    let worst = try #require(c.holevo)
    #expect(try chi(region.lowestTransmittance) < worst - 1e-4)
    for index in 0...50 {
      let tau =
        region.lowestTransmittance
        + Double(index) / 50 * (region.highestTransmittance - region.lowestTransmittance)
      #expect(try chi(tau) <= worst + 1e-12, "T = \(tau)")
    }
  }

  /// CV-41 and CV-42 miss no more often than they say (their union, at a failure probability that shows).
  @Test func theConfidenceRegionCoversTheTruth() throws {
    var random = SplitMix64(seed: 36)
    let (slope, sigma, va) = (0.5, 1.05, 4.0)
    for (estimation, most) in [(0.3, 0.19), (0.03, 0.012)] {
      var misses = 0
      let trials = 3000
      for _ in 0..<trials {
        var pairs: [(x: Double, y: Double)] = []
        for _ in 0..<200 {
          let x = va.squareRoot() * random.normal()
          pairs.append((x: x, y: slope * x + sigma.squareRoot() * random.normal()))
        }
        let m = try QuadratureMoments.of(pairs, centring: false)
        let r = try m.regression()
        let e = ChannelEstimates(
          modulationVariance: va, slope: r.slope, noiseVariance: r.noiseVariance, sumOfSquares: m.sumXX,
          pairs: m.pairs, symbols: 200, keySymbols: 0, origin: .measured)
        guard let region = try ConfidenceRegion<Double>.of(e, try Builders.link(), estimation: estimation) else {
          continue
        }
        if sigma > region.noiseVariance || slope < region.lowestSlope || slope > region.highestSlope { misses += 1 }
      }
      #expect(Double(misses) / Double(trials) < most, "\(misses) of \(trials) at \(estimation)")
      #expect(misses > 0)
    }
  }

  @Test func centringCostsADegreeOfFreedom() throws {
    let pairs = [(1.0, 2.5), (-1, 0.4), (2, 4.2), (0.5, 1.3), (-2, -1.0)].map { (x: $0.0, y: $0.1) }
    let centred = try QuadratureMoments.of(pairs, centring: true)
    #expect(centred.subtractedMeans == 1)
    // By hand: means 0.1 and 1.48.
    #expect(isNear(centred.sumXX, 10.2, 1e-12) && isNear(centred.sumXY, 12.41, 1e-12))
    let r = try centred.regression()
    #expect(isNear(r.slope, 12.41 / 10.2, 1e-12))
    let byHand = pairs.map { pair -> Double in
      let d = (pair.y - 1.48) - r.slope * (pair.x - 0.1)
      return d * d
    }.reduce(0, +)
    #expect(isNear(r.residual, byHand, 1e-10))
  }

  @Test func fewDigitsHoldNoMoreThanTheirNumber() throws {
    let setup = try Builders.link(1, xi: 0, .homodyne, eta: 1, vel: 0)
    let settings = QuadratureSettings(modulationVariance: 60, estimationFraction: 0.1)
    let e = QuadratureSimulation.estimates(setup, settings, symbols: 1e12, mode: .sacrifice)
    let rate = try ComposableKey.analyse(
      e, setup, ComposableOptions(cost: .efficiency(0.99), digitisationBits: 2))
    #expect((rate.lengthBits ?? 0) <= 2 * 0.9e12)
    #expect(rate.trace.contains { $0.symbol == "left_EC" && $0.note != nil })
    #expect(rate.warnings.contains { $0.contains("2 bits per quadrature") })
  }
}
