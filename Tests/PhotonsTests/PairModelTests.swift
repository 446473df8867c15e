// SPDX-License-Identifier: GPL-3.0-or-later
import Entanglement
import KeyRateBounds
import KeyRateOptimisation
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import RealModule
import Testing

/// Channel models, ceilings and searches of entangled pairs.
@Suite struct PairModelTests {
  @Test func manyModesTendToPoisson() {
    for mu in [1e-3, 0.1, 1.5] {
      let many = pulsedLink(5, 12, modes: 1e9).observables(.perPulse(mu))
      let poisson = pulsedLink(5, 12, modes: .infinity).observables(.perPulse(mu))
      #expect(relativeDifference(many.coincidences, poisson.coincidences) < 1e-8)
      #expect(relativeDifference(many.errorRate, poisson.errorRate) < 1e-8)
    }
  }

  @Test func publishedModelAgreesWithoutBackgroundAndMisalignment() {
    for mu in [1e-4, 0.05, 0.8] {
      let exact = pulsedLink(3, 9, background: 0, misalignment: 0).observables(.perPulse(mu))
      let printed = pulsedLink(3, 9, background: 0, misalignment: 0, model: .mfl2007).observables(.perPulse(mu))
      #expect(relativeDifference(exact.coincidences, printed.coincidences) < 1e-13)
      #expect(abs(exact.errorRate - printed.errorRate) < 1e-14)
    }
  }

  @Test func weakLightAtGreatLoss() {
    // PH-5.
    for modes in [1, 4, Double.infinity] {
      let mu = 0.13
      let seen = pulsedLink(60, 65, modes: modes, background: 0, misalignment: 0.02, efficiency: 1)
        .observables(.perPulse(mu))
      let pairs = 1 / (2 * modes)
      let gain = Double.exp10(-12.5) * (mu + mu * mu * (1 + pairs))
      let error = 0.5 - (1 - 2 * 0.02) * (1 + mu * pairs) / (2 * (1 + mu * (1 + pairs)))
      #expect(relativeDifference(seen.coincidences, gain) < 1e-5)
      #expect(relativeDifference(seen.errorRate, error) < 1e-5)
    }
  }

  @Test func continuousPumpIsManyWeakPulses() {
    let rate = 1e5
    let window = 1e-9
    let dark = 1e4
    var setup = pulsedLink(
      10, 12, modes: .infinity, background: -Double.expMinusOne(-dark * window / 2), misalignment: 0.015)
    let pulsed = setup.observables(.perPulse(rate * window))
    setup.pump = .continuous(ContinuousPump(aliceDarkRateHz: dark, bobDarkRateHz: dark))
    let continuous = setup.observables(.continuous(pairRateHz: rate, windowSeconds: window))
    // They agree to the order of s w, the photons and dark counts of a window.
    let perWindow = (rate + dark) * window
    #expect(relativeDifference(pulsed.coincidences / window, continuous.coincidences) < perWindow)
    #expect(abs(pulsed.errorRate - continuous.errorRate) < perWindow)
  }

  @Test func swappingUsersChangesNothing() {
    let setup = pulsedLink(4, 17)
    let swapped = PairSetup(
      alice: setup.bob, bob: setup.alice, pump: setup.pump, misalignment: setup.misalignment,
      testBasisMisalignment: setup.testBasisMisalignment)
    #expect(
      relativeDifference(
        setup.observables(.perPulse(0.2)).coincidences, swapped.observables(.perPulse(0.2)).coincidences) < 1e-14)
  }

  @Test func finiteBelowAsymptoticBelowCeiling() throws {
    var random = SplitMix64(seed: 20_21)
    var positive = 0
    for _ in 0..<200 {
      let setup = pulsedLink(
        random.uniform(0, 25), random.uniform(0, 25), modes: random.pick([1, 3]),
        background: random.logUniform(1e-9, 1e-5), misalignment: random.uniform(0, 0.05))
      let mode = random.pick(PairKeyMode.allCases)
      let settings = PairSettings(
        brightness: .perPulse(random.logUniform(1e-3, 0.5)), keyMode: mode,
        keyBasisProbability: mode == .pooled ? 0.5 : random.uniform(0.3, 0.95), testFraction: random.uniform(0.05, 0.5))
      let options = PairFiniteKeyOptions(sampling: .subset(random.pick([.kl, .klt, .serfling])))
      let counts = PairSimulation.counts(setup, settings, block: .pulses(random.logUniform(1e8, 1e14)))
      let result = try PairFiniteKey.analyse(counts, PairReceivers(settings), options)
      try PairCeiling.check(result, setup: setup, settings: settings, options: options)
      if (result.ratePerPulse ?? 0) > 0 { positive += 1 }
      #expect(result.analysis.status == .planning)
    }
    #expect(positive > 50)
  }

  @Test func asymptoticResult() throws {
    let setup = pulsedLink(10, 10)
    let settings = PairSettings(brightness: .perPulse(0.1))
    let result = try PairAsymptotic.analyse(setup, settings, .init())
    #expect((result.ratePerPulse ?? 0) > 1e-5)
    #expect((result.ratePerPulse ?? 1) < (result.value("bound") ?? 0))
    let dark = try PairAsymptotic.analyse(pulsedLink(80, 80), settings, .init())
    #expect(dark.ratePerPulse == 0)
    #expect(dark.reasonForZero?.kind == .leakageExceedsSecrecy)
  }

  @Test func bestPairNumberDoesNotDependOnLoss() throws {
    // PH-9: f = 1.1, e_d = 1 %, single mode: 0.1222; Poissonian 0.1078.
    for (modes, expected) in [(1, 0.1222), (Double.infinity, 0.1078)] {
      let setup = pulsedLink(50, 50, modes: modes, background: 0, misalignment: 0.01, efficiency: 1)
      let space = try PairSearchSpace(PartialPairSettings(brightness: .perPulse(nil)), setup: setup)
      let best = try Optimiser.maximise(
        space.problem(setup: setup, options: .init(errorCorrectionEfficiency: 1.1)))
      guard case .perPulse(let mu) = space.settings(at: best.point).brightness else { continue }
      #expect(abs(mu - expected) < 2e-4)
    }
  }

  @Test func searchSpaceMapsBothWays() throws {
    let setup = pulsedLink(10, 10)
    let space = try PairSearchSpace(PartialPairSettings(brightness: .perPulse(nil), keyMode: .both), setup: setup)
    #expect(space.box.names == ["mean pairs per pulse", "key basis probability", "test fraction"])
    let x = [0.3, 0.6, 0.2]
    let back = space.point(for: space.settings(at: x))
    for (a, b) in zip(x, back) { #expect(abs(a - b) < 1e-12) }
    var continuous = setup
    continuous.pump = .continuous(ContinuousPump(jitterSeconds: 1e-10))
    let open = PartialPairSettings.Brightness.continuous(pairRateHz: nil, windowSeconds: nil)
    let pairs = try PairSearchSpace(PartialPairSettings(brightness: open, keyBasisProbability: 0.5), setup: continuous)
    #expect(pairs.box.names == ["coincidence window", "pair rate"])
    let y = [0.7, 0.4]
    for (a, b) in zip(y, pairs.point(for: pairs.settings(at: y))) { #expect(abs(a - b) < 1e-12) }
    continuous.pump = .continuous(ContinuousPump())
    #expect(
      refused { _ = try PairSearchSpace(PartialPairSettings(brightness: open), setup: continuous) } == "jitter_s")
  }

  @Test func stationsAtOnePlaceSeeTheSame() throws {
    let pass = try DualDownlink(orbitHeight: 5e5, separation: 0, offset: 1e5, headingDegrees: 37)
    for time in [-200.0, 0, 13, 170] {
      let sights = pass.sights(at: time)
      #expect(sights.alice == sights.bob)
      // BB-51: cos ψ = cos ξ cos ωt.
      let (earth, r) = (SatelliteGeometry.earthRadius, SatelliteGeometry.earthRadius + 5e5)
      let omega = (SatelliteGeometry.gravitation / (r * r * r)).squareRoot()
      let cosine = Double.cos(1e5 / earth) * Double.cos(omega * time)
      let range = (earth * earth + r * r - 2 * earth * r * cosine).squareRoot()
      #expect(relativeDifference(sights.alice.range, range) < 1e-12)
    }
    #expect(refused { _ = try DualDownlink(orbitHeight: 100, stationHeight: 2000, separation: 0) } == "h_m")
  }
}
