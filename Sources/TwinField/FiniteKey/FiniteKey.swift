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
  ///   - predictions: what was expected before the run; nil for none.
  /// - Throws: `InputError` for inputs that cannot be.
  package static func estimate(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions, predictions: Predictions? = nil
  ) throws(InputError) -> FiniteKeyEstimate<Double> {
    try check(counts, settings, options, predictions)
    return PhaseErrorEstimation.estimate(counts, settings, options, predictions: predictions, effort: .full)
  }

  /// The same with outward-rounded intervals: the lower end of `rawLength` is certified against rounding.
  ///
  /// - Throws: `InputError` for inputs that cannot be.
  package static func enclosure(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions, predictions: Predictions? = nil
  ) throws(InputError) -> FiniteKeyEstimate<Interval> {
    try check(counts, settings, options, predictions)
    return PhaseErrorEstimation.estimate(counts, settings, options, predictions: predictions, effort: .full)
  }

  /// The same in doubles or in double-double arithmetic, on what the linear programs of an enclosure certified.
  ///
  /// - Parameter programs: the enclosure of the same data.
  /// - Throws: `InputError` for inputs that cannot be.
  package static func estimate(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions, predictions: Predictions? = nil,
    sharing programs: FiniteKeyEstimate<Interval>
  ) throws(InputError) -> FiniteKeyEstimate<Double> {
    try check(counts, settings, options, predictions)
    return PhaseErrorEstimation.estimate(
      counts, settings, options, predictions: predictions, effort: .full, programs: programs)
  }

  /// The referee for rounding: double-double arithmetic on what the linear programs of an enclosure certified.
  ///
  /// - Parameter programs: the enclosure of the same data.
  /// - Throws: `InputError` for inputs that cannot be.
  package static func reference(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions, predictions: Predictions? = nil,
    sharing programs: FiniteKeyEstimate<Interval>
  ) throws(InputError) -> FiniteKeyEstimate<DoubleDouble> {
    try check(counts, settings, options, predictions)
    return PhaseErrorEstimation.estimate(
      counts, settings, options, predictions: predictions, effort: .full, programs: programs)
  }

  static func check(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions, _ predictions: Predictions?
  ) throws(InputError) {
    try settings.validate(.probabilities)
    try options.validate()
    try counts.validate(settings)
    guard let predictions else { return }
    for (pair, value) in predictions.pairs.sorted(by: { ($0.key.n, $0.key.m) < ($1.key.n, $1.key.m) }) {
      try require(value, "pred[\(pair)]", in: 0...Double.greatestFiniteMagnitude)
    }
    for (name, value) in [("tail", predictions.testCount), ("ph", predictions.phaseErrors)] {
      if let value { try require(value, "pred[\(name)]", in: 0...Double.greatestFiniteMagnitude) }
    }
    // A count of ten thousand fluctuates by a hundred: hitting it to the unit is no forecast.
    if counts.origin == .measured, let predicted = predictions.testCount, counts.testCount >= 1e4,
      abs(predicted - counts.testCount) < 0.5
    {
      throw InputError(
        "pred[tail]", predicted,
        allowed: "looks fitted to the data: it is the observed M_Z = \(counts.testCount) itself",
        hint: "predictions must be fixed before the run; leave them out if there were none")
    }
  }

  /// The key of a run or of an expected run, with every intermediate quantity.
  ///
  /// With measured counts the length is the lower end of an interval evaluation, rounded down:
  /// no rounding error of the program can lengthen it.
  ///
  /// - Parameters: as in ``estimate(_:_:_:predictions:)``.
  /// - Throws: `InputError` for inputs that cannot be.
  package static func analyse(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions, predictions: Predictions? = nil
  ) throws(InputError) -> SecretKeyRate {
    let certified =
      counts.origin == .measured ? try enclosure(counts, settings, options, predictions: predictions) : nil
    // One set of programs for both, so that the doubles lie in the enclosure.
    let e =
      if let certified {
        try estimate(counts, settings, options, predictions: predictions, sharing: certified)
      } else {
        try estimate(counts, settings, options, predictions: predictions)
      }
    var raw = e.rawLength
    var obstacle = e.obstacle
    if let certified {
      raw = Swift.min(raw, certified.rawLength.lower)
      obstacle = obstacle ?? certified.obstacle
    }
    let bits = obstacle == nil ? wholeBits(raw) : 0
    let (status, reasons) = securityStatus(counts, options)
    var warnings = warnings(counts, settings, options, e, predictions)
    if raw < e.rawLength - Swift.max(2, 1e-9 * abs(e.rawLength)) {
      warnings.append("rounding widened the length to \(raw) bits; the double evaluation gave \(e.rawLength)")
    }
    return SecretKeyRate(
      analysis: AnalysisDescription(
        calculation: counts.origin == .measured ? "tf.cal.finite.counts" : "tf.cal.finite",
        title: "Twin-field (Curty-Azuma-Lo), \(Self.decoys(settings)), finite key",
        options: optionList(counts, options, e, predictions), status: status, statusReasons: reasons),
      ratePerPulse: bits / counts.rounds, rawRatePerPulse: raw / counts.rounds, lengthBits: bits, rawLengthBits: raw,
      rounding: rounding(certified, e), pulses: counts.rounds,
      reasonForZero: bits > 0 ? nil : obstacle ?? reasonForZero(counts, e),
      trace: trace(counts, settings, options, e, predictions, raw: raw, bits: bits),
      failureBudget: budget(settings, options),
      assumptions: assumptions(predicted: predictions != nil && counts.origin == .measured),
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
    _ counts: Observations, _ options: FiniteKeyOptions, _ e: FiniteKeyEstimate<Double>, _ predictions: Predictions?
  ) -> [AnalysisDescription.Option] {
    let terms = e.pairs.count + 2
    var list: [AnalysisDescription.Option] = [
      .init("concentration", options.concentration.rawValue),
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
    list.append(.init("counts", counts.origin.rawValue))
    return list
  }

  static func reasonForZero(_ counts: Observations, _ e: FiniteKeyEstimate<Double>) -> ReasonForZero {
    if e.keyCount <= e.penalty.value { return ReasonForZero(.blockTooSmall) }
    if e.bitError >= 0.5 { return ReasonForZero(.bitErrorTooLarge) }
    if e.phaseErrorUncapped >= 0.5 { return ReasonForZero(.phaseErrorTooLarge) }
    let entropy = e.keyCount * binaryEntropyComplement(e.phaseError.value)
    if entropy <= e.leakage.value { return ReasonForZero(.leakageExceedsSecrecy) }
    return ReasonForZero(.penaltiesExceedEntropy)
  }

  private static func warnings(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions, _ e: FiniteKeyEstimate<Double>,
    _ predictions: Predictions?
  ) -> [String] {
    var list: [String] = []
    if e.bitError > 0.11, counts.keyCount > 0 {
      list.append("the bit error rate is \(100 * e.bitError) %, above 11 %")
    }
    if case .estimated = options.leakage, counts.keyCount > 0, counts.keyErrors == 0 {
      list.append("no bit errors: the estimated leakage is 0; give the measured leakage")
    }
    let shannon = e.keyCount * binaryEntropy(Swift.min(0.5, e.bitError))
    if case .measured(let bits) = options.leakage, bits < shannon {
      list.append(
        "the stated leakage of \(bits) bits is below the \(shannon.rounded()) that correcting these errors needs at least: such a run aborts"
      )
    }
    if e.largestGap > 1e-6 {
      list.append(
        "a linear program's certificate lies \(e.largestGap) (relative) above its solver's value: sound, but loose")
    }
    for (name, side) in [("Alice", settings.alice), ("Bob", settings.bob)] where side.testIntensities.last == 0 {
      list.append(
        "\(name)'s weakest intensity is exactly 0: few modulators extinguish light that well; give what yours leaves")
    }
    if counts.origin == .measured, predictions == nil, options.concentration != .azuma {
      list.append("no predictions were fixed before the run: every term is bounded without one (azuma, TF-29)")
    }
    return list
  }
}
