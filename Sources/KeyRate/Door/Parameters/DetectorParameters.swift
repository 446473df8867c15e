// SPDX-License-Identifier: GPL-3.0-or-later
extension Parameter where Value == Double {
  /// Efficiency of the receiver with its optics.
  public static var detectorEfficiency: Self { Self("detector.efficiency") }
  /// Dark counts of one detector in one gate.
  public static var darkCountProbability: Self { Self("detector.dark_count_probability") }
  /// Dark counts of one detector per second.
  public static var darkCountRateHertz: Self { Self("detector.dark_count_rate_hz") }
  /// Background of all detectors in one gate.
  public static var backgroundProbability: Self { Self("detector.background_probability") }
  /// Gate or acceptance window in s.
  public static var gateSeconds: Self { Self("detector.gate_s") }
  /// Dead time in s.
  public static var deadTimeSeconds: Self { Self("detector.dead_time_s") }
  /// Probability of an after-pulse.
  public static var afterpulseProbability: Self { Self("detector.afterpulse_probability") }
  /// Probability that a photon takes the wrong output.
  public static var misalignment: Self { Self("detector.misalignment") }
  /// Angle between the polarisations of the users' pulses in rad.
  public static var polarisationAngleRadians: Self { Self("detector.polarisation_angle_rad") }
  /// Offset between the users' phases in rad.
  public static var phaseOffsetRadians: Self { Self("detector.phase_offset_rad") }
  /// Electronic noise of a balanced detector in its shot noise.
  public static var electronicNoise: Self { Self("detector.electronic_noise") }
}

extension Parameter where Value == String {
  /// The model of the receiver.
  public static var detectorModel: Self { Self("detector.model") }
  /// `homodyne` or `heterodyne`.
  public static var detection: Self { Self("detector.detection") }
  /// Whether the receiver is trusted, and how far.
  public static var detectorTrust: Self { Self("detector.trust") }
}
