// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateSecurity
import PhotonSources

/// The keys that BB84 has with a source that is not decoyed: single photons, heralded photons, weak coherent pulses.
package enum PhotonKeys {
  /// What Alice sends.
  package enum SourceKind: String, CaseIterable, Sendable {
    case decoy
    case singlePhoton = "single-photon"
    case heralded
    case weakCoherent = "weak-coherent"
  }

  /// How the probability of two photons or more is known.
  package enum Calibration: String, CaseIterable, Sendable {
    case model
    case stated
    case moment
    case clicks
    case hbt
    case hbtCounts = "hbt-counts"
  }

  static let kind = WordKey<SourceKind>(
    "source.kind", default: .decoy,
    "decoy: weak pulses with decoys. single-photon, heralded, weak-coherent: no decoys, the worst case of all pulses with two photons or more (PH-38, PH-39).",
    aliases: ["source.type"])
  static let withoutDecoys = kind.isNot(.decoy)

  static let calibration = WordKey<Calibration>(
    "source.calibration", default: .model,
    "How P(two photons or more) is known: model, of the source as described, for plans; stated; moment, g2 and mean_photons (PH-30); clicks, g2 and click_probability (PH-32); hbt, a coincidence probability (PH-31); hbt-counts, coincidences of a calibration run (PH-34).",
    aliases: ["source.multiphoton_method", "method"])

  static let g2 = Key<Double>(
    "source.g2", range: .nonNegative, absent: "needed for single photons and some calibrations",
    "g2(0), not corrected for background, over the whole clock period.", KeyFacts(ideal: 0),
    aliases: ["g2", "source.g2_0", "source.second_order_correlation"])
  private static let usesSet = calibration.is(.hbt, .hbtCounts)
  static let g2Background = WordKey<MultiphotonCalibration.Background>(
    "source.g2_background", default: .raw, "Whether background was subtracted from the correlations, or gated away.")
  static let meanPhotons = Key<SettingValue>(
    "source.mean_photons", unit: "photons per pulse", range: AllowedRange(0...100),
    absent: "needed for single photons; weak coherent pulses: optimised",
    "Mean photon number: of single photons at the plane where g2 was measured, of coherent pulses at the channel; of a run the upper limit.",
    slips: [.above(100, "usually below 1")],
    aliases: ["mean_photons", "source.brightness", "source.mean_photon_number"])
  static let preAttenuation = Key<SettingValue>(
    "source.pre_attenuation", range: .probability, absent: "1",
    "Transmittance from the plane where the source was characterised to the channel.",
    slips: [.above(1, "a transmittance, not a loss in dB")], aliases: ["source.t", "source.attenuation"])
  static let multiphotonProbability = Key<Double>(
    "source.multiphoton_probability", range: .probability, absent: "goes with calibration = \"stated\"",
    "P(two photons or more) at the channel, for each basis and bit.", aliases: ["p_multi", "source.p_multi"]
  ).when(calibration.is(.stated))
  static let areUpperLimits = Key<Bool>(
    "source.values_are_upper_limits", default: false,
    "Whether the stated probabilities are upper limits that hold for every pulse, basis and bit.")
  static let clickProbability = Key<Double>(
    "source.click_probability", range: .probability, absent: "goes with calibration = \"clicks\"",
    "Click probability of a detector of efficiency hbt_efficiency_1."
  ).when(calibration.is(.clicks))
  static let hbtCoincidenceProbability = Key<Double>(
    "source.hbt_coincidence_probability", range: .probability, absent: "goes with calibration = \"hbt\"",
    "Probability that both detectors of a Hanbury Brown-Twiss set click."
  ).when(calibration.is(.hbt))
  static let hbtCoincidences = Key<Double>(
    "source.hbt_coincidences", unit: "counts", range: .nonNegative, absent: "goes with calibration = \"hbt-counts\"",
    "Every coincidence in the clock period."
  ).when(calibration.is(.hbtCounts))
  static let hbtTriggers = Key<Double>(
    "source.hbt_triggers", unit: "counts", range: AllowedRange(1...1e18),
    absent: "goes with calibration = \"hbt-counts\"", "Triggers of the calibration at which both detectors were live."
  ).when(calibration.is(.hbtCounts))
  static let hbtFailure = Key<Double>(
    "source.hbt_failure", range: .between(0, 1), default: 1e-11,
    "eps_cal: failure probability of the calibration, added to the security parameter.",
    slips: KeySlip.failureProbability
  ).when(calibration.is(.hbtCounts))
  static let hbtEfficiency1 = Key<Double>(
    "source.hbt_efficiency_1", range: .above(0, upTo: 1), absent: "needed for clicks, hbt and hbt-counts",
    "Lower limit of the efficiency from the characterised plane to detector 1, splitter included.",
    slips: [.within(1...100, "a fraction, not percent")], aliases: ["eta_1"])
  static let hbtEfficiency2 = Key<Double>(
    "source.hbt_efficiency_2", range: .above(0, upTo: 1), absent: "needed for hbt and hbt-counts",
    "The same to detector 2.", slips: [.within(1...100, "a fraction, not percent")], aliases: ["eta_2"])

  static let heraldEfficiency = Key<Double>(
    "source.herald_efficiency", range: .probability, absent: "needed for heralded sources",
    "Efficiency of the herald arm with its detector.", KeyFacts(ideal: 1),
    slips: [.within(1...100, "a fraction, not percent")], aliases: ["eta_h", "source.eta_h"])
  static let heraldDark = Key<Double>(
    "source.herald_dark_probability", range: .from(0, below: 1), default: 0, "Probability of a herald without light.",
    KeyFacts(ideal: 0, scan: KeyScan(isLogarithmic: true)), aliases: ["p_h", "source.p_h"])
  static let passiveDecoy = Key<Bool>(
    "source.passive_decoy", default: false,
    "Heralded sources: keep the detections without herald as decoys (PH-47 to PH-49); lengths are for planning.")
  static let heraldEfficiencyRange = Key<[Double]>(
    "source.herald_efficiency_range", range: .probability, absent: "herald_efficiency at both ends",
    "Passive decoys: least and largest herald efficiency for every mode, wavelength and time.")
  static let heraldDarkRange = Key<[Double]>(
    "source.herald_dark_range", range: .from(0, below: 1), absent: "herald_dark_probability at both ends",
    "Passive decoys: least and largest probability of a herald without light, after-pulses included.")
  static let unheralded = Key<[Double]>(
    "counts.unheralded", unit: "counts", range: .nonNegative, absent: "needed with source.passive_decoy",
    "Passive decoys, without herald: detections and errors of the key basis, then of the test basis.")

  private static let singleOrHeralded = kind.is(.singlePhoton, .heralded)

  static let source: [any DocumentKey] = [
    kind,
    meanPhotons.with(symbols: ["mean_photons"]).when(kind.is(.singlePhoton, .weakCoherent)),
    g2.with(symbols: ["g2"]).when(singleOrHeralded),
    g2Background.when(singleOrHeralded),
    preAttenuation.with(symbols: ["t"]).when(singleOrHeralded),
    calibration.when(singleOrHeralded),
    multiphotonProbability.with(symbols: ["p_multi"]).when(singleOrHeralded),
    areUpperLimits.when(singleOrHeralded, calibration.is(.stated, .hbt)),
    clickProbability.with(symbols: ["click"]).when(singleOrHeralded),
    hbtCoincidenceProbability.with(symbols: ["P_c"]).when(singleOrHeralded),
    hbtCoincidences.with(symbols: ["coincidences"]).when(singleOrHeralded),
    hbtTriggers.with(symbols: ["N_cal"]).when(singleOrHeralded),
    hbtFailure.with(symbols: ["eps_cal"]).when(singleOrHeralded),
    hbtEfficiency1.with(symbols: ["eta_1"]).when(singleOrHeralded, calibration.is(.clicks, .hbt, .hbtCounts)),
    hbtEfficiency2.with(symbols: ["eta_2"]).when(singleOrHeralded, usesSet),
    SourceKeys.meanPairs.with(meaning: "Mean number of pairs per pump pulse.", aliases: ["mean_pairs"]).when(
      kind.is(.heralded)),
    SourceKeys.schmidtModes.with(
      meaning: "Equal Schmidt modes of the pairs; 1e12 or more stands for Poissonian pairs.", symbols: ["modes"]
    ).when(kind.is(.heralded)),
    heraldEfficiency.with(symbols: ["eta_h"]).when(kind.is(.heralded)),
    heraldDark.with(symbols: ["p_h"]).when(kind.is(.heralded)),
    passiveDecoy.when(kind.is(.heralded)),
    heraldEfficiencyRange.when(kind.is(.heralded)),
    heraldDarkRange.when(kind.is(.heralded)),
  ]

  static let search: [any DocumentKey] = [
    KeyDefinition(
      "search.mean_photons", .numbers, unit: "mean photons per pulse", range: AllowedRange(0...10),
      default: "[1e-7, 3]", "Range of the mean photon number of weak coherent pulses."
    ).ranging(over: meanPhotons).when(kind.is(.weakCoherent)),
    KeyDefinition(
      "search.mean_pairs", .numbers, unit: "pairs per pulse", range: AllowedRange(0...100), default: "[1e-7, 3]",
      "Range of the mean number of pairs of a heralded source."
    ).ranging(over: SourceKeys.meanPairs).when(kind.is(.heralded)),
    KeyDefinition(
      "search.pre_attenuation", .numbers, range: .probability, default: "[1e-4, 1]",
      "Range of the transmittance before the channel where it is to be optimised."
    ).ranging(over: preAttenuation).when(singleOrHeralded),
  ]

  static let counts: [any DocumentKey] = [unheralded.when(kind.is(.heralded))]
}
