// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateSecurity
import RealModule

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
    /// ⟨2 m⟩: the excess noise that stray light adds at the channel output (LK-5).
    package let background: Double

    /// Averages samples; see ``Link``.
    ///
    /// - Throws: `InputError`.
    package init(samples: [Double], weights: [Double]? = nil) throws(InputError) {
      try self.init(Link(fading: samples, weights: weights))
    }

    /// Averages the states of a link.
    ///
    /// - Throws: `InputError` if nothing ever arrives.
    package init(_ link: Link) throws(InputError) {
      func tau(_ sample: Link.Sample) -> Double { sample.transmittance.value }
      let root = link.mean { tau($0).squareRoot() }
      mean = link.mean(tau)
      // ⟨T⟩ − ⟨√T⟩² as a variance, without cancellation.
      variance = link.mean { sample in
        let d = tau(sample).squareRoot() - root
        return d * d
      }
      background = link.mean { 2 * $0.alice.photonsPerMode }
      effective = root * root
      guard effective > 0 else {
        throw InputError("T_samples", value: "\(link.samples.map(tau))", allowed: "cannot all be 0")
      }
    }

    /// T_eff and ξ_eff = [⟨T⟩ ξ + ⟨2 m⟩ + (⟨T⟩ − ⟨√T⟩²) V_A]/T_eff (CV-85, LK-5), for valid inputs.
    package func equivalent(excessNoise xi: Double, modulationVariance va: Double) -> Equivalent {
      Equivalent(transmittance: effective, excessNoise: (mean * xi + background + variance * va) / effective)
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
