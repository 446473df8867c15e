// SPDX-License-Identifier: GPL-3.0-or-later
import RealModule

extension Double: Scalar {
  /// The smaller of two numbers.
  @inlinable public static func minimum(_ a: Double, _ b: Double) -> Double { b < a ? b : a }
  /// The larger of two numbers.
  @inlinable public static func maximum(_ a: Double, _ b: Double) -> Double { a < b ? b : a }

  /// The larger of two numbers.
  @inlinable public static func hull(_ a: Double, _ b: Double) -> Double { maximum(a, b) }

  /// The value itself.
  @inlinable public var lowest: Double { self }
  /// The value itself.
  @inlinable public var highest: Double { self }
  /// The value itself.
  @inlinable public var approximation: Double { self }

  /// φ(u) = (1+u) ln(1+u) − u; see ``Scalar/relativeEntropyKernel(_:)``.
  ///
  /// Below |u| = 0.06 the direct form loses digits in proportion to 1/u, so the series
  /// Σ (−u)^k / (k (k−1)), k ≥ 2, takes over; its first neglected term is below 1e-18 relative.
  @inlinable public static func relativeEntropyKernel(_ u: Double) -> Double {
    if u > -0.003 && u < 0.003 {
      // Most calls end here, and 7 terms are enough: 0.003^7/36 is below 1e-19.
      var short = 1.0 / 56
      short = 1.0 / 42 - u * short
      short = 1.0 / 30 - u * short
      short = 1.0 / 20 - u * short
      short = 1.0 / 12 - u * short
      short = 1.0 / 6 - u * short
      short = 1.0 / 2 - u * short
      return u * u * short
    }
    if u > -0.06 && u < 0.06 {
      var sum = 1.0 / 182
      sum = 1.0 / 156 - u * sum
      sum = 1.0 / 132 - u * sum
      sum = 1.0 / 110 - u * sum
      sum = 1.0 / 90 - u * sum
      sum = 1.0 / 72 - u * sum
      sum = 1.0 / 56 - u * sum
      sum = 1.0 / 42 - u * sum
      sum = 1.0 / 30 - u * sum
      sum = 1.0 / 20 - u * sum
      sum = 1.0 / 12 - u * sum
      sum = 1.0 / 6 - u * sum
      sum = 1.0 / 2 - u * sum
      return u * u * sum
    }
    if u <= -1 { return 1 }
    return (1 + u) * Double.log(onePlus: u) - u
  }

  /// The approximation itself.
  @inlinable public static func root(
    near approximation: Double, in bracket: ClosedRange<Double>,
    increasing: (Double) -> Double, slope: (Double) -> Double
  ) -> Double { approximation }
}
