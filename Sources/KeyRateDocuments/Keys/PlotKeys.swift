// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateReading

/// Keys of `[plot]`.
package enum PlotKeys {
  package static let quantity = WordKey<SweepPlan.Quantity>(
    "plot.quantity", default: .rate,
    "What is drawn: key rates, the settings of the first curve, or any column of the table of all curves.")

  package static let column = Key<String>(
    "plot.column", absent: "needed with quantity = \"column\"",
    "The column of the table that is drawn for every curve.", aliases: ["plot.y", "plot.y_column"])

  package static let scale = WordKey<AxisScale>(
    "plot.scale", default: .linear, "The axis of a drawn column.",
    slips: [.words(["log", "log10"], "write logarithmic")])

  package static let unit = WordKey<SweepPlan.Unit>(
    "plot.unit", default: .perPulse,
    "Secret bits per pulse, per second (needs source.repetition_rate_hz), or of the whole block.",
    slips: [.words(["bps", "bit/s", "bits/s", "bits per second", "bits-per-second"], "write per-second")])

  package static let size = WordKey<SweepPlan.Size>(
    "plot.size", default: .screen,
    "Size of the figure of a sweep: for screens, or a column (86 mm) or one and a half (140 mm) of a journal.",
    aliases: ["plot.width", "plot.figure_size"])

  package static let bounds = Key<[String]>(
    "plot.bounds", absent: "plob; with a station in the middle also plob-with-receiver and single-repeater",
    """
    Limits to draw, a list of: plob (repeaterless bound of the channel), plob-with-receiver (receiver losses given \
    to the eavesdropper too: judges a receiver, refutes nothing), single-repeater (one ideal repeater in the middle), \
    tgw (the older bound of Takeoka, Guha and Wilde); with protocol = "cv": plob, tgw, thermal (the excess noise in \
    Eve's hands), thermal-lower (reached by some protocol); an empty list draws none.
    """, slips: [KeySlip(when: { $0.bool != nil }, hint: "[] draws none, [\"plob\"] the repeaterless bound")],
    aliases: ["plot.bound", "plot.limits"])

  package static let from = Key<Double>(
    "plot.from", range: .positive, absent: "chosen from the data", "Lower end of the rate axis.",
    slips: [.below(1e-300, "the rate axis is logarithmic")])

  package static let to = Key<Double>(
    "plot.to", range: .positive, absent: "chosen from the data", "Upper end of the rate axis.",
    slips: [.below(1e-300, "the rate axis is logarithmic")])

  package static let xLabel = Key<String>(
    "plot.x_label", absent: "the swept key", "Label of the horizontal axis; the unit of the swept key is added.")

  package static let caption = Key<String>(
    "plot.caption", absent: "none", "A line under the figure.")
}
