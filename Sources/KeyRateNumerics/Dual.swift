// SPDX-License-Identifier: GPL-3.0-or-later
import RealModule

/// A number with its derivative along one variable: arithmetic that differentiates as it evaluates.
///
/// With `Interval` underneath both parts are enclosures over a whole range of the variable, which is what a certified
/// maximum of a function needs (mean value theorem; Moore 1966).
///
/// Analyses choose between equal forms of a number by its size; that is sound here, because any form has the same
/// derivative. A number made from the ends of another (`hull`) has lost its dependence on the variable: its derivative
/// is the whole line. Where the larger of two numbers is open, the derivative is the hull of both (Clarke 1983).
@frozen
public struct Dual<S: Scalar>: Sendable {
  /// The value.
  public let value: S
  /// Its derivative.
  public let slope: S

  /// A number with a derivative.
  @inlinable public init(value: S, slope: S) {
    self.value = value
    self.slope = slope
  }

  /// The variable itself.
  @inlinable public static func variable(_ x: S) -> Dual { Dual(value: x, slope: S.one) }

  /// A derivative of which nothing is known.
  @inlinable static var unknown: S { S.hull(S(-Double.infinity), S(Double.infinity)) }
}

extension Dual: Scalar {
  /// A constant.
  @inlinable public init(_ value: Double) { self.init(value: S(value), slope: S.zero) }

  /// The sum.
  @inlinable public static func + (a: Dual, b: Dual) -> Dual {
    Dual(value: a.value + b.value, slope: a.slope + b.slope)
  }
  /// The difference.
  @inlinable public static func - (a: Dual, b: Dual) -> Dual {
    Dual(value: a.value - b.value, slope: a.slope - b.slope)
  }
  /// The negative.
  @inlinable public static prefix func - (a: Dual) -> Dual { Dual(value: -a.value, slope: -a.slope) }
  /// The product.
  @inlinable public static func * (a: Dual, b: Dual) -> Dual {
    Dual(value: a.value * b.value, slope: a.slope * b.value + a.value * b.slope)
  }
  /// The quotient.
  @inlinable public static func / (a: Dual, b: Dual) -> Dual {
    let q = a.value / b.value
    return Dual(value: q, slope: (a.slope - q * b.slope) / b.value)
  }

  /// The exponential function.
  @inlinable public static func exp(_ x: Dual) -> Dual {
    let e = S.exp(x.value)
    return Dual(value: e, slope: e * x.slope)
  }
  /// exp(x) − 1.
  @inlinable public static func expMinusOne(_ x: Dual) -> Dual {
    Dual(value: S.expMinusOne(x.value), slope: S.exp(x.value) * x.slope)
  }
  /// The natural logarithm.
  @inlinable public static func log(_ x: Dual) -> Dual { Dual(value: S.log(x.value), slope: x.slope / x.value) }
  /// ln(1 + x).
  @inlinable public static func log(onePlus x: Dual) -> Dual {
    Dual(value: S.log(onePlus: x.value), slope: x.slope / (S.one + x.value))
  }
  /// The square root.
  @inlinable public static func sqrt(_ x: Dual) -> Dual {
    let r = S.sqrt(x.value)
    return Dual(value: r, slope: x.slope / (S(2) * r))
  }
  /// φ(u), whose derivative is ln(1 + u).
  @inlinable public static func relativeEntropyKernel(_ u: Dual) -> Dual {
    Dual(value: S.relativeEntropyKernel(u.value), slope: S.log(onePlus: u.value) * u.slope)
  }

  /// The smaller of two numbers.
  @inlinable public static func minimum(_ a: Dual, _ b: Dual) -> Dual {
    if a.value.isCertainlyLess(than: b.value) { return a }
    if b.value.isCertainlyLess(than: a.value) { return b }
    return Dual(value: S.minimum(a.value, b.value), slope: between(a.slope, b.slope))
  }
  /// The larger of two numbers.
  @inlinable public static func maximum(_ a: Dual, _ b: Dual) -> Dual {
    if a.value.isCertainlyLess(than: b.value) { return b }
    if b.value.isCertainlyLess(than: a.value) { return a }
    return Dual(value: S.maximum(a.value, b.value), slope: between(a.slope, b.slope))
  }

  @inlinable static func between(_ a: S, _ b: S) -> S { S.hull(a, b) }

  /// A number between two others; nothing is known of its derivative.
  @inlinable public static func hull(_ a: Dual, _ b: Dual) -> Dual {
    Dual(value: S.hull(a.value, b.value), slope: unknown)
  }

  /// The lower end of the value.
  @inlinable public var lowest: Double { value.lowest }
  /// The upper end of the value.
  @inlinable public var highest: Double { value.highest }
  /// The best double for the value.
  @inlinable public var approximation: Double { value.approximation }

  /// The root of an increasing function; nothing is known of its derivative.
  @inlinable public static func root(
    near approximation: Double, in bracket: ClosedRange<Double>,
    increasing: (Dual) -> Dual, slope: (Dual) -> Dual
  ) -> Dual {
    Dual(
      value: S.root(
        near: approximation, in: bracket, increasing: { increasing(Dual(value: $0, slope: S.zero)).value },
        slope: { slope(Dual(value: $0, slope: S.zero)).value }), slope: unknown)
  }
}
