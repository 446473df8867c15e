// SPDX-License-Identifier: GPL-3.0-or-later
import ContinuousVariable
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@Suite("Measured amplitudes of a constellation")
struct MeasuredAmplitudesTests {
  private func constellations() throws -> [Constellation] {
    [
      try .psk(states: 4, amplitude: 0.4), try .psk(states: 5, amplitude: 0.8),
      try .qam(side: 4, modulationVariance: 1.2, shaping: .binomial),
    ]
  }

  /// CV-53 with the moments of a Gaussian channel is CV-52, at every trust level that both have.
  @Test("The moments of a Gaussian channel give the covariance of the model")
  func model() throws {
    for constellation in try constellations() {
      for trust in [ReceiverTrust.trusted, .trustedLoss, .untrusted] {
        let (tau, xi) = (0.4, 0.02)
        let setup = try Builders.link(tau, xi: xi, .heterodyne, eta: 0.7, vel: 0.03, trust: trust)
        let expected = try DiscreteAnalysis.estimate(setup, constellation, ReconciliationOptions())
        let root = tau.squareRoot()
        let m = try DiscreteAnalysis.measured(
          setup, constellation,
          amplitudes: constellation.points.map { (real: root * $0.real, imaginary: root * $0.imaginary) },
          photons: tau * (constellation.modulationVariance + xi) / 2)
        #expect(isNear(m.covariance, expected.covariance, 1e-6), "\(trust)")
        #expect(abs(m.holevo - expected.holevo) < 1e-6)
        #expect(m.covariance > 0.1)
      }
    }
  }

  @Test("Less correlation and more light both cost; what no state has is refused")
  func limits() throws {
    let constellation = try Constellation.psk(states: 4, amplitude: 0.5)
    let setup = try Builders.link(1, xi: 0, .heterodyne, eta: 0.7, vel: 0.03)
    func measured(_ scale: Double, _ photons: Double, _ setup: QuadratureSetup) throws -> DiscreteMeasurement {
      try DiscreteAnalysis.measured(
        setup, constellation, amplitudes: constellation.points.map { (scale * $0.real, scale * $0.imaginary) },
        photons: photons)
    }
    let best = try measured(0.6, 0.1, setup)
    #expect(try measured(0.59, 0.1, setup).covariance < best.covariance)
    #expect(try measured(0.6, 0.11, setup).covariance < best.covariance)
    // 0.36 · 0.25 photons are in the mean amplitudes.
    #expect(throws: InputError.self) { try measured(0.6, 0.089, setup) }
    #expect(throws: InputError.self) { try measured(0.6, .nan, setup) }
    var homodyne = setup
    homodyne.detection = .homodyne
    #expect(throws: InputError.self) { try measured(0.6, 0.1, homodyne) }
    var known = setup
    known.trust = .knownNoise
    #expect(throws: InputError.self) { try measured(0.6, 0.1, known) }
    #expect(throws: InputError.self) {
      try DiscreteAnalysis.measured(setup, constellation, amplitudes: [(0.1, 0)], photons: 0.1)
    }
  }

  @Test("The limits at the estimates of a run; none where the estimates are no channel")
  func ceiling() throws {
    let receiver = try Builders.link(1, xi: 0, .heterodyne, eta: 0.6, vel: 0.1)
    var truth = receiver
    truth.channel = try #require(Transmittance(0.3))
    truth.excessNoise = ExcessNoise(0.01)
    var e = QuadratureSimulation.estimates(
      truth, QuadratureSettings(modulationVariance: 5), symbols: 1e8, mode: .sacrifice)
    let found = e.ceilingTrace(receiver)
    func value(_ symbol: String) -> Double { found.first { $0.symbol == symbol }?.value ?? -1 }
    #expect(isNear(value("T_hat"), 0.3, 1e-12) && isNear(value("xi_hat"), 0.01, 1e-9))
    for symbol in ["plob", "thermal_upper", "thermal_lower"] {
      #expect(isNear(value(symbol), truth.ceilingTrace.first { $0.symbol == symbol }?.value ?? -2, 1e-9), "\(symbol)")
    }
    #expect(found.allSatisfy { $0.direction == .estimate })
    e.noiseVariance = 1.05
    #expect(e.ceilingTrace(receiver).first { $0.symbol == "xi_hat" }?.value ?? 1 < 0)
    e.slope = 0.7
    #expect(e.ceilingTrace(receiver).isEmpty)
    e.slope = -0.1
    #expect(e.ceilingTrace(receiver).isEmpty)
  }
}
