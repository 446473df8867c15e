// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading

/// The keys of a file that describes a comparison.
enum ComparisonKeys {
  static let vocabulary = KeyVocabulary([
    KeyDefinition("title", .text, default: "the file's name", "What the comparison shows; the title of the figure."),
    KeyDefinition("reference", .text, default: "none", "Where the values come from."),
    KeyDefinition("notes", .texts, default: "none", "Remarks, such as which hardware is assumed."),
    KeyDefinition(
      "comparison.files", .texts,
      "Parameter files beside this one, or names of published sets, in the order of the legend.",
      aliases: ["comparison.file", "files"]),
    KeyDefinition(
      "comparison.labels", .texts, default: "the titles of the files", "A name in the legend for each file.",
      aliases: ["comparison.label", "labels"]),
    KeyDefinition(
      "comparison.axis", .words(LinkAxis.self), default: "distance_km if every file has a length, else loss_db",
      "What all files are drawn over: the length of the fibre, or the loss of the whole channel.",
      slips: [
        .words(["distance", "length", "link.distance_km", "km"], "write distance_km"),
        .words(["loss", "link.loss_db", "db"], "write loss_db"),
      ], aliases: ["comparison.variable", "axis"]),
    KeyDefinition(
      "comparison.from", .number, range: .nonNegative, default: "the least of the files' own sweeps",
      "First value of the axis."),
    KeyDefinition(
      "comparison.to", .number, range: .positive, default: "the largest of the files' own sweeps",
      "Last value of the axis."),
    KeyDefinition(
      "comparison.points", .integer, range: AllowedRange(2...10_000), default: "as the file with the most",
      "Number of values, ends included."),
    KeyDefinition(
      "comparison.unit", .choice(["per-pulse", "per-second"]), default: "per-pulse",
      "Secret bits per pulse, or per second: then every file needs its source.repetition_rate_hz."),
    KeyDefinition(
      "comparison.with_asymptotic", .bool, default: "false",
      "Whether each file with a finite block is drawn with infinite data too, dashed in the same colour."),
    KeyDefinition(
      "comparison.curves", .bool, default: "false",
      "Whether each [[curve]] of a file is drawn instead of the file as it stands."),
    KeyDefinition(
      "plot.from", .number, range: .positive, default: "chosen from the data", "Lower end of the rate axis."),
    KeyDefinition("plot.to", .number, range: .positive, default: "chosen from the data", "Upper end of the rate axis."),
    KeyDefinition("plot.caption", .text, default: "none", "A line under the figure."),
  ])
}
