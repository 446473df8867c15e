// SPDX-License-Identifier: GPL-3.0-or-later
import ContinuousVariable
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@Suite("Noise of any law")
struct BoundedNoiseTests {
  private func options(_ hypothesis: NoiseHypothesis, continuity: ContinuityBound = .entropies) -> ComposableOptions {
    var o = ComposableOptions(cost: .efficiency(0.95), noiseHypothesis: hypothesis, continuity: continuity)
    (o.smoothing, o.hashing, o.estimation, o.entropy, o.clipping) = (2e-11, 2e-11, 2e-11, 2e-11, 2e-11)
    return o
  }

  private func raw(_ symbols: Double, _ o: ComposableOptions) throws -> Double {
    let setup = try Builders.link(0.31622776601683794, xi: 0.005, .heterodyne, eta: 0.6, vel: 0.1)
    let e = QuadratureSimulation.estimates(
      setup, QuadratureSettings(modulationVariance: 5), symbols: symbols, mode: .sacrifice)
    return try ComposableAnalysis.estimate(e, setup, o).rawLength
  }

  /// The price as the sheet prints it (CV-92, CV-92a): bits per symbol at 1e9, 1e10, 1e11.
  @Test("The price of no hypothesis, and of the sharper continuity")
  func price() throws {
    for (symbols, gaussian, entropies, holevo) in [
      (1e9, 0.0508, 0.0425, 0.0444), (1e10, 0.0604, 0.0576, 0.0582), (1e11, 0.0636, 0.0627, 0.0629),
    ] {
      let (g, b) = try (raw(symbols, options(.gaussian)) / symbols, raw(symbols, options(.bounded)) / symbols)
      let h = try raw(symbols, options(.bounded, continuity: .holevo)) / symbols
      #expect(
        abs(g - gaussian) < 6e-5 && abs(b - entropies) < 6e-5 && abs(h - holevo) < 6e-5, "\(symbols): \(g) \(b) \(h)")
      #expect(b < h && h < g)
    }
    #expect(try raw(1e8, options(.bounded)) <= 0)
  }

  @Test("Any outcome outside, a radius too small and a missing radius make no key")
  func aborted() throws {
    let setup = try Builders.link(0.4, xi: 0.005, .heterodyne, eta: 0.6, vel: 0.1)
    var e = QuadratureSimulation.estimates(
      setup, QuadratureSettings(modulationVariance: 5), symbols: 1e10, mode: .sacrifice)
    e.origin = .measured
    var o = options(.bounded)
    func statistics(outside: Double) -> ClippedStatistics {
      ClippedStatistics(
        slopeReference: e.slope, meanZ: e.noiseVariance, varZ: e.noiseVariance * e.noiseVariance, meanR: 0,
        varR: 5 * e.noiseVariance / 2, outside: outside)
    }
    #expect(throws: InputError.self) { try ComposableKey.analyse(e, setup, o) }
    o.clipRadius = 9.5
    #expect(throws: InputError.self) { try ComposableKey.analyse(e, setup, o) }
    e.clipped = statistics(outside: 0)
    let key = try ComposableKey.analyse(e, setup, o)
    #expect((key.lengthBits ?? 0) > 0 && key.analysis.title.hasSuffix("collective attacks"))
    e.clipped = statistics(outside: 1)
    #expect(try ComposableKey.analyse(e, setup, o).reasonForZero?.kind == .outcomeOutsideRadius)
    e.clipped = statistics(outside: 0)
    o.clipRadius = 2
    #expect(try ComposableKey.analyse(e, setup, o).reasonForZero?.kind == .radiusTooSmall)
    let homodyne = try Builders.link(0.4, xi: 0.005, .homodyne, eta: 0.6, vel: 0.1)
    #expect(throws: InputError.self) { try ComposableKey.analyse(e, homodyne, o) }
  }

  @Test("Statistics of pairs: far values count as nothing, outcomes outside are counted")
  func statistics() throws {
    let symbols = [(1.0, 0.5, 0.4, 0.1), (-1.0, 2.0, -0.2, 0.9), (100.0, 0.0, 3.0, 4.0)].map {
      (xq: $0.0, xp: $0.1, yq: $0.2, yp: $0.3)
    }
    let s = try ClippedStatistics.of(symbols, slopeReference: 0.3, modulation: 2, radius: 4.9, outside: 2)
    // By hand: Z = (0.01 + 0.0025)/2, (0.01 + 0.09)/2, 0; R = (0.1 − 0.025)/2, (−0.1 + 0.6)/2, 0.
    #expect(isNear(s.meanZ, (0.00625 + 0.05) / 3, 1e-12) && isNear(s.meanR, (0.0375 + 0.25) / 3, 1e-12))
    #expect(s.outside == 3)
  }
}

@Suite("Tests of Gaussian noise")
struct GaussianHypothesisTests {
  private func pairs(
    _ random: inout SplitMix64, _ count: Int, _ noise: (inout SplitMix64, Int, Double) -> Double
  ) -> (pairs: [(x: Double, y: Double)], labels: [Bool]) {
    var list: [(x: Double, y: Double)] = []
    for i in 0..<count {
      let x = 2 * random.normal()
      list.append((x: x, y: 0.4 * x + noise(&random, i, x)))
    }
    return (list, (0..<count).map { $0 % 2 == 0 })
  }

  @Test("Honest records pass; rare pulses, fading, drift, memory, copies and unequal quadratures do not")
  func verdicts() throws {
    var random = SplitMix64(seed: 98)
    func verdict(_ p: (pairs: [(x: Double, y: Double)], labels: [Bool])) throws -> GaussianTests {
      try HypothesisStatistics(p.pairs, labels: p.labels).verdict(pairs: Double(p.pairs.count))
    }
    let count = 60_000
    for _ in 0..<5 { #expect(try verdict(pairs(&random, count) { r, _, _ in 1.02 * r.normal() }) == .passed) }
    // Digitised to a few bits at a signal-to-noise ratio of 1: many rows are equal by chance.
    let coarse = pairs(&random, count) { r, _, _ in r.normal() }
    let rounded = (coarse.pairs.map { (x: ($0.x * 4).rounded() / 4, y: ($0.y * 4).rounded() / 4) }, coarse.labels)
    #expect(try verdict((pairs: rounded.0, labels: rounded.1)) == .passed)
    let plain = pairs(&random, count) { r, _, _ in r.normal() }
    #expect(
      try HypothesisStatistics(plain.pairs).verdict(pairs: Double(count)).objection?.contains("completely") == true)
    var memory = 0.0
    let bad: [(String, (inout SplitMix64, Int, Double) -> Double)] = [
      ("rare strong pulses", { r, i, _ in (i % 500 == 0 ? 6 : 1) * r.normal() }),
      ("fading", { r, _, x in r.normal() + 0.3 * x * r.normal() }),
      ("drift of the noise", { r, i, _ in (1 + 0.3 * Double(i) / 60_000) * r.normal() }),
      ("drift of the slope", { r, i, x in r.normal() + 0.1 * x * (Double(i) / 60_000 - 0.5) }),
      (
        "memory",
        { r, _, _ in
          memory = 0.2 * memory + r.normal()
          return memory
        }
      ),
      ("unequal noise", { r, i, _ in (i % 2 == 0 ? 1 : 1.05) * r.normal() }),
      ("unequal slopes", { r, i, x in r.normal() + (i % 2 == 0 ? 0 : 0.05) * x }),
    ]
    for (name, noise) in bad {
      let found = try verdict(pairs(&random, count, noise))
      guard case .failed = found else {
        Issue.record("\(name) passes: \(found)")
        continue
      }
    }
    var copied = plain
    for i in stride(from: 1, to: 2000, by: 2) { copied.pairs[i] = copied.pairs[i - 1] }
    guard case .failed = try verdict(copied) else {
      Issue.record("copies pass")
      return
    }
  }
}

@Suite("Long links")
struct LongLinkTests {
  @Test("Rate over transmittance stays, from 80 dB to the end of doubles; then there is none")
  func gaussian() throws {
    for detection in Detection.allCases {
      var last: Double?
      for decibel in stride(from: 90.0, through: 900, by: 45) {
        let tau = Double.exp10(-decibel / 10)
        let e = try GaussianAnalysis.estimate(
          Builders.link(tau, xi: 0, detection, eta: 0.6, vel: 0.1), modulation: 4, ReconciliationOptions())
        let ratio = e.rawRate / tau
        if let last { #expect(isNear(ratio, last, 1e-6), "\(decibel) dB: \(ratio) after \(last)") }
        last = ratio
      }
      let far = try GaussianAnalysis.assess(
        Builders.link(1e-120, xi: 0, detection), modulation: 4, ReconciliationOptions())
      #expect(far.rate.ratePerPulse == 0 && far.rate.reasonForZero?.kind == .noTransmission && far.violation == nil)
    }
  }

  @Test("Denormal noise and modulation are numbers without a key, never a trap or a positive rate")
  func denormals() throws {
    for detection in Detection.allCases {
      let quiet = try GaussianAnalysis.estimate(
        Builders.link(0.1, xi: 1e-300 * 1e-10, detection), modulation: 4, ReconciliationOptions())
      let none = try GaussianAnalysis.estimate(
        Builders.link(0.1, xi: 0, detection), modulation: 4, ReconciliationOptions())
      #expect(isNear(quiet.rawRate, none.rawRate, 1e-9))
      let dark = try GaussianAnalysis.estimate(
        Builders.link(0.1, xi: 0.01, detection), modulation: 1e-300, ReconciliationOptions())
      #expect(dark.rate == 0)
    }
  }

  @Test("CV-MDI beyond 300 km keeps its digits: the order of rates holds at 790 km")
  func relay() throws {
    var last: Double?
    for decibel in stride(from: 60.0, through: 300, by: 20) {
      let setup = RelaySetup(alice: 1, bob: Double.exp10(-decibel / 10))
      let (rate, violation) = try RelayAnalysis.assess(
        setup, modulation: (6.5, 6.5), keyFrom: .alice, ReconciliationOptions(efficiency: 0.97))
      #expect(violation == nil, "\(decibel) dB")
      let ratio = (rate.ratePerPulse ?? 0) / setup.transmittances.bob
      if let last { #expect(isNear(ratio, last, 2e-5), "\(decibel) dB: \(ratio)") }
      last = ratio
    }
    #expect(isNear(last ?? 0, 0.35189040713491, 1e-9))
  }

  @Test("64-QAM far away has no key by rounding")
  func constellation() throws {
    let qam = try Constellation.qam(side: 8, modulationVariance: 0.4, shaping: .binomial)
    let moments = try ConstellationMoments(qam)
    var (last, step) = (Double?.none, Double?.none)
    for decibel in stride(from: 80.0, through: 240, by: 8) {
      let tau = Double.exp10(-decibel / 10)
      let setup = try Builders.link(tau, xi: 0, .heterodyne, eta: 0.6, vel: 0.1)
      let e = try DiscreteAnalysis.estimate(setup, qam, moments: moments, ReconciliationOptions())
      let ratio = e.rawRate / tau
      // What the bound on the covariance leaves open is noise: rate over transmittance falls by the same at each step.
      if let last {
        let fall = last - ratio
        if let step { #expect(abs(fall - step) < 1e-5, "\(decibel) dB: \(fall) after \(step)") }
        step = fall
      }
      last = ratio
    }
  }
}
