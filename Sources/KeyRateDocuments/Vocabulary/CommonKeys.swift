// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateLinks

/// The keys that every protocol shares: the link, the sweep, the figure.
package enum CommonKeys {
  package static let title: [any DocumentKey] = [
    FileKeys.title,
    FileKeys.protocolName,
    FileKeys.reference,
    FileKeys.notes,
  ]

  package static let link: [any DocumentKey] = [
    LinkKeys.distanceKm,
    LinkKeys.lossDb,
    LinkKeys.transmittance,
    LinkKeys.attenuationDbPerKm,
    LinkKeys.excessLossDb,
    LinkKeys.modesPerPulse,
  ]

  /// What a run is asked for besides its analysis.
  package static let run: [any DocumentKey] = [SecurityKeys.basis]

  /// Every key of a planned link, whichever family has it.
  static let everyLink: [any DocumentKey] =
    link + LinkKeys.arms + [LinkSampleKeys.rows(.direct, coherent: false)]

  package static let sweepKeys: [any DocumentKey] = [
    SweepKeys.variable,
    SweepKeys.from,
    SweepKeys.to,
    SweepKeys.points,
    SweepKeys.scale,
    SweepKeys.values,
  ]

  package static let plotKeys: [any DocumentKey] = [
    PlotKeys.quantity,
    PlotKeys.column,
    PlotKeys.scale,
    PlotKeys.unit,
    PlotKeys.size,
    PlotKeys.bounds,
    PlotKeys.from,
    PlotKeys.to,
    PlotKeys.xLabel,
    PlotKeys.caption,
  ]
}

/// The keys of `[[overlay]]`: points of one's own.
enum OverlayKeys {
  static let tables = "overlay"
  static let file = Key<String>("file", "CSV file with points of one's own, relative to this file.")
  static let label = Key<String>("label", "Name in the legend.")
  static let x = Key<String>(
    "x", default: "x", "Column of the swept variable, in its unit.", aliases: ["x_column", "distance"])
  static let y = Key<String>(
    "y", default: "y", "Column of the rate, in the unit of the figure.", aliases: ["y_column", "column", "rate"])
  static let yError = Key<String>(
    "y_error", absent: "no error bars", "Column with the standard deviation of the rate.",
    aliases: ["yerr", "error", "errors", "sigma", "standard_deviation"])

  static let all: [any DocumentKey] = [file, label, x, y, yError]
}

/// The spacing of values along an axis.
package enum AxisScale: String, CaseIterable, Sendable {
  case linear, logarithmic

  /// How logarithmic is often written.
  static let slips: [KeySlip] = [.words(["log", "log10"], "write logarithmic")]
}
