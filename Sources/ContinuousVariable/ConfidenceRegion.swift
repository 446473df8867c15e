// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// What the estimates confine channel and noise to, except with probability ε_PE (CV-41, CV-42, CV-43).
package struct ConfidenceRegion<S: Scalar>: Sendable {
  /// An upper bound on σ² (CV-41).
  package let noiseVariance: S
  /// A lower and an upper bound on t (CV-42).
  package let lowestSlope, highestSlope: S
  /// T at the two slopes, in the picture of the trust level: η_d belongs to the channel if it is untrusted (CV-43).
  package let lowestTransmittance, highestTransmittance: S
  /// w at the upper end of σ², in the picture of the trust level (CV-43).
  package let noise: S
  /// Whether σ² may reach what receiver and vacuum make by themselves; otherwise the calibration is wrong.
  package let agreesWithCalibration: Bool
  /// Decisions that rounding leaves open, in words; empty in doubles.
  let straddled: [String]
}

/// The numbers of an analysis that depend on its failure probabilities alone.
struct EstimationQuantiles: Sendable {
  /// z = Q⁻¹(ε_PE/3).
  let z: Double
  /// ln(3/ε_PE).
  let logInverse: Double

  init(_ estimation: Double) throws(InputError) {
    z = try Self.normal(estimation / 3)
    logInverse = Double.log(3 / estimation)
  }

  /// Q⁻¹ of a failure probability.
  static func normal(_ probability: Double) throws(InputError) -> Double {
    do {
      return try SpecialFunctions.normalUpperTailQuantile(probability)
    } catch {
      throw InputError("eps_PE", probability, allowed: error.description)
    }
  }
}

extension ConfidenceRegion {
  /// The region, or nil if there are too few pairs for a bound.
  ///
  /// One-sided events of probability ε_PE/3 each: the lower tail of χ² (Laurent and Massart 2000, lemma 1) and the two
  /// ends of the slope, taken with the upper bound on σ², so that a union bound suffices (derived).
  ///
  /// - Parameters:
  ///   - e: the estimates.
  ///   - setup: the receiver with its trust level.
  ///   - quantiles: of the failure probability.
  static func from(
    _ e: ChannelEstimates, _ setup: QuadratureSetup, _ quantiles: EstimationQuantiles
  ) -> ConfidenceRegion? {
    let k = S(e.pairs) - S.one - S(e.subtractedMeans)
    // z and the logarithm are good to a few ulp: widened so that an interval surely contains them.
    let l = S.hull(S(quantiles.logInverse), S(quantiles.logInverse * (1 + 1e-15)))
    let z = S.hull(S(quantiles.z), S(quantiles.z * (1 + 1e-13)))
    guard k.lowest > 0 else { return nil }
    let freedom = k - S(2) * S.sqrt(k * l)
    guard freedom.isCertainlyPositive else { return nil }
    let sigma2 = S(e.pairs) * S(e.noiseVariance) / freedom
    let width = z * S.sqrt(sigma2 / S(e.sumOfSquares))
    let low = S(e.slope) - width
    let high = S(e.slope) + width
    let kappa = S(setup.detection.quadratures)
    let lost = S.maximum(low, S.zero)
    var eta = S(setup.detectorEfficiency)
    var floor = S.one
    switch setup.trust {
    case .trusted, .knownNoise: floor = floor + S(setup.electronicNoise)
    case .trustedLoss: break
    case .untrusted: eta = S.one
    }
    let factor = kappa / eta
    var straddled: [String] = []
    if low.straddles(S.zero) { straddled.append("whether the lower end of the slope is positive") }
    if sigma2.straddles(floor) { straddled.append("whether the noise exceeds that of the receiver") }
    return ConfidenceRegion(
      noiseVariance: sigma2, lowestSlope: low, highestSlope: high, lowestTransmittance: factor * lost * lost,
      highestTransmittance: factor * high * high, noise: S.maximum(factor * (sigma2 - floor), S.zero),
      agreesWithCalibration: !sigma2.isCertainlyLess(than: floor), straddled: straddled)
  }
}
