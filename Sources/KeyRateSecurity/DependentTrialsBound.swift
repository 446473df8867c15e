// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import RealModule

/// Concentration for dependent trials: how far a count of ones may lie from the sum of their
/// conditional probabilities (tf sheet, section 7.5; Kato 2020, arXiv:2002.04357).
///
/// n trials, Λ ones, P_u the probability of a one given all earlier trials. For a and b ≥ |a| that
/// are fixed before the run,
/// Pr[Σ P_u − Λ ≥ (b + a(2Λ/n − 1)) √n] ≤ exp(−2(b² − a²)/(1 + 4a/(3√n))²)   (TF-24),
/// Pr[Λ − Σ P_u ≥ (b + a(2Λ/n − 1)) √n] ≤ exp(−2(b² − a²)/(1 − 4a/(3√n))²)   (TF-25).
/// A prediction of Λ tunes a; a wrong prediction loosens the bound but never voids it, provided
/// that it was made before the data were seen. Without a prediction a = 0, the inequality of
/// Azuma and Hoeffding (TF-29).
@frozen
public struct DependentTrialsBound<S: Scalar>: Sendable {
  /// An affine bound x ↦ scale · x + offset.
  @frozen
  public struct Affine: Sendable {
    /// What multiplies the argument.
    public let scale: S
    /// What is added.
    public let offset: S
    /// Whether the prediction was used; otherwise this is TF-29.
    public let usesPrediction: Bool

    @inlinable init(scale: S, offset: S, usesPrediction: Bool) {
      self.scale = scale
      self.offset = offset
      self.usesPrediction = usesPrediction
    }

    /// The bound at x.
    @inlinable public func callAsFunction(_ x: S) -> S { scale * x + offset }
  }

  /// n > 0, the number of trials.
  public let trials: S
  /// ln(1/ε) > 0.
  public let logInverseFailure: S
  /// √n.
  public let rootOfTrials: S

  /// Bounds for a number of trials, each failing with probability at most ε.
  @inlinable
  public init(trials: S, logInverseFailure: S) {
    self.trials = trials
    self.logInverseFailure = logInverseFailure
    rootOfTrials = S.sqrt(trials)
  }

  /// The best a for a predicted count L~ (TF-26). Any a is sound, so rounding does not matter here.
  @inlinable
  public func tilt(predicted: Double) -> Double {
    let n = trials.approximation
    let l = -logInverseFailure.approximation
    let count = Swift.min(Swift.max(predicted, 0), n)
    let q = count * (n - count)
    let root = n.squareRoot()
    let numerator =
      72 * root * q * l - 16 * n * root * l * l
      + 9 * 2.0.squareRoot() * (n - 2 * count) * (-n * n * l * (9 * q - 2 * n * l)).squareRoot()
    let a = 3 * numerator / (4 * (9 * n - 8 * l) * (9 * q - 2 * n * l))
    return a.isFinite ? a : 0
  }

  /// b that goes with a: the exponent of TF-24 is then ln(1/ε) exactly.
  @inlinable
  public func spread(tilt a: S) -> S {
    S.sqrt(S.square(a) + logInverseFailure * S.square(S.one + S(4) * a / (S(3) * rootOfTrials)) / S(2))
  }

  /// b − a; for a > 0 without cancellation (TF-38).
  @inlinable
  func spreadMinusTilt(_ a: S) -> S {
    let b = spread(tilt: a)
    guard a.lowest > 0 else { return b - a }
    return logInverseFailure * S.square(S.one + S(4) * a / (S(3) * rootOfTrials)) / (S(2) * (a + b))
  }

  /// b + a; for a < 0 without cancellation.
  @inlinable
  func spreadPlusTilt(_ a: S) -> S {
    let b = spread(tilt: a)
    guard a.highest < 0 else { return b + a }
    return logInverseFailure * S.square(S.one + S(4) * a / (S(3) * rootOfTrials)) / (S(2) * (b - a))
  }

  /// x + √(n ln(1/ε)/2), for either direction (TF-29).
  @inlinable
  public var withoutPrediction: Affine {
    Affine(scale: S.one, offset: S.sqrt(trials * logInverseFailure / S(2)), usesPrediction: false)
  }

  /// Σ P_u from above, given the count Λ or an upper bound on it (TF-27, before the cap at n).
  ///
  /// - Parameter predicted: Λ as predicted before the run; nil gives TF-29.
  @inlinable
  public func sumFromCount(predicted: Double?) -> Affine {
    guard let predicted else { return withoutPrediction }
    let a = S(tilt(predicted: predicted))
    let scale = S.one + S(2) * a / rootOfTrials
    // Increasing in Λ, so that an upper bound may stand for it; otherwise the fallback.
    guard scale.lowest >= 0 else { return withoutPrediction }
    return Affine(scale: scale, offset: spreadMinusTilt(a) * rootOfTrials, usesPrediction: true)
  }

  /// Λ from above, given Σ P_u or an upper bound on it (TF-28, before the cap at n).
  @inlinable
  public func countFromSum(predicted: Double?) -> Affine {
    guard let predicted else { return withoutPrediction }
    let n = trials.approximation
    let a = S(tilt(predicted: n - Swift.min(Swift.max(predicted, 0), n)))
    let denominator = S.one + S(2) * a / rootOfTrials
    guard denominator.lowest > 0, (S.one + S(4) * a / (S(3) * rootOfTrials)).lowest > 0 else {
      return withoutPrediction
    }
    return Affine(
      scale: S.one / denominator, offset: spreadPlusTilt(a) * rootOfTrials / denominator, usesPrediction: true)
  }
}
