// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

/// Upper bounds on yields in closed form (tf sheet, section 5.2, TF-16; they contain the bounds of
/// Grasselli and Curty 2019, arXiv:1902.10034, up to the choice of terms).
///
/// Any n0+1 of Alice's intensities and m0+1 of Bob's give Y(n0, m0) ≤ Σ w_i w'_j g_ij with
/// w_i = n0!/Π(μ_i − μ_i'), because all higher terms come with positive weights. The sum cancels, so
/// it is evaluated with outward-rounded intervals and its upper end is taken.
enum AnalyticYieldBound {
  /// The least bound over all subsets, at most 1; nil where there are too few intensities.
  ///
  /// Below 0 it proves that no yields fit the gains; it is not clamped, so that this is seen.
  static func upperBound(_ pair: PhotonPair, _ gains: TestGains) -> Double? {
    let alice = subsets(of: gains.alice.count, size: pair.n + 1)
    let bob = subsets(of: gains.bob.count, size: pair.m + 1)
    guard !alice.isEmpty, !bob.isEmpty else { return nil }
    let aliceWeights = alice.map { weights(gains.alice, $0) }
    let bobWeights = bob.map { weights(gains.bob, $0) }
    // g_ij = exp(μ_i + ν_j) G_ij, widened as the rows of the linear programs are.
    let scaled = (0..<gains.alice.count).map { i in
      (0..<gains.bob.count).map { j in DecoyProgram.scaledGain(gains, i, j) }
    }
    var best = 1.0
    for (a, wa) in zip(alice, aliceWeights) {
      for (b, wb) in zip(bob, bobWeights) {
        var sum = Interval(0)
        for (i, w) in zip(a, wa) {
          for (j, v) in zip(b, wb) { sum = sum + w * v * scaled[i][j] }
        }
        best = Swift.min(best, sum.upper)
      }
    }
    return best
  }

  /// w_i = n0!/Π_{i' ≠ i}(μ_i − μ_i') for a subset of n0 + 1 intensities.
  private static func weights(_ mu: [Double], _ subset: [Int]) -> [Interval] {
    subset.map { i in
      var w = Interval(1)
      var factor = 1.0
      for k in subset where k != i {
        w = w * Interval(factor) / (Interval(mu[i]) - Interval(mu[k]))
        factor += 1
      }
      return w
    }
  }

  /// All subsets of a size, in lexicographic order.
  private static func subsets(of count: Int, size: Int) -> [[Int]] {
    guard size > 0, size <= count else { return [] }
    var result: [[Int]] = []
    func extend(_ chosen: [Int], _ next: Int) {
      if chosen.count == size {
        result.append(chosen)
        return
      }
      for k in next..<count { extend(chosen + [k], k + 1) }
    }
    extend([], 0)
    return result
  }
}
