// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// Second moments of revealed pairs (x, y), both in shot-noise units (cv sheet, CV-40).
package struct QuadratureMoments: Sendable, Equatable {
  /// Σ x².
  package var sumXX: Double
  /// Σ x y.
  package var sumXY: Double
  /// Σ y².
  package var sumYY: Double
  /// M: real pairs.
  package var pairs: Double
  /// How many sample means of y were subtracted.
  package var subtractedMeans: Double

  /// Takes over moments as they were measured.
  package init(sumXX: Double, sumXY: Double, sumYY: Double, pairs: Double, subtractedMeans: Double = 0) {
    self.sumXX = sumXX
    self.sumXY = sumXY
    self.sumYY = sumYY
    self.pairs = pairs
    self.subtractedMeans = subtractedMeans
  }

  /// The regression of Bob's outcomes on Alice's values.
  package struct Regression: Sendable, Equatable {
    /// t̂.
    package let slope: Double
    /// RSS.
    package let residual: Double
    /// σ̂² = RSS/M.
    package let noiseVariance: Double
  }

  /// t̂ = Sxy/Sxx and RSS = Syy − Sxy²/Sxx (CV-40).
  ///
  /// - Throws: `InputError` for moments that no data have.
  package func regression() throws(InputError) -> Regression {
    try require(pairs, "M", in: 2...2e18, hint: "real pairs: two for each heterodyne symbol")
    try require(sumXX, "sum_x2", in: 0...1e30, excludingLower: true)
    try require(sumYY, "sum_y2", in: 0...1e30, excludingLower: true)
    try require(sumXY, "sum_xy", in: -1e30...1e30)
    // In twice the precision: the residual is a small part of Syy at high signal-to-noise ratio.
    let s = DoubleDouble(sumXY)
    let residual = (DoubleDouble(sumYY) - s * s / DoubleDouble(sumXX)).approximation
    guard residual > 0 else {
      throw InputError(
        "sum_y2", sumYY, allowed: "must exceed sum_xy^2 / sum_x2 = \(sumXY * sumXY / sumXX)",
        hint: "no data have a correlation above 1")
    }
    return Regression(slope: sumXY / sumXX, residual: residual, noiseVariance: residual / pairs)
  }

  /// Moments of raw pairs; the residual does not depend on the order of the pairs beyond rounding.
  ///
  /// - Parameters:
  ///   - pairs: (x, y) in shot-noise units.
  ///   - centring: whether the mean of y is subtracted, which costs a degree of freedom; the mean of x goes with it.
  /// - Throws: `InputError` for too few pairs.
  package static func of(_ pairs: [(x: Double, y: Double)], centring: Bool) throws(InputError) -> QuadratureMoments {
    guard pairs.count >= 2 else {
      throw InputError("M", value: "\(pairs.count)", allowed: "needs at least two pairs")
    }
    let n = Double(pairs.count)
    var meanX = 0.0
    var meanY = 0.0
    if centring {
      meanX = pairs.map { $0.x }.compensatedSum() / n
      meanY = pairs.map { $0.y }.compensatedSum() / n
    }
    var (xx, xy, yy) = (CompensatedSum(), CompensatedSum(), CompensatedSum())
    for (x, y) in pairs {
      let (dx, dy) = (x - meanX, y - meanY)
      xx.add(dx * dx)
      xy.add(dx * dy)
      yy.add(dy * dy)
    }
    return QuadratureMoments(
      sumXX: xx.value, sumXY: xy.value, sumYY: yy.value, pairs: n, subtractedMeans: centring ? 1 : 0)
  }
}

extension ConfidenceRegion where S == Double {
  /// The region of estimates at a failure probability, for reports and checks.
  ///
  /// - Throws: `InputError`; nil if there are too few pairs.
  package static func of(
    _ e: ChannelEstimates, _ setup: QuadratureSetup, estimation: Double
  ) throws(InputError) -> ConfidenceRegion<Double>? {
    try require(estimation, "eps_PE", in: 0...1, excludingLower: true, excludingUpper: true)
    return from(e, setup, try EstimationQuantiles(estimation))
  }
}
