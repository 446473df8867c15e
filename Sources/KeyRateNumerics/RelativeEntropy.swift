// SPDX-License-Identifier: GPL-3.0-or-later
import RealModule

/// The inverse of the binomial large-deviation bound: how far the mean of n independent
/// Bernoulli variables may lie from what was seen.
///
/// D(a‖p) = a ln(a/p) + (1−a) ln((1−a)/(1−p)) in nats. For a sum x of n independent, not
/// necessarily identical Bernoulli variables with mean x*, P(x* > n p_U) ≤ e^−L where p_U ≥ x/n
/// is the root of n D(x/n‖p) = L, and likewise below (Hoeffding 1963, theorem 1; bb84 sheet,
/// BB-22). All functions work with the deviation δ = |p − a| itself, so that a relative
/// deviation of 1e-9 at 1e18 counts keeps its digits.
public enum RelativeEntropy {
  /// Newton's error is squared at every step: after a step of 1e-9 of the distance to the ends of
  /// the domain what is left is below the last bit.
  @usableFromInline static let quadraticEnd = 1e-9

  /// D(a‖a+δ) in nats with 1−a given separately, δ of either sign, 0 ≤ a ≤ 1, 0 < a+δ < 1.
  @inlinable
  public static func divergence<S: Scalar>(_ a: S, _ complement: S, deviation: S) -> S {
    let p = a + deviation
    let q = complement - deviation
    return p * S.relativeEntropyKernel(-deviation / p) + q * S.relativeEntropyKernel(deviation / q)
  }

  /// dD/dδ = δ / (p (1−p)).
  @inlinable
  static func slope<S: Scalar>(_ a: S, _ complement: S, deviation: S) -> S {
    deviation / ((a + deviation) * (complement - deviation))
  }

  /// δ ≥ 0 with D(a‖a+δ) = c for 0 < a ≤ 1/2, by Newton's method from a point beyond the root.
  ///
  /// D is convex, so the iteration falls monotonically onto the root; it ends when rounding
  /// stops it. Starting point of BB-22. Returns nil when the start rounds to p = 1.
  @inlinable
  static func upperDeviation(_ a: Double, _ complement: Double, _ c: Double) -> Double? {
    let quadratic = c + (2 * c * a + c * c).squareRoot()
    let exponential = complement - complement * Double.exp(-(c + 0.6931471805599453) / complement)
    var d = Double.minimum(quadratic, exponential)
    guard d < complement else { return nil }
    for _ in 0..<100 {
      let p = a + d
      let q = complement - d
      guard q > 0 else { return nil }
      let excess = divergence(a, complement, deviation: d) - c
      let step = excess * p * q / d
      // At or below the root: rounding only.
      if !(step > 0) { break }
      d -= step
      // Near p = 1 the curvature is that of 1 − p, so the step must be small against q too.
      if step < quadraticEnd * Double.minimum(d, q) { break }
    }
    return d
  }

  /// D(a‖p) with p itself given, for p far below a, where a − (a − p) would lose p.
  @inlinable
  static func divergence<S: Scalar>(_ a: S, probability p: S) -> S {
    p * S.relativeEntropyKernel((a - p) / p) + (S.one - p) * S.relativeEntropyKernel((p - a) / (S.one - p))
  }

  /// δ ≥ 0 with D(a‖a−δ) = c for 0 < a ≤ 1/2, where the root lies within 0.9 a of a; nil otherwise.
  @inlinable
  static func lowerDeviation(_ a: Double, _ complement: Double, _ c: Double) -> Double? {
    var d = (2 * a * c).squareRoot()
    guard d < 0.9 * a else { return nil }
    for _ in 0..<100 {
      let excess = divergence(a, complement, deviation: -d) - c
      let step = excess * (a - d) * (complement + d) / d
      if !(step > 0) { break }
      d -= step
      if step < quadraticEnd * d { break }
    }
    return d
  }

  /// p with D(a‖p) = c for p well below a ≤ 1/2; nil when it is below about 1e-280.
  @inlinable
  static func farLowerRoot(_ a: Double, _ c: Double) -> Double? {
    var p = a * Double.exp(-1 - c / a)
    // Well above the smallest normal number, so that a/p cannot overflow in the divergence.
    guard p > 1e-280 else { return nil }
    for _ in 0..<200 {
      let factor = (divergence(a, probability: p) - c) * (1 - p) / (a - p)
      // The iteration comes from below: wherever it ends it is a lower bound.
      if !(factor > 0 && factor.isFinite) { break }
      p += p * factor
      if factor < quadraticEnd { break }
    }
    return p
  }

  /// n p_U: with probability at least 1 − e^−L the mean is not above it.
  ///
  /// - Parameters:
  ///   - x: the observed sum, 0 ≤ x ≤ n (real values are allowed: expected counts).
  ///   - n: the number of variables, up to 1e18; 0 gives 0.
  ///   - l: L = ln(1/ε) ≥ 0.
  /// - Returns: an upper bound between x and n.
  @inlinable
  public static func upperBound<S: Scalar>(_ x: S, of n: S, logInverseFailure l: S) -> S {
    guard n.highest > 0 else { return S.zero }
    let rest = S.maximum(n - x, S.zero)
    if x.highest <= 0 { return -n * S.expMinusOne(-l / n) }
    if rest.highest <= 0 { return n }
    if x.approximation > 0.5 * n.approximation { return n - lowerBelowHalf(rest, n, l) }
    return upperBelowHalf(x, n, l)
  }

  /// n p_L: with probability at least 1 − e^−L the mean is not below it.
  ///
  /// Parameters as in ``upperBound(_:of:logInverseFailure:)``; the result lies between 0 and x.
  @inlinable
  public static func lowerBound<S: Scalar>(_ x: S, of n: S, logInverseFailure l: S) -> S {
    guard n.highest > 0, x.highest > 0 else { return S.zero }
    let rest = S.maximum(n - x, S.zero)
    if rest.highest <= 0 { return n * S.exp(-l / n) }
    if x.approximation > 0.5 * n.approximation { return n - upperBelowHalf(rest, n, l) }
    return lowerBelowHalf(x, n, l)
  }

  @inlinable
  static func upperBelowHalf<S: Scalar>(_ x: S, _ n: S, _ l: S) -> S {
    guard let excess = upperExcess(x, of: n, logInverseFailure: l) else { return n }
    return x + excess
  }

  /// n (p_U − x/n) for x ≤ n/2, with full relative accuracy of the difference.
  ///
  /// - Returns: nil where p_U rounds to 1, so that the bound is n itself.
  @inlinable
  public static func upperExcess<S: Scalar>(_ x: S, of n: S, logInverseFailure l: S) -> S? {
    if x.highest <= 0 { return -n * S.expMinusOne(-l / n) }
    let a = x / n
    let complement = (n - x) / n
    let c = l / n
    guard c.highest > 0 else { return S.zero }
    guard
      let guess = upperDeviation(a.approximation, complement.approximation, c.approximation)
    else { return nil }
    let deviation = S.root(
      near: guess, in: 0...complement.highest,
      increasing: { divergence(a, complement, deviation: $0) - c },
      slope: { slope(a, complement, deviation: $0) })
    return n * deviation
  }

  @inlinable
  static func lowerBelowHalf<S: Scalar>(_ x: S, _ n: S, _ l: S) -> S {
    let a = x / n
    let complement = (n - x) / n
    let c = l / n
    guard c.highest > 0 else { return x }
    if let guess = lowerDeviation(a.approximation, complement.approximation, c.approximation) {
      let deviation = S.root(
        near: guess, in: 0...a.highest,
        increasing: { divergence(a, complement, deviation: -$0) - c },
        slope: { -slope(a, complement, deviation: -$0) })
      return S.maximum(x - n * deviation, S.zero)
    }
    guard let guess = farLowerRoot(a.approximation, c.approximation) else { return S.zero }
    let p = S.root(
      near: guess, in: 0...a.highest,
      increasing: { c - divergence(a, probability: $0) },
      slope: { (a - $0) / ($0 * (S.one - $0)) })
    return n * p
  }
}
