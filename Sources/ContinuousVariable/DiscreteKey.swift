// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateLinks
import KeyRateSecurity

extension DiscreteAnalysis {
  private static let denys = "Denys, Brown, Leverrier 2021, arXiv:2103.13945"

  /// The asymptotic key rate of discrete modulation with its trace. Planning only.
  ///
  /// - Parameter name: what the constellation is, for titles: `64-QAM`.
  /// - Throws: `InputError`.
  package static func assess(
    _ setup: QuadratureSetup, _ constellation: Constellation, moments: ConstellationMoments? = nil, name: String,
    _ options: ReconciliationOptions, information: MutualInformation
  ) throws(InputError) -> AssessedRate {
    let e = try estimate(setup, constellation, moments: moments, options, information: information)
    var list = setup.trace
    list += [
      .init(
        .settings, "V_A", "modulation variance", e.modulationVariance, unit: "SNU", equation: "CV-50",
        direction: .input),
      .init(
        .settings, "states", "states of the constellation", Double(constellation.points.count), direction: .input),
      .init(
        .estimation, "C", "correlation of the constellation", e.correlation, equation: "CV-51", source: denys,
        direction: .exact),
      .init(
        .estimation, "w_tau", "noise weight of the constellation", e.noiseWeight, equation: "CV-51", source: denys,
        direction: .exact),
      .init(
        .estimation, "Z_star", "covariance of Alice and the channel output", e.covariance, equation: "CV-52",
        source: denys, direction: .lowerBound, note: e.isCovarianceClamped ? "not below 0" : nil),
      .init(
        .estimation, "I_AB", "mutual information", e.information, unit: "bit/symbol",
        equation: information == .exact ? "CV-55" : "CV-9",
        direction: information == .exact ? .expectation : .upperBound),
      .init(
        .estimation, "chi_BE", "what Eve knows", e.holevo, unit: "bit/symbol", equation: "CV-54", source: denys,
        direction: .upperBound),
      .init(.keyLength, "beta", "reconciliation efficiency", options.efficiency, direction: .input),
      .init(.keyLength, "FER", "frame error rate", options.frameErrorRate, direction: .input),
      .init(
        .keyLength, "rate_raw", "beta I - chi, signed, before frame errors", e.rawRate, unit: "bit/symbol",
        equation: "CV-54", source: denys, direction: .estimate),
      .init(
        .keyLength, "rate", "secret bits per symbol", e.rate, unit: "bit/symbol", equation: "CV-54", source: denys,
        direction: .estimate),
    ]
    list += setup.ceilingTrace
    var reasons = ["asymptotic: not composable, says nothing about a finite run"]
    if setup.trust != .untrusted {
      reasons.append("receiver trust \(setup.trust.rawValue): argued in the cv sheet, not a theorem of the paper")
    }
    var described = setup.commonOptions
    described.append(.init("constellation", name))
    described.append(.init("mutual information", information.rawValue))
    let rate = SecretKeyRate(
      analysis: AnalysisDescription(
        calculation: "cv.discrete.asymptotic", title: "\(name), heterodyne, asymptotic", options: described,
        status: .planning, statusReasons: reasons,
        // Error correction leaks what the constellation does not transmit.
        unpaidCosts: information == .gaussian
          ? ["error correction is charged as if the constellation transmitted as much as Gaussian modulation"] : []),
      ratePerPulse: e.rate, rawRatePerPulse: (1 - options.frameErrorRate) * e.rawRate,
      reasonForZero: e.rate > 0
        ? nil
        : setup.channel.value == 0
          ? ReasonForZero(.noTransmission)
          : ReasonForZero(
            .informationBelowHolevo, detail: "beta I = \(options.efficiency * e.information), chi = \(e.holevo)"),
      trace: list,
      assumptions: [
        "coherent states of the constellation with exactly known amplitudes and probabilities",
        "expected second moments of a Gaussian channel (CV-52); in a run they are measured",
        "receiver: \(setup.trust.meaning)", "infinitely many symbols; collective attacks",
      ], warnings: setup.warnings)
    let violation = QuadratureCeiling.violation(
      [.init("asymptotic rate", e.rate)], setup: setup, inputs: "\(name) \(RateInvariants.text(e, options))")
    return (rate, violation)
  }

  #if !hasFeature(Embedded)
    /// ``assess(_:_:moments:name:_:information:)`` with a broken order of rates thrown.
    ///
    /// - Throws: `InputError`, `InvariantViolation`.
    package static func analyse(
      _ setup: QuadratureSetup, _ constellation: Constellation, moments: ConstellationMoments? = nil, name: String,
      _ options: ReconciliationOptions, information: MutualInformation
    ) throws -> SecretKeyRate {
      let (rate, violation) = try assess(
        setup, constellation, moments: moments, name: name, options, information: information)
      if let violation { throw violation }
      return rate
    }
  #endif
}
