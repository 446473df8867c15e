// SPDX-License-Identifier: GPL-3.0-or-later
/// An unevaluated sum of two doubles: about 31 significant digits.
///
/// Used where a difference of nearly equal terms must keep its digits and as the referee
/// against which the `Double` evaluation of an analysis is tested. The error-free
/// transformations are those of Dekker (1971) and Knuth (1969); results are accurate to a few
/// units of 2⁻¹⁰⁴, but directed rounding is not attempted: for certified ends use `Interval`.
@frozen
public struct DoubleDouble: Sendable, Equatable {
  /// The value rounded to a double.
  public let high: Double
  /// What the rounding left over.
  public let low: Double

  @inlinable init(high: Double, low: Double) {
    self.high = high
    self.low = low
  }

  /// The exact sum of two doubles.
  @inlinable public static func sum(_ a: Double, _ b: Double) -> DoubleDouble {
    let s = a + b
    let v = s - a
    return DoubleDouble(high: s, low: (a - (s - v)) + (b - v))
  }

  /// The exact sum where |a| ≥ |b|.
  @inlinable static func quickSum(_ a: Double, _ b: Double) -> DoubleDouble {
    let s = a + b
    // Without this, inf − inf would turn an overflow into a NaN.
    return s.isFinite ? DoubleDouble(high: s, low: b - (s - a)) : DoubleDouble(high: s, low: 0)
  }

  /// The exact product of two doubles.
  @inlinable public static func product(_ a: Double, _ b: Double) -> DoubleDouble {
    let p = a * b
    return p.isFinite ? DoubleDouble(high: p, low: (-p).addingProduct(a, b)) : DoubleDouble(high: p, low: 0)
  }
}

extension DoubleDouble: Scalar {
  /// Takes over a `Double` exactly.
  @inlinable public init(_ value: Double) { self.init(high: value, low: 0) }

  /// The sum, to double-double accuracy.
  @inlinable public static func + (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let s = sum(a.high, b.high)
    guard s.high.isFinite else { return DoubleDouble(s.high) }
    let t = sum(a.low, b.low)
    let u = quickSum(s.high, s.low + t.high)
    return quickSum(u.high, u.low + t.low)
  }

  /// The negative; exact.
  @inlinable public static prefix func - (a: DoubleDouble) -> DoubleDouble {
    DoubleDouble(high: -a.high, low: -a.low)
  }

  /// The difference, to double-double accuracy.
  @inlinable public static func - (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble { a + (-b) }

  /// The product, to double-double accuracy.
  @inlinable public static func * (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let p = product(a.high, b.high)
    return quickSum(p.high, p.low + (a.high * b.low + a.low * b.high))
  }

  /// The quotient, to double-double accuracy.
  @inlinable public static func / (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let first = a.high / b.high
    guard first.isFinite, b.high.isFinite else { return DoubleDouble(first) }
    let rest = a - b * DoubleDouble(first)
    let second = rest.high / b.high
    let rest2 = rest - b * DoubleDouble(second)
    return quickSum(first, second) + DoubleDouble(rest2.high / b.high)
  }

  /// The value rounded to a double.
  @inlinable public var approximation: Double { high }
  /// The value rounded to a double.
  @inlinable public var lowest: Double { high + low }
  /// The value rounded to a double.
  @inlinable public var highest: Double { high + low }

  @inlinable static func isLess(_ a: DoubleDouble, _ b: DoubleDouble) -> Bool {
    a.high < b.high || (a.high == b.high && a.low < b.low)
  }

  /// The smaller of two numbers.
  @inlinable public static func minimum(_ a: DoubleDouble, _ b: DoubleDouble) -> DoubleDouble { isLess(b, a) ? b : a }
  /// The larger of two numbers.
  @inlinable public static func maximum(_ a: DoubleDouble, _ b: DoubleDouble) -> DoubleDouble { isLess(a, b) ? b : a }

  /// The larger of two numbers.
  @inlinable public static func hull(_ a: DoubleDouble, _ b: DoubleDouble) -> DoubleDouble { maximum(a, b) }

  /// The square root by one Newton step from the double root.
  @inlinable public static func sqrt(_ x: DoubleDouble) -> DoubleDouble {
    guard x.high > 0, x.high.isFinite else { return DoubleDouble(x.high.squareRoot()) }
    let r = x.high.squareRoot()
    let rest = x - product(r, r)
    return quickSum(r, rest.high / (2 * r))
  }
}
