// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading

/// The columns of MDI-QKD in tables.
enum MDIColumns {
  static let finite: [LinkProblem.Diagnostic] = [
    .init(symbol: "qber", column: "error_rate", meaning: "error rate of the key", unit: ""),
    .init(symbol: "e_ph", column: "phase_error", meaning: "phase-error fraction behind the length", unit: ""),
    .init(
      symbol: "S11_L", column: "single_photon_pairs", meaning: "single-photon pairs behind the length", unit: "count"),
  ]

  static let asymptotic: [LinkProblem.Diagnostic] = [
    .init(symbol: "qber", column: "error_rate", meaning: "error rate of the key", unit: ""),
    .init(symbol: "e11_X_U", column: "phase_error", meaning: "upper bound on the phase-error fraction", unit: ""),
  ]

  static let relay: [LinkProblem.Diagnostic] = [
    .init(symbol: "qber", column: "error_rate", meaning: "error rate of the key", unit: ""),
    .init(symbol: "e_X", column: "phase_error", meaning: "error rate in X", unit: ""),
    .init(
      symbol: "beats_from_dB", column: "beats_from_db",
      meaning: "channel loss from which the relay beats the repeaterless bound", unit: "dB"),
  ]
}
