// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateSecurity
import TwinField

/// The keys that twin-field QKD adds to the common ones.
enum TwinFieldKeys {
  /// Which limit of data an analysis assumes.
  enum AnalysisKind: String, CaseIterable, Sendable {
    case finite
    case asymptotic
    case infiniteDecoys = "infinite-decoys"
  }

  /// The protocol of the family.
  enum Scheme: String, CaseIterable, Sendable {
    case curtyAzumaLo = "curty-azuma-lo"
    case lucamarini2018 = "lucamarini-2018"
    case phaseMatching = "phase-matching"
    case sendingOrNotSending = "sending-or-not-sending"
    case oddParityPairing = "sns-aopp"
    case modePairing = "mode-pairing"

    /// The comparison protocol; nil for the one that the family is about.
    var comparison: ComparisonProtocol? { ComparisonProtocol(rawValue: rawValue) }
  }

  private static let intensitySlips: [KeySlip] = [.above(5, "usually below 1")]
  private static let percent: [KeySlip] = [.within(1...100, "a fraction, not percent")]
  private static let keyModeSlips: [KeySlip] = [
    .within(0...0, "without key rounds there is no key"),
    .within(1...1, "without test rounds nothing is certified"),
    .above(1, "a fraction, not percent"),
  ]

  static let source: [KeyDefinition] = [
    KeyDefinition(
      "source.scheme", .words(Scheme.self), default: "curty-azuma-lo",
      """
      The protocol: curty-azuma-lo, or one of section 9 of the tf sheet for comparison (asymptotic, symmetric links): \
      lucamarini-2018 (heuristic, not a secure rate), phase-matching, sending-or-not-sending, sns-aopp, mode-pairing.
      """,
      slips: [
        .words(["cal", "curty", "simplified"], "write curty-azuma-lo"), .words(["sns"], "write sending-or-not-sending"),
        .words(["aopp"], "write sns-aopp"), .words(["pm", "pm-qkd"], "write phase-matching"),
        .words(["mp", "async-mdi"], "write mode-pairing"),
        .words(["tf", "lucamarini", "tf-qkd"], "write lucamarini-2018"),
      ], aliases: ["source.variant", "source.protocol", "security.scheme"]),
    KeyDefinition(
      "source.key_intensity", .setting, unit: "mean photons per pulse", range: .above(0, upTo: 5), default: "optimised",
      "Intensity of the key pulses, s = alpha^2; of a comparison protocol its one intensity (of both users together for lucamarini-2018 and phase-matching).",
      slips: intensitySlips,
      aliases: ["s", "source.s", "source.sA", "source.signal_intensity", "source.alpha_squared", "source.mu", "mu"]),
    KeyDefinition(
      "source.bob_key_intensity", .setting, unit: "mean photons per pulse", range: .above(0, upTo: 5),
      default: "as Alice, or optimised", "The same of Bob.", slips: intensitySlips, aliases: ["source.sB"]),
    KeyDefinition(
      "source.decoys", .integer, range: AllowedRange(2...8), default: "as the lists say, else 3",
      "Test intensities of each user, the weakest one included.",
      slips: [.below(2, "one intensity alone bounds no yield")]),
    KeyDefinition(
      "source.test_intensities", .settings, unit: "mean photons per pulse", range: AllowedRange(0...5),
      default: "optimised", "Intensities of the test pulses (decoys), strongest first; the weakest is never optimised.",
      slips: intensitySlips,
      aliases: ["source.intensities", "source.muA", "source.decoy_intensities", "source.decoy"]),
    KeyDefinition(
      "source.bob_test_intensities", .settings, unit: "mean photons per pulse", range: AllowedRange(0...5),
      default: "as Alice, or optimised", "The same of Bob.", slips: intensitySlips, aliases: ["source.muB"]),
    KeyDefinition(
      "source.weakest_intensity", .number, unit: "mean photons per pulse", range: AllowedRange(0...0.1),
      default: "1e-4",
      "The weakest test intensity when source.test_intensities is left out: what the extinction of the modulator leaves.",
      slips: [.above(0.1, "what is left of a pulse that should be dark: 1e-5 to 1e-3")],
      aliases: ["source.vacuum_intensity", "source.mu_min"]),
    KeyDefinition(
      "source.test_probabilities", .settings, range: .above(0, upTo: 1), default: "optimised",
      "With which probability each test intensity is sent, given the test mode; they sum to 1.",
      slips: percent + [.within(0...0, "every intensity must be sent")],
      aliases: ["source.intensity_probabilities", "source.pA", "source.decoy_probabilities"]),
    KeyDefinition(
      "source.bob_test_probabilities", .settings, range: .above(0, upTo: 1), default: "as Alice, or optimised",
      "The same of Bob.", slips: percent + [.within(0...0, "every intensity must be sent")], aliases: ["source.pB"]),
    KeyDefinition(
      "source.users_alike", .bool, default: "true on a symmetric link, else false",
      "Whether Bob's settings that are left open follow Alice's, which halves the search.",
      aliases: ["source.symmetric", "source.alike"]),
    KeyDefinition(
      "source.key_mode_probability", .setting, range: .between(0, 1), default: "optimised",
      "Probability that a user selects the key mode (X of Curty, Azuma and Lo); the test mode gets the rest.",
      slips: keyModeSlips,
      aliases: ["pX", "source.pX", "source.p_X", "source.key_basis_probability", "key_mode_probability", "source.pZ"]),
    KeyDefinition(
      "source.bob_key_mode_probability", .number, range: .between(0, 1), default: "as Alice", "The same of Bob.",
      slips: keyModeSlips),
    KeyDefinition(
      "source.repetition_rate_hz", .number, unit: "Hz", range: .positive, default: "none: no rates per second",
      "Rounds per second.", slips: [.within(1e-3...100, "in Hz: 1 GHz is 1e9")],
      aliases: ["source.repetition_rate", "source.clock_hz", "repetition_rate_hz", "source.frequency", "rep_rate"]),
    KeyDefinition(
      "source.sending_probability", .setting, range: .between(0, 1), default: "optimised",
      "How often a user sends (sending-or-not-sending, sns-aopp).", slips: [.above(1, "a fraction, not percent")],
      aliases: ["source.epsilon", "source.eps"]),
    KeyDefinition(
      "source.phase_slices", .integer, range: AllowedRange(2...1024), default: "16",
      "Slices of the phase circle (lucamarini-2018, phase-matching).", aliases: ["source.M", "source.slices"]),
    KeyDefinition(
      "source.key_fraction", .number, range: .above(0, upTo: 1), default: "1",
      "Share of key rounds (lucamarini-2018).", slips: percent, aliases: ["source.d"]),
    KeyDefinition(
      "source.pairing_length", .number, unit: "rounds", range: AllowedRange(1...1e18), default: "1e6",
      "The farthest rounds that are paired (mode-pairing).", aliases: ["source.l", "source.pairing_interval"]),
  ]

  static let detector: [KeyDefinition] = [
    KeyDefinition(
      "detector.efficiency", .number, range: .above(0, upTo: 1), default: "1",
      "Efficiency of the detectors with the optics of the middle; it enters each arm once. 1 if the loss axis contains it.",
      slips: percent, aliases: ["efficiency", "eta_d", "detector.eta", "detector.eta_d", "detector.quantum_efficiency"]),
    KeyDefinition(
      "detector.dark_count_probability", .number, unit: "per detector per gate", range: .from(0, below: 1),
      default: "0",
      "Dark counts of one detector in one pulse window.",
      slips: [.above(0.999, "counts per second? give detector.dark_count_rate_hz, or multiply by the window")],
      aliases: [
        "dark_counts", "detector.dark_counts", "detector.dark_count", "pd", "detector.pd", "detector.p_d",
        "detector.p_dark",
      ]),
    KeyDefinition(
      "detector.dark_count_rate_hz", .number, unit: "counts per second per detector", range: .nonNegative,
      default: "dark_count_probability", "The same as a rate; needs the window or the repetition rate.",
      aliases: ["detector.dark_count_rate", "dcr", "detector.dcr", "detector.dcr_hz"]),
    KeyDefinition(
      "detector.gate_s", .number, unit: "s", range: .above(0, upTo: 1), default: "1/repetition rate",
      "Pulse window that goes with dark_count_rate_hz.", slips: [.above(1, "in seconds: 1 ns is 1e-9")],
      aliases: ["detector.gate", "detector.gate_ns", "detector.window_s"]),
    KeyDefinition(
      "detector.misalignment", .number, range: AllowedRange(0...0.5), default: "0",
      "Probability that light takes the wrong output because the polarisations of the arms differ: (1 - cos theta)/2 (TF-0).",
      slips: [.within(0.5...1, "of a visibility V take (1 - V)/2"), .within(1...50, "a fraction, not percent")],
      aliases: ["e_d", "detector.e_d", "misalignment", "detector.misalignment_error", "detector.error_rate", "e_opt"]),
    KeyDefinition(
      "detector.polarisation_angle_rad", .number, unit: "rad", range: AllowedRange(-3.1416...3.1416),
      default: "from misalignment", "Relative polarisation angle of the arriving pulses, in place of misalignment.",
      slips: [.above(3.1416, "in radians, not degrees")],
      aliases: ["theta", "detector.theta", "detector.polarization_angle_rad"]),
    KeyDefinition(
      "detector.phase_offset_rad", .number, unit: "rad", range: AllowedRange(-3.1416...3.1416), default: "0",
      "Phase offset of the two arriving fields; for mode-pairing the drift between paired rounds.",
      slips: [.above(3.1416, "in radians, not degrees")], aliases: ["phi", "detector.phi", "detector.phase_mismatch"]),
  ]

  static let security: [KeyDefinition] = [
    KeyDefinition(
      "security.analysis", .words(AnalysisKind.self), default: "finite; infinite-decoys for comparison protocols",
      "finite: a key of finite length. asymptotic: infinite data with source.decoys decoys. infinite-decoys: the true yields."
    ),
    KeyDefinition(
      "security.pulses", .number, unit: "rounds", range: AllowedRange(1...1e18), default: "must be given (finite)",
      "Rounds N: one pulse from each user is one round.",
      aliases: ["N", "security.N", "pulses", "security.rounds", "security.number_of_pulses"]),
    KeyDefinition(
      "security.secrecy", .number, range: .between(0, 1), default: "1e-10", "Secrecy parameter eps_sec.",
      slips: KeySlip.failureProbability,
      aliases: ["eps_sec", "security.eps_sec", "security.epsilon_sec", "security.epsilon"]),
    KeyDefinition(
      "security.estimation_failure", .number, range: .between(0, 1), default: "(secrecy/4)^2",
      "eps_PE, the probability that some estimate fails; with amplification_failure in place of secrecy.",
      slips: KeySlip.failureProbability, aliases: ["eps_PE", "security.eps_pe"]),
    KeyDefinition(
      "security.amplification_failure", .number, range: .between(0, 1), default: "secrecy/2",
      "eps_PA, the part of privacy amplification.", slips: KeySlip.failureProbability,
      aliases: ["eps_PA", "security.eps_pa"]),
    KeyDefinition(
      "security.correctness", .number, range: .between(0, 1), default: "1e-10", "Correctness parameter eps_cor.",
      slips: KeySlip.failureProbability, aliases: ["eps_cor", "security.eps_cor", "security.epsilon_cor"]),
    KeyDefinition(
      "security.error_correction_efficiency", .number, range: AllowedRange(1...10), default: "1.16",
      "f_EC: leakage in units of the Shannon limit.",
      slips: [
        .within(0...1, "f_EC counts what is leaked: 1 is ideal, 1.16 leaks 16 % more"),
        .above(10, "a factor, not percent: 1.16 leaks 16 % more than the limit"),
      ], aliases: ["f_EC", "security.f_ec", "security.efficiency"]),
    KeyDefinition(
      "security.concentration", .words(ConcentrationMethod.self), default: "kato; azuma for counts without predictions",
      "Bound for dependent trials: kato (TF-27, TF-28), paper (Kato for the vacuum pair only) or azuma (TF-29).",
      aliases: ["security.method", "security.statistics"]),
    KeyDefinition(
      "security.phase_errors", .words(PhaseErrorMethod.self), default: "separate",
      "separate: each yield at its own worst case, as published. joint: one common worst case (TF-37), derived, unpublished.",
      aliases: ["security.phase_error_method", "security.joint"]),
    KeyDefinition(
      "security.yields", .choice([YieldEstimation.linearProgram.rawValue, YieldEstimation.analytic.rawValue]),
      default: "linear-program", "Asymptotic analysis: certified linear programs (TF-11) or closed forms (TF-16)."),
    KeyDefinition(
      "security.composition", .words(SecrecyComposition.self), default: "derived",
      "derived: 2 sqrt(eps_PE) + eps_PA (TF-19). curras2021: sqrt(eps_PE) + eps_PA, comparison only."),
    KeyDefinition(
      "security.pair_cutoff", .integer, unit: "photons", range: AllowedRange(0...30),
      default: "finite 4, asymptotic 6, infinite-decoys 12",
      "S: photon pairs with n + m up to S are treated one by one.", aliases: ["S", "security.S", "security.s_cut"]),
    KeyDefinition(
      "security.photon_cutoff", .integer, unit: "photons", range: AllowedRange(0...30),
      default: "10, 12 from four decoys on",
      "ncut: photon numbers in the linear programs, at least S.", aliases: ["ncut", "security.ncut"]),
    KeyDefinition(
      "security.analyses_tried", .integer, range: AllowedRange(1...1_000_000), default: "1",
      "How many analyses of the same data were tried, the longest key being kept: eps_PE is divided by it."),
  ]

  static let counts: [KeyDefinition] = [
    KeyDefinition(
      "counts.pulses", .number, unit: "rounds", range: .above(0, upTo: 1e18), default: "must be given",
      "Rounds of the run, whatever was chosen and detected; fixed before it.", aliases: ["counts.N", "counts.rounds"]),
    KeyDefinition(
      "counts.key_mode_successes", .number, unit: "counts", range: .nonNegative, default: "must be given",
      "M_X: single clicks with both users in key mode, both outcomes.",
      aliases: ["counts.MX", "MX", "counts.key_count"]),
    KeyDefinition(
      "counts.key_mode_errors", .number, unit: "counts", range: .nonNegative, default: "must be given",
      "E_X: bit errors among them, after Bob's flip.", aliases: ["counts.EX", "EX", "counts.key_errors"]),
    KeyDefinition(
      "counts.test_mode_successes", .matrix, unit: "counts", range: .nonNegative, default: "needed, or counts.file",
      "M_ij: single clicks with both users in test mode, one row for each of Alice's intensities, both outcomes.",
      aliases: ["counts.MZ", "MZ", "counts.test_counts"]),
    KeyDefinition(
      "counts.test_mode_total", .number, unit: "counts", range: .nonNegative, default: "the sum",
      "M_Z, if it was counted by itself: must be the sum of all M_ij.",
      aliases: ["counts.test_total", "counts.MZ_total", "MZ_total"]),
    KeyDefinition(
      "counts.file", .text, default: "counts in this file",
      "CSV file beside this one with the columns alice_intensity, bob_intensity, successes; rows of both outcomes are added."
    ),
    KeyDefinition(
      "counts.error_correction_leak_bits", .number, unit: "bits", range: .nonNegative,
      default: "assumed with error_correction_efficiency",
      "What error correction was allowed to disclose, both directions, without the verification tag; abort if it needs more.",
      aliases: ["counts.leak", "counts.leak_bits", "counts.leak_EC", "leak_EC"]),
    KeyDefinition(
      "counts.predictions_fixed_before_run", .bool, default: "needed with predictions",
      "Declares that the predictions were written down before the run; predictions made from the data void the bound (TF-24)."
    ),
    KeyDefinition(
      "counts.predicted_pairs", .matrix, default: "none",
      "Predictions: rows [n, m, expected successes with n and m photons], n + m up to S.", aliases: ["counts.pred"]),
    KeyDefinition(
      "counts.predicted_test_total", .number, unit: "counts", range: .nonNegative, default: "none",
      "Prediction of M_Z."),
    KeyDefinition(
      "counts.predicted_phase_errors", .number, unit: "counts", range: .nonNegative, default: "none",
      "Prediction of the phase errors of the key."),
    KeyDefinition(
      "counts.plan", .text, default: "none",
      "Parameter file beside this one, fixed before the run, whose link predicts all counts; in place of the three above.",
      aliases: ["counts.predictions_file", "counts.plan_file"]),
  ]

  static let all = ArmReading.keys + source + detector + security + TwinFieldSearchRanges.keys + counts
}
