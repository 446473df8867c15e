// SPDX-License-Identifier: GPL-3.0-or-later
/// A bracket of a root: the function has one sign at the lower end and the other at the upper.
public struct RootBracket: Sendable, Equatable {
  /// The lower end.
  public let lower: Double
  /// The upper end.
  public let upper: Double

  /// Narrows a bracket by bisection safeguarded interpolation (Illinois) until no double lies
  /// between its ends or its width is below a tolerance.
  ///
  /// Nothing is assumed of the function but its signs at the two ends, which are evaluated
  /// first and kept different throughout, so that the caller can take the end on the safe side.
  ///
  /// - Parameters:
  ///   - f: the function.
  ///   - lower: one end.
  ///   - upper: the other end, above it.
  ///   - relativeTolerance: the width at which to stop, relative to the larger end.
  /// - Returns: the bracket, or nil if the signs at the ends do not differ or are not numbers.
  public static func narrowing(
    _ f: (Double) -> Double, from lower: Double, to upper: Double, relativeTolerance: Double = 0
  ) -> RootBracket? {
    var a = lower
    var b = upper
    var fa = f(a)
    var fb = f(b)
    guard fa.isFinite || fa.isInfinite, fb.isFinite || fb.isInfinite else { return nil }
    if fa == 0 { return RootBracket(lower: a, upper: a) }
    if fb == 0 { return RootBracket(lower: b, upper: b) }
    guard (fa < 0) != (fb < 0) else { return nil }
    for iteration in 0..<400 {
      let width = b - a
      if !(width > relativeTolerance * Swift.max(abs(a), abs(b))) { break }
      let middle = a + width / 2
      guard middle > a, middle < b else { break }
      var x = middle
      // Two interpolations, then a bisection: never slower than twice bisection.
      if iteration % 3 != 2, fa.isFinite, fb.isFinite {
        let guess = (a * fb - b * fa) / (fb - fa)
        if guess > a, guess < b { x = guess }
      }
      let fx = f(x)
      if fx.isNaN { return RootBracket(lower: a, upper: b) }
      if fx == 0 { return RootBracket(lower: x, upper: x) }
      if (fx < 0) == (fa < 0) {
        a = x
        fa = fx
        fb /= 2
      } else {
        b = x
        fb = fx
        fa /= 2
      }
    }
    return RootBracket(lower: a, upper: b)
  }
}
