// SPDX-License-Identifier: GPL-3.0-or-later
/// Finds the ends of an axis, as coordinates (values, or their log10).
enum AxisRange {
  /// The ends that the caller asked for, checked.
  static func explicit(_ axis: Axis, name: String) throws(FigureError) -> (lower: Double?, upper: Double?) {
    var ends: [Double?] = []
    for bound in [axis.lower, axis.upper] {
      guard let bound else {
        ends.append(nil)
        continue
      }
      guard let coordinate = ResolvedAxis.coordinate(of: bound, on: axis.scale) else {
        throw .endNotDrawable(axis: name, value: bound, scale: axis.scale)
      }
      ends.append(coordinate)
    }
    if let lower = ends[0], let upper = ends[1] {
      guard lower < upper else { throw .endsReversed(axis: name, lower: axis.lower ?? 0, upper: axis.upper ?? 0) }
      guard isResolvable(lower, upper) else {
        throw .rangeTooNarrow(axis: name, lower: axis.lower ?? 0, upper: axis.upper ?? 0)
      }
    }
    if let span = axis.longestSpan, span < 1 { throw .spanTooShort(axis: name, decades: span) }
    return (ends[0], ends[1])
  }

  /// Whether ticks between two ends can be told apart in double precision.
  static func isResolvable(_ lower: Double, _ upper: Double) -> Bool {
    let halfSpan = upper / 2 - lower / 2
    return halfSpan > 1e-280 && halfSpan > 1e-11 * max(lower.magnitude, upper.magnitude)
  }

  /// The ends for the given data.
  static func resolve(
    _ axis: Axis, explicit: (lower: Double?, upper: Double?), coordinates: [Double], count: Int
  ) -> (lower: Double, upper: Double) {
    switch axis.scale {
    case .linear: linear(explicit, coordinates, count: count)
    case .logarithmic: logarithmic(explicit, coordinates, longestSpan: axis.longestSpan)
    }
  }

  private static func linear(
    _ explicit: (lower: Double?, upper: Double?), _ coordinates: [Double], count: Int
  ) -> (lower: Double, upper: Double) {
    if let lower = explicit.lower, let upper = explicit.upper { return (lower, upper) }
    var lower = explicit.lower ?? coordinates.min() ?? explicit.upper.map { $0 - 1 } ?? 0
    var upper = explicit.upper ?? coordinates.max() ?? lower + 1
    if lower >= upper || !isResolvable(lower, upper) {
      // One value, or an explicit end beyond the data: some room around it.
      let room = max(lower.magnitude, upper.magnitude) * 0.1
      if room < 1e-270 {
        upper = explicit.upper ?? lower + 1
        lower = explicit.lower ?? upper - 1
      } else if explicit.lower != nil {
        upper = lower + room
      } else if explicit.upper != nil {
        lower = upper - room
      } else {
        (lower, upper) = (lower - room, upper + room)
      }
    }
    let limit = Double.greatestFiniteMagnitude
    (lower, upper) = (max(lower, -limit), min(upper, limit))
    let minor = DecimalStep(halfSpan: upper / 2 - lower / 2, count: count).minor
    if explicit.lower == nil { lower = minor.rounded(lower, .down) }
    if explicit.upper == nil { upper = minor.rounded(upper, .up) }
    return (lower, upper)
  }

  private static func logarithmic(
    _ explicit: (lower: Double?, upper: Double?), _ coordinates: [Double], longestSpan: Int?
  ) -> (lower: Double, upper: Double) {
    if let lower = explicit.lower, let upper = explicit.upper { return (lower, upper) }
    var lower = explicit.lower ?? coordinates.min().map { ($0 + 1e-6).rounded(.down) }
    var upper = explicit.upper ?? coordinates.max().map { ($0 - 1e-6).rounded(.up) }
    if lower == nil, upper == nil { (lower, upper) = (-1, 0) }
    var low = lower ?? (upper ?? 0) - 1
    var high = upper ?? low + 1
    if low >= high || !isResolvable(low, high) {
      if explicit.lower != nil {
        high = low + 1
      } else if explicit.upper != nil {
        low = high - 1
      } else {
        (low, high) = (high - 1, low + 1)
      }
    }
    if explicit.lower == nil, let longestSpan { low = max(low, high - Double(min(longestSpan, 1000))) }
    return (low, high)
  }
}
