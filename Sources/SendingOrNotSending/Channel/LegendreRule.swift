// SPDX-License-Identifier: GPL-3.0-or-later
import RealModule

/// Gauss-Legendre quadrature with 64 points, for functions that are even in t.
enum LegendreRule {
  private static let count = 64

  /// The positive nodes with their weights, which sum to 1: the mean of an even function over [−1, 1].
  static let positiveHalf: [(node: Double, weight: Double)] = (1...count / 2).map { k in
    // Newton's method from Tricomi's guess; it converges quadratically to the k-th largest root of P_64.
    let n = Double(count)
    var x = Double.cos(Double.pi * (Double(k) - 0.25) / (n + 0.5))
    var slope = 0.0
    for _ in 0..<10 {
      var (previous, value) = (1.0, x)
      for j in 2...count {
        let i = Double(j)
        (previous, value) = (value, ((2 * i - 1) * x * value - (i - 1) * previous) / i)
      }
      slope = n * (x * value - previous) / (x * x - 1)
      x -= value / slope
    }
    return (x, 2 / ((1 - x * x) * slope * slope))
  }

  /// The mean of an even function over [−1, 1].
  static func mean(_ f: (Double) -> Double) -> Double {
    positiveHalf.reduce(0) { $0 + $1.weight * f($1.node) }
  }
}
