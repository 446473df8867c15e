// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

extension SamplingBound {
  /// The derivatives of the `kl` bound φ = p + (s_Z/s_X)(p − v/s_Z) by its three arguments (BB-82).
  ///
  /// - Parameters:
  ///   - v: errors in the test rounds, 0 < v < s_Z/2.
  ///   - sZ: test rounds.
  ///   - sX: key rounds.
  ///   - l: ln(1/ε); the failure probability is ε².
  package static func klSlopes(errors v: Double, test sZ: Double, key sX: Double, logInverseFailure l: Double) -> (
    dv: Double, dsZ: Double, dsX: Double
  ) {
    let b = v / sZ
    let r = sZ / sX
    let c = 2 * l / sZ
    let p = RelativeEntropy.upperBound(v, of: sZ, logInverseFailure: 2 * l) / sZ
    let (pc, pb) = RelativeEntropy.rootSlopes(p, b)
    return (
      ((1 + r) * pb - r) / sZ, -(1 + r) * (b * pb + c * pc) / sZ + (p - b) / sX + r * b / sZ, -(r / sX) * (p - b)
    )
  }
}
