// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading

/// The keys of a file that describes a comparison.
enum ComparisonKeys {
  static let title = Key<String>(
    "title", absent: "the file's name", "What the comparison shows; the title of the figure.")
  static let reference = Key<String>("reference", absent: "none", "Where the values come from.")
  static let notes = Key<[String]>("notes", absent: "none", "Remarks, such as which hardware is assumed.")
  static let files = Key<[String]>(
    "comparison.files", "Parameter files beside this one, or names of published sets, in the order of the legend.",
    aliases: ["comparison.file", "files"])
  static let labels = Key<[String]>(
    "comparison.labels", absent: "the titles of the files", "A name in the legend for each file.",
    aliases: ["comparison.label", "labels"])
  static let axis = WordKey<LinkAxis>(
    "comparison.axis", absent: "distance_km if every file has a length, else loss_db",
    "What all files are drawn over: the length of the fibre, or the loss of the whole channel.",
    slips: [
      .words(["distance", "length", "link.distance_km", "km"], "write distance_km"),
      .words(["loss", "link.loss_db", "db"], "write loss_db"),
    ], aliases: ["comparison.variable", "axis"])
  static let from = Key<Double>(
    "comparison.from", range: .nonNegative, absent: "the least of the files' own sweeps", "First value of the axis.")
  static let to = Key<Double>(
    "comparison.to", range: .positive, absent: "the largest of the files' own sweeps", "Last value of the axis.")
  static let points = Key<Int>(
    "comparison.points", range: AllowedRange(2...10_000), absent: "as the file with the most",
    "Number of values, ends included.")
  static let unit = WordKey<SweepPlan.Unit>(
    "comparison.unit", words: [.perPulse, .perSecond], default: .perPulse,
    "Secret bits per pulse, or per second: then every file needs its source.repetition_rate_hz.")
  static let withAsymptotic = Key<Bool>(
    "comparison.with_asymptotic", default: false,
    "Whether each file with a finite block is drawn with infinite data too, dashed in the same colour.")
  static let curves = Key<Bool>(
    "comparison.curves", default: false, "Whether each [[curve]] of a file is drawn instead of the file as it stands.")

  static let vocabulary = KeyVocabulary([
    title, reference, notes, files, labels, axis, from, to, points, unit, withAsymptotic, curves,
    PlotKeys.from.with(slips: []), PlotKeys.to.with(slips: []), PlotKeys.caption,
  ])
}
