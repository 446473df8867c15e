// SPDX-License-Identifier: GPL-3.0-or-later
extension Parameter where Value == Double {
  /// Length of the fibre in km.
  public static var distanceKilometres: Self { Self("link.distance_km") }
  /// Loss of the channel in dB, without the receiver.
  public static var lossDecibel: Self { Self("link.loss_db") }
  /// Transmittance of the channel, without the receiver.
  public static var transmittance: Self { Self("link.transmittance") }
  /// Attenuation of the fibre in dB/km.
  public static var attenuationDecibelPerKilometre: Self { Self("link.attenuation_db_per_km") }
  /// Constant losses outside the fibre in dB.
  public static var excessLossDecibel: Self { Self("link.excess_loss_db") }
  /// Share of the length, or of the loss, between Alice and the middle.
  public static var aliceShare: Self { Self("link.alice_share") }
  /// Length of Alice's arm in km.
  public static var aliceDistanceKilometres: Self { Self("link.alice_distance_km") }
  /// Length of Bob's arm in km.
  public static var bobDistanceKilometres: Self { Self("link.bob_distance_km") }
  /// Loss of Alice's arm in dB.
  public static var aliceLossDecibel: Self { Self("link.alice_loss_db") }
  /// Loss of Bob's arm in dB.
  public static var bobLossDecibel: Self { Self("link.bob_loss_db") }
  /// Excess noise in shot-noise units.
  public static var excessNoise: Self { Self("link.excess_noise") }
}

extension Parameter where Value == Int {
  /// Optical modes that a pulse occupies.
  public static var modesPerPulse: Self { Self("link.modes_per_pulse") }
}

extension Parameter where Value == String {
  /// What the description describes; the title of figures.
  public static var title: Self { Self("title") }
  /// Where the values come from.
  public static var reference: Self { Self("reference") }
}
