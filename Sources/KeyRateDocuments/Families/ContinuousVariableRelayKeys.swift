// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import ContinuousVariable

/// The keys that CV-MDI adds to the common ones.
enum ContinuousVariableRelayKeys {
  /// Which limit of data an analysis assumes.
  enum AnalysisKind: String, CaseIterable, Sendable {
    case asymptotic
  }

  private static func excessNoise(_ user: String, _ name: String, _ symbol: String) -> KeyDefinition {
    KeyDefinition(
      "link.\(user)_excess_noise", .number, unit: "shot-noise units", range: .from(0, below: 1000),
      "Excess noise per quadrature of \(name)'s arm (\(symbol)) at the plane that link.excess_noise_reference names.",
      slips: [.below(0, "a variance"), .above(999, "a variance in shot-noise units, usually 0.001 to 0.1")],
      aliases: [symbol, "link.\(symbol)", "link.excess_noise_\(user)"])
  }

  static let link: [KeyDefinition] =
    ArmReading.keys + [
      excessNoise("alice", "Alice", "xi_A"), excessNoise("bob", "Bob", "xi_B"),
      KeyDefinition(
        "link.excess_noise_reference", .words(RelayNoisePlane.self),
        "Plane of the excess noise: input of each arm, or relay (input times the transmittance of the arm).",
        slips: [.words(["output", "charlie", "bob"], "write relay"), .words(["alice"], "write input")],
        aliases: ["xi_reference", "link.xi_reference", "link.excess_noise_plane", "link.reference"]),
    ]

  private static func variance(_ path: String, _ name: String, _ symbol: String) -> KeyDefinition {
    KeyDefinition(
      path, .setting, unit: "shot-noise units per quadrature", range: .above(0, upTo: 1e9), default: "optimised",
      "Modulation variance \(symbol) of \(name): twice the mean photon number per symbol.",
      slips: [.below(1e-300, "give the variance, not 0: nothing would be sent")],
      aliases: [symbol, "source.\(symbol)"])
  }

  static let source: [KeyDefinition] = [
    variance("source.modulation_variance", "Alice", "V_A"), variance("source.bob_modulation_variance", "Bob", "V_B"),
    KeyDefinition(
      "source.repetition_rate_hz", .number, unit: "Hz", range: .positive, default: "none: no rates per second",
      "Symbols per second of each user.", slips: [.within(1e-3...100, "in Hz: 20 MBaud is 2e7")],
      aliases: ["source.symbol_rate_hz", "source.symbol_rate", "source.baud_rate", "source.repetition_rate"]),
    KeyDefinition(
      "source.overhead", .number, range: .from(0, below: 1), default: "0",
      "Share of the symbols that pilots, frames and calibration take; rates per second only.",
      slips: [.within(1...100, "a fraction, not percent")]),
  ]

  static let detector: [KeyDefinition] = [
    KeyDefinition(
      "detector.efficiency", .number, range: .above(0, upTo: 1),
      "Efficiency of the relay's detectors, given to Eve; 1 if it is calibrated out, as loss of the arms.",
      slips: [
        .within(0...0, "a detector that sees nothing makes no key"), .within(1...100, "a fraction, not percent"),
      ], aliases: ["efficiency", "eta_r", "detector.eta_r", "eta_d", "detector.quantum_efficiency"]),
    KeyDefinition(
      "detector.electronic_noise", .number, unit: "shot noise of the same detector", range: .from(0, below: 1000),
      "Electronic noise variance of each of the relay's detectors, given to Eve.",
      slips: [.below(0, "a variance; a clearance of c dB is 1/(10^(c/10) - 1)")],
      aliases: ["v_el", "v_el_r", "electronic_noise", "detector.v_el", "link.v_el", "source.electronic_noise"]),
  ]

  static let security: [KeyDefinition] = [
    KeyDefinition(
      "security.analysis", .words(AnalysisKind.self), default: "asymptotic",
      "asymptotic: infinitely many symbols (CV-63); there is no finite-size analysis of CV-MDI here.",
      slips: [
        .words(["composable", "finite", "lgg2010", "york2021", "york2023"], "no finite-size analysis of CV-MDI here")
      ]),
    KeyDefinition(
      "security.key_from", .words(RelayKeySource.self), default: "alice",
      "Whose data become the key: alice, to whom Bob corrects his, or bob.",
      aliases: ["key_from", "security.reconciliation"]),
    KeyDefinition(
      "security.reconciliation_efficiency", .number, range: .probability, default: "0.95",
      "beta: share of the mutual information that error correction keeps.",
      slips: [
        .within(1...2, "a share: 0.95 keeps 95 %; it is not the factor f_EC of discrete variables"),
        .above(2, "a fraction, not percent"),
      ], aliases: ["beta", "security.beta", "security.efficiency", "security.error_correction_efficiency"]),
    KeyDefinition(
      "security.frame_error_rate", .number, range: .from(0, below: 1), default: "0",
      "FER: probability that error correction fails.", slips: [.within(1...100, "a fraction, not percent")],
      aliases: ["FER", "fer", "security.fer", "security.FER"]),
  ]

  static let all = link + source + detector + security + ContinuousVariableSearchRanges.relayKeys
}
