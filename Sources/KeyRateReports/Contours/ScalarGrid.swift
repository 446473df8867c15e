// SPDX-License-Identifier: GPL-3.0-or-later
/// Values of one quantity on a rectangular grid.
///
/// A value that is not a number is unknown. Where the quantity is drawn on a logarithmic scale, values of zero or
/// less say that there is nothing, which is another statement than not to know.
package struct ScalarGrid: Sendable, Equatable {
  /// The places of the columns, rising.
  package let x: [Double]
  /// The places of the rows, rising.
  package let y: [Double]
  /// The values row by row: the one at `x[i]` and `y[j]` stands at `j * x.count + i`.
  package let values: [Double]

  /// Makes a grid.
  ///
  /// - Throws: ``ContourError`` if there are fewer than two columns or rows, if they do not rise, or if the number
  ///   of values is another one.
  package init(x: [Double], y: [Double], values: [Double]) throws(ContourError) {
    for (name, places) in [("columns", x), ("rows", y)] {
      guard places.count >= 2 else { throw .tooSmall(direction: name, count: places.count) }
      guard places.allSatisfy(\.isFinite), zip(places, places.dropFirst()).allSatisfy({ $0 < $1 }) else {
        throw .notRising(direction: name)
      }
    }
    guard values.count == x.count * y.count else {
      throw .wrongCount(expected: x.count * y.count, got: values.count)
    }
    self.x = x
    self.y = y
    self.values = values
  }
}

/// An edge of a grid between a place with a value above zero and a neighbouring one without.
package struct GridBorder: Sendable, Equatable {
  /// The position of the value above zero in ``ScalarGrid/values``.
  package let inside: Int
  /// The position of its neighbour in the same row or column.
  package let outside: Int
  /// How far from the one to the other values above zero are known, from 0 to 1, along the axis as it is drawn.
  package let reach: Double
  /// The value there.
  package let value: Double

  /// Makes a border; see the properties.
  package init(inside: Int, outside: Int, reach: Double, value: Double) {
    self.inside = inside
    self.outside = outside
    self.reach = reach
    self.value = value
  }
}

/// A quantity over two variables, drawn as filled contours with lines of equal value and a colour bar.
package struct ContourMap: Sendable, Equatable {
  /// The values.
  package var grid: ScalarGrid
  /// What is known of the border between values above zero and none; an edge that is not among them is taken to
  /// have no value above zero beyond its inner end.
  package var borders: [GridBorder]
  /// The quantity with its unit and scale; its ends and longest span limit the levels.
  package var axis: Axis
  /// What it means that a value is zero, for example `no key`.
  package var zeroLabel: String
  /// What it means that a value is unknown.
  package var unknownLabel: String

  /// Makes a map.
  package init(
    grid: ScalarGrid, axis: Axis, borders: [GridBorder] = [], zeroLabel: String = "none",
    unknownLabel: String = "unknown"
  ) {
    self.grid = grid
    self.axis = axis
    self.borders = borders
    self.zeroLabel = zeroLabel
    self.unknownLabel = unknownLabel
  }
}

/// Why a map cannot be drawn.
package enum ContourError: Error, Equatable, CustomStringConvertible {
  /// A grid needs two columns and two rows.
  case tooSmall(direction: String, count: Int)
  /// The places are not finite or do not rise.
  case notRising(direction: String)
  /// There are more or fewer values than places.
  case wrongCount(expected: Int, got: Int)

  /// The error in words.
  package var description: String {
    switch self {
    case .tooSmall(let direction, let count): "a map needs at least two \(direction), found \(count)"
    case .notRising(let direction): "the \(direction) of a map must be finite and in rising order"
    case .wrongCount(let expected, let got): "the map has \(got) values for \(expected) places"
    }
  }
}
