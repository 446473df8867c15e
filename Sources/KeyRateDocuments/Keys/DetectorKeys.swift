// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateReading

/// Keys of `[detector]`.
package enum DetectorKeys {
  /// The path of `detector.model`, whose values differ from family to family.
  package static let model = "detector.model"
  /// The path of `detector.afterpulse_model`.
  package static let afterpulseModel = "detector.afterpulse_model"
  /// The path of `detector.afterpulse_order`.
  package static let afterpulseOrder = "detector.afterpulse_order"

  package static let efficiency = Key<Double>(
    "detector.efficiency", range: .above(0, upTo: 1), default: 1, "Efficiency of the receiver with its optics.",
    KeyFacts(ideal: 1, imperfection: "detector efficiency", scan: .logarithmic(1e-6, 1)),
    slips: [.within(1...100, "a fraction, not percent")],
    aliases: ["efficiency", "eta_d", "detector.eta", "detector.eta_d", "detector.quantum_efficiency"])

  package static let darkCountProbability = Key<Double>(
    "detector.dark_count_probability", unit: "per detector per gate", range: .from(0, below: 1), default: 0,
    "Dark counts of one detector in one gate (models threshold2, lim2014, satquma2022).",
    KeyFacts(
      replaces: ["detector.dark_count_rate_hz", "detector.gate_s"], ideal: 0, imperfection: "dark counts",
      scan: KeyScan(isLogarithmic: true)),
    slips: [.above(0.999, "counts per second? give detector.dark_count_rate_hz, or multiply by the gate time")],
    aliases: [
      "dark_counts", "detector.dark_counts", "detector.dark_count", "p_dark", "detector.p_d", "detector.p_dark",
    ])

  package static let darkCountRateHz = Key<Double>(
    "detector.dark_count_rate_hz", unit: "counts per second per detector", range: .nonNegative,
    absent: "dark_count_probability", "The same as a rate; needs the gate or the repetition rate.",
    KeyFacts(
      replaces: ["detector.dark_count_probability"], ideal: 0, imperfection: "dark counts", scan: .logarithmic(0, 1e9)),
    aliases: ["detector.dark_count_rate", "dcr", "detector.dcr", "detector.dcr_hz"])

  package static let gateS = Key<Double>(
    "detector.gate_s", unit: "s", range: .above(0, upTo: 1), absent: "1/repetition rate",
    "Gate or acceptance window that goes with dark_count_rate_hz.", KeyFacts(scan: KeyScan(isLogarithmic: true)),
    slips: [.above(1, "in seconds: 1 ns is 1e-9")],
    aliases: ["detector.gate", "detector.gate_ns", "detector.gate_width_s"])

  package static let misalignment = Key<Double>(
    "detector.misalignment", range: AllowedRange(0...0.5), default: 0,
    "Probability that a photon takes the wrong output.",
    KeyFacts(replaces: ["detector.polarisation_angle_rad"], ideal: 0, imperfection: "misalignment"),
    slips: [.within(0.5...1, "of a visibility V take (1 - V)/2"), .within(1...50, "a fraction, not percent")],
    aliases: [
      "e_d", "detector.e_d", "misalignment", "detector.misalignment_error", "detector.error_rate",
      "detector.visibility: (1 - visibility) / 2", "detector.qber", "qber",
    ])

  package static let electronicNoise = Key<Double>(
    "detector.electronic_noise", unit: "shot noise of the same detector", range: .from(0, below: 1000),
    "Electronic noise variance v_el of one balanced detector.",
    KeyFacts(ideal: 0, imperfection: "electronic noise", scan: .logarithmic(0, 10)),
    slips: [.below(0, "a variance; a clearance of c dB is 1/(10^(c/10) - 1)")],
    aliases: [
      "v_el", "electronic_noise", "detector.v_el", "detector.electronic_noise_snu", "link.electronic_noise",
      "source.electronic_noise", "link.v_el",
    ])

  /// Dark counts of the detectors of a station in the middle.
  static let ofStation: [any DocumentKey] = [
    darkCountProbability.with(
      meaning: "Dark counts of one detector in one pulse window.", symbols: ["pd"],
      slips: [.above(0.999, "counts per second? give detector.dark_count_rate_hz, or multiply by the window")],
      aliases: [
        "dark_counts", "detector.dark_counts", "detector.dark_count", "pd", "detector.pd", "detector.p_d",
        "detector.p_dark",
      ]),
    darkCountRateHz.with(meaning: "The same as a rate; needs the window or the repetition rate."),
    gateS.with(
      meaning: "Pulse window that goes with dark_count_rate_hz.",
      aliases: ["detector.gate", "detector.gate_ns", "detector.window_s"]),
  ]
}
