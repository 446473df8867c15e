// SPDX-License-Identifier: GPL-3.0-or-later
/// A closed interval that encloses a real number: every operation rounds its ends outward.
///
/// Sums are widened unless they are exact; products, quotients, square roots, `exp` and `log` by
/// one double outward, `log1p` and `expm1` by two.
///
/// **The assumption about the C library.** Products, quotients and roots are rounded to nearest by the processor
/// (IEEE 754). Of `exp` and `log` it is assumed that the true value lies no further than the next double on either
/// side of the computed one, of `log1p` and `expm1` no further than the second next. This, and nothing else about
/// the platform, is what certified ends rest on. A test holds it against a table of values to 40 digits made with
/// another library (4500 arguments: extremes, and the hardest of 60000 for each function); glibc 2.36 is off by at
/// most 0.503 (exp), 0.510 (log), 0.756 (expm1) and 0.772 ulp (log1p) there.
///
/// Comparisons are never made on an `Interval` directly: use `isCertainlyPositive` and
/// `isCertainlyLess(than:)`.
@frozen
public struct Interval: Sendable, Equatable {
  /// The lower end.
  public let lower: Double
  /// The upper end; never below `lower`.
  public let upper: Double

  /// Makes an interval from ends already rounded outward; NaN or crossed ends give the whole line.
  @inlinable public init(lower: Double, upper: Double) {
    if lower <= upper {
      self.lower = lower
      self.upper = upper
    } else {
      self.lower = -.infinity
      self.upper = .infinity
    }
  }

  /// The interval widened by some units in the last place at both ends.
  @inlinable static func widened(_ lower: Double, _ upper: Double, ulps: Int = 1) -> Interval {
    var a = lower
    var b = upper
    for _ in 0..<ulps {
      a = a.nextDown
      b = b.nextUp
    }
    return Interval(lower: a, upper: b)
  }

  /// Whether a number lies in the interval.
  @inlinable public func contains(_ x: Double) -> Bool { lower <= x && x <= upper }

  /// The distance between the ends.
  @inlinable public var width: Double { upper - lower }
}

extension Interval: Scalar {
  /// Takes over a `Double` exactly.
  @inlinable public init(_ value: Double) { self.init(lower: value, upper: value) }

  /// The sum of two ends, rounded down; exact sums (whole counts) stay exact.
  @inlinable static func sumDown(_ a: Double, _ b: Double) -> Double {
    let s = DoubleDouble.sum(a, b)
    return s.low == 0 ? s.high : s.high.nextDown
  }

  /// The sum of two ends, rounded up; exact sums stay exact.
  @inlinable static func sumUp(_ a: Double, _ b: Double) -> Double {
    let s = DoubleDouble.sum(a, b)
    return s.low == 0 ? s.high : s.high.nextUp
  }

  /// The sum, ends rounded outward.
  @inlinable public static func + (a: Interval, b: Interval) -> Interval {
    Interval(lower: sumDown(a.lower, b.lower), upper: sumUp(a.upper, b.upper))
  }
  /// The difference, ends rounded outward.
  @inlinable public static func - (a: Interval, b: Interval) -> Interval {
    Interval(lower: sumDown(a.lower, -b.upper), upper: sumUp(a.upper, -b.lower))
  }
  /// The negative; exact.
  @inlinable public static prefix func - (a: Interval) -> Interval { Interval(lower: -a.upper, upper: -a.lower) }

  /// The product, ends rounded outward.
  @inlinable public static func * (a: Interval, b: Interval) -> Interval {
    // An exact zero stays exact, also against an infinite end.
    if (a.lower == 0 && a.upper == 0) || (b.lower == 0 && b.upper == 0) { return Interval(0) }
    let p = a.lower * b.lower
    let q = a.lower * b.upper
    let r = a.upper * b.lower
    let s = a.upper * b.upper
    guard !(p.isNaN || q.isNaN || r.isNaN || s.isNaN) else {
      return Interval(lower: -.infinity, upper: .infinity)
    }
    return widened(Swift.min(Swift.min(p, q), Swift.min(r, s)), Swift.max(Swift.max(p, q), Swift.max(r, s)))
  }

  /// The quotient, ends rounded outward; the whole line if the divisor may be zero.
  @inlinable public static func / (a: Interval, b: Interval) -> Interval {
    if b.lower <= 0 && b.upper >= 0 { return Interval(lower: -.infinity, upper: .infinity) }
    if a.lower == 0 && a.upper == 0 { return Interval(0) }
    let p = a.lower / b.lower
    let q = a.lower / b.upper
    let r = a.upper / b.lower
    let s = a.upper / b.upper
    guard !(p.isNaN || q.isNaN || r.isNaN || s.isNaN) else {
      return Interval(lower: -.infinity, upper: .infinity)
    }
    return widened(Swift.min(Swift.min(p, q), Swift.min(r, s)), Swift.max(Swift.max(p, q), Swift.max(r, s)))
  }

  /// The lower end.
  @inlinable public var lowest: Double { lower }
  /// The upper end.
  @inlinable public var highest: Double { upper }
  /// The middle, or a finite end if there is one.
  @inlinable public var approximation: Double {
    if lower == upper { return lower }
    let middle = lower + (upper - lower) / 2
    return middle.isFinite ? middle : (lower.isFinite ? lower : (upper.isFinite ? upper : 0))
  }

  /// The smaller of two numbers, end by end.
  @inlinable public static func minimum(_ a: Interval, _ b: Interval) -> Interval {
    Interval(lower: Swift.min(a.lower, b.lower), upper: Swift.min(a.upper, b.upper))
  }
  /// The larger of two numbers, end by end.
  @inlinable public static func maximum(_ a: Interval, _ b: Interval) -> Interval {
    Interval(lower: Swift.max(a.lower, b.lower), upper: Swift.max(a.upper, b.upper))
  }
  /// The smallest interval that contains both.
  @inlinable public static func hull(_ a: Interval, _ b: Interval) -> Interval {
    Interval(lower: Swift.min(a.lower, b.lower), upper: Swift.max(a.upper, b.upper))
  }
}
