// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateSecurity
import TwinField

/// The keys that twin-field QKD adds to the common ones.
package enum TwinFieldKeys {
  /// Which limit of data an analysis assumes.
  package enum AnalysisKind: String, CaseIterable, Sendable {
    case finite
    case asymptotic
    case infiniteDecoys = "infinite-decoys"
  }

  /// The protocol of the family.
  package enum Scheme: String, CaseIterable, Sendable {
    case curtyAzumaLo = "curty-azuma-lo"
    case lucamarini2018 = "lucamarini-2018"
    case phaseMatching = "phase-matching"
    case sendingOrNotSending = "sending-or-not-sending"
    case oddParityPairing = "sns-aopp"
    case modePairing = "mode-pairing"

    /// The comparison protocol; nil for the one that the family is about.
    var comparison: ComparisonProtocol? { ComparisonProtocol(rawValue: rawValue) }
  }

  static let intensitySlips: [KeySlip] = [.above(5, "usually below 1")]
  static let percent: [KeySlip] = [.within(1...100, "a fraction, not percent")]
  static let keyModeSlips: [KeySlip] = [
    .within(0...0, "without key rounds there is no key"),
    .within(1...1, "without test rounds nothing is certified"),
    .above(1, "a fraction, not percent"),
  ]

  static let analysis = WordKey<AnalysisKind>(
    SecurityKeys.analysis, absent: "finite; infinite-decoys for comparison protocols",
    "finite: a key of finite length. asymptotic: infinite data with source.decoys decoys. infinite-decoys: the true yields."
  )

  static let composition = WordKey<SecrecyComposition>(
    SecurityKeys.composition, absent: "linear; root with estimation_failure",
    """
    linear: K_d eps_d + 2 sqrt(K_k eps_k) + eps_PA in fixed shares (TF-19). root: 2 sqrt(eps_PE) + eps_PA (TF-19a), as \
    first published here, shorter. curras2021: sqrt(eps_PE) + eps_PA, comparison only.
    """,
    slips: [.words(["derived"], "write root; the default is linear")])

  static let prediction = WordKey<PredictionRule>(
    SecurityKeys.prediction, absent: "evaluated; successes for counts without a plan",
    """
    What tunes the concentration bound. evaluated: the bounds that the plan itself would give (TF-34a). successes: a \
    standard link with as many successes, nothing to declare (TF-34b). expected: the model's counts (TF-34).
    """, aliases: ["security.predictions"])

  static let keyErrors = WordKey<KeyErrorDisclosure>(
    SecurityKeys.keyErrors, words: [.secret, .totalAnnounced], default: .secret,
    "Who comes to know how many key bits were wrong (TF-33a): secret, or total-announced, which is paid for.",
    aliases: ["security.key_mode_errors"])

  static let scheme = WordKey<Scheme>(
    SourceKeys.scheme, default: .curtyAzumaLo,
    """
    The protocol: curty-azuma-lo, or one of section 9 of the tf sheet for comparison (asymptotic, symmetric links): \
    lucamarini-2018 (heuristic, not a secure rate), phase-matching, sending-or-not-sending, sns-aopp, mode-pairing.
    """,
    slips: [
      .words(["cal", "curty", "simplified"], "write curty-azuma-lo"), .words(["sns"], "write sending-or-not-sending"),
      .words(["aopp"], "write sns-aopp"), .words(["pm", "pm-qkd"], "write phase-matching"),
      .words(["mp", "async-mdi"], "write mode-pairing"),
      .words(["tf", "lucamarini", "tf-qkd"], "write lucamarini-2018"),
    ], aliases: ["source.variant", "source.protocol", "security.scheme"])

  // Where a key has a meaning.
  private static let curtyAzumaLo = scheme.is(.curtyAzumaLo)
  private static let finite = analysis.is(.finite)
  private static let decoys = analysis.isNot(.infiniteDecoys)

  static let source: [any DocumentKey] = [
    scheme,
    SourceKeys.keyIntensity.with(symbols: ["sA", "mu", "muz"]),
    SourceKeys.bobKeyIntensity.with(symbols: ["sB"]).when(curtyAzumaLo),
    SourceKeys.decoys.with(
      range: AllowedRange(2...8), absent: "as the lists say, else 3",
      meaning: "Test intensities of each user, the weakest one included.",
      slips: [.below(2, "one intensity alone bounds no yield")]
    ).when(decoys, curtyAzumaLo),
    SourceKeys.testIntensities.with(symbols: ["muA"]).when(decoys, curtyAzumaLo),
    SourceKeys.bobTestIntensities.with(symbols: ["muB"]).when(decoys, curtyAzumaLo),
    SourceKeys.weakestIntensity.with(
      range: AllowedRange(0...0.1), default: 1e-4,
      meaning:
        "The weakest test intensity when source.test_intensities is left out: what the extinction of the modulator leaves.",
      slips: [.above(0.1, "what is left of a pulse that should be dark: 1e-5 to 1e-3")],
      aliases: ["source.vacuum_intensity", "source.mu_min"]
    ).when(decoys, curtyAzumaLo),
    SourceKeys.testProbabilities.with(symbols: ["pA"]).when(finite, curtyAzumaLo),
    SourceKeys.bobTestProbabilities.with(symbols: ["pB"]).when(finite, curtyAzumaLo),
    SourceKeys.usersAlike.when(curtyAzumaLo),
    SourceKeys.keyModeProbability.with(symbols: ["pX"]).when(finite, curtyAzumaLo),
    SourceKeys.bobKeyModeProbability.with(symbols: ["pX_bob"]).when(finite, curtyAzumaLo),
    SourceKeys.repetitionRateHz.with(meaning: "Rounds per second.", symbols: ["rep_rate"]),
    SourceKeys.sendingProbability.with(symbols: ["eps"]).when(scheme.is(.sendingOrNotSending, .oddParityPairing)),
    SourceKeys.phaseSlices.with(symbols: ["M"]).when(scheme.is(.lucamarini2018, .phaseMatching)),
    SourceKeys.keyFraction.with(symbols: ["d"]).when(scheme.is(.lucamarini2018)),
    SourceKeys.pairingLength.with(symbols: ["l"]).when(scheme.is(.modePairing)),
  ]

  static let detector: [any DocumentKey] =
    [
      DetectorKeys.efficiency.with(
        meaning:
          "Efficiency of the detectors with the optics of the middle; it enters each arm once. 1 if the loss axis contains it.",
        slips: percent)
    ] + DetectorKeys.ofStation + [
      DetectorKeys.misalignment.with(
        meaning:
          "Probability that light takes the wrong output because the polarisations of the arms differ: (1 - cos theta)/2 (TF-0).",
        symbols: ["theta"],
        aliases: [
          "e_d", "detector.e_d", "misalignment", "detector.misalignment_error", "detector.error_rate", "e_opt",
          "detector.visibility: (1 - visibility) / 2",
        ]),
      DetectorKeys.polarisationAngleRad,
      DetectorKeys.phaseOffsetRad.with(symbols: ["phi"]).when(scheme.is(.curtyAzumaLo, .modePairing)),
    ]

  static let security: [any DocumentKey] = [
    analysis,
    SecurityKeys.pulses.with(
      unit: "rounds", absent: "must be given (finite)", meaning: "Rounds N: one pulse from each user is one round.",
      aliases: ["N", "security.N", "pulses", "security.rounds", "security.number_of_pulses"]
    ).when(finite, curtyAzumaLo),
    SecurityKeys.secrecy.with(symbols: ["eps_sec"]).when(finite, curtyAzumaLo),
    SecurityKeys.estimationFailure.with(symbols: ["eps_PE"]).when(finite, curtyAzumaLo),
    SecurityKeys.amplificationFailure.with(symbols: ["eps_PA"]).when(finite, curtyAzumaLo),
    SecurityKeys.correctness.with(default: 1e-10, symbols: ["eps_cor"]).when(finite, curtyAzumaLo),
    SecurityKeys.errorCorrectionEfficiency.with(symbols: ["f_EC"]),
    SecurityKeys.concentration.when(finite, curtyAzumaLo),
    SecurityKeys.phaseErrors.with(symbols: ["phase_error_method"]).when(decoys, curtyAzumaLo),
    SecurityKeys.yields.when(analysis.is(.asymptotic), curtyAzumaLo),
    composition.with(symbols: ["composition"]).when(finite, curtyAzumaLo),
    prediction.with(symbols: ["prediction"]).when(finite, curtyAzumaLo),
    SecurityKeys.pairCutoff.with(symbols: ["S"]).when(curtyAzumaLo),
    SecurityKeys.photonCutoff.with(symbols: ["ncut"]).when(decoys, curtyAzumaLo),
    keyErrors.with(symbols: ["key_errors"]).when(finite, curtyAzumaLo),
    SecurityKeys.analysesTried.with(symbols: ["analyses_tried"]).when(finite, curtyAzumaLo),
  ]

  static let counts: [any DocumentKey] = [
    CountsKeys.pulses.with(
      unit: "rounds", absent: "must be given",
      meaning: "Rounds of the run, whatever was chosen and detected; fixed before it.", symbols: ["N"],
      aliases: ["counts.N", "counts.rounds"]),
    CountsKeys.keyModeSuccesses.with(symbols: ["MX"]),
    CountsKeys.keyModeErrors.with(symbols: ["EX"]),
    CountsKeys.keyModeOutcomes.with(symbols: ["MX_outcome", "EX_outcome"]),
    CountsKeys.testModeSuccesses.with(symbols: ["MZ"]),
    CountsKeys.testModeTotal,
    CountsKeys.file.with(
      meaning:
        "CSV file beside this one with the columns alice_intensity, bob_intensity, successes; rows of both outcomes are added."
    ),
    CountsKeys.errorCorrectionLeakBits.with(
      absent: "assumed with error_correction_efficiency",
      meaning:
        "What error correction was allowed to disclose, both directions, without the verification tag; abort if it needs more.",
      symbols: ["leak_EC"]),
    CountsKeys.predictionsFixedBeforeRun,
    CountsKeys.predictedPairs,
    CountsKeys.predictedTestTotal,
    CountsKeys.predictedPhaseErrors,
    CountsKeys.plan.with(
      meaning:
        "Parameter file beside this one, fixed before the run, whose link predicts all counts; in place of the three above. Not needed."
    ),
  ]

  static let search: [any DocumentKey] = TwinFieldSearchRanges.keys

  static let all =
    LinkKeys.arms + [LinkSampleKeys.rows(.station, coherent: false)] + source + detector + security + search + counts
}

extension SourceKeys {
  package static let keyIntensity = Key<SettingValue>(
    "source.key_intensity", unit: "mean photons per pulse", range: .above(0, upTo: 5), absent: "optimised",
    "Intensity of the key pulses, s = alpha^2; of a comparison protocol its one intensity (of both users together for lucamarini-2018 and phase-matching).",
    slips: TwinFieldKeys.intensitySlips,
    aliases: ["s", "source.s", "source.sA", "source.signal_intensity", "source.alpha_squared", "source.mu", "mu"])

  package static let bobKeyIntensity = Key<SettingValue>(
    "source.bob_key_intensity", unit: "mean photons per pulse", range: .above(0, upTo: 5),
    absent: "as Alice, or optimised", "The same of Bob.", slips: TwinFieldKeys.intensitySlips, aliases: ["source.sB"])

  package static let testIntensities = Key<[SettingValue]>(
    "source.test_intensities", unit: "mean photons per pulse", range: AllowedRange(0...5), absent: "optimised",
    "Intensities of the test pulses (decoys), strongest first; the weakest is never optimised.",
    KeyFacts(replaces: ["source.weakest_intensity", "source.decoys"]), slips: TwinFieldKeys.intensitySlips,
    aliases: ["source.intensities", "source.muA", "source.decoy_intensities", "source.decoy"])

  package static let bobTestIntensities = Key<[SettingValue]>(
    "source.bob_test_intensities", unit: "mean photons per pulse", range: AllowedRange(0...5),
    absent: "as Alice, or optimised", "The same of Bob.", slips: TwinFieldKeys.intensitySlips, aliases: ["source.muB"])

  package static let testProbabilities = Key<[SettingValue]>(
    "source.test_probabilities", range: .above(0, upTo: 1), absent: "optimised",
    "With which probability each test intensity is sent, given the test mode; they sum to 1.",
    slips: TwinFieldKeys.percent + [.within(0...0, "every intensity must be sent")],
    aliases: ["source.intensity_probabilities", "source.pA", "source.decoy_probabilities"])

  package static let bobTestProbabilities = Key<[SettingValue]>(
    "source.bob_test_probabilities", range: .above(0, upTo: 1), absent: "as Alice, or optimised", "The same of Bob.",
    slips: TwinFieldKeys.percent + [.within(0...0, "every intensity must be sent")], aliases: ["source.pB"])

  package static let usersAlike = Key<Bool>(
    "source.users_alike", absent: "true on a symmetric link, else false",
    "Whether Bob's settings that are left open follow Alice's, which halves the search.",
    aliases: ["source.symmetric", "source.alike"])

  package static let keyModeProbability = Key<SettingValue>(
    "source.key_mode_probability", range: .between(0, 1), absent: "optimised",
    "Probability that a user selects the key mode (X of Curty, Azuma and Lo); the test mode gets the rest.",
    slips: TwinFieldKeys.keyModeSlips,
    aliases: ["pX", "source.pX", "source.p_X", "source.key_basis_probability", "key_mode_probability", "source.pZ"])

  package static let bobKeyModeProbability = Key<Double>(
    "source.bob_key_mode_probability", range: .between(0, 1), absent: "as Alice", "The same of Bob.",
    slips: TwinFieldKeys.keyModeSlips)

  package static let sendingProbability = Key<SettingValue>(
    "source.sending_probability", range: .between(0, 1), absent: "optimised",
    "How often a user sends (sending-or-not-sending, sns-aopp).",
    slips: [.above(1, "a fraction, not percent")], aliases: ["source.epsilon", "source.eps"])

  package static let phaseSlices = Key<Int>(
    "source.phase_slices", range: AllowedRange(2...1024), default: 16,
    "Slices of the phase circle (lucamarini-2018, phase-matching).", aliases: ["source.M", "source.slices"])

  package static let keyFraction = Key<Double>(
    "source.key_fraction", range: .above(0, upTo: 1), default: 1, "Share of key rounds (lucamarini-2018).",
    slips: TwinFieldKeys.percent, aliases: ["source.d"])

  package static let pairingLength = Key<Double>(
    "source.pairing_length", unit: "rounds", range: AllowedRange(1...1e18), default: 1e6,
    "The farthest rounds that are paired (mode-pairing).", aliases: ["source.l", "source.pairing_interval"])
}

extension DetectorKeys {
  package static let polarisationAngleRad = Key<Double>(
    "detector.polarisation_angle_rad", unit: "rad", range: AllowedRange(-3.1416...3.1416), absent: "from misalignment",
    "Relative polarisation angle of the arriving pulses, in place of misalignment.",
    KeyFacts(replaces: ["detector.misalignment"], ideal: 0, imperfection: "polarisation"),
    slips: [.above(3.1416, "in radians, not degrees")],
    aliases: ["theta", "detector.theta", "detector.polarization_angle_rad"])

  package static let phaseOffsetRad = Key<Double>(
    "detector.phase_offset_rad", unit: "rad", range: AllowedRange(-3.1416...3.1416), default: 0,
    "Phase offset of the two arriving fields; for mode-pairing the drift between paired rounds.",
    KeyFacts(ideal: 0, imperfection: "phase offset"),
    slips: [.above(3.1416, "in radians, not degrees")], aliases: ["phi", "detector.phi", "detector.phase_mismatch"])
}

extension SecurityKeys {
  package static let estimationFailure = Key<Double>(
    "security.estimation_failure", range: .between(0, 1), absent: "follows from secrecy",
    "eps_PE, the probability that some estimate fails; with amplification_failure in place of secrecy, composition root.",
    KeyFacts(replaces: ["security.secrecy"], scan: .logarithmic(1e-30, 0.5)), slips: KeySlip.failureProbability,
    aliases: ["eps_PE", "security.eps_pe"])

  package static let amplificationFailure = Key<Double>(
    "security.amplification_failure", range: .between(0, 1), absent: "follows from secrecy",
    "eps_PA, the part of privacy amplification.",
    KeyFacts(replaces: ["security.secrecy"], scan: .logarithmic(1e-30, 0.5)), slips: KeySlip.failureProbability,
    aliases: ["eps_PA", "security.eps_pa"])

  package static let concentration = WordKey<ConcentrationMethod>(
    "security.concentration", default: .kato,
    "Bound for dependent trials: kato (TF-27, TF-28), paper (Kato for the vacuum pair only) or azuma (TF-29).",
    aliases: ["security.method", "security.statistics"])

  package static let phaseErrors = WordKey<PhaseErrorMethod>(
    "security.phase_errors", default: .separate,
    "separate: each yield at its own worst case, as published. joint: one common worst case (TF-37), derived, unpublished.",
    aliases: ["security.phase_error_method", "security.joint"])

  package static let yields = WordKey<YieldEstimation>(
    "security.yields", words: [.linearProgram, .analytic], default: .linearProgram,
    "Asymptotic analysis: certified linear programs (TF-11) or closed forms (TF-16).")

  package static let pairCutoff = Key<Int>(
    "security.pair_cutoff", unit: "photons", range: AllowedRange(0...30),
    absent: "finite 4, asymptotic 6, infinite-decoys 12", "S: photon pairs with n + m up to S are treated one by one.",
    aliases: ["S", "security.S", "security.s_cut"])

  package static let photonCutoff = Key<Int>(
    "security.photon_cutoff", unit: "photons", range: AllowedRange(0...30), absent: "10, 12 from four decoys on",
    "ncut: photon numbers in the linear programs, at least S.", aliases: ["ncut", "security.ncut"])

  package static let analysesTried = Key<Int>(
    "security.analyses_tried", range: AllowedRange(1...1_000_000), default: 1,
    "How many analyses of the same data were tried, the longest key being kept: eps_d and eps_k are divided by it.")
}

extension CountsKeys {
  package static let keyModeSuccesses = Key<Double>(
    "counts.key_mode_successes", unit: "counts", range: .nonNegative, absent: "must be given",
    "M_X: single clicks with both users in key mode, both outcomes.", aliases: ["counts.MX", "MX", "counts.key_count"])

  package static let keyModeErrors = Key<Double>(
    "counts.key_mode_errors", unit: "counts", range: .nonNegative, absent: "must be given",
    "E_X: bit errors among them, after Bob's flip.", aliases: ["counts.EX", "EX", "counts.key_errors"])

  package static let keyModeOutcomes = Key<[[Double]]>(
    "counts.key_mode_outcomes", unit: "counts", range: .nonNegative, absent: "one class",
    "Rows [successes, errors], one for each of Charlie's announced outcomes: classes of Shannon's rule on the leakage (TF-90).",
    aliases: ["counts.outcomes"])

  package static let testModeSuccesses = Key<[[Double]]>(
    "counts.test_mode_successes", unit: "counts", range: .nonNegative, absent: "needed, or counts.file",
    "M_ij: single clicks with both users in test mode, one row for each of Alice's intensities, both outcomes.",
    aliases: ["counts.MZ", "MZ", "counts.test_counts"])

  package static let testModeTotal = Key<Double>(
    "counts.test_mode_total", unit: "counts", range: .nonNegative, absent: "the sum",
    "M_Z, if it was counted by itself: must be the sum of all M_ij.",
    aliases: ["counts.test_total", "counts.MZ_total", "MZ_total"])

  package static let predictionsFixedBeforeRun = Key<Bool>(
    "counts.predictions_fixed_before_run", absent: "needed with predictions",
    "Declares that the predictions were written down before the run; predictions made from the data void the bound (TF-24)."
  )

  package static let predictedPairs = Key<[[Double]]>(
    "counts.predicted_pairs", absent: "none",
    "Predictions: rows [n, m, expected successes with n and m photons], n + m up to S.", aliases: ["counts.pred"])

  package static let predictedTestTotal = Key<Double>(
    "counts.predicted_test_total", unit: "counts", range: .nonNegative, absent: "none", "Prediction of M_Z.")

  package static let predictedPhaseErrors = Key<Double>(
    "counts.predicted_phase_errors", unit: "counts", range: .nonNegative, absent: "none",
    "Prediction of the phase errors of the key, Sigma_ph.")
}
