// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import BB84
import KeyRateSecurity

/// The keys that BB84 adds to the common ones.
enum BB84Keys {
  /// Which limit of data an analysis assumes.
  enum AnalysisKind: String, CaseIterable, Sendable {
    case finite
    case infiniteBlock = "infinite-block"
    case asymptotic
    case infiniteDecoys = "infinite-decoys"
  }

  /// Who corrects whose string.
  enum Reconciliation: String, CaseIterable, Sendable {
    case forward, reverse
  }

  static let source: [KeyDefinition] = [
    KeyDefinition(
      "source.decoys", .integer, range: AllowedRange(1...2), default: "as the lists say, else 2",
      "Decoy intensities besides the signal: one (two intensities) or two (three).",
      slips: [.above(2, "count the decoys, not the intensities: three intensities are two decoys")]),
    KeyDefinition(
      "source.intensities", .settings, unit: "mean photons per pulse", range: AllowedRange(0...10),
      default: "optimised", "Mean photon numbers, strongest first; \"optimise\" in place of a number leaves it open.",
      slips: [.above(10, "usually below 1"), .below(0, "the weakest intensity may be 0")],
      aliases: ["mu", "source.mu", "intensities", "source.intensity", "source.mean_photon_numbers"]),
    KeyDefinition(
      "source.weakest_intensity", .number, unit: "mean photons per pulse", range: AllowedRange(0...1), default: "0",
      "The weakest of three intensities when source.intensities is left out: what the extinction allows.",
      aliases: ["source.vacuum_intensity", "source.mu3"]),
    KeyDefinition(
      "source.intensity_probabilities", .settings, range: .above(0, upTo: 1), default: "optimised",
      "With which probability each intensity is sent, the same in both bases; they sum to 1.",
      slips: [.above(1, "a fraction, not percent"), .within(0...0, "every intensity must be sent")],
      aliases: ["source.p_mu", "p_mu", "source.probabilities", "intensity_probabilities"]),
    KeyDefinition(
      "source.key_basis_probability", .setting, range: .probability, default: "optimised",
      "Probability that Alice sends in the key basis X.", slips: [.above(1, "a fraction, not percent")],
      aliases: [
        "pX", "source.pX", "source.p_X", "key_basis_probability", "source.basis_probability", "source.basis_bias",
        "source.pZ", "source.p_Z",
      ]),
    KeyDefinition(
      "source.repetition_rate_hz", .number, unit: "Hz", range: .positive, default: "none: no rates per second",
      "Pulses per second.", slips: [.within(1e-3...100, "in Hz: 1 GHz is 1e9")],
      aliases: ["source.repetition_rate", "source.clock_hz", "repetition_rate_hz", "source.frequency", "rep_rate"]),
    KeyDefinition(
      "source.signal_fraction", .number, range: .above(0, upTo: 1), default: "1",
      "Asymptotic analyses: share of the pulses that are signals (BB-11)."),
  ]

  static let detector: [KeyDefinition] = [
    KeyDefinition(
      "detector.model", .words(ChannelModel.self), default: "threshold2",
      "Channel and detector model (bb84 sheet, section 1).", aliases: ["model", "link.model", "channel.model"]),
    KeyDefinition(
      "detector.efficiency", .number, range: .above(0, upTo: 1), default: "1",
      "Efficiency of the receiver with its optics.", slips: [.within(1...100, "a fraction, not percent")],
      aliases: ["efficiency", "eta_d", "detector.eta", "detector.eta_d", "detector.quantum_efficiency"]),
    KeyDefinition(
      "detector.dark_count_probability", .number, unit: "per detector per gate", range: .from(0, below: 1),
      default: "0", "Dark counts of one detector in one gate (models threshold2, lim2014, satquma2022).",
      slips: [.above(0.999, "counts per second? give detector.dark_count_rate_hz, or multiply by the gate time")],
      aliases: [
        "dark_counts", "detector.dark_counts", "detector.dark_count", "p_dark", "detector.p_d", "detector.p_dark",
      ]),
    KeyDefinition(
      "detector.dark_count_rate_hz", .number, unit: "counts per second per detector", range: .nonNegative,
      default: "dark_count_probability", "The same as a rate; needs the gate or the repetition rate.",
      aliases: ["detector.dark_count_rate", "dcr", "detector.dcr", "detector.dcr_hz"]),
    KeyDefinition(
      "detector.gate_s", .number, unit: "s", range: .above(0, upTo: 1), default: "1/repetition rate",
      "Gate or acceptance window that goes with dark_count_rate_hz.",
      slips: [.above(1, "in seconds: 1 ns is 1e-9")],
      aliases: ["detector.gate", "detector.gate_ns", "detector.gate_width_s"]),
    KeyDefinition(
      "detector.background_probability", .number, unit: "per gate, all detectors", range: .from(0, below: 1),
      default: "0", "Background yield Y0 of all detectors together (models ma2005, ma2005x, rusca2018).",
      slips: [.above(0.999, "counts per second? multiply by the gate time")],
      aliases: ["detector.background", "Y0", "detector.y0", "detector.background_rate"]),
    KeyDefinition(
      "detector.misalignment", .number, range: AllowedRange(0...0.5), default: "0",
      "Probability that a photon takes the wrong output.",
      slips: [.within(0.5...1, "of a visibility V take (1 - V)/2"), .within(1...50, "a fraction, not percent")],
      aliases: [
        "e_d", "detector.e_d", "misalignment", "detector.misalignment_error", "detector.error_rate",
        "detector.visibility", "detector.qber", "qber",
      ]),
    KeyDefinition(
      "detector.test_basis_misalignment", .number, range: AllowedRange(0...0.5), default: "misalignment",
      "The same in the test basis.",
      slips: [.within(0.5...1, "of a visibility V take (1 - V)/2"), .within(1...50, "a fraction, not percent")]),
    KeyDefinition(
      "detector.afterpulse_probability", .number, range: .from(0, below: 0.5), default: "0",
      "After-pulses per detection, first order.", slips: [.within(0.5...50, "a fraction, not percent")],
      aliases: ["detector.afterpulsing", "detector.afterpulse", "p_ap"]),
    KeyDefinition(
      "detector.dead_time_s", .number, unit: "s", range: AllowedRange(0...1), default: "0",
      "Dead time after a click, all detectors together; needs the repetition rate.",
      slips: [.above(1, "in seconds: 100 ns is 1e-7")],
      aliases: ["detector.dead_time", "detector.dead_time_ns", "detector.deadtime_s", "t_dead"]),
    KeyDefinition(
      "detector.key_basis_probability", .number, range: .probability, default: "as Alice",
      "Probability that Bob measures in the key basis.", slips: [.above(1, "a fraction, not percent")]),
  ]

  static let security: [KeyDefinition] = [
    KeyDefinition(
      "security.analysis", .words(AnalysisKind.self), default: "finite",
      "finite: a key of finite length. infinite-block: its limit for infinite blocks (BB-16). asymptotic: GLLP with source.decoys decoys (BB-13, BB-14). infinite-decoys: GLLP with infinitely many (BB-10)."
    ),
    KeyDefinition(
      "security.pulses", .number, unit: "pulses", range: AllowedRange(1...1e18),
      default: "give this or key_block_size (finite)", "Pulses sent, all intensities and bases.",
      aliases: ["N", "security.N", "pulses", "security.number_of_pulses"]),
    KeyDefinition(
      "security.key_block_size", .number, unit: "bits", range: AllowedRange(1...1e18),
      default: "give this or pulses (finite)", "Expected detections in the key basis; sets the number of pulses.",
      aliases: [
        "nX", "security.nX", "security.nX_block", "key_block_size", "security.block_size", "block_size",
        "security.sifted_bits",
      ]),
    KeyDefinition(
      "security.secrecy", .number, range: .between(0, 1), default: "1e-10", "Secrecy parameter eps_sec.",
      slips: KeySlip.failureProbability,
      aliases: ["eps_sec", "security.eps_sec", "security.epsilon_sec", "security.epsilon"]),
    KeyDefinition(
      "security.secrecy_per_bit", .number, range: .between(0, 1), default: "secrecy",
      "eps_sec as this times the key length, as in the figures of Lim et al. 2014; planning only. In place of secrecy.",
      slips: KeySlip.failureProbability),
    KeyDefinition(
      "security.correctness", .number, range: .between(0, 1), default: "1e-15", "Correctness parameter eps_cor.",
      slips: KeySlip.failureProbability, aliases: ["eps_cor", "security.eps_cor", "security.epsilon_cor"]),
    KeyDefinition(
      "security.error_correction_efficiency", .number, range: AllowedRange(1...10), default: "1.16",
      "f_EC: leakage in units of the Shannon limit.",
      slips: [
        .within(0...1, "f_EC counts what is leaked: 1 is ideal, 1.16 leaks 16 % more"),
        .above(10, "a factor, not percent: 1.16 leaks 16 % more than the limit"),
      ],
      aliases: ["f_EC", "security.f_ec", "security.efficiency"]),
    KeyDefinition(
      "security.proof", .words(Proof.self), default: "sound",
      "sound, or a published proof for comparison: lim2014 and satquma2022 (two decoys), rusca2018 (one decoy)."),
    KeyDefinition(
      "security.statistics", .words(ConcentrationBound.self),
      default: "kl, with published proofs hoeffding or chernoff",
      "Tail bound for decoy counts (BB-21 to BB-24)."),
    KeyDefinition(
      "security.sampling", .words(SamplingBound.self), default: "kl, with published proofs lim-gamma",
      "Bound on phase errors from test-basis errors (BB-25 to BB-30)."),
    KeyDefinition(
      "security.composition", .words(Composition.self), default: "linear",
      "How failure probabilities add up: linear (section 4a) or tup24 (BB-38)."),
    KeyDefinition(
      "security.penalty", .words(HashingPenalty.self), default: "pa",
      "Constant for hashing: pa, or lim for the larger published one (BB-39)."),
    KeyDefinition(
      "security.vacuum_source", .words(VacuumSource.self), default: "min",
      "One decoy: the intensity that bounds vacuum events (BB-40)."),
    KeyDefinition(
      "security.vacuum_counts", .bool, default: "true; false for asymptotic analyses",
      "Whether vacuum detections count as secret."),
    KeyDefinition(
      "security.reconciliation", .words(Reconciliation.self), default: "forward",
      "forward: Bob corrects his string. reverse: Alice does; vacuum detections then do not count."),
    KeyDefinition(
      "security.sifting_factor", .number, range: .above(0, upTo: 1),
      default: "product of the key basis probabilities if given, else 0.5",
      "Asymptotic analyses: share of detections that enter the key (q of BB-10)."),
  ]

  static let acceptance: [KeyDefinition] = [
    KeyDefinition(
      "acceptance.margin_sigma", .number, unit: "standard deviations", range: AllowedRange(0...1000), default: "none",
      "Fixed length: thresholds this far on the safe side of an honest run; planning only."),
    KeyDefinition(
      "acceptance.vacuum", .number, unit: "counts", range: .nonNegative, default: "none",
      "Fixed length: least vacuum detections s0_X, fixed before the run."),
    KeyDefinition(
      "acceptance.single_photons", .number, unit: "counts", range: .nonNegative, default: "none",
      "Fixed length: least single-photon detections s1_X, fixed before the run."),
    KeyDefinition(
      "acceptance.phase_error", .number, range: AllowedRange(0...0.5), default: "none",
      "Fixed length: largest phase-error bound, fixed before the run."),
    KeyDefinition(
      "acceptance.leak_bits", .number, unit: "bits", range: .nonNegative, default: "none",
      "Fixed length: largest leakage of error correction, fixed before the run."),
  ]

  static let counts: [KeyDefinition] = [
    KeyDefinition(
      "counts.pulses", .number, unit: "pulses", range: .above(0, upTo: 1e18), default: "none: no rate per pulse",
      "Pulses sent in the run, all intensities and bases, fixed before it."),
    KeyDefinition(
      "counts.file", .text, default: "counts in this file",
      "CSV file beside this one with the columns basis, intensity, detections, errors."),
    KeyDefinition(
      "counts.key_basis_detections", .numbers, unit: "counts", default: "needed, or counts.file",
      "Detections in the key basis for each intensity, strongest first.",
      aliases: ["counts.nX", "nX", "counts.key_detections"]),
    KeyDefinition(
      "counts.key_basis_errors", .numbers, unit: "counts", default: "needed, or counts.file",
      "Errors among them.", aliases: ["counts.mX", "mX", "counts.key_errors"]),
    KeyDefinition(
      "counts.test_basis_detections", .numbers, unit: "counts", default: "needed, or counts.file",
      "Detections in the test basis for each intensity.", aliases: ["counts.nZ", "nZ", "counts.test_detections"]),
    KeyDefinition(
      "counts.test_basis_errors", .numbers, unit: "counts", default: "needed, or counts.file",
      "Errors among them.", aliases: ["counts.mZ", "mZ", "counts.test_errors"]),
    KeyDefinition(
      "counts.error_correction_leak_bits", .number, unit: "bits", range: .nonNegative,
      default: "estimated with error_correction_efficiency",
      "Every bit sent for reconciliation, both directions, without the verification tag.",
      aliases: ["counts.leak", "counts.leak_bits", "counts.leak_EC", "leak_EC"]),
  ]

  static let search: [KeyDefinition] = [
    SearchRangeReading.intensity(
      "intensity_1", default: "[0.01, 1]; asymptotic analyses [0.001, 1]",
      "Range of the signal intensity where it is left open."),
    SearchRangeReading.intensity(
      "intensity_2", default: "[0.001, 0.5]; asymptotic analyses from 1 % of the signal",
      "Range of the decoy intensity."),
    SearchRangeReading.probability(
      "probability_1", default: "[0.005, 0.994]",
      "Range of the signal's probability; 0 and 1 stand for 1e-4 and 0.9999."),
    SearchRangeReading.probability(
      "probability_2", default: "0.005 to what the signal leaves",
      "Range of the decoy's probability; 0 and 1 stand for 1e-4 and 0.9999."),
    SearchRangeReading.probability(
      "key_basis_probability", default: "[0.001, 0.999]",
      "Range of the probability of the key basis; 0 and 1 stand for 1e-4 and 0.9999.", aliases: ["p_X", "pX"]),
  ]

  static let all = source + detector + security + acceptance + search + counts
}
