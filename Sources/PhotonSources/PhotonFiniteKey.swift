// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// Finite-key BB84 without decoys, of variable length: single-photon and heralded sources, weak coherent pulses
/// (photons sheet, sections 4c and 6).
package enum PhotonFiniteKey {
  /// What the counts certify, in doubles: the fast door for searches and tests.
  ///
  /// - Throws: `InputError` for inputs that cannot be.
  package static func estimate(
    _ counts: PhotonCounts, _ settings: PhotonSettings, _ limit: MultiphotonLimit, _ options: PhotonFiniteKeyOptions
  ) throws(InputError) -> PhotonEstimate<Double> {
    try check(counts, settings, options)
    return try PhotonAnalysis.estimate(counts, settings, limit, options)
  }

  /// The same with outward-rounded intervals: the lower end of `rawLength` is certified against rounding.
  package static func enclosure(
    _ counts: PhotonCounts, _ settings: PhotonSettings, _ limit: MultiphotonLimit, _ options: PhotonFiniteKeyOptions
  ) throws(InputError) -> PhotonEstimate<Interval> {
    try check(counts, settings, options)
    return try PhotonAnalysis.estimate(counts, settings, limit, options)
  }

  /// The same in double-double arithmetic: the referee for rounding.
  package static func reference(
    _ counts: PhotonCounts, _ settings: PhotonSettings, _ limit: MultiphotonLimit, _ options: PhotonFiniteKeyOptions
  ) throws(InputError) -> PhotonEstimate<DoubleDouble> {
    try check(counts, settings, options)
    return try PhotonAnalysis.estimate(counts, settings, limit, options)
  }

  static func check(
    _ counts: PhotonCounts, _ settings: PhotonSettings, _ options: PhotonFiniteKeyOptions
  ) throws(InputError) {
    try settings.validate()
    try counts.validate()
    try options.validate(counts.origin)
  }

  /// The key of a run or of an expected run, with every intermediate quantity.
  ///
  /// With measured counts the length is the lower end of an interval evaluation, rounded down. A measured leakage
  /// below Shannon's limit is replaced by that limit and the length is not certified (shannon sheet).
  ///
  /// - Parameters:
  ///   - counts: measured or expected counts.
  ///   - settings: basis probabilities of the run.
  ///   - limit: how the probability of two photons or more is known.
  ///   - options: sampling, failure probabilities and leakage.
  ///   - pulsesPerTrigger: pump pulses for each trigger: 1, or 1/P_herald for heralded sources.
  /// - Throws: `InputError` for inputs that cannot be.
  package static func analyse(
    _ counts: PhotonCounts, _ settings: PhotonSettings, _ limit: MultiphotonLimit, _ options: PhotonFiniteKeyOptions,
    pulsesPerTrigger: Double = 1
  ) throws(InputError) -> SecretKeyRate {
    try check(counts, settings, options)
    let rule = ShannonRule(
      [.init(rounds: counts.key.detections, errors: counts.key.errors)], correctness: options.correctness)
    let (used, isRefuted) = options.held(to: rule, detections: counts.key.detections)
    let e: PhotonEstimate<Double> = try PhotonAnalysis.estimate(counts, settings, limit, used)
    var raw = e.rawLength
    var rounding = RoundingCertificate.notCertified(
      "the counts are expected ones; only the counts of a run are evaluated with intervals")
    if counts.origin == .measured {
      let certified: PhotonEstimate<Interval> = try PhotonAnalysis.estimate(counts, settings, limit, used)
      raw = Swift.min(raw, certified.rawLength.lower)
      rounding = .certified(CertifiedLength(raw: certified.rawLength, straddled: certified.straddled))
    }
    let bits = used.isInfiniteBlock ? Swift.max(0, raw) : wholeBits(raw)
    let pulses = counts.triggers * pulsesPerTrigger
    let (status, reasons) = securityStatus(counts, limit, options, leakageIsRefuted: isRefuted)
    var warnings = warnings(counts, used)
    if isRefuted { warnings.insert(ShannonRule.warning, at: 0) }
    let isCoherent: Bool
    if case .coherent = limit { isCoherent = true } else { isCoherent = false }
    return SecretKeyRate(
      analysis: AnalysisDescription(
        calculation: isCoherent ? "weak_coherent.finite" : "single_photon.finite",
        title: (isCoherent ? "BB84 with weak coherent pulses, no decoys" : "BB84 with a single-photon source")
          + (used.isInfiniteBlock ? ", limit of infinite blocks" : ", finite key"),
        options: used.list(counts.origin), status: status, statusReasons: reasons),
      ratePerPulse: bits / pulses, rawRatePerPulse: raw / pulses, lengthBits: bits, rawLengthBits: raw,
      rounding: rounding, pulses: pulses,
      reasonForZero: bits > 0 ? nil : e.reasonForZero ?? ReasonForZero(.penaltiesExceedEntropy),
      trace: trace(counts, settings, limit, used, e, rule, bits: bits),
      failureBudget: used.isInfiniteBlock
        ? nil
        : used.budget(
          tails: PhotonAnalysis.tails, events: "multi-photon pulses: M_X, M_Z", calibration: limit.failure),
      assumptions: assumptions(limit), warnings: warnings)
  }

  static func warnings(_ counts: PhotonCounts, _ options: PhotonFiniteKeyOptions) -> [String] {
    var list: [String] = []
    let n = counts.key.detections
    guard n > 0 else { return list }
    let rate = counts.key.errors / n
    if rate > 0.5 {
      list.append("more than half of the key bits differ: are Bob's bits inverted?")
    } else if rate > 0.11 {
      list.append("the error rate of the key basis is \(100 * rate) %, above 11 %")
    }
    if case .estimated = options.leakage, counts.key.errors == 0 {
      list.append("no errors in the key basis: the estimated leakage is 0; give the measured leakage")
    }
    if counts.test.errors == 0, counts.test.detections * rate > 20 {
      list.append("no errors in the test basis, but \(100 * rate) % in the key basis: were the bits compared?")
    }
    return list
  }
}

extension PhotonFiniteKeyOptions {
  /// The options with the leakage that a printed length uses, and whether it was replaced (shannon sheet).
  func held(to rule: ShannonRule, detections: Double) -> (options: PhotonFiniteKeyOptions, isRefuted: Bool) {
    guard case .measured(let bits) = leakage, detections > 0, rule.refutes(bits) else { return (self, false) }
    var used = self
    used.leakage = .measured(bits: rule.leastLeakage)
    return (used, true)
  }

  /// The options in words.
  func list(_ origin: PhotonCountsOrigin) -> [AnalysisDescription.Option] {
    var list: [AnalysisDescription.Option] = [
      .init("sampling", sampling.rawValue), .init("composition", composition.rawValue),
    ]
    switch leakage {
    case .measured: list.append(.init("error correction", "measured leakage"))
    case .estimated(let f): list.append(.init("error correction", "estimated with f_EC = \(f)"))
    }
    list.append(.init("counts", origin.rawValue))
    return list
  }
}
