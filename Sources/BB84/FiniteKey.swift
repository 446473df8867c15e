// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// Finite-key decoy-state BB84: from counts to a key length (bb84 sheet, sections 4 and 5).
package enum FiniteKey {
  /// The length in bits, as a result keeps it.
  struct Length {
    let raw: Double
    let bits: Double
  }

  /// What the counts certify, in doubles: the fast door for searches and tests.
  ///
  /// - Throws: `InputError` for inputs that cannot be.
  package static func estimate(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions
  ) throws(InputError) -> DecoyEstimate<Double> {
    try check(counts, settings, options)
    return try DecoyAnalysis.resolved(counts, settings, options).0
  }

  /// The same with outward-rounded intervals: the lower end of `rawLength` is certified against rounding.
  package static func enclosure(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions
  ) throws(InputError) -> DecoyEstimate<Interval> {
    try check(counts, settings, options)
    return try DecoyAnalysis.estimate(counts, settings, options)
  }

  /// What measured counts certify whatever the rounding: the safe ends of the enclosure, in doubles.
  ///
  /// Sampling `exact` counts whole rounds and is evaluated in doubles (see ``analyse(_:_:_:)``).
  package static func certifiedEstimate(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions
  ) throws(InputError) -> DecoyEstimate<Double> {
    var e = try estimate(counts, settings, options)
    guard options.sampling != .exact else { return e }
    let safe = try enclosure(counts, settings, options)
    e.keyVacuum = LowerBound(safe.keyVacuum.value.lower)
    e.keySingle = LowerBound(safe.keySingle.value.lower)
    e.phaseError = UpperBound(safe.phaseError.value.upper)
    e.leakage = UpperBound(safe.leakage.value.upper)
    e.penalty = UpperBound(safe.penalty.value.upper)
    e.rawLength = safe.rawLength.lower
    return e
  }

  /// The same in double-double arithmetic: the referee for rounding.
  package static func reference(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions
  ) throws(InputError) -> DecoyEstimate<DoubleDouble> {
    try check(counts, settings, options)
    return try DecoyAnalysis.estimate(counts, settings, options)
  }

  static func check(_ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions) throws(InputError) {
    try settings.validate(checkingBases: counts.origin == .expected)
    guard counts.keyDetections.count == settings.intensities.count else {
      throw InputError(
        "nX", value: "\(counts.keyDetections.list)",
        allowed: "must have one count for each of the \(settings.intensities.count) intensities")
    }
    try counts.validate()
    try options.validate(intensities: settings.intensities.count, origin: counts.origin)
  }

  /// Whether some photon numbers can give the detections of one class with these settings (BB-47, BB-48).
  ///
  /// - Parameter l: ln(1/ε) of each tail.
  package static func isFeasible(
    _ detections: ByIntensity<Double>, _ settings: Settings, _ statistics: ConcentrationBound,
    logInverseFailure l: Double
  ) -> Bool {
    var basis = DecoyAnalysis.Basis<Double>(
      detections: detections, errors: detections, options: FiniteKeyOptions(statistics: statistics), l: l)
    let (tau0, tau1): (Double, Double) = (DecoyAnalysis.tau(0, settings), DecoyAnalysis.tau(1, settings))
    if let weakest = settings.intensities.weakest {
      let w = DecoyAnalysis.TwoDecoyWeights(settings, weakest: weakest, tau0: tau0, tau1: tau1)
      return DecoyAnalysis.TwoDecoyTails(&basis, w).isFeasible(w, total: basis.total)
    }
    let w = DecoyAnalysis.OneDecoyWeights(settings, tau0: tau0, tau1: tau1)
    return DecoyAnalysis.OneDecoyTails(&basis, w).isFeasible(w, total: basis.total)
  }

  /// Whole bits of a raw length; with infinite blocks the length is not rounded (section 0).
  static func length(_ raw: Double, _ options: FiniteKeyOptions) -> Double {
    options.isInfiniteBlock ? max(0, raw) : wholeBits(raw)
  }

  /// The key of a run or of an expected run, with every intermediate quantity.
  ///
  /// With measured counts the length is the lower end of an interval evaluation, rounded down:
  /// no rounding error of the program can lengthen it.
  ///
  /// - Parameters:
  ///   - counts: measured or expected counts.
  ///   - settings: the intensities and probabilities of the run.
  ///   - options: proof, bounds and failure probabilities.
  /// - Throws: `InputError` for inputs that cannot be.
  package static func analyse(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions
  ) throws(InputError) -> SecretKeyRate {
    try check(counts, settings, options)
    let (e, options) = try DecoyAnalysis.resolved(counts, settings, options)
    var raw = e.rawLength
    // The exact tail counts whole rounds: an enclosure of its arguments straddles a step and says
    // nothing about rounding. It is for planning only.
    var rounding = RoundingCertificate.notCertified(
      counts.origin == .expected
        ? "the counts are expected ones; only the counts of a run are evaluated with intervals"
        : "the exact hypergeometric tail counts whole rounds and is evaluated in doubles; sampling kl is enclosed")
    if counts.origin == .measured, options.sampling != .exact {
      let certified: DecoyEstimate<Interval> = try DecoyAnalysis.estimate(counts, settings, options)
      raw = min(raw, certified.rawLength.lower)
      rounding =
        options.proof == .satquma2022
        ? .notCertified("the comparison proof satquma2022 forms the shares of the errors in doubles")
        : .certified(CertifiedLength(raw: certified.rawLength, straddled: certified.straddled.decisions))
    }
    let bits = length(raw, options)
    let (status, reasons) = securityStatus(counts, settings, options, e)
    let intensities = settings.intensities.count
    let description = AnalysisDescription(
      calculation: intensities == 3 ? "bb84.finite.two_decoy" : "bb84.finite.one_decoy",
      title: title(intensities, options), options: optionList(counts, intensities, options), status: status,
      statusReasons: reasons)
    var warnings = warnings(counts, settings, options, e)
    if raw < e.rawLength - max(2, 1e-9 * abs(e.rawLength)) {
      warnings.append("rounding widened the length to \(raw) bits; the double evaluation gave \(e.rawLength)")
    }
    // Expected counts without a number of pulses: no number of pulses fills the block.
    let unreachable: Double? = counts.origin == .expected ? 0 : nil
    return SecretKeyRate(
      analysis: description,
      ratePerPulse: counts.pulses.map { bits / $0 } ?? unreachable,
      rawRatePerPulse: counts.pulses.map { raw / $0 } ?? unreachable,
      lengthBits: bits, rawLengthBits: raw, rounding: rounding, pulses: counts.pulses,
      reasonForZero: bits > 0 ? nil : e.reasonForZero ?? ReasonForZero(.penaltiesExceedEntropy),
      trace: trace(counts, settings, options, e, bits: bits),
      failureBudget: options.isInfiniteBlock ? nil : budget(options, intensities: intensities),
      assumptions: assumptions(intensities: intensities, options, status), warnings: warnings)
  }

  static func title(_ intensities: Int, _ options: FiniteKeyOptions) -> String {
    let decoys = intensities == 3 ? "two decoys" : "one decoy"
    return options.isInfiniteBlock
      ? "Decoy BB84, \(decoys), limit of infinite blocks" : "Decoy BB84, \(decoys), finite key"
  }

  static func optionList(_ counts: Observations, _ intensities: Int, _ options: FiniteKeyOptions)
    -> [AnalysisDescription.Option]
  {
    var list: [AnalysisDescription.Option] = [
      .init("proof", options.proof.rawValue), .init("statistics", options.statistics.rawValue),
      .init("sampling", options.sampling.rawValue),
    ]
    if options.proof == .sound {
      list.append(.init("composition", options.composition.rawValue))
      list.append(.init("penalty", options.penalty.rawValue))
    }
    list.append(.init("vacuum counts as secret", options.countsVacuum ? "yes" : "no"))
    if options.isReverse { list.append(.init("reconciliation", "reverse")) }
    if options.keyErrors != .secret { list.append(.init("errors of the key basis", options.keyErrors.rawValue)) }
    if intensities == 2 { list.append(.init("vacuum bound from", options.vacuumSource.rawValue)) }
    switch options.leakage {
    case .measured: list.append(.init("error correction", "measured leakage"))
    case .estimated(let f): list.append(.init("error correction", "estimated with f_EC = \(f)"))
    }
    list.append(.init("counts", counts.origin.rawValue))
    return list
  }
}
