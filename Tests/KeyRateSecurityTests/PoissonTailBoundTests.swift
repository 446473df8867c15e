// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

/// χ ln(χ/E) − χ + E, the exponent of TF-21, in doubles.
private func exponent(_ count: Double, _ mean: Double) -> Double {
  let u = (mean - count) / count
  if abs(u) > 0.5 { return count * log(count / mean) - count + mean }
  // χ [u − ln(1 + u)].
  return abs(u) < 1e-3
    ? count * u * u * (0.5 - u * (1.0 / 3 - u * (0.25 - u * (0.2 - u / 6)))) : count * (u - log1p(u))
}

private func logPoisson(_ mean: Double, _ n: Int) -> Double { Double(n) * log(mean) - mean - lgamma(Double(n + 1)) }

@Suite("Chernoff's bounds on means and counts (TF-21, TF-23)")
struct PoissonTailBoundTests {
  @Test("Both means are roots of the sheet's equation, on their sides of the count")
  func means() {
    var random = SplitMix64(seed: 141)
    for _ in 0..<400 {
      let count = random.logUniform(1e-3, 1e16)
      let l = random.logUniform(0.1, 700)
      let (lower, upper) = PoissonTailBound.mean(ofCount: count, logInverseFailure: l)
      #expect(lower.value < count && count < upper.value)
      for mean in [lower.value, upper.value] where mean > 1e-300 {
        // A relative error of 1e-15 in the mean counts |E − χ|/l-fold.
        let digits = 1e-9 + 4e-16 * (abs(mean - count) + count.squareRoot()) / l
        if abs(exponent(count, mean) / l - 1) > digits { Issue.record("χ = \(count), l = \(l): \(mean)") }
      }
    }
    // The sheet's benchmark, section 7.6.
    let (lower, upper) = PoissonTailBound.mean(ofCount: 14680.2433, logInverseFailure: -log(2.0833333e-23))
    #expect(abs(lower.value - 13476.5214) < 1e-3 && abs(upper.value - 15953.5938) < 1e-3)
  }

  @Test("No count at all, no failure allowed for, and where the exponential underflows")
  func edges() {
    let none = PoissonTailBound.mean(ofCount: 0.0, logInverseFailure: 50)
    #expect(none.lower.value == 0 && none.upper.value == 50)
    let certain = PoissonTailBound.mean(ofCount: 1234.0, logInverseFailure: 0)
    #expect(certain.lower.value == 1234 && certain.upper.value == 1234)
    // e^−w − 1 + w = l/χ = 5e4: a mean of χ e^−5e4 is 0 in doubles, and the interval knows it.
    let tiny = PoissonTailBound.mean(ofCount: 1e-3, logInverseFailure: 50)
    #expect(tiny.lower.value == 0 && tiny.upper.value > 50 && tiny.upper.value < 50.02)
    let interval = PoissonTailBound.mean(ofCount: Interval(1e-3), logInverseFailure: Interval(50))
    #expect(interval.lower.value.lower <= 0 && interval.lower.value.upper < 1e-300)
    #expect(PoissonTailBound.count(ofMean: 0.0, logInverseFailure: 50).value == 0)
    #expect(PoissonTailBound.count(ofMean: 12.0, logInverseFailure: 0).value == 12)
    // An interval that reaches down to 0 is taken at its upper end.
    let wide = PoissonTailBound.count(ofMean: Interval(lower: 0, upper: 3), logInverseFailure: Interval(20))
    #expect(wide.value.contains(PoissonTailBound.count(ofMean: 3.0, logInverseFailure: 20).value))
    let vacuum = PoissonTailBound.mean(ofCount: Interval(lower: 0, upper: 1), logInverseFailure: Interval(20))
    #expect(vacuum.lower.value.lower <= 0 && vacuum.upper.value.upper >= 21)
  }

  @Test("Counts are roots of the same equation with the mean given (TF-23)")
  func counts() {
    var random = SplitMix64(seed: 142)
    for _ in 0..<400 {
      let mean = random.logUniform(1e-30, 1e16)
      let l = random.logUniform(0.1, 700)
      let c = PoissonTailBound.count(ofMean: mean, logInverseFailure: l).value
      #expect(c > mean)
      let digits = 1e-9 + 4e-16 * (c + mean + c.squareRoot()) / l
      if abs(exponent(c, mean) / l - 1) > digits { Issue.record("E = \(mean), l = \(l): \(c)") }
    }
  }

  @Test("Exact Poisson tails never exceed the failure probability, and come near it")
  func coverage() {
    for l in [1.0, 3, 10, 30] {
      var nearest = 0.0
      for count in [0, 1, 2, 5, 20, 100] {
        let (lower, upper) = PoissonTailBound.mean(ofCount: Double(count), logInverseFailure: l)
        // Had the mean been larger than E_U, so few would have been counted with at most ε.
        let few = (0...count).reduce(0) { $0 + exp(logPoisson(upper.value, $1)) }
        #expect(few <= exp(-l))
        nearest = max(nearest, few / exp(-l))
        if lower.value > 0 {
          let many = (count...count + 400).reduce(0) { $0 + exp(logPoisson(lower.value, $1)) }
          #expect(many <= exp(-l))
          nearest = max(nearest, many / exp(-l))
        }
      }
      for mean in [1e-6, 0.3, 4, 50.0] {
        let c = PoissonTailBound.count(ofMean: mean, logInverseFailure: l).value
        let first = Int(c.rounded(.up))
        let many = (first...first + 400).reduce(0) { $0 + exp(logPoisson(mean, $1)) }
        #expect(many <= exp(-l))
      }
      #expect(nearest > 0.99)
    }
  }

  @Test("Enclosures contain the doubles, are certain at both ends, and narrow")
  func enclosures() {
    var random = SplitMix64(seed: 143)
    for _ in 0..<200 {
      let count = random.logUniform(1, 1e15).rounded()
      let l = random.uniform(1, 200)
      let double = PoissonTailBound.mean(ofCount: count, logInverseFailure: l)
      let interval = PoissonTailBound.mean(ofCount: Interval(count), logInverseFailure: Interval(l))
      let precise = PoissonTailBound.mean(ofCount: DoubleDouble(count), logInverseFailure: DoubleDouble(l))
      let most = PoissonTailBound.count(ofMean: Interval(count), logInverseFailure: Interval(l)).value
      let list: [(Double, Interval, Double)] = [
        (double.lower.value, interval.lower.value, precise.lower.value.approximation),
        (double.upper.value, interval.upper.value, precise.upper.value.approximation),
        (
          PoissonTailBound.count(ofMean: count, logInverseFailure: l).value, most,
          PoissonTailBound.count(ofMean: DoubleDouble(count), logInverseFailure: DoubleDouble(l)).value.approximation
        ),
      ]
      for (value, enclosure, referee) in list {
        #expect(enclosure.contains(referee) && enclosure.width <= 1e-11 * enclosure.upper)
        #expect(relativeDifference(value, referee) < 1e-12)
      }
    }
  }

  @Test("Wider for smaller failure probabilities; larger for larger counts")
  func monotone() {
    var random = SplitMix64(seed: 144)
    for _ in 0..<200 {
      let count = random.logUniform(0.1, 1e12)
      let l = random.uniform(1, 100)
      let base = PoissonTailBound.mean(ofCount: count, logInverseFailure: l)
      let strict = PoissonTailBound.mean(ofCount: count, logInverseFailure: l * 1.1)
      let more = PoissonTailBound.mean(ofCount: count * 1.1, logInverseFailure: l)
      #expect(strict.lower.value <= base.lower.value && strict.upper.value > base.upper.value)
      #expect(more.lower.value >= base.lower.value && more.upper.value > base.upper.value)
      let c = PoissonTailBound.count(ofMean: count, logInverseFailure: l).value
      #expect(PoissonTailBound.count(ofMean: count, logInverseFailure: l * 1.1).value > c)
      #expect(PoissonTailBound.count(ofMean: count * 1.1, logInverseFailure: l).value > c)
      // The count that hardly ever happens at E has E as its lower mean.
      let back = PoissonTailBound.mean(ofCount: c, logInverseFailure: l).lower.value
      #expect(relativeDifference(back, count) < 1e-9)
    }
  }
}
