// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateLinks

/// The keys that every protocol shares: the link, the sweep, the figure.
package enum CommonKeys {
  package static let title: [KeyDefinition] = [
    KeyDefinition("title", .text, default: "the file's name", "What the file describes; the title of figures."),
    KeyDefinition(
      "protocol", .choice(ProtocolFamily.all.map(\.name)), "The family of protocols.", aliases: ["family", "scheme"]),
    KeyDefinition("reference", .text, default: "none", "Where the values come from: paper, table, page."),
    KeyDefinition("notes", .texts, default: "none", "Remarks: which values are assumed, what differs from the source."),
  ]

  package static let link: [KeyDefinition] = [
    KeyDefinition(
      "link.distance_km", .number, unit: "km", range: .nonNegative, default: "give exactly one of the three",
      "Length of the fibre.", slips: [.below(0, "a length is counted positive")],
      aliases: ["distance", "length", "length_km", "link.length_km", "link.length", "link.distance", "L_km"]),
    KeyDefinition(
      "link.loss_db", .number, unit: "dB", range: .nonNegative, default: "give exactly one of the three",
      "Loss of the channel without the receiver.", slips: [.below(0, "a loss is counted positive: 20, not -20")],
      aliases: ["loss", "link.loss", "loss_dB", "attenuation"]),
    KeyDefinition(
      "link.transmittance", .number, range: .probability, default: "give exactly one of the three",
      "Transmittance of the channel without the receiver.",
      slips: [
        .within(1...100, "a fraction, not percent; for a loss in dB use link.loss_db"),
        .below(0, "for a loss in dB use link.loss_db, counted positive"),
      ], aliases: ["eta", "link.eta"]),
    KeyDefinition(
      "link.attenuation_db_per_km", .number, unit: "dB/km", range: AllowedRange(0...10),
      default: "\(Fibre.standardAttenuation)", "Attenuation of the fibre; used with link.distance_km.",
      slips: [.above(10, "in dB per km: 0.2 for standard fibre")],
      aliases: ["alpha", "link.attenuation", "attenuation_db_per_km", "link.alpha"]),
    KeyDefinition(
      "link.excess_loss_db", .number, unit: "dB", range: .nonNegative, default: "0",
      "Constant losses outside the fibre: connectors, insertion; used with link.distance_km.",
      aliases: ["link.excess_db", "link.insertion_loss_db"]),
    KeyDefinition(
      "link.modes_per_pulse", .integer, unit: "modes", range: AllowedRange(1...1000), default: "1",
      "Optical modes that a pulse occupies (2 for polarisation, time bins, two-pulse phase); a second bound is drawn if it is not 1.",
      aliases: ["modes", "modes_per_pulse"]),
  ]

  package static let sweepKeys: [KeyDefinition] = [
    KeyDefinition(
      "sweep.variable", .text, default: "link.distance_km",
      "The key that is swept, such as link.loss_db or security.pulses.",
      aliases: ["sweep.key", "sweep.parameter", "sweep.x", "sweep.over"]),
    KeyDefinition(
      "sweep.from", .number, default: "give from, to and points, or values", "First value.",
      aliases: ["sweep.start", "sweep.min", "sweep.minimum"]),
    KeyDefinition(
      "sweep.to", .number, default: "give from, to and points, or values", "Last value.",
      aliases: ["sweep.stop", "sweep.end", "sweep.max", "sweep.maximum"]),
    KeyDefinition(
      "sweep.points", .integer, range: AllowedRange(1...100_000), default: "give from, to and points, or values",
      "Number of values, ends included.",
      aliases: ["sweep.step", "sweep.steps", "sweep.number", "sweep.count", "sweep.n"]),
    KeyDefinition(
      "sweep.scale", .choice(["linear", "logarithmic"]), default: "linear", "How the values are spaced.",
      slips: [.words(["log", "log10"], "write logarithmic")]),
    KeyDefinition("sweep.values", .numbers, default: "from, to and points", "The values themselves, in rising order."),
  ]

  package static let plotKeys: [KeyDefinition] = [
    KeyDefinition(
      "plot.quantity", .choice(["rate", "settings", "column"]), default: "rate",
      "What is drawn: key rates, the settings of the first curve, or any column of the table of all curves."),
    KeyDefinition(
      "plot.column", .text, default: "needed with quantity = \"column\"",
      "The column of the table that is drawn for every curve.", aliases: ["plot.y", "plot.y_column"]),
    KeyDefinition(
      "plot.scale", .choice(["linear", "logarithmic"]), default: "linear", "The axis of a drawn column.",
      slips: [.words(["log", "log10"], "write logarithmic")]),
    KeyDefinition(
      "plot.unit", .choice(["per-pulse", "per-second", "bits"]), default: "per-pulse",
      "Secret bits per pulse, per second (needs source.repetition_rate_hz), or of the whole block.",
      slips: [.words(["bps", "bit/s", "bits/s", "bits per second", "bits-per-second"], "write per-second")]),
    KeyDefinition(
      "plot.bounds", .texts, default: "plob; with a station in the middle also plob-with-receiver and single-repeater",
      """
      Limits to draw, a list of: plob (repeaterless bound of the channel), plob-with-receiver (receiver losses given \
      to the eavesdropper too: judges a receiver, refutes nothing), single-repeater (one ideal repeater in the middle), \
      tgw (the older bound of Takeoka, Guha and Wilde); with protocol = "cv": plob, tgw, thermal (the excess noise in \
      Eve's hands), thermal-lower (reached by some protocol); an empty list draws none.
      """,
      slips: [KeySlip(when: { $0.bool != nil }, hint: "[] draws none, [\"plob\"] the repeaterless bound")],
      aliases: ["plot.bound", "plot.limits"]),
    KeyDefinition(
      "plot.from", .number, range: .positive, default: "chosen from the data", "Lower end of the rate axis.",
      slips: [.below(1e-300, "the rate axis is logarithmic")]),
    KeyDefinition(
      "plot.to", .number, range: .positive, default: "chosen from the data", "Upper end of the rate axis.",
      slips: [.below(1e-300, "the rate axis is logarithmic")]),
    KeyDefinition(
      "plot.x_label", .text, default: "the swept key",
      "Label of the horizontal axis; the unit of the swept key is added."),
    KeyDefinition("plot.caption", .text, default: "none", "A line under the figure."),
  ]

  static let overlay = KeyVocabulary([
    KeyDefinition("file", .text, "CSV file with points of one's own, relative to this file."),
    KeyDefinition("label", .text, "Name in the legend."),
    KeyDefinition(
      "x", .text, default: "x", "Column of the swept variable, in its unit.",
      aliases: ["x_column", "distance"]),
    KeyDefinition(
      "y", .text, default: "y", "Column of the rate, in the unit of the figure.",
      aliases: ["y_column", "column", "rate"]),
    KeyDefinition(
      "y_error", .text, default: "no error bars", "Column with the standard deviation of the rate.",
      aliases: ["yerr", "error", "errors", "sigma", "standard_deviation"]),
  ])
}
