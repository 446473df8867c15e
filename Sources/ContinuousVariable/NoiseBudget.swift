// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity
import RealModule

/// Contributions to the excess noise, at the channel input in shot-noise units (cv sheet, section 7).
///
/// Laudenbach et al. 2018, chapter 9 (equation numbers from a secondary source). A budget predicts ξ; it never replaces
/// a measured one.
package struct NoiseBudget: Sendable, Equatable {
  /// T > 0: the channel.
  package var transmittance: Double
  /// V_A.
  package var modulationVariance: Double
  /// Homodyne or heterodyne.
  package var detection: Detection
  /// η_d.
  package var detectorEfficiency: Double
  /// ξ that is there besides, for the estimator form of the phase noise.
  package var excessNoise: Double

  /// Describes the link that the contributions belong to.
  ///
  /// - Throws: `InputError`.
  package init(
    transmittance: Double, modulationVariance: Double, detection: Detection, detectorEfficiency: Double = 1,
    excessNoise: Double = 0
  ) throws(InputError) {
    try require(transmittance, "T", in: 0...1, excludingLower: true)
    try QuadratureSettings(modulationVariance: modulationVariance).validate()
    try require(detectorEfficiency, "eta_d", in: 0...1, excludingLower: true)
    try require(excessNoise, "xi", in: 0...1e6)
    self.transmittance = transmittance
    self.modulationVariance = modulationVariance
    self.detection = detection
    self.detectorEfficiency = detectorEfficiency
    self.excessNoise = excessNoise
  }

  /// Residual phase noise of variance `vph` rad² as a regression sees it: (V_A + ξ)(e^vph − 1) (CV-80).
  package func phase(variance vph: Double) -> Double {
    (modulationVariance + excessNoise) * Double.expMinusOne(vph)
  }

  /// The literature's form 2 V_A (1 − e^(−vph/2)) (Marie and Alleaume 2017), low by 0.75 vph relative (CV-80).
  package func phaseLiterature(variance vph: Double) -> Double {
    -2 * modulationVariance * Double.expMinusOne(-vph / 2)
  }

  /// Relative intensity noise of the signal laser in 1/Hz over a bandwidth in Hz: V_A √(RIN B) (CV-81).
  package func signalIntensityNoise(_ rin: Double, bandwidthHz: Double) -> Double {
    modulationVariance * (rin * bandwidthHz).squareRoot()
  }

  /// Relative intensity noise of the local oscillator: RIN B (T V_A + 1)/(4 T) (CV-81).
  package func oscillatorIntensityNoise(_ rin: Double, bandwidthHz: Double) -> Double {
    rin * bandwidthHz * (transmittance * modulationVariance + 1) / (4 * transmittance)
  }

  /// A modulator driven by a converter of `bits` over one V_π: V_A (x + x²/2)², x = π/(2^b √12) (CV-82).
  package func modulator(bits: Double) -> Double {
    let x = Double.pi / (Double.exp2(bits) * 12.0.squareRoot())
    let y = x + x * x / 2
    return modulationVariance * y * y
  }

  /// Digitisation of `bits` over a full range of `ratio` shot-noise standard deviations: κ r²/(12 2^(2n) η_d T) (CV-83).
  package func digitisation(bits: Double, ratio: Double) -> Double {
    detection.quadratures * ratio * ratio / (12 * Double.exp2(2 * bits) * detectorEfficiency * transmittance)
  }
}
