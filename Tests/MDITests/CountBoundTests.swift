// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import RealModule
import Testing

@testable import MDI

@Suite("Bounds on fluctuations (section 5.2)")
struct CountBoundTests {
  @Test("The roots solve the printed equation where it can be evaluated (MDI-24, MDI-25)")
  func roots() {
    var random = SplitMix64(seed: 4201)
    for _ in 0..<2000 {
      let x = random.logUniform(1e-3, 1e6)
      let eps = random.logUniform(1e-25, 0.5)
      let beta = -Double.log(eps)
      func exponent(_ c: Double, _ e: Double) -> Double { (c > 0 ? c * Double.log(c / e) : 0) - c + e }
      let e = CountBound.chernoff.expectation(observed: x, failure: eps)
      #expect(e.lowerBound < x && x < e.upperBound)
      #expect(relativeDifference(exponent(x, e.upperBound), beta) < 1e-7)
      if e.lowerBound > 1e-200 { #expect(relativeDifference(exponent(x, e.lowerBound), beta) < 1e-7) }
      let c = CountBound.chernoff.count(expected: x, failure: eps)
      #expect(relativeDifference(exponent(c.upperBound, x), beta) < 1e-7)
      if beta >= x {
        #expect(c.lowerBound == 0)
      } else {
        #expect(abs(exponent(c.lowerBound, x) - beta) < 1e-7 * (beta + 1e-7 * x))
      }
    }
  }

  @Test("The closed forms are looser; the normal ones are not bounds")
  func order() {
    var random = SplitMix64(seed: 4202)
    for _ in 0..<2000 {
      let x = random.logUniform(0.1, 1e14)
      let eps = random.logUniform(1e-25, 0.1)
      let exact = CountBound.chernoff.expectation(observed: x, failure: eps)
      let simple = CountBound.chernoffSimple.expectation(observed: x, failure: eps)
      let slack = 1e-12 * x
      #expect(simple.lowerBound <= exact.lowerBound + slack && exact.upperBound <= simple.upperBound + slack)
      let count = CountBound.chernoff.count(expected: x, failure: eps)
      let simpleCount = CountBound.chernoffSimple.count(expected: x, failure: eps)
      #expect(
        simpleCount.lowerBound <= count.lowerBound + slack && count.upperBound <= simpleCount.upperBound + slack)
      #expect(CountBound.gaussian.count(expected: x, failure: eps) == x...x)
    }
    #expect(
      abs(CountBound.gaussian.expectation(observed: 1e6, failure: 0.022750131948179195).upperBound - 1_002_000) < 1e-6)
    #expect(CountBound.chernoff.expectation(observed: 0, failure: 1e-10).lowerBound == 0)
    #expect(
      relativeDifference(CountBound.chernoff.expectation(observed: 0, failure: 1e-10).upperBound, 10 * Double.log(10))
        < 1e-14)
    #expect(CountBound.chernoff.count(expected: 0, failure: 1e-10) == 0...0)
    #expect(CountBound.chernoffSimple.count(expected: 0, failure: 1e-10).upperBound > 20)
  }

  @Test("A Poisson count falls outside with no more than the stated probability")
  func coverage() {
    // Exact tails of the Poisson law, the limit of many rare Bernoulli variables.
    for eps in [0.3, 0.05, 1e-3, 1e-8] {
      for mean in [0.3, 2.5, 17, 90, 400] {
        let range = CountBound.chernoff.count(expected: mean, failure: eps)
        var above = 0.0
        var below = 0.0
        var term = Double.exp(-mean)
        for k in 0..<2000 {
          if k > 0 { term *= mean / Double(k) }
          if Double(k) > range.upperBound { above += term }
          if Double(k) < range.lowerBound { below += term }
        }
        #expect(above <= eps && below <= eps)
        // And the two directions are one statement: E leaves its range exactly where x leaves its own.
        for k in 0..<1000 {
          let e = CountBound.chernoff.expectation(observed: Double(k), failure: eps)
          if mean > e.upperBound * (1 + 1e-9) { #expect(Double(k) < range.lowerBound * (1 + 1e-9)) }
          if mean < e.lowerBound * (1 - 1e-9) { #expect(Double(k) > range.upperBound * (1 - 1e-9)) }
        }
      }
    }
  }

  @Test("Intervals contain what doubles and double-doubles give")
  func intervals() {
    var random = SplitMix64(seed: 4203)
    for kind in [CountBound.chernoff, .chernoffSimple] {
      for _ in 0..<300 {
        let x = random.logUniform(1e-2, 1e14)
        let beta = random.logUniform(1, 60)
        let plain = CountTails<Double>(kind, beta: beta)
        let enclosed = CountTails<Interval>(kind, beta: Interval(beta))
        let fine = CountTails<DoubleDouble>(kind, beta: DoubleDouble(beta))
        for (a, b, c) in [
          (plain.expectationLower(x), enclosed.expectationLower(Interval(x)), fine.expectationLower(DoubleDouble(x))),
          (plain.expectationUpper(x), enclosed.expectationUpper(Interval(x)), fine.expectationUpper(DoubleDouble(x))),
          (plain.countLower(x), enclosed.countLower(Interval(x)), fine.countLower(DoubleDouble(x))),
          (plain.countUpper(x), enclosed.countUpper(Interval(x)), fine.countUpper(DoubleDouble(x))),
        ] {
          #expect(b.lower <= c.lowest && c.highest <= b.upper)
          #expect(abs(a - c.approximation) <= 1e-9 * abs(c.approximation) + 1e-12)
          #expect(b.width <= 1e-9 * abs(a) + 1e-9)
        }
      }
    }
  }
}
