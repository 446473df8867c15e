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

/// What justifies a single length, K = 1 of CV-46c.
package enum LengthAgreement: String, Sendable, CaseIterable {
  /// Nothing: the length is computed from the run and there are K agreed values.
  case none
  /// Length and leakage were fixed before the run.
  case beforeRun = "before-run"
  /// Length, leakage and the entropy estimate follow from the revealed symbols alone; δ_ent then counts those.
  case fromRevealed = "from-revealed"
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
  /// K: the number of lengths agreed upon before the run; nil for 1 with expected and 128 with measured estimates.
  package var lengths: Double?
  /// What K = 1 rests on with measured data.
  package var agreement: LengthAgreement

  /// Chooses options; ε_sec = 1e-10 is split into five equal shares.
  package init(
    mode: EstimationMode = .sacrifice, cost: ReconciliationCost = .efficiency(0.95), frameErrorRate: Double = 0,
    frameErrorMode: FrameErrorMode = .block, digitisationBits: Double = 6, secrecy: Double = 1e-10,
    correctness: Double = 1e-15, entropyPenalty: Bool = true, extraLeakBits: Double = 0, lengths: Double? = nil,
    agreement: LengthAgreement = .none
  ) {
    self.mode = mode
    self.cost = cost
    self.frameErrorRate = frameErrorRate
    self.frameErrorMode = frameErrorMode
    self.digitisationBits = digitisationBits
    statedSecrecy = secrecy
    smoothing = secrecy / 5
    hashing = secrecy / 5
    estimation = secrecy / 5
    entropy = secrecy / 5
    self.correctness = correctness
    self.entropyPenalty = entropyPenalty
    self.extraLeakBits = extraLeakBits
    self.lengths = lengths
    self.agreement = agreement
  }

  private let statedSecrecy: Double

  /// ε_sec = 2 ε_s + ε_PA + ε_PE + ε_ent.
  package var secrecy: Double {
    let sum = 2 * smoothing + hashing + estimation + entropy
    // Five equal shares add up to what was stated but for the last digit.
    return abs(sum - statedSecrecy) <= 1e-14 * statedSecrecy ? statedSecrecy : sum
  }

  /// K, given or by default.
  package func lengths(for origin: EstimateOrigin) -> Double {
    lengths ?? (origin == .expected || agreement != .none ? 1 : 128)
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
    if let lengths {
      try require(lengths, "n_lengths", in: 1...1e9)
      guard lengths == lengths.rounded() else {
        throw InputError("n_lengths", lengths, allowed: "must be a whole number")
      }
    }
    if origin == .measured, lengths(for: origin) == 1, agreement == .none {
      throw InputError(
        "n_lengths", 1, allowed: "proves nothing for a length computed after the run (CV-46c)",
        hint: "leave it out for 128 agreed lengths, or state that length and leakage were fixed before the run or "
          + "follow from the revealed symbols alone")
    }
  }
}
