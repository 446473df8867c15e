// SPDX-License-Identifier: GPL-3.0-or-later
import RealModule

extension RelativeEntropy {
  /// The derivatives of a root p of D(a‖p) = c by c and by a (BB-80).
  ///
  /// - Parameters:
  ///   - p: the root, strictly between 0 and 1 and different from a.
  ///   - a: strictly between 0 and 1.
  package static func rootSlopes(_ p: Double, _ a: Double) -> (dc: Double, da: Double) {
    let dc = p * (1 - p) / (p - a)
    // ln[p (1 − a)/(a (1 − p))], written with the difference.
    return (dc, dc * (Double.log(onePlus: (p - a) / a) - Double.log(onePlus: (a - p) / (1 - a))))
  }

  /// The derivatives of a bound n p(x/n, L/n) on a mean by the count x and by n (BB-81).
  ///
  /// - Parameters:
  ///   - bound: the bound itself, upper or lower.
  ///   - x: the count, 0 < x < n.
  ///   - l: L = ln(1/ε) > 0.
  package static func slopes(of bound: Double, _ x: Double, of n: Double, logInverseFailure l: Double) -> (
    dx: Double, dn: Double
  ) {
    let a = x / n
    let p = bound / n
    let (dc, da) = rootSlopes(p, a)
    return (da, p - a * da - l / n * dc)
  }
}
