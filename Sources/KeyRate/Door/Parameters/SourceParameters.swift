// SPDX-License-Identifier: GPL-3.0-or-later
extension Parameter where Value == Double {
  /// Pulses per second.
  public static var repetitionRateHertz: Self { Self("source.repetition_rate_hz") }
  /// Intensity of the weakest decoy in photons per pulse, where the others are optimised.
  public static var weakestIntensity: Self { Self("source.weakest_intensity") }
  /// Probability of the key basis.
  public static var keyBasisProbability: Self { Self("source.key_basis_probability") }
  /// Intensity of Alice's key pulses in photons per pulse.
  public static var keyIntensity: Self { Self("source.key_intensity") }
  /// Intensity of Bob's key pulses in photons per pulse.
  public static var bobKeyIntensity: Self { Self("source.bob_key_intensity") }
  /// Probability of the key mode.
  public static var keyModeProbability: Self { Self("source.key_mode_probability") }
  /// Probability that a user sends in a key window.
  public static var sendingProbability: Self { Self("source.sending_probability") }
  /// Modulation variance per quadrature in shot-noise units.
  public static var modulationVariance: Self { Self("source.modulation_variance") }
  /// Bob's modulation variance per quadrature in shot-noise units.
  public static var bobModulationVariance: Self { Self("source.bob_modulation_variance") }
  /// Photons per symbol of a constellation.
  public static var meanPhotons: Self { Self("source.mean_photons") }
  /// Amplitude of the states of a constellation.
  public static var amplitude: Self { Self("source.amplitude") }
}

extension Parameter where Value == Int {
  /// How many decoy intensities there are.
  public static var decoys: Self { Self("source.decoys") }
  /// How many states a constellation has.
  public static var states: Self { Self("source.states") }
}

extension Parameter where Value == [Double] {
  /// Intensities in photons per pulse, strongest first; of two users Alice's.
  public static var intensities: Self { Self("source.intensities") }
  /// Their probabilities.
  public static var intensityProbabilities: Self { Self("source.intensity_probabilities") }
  /// Bob's intensities in photons per pulse.
  public static var bobIntensities: Self { Self("source.bob_intensities") }
  /// Their probabilities.
  public static var bobIntensityProbabilities: Self { Self("source.bob_intensity_probabilities") }
  /// Intensities of the test mode in photons per pulse, strongest first.
  public static var testIntensities: Self { Self("source.test_intensities") }
  /// Their probabilities.
  public static var testProbabilities: Self { Self("source.test_probabilities") }
  /// Probability of the key basis for each intensity.
  public static var keyBasisProbabilities: Self { Self("source.key_basis_probabilities") }
}

extension Parameter where Value == String {
  /// The protocol within its family.
  public static var scheme: Self { Self("source.scheme") }
  /// `gaussian`, `psk`, `qam` or `file`.
  public static var modulation: Self { Self("source.modulation") }
}
