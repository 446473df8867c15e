// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateLinks
import KeyRateSecurity

extension DiscreteAnalysis {
  /// The asymptotic key rate of discrete modulation with its trace. Planning only.
  ///
  /// - Parameter name: what the constellation is, for titles: `64-QAM`.
  /// - Throws: `InputError`.
  package static func assess(
    _ setup: QuadratureSetup, _ constellation: Constellation, moments: ConstellationMoments? = nil, name: String,
    _ options: ReconciliationOptions, information: MutualInformation
  ) throws(InputError) -> AssessedRate {
    let e = try estimate(setup, constellation, moments: moments, options, information: information)
    typealias Q = Quantities
    let list =
      setup.trace + [
        Q.modulation.by("CV-50")(e.modulationVariance), Q.states(Double(constellation.points.count)),
        Q.correlation(e.correlation), Q.noiseWeight(e.noiseWeight),
        Q.covariance(e.covariance, note: e.isCovarianceClamped ? "not below 0" : nil),
        (information == .exact ? Q.information.by("CV-55") : Q.information.by("CV-9").directed(.upperBound))(
          e.information),
        Q.holevo.by(Q.denys)(e.holevo), Q.efficiency(options.efficiency), Q.frameErrors(options.frameErrorRate),
        Q.rawRate.by(Q.denys)(e.rawRate), Q.rate.by(Q.denys)(e.rate),
      ] + setup.ceilingTrace
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
          : e.isBeyondPrecision
            ? ReasonForZero(.noTransmission, detail: GaussianAnalysis.beyondPrecision)
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
