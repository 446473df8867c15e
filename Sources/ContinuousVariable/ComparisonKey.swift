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
    [
      .init(.settings, "V_A", "modulation variance", e.modulationVariance, unit: "SNU", direction: .input),
      .init(
        .settings, "f_PE", "share of symbols revealed for estimation", (e.symbols - e.keySymbols) / e.symbols,
        direction: .exact),
      .init(.observations, "N", "symbols of the block", e.symbols, unit: "symbol", direction: .input),
      .init(.observations, "n", "symbols that make key", e.keySymbols, unit: "symbol", direction: .input),
      .init(.observations, "t_hat", "slope", e.slope, equation: "CV-40", direction: .expectation),
      .init(
        .observations, "sigma2_hat", "noise variance", e.noiseVariance, unit: "SNU", equation: "CV-40",
        direction: .expectation),
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
    let source = "Leverrier, Grosshans, Grangier 2010, arXiv:1005.0339"
    let kept = 1 - frameErrorRate
    return SecretKeyRate(
      analysis: description(
        setup, "cv.gaussian.lgg2010", "finite size as of 2010",
        "not composable: no complete proof (cv sheet, section 3.4)"),
      ratePerPulse: kept * r.rate, rawRatePerPulse: kept * r.rawRate, pulses: e.symbols,
      reasonForZero: zero(r.rate, r.lowestSlope),
      trace: common(e) + [
        .init(.estimation, "t_min", "slope", r.lowestSlope, equation: "CV-48", source: source, direction: .estimate),
        .init(
          .estimation, "sigma2_max", "noise variance", r.noiseVariance, unit: "SNU", equation: "CV-48", source: source,
          direction: .estimate),
        .init(
          .estimation, "chi_BE", "what Eve knows at both", r.holevo, unit: "bit/symbol", equation: "CV-48",
          source: source, direction: .estimate),
        .init(
          .keyLength, "Delta_n", "finite-size term", r.finiteSizeTerm, unit: "bit/symbol", equation: "CV-48",
          source: source, direction: .estimate),
        .init(
          .keyLength, "rate", "bits per symbol as published", kept * r.rate, unit: "bit/symbol", equation: "CV-48",
          source: source, direction: .estimate),
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
    let source =
      options.version == .york2021
      ? "Pirandola 2021, arXiv:2010.04168" : "Pirandola and Papanastasiou 2023, arXiv:2301.10270"
    return SecretKeyRate(
      analysis: description(
        setup, "cv.gaussian.york", "composable as of \(options.version == .york2021 ? "2021" : "2023")",
        "as published, from memory of the papers (cv sheet, section 3.4)"),
      ratePerPulse: r.rate, rawRatePerPulse: r.rawRate, pulses: e.symbols,
      reasonForZero: zero(r.rate, r.transmittance),
      trace: common(e) + [
        .init(
          .estimation, "T_wc", "transmittance", r.transmittance, equation: "CV-49", source: source, direction: .estimate
        ),
        .init(
          .estimation, "s2_wc", "noise variance", r.noiseVariance, unit: "SNU", equation: "CV-49", source: source,
          direction: .estimate),
        .init(
          .estimation, "chi_BE", "what Eve knows at both", r.holevo, unit: "bit/symbol", equation: "CV-49",
          source: source, direction: .estimate),
        .init(
          .keyLength, "Delta_AEP", "smoothing cost per root of n", r.smoothingCost, unit: "bit", equation: "CV-49",
          source: source, direction: .estimate),
        .init(
          .keyLength, "Theta", "constant term", r.constant, unit: "bit", equation: "CV-49", source: source,
          direction: .estimate),
        .init(
          .keyLength, "rate", "bits per symbol as published", r.rate, unit: "bit/symbol", equation: "CV-49",
          source: source, direction: .estimate),
      ], assumptions: GaussianAnalysis.assumptions(setup),
      warnings: ["the T_min convention can overstate the rate"] + setup.warnings)
  }
}
