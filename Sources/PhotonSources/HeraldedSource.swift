// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// A pair source whose one arm is sent where the other clicks (photons sheet, PH-44 to PH-46).
package struct HeraldedSource: Sendable, Equatable {
  /// μ: mean pairs per pump pulse.
  package var mean: Double
  /// M ≥ 1: equal Schmidt modes; +∞ for Poissonian pairs.
  package var modes: Double
  /// η_h: efficiency of the herald arm with its detector.
  package var heraldEfficiency: Double
  /// p_h: probability of a herald without light.
  package var heraldBackground: Double

  /// Describes a source.
  package init(mean: Double, modes: Double = 1, heraldEfficiency: Double, heraldBackground: Double = 0) {
    self.mean = mean
    self.modes = modes
    self.heraldEfficiency = heraldEfficiency
    self.heraldBackground = heraldBackground
  }

  /// Refuses what cannot be.
  package func validate() throws(InputError) {
    try require(mean, "mu", in: 0...100, hint: "mean pairs per pulse, usually below 1")
    try require(modes, "modes", in: 1...Double.infinity, hint: "1 is a single Schmidt mode, inf is Poissonian")
    try require(heraldEfficiency, "eta_h", in: 0...1)
    try require(heraldBackground, "p_h", in: 0...1, excludingUpper: true)
  }

  /// ln G(x): the logarithm of P(none of the pairs passes x), for a pair number with a given mean (PH-44).
  private func logGenerating(_ x: Double, mean: Double) -> Double {
    modes.isFinite ? -modes * Double.log(onePlus: mean * x / modes) : -mean * x
  }

  /// Mean pair number given that no pair was heralded: the law is the same with this mean.
  private var unheraldedMean: Double {
    let loss = 1 - heraldEfficiency
    return modes.isFinite ? mean * loss / (1 + mean * heraldEfficiency / modes) : mean * loss
  }

  /// d G(η_h): the probability of no herald.
  package var silentProbability: Double {
    (1 - heraldBackground) * Double.exp(logGenerating(heraldEfficiency, mean: mean))
  }

  /// P_herald = p_h + d (1 − G(η_h)) (PH-45).
  package var heraldProbability: Double {
    heraldBackground
      - (1 - heraldBackground) * Double.expMinusOne(logGenerating(heraldEfficiency, mean: mean))
  }

  /// P(a photon is detected), herald or not; x is the transmittance to the click.
  package func clickProbabilityOfAll(_ x: Double) -> Double { -Double.expMinusOne(logGenerating(x, mean: mean)) }

  /// P(a photon is detected and there is no herald).
  package func clickProbabilityWithoutHerald(_ x: Double) -> Double {
    -silentProbability * Double.expMinusOne(logGenerating(x, mean: unheraldedMean))
  }

  /// C_h(x): P(a photon is detected) given a herald (PH-46).
  package func clickProbability(_ x: Double) -> Double {
    let herald = heraldProbability
    guard herald > 0 else { return 0 }
    return Swift.max(0, (clickProbabilityOfAll(x) - clickProbabilityWithoutHerald(x)) / herald)
  }

  /// Photon statistics at the channel input given a herald.
  package struct Statistics: Sendable, Equatable {
    /// P(no photon).
    package let none: Double
    /// P(one photon).
    package let one: Double
    /// P(two photons or more).
    package let multiphoton: Double
    /// Mean photon number.
    package let mean: Double
    /// g².
    package let g2: Double
  }

  /// P(two or more photons pass t) for a pair number with a given mean, from positive terms: with a = −ln G(t) and
  /// y = mean t/M it is e^−a [(e^a − 1 − a) + M φ(y)/(1 + y)], φ(y) = (1 + y) ln(1 + y) − y.
  private func atLeastTwo(_ t: Double, mean: Double) -> Double {
    let a = -logGenerating(t, mean: mean)
    let y = modes.isFinite ? mean * t / modes : 0
    let excess = modes.isFinite ? modes * Double.relativeEntropyKernel(y) / (1 + y) : 0
    return Double.exp(-a) * (ExponentialRemainder.value(a) + excess)
  }

  /// t times −G'(t) for a pair number with a given mean.
  private func exactlyOne(_ t: Double, mean: Double) -> Double {
    let shrink = modes.isFinite ? 1 / (1 + mean * t / modes) : 1
    return mean * t * shrink * Double.exp(logGenerating(t, mean: mean))
  }

  /// The statistics of PH-45.
  ///
  /// - Parameter t: transmittance from source to channel input.
  package func statistics(preAttenuation t: Double) -> Statistics {
    let herald = heraldProbability
    guard herald > 0 else { return Statistics(none: 1, one: 0, multiphoton: 0, mean: 0, g2: 0) }
    let silent = silentProbability
    let rest = unheraldedMean
    // No photon passes, but a herald: real ones whose twin was lost, and dark ones.
    // ln of d G(η_h + r t)/G(t), without the difference of the two logarithms.
    let heraldArm = mean * heraldEfficiency * (1 - t)
    let silence =
      Double.log(onePlus: -heraldBackground)
      + (modes.isFinite ? -modes * Double.log(onePlus: heraldArm / (modes + mean * t)) : -heraldArm)
    let none = -Double.exp(logGenerating(t, mean: mean)) * Double.expMinusOne(silence) / herald
    let one = (exactlyOne(t, mean: mean) - silent * exactlyOne(t, mean: rest)) / herald
    let many = (atLeastTwo(t, mean: mean) - silent * atLeastTwo(t, mean: rest)) / herald
    let first = t * (mean - silent * rest) / herald
    let factor = modes.isFinite ? 1 + 1 / modes : 1
    let second = t * t * factor * (mean * mean - silent * rest * rest) / herald
    return Statistics(
      none: none, one: one, multiphoton: Swift.max(0, many), mean: first, g2: first > 0 ? second / (first * first) : 0)
  }
}
