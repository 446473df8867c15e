// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// The concentration bound of each term, by method and prediction (TF-27, TF-28, TF-29).
struct TunedConcentration<S: Scalar> {
  private let bound: DependentTrialsBound<S>
  private let method: ConcentrationMethod
  private let predictions: Predictions?

  /// Tunes a bound.
  ///
  /// - Parameter predictions: nil, or a term that is missing, leaves the bound untuned.
  init(_ bound: DependentTrialsBound<S>, _ method: ConcentrationMethod, _ predictions: Predictions?) {
    self.bound = bound
    self.method = method
    self.predictions = predictions
  }

  private func prediction(_ pair: PhotonPair) -> Double? {
    switch method {
    case .kato: predictions?.pairs[pair]
    case .paper: pair == PhotonPair(0, 0) ? predictions?.pairs[pair] : nil
    case .azuma: nil
    }
  }

  /// Σ P_u of a pair, from its count.
  func pair(_ pair: PhotonPair) -> DependentTrialsBound<S>.Affine { bound.sumFromCount(predicted: prediction(pair)) }

  /// Σ P_u of all test successes, from M_Z.
  var tail: DependentTrialsBound<S>.Affine {
    bound.sumFromCount(predicted: method == .kato ? predictions?.testCount : nil)
  }

  /// N_ph, from Σ_ph.
  var phaseErrors: DependentTrialsBound<S>.Affine {
    bound.countFromSum(predicted: method == .kato ? predictions?.phaseErrors : nil)
  }
}
