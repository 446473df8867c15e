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
  static let keys: [any DocumentKey] = [
    LinkKeys.aliceShare,
    LinkKeys.aliceDistanceKm,
    LinkKeys.bobDistanceKm,
    LinkKeys.aliceLossDb,
    LinkKeys.bobLossDb,
    LinkKeys.aliceExcessLossDb,
    LinkKeys.bobExcessLossDb,
  ]

  /// Dark counts of the detectors of a station in the middle.
  static let darkCounts: [any DocumentKey] = [
    DetectorKeys.darkCountProbability.with(
      meaning: "Dark counts of one detector in one pulse window.", symbols: ["pd"],
      slips: [.above(0.999, "counts per second? give detector.dark_count_rate_hz, or multiply by the window")],
      aliases: [
        "dark_counts", "detector.dark_counts", "detector.dark_count", "pd", "detector.pd", "detector.p_d",
        "detector.p_dark",
      ]),
    DetectorKeys.darkCountRateHz.with(meaning: "The same as a rate; needs the window or the repetition rate."),
    DetectorKeys.gateS.with(
      meaning: "Pulse window that goes with dark_count_rate_hz.",
      aliases: ["detector.gate", "detector.gate_ns", "detector.window_s"]),
  ]

  private static let distanceKeys = [LinkKeys.aliceDistanceKm, LinkKeys.bobDistanceKm]
  private static let lossKeys = [LinkKeys.aliceLossDb, LinkKeys.bobLossDb]
  private static let distances = distanceKeys.map(\.path)
  private static let losses = lossKeys.map(\.path)
  private static let totals = [LinkKeys.distanceKm.path, LinkKeys.lossDb.path, LinkKeys.transmittance.path]

  /// The arms from the whole link and Alice's share, or from each arm by itself.
  static func arms(_ reader: DocumentReader) -> Arms? {
    let pairs = [distances, losses].filter { $0.contains(where: reader.gives) }
    guard let pair = pairs.first else { return shared(reader) }
    if pairs.count > 1 {
      reader.refuse(losses.first(where: reader.gives) ?? losses[0], "the arms are given by their lengths already")
    }
    let missing = pair.filter { !reader.gives($0) }
    for key in missing { reader.refuse(pair.first(where: reader.gives) ?? pair[0], "needs \(key) beside it") }
    for key in totals + [LinkKeys.aliceShare.path] where reader.gives(key) {
      reader.refuse(key, "cannot be given together with \(pair[0])", hint: "the two arms say it already")
    }
    let isLength = pair == distances
    if !isLength {
      for key in [LinkKeys.attenuationDbPerKm.path, LinkKeys.excessLossDb.path] where reader.gives(key) {
        reader.refuse(key, "goes with lengths, but the file gives \(pair[0])")
      }
    }
    guard missing.isEmpty else { return nil }
    let values = (isLength ? distanceKeys : lossKeys).map { reader[$0] }
    let perKm = isLength ? reader[LinkKeys.attenuationDbPerKm] : 1
    // A constant loss of the fibre is shared by the arms.
    let constant = isLength ? reader[LinkKeys.excessLossDb] / 2 : 0
    return arms(reader, values[0] * perKm + constant, values[1] * perKm + constant)
  }

  private static func shared(_ reader: DocumentReader) -> Arms? {
    let channel = LinkReading.channel(reader)
    let share = reader[LinkKeys.aliceShare]
    guard let channel, reader.isSound else { return nil }
    let loss = channel.lossDecibel
    guard loss.isFinite else { return Arms(alice: channel, bob: channel) }
    return arms(reader, loss * share, loss * (1 - share))
  }

  private static func arms(_ reader: DocumentReader, _ alice: Double, _ bob: Double) -> Arms? {
    let extra = [LinkKeys.aliceExcessLossDb, LinkKeys.bobExcessLossDb].map { reader[$0] }
    guard reader.isSound, let a = Transmittance(lossDecibel: alice + extra[0]),
      let b = Transmittance(lossDecibel: bob + extra[1])
    else { return nil }
    return Arms(alice: a, bob: b)
  }

  /// The limits of such a link: the repeaterless bound of the channel, the same with the detectors given to
  /// the eavesdropper where they are not perfect, and the bound of a single repeater in the middle (TF-50, TF-51).
  static func bounds(_ arms: Arms, detectors: Transmittance, _ reader: DocumentReader) -> [LinkProblem.Bound] {
    let drawn = Set(LinkReading.boundChoices(reader, default: [.plob, .plobWithReceiver, .singleRepeater]))
    let modes = reader[LinkKeys.modesPerPulse]
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
      let isDrawn = drawn.contains(choice) && (always || reader.gives(PlotKeys.bounds))
      guard isDrawn || always else { return [] }
      let scope =
        choice == .singleRepeater
        ? "every protocol with one station in the middle" : "every protocol without a repeater"
      var list = [
        LinkProblem.Bound(
          column: column, label: label, ratePerPulse: perMode, isDrawn: isDrawn, scope: scope,
          isCeiling: choice == .singleRepeater)
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
