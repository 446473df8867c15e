// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments

extension Parameter where Value == Double {
  /// Pulses per second.
  public static var repetitionRateHertz: Self { Self(SourceKeys.repetitionRateHz) }
  /// Probability of the key basis.
  public static var keyBasisProbability: Self { Self(SourceKeys.keyBasisProbability) }
  /// Intensity of Alice's key pulses in photons per pulse.
  public static var keyIntensity: Self { Self(SourceKeys.keyIntensity) }
  /// Probability of the key mode.
  public static var keyModeProbability: Self { Self(SourceKeys.keyModeProbability) }
  /// Modulation variance per quadrature in shot-noise units.
  public static var modulationVariance: Self { Self(SourceKeys.modulationVariance) }
}

extension Parameter where Value == Int {
  /// How many decoy intensities there are.
  public static var decoys: Self { Self(SourceKeys.decoys) }
}

extension Parameter where Value == [Double] {
  /// Intensities in photons per pulse, strongest first; of two users Alice's.
  public static var intensities: Self { Self(SourceKeys.intensities) }
  /// Their probabilities.
  public static var intensityProbabilities: Self { Self(SourceKeys.intensityProbabilities) }
  /// Intensities of the test mode in photons per pulse, strongest first.
  public static var testIntensities: Self { Self(SourceKeys.testIntensities) }
  /// Their probabilities.
  public static var testProbabilities: Self { Self(SourceKeys.testProbabilities) }
}

extension Parameter where Value == String {
  /// The protocol within its family.
  public static var scheme: Self { Self(SourceKeys.scheme) }
  /// `gaussian`, `psk`, `qam` or `file`.
  public static var modulation: Self { Self(SourceKeys.modulation) }
}
