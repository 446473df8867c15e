// SPDX-License-Identifier: GPL-3.0-or-later
/// e^u − 1 − u and its relatives, without the cancellation that they suffer at small u.
public enum ExponentialRemainder {
  /// Below this |u| the difference has lost more than three digits and the series takes over.
  @usableFromInline static let seriesLimit = 1e-3

  /// e^u − 1 − u ≥ 0.
  ///
  /// Below |u| = 1e-3 by its series up to u^12: what is left out is below 1e-34 of the value, far
  /// less than the half unit in the last place that outward rounding of intervals has to spare.
  @inlinable
  public static func value<S: Scalar>(_ u: S) -> S {
    guard abs(u.approximation) < seriesLimit, u.lowest > -2 * seriesLimit, u.highest < 2 * seriesLimit else {
      return S.expMinusOne(u) - u
    }
    var sum = S.one
    for k in stride(from: 12, through: 3, by: -1) { sum = S.one + sum * u / S(Double(k)) }
    return S.square(u) / S(2) * sum
  }

  /// 1 + (v − 1) e^v ≥ 0 for v ≥ 0: the Poisson rate function c ln(c/E) − c + E at c = E e^v, over E.
  @inlinable
  public static func poissonRate<S: Scalar>(_ v: S) -> S { v * S.expMinusOne(v) - value(v) }
}
