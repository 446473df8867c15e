// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// Untagged pairs and their phase errors after odd-parity pairing (sns sheet, section 4).
///
/// Bob pairs his zeros with his ones uniformly at random; a pair of two untagged bits always survives. The odd-parity
/// selection does not commute with single phase outcomes, so the phase errors of pairs are bounded by spin symmetry
/// (derived in the sheet, unpublished), at the price of a factor A in one failure probability.
package struct PairingBound<S: Scalar>: Sendable {
  /// k_L: untagged pairs (TFS-18).
  package let pairs: LowerBound<S>
  /// p_s: the probability of a phase error of a pair (TFS-20); nil where nothing can be said.
  package let pairError: S?
  /// ln A (TFS-22); nil where nothing can be said, zero with the published accounting.
  package let logFactor: S?
  /// S_U: phase errors among the pairs (TFS-23); nil where nothing can be said.
  package let phaseErrors: UpperBound<S>?
  /// e' = min(1/2, S_U/k_L) (TFS-23).
  package let phaseError: UpperBound<S>
  /// e' = min(1/2, N_ph/k_L), without statistics of the pairing (TFS-25).
  package let simplePhaseError: UpperBound<S>
  /// e' of TFS-23 before it is held to 1/2, rising where nothing can be said: for searches only.
  package let uncapped: Double
  /// e' of TFS-25 before it is held to 1/2: for searches only.
  package let simpleUncapped: Double

  /// Bounds pairs.
  ///
  /// - Parameters:
  ///   - u0: untagged bits that are 0 at Bob.
  ///   - u1: untagged bits that are 1 at Bob.
  ///   - n0: all bits that are 0.
  ///   - n1: all bits that are 1.
  ///   - m: N_ph, phase errors among the untagged bits.
  ///   - classicalBeta: β_c, for the number of pairs.
  ///   - quantumBeta: β_q, for their phase errors.
  ///   - usesFactor: whether A is paid; without it the bound is the published one, not confirmed (TFS-28).
  package init(
    u0: LowerBound<S>, u1: LowerBound<S>, n0: S, n1: S, m: UpperBound<S>, classicalBeta: S, quantumBeta: S,
    usesFactor: Bool = true
  ) {
    let (zeros, ones, errors) = (u0.value, u1.value, m.value)
    let half = S(0.5)
    let k = PoissonTailBound.leastCount(
      ofMean: zeros * ones / S.maximum(n0, n1), logInverseFailure: classicalBeta)
    pairs = k
    let fewest = S.minimum(zeros, ones)
    guard k.value.isCertainlyPositive else {
      (pairError, logFactor, phaseErrors) = (nil, nil, nil)
      // Where rounding leaves open whether there is a pair at all, so is its phase error.
      let open = UpperBound(k.value.highest > 0 ? S.hull(S.zero, half) : half)
      (phaseError, simplePhaseError) = (open, open)
      (uncapped, simpleUncapped) = (.infinity, .infinity)
      return
    }
    let simple = errors / k.value
    simplePhaseError = UpperBound(S.minimum(half, simple))
    simpleUncapped = simple.approximation
    // At m = min(u0, u1) the pair error is 1/2 already: nothing is lost by an open comparison.
    guard errors.isCertainlyLess(than: fewest) else {
      (pairError, logFactor, phaseErrors) = (nil, nil, nil)
      phaseError = UpperBound(half)
      uncapped = 0.5 + errors.approximation / fewest.approximation
      return
    }
    let n = zeros + ones
    let p = errors * (n - errors) / (S(2) * zeros * ones)
    var logA = S.zero
    if usesFactor {
      let constant = S.log(S(4)) - S.log(S(2) * S.precisePi) / S(2)
      let spread = S.log(S.sqrt(n0 / ones) + S.sqrt(n1 / zeros))
      let dimension = S.log((n - errors + S.one) / (n - S(2) * errors + S.one))
      logA = constant + S.log(S.maximum(errors, S.one)) / S(2) + spread + dimension
    }
    // The published form has one error rate for all bits and no factor for unequal numbers.
    let e = errors / n
    let expected = usesFactor ? k.value * p : k.value * S(2) * e * (S.one - e)
    let most = PoissonTailBound.count(ofMean: expected, logInverseFailure: quantumBeta + logA)
    let ratio = most.value / k.value
    pairError = p
    logFactor = logA
    phaseErrors = most
    phaseError = UpperBound(S.minimum(half, ratio))
    uncapped = ratio.approximation
  }
}
