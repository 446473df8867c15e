// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@Suite("Hypergeometric tails")
struct HypergeometricTailTests {
  /// Pascal's triangle in whole numbers; row 60 is the last that fits.
  private static let pascal: [[UInt64]] = {
    var rows: [[UInt64]] = [[1]]
    for n in 1...60 {
      let last = rows[n - 1]
      rows.append((0...n).map { k in (k > 0 ? last[k - 1] : 0) + (k < n ? last[k] : 0) })
    }
    return rows
  }()

  @Test("Tails are the exact ratios of whole numbers")
  func exactRatios() throws {
    var cases = 0
    for (population, step) in [(7, 1), (16, 1), (33, 4), (60, 7)] {
      for marked in stride(from: 0, through: population, by: step) {
        for draws in stride(from: 0, through: population, by: step) {
          let all = Self.pascal[population][draws]
          var sum: UInt64 = 0
          for x in 0...population {
            let rest = draws - x
            if x <= marked, rest >= 0, rest <= population - marked {
              sum += Self.pascal[marked][x] * Self.pascal[population - marked][rest]
            }
            let got = try HypergeometricTail.logProbability(
              atMost: Double(x), population: Double(population), marked: Double(marked), draws: Double(draws))
            let exact = sum == 0 ? -Double.infinity : log(Double(sum) / Double(all))
            cases += 1
            let error = got == exact ? 0 : abs(got - exact)
            if !(error < 1e-13 * (1 + abs(exact))) {
              Issue.record("P(X <= \(x)), \(marked) of \(population), \(draws) drawn: \(got), not \(exact)")
            }
          }
        }
      }
    }
    #expect(cases > 5000)
  }

  @Test("Large populations agree with 60-digit sums, up to 1e18 objects")
  func goldens() throws {
    for row in HypergeometricGoldens.table.rows {
      let v = row.values
      let got = try HypergeometricTail.logProbability(atMost: v[0], population: v[1], marked: v[2], draws: v[3])
      // A few rounding errors of the logarithm of the largest binomial coefficient, n ln(e N/n) at most:
      // differences of log-gamma functions would be off by N ln N of them.
      let fewest = min(v[3], v[1] - v[3])
      let tolerance = 1e-15 * fewest * (1 + log(v[1] / fewest)) + 1e-13
      if abs(got - v[4]) > tolerance { Issue.record("\(v): \(got), allowed \(tolerance)") }
    }
  }

  @Test("The tail falls with the number of marked objects")
  func monotone() throws {
    var random = SplitMix64(seed: 61)
    for _ in 0..<50 {
      let population = random.logUniform(1e3, 1e7).rounded()
      let draws = (population * random.uniform(0.05, 0.9)).rounded()
      let marked = (population * random.uniform(0.001, 0.1)).rounded()
      let x = (draws * marked / population * random.uniform(0.3, 1.2)).rounded()
      let one = try HypergeometricTail.logProbability(atMost: x, population: population, marked: marked, draws: draws)
      let more = try HypergeometricTail.logProbability(
        atMost: x, population: population, marked: marked + 1, draws: draws)
      let wider = try HypergeometricTail.logProbability(
        atMost: x + 1, population: population, marked: marked, draws: draws)
      if !(more <= one + 1e-10 && one <= wider + 1e-10 && wider <= 0) {
        Issue.record("\(x) of \(draws), \(marked) of \(population): \(more), \(one), \(wider)")
      }
    }
  }
}
