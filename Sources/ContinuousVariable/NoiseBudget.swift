// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateLinks
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

/// A channel whose transmittance fluctuates within a block (cv sheet, section 8; Usenko et al. 2012).
package enum Fading {
  /// The steady channel with the same averaged moments.
  package struct Equivalent: Sendable, Equatable {
    /// T_eff = ⟨√T⟩².
    package let transmittance: Double
    /// ξ_eff at the input.
    package let excessNoise: Double
  }

  /// The averages of a fluctuating transmittance that the steady channel needs.
  package struct Averages: Sendable, Equatable {
    /// ⟨T⟩.
    package let mean: Double
    /// T_eff = ⟨√T⟩².
    package let effective: Double
    /// ⟨T⟩ − ⟨√T⟩², as a variance of √T, without cancellation.
    package let variance: Double
    /// ⟨K(T)⟩: the repeaterless bound of the fading channel, its momentary transmittance known to everybody.
    package let repeaterless: Double

    /// Averages samples.
    ///
    /// - Parameters:
    ///   - samples: transmittances in [0, 1].
    ///   - weights: their weights, normalised here; all equal if nil.
    /// - Throws: `InputError`.
    package init(samples: [Double], weights: [Double]? = nil) throws(InputError) {
      let weights = weights ?? Array(repeating: 1, count: samples.count)
      guard !samples.isEmpty, weights.count == samples.count else {
        throw InputError(
          "weights", value: "\(weights.count) values", allowed: "must be as many as T_samples, at least one")
      }
      for tau in samples { try require(tau, "T_samples", in: 0...1) }
      for weight in weights { try require(weight, "weights", in: 0...1e12) }
      let total = weights.reduce(0, +)
      try require(total, "weights", in: 0...1e300, excludingLower: true, hint: "they cannot all be 0")
      var mean = 0.0
      var root = 0.0
      for (tau, weight) in zip(samples, weights) {
        mean += weight / total * tau
        root += weight / total * tau.squareRoot()
      }
      // ⟨T⟩ − ⟨√T⟩² as a variance, without cancellation.
      var variance = 0.0
      for (tau, weight) in zip(samples, weights) {
        let d = tau.squareRoot() - root
        variance += weight / total * d * d
      }
      var repeaterless = 0.0
      for (tau, weight) in zip(samples, weights) where weight > 0 {
        guard let channel = Transmittance(tau) else {
          throw InputError("T_samples", tau, allowed: "must be between 0 and 1")
        }
        repeaterless += weight / total * PureLoss.repeaterless(channel)
      }
      self.repeaterless = repeaterless
      self.mean = mean
      self.variance = variance
      effective = root * root
      guard effective > 0 else { throw InputError("T_samples", value: "\(samples)", allowed: "cannot all be 0") }
    }

    /// T_eff and ξ_eff = [⟨T⟩ ξ + (⟨T⟩ − ⟨√T⟩²) V_A]/T_eff (CV-85), for valid inputs.
    package func equivalent(excessNoise xi: Double, modulationVariance va: Double) -> Equivalent {
      Equivalent(transmittance: effective, excessNoise: (mean * xi + variance * va) / effective)
    }
  }

  /// T_eff and ξ_eff = [⟨T⟩ ξ + (⟨T⟩ − ⟨√T⟩²) V_A]/T_eff (CV-85). Asymptotic only: fading makes the noise non-Gaussian, so
  /// the intervals of a finite block do not hold inside a wide bin.
  ///
  /// - Parameters:
  ///   - samples: transmittances in [0, 1].
  ///   - weights: their weights, normalised here; all equal if nil.
  ///   - excessNoise: ξ of each realisation, at the input.
  ///   - modulationVariance: V_A.
  /// - Throws: `InputError`.
  package static func equivalent(
    samples: [Double], weights: [Double]? = nil, excessNoise: Double, modulationVariance: Double
  ) throws(InputError) -> Equivalent {
    try require(excessNoise, "xi", in: 0...1e6)
    try QuadratureSettings(modulationVariance: modulationVariance).validate()
    return try Averages(samples: samples, weights: weights)
      .equivalent(excessNoise: excessNoise, modulationVariance: modulationVariance)
  }
}
