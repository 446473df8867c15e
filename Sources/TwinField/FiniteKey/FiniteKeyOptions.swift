// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// Which concentration bound for dependent trials goes with which term (tf sheet, section 7.6).
package enum ConcentrationMethod: String, Sendable, CaseIterable {
  /// Kato's inequality wherever there is a prediction to tune it (TF-27, TF-28); the default.
  case kato
  /// Kato's inequality for the vacuum pair only, as Curras-Lorenzo et al. 2021 have it.
  case paper
  /// The inequality of Azuma and Hoeffding everywhere (TF-29).
  case azuma
}

/// How ε_sec is made up (tf sheet, section 7.2).
package enum SecrecyComposition: String, Sendable, CaseIterable {
  /// K_d ε_d + 2 √(K_k ε_k) + ε_PA: what records of the run decide enters without a root (TF-19); the default.
  case linear
  /// 2 √ε_PE + ε_PA: every failure under the root (TF-19a).
  case root
  /// √ε_PE + ε_PA, as Curras-Lorenzo et al. 2021 state it (from memory); comparison only.
  case curras2021
}

/// How a finite-key analysis is made: everything here is fixed before the run.
package struct FiniteKeyOptions: Sendable, Equatable {
  /// S: pairs with n + m ≤ S are treated one by one.
  package var pairCutoff: Int
  /// ncut: photon numbers in the linear programs.
  package var photonCutoff: Int
  /// The concentration bound.
  package var concentration: ConcentrationMethod
  /// Separate or joint worst case.
  package var method: PhaseErrorMethod
  /// How the secrecy parameter is made up.
  package var composition: SecrecyComposition
  /// ε_sec, 0 < ε_sec < 1.
  package var secrecy: Double
  /// ε_PE and ε_PA, if they are not to follow from ε_sec by the sheet's split; not with `linear`.
  package var explicitShares: Shares?
  /// ε_cor, 0 < ε_cor < 1.
  package var correctness: Double
  /// How many analyses of the same data were tried, the best being kept: ε_d and ε_k are divided by it.
  package var analysesTried: Int
  /// What error correction announces.
  package var leakage: ErrorCorrectionLeakage
  /// Who comes to know the errors of the key: secret or total-announced (TF-33a).
  package var keyErrors: KeyErrorDisclosure

  /// The two parts of ε_sec.
  package struct Shares: Sendable, Equatable {
    /// ε_PE: probability that some estimate is wrong.
    package let estimation: Double
    /// ε_PA: privacy amplification.
    package let amplification: Double
    /// Names the parts.
    package init(estimation: Double, amplification: Double) {
      self.estimation = estimation
      self.amplification = amplification
    }
  }

  /// Makes options with the defaults of the sheet; ε_PE and ε_PA of one's own mean `root`.
  package init(
    pairCutoff: Int = 4, photonCutoff: Int = 10, concentration: ConcentrationMethod = .kato,
    method: PhaseErrorMethod = .separate, composition: SecrecyComposition? = nil, secrecy: Double = 1e-10,
    explicitShares: Shares? = nil, correctness: Double = 1e-10, analysesTried: Int = 1,
    leakage: ErrorCorrectionLeakage = .estimated(efficiency: 1.16), keyErrors: KeyErrorDisclosure = .secret
  ) {
    self.pairCutoff = pairCutoff
    self.photonCutoff = photonCutoff
    self.concentration = concentration
    self.method = method
    self.composition = composition ?? (explicitShares == nil ? .linear : .root)
    self.secrecy = secrecy
    self.explicitShares = explicitShares
    self.correctness = correctness
    self.analysesTried = analysesTried
    self.leakage = leakage
    self.keyErrors = keyErrors
  }

  /// Refuses options that cannot be.
  ///
  /// - Throws: `InputError`.
  package func validate() throws(InputError) {
    try AsymptoticOptions.validate(pairCutoff: pairCutoff, photonCutoff: photonCutoff)
    func probability(_ value: Double, _ name: String) throws(InputError) {
      try require(value, name, in: 0...1, excludingLower: true, excludingUpper: true, hint: "1e-10 is usual")
    }
    if let shares = explicitShares {
      guard composition != .linear else {
        throw InputError(
          "eps_PE", shares.estimation, allowed: "has no meaning with composition = linear, whose shares are fixed",
          hint: "give eps_sec, or composition = root")
      }
      try probability(shares.estimation, "eps_PE")
      try probability(shares.amplification, "eps_PA")
    } else {
      try probability(secrecy, "eps_sec")
    }
    try probability(correctness, "eps_cor")
    guard totalSecrecy + correctness < 1 else {
      throw InputError(
        explicitShares == nil ? "eps_sec" : "eps_PE", explicitShares?.estimation ?? secrecy,
        allowed: "secrecy and correctness must sum to less than 1, not \(totalSecrecy + correctness)",
        hint: "such a key may be known to everybody; 1e-10 is usual")
    }
    guard (1...1_000_000).contains(analysesTried) else {
      throw InputError(
        "analyses_tried", value: "\(analysesTried)", allowed: "must be from 1 to 1000000",
        hint: "1 if only one analysis was planned")
    }
    guard keyErrors != .announced else {
      throw InputError(
        "key_errors", value: keyErrors.rawValue, allowed: "must be secret or total-announced",
        hint: "the key pulses have one intensity, so there is one count of errors")
    }
    switch leakage {
    case .measured(let bits): try require(bits, "leak_EC", in: 0...1e18, hint: "bits sent for reconciliation")
    case .estimated(let f):
      try require(f, "f_EC", in: 1...100, hint: "1 is the Shannon limit; 1.1 to 1.2 is usual")
    }
  }

  /// ε_sec that the parts amount to.
  package var totalSecrecy: Double {
    guard let shares = explicitShares else { return secrecy }
    return (composition == .curras2021 ? 1 : 2) * shares.estimation.squareRoot() + shares.amplification
  }
}
