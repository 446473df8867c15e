// SPDX-License-Identifier: GPL-3.0-or-later
import Entanglement
import KeyRateNumerics
import KeyRateReading
import KeyRateSecurity

/// The keys that entangled pairs (BBM92) add to the common ones.
package enum PairKeys {
  /// Which limit of data an analysis assumes.
  package enum AnalysisKind: String, CaseIterable, Sendable {
    case finite
    case infiniteBlock = "infinite-block"
    case asymptotic
  }

  /// How the source is driven.
  package enum Pump: String, CaseIterable, Sendable {
    case pulsed, continuous
  }

  /// The models of both pumps.
  package enum Model: String, CaseIterable, Sendable {
    case exact, mfl2007, neumann2021, saturated
  }

  /// The bounds on phase errors.
  package enum Sampling: String, CaseIterable, Sendable {
    case kl, klt, serfling, hyper, exact, binomial
  }

  /// How a user's basis comes about.
  package enum BasisChoice: String, CaseIterable, Sendable {
    case active, passive
  }

  static let pump = WordKey<Pump>(
    "source.pump", default: .pulsed, "pulsed: gated pulses. continuous: a continuous wave, coincidences by time tags.",
    aliases: ["source.type", "pump"])

  static let model = WordKey<Model>(
    DetectorKeys.model, absent: "exact; with a continuous pump neumann2021",
    "Pulsed pump: exact (PH-3) or mfl2007 (PH-4). Continuous pump: neumann2021 (PH-7) or saturated.",
    aliases: ["model", "link.model", "channel.model"])

  static let analysis = WordKey<AnalysisKind>(
    SecurityKeys.analysis, default: .finite,
    "finite: a key of finite length (PH-13). infinite-block: its limit for infinite blocks. asymptotic: PH-10.")

  static let keyMode = WordKey<PairKeyMode>(
    "security.key_mode", default: .one,
    "one: key from all rounds of the key basis, the test basis tests. pooled: both bases exactly balanced, a disclosed subset of both together tests. both: key from each basis, a disclosed subset of each tests the other (PH-12).",
    aliases: ["key", "security.key", "security.key_from"])

  static let sampling = WordKey<Sampling>(
    "security.sampling", default: .kl,
    "Bound on phase errors from disclosed errors (BB-25 to BB-28, PH-14); binomial for passive or drifting basis choice (PH-15).",
    slips: [.words(["none", "lim-gamma", "yin2020"], "not a bound; kl is the usual one, klt the tighter one")])

  static let leastTestProbability = Key<Double>(
    "security.least_test_probability", range: .between(0, 1), absent: "what the basis choices allow",
    "With sampling = \"binomial\": the least probability that an agreed round is a test round (PH-15).",
    aliases: ["z_min", "security.z_min"]
  ).when(sampling.is(.binomial))

  static let testFraction = Key<SettingValue>(
    "security.test_fraction", range: .between(0, 1), absent: "optimised",
    "Share of the agreed rounds that is disclosed, fixed before any error is known.",
    slips: [.above(1, "a fraction, not percent")], aliases: ["test_fraction", "security.disclosed_fraction"]
  ).when(keyMode.is(.pooled, .both))

  static let basisChoice = WordKey<BasisChoice>(
    "detector.basis_choice", default: .active,
    "How Alice's basis comes about; passive is a beam splitter. A run is certified only where it is stated.")
  static let bobBasisChoice = WordKey<BasisChoice>(
    "detector.bob_basis_choice", absent: "as Alice's", "The same of Bob.")
  static let splittingDeviation = Key<Double>(
    "detector.splitting_deviation", range: .from(0, below: 0.5), default: 0,
    "Passive choice: by how much a splitting ratio may differ from 1/2, for every wavelength, time, mode and polarisation, and for dark counts; larger of both users."
  )
  static let doubleClicks = WordKey<PairReceivers.DoubleClicks>(
    "detector.double_clicks", default: .randomBit,
    "What becomes of rounds in which two detectors of a user click; a run is certified only where it is stated.",
    aliases: ["double_clicks"])
  static let deadTimeRule = WordKey<PairReceivers.DeadTime>(
    "detector.dead_time_rule", default: .blocksAllDetectors,
    "Which detectors a click blocks, or which events count after it; a run is certified with the first two only, and where it is stated."
  )

  static let source: [any DocumentKey] = [
    pump,
    SourceKeys.meanPairs.with(symbols: ["mu"]).when(pump.is(.pulsed)),
    SourceKeys.schmidtModes.with(symbols: ["modes"]).when(pump.is(.pulsed)),
    SourceKeys.pairRateHz.with(symbols: ["pair_rate"]).when(pump.is(.continuous)),
    SourceKeys.keyBasisProbability.with(
      meaning: "Probability that Alice measures in the key basis X.", symbols: ["pX"]),
    SourceKeys.repetitionRateHz.with(
      absent: "none; with a continuous pump 1e9",
      meaning:
        "Pulses per second; with a continuous pump the time slots per second that \"pulses\" and rates per pulse mean.",
      symbols: ["rep_rate"]),
  ]

  static let detector: [any DocumentKey] = [
    model,
    DetectorKeys.efficiency.with(meaning: "Efficiency of each user's receiver with its optics."),
    DetectorKeys.bobEfficiency,
    DetectorKeys.darkCountProbability.with(
      meaning: "Dark or background counts of one detector in one gate, at each user.", symbols: ["p", "p_A"]
    ).when(pump.is(.pulsed)),
    DetectorKeys.bobDarkCountProbability.with(symbols: ["p_B"]).when(pump.is(.pulsed)),
    DetectorKeys.backgroundProbability.with(
      meaning: "Background of all detectors of a user together (model mfl2007)."
    ).when(pump.is(.pulsed)),
    DetectorKeys.userDarkRateHz.with(symbols: ["DCR_A"]).when(pump.is(.continuous)),
    DetectorKeys.bobDarkRateHz.with(symbols: ["DCR_B"]).when(pump.is(.continuous)),
    DetectorKeys.jitterS.with(symbols: ["jitter_s"]).when(pump.is(.continuous)),
    DetectorKeys.coincidenceWindowS.with(symbols: ["window_s"]).when(pump.is(.continuous)),
    DetectorKeys.deadTimeS.with(
      meaning: "Dead time of a detector after a click.", symbols: ["t_dead"]
    ).when(pump.is(.continuous)),
    DetectorKeys.detectorsPerUser.with(symbols: ["detectors"]).when(pump.is(.continuous)),
    DetectorKeys.misalignment.with(symbols: ["e_d"]),
    DetectorKeys.testBasisMisalignment.with(symbols: ["e_dZ"]),
    DetectorKeys.keyBasisProbability.with(symbols: ["pX_bob"]),
    basisChoice, bobBasisChoice,
    splittingDeviation.with(symbols: ["basis_deviation"]),
    doubleClicks.with(symbols: ["double_clicks"]),
    deadTimeRule,
  ]

  private static let finite = analysis.is(.finite)
  private static let blocks = analysis.is(.finite, .infiniteBlock)

  static let security: [any DocumentKey] = [
    analysis,
    keyMode.with(symbols: ["key"]).when(blocks),
    SecurityKeys.pulses.with(
      absent: "give this or duration_s (finite)",
      meaning: "Pump pulses of the run; with a continuous pump time slots, see source.repetition_rate_hz."
    ).when(finite),
    SecurityKeys.durationS.with(symbols: ["duration_s"]).when(finite),
    SecurityKeys.secrecy.with(symbols: ["eps_sec"]).when(finite),
    SecurityKeys.correctness.with(symbols: ["eps_cor"]).when(finite),
    SecurityKeys.errorCorrectionEfficiency.with(symbols: ["f_EC"]),
    sampling.with(symbols: ["sampling"]).when(finite),
    leastTestProbability.with(symbols: ["z_min"]).when(finite),
    testFraction.with(symbols: ["test_fraction"]).when(blocks),
    SecurityKeys.siftingFactor.with(symbols: ["q"]).when(analysis.is(.asymptotic)),
  ]

  static let search: [any DocumentKey] = [
    PairSearchSpace.ranged.meanPairs.rangeKey(
      among: [SourceKeys.meanPairs], unit: "pairs per pulse", upTo: 100, default: "[1e-6, 2]",
      "Range of the mean number of pairs where it is left open."
    ).when(pump.is(.pulsed)),
    PairSearchSpace.ranged.pairRate.rangeKey(
      among: [SourceKeys.pairRateHz], unit: "pairs per second", upTo: 1e15,
      default: "[1e3, 1e12], 1e-9 to 10 pairs per window", "Range of the pair rate where it is left open."
    ).when(pump.is(.continuous)),
    PairSearchSpace.ranged.window.rangeKey(
      among: [DetectorKeys.coincidenceWindowS], unit: "s", upTo: 1, default: "0.2 to 5 times the jitter",
      "Range of the coincidence window where it is left open."
    ).when(pump.is(.continuous)),
    PairSearchSpace.ranged.keyBasis.rangeKey(
      among: [SourceKeys.keyBasisProbability], default: "[0.001, 0.999]",
      "Range of the probability of the key basis; 0 and 1 stand for 1e-4 and 0.9999.", aliases: ["p_X", "pX"]
    ).when(blocks),
    PairSearchSpace.ranged.testFraction.rangeKey(
      among: [testFraction], default: "[0.001, 0.9]", "Range of the disclosed share where it is left open."
    ).when(blocks),
  ]

  static let counts: [any DocumentKey] = PairCountsKeys.all

  static let acceptance: [any DocumentKey] = PairAcceptanceKeys.all.map { $0.definition.when(finite) }

  private static let link: [any DocumentKey] = LinkKeys.arms + [LinkSampleKeys.rows(.station, coherent: false)]
  static let all: [any DocumentKey] = link + source + detector + security + acceptance + search + counts
}

extension SourceKeys {
  package static let meanPairs = Key<SettingValue>(
    "source.mean_pairs", unit: "pairs per pulse", range: AllowedRange(0...100), absent: "optimised",
    "Mean number of pairs per pulse, both polarisation combinations together.",
    slips: [.above(100, "usually below 1")],
    aliases: ["mu", "source.mu", "mean_pairs", "source.intensities", "source.lambda: twice lambda"])

  package static let schmidtModes = Key<Double>(
    "source.schmidt_modes", range: .atLeast(1), default: 1,
    "Equal Schmidt modes of each polarisation combination, 1/(g2 - 1) of one unheralded arm; 1e12 or more stands for Poissonian pairs.",
    slips: [.below(1, "1 is a single Schmidt mode, 1e12 Poissonian")],
    aliases: ["source.modes", "source.number_of_modes"])

  package static let pairRateHz = Key<SettingValue>(
    "source.pair_rate_hz", unit: "pairs per second", range: AllowedRange(0...1e15), absent: "optimised",
    "Pairs that the source makes per second.", aliases: ["pair_rate", "source.pair_rate", "source.brightness_hz"])
}

extension DetectorKeys {
  package static let bobEfficiency = Key<Double>(
    "detector.bob_efficiency", range: .above(0, upTo: 1), absent: "as detector.efficiency",
    "Efficiency of Bob's receiver, if it differs from Alice's.", KeyFacts(ideal: 1, scan: .logarithmic(1e-6, 1)),
    slips: [.within(1...100, "a fraction, not percent")], aliases: ["detector.efficiency_b", "detector.eta_b"])

  package static let bobDarkCountProbability = Key<Double>(
    "detector.bob_dark_count_probability", unit: "per detector per gate", range: .from(0, below: 1),
    absent: "as detector.dark_count_probability", "The same at Bob, if it differs from Alice's.",
    KeyFacts(ideal: 0, scan: KeyScan(isLogarithmic: true)))

  package static let userDarkRateHz = Key<Double>(
    "detector.user_dark_rate_hz", unit: "counts per second", range: .nonNegative, default: 0,
    "Dark and background counts of all detectors of a user together.", KeyFacts(ideal: 0, scan: .logarithmic(0, 1e9)),
    aliases: ["detector.dark_count_rate_hz: times the detectors of a user", "dcr", "detector.dcr"])

  package static let bobDarkRateHz = Key<Double>(
    "detector.bob_dark_rate_hz", unit: "counts per second", range: .nonNegative,
    absent: "as detector.user_dark_rate_hz", "The same of Bob, if it differs from Alice's.",
    KeyFacts(ideal: 0, scan: .logarithmic(0, 1e9)))

  package static let jitterS = Key<Double>(
    "detector.jitter_s", unit: "s", range: AllowedRange(0...1), default: 0,
    "Full width at half maximum of the coincidence peak: detectors, clocks and dispersion of both users together.",
    KeyFacts(ideal: 0, scan: .logarithmic(1e-13, 1e-6)), slips: [.above(1, "in seconds: 100 ps is 1e-10")],
    aliases: ["detector.jitter", "detector.timing_jitter_s", "jitter"])

  package static let coincidenceWindowS = Key<SettingValue>(
    "detector.coincidence_window_s", unit: "s", range: .above(0, upTo: 1), absent: "optimised",
    "Full width of the coincidence window, chosen before errors are known.",
    slips: [.above(1, "in seconds: 1 ns is 1e-9")],
    aliases: ["detector.window_s", "detector.coincidence_window", "window_s"])

  package static let detectorsPerUser = Key<Double>(
    "detector.detectors_per_user", range: .atLeast(1), default: 4,
    "Detectors of a user that share the clicks and the dead time; 1 if all are blocked together.")
}

extension SecurityKeys {
  package static let durationS = Key<Double>(
    "security.duration_s", unit: "s", range: .above(0, upTo: 1e12), absent: "give this or pulses (finite)",
    "Duration of the run, fixed before it; with a pulsed pump it needs source.repetition_rate_hz.",
    KeyFacts(replaces: ["security.pulses"], scan: .logarithmic(1e-3, 1e9)), aliases: ["duration", "security.duration"])
}
