import ContinuousVariable
import KeyRateLinks
import KeyRateNumerics
import Testing

/// The worked values of the cv sheet, section 2, and the two numbers that fix the accuracy over distance.
@Suite struct WorkedExampleTests {
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
}
