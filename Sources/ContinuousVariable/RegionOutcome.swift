// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// The region of a block, or why it has none.
struct RegionOutcome<S: Scalar> {
  /// The region.
  let region: ConfidenceRegion<S>?
  /// Why there is none.
  let refusal: ReasonForZero?

  private init(_ region: ConfidenceRegion<S>?, _ refusal: ReasonForZero?) {
    self.region = region
    self.refusal = refusal
  }

  static func found(_ region: ConfidenceRegion<S>) -> RegionOutcome { RegionOutcome(region, nil) }

  static func refused(_ kind: ReasonForZero.Kind, _ detail: String = "") -> RegionOutcome {
    RegionOutcome(nil, ReasonForZero(kind, detail: detail))
  }
}

extension ComposableAnalysis {
  /// What the data confine the channel to, under the hypothesis that the options name.
  static func region<S: Scalar>(
    _ e: ChannelEstimates, _ setup: QuadratureSetup, _ options: ComposableOptions, _ constants: Constants
  ) -> RegionOutcome<S> {
    var unit: UnitRegion<S>?
    let calibration = e.calibration.flatMap { $0.isCounted ? $0 : nil }
    if let calibration {
      guard let found = UnitRegion<S>(calibration, constants.calibrated.logarithm()) else {
        return .refused(.calibrationTooSmall)
      }
      unit = found
    }
    guard options.noiseHypothesis == .bounded else {
      let quantiles = unit == nil ? constants.quantiles : constants.calibrated
      guard let region = ConfidenceRegion<S>.from(e, setup, quantiles, unit: unit) else {
        return .refused(.blockTooSmall, "\(e.pairs) pairs for parameter estimation")
      }
      return .found(region)
    }
    return bounded(e, setup, options, unit)
  }

  /// r² = 2 (σ² + t² V_A) ln(1000 N): an honest run stays inside with probability 0.999 (CV-95).
  static func expectedRadius(_ e: ChannelEstimates) -> Double {
    let variance = e.noiseVariance + e.slope * e.slope * e.modulationVariance
    return (2 * variance * Double.log(1000 * e.symbols)).squareRoot()
  }

  private static func bounded<S: Scalar>(
    _ e: ChannelEstimates, _ setup: QuadratureSetup, _ options: ComposableOptions, _ unit: UnitRegion<S>?
  ) -> RegionOutcome<S> {
    let statistics =
      e.clipped
      ?? .expected(slope: e.slope, noiseVariance: e.noiseVariance, modulation: e.modulationVariance)
    guard statistics.outside == 0 else {
      return .refused(.outcomeOutsideRadius, "\(statistics.outside) of all symbols")
    }
    let revealed = e.pairs / setup.detection.quadratures
    guard revealed >= 2 else { return .refused(.blockTooSmall, "\(revealed) revealed symbols") }
    let radius = options.clipRadius ?? expectedRadius(e)
    let receiver = ClippedBound<S>.Receiver(setup, unit)
    let cut = ClippedBound<S>.CutOff(
      receiver, radius: radius, symbols: e.symbols,
      digits: setup.detection.quadratures * options.digitisationBits, failure: options.clipping,
      continuity: options.continuity)
    guard let cut else {
      return .refused(.radiusTooSmall, "its square must be 4 times the receiver's noise or more")
    }
    guard cut.weight.highest <= 0.125 else { return .refused(.blockTooSmall, "W = \(cut.weight.approximation)") }
    return .found(
      .from(
        ClippedBound(
          statistics, cut, radius: radius, modulation: e.modulationVariance, revealed: revealed,
          events: unit == nil ? 6 : 14, estimation: options.estimation), setup, unit: unit))
  }
}

extension ChannelEstimates {
  /// What receiver and vacuum make by themselves, in the square of the unit of the outcomes (CV-45a).
  func receiverNoise(_ setup: QuadratureSetup) -> Double {
    let isTrusted = setup.trust == .trusted || setup.trust == .knownNoise
    if let calibration, calibration.isCounted { return isTrusted ? calibration.light : calibration.unit }
    return isTrusted ? 1 + setup.electronicNoise : 1
  }
}
