// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading

/// A rate over two quantities of a link.
package struct MapPlan: Sendable {
  /// One of the two quantities.
  package struct Direction: Sendable {
    /// The key.
    package let variable: String
    /// Its unit, for the axis.
    package let unit: String?
    /// Its meaning, for tables.
    package let meaning: String
    /// The values, rising; two or more.
    package let values: [Double]
    /// Whether the axis is logarithmic.
    package let isLogarithmic: Bool
    /// The label of the axis, if the file gives one.
    package let label: String?
  }

  /// The quantity along the horizontal axis.
  package let x: Direction
  /// The quantity along the vertical axis.
  package let y: Direction
  /// The unit of the rate.
  package let rateUnit: SweepPlan.Unit
  /// The ends of the colours, if the file gives them.
  package let colourFrom, colourTo: Double?
  /// A line under the figure.
  package let caption: String?
  /// The document without what belongs to figures.
  let table: DocumentTable
  let family: ProtocolFamily

  /// The most places that a map may have.
  package static let mostPlaces = 250_000

  /// The link at a place of the map.
  ///
  /// - Throws: `DocumentErrors`.
  package func link(x horizontal: Double, y vertical: Double) throws -> LinkProblem {
    let first = try table.setting(x.variable, to: horizontal, origin: "map")
    let both = try first.setting(y.variable, to: vertical, origin: "map")
    return try ParameterFile.link(
      of: family.clearing(both, for: [(x.variable, nil), (y.variable, nil)]), family: family)
  }
}

extension ParameterFile {
  /// Whether the file asks for a map.
  package var hasMap: Bool { table.leaves.contains { $0.path.hasPrefix("map.") } }

  /// The map of the file: of the link as it stands, without its sweep and curves.
  ///
  /// The link is read at the four corners, so that a wrong key is found before anything runs.
  ///
  /// - Throws: `DocumentErrors`.
  package func map() throws -> MapPlan {
    guard !hasCounts else {
      throw DocumentErrors([
        DocumentError(
          position: SourcePosition(file: table.fileName), path: "counts",
          problem: "this file holds the counts of a run",
          hint: "use `keyrate analyse` to turn counts into a key length")
      ])
    }
    let plan = try DocumentReader.read(table, with: family.fileVocabulary) { reader in
      MapReading(file: self, reader: reader).plan()
    }
    guard let plan else { throw DocumentError(path: "map", problem: "the map could not be read") }
    for x in [plan.x.values.first, plan.x.values.last].compactMap(\.self) {
      for y in [plan.y.values.first, plan.y.values.last].compactMap(\.self) { _ = try plan.link(x: x, y: y) }
    }
    return plan
  }
}

/// Reads `[map.x]`, `[map.y]` and what `[plot]` says of the colours.
struct MapReading {
  let file: ParameterFile
  let reader: DocumentReader

  func plan() -> MapPlan? {
    let x = direction(.x, standard: LinkAxis.distance.key)
    let y = direction(.y, standard: nil)
    let unit = reader[PlotKeys.unit, default: SweepPlan.Unit.perPulse]
    let from = reader.ifGiven(PlotKeys.from)
    let to = reader.ifGiven(PlotKeys.to)
    if let from, let to, !(from < to) { reader.refuse(PlotKeys.to, "must be above plot.from = \(from.plain)") }
    let caption = reader.ifGiven(PlotKeys.caption)
    guard reader.isSound, let x, let y else { return nil }
    guard x.variable != y.variable else {
      reader.refuse(MapAxisKeys.y.variable, "is the horizontal axis already")
      return nil
    }
    let family = file.family
    for (one, other) in [(x.variable, y.variable), (y.variable, x.variable)]
    where family.displaced(by: one, word: nil).contains(other) {
      reader.refuse(
        MapAxisKeys.y.variable, "cannot be varied together with \(x.variable): they say the same in two ways")
      return nil
    }
    guard x.values.count * y.values.count <= MapPlan.mostPlaces else {
      reader.refuse(
        MapAxisKeys.y.points,
        "makes \(x.values.count) × \(y.values.count) places, more than the \(MapPlan.mostPlaces) of a map")
      return nil
    }
    var bare = file.table
    for leaf in file.table.leaves {
      let isFigure = ["sweep.", "map."].contains { leaf.path.hasPrefix($0) }
      if isFigure || leaf.path == "curve" || leaf.path == "overlay" { bare = bare.removing(leaf.path) }
    }
    return MapPlan(
      x: x, y: y, rateUnit: unit, colourFrom: from, colourTo: to, caption: caption, table: bare, family: family)
  }

  private func direction(_ axis: MapAxisKeys, standard: String?) -> MapPlan.Direction? {
    guard let variable = reader.ifGiven(axis.variable) ?? standard else {
      reader.refuse(
        axis.variable, "must be given: the key along the vertical axis",
        hint: "for example detector.misalignment, or --y detector.misalignment=0.005:0.05:31")
      return nil
    }
    let known = file.family.linkVocabulary
    guard let definition = known[variable] else {
      reader.refuse(
        axis.variable, "is not a key that can be varied",
        hint: known.suggestion(for: variable).map { "did you mean \($0)?" })
      return nil
    }
    guard definition.isSingleNumber else {
      reader.refuse(axis.variable, "is not a single number and cannot be varied")
      return nil
    }
    let isLogarithmic = reader[axis.scale, default: .linear] == .logarithmic
    guard let values = values(axis, isLogarithmic) else { return nil }
    return MapPlan.Direction(
      variable: variable, unit: definition.unit, meaning: definition.meaning, values: values,
      isLogarithmic: isLogarithmic, label: reader.ifGiven(axis.label))
  }

  private func values(_ axis: MapAxisKeys, _ isLogarithmic: Bool) -> [Double]? {
    let positive = "must be greater than 0 on a logarithmic scale"
    if let list = reader.ifGiven(axis.values) {
      for key in axis.spaced where reader.gives(key.path) {
        reader.refuse(key.path, "cannot be given together with \(axis.values.path)")
      }
      if list.count < 2 { reader.refuse(axis.values, "needs at least two values") }
      if zip(list, list.dropFirst()).contains(where: { !($0 < $1) }) {
        reader.refuse(axis.values, "must be in rising order")
      }
      if isLogarithmic, let first = list.first, first <= 0 { reader.refuse(axis.values, positive) }
      return reader.isSound ? list : nil
    }
    guard let from = reader.ifGiven(axis.from), let to = reader.ifGiven(axis.to),
      let points = reader.ifGiven(axis.points)
    else {
      for key in axis.spaced where !reader.gives(key.path) {
        reader.refuse(key.path, "must be given (or \(axis.values.path))")
      }
      return nil
    }
    guard reader.isSound else { return nil }
    guard from < to else {
      reader.refuse(axis.to, "must be above \(axis.from.path) = \(from.plain)")
      return nil
    }
    guard !isLogarithmic || from > 0 else {
      reader.refuse(axis.from, positive)
      return nil
    }
    return SweepReading.spaced(from: from, to: to, points: points, logarithmic: isLogarithmic)
  }
}
