// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import RealModule

/// Limits on the secret-key rate over a lossy channel, in bits per use of one optical mode
/// (bounds sheet, sections 0 and 1).
///
/// They are upper bounds on what any protocol can do. A rate below them proves nothing.
package enum PureLoss {
  /// K(η) = −log2(1 − η): the repeaterless (PLOB) bound (BND-4).
  ///
  /// Pirandola, Laurenza, Ottaviani, Banchi 2017, arXiv:1510.08863. η = 1 gives +∞.
  package static func repeaterless(_ eta: Transmittance) -> Double {
    eta.value == 1 ? .infinity : -Double.log(onePlus: -eta.value) / naturalLogOfTwo
  }

  /// log2((1+η)/(1−η)): the weaker bound of Takeoka, Guha and Wilde 2014, arXiv:1504.06390 (BND-5).
  package static func takeokaGuhaWilde(_ eta: Transmittance) -> Double {
    eta.value == 1
      ? .infinity : (Double.log(onePlus: eta.value) - Double.log(onePlus: -eta.value)) / naturalLogOfTwo
  }

  /// max(0, log2(η/(1−η))): the private capacity without public feedback (BND-6), zero from 3 dB on.
  ///
  /// Wolf, Pérez-García, Giedke 2007. What some code reaches asymptotically; never a key length.
  package static func unassistedPrivate(_ eta: Transmittance) -> Double {
    if eta.value == 1 { return .infinity }
    if eta.value <= 0.5 { return 0 }
    // Near 1/2 the quotient is near 1: its excess is taken without rounding it first.
    return Double.log(onePlus: (2 * eta.value - 1) / (1 - eta.value)) / naturalLogOfTwo
  }

  /// The bound per pulse that occupies several orthogonal modes: each mode is a use (BND-1).
  ///
  /// - Parameters:
  ///   - perMode: the bound per mode.
  ///   - modes: M, the modes per pulse: 2 for polarisation, dual-rail time bins or two-pulse phase
  ///     encoding; 1 for the plot convention "one mode per pulse".
  package static func perPulse(_ perMode: Double, modes: Double) -> Double { perMode * modes }

  /// The bound per second (BND-2): M · f · K(η), with the clock f in Hz.
  package static func perSecond(_ perMode: Double, modes: Double, clockHz: Double) -> Double {
    perMode * modes * clockHz
  }

  static let naturalLogOfTwo = 0.6931471805599453
}
