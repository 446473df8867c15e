// SPDX-License-Identifier: GPL-3.0-or-later
/// The arrangement of a figure: the frames of its panels, and where everything around them goes.
struct FigureLayout {
  /// Room that legends outside the panels take away from them.
  enum Reserve: Equatable {
    case nothing
    case right(width: Double)
    case below(height: Double)
  }

  let size: FigureSize
  let reserve: Reserve
  private(set) var areas: [PlotArea] = []
  private(set) var topTicks: AxisTicks?

  private(set) var heading: [RichText] = []
  private(set) var caption: [RichText] = []
  private(set) var horizontalTitle: [RichText] = []
  private(set) var topTitle: [RichText] = []
  private(set) var verticalTitles: [[RichText]] = []

  /// The upper edge of the heading.
  private(set) var headingTop = 0.0
  /// The upper edge of the title of the top axis.
  private(set) var topTitleTop = 0.0
  /// The upper edge of the title of the horizontal axis.
  private(set) var horizontalTitleTop = 0.0
  /// The upper edge of the legend below the figure.
  private(set) var legendTop = 0.0
  /// The upper edge of the caption.
  private(set) var captionTop = 0.0
  /// The left edge of the titles of the vertical axes.
  private(set) var verticalTitleLeft = 0.0

  var font: Double { size.fontSize }
  var tickSize: Double { 0.87 * font }
  var legendSize: Double { 0.87 * font }
  var captionSize: Double { 0.8 * font }
  var headingSize: Double { 1.1 * font }
  var lineHeight: Double { 1.22 }
  var padding: Double { 0.5 * font }
  var tickLength: Double { 0.42 * font }

  init(_ figure: Figure, reserve: Reserve) throws(FigureError) {
    size = figure.size
    self.reserve = reserve
    try size.validate()
    guard !figure.panels.isEmpty else { throw .noPanels }
    let inner = size.width - 2 * padding
    if figure.showsTitle { heading = RichText.wrapped(figure.title, width: inner / headingSize / 1.08) }
    if let text = figure.caption, !text.isEmpty { caption = RichText.wrapped(text, width: inner / captionSize) }

    let values = AxisValues(figure)
    let draft = try Draft(figure, values: values, size: size, tickSize: tickSize)
    let frames = try stackPanels(figure, draft: draft)
    let verticals = try frames.enumerated().map { index, frame throws(FigureError) in
      try ResolvedAxis.settled(
        figure.panels[index].verticalAxis, values: values.vertical[index], name: Self.name(of: index, in: figure),
        length: frame.height, labelSize: tickSize, direction: .vertical)
    }
    verticalTitles = zip(figure.panels, frames).map { panel, frame in
      let title = panel.verticalAxis.title
      return title.isEmpty ? [] : RichText.wrapped(title, width: frame.height / font)
    }
    let (left, width) = try spreadPanels(verticals: verticals, draft: draft)
    let horizontal = try ResolvedAxis.settled(
      figure.horizontalAxis, values: values.horizontal, name: "horizontal axis", length: width, labelSize: tickSize,
      direction: .horizontal)
    areas = zip(frames, verticals).map { frame, vertical in
      PlotArea(
        frame: Rectangle(x: left, y: frame.y, width: width, height: frame.height), horizontal: horizontal,
        vertical: vertical)
    }
    if let top = figure.topAxis {
      topTicks = try horizontal.ticks(of: top, length: width, labelSize: tickSize)
    }
  }

  /// How errors call the vertical axis of a panel.
  static func name(of panel: Int, in figure: Figure) -> String {
    figure.panels.count == 1 ? "vertical axis" : "vertical axis of panel \(panel + 1)"
  }

  /// Finds the upper and lower edges of the panels, and of all that is above and below them.
  private mutating func stackPanels(_ figure: Figure, draft: Draft) throws(FigureError) -> [Rectangle] {
    var top = padding
    headingTop = top
    top += Double(heading.count) * lineHeight * headingSize + (heading.isEmpty ? 0 : 0.3 * font)
    topTitleTop = top
    if let axis = figure.topAxis {
      topTitle = axis.title.isEmpty ? [] : RichText.wrapped(axis.title, width: draft.width / font)
      top += Double(topTitle.count) * lineHeight * font + 1.5 * tickSize
    } else {
      top += draft.hasMultiplier[0] ? 1.1 * tickSize : 0.2 * font
    }

    var bottom = size.height - padding
    bottom -= Double(caption.count) * lineHeight * captionSize
    captionTop = bottom
    if !caption.isEmpty { bottom -= 0.4 * font }
    if case .below(let height) = reserve { bottom -= height }
    legendTop = bottom
    let title = figure.horizontalAxis.title
    horizontalTitle = title.isEmpty ? [] : RichText.wrapped(title, width: draft.width / font)
    bottom -= Double(horizontalTitle.count) * lineHeight * font
    horizontalTitleTop = bottom
    bottom -= 1.75 * tickSize

    let gaps = draft.hasMultiplier.map { $0 ? 2.1 * tickSize : 1.15 * font }
    let available = bottom - top - gaps.dropFirst().reduce(0, +)
    let shares = figure.panels.map { $0.share.isFinite && $0.share > 0 ? min($0.share, 1e6) : 1 }
    let unit = available / shares.reduce(0, +)
    guard shares.allSatisfy({ $0 * unit >= 2.5 * font }) else { throw .noRoom(width: size.width, height: size.height) }
    var frames: [Rectangle] = []
    for (index, share) in shares.enumerated() {
      if index > 0 { top += gaps[index] }
      frames.append(Rectangle(x: 0, y: top, width: 0, height: share * unit))
      top += share * unit
    }
    return frames
  }

  /// Finds the left edge and the width that all panels have in common.
  private mutating func spreadPanels(
    verticals: [ResolvedAxis], draft: Draft
  ) throws(FigureError) -> (left: Double, width: Double) {
    let labels = verticals.flatMap { $0.ticks.labelled.compactMap(\.label) }
    let labelWidth = (labels.map(\.width).max() ?? 0) * tickSize
    let titleLines = verticalTitles.map(\.count).max() ?? 0
    verticalTitleLeft = padding
    let left = padding + Double(titleLines) * lineHeight * font + 0.35 * font + labelWidth + 0.5 * tickSize
    var right = max(padding + 0.3 * font, draft.lastLabelWidth / 2 + 0.25 * font)
    if case .right(let width) = reserve { right = max(right, width + padding + 0.4 * font) }
    let width = size.width - left - right
    guard width >= 4 * font else { throw .noRoom(width: size.width, height: size.height) }
    return (left, width)
  }
}

extension FigureLayout {
  /// A first guess of the axes, for what must be known before the frames are.
  fileprivate struct Draft {
    var hasMultiplier: [Bool]
    var lastLabelWidth: Double
    var width: Double

    init(_ figure: Figure, values: AxisValues, size: FigureSize, tickSize: Double) throws(FigureError) {
      width = size.width * 0.8
      let height = size.height * 0.7 / Double(figure.panels.count)
      hasMultiplier = try figure.panels.indices.map { index throws(FigureError) in
        try ResolvedAxis.settled(
          figure.panels[index].verticalAxis, values: values.vertical[index],
          name: FigureLayout.name(of: index, in: figure), length: height, labelSize: tickSize, direction: .vertical
        ).ticks.multiplierExponent != nil
      }
      let horizontal = try ResolvedAxis.settled(
        figure.horizontalAxis, values: values.horizontal, name: "horizontal axis", length: width, labelSize: tickSize,
        direction: .horizontal)
      lastLabelWidth = (horizontal.ticks.labelled.last?.label?.width ?? 0) * tickSize
    }
  }
}

/// The values from which the automatic ranges of a figure follow.
struct AxisValues {
  /// All horizontal values, of points with and without a vertical one: a curve of zeros still has its range.
  var horizontal: [Double]
  /// For each panel the vertical values, with the ends of error bars, that stand within the horizontal axis.
  var vertical: [[Double]]

  init(_ figure: Figure) {
    let axis = figure.horizontalAxis
    horizontal = figure.panels.flatMap { $0.series.flatMap { $0.points.map(\.x) } + ($0.contours?.grid.x ?? []) }
    let lower = axis.lower ?? -.infinity
    let upper = axis.upper ?? .infinity
    vertical = figure.panels.map { panel in
      panel.series.flatMap(\.points).filter { point in
        ResolvedAxis.coordinate(of: point.x, on: axis.scale) != nil && point.x >= lower && point.x <= upper
      }.flatMap { [$0.y, $0.low ?? $0.y, $0.high ?? $0.y] } + (panel.contours?.grid.y ?? [])
    }
  }
}
