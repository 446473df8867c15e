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
  /// K, the number of agreed lengths.
  package let lengths: Double
  /// The fewest bits that error correction can have sent; nil without measured leakage.
  package let leakageLimit: LeakageLimit?
  /// Why there is no key whatever the length says.
  package let refusal: ReasonForZero?
  /// Decisions that rounding leaves open, in words; empty in doubles.
  package let straddled: [String]
}

/// The composable key length against collective Gaussian attacks, or against any collective ones (cv sheet, sections
/// 3.1 and 3.2).
///
/// Leftover hashing (Tomamichel et al. 2011), the asymptotic equipartition property with the constant of Pirandola and
/// Papanastasiou 2023, arXiv:2301.10270, and parameter estimation over the whole confidence region. Scope: Bob's outcomes
/// given Alice's values are independent and, unless ``NoiseHypothesis/bounded`` is chosen, Gaussian with one variance for
/// both quadratures.
package enum ComposableAnalysis {
  /// The numbers that do not change while settings are searched.
  struct Constants: Sendable {
    let quantiles: EstimationQuantiles
    /// The same with four events of a calibration beside the three of the data.
    let calibrated: EstimationQuantiles

    init(_ options: ComposableOptions) throws(InputError) {
      quantiles = try EstimationQuantiles(options.estimation)
      calibrated = try EstimationQuantiles(options.estimation, events: 7)
    }
  }

  /// What the proof of K agreed lengths leaves for each (CV-46c, CV-46d), as ε_s and −2 − 2 log2 ε_PA.
  private static func shares<S: Scalar>(_ options: ComposableOptions, _ count: Double) -> (smoothing: S, hashing: S) {
    let k = S(count)
    let hashing = S(-2) - S(2) * S.log2(S(options.hashing))
    switch options.composition {
    case .split: return (S(options.smoothing) / k, hashing + S(2) * S.log2(k))
    case .oneSmoothing: return (S(options.smoothing), hashing + S.log2(k))
    }
  }

  /// Δ_AEP = 4 log2(√d + 2) √log2(2/ε_s²), d = 2^(κ bits).
  static func smoothingCost<S: Scalar>(bits: Double, detection: Detection, smoothing: S) -> S {
    let root = S.exp(S(detection.quadratures * bits / 2) * S.log(S(2)))
    return S(4) * S.log2(root + S(2)) * S.sqrt(tail(smoothing))
  }

  /// log2(2/ε²).
  private static func tail<S: Scalar>(_ eps: S) -> S { S.one - S(2) * S.log2(eps) }

  static func resolved<S: Scalar>(
    _ e: ChannelEstimates, _ setup: QuadratureSetup, _ options: ComposableOptions, _ constants: Constants,
    limit: LeakageLimit? = nil, isThorough: Bool
  ) -> ComposableEstimate<S> {
    let rule = options.lengthRule(setup.detection, keySymbols: e.keySymbols, origin: e.origin)
    let share: (smoothing: S, hashing: S) = shares(options, rule.count)
    let delta: S = smoothingCost(
      bits: options.digitisationBits, detection: setup.detection, smoothing: share.smoothing)
    var n = S(e.keySymbols)
    if options.frameErrorMode == .frame {
      // Rounded on the exact product as far as doubles go; one symbol less is the safe side of a tie.
      n = S(((1 - options.frameErrorRate) * e.keySymbols).rounded(.down))
    }
    let tag = (-Double.log2(options.correctness)).rounded(.up)
    let constant = S(tag) + S(options.extraLeakBits) + S(rule.transcriptBits) + share.hashing
    let outcome: RegionOutcome<S> = region(e, setup, options, constants)
    let kappa = S(setup.detection.quadratures)
    // An estimate below the receiver's own noise must not raise what error correction is said to leave (CV-45a).
    let seen = S(max(e.noiseVariance, e.receiverNoise(setup)))
    let mutual =
      kappa / S(2) * S.log2(onePlus: S(e.slope) * S(e.slope) * S(e.modulationVariance) / seen)
    // No key symbol holds more than its digits; reached at 1 or 2 bits, or without any loss, only.
    let most = S(setup.detection.quadratures * options.digitisationBits)
    let information: S
    var straddled: [String] = []
    switch options.cost {
    case .efficiency(let beta):
      if (S(beta) * mutual).straddles(most) { straddled.append("whether a symbol's digits hold its information") }
      information = S.minimum(S(beta) * mutual, most)
    case .measured(let entropy, let leak):
      // Less than the noise allows is printed as what it allows (CV-45b).
      information = n.lowest > 0 ? S(entropy) - S(max(leak, limit?.leastLeakage ?? 0)) / n : S.zero
    }
    var entropyCost = S.zero
    let sample = options.lengths == .fromRevealed ? S(e.pairs / setup.detection.quadratures) : n
    if options.entropyPenalty, sample.lowest > 0 {
      entropyCost = S.log2(sample) * S.sqrt(S(-2) * S.log(S(options.entropy)) / sample)
    }
    let isMeasuredLeakage = if case .measured = options.cost { true } else { false }
    let region = outcome.region
    func result(_ chi: S?, _ raw: S, _ refusal: ReasonForZero?) -> ComposableEstimate<S> {
      ComposableEstimate(
        region: region, information: information, mutualInformation: isMeasuredLeakage ? nil : mutual, holevo: chi,
        smoothingCost: delta, entropyCost: entropyCost, keySymbols: n, constantCost: constant, rawLength: raw,
        lengths: rule.count, leakageLimit: limit, refusal: refusal, straddled: straddled)
    }
    func refused(_ kind: ReasonForZero.Kind, _ detail: String = "") -> ComposableEstimate<S> {
      result(nil, S(-Double.infinity), ReasonForZero(kind, detail: detail))
    }
    // Open decisions count as refused: the theorem must hold for certain.
    let least = S(1.6) * tail(share.smoothing)
    if n.straddles(least) { straddled.append("whether the block is large enough for equipartition") }
    guard n.lowest > 0, !(n.lowest < least.highest) else {
      return refused(.blockTooSmall, "\(e.keySymbols) key symbols")
    }
    guard sample.lowest > 1 else { return refused(.blockTooSmall, "no revealed symbols") }
    guard e.slope > 0 else { return refused(.noPositiveCorrelation, "t_hat = \(e.slope)") }
    guard let region else { return result(nil, S(-Double.infinity), outcome.refusal) }
    straddled += region.straddled
    guard region.agreesWithCalibration else {
      return refused(.estimatesContradictCalibration, "less noise than the receiver makes by itself")
    }
    let worst = WorstCase(setup: setup, modulation: e.modulationVariance)
    guard let chi = worst.holevo(over: region, isThorough: isThorough) else {
      return refused(.estimatesContradictCalibration, "more light arrives than any channel lets through")
    }
    let cut = region.clipped?.entropyCost ?? S.zero
    let raw = n * (information - entropyCost - chi - cut) - S.sqrt(n) * delta - constant
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
    guard options.noiseHypothesis == .bounded, e.origin == .measured, e.clipped == nil else { return }
    throw InputError(
      "mean_Z", value: "missing", allowed: "must be given with noise_hypothesis = bounded",
      hint: "the statistics of the revealed symbols about the slope that was assumed before the run")
  }

  /// δ_ent = log2(n) √(2 ln(1/ε)/n), what estimating the entropy of n outcomes from them costs (CV-45).
  package static func entropyCost(symbols n: Double, failure eps: Double) -> Double {
    n > 1 ? Double.log2(n) * (-2 * Double.log(eps) / n).squareRoot() : 0
  }

  /// The rule on measured leakage; nil where it is estimated with β.
  static func limit(
    _ e: ChannelEstimates, _ setup: QuadratureSetup, _ options: ComposableOptions
  ) throws(InputError) -> LeakageLimit? {
    guard case .measured(let entropy, _) = options.cost, e.slope > 0 else { return nil }
    var n = e.keySymbols
    if options.frameErrorMode == .frame { n = ((1 - options.frameErrorRate) * n).rounded(.down) }
    let sample = options.lengths == .fromRevealed ? e.pairs / setup.detection.quadratures : n
    let cost = options.entropyPenalty ? entropyCost(symbols: sample, failure: options.entropy) : 0
    return try LeakageLimit(
      e, setup.detection, keySymbols: n, entropy: entropy, entropyCost: cost, estimation: options.estimation,
      correctness: options.correctness)
  }

  /// The same in double-double arithmetic: the referee for rounding.
  ///
  /// - Throws: `InputError` for inputs that cannot be.
  package static func reference(
    _ e: ChannelEstimates, _ setup: QuadratureSetup, _ options: ComposableOptions
  ) throws(InputError) -> ComposableEstimate<DoubleDouble> {
    try check(e, setup, options)
    return resolved(
      e, setup, options, try Constants(options), limit: try limit(e, setup, options), isThorough: true)
  }

  /// What the estimates certify, in doubles.
  ///
  /// - Throws: `InputError` for inputs that cannot be.
  package static func estimate(
    _ e: ChannelEstimates, _ setup: QuadratureSetup, _ options: ComposableOptions
  ) throws(InputError) -> ComposableEstimate<Double> {
    try check(e, setup, options)
    return resolved(
      e, setup, options, try Constants(options), limit: try limit(e, setup, options), isThorough: true)
  }

  /// The same with outward-rounded intervals: the lower end of `rawLength` is certified against rounding.
  ///
  /// - Throws: `InputError` for inputs that cannot be.
  package static func enclosure(
    _ e: ChannelEstimates, _ setup: QuadratureSetup, _ options: ComposableOptions
  ) throws(InputError) -> ComposableEstimate<Interval> {
    try check(e, setup, options)
    return resolved(
      e, setup, options, try Constants(options), limit: try limit(e, setup, options), isThorough: true)
  }
}
