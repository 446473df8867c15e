// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// Clamps that were active; each leaves a line in the trace.
package struct DecoyClamps: OptionSet, Sendable, Hashable {
  /// The bits.
  package let rawValue: Int
  /// Makes a set from bits.
  package init(rawValue: Int) { self.rawValue = rawValue }
  /// s0_X was clipped into [0, n_X].
  package static let keyVacuum = DecoyClamps(rawValue: 1)
  /// s1_X was clipped into [0, n_X].
  package static let keySingle = DecoyClamps(rawValue: 2)
  /// The vacuum bound of the test basis was clipped into [0, n_Z].
  package static let testVacuum = DecoyClamps(rawValue: 4)
  /// s1_Z was clipped into [0, n_Z].
  package static let testSingle = DecoyClamps(rawValue: 8)
  /// v1_Z was clipped into [0, m_Z].
  package static let testErrors = DecoyClamps(rawValue: 16)
  /// φ_X was capped at 1/2.
  package static let phaseError = DecoyClamps(rawValue: 32)
  /// A tail bound was clipped into [0, n].
  package static let tails = DecoyClamps(rawValue: 64)
  /// One decoy: the vacuum bound of the key basis was held to m_X errors or n_X detections (BB-40).
  package static let keyVacuumUpper = DecoyClamps(rawValue: 128)
  /// One decoy: the same in the test basis.
  package static let testVacuumUpper = DecoyClamps(rawValue: 256)
}

extension DecoyClamps {
  /// The clamps as decisions, in words.
  var decisions: [String] {
    let words: [(DecoyClamps, String)] = [
      (.keyVacuum, "whether s0_X is clipped"), (.keySingle, "whether s1_X is clipped"),
      (.testVacuum, "whether s0_Z is clipped"), (.testSingle, "whether s1_Z is clipped"),
      (.testErrors, "whether v1_Z is clipped"), (.phaseError, "whether phi_X is below 1/2"),
      (.tails, "whether a tail bound is clipped"), (.keyVacuumUpper, "which bound holds s0U_X"),
      (.testVacuumUpper, "which bound holds s0U_Z"),
    ]
    return words.filter { contains($0.0) }.map { $0.1 }
  }
}

/// What the counts of a decoy-state run certify (bb84 sheet, sections 4 and 5), in one number type.
package struct DecoyEstimate<S: Scalar>: Sendable {
  /// τ0: the probability that a pulse carries no photon.
  package var tau0 = S.zero
  /// τ1: the probability that it carries one.
  package var tau1 = S.zero
  /// s0_X.
  package var keyVacuum = LowerBound(S.zero)
  /// s1_X.
  package var keySingle = LowerBound(S.zero)
  /// s0_Z (two decoys).
  package var testVacuum = LowerBound(S.zero)
  /// s1_Z.
  package var testSingle = LowerBound(S.zero)
  /// s0U_X (one decoy).
  package var keyVacuumUpper: UpperBound<S>?
  /// s0U_Z (one decoy).
  package var testVacuumUpper: UpperBound<S>?
  /// v1_Z.
  package var testErrors = UpperBound(S.zero)
  /// φ_X.
  package var phaseError = UpperBound(S(0.5))
  /// φ_X before it was capped at 1/2; for searches only.
  package var phaseErrorUncapped = S(0.5)
  /// n_X.
  package var detections = S.zero
  /// m_X.
  package var errors = S.zero
  /// λ_EC.
  package var leakage = UpperBound(S.zero)
  /// leakPE (one decoy, sound): bits for announcing the errors of the key basis.
  package var announcement = S.zero
  /// Everything paid besides leakage, leakPE included.
  package var penalty = UpperBound(S.zero)
  /// l before rounding, signed.
  package var rawLength = S.zero
  /// s0_X + s1_X [1 − h(φ_X)].
  package var entropy = S.zero
  /// s1_X before clipping, relative to n_X; for searches only.
  package var keySingleFraction = 0.0
  /// s1_Z before clipping, relative to n_Z; for searches only.
  package var testSingleFraction = 0.0
  /// The clamps that were active.
  package var clamps: DecoyClamps = []
  /// The clamps of which rounding leaves open whether they were; empty in doubles.
  package var straddled: DecoyClamps = []

  /// Why there is no key, or nil.
  package var reasonForZero: ReasonForZero? {
    guard !(rawLength.lowest >= 1) else { return nil }
    if !(detections.highest > 0) { return ReasonForZero(.noDetections, detail: "key basis") }
    if !keySingle.value.isCertainlyPositive { return ReasonForZero(.noSinglePhotonEvents, detail: "X") }
    if !testSingle.value.isCertainlyPositive { return ReasonForZero(.noSinglePhotonEvents, detail: "Z") }
    if !(phaseError.value.highest < 0.5) { return ReasonForZero(.phaseErrorTooLarge) }
    if (entropy - leakage.value).lowest <= 0 { return ReasonForZero(.leakageExceedsSecrecy) }
    return ReasonForZero(.penaltiesExceedEntropy)
  }
}
