// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@testable import BB84

@Suite("Counts that contradict the settings (section 5a)")
struct ContradictionTests {
  private func reversed(_ counts: Observations) -> Observations {
    func turn(_ x: ByIntensity<Double>) -> ByIntensity<Double> { ByIntensity(x.list.reversed()) ?? x }
    var c = counts
    c.keyDetections = turn(c.keyDetections)
    c.keyErrors = turn(c.keyErrors)
    c.testDetections = turn(c.testDetections)
    c.testErrors = turn(c.testErrors)
    return c
  }

  @Test("Reversing the counts of both examples: length 0 with the reason; the examples themselves pass (11)")
  func examples() throws {
    for (counts, settings, raw) in [
      (Example.twoDecoyCounts, Example.twoDecoySettings, -290913.70578),
      (Example.oneDecoyCounts, Example.oneDecoySettings, nil as Double?),
    ] {
      var counts = counts
      counts.pulses = 1e10
      let leak = ErrorCorrectionLeakage.measured(bits: 3e5)
      let good = try FiniteKey.analyse(counts, settings, FiniteKeyOptions(leakage: leak))
      #expect(good.value("contradiction") == 0 && good.analysis.status == .certified)
      let rate = try FiniteKey.analyse(reversed(counts), settings, FiniteKeyOptions(leakage: leak))
      #expect(rate.lengthBits == 0 && rate.value("contradiction") == 1)
      #expect(rate.reasonForZero?.description == "counts contradict the settings")
      #expect(rate.analysis.status == .planning)
      let e = try FiniteKey.estimate(reversed(counts), settings, FiniteKeyOptions())
      #expect(e.rawLength == -e.leakage.value - e.penalty.value)
      if let raw { #expect(abs(e.rawLength - raw) < 1e-4) }
      // Proofs as published say so and go on.
      let proof: Proof = settings.intensities.count == 3 ? .lim2014 : .rusca2018
      let published = try FiniteKey.analyse(reversed(counts), settings, FiniteKeyOptions(proof: proof))
      #expect(published.warnings.contains { $0.contains("no photon numbers give these counts") })
      #expect(published.reasonForZero?.kind != .countsContradictSettings)
    }
  }

  @Test("Two columns exchanged, or settings weakest first, are refused; a fixed length is not accepted")
  func exchanged() throws {
    let s = Example.twoDecoySettings
    for (i, j) in [(0, 1), (1, 2), (0, 2)] {
      var list = Example.twoDecoyCounts.keyDetections.list
      list.swapAt(i, j)
      var counts = Example.twoDecoyCounts
      counts.keyDetections = byIntensity(list)
      counts.keyErrors = ByIntensity(0, 0, 0)
      #expect(try FiniteKey.estimate(counts, s, FiniteKeyOptions()).contradicts)
    }
    let e = try FiniteKey.certifiedEstimate(reversed(Example.twoDecoyCounts), s, FiniteKeyOptions())
    let thresholds = FixedLength.Thresholds(vacuum: 0, singlePhotons: 0, phaseError: 0.5, leakage: 1e9)
    #expect(!(try FixedLength(thresholds: thresholds, penalty: 0).accepts(e, countsVacuum: true)))
  }

  @Test("No counts of a channel model contradict their settings")
  func models() throws {
    var random = SplitMix64(seed: 4711)
    for _ in 0..<1500 {
      let c = RandomCase(&random, proof: .sound)
      let e = try FiniteKey.estimate(c.counts, c.settings, c.options)
      if e.contradicts { Issue.record("contradiction: \(c.label)") }
    }
  }

  @Test("No counts whatever give more key than there are bits, or more phase errors than errors")
  func garbage() throws {
    var random = SplitMix64(seed: 20000)
    var refused = 0
    for _ in 0..<20000 {
      let c = RandomCase(&random, proof: .sound, sampling: .kl)
      func count() -> Double { random.chance(0.1) ? 0 : random.logUniform(1, 1e9).rounded() }
      func list() -> ByIntensity<Double> { c.settings.intensities.map { _ in count() } }
      func below(_ n: ByIntensity<Double>) -> ByIntensity<Double> {
        n.map { random.chance(0.2) ? 0 : (random.unit() * 0.1 * $0).rounded() }
      }
      let (nX, nZ) = (list(), list())
      let counts = Observations(
        keyDetections: nX, keyErrors: below(nX), testDetections: nZ, testErrors: below(nZ), pulses: nil,
        origin: .measured)
      let e = try FiniteKey.estimate(counts, c.settings, c.options)
      let most = nX.total - e.leakage.value - e.penalty.value
      if e.rawLength > most + 1e-9 * nX.total { Issue.record("\(e.rawLength) of \(most): \(counts) \(c.label)") }
      let vacuum = e.testVacuumErrors?.value ?? 0
      if e.testErrors.value + (e.contradicts ? 0 : vacuum) > counts.testErrors.total * (1 + 1e-9) + 1e-9 {
        Issue.record("v1_Z + v0_Z above m_Z: \(counts) \(c.label)")
      }
      if e.contradicts { refused += 1 }
    }
    #expect(refused > 10000)
  }

  @Test("The cone without its facet j = 0 would let an exchange pass (planted fault)")
  func firstFacet() {
    // g3 above what g1 and g2 allow: only the facet j = 0 forbids it.
    let weights = (1.0, 1.0, 1.0)
    func feasible(_ g3: Double) -> Bool {
      CountsFeasibility.twoDecoys(
        total: 1 + 0.5 + g3, intensities: (1, 0.4, 0.1), weights: weights, upper1: 1, lower2: 0.5, upper2: 0.5,
        lower3: g3, upper3: g3)
    }
    // With j = 0: g3 ≥ A0 g2 − B0 g1 = 1.5 · 0.5 − 0.5 = 0.25.
    #expect(!feasible(0.24) && feasible(0.26))
  }
}
