// SPDX-License-Identifier: GPL-3.0-or-later
import RealModule

/// Limits for a finite number of uses of a pure-loss channel (bounds sheet, section 4): what refutes a claim.
///
/// Whatever the protocol, its proof or its devices: a key longer than ``longestKey(uses:modes:perMode:infidelity:)``
/// was not made over this channel. A shorter one proves nothing.
package enum FiniteUses {
  /// The infidelity ε of a protocol that is ε_sec-secret, ε_cor-correct and aborts with a probability (BND-28).
  ///
  /// D = ε_sec + ε_cor + p_abort and ε = D(2 − D), by Fuchs and van de Graaf.
  ///
  /// - Returns: ε in [0, 1); nil if D ≥ 1, where nothing can be said, or if a number is negative or none.
  package static func infidelity(secrecy: Double, correctness: Double, abortProbability: Double) -> Double? {
    guard secrecy >= 0, correctness >= 0, abortProbability >= 0 else { return nil }
    let distance = secrecy + correctness + abortProbability
    guard distance < 1 else { return nil }
    let infidelity = distance * (2 - distance)
    return infidelity < 1 ? infidelity : nil
  }

  /// C(ε) = log2 6 + 2 log2((1+ε)/(1−ε)) in bits (BND-22; Wilde, Tomamichel, Berta 2017, arXiv:1602.08898).
  ///
  /// - Parameter eps: 0 ≤ ε < 1; anything else gives +∞: no limit.
  package static func constant(infidelity eps: Double) -> Double {
    guard eps >= 0, eps < 1 else { return .infinity }
    let ratio = Double.log(onePlus: eps) - Double.log(onePlus: -eps)
    return Double.log(6) / PureLoss.naturalLogOfTwo + 2 * ratio / PureLoss.naturalLogOfTwo
  }

  /// n M K + C(ε): no (n, ε) protocol makes a longer key (BND-23, BND-42).
  ///
  /// - Parameters:
  ///   - uses: n, every pulse sent, whatever was done with it, n ≥ 1.
  ///   - modes: M, optical modes per pulse, above 0.
  ///   - perMode: K(η) of the weakest link in bits per mode, with η an upper limit of the transmittance.
  ///   - eps: the infidelity of ``infidelity(secrecy:correctness:abortProbability:)``.
  /// - Returns: bits, +∞ for a channel without loss.
  package static func longestKey(uses: Double, modes: Double, perMode: Double, infidelity eps: Double) -> Double {
    uses * modes * perMode + constant(infidelity: eps)
  }

  /// Whether a key exceeds a limit, up to rounding: within 1e-12 of it counts as consistent (bounds sheet, section 7).
  package static func exceeds(_ keyBits: Double, _ limit: Double) -> Bool {
    keyBits > limit * (1 + 1e-12)
  }
}
