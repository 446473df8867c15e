// SPDX-License-Identifier: GPL-3.0-or-later
import ComplexModule
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// What measured amplitudes certify with discrete modulation: the covariance without a channel model (CV-53).
///
/// Denys, Brown, Leverrier 2021, arXiv:2103.13945. Asymptotic: the moments are taken as exactly known. There is no
/// finite-size proof here, so a run's fluctuating moments make no key by this: for planning and comparison.
package struct DiscreteMeasurement: Sendable, Equatable {
  /// c1 = Re Σ p ⟨α|a_τ|α⟩* β.
  package let modelCorrelation: Double
  /// c2 = Re Σ p α* β.
  package let amplitudeCorrelation: Double
  /// Z* (CV-53).
  package let covariance: Double
  /// χ_BE in bits per symbol.
  package let holevo: Double
}

extension DiscreteAnalysis {
  /// Z* and χ from Bob's mean amplitudes and his mean photon number at the channel output.
  ///
  /// - Parameters:
  ///   - setup: the receiver, heterodyne; its channel and excess noise play no part.
  ///   - constellation: the states.
  ///   - amplitudes: β_k, Bob's mean amplitude for each state, real and imaginary part, before the receiver.
  ///   - photons: n_B, his mean photon number before the receiver.
  /// - Throws: `InputError` for moments that no state has, `SpecialFunctionError`.
  package static func measured(
    _ setup: QuadratureSetup, _ constellation: Constellation, amplitudes: [(real: Double, imaginary: Double)],
    photons: Double
  ) throws(InputError) -> DiscreteMeasurement {
    try checkScope(setup)
    guard setup.trust != .knownNoise else {
      throw InputError(
        "trust", value: setup.trust.rawValue, allowed: "must not be known-noise with measured amplitudes",
        hint: "what the known noise tells Eve is bounded for a Gaussian channel only")
    }
    let points = constellation.points
    guard amplitudes.count == points.count else {
      throw InputError(
        "beta", value: "\(amplitudes.count) values", allowed: "must be one for each of \(points.count) states")
    }
    for beta in amplitudes {
      try require(beta.real, "beta", in: -1e6...1e6)
      try require(beta.imaginary, "beta", in: -1e6...1e6)
    }
    try require(photons, "n_B", in: 0...1e9)
    let means = try ConstellationMoments.means(constellation)
    let weight = try ConstellationMoments(constellation).noiseWeight
    let va = constellation.modulationVariance
    // The receiver in Eve's hands as far as the trust level says (CV-11), in amplitudes and photons.
    let eta = setup.detectorEfficiency
    let vel = setup.electronicNoise
    let (scale, seen): (Double, Double) =
      switch setup.trust {
      case .trusted, .knownNoise: (1, photons)
      case .trustedLoss: (1, photons + vel / eta)
      case .untrusted: (eta.squareRoot(), eta * photons + vel)
      }
    var c1 = 0.0
    var c2 = 0.0
    for (k, point) in points.enumerated() {
      let beta = Complex(scale * amplitudes[k].real, scale * amplitudes[k].imaginary)
      c1 += point.probability * (means[k].conjugate * beta).real
      c2 += point.probability * (point.amplitude.conjugate * beta).real
    }
    let excess = seen - c2 * c2 / (va / 2)
    guard excess >= -1e-12 * (1 + seen) else {
      throw InputError(
        "n_B", photons, allowed: "must be at least \(c2 * c2 / (va / 2)), that of the mean amplitudes",
        hint: "amplitudes and photons at the channel output, photons without the vacuum's half")
    }
    let z = max(0, 2 * c1 - 2 * (max(0, excess) * weight).squareRoot())
    let view = setup.view(transmittance: 1, noise: 0)
    let chi = try pair(va: va, y: 2 * seen, covariance: z)
      .holevoHeterodyne(excess: 2 * seen, efficiency: view.efficiency, electronic: view.electronic)
    return DiscreteMeasurement(
      modelCorrelation: c1, amplitudeCorrelation: c2, covariance: z, holevo: max(0, chi))
  }
}
