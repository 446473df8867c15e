// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import RealModule

/// Limits of links whose transmittance varies, and of beams (bounds sheet, section 6), in bits per mode.
///
/// Averages of a model: for planning. The bound at the mean transmittance refutes nothing, because K is convex.
package enum FadingChannels {
  /// Σ w K(η)/Σ w, the mean transmittance and the bound there (BND-33).
  package static func mixture(
    _ samples: [(transmittance: Transmittance, weight: Double)]
  ) -> (bound: Double, mean: Double, boundOfMean: Double) {
    let total = samples.reduce(0) { $0 + $1.weight }
    let mean = min(1, samples.reduce(0) { $0 + $1.weight * $1.transmittance.value } / total)
    let bound = samples.reduce(0) {
      $1.weight > 0 ? $0 + $1.weight * PureLoss.repeaterless($1.transmittance) : $0
    }
    return (bound / total, mean, PureLoss.repeaterless(Transmittance(mean) ?? .one))
  }

  /// Radius of a Gaussian beam after a range and the part that an aperture takes of it (BND-34, BND-35).
  ///
  /// - Parameters:
  ///   - waist: w0 in metres; lengths all in metres.
  ///   - curvature: R0; +∞ for a collimated beam.
  package static func beam(
    waist: Double, wavelength: Double, range: Double, curvature: Double, aperture: Double
  ) -> (radius: Double, transmittance: Double, bound: Double) {
    let length = Double.pi * waist * waist / wavelength
    let focus = 1 - range / curvature
    let w = waist * (focus * focus + range / length * (range / length)).squareRoot()
    let q = 2 * aperture * aperture / (w * w)
    return (w, -Double.expMinusOne(-q), q / PureLoss.naturalLogOfTwo)
  }

  /// How much of a displaced beam an aperture takes.
  package enum Model: String, Sendable, CaseIterable {
    /// The overlap itself (BND-37).
    case exact
    /// Its approximation by Vasylyev, Semenov and Vogel 2012 (BND-39).
    case weibull
  }

  /// The average over a beam that wanders by σ in each axis (BND-38).
  ///
  /// - Parameters:
  ///   - radius: w, the short-term beam radius at the receiver; lengths all in one unit.
  ///   - other: transmittance of all else.
  /// - Throws: `SpecialFunctionError`.
  package static func pointing(
    aperture a: Double, radius w: Double, sigma: Double, other: Double, model: Model
  ) throws(SpecialFunctionError) -> (bound: Double, mean: Double, boundOfMean: Double) {
    let q = 2 * a * a / (w * w)
    let centre = -Double.expMinusOne(-q)
    func capacity(_ eta: Double) -> Double { PureLoss.repeaterless(Transmittance(min(1, max(0, eta))) ?? .one) }
    if sigma == 0 {
      let eta = other * centre
      return (capacity(eta), eta, capacity(eta))
    }
    let weibull = model == .weibull ? Weibull(q, aperture: a, centre: centre) : nil
    let edges = [0, 0.5, 1, 2, 3, 4, 6, 9, 14]
    let rule = GaussLegendre(48)
    var (bound, mean) = (CompensatedSum(), CompensatedSum())
    for (low, high) in zip(edges, edges.dropFirst()) {
      for (x, weight) in rule.nodes(from: low, to: high) {
        let part = weight * x * Double.exp(-x * x / 2)
        let tau: Double
        if let weibull {
          tau = weibull.transmittance(sigma * x)
        } else {
          tau = try overlap(sigma * x, aperture: a, radius: w, rule)
        }
        bound.add(part * capacity(other * tau))
        mean.add(part * other * tau)
      }
    }
    return (bound.value, mean.value, capacity(mean.value))
  }

  /// τ(r) of a beam whose centre is off by r (BND-37).
  private static func overlap(
    _ r: Double, aperture a: Double, radius w: Double, _ rule: GaussLegendre
  ) throws(SpecialFunctionError) -> Double {
    // Pieces not wider than the beam, and nothing beyond 12 of its widths from the centre.
    let (low, high) = (max(0, r - 6 * w), min(a, r + 6 * w))
    guard high > low else { return 0 }
    let pieces = max(1, ((high - low) / w).rounded(.up))
    var sum = CompensatedSum()
    for index in 0..<Int(min(pieces, 64)) {
      let step = (high - low) / min(pieces, 64)
      let from = low + Double(index) * step
      for (x, weight) in rule.nodes(from: from, to: from + step) {
        let bessel = try SpecialFunctions.scaledBesselI0(4 * x * r / (w * w))
        sum.add(weight * x * Double.exp(-2 * (x - r) * (x - r) / (w * w)) * bessel)
      }
    }
    return min(1, 4 / (w * w) * sum.value)
  }

  private struct Weibull {
    let centre, scale, exponent: Double

    init(_ q: Double, aperture a: Double, centre: Double) {
      self.centre = centre
      let f0 = 1 / (1 - Self.scaledBessel(0, 2 * q))
      let logarithm = Double.log(2 * centre * f0)
      exponent = 4 * q * f0 * Self.scaledBessel(1, 2 * q) / logarithm
      scale = a * Double.pow(logarithm, -1 / exponent)
    }

    func transmittance(_ r: Double) -> Double { centre * Double.exp(-Double.pow(r / scale, exponent)) }

    /// e^−y I_n(y) = (1/π) ∫_0^π e^{y (cos θ − 1)} cos(nθ) dθ by the trapezoid rule, which converges exponentially.
    private static func scaledBessel(_ order: Int, _ y: Double) -> Double {
      let steps = 2000
      var sum = CompensatedSum()
      for k in 0...steps {
        let angle = Double.pi * Double(k) / Double(steps)
        let weight = k == 0 || k == steps ? 0.5 : 1.0
        let half = Double.sin(angle / 2)
        sum.add(weight * Double.exp(-2 * y * half * half) * Double.cos(Double(order) * angle))
      }
      return sum.value / Double(steps)
    }
  }
}

/// Nodes and weights of Gauss and Legendre on [−1, 1], by Newton's method.
struct GaussLegendre {
  private let points: [(x: Double, weight: Double)]

  init(_ count: Int) {
    let n = Double(count)
    points = (0..<count).map { index in
      var x = Double.cos(Double.pi * (Double(index) + 0.75) / (n + 0.5))
      var slope = 1.0
      for _ in 0..<12 {
        var (p, before) = (1.0, 0.0)
        for j in 0..<count {
          let k = Double(j)
          (p, before) = (((2 * k + 1) * x * p - k * before) / (k + 1), p)
        }
        slope = n * (x * p - before) / (x * x - 1)
        x -= p / slope
      }
      return (x, 2 / ((1 - x * x) * slope * slope))
    }
  }

  /// The rule on an interval.
  func nodes(from low: Double, to high: Double) -> [(x: Double, weight: Double)] {
    let half = (high - low) / 2
    return points.map { (low + half * (1 + $0.x), half * $0.weight) }
  }
}
