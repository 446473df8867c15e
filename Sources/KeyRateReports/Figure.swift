// SPDX-License-Identifier: GPL-3.0-or-later
/// A figure: one or several panels above one another that share their horizontal axis.
///
/// The same figure always gives the same bytes. Text stays text, curves are cut at the frame of
/// their panel, and a value that cannot be drawn (not finite, or not positive on a logarithmic
/// axis) interrupts its curve instead of being moved to where it could be drawn.
///
/// ```swift
/// let figure = Figure(
///   title: "Decoy-state BB84",
///   horizontalAxis: Axis("Distance", unit: "km"),
///   verticalAxis: Axis("Secret-key rate", unit: "bits per pulse", scale: .logarithmic),
///   series: [
///     Series("N = 10^{10}", points: points),
///     Series("repeaterless bound", points: bound, role: .bound),
///   ])
/// let text = try figure.svg()
/// ```
package struct Figure: Sendable, Equatable {
  /// What the figure shows, in a few words; the accessible name of the drawing.
  package var title: String
  /// What the figure shows, in a sentence or two, for those who cannot see it.
  package var summary: String
  /// The horizontal axis of all panels.
  package var horizontalAxis: Axis
  /// A second scale above the figure; nil for none.
  package var topAxis: SecondaryAxis?
  /// The panels from top to bottom, at least one.
  package var panels: [Panel]
  /// Vertical lines through all panels.
  package var markers: [VerticalMarker]
  /// Small print below the figure; nil for none.
  package var caption: String?
  /// The name of the file that holds the data of the figure, kept in its metadata; nil if there is none.
  package var dataFile: String?
  /// Width, height and font size.
  package var size: FigureSize
  /// What is behind the drawing.
  package var background: FigureBackground
  /// Where the legends go.
  package var legend: LegendPlacement
  /// Whether the title is drawn above the figure; papers leave it to the caption.
  package var showsTitle: Bool

  /// Makes a figure of several panels.
  package init(
    title: String, summary: String = "", horizontalAxis: Axis, topAxis: SecondaryAxis? = nil, panels: [Panel],
    markers: [VerticalMarker] = [], caption: String? = nil, dataFile: String? = nil, size: FigureSize = .screen,
    background: FigureBackground = .white, legend: LegendPlacement = .automatic, showsTitle: Bool = false
  ) {
    self.title = title
    self.summary = summary
    self.horizontalAxis = horizontalAxis
    self.topAxis = topAxis
    self.panels = panels
    self.markers = markers
    self.caption = caption
    self.dataFile = dataFile
    self.size = size
    self.background = background
    self.legend = legend
    self.showsTitle = showsTitle
  }

  /// Makes a figure of one panel.
  package init(
    title: String, summary: String = "", horizontalAxis: Axis, topAxis: SecondaryAxis? = nil, verticalAxis: Axis,
    series: [Series], markers: [VerticalMarker] = [], caption: String? = nil, dataFile: String? = nil,
    size: FigureSize = .screen, background: FigureBackground = .white, legend: LegendPlacement = .automatic,
    showsTitle: Bool = false
  ) {
    self.init(
      title: title, summary: summary, horizontalAxis: horizontalAxis, topAxis: topAxis,
      panels: [Panel(verticalAxis: verticalAxis, series: series)], markers: markers, caption: caption,
      dataFile: dataFile, size: size, background: background, legend: legend, showsTitle: showsTitle)
  }

  /// The figure as an SVG document.
  ///
  /// - Throws: ``FigureError`` if an axis or the size makes no sense; whatever the points are, they are no error.
  package func svg() throws(FigureError) -> String {
    try SVGRenderer.document(of: self)
  }
}

/// One panel of a figure: a vertical axis and what is drawn along it.
package struct Panel: Sendable, Equatable {
  /// The vertical axis.
  package var verticalAxis: Axis
  /// The series, in the order of the legend. Bounds are drawn first, the others in this order.
  package var series: [Series]
  /// A letter or words in the upper left corner, such as `(a)`; nil for none.
  package var letter: String?
  /// The height relative to the other panels, above zero; other values count as 1.
  package var share: Double
  /// A quantity over both axes, drawn below the series as filled contours; the figure has a colour bar instead of
  /// a legend then.
  package var contours: ContourMap?

  /// Makes a panel.
  package init(
    verticalAxis: Axis, series: [Series], letter: String? = nil, share: Double = 1, contours: ContourMap? = nil
  ) {
    self.verticalAxis = verticalAxis
    self.series = series
    self.letter = letter
    self.share = share
    self.contours = contours
  }
}

/// A vertical line at a value of the horizontal axis, such as a cut-off or a crossing.
///
/// A line outside the range of the axis is not drawn.
package struct VerticalMarker: Sendable, Equatable {
  /// The place on the horizontal axis.
  package var x: Double
  /// The text beside the line; empty for none.
  package var label: String
  /// The line pattern.
  package var pattern: SeriesStyle.Pattern
  /// The colour of the line.
  package var colour: Colour

  /// Makes a vertical line.
  package init(at x: Double, label: String, pattern: SeriesStyle.Pattern = .dashed, colour: Colour = .grey) {
    self.x = x
    self.label = label
    self.pattern = pattern
    self.colour = colour
  }
}

/// Where legends are put.
package enum LegendPlacement: Sendable, Equatable {
  /// Inside each panel where no data is hidden; if there is no such place, outside.
  case automatic
  /// To the right of the panels.
  case right
  /// Below the figure, for all panels together.
  case below
  /// No legend.
  case none
}

/// What is behind the drawing.
package enum FigureBackground: Sendable, Equatable {
  /// A white page of the figure's own: right in print, and readable on a dark screen.
  case white
  /// Nothing, with the colours for a light page.
  case transparent
  /// Nothing, with colours that follow the light or dark preference of the reader's browser.
  case adaptive
}
