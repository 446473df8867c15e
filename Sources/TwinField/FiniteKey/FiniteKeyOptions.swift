// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// Which concentration bound for dependent trials goes with which term (tf sheet, section 7.6).
package enum ConcentrationMethod: String, Sendable, CaseIterable {
  /// Kato's inequality wherever a prediction was made before the run (TF-27, TF-28).
  case kato
  /// Kato's inequality for the vacuum pair only, as Curras-Lorenzo et al. 2021 have it.
  case paper
  /// The inequality of Azuma and Hoeffding everywhere (TF-29); the default without predictions.
  case azuma
}

/// How ε_sec is made up (tf sheet, section 7.2).
package enum SecrecyComposition: String, Sendable, CaseIterable {
  /// 2 √ε_PE + ε_PA, as the smoothing argument needs (TF-19); the default.
  case derived
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
  /// ε_PE and ε_PA, if they are not to follow from ε_sec by the sheet's split.
  package var explicitShares: Shares?
  /// ε_cor, 0 < ε_cor < 1.
  package var correctness: Double
  /// How many analyses of the same data were tried, the best being kept: ε_PE is divided by it.
  package var analysesTried: Int
  /// What error correction announces.
  package var leakage: ErrorCorrectionLeakage

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

  /// Makes options with the defaults of the sheet.
  package init(
    pairCutoff: Int = 4, photonCutoff: Int = 10, concentration: ConcentrationMethod = .kato,
    method: PhaseErrorMethod = .separate, composition: SecrecyComposition = .derived, secrecy: Double = 1e-10,
    explicitShares: Shares? = nil, correctness: Double = 1e-10, analysesTried: Int = 1,
    leakage: ErrorCorrectionLeakage = .estimated(efficiency: 1.16)
  ) {
    self.pairCutoff = pairCutoff
    self.photonCutoff = photonCutoff
    self.concentration = concentration
    self.method = method
    self.composition = composition
    self.secrecy = secrecy
    self.explicitShares = explicitShares
    self.correctness = correctness
    self.analysesTried = analysesTried
    self.leakage = leakage
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
      try probability(shares.estimation, "eps_PE")
      try probability(shares.amplification, "eps_PA")
    } else {
      try probability(secrecy, "eps_sec")
    }
    try probability(correctness, "eps_cor")
    guard (1...1_000_000).contains(analysesTried) else {
      throw InputError(
        "analyses_tried", value: "\(analysesTried)", allowed: "must be from 1 to 1000000",
        hint: "1 if only one analysis was planned")
    }
    switch leakage {
    case .measured(let bits): try require(bits, "leak_EC", in: 0...1e18, hint: "bits sent for reconciliation")
    case .estimated(let f):
      try require(f, "f_EC", in: 1...100, hint: "1 is the Shannon limit; 1.1 to 1.2 is usual")
    }
  }

  /// K: how many estimates may fail (TF-18).
  package func events(aliceIntensities: Int, bobIntensities: Int) -> Int {
    let half = pairCutoff / 2 + 1
    return 2 * aliceIntensities * bobIntensities + 1 + half * half + 2
  }

  /// ln(1/ε_PE), exactly in the number type (TF-19).
  func logInverseEstimation<S: Scalar>() -> S {
    let tried = S.log(S(Double(analysesTried)))
    if let shares = explicitShares { return tried - S.log(S(shares.estimation)) }
    let divisor = composition == .derived ? 4.0 : 2.0
    return tried + S(2) * (S.log(S(divisor)) - S.log(S(secrecy)))
  }

  /// ε_PA (TF-19).
  func amplification<S: Scalar>() -> S {
    if let shares = explicitShares { return S(shares.amplification) }
    return S(secrecy) / S(2)
  }

  /// ε_sec that the parts amount to.
  package var totalSecrecy: Double {
    guard let shares = explicitShares else { return secrecy }
    return (composition == .derived ? 2 : 1) * shares.estimation.squareRoot() + shares.amplification
  }
}
