// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// What becomes of frames that error correction could not correct (CV-46, CV-46b).
package enum FrameErrorMode: String, Sendable, CaseIterable {
  /// The whole block is aborted with probability FER; sound, the default.
  case block
  /// Failed frames are dropped before hashing; customary, no cited proof covers it. Planning only.
  case frame
}

/// What is known of the reconciliation of the block.
package enum ReconciliationCost: Sendable, Equatable {
  /// β: n β I_AB bits are left of Bob's entropy. Planning only: in a run the leakage is a measured number.
  case efficiency(Double)
  /// n Ĥ(Y) − leak_EC: the empirical entropy of the digitised outcomes in bits per symbol, and every bit sent.
  case measured(entropyPerSymbol: Double, leakBits: Double)
}

/// The options of the composable finite-size analysis (cv sheet, section 3.2).
package struct ComposableOptions: Sendable, Equatable {
  /// How symbols are shared.
  package var mode: EstimationMode
  /// β or the measured leakage.
  package var cost: ReconciliationCost
  /// FER.
  package var frameErrorRate: Double
  /// What FER means.
  package var frameErrorMode: FrameErrorMode
  /// Bits per quadrature of the digitised outcome that enters the hash, 1 to 16.
  package var digitisationBits: Double
  /// ε_s, smoothing.
  package var smoothing: Double
  /// ε_PA, hashing.
  package var hashing: Double
  /// ε_PE, parameter estimation.
  package var estimation: Double
  /// ε_ent, the entropy estimate.
  package var entropy: Double
  /// ε_cor.
  package var correctness: Double
  /// Whether the entropy of the outcomes is estimated from them, which costs δ_ent.
  package var entropyPenalty: Bool
  /// Bits that announcements besides error correction cost.
  package var extraLeakBits: Double
  /// Which lengths were agreed upon before the run.
  package var lengths: AgreedLengths
  /// How they share the failure probabilities.
  package var composition: LengthComposition
  /// What is assumed of the noise.
  package var noiseHypothesis: NoiseHypothesis
  /// r: the radius that no outcome may exceed, in the unit of the outcomes; nil for that of an honest run, which an
  /// expected run only may leave open.
  package var clipRadius: Double?
  /// ε_W: the failure probability of the radius test.
  package var clipping: Double
  /// How the cut-off is paid for.
  package var continuity: ContinuityBound

  /// Chooses options; ε_sec = 1e-10 is split into five equal shares, six with noise of any law.
  package init(
    mode: EstimationMode = .sacrifice, cost: ReconciliationCost = .efficiency(0.95), frameErrorRate: Double = 0,
    frameErrorMode: FrameErrorMode = .block, digitisationBits: Double = 6, secrecy: Double = 1e-10,
    correctness: Double = 1e-15, entropyPenalty: Bool = true, extraLeakBits: Double = 0,
    lengths: AgreedLengths = .unsaid, composition: LengthComposition = .split,
    noiseHypothesis: NoiseHypothesis = .gaussian, clipRadius: Double? = nil, continuity: ContinuityBound = .entropies
  ) {
    let share = secrecy / (noiseHypothesis == .bounded ? 6 : 5)
    self.mode = mode
    self.cost = cost
    self.frameErrorRate = frameErrorRate
    self.frameErrorMode = frameErrorMode
    self.digitisationBits = digitisationBits
    statedSecrecy = secrecy
    smoothing = share
    hashing = share
    estimation = share
    entropy = share
    clipping = share
    self.correctness = correctness
    self.entropyPenalty = entropyPenalty
    self.extraLeakBits = extraLeakBits
    self.lengths = lengths
    self.composition = composition
    self.noiseHypothesis = noiseHypothesis
    self.clipRadius = clipRadius
    self.continuity = continuity
  }

  private let statedSecrecy: Double

  /// ε_sec = 2 ε_s + ε_PA + ε_PE + ε_ent, and ε_W with noise of any law.
  package var secrecy: Double {
    let sum = 2 * smoothing + hashing + estimation + entropy + (noiseHypothesis == .bounded ? clipping : 0)
    // Equal shares add up to what was stated but for the last digit.
    return abs(sum - statedSecrecy) <= 1e-14 * statedSecrecy ? statedSecrecy : sum
  }

  /// K and the bit for transcripts.
  ///
  /// - Parameters:
  ///   - detection: κ.
  ///   - keySymbols: n.
  ///   - origin: measured or expected.
  package func lengthRule(
    _ detection: Detection, keySymbols: Double, origin: EstimateOrigin
  ) -> AgreedLengths.Rule {
    lengths.rule(for: origin, digits: keySymbols * detection.quadratures * digitisationBits)
  }

  /// Refuses what cannot be.
  ///
  /// - Throws: `InputError`.
  package func validate(detection: Detection, origin: EstimateOrigin) throws(InputError) {
    switch cost {
    case .efficiency(let beta): try ReconciliationOptions(efficiency: beta).validate()
    case .measured(let entropy, let leak):
      let most = detection.quadratures * digitisationBits
      try require(
        entropy, "H_Y", in: 0...most,
        hint: "the entropy of the digitised outcomes of one symbol, at most kappa times the bits of digitisation")
      try require(leak, "leak_EC", in: 0...1e20, hint: "every bit sent for reconciliation")
    }
    try require(frameErrorRate, "FER", in: 0...1, excludingUpper: true, hint: "a fraction, not percent")
    try require(digitisationBits, "bits", in: 1...16, hint: "bits per quadrature, usually 4 to 8")
    guard digitisationBits == digitisationBits.rounded() else {
      throw InputError("bits", digitisationBits, allowed: "must be a whole number")
    }
    for (name, value) in [
      ("eps_s", smoothing), ("eps_PA", hashing), ("eps_PE", estimation), ("eps_ent", entropy),
      ("eps_cor", correctness),
    ] {
      try require(value, name, in: 0...1, excludingLower: true, excludingUpper: true, hint: "1e-10 is usual")
    }
    try require(extraLeakBits, "extra_leak_bits", in: 0...1e18)
    try lengths.validate(origin: origin)
    if lengths == .fromRevealed, mode == .afterCorrection {
      throw InputError(
        "from_revealed", value: "true", allowed: "needs revealed symbols", hint: "after-EC reveals none")
    }
    guard noiseHypothesis == .bounded else { return }
    try require(clipping, "eps_W", in: 0...1, excludingLower: true, excludingUpper: true)
    if let clipRadius {
      try require(clipRadius, "clip_radius", in: 0...1e9, excludingLower: true, hint: "in the unit of the outcomes")
    } else if origin == .measured {
      throw InputError(
        "clip_radius", value: "missing", allowed: "must be given: the radius that was fixed before the run")
    }
    guard detection == .heterodyne, mode == .sacrifice else {
      throw InputError(
        "noise_hypothesis", value: "bounded",
        allowed: "needs heterodyne detection and revealed symbols",
        hint: "one quadrature per symbol does not see the photon number: gaussian")
    }
  }
}
