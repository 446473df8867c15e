// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import RealModule

/// What pairs of photons beyond the cut-off add to the phase errors when gains of finitely many decoys are known
/// (tf sheet, section 4, TF-9a).
///
/// Each single gain caps every yield, Y(n, m) ≤ U(n, m), also of pairs that are no variables of the linear programs;
/// and all pairs together share the gain of the whole test mode, by Cauchy and Schwarz. Both hold for any Charlie.
enum DecoyTail {
  /// T_0 and T_1, at most those of `weights`, where every yield may be 1.
  ///
  /// - Parameter weights: of the cat states, with plain sums as tails.
  static func tails(_ weights: ParityWeights<Double>, _ gains: TestGains, _ settings: Settings) -> [Double] {
    let capped = capped(weights, gains)
    guard let shared = shared(gains, settings, cutoff: weights.cutoff) else { return capped }
    return zip(capped, shared).map { Swift.min($0, $1) }
  }

  /// Σ c_n c_m √U(n, m) over the pairs beyond the cut-off, U = min(1, min_ij g_ij n! m!/(μ_i^n ν_j^m)).
  private static func capped(_ weights: ParityWeights<Double>, _ gains: TestGains) -> [Double] {
    let (alice, bob) = (weights.alice, weights.bob)
    let a = gains.alice.map { inverseTerms($0, count: alice.values.count) }
    let b = gains.bob.map { inverseTerms($0, count: bob.values.count) }
    let g = gains.alice.indices.map { i in
      gains.bob.indices.map { j in DecoyProgram.scaledGain(gains, i, j).upper }
    }
    func cap(_ n: Int, _ m: Int) -> Double {
      var least = 1.0
      for i in a.indices { for j in b.indices { least = Swift.min(least, g[i][j] * a[i][n] * b[j][m]) } }
      return least
    }
    return (0...1).map { parity in
      // What is not summed one by one keeps the cap of 1.
      let bobs = stride(from: parity, to: bob.values.count, by: 2).reduce(bob.remainder[parity]) {
        $0 + bob.values[$1]
      }
      var sum = alice.remainder[parity] * bobs
      for n in stride(from: parity, to: alice.values.count, by: 2) {
        sum += alice.values[n] * bob.remainder[parity]
        for m in stride(from: parity, to: bob.values.count, by: 2) where n + m > weights.cutoff {
          sum += alice.values[n] * bob.values[m] * cap(n, m).squareRoot()
        }
      }
      return Swift.min(sum, weights.tails[parity])
    }
  }

  /// n!/μ^n.
  private static func inverseTerms(_ mu: Double, count: Int) -> [Double] {
    var terms = [1.0]
    for n in stride(from: 1, to: count, by: 1) { terms.append(terms[n - 1] * Double(n) / mu) }
    return terms
  }

  /// W_j √Σ p_i q_j G_ij; nil unless the settings say how often each intensity is sent.
  private static func shared(_ gains: TestGains, _ settings: Settings, cutoff: Int) -> [Double]? {
    let (p, q) = (settings.alice.testProbabilities, settings.bob.testProbabilities)
    guard p.count == gains.alice.count, q.count == gains.bob.count, settings.signalsAreBelowDecoys else { return nil }
    var all = 0.0
    for (i, share) in p.enumerated() { for (j, other) in q.enumerated() { all += share * other * gains[i, j] } }
    // A few units in the last place, as the rows of the programs are widened.
    let root = (all * (1 + 1e-14)).squareRoot()
    let weights = ParityWeights<Double>(
      alice: .signalOverTest(settings.alice, cutoff: cutoff), bob: .signalOverTest(settings.bob, cutoff: cutoff),
      cutoff: cutoff, tail: .rootOfSquares)
    return weights.tails.map { $0 * root }
  }
}
