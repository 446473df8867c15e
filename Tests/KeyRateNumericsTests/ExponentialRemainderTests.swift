// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateTestSupport
import Testing

/// Σ_{k ≥ 2} u^k/k!, with twice the digits: terms of either sign, but none larger than the sum for |u| ≤ 1.
private func series(_ u: Double) -> DoubleDouble {
  var term = DoubleDouble(u)
  var sum = DoubleDouble(0)
  for k in 2...60 {
    term = term * DoubleDouble(u) / DoubleDouble(Double(k))
    sum = sum + term
  }
  return sum
}

@Suite("e^u − 1 − u without cancellation")
struct ExponentialRemainderTests {
  private let arguments: [Double] = {
    var random = SplitMix64(seed: 131)
    // Both forms, their seam at 1e-3, and numbers whose square is next to nothing.
    var list = [1e-3, 1e-3.nextDown, 1e-3.nextUp, 1e-150, 1e-8, 0.5, 1]
    for _ in 0..<200 { list.append(random.logUniform(1e-12, 1)) }
    return list + list.map { -$0 }
  }()

  @Test("Doubles and double doubles agree with the series")
  func value() {
    for u in arguments {
      let exact = series(u)
      let double = ExponentialRemainder.value(u)
      // Above the seam the difference has lost three digits.
      let digits = abs(u) < 1e-3 ? 1e-15 : 1e-12
      if relativeDifference(double, exact.approximation) > digits { Issue.record("\(u): \(double), \(exact)") }
      let precise = ExponentialRemainder.value(DoubleDouble(u))
      let error = ((precise - exact) / exact).approximation
      if abs(error) > 1e-27 { Issue.record("\(u): off by \(error)") }
    }
    #expect(ExponentialRemainder.value(0.0) == 0)
    // e − 2 and 1/e.
    #expect(abs(ExponentialRemainder.value(1.0) - 0.718281828459045) < 1e-15)
    #expect(abs(ExponentialRemainder.value(-1.0) - 0.367879441171442) < 1e-15)
    #expect(abs(ExponentialRemainder.value(-800.0) - 799) < 1e-12)
    #expect(ExponentialRemainder.value(800.0) == .infinity)
  }

  @Test("Intervals contain the value and are narrow, across the seam too")
  func intervals() {
    for u in arguments {
      let interval = ExponentialRemainder.value(Interval(u))
      let exact = series(u)
      let inside =
        (exact - DoubleDouble(interval.lower)).approximation >= 0
        && (DoubleDouble(interval.upper) - exact).approximation >= 0
      if !inside || interval.width > 2e-12 * interval.upper + 1e-300 { Issue.record("\(u): \(interval), \(exact)") }
    }
    for (lower, upper) in [(0.9e-3, 1.1e-3), (-1.1e-3, -0.9e-3), (-1e-4, 1e-4), (-0.9e-3, 1.5e-3), (-3.0, 2)] {
      let interval = ExponentialRemainder.value(Interval(lower: lower, upper: upper))
      for k in 0...20 {
        let u = lower + (upper - lower) * Double(k) / 20
        #expect(interval.contains(series(u).approximation) || abs(u) > 1)
      }
    }
  }

  @Test("The Poisson rate function 1 + (v − 1) e^v")
  func poissonRate() {
    for v in arguments where v > 0 {
      // Σ_{k ≥ 2} v^k (k − 1)/k!, all terms positive.
      var power = DoubleDouble(v)
      var exact = DoubleDouble(0)
      for k in 2...60 {
        power = power * DoubleDouble(v) / DoubleDouble(Double(k))
        exact = exact + power * DoubleDouble(Double(k - 1))
      }
      #expect(relativeDifference(ExponentialRemainder.poissonRate(v), exact.approximation) < 1e-11)
      let interval = ExponentialRemainder.poissonRate(Interval(v))
      #expect(interval.contains(exact.approximation) && interval.width < 1e-11 * interval.upper + 1e-300)
    }
    #expect(ExponentialRemainder.poissonRate(1.0) == 1)
    #expect(relativeDifference(ExponentialRemainder.poissonRate(3.0), 41.171073846375337) < 1e-14)
  }
}

@Suite("Scaled Bessel function I0")
struct ScaledBesselTests {
  @Test("Agrees with its series and its asymptotic form")
  func values() throws {
    for w in [0, 1e-8, 0.1, 0.5, 1, 2, 5.0, 10, 20, 30] {
      // e^−w Σ (w²/4)^k/k!².
      var term = DoubleDouble(1)
      var sum = DoubleDouble(1)
      for k in 1...120 {
        term = term * DoubleDouble(w * w) / DoubleDouble(4 * Double(k * k))
        sum = sum + term
      }
      let expected = (DoubleDouble.exp(DoubleDouble(-w)) * sum).approximation
      #expect(relativeDifference(try SpecialFunctions.scaledBesselI0(w), expected) < 1e-14)
      #expect(try SpecialFunctions.scaledBesselI0(-w) == SpecialFunctions.scaledBesselI0(w))
    }
    // 1/√(2π w) (1 + 1/(8w) + 9/(128w²) + …).
    for w in [1e4, 1e8, 1e300] {
      let expected = (1 + 1 / (8 * w) + 9 / (128 * w * w)) / (2 * Double.pi * w).squareRoot()
      #expect(relativeDifference(try SpecialFunctions.scaledBesselI0(w), expected) < 1e-12)
    }
    #expect(try SpecialFunctions.scaledBesselI0(0) == 1)
  }

  @Test("What is no number is refused")
  func refused() {
    for w in [Double.nan, .infinity, -.infinity] {
      #expect(throws: SpecialFunctionError.self) { try SpecialFunctions.scaledBesselI0(w) }
    }
  }
}
