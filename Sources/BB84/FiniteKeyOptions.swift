// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// The finite-key proofs of the bb84 sheet, sections 4 and 5.
package enum Proof: String, Sendable, CaseIterable {
  /// Variable-length key by the block argument of section 4a (BB-36, BB-45); the default.
  case sound
  /// Lim et al. 2014, arXiv:1311.7129 (BB-37), two decoys, exactly as printed; comparison only.
  case lim2014
  /// The same with detections and errors held to their totals, which is not in the paper and gives more key;
  /// comparison only.
  case lim2014Clipped = "lim2014-clipped"
  /// Rusca et al. 2018, arXiv:1801.03443 (BB-46), one decoy, exactly as printed; comparison only.
  case rusca2018
  /// The same with detections and errors held to their totals, which is not in the paper and gives more key;
  /// comparison only.
  case rusca2018Clipped = "rusca2018-clipped"
  /// The public SatQuMA tool of Sidhu et al. 2022, arXiv:2012.07829 (SQ-2, SQ-3, SQ-4, SQ-5), two
  /// decoys; as published, comparison only.
  case satquma2022

  /// The tail bound that goes with the proof.
  var usualStatistics: ConcentrationBound {
    switch self {
    case .sound: .kl
    case .lim2014, .lim2014Clipped, .rusca2018, .rusca2018Clipped: .hoeffding
    case .satquma2022: .chernoff
    }
  }

  /// The sampling bound that goes with it.
  var usualSampling: SamplingBound { self == .sound ? .kl : .limGamma }

  /// Whether detections and errors are held to the totals of their basis; not in the published forms as printed.
  var holdsToTotals: Bool { self != .lim2014 && self != .rusca2018 }

  /// How many intensities the proof is for; nil if for two or three.
  package var intensities: Int? {
    switch self {
    case .sound: nil
    case .lim2014, .lim2014Clipped, .satquma2022: 3
    case .rusca2018, .rusca2018Clipped: 2
    }
  }
}

/// How failure probabilities add up to ε_sec.
package enum Composition: String, Sendable, CaseIterable {
  /// Decoy tails linearly, sampling under the square root (section 4a); the default.
  case linear
  /// Every failure under the square root (BB-38; Tupkary et al., arXiv:2408.17349).
  case tup24
}

/// The constant paid for hashing.
package enum HashingPenalty: String, Sendable, CaseIterable {
  /// 2 log2(1/(2ε)) by leftover hashing alone; the default.
  case pa
  /// 6 log2(21/ε_sec), as Lim et al. 2014 print it (BB-39).
  case lim
}

/// From which intensity the one-decoy analysis bounds vacuum events (BB-40).
package enum VacuumSource: String, Sendable, CaseIterable {
  /// The better of the two; the default.
  case min
  /// The strongest intensity.
  case mu1
  /// The second intensity.
  case mu2
}

/// How a finite-key analysis is made.
package struct FiniteKeyOptions: Sendable, Equatable {
  /// The proof.
  package var proof: Proof
  /// The tail bound for decoy counts.
  package var statistics: ConcentrationBound
  /// The sampling bound for phase errors.
  package var sampling: SamplingBound
  /// The composition of failure probabilities; `sound` only.
  package var composition: Composition
  /// The hashing constant; `sound` only.
  package var penalty: HashingPenalty
  /// Whether vacuum detections count as secret. False for reverse reconciliation.
  package var countsVacuum: Bool
  /// One decoy: where the vacuum bound comes from.
  package var vacuumSource: VacuumSource
  /// ε_sec, the secrecy parameter, 0 < ε_sec < 1. Not used with `secrecyPerBit`.
  package var secrecy: Double
  /// κ: if given, ε_sec is κ times the length of the key, as in the figures of Lim et al. 2014.
  package var secrecyPerBit: Double?
  /// ε_cor, the correctness parameter, 0 < ε_cor < 1.
  package var correctness: Double
  /// What error correction announces.
  package var leakage: ErrorCorrectionLeakage
  /// Whether a stated leakage below what the errors allow is used as it stands; a length that is handed out uses the
  /// least that they allow (BB-35b).
  package var keepsStatedLeakage = false
  /// Who comes to know the errors of the key basis; matters with two decoys.
  package var keyErrors: KeyErrorDisclosure
  /// Whether Alice corrects her string: derived under one more assumption, never certified (BB-35b).
  package var isReverse: Bool

  /// Makes options with the defaults of the sheet: for a published proof its published bounds.
  package init(
    proof: Proof = .sound, statistics: ConcentrationBound? = nil, sampling: SamplingBound? = nil,
    composition: Composition = .linear, penalty: HashingPenalty = .pa, countsVacuum: Bool = true,
    vacuumSource: VacuumSource = .min, secrecy: Double = 1e-10, secrecyPerBit: Double? = nil,
    correctness: Double = 1e-15, leakage: ErrorCorrectionLeakage = .estimated(efficiency: 1.16),
    keyErrors: KeyErrorDisclosure = .secret, isReverse: Bool = false
  ) {
    self.proof = proof
    self.statistics = statistics ?? proof.usualStatistics
    self.sampling = sampling ?? proof.usualSampling
    self.composition = composition
    self.penalty = penalty
    self.countsVacuum = countsVacuum
    self.vacuumSource = vacuumSource
    self.secrecy = secrecy
    self.secrecyPerBit = secrecyPerBit
    self.correctness = correctness
    self.leakage = leakage
    self.keyErrors = keyErrors
    self.isReverse = isReverse
  }

  /// Refuses options that contradict one another or the data.
  ///
  /// - Parameters:
  ///   - intensities: how many intensities the protocol has.
  ///   - origin: measured or expected counts.
  /// - Throws: `InputError`.
  package func validate(intensities: Int, origin: Observations.Origin) throws(InputError) {
    try require(secrecy, "eps_sec", in: 0...1, excludingLower: true, excludingUpper: true)
    if let kappa = secrecyPerBit {
      try require(kappa, "eps_sec per bit", in: 0...1, excludingLower: true, excludingUpper: true)
      guard origin == .expected else {
        throw InputError(
          "eps_sec per bit", kappa,
          allowed: "is for planning; with measured counts ε_sec is a number fixed before the run")
      }
    }
    try require(correctness, "eps_cor", in: 0...1, excludingLower: true, excludingUpper: true)
    guard secrecyPerBit != nil || secrecy + correctness < 1 else {
      throw InputError(
        "eps_sec", secrecy, allowed: "must leave eps_sec + eps_cor below 1",
        hint: "a total of 1 or more promises nothing; 1e-10 is usual")
    }
    if isReverse, countsVacuum {
      throw InputError(
        "vacuum", value: "true", allowed: "must be false with reverse reconciliation",
        hint: "Eve may know Bob's bit in a vacuum round")
    }
    switch leakage {
    case .measured(let bits):
      try require(bits, "leak_EC", in: 0...1e18, hint: "bits sent for reconciliation")
      guard origin == .expected || bits == bits.rounded() else {
        throw InputError(
          "leak_EC", bits, allowed: "must be a whole number", hint: "every bit that was sent, both directions")
      }
    case .estimated(let f):
      try require(f, "f_EC", in: 1...100, hint: "1 is the Shannon limit; 1.1 to 1.2 is usual")
    }
    if let wanted = proof.intensities, wanted != intensities {
      throw InputError(
        "proof", value: proof.rawValue,
        allowed: wanted == 3
          ? "needs two decoys; with one decoy use sound or rusca2018"
          : "needs one decoy; with two decoys use sound or lim2014")
    }
    if proof == .satquma2022 {
      // It stands for what one program computes; with other bounds it would stand for nothing.
      if statistics != .none && statistics != proof.usualStatistics {
        throw InputError(
          "stat", value: statistics.rawValue, allowed: "must be chernoff with proof = satquma2022", hint: "leave it out"
        )
      }
      if sampling != .none && sampling != proof.usualSampling {
        throw InputError(
          "sampling", value: sampling.rawValue, allowed: "must be lim-gamma with proof = satquma2022",
          hint: "leave it out")
      }
    }
    if proof != .sound && composition != .linear {
      throw InputError("composition", value: composition.rawValue, allowed: "exists for proof = sound only")
    }
    if proof != .sound && penalty != .pa {
      throw InputError("penalty", value: penalty.rawValue, allowed: "exists for proof = sound only")
    }
    if origin == .measured && (statistics == .none || sampling == .none) {
      throw InputError(
        statistics == .none ? "stat" : "sampling", value: "none", allowed: "is refused with measured counts",
        hint: "a finite run fluctuates; use kl")
    }
  }

  /// Whether this is the limit of infinite blocks, without penalties (BB-16).
  var isInfiniteBlock: Bool { statistics == .none }

  /// Shares of ε_sec: the number of tails, and by what ε_sec is divided for each event.
  func shares(intensities: Int) -> (tails: Int, divisor: Double) {
    switch (proof, intensities) {
    case (.sound, 3): (13, 16)
    case (.sound, _): (11, 14)
    case (.lim2014, _), (.lim2014Clipped, _), (.satquma2022, _): (12, 21)
    case (.rusca2018, _), (.rusca2018Clipped, _): (11, 19)
    }
  }

  /// L = ln(1/ε) of one decoy tail.
  func tailLog<S: Scalar>(intensities: Int) -> S {
    let (tails, divisor) = shares(intensities: intensities)
    if statistics == .none { return S.zero }
    if composition == .tup24 {
      return S(2) * (S.log(S(3)) - S.log(S(secrecy))) + S.log(S(Double(tails + 1)))
    }
    return S.log(S(divisor)) - S.log(S(secrecy))
  }

  /// ln(1/ε) of the sampling bound, whose failure probability is ε².
  func samplingLog<S: Scalar>(intensities: Int) -> S {
    let (tails, divisor) = shares(intensities: intensities)
    // BB-30 defines its constant a as ε_sec/21 whatever the proof; the safer reading for sound too.
    if sampling == .limGamma { return S.log(S(21)) - S.log(S(secrecy)) }
    if composition == .tup24 {
      // L2 equals the tails' L, so that ε here is e/√(M+1).
      return S.log(S(3)) - S.log(S(secrecy)) + S.log(S(Double(tails + 1))) / S(2)
    }
    // Both published proofs use a = ε_sec/21 here.
    return S.log(S(proof == .sound ? divisor : 21)) - S.log(S(secrecy))
  }

  /// The equation of the length and of the bits paid in it, and its source.
  func lengthOrigin(intensities: Int) -> Quantity.Origin {
    if isInfiniteBlock { return Quantity.Origin("BB-16", "limit of infinite blocks") }
    switch proof {
    case .lim2014: return Quantity.Origin("BB-37", "Lim et al. 2014, arXiv:1311.7129, Eq. 1")
    case .lim2014Clipped:
      return Quantity.Origin("BB-37", "Lim et al. 2014, arXiv:1311.7129, Eq. 1; held to totals, not in the paper")
    case .rusca2018: return Quantity.Origin("BB-46", "Rusca et al. 2018, arXiv:1801.03443")
    case .rusca2018Clipped:
      return Quantity.Origin("BB-46", "Rusca et al. 2018, arXiv:1801.03443; held to totals, not in the paper")
    case .satquma2022: return Quantity.Origin("SQ-5", "Sidhu et al. 2022, arXiv:2012.07829, public tool")
    case .sound:
      let base = intensities == 3 ? "BB-36" : "BB-45"
      let sheet = "bb84 sheet, section 4a"
      let tupkary = "Tupkary et al. 2024, arXiv:2408.17349"
      switch (composition, penalty) {
      case (.tup24, .lim): return Quantity.Origin(base + ", BB-38, BB-39", tupkary + "; " + sheet)
      case (.tup24, .pa): return Quantity.Origin(base + ", BB-38", tupkary)
      case (.linear, .lim): return Quantity.Origin(base + ", BB-39", sheet)
      case (.linear, .pa): return Quantity.Origin(base, sheet)
      }
    }
  }

  /// All of them, for the notation page.
  static var lengthOrigins: [Quantity.Origin] {
    let sound = Composition.allCases.flatMap { composition in
      HashingPenalty.allCases.map { FiniteKeyOptions(composition: composition, penalty: $0) }
    }
    let infinite = FiniteKeyOptions(statistics: ConcentrationBound.none)
    return sound.flatMap { [$0.lengthOrigin(intensities: 3), $0.lengthOrigin(intensities: 2)] }
      + (Proof.allCases.filter { $0 != .sound }.map { FiniteKeyOptions(proof: $0) } + [infinite]).map {
        $0.lengthOrigin(intensities: 3)
      }
  }

  /// Whether the length is a bound: only a sound proof with a sampling bound makes it one.
  var isBound: Bool { proof == .sound && sampling.isBound }

  /// Bits paid for hashing and verification, without announcements (BB-36, BB-37, BB-38, BB-39, BB-45, BB-46).
  ///
  /// - Parameter divisor: by what ε_sec is divided for each event; nil for that of the four-state protocols.
  func penaltyBits<S: Scalar>(intensities: Int, divisor own: Double? = nil) -> S {
    if isInfiniteBlock { return S.zero }
    let two = S.log(S(2))
    let secrecyBits = -S.log(S(secrecy)) / two
    let verification = S.one - S.log(S(correctness)) / two
    func published(_ constant: Double) -> S { S(6) * (S.log(S(constant)) / two + secrecyBits) }
    switch proof {
    case .lim2014, .lim2014Clipped, .satquma2022: return published(21) + verification
    case .rusca2018, .rusca2018Clipped: return published(19) + verification
    case .sound:
      if penalty == .lim { return published(21) + verification }
      let divisor = composition == .tup24 ? 3 : own ?? shares(intensities: intensities).divisor
      return S(2) * (S.log(S(divisor)) / two + secrecyBits - S.one) + verification
    }
  }
}
