// SPDX-License-Identifier: GPL-3.0-or-later
import RealModule

extension DoubleDouble {
  /// ln 2 to 32 digits.
  static let naturalLogOfTwo = DoubleDouble(high: 0.6931471805599453, low: 2.3190468138462996e-17)

  /// exp(x) − 1 for |x| ≤ 0.4 by halving the argument and then the identity
  /// e^(2y) − 1 = E (E + 2) with E = e^y − 1, which keeps relative accuracy at small x.
  static func expMinusOneNearZero(_ x: DoubleDouble) -> DoubleDouble {
    let halvings = 6
    let y = x * DoubleDouble(1.0 / 64)
    // |y| ≤ 0.00625: 14 terms leave 0.00625^14/14! ~ 1e-42.
    var sum = DoubleDouble(1)
    for k in stride(from: 14, through: 2, by: -1) {
      sum = DoubleDouble(1) + y * sum / DoubleDouble(Double(k))
    }
    var result = y * sum
    for _ in 0..<halvings { result = result * (result + DoubleDouble(2)) }
    return result
  }

  /// exp(x) − 1.
  public static func expMinusOne(_ x: DoubleDouble) -> DoubleDouble {
    abs(x.high) <= 0.4 ? expMinusOneNearZero(x) : exp(x) - DoubleDouble(1)
  }

  /// The exponential function.
  public static func exp(_ x: DoubleDouble) -> DoubleDouble {
    guard x.high > -745, x.high < 709 else { return DoubleDouble(Double.exp(x.high)) }
    let multiple = (x.high / 0.6931471805599453).rounded()
    let rest = x - DoubleDouble(multiple) * naturalLogOfTwo
    let mantissa = DoubleDouble(1) + expMinusOneNearZero(rest)
    // Two steps, so that a result near the smallest normal number is scaled without an early underflow.
    let half = (multiple / 2).rounded(.down)
    let first = Double(sign: .plus, exponent: Int(half), significand: 1)
    let second = Double(sign: .plus, exponent: Int(multiple - half), significand: 1)
    return DoubleDouble(high: mantissa.high * first * second, low: mantissa.low * first * second)
  }

  /// The natural logarithm: two Newton steps y + (x e^−y − 1) from the double logarithm.
  public static func log(_ x: DoubleDouble) -> DoubleDouble {
    guard x.high > 0, x.high.isFinite else { return DoubleDouble(Double.log(x.high)) }
    // Near 1 the logarithm is small: ln(1 + (x − 1)) keeps its digits, and x − 1 is exact.
    if abs(x.high - 1) < 0.25 { return log(onePlus: x - DoubleDouble(1)) }
    // Splitting off the power of two keeps e^−y away from overflow.
    let power = x.high.exponent
    let scale = Double(sign: .plus, exponent: -(power / 2), significand: 1)
    let rest = Double(sign: .plus, exponent: -(power - power / 2), significand: 1)
    let m = DoubleDouble(high: x.high * scale * rest, low: x.low * scale * rest)
    var y = DoubleDouble(Double.log(m.high))
    for _ in 0..<2 { y = y + (m * exp(-y) - DoubleDouble(1)) }
    return y + DoubleDouble(Double(power)) * naturalLogOfTwo
  }

  /// ln(1 + x): two Newton steps on e^y − 1 = x.
  public static func log(onePlus x: DoubleDouble) -> DoubleDouble {
    guard abs(x.high) < 0.3 else { return log(DoubleDouble(1) + x) }
    var y = DoubleDouble(Double.log(onePlus: x.high))
    for _ in 0..<2 {
      let e = expMinusOneNearZero(y)
      y = y - (e - x) / (e + DoubleDouble(1))
    }
    return y
  }

  /// φ(u) = (1+u) ln(1+u) − u; see ``Scalar/relativeEntropyKernel(_:)``.
  public static func relativeEntropyKernel(_ u: DoubleDouble) -> DoubleDouble {
    if u.high <= -1 { return DoubleDouble(1) }
    guard abs(u.high) < 0.06 else { return (DoubleDouble(1) + u) * log(onePlus: u) - u }
    // Σ (−u)^k/(k(k−1)): 0.06^25 is below 2⁻¹⁰⁴.
    var sum = DoubleDouble(0)
    for k in stride(from: 27, through: 2, by: -1) {
      sum = DoubleDouble(1) / DoubleDouble(Double(k * (k - 1))) - u * sum
    }
    return u * u * sum
  }

  /// The root refined by Newton's method from its double approximation.
  public static func root(
    near approximation: Double, in bracket: ClosedRange<Double>,
    increasing: (DoubleDouble) -> DoubleDouble, slope: (DoubleDouble) -> DoubleDouble
  ) -> DoubleDouble {
    var x = DoubleDouble(approximation)
    for _ in 0..<3 {
      let s = slope(x)
      guard s.high != 0, s.high.isFinite else { return x }
      let next = x - increasing(x) / s
      guard next.high.isFinite, bracket.contains(next.high) else { return x }
      x = next
    }
    return x
  }
}
