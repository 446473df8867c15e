// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

extension SamplingBound {
  /// PH-14: the smaller of the `kl` root and the bound on the total number K of errors that the
  /// test rounds, a share z = k/(n+k) of all rounds, leave.
  ///
  /// Given K errors among the n + k rounds, v is hypergeometric with K draws and k marked rounds
  /// (Hoeffding 1963, theorem 4). The events are nested, so the smaller of the two costs nothing.
  @inlinable
  static func smallerTotal<S: Scalar>(_ v: S, _ sZ: S, _ sX: S, _ l2: S) -> S {
    let unmarked = RelativeEntropy.unmarkedUpperBound(marked: v, odds: sZ / sX, logInverseFailure: l2)
    return S.minimum(relativeEntropy(v, sZ, sX, l2), unmarked / sX)
  }

  /// PH-15, `binomial`: every agreed round is a test round independently, with a probability of at
  /// least z_min. For passive or drifting basis choice; the sizes of the two samples are free.
  ///
  /// - Parameters:
  ///   - v: errors in the test rounds.
  ///   - k: test rounds.
  ///   - n: key rounds.
  ///   - zMin: the least probability of the test basis among rounds in which the bases agree, 0 < z_min < 1.
  ///   - l2: ln(1/ε²), ε² the failure probability.
  /// - Returns: a bound on the phase-error fraction before it is capped at 1/2; 1/2 or more where
  ///   nothing can be said (n or k not positive, v/k ≥ 1/2).
  @inlinable
  public static func binomial<S: Scalar>(
    errors v: UpperBound<S>, test k: LowerBound<S>, key n: LowerBound<S>, leastTestProbability zMin: Double,
    logInverseSquare l2: S
  ) -> S {
    let half = S(0.5)
    guard n.value.isCertainlyPositive, k.value.isCertainlyPositive else { return half }
    let b = v.value / k.value
    guard b.isCertainlyLess(than: half) else { return S.maximum(b, half) }
    let odds = S(zMin) / (S.one - S(zMin))
    return RelativeEntropy.unmarkedUpperBound(marked: v.value, odds: odds, logInverseFailure: l2) / n.value
  }
}
