// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// What the pairs of a run say of the hypothesis of Gaussian noise (CV-98).
///
/// The thresholds are seven standard deviations: an honest run fails one with a probability below 1e-10 for all
/// together. Tests only refuse: passing proves nothing about events too rare for the sample.
package enum GaussianTests: Sendable, Equatable {
  /// There are no pairs, only sums of them.
  case notMade
  /// The pairs pass all tests, both quadratures told apart.
  case passed
  /// The pairs pass what could be tested; why that is not all.
  case incomplete(String)
  /// The pairs contradict the hypothesis; which tests, in words.
  case failed([String])

  /// Why a length cannot be certified; nil if the tests leave nothing open.
  package var objection: String? {
    switch self {
    case .notMade: "Gaussian noise not tested: sums do not show it; give the pairs"
    case .passed: nil
    case .incomplete(let what): "Gaussian noise not tested completely: \(what)"
    case .failed(let what): "the noise is not Gaussian: \(what.joined(separator: "; "))"
    }
  }
}

/// The statistics of CV-98, with z = y − t̂ x and s2 = mean z².
package struct HypothesisStatistics: Sendable, Equatable {
  /// mean z⁴/s2² and mean x⁴/(mean x²)²: 3 for Gaussian numbers.
  package let kurtosisZ, kurtosisX: Double
  /// mean (x²/V − 1)(z²/s2 − 1): fading.
  package let correlation: Double
  /// The largest of lags 1 to 10 of z and of z²: not independent.
  package let lagZ, lagZ2: Double
  /// Sum over 100 consecutive blocks of (t_b − t̂)² Sxx_b/s2 and of (M_b/2)(s2_b/s2 − 1)²: drift. Nil for few pairs.
  package let drift: (slope: Double, noise: Double)?
  /// Rows equal to their predecessor, and how many a digitised record has by chance.
  package let repeats: (seen: Double, expected: Double)
  /// |t_q − t_p| and |s2_q/s2_p − 1| in standard deviations; nil without labels.
  package let quadratures: (slope: Double, noise: Double)?

  private static let blocks = 100

  /// - Parameters:
  ///   - pairs: at least two, centred, in the order of the run.
  ///   - labels: whether a pair belongs to the first quadrature; empty if that is not known.
  /// - Throws: `InputError` for pairs without spread.
  package init(_ pairs: [(x: Double, y: Double)], labels: [Bool] = []) throws(InputError) {
    let count = pairs.count
    let m = Double(count)
    let moments = try QuadratureMoments.of(pairs, centring: false)
    let slope = try moments.regression().slope
    let z = pairs.map { $0.y - slope * $0.x }
    var (square, fourth, mixed) = (CompensatedSum(), CompensatedSum(), CompensatedSum())
    for value in z { square.add(value * value) }
    let s2 = square.value / m
    let variance = moments.sumXX / m
    var fourthX = CompensatedSum()
    for (pair, value) in zip(pairs, z) {
      let (a, b) = (pair.x * pair.x / variance, value * value / s2)
      fourth.add(b * b)
      fourthX.add(a * a)
      mixed.add((a - 1) * (b - 1))
    }
    kurtosisZ = fourth.value / m
    kurtosisX = fourthX.value / m
    correlation = mixed.value / m
    var (first, second) = (0.0, 0.0)
    for lag in 1...10 where lag < count {
      var (a, b) = (CompensatedSum(), CompensatedSum())
      for i in 0..<(count - lag) {
        a.add(z[i] * z[i + lag])
        b.add((z[i] * z[i] / s2 - 1) * (z[i + lag] * z[i + lag] / s2 - 1))
      }
      let terms = Double(count - lag)
      first = max(first, abs(a.value / terms / s2))
      second = max(second, abs(b.value / terms))
    }
    lagZ = first
    lagZ2 = second
    drift = Self.drift(pairs, z, slope: slope, s2: s2)
    repeats = Self.repeats(pairs, s2: s2, varianceY: moments.sumYY / m)
    quadratures = labels.count == count ? Self.quadratures(pairs, z, labels, s2: s2) : nil
  }

  /// Whether two are the same.
  package static func == (a: HypothesisStatistics, b: HypothesisStatistics) -> Bool {
    a.kurtosisZ == b.kurtosisZ && a.kurtosisX == b.kurtosisX && a.correlation == b.correlation && a.lagZ == b.lagZ
      && a.lagZ2 == b.lagZ2 && a.repeats == b.repeats && a.drift?.slope == b.drift?.slope
      && a.drift?.noise == b.drift?.noise && a.quadratures?.slope == b.quadratures?.slope
      && a.quadratures?.noise == b.quadratures?.noise
  }

  private static func drift(
    _ pairs: [(x: Double, y: Double)], _ z: [Double], slope: Double, s2: Double
  ) -> (slope: Double, noise: Double)? {
    guard pairs.count >= 20 * blocks else { return nil }
    var (sumSlope, sumNoise) = (0.0, 0.0)
    for block in 0..<blocks {
      let range = (pairs.count * block / blocks)..<(pairs.count * (block + 1) / blocks)
      var (xx, xz, zz) = (0.0, 0.0, 0.0)
      for i in range {
        xx += pairs[i].x * pairs[i].x
        xz += pairs[i].x * z[i]
        zz += z[i] * z[i]
      }
      // t_b − t̂ = Σ x z / Σ x².
      if xx > 0 { sumSlope += xz * xz / xx / s2 }
      let m = Double(range.count)
      let off = zz / m / s2 - 1
      sumNoise += m / 2 * off * off
    }
    return (sumSlope, sumNoise)
  }

  /// Σ p² of the values of a column.
  private static func coincidence(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let m = Double(sorted.count)
    var (sum, run) = (0.0, 0.0)
    for i in sorted.indices {
      run += 1
      if i + 1 == sorted.count || sorted[i + 1] != sorted[i] {
        sum += run / m * (run / m)
        run = 0
      }
    }
    return sum
  }

  private static func repeats(
    _ pairs: [(x: Double, y: Double)], s2: Double, varianceY: Double
  ) -> (seen: Double, expected: Double) {
    var seen = 0.0
    for (a, b) in zip(pairs, pairs.dropFirst()) where a.x == b.x && a.y == b.y { seen += 1 }
    // x and y are correlated: without the root an honest coarse record would be refused.
    let expected =
      Double(pairs.count) * coincidence(pairs.map { $0.x }) * coincidence(pairs.map { $0.y })
      * (varianceY / s2).squareRoot()
    return (seen, expected)
  }

  private static func quadratures(
    _ pairs: [(x: Double, y: Double)], _ z: [Double], _ labels: [Bool], s2: Double
  ) -> (slope: Double, noise: Double)? {
    func sums(_ label: Bool) -> (count: Double, xx: Double, xz: Double, zz: Double) {
      var (count, xx, xz, zz) = (0.0, 0.0, 0.0, 0.0)
      for i in pairs.indices where labels[i] == label {
        count += 1
        xx += pairs[i].x * pairs[i].x
        xz += pairs[i].x * z[i]
        zz += z[i] * z[i]
      }
      return (count, xx, xz, zz)
    }
    let (q, p) = (sums(true), sums(false))
    guard q.count > 1, p.count > 1, q.xx > 0, p.xx > 0, p.zz > 0 else { return nil }
    let slope = abs(q.xz / q.xx - p.xz / p.xx) / (s2 * (1 / q.xx + 1 / p.xx)).squareRoot()
    let noise = abs(q.zz / q.count / (p.zz / p.count) - 1) / (2 / q.count + 2 / p.count).squareRoot()
    return (slope, noise)
  }

  /// The verdict of the tests (CV-98).
  ///
  /// - Parameter pairs: M.
  package func verdict(pairs m: Double) -> GaussianTests {
    let root = m.squareRoot()
    var failed: [String] = []
    func test(_ isPassed: Bool, _ what: String) { if !isPassed { failed.append(what) } }
    let fourth = 7 * (24 / m).squareRoot()
    test(abs(kurtosisZ - 3) <= fourth, "fourth moment of the residuals \(Self.short(kurtosisZ)), rare strong pulses")
    test(abs(kurtosisX - 3) <= fourth, "fourth moment of Alice's values \(Self.short(kurtosisX)), not Gaussian")
    test(abs(correlation) <= 14 / root, "noise that grows with the signal, fading")
    test(lagZ <= 7 / root, "residuals that depend on their predecessors")
    test(lagZ2 <= 14 / root, "noise that depends on its predecessors, drift")
    if let drift {
      test(drift.slope <= 260, "a slope that drifts")
      test(drift.noise <= 260, "a noise that drifts")
    }
    let most = repeats.expected + 7 * repeats.expected.squareRoot() + 10
    test(repeats.seen <= most, "\(Int(repeats.seen)) rows equal to their predecessor, copied data")
    if let quadratures {
      test(quadratures.slope <= 7, "unequal slopes of the quadratures")
      test(quadratures.noise <= 7, "unequal noise of the quadratures")
    }
    guard failed.isEmpty else { return .failed(failed) }
    if quadratures == nil { return .incomplete("the quadratures of the pairs are not told apart") }
    if drift == nil { return .incomplete("too few pairs to see a drift") }
    return .passed
  }

  private static func short(_ x: Double) -> String { "\((x * 1000).rounded() / 1000)" }
}

extension ClippedStatistics {
  /// The statistics of revealed symbols (CV-93).
  ///
  /// - Parameters:
  ///   - symbols: (x_q, x_p, y_q, y_p); at least two.
  ///   - slopeReference: t0.
  ///   - modulation: V_A; symbols with |x|² above 80 V_A count as 0.
  ///   - radius: r; outcomes outside are counted.
  /// - Throws: `InputError` for too few symbols.
  package static func of(
    _ symbols: [(xq: Double, xp: Double, yq: Double, yp: Double)], slopeReference t0: Double, modulation: Double,
    radius: Double, outside: Double
  ) throws(InputError) -> ClippedStatistics {
    guard symbols.count >= 2 else {
      throw InputError("m", value: "\(symbols.count)", allowed: "needs at least two revealed symbols")
    }
    let m = Double(symbols.count)
    var (sumZ, sumR, out) = (CompensatedSum(), CompensatedSum(), outside)
    var values: [(z: Double, r: Double)] = []
    values.reserveCapacity(symbols.count)
    for s in symbols {
      if s.yq * s.yq + s.yp * s.yp > radius * radius { out += 1 }
      guard s.xq * s.xq + s.xp * s.xp <= 80 * modulation else {
        values.append((0, 0))
        continue
      }
      let (dq, dp) = (s.yq - t0 * s.xq, s.yp - t0 * s.xp)
      let value = (z: (dq * dq + dp * dp) / 2, r: (s.xq * dq + s.xp * dp) / 2)
      values.append(value)
      sumZ.add(value.z)
      sumR.add(value.r)
    }
    let (meanZ, meanR) = (sumZ.value / m, sumR.value / m)
    var (varZ, varR) = (CompensatedSum(), CompensatedSum())
    for value in values {
      varZ.add((value.z - meanZ) * (value.z - meanZ))
      varR.add((value.r - meanR) * (value.r - meanR))
    }
    return ClippedStatistics(
      slopeReference: t0, meanZ: meanZ, varZ: varZ.value / (m - 1), meanR: meanR, varR: varR.value / (m - 1),
      outside: out)
  }
}
