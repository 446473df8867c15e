// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity

/// Results of the formulas that are for comparison only.
package enum ComparisonKey {
  private static func description(
    _ setup: QuadratureSetup, _ calculation: String, _ title: String, _ reason: String
  ) -> AnalysisDescription {
    AnalysisDescription(
      calculation: calculation, title: "Gaussian modulation, \(setup.detection.rawValue), \(title)",
      options: setup.commonOptions, status: .comparisonOnly,
      statusReasons: [reason, "the Holevo term at the lowest transmittance can overstate the rate"])
  }

  private static func common(_ e: ChannelEstimates) -> [TraceEntry] {
    typealias Q = Quantities
    return [
      Q.modulation(e.modulationVariance), Q.estimationShare((e.symbols - e.keySymbols) / e.symbols),
      Q.symbols(e.symbols), Q.keySymbols(e.keySymbols), Q.estimatedSlope(e.slope),
      Q.estimatedVariance(e.noiseVariance),
    ]
  }

  private static func zero(_ rate: Double, _ low: Double) -> ReasonForZero? {
    guard rate <= 0 else { return nil }
    return low > 0
      ? ReasonForZero(.informationBelowHolevo) : ReasonForZero(.blockTooSmall, detail: "the slope may be zero")
  }

  /// The formulas of 2010 for an expected block (CV-48).
  ///
  /// - Throws: `InputError`.
  package static func lgg2010(
    _ e: ChannelEstimates, _ setup: QuadratureSetup, _ options: LGG2010.Options, frameErrorRate: Double
  ) throws(InputError) -> SecretKeyRate {
    let r = try LGG2010.estimate(e, setup, options)
    typealias Q = Quantities
    let kept = 1 - frameErrorRate
    return SecretKeyRate(
      analysis: description(
        setup, "cv.gaussian.lgg2010", "finite size as of 2010",
        "not composable: no complete proof (cv sheet, section 3.4)"),
      ratePerPulse: kept * r.rate, rawRatePerPulse: kept * r.rawRate, pulses: e.symbols,
      reasonForZero: zero(r.rate, r.lowestSlope),
      trace: common(e) + [
        Q.publishedSlope(r.lowestSlope), Q.largestVariance.by(Q.lgg2010).directed(.estimate)(r.noiseVariance),
        Q.publishedHolevo.by(Q.lgg2010)(r.holevo), Q.finiteSizeTerm(r.finiteSizeTerm),
        Q.publishedRate.by(Q.lgg2010)(kept * r.rate),
      ], assumptions: GaussianAnalysis.assumptions(setup),
      warnings: ["not composable; the T_min convention can overstate the rate"] + setup.warnings)
  }

  /// The York formulas for an expected block (CV-49).
  ///
  /// - Throws: `InputError`.
  package static func york(
    _ e: ChannelEstimates, _ setup: QuadratureSetup, _ options: York.Options
  ) throws(InputError) -> SecretKeyRate {
    let r = try York.estimate(e, setup, options)
    typealias Q = Quantities
    let york = options.version == .york2021 ? Q.york2021 : Q.york2023
    return SecretKeyRate(
      analysis: description(
        setup, "cv.gaussian.york", "composable as of \(options.version == .york2021 ? "2021" : "2023")",
        "as published, from memory of the papers (cv sheet, section 3.4)"),
      ratePerPulse: r.rate, rawRatePerPulse: r.rawRate, pulses: e.symbols,
      reasonForZero: zero(r.rate, r.transmittance),
      trace: common(e) + [
        Q.worstTransmittance.by(york)(r.transmittance), Q.worstVariance.by(york)(r.noiseVariance),
        Q.publishedHolevo.by(york)(r.holevo), Q.smoothingCost.by(york).directed(.estimate)(r.smoothingCost),
        Q.constantTerm.by(york)(r.constant), Q.publishedRate.by(york)(r.rate),
      ], assumptions: GaussianAnalysis.assumptions(setup),
      warnings: ["the T_min convention can overstate the rate"] + setup.warnings)
  }
}
