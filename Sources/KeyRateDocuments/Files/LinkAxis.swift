// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading

/// A quantity of the link along which protocols of different families can be drawn over one another.
package enum LinkAxis: String, Sendable, CaseIterable {
  /// The length of the fibre between the users; each file keeps its own attenuation.
  case distance = "distance_km"
  /// The loss of the whole channel between the users, without the receivers.
  case loss = "loss_db"

  /// The key that is swept.
  package var key: String { "link." + rawValue }
}

extension ParameterFile {
  /// The key that the file sweeps; nil without a sweep.
  private var sweptKey: String? {
    hasSweep ? table[SweepKeys.variable]?.text ?? LinkAxis.distance.key : nil
  }

  /// Whether the file can be drawn over a length without guessing its fibre: it gives a length, or sweeps one.
  package var hasLength: Bool { table[LinkAxis.distance.key] != nil || sweptKey == LinkAxis.distance.key }

  /// The values along an axis that the file itself sweeps; nil if it sweeps something else or nothing.
  ///
  /// - Throws: `DocumentErrors` if the sweep cannot be read.
  package func sweepRange(of axis: LinkAxis) throws -> (from: Double, to: Double, points: Int)? {
    guard sweptKey == axis.key else { return nil }
    let values = try sweep().values
    guard let first = values.first, let last = values.last else { return nil }
    return (first, last, values.count)
  }

  /// What keeps the file from being drawn over an axis, if anything does.
  package func obstacle(to axis: LinkAxis) -> DocumentError? {
    let file = table.fileName
    if hasCounts {
      return DocumentError(
        position: SourcePosition(file: file), path: "counts", problem: "this file holds the counts of a run",
        hint: "a comparison draws models of links; keyrate analyse turns counts into a key length")
    }
    if linkStatement == .samples, let value = table[LinkSampleKeys.tables] {
      return value.error(
        "describes a link that varies, but a comparison moves a steady one", hint: "give \(axis.key) instead")
    }
    if let key = LinkStatement.arms.first(where: { table[$0.path] != nil }), let value = table[key.path] {
      return value.error(
        "describes one arm, but a comparison moves the whole link",
        hint: "give \(axis.key) and link.alice_share instead of the arms")
    }
    switch axis {
    case .distance:
      guard !hasLength else { return nil }
      let given = LinkStatement.totals.map(\.path).first { table[$0] != nil }
      return DocumentError(
        position: given.flatMap { table[$0]?.position } ?? SourcePosition(file: file), path: LinkKeys.distanceKm.path,
        problem: given.map { "must be given for a distance axis; the file gives \($0)" } ?? "must be given",
        hint: "give link.distance_km with link.attenuation_db_per_km, or compare over loss: --axis loss_db")
    case .loss:
      let extra = LinkStatement.armExcesses.map(\.path)
      guard let key = extra.first(where: { table[$0] != nil }), let value = table[key] else { return nil }
      return value.error(
        "would come on top of the loss of the axis", hint: "compare over distance, or give link.alice_share instead")
    }
  }

  /// The file as it stands, without its own sweep, figure, curves and overlays, swept along an axis.
  ///
  /// - Parameters:
  ///   - unit: the unit of its rates.
  /// - Throws: `DocumentErrors` or `DocumentError`.
  package func swept(
    along axis: LinkAxis, from: Double, to: Double, points: Int, unit: SweepPlan.Unit
  ) throws -> ParameterFile {
    if let obstacle = obstacle(to: axis) { throw DocumentErrors([obstacle]) }
    var bare = bare
    let numbers = [(SweepKeys.from.path, from), (SweepKeys.to.path, to), (SweepKeys.points.path, Double(points))]
    for (key, number) in numbers { bare = try bare.setting(key, to: number, origin: "comparison") }
    bare = try bare.setting(SweepKeys.variable.path, to: axis.key)
    bare = try bare.setting(PlotKeys.unit.path, to: unit.rawValue)
    return try ParameterFile(table: bare, settings: [])
  }

  /// The document without what belongs to figures.
  private var bare: DocumentTable {
    var result = table
    for leaf in table.leaves {
      let isFigure = ["sweep.", "plot.", "map."].contains { leaf.path.hasPrefix($0) }
      if isFigure || leaf.path == "curve" || leaf.path == "overlay" { result = result.removing(leaf.path) }
    }
    return result
  }

  /// Each `[[curve]]` of the file as a file of its own, or the file itself if it has none.
  ///
  /// - Returns: the files with the labels of their curves; nil for the file itself.
  /// - Throws: `DocumentErrors` if a curve cannot be read.
  package func curves() throws -> [(label: String?, file: ParameterFile)] {
    guard hasSweep, !(try table.tables("curve")).isEmpty else { return [(nil, self)] }
    return try sweep().curves.map { curve in
      (curve.label, try ParameterFile(table: curve.table.removing("curve"), settings: []))
    }
  }
}
