// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateLinks
import KeyRateReading

/// The limits of a link that a file asks for; of a link that varies their averages over its states (LK-90).
enum LinkBounds {
  /// A limit that can be drawn.
  enum BoundChoice: String, CaseIterable {
    case plob
    case plobWithReceiver = "plob-with-receiver"
    case singleRepeater = "single-repeater"
    case tgw
  }

  /// The repeaterless bound and the other limits that the file asks for: for one mode per pulse and,
  /// if the pulse has more, for all of them (bounds sheet, section 0).
  static func direct(
    _ link: Link, receiver: Transmittance, _ reader: DocumentReader
  ) -> [LinkProblem.Bound] {
    let modes = reader[LinkKeys.modesPerPulse]
    let drawn = boundChoices(reader, default: [.plob])
    if drawn.contains(.singleRepeater) {
      reader.refuse(PlotKeys.bounds, "single-repeater needs a station in the middle", hint: "this link has none")
    }
    var list: [LinkProblem.Bound] = []
    func add(_ choice: BoundChoice, _ column: String, _ label: String, _ perMode: Double) {
      let isDrawn = drawn.contains(choice)
      guard isDrawn || choice == .plob else { return }
      list.append(
        .init(
          column: column, label: label + ", one mode per pulse", ratePerPulse: perMode, isDrawn: isDrawn,
          isCeiling: choice == .plob))
      guard modes > 1 else { return }
      list.append(
        .init(
          column: column + "_modes", label: label + " × \(modes) modes",
          ratePerPulse: PureLoss.perPulse(perMode, modes: Double(modes)), isDrawn: isDrawn))
    }
    add(.plob, "plob", "PLOB", PureLoss.repeaterless(link))
    add(
      .plobWithReceiver, "plob_with_receiver", "PLOB with receiver", PureLoss.repeaterless(link, receivers: [receiver]))
    add(.tgw, "tgw", "TGW", PureLoss.takeokaGuhaWilde(link))
    return list
  }

  /// `plot.bounds`, with unknown words refused at their place.
  private static func boundChoices(_ reader: DocumentReader, default standard: [BoundChoice]) -> [BoundChoice] {
    guard let words = reader.ifGiven(PlotKeys.bounds) else { return standard }
    let elements = reader.table[PlotKeys.bounds]?.array ?? []
    return zip(words, elements).compactMap { word, element in
      if let choice = BoundChoice(rawValue: word) { return choice }
      let known = BoundChoice.allCases.map(\.rawValue)
      let near = NearestName.nearest(to: word, among: known)
      reader.report(
        element.error(
          "must be one of \(known.joined(separator: ", "))", hint: near.map { "did you mean \($0)?" }))
      return nil
    }
  }

  /// The limits of a link with a station in the middle: the repeaterless bound of the channel, the same with the detectors given to
  /// the eavesdropper where they are not perfect, and the bound of a single repeater in the middle (TF-50, TF-51).
  static func station(_ link: Link, detectors: Transmittance, _ reader: DocumentReader) -> [LinkProblem.Bound] {
    let drawn = Set(boundChoices(reader, default: [.plob, .plobWithReceiver, .singleRepeater]))
    let modes = reader[LinkKeys.modesPerPulse]
    // Each arm ends at detectors of its own share: their efficiency enters twice.
    let receivers = [detectors, detectors]
    let choices: [(BoundChoice, String, String, Double, Bool)] = [
      (.plob, "plob", "PLOB, fibre only", PureLoss.repeaterless(link), true),
      (
        .plobWithReceiver, "plob_with_receiver", "PLOB with both detectors",
        PureLoss.repeaterless(link, receivers: receivers), detectors.value < 1
      ),
      (
        .singleRepeater, "single_repeater", "one ideal repeater", RepeaterChain.bound(link), true
      ), (.tgw, "tgw", "TGW, fibre only", PureLoss.takeokaGuhaWilde(link), false),
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
