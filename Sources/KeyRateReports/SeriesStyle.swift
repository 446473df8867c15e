// SPDX-License-Identifier: GPL-3.0-or-later
/// How a series looks. Whatever is nil follows from its role and its place among the other series.
package struct SeriesStyle: Sendable, Equatable {
  /// The pattern of a line.
  package enum Pattern: Sendable, Equatable, CaseIterable {
    /// An unbroken line.
    case solid
    /// Long strokes.
    case dashed
    /// Strokes and dots in turn.
    case dashDot
    /// Dots.
    case dotted
    /// No line at all.
    case none

    /// Lengths of strokes and gaps in multiples of the line width; empty for an unbroken line.
    var lengths: [Double] {
      switch self {
      case .solid, .none: []
      case .dashed: [5, 2.8]
      case .dashDot: [6, 2.4, 1.2, 2.4]
      case .dotted: [1.3, 2]
      }
    }
  }

  /// The sign at every point.
  package enum Marker: Sendable, Equatable, CaseIterable {
    /// A filled circle.
    case circle
    /// A filled square.
    case square
    /// A filled triangle that points upwards.
    case triangle
    /// A filled square on its corner.
    case diamond
    /// A diagonal cross.
    case cross
    /// No sign.
    case none
  }

  /// The colour of line and markers.
  package var colour: Colour?
  /// The line pattern.
  package var pattern: Pattern?
  /// The line width in drawing units (CSS pixels), above zero.
  package var width: Double?
  /// The sign at the points.
  package var marker: Marker?

  /// Makes a style; leave out what shall be automatic.
  package init(colour: Colour? = nil, pattern: Pattern? = nil, width: Double? = nil, marker: Marker? = nil) {
    self.colour = colour
    self.pattern = pattern
    self.width = width
    self.marker = marker
  }
}

/// A style with nothing left open.
struct ResolvedStyle: Equatable {
  var colour: Colour
  var pattern: SeriesStyle.Pattern
  var width: Double
  var marker: SeriesStyle.Marker

  /// The styles of all series of a panel.
  ///
  /// Curves and measured points go through the palette together; when it is used up the line
  /// patterns change, so that no two series look the same before all combinations are used up.
  /// Bounds are grey and differ by their pattern.
  static func resolve(_ series: [Series], fontSize: Double) -> [ResolvedStyle] {
    let patterns: [SeriesStyle.Pattern] = [.solid, .dashed, .dashDot, .dotted]
    let markers: [SeriesStyle.Marker] = [.circle, .square, .triangle, .diamond, .cross]
    var coloured = 0
    var bounds = 0
    var measured = 0
    return series.map { series in
      var style: ResolvedStyle
      switch series.role {
      case .curve:
        style = ResolvedStyle(
          colour: .palette(coloured), pattern: patterns[coloured / Colour.paletteCount % patterns.count],
          width: 0.12 * fontSize, marker: .none)
        coloured += 1
      case .measured:
        style = ResolvedStyle(
          colour: .palette(coloured), pattern: .none, width: 0.09 * fontSize, marker: markers[measured % markers.count])
        coloured += 1
        measured += 1
      case .bound:
        style = ResolvedStyle(
          colour: .grey, pattern: patterns[bounds % patterns.count], width: 0.19 * fontSize, marker: .none)
        bounds += 1
      }
      style.colour = series.style.colour ?? style.colour
      style.pattern = series.style.pattern ?? style.pattern
      style.marker = series.style.marker ?? style.marker
      if let width = series.style.width, width.isFinite, width > 0 { style.width = min(width, 100) }
      return style
    }
  }
}
