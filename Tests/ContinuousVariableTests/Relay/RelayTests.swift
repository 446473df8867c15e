// SPDX-License-Identifier: GPL-3.0-or-later
import ContinuousVariable
import KeyRateBounds
import KeyRateLinks
import KeyRateOptimisation
import KeyRateSecurity
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@Suite("CV-MDI")
struct RelayTests {
  private func random(_ random: inout SplitMix64) -> RelaySetup {
    RelaySetup(
      alice: random.uniform(0.2, 1), bob: random.uniform(0.2, 1),
      excessNoise: (random.logUniform(1e-4, 0.1), random.logUniform(1e-4, 0.1)), noisePlane: .input,
      relayEfficiency: random.uniform(0.8, 1), relayElectronicNoise: random.logUniform(1e-4, 0.1))
  }

  @Test("The plane of the noise is only a way of saying it")
  func planes() throws {
    var generator = SplitMix64(seed: 41)
    for _ in 0..<100 {
      let input = random(&generator)
      let (tauA, tauB) = input.transmittances
      let relay = RelaySetup(
        alice: tauA, bob: tauB, excessNoise: (tauA * input.excessNoise.alice, tauB * input.excessNoise.bob),
        noisePlane: .relay, relayEfficiency: input.relayEfficiency,
        relayElectronicNoise: input.relayElectronicNoise)
      let v = (generator.logUniform(0.1, 100), generator.logUniform(0.1, 100))
      let a = try RelayAnalysis.estimate(input, modulation: v, keyFrom: .alice, efficiency: 0.97)
      let b = try RelayAnalysis.estimate(relay, modulation: v, keyFrom: .alice, efficiency: 0.97)
      #expect(abs(a.rawRate - b.rawRate) < 1e-12)
      #expect(abs(relay.noiseAtInput.alice - input.excessNoise.alice) < 1e-12)
      #expect(input != relay)
    }
  }

  @Test("Exchanging the users and the source of the key changes nothing")
  func exchange() throws {
    var generator = SplitMix64(seed: 42)
    for _ in 0..<200 {
      let s = random(&generator)
      let swapped = RelaySetup(
        alice: s.transmittances.bob, bob: s.transmittances.alice, excessNoise: (s.excessNoise.bob, s.excessNoise.alice),
        relayEfficiency: s.relayEfficiency, relayElectronicNoise: s.relayElectronicNoise)
      let v = (alice: generator.logUniform(0.1, 100), bob: generator.logUniform(0.1, 100))
      let a = try RelayAnalysis.estimate(s, modulation: v, keyFrom: .alice, efficiency: 0.95)
      let b = try RelayAnalysis.estimate(swapped, modulation: (v.bob, v.alice), keyFrom: .bob, efficiency: 0.95)
      #expect(abs(a.rawRate - b.rawRate) < 1e-12 && abs(a.information - b.information) < 1e-12)
      #expect(abs(a.a - b.b) < 1e-9 && abs(a.b - b.a) < 1e-9)
    }
  }

  /// The covariance matrix by its definition (CV-61), its symplectic spectrum by the textbook's formula.
  @Test("The forms without cancellation agree with the textbook's")
  func textbook() throws {
    func g(_ nu: Double) -> Double {
      let (p, m) = ((nu + 1) / 2, (nu - 1) / 2)
      return p * Double.log2(p) - (m > 1e-14 ? m * Double.log2(m) : 0)
    }
    var generator = SplitMix64(seed: 43)
    for _ in 0..<200 {
      let s = random(&generator)
      let (tauA, tauB) = s.transmittances
      let v = (alice: generator.uniform(1, 20), bob: generator.uniform(1, 20))
      let (muA, muB) = (v.alice + 1, v.bob + 1)
      let theta = tauA * muA + tauB * muB + s.noise
      let a = muA - tauA * (muA * muA - 1) / theta
      let b = muB - tauB * (muB * muB - 1) / theta
      let c2 = tauA * tauB * (muA * muA - 1) * (muB * muB - 1) / (theta * theta)
      let delta = a * a + b * b - 2 * c2
      let root = (delta * delta - 4 * (a * b - c2) * (a * b - c2)).squareRoot()
      let total = g(((delta + root) / 2).squareRoot()) + g(((delta - root) / 2).squareRoot())
      for source in RelayKeySource.allCases {
        let conditional = source == .alice ? b - c2 / (a + 1) : a - c2 / (b + 1)
        let e = try RelayAnalysis.estimate(s, modulation: v, keyFrom: source, efficiency: 0.9)
        let information = Double.log2((a + 1) * (b + 1) / ((a + 1) * (b + 1) - c2))
        #expect(abs(e.information - information) < 1e-11)
        #expect(abs(e.holevo - (total - g(conditional))) < 1e-9, "\(s) \(v) \(source)")
      }
    }
  }

  @Test("More loss, noise or a worse relay never helps; no rate above the bound of one repeater")
  func ordered() throws {
    var generator = SplitMix64(seed: 44)
    var keys = 0
    for _ in 0..<300 {
      var s = random(&generator)
      if generator.uniform(0, 1) < 0.5 {
        s.transmittances = (generator.uniform(0.95, 1), generator.uniform(0.3, 1))
        s.excessNoise = (1e-3, 1e-3)
        (s.relayEfficiency, s.relayElectronicNoise) = (0.99, 0.001)
      }
      let v = (generator.logUniform(1, 100), generator.logUniform(1, 100))
      let rate = try RelayAnalysis.estimate(s, modulation: v, keyFrom: .alice, efficiency: 1)
      if rate.rawRate > 0 { keys += 1 }
      let ceiling = [s.transmittances.alice, s.transmittances.bob].compactMap { Transmittance($0) }
        .map(PureLoss.repeaterless).min()
      #expect(rate.rate <= ceiling ?? 0)
      var worse = s
      worse.excessNoise.bob += 0.01
      #expect(
        try RelayAnalysis.estimate(worse, modulation: v, keyFrom: .alice, efficiency: 1).rawRate < rate.rawRate)
      worse = s
      worse.relayElectronicNoise += 0.01
      #expect(
        try RelayAnalysis.estimate(worse, modulation: v, keyFrom: .alice, efficiency: 1).rawRate < rate.rawRate)
      worse = s
      worse.relayEfficiency -= 0.01
      #expect(
        try RelayAnalysis.estimate(worse, modulation: v, keyFrom: .alice, efficiency: 1).rawRate < rate.rawRate)
    }
    #expect(keys > 20)
  }

  @Test("The result names its equations, is for planning, and says why there is no key")
  func result() throws {
    let s = RelaySetup(alice: 1, bob: 0.56, excessNoise: (0, 0.0395), noisePlane: .relay)
    let options = ReconciliationOptions(efficiency: 0.97, frameErrorRate: 0.5)
    let r = try RelayAnalysis.analyse(s, modulation: (6.5, 6.5), keyFrom: .alice, options)
    #expect(abs((r.ratePerPulse ?? 0) - 0.5 * 0.18042522) < 1e-8)
    #expect(abs((r.rawRatePerPulse ?? 0) - 0.5 * 0.18042522) < 1e-8)
    #expect(r.analysis.status == .planning)
    #expect(abs((r.value("xi_B") ?? 0) - 0.0395 / 0.56) < 1e-15 && r.value("w_B") == 0.0395)
    #expect(Set(r.trace.map(\.equation)).isSuperset(of: ["CV-60", "CV-61", "CV-62", "CV-63", "BND-30", "CV-71"]))
    let far = try RelayAnalysis.analyse(
      RelaySetup(alice: 0.5, bob: 0.5), modulation: (6.5, 6.5), keyFrom: .alice, ReconciliationOptions())
    #expect(far.ratePerPulse == 0 && far.reasonForZero?.kind == .informationBelowHolevo)
    let closed = try RelayAnalysis.analyse(
      RelaySetup(alice: 1, bob: 0), modulation: (6.5, 6.5), keyFrom: .alice, ReconciliationOptions())
    #expect(closed.ratePerPulse == 0 && closed.reasonForZero?.kind == .noTransmission)
    let noisy = RelaySetup(alice: 1, bob: 0.1, excessNoise: (0, 0.2), noisePlane: .relay)
    #expect(noisy.warnings.contains { $0.contains("is the plane right?") })
  }

  @Test("The search finds what a grid finds, and does not stall where there is no key at its start")
  func search() throws {
    for (tauB, beta) in [(0.9, 0.95), (0.5, 0.97), (0.1, 0.98), (0.03, 0.99)] {
      let s = RelaySetup(alice: 1, bob: tauB, excessNoise: (0.002, 0.002))
      let space = RelaySearchSpace(alice: nil, bob: nil)
      let best = try Optimiser.maximise(space.problem(setup: s, keyFrom: .alice, efficiency: beta))
      var grid = -Double.infinity
      for i in 0...60 {
        for j in 0...60 {
          let v = space.modulation(at: [Double(i) / 60, Double(j) / 60])
          grid = max(
            grid, try RelayAnalysis.estimate(s, modulation: v, keyFrom: .alice, efficiency: beta).rawRate)
        }
      }
      let found = try RelayAnalysis.estimate(
        s, modulation: space.modulation(at: best.point), keyFrom: .alice, efficiency: beta
      ).rawRate
      #expect(found >= grid && grid > 0, "\(tauB): \(found), grid \(grid)")
    }
    let given = RelaySearchSpace(alice: 7, bob: nil)
    #expect(given.box.names == ["modulation variance, Bob"])
    #expect(given.modulation(at: [0]).alice == 7 && given.modulation(at: [0]).bob == 1e-3)
    #expect(given.modulation(at: [1]).bob == 1e3)
  }
}
