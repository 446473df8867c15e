// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// The shot-noise unit from the electronics of a laboratory (cv sheet, sections 3.1a and 9).
///
/// Hypotheses: shot noise and electronic noise Gaussian and white, one unit for both detectors of a heterodyne
/// receiver, and the local oscillator as strong in the run as in the calibration.
package struct ShotNoiseCalibration: Sendable, Equatable {
  /// L̂: variance with the local oscillator and without signal, in squared volts.
  package let light: Double
  /// Independent samples behind L̂; nil if they were not told, which makes a result planning only.
  package let lightSamples: Double?
  /// Ê: variance without any light.
  package let dark: Double
  /// Independent samples behind Ê.
  package let darkSamples: Double?

  /// Takes over a calibration.
  ///
  /// - Throws: `InputError` if the shot noise does not exceed the electronic noise.
  package init(
    light: Double, lightSamples: Double? = nil, dark: Double, darkSamples: Double? = nil
  ) throws(InputError) {
    try require(dark, "dark_variance", in: 0...1e30)
    try require(light, "light_variance", in: 0...1e30)
    for (name, samples) in [("light_samples", lightSamples), ("dark_samples", darkSamples)] {
      if let samples { try require(samples, name, in: 2...1e18, hint: "independent samples behind the variance") }
    }
    guard light > dark else {
      throw InputError(
        "light_variance", light, allowed: "must exceed the variance without light, \(dark)",
        hint: "local oscillator on and signal blocked, against everything off")
    }
    self.light = light
    self.lightSamples = lightSamples
    self.dark = dark
    self.darkSamples = darkSamples
  }

  /// N0 = L̂ − Ê in squared volts.
  package var unit: Double { light - dark }
  /// v_el = Ê/N0 in shot-noise units.
  package var electronicNoise: Double { dark / unit }
  /// Whether both numbers of samples are known, so that the unit can be confined.
  package var isCounted: Bool { lightSamples != nil && darkSamples != nil }
}

/// What a calibration confines the unit to, except with probability 4 ε_PE/7 (CV-90).
package struct UnitRegion<S: Scalar>: Sendable {
  /// L_lo, L_hi: shot and electronic noise together.
  package let light: (low: S, high: S)
  /// E_lo, E_hi: electronic noise.
  package let dark: (low: S, high: S)

  /// N_lo = L_lo − E_hi.
  package var low: S { light.low - dark.high }
  /// N_hi = L_hi − E_lo.
  package var high: S { light.high - dark.low }

  /// The interval of each variance by both tails of χ² (Laurent and Massart 2000); nil if a sample is too small.
  ///
  /// - Parameter x: ln(7/ε_PE).
  init?(_ calibration: ShotNoiseCalibration, _ x: S) {
    guard let lightSamples = calibration.lightSamples, let darkSamples = calibration.darkSamples,
      let light = Self.interval(calibration.light, lightSamples, x),
      let dark = Self.interval(calibration.dark, darkSamples, x)
    else { return nil }
    self.light = light
    self.dark = dark
    guard low.isCertainlyPositive else { return nil }
  }

  private static func interval(_ variance: Double, _ samples: Double, _ x: S) -> (low: S, high: S)? {
    let k = S(samples)
    let spread = S(2) * S.sqrt(k * x)
    let rest = k - spread
    guard rest.isCertainlyPositive else { return nil }
    let sum = k * S(variance)
    return (sum / (k + spread + S(2) * x), sum / rest)
  }
}

extension Quantities {
  private static let laurentMassart = "Laurent and Massart 2000, lemma 1; derived in the cv sheet"
  static let leastUnit = Quantity(
    .estimation, "unit_lo", "shot-noise unit", .lowerBound, "CV-90", laurentMassart, unit: "V^2")
  static let largestUnit = Quantity(
    .estimation, "unit_hi", "shot-noise unit", .upperBound, "CV-90", laurentMassart, unit: "V^2")

  static let calibration = [leastUnit, largestUnit]
}
