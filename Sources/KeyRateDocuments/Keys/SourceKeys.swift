// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateReading

/// Keys of `[source]`.
package enum SourceKeys {
  package static let decoys = Key<Int>(
    "source.decoys", range: AllowedRange(1...2), absent: "as the lists say, else 2",
    "Decoy intensities besides the signal: one (two intensities) or two (three).",
    KeyFacts(replaces: [
      "source.test_intensities", "source.bob_test_intensities", "source.test_probabilities",
      "source.bob_test_probabilities",
    ]), slips: [.above(2, "count the decoys, not the intensities: three intensities are two decoys")])

  package static let intensities = Key<[SettingValue]>(
    "source.intensities", unit: "mean photons per pulse", range: AllowedRange(0...10), absent: "optimised",
    "Mean photon numbers, strongest first; \"optimise\" in place of a number leaves it open.",
    KeyFacts(replaces: ["source.weakest_intensity"]),
    slips: [.above(10, "usually below 1"), .below(0, "the weakest intensity may be 0")],
    aliases: ["mu", "source.mu", "intensities", "source.intensity", "source.mean_photon_numbers"])

  package static let weakestIntensity = Key<Double>(
    "source.weakest_intensity", unit: "mean photons per pulse", range: AllowedRange(0...1), default: 0,
    "The weakest of three intensities when source.intensities is left out: what the extinction allows.",
    KeyFacts(replaces: ["source.test_intensities"]), aliases: ["source.vacuum_intensity", "source.mu3"])

  package static let intensityProbabilities = Key<[SettingValue]>(
    "source.intensity_probabilities", range: .above(0, upTo: 1), absent: "optimised",
    "With which probability each intensity is sent, the same in both bases; they sum to 1.",
    slips: [.above(1, "a fraction, not percent"), .within(0...0, "every intensity must be sent")],
    aliases: ["source.p_mu", "p_mu", "source.probabilities", "intensity_probabilities"])

  package static let repetitionRateHz = Key<Double>(
    "source.repetition_rate_hz", unit: "Hz", range: .positive, absent: "none: no rates per second",
    "Pulses per second.", KeyFacts(scan: .logarithmic(1, 1e12)), slips: [.within(1e-3...100, "in Hz: 1 GHz is 1e9")],
    aliases: ["source.repetition_rate", "source.clock_hz", "repetition_rate_hz", "source.frequency", "rep_rate"])

  package static let signalFraction = Key<Double>(
    "source.signal_fraction", range: .above(0, upTo: 1), default: 1,
    "Asymptotic analyses: share of the pulses that are signals (BB-11).")

  /// The path of `source.scheme`, whose values differ from family to family.
  package static let scheme = "source.scheme"

  package static let overhead = Key<Double>(
    "source.overhead", range: .from(0, below: 1), default: 0,
    "Share of the symbols that pilots, frames and calibration take; rates per second only.",
    slips: [.within(1...100, "a fraction, not percent")])
}
