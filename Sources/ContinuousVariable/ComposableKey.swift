// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// The composable key length with its trace.
package enum ComposableKey {
  /// The key of a run or of an expected run, with every intermediate quantity.
  ///
  /// With measured estimates the length is the lower end of an interval evaluation, rounded down: no rounding error of
  /// the program can lengthen it.
  ///
  /// - Parameters:
  ///   - e: measured or expected estimates.
  ///   - setup: the receiver; of the channel nothing is used.
  ///   - options: failure probabilities, leakage and the like.
  /// - Throws: `InputError` for inputs that cannot be.
  package static func analyse(
    _ e: ChannelEstimates, _ setup: QuadratureSetup, _ options: ComposableOptions
  ) throws(InputError) -> SecretKeyRate {
    let c = try ComposableAnalysis.estimate(e, setup, options)
    var raw = c.rawLength
    var refusal = c.refusal
    var rounding = RoundingCertificate.notCertified(
      "the estimates are expected ones; only those of a run are evaluated with intervals")
    if e.origin == .measured {
      let certified = try ComposableAnalysis.enclosure(e, setup, options)
      refusal = refusal ?? certified.refusal
      raw = min(raw, certified.rawLength.lower)
      rounding = .certified(
        CertifiedLength(raw: certified.rawLength, straddled: certified.straddled))
    }
    if let refusal { rounding = .notCertified("there is no length: \(refusal)") }
    // The printed length is the agreed one (CV-46c).
    let bits = refusal == nil ? options.lengths.answer(raw) : 0
    let kept = options.frameErrorMode == .block ? 1 - options.frameErrorRate : 1
    let (status, reasons) = securityStatus(e, setup, options, c)
    let isKnown = refusal == nil && raw.isFinite
    return SecretKeyRate(
      analysis: AnalysisDescription(
        calculation: "cv.gaussian.composable",
        title: "Gaussian modulation, \(setup.detection.rawValue), finite key, "
          + attacks(options),
        options: setup.commonOptions + optionList(e, options, c), status: status, statusReasons: reasons,
        unpaidCosts: unpaidCosts(options)),
      ratePerPulse: kept * bits / e.symbols, rawRatePerPulse: isKnown ? kept * raw / e.symbols : nil,
      lengthBits: bits, rawLengthBits: isKnown ? raw : nil, rounding: rounding, pulses: e.symbols,
      reasonForZero: bits > 0 ? nil : refusal ?? reasonForZero(c, options, raw: raw),
      trace: trace(e, setup, options, c, bits: bits, raw: raw),
      failureBudget: budget(e, setup, options, c),
      assumptions: GaussianAnalysis.assumptions(setup) + assumptions(e, options),
      warnings: warnings(e, setup, options, c)
    )
  }

  /// Against whom the length is proved, by its hypothesis on the noise.
  static func attacks(_ options: ComposableOptions) -> String {
    options.noiseHypothesis == .bounded ? "collective attacks" : "collective Gaussian attacks"
  }

  private static func assumptions(_ e: ChannelEstimates, _ options: ComposableOptions) -> [String] {
    let unit =
      e.calibration.map { $0.isCounted } ?? false
      ? "V_A and eta_d exactly calibrated; shot and electronic noise Gaussian and white, the same local oscillator in "
        + "calibration and run, and one unit for both detectors"
      : "V_A, eta_d, v_el and the shot noise exactly calibrated"
    let corners = ": recompute the length at every corner of the calibration's uncertainty and take the smallest"
    let noise =
      options.noiseHypothesis == .bounded
      ? "independent symbols attacked alike, the noise of any law; no outcome of all symbols outside the radius, which "
        + "was fixed before the run with the slope t0; clipped outcomes count as outside; a linear detector inside"
      : "Bob's outcomes given Alice's values are independent and Gaussian, one slope and one variance for both "
        + "quadratures and the whole block"
    return [
      noise, "\(attacks(options)); \(unit)\(corners)",
      "transcripts of error correction are prefix-free or of a length fixed before the run",
    ]
  }

  private static func reasonForZero(
    _ c: ComposableEstimate<Double>, _ options: ComposableOptions, raw: Double
  ) -> ReasonForZero {
    let chi = c.holevo ?? 0
    if wholeBits(raw) > 0 {
      return ReasonForZero(.penaltiesExceedEntropy, detail: "the bound is below every agreed length")
    }
    return c.information - chi <= 0
      ? ReasonForZero(.informationBelowHolevo, detail: "left of the entropy \(c.information), chi = \(chi)")
      : ReasonForZero(.penaltiesExceedEntropy)
  }

  private static func optionList(
    _ e: ChannelEstimates, _ options: ComposableOptions, _ c: ComposableEstimate<Double>
  ) -> [AnalysisDescription.Option] {
    let isOne = options.lengths == .unsaid && c.lengths == 1
    var list: [AnalysisDescription.Option] = [
      .init("symbols", options.mode == .sacrifice ? "part revealed for estimation" : "all for key and estimation"),
      .init("frame errors", options.frameErrorMode == .block ? "abort the block" : "dropped (customary)"),
      .init("agreed lengths", isOne ? "1" : options.lengths.text), .init("estimates", e.origin.rawValue),
    ]
    if options.composition != .split { list.append(.init("composition", options.composition.rawValue)) }
    if options.noiseHypothesis != .gaussian { list.append(.init("noise", options.noiseHypothesis.rawValue)) }
    if options.continuity != .entropies { list.append(.init("continuity", options.continuity.rawValue)) }
    switch options.cost {
    case .efficiency(let beta): list.append(.init("error correction", "estimated with beta = \(beta)"))
    case .measured: list.append(.init("error correction", "measured entropy and leakage"))
    }
    return list
  }

  private static let unpaidLowOrderBits =
    "the low-order bits that regression after error correction needs are not accounted for"

  /// Costs that the length does not pay.
  static func unpaidCosts(_ options: ComposableOptions) -> [String] {
    var costs: [String] = []
    if options.mode == .afterCorrection {
      costs.append(unpaidLowOrderBits)
      if options.extraLeakBits == 0 { costs.append("what estimation after error correction announces is not paid") }
    }
    if !options.entropyPenalty { costs.append("estimating the entropy of the outcomes from them is not paid") }
    return costs
  }

  /// What a result may be used for: the table of the cv sheet, section 14.
  static func securityStatus(
    _ e: ChannelEstimates, _ setup: QuadratureSetup, _ options: ComposableOptions, _ c: ComposableEstimate<Double>
  ) -> (SecurityStatus, [String]) {
    var open: [String] = []
    if e.origin == .expected { open.append("the estimates are expected ones, not those of a run") }
    if options.mode == .afterCorrection {
      open.append(unpaidLowOrderBits)
    }
    if options.frameErrorMode == .frame {
      open.append("dropping failed frames is customary; frame independence is assumed")
    }
    switch options.cost {
    case .efficiency: open.append("the leakage of error correction is estimated, not measured")
    case .measured(_, let leak):
      if let limit = c.leakageLimit, leak < limit.leastLeakage { open.append(ShannonRule.warning) }
    }
    if !options.entropyPenalty { open.append("the entropy of the outcomes is taken as known") }
    if !options.lengths.isAgreement {
      open.append("the agreed lengths are counted, not named: the bound is no agreed length")
    }
    if options.continuity == .holevo {
      open.append("the sharper cost of the cut-off awaits a third derivation (CV-92a)")
    }
    if e.origin == .measured {
      if !(e.calibration?.isCounted ?? false) {
        open.append(
          "the shot-noise unit is taken as exact: its variances in volts and their numbers of samples are missing")
      }
      if options.noiseHypothesis == .gaussian, let objection = e.gaussianTests.objection { open.append(objection) }
    }
    guard open.isEmpty else { return (.planning, open) }
    let form =
      switch options.lengths {
      case .fixed, .fromRevealed: "length fixed before the run"
      default: "variable length"
      }
    let scope =
      options.noiseHypothesis == .bounded
      ? "any attack on independent symbols; no outcome outside the radius"
      : "within the hypothesis of independent Gaussian noise, alike in both quadratures, which the pairs do not contradict"
    return (
      .certified,
      [
        "\(attacks(options)), composable, \(form); \(scope); V_A and the receiver's efficiency exactly calibrated"
      ] + (setup.trust == .trusted || setup.trust == .knownNoise ? ["the receiver is trusted as calibrated"] : [])
    )
  }

  private static func budget(
    _ e: ChannelEstimates, _ setup: QuadratureSetup, _ options: ComposableOptions, _ c: ComposableEstimate<Double>
  ) -> FailureBudget {
    let isCalibrated = e.calibration?.isCounted ?? false
    let events = isCalibrated ? 7 : 3
    let isOne = options.composition == .oneSmoothing
    // More than an Int holds are counted as its largest: the contributions are exact.
    let count = c.lengths < 1e18 ? Int(c.lengths) : Int.max
    var items: [FailureBudget.Item] = [
      .init(
        event: isOne ? "smoothing, twice for all agreed lengths" : "smoothing, twice for each agreed length",
        count: isOne ? 1 : count, probabilityEach: isOne ? options.smoothing : options.smoothing / c.lengths,
        contribution: 2 * options.smoothing),
      .init(
        event: isOne ? "hashing, all agreed lengths by Cauchy-Schwarz" : "hashing, for each agreed length",
        count: isOne ? 1 : count, probabilityEach: isOne ? options.hashing : options.hashing / c.lengths,
        contribution: options.hashing),
      .init(
        event: "parameter estimation: noise variance, both ends of the slope"
          + (isCalibrated ? ", both ends of shot and electronic noise" : ""), count: events,
        probabilityEach: options.estimation / Double(events), contribution: options.estimation),
      .init(
        event: "entropy of the outcomes", count: 1, probabilityEach: options.entropy, contribution: options.entropy),
    ]
    if options.noiseHypothesis == .bounded {
      items.append(
        .init(
          event: "light beyond the cut-off that the radius did not show", count: 1, probabilityEach: options.clipping,
          contribution: options.clipping))
    }
    return FailureBudget(
      items: items, secrecy: options.secrecy, correctness: options.correctness,
      composition: options.noiseHypothesis == .bounded
        ? "2 eps_s + eps_PA + eps_PE + eps_ent + eps_W (CV-95, CV-46c)"
        : "2 eps_s + eps_PA + eps_PE + eps_ent (CV-45, CV-46c)")
  }

  private static func warnings(
    _ e: ChannelEstimates, _ setup: QuadratureSetup, _ options: ComposableOptions, _ c: ComposableEstimate<Double>
  ) -> [String] {
    var list = e.origin == .expected ? setup.warnings : []
    if case .measured(_, let leak) = options.cost, let limit = c.leakageLimit, leak < limit.leastLeakage {
      list.append(
        ShannonRule.warning
          + " The length is printed with \(ShannonRule.whole(limit.leastLeakage.rounded(.up))) bits of leakage.")
    }
    if case .failed(let what) = e.gaussianTests, options.noiseHypothesis == .gaussian {
      list.append("the noise is not Gaussian: \(what.joined(separator: "; "))")
    }
    list += GaussianAnalysis.photonWarning(e.modulationVariance)
    if options.mode == .afterCorrection, options.extraLeakBits == 0 {
      list.append("estimation after error correction announces a few bits: 64 extra leaked bits are ample")
    }
    if options.digitisationBits < 4 {
      list.append(
        "with \(Int(options.digitisationBits)) bits per quadrature the digitised outcomes carry less than the mutual "
          + "information that beta refers to")
    }
    if let region = c.region, region.lowestSlope <= 0 {
      list.append("the correlation is not distinguishable from zero: the lower bound on the slope is not positive")
    }
    return list
  }

  private static func trace(
    _ e: ChannelEstimates, _ setup: QuadratureSetup, _ options: ComposableOptions, _ c: ComposableEstimate<Double>,
    bits: Double, raw: Double
  ) -> [TraceEntry] {
    typealias Q = Quantities
    let expected = e.origin == .expected
    // Outcomes in volts are shown in shot-noise units at the estimate of the unit, as every other trace has them.
    let unit = e.calibration.flatMap { $0.isCounted ? $0.unit : nil } ?? 1
    let root = unit.squareRoot()
    func seen(_ q: Quantity, _ value: Double) -> TraceEntry { (expected ? q : q.directed(.input))(value) }
    let observed = [
      Q.modulation(e.modulationVariance), Q.symbols(e.symbols), Q.keySymbols(e.keySymbols), Q.pairs(e.pairs),
      seen(Q.estimatedSlope, e.slope / root), seen(Q.estimatedVariance, e.noiseVariance / unit),
      seen(Q.sumOfSquares, e.sumOfSquares),
    ]
    let share =
      options.mode == .sacrifice
      ? [Q.estimationShare(e.symbols > 0 ? (e.symbols - e.keySymbols) / e.symbols : 0)] : []
    let isBounded = options.noiseHypothesis == .bounded
    func by(_ q: Quantity) -> Quantity { isBounded ? q.by(Q.boundedOrigin) : q }
    let region = c.region.map { r in
      [
        r.unit.map { Q.leastUnit($0.low) }, r.unit.map { Q.largestUnit($0.high) },
        r.clipped.map { Q.cutWeight($0.weight) },
        r.clipped.map {
          (options.continuity == .holevo ? Q.holevoContinuityCost : Q.continuityCost)($0.entropyCost)
        }, by(Q.largestVariance)(r.noiseVariance), by(Q.leastSlope)(r.lowestSlope),
        by(Q.largestSlope)(r.highestSlope),
        Q.leastTransmittance(
          r.lowestTransmittance,
          note: r.lowestSlope < 0 ? "not below 0: the slope's bound is \(r.lowestSlope)" : nil),
        Q.largestNoise(r.noise),
      ].compactMap { $0 }
    }
    let clipped: [TraceEntry] =
      isBounded
      ? [
        Q.radius((options.clipRadius ?? ComposableAnalysis.expectedRadius(e)) / root),
        Q.slopeReference((e.clipped?.slopeReference ?? e.slope) / root),
        seen(Q.meanZ, (e.clipped?.meanZ ?? e.noiseVariance) / unit), Q.meanR((e.clipped?.meanR ?? 0) / root),
      ] : []
    let isCapped = c.information >= setup.detection.quadratures * options.digitisationBits
    let key = [
      c.mutualInformation.map { Q.estimatedInformation($0) }, c.holevo.map { Q.worstHolevo($0) },
      (c.mutualInformation == nil ? Q.leftEntropy.directed(.exact) : Q.leftEntropy)(
        c.information, note: isCapped ? "capped: a digitised outcome holds no more" : nil),
      c.leakageLimit.map { Q.leastLeakage($0.leastLeakage) }, Q.lengthCount(c.lengths),
      Q.entropyCost(c.entropyCost), Q.smoothingCost(c.smoothingCost), Q.penalty(c.constantCost),
      c.refusal == nil && raw.isFinite ? Q.rawLength(raw) : nil, Q.length(bits),
    ]
    return observed + share + clipped + (region ?? []) + key.compactMap { $0 }
  }
}

extension Quantities {
  static let symbols = Quantity(.observations, "N", "symbols of the block", .input, unit: "symbol")
  static let keySymbols = Quantity(.observations, "n", "symbols that make key", .input, unit: "symbol")
  static let pairs = Quantity(.observations, "M", "real pairs for estimation", .input, role: .revealedPairs)
  static let estimatedSlope = Quantity(.observations, "t_hat", "slope", .expectation, "CV-40")
  static let estimatedVariance = Quantity(
    .observations, "sigma2_hat", "noise variance", .expectation, "CV-40", unit: "SNU")
  static let sumOfSquares = Quantity(
    .observations, "Sxx", "sum of squares of Alice's values", .expectation, "CV-40", role: .pairSum)
  static let observations =
    [symbols, keySymbols, pairs]
    + [estimatedSlope, estimatedVariance, sumOfSquares].flatMap { [$0, $0.directed(.input)] }
  static let estimationShare = Quantity(.settings, "f_PE", "share of symbols revealed for estimation", .exact)

  static let largestVariance = Quantity(
    .estimation, "sigma2_max", "noise variance", .upperBound, "CV-41",
    "Laurent and Massart 2000, lemma 1; derived in the cv sheet", unit: "SNU")
  static let leastSlope = Quantity(.estimation, "t_lo", "slope", .lowerBound, "CV-42")
  static let largestSlope = Quantity(.estimation, "t_hi", "slope", .upperBound, "CV-42")
  static let leastTransmittance = Quantity(
    .estimation, "T_lo", "transmittance in the picture of the trust level", .lowerBound, "CV-43")
  package static let largestNoise = Quantity(
    .estimation, "w_hi", "noise at the channel output in the picture of the trust level", .upperBound, "CV-43",
    unit: "SNU", column: .init("noise_bound", "upper bound on the noise at the channel output"))
  static let estimatedInformation = Quantity(
    .estimation, "I_AB", "mutual information at the estimates", .estimate, "CV-9", unit: "bit/symbol")
  static let worstHolevo = Quantity(
    .estimation, "chi_BE", "what Eve knows, at the worst channel of the region", .upperBound, "CV-44",
    "derived in the cv sheet", unit: "bit/symbol")
  static let leftEntropy = Quantity(
    .keyLength, "left_EC", "entropy left by error correction", .estimate, "CV-45", unit: "bit/symbol")
  static let lengthCount = Quantity(
    .keyLength, "n_lengths", "lengths agreed upon before the run", .exact, "CV-46c")
  static let entropyCost = Quantity(
    .keyLength, "delta_ent", "cost of estimating the entropy", .exact, "CV-45", "Antos and Kontoyiannis 2001",
    unit: "bit/symbol")
  static let smoothingCost = Quantity(
    .keyLength, "Delta_AEP", "smoothing cost per root of n", .exact, "CV-45",
    "Pirandola and Papanastasiou 2023, arXiv:2301.10270", unit: "bit")
  static let penalty = Quantity(
    .keyLength, "penalty", "hashing, verification, announcements", .exact, "CV-45", "Tomamichel et al. 2011",
    unit: "bit")
  static let rawLength = Quantity(
    .keyLength, "length_raw", "length, signed", .lowerBound, "CV-45", unit: "bit", role: .plainLength)
  static let length = Quantity(
    .keyLength, "length", "length of the key", .lowerBound, "CV-45", unit: "bit", role: .length)

  static let composable =
    [
      largestVariance, leastSlope, largestSlope, leastTransmittance, largestNoise, estimatedInformation, worstHolevo,
      leftEntropy, leftEntropy.directed(.exact), leastLeakage, lengthCount, entropyCost, smoothingCost, penalty,
      rawLength, length,
    ] + calibration + boundedNoise + RoundingCertificate.quantities
}
