// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import ContinuousVariable

/// The keys that CV-MDI adds to the common ones.
package enum ContinuousVariableRelayKeys {
  /// Which limit of data an analysis assumes.
  package enum AnalysisKind: String, CaseIterable, Sendable {
    case asymptotic
  }

  static let excessNoiseReference = WordKey<RelayNoisePlane>(
    LinkKeys.excessNoiseReference,
    "Plane of the excess noise: input of each arm, or relay (input times the transmittance of the arm).",
    slips: [.words(["output", "charlie", "bob"], "write relay"), .words(["alice"], "write input")],
    aliases: ["xi_reference", "link.xi_reference", "link.excess_noise_plane", "link.reference"])

  static let analysis = WordKey<AnalysisKind>(
    SecurityKeys.analysis, default: .asymptotic,
    "asymptotic: infinitely many symbols (CV-63); there is no finite-size analysis of CV-MDI here.",
    slips: [
      .words(["composable", "finite", "lgg2010", "york2021", "york2023"], "no finite-size analysis of CV-MDI here")
    ])

  static let link: [any DocumentKey] =
    LinkKeys.arms + [
      LinkSampleKeys.rows(.station, coherent: true),
      LinkKeys.aliceExcessNoise.with(symbols: ["xi_A"]),
      LinkKeys.bobExcessNoise.with(symbols: ["xi_B"]),
      excessNoiseReference,
    ]

  static let source: [any DocumentKey] = [
    SourceKeys.modulationVariance.with(
      meaning: "Modulation variance V_A of Alice: twice the mean photon number per symbol.", symbols: ["V_A"],
      aliases: ["V_A", "source.V_A"]),
    SourceKeys.bobModulationVariance.with(symbols: ["V_B"]),
    SourceKeys.repetitionRateHz.with(
      meaning: "Symbols per second of each user.", slips: [.within(1e-3...100, "in Hz: 20 MBaud is 2e7")],
      aliases: ["source.symbol_rate_hz", "source.symbol_rate", "source.baud_rate", "source.repetition_rate"]),
    SourceKeys.overhead,
  ]

  static let detector: [any DocumentKey] = [
    DetectorKeys.efficiency.with(
      required: true,
      meaning: "Efficiency of the relay's detectors, given to Eve; 1 if it is calibrated out, as loss of the arms.",
      symbols: ["eta_r"],
      slips: [
        .within(0...0, "a detector that sees nothing makes no key"), .within(1...100, "a fraction, not percent"),
      ], aliases: ["efficiency", "eta_r", "detector.eta_r", "eta_d", "detector.quantum_efficiency"]),
    DetectorKeys.electronicNoise.with(
      meaning: "Electronic noise variance of each of the relay's detectors, given to Eve.", symbols: ["v_el_r"],
      aliases: ["v_el", "v_el_r", "electronic_noise", "detector.v_el", "link.v_el", "source.electronic_noise"]),
  ]

  static let security: [any DocumentKey] = [
    analysis,
    SecurityKeys.keyFrom,
    SecurityKeys.reconciliationEfficiency.with(symbols: ["beta"]),
    SecurityKeys.frameErrorRate.with(symbols: ["FER"]),
  ]

  static let search: [any DocumentKey] = ContinuousVariableSearchRanges.relayKeys

  static let all = link + source + detector + security + search
}

extension SecurityKeys {
  package static let keyFrom = WordKey<RelayKeySource>(
    "security.key_from", default: .alice, "Whose data become the key: alice, to whom Bob corrects his, or bob.",
    aliases: ["key_from", "security.reconciliation"])
}

extension LinkKeys {
  private static func excessNoise(_ user: String, _ name: String, _ symbol: String) -> Key<Double> {
    Key(
      "link.\(user)_excess_noise", unit: "shot-noise units", range: .from(0, below: 1000),
      "Excess noise per quadrature of \(name)'s arm (\(symbol)) at the plane that link.excess_noise_reference names.",
      slips: [.below(0, "a variance"), .above(999, "a variance in shot-noise units, usually 0.001 to 0.1")],
      aliases: [symbol, "link.\(symbol)", "link.excess_noise_\(user)"])
  }

  package static let aliceExcessNoise = excessNoise("alice", "Alice", "xi_A")
  package static let bobExcessNoise = excessNoise("bob", "Bob", "xi_B")
}

extension SourceKeys {
  package static let bobModulationVariance = Key<SettingValue>(
    "source.bob_modulation_variance", unit: "shot-noise units per quadrature", range: .above(0, upTo: 1e9),
    absent: "optimised", "Modulation variance V_B of Bob: twice the mean photon number per symbol.",
    slips: [.below(1e-300, "give the variance, not 0: nothing would be sent")], aliases: ["V_B", "source.V_B"])
}
