// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// What the estimates confine channel and noise to, except with probability ε_PE (CV-41, CV-42, CV-43; with a
/// calibration CV-91; for noise of any law CV-94).
package struct ConfidenceRegion<S: Scalar>: Sendable {
  /// An upper bound on σ² (CV-41), in the square of the unit of the outcomes.
  package let noiseVariance: S
  /// A lower and an upper bound on t (CV-42), in the unit of the outcomes.
  package let lowestSlope, highestSlope: S
  /// T at the two slopes, in the picture of the trust level: η_d belongs to the channel if it is untrusted (CV-43).
  package let lowestTransmittance, highestTransmittance: S
  /// w at the upper end of σ², in shot-noise units and in the picture of the trust level (CV-43).
  package let noise: S
  /// Whether σ² may reach what receiver and vacuum make by themselves; otherwise the calibration is wrong.
  package let agreesWithCalibration: Bool
  /// The receiver that goes with it.
  let receiver: EffectiveReceiver<S>
  /// The interval of the shot-noise unit; nil where it was taken as exact.
  package let unit: UnitRegion<S>?
  /// What cutting the state off costs; nil for Gaussian noise.
  package let clipped: ClippedBound<S>?
  /// Decisions that rounding leaves open, in words; empty in doubles.
  let straddled: [String]
}

/// The numbers of an analysis that depend on its failure probabilities alone.
struct EstimationQuantiles: Sendable {
  /// z = Q⁻¹(ε_PE/events).
  let z: Double
  /// ln(events/ε_PE).
  let logInverse: Double

  /// - Parameter events: 3, or 7 with a calibration beside.
  init(_ estimation: Double, events: Double = 3) throws(InputError) {
    z = try Self.normal(estimation / events)
    logInverse = Double.log(events / estimation)
  }

  /// Q⁻¹ of a failure probability.
  static func normal(_ probability: Double) throws(InputError) -> Double {
    do {
      return try SpecialFunctions.normalUpperTailQuantile(probability)
    } catch {
      throw InputError("eps_PE", probability, allowed: error.description)
    }
  }

  // Good to a few ulp: widened so that an interval surely contains them.
  func normal<S: Scalar>() -> S { S.hull(S(z), S(z * (1 + 1e-13))) }
  func logarithm<S: Scalar>() -> S { S.hull(S(logInverse), S(logInverse * (1 + 1e-15))) }
}

extension ConfidenceRegion {
  /// The region of Gaussian noise, or nil if there are too few pairs for a bound.
  ///
  /// One-sided events of equal probability: the lower tail of χ² (Laurent and Massart 2000, lemma 1) and the two ends
  /// of the slope, taken with the upper bound on σ², so that a union bound suffices (derived).
  ///
  /// - Parameters:
  ///   - e: the estimates.
  ///   - setup: the receiver with its trust level.
  ///   - quantiles: of the failure probability, for as many events as there are.
  ///   - unit: what the calibration leaves of the shot-noise unit; nil for an exact one.
  static func from(
    _ e: ChannelEstimates, _ setup: QuadratureSetup, _ quantiles: EstimationQuantiles, unit: UnitRegion<S>? = nil
  ) -> ConfidenceRegion? {
    let k = S(e.pairs) - S.one - S(e.subtractedMeans)
    let l: S = quantiles.logarithm()
    let z: S = quantiles.normal()
    guard k.lowest > 0 else { return nil }
    let freedom = k - S(2) * S.sqrt(k * l)
    guard freedom.isCertainlyPositive else { return nil }
    let sigma2 = S(e.pairs) * S(e.noiseVariance) / freedom
    let width = z * S.sqrt(sigma2 / S(e.sumOfSquares))
    return physical(
      setup, noiseVariance: sigma2, slopes: (S(e.slope) - width, S(e.slope) + width), unit: unit, clipped: nil)
  }

  /// The region of noise of any law (CV-94).
  static func from(
    _ bound: ClippedBound<S>, _ setup: QuadratureSetup, unit: UnitRegion<S>?
  ) -> ConfidenceRegion {
    physical(
      setup, noiseVariance: bound.noiseVariance, slopes: (bound.lowestSlope, bound.highestSlope), unit: unit,
      clipped: bound)
  }

  /// The channels that belong to intervals of slope, noise and unit (CV-43, CV-91).
  private static func physical(
    _ setup: QuadratureSetup, noiseVariance sigma2: S, slopes: (low: S, high: S), unit: UnitRegion<S>?,
    clipped: ClippedBound<S>?
  ) -> ConfidenceRegion {
    let kappa = S(setup.detection.quadratures)
    let lost = S.maximum(slopes.low, S.zero)
    // Both ends: t_hi is the larger one unless both are negative, where there is no key anyway.
    let eta = setup.trust == .untrusted ? S.one : S(setup.detectorEfficiency)
    let isTrusted = setup.trust == .trusted || setup.trust == .knownNoise
    let factor = kappa / eta
    let floor: S
    let noise: S
    var (lowFactor, highFactor) = (factor, factor)
    let receiver: EffectiveReceiver<S>
    if let unit {
      lowFactor = factor / unit.high
      highFactor = factor / unit.low
      floor = isTrusted ? unit.light.low : unit.low
      noise = S.maximum(factor * (sigma2 - floor) / unit.low, S.zero)
      receiver = EffectiveReceiver(
        setup, electronic: unit.dark.low / unit.high, known: unit.dark.high / unit.low, bounded: clipped != nil)
    } else {
      floor = isTrusted ? S.one + S(setup.electronicNoise) : S.one
      noise = S.maximum(factor * (sigma2 - floor), S.zero)
      receiver = EffectiveReceiver(setup, bounded: clipped != nil)
    }
    var straddled: [String] = []
    if slopes.low.straddles(S.zero) { straddled.append("whether the lower end of the slope is positive") }
    if sigma2.straddles(floor) { straddled.append("whether the noise exceeds that of the receiver") }
    return ConfidenceRegion(
      noiseVariance: sigma2, lowestSlope: slopes.low, highestSlope: slopes.high,
      lowestTransmittance: lowFactor * lost * lost, highestTransmittance: highFactor * slopes.high * slopes.high,
      noise: noise, agreesWithCalibration: !sigma2.isCertainlyLess(than: floor), receiver: receiver, unit: unit,
      clipped: clipped, straddled: straddled)
  }
}
