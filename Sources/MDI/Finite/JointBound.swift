// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

/// Bounds on weighted sums of expectations, Σ γ_k E_k with γ_k ≥ 0 (mdi sheet, MDI-39; Zhou, Yu, Wang
/// 2016, arXiv:1509.08389; Yu, Zhou, Wang 2015).
///
/// Sorted by weight the sum is (γ1)(E1+E2+…) + (γ2−γ1)(E2+…) + …: sums of counts fluctuate less than
/// their parts, and as many tails are used as there are terms.
enum JointBound {
  static func lower<S: Scalar>(_ terms: [(weight: S, count: S)], _ tails: CountTails<S>, joint: Bool) -> S {
    guard joint else {
      return terms.reduce(S.zero) { $0 + $1.weight * tails.expectationLower($1.count) }
    }
    return telescoped(terms) { step, count in
      ThreeIntensityAnalysis.extreme(
        step, lower: { tails.expectationLower(count) }, upper: { tails.expectationUpper(count) })
    }
  }

  static func upper<S: Scalar>(_ terms: [(weight: S, count: S)], _ tails: CountTails<S>, joint: Bool) -> S {
    guard joint else {
      return terms.reduce(S.zero) { $0 + $1.weight * tails.expectationUpper($1.count) }
    }
    return telescoped(terms) { step, count in
      -ThreeIntensityAnalysis.extreme(
        -step, lower: { tails.expectationLower(count) }, upper: { tails.expectationUpper(count) })
    }
  }

  private static func telescoped<S: Scalar>(
    _ terms: [(weight: S, count: S)], _ bound: (_ step: S, _ count: S) -> S
  ) -> S {
    // The identity holds in any order; a step that rounding leaves without a sign is bounded both ways.
    let sorted = terms.sorted { $0.weight.approximation < $1.weight.approximation }
    var before = S.zero
    var rest = sorted.reduce(S.zero) { $0 + $1.count }
    var sum = S.zero
    for (index, term) in sorted.enumerated() {
      sum = sum + bound(term.weight - before, rest)
      before = term.weight
      // Summed anew: differences of large sums would lose small counts.
      rest = sorted[(index + 1)...].reduce(S.zero) { $0 + $1.count }
    }
    return sum
  }
}
