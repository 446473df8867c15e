// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import RealModule

/// The fraction of photons that arrive, between 0 and 1.
package struct Transmittance: Sendable, Equatable, Hashable {
  /// η, 0 ≤ η ≤ 1.
  package let value: Double
  /// The loss in dB; +∞ for a transmittance of 0. Kept as it was given, so that 2 dB stay 2 dB.
  package let lossDecibel: Double

  /// Makes a transmittance; nil outside [0, 1] or for NaN.
  package init?(_ value: Double) {
    guard value >= 0, value <= 1 else { return nil }
    self.init(unchecked: value, lossDecibel: value == 1 ? 0 : -10 * Double.log10(value))
  }

  private init(unchecked value: Double, lossDecibel: Double) {
    self.value = value
    self.lossDecibel = lossDecibel
  }

  /// The transmittance of a loss: η = 10^(−loss/10) (bb84 sheet, BB-1; bounds sheet, section 0).
  ///
  /// - Parameter lossDecibel: the loss in dB; below 0 there is no passive link: nil. A loss
  ///   above 3000 dB is a transmittance of 0.
  package init?(lossDecibel: Double) {
    guard lossDecibel >= 0 else { return nil }
    self.init(unchecked: lossDecibel > 3000 ? 0 : Double.exp10(-lossDecibel / 10), lossDecibel: lossDecibel)
  }

  /// Everything lets through.
  package static let one = Transmittance(unchecked: 1, lossDecibel: 0)

  /// Two elements one behind the other.
  package static func * (a: Transmittance, b: Transmittance) -> Transmittance {
    Transmittance(unchecked: a.value * b.value, lossDecibel: a.lossDecibel + b.lossDecibel)
  }
}
