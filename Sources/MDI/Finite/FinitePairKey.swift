// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// Clamps and refusals that were active; each leaves a line in the trace.
package struct FiniteClamps: OptionSet, Sendable, Hashable {
  /// The bits.
  package let rawValue: Int
  /// Makes a set from bits.
  package init(rawValue: Int) { self.rawValue = rawValue }
  /// The bound on Y11 (s11) was raised to 0.
  package static let yield = FiniteClamps(rawValue: 1)
  /// The bound on t11 was raised to 0.
  package static let errors = FiniteClamps(rawValue: 2)
  /// The phase-error fraction was held to 1/2.
  package static let phaseError = FiniteClamps(rawValue: 4)
  /// H_L was raised to 0, or H_U to H_L.
  package static let vacuumSide = FiniteClamps(rawValue: 8)
  /// The pairs were held to the key bits.
  package static let pairs = FiniteClamps(rawValue: 16)
  /// The data were refused as inconsistent.
  package static let inconsistent = FiniteClamps(rawValue: 32)

  /// The clamps as decisions, in words.
  var decisions: [String] {
    let words: [(FiniteClamps, String)] = [
      (.yield, "whether the yield is raised to 0"), (.errors, "whether the error yield is raised to 0"),
      (.phaseError, "whether e_ph is below 1/2"), (.vacuumSide, "the order of H_L and H_U"),
      (.pairs, "whether the pairs are held to the key bits"), (.inconsistent, "whether the data are inconsistent"),
    ]
    return words.filter { contains($0.0) }.map { $0.1 }
  }
}

/// What the counts of a finite run certify (mdi sheet, sections 5.4 and 5.5), in one number type.
///
/// `finite4` with a scan gives yield, errors, pairs and phase errors at the H of the shortest key: there they are
/// not bounds one by one, only the length is.
///
/// In `Interval` only the safe end of each quantity is certified: the lower one of lower bounds and
/// lengths, the upper one of upper bounds.
package struct FiniteEstimate<S: Scalar>: Sendable {
  /// ε_1.
  package var eachFailure = 0.0
  /// Y11_L (`finite3`) or s11_L at the minimum (`finite4`).
  package var yield = LowerBound(S.zero)
  /// t11_U; at the minimum in `finite4`.
  package var errorYield = UpperBound(S.zero)
  /// `finite4`: G_L, the lower bound on the weighted gains (MDI-35).
  package var gainSum: LowerBound<S>?
  /// `finite4`: H_L and H_U (MDI-36).
  package var vacuumSide: (lower: LowerBound<S>, upper: UpperBound<S>)?
  /// `finite4` with scan: H at the minimum, and M with a double scan; for the trace.
  package var scanned: (vacuumSide: Double, errors: Double)?
  /// S0_L: key bits of Alice's vacuum pulses, with the option `vacuumBits`.
  package var vacuum = LowerBound(S.zero)
  /// S11_L: single-photon pairs in the key.
  package var pairs = LowerBound(S.zero)
  /// N_ph_U: phase errors among them.
  package var phaseErrors = UpperBound(S.zero)
  /// e_ph = min(1/2, N_ph/S11).
  package var phaseError = UpperBound(S(0.5))
  /// The key bits before anything is paid: n_zz or n^Z_00.
  package var detections = S.zero
  /// Errors among them.
  package var errors = S.zero
  /// λ_EC.
  package var leakage = UpperBound(S.zero)
  /// Bits for hashing and verification.
  package var cost = S.zero
  /// S11 [1 − h(e_ph)] at the minimum, and S0.
  package var entropy = S.zero
  /// l before rounding, signed. Zero if the data are inconsistent.
  package var rawLength = S.zero
  /// Whether the data contradict the source beyond chance (MDI-34a).
  package var isInconsistent = false
  /// Clamps that were active.
  package var clamps: FiniteClamps = []
  /// Clamps of which rounding leaves open whether they were; empty in doubles.
  package var straddled: FiniteClamps = []
  /// Expected single-photon pairs before any clamp, less what the tails take, relative to the key
  /// bits: for searches only.
  package var pairFraction = 0.0
  /// N_ph/S11 before it was held to 1/2: for searches only.
  package var phaseErrorUncapped = 0.5

  /// The error rate of the key; 1/2 without key bits.
  package var errorRate: Double {
    detections.highest > 0 ? errors.approximation / detections.approximation : 0.5
  }

  /// Why there is no key, or nil.
  package var reasonForZero: ReasonForZero? {
    if isInconsistent { return ReasonForZero(.inconsistentData) }
    guard !(rawLength.lowest >= 1) else { return nil }
    if !(detections.highest > 0) { return ReasonForZero(.noDetections, detail: "signal pairs") }
    if !pairs.value.isCertainlyPositive { return ReasonForZero(.noSinglePhotonEvents, detail: "pairs") }
    if !(phaseError.value.highest < 0.5) { return ReasonForZero(.phaseErrorTooLarge) }
    if (entropy - leakage.value).lowest <= 0 { return ReasonForZero(.leakageExceedsSecrecy) }
    return ReasonForZero(.penaltiesExceedEntropy)
  }

  /// Fills in leakage, cost and length from S11 and N_ph (MDI-34).
  mutating func finish(_ options: FiniteKeyOptions, bounds: Int) {
    eachFailure = options.eachFailure(bounds: bounds)
    leakage = options.leakage.bits(detections: detections, errors: errors)
    cost = options.costBits(bounds: bounds)
    let block = CertifiedBlock(
      vacuum: vacuum, singlePhotons: pairs, phaseError: phaseError, leakage: leakage,
      penalty: UpperBound(cost))
    if pairs.value.isCertainlyPositive {
      entropy = block.entropy.value
      rawLength = block.rawLength.value
    } else {
      entropy = vacuum.value
      rawLength = vacuum.value - leakage.value - cost
    }
    if detections.highest <= 0 || isInconsistent { rawLength = S.minimum(rawLength, S.zero) }
  }
}
