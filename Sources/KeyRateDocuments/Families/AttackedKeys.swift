// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import PhotonSources

/// The keys of protocols of which only an upper limit is known here: coherent-one-way and differential phase shift.
package enum AttackedKeys {
  static let meanPhotons = Key<SettingValue>(
    "source.mean_photons", unit: "photons per pulse", range: .above(0, upTo: 100),
    absent: "the largest that the attack leaves alone", "Mean photon number of a filled pulse.",
    slips: [.within(0...0, "a source that sends nothing makes no key"), .above(100, "usually below 1")],
    aliases: ["mu", "source.mu", "source.intensities"])
  static let decoyProbability = Key<Double>(
    "source.decoy_probability", range: .from(0, below: 1), "Share of the signals that are decoys, two filled pulses.",
    slips: [.within(1...100, "a fraction, not percent")], aliases: ["f_decoy", "source.decoy_fraction"])
  static let monitor = WordKey<CoherentOneWay.Monitor>(
    "security.monitor", default: .decoys,
    "What the device compares: decoys, the rates of data and of decoys; gain, the total rate of detections only.")
  static let bitErrorRate = Key<Double>(
    "detector.bit_error_rate", range: AllowedRange(0...0.5), "Error rate that is observed or claimed.",
    slips: [.within(0.5...50, "a fraction, not percent")], aliases: ["detector.qber", "qber", "E"])
  static let gain = Key<Double>(
    "detector.gain", unit: "detections per pulse", range: .above(0, upTo: 1), absent: "that of an honest channel",
    "Detections per pulse as measured.")

  static let coherentOneWay: [any DocumentKey] = [
    meanPhotons.with(symbols: ["mu"]), decoyProbability.with(symbols: ["f_decoy"]), SourceKeys.repetitionRateHz,
    DetectorKeys.efficiency.with(meaning: "Data-line split and detector of Bob, which bright pulses do not feel."),
    monitor,
  ]
  static let differentialPhaseShift: [any DocumentKey] = [
    meanPhotons.with(symbols: ["mu"]), SourceKeys.repetitionRateHz,
    DetectorKeys.efficiency.with(
      meaning: "Efficiency of the receiver that the eavesdropper does not control; 1 leaves all loss to her.",
      symbols: ["eta_B"]), bitErrorRate.with(symbols: ["E"]), gain.with(symbols: ["gain"]),
  ]
}
