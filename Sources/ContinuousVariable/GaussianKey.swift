// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import RealModule

extension GaussianAnalysis {
  /// The asymptotic key rate of a link with its trace. Planning only.
  ///
  /// - Throws: `InputError` for inputs that cannot be.
  package static func assess(
    _ setup: QuadratureSetup, modulation: Double, _ options: ReconciliationOptions
  ) throws(InputError) -> AssessedRate {
    let e = try estimate(setup, modulation: modulation, options)
    let tau = setup.channel.value
    let snr = setup.slope * setup.slope * modulation / setup.conditionalVariance
    typealias Q = Quantities
    let holevo =
      setup.reconciliation == .direct
      ? Q.directHolevo.by(setup.detection == .homodyne ? Q.homodyneDirect : Q.directHolevo.origin) : Q.holevo
    let known: Double = setup.knownNoiseInformation(
      modulation: modulation, transmittance: tau, noise: setup.outputNoise)
    let list =
      setup.trace + [
        Q.modulation(modulation), Q.signalToNoise(snr), Q.information(e.information),
      ] + (known > 0 ? [Q.knownNoise(known)] : []) + [
        holevo(e.holevo), Q.efficiency(options.efficiency), Q.frameErrors(options.frameErrorRate), Q.rawRate(e.rawRate),
        Q.rate(e.rate),
      ] + setup.ceilingTrace
    let kept = 1 - options.frameErrorRate
    let reason: ReasonForZero? =
      e.rate > 0
      ? nil
      : tau == 0
        ? ReasonForZero(.noTransmission)
        : tau * modulation <= leastSignal
          ? ReasonForZero(.noTransmission, detail: beyondPrecision)
          : ReasonForZero(
            .informationBelowHolevo, detail: "beta I = \(options.efficiency * e.information), chi = \(e.holevo)")
    var reasons = ["asymptotic: not composable, says nothing about a finite run"]
    if setup.trust == .trusted || setup.trust == .knownNoise {
      reasons.append("the calibration of the receiver is assumed")
    }
    let rate = SecretKeyRate(
      analysis: AnalysisDescription(
        calculation: "cv.gaussian.asymptotic",
        title: "Gaussian modulation, \(setup.detection.rawValue), asymptotic", options: setup.commonOptions,
        status: .planning, statusReasons: reasons),
      ratePerPulse: e.rate, rawRatePerPulse: kept * e.rawRate, reasonForZero: reason, trace: list,
      assumptions: assumptions(setup) + ["infinitely many symbols; collective attacks, coherent ones in this limit"],
      warnings: setup.warnings + photonWarning(modulation))
    let violation = QuadratureCeiling.violation(
      [.init("asymptotic rate", e.rate)], setup: setup, inputs: "V_A \(modulation) \(RateInvariants.text(options))")
    return (rate, violation)
  }

  #if !hasFeature(Embedded)
    /// ``assess(_:modulation:_:)`` with a broken order of rates thrown.
    ///
    /// - Throws: `InputError` for inputs that cannot be, `InvariantViolation` if the rate exceeds a bound of the channel.
    package static func analyse(
      _ setup: QuadratureSetup, modulation: Double, _ options: ReconciliationOptions
    ) throws -> SecretKeyRate {
      let (rate, violation) = try assess(setup, modulation: modulation, options)
      if let violation { throw violation }
      return rate
    }
  #endif

  /// What every Gaussian analysis assumes.
  static func assumptions(_ setup: QuadratureSetup) -> [String] {
    [
      "coherent states with Gaussian modulation of exactly known variance, the same in both quadratures",
      "shot noise measured with the local oscillator of the run; linear detector, no clipped samples",
      "receiver: \(setup.trust.meaning)",
      "no side channels: local oscillator not in Eve's hands, no Trojan horse",
    ]
  }

  /// A modulation variance that looks like a photon number.
  static func photonWarning(_ va: Double) -> [String] {
    va < 0.3
      ? ["V_A = \(va) is small for Gaussian modulation: is it a photon number? n photons per symbol are V_A = 2 n"] : []
  }
}
