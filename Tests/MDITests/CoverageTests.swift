// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import RealModule
import Testing

@testable import MDI

/// Do bounds hold as often as they promise, for yields that an attacker might choose?
@Suite("Coverage of finite keys (section 12)")
struct CoverageTests {
  /// Yields and error yields of 0 and 1, and counts drawn from them.
  private struct Attack {
    static let most = 6
    var yields: [[Double]]
    var errors: [[Double]]

    init(_ r: inout SplitMix64) {
      yields = (0..<Self.most).map { _ in (0..<Self.most).map { _ in r.chance(0.5) ? 1 : 0 } }
      yields[1][1] = 1
      errors = yields.map { $0.map { $0 * (r.chance(0.3) ? 1 : 0) } }
      errors[1][1] = r.uniform(0, 0.08)
      // One side empty: the bit of that party is still open.
      for k in 0..<Self.most {
        errors[0][k] = yields[0][k] / 2
        errors[k][0] = yields[k][0] / 2
      }
    }

    private func poisson(_ n: Int, _ mu: Double) -> Double {
      n == 0 ? Double.exp(-mu) : (1...n).reduce(Double.exp(-mu)) { $0 * mu / Double($1) }
    }

    /// Announcements and errors of one cell, those of single-photon pairs apart.
    func draw(
      _ r: inout SplitMix64, _ muA: Double, _ muB: Double, _ pairs: Double
    ) -> (all: Double, errors: Double, single: Double, singleErrors: Double) {
      var result = (all: 0.0, errors: 0.0, single: 0.0, singleErrors: 0.0)
      for n in 0..<Self.most {
        for m in 0..<Self.most {
          let mean = pairs * poisson(n, muA) * poisson(m, muB)
          let wrong = r.poisson(mean * errors[n][m])
          let all = wrong + r.poisson(mean * (yields[n][m] - errors[n][m]))
          result.all += all
          result.errors += wrong
          if n == 1 && m == 1 {
            result.single = all
            result.singleErrors = wrong
          }
        }
      }
      return result
    }
  }

  @Test(
    "No more failures than paid for, at failure probabilities that can be counted", arguments: [Scan.single, .double])
  func four(scan: Scan) {
    var random = SplitMix64(seed: scan == .double ? 4402 : 4401)
    let choice = FourIntensityChoice(
      signal: 0.4, strongDecoy: 0.3, weakDecoy: 0.08, signalProbability: 0.4, strongProbability: 0.15,
      weakProbability: 0.3)
    let bounds = Double(FourIntensityAnalysis.bounds(scan))
    var options = FiniteKeyOptions(scan: scan, leakage: .measured(bits: 0))
    // ε_1 = 0.05: outside what a user may ask for, which is why the analysis is called directly.
    options.secrecy = (0.05 * 4 * bounds).squareRoot()
    let n = 2e8
    var failures = 0
    var positive = 0
    let runs = 1200
    for round in 0..<runs {
      var attack = Attack(&random)
      if round % 3 == 0 { attack.yields[1][1] = 0.3 }
      let c = choice
      func cell(_ a: Double, _ pA: Double, _ b: Double, _ pB: Double) -> (
        all: Double, errors: Double, single: Double, singleErrors: Double
      ) { attack.draw(&random, a, b, n * pA * pB) }
      let (pz, py, px, po) = (c.signalProbability, c.strongProbability, c.weakProbability, c.vacuumProbability)
      let zz = cell(c.signal, pz, c.signal, pz)
      let xx = cell(c.weakDecoy, px, c.weakDecoy, px)
      let counts = FourIntensityCounts(
        zz: zz.all, zzErrors: 0, xx: xx.all, xxErrors: xx.errors,
        yy: cell(c.strongDecoy, py, c.strongDecoy, py).all, xo: cell(c.weakDecoy, px, 0, po).all,
        ox: cell(0, po, c.weakDecoy, px).all, yo: cell(c.strongDecoy, py, 0, po).all,
        oy: cell(0, po, c.strongDecoy, py).all, oo: cell(0, po, 0, po).all, pulses: n, origin: .expected)
      let e: FiniteEstimate<Double> = FourIntensityAnalysis.estimate(counts, PerParty(both: choice), options)
      guard !e.isInconsistent else { continue }
      if e.entropy > 0 { positive += 1 }
      // The errors of Z in the attack are not the phase errors; those are drawn with the error yield of X.
      let truth =
        zz.single > 0 ? zz.single * binaryEntropyComplement(min(0.5, zz.singleErrors / zz.single)) : 0
      if e.entropy > truth { failures += 1 }
    }
    #expect(positive > runs / 3, "the test would be idle")
    #expect(failures <= runs / 100, "\(failures) of \(runs)")
  }
}
