// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateNumerics

/// The box of a problem, seen as the unit cube of the variables that can really move.
///
/// Every coordinate runs from 0 to 1, whatever the unit and the scale of its variable, so that one
/// step length and one tolerance fit all of them. A variable whose range is a single value has no
/// coordinate.
struct UnitBox: Sendable {
  /// One variable that moves.
  struct Axis: Sendable {
    /// The position of the variable in the vectors of the objective.
    let index: Int
    let range: ClosedRange<Double>
    let isLogarithmic: Bool
    /// The lower end and the width, as logarithms for a logarithmic variable.
    let origin: Double
    let width: Double

    /// The value of the variable at a coordinate; never outside the range.
    func value(at coordinate: Double) -> Double {
      // The ends are given exactly: rounding must not turn an active bound into an inactive one.
      if coordinate <= 0 { return range.lowerBound }
      if coordinate >= 1 { return range.upperBound }
      let position = origin + coordinate * width
      let value = isLogarithmic ? exp(position) : position
      return min(max(value, range.lowerBound), range.upperBound)
    }

    /// The coordinate of a value, clipped into 0...1.
    func coordinate(of value: Double) -> Double {
      if value <= range.lowerBound { return 0 }
      if value >= range.upperBound { return 1 }
      let position = isLogarithmic ? log(value) : value
      return min(max((position - origin) / width, 0), 1)
    }
  }

  /// The variables that move, in the order of the problem.
  let axes: [Axis]
  /// A vector of the objective in which the fixed variables have their values.
  let template: [Double]

  /// Checks the variables and measures the box.
  init(_ variables: [SearchVariable]) throws(OptimisationError) {
    var axes: [Axis] = []
    var template: [Double] = []
    for (index, variable) in variables.enumerated() {
      let range = variable.range
      guard range.lowerBound.isFinite, range.upperBound.isFinite else {
        throw .invalidVariable(name: variable.name, reason: "its range \(range) is not finite")
      }
      let isLogarithmic = variable.scale == .logarithmic
      if isLogarithmic && range.lowerBound <= 0 {
        throw .invalidVariable(
          name: variable.name, reason: "a logarithmic scale needs a positive range, found \(range)")
      }
      let origin = isLogarithmic ? log(range.lowerBound) : range.lowerBound
      let width = (isLogarithmic ? log(range.upperBound) : range.upperBound) - origin
      guard width.isFinite else {
        throw .invalidVariable(name: variable.name, reason: "its range \(range) is too wide to be measured")
      }
      template.append(range.lowerBound)
      // A range of a few adjacent numbers may have no width as a logarithm: it is fixed as well.
      if width > 0 {
        axes.append(
          Axis(index: index, range: range, isLogarithmic: isLogarithmic, origin: origin, width: width))
      }
    }
    self.axes = axes
    self.template = template
  }

  /// The number of coordinates.
  var dimension: Int { axes.count }

  /// The vector of the objective at a point of the cube.
  func point(at coordinates: [Double]) -> [Double] {
    var point = template
    for (axis, coordinate) in zip(axes, coordinates) {
      point[axis.index] = axis.value(at: coordinate)
    }
    return point
  }

  /// The point of the cube nearest to a vector of the objective.
  func coordinates(of point: [Double]) -> [Double] {
    axes.map { axis in point.indices.contains(axis.index) ? axis.coordinate(of: point[axis.index]) : 0.5 }
  }
}
