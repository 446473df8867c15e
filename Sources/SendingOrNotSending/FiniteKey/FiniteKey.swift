// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// Finite-key sending-or-not-sending, with and without odd-parity pairing (sns sheet, sections 3 and 4).
package enum FiniteKey {
  /// Everything that can be refused before anything is computed.
  ///
  /// - Returns: what pairing left; nothing without pairing.
  static func check(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions
  ) throws(InputError) -> Observations.Pairs {
    try settings.validate()
    try options.validate()
    try counts.validate(settings)
    if case .estimated = options.leakage {
      let known =
        options.scheme == .aopp
        ? counts.pairs?.errors != nil : counts.zeroErrors != nil && counts.oneErrors != nil
      guard known else {
        throw InputError(
          "leak_EC", value: "missing", allowed: "must be given where the errors of the key were not counted")
      }
    }
    guard options.scheme == .aopp else { return .init(kept: 0) }
    guard let pairs = counts.pairs else {
      throw InputError("nt_aopp", value: "missing", allowed: "must be given: the pairs kept after Alice's parities")
    }
    return pairs
  }

  private static func checkedEstimate<S: Scalar>(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions
  ) throws(InputError) -> FiniteEstimate<S> {
    let pairs = try check(counts, settings, options)
    return FiniteAnalysis.estimate(counts, pairs, settings, options)
  }

  /// What the counts certify, in doubles.
  package static func estimate(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions
  ) throws(InputError) -> FiniteEstimate<Double> { try checkedEstimate(counts, settings, options) }

  /// The same with outward-rounded intervals: the lower end of `rawLength` is certified against rounding.
  package static func enclosure(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions
  ) throws(InputError) -> FiniteEstimate<Interval> { try checkedEstimate(counts, settings, options) }

  /// The same in double-double arithmetic: the referee for rounding.
  package static func reference(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions
  ) throws(InputError) -> FiniteEstimate<DoubleDouble> { try checkedEstimate(counts, settings, options) }

  /// A key length in doubles and, for the counts of a run, by intervals.
  private struct Length {
    let estimate: FiniteEstimate<Double>
    let certified: FiniteEstimate<Interval>?
    /// The shorter of the two, at most zero where either refuses the data.
    let raw: Double

    init(
      _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions
    ) throws(InputError) {
      let pairs = try check(counts, settings, options)
      estimate = FiniteAnalysis.estimate(counts, pairs, settings, options)
      certified =
        counts.origin == .measured ? FiniteAnalysis.estimate(counts, pairs, settings, options) : nil
      raw = Swift.min(estimate.rawLength, certified?.rawLength.lower ?? .infinity)
    }

    var rounding: RoundingCertificate {
      guard let certified else {
        return .notCertified("the counts are expected ones; only the counts of a run are evaluated with intervals")
      }
      return .certified(CertifiedLength(raw: certified.rawLength, straddled: certified.straddled))
    }
  }

  /// The key of a run, with every intermediate quantity.
  ///
  /// With measured counts the length is the lower end of an interval evaluation, rounded down. A leakage below
  /// Shannon's limit of the counted errors is raised to it, and certifies nothing.
  ///
  /// - Parameters:
  ///   - counts: the counts, measured or expected.
  ///   - settings: the settings of the run.
  ///   - options: how it is analysed; for a run fixed before it.
  ///   - declarations: what the laboratory says about the run; without meaning for expected counts.
  ///   - signalSlotShare: the share of all pulse slots that are rounds; the others are uses of the channel too.
  /// - Throws: `InputError` for inputs that cannot be, and for declarations that leave no key.
  package static func analyse(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions,
    declarations: Declarations = Declarations(), signalSlotShare: Double = 1
  ) throws(InputError) -> SecretKeyRate {
    try Setup.validateShare(signalSlotShare)
    if counts.origin == .measured { try declarations.validate(options.scheme) }
    var paid = options
    var check = StatedLeakage.met
    var warnings: [String] = []
    if case .measured(let bits) = options.leakage {
      _ = try Self.check(counts, settings, options)
      check = StatedLeakage(bits, counts, options)
      switch check {
      case .met, .uncounted: break
      case .below(let least):
        paid.leakage = .measured(bits: least)
        warnings.append(
          ShannonRule.warning + " The length uses the limit, \(ShannonRule.whole(least.rounded(.up))) bits")
      case .beyondKnownCodes:
        warnings.append("the leakage is within 2 % of Shannon's limit: better than any known code")
      }
    }
    let length = try Length(counts, settings, paid)
    let e = length.estimate
    let bits = wholeBits(length.raw)
    var floor: Double?
    if options.scheme == .aopp, options.method == .spin, options.accounting != .published {
      var simple = paid
      simple.method = .simple
      floor = wholeBits(try Length(counts, settings, simple).raw)
    }
    let (status, reasons) = securityStatus(counts.origin, options, declarations, check)
    if counts.origin == .measured, length.raw < e.rawLength - Swift.max(2, 1e-9 * abs(e.rawLength)) {
      warnings.append("rounding widened the length to \(length.raw) bits; the double evaluation gave \(e.rawLength)")
    }
    if floor != nil, bits > 0, counts.origin == .measured {
      warnings.append("the length rests on an unpublished theorem (TFS-21); length_simple does not need it (TFS-25)")
    }
    let reason = e.reasonForZero(counts) ?? length.certified?.reasonForZero(counts)
    let rate = bits / counts.rounds
    return SecretKeyRate(
      analysis: AnalysisDescription(
        calculation: (options.scheme == .aopp ? "tf.aopp.finite" : "tf.sns.finite")
          + (counts.origin == .measured ? ".counts" : ""),
        title: options.scheme == .aopp
          ? "Sending-or-not-sending with odd-parity pairing, finite key" : "Sending-or-not-sending, finite key",
        options: optionList(options, settings, counts.origin), status: status, statusReasons: reasons),
      ratePerPulse: rate, rawRatePerPulse: length.raw / counts.rounds, lengthBits: bits,
      rawLengthBits: length.raw, rounding: length.rounding, pulses: counts.rounds,
      reasonForZero: bits > 0 ? nil : reason ?? ReasonForZero(.penaltiesExceedEntropy),
      trace: settings.trace() + counts.trace(options.scheme) + trace(e, counts, paid, settings)
        + lengthTrace(
          options, raw: length.raw, bits: bits, floor: floor, rounds: counts.rounds, share: signalSlotShare),
      failureBudget: budget(options), assumptions: assumptions(options), warnings: warnings)
  }

  private static func optionList(
    _ options: FiniteKeyOptions, _ settings: Settings, _ origin: Observations.Origin
  ) -> [AnalysisDescription.Option] {
    var list: [AnalysisDescription.Option] = [
      .init("accounting", options.accounting.rawValue), .init("cells", "\(options.cells)"),
      .init("rounds of one decoy and one signal window", settings.countsMixedRounds ? "counted" : "not counted"),
    ]
    if options.scheme == .aopp { list.append(.init("phase errors of pairs", options.method.rawValue)) }
    switch options.leakage {
    case .measured: list.append(.init("error correction", "measured leakage"))
    case .estimated(let f): list.append(.init("error correction", "leak assumed: f_EC = \(f)"))
    }
    list.append(.init("counts", origin.rawValue))
    return list
  }
}
