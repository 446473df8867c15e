// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading

/// The keys of a map: a rate over two quantities.
enum MapKeys {
  static let all: [KeyDefinition] = direction("x", "horizontal", "link.distance_km") + direction("y", "vertical", nil)

  private static func direction(_ name: String, _ word: String, _ standard: String?) -> [KeyDefinition] {
    let open = "give from, to and points, or values"
    return [
      KeyDefinition(
        "map.\(name).variable", .text, default: standard ?? "needed for a map",
        "The key along the \(word) axis of a map, such as detector.misalignment or security.pulses.",
        aliases: ["map.\(name)_variable", "map.\(name).key"]),
      KeyDefinition("map.\(name).from", .number, default: open, "First value.", aliases: ["map.\(name)_from"]),
      KeyDefinition("map.\(name).to", .number, default: open, "Last value.", aliases: ["map.\(name)_to"]),
      KeyDefinition(
        "map.\(name).points", .integer, range: AllowedRange(2...1000), default: open,
        "Number of values, ends included.", aliases: ["map.\(name)_points"]),
      KeyDefinition(
        "map.\(name).scale", .choice(["linear", "logarithmic"]), default: "linear", "How the values are spaced.",
        slips: [.words(["log", "log10"], "write logarithmic")]),
      KeyDefinition(
        "map.\(name).values", .numbers, default: "from, to and points", "The values themselves, in rising order."),
      KeyDefinition("map.\(name).label", .text, default: "the key in words", "Label of the axis; the unit is added."),
    ]
  }
}
