// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

extension Quantities {
  static let leastHeraldEfficiency = Quantity(.setup, "eta_h_lo", "least herald efficiency", .input)
  static let mostHeraldEfficiency = Quantity(.setup, "eta_h_hi", "largest herald efficiency", .input)
  static let leastHeraldBackground = Quantity(.setup, "p_h_lo", "least herald background", .input)
  static let mostHeraldBackground = Quantity(.setup, "p_h_hi", "largest herald background", .input)

  /// Detections and errors: key basis with and without herald, test basis with and without.
  static let heraldedCounts: [(Quantity, Quantity)] = [
    ("XT", "key basis, with herald"), ("XN", "key basis, without herald"), ("ZT", "test basis, with herald"),
    ("ZN", "test basis, without herald"),
  ].map { kind, words in
    (
      Quantity(.observations, "n\(kind)", "detections, \(words)", .expectation, "PH-36", unit: "counts"),
      Quantity(.observations, "m\(kind)", "errors, \(words)", .expectation, "PH-36", unit: "counts")
    )
  }

  private static func estimate(
    _ symbol: String, _ meaning: String, _ direction: Quantity.Direction, _ equation: String
  ) -> Quantity {
    Quantity(.estimation, symbol, meaning, direction, equation, "photons sheet", unit: "counts")
  }
  static let keyVacuum = estimate("sX0U", "detections without a pair, key basis", .upperBound, "PH-47")
  static let testVacuum = estimate("sZ0U", "detections without a pair, test basis", .upperBound, "PH-47")
  static let keyPairs = estimate("sX1", "detections of single pairs, key basis", .lowerBound, "PH-48")
  static let testPairs = estimate("sZ1", "detections of single pairs, test basis", .lowerBound, "PH-48")
  static let keyHeralded = estimate("sXT", "the heralded ones among them, key basis", .lowerBound, "PH-49")
  static let testHeralded = estimate("sZT", "the heralded ones among them, test basis", .lowerBound, "PH-49")
  static let heraldedErrors = estimate("vZ1", "errors among the latter", .upperBound, "PH-49")

  static let passiveDecoys = [
    leastHeraldEfficiency, mostHeraldEfficiency, leastHeraldBackground, mostHeraldBackground, keyVacuum, testVacuum,
    keyPairs, testPairs, keyHeralded, testHeralded, heraldedErrors,
  ]
}

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
    typealias Q = Quantities
    let values = counts.named.flatMap { [$0.2.detections, $0.2.errors] }
    return [
      Q.leastHeraldEfficiency(herald.efficiency.lowerBound), Q.mostHeraldEfficiency(herald.efficiency.upperBound),
      Q.leastHeraldBackground(herald.background.lowerBound), Q.mostHeraldBackground(herald.background.upperBound),
    ] + counts.origin.trace(Array(zip(Q.heraldedCounts.flatMap { [$0.0, $0.1] }, values))) + [
      Q.keyVacuum(e.keyVacuum.value), Q.testVacuum(e.testVacuum.value), Q.keyPairs(e.keyPairs.value),
      Q.testPairs(e.testPairs.value), Q.keyHeralded(e.key.keyRest.value), Q.testHeralded(e.key.testRest.value),
      Q.heraldedErrors(e.key.testErrors.value),
    ] + options.keyTrace(e.key, key: counts.keyHeralded, rule, bits: bits, origin: Q.lengthOrigins[1])
  }
}
