// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

extension PassiveDecoy {
  /// The key of a run or of an expected run, with every intermediate quantity. Planning: see the status.
  ///
  /// - Throws: `InputError` for inputs that cannot be.
  package static func analyse(
    _ counts: PassiveDecoyCounts, _ herald: HeraldRange, _ options: PhotonFiniteKeyOptions
  ) throws(InputError) -> SecretKeyRate {
    try check(counts, herald, options)
    let key = counts.keyHeralded
    let rule = ShannonRule([.init(rounds: key.detections, errors: key.errors)], correctness: options.correctness)
    let (used, isRefuted) = options.held(to: rule, detections: key.detections)
    let e: Estimate<Double> = try evaluate(counts, herald, used)
    var raw = e.key.rawLength
    var rounding = RoundingCertificate.notCertified(
      "the counts are expected ones; only the counts of a run are evaluated with intervals")
    if counts.origin == .measured {
      let certified: Estimate<Interval> = try evaluate(counts, herald, used)
      raw = Swift.min(raw, certified.key.rawLength.lower)
      rounding = .certified(CertifiedLength(raw: certified.key.rawLength, straddled: certified.key.straddled))
    }
    let bits = used.isInfiniteBlock ? Swift.max(0, raw) : wholeBits(raw)
    let open =
      [
        "the sampling step (PH-49) has been checked by one derivation only"
      ] + options.openPoints(counts.origin, leakageIsRefuted: isRefuted)
    return SecretKeyRate(
      analysis: AnalysisDescription(
        calculation: "single_photon.passive_decoy",
        title: "BB84 with heralded photons, passive decoys"
          + (used.isInfiniteBlock ? ", limit of infinite blocks" : ", finite key"),
        options: used.list(counts.origin), status: .planning, statusReasons: open),
      ratePerPulse: counts.pulses.map { bits / $0 }, rawRatePerPulse: counts.pulses.map { raw / $0 },
      lengthBits: bits, rawLengthBits: raw, rounding: rounding, pulses: counts.pulses,
      reasonForZero: bits > 0 ? nil : e.reasonForZero ?? ReasonForZero(.penaltiesExceedEntropy),
      trace: trace(counts, herald, used, e, rule, bits: bits),
      failureBudget: used.isInfiniteBlock
        ? nil
        : used.budget(
          tails: tails, events: "n_N-, vacuum and heralded pairs in both bases", calibration: 0),
      assumptions: [
        "every photon in the signal arm has its twin in the herald arm: no pump leak, Raman light or fluorescence (H1)",
        "given pair numbers and earlier labels the herald probabilities stay in the stated ranges; the herald detector is live at every pulse (H2)",
        "neither Bob nor Eve learns the herald before Bob's detection, and his windows do not depend on it (H3)",
        "basis and bit are independent of the herald; perfect BB84 states for one photon (H4)",
        "all rounds without herald and all test rounds are disclosed; the key is made of rounds with herald",
        "Bob's detection efficiency is independent of the basis; double clicks assigned a random bit",
        "forward reconciliation: Bob corrects his string, in a prefix-free transcript that is counted whole",
      ], warnings: isRefuted ? [ShannonRule.warning] : [])
  }

  private static func trace(
    _ counts: PassiveDecoyCounts, _ herald: HeraldRange, _ options: PhotonFiniteKeyOptions, _ e: Estimate<Double>,
    _ rule: ShannonRule, bits: Double
  ) -> [TraceEntry] {
    var list: [TraceEntry] = [
      .init(.setup, "eta_h_lo", "least herald efficiency", herald.efficiency.lowerBound, direction: .input),
      .init(.setup, "eta_h_hi", "largest herald efficiency", herald.efficiency.upperBound, direction: .input),
      .init(.setup, "p_h_lo", "least herald background", herald.background.lowerBound, direction: .input),
      .init(.setup, "p_h_hi", "largest herald background", herald.background.upperBound, direction: .input),
    ]
    list += counts.origin.trace(
      counts.named.flatMap { entry in
        [
          (entry.0, "detections, \(words(entry.0))", entry.2.detections),
          (entry.1, "errors, \(words(entry.0))", entry.2.errors),
        ]
      })
    func add(
      _ symbol: String, _ meaning: String, _ value: Double, _ equation: String, _ direction: TraceEntry.Direction
    ) {
      list.append(
        .init(
          .estimation, symbol, meaning, value, unit: "counts", equation: equation, source: "photons sheet",
          direction: direction))
    }
    add("sX0U", "detections without a pair, key basis", e.keyVacuum.value, "PH-47", .upperBound)
    add("sZ0U", "detections without a pair, test basis", e.testVacuum.value, "PH-47", .upperBound)
    add("sX1", "detections of single pairs, key basis", e.keyPairs.value, "PH-48", .lowerBound)
    add("sZ1", "detections of single pairs, test basis", e.testPairs.value, "PH-48", .lowerBound)
    add("sXT", "the heralded ones among them, key basis", e.key.keyRest.value, "PH-49", .lowerBound)
    add("sZT", "the heralded ones among them, test basis", e.key.testRest.value, "PH-49", .lowerBound)
    add("vZ1", "errors among the latter", e.key.testErrors.value, "PH-49", .upperBound)
    return list + options.keyTrace(e.key, rule, bits: bits, lengthEquation: "PH-49")
  }

  private static func words(_ symbol: String) -> String {
    switch symbol {
    case "nXT": "key basis, with herald"
    case "nXN": "key basis, without herald"
    case "nZT": "test basis, with herald"
    default: "test basis, without herald"
    }
  }
}
