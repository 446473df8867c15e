// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import RealModule

/// A Gaussian channel whose noise photons belong to Eve: thermal loss, amplifier, additive noise (bounds sheet,
/// sections 2 and 4), in bits per mode.
///
/// Upper limits for every protocol; for a finite number of uses proved in the sheet. Excess noise that may come from
/// trusted devices must not lower a limit that is to refute: use the pure-loss bound then.
package struct NoisyChannel: Sendable, Equatable {
  /// Upper limit per use (BND-12, BND-15).
  package let upper: Double
  /// Reverse coherent information, reached by some code (BND-13).
  package let lower: Double
  /// V in squared bits (BND-25, BND-26).
  package let dispersion: Double
  /// Whether the channel breaks entanglement: no key at all.
  package let isBreaking: Bool

  /// Thermal loss or an amplifier by its threshold t (BND-11) and x photons of noise.
  package init(threshold t: Double, photons x: Double) {
    let ln2 = PureLoss.naturalLogOfTwo
    isBreaking = x >= t
    guard !isBreaking else {
      (upper, lower, dispersion) = (0, 0, 0)
      return
    }
    guard t.isFinite else {
      (upper, lower, dispersion) = (.infinity, .infinity, 0)
      return
    }
    let capacity = Double.log(onePlus: t) / ln2
    lower = max(0, capacity - EnergyConstrained.thermalEntropy(x))
    guard x > 0 else {
      (upper, dispersion) = (capacity, 0)
      return
    }
    let d = t - x
    let nats =
      d < 0.5 * x
      ? x * EnergyConstrained.excess(d / x) - (x + 1) * EnergyConstrained.excess(d / (x + 1))
      : (x + 1) * Double.log(onePlus: d / (x + 1)) - x * Double.log(onePlus: d / x)
    upper = max(0, nats / ln2)
    let slope = Double.log(onePlus: d / ((1 + t) * x)) / ln2
    dispersion = x * (x + 1) * slope * slope
  }

  /// Additive Gaussian noise of a variance in units where the vacuum has 1/2 (BND-15).
  package init(additive xi: Double) {
    let ln2 = PureLoss.naturalLogOfTwo
    isBreaking = xi >= 1
    guard !isBreaking else {
      (upper, lower, dispersion) = (0, 0, 0)
      return
    }
    guard xi > 0 else {
      (upper, lower, dispersion) = (.infinity, .infinity, 0)
      return
    }
    upper = (xi > 0.5 ? EnergyConstrained.excess(xi - 1) : xi - 1 - Double.log(xi)) / ln2
    lower = max(0, (-1 - Double.log(xi)) / ln2)
    dispersion = (1 - xi) / ln2 * ((1 - xi) / ln2)
  }

  /// The longest key of an (n, ε) protocol (BND-24, BND-26, BND-27).
  package func longestKey(uses n: Double, infidelity eps: Double) -> Double {
    if isBreaking { return -Double.log(onePlus: -eps) / PureLoss.naturalLogOfTwo }
    return n * upper + (2 * n * dispersion / (1 - eps)).squareRoot() + FiniteUses.constant(infidelity: eps)
  }
}
