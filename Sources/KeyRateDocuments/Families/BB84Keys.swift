// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import BB84
import KeyRateNumerics
import KeyRateSecurity

/// The keys that BB84 adds to the common ones.
package enum BB84Keys {
  /// Which limit of data an analysis assumes.
  package enum AnalysisKind: String, CaseIterable, Sendable {
    case finite
    case infiniteBlock = "infinite-block"
    case asymptotic
    case infiniteDecoys = "infinite-decoys"
  }

  /// Who corrects whose string.
  package enum Reconciliation: String, CaseIterable, Sendable {
    case forward, reverse
  }

  static let model = WordKey<ChannelModel>(
    DetectorKeys.model, default: .threshold2, "Channel and detector model (bb84 sheet, section 1).",
    aliases: ["model", "link.model", "channel.model"])

  static let afterpulses = WordKey<AfterpulseModel>(
    DetectorKeys.afterpulseModel, absent: "shared with model threshold2, own-intensity with the others",
    "shared: after-pulses of earlier gates are a background common to all intensities (BB-7c). own-intensity: each pulse multiplies its own clicks, as in published comparisons (BB-7b)."
  )

  static let afterpulseOrder = WordKey<AfterpulseOrder>(
    DetectorKeys.afterpulseOrder, default: .geometric,
    "Shared after-pulses: geometric counts after-pulses of after-pulses, first does not (BB-7d).")

  static let keyErrors = WordKey<KeyErrorDisclosure>(
    SecurityKeys.keyErrors, default: .secret,
    "Who comes to know how many key bits were wrong (BB-33d): secret, total-announced or announced for each intensity; what is announced is paid for. With one decoy it always is."
  )

  static let keyBasisErrorTotal = Key<Double>(
    CountsKeys.keyBasisErrorTotal, unit: "counts", absent: "the sum of key_basis_errors",
    "Errors of the key basis of all intensities together, in place of key_basis_errors.",
    aliases: ["counts.mX_total", "mX_total"])

  static let analysis = WordKey<AnalysisKind>(
    SecurityKeys.analysis, default: .finite,
    "finite: a key of finite length. infinite-block: its limit for infinite blocks (BB-16). asymptotic: GLLP with source.decoys decoys (BB-13, BB-14). infinite-decoys: GLLP with infinitely many (BB-10)."
  )

  static let statistics = WordKey<ConcentrationBound>(
    SecurityKeys.statistics, absent: "kl, with published proofs hoeffding or chernoff",
    "Tail bound for decoy counts (BB-21 to BB-24).")

  static let composition = WordKey<Composition>(
    SecurityKeys.composition, default: .linear,
    "How failure probabilities add up: linear (section 4a) or tup24 (BB-38).")

  static let reconciliation = WordKey<Reconciliation>(
    SecurityKeys.reconciliation, default: .forward,
    "forward: Bob corrects his string. reverse: Alice does; vacuum detections then do not count.")

  static let keyBasisDetections = Key<[Double]>(
    CountsKeys.keyBasisDetections, unit: "counts", absent: "needed, or counts.file",
    "Detections in the key basis for each intensity, strongest first.",
    aliases: ["counts.nX", "nX", "counts.key_detections"])

  static let keyBasisErrors = Key<[Double]>(
    CountsKeys.keyBasisErrors, unit: "counts", absent: "needed, or counts.file", "Errors among them.",
    aliases: ["counts.mX", "mX", "counts.key_errors"])

  static let testBasisDetections = Key<[Double]>(
    CountsKeys.testBasisDetections, unit: "counts", absent: "needed, or counts.file",
    "Detections in the test basis for each intensity.", aliases: ["counts.nZ", "nZ", "counts.test_detections"])

  static let testBasisErrors = Key<[Double]>(
    CountsKeys.testBasisErrors, unit: "counts", absent: "needed, or counts.file", "Errors among them.",
    aliases: ["counts.mZ", "mZ", "counts.test_errors"])

  // Where a key has a meaning.
  private static let decoyed = PhotonKeys.kind.is(.decoy)
  private static let finite = analysis.is(.finite)
  private static let finiteOrLimit = analysis.is(.finite, .infiniteBlock)
  private static let infiniteData = analysis.is(.asymptotic, .infiniteDecoys)

  static let source: [any DocumentKey] = [
    SourceKeys.decoys.when(decoyed),
    SourceKeys.intensities.with(symbols: ["mu", "nu", "nu2"]).when(decoyed),
    SourceKeys.weakestIntensity.when(analysis.isNot(.infiniteDecoys)).when(decoyed),
    SourceKeys.intensityProbabilities.with(symbols: ["p_mu"]).when(finiteOrLimit).when(decoyed),
    SourceKeys.keyBasisProbability.with(symbols: ["pX"]),
    SourceKeys.repetitionRateHz.with(symbols: ["rep_rate"]),
    SourceKeys.signalFraction.with(symbols: ["p_signal"]).when(infiniteData).when(decoyed),
  ]

  static let detector: [any DocumentKey] = [
    model.when(decoyed),
    DetectorKeys.efficiency,
    DetectorKeys.darkCountProbability.with(symbols: ["p"]),
    DetectorKeys.darkCountRateHz,
    DetectorKeys.gateS,
    DetectorKeys.backgroundProbability.when(decoyed),
    DetectorKeys.misalignment.with(symbols: ["e_d"]),
    DetectorKeys.testBasisMisalignment.with(symbols: ["e_dZ"]).when(finiteOrLimit),
    DetectorKeys.afterpulseProbability.with(symbols: ["p_ap"]).when(decoyed),
    afterpulses.with(symbols: ["afterpulse"]).when(decoyed),
    afterpulseOrder.when(decoyed),
    DetectorKeys.deadTimeS.with(symbols: ["t_dead"]).when(decoyed),
    DetectorKeys.keyBasisProbability.with(symbols: ["pX_bob"]),
  ]

  static let security: [any DocumentKey] = [
    analysis,
    SecurityKeys.pulses.when(finite),
    SecurityKeys.keyBlockSize.when(finite).when(decoyed),
    SecurityKeys.secrecy.with(symbols: ["eps_sec"]).when(finite),
    SecurityKeys.secrecyPerBit.with(symbols: ["eps_sec per bit"]).when(finite).when(decoyed),
    SecurityKeys.correctness.with(symbols: ["eps_cor"]).when(finite),
    SecurityKeys.errorCorrectionEfficiency.with(symbols: ["f_EC"]),
    SecurityKeys.proof.with(symbols: ["proof"]).when(finiteOrLimit).when(decoyed),
    statistics.with(symbols: ["stat"]).when(finite).when(decoyed),
    SecurityKeys.sampling.with(symbols: ["sampling"]).when(finite),
    composition.with(symbols: ["composition"]).when(finite),
    SecurityKeys.penalty.with(symbols: ["penalty"]).when(finite).when(decoyed),
    SecurityKeys.vacuumSource.when(finiteOrLimit).when(decoyed),
    SecurityKeys.vacuumCounts.when(analysis.isNot(.asymptotic)).when(decoyed),
    reconciliation.when(finiteOrLimit).when(decoyed),
    keyErrors.when(finite).when(decoyed),
    SecurityKeys.siftingFactor.with(symbols: ["q"]).when(infiniteData),
  ]

  static let acceptance: [any DocumentKey] = [
    AcceptanceKeys.marginSigma.with(symbols: ["margin"]).when(finite).when(decoyed),
    AcceptanceKeys.vacuum.with(symbols: ["s0_tol"]).when(finite).when(decoyed),
    AcceptanceKeys.singlePhotons.with(symbols: ["s1_tol"]).when(finite).when(decoyed),
    AcceptanceKeys.phaseError.with(symbols: ["phi_tol"]).when(finite).when(decoyed),
    AcceptanceKeys.leakBits.with(symbols: ["lambda_tol"]).when(finite).when(decoyed),
  ]

  static let counts: [any DocumentKey] = [
    CountsKeys.pulses.with(symbols: ["N"]),
    CountsKeys.file,
    keyBasisDetections.with(symbols: ["nX"]),
    keyBasisErrors.with(symbols: ["mX"]),
    keyBasisErrorTotal.with(symbols: ["mX_total"]),
    testBasisDetections.with(symbols: ["nZ"]),
    testBasisErrors.with(symbols: ["mZ"]),
    CountsKeys.errorCorrectionLeakBits.with(symbols: ["leak_EC"]),
    CountsKeys.plan,
  ]

  static let search: [any DocumentKey] = [
    SearchSetting.intensity(0, "").rangeKey(
      among: source, default: "[0.01, 1]; asymptotic analyses [0.001, 1]",
      "Range of the signal intensity where it is left open."),
    SearchSetting.intensity(1, "").rangeKey(
      among: source, default: "[0.001, 0.5]; asymptotic analyses from 1 % of the signal",
      "Range of the decoy intensity."
    ).when(analysis.isNot(.infiniteDecoys)),
    SearchSetting.probability(0).rangeKey(
      among: source, default: "[0.005, 0.994]",
      "Range of the signal's probability; 0 and 1 stand for 1e-4 and 0.9999."),
    SearchSetting.probability(1).rangeKey(
      among: source, default: "0.005 to what the signal leaves",
      "Range of the decoy's probability; 0 and 1 stand for 1e-4 and 0.9999."),
    SearchSetting.keyBasis.rangeKey(
      among: source, default: "[0.001, 0.999]",
      "Range of the probability of the key basis; 0 and 1 stand for 1e-4 and 0.9999.", aliases: ["p_X", "pX"]
    ).when(finiteOrLimit),
  ]

  static let all =
    [LinkSampleKeys.rows(.direct, coherent: false)] + source + PhotonKeys.source + detector + security + acceptance
    + search + PhotonKeys.search + counts + PhotonKeys.counts
}

extension SourceKeys {
  package static let keyBasisProbability = Key<SettingValue>(
    "source.key_basis_probability", range: .probability, absent: "optimised",
    "Probability that Alice sends in the key basis X.", slips: [.above(1, "a fraction, not percent")],
    aliases: [
      "pX", "source.pX", "source.p_X", "key_basis_probability", "source.basis_probability", "source.basis_bias",
      "source.pZ", "source.p_Z",
    ])
}

extension DetectorKeys {
  package static let backgroundProbability = Key<Double>(
    "detector.background_probability", unit: "per gate, all detectors", range: .from(0, below: 1), default: 0,
    "Background yield Y0 of all detectors together (models ma2005, ma2005x, rusca2018).",
    KeyFacts(ideal: 0, imperfection: "background", scan: KeyScan(isLogarithmic: true)),
    slips: [.above(0.999, "counts per second? multiply by the gate time")],
    aliases: ["detector.background", "Y0", "detector.y0", "detector.background_rate"])

  package static let testBasisMisalignment = Key<Double>(
    "detector.test_basis_misalignment", range: AllowedRange(0...0.5), absent: "misalignment",
    "The same in the test basis.",
    slips: [.within(0.5...1, "of a visibility V take (1 - V)/2"), .within(1...50, "a fraction, not percent")])

  package static let afterpulseProbability = Key<Double>(
    "detector.afterpulse_probability", range: .from(0, below: 0.5), default: 0,
    "Mean number of after-pulse clicks that one click causes later.",
    KeyFacts(ideal: 0, imperfection: "after-pulses", scan: KeyScan(isLogarithmic: true)),
    slips: [.within(0.5...50, "a fraction, not percent")],
    aliases: ["detector.afterpulsing", "detector.afterpulse", "p_ap"])

  package static let deadTimeS = Key<Double>(
    "detector.dead_time_s", unit: "s", range: AllowedRange(0...1), default: 0,
    "Dead time after a click, all detectors together; needs the repetition rate.",
    KeyFacts(ideal: 0, imperfection: "dead time", scan: KeyScan(isLogarithmic: true)),
    slips: [.above(1, "in seconds: 100 ns is 1e-7")],
    aliases: ["detector.dead_time", "detector.dead_time_ns", "detector.deadtime_s", "t_dead"])

  package static let keyBasisProbability = Key<Double>(
    "detector.key_basis_probability", range: .probability, absent: "as Alice",
    "Probability that Bob measures in the key basis.", slips: [.above(1, "a fraction, not percent")])
}

extension SecurityKeys {
  package static let keyBlockSize = Key<Double>(
    "security.key_block_size", unit: "bits", range: AllowedRange(1...1e18), absent: "give this or pulses (finite)",
    "Expected detections in the key basis; sets the number of pulses.",
    KeyFacts(
      replaces: ["security.pulses"], ideal: 1e18, imperfection: "finite statistics", scan: .logarithmic(1e3, 1e18)),
    aliases: [
      "nX", "security.nX", "security.nX_block", "key_block_size", "security.block_size", "block_size",
      "security.sifted_bits",
    ])

  package static let secrecyPerBit = Key<Double>(
    "security.secrecy_per_bit", range: .between(0, 1), absent: "secrecy",
    "eps_sec as this times the key length, as in the figures of Lim et al. 2014; planning only. In place of secrecy.",
    KeyFacts(replaces: ["security.secrecy"], scan: .logarithmic(1e-30, 0.5)), slips: KeySlip.failureProbability)

  package static let proof = WordKey<Proof>(
    "security.proof", default: .sound,
    "sound, or a published proof for comparison, exactly as printed: lim2014 and satquma2022 (two decoys), rusca2018 (one decoy); lim2014-clipped and rusca2018-clipped hold counts to their totals, which is not in the papers and gives more key."
  )

  package static let sampling = WordKey<SamplingBound>(
    "security.sampling", absent: "kl, with published proofs lim-gamma",
    "Bound on phase errors from test-basis errors (BB-25 to BB-30).")

  package static let penalty = WordKey<HashingPenalty>(
    "security.penalty", default: .pa, "Constant for hashing: pa, or lim for the larger published one (BB-39).")

  package static let vacuumSource = WordKey<VacuumSource>(
    "security.vacuum_source", default: .min, "One decoy: the intensity that bounds vacuum events (BB-40).")

  package static let vacuumCounts = Key<Bool>(
    "security.vacuum_counts", absent: "true; false for asymptotic analyses",
    "Whether vacuum detections count as secret.")

  package static let siftingFactor = Key<Double>(
    "security.sifting_factor", range: .above(0, upTo: 1),
    absent: "product of the key basis probabilities if given, else 0.5",
    "Asymptotic analyses: share of detections that enter the key (q of BB-10).")
}

extension AcceptanceKeys {
  package static let marginSigma = Key<Double>(
    "acceptance.margin_sigma", unit: "standard deviations", range: AllowedRange(0...1000), absent: "none",
    "Fixed length: thresholds this far on the safe side of an honest run; planning only.")

  package static let vacuum = Key<Double>(
    "acceptance.vacuum", unit: "counts", range: .nonNegative, absent: "none",
    "Fixed length: least vacuum detections s0_X, fixed before the run.")

  package static let singlePhotons = Key<Double>(
    "acceptance.single_photons", unit: "counts", range: .nonNegative, absent: "none",
    "Fixed length: least single-photon detections s1_X, fixed before the run.")

  package static let phaseError = Key<Double>(
    "acceptance.phase_error", range: AllowedRange(0...0.5), absent: "none",
    "Fixed length: largest phase-error bound, fixed before the run.")

  package static let leakBits = Key<Double>(
    "acceptance.leak_bits", unit: "bits", range: .nonNegative, absent: "none",
    "Fixed length: largest leakage of error correction, fixed before the run.")
}
