// SPDX-License-Identifier: GPL-3.0-or-later
import RealModule

extension RelativeEntropy {
  /// How often something may have happened that happens with probability at most p: n y for the root
  /// y ≥ p of n D(y‖p) = L, the root in the first argument (photons sheet, PH-37 and PH-49).
  ///
  /// P(count ≥ n y) ≤ e^−L for n trials, also for dependent ones whose conditional probability never
  /// exceeds p (the exponential moments are those of independent trials at most).
  ///
  /// - Parameters:
  ///   - p: the probability, 0 ≤ p ≤ 1, or an upper bound on it.
  ///   - n: the number of trials, up to 1e18.
  ///   - l: L = ln(1/ε) ≥ 0.
  /// - Returns: a bound between n p and n: n where ln(1/p) ≤ L/n, 0 where p = 0. It grows with p, n and L.
  @inlinable
  public static func countUpperBound<S: Scalar>(probability p: S, trials n: S, logInverseFailure l: S) -> S {
    guard n.highest > 0, p.highest > 0 else { return S.zero }
    guard n.lowest > 0, p.lowest > 0 else {
      // An enclosure that begins at zero: everything up to the bound at its upper end.
      return S.hull(S.zero, countUpperBound(probability: S(p.highest), trials: S(n.highest), logInverseFailure: l))
    }
    let c = l / n
    // D(1‖p) = ln(1/p): beyond it every trial may have happened.
    let most = -S.log(p)
    guard c.isCertainlyLess(than: most) else { return n }
    guard let deviation = countDeviation(p.approximation, c.approximation) else { return n }
    let complement = S.one - p
    let root = S.root(
      near: deviation, in: 0...complement.highest,
      increasing: { countDivergence($0, p, complement) - c }, slope: { countSlope($0, p, complement) })
    return S.minimum(n * (p + root), n)
  }

  /// D(p + δ‖p) in nats.
  @inlinable
  static func countDivergence<S: Scalar>(_ deviation: S, _ p: S, _ complement: S) -> S {
    p * S.relativeEntropyKernel(deviation / p) + complement * S.relativeEntropyKernel(-deviation / complement)
  }

  /// Its derivative ln((p+δ)/p) − ln((1−p−δ)/(1−p)).
  @inlinable
  static func countSlope<S: Scalar>(_ deviation: S, _ p: S, _ complement: S) -> S {
    S.log(onePlus: deviation / p) - S.log(onePlus: -deviation / complement)
  }

  /// δ > 0 with D(p + δ‖p) = c, by Newton's method from beyond the root; nil where it rounds to 1 − p.
  @inlinable
  static func countDeviation(_ p: Double, _ c: Double) -> Double? {
    let complement = 1 - p
    guard c > 0 else { return 0 }
    // p φ(δ/p) ≥ δ²/(2 (p + δ/3)) alone puts the root below this.
    var d = c / 3 + (c * c / 9 + 2 * c * p).squareRoot()
    if !(d < complement) {
      let bracket = RootBracket.narrowing(
        { countDivergence($0, p, complement) - c }, from: 0, to: complement.nextDown)
      guard let upper = bracket?.upper else { return nil }
      d = upper
    }
    for _ in 0..<100 {
      let step = (countDivergence(d, p, complement) - c) / countSlope(d, p, complement)
      if !(step > 0) { break }
      d -= step
      if step < quadraticEnd * Double.minimum(d, complement - d) { break }
    }
    return d
  }
}
