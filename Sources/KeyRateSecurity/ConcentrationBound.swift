// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

/// How the mean of a count is bounded from the count that was seen (bb84 sheet, section 3).
///
/// Setting: given the photon numbers of the detected pulses, the intensities are independent,
/// so a count x among n detections is a sum of n independent, not identical Bernoulli variables
/// with mean x* (Lim et al. 2014, arXiv:1311.7129, appendix A). Each bound fails with
/// probability at most ε = e^−L, one event each: P(x* > upper) ≤ ε, P(x* < lower) ≤ ε.
public enum ConcentrationBound: String, Sendable, CaseIterable {
  /// Chernoff-Hoeffding bound with the relative entropy (BB-22); the default and the tightest.
  case kl
  /// Hoeffding's additive bound x ± √(n L/2) (BB-21; Lim et al. 2014, A1).
  case hoeffding
  /// The closed Chernoff form of Yin et al. 2020, Sci. Rep. 10, 14312 (BB-23).
  case chernoff
  /// No fluctuation (BB-24): the limit of infinite blocks, refused with measured counts.
  case none

  /// The equation of the formula sheet and its published source.
  package var origin: Quantity.Origin {
    switch self {
    case .kl: .init("BB-22", "Hoeffding 1963, theorem 1")
    case .hoeffding: .init("BB-21", "Lim et al. 2014, arXiv:1311.7129, Eq. A1")
    case .chernoff: .init("BB-23", "Yin et al. 2020, Sci. Rep. 10, 14312")
    case .none: .init("BB-24", "limit of infinite blocks")
    }
  }

  /// An upper bound on the mean.
  ///
  /// - Parameters:
  ///   - x: the count, 0 ≤ x ≤ n; expected counts may be real numbers.
  ///   - n: the number of detections that could have been counted.
  ///   - l: L = ln(1/ε).
  /// - Returns: the bound, not clipped: the additive forms may exceed n.
  @inlinable
  public func upper<S: Scalar>(_ x: S, of n: S, logInverseFailure l: S) -> UpperBound<S> {
    switch self {
    case .kl: UpperBound(RelativeEntropy.upperBound(x, of: n, logInverseFailure: l))
    case .hoeffding: UpperBound(x + S.sqrt(n * l / S(2)))
    case .chernoff: UpperBound(x + l + S.sqrt(S(2) * l * x + l * l))
    case .none: UpperBound(x)
    }
  }

  /// A lower bound on the mean; parameters as in ``upper(_:of:logInverseFailure:)``.
  ///
  /// - Returns: the bound, not clipped: the additive forms may be negative.
  @inlinable
  public func lower<S: Scalar>(_ x: S, of n: S, logInverseFailure l: S) -> LowerBound<S> {
    switch self {
    case .kl: LowerBound(RelativeEntropy.lowerBound(x, of: n, logInverseFailure: l))
    case .hoeffding: LowerBound(x - S.sqrt(n * l / S(2)))
    case .chernoff: LowerBound(x - l / S(2) - S.sqrt(S(2) * l * x + l * l / S(4)))
    case .none: LowerBound(x)
    }
  }
}
