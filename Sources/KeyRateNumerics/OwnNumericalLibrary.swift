// SPDX-License-Identifier: GPL-3.0-or-later
import RealModule

/// The functions of ``NumericalLibrary`` in Swift alone, for a machine without the C library: a browser.
///
/// Compiled everywhere, so that the tests can hold the two against each other and against 32-digit values. A result
/// is within 3e-15 of the true value, relative, where that is a normal number; the quantile is well within the 1e-13
/// that a confidence region allows for.
package enum OwnNumericalLibrary {
  /// Where other libraries have a version.
  package static var version: String { "own" }

  private static let rootOfTwoPi = 2.5066282746310002

  /// Γ*(x) = Γ(x) / (√(2π) x^(x−1/2) e^−x) for x > 0.
  ///
  /// Stirling's series from x = 10 upwards (DLMF 5.11.1), after steps ln Γ*(x) = ln Γ*(x+1) + (x+½) ln(1+1/x) − 1.
  package static func gammaStar(_ x: Double) throws(SpecialFunctionError) -> Double {
    guard x > 0 else { throw SpecialFunctionError(function: "gammastar(\(x))", status: "x must be positive") }
    if x < 0.5 {
      // One step with the powers of x outside the exponential, whose argument would be as large as |ln x|.
      let step = Double.exp((x + 0.5) * Double.log(onePlus: x) - x * Double.log(x) - 1)
      return Double.exp(logGammaStar(x + 1)) * step / x.squareRoot()
    }
    return Double.exp(logGammaStar(x))
  }

  private static func logGammaStar(_ x: Double) -> Double {
    var argument = x
    var sum = CompensatedSum()
    while argument < 10 {
      sum.add(stirlingStep(argument))
      argument += 1
    }
    let t = 1 / argument
    let square = t * t
    // B_2k / (2k (2k−1)); the first term left out is below 2e-16 of the sum at 10.
    var series = -3617.0 / 122_400
    series = 1.0 / 156 + square * series
    series = -691.0 / 360_360 + square * series
    series = 1.0 / 1188 + square * series
    series = -1.0 / 1680 + square * series
    series = 1.0 / 1260 + square * series
    series = -1.0 / 360 + square * series
    series = 1.0 / 12 + square * series
    sum.add(t * series)
    return sum.value
  }

  /// (x+½) ln(1+1/x) − 1 = Σ s^2k / (2k+1), k ≥ 1, with s = 1/(2x+1): nothing cancels.
  private static func stirlingStep(_ x: Double) -> Double {
    guard x >= 1 else { return (x + 0.5) * Double.log(onePlus: 1 / x) - 1 }
    let s = 1 / (2 * x + 1)
    let square = s * s
    // s ≤ 1/3: what follows k = 17 is below 1e-17 of the first term.
    var sum = 1.0 / 35
    for k in stride(from: 16, through: 1, by: -1) { sum = 1 / Double(2 * k + 1) + square * sum }
    return square * sum
  }

  /// e^−|w| I0(w) for finite w: the power series up to 25, beyond it the asymptotic one (DLMF 10.25.2, 10.40.1).
  package static func scaledBesselI0(_ w: Double) throws(SpecialFunctionError) -> Double {
    guard w.isFinite else {
      throw SpecialFunctionError(function: "bessel_I0_scaled(\(w))", status: "argument is not a finite number")
    }
    let x = abs(w)
    var sum = CompensatedSum()
    var term = 1.0
    sum.add(term)
    if x <= 25 {
      let quarter = x * x / 4
      var k = 1.0
      while term > 1e-18 * sum.value {
        term *= quarter / (k * k)
        sum.add(term)
        k += 1
      }
      return Double.exp(-x) * sum.value
    }
    // All terms are positive; the smallest is below e^−50.
    var k = 1.0
    while term > 1e-18 {
      let odd = 2 * k - 1
      term *= odd / x * odd / (8 * k)
      sum.add(term)
      k += 1
    }
    return sum.value / (rootOfTwoPi * x.squareRoot())
  }

  /// Q(z) = ½ erfc(z/√2) for finite z, with the rounding of the argument put right.
  package static func normalUpperTail(_ z: Double) throws(SpecialFunctionError) -> Double {
    guard !z.isNaN else { throw SpecialFunctionError(function: "erf_Q(nan)", status: "argument is not a number") }
    // 1/√2 in two parts; the product with the first is made exact.
    let high = 0.7071067811865476
    let low = -4.833646656726457e-17
    let u = z * high
    let rest = (-u).addingProduct(z, high) + z * low
    // erfc(u + δ) = erfc(u) − (2/√π) e^(−u²) δ.
    return 0.5 * Double.erfc(u) - 0.5641895835477563 * Double.exp(-u * u) * rest
  }

  /// Q⁻¹(p) for 0 < p < 1: Newton's method on ln Q, which is concave, from √(−2 ln 2p) above the root.
  package static func normalUpperTailQuantile(_ p: Double) -> Double {
    if p > 0.5 { return -normalUpperTailQuantile(1 - p) }
    let target = Double.log(p)
    var z = (2 * Swift.max(0, -0.6931471805599453 - target)).squareRoot()
    for _ in 0..<100 {
      let (value, slope) = logUpperTail(z)
      let step = (target - value) / slope
      guard step > 1e-16 * z else { break }
      z -= step
    }
    return Swift.max(0, z)
  }

  /// ln Q(z) and −d ln Q/dz for z ≥ 0.
  private static func logUpperTail(_ z: Double) -> (value: Double, slope: Double) {
    if z <= 30 {
      let tail = 0.5 * Double.erfc(z * 0.7071067811865476)
      return (Double.log(tail), Double.exp(-z * z / 2) / (rootOfTwoPi * tail))
    }
    // 1 − 1/z² + 3/z⁴ − …; seven terms leave 1e-16 at 30 (DLMF 7.12.1).
    let square = 1 / (z * z)
    var series = 1.0
    for odd in stride(from: 13.0, through: 1, by: -2) { series = 1 - odd * square * series }
    return (-z * z / 2 - Double.log(rootOfTwoPi * z) + Double.log(series), z / series)
  }
}
