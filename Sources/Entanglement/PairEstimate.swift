// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// What the counts of entangled pairs certify (photons sheet, section 2), in one number type.
package struct PairEstimate<S: Scalar>: Sendable {
  /// Key rounds of one basis (or of both, pooled) and their phase errors.
  package struct Part: Sendable {
    /// n: key rounds.
    package let rounds: LowerBound<S>
    /// φ, at most 1/2.
    package let phaseError: UpperBound<S>
    /// φ before it was capped at 1/2; for searches only.
    package let uncapped: S
    /// Disclosed rounds.
    package let testRounds: Double
  }

  /// One part, or two for `both`: X rounds, then Z rounds.
  package var parts: [Part] = []
  /// Σ n [1 − h(φ)].
  package var entropy = LowerBound(S.zero)
  /// λ_EC.
  package var leakage = UpperBound(S.zero)
  /// Hashing and verification.
  package var penalty = UpperBound(S.zero)
  /// l before rounding, signed.
  package var rawLength = S.zero

  /// n of all parts.
  package var detections: Double { parts.reduce(0) { $0 + $1.rounds.value.approximation } }

  /// Why there is no key, or nil.
  package var reasonForZero: ReasonForZero? {
    guard !(rawLength.lowest >= 1) else { return nil }
    if !parts.contains(where: { $0.rounds.value.isCertainlyPositive }) { return ReasonForZero(.noDetections) }
    if parts.allSatisfy({ !($0.phaseError.value.highest < 0.5) }) {
      let hasTest = parts.contains { $0.testRounds > 0 }
      return ReasonForZero(.phaseErrorTooLarge, detail: hasTest ? "" : "no rounds were disclosed as a test")
    }
    if (entropy.value - leakage.value).lowest <= 0 { return ReasonForZero(.leakageExceedsSecrecy) }
    return ReasonForZero(.penaltiesExceedEntropy)
  }
}

/// From the counts of entangled pairs to certified quantities. Written once over `Scalar`.
enum PairAnalysis {
  static func estimate<S: Scalar>(
    _ counts: PairCounts, _ options: PairFiniteKeyOptions
  ) throws(InputError) -> PairEstimate<S> {
    let l2: S = options.logInverseSquare(counts.samples.keyMode)
    var e = PairEstimate<S>()
    var leakage = S.zero
    for (key, test) in counts.parts {
      let sizes = wholeRounds(key, test, options.sampling)
      let n = S(sizes.key)
      let uncapped = try phaseError(
        errors: UpperBound(S(sizes.errors)), test: LowerBound(S(sizes.test)), key: LowerBound(n), options.sampling, l2)
      let phi = UpperBound(S.minimum(uncapped, S(0.5)))
      e.parts.append(.init(rounds: LowerBound(n), phaseError: phi, uncapped: uncapped, testRounds: sizes.test))
      let block = CertifiedBlock(
        vacuum: LowerBound(S.zero), singlePhotons: LowerBound(n), phaseError: phi, leakage: UpperBound(S.zero),
        penalty: UpperBound(S.zero))
      e.entropy = LowerBound(e.entropy.value + block.entropy.value)
      if case .estimated = options.leakage {
        leakage = leakage + estimatedLeakage(sizes.key, key.errors, options.leakage).value
      }
    }
    if case .measured(let bits) = options.leakage, e.detections > 0 { leakage = S(bits) }
    e.leakage = UpperBound(leakage)
    e.penalty = UpperBound(options.penaltyBits())
    e.rawLength = e.entropy.value - e.leakage.value - e.penalty.value
    return e
  }

  /// f_EC n h(min(m/n, 1/2)): beyond 1/2 the entropy would fall again and give key to inverted bits (BB-35a).
  static func estimatedLeakage<S: Scalar>(
    _ rounds: Double, _ errors: Double, _ leakage: ErrorCorrectionLeakage
  ) -> UpperBound<S> {
    leakage.bits(detections: S(rounds), errors: S(Swift.min(errors, rounds / 2)))
  }

  /// The exact tail counts whole rounds: expected ones are rounded to the safe side (PH-16).
  static func wholeRounds(
    _ key: PairCounts.Sample, _ test: PairCounts.Sample, _ sampling: PairSampling
  ) -> (key: Double, test: Double, errors: Double) {
    guard sampling == .subset(.exact), key.rounds + test.rounds <= SamplingBound.exactLimit else {
      return (key.rounds, test.rounds, test.errors)
    }
    return (key.rounds.rounded(.down), test.rounds.rounded(.down), test.errors.rounded(.up))
  }

  /// φ before it is capped at 1/2.
  static func phaseError<S: Scalar>(
    errors v: UpperBound<S>, test k: LowerBound<S>, key n: LowerBound<S>, _ sampling: PairSampling, _ l2: S
  ) throws(InputError) -> S {
    switch sampling {
    case .binomial(let zMin):
      return SamplingBound.binomial(errors: v, test: k, key: n, leastTestProbability: zMin, logInverseSquare: l2)
    case .subset(let bound):
      // Beyond its limit the exact tail is not evaluated; klt comes closest to it (PH-16).
      let isTooLarge = bound == .exact && (n.value + k.value).highest > SamplingBound.exactLimit
      return try (isTooLarge ? .klt : bound).uncapped(errors: v, test: k, key: n, logInverseFailure: l2 / S(2))
    }
  }
}
