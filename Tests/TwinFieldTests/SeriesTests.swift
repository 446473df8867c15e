// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@testable import TwinField

@Suite("Series end whatever the intensities")
struct SeriesTests {
  @Test("What lies beyond the cut-off, down to intensities whose powers vanish", .timeLimit(.minutes(1)))
  func rest() {
    for mu in [0, Double.leastNonzeroMagnitude, 1e-300, 1e-100, 1e-28, 1e-9, 1e-4, 0.3, 5.0] {
      for cutoff in [0, 4, 10, 30] {
        let series = PoissonSeries(intensity: mu, cutoff: cutoff)
        // e^μ less what was summed, directly.
        var direct = 0.0
        for n in (cutoff + 1)...(cutoff + 60) where mu > 0 {
          direct += exp(Double(n) * log(mu) - lgamma(Double(n) + 1))
        }
        #expect(series.rest.lower <= direct * (1 + 1e-12) && series.rest.upper >= direct * (1 - 1e-12))
        #expect(series.rest.upper <= direct * (1 + 1e-9) + 1e-300)
      }
    }
  }

  @Test("Analyses of legal but tiny weakest intensities end", .timeLimit(.minutes(2)))
  func analyses() throws {
    for (weakest, cutoff) in [(1e-9, 30), (1e-28, 10), (1e-300, 10), (Double.leastNonzeroMagnitude, 6)] {
      let settings = alike(0.02, [0.4, 0.1, weakest], [0.2, 0.3, 0.5], pX: 0.7)
      let counts = Observations.expected(Benchmark.setup, settings, rounds: 1e12)
      let e: FiniteKeyEstimate<Double> = PhaseErrorEstimation.estimate(
        counts, settings, FiniteKeyOptions(photonCutoff: cutoff), forecast: .evaluated, effort: .search)
      #expect(e.rawLength > 2e7 && e.obstacle == nil, "\(weakest) \(e.rawLength) \(String(describing: e.obstacle))")
      let gains = TestGains(ChannelModel(Benchmark.setup), settings)
      let program = DecoyProgram(gains, cutoff: cutoff)
      #expect(program != nil)
    }
  }
}
