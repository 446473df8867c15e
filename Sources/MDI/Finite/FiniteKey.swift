// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// Finite-key MDI-QKD: from counts to a key length (mdi sheet, section 5).
package enum FiniteKey {
  /// Everything that can be refused before anything is computed.
  static func check<C: FiniteCounts>(
    _ counts: C, _ choices: PerParty<C.Choice>, _ options: FiniteKeyOptions
  ) throws(InputError) {
    try choices.alice.validate("A")
    try choices.bob.validate("B")
    try options.validate()
    if counts.origin == .measured, case .measured(let bits) = options.leakage, bits != bits.rounded() {
      throw InputError(
        "leak_EC", bits, allowed: "must be a whole number", hint: "every bit that was sent, both directions")
    }
    try C.validate(options, counts.origin)
    try counts.validate(choices)
  }

  static func checkedEstimate<C: FiniteCounts, S: Scalar>(
    _ counts: C, _ choices: PerParty<C.Choice>, _ options: FiniteKeyOptions
  ) throws(InputError) -> FiniteEstimate<S> {
    try check(counts, choices, options)
    return counts.certify(choices, options)
  }

  /// What counts of three intensities certify, in doubles.
  ///
  /// - Throws: `InputError` for inputs that cannot be.
  package static func estimate(
    _ counts: ThreeIntensityCounts, _ choices: PerParty<ThreeIntensityChoice>, _ options: FiniteKeyOptions
  ) throws(InputError) -> FiniteEstimate<Double> { try checkedEstimate(counts, choices, options) }

  /// The same with outward-rounded intervals: the lower end of `rawLength` is certified against rounding.
  package static func enclosure(
    _ counts: ThreeIntensityCounts, _ choices: PerParty<ThreeIntensityChoice>, _ options: FiniteKeyOptions
  ) throws(InputError) -> FiniteEstimate<Interval> { try checkedEstimate(counts, choices, options) }

  /// The same in double-double arithmetic: the referee for rounding.
  package static func reference(
    _ counts: ThreeIntensityCounts, _ choices: PerParty<ThreeIntensityChoice>, _ options: FiniteKeyOptions
  ) throws(InputError) -> FiniteEstimate<DoubleDouble> { try checkedEstimate(counts, choices, options) }

  /// The key of a run with three intensities each, with every intermediate quantity.
  ///
  /// With measured counts the length is the lower end of an interval evaluation, rounded down.
  ///
  /// - Throws: `InputError` for inputs that cannot be.
  package static func analyse(
    _ counts: ThreeIntensityCounts, _ choices: PerParty<ThreeIntensityChoice>, _ options: FiniteKeyOptions
  ) throws(InputError) -> SecretKeyRate { try result(counts, choices, options) }

  /// What counts of four intensities certify, in doubles.
  ///
  /// - Throws: `InputError` for inputs that cannot be.
  package static func estimate(
    _ counts: FourIntensityCounts, _ choices: PerParty<FourIntensityChoice>, _ options: FiniteKeyOptions
  ) throws(InputError) -> FiniteEstimate<Double> { try checkedEstimate(counts, choices, options) }

  /// The same with outward-rounded intervals: the lower end of `rawLength` is certified against rounding.
  package static func enclosure(
    _ counts: FourIntensityCounts, _ choices: PerParty<FourIntensityChoice>, _ options: FiniteKeyOptions
  ) throws(InputError) -> FiniteEstimate<Interval> { try checkedEstimate(counts, choices, options) }

  /// The same in double-double arithmetic: the referee for rounding.
  package static func reference(
    _ counts: FourIntensityCounts, _ choices: PerParty<FourIntensityChoice>, _ options: FiniteKeyOptions
  ) throws(InputError) -> FiniteEstimate<DoubleDouble> { try checkedEstimate(counts, choices, options) }

  /// The key of a run with four intensities each, with every intermediate quantity.
  ///
  /// With measured counts the length is the lower end of an interval evaluation, rounded down.
  ///
  /// - Throws: `InputError` for inputs that cannot be.
  package static func analyse(
    _ counts: FourIntensityCounts, _ choices: PerParty<FourIntensityChoice>, _ options: FiniteKeyOptions
  ) throws(InputError) -> SecretKeyRate { try result(counts, choices, options) }

  private static func rounding(
    _ certified: FiniteEstimate<Interval>?, _ options: FiniteKeyOptions
  ) -> RoundingCertificate {
    guard let certified else {
      return .notCertified("the counts are expected ones; only the counts of a run are evaluated with intervals")
    }
    guard options.bound != .gaussian else {
      return .notCertified("the Gaussian quantile is a number in double precision, and no bound (MDI-28)")
    }
    return .certified(CertifiedLength(raw: certified.rawLength, straddled: certified.straddled.decisions))
  }

  /// The test of the counts and the least leakage, for the trace of a run.
  private static func checks(_ world: CountsWorld?, _ rule: ShannonRule, isFour: Bool) -> [TraceEntry] {
    guard let world else { return [] }
    let origin = Quantities.consistencyOrigins[isFour ? 1 : 0]
    return [Quantities.consistency.by(origin)(world.consistency), Quantities.leastLeakage(rule.leastLeakage)]
  }

  /// A stated leakage against what the errors allow (MDI-34c).
  private static func leakageWarnings(_ options: FiniteKeyOptions, _ rule: ShannonRule) -> [String] {
    guard case .measured(let bits) = options.leakage else { return [] }
    if let warning = rule.warning(stated: bits) { return [warning] }
    return bits < 1.02 * rule.patternBits
      ? ["remark: error correction announced \(ShannonRule.whole(bits)) bits, less than any known code needs"] : []
  }

  static func result<C: FiniteCounts>(
    _ counts: C, _ choices: PerParty<C.Choice>, _ options: FiniteKeyOptions
  ) throws(InputError) -> SecretKeyRate {
    let e: FiniteEstimate<Double> = try checkedEstimate(counts, choices, options)
    let origin = counts.origin
    let certified: FiniteEstimate<Interval>? = origin == .measured ? counts.certify(choices, options) : nil
    let leaks = C.leaks(choices)
    let isFour = C.isFour
    var raw = e.rawLength
    var reason = e.reasonForZero
    if let certified {
      raw = min(raw, certified.rawLength.lower)
      if certified.isInconsistent { raw = min(raw, 0) }
      reason = reason ?? certified.reasonForZero
    }
    let world = origin == .measured ? counts.world(choices, options) : nil
    let isRefused = world.map { !$0.isAccepted } ?? false
    if isRefused, e.detections > 0 {
      raw = min(0, -e.leakage.value - e.cost)
      if !e.isInconsistent { reason = ReasonForZero(.countsContradictSettings) }
    }
    let bits = wholeBits(raw)
    let (status, reasons) = securityStatus(
      origin, options, isFour: isFour, leaks: leaks, isRefused: isRefused, shannon: e.shannon)
    var warnings = leakageWarnings(options, e.shannon)
    if options.bound == .gaussian {
      warnings.append("not composable: Gaussian fluctuations are not a bound; comparison with the literature only")
    }
    if e.detections > 0, e.errorRate > 0.11 {
      warnings.append("the error rate of the key basis is \(100 * e.errorRate) %, above 11 %")
    }
    if case .estimated = options.leakage, e.detections > 0, e.errors == 0 {
      warnings.append("no errors in the key basis: the estimated leakage is 0; give the measured leakage")
    }
    if !isRefused, raw < e.rawLength - max(2, 1e-9 * abs(e.rawLength)) {
      warnings.append("rounding widened the length to \(raw) bits; the double evaluation gave \(e.rawLength)")
    }
    let length = Quantity.Origin(lengthEquation(options, isFour: isFour), "mdi sheet, section 5")
    let last = [(Quantities.rawLength, raw), (Quantities.length, bits)].map { q, value in
      (isBound(options) ? q.by(length) : q.by(length).directed(.estimate))(value)
    }
    return SecretKeyRate(
      analysis: AnalysisDescription(
        calculation: C.calculation, title: C.title, options: optionList(options, isFour: isFour, origin),
        status: status,
        statusReasons: reasons),
      ratePerPulse: bits / counts.pulses, rawRatePerPulse: raw / counts.pulses, lengthBits: bits, rawLengthBits: raw,
      rounding: rounding(certified, options), pulses: counts.pulses,
      reasonForZero: bits > 0 ? nil : reason ?? ReasonForZero(.penaltiesExceedEntropy),
      trace: counts.trace(choices, options, e) + checks(world, e.shannon, isFour: isFour && !leaks) + last,
      failureBudget: budget(options, isFour: isFour),
      assumptions: assumptions(options, isFour: isFour, leaks: leaks), warnings: warnings)
  }
}
