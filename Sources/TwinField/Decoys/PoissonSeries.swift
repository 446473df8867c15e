// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

/// μ^n/n! for n up to a cut-off, and what is left beyond it, by enclosures.
struct PoissonSeries: Sendable {
  /// μ^n/n! for 0 ≤ n ≤ ncut.
  let terms: [Interval]
  /// A = Σ_{n ≤ ncut} μ^n/n!.
  let sum: Interval
  /// a = Σ_{n > ncut} μ^n/n!, summed directly and never as e^μ − A (TF-12).
  let rest: Interval

  /// So many terms beyond the cut-off are summed at most; intensities are at most ``Settings/largestIntensity``.
  private static let mostTerms = 200

  init(intensity mu: Double, cutoff: Int) {
    let x = Interval(mu)
    var terms = [Interval(1)]
    var sum = Interval(1)
    for n in stride(from: 1, through: cutoff, by: 1) {
      let next = terms[n - 1] * x / Interval(Double(n))
      terms.append(next)
      sum = sum + next
    }
    self.terms = terms
    self.sum = sum
    var term = terms[cutoff]
    var rest = Interval(0)
    let last = cutoff + Self.mostTerms
    for n in (cutoff + 1)...last {
      term = term * x / Interval(Double(n))
      rest = rest + term
      // Outward rounding leaves the smallest number where a term vanishes: the number of terms is bounded.
      if Double(n) >= 2 * mu, term.upper <= 1e-20 * rest.upper { break }
    }
    // Past twice the mean each term is less than half of the one before, so that what follows the last is below it.
    self.rest = rest + Interval(lower: 0, upper: Double(last) >= 2 * mu ? term.upper : .infinity)
  }
}
