// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading

/// The keys of `[[link.sample]]`: one state of a link that varies (links sheet, LK-1).
package enum LinkSampleKeys {
  /// The path of the rows.
  package static let tables = "link.sample"

  static let weight = Key<Double>(
    "weight", range: .nonNegative, absent: "duration_s", "Share of the pulses that meet this state; they sum to 1.",
    slips: [.within(1...100, "a fraction, not percent")], aliases: ["w", "probability", "share"])
  static let durationS = Key<Double>(
    "duration_s", unit: "s", range: .nonNegative, absent: "weight",
    "Time that the link spends in this state, in place of its share.", aliases: ["duration", "seconds"])
  static let timeS = Key<Double>(
    "time_s", unit: "s", absent: "none", "When the state begins, from the start of the block; for the reader only.",
    aliases: ["time", "t", "t_s"])
  static let lossDb = Key<Double>(
    "loss_db", unit: "dB", range: .nonNegative, absent: "give exactly one of the two",
    "Loss between the users in this state, without the receiver.",
    slips: [.below(0, "a loss is counted positive: 20, not -20")], aliases: ["loss", "loss_dB"])
  static let transmittance = Key<Double>(
    "transmittance", range: .probability, absent: "give exactly one of the two", "The same as a transmittance.",
    slips: [.within(1...100, "a fraction, not percent; for a loss in dB use loss_db")], aliases: ["eta", "T"])
  static let aliceLossDb = Key<Double>(
    "alice_loss_db", unit: "dB", range: .nonNegative, absent: "the share link.alice_share of loss_db",
    "Loss of Alice's arm in this state; with bob_loss_db in place of loss_db.",
    slips: [.below(0, "a loss is counted positive: 20, not -20")])
  static let bobLossDb = Key<Double>(
    "bob_loss_db", unit: "dB", range: .nonNegative, absent: "the rest of loss_db", "Loss of Bob's arm in this state.",
    slips: [.below(0, "a loss is counted positive: 20, not -20")])
  static let backgroundPhotons = Key<Double>(
    "background_photons", unit: "photons per gate", range: AllowedRange(0...1e6), default: 0,
    "Photons at the input of the receiver that are not the users', both polarisations and all arms together (LK-4).",
    slips: [.above(1e6, "per gate, not per second")], aliases: ["background", "n", "background_per_gate"])
  static let photonsPerMode = Key<Double>(
    "photons_per_mode", unit: "photons per mode", range: AllowedRange(0...1e6), default: 0,
    "The same per temporal mode and polarisation at the end of the channel, in the mode of the local oscillator (LK-5); with RF heterodyne detection without a filter that of both bands, at a station in the middle on each arm.",
    aliases: ["background", "m", "background_photons"])

  /// The rows of a family.
  ///
  /// - Parameter coherent: whether its receivers have a local oscillator and see modes, not gates.
  static func rows(_ shape: LinkShape, coherent: Bool) -> KeyDefinition {
    let losses: [any DocumentKey] = [lossDb, transmittance] + (shape == .station ? [aliceLossDb, bobLossDb] : [])
    let light: [any DocumentKey] = [coherent ? photonsPerMode : backgroundPhotons]
    return KeyDefinition(
      tables, .tables(KeyVocabulary([weight, durationS] + losses + light + [timeS])), default: "a steady link",
      "Each [[link.sample]] is one state of a link that varies, in place of distance, loss or transmittance; expected counts are sums over the states (LK-2), tables show the loss of the mean transmittance.",
      KeyFacts(
        symbols: ["samples", "weight", "n", "m"],
        replaces: (LinkStatement.numbers.map(\.path) + [
          LinkKeys.fadingTransmittances.path, LinkKeys.fadingWeights.path,
        ])))
  }
}
