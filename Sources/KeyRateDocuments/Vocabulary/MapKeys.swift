// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading

/// The keys along one axis of a map: a rate over two quantities.
struct MapAxisKeys {
  let variable: Key<String>
  let from, to: Key<Double>
  let points: Key<Int>
  let scale: WordKey<AxisScale>
  let values: Key<[Double]>
  let label: Key<String>

  private init(_ name: String, _ word: String, default standard: String?) {
    let open = "give from, to and points, or values"
    let spaced = ["from", "to", "points"].map { "map.\(name).\($0)" }
    let listed = KeyFacts(replaces: ["map.\(name).values"])
    variable = Key(
      "map.\(name).variable", absent: standard ?? "needed for a map",
      "The key along the \(word) axis of a map, such as detector.misalignment or security.pulses.",
      aliases: ["map.\(name)_variable", "map.\(name).key"])
    from = Key("map.\(name).from", absent: open, "First value.", listed, aliases: ["map.\(name)_from"])
    to = Key("map.\(name).to", absent: open, "Last value.", listed, aliases: ["map.\(name)_to"])
    points = Key(
      "map.\(name).points", range: AllowedRange(2...1000), absent: open, "Number of values, ends included.", listed,
      aliases: ["map.\(name)_points"])
    scale = WordKey("map.\(name).scale", default: .linear, "How the values are spaced.", slips: AxisScale.slips)
    values = Key(
      "map.\(name).values", absent: "from, to and points", "The values themselves, in rising order.",
      KeyFacts(replaces: spaced))
    label = Key("map.\(name).label", absent: "the key in words", "Label of the axis; the unit is added.")
  }

  static let x = MapAxisKeys("x", "horizontal", default: "link.distance_km")
  static let y = MapAxisKeys("y", "vertical", default: nil)

  /// The keys of evenly spaced values.
  var spaced: [any DocumentKey] { [from, to, points] }

  /// The keys in the order of their documentation.
  var all: [any DocumentKey] { [variable, from, to, points, scale, values, label] }
}
