// SPDX-License-Identifier: GPL-3.0-or-later
/// The photon-number statistics of a phase-randomised coherent state.
public enum PoissonWeights {
  /// e^−μ μ^n / n!, the probability of n photons at mean photon number μ.
  ///
  /// - Parameters:
  ///   - n: the photon number; the small ones that decoy analyses need (the factorial is
  ///     multiplied out term by term, so that nothing cancels).
  ///   - mean: μ ≥ 0; a mean of zero is the vacuum.
  @inlinable
  public static func probability<S: Scalar>(photons n: Int, mean: S) -> S {
    var weight = S.exp(-mean)
    guard n > 0 else { return weight }
    for k in 1...n { weight = weight * mean / S(Double(k)) }
    return weight
  }

  /// P(more than n photons) at mean μ, as a sum of positive terms.
  public static func tail(above n: Int, mean: Double) -> Double {
    guard mean > 0, n >= 0 else { return mean > 0 ? 1 : 0 }
    var term = probability(photons: n + 1, mean: mean)
    var sum = CompensatedSum()
    var k = Double(n + 1)
    while term > 0 {
      sum.add(term)
      k += 1
      term *= mean / k
      if k > mean && term < 1e-18 * sum.value { break }
    }
    return Double.minimum(sum.value, 1)
  }
}
