// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments

extension Parameter where Value == Double {
  /// Length of the fibre in km.
  public static var distanceKilometres: Self { Self(LinkKeys.distanceKm) }
  /// Loss of the channel in dB, without the receiver.
  public static var lossDecibel: Self { Self(LinkKeys.lossDb) }
  /// Transmittance of the channel, without the receiver.
  public static var transmittance: Self { Self(LinkKeys.transmittance) }
  /// Attenuation of the fibre in dB/km.
  public static var attenuationDecibelPerKilometre: Self { Self(LinkKeys.attenuationDbPerKm) }
  /// Constant losses outside the fibre in dB.
  public static var excessLossDecibel: Self { Self(LinkKeys.excessLossDb) }
  /// Length of Alice's arm in km.
  public static var aliceDistanceKilometres: Self { Self(LinkKeys.aliceDistanceKm) }
  /// Length of Bob's arm in km.
  public static var bobDistanceKilometres: Self { Self(LinkKeys.bobDistanceKm) }
  /// Loss of Alice's arm in dB.
  public static var aliceLossDecibel: Self { Self(LinkKeys.aliceLossDb) }
  /// Loss of Bob's arm in dB.
  public static var bobLossDecibel: Self { Self(LinkKeys.bobLossDb) }
  /// Excess noise in shot-noise units.
  public static var excessNoise: Self { Self(LinkKeys.excessNoise) }
}

extension Parameter where Value == Int {
  /// Optical modes that a pulse occupies.
  public static var modesPerPulse: Self { Self(LinkKeys.modesPerPulse) }
}

extension Parameter where Value == String {
  /// What the description describes; the title of figures.
  public static var title: Self { Self(FileKeys.title) }
  /// Where the values come from.
  public static var reference: Self { Self(FileKeys.reference) }
}
