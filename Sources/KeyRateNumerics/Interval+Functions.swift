// SPDX-License-Identifier: GPL-3.0-or-later
import RealModule

extension Interval {
  private static func increasing(_ x: Interval, ulps: Int, _ f: (Double) -> Double) -> Interval {
    widened(f(x.lower), f(x.upper), ulps: ulps)
  }

  /// The exponential function; never below zero.
  public static func exp(_ x: Interval) -> Interval {
    let e = increasing(x, ulps: 1) { Double.exp($0) }
    return Interval(lower: Swift.max(e.lower, 0), upper: e.upper)
  }
  /// exp(x) − 1; never below −1.
  public static func expMinusOne(_ x: Interval) -> Interval {
    let e = increasing(x, ulps: 2) { Double.expMinusOne($0) }
    return Interval(lower: Swift.max(e.lower, -1), upper: e.upper)
  }
  /// The natural logarithm over the part of the interval that is not negative.
  public static func log(_ x: Interval) -> Interval {
    increasing(Interval(lower: Swift.max(x.lower, 0), upper: x.upper), ulps: 1) { Double.log($0) }
  }
  /// ln(1 + x) over the part of the interval that is not below −1.
  public static func log(onePlus x: Interval) -> Interval {
    increasing(Interval(lower: Swift.max(x.lower, -1), upper: x.upper), ulps: 2) { Double.log(onePlus: $0) }
  }
  /// The square root over the part of the interval that is not negative.
  public static func sqrt(_ x: Interval) -> Interval {
    let r = increasing(Interval(lower: Swift.max(x.lower, 0), upper: x.upper), ulps: 1) { $0.squareRoot() }
    return Interval(lower: Swift.max(r.lower, 0), upper: r.upper)
  }

  /// φ(u) end by end: it falls for u < 0, rises for u > 0 and is zero at zero.
  public static func relativeEntropyKernel(_ u: Interval) -> Interval {
    // The double series is good to some 3 ulp; the direct form is evaluated as it stands, because its error grows
    // with ln u (at u = 1e300 it is hundreds of ulps of u).
    func ends(_ x: Double) -> Interval {
      if x <= -1 { return Interval(1) }
      guard abs(x) < 0.06 else {
        let direct = (Interval(1) + Interval(x)) * log(onePlus: Interval(x)) - Interval(x)
        return Interval(lower: Swift.max(0, direct.lower), upper: direct.upper)
      }
      let value = Double.relativeEntropyKernel(x)
      let margin = 16 * value.ulp
      return Interval(lower: Swift.max(0, value - margin), upper: value + margin)
    }
    let a = ends(u.lower)
    let b = ends(u.upper)
    let upper = Swift.max(a.upper, b.upper)
    if u.lower <= 0 && u.upper >= 0 { return Interval(lower: 0, upper: upper) }
    return Interval(lower: Swift.min(a.lower, b.lower), upper: upper)
  }

  /// An enclosure of the root: the ends are moved apart until the function is certainly
  /// negative at the lower and certainly positive at the upper one, or the bracket is reached.
  public static func root(
    near approximation: Double, in bracket: ClosedRange<Double>,
    increasing: (Interval) -> Interval, slope: (Interval) -> Interval
  ) -> Interval {
    func end(direction: Double, limit: Double, isCertain: (Interval) -> Bool) -> Double {
      var step = 4 * approximation.ulp
      while step.isFinite {
        let candidate = approximation + direction * step
        if direction < 0 ? candidate <= limit : candidate >= limit { return limit }
        if isCertain(increasing(Interval(candidate))) { return candidate }
        step *= 4
      }
      return limit
    }
    return Interval(
      lower: end(direction: -1, limit: bracket.lowerBound) { $0.upper < 0 },
      upper: end(direction: 1, limit: bracket.upperBound) { $0.lower > 0 })
  }
}
