// SPDX-License-Identifier: GPL-3.0-or-later
/// The number types in which the dual simplex method runs, with the tolerances that suit them.
///
/// Tolerances are in scaled units, where the largest numbers of a program are near one.
protocol SimplexNumber: Scalar {
  /// Whether the type has more digits than a double.
  static var isExtended: Bool { get }
  /// The violation of a side or a box below which it counts as satisfied.
  static var feasibilityTolerance: Double { get }
  /// The reduced cost, relative to the largest multiplier, below which it counts as zero.
  static var optimalityTolerance: Double { get }
  /// The size of a pivot, relative to the largest candidate, below which it is not used.
  static var pivotTolerance: Double { get }
  /// The entry of a tableau row, relative to its multipliers, below which it is rounding noise.
  static var noise: Double { get }
  /// The pivot below which a kernel counts as singular.
  static var singularity: Double { get }

  /// a − b·c for an exact c.
  static func subtract(_ a: Self, _ b: Self, times c: Double) -> Self
  /// a − b·c.
  static func subtract(_ a: Self, _ b: Self, times c: Self) -> Self
}

extension Double: SimplexNumber {
  static var isExtended: Bool { false }
  static var feasibilityTolerance: Double { 1e-14 }
  static var optimalityTolerance: Double { 1e-13 }
  static var pivotTolerance: Double { 1e-9 }
  static var noise: Double { 1e-14 }
  static var singularity: Double { 1e-15 }

  @inline(__always) static func subtract(_ a: Double, _ b: Double, times c: Double) -> Double { a - b * c }
}

extension DoubleDouble: SimplexNumber {
  static var isExtended: Bool { true }
  static var feasibilityTolerance: Double { 1e-24 }
  static var optimalityTolerance: Double { 1e-27 }
  static var pivotTolerance: Double { 1e-15 }
  static var noise: Double { 1e-28 }
  static var singularity: Double { 1e-28 }

  @inline(__always) static func subtract(_ a: DoubleDouble, _ b: DoubleDouble, times c: Double) -> DoubleDouble {
    let p = b.high * c
    let rest = (-p).addingProduct(b.high, c) + b.low * c
    let s = a.high - p
    let v = s - a.high
    let error = (a.high - (s - v)) - (p + v)
    return quickSum(s, error + (a.low - rest))
  }

  @inline(__always) static func subtract(_ a: DoubleDouble, _ b: DoubleDouble, times c: DoubleDouble) -> DoubleDouble {
    let p = b.high * c.high
    let rest = (-p).addingProduct(b.high, c.high) + (b.high * c.low + b.low * c.high)
    let s = a.high - p
    let v = s - a.high
    let error = (a.high - (s - v)) - (p + v)
    return quickSum(s, error + (a.low - rest))
  }
}
