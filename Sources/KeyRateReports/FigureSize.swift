// SPDX-License-Identifier: GPL-3.0-or-later
/// Width, height and font size of a figure, in CSS pixels (1/96 inch, 0.2646 mm).
package struct FigureSize: Sendable, Equatable {
  /// The width in pixels.
  package var width: Double
  /// The height in pixels.
  package var height: Double
  /// The size of axis titles in pixels; line widths and margins follow it.
  package var fontSize: Double

  /// For screens and reports: 720 by 480 pixels with 15 pixel text.
  package static let screen = FigureSize(width: 720, height: 480, fontSize: 15)
  /// One column of a journal: 86 mm by 65 mm with 8 point text.
  package static let oneColumn = FigureSize(millimetres: 86, by: 65, points: 8)
  /// One and a half columns of a journal: 140 mm by 95 mm with 9 point text.
  package static let oneAndHalfColumns = FigureSize(millimetres: 140, by: 95, points: 9)

  /// Makes a size in pixels.
  package init(width: Double, height: Double, fontSize: Double = 15) {
    self.width = width
    self.height = height
    self.fontSize = fontSize
  }

  /// Makes a size in millimetres, with the font size in points (1/72 inch).
  package init(millimetres width: Double, by height: Double, points: Double = 8) {
    self.init(width: width * 96 / 25.4, height: height * 96 / 25.4, fontSize: points * 96 / 72)
  }

  /// Checks that a drawing can have this size at all.
  func validate() throws(FigureError) {
    let limits: [(String, Double, ClosedRange<Double>)] = [
      ("width", width, 50...20000), ("height", height, 50...20000), ("font size", fontSize, 2...500),
    ]
    for (name, value, range) in limits where !range.contains(value) {
      throw .sizeOutOfRange(name: name, value: value, range: range)
    }
  }
}

/// Why a figure cannot be drawn.
package enum FigureError: Error, Equatable, CustomStringConvertible {
  /// A figure has no panel.
  case noPanels
  /// Width, height or font size is not in its range.
  case sizeOutOfRange(name: String, value: Double, range: ClosedRange<Double>)
  /// Labels and legend leave no room for the panels.
  case noRoom(width: Double, height: Double)
  /// An end of an axis is not finite, or not positive on a logarithmic axis.
  case endNotDrawable(axis: String, value: Double, scale: Axis.Scale)
  /// The lower end of an axis is not below the upper end.
  case endsReversed(axis: String, lower: Double, upper: Double)
  /// The ends of an axis are too close to one another for double precision.
  case rangeTooNarrow(axis: String, lower: Double, upper: Double)
  /// The longest span of an axis is less than one decade.
  case spanTooShort(axis: String, decades: Int)
  /// The top axis has a slope of zero, or numbers that are not finite.
  case topAxisDegenerate(slope: Double, intercept: Double)

  /// The error in words.
  package var description: String {
    switch self {
    case .noPanels: "a figure needs at least one panel"
    case .sizeOutOfRange(let name, let value, let range):
      "the \(name) of the figure is \(NumberText.shortest(value)) pixels; it must be between "
        + "\(NumberText.significant(range.lowerBound)) and \(NumberText.significant(range.upperBound))"
    case .noRoom(let width, let height):
      "labels and legend leave no room for the panels: \(NumberText.significant(width, digits: 3)) by "
        + "\(NumberText.significant(height, digits: 3)) pixels; make the figure larger or the text smaller"
    case .endNotDrawable(let axis, let value, .linear):
      "the \(axis) cannot end at \(NumberText.shortest(value)): the value must be finite"
    case .endNotDrawable(let axis, let value, .logarithmic):
      "the \(axis) cannot end at \(NumberText.shortest(value)): a logarithmic axis needs finite values above zero"
    case .endsReversed(let axis, let lower, let upper):
      "the \(axis) goes from \(NumberText.shortest(lower)) to \(NumberText.shortest(upper)); "
        + "the first value must be below the second"
    case .rangeTooNarrow(let axis, let lower, let upper):
      "the \(axis) goes from \(NumberText.shortest(lower)) to \(NumberText.shortest(upper)); "
        + "these values are too close to one another to be told apart"
    case .spanTooShort(let axis, let decades):
      "the longest span of the \(axis) is \(decades) decades; it must be at least 1"
    case .topAxisDegenerate(let slope, let intercept):
      "the top axis has the slope \(NumberText.shortest(slope)) and the intercept \(NumberText.shortest(intercept)); "
        + "both must be finite, and the slope must not be zero"
    }
  }
}
