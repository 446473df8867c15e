// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity
import RealModule

/// The original twin-field proposal (tf sheet, section 9.1; Lucamarini et al. 2018, Nature 557, 400).
///
/// Not a secure rate: it assumes that the eavesdropper makes no use of the announced phase slice.
package enum OriginalTwinField {
  /// E_M = 1/2 − M sin(2π/M)/(4π): the error of matching phases in M slices only (TF-40).
  package static func sliceError(_ slices: Int) -> Double {
    let m = Double(slices)
    return 0.5 - m * Double.sin(2 * Double.pi / m) / (4 * Double.pi)
  }

  static func outcome(
    _ eta: Double, _ pd: Double, _ misalignment: Double, _ c: ComparisonProtocol.Choices
  ) -> ComparisonProtocol.Outcome {
    let slice = sliceError(c.phaseSlices)
    let e = misalignment + slice - 2 * misalignment * slice
    let mu = c.intensity
    let signal = -Double.expMinusOne(-eta * mu)
    let q = 2 * pd + signal
    let errors = pd + e * signal
    let y1 = 2 * pd + eta
    let e1 = y1 > 0 ? (pd + e * eta) / y1 : 0.5
    let errorRate = q > 0 ? errors / q : 0.5
    let secret = mu * Double.exp(-mu) * y1 * secretFraction(e1)
    let raw =
      c.keyFraction / Double(c.phaseSlices)
      * (secret - c.errorCorrectionEfficiency * q * cappedEntropy(errorRate))
    return .init(
      rawRate: raw,
      parts: parts, values: [slice, q, errorRate, y1, e1])
  }

  static let parts = [
    Quantities.part("E_M", "error of matching phases by slices"), Quantities.part("Q", "gain"),
    Quantities.partError("E", "error rate"), Quantities.part("Y1", "single-photon yield"),
    Quantities.partPhaseError("e1", "single-photon error rate"),
  ]
}
