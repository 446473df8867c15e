// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import RealModule

/// The mutual information of a constellation in Gaussian noise (CV-55), in bits per symbol.
enum ConstellationInformation {
  /// Step of the trapezoid rule, which converges exponentially on a Gaussian, and how far it reaches beyond the points.
  private static let step = 0.125
  private static let reach = 10.0

  /// I for points scaled by `scale` to unit noise per axis: s_k = 2 scale α_k.
  static func bits(_ constellation: Constellation, scale: Double) -> Double {
    switch constellation.shape {
    case .product(let grid, let probabilities):
      return 2 * axis(grid.map { 2 * scale * $0 }, probabilities)
    case .psk(let amplitude):
      return circle(constellation.points.count, radius: 2 * scale * amplitude)
    case .general:
      return plane(constellation.points, scale: 2 * scale)
    }
  }

  private static func nodes(from low: Double, to high: Double) -> [Double] {
    let first = ((low - reach) / step).rounded(.down)
    let count = Int(((high + reach) / step).rounded(.up) - first)
    return (0...max(0, count)).map { (first + Double($0)) * step }
  }

  /// ln Σ p e^x over parts, from their largest exponent.
  private static func logSum(_ p: [Double], _ x: [Double]) -> Double {
    let top = x.max() ?? 0
    var sum = 0.0
    for (p, x) in zip(p, x) { sum += p * Double.exp(x - top) }
    return top + Double.log(sum)
  }

  /// What the trapezoid rule and rounding may be off by, absolutely, unless a form with relative errors was used.
  static let absoluteError = 1e-12

  /// Whether the information of a constellation keeps its digits however little arrives.
  static func keepsDigits(_ constellation: Constellation) -> Bool {
    if case .general = constellation.shape { return false }
    return true
  }

  /// One axis of a product constellation whose points lie close together: the information is a small part of what the
  /// plain form subtracts, so the logarithm is taken of what exceeds 1.
  private static func narrowAxis(_ points: [Double], _ p: [Double]) -> Double {
    var sum = CompensatedSum()
    for (point, weight) in zip(points, p) {
      for u in nodes(from: 0, to: 0) where abs(u) < 10 {
        var excess = 0.0
        for (other, share) in zip(points, p) {
          let d = other - point
          excess += share * Double.expMinusOne(d * (u - d / 2))
        }
        sum.add(-weight * Double.exp(-u * u / 2) * Double.log(onePlus: excess))
      }
    }
    return max(0, sum.value * step / (2 * Double.pi).squareRoot() / Double.log(2))
  }

  /// One axis of a product constellation.
  private static func axis(_ points: [Double], _ p: [Double]) -> Double {
    if let most = points.max(), most < 0.05 { return narrowAxis(points, p) }
    let normal = 1 / (2 * Double.pi).squareRoot()
    var sum = CompensatedSum()
    for y in nodes(from: points.min() ?? 0, to: points.max() ?? 0) {
      let exponents = points.map { -0.5 * (y - $0) * (y - $0) }
      let all = logSum(p, exponents)
      for (p, e) in zip(p, exponents) where e > -60 { sum.add(p * Double.exp(e) * (e - all)) }
    }
    return max(0, sum.value * step * normal / Double.log(2))
  }

  /// Points on a circle: all are alike, so one of them stands for all.
  private static func circle(_ count: Int, radius: Double) -> Double {
    let p = 1 / Double(count)
    let points = (1..<count).map { k -> (Double, Double) in
      let angle = 2 * Double.pi * Double(k) / Double(count)
      return (radius * Double.cos(angle) - radius, radius * Double.sin(angle))
    }
    var sum = CompensatedSum()
    // The noise (u, v) around the first point; the constellation is symmetric in v.
    let line = nodes(from: 0, to: 0)
    for v in line where v >= 0 {
      let weight = v == 0 ? 1.0 : 2.0
      for u in line where u * u + v * v < 100 {
        let base = Double.exp(-0.5 * (u * u + v * v))
        // ln Σ p exp(…) relative to the first point, accurate also where all exponents are small.
        var excess = 0.0
        for (dx, dy) in points {
          let e = dx * u + dy * v - 0.5 * (dx * dx + dy * dy)
          excess += p * Double.expMinusOne(min(e, 700))
        }
        sum.add(-weight * base * Double.log(onePlus: excess))
      }
    }
    return max(0, sum.value * step * step / (2 * Double.pi) / Double.log(2))
  }

  /// Any points.
  private static func plane(_ points: [Constellation.Point], scale: Double) -> Double {
    let xs = points.map { scale * $0.real }
    let ys = points.map { scale * $0.imaginary }
    let p = points.map { $0.probability }
    var sum = CompensatedSum()
    var exponents = Array(repeating: 0.0, count: points.count)
    for y in nodes(from: ys.min() ?? 0, to: ys.max() ?? 0) {
      for x in nodes(from: xs.min() ?? 0, to: xs.max() ?? 0) {
        var top = -Double.infinity
        for k in p.indices {
          let (dx, dy) = (x - xs[k], y - ys[k])
          exponents[k] = -0.5 * (dx * dx + dy * dy)
          top = max(top, exponents[k])
        }
        guard top > -60 else { continue }
        var all = 0.0
        var weighted = 0.0
        for k in p.indices where exponents[k] > top - 50 {
          let part = p[k] * Double.exp(exponents[k] - top)
          all += part
          weighted += part * (exponents[k] - top)
        }
        sum.add(Double.exp(top) * (weighted - all * Double.log(all)))
      }
    }
    return max(0, sum.value * step * step / (2 * Double.pi) / Double.log(2))
  }
}
