// SPDX-License-Identifier: GPL-3.0-or-later
import ComplexModule
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// What the bound on discrete modulation needs of a constellation: C and w_τ (CV-51).
///
/// τ = Σ p |α⟩⟨α|, a_τ = τ^½ a τ^−½; C = Tr(τ^½ a τ^½ a†), w_τ = Σ p (⟨a_τ† a_τ⟩ − |⟨a_τ⟩|²).
package struct ConstellationMoments: Sendable, Equatable {
  /// V_A.
  package let modulationVariance: Double
  /// C.
  package let correlation: Double
  /// w_τ.
  package let noiseWeight: Double

  /// Computes the moments.
  ///
  /// - Throws: `InputError` if the eigenvalues do not converge.
  package init(_ constellation: Constellation) throws(InputError) {
    modulationVariance = constellation.modulationVariance
    let moments: (Double, Double)
    if case .psk(let amplitude) = constellation.shape {
      moments = Self.psk(states: constellation.points.count, amplitude: amplitude)
    } else if let orbits = Self.quarters(constellation.points) {
      let found = try Self.sectors(orbits, count: 4)
      moments = (found.correlation, found.noiseWeight)
    } else {
      let found = try Self.sectors(constellation.points, count: 1)
      moments = (found.correlation, found.noiseWeight)
    }
    (correlation, noiseWeight) = moments
  }

  /// ⟨α_k|a_τ|α_k⟩ of every state, for measured amplitudes (CV-53); by the Gram matrix as one block.
  ///
  /// - Throws: `InputError` if the eigenvalues do not converge.
  static func means(_ constellation: Constellation) throws(InputError) -> [Complex<Double>] {
    try sectors(constellation.points, count: 1).means
  }

  /// The closed form for states on a circle (CV-57, CV-57b): sums of positive terms only.
  private static func psk(states: Int, amplitude: Double) -> (Double, Double) {
    let mean = amplitude * amplitude
    var lambda = Array(repeating: 0.0, count: states)
    // The Poisson distribution, folded modulo M.
    var term = Double.exp(-mean)
    var photons = 0
    while true {
      lambda[photons % states] += term
      photons += 1
      term *= mean / Double(photons)
      if Double(photons) > mean, photons >= states {
        let smallest = lambda.min() ?? 0
        if term < 1e-18 * smallest || term == 0 { break }
      }
    }
    var bar = 0.0
    var steps: [Double] = []
    for k in 0..<states {
      let before = lambda[(k + states - 1) % states]
      // A vanished weight has underflowed: its part of the sums is below the smallest number.
      let x = lambda[k] > 0 ? (before / lambda[k]).squareRoot() : 0
      steps.append(x)
      bar += before * x
    }
    var spread = 0.0
    for k in 0..<states {
      let d = steps[k] - bar
      spread += lambda[(k + states - 1) % states] * d * d
    }
    return (mean * bar, mean * spread)
  }

  /// One point of every orbit of a quarter turn, if the constellation is made of such orbits.
  private static func quarters(_ points: [Constellation.Point]) -> [Constellation.Point]? {
    guard points.count % 4 == 0, points.count >= 8 else { return nil }
    let size = points.map { $0.amplitude.lengthSquared }.max() ?? 0
    let tolerance = 1e-12 * size.squareRoot()
    var representatives: [Constellation.Point] = []
    // x > 0, y ≥ 0 is a quarter of the plane without the origin.
    for point in points where point.real > tolerance && point.imaginary > -tolerance {
      representatives.append(point)
    }
    guard representatives.count * 4 == points.count else { return nil }
    for point in representatives {
      var z = point.amplitude
      for _ in 0..<3 {
        z = Complex(-z.imaginary, z.real)
        let isThere = points.contains { other in
          abs(other.real - z.real) <= tolerance && abs(other.imaginary - z.imaginary) <= tolerance
            && abs(other.probability - point.probability) <= 1e-12 * point.probability
        }
        guard isThere else { return nil }
      }
    }
    return representatives
  }

  /// One block of the Gram matrix and its eigenvectors, without those that rounding makes up.
  private struct Sector {
    let values: [Double]
    /// Component r of vector i at `vectors[i][r]`.
    let vectors: [[Complex<Double>]]
  }

  /// The Gram-matrix method (CV-58, CV-59), in the sectors of a quarter turn or as one block.
  ///
  /// - Parameters:
  ///   - points: one point of each orbit, or all.
  ///   - count: 4 or 1.
  private static func sectors(
    _ points: [Constellation.Point], count: Int
  ) throws(InputError) -> (correlation: Double, noiseWeight: Double, means: [Complex<Double>]) {
    let n = points.count
    let turns = [Complex<Double>(1), Complex(0, 1), Complex(-1), Complex(0, -1)]
    // ⟨α|β⟩ = exp(−|α|²/2 − |β|²/2 + α* β), with the exponent's real part as −|α−β|²/2.
    func overlap(_ a: Complex<Double>, _ b: Complex<Double>) -> Complex<Double> {
      let size = Double.exp(-(a - b).lengthSquared / 2)
      let phase = (a.conjugate * b).imaginary
      return Complex(size * Double.cos(phase), size * Double.sin(phase))
    }
    var sectors: [Sector] = []
    var largest = 0.0
    for s in 0..<count {
      var matrix = Array(repeating: Complex<Double>(0), count: n * n)
      for r in 0..<n {
        for k in 0...r {
          var sum = Complex<Double>(0)
          for q in 0..<count {
            let turned = turns[q] * points[k].amplitude
            // i^(−s q)
            sum = sum + turns[(4 - (s * q) % 4) % 4] * overlap(points[r].amplitude, turned)
          }
          let entry = sum.multiplied(by: (points[r].probability * points[k].probability).squareRoot())
          matrix[r * n + k] = entry
          matrix[k * n + r] = entry.conjugate
        }
      }
      let solved: HermitianEigensystem
      do {
        solved = try HermitianEigensystem(matrix, size: n)
      } catch {
        throw InputError("constellation", value: "\(points.count * count) states", allowed: error.description)
      }
      largest = max(largest, solved.values.max() ?? 0)
      sectors.append(
        Sector(values: solved.values, vectors: (0..<n).map { i in Array(solved.vectors[(i * n)..<((i + 1) * n)]) }))
    }
    // Below this the eigenvalues are rounding: dropping them keeps C to 1e-13 and w_τ to some 1e-6 (cv sheet).
    let limit = 1e-15 * largest
    sectors = sectors.map { sector in
      let kept = sector.values.indices.filter { sector.values[$0] > limit }
      return Sector(values: kept.map { sector.values[$0] }, vectors: kept.map { sector.vectors[$0] })
    }
    var correlation = 0.0
    // D between sector s and sector s − 1, where multiplication with α leads.
    var transfer: [[[Complex<Double>]]] = []
    for s in 0..<count {
      let from = sectors[s]
      let to = sectors[(s + count - 1) % count]
      var block: [[Complex<Double>]] = []
      for i in to.values.indices {
        var row: [Complex<Double>] = []
        for j in from.values.indices {
          var sum = Complex<Double>(0)
          for r in 0..<n { sum = sum + to.vectors[i][r].conjugate * points[r].amplitude * from.vectors[j][r] }
          row.append(sum)
          correlation += to.values[i] * (to.values[i] / from.values[j]).squareRoot() * sum.lengthSquared
        }
        block.append(row)
      }
      transfer.append(block)
    }
    let (weight, means) = noiseWeight(points, sectors, transfer, count: count)
    return (correlation, weight, means)
  }

  private static func noiseWeight(
    _ points: [Constellation.Point], _ sectors: [Sector], _ transfer: [[[Complex<Double>]]], count: Int
  ) -> (weight: Double, means: [Complex<Double>]) {
    // The component of an eigenvector on one point of an orbit is 1/√count of that on the orbit.
    let share = 1 / Double(count).squareRoot()
    var total = 0.0
    var means: [Complex<Double>] = []
    for (r, point) in points.enumerated() {
      let scale = share / point.probability.squareRoot()
      let v = sectors.map { sector in
        sector.values.indices.map { i in
          sector.vectors[i][r].conjugate.multiplied(by: sector.values[i].squareRoot() * scale)
        }
      }
      var y = sectors.map { sector in Array(repeating: Complex<Double>(0), count: sector.values.count) }
      var mean = Complex<Double>(0)
      for s in 0..<count {
        let target = (s + count - 1) % count
        let from = sectors[s]
        let scaled = from.values.indices.map { j in v[s][j].multiplied(by: 1 / from.values[j]) }
        for i in sectors[target].values.indices {
          var sum = Complex<Double>(0)
          for j in scaled.indices { sum = sum + transfer[s][i][j] * scaled[j] }
          y[target][i] = sum.multiplied(by: sectors[target].values[i])
          mean = mean + v[target][i].conjugate * y[target][i]
        }
      }
      var spread = 0.0
      for s in 0..<count {
        for i in y[s].indices { spread += (y[s][i] - mean * v[s][i]).lengthSquared }
      }
      total += point.probability * spread
      means.append(mean)
    }
    return (Double(count) * total, means)
  }
}
