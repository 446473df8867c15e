// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// Finite-key three-state BB84 with two decoys or one: from counts to a key length (bb84 sheet, section 5b).
package enum ThreeStateKey {
  /// The receiver for which the length is proven. Equal click rates of honest pulses are not enough.
  package enum Receiver: String, Sendable, CaseIterable {
    /// Nothing is declared: planning only.
    case undeclared
    /// Active choice of the basis, both bases with two outcomes, each with its detector, and "detected" the same in both
    /// for every incoming state.
    case activeTwoDetectors = "active-two-detectors"
  }

  /// What the counts certify, in doubles.
  ///
  /// - Throws: `InputError` for inputs that cannot be.
  package static func estimate(
    _ counts: ThreeStateCounts, _ settings: Settings, _ options: FiniteKeyOptions
  ) throws(InputError) -> ThreeStateEstimate<Double> {
    try check(counts, settings, options)
    return try ThreeStateAnalysis.estimate(counts, settings, options)
  }

  /// The same with outward-rounded intervals.
  package static func enclosure(
    _ counts: ThreeStateCounts, _ settings: Settings, _ options: FiniteKeyOptions
  ) throws(InputError) -> ThreeStateEstimate<Interval> {
    try check(counts, settings, options)
    return try ThreeStateAnalysis.estimate(counts, settings, options)
  }

  /// The same in double-double arithmetic: the referee for rounding.
  package static func reference(
    _ counts: ThreeStateCounts, _ settings: Settings, _ options: FiniteKeyOptions
  ) throws(InputError) -> ThreeStateEstimate<DoubleDouble> {
    try check(counts, settings, options)
    return try ThreeStateAnalysis.estimate(counts, settings, options)
  }

  static func check(
    _ counts: ThreeStateCounts, _ settings: Settings, _ options: FiniteKeyOptions
  ) throws(InputError) {
    try settings.validate()
    for (name, value) in [("pX", settings.keyBasisProbability), ("pX_bob", settings.bobKeyBasisProbability)] {
      try require(
        value, name, in: 0...1, excludingLower: true, excludingUpper: true,
        hint: "the classes of both bases are compared with their probabilities")
    }
    let seen = counts.observations
    guard seen.keyDetections.count == settings.intensities.count else {
      throw InputError(
        "nX", value: "\(seen.keyDetections.list)",
        allowed: "must have one count for each of the \(settings.intensities.count) intensities")
    }
    try counts.validate()
    try options.validate(intensities: settings.intensities.count, origin: seen.origin)
    guard options.proof == .sound else {
      throw InputError("proof", value: options.proof.rawValue, allowed: "must be sound with three states")
    }
    guard options.composition == .linear, options.secrecyPerBit == nil else {
      throw InputError(
        "composition", value: options.composition.rawValue,
        allowed: "must be linear with three states, with a fixed eps_sec")
    }
  }

  /// The key of a run or of an expected run, with every intermediate quantity.
  ///
  /// - Throws: `InputError` for inputs that cannot be.
  package static func analyse(
    _ counts: ThreeStateCounts, _ settings: Settings, _ options: FiniteKeyOptions, receiver: Receiver = .undeclared
  ) throws(InputError) -> SecretKeyRate {
    let e = try estimate(counts, settings, options)
    let seen = counts.observations
    var raw = e.key.rawLength
    var rounding = RoundingCertificate.notCertified(
      "the counts are expected ones; only the counts of a run are evaluated with intervals")
    if seen.origin == .measured {
      let certified = try enclosure(counts, settings, options).key
      raw = min(raw, certified.rawLength.lower)
      rounding = .certified(CertifiedLength(raw: certified.rawLength, straddled: certified.straddled.decisions))
    }
    let bits = FiniteKey.length(raw, options)
    var (status, reasons) = FiniteKey.securityStatus(seen, settings, options, e.key)
    if status == .certified {
      if receiver == .undeclared {
        status = .planning
        reasons = ["the receiver is not declared: active choice of the basis, two detectors in both bases (BB-73)"]
      } else {
        reasons = ["coherent attacks, composable, variable length; derived in the bb84 sheet, section 5b"]
      }
    }
    let intensities = settings.intensities.count
    let description = AnalysisDescription(
      calculation: "bb84.finite.three_state",
      title: "Three-state BB84, \(intensities == 3 ? "two decoys" : "one decoy"), finite key",
      options: FiniteKey.optionList(seen, intensities, options) + [.init("receiver", receiver.rawValue)],
      status: status, statusReasons: reasons)
    return SecretKeyRate(
      analysis: description, ratePerPulse: seen.pulses.map { bits / $0 }, rawRatePerPulse: seen.pulses.map { raw / $0 },
      lengthBits: bits, rawLengthBits: raw, rounding: rounding, pulses: seen.pulses,
      reasonForZero: bits > 0 ? nil : e.key.reasonForZero ?? ReasonForZero(.penaltiesExceedEntropy),
      trace: trace(counts, settings, options, e, bits: bits),
      failureBudget: options.isInfiniteBlock ? nil : budget(options, intensities: intensities),
      assumptions: FiniteKey.assumptions(intensities: intensities, options, status) + [
        "three states: the test state is exactly |+> = (|0> + |1>)/sqrt 2 in the mode of the key states, which are exactly |0> and |1> with probability 1/2 each",
        "three states: both bases of Bob have two outcomes, each with its detector, and \"detected\" is the same operator in both",
      ],
      warnings: FiniteKey.warnings(seen, settings, options, e.key))
  }

  /// Where ε_sec goes (BB-76).
  static func budget(_ options: FiniteKeyOptions, intensities: Int) -> FailureBudget {
    let each = options.secrecy / ThreeStateAnalysis.divisor
    let tails = Double(ThreeStateAnalysis.tails)
    let names =
      intensities == 3
      ? "decoy tails: key n1+ n2- n2+ n3- n3+, test + the same, test - and mixed 2+ 3- each"
      : "decoy tails: key n1+ n2- m1+ m2+ vacuum, test + n1+ n2- vacuum split, test - and mixed 1+ 2+ 2- each"
    return FailureBudget(
      items: [
        .init(event: names, count: ThreeStateAnalysis.tails, probabilityEach: each, contribution: tails * each),
        .init(
          event: "three splits of single photons, probability eps^2 together, smoothing eps", count: 1,
          probabilityEach: each * each, contribution: 2 * each),
        .init(event: "privacy amplification", count: 1, probabilityEach: each, contribution: each),
      ], secrecy: options.secrecy, correctness: options.correctness,
      composition: "tails linearly, sampling under the square root")
  }
}
