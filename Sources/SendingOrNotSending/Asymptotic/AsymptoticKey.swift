// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity

extension Quantities {
  private static let pairing = "Xu et al. 2020, as quoted by Bertaina et al. 2024"
  private static let sending = "Wang, Yu, Hu 2018, arXiv:1805.09222"

  static let asymptoticYield = Quantity(
    .channel, "t", "yield of one photon with a phase error, true value", .expectation, "TFS-8",
    "derived in the sns sheet")
  static let asymptoticBits = Quantity(
    .estimation, "n_1", "untagged bits per round", .expectation, "TFS-8", sending, unit: "bit/pulse")
  static let asymptoticPairs = Quantity(
    .estimation, "k", "untagged pairs per round", .expectation, "TFS-8", pairing, unit: "bit/pulse")
  package static let phaseErrorRate = Quantity(
    .estimation, "eph", "phase-error rate", .expectation, "TFS-8", sending, column: .init("phase_error"))
  static let pairPhaseErrorRate = Quantity.Origin("TFS-20", pairing)
  static let correctedBits = Quantity(
    .keyLength, "nt", "bits that are corrected, per round", .expectation, "TFS-5", unit: "bit/pulse")
  static let correctedPairs = Quantity(
    .keyLength, "nt_aopp", "bits that are corrected, per round", .expectation, "TFS-6", unit: "bit/pulse")
  package static let correctedErrorRate = Quantity(
    .keyLength, "Ez", "their error rate", .expectation, "TFS-5", column: .init("error_rate"))
  package static let correctedPairErrorRate = Quantity(
    .keyLength, "E_aopp", "their error rate", .expectation, "TFS-6", column: .init("error_rate"))
  static let asymptoticRawRate = Quantity(
    .keyLength, "rate_raw", "secret bits per round, signed", .estimate, "TFS-8", sending, unit: "bit/pulse")
  static let asymptoticRate = Quantity(
    .keyLength, "rate", "secret bits per round, infinitely many rounds", .estimate, "TFS-8", sending,
    unit: "bit/pulse")
  package static let asymptoticRatePerUse = Quantity(
    .keyLength, "rate_use", "secret bits per use of the channel, infinitely many rounds", .estimate, "TFS-8",
    "sns sheet, section 7", unit: "bit/pulse", column: .init("rate_per_use"))
  static let byPairing = Quantity.Origin("TFS-8", pairing)

  static var asymptotic: [Quantity] {
    [asymptoticBits, asymptoticPairs, phaseErrorRate, phaseErrorRate.by(pairPhaseErrorRate)]
      + [correctedBits, correctedPairs, correctedErrorRate, correctedPairErrorRate]
      + [asymptoticRawRate, asymptoticRate].flatMap { [$0, $0.by(byPairing)] } + [asymptoticRatePerUse]
  }
}

extension AsymptoticAnalysis {
  /// The asymptotic rate with its trace; for comparison.
  package static func analyse(
    _ setup: Setup, _ settings: Settings, _ scheme: Scheme, efficiency f: Double
  ) throws(InputError) -> SecretKeyRate {
    typealias Q = Quantities
    let e = try estimate(setup, settings, scheme, efficiency: f)
    let isPaired = scheme == .aopp
    let reason: ReasonForZero? =
      e.rate > 0
      ? nil
      : !(e.secretBits > 0)
        ? ReasonForZero(.noSinglePhotonEvents)
        : e.phaseError >= 0.5 ? ReasonForZero(.phaseErrorTooLarge) : ReasonForZero(.leakageExceedsSecrecy)
    return SecretKeyRate(
      analysis: AnalysisDescription(
        calculation: "tf.sns.decoyfree",
        title: "Sending-or-not-sending" + (isPaired ? " with odd-parity pairing" : "") + ", asymptotic",
        options: [
          .init("pairing", isPaired ? "yes" : "no"), .init("error correction", "leak assumed: f_EC = \(f)"),
        ],
        status: .comparisonOnly,
        statusReasons: ["asymptotic: perfect estimates, not composable, says nothing about a finite run"]),
      ratePerPulse: e.rate, rawRatePerPulse: e.rawRate, reasonForZero: reason,
      trace: settings.trace(decoys: false) + [
        Q.asymptoticYield(e.phaseErrorYield),
        (isPaired ? Q.asymptoticPairs : Q.asymptoticBits)(e.secretBits),
        (isPaired ? Q.phaseErrorRate.by(Q.pairPhaseErrorRate) : Q.phaseErrorRate)(e.phaseError),
        (isPaired ? Q.correctedPairs : Q.correctedBits)(e.correctedBits),
        (isPaired ? Q.correctedPairErrorRate : Q.correctedErrorRate)(e.errorRate),
        (isPaired ? Q.asymptoticRawRate.by(Q.byPairing) : Q.asymptoticRawRate)(e.rawRate),
        (isPaired ? Q.asymptoticRate.by(Q.byPairing) : Q.asymptoticRate)(e.rate),
        Q.asymptoticRatePerUse(e.rate * setup.signalSlotShare),
      ],
      assumptions: [
        "infinitely many rounds; yields and phase errors of single photons known exactly",
        "phase-randomised coherent pulses, exact intensities, perfect vacuum",
      ])
  }
}
