// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateReading

/// Keys of `[sweep]`.
package enum SweepKeys {
  package static let variable = Key<String>(
    "sweep.variable", absent: "link.distance_km", "The key that is swept, such as link.loss_db or security.pulses.",
    aliases: ["sweep.key", "sweep.parameter", "sweep.x", "sweep.over"])

  package static let from = Key<Double>(
    "sweep.from", absent: "give from, to and points, or values", "First value.", KeyFacts(replaces: ["sweep.values"]),
    aliases: ["sweep.start", "sweep.min", "sweep.minimum"])

  package static let to = Key<Double>(
    "sweep.to", absent: "give from, to and points, or values", "Last value.", KeyFacts(replaces: ["sweep.values"]),
    aliases: ["sweep.stop", "sweep.end", "sweep.max", "sweep.maximum"])

  package static let points = Key<Int>(
    "sweep.points", range: AllowedRange(1...100_000), absent: "give from, to and points, or values",
    "Number of values, ends included.", KeyFacts(replaces: ["sweep.values"]),
    aliases: ["sweep.step", "sweep.steps", "sweep.number", "sweep.count", "sweep.n"])

  package static let scale = WordKey<AxisScale>(
    "sweep.scale", default: .linear, "How the values are spaced.",
    slips: [.words(["log", "log10"], "write logarithmic")])

  package static let values = Key<[Double]>(
    "sweep.values", absent: "from, to and points", "The values themselves, in rising order.",
    KeyFacts(replaces: ["sweep.from", "sweep.to", "sweep.points"]))
}
