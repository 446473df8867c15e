// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments

extension Parameter where Value == Double {
  /// Pulses per second.
  public static var repetitionRateHertz: Self { Self(SourceKeys.repetitionRateHz) }
  /// Intensity of the weakest decoy in photons per pulse, where the others are optimised.
  public static var weakestIntensity: Self { Self(SourceKeys.weakestIntensity) }
  /// Probability of the key basis.
  public static var keyBasisProbability: Self { Self(SourceKeys.keyBasisProbability) }
  /// Intensity of Alice's key pulses in photons per pulse.
  public static var keyIntensity: Self { Self(SourceKeys.keyIntensity) }
  /// Intensity of Bob's key pulses in photons per pulse.
  public static var bobKeyIntensity: Self { Self(SourceKeys.bobKeyIntensity) }
  /// Probability of the key mode.
  public static var keyModeProbability: Self { Self(SourceKeys.keyModeProbability) }
  /// Probability that a user sends in a key window.
  public static var sendingProbability: Self { Self(SourceKeys.sendingProbability) }
  /// Modulation variance per quadrature in shot-noise units.
  public static var modulationVariance: Self { Self(SourceKeys.modulationVariance) }
  /// Bob's modulation variance per quadrature in shot-noise units.
  public static var bobModulationVariance: Self { Self(SourceKeys.bobModulationVariance) }
  /// Photons per symbol of a constellation.
  public static var meanPhotons: Self { Self(SourceKeys.meanPhotons) }
  /// Amplitude of the states of a constellation.
  public static var amplitude: Self { Self(SourceKeys.amplitude) }
}

extension Parameter where Value == Int {
  /// How many decoy intensities there are.
  public static var decoys: Self { Self(SourceKeys.decoys) }
  /// How many states a constellation has.
  public static var states: Self { Self(SourceKeys.states) }
}

extension Parameter where Value == [Double] {
  /// Intensities in photons per pulse, strongest first; of two users Alice's.
  public static var intensities: Self { Self(SourceKeys.intensities) }
  /// Their probabilities.
  public static var intensityProbabilities: Self { Self(SourceKeys.intensityProbabilities) }
  /// Bob's intensities in photons per pulse.
  public static var bobIntensities: Self { Self(SourceKeys.bobIntensities) }
  /// Their probabilities.
  public static var bobIntensityProbabilities: Self { Self(SourceKeys.bobIntensityProbabilities) }
  /// Intensities of the test mode in photons per pulse, strongest first.
  public static var testIntensities: Self { Self(SourceKeys.testIntensities) }
  /// Their probabilities.
  public static var testProbabilities: Self { Self(SourceKeys.testProbabilities) }
  /// Probability of the key basis for each intensity.
  public static var keyBasisProbabilities: Self { Self(SourceKeys.keyBasisProbabilities) }
}

extension Parameter where Value == String {
  /// The protocol within its family.
  public static var scheme: Self { Self(SourceKeys.scheme) }
  /// `gaussian`, `psk`, `qam` or `file`.
  public static var modulation: Self { Self(SourceKeys.modulation) }
}
