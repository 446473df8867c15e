// SPDX-License-Identifier: GPL-3.0-or-later
import RealModule

/// The lower tail of the hypergeometric distribution, stable up to 1e18 objects.
///
/// Of N objects K are marked; n are drawn without replacement; X marked ones are among them.
/// Binomial coefficients are taken in Stirling's form with remainders, never as differences of
/// three ln Γ, which are off by whole units at 1e15 objects.
package enum HypergeometricTail {
  /// ln C(N, K) = N H(K/N) − ½ ln(2π K (N−K)/N) + ln of the three Stirling remainders.
  static func logBinomial(_ n: Double, _ k: Double) throws(SpecialFunctionError) -> Double {
    if k <= 0 || k >= n { return 0 }
    let rest = n - k
    let entropy = k * Double.log(n / k) + rest * Double.log(onePlus: k / rest)
    let remainders =
      try SpecialFunctions.stirlingRemainder(n)
      / (SpecialFunctions.stirlingRemainder(k) * SpecialFunctions.stirlingRemainder(rest))
    return entropy - 0.5 * Double.log(2 * Double.pi * k * (rest / n)) + Double.log(remainders)
  }

  /// ln P(X ≤ x) for whole numbers of objects.
  ///
  /// - Parameters:
  ///   - x: the largest count of the tail.
  ///   - population: N ≥ 0.
  ///   - marked: K, 0 ≤ K ≤ N.
  ///   - draws: n, 0 ≤ n ≤ N.
  /// - Returns: the logarithm of the probability; −∞ where the tail is empty, 0 where it is everything.
  package static func logProbability(
    atMost x: Double, population: Double, marked: Double, draws: Double
  ) throws(SpecialFunctionError) -> Double {
    let least = Swift.max(0, draws + marked - population)
    let most = Swift.min(draws, marked)
    if x < least { return -.infinity }
    if x >= most { return 0 }
    // P(X = x) from three coefficients, then the ratio of neighbours downwards.
    let peak =
      try logBinomial(marked, x) + logBinomial(population - marked, draws - x) - logBinomial(population, draws)
    var sum = CompensatedSum()
    var term = 1.0
    var j = x
    let mean = draws * (marked / population)
    while j >= least {
      sum.add(term)
      if j <= least { break }
      term *= j * (population - marked - draws + j) / ((marked - j + 1) * (draws - j + 1))
      j -= 1
      if j < mean && term < 1e-18 * sum.value { break }
    }
    return Swift.min(0, peak + Double.log(sum.value))
  }
}
