// SPDX-License-Identifier: GPL-3.0-or-later
/// The key of a map: its colours from bottom to top, with the levels between them.
struct ColourBar {
  let map: ContourMap
  let levels: ContourLevels
  /// The title, broken into lines as long as the bar.
  private(set) var title: [RichText]
  /// The colours.
  private(set) var frame = Rectangle(x: 0, y: 0, width: 0, height: 0)
  /// Samples below the bar with their names: places without a value, places that are not known.
  private(set) var samples: [(kind: Sample, label: String)] = []

  enum Sample {
    case zero, unknown
  }

  private let fontSize: Double
  private let tickSize: Double

  init(_ map: ContourMap, levels: ContourLevels, layout: FigureLayout) {
    self.map = map
    self.levels = levels
    fontSize = layout.font
    tickSize = layout.tickSize
    title = map.axis.title.isEmpty ? [] : RichText.wrapped(map.axis.title, width: 0.65 * layout.size.height / fontSize)
    let isLogarithmic = map.axis.scale == .logarithmic
    if isLogarithmic, map.grid.values.contains(where: { $0 <= 0 }) { samples.append((.zero, map.zeroLabel)) }
    if map.grid.values.contains(where: { !$0.isFinite && !(isLogarithmic && $0 == -.infinity) }) {
      samples.append((.unknown, map.unknownLabel))
    }
  }

  /// The width of the colours.
  private var thickness: Double { 1.15 * fontSize }
  private var labelWidth: Double { (levels.labels.map(\.width).max() ?? 0) * tickSize }

  /// The room that the whole bar needs.
  var width: Double {
    let bar =
      thickness + 0.45 * tickSize + labelWidth + (title.isEmpty ? 0 : 0.3 + 1.22 * Double(title.count)) * fontSize
    let swatches = samples.map { 1.5 * tickSize + RichText($0.label).width * tickSize }.max() ?? 0
    return max(bar, swatches) + 0.4 * fontSize
  }

  /// The height that the samples take.
  private var sampleHeight: Double { samples.isEmpty ? 0 : (0.6 + 1.5 * Double(samples.count)) * tickSize }

  func placed(beside panel: Rectangle) -> ColourBar {
    var result = self
    result.frame = Rectangle(
      x: panel.right + 0.8 * fontSize, y: panel.y, width: thickness,
      height: max(2 * fontSize, panel.height - sampleHeight))
    return result
  }

  /// The bands from bottom to top, as rectangles.
  var bands: [(frame: Rectangle, colour: Colour)] {
    let count = levels.bandCount
    let height = frame.height / Double(max(1, count))
    return (0..<count).map { band in
      (
        Rectangle(x: frame.x, y: frame.bottom - Double(band + 1) * height, width: frame.width, height: height),
        levels.colour(from: band - (levels.hasLower ? 1 : 0))
      )
    }
  }

  /// The levels that are named, with their heights; every second, third … if they stand too close.
  var ticks: [(y: Double, label: RichText)] {
    let count = levels.bandCount
    let height = frame.height / Double(max(1, count))
    let stride = max(1, Int((1.25 * tickSize / height).rounded(.up)))
    return levels.labels.indices.filter { $0 % stride == 0 }.map { index in
      (frame.bottom - Double(index + (levels.hasLower ? 1 : 0)) * height, levels.labels[index])
    }
  }

  /// Where the base line of a level's name starts.
  var labelLeft: Double { frame.right + 0.45 * tickSize }
  /// The left edge of the title's first line, read upwards.
  var titleLeft: Double { labelLeft + labelWidth + 0.3 * fontSize }

  /// The square of a sample.
  func square(of sample: Int) -> Rectangle {
    Rectangle(
      x: frame.x, y: frame.bottom + (0.6 + 1.5 * Double(sample)) * tickSize, width: 1.1 * tickSize,
      height: 1.1 * tickSize)
  }
}
