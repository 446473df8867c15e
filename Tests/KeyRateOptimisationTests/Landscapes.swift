// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateNumerics
import Testing

/// A function whose maximum over its box is known.
struct Landscape: Sendable, CustomTestStringConvertible {
  let name: String
  let variables: [SearchVariable]
  /// The largest value.
  let maximum: Double
  let objective: @Sendable ([Double]) -> Double

  var testDescription: String { name }
  var problem: SearchProblem { SearchProblem(variables: variables, starts: [], objective: objective) }

  init(
    _ name: String, dimension: Int, range: ClosedRange<Double> = 0...1, maximum: Double,
    objective: @escaping @Sendable ([Double]) -> Double
  ) {
    self.name = name
    variables = (0..<dimension).map { SearchVariable(name: "x\($0 + 1)", range: range) }
    self.maximum = maximum
    self.objective = objective
  }
}

private let centre = [0.31, 0.62, 0.45, 0.77, 0.18]

/// Rows of fixed numbers without a pattern, for directions oblique to all axes.
private let directions: [[Double]] = (0..<5).map { (row: Int) -> [Double] in
  (0..<5).map { (column: Int) -> Double in
    let number: Int = 3 * row + 7 * column * (row + 1) + 1
    return cos(Double(number))
  }
}

private func square(_ x: Double) -> Double { x * x }

private func sum(_ count: Int, _ term: (Int) -> Double) -> Double {
  var total = 0.0
  for index in 0..<count { total += term(index) }
  return total
}

/// The squared distance to a point with equal coordinates, or to `centre`.
private func squaredDistance(_ x: [Double], to value: Double? = nil) -> Double {
  sum(x.count) { square(x[$0] - (value ?? centre[$0])) }
}

let smoothLandscapes: [Landscape] = [
  Landscape("quadratic, 1 variable", dimension: 1, maximum: 1) { 1 - square($0[0] - 0.3) },
  Landscape("quadratic, 5 variables", dimension: 5, maximum: 1) { x in
    1 - sum(5) { square(x[$0] - centre[$0]) * Double($0 * $0 + 1) }
  },
  Landscape("quadratic, 8 variables", dimension: 8, maximum: 1) { x in
    1 - sum(8) { square(x[$0] - centre[$0 % 5]) * Double($0 * $0 + 1) }
  },
  Landscape("fourth power", dimension: 4, maximum: 1) { x in
    1 - sum(4) { square(square(x[$0] - centre[$0])) }
  },
  Landscape("Rosenbrock, 2 variables", dimension: 2, range: -2...2, maximum: 1) { x in
    1 - 100 * square(x[1] - x[0] * x[0]) - square(1 - x[0])
  },
  Landscape("Rosenbrock, 5 variables", dimension: 5, range: -2...2, maximum: 1) { x in
    1 - sum(4) { 100 * square(x[$0 + 1] - x[$0] * x[$0]) + square(1 - x[$0]) }
  },
  Landscape("straight ridge", dimension: 2, maximum: 1) { x in
    1 - 1e4 * square(x[0] - x[1]) - square(x[0] - 0.4)
  },
  Landscape("very narrow ridge", dimension: 2, maximum: 1) { x in
    1 - 1e5 * square(x[0] - x[1]) - square(x[0] - 0.4)
  },
  Landscape("ridge in 5 variables", dimension: 5, maximum: 1) { x in
    1 - 1e4 * square(sum(5) { x[$0] - centre[$0] }) - squaredDistance(x)
  },
  Landscape("curved ridge", dimension: 2, maximum: 1) { x in
    1 - 1e3 * square(x[1] - sin(3 * x[0])) - square(x[0] - 0.4)
  },
  Landscape("maximum on two bounds", dimension: 5, maximum: 2) { x in
    x[0] + (1 - x[1]) - square(x[2] - 0.5) - square(x[3] - 0.3) - square(x[4] - 0.9)
  },
  Landscape("maximum in a corner", dimension: 5, maximum: 5) { x in sum(5) { x[$0] } },
]

let kinkedLandscapes: [Landscape] = [
  Landscape("kink, 1 variable", dimension: 1, maximum: 1) { 1 - abs($0[0] - 0.3) },
  Landscape("kinks along the axes", dimension: 5, maximum: 1) { x in 1 - sum(5) { abs(x[$0] - centre[$0]) } },
  Landscape("largest of five kinks", dimension: 5, maximum: 1) { x in
    1 - (0..<5).reduce(0) { max($0, abs(x[$1] - centre[$1])) }
  },
  Landscape("five oblique kinks", dimension: 5, maximum: 1) { x in
    1 - sum(5) { row in abs(sum(5) { directions[row][$0] * (x[$0] - centre[$0]) }) }
  },
  Landscape("oblique kink on a slope, 2 variables", dimension: 2, maximum: 1) { x in
    1 - abs(x[0] + 2 * x[1] - 1) - square(x[0] - 0.4)
  },
  Landscape("oblique kink on a slope, 5 variables", dimension: 5, maximum: 1) { x in
    1 - abs(sum(5) { x[$0] - centre[$0] }) - squaredDistance(x)
  },
  Landscape("smaller of two smooth bounds", dimension: 5, maximum: 1) { x in
    let tilt = 0.3 * (x[0] - centre[0]) + 0.2 * (x[1] - centre[1])
    return min(1 + tilt, 1 - 1.5 * tilt) - squaredDistance(x)
  },
  Landscape("clipped top", dimension: 3, maximum: 1) { x in
    min(1, 2 - 3 * abs(x[0] - 0.4) - abs(x[1] - 0.6)) - square(x[2] - 0.5)
  },
]

let deceptiveLandscapes: [Landscape] = [
  Landscape("two optima of nearly equal height", dimension: 3, maximum: 1) { x in
    max(1 - 4 * squaredDistance(x, to: 0.8), 0.999 - squaredDistance(x, to: 0.2))
  },
  Landscape("slope of a thousandth over nine tenths of the box", dimension: 4, maximum: 1) { x in
    let distance = squaredDistance(x, to: 0.75) / square(0.28)
    return distance < 1 ? 1 - distance : -1e-3 * distance
  },
  Landscape("plateau over nine tenths of the box", dimension: 4, maximum: 1) { x in
    max(1 - squaredDistance(x, to: 0.75) / square(0.28), 0)
  },
  Landscape("not a number in one half", dimension: 3, maximum: 1) { x in
    x[0] > 0.5 ? .nan : 1 - square(x[0] - 0.45) - square(x[1] - 0.2) - square(x[2] - 0.9)
  },
  Landscape("infinite in one half", dimension: 3, maximum: 1) { x in
    x[0] > 0.5 ? .infinity : 1 - square(x[0] - 0.45) - square(x[1] - 0.2) - square(x[2] - 0.9)
  },
  Landscape("maximum beside points without a value", dimension: 3, maximum: 1) { x in
    x[0] + x[1] > 1 ? .nan : x[0] + x[1] - square(x[0] - 0.6) - square(x[2] - 0.9)
  },
]
