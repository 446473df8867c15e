// SPDX-License-Identifier: GPL-3.0-or-later
/// One curve, or one set of points, of a figure.
package struct Series: Sendable, Equatable {
  /// One point. Values that are not finite are gaps.
  package struct Point: Sendable, Equatable {
    /// The horizontal value.
    package var x: Double
    /// The vertical value.
    package var y: Double
    /// The lower end of the error bar, as a value of the vertical axis; nil for none.
    package var low: Double?
    /// The upper end of the error bar, as a value of the vertical axis; nil for none.
    package var high: Double?

    /// Makes a point, with an error bar from `low` to `high` if these are given.
    package init(x: Double, y: Double, low: Double? = nil, high: Double? = nil) {
      self.x = x
      self.y = y
      self.low = low
      self.high = high
    }
  }

  /// What the series is, which decides how it looks unless its style says otherwise.
  package enum Role: Sendable, Equatable {
    /// A calculated curve: a coloured line.
    case curve
    /// A limit that no curve may cross, such as the repeaterless bound: a thick grey line below the others.
    case bound
    /// Measured points: markers without a line.
    case measured
  }

  /// The name in the legend; `^{…}` and `_{…}` raise and lower text. An empty one keeps the series out of the legend.
  package var label: String
  /// The points, in the order in which they are joined. Changing them makes the series forget its ``source``.
  package var points: [Point] {
    didSet { source = nil }
  }
  /// What the series is.
  package var role: Role
  /// How it looks; what is left open follows from the role and the place among the other series.
  package var style: SeriesStyle
  /// Whether a curve that ends because its next value is zero is drawn down to the floor of a logarithmic axis.
  ///
  /// The vertical line stands at the last point above zero: nothing is drawn where no value is known.
  package var dropsToFloor: Bool
  /// Where the points stand in a table, nil if they come from elsewhere; set by ``init(_:from:x:y:low:high:rows:role:style:dropsToFloor:)``.
  package internal(set) var source: SeriesSource?

  /// Makes a series from points.
  package init(
    _ label: String, points: [Point], role: Role = .curve, style: SeriesStyle = SeriesStyle(),
    dropsToFloor: Bool = false
  ) {
    self.label = label
    self.points = points
    self.role = role
    self.style = style
    self.dropsToFloor = dropsToFloor
  }

  /// Makes a series from columns of a table, and remembers them for ``GnuplotScript``.
  ///
  /// - Parameters:
  ///   - label: the name in the legend.
  ///   - table: the table; cells without a number are gaps.
  ///   - x: the name of the column with horizontal values.
  ///   - y: the name of the column with vertical values.
  ///   - low: the column with lower ends of error bars, nil for none.
  ///   - high: the column with upper ends of error bars, nil for none.
  ///   - rows: which rows, counted from zero; nil for all.
  ///   - role: what the series is.
  ///   - style: how it looks.
  ///   - dropsToFloor: see ``dropsToFloor``.
  /// - Throws: ``TableError`` if a column or a row does not exist.
  package init(
    _ label: String, from table: Table, x: String, y: String, low: String? = nil, high: String? = nil,
    rows: Range<Int>? = nil, role: Role = .curve, style: SeriesStyle = SeriesStyle(), dropsToFloor: Bool = false
  ) throws(TableError) {
    let wanted = rows ?? 0..<table.rows.count
    guard wanted.lowerBound >= 0, wanted.upperBound <= table.rows.count else {
      throw .rowsOutside(wanted, count: table.rows.count)
    }
    let horizontal = try table.numbers(in: x)
    let vertical = try table.numbers(in: y)
    var lows: [Double]?
    var highs: [Double]?
    if let low { lows = try table.numbers(in: low) }
    if let high { highs = try table.numbers(in: high) }
    let points = wanted.map { row in
      Point(x: horizontal[row], y: vertical[row], low: lows?[row], high: highs?[row])
    }
    self.init(label, points: points, role: role, style: style, dropsToFloor: dropsToFloor)
    self.source = SeriesSource(x: x, y: y, low: low, high: high, rows: rows)
  }

  var hasErrorBars: Bool {
    points.contains { $0.low != nil || $0.high != nil }
  }
}

extension Series {
  /// Joins points that are known besides those of the table, where they belong along the horizontal axis.
  ///
  /// The series keeps its ``source``: a script that reads the table draws the table's points only.
  ///
  /// - Parameter others: further points of the same curve; those that are not finite are left out.
  package mutating func join(_ others: [Point]) {
    let table = source
    let falls = (points.first?.x ?? 0) > (points.last?.x ?? 0)
    for point in others where point.x.isFinite && point.y.isFinite {
      let place = points.firstIndex { falls ? $0.x < point.x : $0.x > point.x } ?? points.endIndex
      points.insert(point, at: place)
    }
    source = table
  }
}

/// Which part of a table a series shows.
package struct SeriesSource: Sendable, Equatable {
  /// The column with horizontal values.
  package let x: String
  /// The column with vertical values.
  package let y: String
  /// The column with lower ends of error bars.
  package let low: String?
  /// The column with upper ends of error bars.
  package let high: String?
  /// The rows, counted from zero; nil for all.
  package let rows: Range<Int>?
}
