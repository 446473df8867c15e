// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// What the counts of a run certify (sns sheet, sections 3.4 and 4), in one number type.
///
/// Untagged bits, phase errors and pairs are those of the cell with the shortest key: there they are not bounds one by
/// one, only the length is. In `Interval` only the safe end of each quantity is certified: the lower one of lower bounds
/// and lengths, the upper one of upper bounds.
package struct FiniteEstimate<S: Scalar>: Sendable {
  /// Untagged bits by who sent, with pairing (TFS-18).
  package struct Untagged: Sendable {
    /// u0: Bob sent.
    package let zeros: LowerBound<S>
    /// u1: Alice sent.
    package let ones: LowerBound<S>
    /// Their pairs.
    package let pairs: PairingBound<S>
  }

  /// One cell of the scan.
  package struct Cell: Sendable {
    /// Its number, from 0.
    package let index: Int
    /// H_k and H_(k+1).
    package let vacuum: (lower: S, upper: S)
    /// Y10 and Y01 at its upper end.
    package let yields: PerUser<LowerBound<S>>
    /// t at its lower end.
    package let phaseErrorYield: UpperBound<S>
    /// N_ph: phase errors among the untagged bits (TFS-12).
    package let phaseErrors: UpperBound<S>
    /// Untagged bits by who sent; nil without pairing.
    package let untagged: Untagged?
    /// What becomes key: n_1 without pairing (TFS-12), k_L with.
    package let secretBits: LowerBound<S>
    /// Phase-error fraction of those, at most 1/2.
    package let phaseError: UpperBound<S>
    /// The same before it was held to 1/2: for searches only.
    package let uncapped: Double
  }

  /// H_L and H_U.
  package let vacuum: (lower: LowerBound<S>, upper: UpperBound<S>)
  /// T_U.
  package let sliceErrors: UpperBound<S>
  /// The cell with the shortest key, the first of equals.
  package let cell: Cell
  /// λ_EC.
  package let leakage: UpperBound<S>
  /// Bits for hashing, verification and announcements.
  package let cost: S
  /// Secret bits of the shortest cell before anything is paid.
  package let entropy: S
  /// l before rounding, signed: the minimum over all cells; at most zero if the data are refused.
  package let rawLength: S
  /// How the data contradict any source of the model beyond chance, in words; nil if they do not.
  package let contradiction: String?
  /// Decisions that rounding leaves open, in words; empty in doubles.
  package let straddled: [String]

  /// Why there is no key, or nil.
  ///
  /// - Parameter counts: the counts that were analysed.
  func reasonForZero(_ counts: Observations) -> ReasonForZero? {
    if let contradiction { return ReasonForZero(.inconsistentData, detail: contradiction) }
    guard !(rawLength.lowest >= 1) else { return nil }
    guard counts.keyBits > 0 else { return ReasonForZero(.noDetections, detail: "signal windows") }
    if let pairs = counts.pairs, cell.untagged != nil, !(pairs.kept > 0) {
      return ReasonForZero(.noDetections, detail: "pairs")
    }
    guard cell.secretBits.value.isCertainlyPositive else {
      return ReasonForZero(.noSinglePhotonEvents, detail: cell.untagged == nil ? "untagged bits" : "untagged pairs")
    }
    guard cell.phaseError.value.highest < 0.5 else { return ReasonForZero(.phaseErrorTooLarge) }
    if (entropy - leakage.value).lowest <= 0 { return ReasonForZero(.leakageExceedsSecrecy) }
    return ReasonForZero(.penaltiesExceedEntropy)
  }
}
