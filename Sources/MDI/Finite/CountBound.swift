// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// How an expectation is bounded from a count, and a count from its expectation (mdi sheet, section 5.2).
///
/// Setting: given the record of announcements, a count is a sum of independent, not identical
/// Bernoulli variables with expectation E, of any number. Each bound fails with probability at most
/// ε = e^−β.
package enum CountBound: String, Sendable, CaseIterable {
  /// Multiplicative Chernoff bound, inverted exactly (MDI-24, MDI-25); the default and the tightest.
  case chernoff
  /// Closed forms of the same, looser (MDI-26; as used around Jiang et al. 2021).
  case chernoffSimple
  /// Standard deviations of a normal variable (MDI-28): not a bound, not composable.
  case gaussian

  /// The equations of the formula sheet.
  package var equation: String {
    switch self {
    case .chernoff: "MDI-24, MDI-25"
    case .chernoffSimple: "MDI-26"
    case .gaussian: "MDI-28"
    }
  }
}

extension CountBound {
  /// Where the expectation of an observed count lies, each end up to a failure probability.
  ///
  /// - Parameters:
  ///   - x: the count, 0 or more.
  ///   - eps: ε of each end, 0 < ε < 1.
  package func expectation(observed x: Double, failure eps: Double) -> ClosedRange<Double> {
    let tails = CountTails(self, beta: -Double.log(eps))
    let lower = tails.expectationLower(x)
    return lower...Double.maximum(lower, tails.expectationUpper(x))
  }

  /// Where a count of known expectation lies; parameters as above.
  package func count(expected e: Double, failure eps: Double) -> ClosedRange<Double> {
    let tails = CountTails(self, beta: -Double.log(eps))
    let lower = tails.countLower(e)
    return lower...Double.maximum(lower, tails.countUpper(e))
  }
}

/// A count bound with its failure probability.
struct CountTails<S: Scalar>: Sendable {
  let kind: CountBound
  /// β = ln(1/ε).
  let beta: S
  /// z of `gaussian`: the standard deviations that a normal variable exceeds with probability ε.
  private let deviations: S

  init(_ kind: CountBound, beta: S) {
    self.kind = kind
    self.beta = beta
    deviations = kind == .gaussian ? S(NormalDeviations.upperTail(logInverse: beta.approximation)) : S.zero
  }

  /// E_U: with probability 1 − ε the expectation is not above it.
  func expectationUpper(_ x: S) -> S {
    switch kind {
    case .chernoff: PoissonTailBound.mean(ofCount: x, logInverseFailure: beta).upper.value
    case .chernoffSimple: x + beta + S.sqrt(S(2) * beta * x + beta * beta)
    case .gaussian: x + deviations * S.sqrt(x)
    }
  }

  /// E_L: with probability 1 − ε the expectation is not below it; never negative.
  func expectationLower(_ x: S) -> S {
    switch kind {
    case .chernoff: PoissonTailBound.mean(ofCount: x, logInverseFailure: beta).lower.value
    case .chernoffSimple:
      S.maximum(S.zero, x - beta / S(2) - S.sqrt(S(2) * beta * x + beta * beta / S(4)))
    case .gaussian: S.maximum(S.zero, x - deviations * S.sqrt(x))
    }
  }

  /// x_U: with probability 1 − ε the count does not exceed it.
  func countUpper(_ e: S) -> S {
    switch kind {
    case .chernoff: PoissonTailBound.count(ofMean: e, logInverseFailure: beta).value
    case .chernoffSimple: e + (beta + S.sqrt(S(8) * beta * e + beta * beta)) / S(2)
    case .gaussian: e
    }
  }

  /// x_L: with probability 1 − ε the count does not fall below it; never negative.
  func countLower(_ e: S) -> S {
    switch kind {
    case .chernoff: PoissonTailBound.leastCount(ofMean: e, logInverseFailure: beta).value
    case .chernoffSimple: S.maximum(S.zero, e - S.sqrt(S(2) * beta * e))
    case .gaussian: e
    }
  }

  /// The derivative of x_U at an expectation and its value.
  func slopeUpper(_ e: S, count x: S) -> S {
    switch kind {
    case .chernoff: e.lowest > 0 ? Self.exactSlope(e, x) : S(.infinity)
    case .chernoffSimple:
      e.lowest > 0 || beta.lowest > 0 ? S.one + S(2) * beta / S.sqrt(S(8) * beta * e + beta * beta) : S.one
    case .gaussian: S.one
    }
  }

  /// The derivative of x_L at an expectation and its value; 0 where x_L is 0.
  func slopeLower(_ e: S, count x: S) -> S {
    guard x.highest > 0 else { return S.zero }
    switch kind {
    case .chernoff: return x.lowest > 0 ? Self.exactSlope(e, x) : S.hull(S.zero, S.one)
    case .chernoffSimple: return e.lowest > 0 ? S.one - S.sqrt(beta / (S(2) * e)) : S.zero
    case .gaussian: return S.one
    }
  }

  /// dx/dE = (x/E − 1)/ln(x/E) on either branch of MDI-25.
  private static func exactSlope(_ e: S, _ x: S) -> S {
    let v = (x - e) / e
    if abs(v.approximation) < 1e-6 { return S.hull(S.one, S.one + v) }
    return v / S.log(onePlus: v)
  }
}
