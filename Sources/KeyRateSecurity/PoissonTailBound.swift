// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import RealModule

/// Chernoff's bounds for a sum of independent Bernoulli variables of which only the mean matters
/// (tf sheet, TF-21 and TF-23; Zhang, Zhao, Razavi, Ma 2017, arXiv:1611.02524).
///
/// With c ones where E are expected, P(≥ c) or P(≤ c) is at most e^−[c ln(c/E) − c + E].
public enum PoissonTailBound {
  /// The means that a count leaves open: E_L ≤ E ≤ E_U, each side failing with probability at most ε.
  ///
  /// - Parameters:
  ///   - count: χ ≥ 0; expected counts may be real numbers.
  ///   - logInverseFailure: ln(1/ε) ≥ 0.
  /// - Returns: the two roots E of χ ln(χ/E) − χ + E = ln(1/ε), and 0 and ln(1/ε) for χ = 0 (TF-21).
  @inlinable
  public static func mean<S: Scalar>(
    ofCount count: S, logInverseFailure l: S
  ) -> (lower: LowerBound<S>, upper: UpperBound<S>) {
    (leastMean(ofCount: count, logInverseFailure: l), largestMean(ofCount: count, logInverseFailure: l))
  }

  /// E_L of ``mean(ofCount:logInverseFailure:)`` alone.
  @inlinable
  public static func leastMean<S: Scalar>(ofCount count: S, logInverseFailure l: S) -> LowerBound<S> {
    // An enclosure that reaches down to no counts at all leaves no mean above zero.
    guard count.lowest > 0 else { return LowerBound(S.zero) }
    let target = l / count
    guard target.highest > 0 else { return LowerBound(count) }
    // With w = −ln(E/χ): e^−w − 1 + w = target.
    return LowerBound(count * S.exp(-fallBelow(target)))
  }

  /// E_U of ``mean(ofCount:logInverseFailure:)`` alone.
  @inlinable
  public static func largestMean<S: Scalar>(ofCount count: S, logInverseFailure l: S) -> UpperBound<S> {
    guard count.highest > 0 else { return UpperBound(l) }
    // An enclosure that reaches down to no counts at all: the upper limit of its upper end.
    guard count.lowest > 0 else { return largestMean(ofCount: S(count.highest), logInverseFailure: l) }
    let target = l / count
    guard target.highest > 0 else { return UpperBound(count) }
    // With u = ln(E/χ): e^u − 1 − u = target.
    return UpperBound(count * S.exp(riseAbove(target)))
  }

  /// c above E with P(≥ c) ≤ ε: how many may be counted where E are expected (TF-23).
  ///
  /// - Parameters:
  ///   - mean: E ≥ 0.
  ///   - logInverseFailure: ln(1/ε) > 0.
  @inlinable
  public static func count<S: Scalar>(ofMean mean: S, logInverseFailure l: S) -> UpperBound<S> {
    guard mean.highest > 0 else { return UpperBound(S.zero) }
    guard mean.lowest > 0 else { return count(ofMean: S(mean.highest), logInverseFailure: l) }
    let target = l / mean
    guard target.highest > 0 else { return UpperBound(mean) }
    // With v = ln(c/E): 1 + (v − 1) e^v = target.
    let t = target.approximation
    // 1 + (v−1)e^v ≥ v²/2, and (v−1)e^v > t beyond ln t + 1 for t > e.
    let end = Swift.min((2 * t).squareRoot(), t > 3 ? 1 + Double.log(t) : .infinity) * 1.000001 + 1e-300
    var v = end
    for _ in 0..<200 {
      let step = (ExponentialRemainder.poissonRate(v) - t) / (v * Double.exp(v))
      guard step > 0 else { break }
      v -= step
      if step < 1e-9 * v { break }
    }
    let root = S.root(
      near: v, in: 0...(end * 1.01),
      increasing: { ExponentialRemainder.poissonRate($0) - target }, slope: { $0 * S.exp($0) })
    return UpperBound(mean * S.exp(root))
  }

  /// u > 0 with e^u − 1 − u = target.
  @inlinable
  static func riseAbove<S: Scalar>(_ target: S) -> S {
    let t = target.approximation
    // e^u − 1 − u ≥ u²/2, and it exceeds t at 2 ln(1 + t) for t > 1.
    let end = Swift.min((2 * t).squareRoot(), t > 1 ? 2 * Double.log(onePlus: t) : .infinity) * 1.000001
    var u = end
    // Convex: Newton falls monotonically onto the root from above.
    for _ in 0..<200 {
      let step = (ExponentialRemainder.value(u) - t) / Double.expMinusOne(u)
      guard step > 0 else { break }
      u -= step
      if step < 1e-9 * u { break }
    }
    return S.root(
      near: u, in: 0...(end * 1.01), increasing: { ExponentialRemainder.value($0) - target },
      slope: { S.expMinusOne($0) })
  }

  /// w > 0 with e^−w − 1 + w = target.
  @inlinable
  static func fallBelow<S: Scalar>(_ target: S) -> S {
    let t = target.approximation
    let end = t + 1
    var w = end
    for _ in 0..<200 {
      let step = (ExponentialRemainder.value(-w) - t) / -Double.expMinusOne(-w)
      guard step > 0 else { break }
      w -= step
      if step < 1e-9 * w { break }
    }
    return S.root(
      near: w, in: 0...(end * 1.01), increasing: { ExponentialRemainder.value(-$0) - target },
      slope: { -S.expMinusOne(-$0) })
  }
}
