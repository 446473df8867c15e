// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity
import RealModule

/// Predictions that come too near to what was observed to have been made before the run (tf sheet, section 8).
///
/// An honest and exact prediction meets one of these limits with a probability of about one percent. The check cannot
/// find every fit: that is why predictions rest on a declaration, and why the standard ones need none.
enum FittedPredictions {
  private static let hint =
    "leave the predictions out (TF-34b), or use planning for expected counts; predictions must be fixed before the run"

  /// Refuses a prediction of M_Z that nearly is M_Z.
  ///
  /// - Throws: `InputError`.
  static func refuse(_ predicted: Double?, observed: Double) throws(InputError) {
    guard let predicted, observed >= 1e4 else { return }
    let near = observed < 1e5 ? 0.5 : Swift.max(1.5, 2e-3 * observed.squareRoot())
    guard abs(predicted - observed) <= near else { return }
    throw InputError(
      "pred[tail]", predicted, allowed: "looks fitted to the data: the observed M_Z is \(observed)", hint: hint)
  }

  /// Refuses predictions that nearly are the bounds of these data.
  ///
  /// - Throws: `InputError`.
  static func refuse(
    _ predictions: Predictions, pairs: [PhotonPair: Double], phaseErrorSum: Double
  ) throws(InputError) {
    func isNear(_ predicted: Double, _ bound: Double) -> Bool {
      bound >= 1e4 && abs(predicted - bound) <= 0.01 * bound.squareRoot()
    }
    let near = predictions.pairs.filter { pair, value in pairs[pair].map { isNear(value, $0) } ?? false }
    if near.count >= 2 {
      throw InputError(
        "pred[pairs]", value: "\(near.count) pairs",
        allowed: "look fitted to the data: they are the bounds of these counts",
        hint: hint)
    }
    if let predicted = predictions.phaseErrors, isNear(predicted, phaseErrorSum) {
      throw InputError(
        "pred[ph]", predicted, allowed: "looks fitted to the data: their Sigma_ph is \(phaseErrorSum)", hint: hint)
    }
  }
}
