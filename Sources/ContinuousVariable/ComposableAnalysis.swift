// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// What a block certifies in the composable analysis, with every intermediate quantity.
package struct ComposableEstimate<S: Scalar>: Sendable {
  /// The confidence region; nil if there are too few pairs.
  package let region: ConfidenceRegion<S>?
  /// β I_AB, or (n Ĥ − leak_EC)/n, in bits per key symbol.
  package let information: S
  /// I_AB at the estimates; nil with measured leakage.
  package let mutualInformation: S?
  /// The largest χ over the region (CV-44); nil without a region or a physical channel in it.
  package let holevo: S?
  /// Δ_AEP.
  package let smoothingCost: S
  /// δ_ent.
  package let entropyCost: S
  /// n of CV-45, without dropped frames.
  package let keySymbols: S
  /// Tag, hashing and announcements, in bits.
  package let constantCost: S
  /// The signed length in bits (CV-45); −∞ where the block is refused.
  package let rawLength: S
  /// Why there is no key whatever the length says.
  package let refusal: ReasonForZero?
  /// Decisions that rounding leaves open, in words; empty in doubles.
  package let straddled: [String]
}

/// The composable key length against collective attacks (cv sheet, section 3.2).
///
/// Leftover hashing (Tomamichel et al. 2011), the asymptotic equipartition property with the constant of Pirandola and
/// Papanastasiou 2023, arXiv:2301.10270, and parameter estimation over the whole confidence region. Scope: Bob's outcomes
/// given Alice's values are independent and Gaussian with one variance for both quadratures.
package enum ComposableAnalysis {
  /// The numbers that do not change while settings are searched.
  struct Constants: Sendable {
    let quantiles: EstimationQuantiles
    let smoothing: Double
    let hashing: Double

    init(_ options: ComposableOptions, origin: EstimateOrigin) throws(InputError) {
      let k = options.lengths(for: origin)
      quantiles = try EstimationQuantiles(options.estimation)
      smoothing = options.smoothing / k
      hashing = options.hashing / k
    }
  }

  /// Δ_AEP = 4 log2(√d + 2) √log2(2/ε_s²), d = 2^(κ bits).
  static func smoothingCost<S: Scalar>(bits: Double, detection: Detection, smoothing: Double) -> S {
    let root = S.exp(S(detection.quadratures * bits / 2) * S.log(S(2)))
    return S(4) * S.log2(root + S(2)) * S.sqrt(tail(smoothing))
  }

  /// log2(2/ε²).
  private static func tail<S: Scalar>(_ eps: Double) -> S { S.one - S(2) * S.log2(S(eps)) }

  static func resolved<S: Scalar>(
    _ e: ChannelEstimates, _ setup: QuadratureSetup, _ options: ComposableOptions, _ constants: Constants,
    isThorough: Bool
  ) -> ComposableEstimate<S> {
    let delta: S = smoothingCost(
      bits: options.digitisationBits, detection: setup.detection, smoothing: constants.smoothing)
    var n = S(e.keySymbols)
    if options.frameErrorMode == .frame {
      // Rounded on the exact product as far as doubles go; one symbol less is the safe side of a tie.
      n = S(((1 - options.frameErrorRate) * e.keySymbols).rounded(.down))
    }
    let hash = S(-2) - S(2) * S.log2(S(constants.hashing))
    let tag = (-Double.log2(options.correctness)).rounded(.up)
    let constant = S(tag) + S(options.extraLeakBits) + hash
    let region = ConfidenceRegion<S>.from(e, setup, constants.quantiles)
    let kappa = S(setup.detection.quadratures)
    let mutual =
      kappa / S(2) * S.log2(onePlus: S(e.slope) * S(e.slope) * S(e.modulationVariance) / S(e.noiseVariance))
    // No key symbol holds more than its digits; reached at 1 or 2 bits, or without any loss, only.
    let most = S(setup.detection.quadratures * options.digitisationBits)
    let information: S
    var straddled: [String] = []
    switch options.cost {
    case .efficiency(let beta):
      if (S(beta) * mutual).straddles(most) { straddled.append("whether a symbol's digits hold its information") }
      information = S.minimum(S(beta) * mutual, most)
    case .measured(let entropy, let leak):
      information = n.lowest > 0 ? S(entropy) - S(leak) / n : S.zero
    }
    var entropyCost = S.zero
    let sample = options.agreement == .fromRevealed ? S(e.pairs / setup.detection.quadratures) : n
    if options.entropyPenalty, sample.lowest > 0 {
      entropyCost = S.log2(sample) * S.sqrt(S(-2) * S.log(S(options.entropy)) / sample)
    }
    let isMeasuredLeakage = if case .measured = options.cost { true } else { false }
    func result(_ chi: S?, _ raw: S, _ refusal: ReasonForZero?) -> ComposableEstimate<S> {
      ComposableEstimate(
        region: region, information: information, mutualInformation: isMeasuredLeakage ? nil : mutual, holevo: chi,
        smoothingCost: delta, entropyCost: entropyCost, keySymbols: n, constantCost: constant, rawLength: raw,
        refusal: refusal, straddled: straddled)
    }
    func refused(_ kind: ReasonForZero.Kind, _ detail: String = "") -> ComposableEstimate<S> {
      result(nil, S(-Double.infinity), ReasonForZero(kind, detail: detail))
    }
    // Open decisions count as refused: the theorem must hold for certain.
    let least = S(1.6) * tail(constants.smoothing)
    if n.straddles(least) { straddled.append("whether the block is large enough for equipartition") }
    guard n.lowest > 0, !(n.lowest < least.highest) else {
      return refused(.blockTooSmall, "\(e.keySymbols) key symbols")
    }
    guard sample.lowest > 1 else { return refused(.blockTooSmall, "no revealed symbols") }
    guard e.slope > 0 else { return refused(.noPositiveCorrelation, "t_hat = \(e.slope)") }
    guard let region else { return refused(.blockTooSmall, "\(e.pairs) pairs for parameter estimation") }
    straddled += region.straddled
    guard region.agreesWithCalibration else {
      return refused(.estimatesContradictCalibration, "less noise than the receiver makes by itself")
    }
    let worst = WorstCase(setup: setup, modulation: e.modulationVariance)
    guard let chi = worst.holevo(over: region, isThorough: isThorough) else {
      return refused(.estimatesContradictCalibration, "more light arrives than any channel lets through")
    }
    let raw = n * (information - entropyCost - chi) - S.sqrt(n) * delta - constant
    return result(chi, raw, nil)
  }

  static func check(
    _ e: ChannelEstimates, _ setup: QuadratureSetup, _ options: ComposableOptions
  ) throws(InputError) {
    try setup.validate()
    try e.validate()
    try options.validate(detection: setup.detection, origin: e.origin)
    guard setup.reconciliation == .reverse else {
      throw InputError(
        "reconciliation", value: "direct", allowed: "must be reverse in a finite-size analysis",
        hint: "there is no finite-size proof for direct reconciliation here")
    }
    if case .measured(let entropy, let leak) = options.cost, e.keySymbols > 0, e.slope > 0 {
      try checkMeasuredCost(e, setup, options, left: entropy - leak / e.keySymbols)
    }
  }

  /// No error correction leaves more of Bob's entropy than the mutual information: β > 1 (cv sheet, section 13).
  private static func checkMeasuredCost(
    _ e: ChannelEstimates, _ setup: QuadratureSetup, _ options: ComposableOptions, left: Double
  ) throws(InputError) {
    let snr = e.slope * e.slope * e.modulationVariance / e.noiseVariance
    let mutual = setup.detection.quadratures / 2 * Double.log(onePlus: snr) / Double.log(2)
    let n = e.keySymbols
    // Both sides are estimates: the entropy's own uncertainty is forgiven.
    let slack = Double.log2(n) * (-2 * Double.log(options.entropy) / n).squareRoot()
    guard left <= mutual + slack else {
      throw InputError(
        "leak_EC", value: "\(left) bits left per symbol",
        allowed: "cannot leave more than the mutual information of the data, \(mutual) bits per symbol",
        hint: "count every bit sent in both directions; the entropy is that of one symbol, both quadratures together")
    }
  }

  /// The same in double-double arithmetic: the referee for rounding.
  ///
  /// - Throws: `InputError` for inputs that cannot be.
  package static func reference(
    _ e: ChannelEstimates, _ setup: QuadratureSetup, _ options: ComposableOptions
  ) throws(InputError) -> ComposableEstimate<DoubleDouble> {
    try check(e, setup, options)
    return resolved(e, setup, options, try Constants(options, origin: e.origin), isThorough: true)
  }

  /// What the estimates certify, in doubles.
  ///
  /// - Throws: `InputError` for inputs that cannot be.
  package static func estimate(
    _ e: ChannelEstimates, _ setup: QuadratureSetup, _ options: ComposableOptions
  ) throws(InputError) -> ComposableEstimate<Double> {
    try check(e, setup, options)
    return resolved(e, setup, options, try Constants(options, origin: e.origin), isThorough: true)
  }

  /// The same with outward-rounded intervals: the lower end of `rawLength` is certified against rounding.
  ///
  /// - Throws: `InputError` for inputs that cannot be.
  package static func enclosure(
    _ e: ChannelEstimates, _ setup: QuadratureSetup, _ options: ComposableOptions
  ) throws(InputError) -> ComposableEstimate<Interval> {
    try check(e, setup, options)
    return resolved(e, setup, options, try Constants(options, origin: e.origin), isThorough: true)
  }
}
