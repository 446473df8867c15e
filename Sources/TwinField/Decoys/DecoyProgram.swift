// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

/// The linear program that bounds yields from the gains of finitely many decoys (tf sheet, section 5.1,
/// TF-11, TF-12, TF-13, TF-14; approach of Grasselli and Curty 2019, arXiv:1902.10034).
///
/// Variables Y(n, m) for 0 ≤ n, m ≤ ncut; for every pair of intensities
/// g_ij − t_ij ≤ Σ μ_i^n ν_j^m/(n! m!) Y(n, m) ≤ g_ij, with t_ij the weight of all omitted pairs at Y ≤ 1.
/// All data enter as enclosures and the bounds are weak-duality certificates, so that no solver is trusted.
struct DecoyProgram: Sendable {
  /// The rows, in the variables Y(n, m).
  let polytope: PhotonPairPolytope
  private let isSymmetric: Bool

  /// How far exactly known gains are widened on both sides, so that rounding cannot make the rows contradict
  /// one another.
  private static let unitsInLastPlace = 4

  /// g_ij = e^(μ_i + ν_j) G_ij, widened.
  static func scaledGain(_ gains: TestGains, _ i: Int, _ j: Int) -> Interval {
    let g = gains[i, j]
    let margin = Double(unitsInLastPlace) * g.ulp
    let widened = Interval(lower: Swift.max(0, g - margin), upper: g + margin)
    return Interval.exp(Interval(gains.alice[i]) + Interval(gains.bob[j])) * widened
  }

  /// Sets the program up; nil if the data are no numbers.
  init?(_ gains: TestGains, cutoff: Int) {
    isSymmetric = gains.isSymmetric
    let size = cutoff + 1
    let alice = gains.alice.map { PoissonSeries(intensity: $0, cutoff: cutoff) }
    let bob = gains.bob.map { PoissonSeries(intensity: $0, cutoff: cutoff) }
    var coefficients: [Interval] = []
    coefficients.reserveCapacity(gains.values.count * size * size)
    var lower: [Interval?] = []
    var upper: [Interval?] = []
    for (i, a) in alice.enumerated() {
      for (j, b) in bob.enumerated() {
        let g = Self.scaledGain(gains, i, j)
        let omitted = a.rest * b.sum + a.sum * b.rest + a.rest * b.rest
        let least = g - omitted
        lower.append(least.upper > 0 ? least : nil)
        upper.append(g)
        for n in 0..<size { for m in 0..<size { coefficients.append(a.terms[n] * b.terms[m]) } }
      }
    }
    guard
      let polytope = PhotonPairPolytope(
        cutoff: cutoff, coefficients: coefficients, lower: lower, upper: upper, largest: 1,
        bobIntensities: gains.bob.count)
    else { return nil }
    self.polytope = polytope
  }

  /// Upper bounds on the yields of pairs, or the verdict that no yields fit the gains.
  ///
  /// - Parameter starts: where similar programs ended, for a search over many of them.
  func upperBounds(
    _ pairs: [PhotonPair], effort: CertifiedLinearProgram.Effort, startingAt starts: [LinearProgramBasis] = []
  ) -> YieldBounds {
    YieldBounds(polytope, pairs, isSymmetric: isSymmetric, effort: effort, startingAt: starts)
  }
}
