// SPDX-License-Identifier: GPL-3.0-or-later
/// An optical fibre with further constant losses.
package struct Fibre: Sendable, Equatable {
  /// The attenuation of standard telecom fibre at 1550 nm, the default everywhere, in dB/km.
  package static let standardAttenuation = 0.2

  /// The length in km, not negative.
  package let lengthKm: Double
  /// The attenuation coefficient in dB/km, not negative.
  package let attenuationDecibelPerKm: Double
  /// Constant losses outside the fibre (connectors, insertion), in dB, not negative.
  package let excessLossDecibel: Double
  /// η = 10^(−(α L + excess)/10) (bb84 sheet, BB-1).
  package let transmittance: Transmittance

  /// Makes a fibre; nil if a quantity is negative or not finite.
  package init?(
    lengthKm: Double, attenuationDecibelPerKm: Double = Fibre.standardAttenuation, excessLossDecibel: Double = 0
  ) {
    let all = [lengthKm, attenuationDecibelPerKm, excessLossDecibel]
    guard all.allSatisfy({ $0 >= 0 && $0.isFinite }) else { return nil }
    guard let transmittance = Transmittance(lossDecibel: attenuationDecibelPerKm * lengthKm + excessLossDecibel) else {
      return nil
    }
    self.transmittance = transmittance
    self.lengthKm = lengthKm
    self.attenuationDecibelPerKm = attenuationDecibelPerKm
    self.excessLossDecibel = excessLossDecibel
  }

  /// The total loss α L + excess in dB (bb84 sheet, BB-2).
  package var lossDecibel: Double { attenuationDecibelPerKm * lengthKm + excessLossDecibel }
}
