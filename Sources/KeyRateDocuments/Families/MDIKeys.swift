// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateSecurity
import MDI

/// The keys that MDI-QKD adds to the common ones.
package enum MDIKeys {
  /// Which protocol and which limit of data an analysis assumes.
  package enum AnalysisKind: String, CaseIterable, Sendable {
    case finite
    case asymptotic
    case infiniteDecoys = "infinite-decoys"
    case singlePhoton = "single-photon"
    case adaptive
    case memoryAssisted = "memory-assisted"
  }

  /// How many intensities each party sends.
  package enum Scheme: String, CaseIterable, Sendable {
    case four = "four-intensity"
    case three = "three-intensity"
  }

  /// The words of files for `CountBound`.
  package enum Statistics: String, CaseIterable, Sendable {
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
  package enum AccountingChoice: String, CaseIterable, Sendable {
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

  static let percent = "a fraction, not percent"
  static let intensitySlips: [KeySlip] = [
    .above(10, "usually below 1"), .below(0, "mean photons are not negative"),
  ]
  static let probabilitySlips: [KeySlip] = [
    .above(1, percent), .within(0...0, "every setting must be sent"),
  ]

  static let model = WordKey<ChannelModel>(
    DetectorKeys.model, default: .flip,
    "What misaligned arms do: flip a bit (MDI-10) or rotate the polarisation (MDI-12).",
    aliases: ["model", "link.model", "channel.model"])

  static let analysis = WordKey<AnalysisKind>(
    SecurityKeys.analysis, default: .finite,
    """
    finite: a key of finite length. asymptotic: three intensities and infinitely many data (MDI-16, MDI-17). \
    infinite-decoys (MDI-14). single-photon: ideal senders (MDI-15). adaptive: the all-photonic relay (MDI-47). \
    memory-assisted: ideal memories in the relay, for comparison (MDI-49).
    """)

  static let statistics = WordKey<Statistics>(
    SecurityKeys.statistics, default: .chernoff,
    "Bound on fluctuations (MDI-24 to MDI-26); gaussian (MDI-28) is not composable, for comparison only.",
    aliases: ["security.fluctuations", "security.concentration"])

  static let keyBasisDetections = Key<[[Double]]>(
    CountsKeys.keyBasisDetections, unit: "counts", absent: "needed with three intensities, or counts.file",
    """
    Three intensities: announcements in Z, a row for each intensity of Alice, strongest first, with a number for \
    each of Bob.
    """, aliases: ["counts.nZ", "nZ"])

  static let keyBasisErrors = Key<Double>(
    CountsKeys.keyBasisErrors, unit: "counts", range: .nonNegative,
    absent: "needed with three intensities, or counts.file", "Three intensities: errors of the signals in Z.",
    aliases: ["counts.mZss", "mZss"])

  static let testBasisDetections = Key<[[Double]]>(
    CountsKeys.testBasisDetections, unit: "counts", absent: "needed with three intensities, or counts.file",
    "Three intensities: announcements in X, in the same order.", aliases: ["counts.nX", "nX"])

  static let testBasisErrors = Key<[[Double]]>(
    CountsKeys.testBasisErrors, unit: "counts", absent: "needed with three intensities, or counts.file",
    "Errors among them.", aliases: ["counts.mX", "mX"])

  static let scheme = WordKey<Scheme>(
    SourceKeys.scheme, default: .four,
    """
    four-intensity: signals z always in Z, decoys y > x always in X, and vacuum (mdi sheet, section 5.5). \
    three-intensity: mu > nu > om, each in both bases (section 5.4).
    """,
    slips: [
      .words(["4", "four", "finite4"], "write four-intensity"),
      .words(["3", "three", "finite3"], "write three-intensity"),
    ], aliases: ["source.protocol", "source.intensities_scheme"])

  // Where a key has a meaning.
  private static let finite = analysis.is(.finite)
  private static let pulsed = analysis.isNot(.adaptive, .memoryAssisted)
  private static let decoys = analysis.is(.finite, .asymptotic, .infiniteDecoys)

  static let source: [any DocumentKey] = [
    scheme.when(finite),
    SourceKeys.intensities.with(
      meaning: """
        Alice's intensities, and Bob's if they are alike: z, y, x (four), mu, nu, om (three), or the signal alone for \
        infinitely many decoys; \"optimise\" in place of a number leaves it open.
        """, symbols: ["muA", "A", "IA"], slips: intensitySlips,
      aliases: ["mu", "source.mu", "intensities", "source.alice_intensities"]
    ).when(decoys),
    SourceKeys.bobIntensities.with(symbols: ["muB", "B", "IB"]).when(decoys),
    SourceKeys.intensityProbabilities.with(
      meaning:
        "Alice's probabilities in the order of the intensities; with four intensities the vacuum takes the rest.",
      symbols: ["pI_A", "pA"], slips: probabilitySlips,
      aliases: ["p_mu", "source.probabilities", "source.alice_intensity_probabilities"]
    ).when(finite),
    SourceKeys.bobIntensityProbabilities.with(symbols: ["pI_B", "pB"]).when(finite),
    SourceKeys.keyBasisProbabilities.with(symbols: ["pZ_A"]).when(finite),
    SourceKeys.bobKeyBasisProbabilities.with(symbols: ["pZ_B"]).when(finite),
    SourceKeys.symmetric.when(decoys),
    SourceKeys.weakestIntensity.with(
      meaning:
        "Three intensities: the weakest one of both when source.intensities is left out; what the extinction allows.",
      aliases: ["source.om", "source.omega"]
    ).when(analysis.is(.finite, .asymptotic)),
    SourceKeys.vacuumIntensity.with(symbols: ["oA"]).when(finite),
    SourceKeys.bobVacuumIntensity.with(symbols: ["oB"]).when(finite),
    SourceKeys.repetitionRateHz.with(meaning: "Pulse pairs per second.", symbols: ["rep_rate"]),
    SourceKeys.signalFraction.with(
      meaning: "Asymptotic analyses: share of the pulse pairs that are signals of both in Z.", symbols: ["p_signal"]
    ).when(analysis.is(.asymptotic, .infiniteDecoys, .singlePhoton)),
    SourceKeys.emissionProbability.when(analysis.is(.adaptive)),
    SourceKeys.parallelModes.with(symbols: ["modes"]).when(analysis.is(.adaptive)),
    SourceKeys.pairProbabilities.when(analysis.is(.adaptive)),
    SourceKeys.downConversion.with(symbols: ["lambdaPDC"]).when(analysis.is(.adaptive)),
  ]

  static let detector: [any DocumentKey] = [
    model.when(pulsed),
    DetectorKeys.efficiency.with(
      meaning: "Efficiency of the relay's detectors with their optics.", slips: [.within(1...100, percent)]),
    DetectorKeys.darkCountProbability.with(
      range: .from(0, below: 0.5), meaning: "Dark counts of one of the relay's four detectors in one gate.",
      symbols: ["pd"],
      slips: [.above(0.499, "counts per second? give detector.dark_count_rate_hz, or multiply by the gate time")],
      aliases: [
        "dark_counts", "detector.dark_counts", "detector.dark_count", "p_dark", "pd", "detector.pd", "detector.p_d",
        "detector.background_probability", "Y0", "detector.Y0",
      ]
    ).when(analysis.isNot(.memoryAssisted)),
    DetectorKeys.darkCountRateHz.when(analysis.isNot(.memoryAssisted)),
    DetectorKeys.gateS.when(analysis.isNot(.memoryAssisted)),
    DetectorKeys.misalignment.with(
      meaning: "Probability of a flipped bit (model flip); for memories the error rate of both bases.",
      symbols: ["e_d"], slips: [.within(0.5...1, "of a visibility V take (1 - V)/2"), .within(1...50, percent)],
      aliases: [
        "e_d", "detector.e_d", "misalignment", "detector.misalignment_error", "detector.error_rate",
        "detector.visibility: (1 - visibility) / 2",
      ]
    ).when(analysis.isNot(.adaptive)),
    DetectorKeys.aliceRotationRad.with(symbols: ["thetaA"]).when(pulsed),
    DetectorKeys.bobRotationRad.with(symbols: ["thetaB"]).when(pulsed),
    DetectorKeys.bellStates.when(pulsed),
    DetectorKeys.switchTransmittance.with(symbols: ["tau"]).when(analysis.is(.adaptive)),
  ]

  static let security: [any DocumentKey] = [
    analysis,
    SecurityKeys.pulses.with(
      unit: "pulse pairs", absent: "needed if finite", meaning: "Pulse pairs emitted, all settings."
    ).when(finite),
    SecurityKeys.secrecy.with(symbols: ["eps_sec"]).when(finite),
    SecurityKeys.correctness.with(symbols: ["eps_cor"]).when(finite),
    SecurityKeys.errorCorrectionEfficiency.with(symbols: ["f_EC"]),
    SecurityKeys.accounting.with(symbols: ["accounting"]).when(finite),
    statistics.with(symbols: ["concentration"]).when(finite),
    SecurityKeys.scan.when(finite),
    SecurityKeys.joint.when(finite),
    SecurityKeys.errorCorrectionInClear.with(symbols: ["ec_in_clear"]).when(finite),
    SecurityKeys.encryptedMessages.when(finite),
    SecurityKeys.dualUniversalHashing.when(finite),
    SecurityKeys.vacuumBits.with(symbols: ["vacuum"]).when(finite, SecurityKeys.accounting.is(.curty2014)),
    SecurityKeys.linearProgram.when(analysis.is(.asymptotic)),
  ]

  static let counts: [any DocumentKey] =
    [
      CountsKeys.pulses.with(
        unit: "pulse pairs", absent: "needed",
        meaning: "Pulse pairs emitted in the run, all settings, fixed before it.", symbols: ["N"]),
      CountsKeys.file.with(
        meaning: """
          CSV file beside this one with the columns alice_setting, bob_setting (z, y, x, o), detections, errors; with \
          three intensities also basis (key, test), and settings mu, nu, om. A column pulses says how many pulse pairs \
          were sent with each pair of settings.
          """),
    ]
    + FourIntensityKeys.all
    + [
      keyBasisDetections.with(symbols: ["nZ"]),
      keyBasisErrors.with(symbols: ["mZss"]),
      testBasisDetections.with(symbols: ["nX"]),
      testBasisErrors.with(symbols: ["mX"]),
      CountsKeys.sent.with(symbols: ["sent"]),
      CountsKeys.keyBasisSent.with(symbols: ["NZ"]),
      CountsKeys.testBasisSent.with(symbols: ["NX"]),
      CountsKeys.errorCorrectionLeakBits.with(symbols: ["leak_EC"]),
      CountsKeys.plan,
    ]

  /// Asymptotic analyses have two intensities at most.
  static let search: [any DocumentKey] = MDISearchRanges.keys.map { range in
    switch range.path.suffix(11) {
    case "intensity_2": range.when(analysis.isNot(.infiniteDecoys))
    case "intensity_3": range.when(finite)
    default: range
    }
  }

  static let all =
    LinkKeys.arms + [LinkSampleKeys.rows(.station, coherent: false)] + source + detector + security + search + counts
}

extension SourceKeys {
  package static let bobIntensities = Key<[SettingValue]>(
    "source.bob_intensities", unit: "mean photons per pulse", range: AllowedRange(0...10),
    absent: "as Alice, or optimised", "The same for Bob.", slips: MDIKeys.intensitySlips)

  package static let bobIntensityProbabilities = Key<[SettingValue]>(
    "source.bob_intensity_probabilities", range: .above(0, upTo: 1), absent: "as Alice, or optimised",
    "The same for Bob.", slips: MDIKeys.probabilitySlips)

  package static let keyBasisProbabilities = Key<[SettingValue]>(
    "source.key_basis_probabilities", range: .above(0, upTo: 1), absent: "optimised",
    "Three intensities: Alice's probability of the Z basis for each intensity.", slips: [.above(1, MDIKeys.percent)],
    aliases: ["source.key_basis_probability", "pZ", "source.pZ", "source.alice_key_basis_probabilities"])

  package static let bobKeyBasisProbabilities = Key<[SettingValue]>(
    "source.bob_key_basis_probabilities", range: .above(0, upTo: 1), absent: "as Alice, or optimised",
    "The same for Bob.", slips: [.above(1, MDIKeys.percent)])

  package static let symmetric = Key<Bool>(
    "source.symmetric", absent: "true unless the arms differ or the file gives a setting of Bob",
    "Whether Bob uses Alice's settings.", aliases: ["symmetric", "source.equal_settings"])

  package static let vacuumIntensity = Key<Double>(
    "source.vacuum_intensity", unit: "mean photons per pulse", range: AllowedRange(0...0.5), default: 0,
    "Four intensities: what a vacuum pulse leaks (MDI-38a); above 0 lengths are for planning.",
    aliases: ["source.o", "source.vacuum_leakage", "source.alice_vacuum_intensity"])

  package static let bobVacuumIntensity = Key<Double>(
    "source.bob_vacuum_intensity", unit: "mean photons per pulse", range: AllowedRange(0...0.5), absent: "as Alice",
    "The same for Bob, if his vacuum leaks otherwise; his settings are then his own.")

  package static let emissionProbability = Key<Double>(
    "source.emission_probability", range: .above(0, upTo: 1), default: 1,
    "Adaptive: probability that a sender emits its photon.",
    KeyFacts(ideal: 1, imperfection: "emission", scan: .logarithmic(1e-6, 1)),
    slips: [.above(1, MDIKeys.percent)], aliases: ["source.etaSrc", "etaSrc"])

  package static let parallelModes = Key<Double>(
    "source.parallel_modes", unit: "modes", range: AllowedRange(1...1e6), absent: "infinitely many",
    "Adaptive: modes that each party sends at a time.", aliases: ["source.m"])

  package static let pairProbabilities = Key<[Double]>(
    "source.pair_probabilities", absent: "[0, 1, 0]",
    "Adaptive: probabilities that a source of the relay emits no, one and two photon pairs; they sum to 1.",
    KeyFacts(replaces: ["source.down_conversion"]), aliases: ["source.pair_statistics"])

  package static let downConversion = Key<Double>(
    "source.down_conversion", range: .above(0, upTo: 1), absent: "pair_probabilities",
    "Adaptive: lambda of a down-conversion source in the relay (MDI-42), in place of pair_probabilities.",
    KeyFacts(replaces: ["source.pair_probabilities"]), aliases: ["lambdaPDC", "source.lambda", "source.pdc"])
}

extension DetectorKeys {
  package static let aliceRotationRad = Key<Double>(
    "detector.alice_rotation_rad", unit: "rad", range: AllowedRange(-3.2...3.2), default: 0,
    "Rotation of Alice's arm (model rotation).", slips: [.above(3.2, "in rad, not degrees")],
    aliases: ["detector.thetaA", "thetaA", "detector.rotation_rad"])

  package static let bobRotationRad = Key<Double>(
    "detector.bob_rotation_rad", unit: "rad", range: AllowedRange(-3.2...3.2), default: 0,
    "Rotation of Bob's arm (model rotation).", slips: [.above(3.2, "in rad, not degrees")],
    aliases: ["detector.thetaB", "thetaB"])

  package static let bellStates = Key<Int>(
    "detector.bell_states", range: AllowedRange(1...2), default: 2,
    "Bell states that the relay announces: 2, or 1 for most time-bin relays.", aliases: ["bellStates"])

  package static let switchTransmittance = Key<Double>(
    "detector.switch_transmittance", range: .above(0, upTo: 1), default: 1,
    "Adaptive: transmittance of the relay's switch with its delay line.",
    KeyFacts(ideal: 1, imperfection: "loss of the switch", scan: .logarithmic(1e-6, 1)),
    slips: [.above(1, MDIKeys.percent)],
    aliases: ["tau", "detector.tau"])
}

extension SecurityKeys {
  package static let accounting = WordKey<MDIKeys.AccountingChoice>(
    "security.accounting", default: .phaseError,
    """
    How failure probabilities add up: phase-error (MDI-29). For comparison: curty2014 as published (MDI-30); \
    curty2014-complete, three intensities, the whole published analysis with each Bell state by itself (MDI-51).
    """)

  package static let scan = WordKey<Scan>(
    "security.scan", default: .single,
    "Four intensities: how the vacuum-side number H is treated (MDI-38); double scans the errors too (MDI-40).",
    aliases: ["security.scanning"])

  package static let joint = Key<Bool>(
    "security.joint", default: true, "Four intensities: joint bounds on sums of counts (MDI-39).",
    aliases: ["security.joint_constraints"])

  package static let errorCorrectionInClear = Key<Bool>(
    "security.error_correction_in_clear", default: true,
    "True if error correction is not encrypted or the hashing is not dual universal (MDI-29a); costs a few bits. false is certified only with security.encrypted_messages and security.dual_universal_hashing."
  )

  package static let encryptedMessages = Key<Bool>(
    "security.encrypted_messages", default: false,
    "Declared for a run: messages of error correction and verification are encrypted with key that is subtracted elsewhere."
  )

  package static let dualUniversalHashing = Key<Bool>(
    "security.dual_universal_hashing", default: false,
    "Declared for a run: privacy amplification with a dual universal2 family (modified Toeplitz, random full-rank matrix)."
  )

  package static let vacuumBits = Key<Bool>(
    "security.vacuum_bits", default: false,
    "Three intensities with accounting curty2014: count the bits of Alice's vacuum pulses as secret; for comparison.",
    aliases: ["security.vacuum"])

  package static let linearProgram = Key<Bool>(
    "security.linear_program", default: true,
    "Asymptotic analysis: also the bounds of certified linear programs (MDI-21, MDI-22); the better ones count.")
}

extension CountsKeys {
  package static let sent = Key<[[Double]]>(
    "counts.sent", unit: "pulse pairs", absent: "not checked",
    """
    Four intensities: pulse pairs really sent, a row for each of Alice's settings z, y, x, o with a number for each \
    of Bob; checked against the probabilities, never used in a bound.
    """)

  package static let keyBasisSent = Key<[[Double]]>(
    "counts.key_basis_sent", unit: "pulse pairs", absent: "not checked",
    "Three intensities: pulse pairs really sent with both in Z, in the order of the counts; checked only.")

  package static let testBasisSent = Key<[[Double]]>(
    "counts.test_basis_sent", unit: "pulse pairs", absent: "not checked", "The same with both in X.")
}

/// The counts of a run with four intensities: announcements for each pair of settings, Alice's first.
enum FourIntensityKeys {
  private static func count(_ name: String, _ meaning: String) -> Key<Double> {
    Key(
      "counts.\(name)", unit: "counts", range: .nonNegative, absent: "needed with four intensities, or counts.file",
      "Four intensities. \(meaning)",
      KeyFacts(symbols: [name.hasSuffix("_errors") ? "m_\(name.prefix(2))" : "n_\(name)"]),
      aliases: name.hasSuffix("_errors") ? ["counts.m_\(name.prefix(2))"] : ["counts.n_\(name)"])
  }

  static let zz = count("zz", "Announcements with both signals: the key.")
  static let zzErrors = count("zz_errors", "Errors among them.")
  static let xx = count("xx", "Announcements with both weak decoys.")
  static let xxErrors = count("xx_errors", "Errors among them.")
  static let yy = count("yy", "Announcements with both strong decoys.")
  static let xo = count("xo", "Alice's weak decoy and Bob's vacuum.")
  static let ox = count("ox", "Alice's vacuum and Bob's weak decoy.")
  static let yo = count("yo", "Alice's strong decoy and Bob's vacuum.")
  static let oy = count("oy", "Alice's vacuum and Bob's strong decoy.")
  static let oo = count("oo", "Both vacuum.")

  static let all = [zz, zzErrors, xx, xxErrors, yy, xo, ox, yo, oy, oo]
}
