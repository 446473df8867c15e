// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import RealModule

/// Limits for lossy channels with thermal noise (bounds sheet, section 3; cv sheet, CV-70 and CV-71), in bits per mode.
///
/// The noise is the excess noise ξ at the channel input in shot-noise units, which n̄ = T ξ / (2 (1−T)) environment photons
/// make. Pirandola, Laurenza, Ottaviani, Banchi 2017, arXiv:1510.08863; Pirandola et al. 2009 for the lower bound.
package enum ThermalLoss {
  /// n̄, the photons of the environment mode (CV-70); +∞ for noise on a lossless channel.
  package static func environmentPhotons(_ eta: Transmittance, excessNoise xi: Double) -> Double {
    if xi == 0 || eta.value == 0 { return 0 }
    return eta.value * xi / (2 * (1 - eta.value))
  }

  /// No protocol over this channel exceeds this: −log2[(1−T) T^n̄] − G(n̄) if n̄ < T/(1−T), else 0 (CV-71).
  ///
  /// At T = 1 with noise it is the bound of the additive-noise channel, (ξ/2−1)/ln 2 − log2(ξ/2) for ξ < 2.
  package static func upper(_ eta: Transmittance, excessNoise xi: Double) -> Double {
    let tau = eta.value
    if xi == 0 { return PureLoss.repeaterless(eta) }
    if tau == 0 { return 0 }
    if tau == 1 {
      let n = xi / 2
      return n < 1 ? ((n - 1) - Double.log(n)) / PureLoss.naturalLogOfTwo : 0
    }
    let n = environmentPhotons(eta, excessNoise: xi)
    guard n < tau / (1 - tau) else { return 0 }
    let loss = -Double.log(onePlus: -tau) - n * Double.log(tau)
    return max(0, loss / PureLoss.naturalLogOfTwo - EnergyConstrained.thermalEntropy(n))
  }

  /// Some protocol reaches this asymptotically: the reverse coherent information max(0, −log2(1−T) − G(n̄)) (CV-71).
  package static func reverseCoherentLower(_ eta: Transmittance, excessNoise xi: Double) -> Double {
    if xi == 0 { return PureLoss.repeaterless(eta) }
    if eta.value == 0 { return 0 }
    if eta.value == 1 {
      // Limit T → 1 of −log2(1−T) − G(n̄) with n̄ (1−T) = ξ/2: −log2(ξ/2) − log2 e.
      return max(0, (-Double.log(xi / 2) - 1) / PureLoss.naturalLogOfTwo)
    }
    let n = environmentPhotons(eta, excessNoise: xi)
    return max(0, PureLoss.repeaterless(eta) - EnergyConstrained.thermalEntropy(n))
  }
}
