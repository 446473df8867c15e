// SPDX-License-Identifier: GPL-3.0-or-later
/// One axis of a figure: what it shows, in which unit, on which scale, from where to where.
package struct Axis: Sendable, Equatable {
  /// How values are spread along the axis.
  package enum Scale: Sendable, Equatable {
    /// Equal differences are equally long.
    case linear
    /// Equal ratios are equally long; only values above zero can be drawn.
    case logarithmic
  }

  /// What is shown, for example `Secret-key rate`; `^{…}` and `_{…}` raise and lower text.
  package var label: String
  /// The unit, shown in parentheses after the label; nil for none.
  package var unit: String?
  /// Linear or logarithmic.
  package var scale: Scale
  /// Where the axis starts; nil to take it from the data.
  package var lower: Double?
  /// Where the axis ends; nil to take it from the data.
  package var upper: Double?
  /// The longest span, in decades below its upper end, that a logarithmic axis may take from the data; nil for any.
  ///
  /// A key rate that falls off steeply can have one point at 1e-30 that would squeeze all others
  /// into a corner. The curve is then seen to leave through the floor of the figure. An explicit
  /// ``lower`` takes precedence.
  package var longestSpan: Int?

  /// Makes an axis.
  ///
  /// - Parameters:
  ///   - label: what is shown.
  ///   - unit: its unit, nil for none.
  ///   - scale: linear or logarithmic.
  ///   - lower: the first value, nil for automatic; above zero on a logarithmic axis.
  ///   - upper: the last value, nil for automatic; above `lower`.
  ///   - longestSpan: the most decades of an automatic logarithmic range, at least 1; nil for any.
  package init(
    _ label: String, unit: String? = nil, scale: Scale = .linear, from lower: Double? = nil, to upper: Double? = nil,
    longestSpan: Int? = nil
  ) {
    self.label = label
    self.unit = unit
    self.scale = scale
    self.lower = lower
    self.upper = upper
    self.longestSpan = longestSpan
  }

  /// Label and unit as markup.
  var title: String { Self.title(label, unit: unit) }

  static func title(_ label: String, unit: String?) -> String {
    guard let unit, !unit.isEmpty else { return label }
    return label.isEmpty ? "(\(unit))" : "\(label) (\(unit))"
  }
}

/// A second scale above the figure that reads the horizontal axis in another quantity.
///
/// With a linear horizontal axis `x` the top axis shows `slope · x + intercept`, for example loss
/// in dB above a distance in km (`slope` 0.2). With a logarithmic one it shows
/// `slope · log10(x) + intercept`, for example loss in dB above a transmittance (`slope` -10).
package struct SecondaryAxis: Sendable, Equatable {
  /// What is shown.
  package var label: String
  /// The unit, nil for none.
  package var unit: String?
  /// The change of the second quantity per unit (or decade) of the horizontal axis; finite, not zero.
  package var slope: Double
  /// The second quantity at zero (or one, on a logarithmic axis); finite.
  package var intercept: Double

  /// Makes a second scale.
  package init(_ label: String, unit: String? = nil, slope: Double, intercept: Double = 0) {
    self.label = label
    self.unit = unit
    self.slope = slope
    self.intercept = intercept
  }

  var title: String { Axis.title(label, unit: unit) }
}
