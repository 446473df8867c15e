// SPDX-License-Identifier: GPL-3.0-or-later
import ContinuousVariable
import KeyRateBounds
import KeyRateLinks
import KeyRateSecurity
import KeyRateTestSupport
import RealModule
import Testing

@Suite struct DiscreteTests {
  private func ideal(_ tau: Double, xi: Double) throws -> QuadratureSetup {
    try Builders.link(tau, xi: xi, .heterodyne, eta: 1, vel: 0, trust: .untrusted)
  }

  @Test func anchors() throws {
    let qpsk = try Constellation.psk(states: 4, amplitude: 0.35)
    let m = try ConstellationMoments(qpsk)
    #expect(isNear(2 * m.correlation, 0.7346391595118, 1e-12) && isNear(m.noiseWeight, 0.0199709339456, 1e-11))
    for (states, rate) in [(4, 0.0517849034), (5, 0.0541582539), (6, 0.0542534140)] {
      let e = try DiscreteAnalysis.estimate(
        ideal(1, xi: 0.01), try .psk(states: states, amplitude: 0.4), ReconciliationOptions(), information: .gaussian)
      #expect(isNear(e.rate, rate, 1e-8), "\(states): \(e.rate)")
    }
  }

  /// The Gram-matrix route against the closed form, whole and in four sectors.
  @Test func twoRoutesToTheMoments() throws {
    for (states, amplitude) in [(4, 0.6), (5, 0.8), (8, 0.9), (12, 1.3)] {
      let closed = try ConstellationMoments(.psk(states: states, amplitude: amplitude))
      let points = try Constellation.psk(states: states, amplitude: amplitude).points
      let gram = try ConstellationMoments(.custom(points))
      #expect(isNear(gram.correlation, closed.correlation, 1e-10), "\(states)")
      #expect(isNear(gram.noiseWeight, closed.noiseWeight, 1e-5), "\(states)")
      // Turned by an angle it has no symmetric labels, and the same moments.
      let turned = points.map { point -> Constellation.Point in
        let (c, s) = (Double.cos(0.1), Double.sin(0.1))
        return Constellation.Point(
          real: c * point.real - s * point.imaginary, imaginary: s * point.real + c * point.imaginary,
          probability: point.probability)
      }
      let other = try ConstellationMoments(.custom(turned))
      #expect(isNear(other.correlation, closed.correlation, 1e-10))
    }
    // A point at the centre keeps 64-QAM from splitting into sectors; without weight it changes nothing.
    let qam = try Constellation.qam(side: 8, modulationVariance: 3, shaping: .binomial)
    let shrunk = qam.points.map {
      Constellation.Point(real: $0.real, imaginary: $0.imaginary, probability: $0.probability * (1 - 1e-9))
    }
    let whole = try ConstellationMoments(.custom(shrunk + [.init(real: 0, imaginary: 0, probability: 1e-9)]))
    let split = try ConstellationMoments(qam)
    #expect(isNear(whole.correlation, split.correlation, 1e-7))
  }

  @Test func informationAgreesOverItsRoutes() throws {
    let setup = try ideal(0.5, xi: 0.01)
    let qam = try Constellation.qam(side: 4, modulationVariance: 2, shaping: .gaussian, nu: 0.3)
    let asProduct = try DiscreteAnalysis.estimate(setup, qam, ReconciliationOptions())
    let asPoints = try DiscreteAnalysis.estimate(setup, .custom(qam.points), ReconciliationOptions())
    #expect(isNear(asPoints.information, asProduct.information, 1e-11))
    let psk = try Constellation.psk(states: 6, amplitude: 0.9)
    let circle = try DiscreteAnalysis.estimate(setup, psk, ReconciliationOptions())
    let points = try DiscreteAnalysis.estimate(setup, .custom(psk.points), ReconciliationOptions())
    #expect(isNear(points.information, circle.information, 1e-11))
    // Never above the Gaussian value, close to it at low signal-to-noise ratio.
    for tau in [1e-4, 0.01, 0.3] {
      let exact = try DiscreteAnalysis.estimate(ideal(tau, xi: 0), psk, ReconciliationOptions())
      let gaussian = try DiscreteAnalysis.estimate(
        ideal(tau, xi: 0), psk, ReconciliationOptions(), information: .gaussian)
      #expect(exact.information <= gaussian.information)
      #expect(gaussian.information - exact.information < 0.2 * tau * gaussian.information + 1e-12)
    }
  }

  @Test func manyPointsComeCloseToGaussianModulationFromBelow() throws {
    let setup = try Builders.link(0.3, xi: 0.005, .heterodyne, eta: 0.6, vel: 0.1)
    let gaussian = try GaussianAnalysis.estimate(setup, modulation: 4, ReconciliationOptions()).rate
    var last = 0.0
    for side in [2, 4, 8, 16] {
      let rate = try DiscreteAnalysis.estimate(
        setup, .qam(side: side, modulationVariance: 4, shaping: .binomial), ReconciliationOptions()
      ).rate
      #expect(rate >= last && rate <= gaussian, "\(side): \(rate)")
      last = rate
    }
    #expect(last > 0.97 * gaussian)
  }

  @Test func whatHasNoProofIsRefused() throws {
    let psk = try Constellation.psk(states: 4, amplitude: 0.5)
    #expect(throws: InputError.self) {
      try DiscreteAnalysis.estimate(Builders.link(), psk, ReconciliationOptions())
    }
    #expect(throws: InputError.self) {
      try DiscreteAnalysis.estimate(
        Builders.link(0.9, xi: 0, .heterodyne, reconciliation: .direct), psk, ReconciliationOptions())
    }
    #expect(throws: InputError.self) { try Constellation.psk(states: 2, amplitude: 0.5) }
    // More than log2 M bits from the Gaussian formula.
    #expect(throws: InputError.self) {
      try DiscreteAnalysis.estimate(
        ideal(1, xi: 0), .psk(states: 4, amplitude: 3), ReconciliationOptions(), information: .gaussian)
    }
    for points in [
      [(1.0, 0.0, 0.5), (-1, 0, 0.25), (0, 0.1, 0.25)], [(1, 0, 0.4), (-0.5, 0.8660254, 0.3), (-0.5, -0.8660254, 0.4)],
      [(1, 0, 0.25), (0, 1, 0.25), (1, 1, 0.25), (0, 0, 0.25)],
    ] {
      #expect(throws: InputError.self) {
        try Constellation.custom(points.map { .init(real: $0.0, imaginary: $0.1, probability: $0.2) })
      }
    }
  }
}
