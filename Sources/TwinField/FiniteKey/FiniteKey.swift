// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// Finite-key analysis of the protocol of Curty, Azuma and Lo: from counts to a key length
/// (tf sheet, section 7; Curras-Lorenzo et al. 2021, arXiv:1910.11407).
package enum FiniteKey {
  /// What the counts certify, in doubles, with certified linear programs.
  ///
  /// - Parameters:
  ///   - counts: measured or expected counts.
  ///   - settings: the settings of the run.
  ///   - options: what was fixed before it.
  ///   - predictions: what tunes the concentration bound; nil for TF-34a with expected, TF-34b with measured counts.
  /// - Throws: `InputError` for inputs that cannot be, and for predictions that look fitted to the data.
  package static func estimate(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions, predictions: Forecast? = nil
  ) throws(InputError) -> FiniteKeyEstimate<Double> {
    try evaluate(counts, settings, options, predictions, nil)
  }

  /// The same with outward-rounded intervals: the lower end of `rawLength` is certified against rounding.
  ///
  /// - Throws: `InputError` for inputs that cannot be.
  package static func enclosure(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions, predictions: Forecast? = nil
  ) throws(InputError) -> FiniteKeyEstimate<Interval> {
    try evaluate(counts, settings, options, predictions, nil)
  }

  /// The same in doubles, on what the linear programs of an enclosure certified.
  ///
  /// - Parameter programs: the enclosure of the same data.
  /// - Throws: `InputError` for inputs that cannot be.
  package static func estimate(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions, predictions: Forecast? = nil,
    sharing programs: FiniteKeyEstimate<Interval>
  ) throws(InputError) -> FiniteKeyEstimate<Double> {
    try evaluate(counts, settings, options, predictions, programs)
  }

  /// The referee for rounding: double-double arithmetic on what the linear programs of an enclosure certified.
  ///
  /// - Parameter programs: the enclosure of the same data.
  /// - Throws: `InputError` for inputs that cannot be.
  package static func reference(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions, predictions: Forecast? = nil,
    sharing programs: FiniteKeyEstimate<Interval>
  ) throws(InputError) -> FiniteKeyEstimate<DoubleDouble> {
    try evaluate(counts, settings, options, predictions, programs)
  }

  private static func evaluate<S: EnclosedScalar>(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions, _ predictions: Forecast?,
    _ programs: FiniteKeyEstimate<Interval>?
  ) throws(InputError) -> FiniteKeyEstimate<S> {
    let forecast = predictions ?? .standard(counts.origin)
    try check(counts, settings, options, forecast)
    let e: FiniteKeyEstimate<S> = PhaseErrorEstimation.estimate(
      counts, settings, options, forecast: forecast, effort: .full, programs: programs)
    if counts.origin == .measured, case .given(let given) = forecast, e.obstacle == nil {
      try FittedPredictions.refuse(
        given, pairs: e.pairs, phaseErrorSum: e.phaseErrorSum.value.approximation)
    }
    return e
  }

  static func check(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions, _ forecast: Forecast
  ) throws(InputError) {
    try settings.validate(.probabilities)
    try options.validate()
    try counts.validate(settings)
    switch forecast {
    case .untuned, .successes: return
    case .evaluated:
      guard counts.origin == .expected else {
        throw InputError(
          "prediction", value: PredictionRule.evaluated.rawValue,
          allowed: "cannot be made from the counts that are analysed: it voids the bound (TF-24)",
          hint: "use successes, or a plan that was fixed before the run")
      }
    case .given(let predictions):
      for (pair, value) in predictions.pairs.sorted(by: { ($0.key.n, $0.key.m) < ($1.key.n, $1.key.m) }) {
        try require(value, "pred[\(pair)]", in: 0...Double.greatestFiniteMagnitude)
      }
      for (name, value) in [("tail", predictions.testCount), ("ph", predictions.phaseErrors)] {
        if let value { try require(value, "pred[\(name)]", in: 0...Double.greatestFiniteMagnitude) }
      }
      if counts.origin == .measured {
        try FittedPredictions.refuse(predictions.testCount, observed: counts.testCount)
      }
    }
  }

  /// The key of a run or of an expected run, with every intermediate quantity.
  ///
  /// With measured counts the length is the lower end of an interval evaluation, rounded down:
  /// no rounding error of the program can lengthen it. A measured leakage below Shannon's limit of the
  /// observed errors is raised to it, and certifies nothing (TF-90).
  ///
  /// - Parameters: as in ``estimate(_:_:_:predictions:)``.
  /// - Throws: `InputError` for inputs that cannot be.
  package static func analyse(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions, predictions: Forecast? = nil
  ) throws(InputError) -> SecretKeyRate {
    let forecast = predictions ?? .standard(counts.origin)
    let certified =
      counts.origin == .measured ? try enclosure(counts, settings, options, predictions: forecast) : nil
    // One set of programs for both, so that the doubles lie in the enclosure.
    let e =
      if let certified {
        try estimate(counts, settings, options, predictions: forecast, sharing: certified)
      } else {
        try estimate(counts, settings, options, predictions: forecast)
      }
    var raw = e.rawLength
    var obstacle = e.obstacle
    if let certified {
      raw = Swift.min(raw, certified.rawLength.lower)
      obstacle = obstacle ?? certified.obstacle
    }
    let bits = obstacle == nil ? wholeBits(raw) : 0
    let (status, reasons) = securityStatus(counts, options, forecast)
    var warnings = warnings(counts, settings, options, e, forecast)
    if raw < e.rawLength - Swift.max(2, 1e-9 * abs(e.rawLength)) {
      warnings.append("rounding widened the length to \(raw) bits; the double evaluation gave \(e.rawLength)")
    }
    return SecretKeyRate(
      analysis: AnalysisDescription(
        calculation: counts.origin == .measured ? "tf.cal.finite.counts" : "tf.cal.finite",
        title: "Twin-field (Curty-Azuma-Lo), \(Self.decoys(settings)), finite key",
        options: optionList(counts, options, e, forecast), status: status, statusReasons: reasons),
      ratePerPulse: bits / counts.rounds, rawRatePerPulse: raw / counts.rounds, lengthBits: bits, rawLengthBits: raw,
      rounding: rounding(certified, e), pulses: counts.rounds,
      reasonForZero: bits > 0 ? nil : obstacle ?? reasonForZero(counts, e),
      trace: trace(counts, settings, options, e, forecast, raw: raw, bits: bits),
      failureBudget: budget(settings, options),
      assumptions: assumptions(counts, options, forecast),
      warnings: warnings)
  }

  private static func rounding(
    _ certified: FiniteKeyEstimate<Interval>?, _ e: FiniteKeyEstimate<Double>
  ) -> RoundingCertificate {
    guard let certified else {
      return .notCertified("the counts are expected ones; only the counts of a run are evaluated with intervals")
    }
    if let obstacle = certified.obstacle { return .notCertified("there is no length: \(obstacle)") }
    var straddled = certified.straddled
    if certified.tuned != e.tuned { straddled.append("whether a prediction can tune every term; it did not") }
    return .certified(CertifiedLength(raw: certified.rawLength, straddled: straddled))
  }

  /// The number of intensities in words.
  static func decoys(_ settings: Settings) -> String {
    let a = settings.alice.testIntensities.count
    let b = settings.bob.testIntensities.count
    let words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight"]
    func word(_ n: Int) -> String { words.indices.contains(n) ? words[n] : "\(n)" }
    return a == b ? "\(word(a)) decoys" : "\(word(a)) and \(word(b)) decoys"
  }

  private static func optionList(
    _ counts: Observations, _ options: FiniteKeyOptions, _ e: FiniteKeyEstimate<Double>, _ forecast: Forecast
  ) -> [AnalysisDescription.Option] {
    let terms = e.pairs.count + 2
    let source =
      switch forecast {
      case .untuned: "none"
      case .evaluated: "evaluated (TF-34a)"
      case .successes: "successes (TF-34b)"
      case .given: counts.origin == .expected ? "given" : "fixed before the run"
      }
    var list: [AnalysisDescription.Option] = [
      .init("concentration", options.concentration.rawValue),
      .init("predictions", source),
      .init("predictions used", "\(e.tuned.count) of \(terms) terms"),
      .init("phase errors", options.method.rawValue),
      .init("pairs one by one", "n + m up to S = \(options.pairCutoff)"),
      .init("photon numbers in the linear programs", "up to ncut = \(options.photonCutoff)"),
      .init("composition", options.composition.rawValue),
    ]
    switch options.leakage {
    case .measured: list.append(.init("error correction", "measured leakage"))
    case .estimated(let f): list.append(.init("error correction", "leak assumed: f_EC = \(f)"))
    }
    if options.analysesTried > 1 { list.append(.init("analyses tried", "\(options.analysesTried)")) }
    if options.keyErrors != .secret { list.append(.init("errors of the key", options.keyErrors.rawValue)) }
    list.append(.init("counts", counts.origin.rawValue))
    return list
  }

  static func reasonForZero(_ counts: Observations, _ e: FiniteKeyEstimate<Double>) -> ReasonForZero {
    if e.keyCount <= e.penalty.value { return ReasonForZero(.blockTooSmall) }
    if e.bitError >= 0.5 { return ReasonForZero(.bitErrorTooLarge) }
    if e.phaseErrorUncapped >= 0.5 { return ReasonForZero(.phaseErrorTooLarge) }
    let entropy = e.keyCount * binaryEntropyComplement(e.phaseError.value)
    if entropy <= e.leakage.value + e.announcement { return ReasonForZero(.leakageExceedsSecrecy) }
    return ReasonForZero(.penaltiesExceedEntropy)
  }

  private static func warnings(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions, _ e: FiniteKeyEstimate<Double>,
    _ forecast: Forecast
  ) -> [String] {
    var list: [String] = []
    if e.bitError > 0.11, counts.keyCount > 0 {
      list.append("the bit error rate is \(100 * e.bitError) %, above 11 %")
    }
    if case .estimated = options.leakage, counts.keyCount > 0, counts.keyErrors == 0 {
      list.append("no bit errors: the estimated leakage is 0; give the measured leakage")
    }
    if case .measured(let bits) = options.leakage, let rule = counts.shannonRule(correctness: options.correctness) {
      if let warning = rule.warning(stated: bits, classes: counts.outcomes.isEmpty ? "announced outcome" : nil) {
        list.insert(warning, at: 0)
      } else if bits < 1.02 * rule.patternBits {
        list.append("the leakage is within 2 % of Shannon's limit: better than any known code")
      }
    }
    if e.largestGap > 1e-6 {
      list.append(
        "a linear program's certificate lies \(e.largestGap) (relative) above its solver's value: sound, but loose")
    }
    for (name, side) in [("Alice", settings.alice), ("Bob", settings.bob)] where side.testIntensities.last == 0 {
      list.append(
        "\(name)'s weakest intensity is exactly 0: few modulators extinguish light that well; give what yours leaves")
    }
    if forecast == .untuned, options.concentration != .azuma {
      list.append("no prediction tunes the concentration bound: every term by azuma (TF-29)")
    }
    return list
  }
}
