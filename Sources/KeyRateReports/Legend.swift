// SPDX-License-Identifier: GPL-3.0-or-later
/// The legend of one panel or, below a figure, of all of them: entries in reading order.
struct Legend: Equatable {
  struct Entry: Equatable {
    var lines: [RichText]
    var style: ResolvedStyle
    var hasErrorBars: Bool
  }

  /// Measures in multiples of the legend's font size.
  static let swatchWidth = 2.6
  static let gap = 0.6
  static let lineHeight = 1.32
  static let padding = 0.5
  static let columnGap = 1.4

  var entries: [Entry]
  var fontSize: Double
  /// How many columns the entries stand in, filled row by row.
  var columns: Int
  private(set) var columnWidths: [Double] = []

  /// Makes the legend of some series.
  ///
  /// - Parameters:
  ///   - visible: for each series, whether anything of it can be seen; the legend says so if not.
  ///   - widest: the widest that a legend of one column may be; longer labels are broken into lines. Whether
  ///     several columns fit is for the caller to see.
  init(
    series: [Series], styles: [ResolvedStyle], visible: [Bool], fontSize: Double, widest: Double, columns: Int = 1
  ) {
    self.fontSize = fontSize
    self.columns = max(1, columns)
    let labelWidth = max(4, widest / fontSize - 2 * Self.padding - Self.swatchWidth - Self.gap)
    entries = series.indices.compactMap { index in
      guard !series[index].label.isEmpty else { return nil }
      let label = series[index].label + (visible[index] ? "" : " (nothing to draw)")
      return Entry(
        lines: RichText.wrapped(label, width: labelWidth), style: styles[index],
        hasErrorBars: series[index].hasErrorBars)
    }
    columnWidths = (0..<self.columns).map { column in
      let labels = entries.indices.filter { $0 % self.columns == column }.flatMap { entries[$0].lines }
      return (Self.swatchWidth + Self.gap + (labels.map(\.width).max() ?? 0)) * fontSize
    }
  }

  var isEmpty: Bool { entries.isEmpty }

  var width: Double {
    columnWidths.reduce(0, +) + (2 * Self.padding + Self.columnGap * Double(columns - 1)) * fontSize
  }

  var height: Double {
    (rowLines.reduce(0) { $0 + Double($1) } * Self.lineHeight + 2 * Self.padding - 0.15) * fontSize
  }

  /// The number of text lines of each row of entries.
  private var rowLines: [Int] {
    stride(from: 0, to: entries.count, by: columns).map { first in
      entries[first..<min(first + columns, entries.count)].map(\.lines.count).max() ?? 1
    }
  }

  /// Where each entry starts (its upper left corner), relative to the corner of the legend.
  var origins: [Position] {
    let lines = rowLines
    return entries.indices.map { index in
      let row = index / columns
      let column = index % columns
      let above = lines[..<row].reduce(0, +)
      let before = columnWidths[..<column].reduce(0) { $0 + $1 + Self.columnGap * fontSize }
      return Position(
        x: Self.padding * fontSize + before, y: (Self.padding + Double(above) * Self.lineHeight) * fontSize)
    }
  }
}

extension Legend {
  /// The best place for a box inside a panel, and how much data it hides there.
  ///
  /// Among places that hide equally little, corners come first: upper right, upper left, lower
  /// left, lower right; then the edges, then the middle.
  ///
  /// - Returns: nil if the box is larger than the panel.
  static func bestPlace(
    width: Double, height: Double, in map: DataMap, margin: Double
  ) -> (frame: Rectangle, hidden: Double)? {
    let room = map.frame.expanded(by: -margin)
    guard width <= room.width, height <= room.height else { return nil }
    let steps = 12
    var best: (frame: Rectangle, hidden: Double, rank: Double)?
    for row in 0...steps {
      for column in 0...steps {
        let across = Double(column) / Double(steps)
        let down = Double(row) / Double(steps)
        let frame = Rectangle(
          x: room.x + across * (room.width - width), y: room.y + down * (room.height - height), width: width,
          height: height)
        let hidden = map.hidden(by: frame.expanded(by: margin / 2))
        let rank = distanceFromCorner(across: across, down: down)
        if let known = best, (hidden, rank) >= (known.hidden, known.rank) { continue }
        best = (frame, hidden, rank)
      }
    }
    return best.map { ($0.frame, $0.hidden) }
  }

  private static func distanceFromCorner(across: Double, down: Double) -> Double {
    let corners = [(1.0, 0.0), (0.0, 0.0), (0.0, 1.0), (1.0, 1.0)]
    let distances = corners.enumerated().map { index, corner in
      (across - corner.0).magnitude + (down - corner.1).magnitude + 0.01 * Double(index)
    }
    return distances.min() ?? 0
  }
}
