// SPDX-License-Identifier: GPL-3.0-or-later
/// An axis whose ends and ticks are settled.
struct ResolvedAxis: Equatable {
  let scale: Axis.Scale
  /// The lower end as a coordinate: the value, or its log10.
  let lower: Double
  /// The upper end as a coordinate.
  let upper: Double
  var ticks: AxisTicks

  /// Where a value stands, nil if it cannot be drawn: not finite, or not positive on a logarithmic axis.
  static func coordinate(of value: Double, on scale: Axis.Scale) -> Double? {
    guard value.isFinite else { return nil }
    switch scale {
    case .linear: return value
    case .logarithmic: return value > 0 ? decimalLogarithm(value) : nil
    }
  }

  func coordinate(of value: Double) -> Double? {
    Self.coordinate(of: value, on: scale)
  }

  /// How far along the axis a coordinate is: 0 at the lower end, 1 at the upper end.
  ///
  /// Halves keep the difference of two huge numbers finite. What lies more than a million axis
  /// lengths outside is kept at that distance, so that lines to it can be cut at the frame.
  func fraction(_ coordinate: Double) -> Double {
    let fraction = (coordinate / 2 - lower / 2) / (upper / 2 - lower / 2)
    return min(max(fraction, -1e6), 1e6)
  }

  /// Whether a value is shown, ends included.
  func contains(_ value: Double) -> Bool {
    guard let coordinate = coordinate(of: value) else { return false }
    let fraction = fraction(coordinate)
    return fraction >= -1e-9 && fraction <= 1 + 1e-9
  }
}

extension ResolvedAxis {
  /// The direction in which labels can run into one another.
  enum Direction {
    case horizontal, vertical
  }

  /// Settles an axis for the given values.
  ///
  /// - Parameters:
  ///   - name: how an error refers to the axis.
  ///   - length: in drawing units.
  ///   - labelSize: the font size of the tick labels in drawing units.
  static func settled(
    _ axis: Axis, values: [Double], name: String, length: Double, labelSize: Double, direction: Direction
  ) throws(FigureError) -> ResolvedAxis {
    let explicit = try AxisRange.explicit(axis, name: name)
    let coordinates = values.compactMap { coordinate(of: $0, on: axis.scale) }
    // Decades may stand closer than the numbers of a linear axis: each of them is wanted.
    let perLabel = direction == .horizontal ? 3.2 : axis.scale == .linear ? 2.4 : 1.9
    var count = Int(min(max(length / (perLabel * labelSize), 2), axis.scale == .linear ? 8 : 18))
    while true {
      let range = AxisRange.resolve(axis, explicit: explicit, coordinates: coordinates, count: count)
      // Only an end at the very edge of all numbers can leave no room for the other one.
      guard AxisRange.isResolvable(range.lower, range.upper) else {
        throw .rangeTooNarrow(axis: name, lower: range.lower, upper: range.upper)
      }
      let ticks =
        axis.scale == .linear
        ? AxisTicks.linear(from: range.lower, to: range.upper, count: count)
        : AxisTicks.logarithmic(from: range.lower, to: range.upper, count: count, length: length)
      let result = ResolvedAxis(scale: axis.scale, lower: range.lower, upper: range.upper, ticks: ticks)
      let collides = result.labelsCollide(length: length, labelSize: labelSize, direction: direction)
      if count <= 2 || !collides { return result }
      count -= 1
    }
  }

  func labelsCollide(length: Double, labelSize: Double, direction: Direction) -> Bool {
    let labelled = ticks.labelled
    return zip(labelled, labelled.dropFirst()).contains { before, after in
      let distance = (fraction(after.coordinate) - fraction(before.coordinate)) * length
      switch direction {
      case .vertical: return distance < 1.25 * labelSize
      case .horizontal:
        let widths = (before.label?.width ?? 0) + (after.label?.width ?? 0)
        return distance < (widths / 2 + 0.7) * labelSize
      }
    }
  }

  /// The ticks of a second scale, at coordinates of this axis.
  func ticks(of secondary: SecondaryAxis, length: Double, labelSize: Double) throws(FigureError) -> AxisTicks {
    let ends = [lower, upper].map { secondary.slope * $0 + secondary.intercept }
    let low = min(ends[0], ends[1])
    let high = max(ends[0], ends[1])
    guard secondary.slope.isFinite, secondary.intercept.isFinite, low.isFinite, high.isFinite,
      AxisRange.isResolvable(low, high)
    else { throw .topAxisDegenerate(slope: secondary.slope, intercept: secondary.intercept) }
    var count = Int(min(max(length / (3.2 * labelSize), 2), 8))
    while true {
      var top = self
      top.ticks = .linear(from: low, to: high, count: count)
      top.ticks.ticks = top.ticks.ticks.map { tick in
        var moved = tick
        moved.coordinate = (tick.coordinate - secondary.intercept) / secondary.slope
        return moved
      }.sorted { $0.coordinate < $1.coordinate }
      let collides = top.labelsCollide(length: length, labelSize: labelSize, direction: .horizontal)
      if count <= 2 || !collides { return top.ticks }
      count -= 1
    }
  }
}
