// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity

/// What becomes of the raw bits before error correction.
package enum Scheme: String, Sendable, CaseIterable {
  /// Corrected as they are.
  case sns
  /// Paired to odd parity first: actively odd-parity pairing (section 4).
  case aopp
}

/// How failure probabilities add up to ε_sec (sns sheet, section 3.5).
package enum Accounting: String, Sendable, CaseIterable {
  /// Classical events enter linearly, events about phase errors under a root (TFS-15); the default.
  case split
  /// Every event under one root (TFS-16); needs no block argument and is shorter.
  case root
  /// As published by Jiang et al. 2019 and 2021: linear throughout, one tail ξ for every event and no factor A
  /// (TFS-28); comparison only. ξ is the secrecy parameter of the options.
  case published
}

/// How phase errors of pairs follow from those of bits (sns sheet, section 4).
package enum PairingMethod: String, Sendable, CaseIterable {
  /// By spin symmetry against coherent attacks (TFS-21, TFS-23): derived, unpublished; the default.
  case spin
  /// Every phase error of a bit is one of a pair (TFS-25): a floor that needs no statistics of the pairing.
  case simple
}

/// How a finite-key analysis is made. Everything here is fixed before the run.
package struct FiniteKeyOptions: Sendable, Equatable {
  /// With or without pairing.
  package var scheme: Scheme
  /// The composition of failure probabilities.
  package var accounting: Accounting
  /// The phase errors of pairs; without meaning for `sns`.
  package var method: PairingMethod
  /// K: cells of the scan over the vacuum number H (TFS-13); sound for every K ≥ 1.
  package var cells: Int
  /// ε_sec, the secrecy parameter, 0 < ε_sec < 1.
  package var secrecy: Double
  /// ε_cor, the correctness parameter, 0 < ε_cor < 1.
  package var correctness: Double
  /// What error correction announces, the verification tag not included.
  package var leakage: ErrorCorrectionLeakage

  /// Makes options with the defaults of the sheet.
  package init(
    scheme: Scheme, accounting: Accounting = .split, method: PairingMethod = .spin, cells: Int = 16,
    secrecy: Double = 1e-10, correctness: Double = 1e-15, leakage: ErrorCorrectionLeakage = .estimated(efficiency: 1.16)
  ) {
    self.scheme = scheme
    self.accounting = accounting
    self.method = method
    self.cells = cells
    self.secrecy = secrecy
    self.correctness = correctness
    self.leakage = leakage
  }

  /// The most cells that are accepted.
  package static let mostCells = 4096

  /// Refuses options out of range or without meaning together.
  package func validate() throws(InputError) {
    // Below 1e-100 ln(1/ε) is no longer what the tails were checked for.
    try require(secrecy, "eps_sec", in: 1e-100...1, excludingUpper: true, hint: "1e-10 is usual")
    try require(correctness, "eps_cor", in: 1e-100...1, excludingUpper: true, hint: "1e-15 is usual")
    guard secrecy + correctness < 1 else {
      throw InputError("eps_sec", secrecy, allowed: "must leave eps_sec + eps_cor below 1")
    }
    guard (1...Self.mostCells).contains(cells) else {
      throw InputError("cells", value: "\(cells)", allowed: "must be at least 1 and at most \(Self.mostCells)")
    }
    switch leakage {
    case .measured(let bits): try require(bits, "leak_EC", in: 0...1e18, hint: "bits sent for reconciliation")
    case .estimated(let f): try require(f, "f_EC", in: 1...100, hint: "1 is the Shannon limit; 1.1 to 1.2 is usual")
    }
    if accounting == .published {
      guard scheme == .aopp, method == .spin, cells == 1 else {
        throw InputError(
          "accounting", value: accounting.rawValue,
          allowed: "exists for aopp with the method spin and one cell only (TFS-28)")
      }
    }
  }
}
