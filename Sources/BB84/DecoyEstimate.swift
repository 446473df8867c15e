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
  /// What a trace says of a clamp; nil if it was not active.
  func note(_ clamp: DecoyClamps, _ words: String = "clipped to its range") -> String? {
    contains(clamp) ? words : nil
  }

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
  /// v0_Z: errors of vacuum detections in the test basis (sound proofs).
  package var testVacuumErrors: LowerBound<S>?
  /// Whether no photon numbers can give these counts with these settings (BB-47, BB-48, BB-49).
  package var contradicts = false
  /// Whether the contradiction was found in a proof that refuses it: nothing is counted as secret then.
  package var isRefused = false
  /// φ_X.
  package var phaseError = UpperBound(S(0.5))
  /// φ_X before it was capped at 1/2; for searches only.
  package var phaseErrorUncapped = S(0.5)
  /// n_X.
  package var detections = S.zero
  /// m_X.
  package var errors = S.zero
  /// λ_EC; of a stated leakage below what the errors allow the least that they allow (BB-35b).
  package var leakage = UpperBound(S.zero)
  /// The rule on a stated leakage (BB-35b); nil where it is estimated.
  package var shannon: ShannonRule?
  /// leakPE: bits for announcing the errors of the key basis (one decoy, or where they leave the laboratories).
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
    if isRefused { return ReasonForZero(.countsContradictSettings) }
    if !keySingle.value.isCertainlyPositive { return ReasonForZero(.noSinglePhotonEvents, detail: "X") }
    if !testSingle.value.isCertainlyPositive { return ReasonForZero(.noSinglePhotonEvents, detail: "Z") }
    if !(phaseError.value.highest < 0.5) { return ReasonForZero(.phaseErrorTooLarge) }
    if (entropy - leakage.value).lowest <= 0 { return ReasonForZero(.leakageExceedsSecrecy) }
    return ReasonForZero(.penaltiesExceedEntropy)
  }
}

/// Where the estimates of one kind of decoy analysis come from; each stands beside its formulas.
struct DecoyOrigins {
  let emptyPulses, vacuum, singlePhotons, errors: Quantity.Origin
  /// Where the lower bound on errors of vacuum detections comes from; nil where there is none.
  var vacuumErrors: Quantity.Origin?
  /// Whether the estimates are bounds.
  var areBounds = true

  /// The origins of an analysis of two decoys or one.
  static func of(decoys: Int, _ proof: Proof) -> DecoyOrigins {
    switch (proof, decoys) {
    case (.satquma2022, _): .satquma2022
    case (.sound, 2): .twoDecoysSound
    case (.sound, _): .oneDecoySound
    case (_, 2): .twoDecoys
    default: .oneDecoy
    }
  }
}

extension Quantities {
  static let emptyPulses = Quantity(.estimation, "tau0", "probability of an empty pulse", .exact)
  static let singlePulses = Quantity(.estimation, "tau1", "probability of a single-photon pulse", .exact)
  static let tailLog = Quantity(.estimation, "L", "ln(1/eps) of each decoy tail", .exact)
  static let keyVacuum = Quantity(
    .estimation, "sX0", "vacuum detections, key basis", .lowerBound, unit: "counts")
  package static let keySingle = Quantity(
    .estimation, "sX1", "single-photon detections, key basis", .lowerBound, unit: "counts",
    column: .init("single_photons", "lower bound on single-photon detections in the key basis", unit: "count"))
  static let testVacuum = Quantity(
    .estimation, "sZ0", "vacuum detections, test basis", .lowerBound, unit: "counts")
  static let testSingle = Quantity(
    .estimation, "sZ1", "single-photon detections, test basis", .lowerBound, unit: "counts")
  static let testErrors = Quantity(
    .estimation, "vZ1", "single-photon errors, test basis", .upperBound, unit: "counts")
  static let testVacuumErrors = Quantity(
    .estimation, "vZ0", "errors of vacuum detections, test basis", .lowerBound, unit: "counts")
  static let contradiction = Quantity(
    .estimation, "contradiction", "1 if no photon numbers give these counts with these settings, else 0", .exact,
    "BB-47, BB-48, BB-49", "derived in the bb84 sheet, section 5a")
  package static let phaseError = Quantity(
    .estimation, "phiX", "phase-error fraction of the key basis", .upperBound,
    column: .init("phase_error", "upper bound on the phase-error fraction"))

  static var estimates: [Quantity] {
    let kinds: [DecoyOrigins] = [.twoDecoys, .oneDecoy, .satquma2022]
    let vacuum = kinds.map { $0.vacuum }
    let single = kinds.map { $0.singlePhotons }
    let sound: [DecoyOrigins] = [.twoDecoysSound, .oneDecoySound]
    return [emptyPulses, singlePulses].flatMap { $0.by(kinds.map { $0.emptyPulses }) }
      + tailLog.by(ConcentrationBound.allCases.filter { $0 != .none }.map { $0.origin })
      + keyVacuum.by(vacuum) + [keyVacuumUpper] + keySingle.by(single) + testVacuum.by(vacuum) + [testVacuumUpper]
      + testSingle.by(single) + testErrors.by((kinds + sound).map { $0.errors })
      + testVacuumErrors.by(sound.compactMap { $0.vacuumErrors }) + [contradiction]
      + phaseError.by(SamplingBound.allCases.map { $0.origin })
      + [keyVacuum, keySingle, testVacuum, testSingle, testErrors, phaseError].map { $0.directed(.estimate) }
  }
}
