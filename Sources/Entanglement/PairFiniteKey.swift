// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// Finite-key BBM92 of variable length: from counts to a key (photons sheet, section 2).
package enum PairFiniteKey {
  /// What the counts certify, in doubles: the fast door for searches and tests.
  ///
  /// - Throws: `InputError` for inputs that cannot be.
  package static func estimate(
    _ counts: PairCounts, _ options: PairFiniteKeyOptions
  ) throws(InputError) -> PairEstimate<Double> {
    try check(counts, options)
    return try PairAnalysis.estimate(counts, options)
  }

  /// The same with outward-rounded intervals: the lower end of `rawLength` is certified against rounding.
  package static func enclosure(
    _ counts: PairCounts, _ options: PairFiniteKeyOptions
  ) throws(InputError) -> PairEstimate<Interval> {
    try check(counts, options)
    return try PairAnalysis.estimate(counts, options)
  }

  /// The same in double-double arithmetic: the referee for rounding.
  package static func reference(
    _ counts: PairCounts, _ options: PairFiniteKeyOptions
  ) throws(InputError) -> PairEstimate<DoubleDouble> {
    try check(counts, options)
    return try PairAnalysis.estimate(counts, options)
  }

  static func check(_ counts: PairCounts, _ options: PairFiniteKeyOptions) throws(InputError) {
    try counts.validate()
    try options.validate(counts.samples.keyMode, counts.origin)
  }

  /// The Shannon rule of these counts; the bases are classes that the decoder can tell apart.
  package static func shannon(_ counts: PairCounts, _ options: PairFiniteKeyOptions) -> ShannonRule {
    ShannonRule(
      counts.parts.map { .init(rounds: $0.key.rounds, errors: $0.key.errors) }, correctness: options.correctness)
  }

  /// The key of a run or of an expected run, with every intermediate quantity.
  ///
  /// With measured counts the length is the lower end of an interval evaluation, rounded down. A measured leakage
  /// below Shannon's limit is replaced by that limit and the length is not certified (shannon sheet).
  ///
  /// - Parameters:
  ///   - counts: measured or expected counts.
  ///   - receivers: what is stated about the two receivers.
  ///   - options: sampling, failure probabilities and leakage.
  /// - Throws: `InputError` for inputs that cannot be.
  package static func analyse(
    _ counts: PairCounts, _ receivers: PairReceivers, _ options: PairFiniteKeyOptions
  ) throws(InputError) -> SecretKeyRate {
    try check(counts, options)
    try receivers.validate(counts.samples.keyMode, options.sampling)
    var used = options
    let rule = shannon(counts, options)
    var isRefuted = false
    if case .measured(let bits) = options.leakage, counts.parts.contains(where: { $0.key.rounds > 0 }),
      rule.refutes(bits)
    {
      used.leakage = .measured(bits: rule.leastLeakage)
      isRefuted = true
    }
    let e: PairEstimate<Double> = try PairAnalysis.estimate(counts, used)
    var raw = e.rawLength
    var rounding = RoundingCertificate.notCertified(
      "the counts are expected ones; only the counts of a run are evaluated with intervals")
    if counts.origin == .measured {
      let certified: PairEstimate<Interval> = try PairAnalysis.estimate(counts, used)
      raw = Swift.min(raw, certified.rawLength.lower)
      rounding = .certified(
        CertifiedLength(
          raw: certified.rawLength, straddled: straddled(certified), conditions: conditions(counts, used)))
    }
    let bits = used.isInfiniteBlock ? Swift.max(0, raw) : wholeBits(raw)
    let (status, reasons) = securityStatus(counts, receivers, options, leakageIsRefuted: isRefuted)
    var warnings = warnings(counts, used)
    if isRefuted { warnings.insert(ShannonRule.warning, at: 0) }
    return SecretKeyRate(
      analysis: AnalysisDescription(
        calculation: "bbm92.finite", title: title(counts, options), options: optionList(counts, options),
        status: status, statusReasons: reasons),
      ratePerPulse: counts.pulses.map { bits / $0 }, rawRatePerPulse: counts.pulses.map { raw / $0 },
      lengthBits: bits, rawLengthBits: raw, rounding: rounding, pulses: counts.pulses,
      reasonForZero: bits > 0 ? nil : e.reasonForZero ?? ReasonForZero(.penaltiesExceedEntropy),
      trace: trace(counts, used, e, rule, bits: bits),
      failureBudget: options.isInfiniteBlock ? nil : budget(options, counts.samples.keyMode),
      assumptions: assumptions(counts, receivers, options), warnings: warnings)
  }

  private static func straddled(_ e: PairEstimate<Interval>) -> [String] {
    e.parts.contains { $0.uncapped.straddles(Interval(0.5)) } ? ["whether phi is below 1/2"] : []
  }

  private static func conditions(_ counts: PairCounts, _ options: PairFiniteKeyOptions) -> [String] {
    let sizes = counts.parts.map { $0.key.rounds + $0.test.rounds }
    guard options.sampling == .subset(.exact), let largest = sizes.filter({ $0 <= SamplingBound.exactLimit }).max()
    else { return [] }
    return [
      "the logarithms of the hypergeometric tails, summed in doubles, are good to \(SamplingBound.tailRounding(largest))"
    ]
  }

  static func title(_ counts: PairCounts, _ options: PairFiniteKeyOptions) -> String {
    let way =
      switch counts.samples.keyMode {
      case .one: "key from one basis"
      case .pooled: "pooled bases"
      case .both: "key from both bases"
      }
    return "Entangled pairs (BBM92), \(way), " + (options.isInfiniteBlock ? "limit of infinite blocks" : "finite key")
  }

  static func optionList(_ counts: PairCounts, _ options: PairFiniteKeyOptions) -> [AnalysisDescription.Option] {
    var list: [AnalysisDescription.Option] = [
      .init("key", counts.samples.keyMode.rawValue), .init("sampling", options.sampling.name),
    ]
    if case .binomial(let z) = options.sampling { list.append(.init("least test probability", "\(z)")) }
    switch options.leakage {
    case .measured: list.append(.init("error correction", "measured leakage"))
    case .estimated(let f): list.append(.init("error correction", "estimated with f_EC = \(f)"))
    }
    list.append(.init("counts", counts.origin.rawValue))
    return list
  }

  static func warnings(_ counts: PairCounts, _ options: PairFiniteKeyOptions) -> [String] {
    var list: [String] = []
    for (key, test) in counts.parts {
      guard key.rounds > 0 else { continue }
      let rate = key.errors / key.rounds
      if rate > 0.5 {
        list.append("more than half of the key bits differ: are Bob's bits inverted?")
      } else if rate > 0.11 {
        list.append("the error rate of the key rounds is \(100 * rate) %, above 11 %")
      }
      if case .estimated = options.leakage, key.errors == 0 {
        list.append("no errors in the key rounds: the estimated leakage is 0; give the measured leakage")
      }
      if test.errors == 0, test.rounds * rate > 20 {
        list.append(
          "no errors among \(test.rounds) test rounds, but \(100 * rate) % in the key rounds: were they compared?")
      }
      if options.sampling == .subset(.exact), key.rounds + test.rounds > SamplingBound.exactLimit {
        list.append("more than 1e8 rounds: sampling exact gives way to klt")
      }
    }
    return list
  }
}
