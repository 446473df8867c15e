// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateSecurity
import MDI

/// The keys that MDI-QKD adds to the common ones.
enum MDIKeys {
  /// Which protocol and which limit of data an analysis assumes.
  enum AnalysisKind: String, CaseIterable, Sendable {
    case finite
    case asymptotic
    case infiniteDecoys = "infinite-decoys"
    case singlePhoton = "single-photon"
    case adaptive
    case memoryAssisted = "memory-assisted"
  }

  /// How many intensities each party sends.
  enum Scheme: String, CaseIterable, Sendable {
    case four = "four-intensity"
    case three = "three-intensity"
  }

  /// The words of files for `CountBound`.
  enum Statistics: String, CaseIterable, Sendable {
    case chernoff
    case chernoffSimple = "chernoff-simple"
    case gaussian

    var bound: CountBound {
      switch self {
      case .chernoff: .chernoff
      case .chernoffSimple: .chernoffSimple
      case .gaussian: .gaussian
      }
    }
  }

  /// The words of files for `Accounting`.
  enum AccountingChoice: String, CaseIterable, Sendable {
    case phaseError = "phase-error"
    case curty2014
    case curty2014Complete = "curty2014-complete"

    var accounting: Accounting {
      switch self {
      case .phaseError: .phaseError
      case .curty2014: .curty2014
      case .curty2014Complete: .curty2014Complete
      }
    }
  }

  private static let percent = "a fraction, not percent"
  private static let intensitySlips: [KeySlip] = [
    .above(10, "usually below 1"), .below(0, "mean photons are not negative"),
  ]
  private static let probabilitySlips: [KeySlip] = [
    .above(1, percent), .within(0...0, "every setting must be sent"),
  ]

  static let source: [KeyDefinition] = [
    KeyDefinition(
      "source.scheme", .words(Scheme.self), default: "four-intensity",
      """
      four-intensity: signals z always in Z, decoys y > x always in X, and vacuum (mdi sheet, section 5.5). \
      three-intensity: mu > nu > om, each in both bases (section 5.4).
      """,
      slips: [
        .words(["4", "four", "finite4"], "write four-intensity"),
        .words(["3", "three", "finite3"], "write three-intensity"),
      ],
      aliases: ["source.protocol", "source.intensities_scheme"]),
    KeyDefinition(
      "source.intensities", .settings, unit: "mean photons per pulse", range: AllowedRange(0...10),
      default: "optimised",
      """
      Alice's intensities, and Bob's if they are alike: z, y, x (four), mu, nu, om (three), or the signal alone for \
      infinitely many decoys; \"optimise\" in place of a number leaves it open.
      """,
      slips: intensitySlips, aliases: ["mu", "source.mu", "intensities", "source.alice_intensities"]),
    KeyDefinition(
      "source.bob_intensities", .settings, unit: "mean photons per pulse", range: AllowedRange(0...10),
      default: "as Alice, or optimised", "The same for Bob.", slips: intensitySlips),
    KeyDefinition(
      "source.intensity_probabilities", .settings, range: .above(0, upTo: 1), default: "optimised",
      "Alice's probabilities in the order of the intensities; with four intensities the vacuum takes the rest.",
      slips: probabilitySlips, aliases: ["p_mu", "source.probabilities", "source.alice_intensity_probabilities"]),
    KeyDefinition(
      "source.bob_intensity_probabilities", .settings, range: .above(0, upTo: 1), default: "as Alice, or optimised",
      "The same for Bob.", slips: probabilitySlips),
    KeyDefinition(
      "source.key_basis_probabilities", .settings, range: .above(0, upTo: 1), default: "optimised",
      "Three intensities: Alice's probability of the Z basis for each intensity.", slips: [.above(1, percent)],
      aliases: ["source.key_basis_probability", "pZ", "source.pZ", "source.alice_key_basis_probabilities"]),
    KeyDefinition(
      "source.bob_key_basis_probabilities", .settings, range: .above(0, upTo: 1), default: "as Alice, or optimised",
      "The same for Bob.", slips: [.above(1, percent)]),
    KeyDefinition(
      "source.symmetric", .bool, default: "true unless the arms differ or the file gives a setting of Bob",
      "Whether Bob uses Alice's settings.", aliases: ["symmetric", "source.equal_settings"]),
    KeyDefinition(
      "source.weakest_intensity", .number, unit: "mean photons per pulse", range: AllowedRange(0...1), default: "0",
      "Three intensities: the weakest one of both when source.intensities is left out; what the extinction allows.",
      aliases: ["source.om", "source.omega"]),
    KeyDefinition(
      "source.vacuum_intensity", .number, unit: "mean photons per pulse", range: AllowedRange(0...0.5), default: "0",
      "Four intensities: what a vacuum pulse leaks (MDI-38a); above 0 lengths are for planning.",
      aliases: ["source.o", "source.vacuum_leakage", "source.alice_vacuum_intensity"]),
    KeyDefinition(
      "source.bob_vacuum_intensity", .number, unit: "mean photons per pulse", range: AllowedRange(0...0.5),
      default: "as Alice", "The same for Bob, if his vacuum leaks otherwise; his settings are then his own."),
    KeyDefinition(
      "source.repetition_rate_hz", .number, unit: "Hz", range: .positive, default: "none: no rates per second",
      "Pulse pairs per second.", slips: [.within(1e-3...100, "in Hz: 1 GHz is 1e9")],
      aliases: ["source.repetition_rate", "source.clock_hz", "repetition_rate_hz", "source.frequency", "rep_rate"]),
    KeyDefinition(
      "source.signal_fraction", .number, range: .above(0, upTo: 1), default: "1",
      "Asymptotic analyses: share of the pulse pairs that are signals of both in Z."),
    KeyDefinition(
      "source.emission_probability", .number, range: .above(0, upTo: 1), default: "1",
      "Adaptive: probability that a sender emits its photon.", slips: [.above(1, percent)],
      aliases: ["source.etaSrc", "etaSrc"]),
    KeyDefinition(
      "source.parallel_modes", .number, unit: "modes", range: AllowedRange(1...1e6), default: "infinitely many",
      "Adaptive: modes that each party sends at a time.", aliases: ["source.m"]),
    KeyDefinition(
      "source.pair_probabilities", .numbers, default: "[0, 1, 0]",
      "Adaptive: probabilities that a source of the relay emits no, one and two photon pairs; they sum to 1.",
      aliases: ["source.pair_statistics"]),
    KeyDefinition(
      "source.down_conversion", .number, range: .above(0, upTo: 1), default: "pair_probabilities",
      "Adaptive: lambda of a down-conversion source in the relay (MDI-42), in place of pair_probabilities.",
      aliases: ["lambdaPDC", "source.lambda", "source.pdc"]),
  ]

  static let detector: [KeyDefinition] = [
    KeyDefinition(
      "detector.model", .words(ChannelModel.self), default: "flip",
      "What misaligned arms do: flip a bit (MDI-10) or rotate the polarisation (MDI-12).",
      aliases: ["model", "link.model", "channel.model"]),
    KeyDefinition(
      "detector.efficiency", .number, range: .above(0, upTo: 1), default: "1",
      "Efficiency of the relay's detectors with their optics.", slips: [.within(1...100, percent)],
      aliases: ["efficiency", "eta_d", "detector.eta", "detector.eta_d", "detector.quantum_efficiency"]),
    KeyDefinition(
      "detector.dark_count_probability", .number, unit: "per detector per gate", range: .from(0, below: 0.5),
      default: "0", "Dark counts of one of the relay's four detectors in one gate.",
      slips: [.above(0.499, "counts per second? give detector.dark_count_rate_hz, or multiply by the gate time")],
      aliases: [
        "dark_counts", "detector.dark_counts", "detector.dark_count", "p_dark", "pd", "detector.pd", "detector.p_d",
        "detector.background_probability", "Y0", "detector.Y0",
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
      "detector.misalignment", .number, range: AllowedRange(0...0.5), default: "0",
      "Probability of a flipped bit (model flip); for memories the error rate of both bases.",
      slips: [.within(0.5...1, "of a visibility V take (1 - V)/2"), .within(1...50, percent)],
      aliases: ["e_d", "detector.e_d", "misalignment", "detector.misalignment_error", "detector.error_rate"]),
    KeyDefinition(
      "detector.alice_rotation_rad", .number, unit: "rad", range: AllowedRange(-3.2...3.2), default: "0",
      "Rotation of Alice's arm (model rotation).", slips: [.above(3.2, "in rad, not degrees")],
      aliases: ["detector.thetaA", "thetaA", "detector.rotation_rad"]),
    KeyDefinition(
      "detector.bob_rotation_rad", .number, unit: "rad", range: AllowedRange(-3.2...3.2), default: "0",
      "Rotation of Bob's arm (model rotation).", slips: [.above(3.2, "in rad, not degrees")],
      aliases: ["detector.thetaB", "thetaB"]),
    KeyDefinition(
      "detector.bell_states", .integer, range: AllowedRange(1...2), default: "2",
      "Bell states that the relay announces: 2, or 1 for most time-bin relays.", aliases: ["bellStates"]),
    KeyDefinition(
      "detector.switch_transmittance", .number, range: .above(0, upTo: 1), default: "1",
      "Adaptive: transmittance of the relay's switch with its delay line.", slips: [.above(1, percent)],
      aliases: ["tau", "detector.tau"]),
  ]

  static let security: [KeyDefinition] = [
    KeyDefinition(
      "security.analysis", .words(AnalysisKind.self), default: "finite",
      """
      finite: a key of finite length. asymptotic: three intensities and infinitely many data (MDI-16, MDI-17). \
      infinite-decoys (MDI-14). single-photon: ideal senders (MDI-15). adaptive: the all-photonic relay (MDI-47). \
      memory-assisted: ideal memories in the relay, for comparison (MDI-49).
      """),
    KeyDefinition(
      "security.pulses", .number, unit: "pulse pairs", range: AllowedRange(1...1e18), default: "needed if finite",
      "Pulse pairs emitted, all settings.", aliases: ["N", "security.N", "pulses", "security.number_of_pulses"]),
    KeyDefinition(
      "security.secrecy", .number, range: .between(0, 1), default: "1e-10", "Secrecy parameter eps_sec.",
      slips: KeySlip.failureProbability,
      aliases: ["eps_sec", "security.eps_sec", "security.epsilon_sec", "security.epsilon"]),
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
      "security.accounting", .words(AccountingChoice.self), default: "phase-error",
      """
      How failure probabilities add up: phase-error (MDI-29). For comparison: curty2014 as published (MDI-30); \
      curty2014-complete, three intensities, the whole published analysis with each Bell state by itself (MDI-51).
      """),
    KeyDefinition(
      "security.statistics", .words(Statistics.self), default: "chernoff",
      "Bound on fluctuations (MDI-24 to MDI-26); gaussian (MDI-28) is not composable, for comparison only.",
      aliases: ["security.fluctuations", "security.concentration"]),
    KeyDefinition(
      "security.scan", .words(Scan.self), default: "single",
      "Four intensities: how the vacuum-side number H is treated (MDI-38); double scans the errors too (MDI-40).",
      aliases: ["security.scanning"]),
    KeyDefinition(
      "security.joint", .bool, default: "true", "Four intensities: joint bounds on sums of counts (MDI-39).",
      aliases: ["security.joint_constraints"]),
    KeyDefinition(
      "security.error_correction_in_clear", .bool, default: "false",
      "True if error correction is not encrypted or the hashing is not dual universal (MDI-29a); costs a few bits."),
    KeyDefinition(
      "security.vacuum_bits", .bool, default: "false",
      "Three intensities with accounting curty2014: count the bits of Alice's vacuum pulses as secret; for comparison.",
      aliases: ["security.vacuum"]),
    KeyDefinition(
      "security.linear_program", .bool, default: "true",
      "Asymptotic analysis: also the bounds of certified linear programs (MDI-21, MDI-22); the better ones count."),
  ]

  static let counts: [KeyDefinition] =
    [
      KeyDefinition(
        "counts.pulses", .number, unit: "pulse pairs", range: .above(0, upTo: 1e18), default: "needed",
        "Pulse pairs emitted in the run, all settings, fixed before it."),
      KeyDefinition(
        "counts.file", .text, default: "counts in this file",
        """
        CSV file beside this one with the columns alice_setting, bob_setting (z, y, x, o), detections, errors; with \
        three intensities also basis (key, test), and settings mu, nu, om. A column pulses says how many pulse pairs \
        were sent with each pair of settings.
        """),
    ]
    + [
      ("zz", "Announcements with both signals: the key."), ("zz_errors", "Errors among them."),
      ("xx", "Announcements with both weak decoys."), ("xx_errors", "Errors among them."),
      ("yy", "Announcements with both strong decoys."), ("xo", "Alice's weak decoy and Bob's vacuum."),
      ("ox", "Alice's vacuum and Bob's weak decoy."), ("yo", "Alice's strong decoy and Bob's vacuum."),
      ("oy", "Alice's vacuum and Bob's strong decoy."), ("oo", "Both vacuum."),
    ].map { name, meaning in
      KeyDefinition(
        "counts.\(name)", .number, unit: "counts", range: .nonNegative,
        default: "needed with four intensities, or counts.file",
        "Four intensities. \(meaning)",
        aliases: name.hasSuffix("_errors") ? ["counts.m_\(name.prefix(2))"] : ["counts.n_\(name)"])
    }
    + [
      KeyDefinition(
        "counts.key_basis_detections", .matrix, unit: "counts",
        default: "needed with three intensities, or counts.file",
        """
        Three intensities: announcements in Z, a row for each intensity of Alice, strongest first, with a number for \
        each of Bob.
        """,
        aliases: ["counts.nZ", "nZ"]),
      KeyDefinition(
        "counts.key_basis_errors", .number, unit: "counts", range: .nonNegative,
        default: "needed with three intensities, or counts.file", "Three intensities: errors of the signals in Z.",
        aliases: ["counts.mZss", "mZss"]),
      KeyDefinition(
        "counts.test_basis_detections", .matrix, unit: "counts",
        default: "needed with three intensities, or counts.file",
        "Three intensities: announcements in X, in the same order.", aliases: ["counts.nX", "nX"]),
      KeyDefinition(
        "counts.test_basis_errors", .matrix, unit: "counts", default: "needed with three intensities, or counts.file",
        "Errors among them.", aliases: ["counts.mX", "mX"]),
      KeyDefinition(
        "counts.sent", .matrix, unit: "pulse pairs", default: "not checked",
        """
        Four intensities: pulse pairs really sent, a row for each of Alice's settings z, y, x, o with a number for each \
        of Bob; checked against the probabilities, never used in a bound.
        """),
      KeyDefinition(
        "counts.key_basis_sent", .matrix, unit: "pulse pairs", default: "not checked",
        "Three intensities: pulse pairs really sent with both in Z, in the order of the counts; checked only."),
      KeyDefinition(
        "counts.test_basis_sent", .matrix, unit: "pulse pairs", default: "not checked",
        "The same with both in X."),
      KeyDefinition(
        "counts.error_correction_leak_bits", .number, unit: "bits", range: .nonNegative,
        default: "estimated with error_correction_efficiency",
        "Every bit sent for reconciliation, both directions, without the verification tag.",
        aliases: ["counts.leak", "counts.leak_bits", "counts.leak_EC", "leak_EC"]),
    ]

  static let all = ArmReading.keys + source + detector + security + MDISearchRanges.keys + counts
}
