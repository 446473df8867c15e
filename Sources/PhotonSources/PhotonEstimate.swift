// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// What the counts of BB84 without decoys certify (photons sheet, section 4c), in one number type.
package struct PhotonEstimate<S: Scalar>: Sendable {
  /// p_multi.
  package var multiphoton = UpperBound(S.zero)
  /// M_X: triggers with two photons or more in which both users chose the key basis.
  package var keyMultiphoton = UpperBound(S.zero)
  /// M_Z: the same in the test basis.
  package var testMultiphoton = UpperBound(S.zero)
  /// s_X.
  package var keyRest = LowerBound(S.zero)
  /// s_Z.
  package var testRest = LowerBound(S.zero)
  /// v.
  package var testErrors = UpperBound(S.zero)
  /// φ, at most 1/2.
  package var phaseError = UpperBound(S(0.5))
  /// φ before it was capped at 1/2; for searches only.
  package var phaseErrorUncapped = S(0.5)
  /// n_X − M_X before it was clipped at 0, relative to n_X; for searches only.
  package var keyRestFraction = 0.0
  /// The same in the test basis.
  package var testRestFraction = 0.0
  /// n_X.
  package var detections = 0.0
  /// λ_EC.
  package var leakage = UpperBound(S.zero)
  /// Hashing and verification.
  package var penalty = UpperBound(S.zero)
  /// s_X [1 − h(φ)].
  package var entropy = LowerBound(S.zero)
  /// l before rounding, signed.
  package var rawLength = S.zero
  /// Decisions that rounding leaves open, in words; empty in doubles.
  package var straddled: [String] = []

  /// Why there is no key, or nil.
  package var reasonForZero: ReasonForZero? {
    guard !(rawLength.lowest >= 1) else { return nil }
    if !(detections > 0) { return ReasonForZero(.noDetections, detail: "key basis") }
    if !keyRest.value.isCertainlyPositive { return ReasonForZero(.multiphotonExplainsAll, detail: "X") }
    if !testRest.value.isCertainlyPositive { return ReasonForZero(.multiphotonExplainsAll, detail: "Z") }
    if !(phaseError.value.highest < 0.5) { return ReasonForZero(.phaseErrorTooLarge) }
    if (entropy.value - leakage.value).lowest <= 0 { return ReasonForZero(.leakageExceedsSecrecy) }
    return ReasonForZero(.penaltiesExceedEntropy)
  }
}

/// From the counts of BB84 without decoys to certified quantities. Written once over `Scalar`.
enum PhotonAnalysis {
  /// The count tails of ``estimate(_:_:_:_:)``: M_X and M_Z.
  static let tails = 2

  static func estimate<S: Scalar>(
    _ counts: PhotonCounts, _ settings: PhotonSettings, _ limit: MultiphotonLimit, _ options: PhotonFiniteKeyOptions
  ) throws(InputError) -> PhotonEstimate<S> {
    var e = PhotonEstimate<S>()
    e.multiphoton = try limit.probability()
    let l: S = options.tailLog(tails: tails)
    let triggers = S(counts.triggers)
    let keyShare = S(settings.keyBasisProbability) * S(settings.bobKeyBasisProbability)
    let testShare = (S.one - S(settings.keyBasisProbability)) * (S.one - S(settings.bobKeyBasisProbability))
    func most(_ share: S) -> UpperBound<S> {
      UpperBound(
        RelativeEntropy.countUpperBound(
          probability: e.multiphoton.value * share, trials: triggers, logInverseFailure: l))
    }
    e.keyMultiphoton = most(keyShare)
    e.testMultiphoton = most(testShare)
    func rest(_ detections: Double, _ many: UpperBound<S>, _ word: String) -> LowerBound<S> {
      let left = S(detections) - many.value
      if left.straddles(S.zero) { e.straddled.append("whether \(word) is clipped") }
      return LowerBound(S.maximum(left, S.zero))
    }
    e.keyRest = rest(counts.key.detections, e.keyMultiphoton, "s_X")
    e.testRest = rest(counts.test.detections, e.testMultiphoton, "s_Z")
    if counts.key.detections > 0 {
      e.keyRestFraction = 1 - e.keyMultiphoton.value.approximation / counts.key.detections
    }
    if counts.test.detections > 0 {
      e.testRestFraction = 1 - e.testMultiphoton.value.approximation / counts.test.detections
    }
    e.testErrors = UpperBound(S.minimum(S(counts.test.errors), e.testRest.value))
    e.detections = counts.key.detections
    try finish(&e, key: counts.key, options, tails: tails)
    return e
  }

  /// φ, leakage, penalties and the length (PH-38).
  static func finish<S: Scalar>(
    _ e: inout PhotonEstimate<S>, key: PhotonSample, _ options: PhotonFiniteKeyOptions, tails: Int
  ) throws(InputError) {
    let l2: S = options.logInverseSquare(tails: tails)
    e.phaseErrorUncapped = try options.sampling.uncapped(
      errors: e.testErrors, test: e.testRest, key: e.keyRest, logInverseFailure: l2 / S(2))
    if e.phaseErrorUncapped.straddles(S(0.5)) { e.straddled.append("whether phi is below 1/2") }
    e.phaseError = UpperBound(S.minimum(e.phaseErrorUncapped, S(0.5)))
    // Beyond 1/2 the estimated leakage would fall again (BB-35a).
    let errors =
      if case .estimated = options.leakage { Swift.min(key.errors, key.detections / 2) } else { key.errors }
    e.leakage = options.leakage.bits(detections: S(key.detections), errors: S(errors))
    e.penalty = UpperBound(options.penaltyBits(tails: tails))
    let block = CertifiedBlock(
      vacuum: LowerBound(S.zero), singlePhotons: e.keyRest, phaseError: e.phaseError, leakage: e.leakage,
      penalty: e.penalty)
    e.entropy = block.entropy
    e.rawLength = block.rawLength.value
  }
}
