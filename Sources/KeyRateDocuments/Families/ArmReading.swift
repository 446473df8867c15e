// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateBounds
import KeyRateLinks

/// The two arms of a link that is measured in the middle.
struct Arms: Sendable, Equatable {
  /// Alice to the middle, without its detectors.
  let alice: Transmittance
  /// Bob to the middle.
  let bob: Transmittance

  /// Alice to Bob.
  var total: Transmittance { alice * bob }
}

/// What every family with a measuring station between the users reads in the same way.
enum ArmReading {
  /// The keys that such families add to those of the link.
  static let keys: [KeyDefinition] = [
    KeyDefinition(
      "link.alice_share", .number, range: .probability, default: "0.5",
      "Share of the length, or of the loss in dB, that lies between Alice and the middle.",
      slips: [.above(1, "a fraction, not percent")], aliases: ["link.share", "link.charlie_position", "link.fraction"]),
    KeyDefinition(
      "link.alice_distance_km", .number, unit: "km", range: .nonNegative, default: "half of link.distance_km",
      "Length of Alice's arm; with link.bob_distance_km in place of link.distance_km.",
      aliases: ["link.LA_km", "LA_km", "link.distance_a_km"]),
    KeyDefinition(
      "link.bob_distance_km", .number, unit: "km", range: .nonNegative, default: "half of link.distance_km",
      "Length of Bob's arm.", aliases: ["link.LB_km", "LB_km", "link.distance_b_km"]),
    KeyDefinition(
      "link.alice_loss_db", .number, unit: "dB", range: .nonNegative, default: "half of link.loss_db",
      "Loss of Alice's arm; with link.bob_loss_db in place of link.loss_db.",
      slips: [.below(0, "a loss is counted positive: 20, not -20")], aliases: ["link.loss_a_db"]),
    KeyDefinition(
      "link.bob_loss_db", .number, unit: "dB", range: .nonNegative, default: "half of link.loss_db",
      "Loss of Bob's arm.", slips: [.below(0, "a loss is counted positive: 20, not -20")],
      aliases: ["link.loss_b_db"]),
    KeyDefinition(
      "link.alice_excess_loss_db", .number, unit: "dB", range: .nonNegative, default: "0",
      "Further loss of Alice's arm alone, for links that are not alike.",
      aliases: ["link.excess_a_db", "link.alice_extra_loss_db"]),
    KeyDefinition(
      "link.bob_excess_loss_db", .number, unit: "dB", range: .nonNegative, default: "0",
      "Further loss of Bob's arm alone.", aliases: ["link.excess_b_db", "link.bob_extra_loss_db"]),
  ]

  private static let distances = ["link.alice_distance_km", "link.bob_distance_km"]
  private static let losses = ["link.alice_loss_db", "link.bob_loss_db"]
  private static let totals = ["link.distance_km", "link.loss_db", "link.transmittance"]

  /// The arms from the whole link and Alice's share, or from each arm by itself.
  static func arms(_ reader: DocumentReader) -> Arms? {
    let pairs = [distances, losses].filter { $0.contains(where: reader.gives) }
    guard let pair = pairs.first else { return shared(reader) }
    if pairs.count > 1 {
      reader.refuse(losses.first(where: reader.gives) ?? losses[0], "the arms are given by their lengths already")
    }
    let missing = pair.filter { !reader.gives($0) }
    for key in missing { reader.refuse(pair.first(where: reader.gives) ?? pair[0], "needs \(key) beside it") }
    for key in totals + ["link.alice_share"] where reader.gives(key) {
      reader.refuse(key, "cannot be given together with \(pair[0])", hint: "the two arms say it already")
    }
    let isLength = pair == distances
    if !isLength {
      for key in ["link.attenuation_db_per_km", "link.excess_loss_db"] where reader.gives(key) {
        reader.refuse(key, "goes with lengths, but the file gives \(pair[0])")
      }
    }
    guard missing.isEmpty else { return nil }
    let values = pair.map { reader.number($0) }
    let perKm = isLength ? reader.number("link.attenuation_db_per_km") : 1
    // A constant loss of the fibre is shared by the arms.
    let constant = isLength ? reader.number("link.excess_loss_db") / 2 : 0
    return arms(reader, values[0] * perKm + constant, values[1] * perKm + constant)
  }

  private static func shared(_ reader: DocumentReader) -> Arms? {
    let channel = LinkReading.channel(reader)
    let share = reader.number("link.alice_share")
    guard let channel, reader.isSound else { return nil }
    let loss = channel.lossDecibel
    guard loss.isFinite else { return Arms(alice: channel, bob: channel) }
    return arms(reader, loss * share, loss * (1 - share))
  }

  private static func arms(_ reader: DocumentReader, _ alice: Double, _ bob: Double) -> Arms? {
    let extra = ["link.alice_excess_loss_db", "link.bob_excess_loss_db"].map { reader.number($0) }
    guard reader.isSound, let a = Transmittance(lossDecibel: alice + extra[0]),
      let b = Transmittance(lossDecibel: bob + extra[1])
    else { return nil }
    return Arms(alice: a, bob: b)
  }

  /// Which keys a new value of a key of the arms displaces, beside those of every link.
  static func displaced(by key: String) -> [String] {
    switch key {
    case "link.distance_km", "link.loss_db", "link.transmittance": distances + losses
    case let key where distances.contains(key): totals + losses + ["link.alice_share"]
    case let key where losses.contains(key):
      totals + distances + ["link.alice_share", "link.attenuation_db_per_km", "link.excess_loss_db"]
    case "link.alice_share": distances + losses
    default: []
    }
  }

  /// The limits of such a link: the repeaterless bound of the channel, the same with the detectors given to
  /// the eavesdropper where they are not perfect, and the bound of a single repeater in the middle (TF-50, TF-51).
  static func bounds(_ arms: Arms, detectors: Transmittance, _ reader: DocumentReader) -> [LinkProblem.Bound] {
    let drawn = Set(LinkReading.boundChoices(reader, default: [.plob, .plobWithReceiver, .singleRepeater]))
    let modes = reader.integer("link.modes_per_pulse")
    // Each arm ends at detectors of its own share: their efficiency enters twice.
    let withDetectors = arms.total * detectors * detectors
    let choices: [(LinkReading.BoundChoice, String, String, Double, Bool)] = [
      (.plob, "plob", "PLOB, fibre only", PureLoss.repeaterless(arms.total), true),
      (
        .plobWithReceiver, "plob_with_receiver", "PLOB with both detectors", PureLoss.repeaterless(withDetectors),
        detectors.value < 1
      ),
      (
        .singleRepeater, "single_repeater", "one ideal repeater", RepeaterChain.bound(links: [arms.alice, arms.bob]),
        true
      ), (.tgw, "tgw", "TGW, fibre only", PureLoss.takeokaGuhaWilde(arms.total), false),
    ]
    return choices.flatMap { choice, column, label, perMode, always -> [LinkProblem.Bound] in
      let isDrawn = drawn.contains(choice) && (always || reader.gives("plot.bounds"))
      guard isDrawn || always else { return [] }
      let scope =
        choice == .singleRepeater
        ? "every protocol with one station in the middle" : "every protocol without a repeater"
      var list = [
        LinkProblem.Bound(column: column, label: label, ratePerPulse: perMode, isDrawn: isDrawn, scope: scope)
      ]
      if modes > 1 {
        list.append(
          .init(
            column: column + "_modes", label: label + " × \(modes) modes",
            ratePerPulse: PureLoss.perPulse(perMode, modes: Double(modes)), isDrawn: isDrawn, scope: scope))
      }
      return list
    }
  }
}
