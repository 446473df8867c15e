// SPDX-License-Identifier: GPL-3.0-or-later
/// The number types in which a security analysis can be evaluated.
///
/// An analysis is written once, generic over `Scalar`, and evaluated with `Double` for speed,
/// with `DoubleDouble` as a referee for rounding, and with `Interval` when the digits
/// themselves have to be certified. The protocol holds what the formula sheets need and no more.
///
/// Comparisons that steer the flow of an analysis (which case, which clamp) are spelled out by
/// name, because for an interval "is it positive?" has three answers: `isCertainlyPositive`
/// is true only if every number in the enclosure is.
@usableFromInline package protocol Scalar: Sendable {
  /// Takes over a `Double` exactly.
  init(_ value: Double)

  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
  static prefix func - (a: Self) -> Self

  /// The exponential function.
  static func exp(_ x: Self) -> Self
  /// exp(x) − 1 without cancellation at small x.
  static func expMinusOne(_ x: Self) -> Self
  /// The natural logarithm.
  static func log(_ x: Self) -> Self
  /// ln(1 + x) without cancellation at small x.
  static func log(onePlus x: Self) -> Self
  /// The base-2 logarithm.
  static func log2(_ x: Self) -> Self
  /// The square root.
  static func sqrt(_ x: Self) -> Self
  /// The smaller of two numbers; for intervals end by end.
  static func minimum(_ a: Self, _ b: Self) -> Self
  /// The larger of two numbers; for intervals end by end.
  static func maximum(_ a: Self, _ b: Self) -> Self

  /// A number that stands for everything between two others: their hull for intervals, the
  /// larger of the two otherwise.
  static func hull(_ a: Self, _ b: Self) -> Self

  /// φ(u) = (1+u) ln(1+u) − u for u ≥ −1, without cancellation at small u (bb84 sheet, BB-22).
  ///
  /// D(a‖p) = p φ((a−p)/p) + (1−p) φ((p−a)/(1−p)), which is how relative entropies are
  /// computed throughout.
  static func relativeEntropyKernel(_ u: Self) -> Self

  /// A number that is certainly not above the value.
  var lowest: Double { get }
  /// A number that is certainly not below the value.
  var highest: Double { get }
  /// The best `Double` for the value.
  var approximation: Double { get }

  /// The root of an increasing function, given a close approximation of it.
  ///
  /// - Parameters:
  ///   - approximation: the root to `Double` accuracy.
  ///   - bracket: an interval that contains the root whatever the rounding.
  ///   - increasing: the function; it must be increasing over the bracket.
  ///   - slope: its derivative.
  /// - Returns: For `Double` the approximation itself; for `DoubleDouble` the refined root; for
  ///   `Interval` an enclosure whose ends have certainly different signs.
  static func root(
    near approximation: Double, in bracket: ClosedRange<Double>,
    increasing: (Self) -> Self, slope: (Self) -> Self
  ) -> Self
}

extension Scalar {
  /// Zero.
  @inlinable package static var zero: Self { Self(0) }
  /// One.
  @inlinable package static var one: Self { Self(1) }
  /// The base-2 logarithm.
  @inlinable package static func log2(_ x: Self) -> Self { log(x) / log(Self(2)) }
  /// log2(1 + x) without cancellation at small x.
  @inlinable package static func log2(onePlus x: Self) -> Self { log(onePlus: x) / log(Self(2)) }
  /// The square.
  @inlinable package static func square(_ x: Self) -> Self { x * x }

  /// Whether the value is positive beyond doubt.
  @inlinable package var isCertainlyPositive: Bool { lowest > 0 }
  /// Whether the value is certainly smaller than another.
  @inlinable package func isCertainlyLess(than other: Self) -> Bool { highest < other.lowest }
  /// Whether it is open which of two numbers is the larger: never for plain numbers.
  @inlinable package func straddles(_ other: Self) -> Bool { lowest < other.highest && highest > other.lowest }
}
