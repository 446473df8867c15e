// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// How failure probabilities add up to ε_sec (mdi sheet, section 5.3).
package enum Accounting: String, Sendable, CaseIterable {
  /// Phase-error correction: all bounds under one square root (MDI-29); the default.
  case phaseError
  /// Linear composition as published by Curty et al. 2014, arXiv:1307.1081 (MDI-30); comparison only.
  case curty2014
  /// The complete analysis of the same paper, three intensities and expected counts only (MDI-51); comparison only.
  case curty2014Complete
}

/// How the physical number H of `finite4` is treated (mdi sheet, section 5.5).
package enum Scan: String, Sendable, CaseIterable {
  /// Its worst end in each bound.
  case off
  /// The same number in both bounds, minimised over its range (MDI-38); the default.
  case single
  /// The number of errors as well (MDI-40; idea of Jiang et al. 2021).
  case double
}

/// How a finite-key analysis is made.
package struct FiniteKeyOptions: Sendable, Equatable {
  /// The composition of failure probabilities.
  package var accounting: Accounting
  /// The bound on fluctuations.
  package var bound: CountBound
  /// `finite4`: joint bounds on sums of counts (MDI-39) instead of one by one.
  package var joint: Bool
  /// `finite4`: the treatment of H.
  package var scan: Scan
  /// Whether messages of error correction and verification are sent in clear, or the hashing is not
  /// known to be dual universal (MDI-29a): the analysis then uses 0.8 ε_sec.
  package var errorCorrectionInClear: Bool
  /// Declared: messages of error correction and verification are encrypted with key that is subtracted elsewhere.
  package var encryptsMessages: Bool
  /// Declared: privacy amplification with a dual universal2 family.
  package var hashesDually: Bool
  /// `finite3` with `curty2014`: whether key bits of Alice's vacuum pulses count as secret (section 5.4, S0).
  package var vacuumBits: Bool
  /// ε_sec, the secrecy parameter, 0 < ε_sec < 1.
  package var secrecy: Double
  /// ε_cor, the correctness parameter, 0 < ε_cor < 1.
  package var correctness: Double
  /// What error correction announces, the verification tag not included.
  package var leakage: ErrorCorrectionLeakage

  /// Makes options with the defaults of the sheet.
  package init(
    accounting: Accounting = .phaseError, bound: CountBound = .chernoff, joint: Bool = true, scan: Scan = .single,
    errorCorrectionInClear: Bool = false, vacuumBits: Bool = false, secrecy: Double = 1e-10,
    correctness: Double = 1e-15,
    leakage: ErrorCorrectionLeakage = .estimated(efficiency: 1.16), encryptsMessages: Bool = false,
    hashesDually: Bool = false
  ) {
    self.encryptsMessages = encryptsMessages
    self.hashesDually = hashesDually
    self.accounting = accounting
    self.bound = bound
    self.joint = joint
    self.scan = scan
    self.errorCorrectionInClear = errorCorrectionInClear
    self.vacuumBits = vacuumBits
    self.secrecy = secrecy
    self.correctness = correctness
    self.leakage = leakage
  }

  /// Refuses options out of range or without meaning together.
  ///
  /// - Throws: `InputError`.
  package func validate() throws(InputError) {
    try require(secrecy, "eps_sec", in: 0...1, excludingLower: true, excludingUpper: true)
    try require(correctness, "eps_cor", in: 0...1, excludingLower: true, excludingUpper: true)
    guard secrecy + correctness < 1 else {
      throw InputError(
        "eps_sec", secrecy, allowed: "must leave eps_sec + eps_cor below 1",
        hint: "a total of 1 or more promises nothing; 1e-10 is usual")
    }
    // Below this ln(1/ε) is no longer what the tails were checked for.
    try require(secrecy, "eps_sec", in: 1e-100...1, hint: "1e-10 is usual")
    switch leakage {
    case .measured(let bits): try require(bits, "leak_EC", in: 0...1e18, hint: "bits sent for reconciliation")
    case .estimated(let f):
      try require(f, "f_EC", in: 1...100, hint: "1 is the Shannon limit; 1.1 to 1.2 is usual")
    }
    if errorCorrectionInClear, accounting != .phaseError {
      throw InputError("ec_in_clear", value: "true", allowed: "exists with the phase-error accounting only")
    }
    if vacuumBits, accounting != .curty2014 {
      throw InputError("vacuum", value: "true", allowed: "exists with the accounting curty2014 only")
    }
    if accounting == .curty2014Complete, bound != .chernoff {
      throw InputError(
        "concentration", value: bound.rawValue, allowed: "has no meaning with the complete published analysis",
        hint: "it has deviations of its own (MDI-27)")
    }
  }

  /// ε_sec as the bounds and the hashing share it.
  var sharedSecrecy: Double { errorCorrectionInClear ? 0.8 * secrecy : secrecy }

  /// ln of the shared ε_sec; 0.8 ε_sec is not a double, its logarithm is a sum.
  private func logSecrecy<S: Scalar>() -> S {
    errorCorrectionInClear ? S.log(S(secrecy)) + S.log(S(4)) - S.log(S(5)) : S.log(S(secrecy))
  }

  /// The share of one Bell state where each is analysed by itself.
  func ofOne(_ states: BellStates) -> FiniteKeyOptions {
    var one = self
    one.secrecy /= Double(states.rawValue)
    one.correctness /= Double(states.rawValue)
    return one
  }

  /// Elementary terms among which `curty2014` shares ε_sec: with n bounds of the estimates 6 + 5 n (MDI-30), all
  /// of the complete analysis (MDI-51).
  func linearTerms(bounds: Int) -> Int {
    accounting == .curty2014Complete ? PublishedAnalysis.terms : 6 + 5 * bounds
  }

  /// ε_1 for each of `bounds` one-sided bounds (MDI-29, MDI-30, MDI-51).
  package func eachFailure(bounds: Int) -> Double {
    switch accounting {
    case .phaseError: sharedSecrecy * sharedSecrecy / Double(4 * bounds)
    case .curty2014, .curty2014Complete: secrecy / Double(linearTerms(bounds: bounds))
    }
  }

  /// β = ln(1/ε_1).
  func beta<S: Scalar>(bounds: Int) -> S {
    switch accounting {
    case .phaseError: S.log(S(Double(4 * bounds))) - S(2) * logSecrecy()
    case .curty2014, .curty2014Complete: S.log(S(Double(linearTerms(bounds: bounds)))) - logSecrecy()
    }
  }

  /// Bits paid for hashing and verification (MDI-29, MDI-30; MDI-51 has the same sum).
  func costBits<S: Scalar>(bounds: Int) -> S {
    let two = S.log(S(2))
    switch accounting {
    case .phaseError:
      let secrecyBits: S = S.one - logSecrecy() / two
      return S(2) * secrecyBits + S.one - S.log(S(correctness)) / two
    case .curty2014, .curty2014Complete:
      let each: S = beta(bounds: bounds) / two
      return S(3) - S.log(S(correctness)) / two + S(2) * (S.one + S(2) * each) + S(2) * (each - S.one)
    }
  }
}
