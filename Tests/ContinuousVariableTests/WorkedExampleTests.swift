// SPDX-License-Identifier: GPL-3.0-or-later
import ContinuousVariable
import KeyRateLinks
import Testing

/// The worked values of the cv sheet, and the two numbers that fix the accuracy over distance.
@Suite struct WorkedExampleTests {
  private func rate(_ setup: QuadratureSetup, _ va: Double = 5) throws -> (Double, Double, Double) {
    let e = try GaussianAnalysis.estimate(setup, modulation: va, ReconciliationOptions())
    return (e.information, e.holevo, e.rawRate)
  }

  @Test func accuracyOverDistance() throws {
    for (km, rate) in [(25.0, 0.0920444295848394), (200, 1.62992041342386e-5)] {
      let fibre = try #require(Fibre(lengthKm: km))
      let setup = QuadratureSetup(
        channel: fibre.transmittance, excessNoise: ExcessNoise(0.01), detection: .heterodyne,
        detectorEfficiency: 0.6, electronicNoise: 0.05)
      let e = try GaussianAnalysis.estimate(setup, modulation: 5, ReconciliationOptions())
      #expect(abs(e.rate - rate) <= 1e-12 * rate, "\(km) km: \(e.rate)")
    }
  }

  @Test func workedValues() throws {
    let homodyne = try rate(Builders.link())
    #expect(isNear(homodyne.0, 0.43071773679, 1e-11) && isNear(homodyne.1, 0.327545873455, 1e-11))
    #expect(isNear(homodyne.2, 0.081635976496, 1e-10))
    let heterodyne = try rate(Builders.link(0.3, xi: 0.01, .heterodyne))
    #expect(isNear(heterodyne.0, 0.494422238308, 1e-11) && isNear(heterodyne.1, 0.387996777251, 1e-11))
    #expect(isNear(heterodyne.2, 0.0817043491417, 1e-10))
    #expect(isNear(try rate(Builders.link(trust: .knownNoise)).2, 0.02244227, 1e-6))
    #expect(isNear(try rate(Builders.link(0.3, xi: 0.01, .heterodyne, trust: .knownNoise)).2, -0.04561627, 1e-6))
    let ideal = try Builders.link(eta: 1, vel: 0, trust: .untrusted)
    #expect(isNear(try rate(ideal).2, 0.144197588733, 1e-11))
  }

  /// Magnitudes of the sheet's section 3.5, to the four digits printed.
  @Test func finiteSizeMagnitudes() throws {
    let printed: [(Detection, Double, Double, Double, Double)] = [
      (.homodyne, 1e8, 0.02583, 0.04640, 0.04837), (.homodyne, 1e9, 0.04652, 0.06970, 0.05427),
      (.homodyne, 1e10, 0.05358, 0.07762, 0.05623), (.heterodyne, 1e8, 0.01527, 0.03485, 0.04608),
      (.heterodyne, 1e9, 0.04313, 0.06605, 0.05351), (.heterodyne, 1e10, 0.05252, 0.07651, 0.05601),
    ]
    let settings = QuadratureSettings(modulationVariance: 5, estimationFraction: 0.3)
    for (detection, n, sacrifice, after, lgg) in printed {
      let setup = try Builders.link(0.3, xi: 0.01, detection)
      func composable(_ mode: EstimationMode) throws -> Double {
        let e = QuadratureSimulation.estimates(setup, settings, symbols: n, mode: mode)
        return try ComposableKey.analyse(e, setup, ComposableOptions(mode: mode)).ratePerPulse ?? -1
      }
      #expect(abs(try composable(.sacrifice) - sacrifice) < 6e-6, "\(detection) \(n)")
      #expect(abs(try composable(.afterCorrection) - after) < 6e-6, "\(detection) \(n)")
      let half = QuadratureSettings(modulationVariance: 5, estimationFraction: 0.3)
      let e = QuadratureSimulation.estimates(setup, half, symbols: n, mode: .sacrifice)
      #expect(abs(try LGG2010.estimate(e, setup, LGG2010.Options()).rate - lgg) < 6e-6, "\(detection) \(n)")
    }
  }

  @Test func relayAnchors() throws {
    let published = try RelayAnalysis.estimate(
      RelaySetup(alice: 1, bob: 0.56, excessNoise: (0, 0.0395 / 0.56)), modulation: (6.5, 6.5), keyFrom: .alice,
      efficiency: 0.97)
    #expect(isNear(published.rate, 0.18042522, 1e-7))
    func large(_ a: Double, _ b: Double) throws -> Double {
      try RelayAnalysis.estimate(
        RelaySetup(alice: a, bob: b), modulation: (1e9, 1e9), keyFrom: .alice, efficiency: 1
      ).rawRate
    }
    #expect(try large(0.8388, 0.8388) > 0 && large(0.8387, 0.8387) < 0)
    #expect(try large(0.73107, 1) > 0 && large(0.73105, 1) < 0)
  }
}
