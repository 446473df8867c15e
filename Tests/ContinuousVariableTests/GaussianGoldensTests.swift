// SPDX-License-Identifier: GPL-3.0-or-later
import ContinuousVariable
import KeyRateLinks
import KeyRateNumerics
import Testing

/// The rates against 90-digit arithmetic, from lossless links to 600 km.
@Suite struct GaussianGoldensTests {
  struct Case {
    let setup: QuadratureSetup
    let modulation: Double
    let options: ReconciliationOptions
    let information, holevo, raw: Double
  }

  static var cases: [Case] {
    get throws {
      try GaussianGoldens.table.rows.map { row in
        let v = row.values
        let setup = QuadratureSetup(
          channel: try #require(Transmittance(v[1])), excessNoise: ExcessNoise(v[2]),
          detection: row.name == "het" ? .heterodyne : .homodyne, detectorEfficiency: v[3], electronicNoise: v[4],
          trust: ReceiverTrust.allCases[Int(v[6])])
        return Case(
          setup: setup, modulation: v[0], options: ReconciliationOptions(efficiency: v[5]), information: v[7],
          holevo: v[8], raw: v[9])
      }
    }
  }

  @Test func ratesKeepTheirDigits() throws {
    var worst = 0.0
    for c in try Self.cases {
      let e = try GaussianAnalysis.estimate(c.setup, modulation: c.modulation, c.options)
      #expect(abs(e.information - c.information) <= 1e-14 * c.information, "\(c)")
      // Both parts of the rate carry relative errors of rounding only: twelve digits of the larger one.
      let error = abs(e.rawRate - c.raw) / max(abs(c.raw), 0.05 * c.information)
      worst = max(worst, error)
      #expect(error <= 1e-12, "\(c): \(e.rawRate), off by \(error)")
      let chiError = abs(e.holevo - c.holevo)
      #expect(chiError <= 2e-13 * c.holevo + 1e-15 * c.information, "\(c): \(e.holevo), off by \(chiError / c.holevo)")
    }
    #expect(worst > 0)
  }

  @Test func intervalsContainTheTruth() throws {
    for c in try Self.cases {
      let e = try GaussianAnalysis.enclosure(c.setup, modulation: c.modulation, c.options)
      // The golden itself is rounded to double.
      #expect(e.rawRate.lower <= c.raw.nextUp && e.rawRate.upper >= c.raw.nextDown, "\(c): \(e.rawRate)")
      #expect(e.rawRate.width <= 1e-10 * max(c.holevo, c.information), "\(c): width \(e.rawRate.width)")
    }
  }
}
