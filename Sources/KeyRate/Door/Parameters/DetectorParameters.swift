// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments

extension Parameter where Value == Double {
  /// Efficiency of the receiver with its optics.
  public static var detectorEfficiency: Self { Self(DetectorKeys.efficiency) }
  /// Dark counts of one detector in one gate.
  public static var darkCountProbability: Self { Self(DetectorKeys.darkCountProbability) }
  /// Dark counts of one detector per second.
  public static var darkCountRateHertz: Self { Self(DetectorKeys.darkCountRateHz) }
  /// Background of all detectors in one gate.
  public static var backgroundProbability: Self { Self(DetectorKeys.backgroundProbability) }
  /// Dead time in s.
  public static var deadTimeSeconds: Self { Self(DetectorKeys.deadTimeS) }
  /// Probability of an after-pulse.
  public static var afterpulseProbability: Self { Self(DetectorKeys.afterpulseProbability) }
  /// Probability that a photon takes the wrong output.
  public static var misalignment: Self { Self(DetectorKeys.misalignment) }
  /// Electronic noise of a balanced detector in its shot noise.
  public static var electronicNoise: Self { Self(DetectorKeys.electronicNoise) }
}

extension Parameter where Value == String {
  /// The model of the receiver.
  public static var detectorModel: Self { Self(DetectorKeys.model) }
  /// `homodyne` or `heterodyne`.
  public static var detection: Self { Self(DetectorKeys.detection) }
}
