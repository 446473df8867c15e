// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateReading

/// Keys of `[link]`.
package enum LinkKeys {
  /// The path of `link.excess_noise_reference`, whose values differ from family to family.
  package static let excessNoiseReference = "link.excess_noise_reference"

  package static let aliceShare = Key<Double>(
    "link.alice_share", range: .probability, default: 0.5,
    "Share of the length, or of the loss in dB, that lies between Alice and the middle.",
    KeyFacts(
      symbols: ["etaB"],
      replaces: ["link.alice_distance_km", "link.bob_distance_km", "link.alice_loss_db", "link.bob_loss_db"]),
    slips: [.above(1, "a fraction, not percent")], aliases: ["link.share", "link.charlie_position", "link.fraction"])

  package static let aliceDistanceKm = Key<Double>(
    "link.alice_distance_km", unit: "km", range: .nonNegative, absent: "half of link.distance_km",
    "Length of Alice's arm; with link.bob_distance_km in place of link.distance_km.",
    KeyFacts(
      symbols: ["tau_A"],
      replaces: [
        "link.distance_km", "link.loss_db", "link.transmittance", "link.alice_loss_db", "link.bob_loss_db",
        "link.alice_share", "link.sample",
      ]), aliases: ["link.LA_km", "LA_km", "link.distance_a_km"])

  package static let bobDistanceKm = Key<Double>(
    "link.bob_distance_km", unit: "km", range: .nonNegative, absent: "half of link.distance_km", "Length of Bob's arm.",
    KeyFacts(
      symbols: ["tau_B"],
      replaces: [
        "link.distance_km", "link.loss_db", "link.transmittance", "link.alice_loss_db", "link.bob_loss_db",
        "link.alice_share", "link.sample",
      ]), aliases: ["link.LB_km", "LB_km", "link.distance_b_km"])

  package static let aliceLossDb = Key<Double>(
    "link.alice_loss_db", unit: "dB", range: .nonNegative, absent: "half of link.loss_db",
    "Loss of Alice's arm; with link.bob_loss_db in place of link.loss_db.",
    KeyFacts(
      replaces: [
        "link.distance_km", "link.loss_db", "link.transmittance", "link.alice_distance_km", "link.bob_distance_km",
        "link.alice_share", "link.attenuation_db_per_km", "link.excess_loss_db", "link.sample",
      ], scan: KeyScan(from: 0, to: 160, canGrow: true)), slips: [.below(0, "a loss is counted positive: 20, not -20")],
    aliases: ["link.loss_a_db"])

  package static let bobLossDb = Key<Double>(
    "link.bob_loss_db", unit: "dB", range: .nonNegative, absent: "half of link.loss_db", "Loss of Bob's arm.",
    KeyFacts(
      replaces: [
        "link.distance_km", "link.loss_db", "link.transmittance", "link.alice_distance_km", "link.bob_distance_km",
        "link.alice_share", "link.attenuation_db_per_km", "link.excess_loss_db", "link.sample",
      ], scan: KeyScan(from: 0, to: 160, canGrow: true)), slips: [.below(0, "a loss is counted positive: 20, not -20")],
    aliases: ["link.loss_b_db"])

  package static let aliceExcessLossDb = Key<Double>(
    "link.alice_excess_loss_db", unit: "dB", range: .nonNegative, default: 0,
    "Further loss of Alice's arm alone, for links that are not alike.",
    KeyFacts(scan: KeyScan(from: 0, to: 160, canGrow: true)), aliases: ["link.excess_a_db", "link.alice_extra_loss_db"])

  package static let bobExcessLossDb = Key<Double>(
    "link.bob_excess_loss_db", unit: "dB", range: .nonNegative, default: 0, "Further loss of Bob's arm alone.",
    KeyFacts(scan: KeyScan(from: 0, to: 160, canGrow: true)), aliases: ["link.excess_b_db", "link.bob_extra_loss_db"])

  package static let distanceKm = Key<Double>(
    "link.distance_km", unit: "km", range: .nonNegative, absent: "give exactly one of the three",
    "Length of the fibre.",
    KeyFacts(
      replaces: [
        "link.loss_db", "link.transmittance", "link.alice_distance_km", "link.bob_distance_km", "link.alice_loss_db",
        "link.bob_loss_db", "link.fading_transmittances", "link.fading_weights", "link.sample",
      ], ideal: 0, imperfection: "loss"), slips: [.below(0, "a length is counted positive")],
    aliases: ["distance", "length", "length_km", "link.length_km", "link.length", "link.distance", "L_km"])

  package static let lossDb = Key<Double>(
    "link.loss_db", unit: "dB", range: .nonNegative, absent: "give exactly one of the three",
    "Loss of the channel without the receiver.",
    KeyFacts(
      replaces: [
        "link.distance_km", "link.attenuation_db_per_km", "link.excess_loss_db", "link.transmittance",
        "link.alice_distance_km", "link.bob_distance_km", "link.alice_loss_db", "link.bob_loss_db",
        "link.fading_transmittances", "link.fading_weights", "link.sample",
      ], ideal: 0, imperfection: "loss", scan: KeyScan(from: 0, to: 160, canGrow: true)),
    slips: [.below(0, "a loss is counted positive: 20, not -20")],
    aliases: ["loss", "link.loss", "loss_dB", "attenuation"])

  package static let transmittance = Key<Double>(
    "link.transmittance", range: .probability, absent: "give exactly one of the three",
    "Transmittance of the channel without the receiver.",
    KeyFacts(
      replaces: [
        "link.distance_km", "link.attenuation_db_per_km", "link.excess_loss_db", "link.loss_db",
        "link.alice_distance_km", "link.bob_distance_km", "link.alice_loss_db", "link.bob_loss_db",
        "link.fading_transmittances", "link.fading_weights", "link.sample",
      ], scan: .logarithmic(1e-16, 1)),
    slips: [
      .within(1...100, "a fraction, not percent; for a loss in dB use link.loss_db"),
      .below(0, "for a loss in dB use link.loss_db, counted positive"),
    ], aliases: ["eta", "link.eta"])

  package static let attenuationDbPerKm = Key<Double>(
    "link.attenuation_db_per_km", unit: "dB/km", range: AllowedRange(0...10), default: Fibre.standardAttenuation,
    "Attenuation of the fibre; used with link.distance_km.",
    slips: [.above(10, "in dB per km: 0.2 for standard fibre")],
    aliases: ["alpha", "link.attenuation", "attenuation_db_per_km", "link.alpha"])

  package static let excessLossDb = Key<Double>(
    "link.excess_loss_db", unit: "dB", range: .nonNegative, default: 0,
    "Constant losses outside the fibre: connectors, insertion; used with link.distance_km.",
    KeyFacts(scan: KeyScan(from: 0, to: 160, canGrow: true)), aliases: ["link.excess_db", "link.insertion_loss_db"])

  package static let modesPerPulse = Key<Int>(
    "link.modes_per_pulse", unit: "modes", range: AllowedRange(1...1000), default: 1,
    "Optical modes that a pulse occupies (2 for polarisation, time bins, two-pulse phase); a second bound is drawn if it is not 1.",
    aliases: ["modes", "modes_per_pulse"])

  /// What families with a station in the middle add to the keys of the link.
  package static let arms: [any DocumentKey] = [
    aliceShare, aliceDistanceKm, bobDistanceKm, aliceLossDb, bobLossDb, aliceExcessLossDb, bobExcessLossDb,
  ]
}
