// SPDX-License-Identifier: GPL-3.0-or-later
import ComplexModule
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// How the points of a square constellation are weighted (CV-56).
package enum QAMShaping: String, Sendable, CaseIterable {
  /// C(s−1, i)/2^(s−1) in each axis.
  case binomial
  /// The same for all.
  case uniform
  /// Proportional to exp(−ν x²) with x on the grid of unit spacing.
  case gaussian
}

/// Coherent states with their probabilities (cv sheet, section 4).
package struct Constellation: Sendable, Equatable {
  /// One state.
  package struct Point: Sendable, Equatable {
    /// Real and imaginary part of the amplitude α; |α|² is a photon number.
    package var real, imaginary: Double
    /// Its probability.
    package var probability: Double

    /// Makes a point.
    package init(real: Double, imaginary: Double, probability: Double) {
      self.real = real
      self.imaginary = imaginary
      self.probability = probability
    }

    var amplitude: Complex<Double> { Complex(real, imaginary) }
  }

  /// What the constellation is, for formulas that know its shape.
  enum Shape: Sendable, Equatable {
    case psk(amplitude: Double)
    /// The grid of one axis with its probabilities; both axes are alike.
    case product(grid: [Double], probabilities: [Double])
    case general
  }

  /// The points.
  package let points: [Point]
  let shape: Shape

  private init(points: [Point], shape: Shape) {
    self.points = points
    self.shape = shape
  }

  /// More states than this are refused: the Gram matrix grows with their square.
  package static let mostStates = 1024

  /// M ≥ 3 states on a circle of amplitude α: V_A = 2 α².
  ///
  /// - Throws: `InputError`.
  package static func psk(states: Int, amplitude: Double) throws(InputError) -> Constellation {
    guard (3...mostStates).contains(states) else {
      throw InputError(
        "M", value: "\(states)", allowed: "must be between 3 and \(mostStates)",
        hint: "the bound needs an isotropic constellation: two states are not")
    }
    try require(amplitude, "alpha", in: 0...30, excludingLower: true, hint: "alpha^2 is the mean photon number")
    let points = (0..<states).map { k -> Point in
      let angle = 2 * Double.pi * Double(k) / Double(states)
      return Point(
        real: amplitude * Double.cos(angle), imaginary: amplitude * Double.sin(angle), probability: 1 / Double(states))
    }
    return Constellation(points: points, shape: .psk(amplitude: amplitude))
  }

  /// s² states on a square grid, scaled to V_A exactly (CV-56).
  ///
  /// - Parameters:
  ///   - side: s from 2 to 32.
  ///   - modulationVariance: V_A in shot-noise units.
  ///   - shaping: the weights.
  ///   - nu: ν ≥ 0 of Gaussian shaping, in units of the grid spacing.
  /// - Throws: `InputError`.
  package static func qam(
    side: Int, modulationVariance: Double, shaping: QAMShaping, nu: Double = 0
  ) throws(InputError) -> Constellation {
    guard (2...32).contains(side) else {
      throw InputError("side", value: "\(side)", allowed: "must be between 2 and 32", hint: "64-QAM has side 8")
    }
    try QuadratureSettings(modulationVariance: modulationVariance).validate()
    try require(nu, "nu", in: 0...50)
    let grid = (0..<side).map { Double($0) - Double(side - 1) / 2 }
    var weights: [Double]
    switch shaping {
    case .uniform: weights = grid.map { _ in 1 }
    case .gaussian:
      // From the innermost point, so that strong shaping underflows at the rim only.
      let inner = grid.map { $0 * $0 }.min() ?? 0
      weights = grid.map { Double.exp(-nu * ($0 * $0 - inner)) }
    case .binomial:
      weights = [1]
      for i in 1..<side { weights.append(weights[i - 1] * Double(side - i) / Double(i)) }
    }
    let sum = weights.reduce(0, +)
    weights = weights.map { $0 / sum }
    let spread = zip(weights, grid).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
    let scale = (modulationVariance / (4 * spread)).squareRoot()
    var points: [Point] = []
    // Vanishing weights carry no state; the Gram matrix would be singular to rounding.
    for (x, px) in zip(grid, weights) {
      for (y, py) in zip(grid, weights) where px * py > 1e-300 {
        points.append(Point(real: scale * x, imaginary: scale * y, probability: px * py))
      }
    }
    return Constellation(
      points: points, shape: .product(grid: grid.map { scale * $0 }, probabilities: weights))
  }

  /// Any states, with probabilities that sum to one and second moments alike in all directions.
  ///
  /// - Throws: `InputError`.
  package static func custom(_ points: [Point]) throws(InputError) -> Constellation {
    guard (3...mostStates).contains(points.count) else {
      throw InputError("states", value: "\(points.count)", allowed: "must be between 3 and \(mostStates)")
    }
    for (index, point) in points.enumerated() {
      try require(point.real, "re[\(index + 1)]", in: -30...30)
      try require(point.imaginary, "im[\(index + 1)]", in: -30...30)
      try require(point.probability, "p[\(index + 1)]", in: 0...1, excludingLower: true)
    }
    let sum = points.map { $0.probability }.compensatedSum()
    guard abs(sum - 1) <= 1e-12 else {
      throw InputError(
        "probabilities", value: "\(sum)", allowed: "must sum to 1",
        hint: abs(sum - 100) < 1e-6 ? "fractions, not percent" : nil)
    }
    let xx = points.reduce(0) { $0 + $1.probability * $1.real * $1.real }
    let yy = points.reduce(0) { $0 + $1.probability * $1.imaginary * $1.imaginary }
    let xy = points.reduce(0) { $0 + $1.probability * $1.real * $1.imaginary }
    let mx = points.reduce(0) { $0 + $1.probability * $1.real }
    let my = points.reduce(0) { $0 + $1.probability * $1.imaginary }
    let size = xx + yy
    guard size > 0 else {
      throw InputError("states", value: "all at 0", allowed: "must differ", hint: "nothing is modulated")
    }
    let skew = max(abs(xx - yy), abs(xy), mx * mx, my * my)
    guard skew <= 1e-6 * size else {
      throw InputError(
        "states", value: "second moments \(xx), \(yy), \(xy), mean \(mx), \(my)",
        allowed: "must be centred and alike in both quadratures",
        hint: "the bound is for isotropic constellations (cv sheet, section 4)")
    }
    return Constellation(points: points, shape: .general)
  }

  /// ⟨n⟩ = Σ p |α|².
  package var meanPhotons: Double {
    if case .psk(let amplitude) = shape { return amplitude * amplitude }
    return points.reduce(0) { $0 + $1.probability * $1.amplitude.lengthSquared }
  }

  /// V_A = 2 ⟨n⟩ (CV-50).
  package var modulationVariance: Double { 2 * meanPhotons }
}
