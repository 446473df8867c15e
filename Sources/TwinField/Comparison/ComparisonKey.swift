// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateSecurity

extension ComparisonProtocol {
  /// The rate over a symmetric link with its trace. Comparison only.
  ///
  /// - Throws: `InputError` for inputs that cannot be, among them arms that are not alike.
  package func analyse(_ setup: Setup, _ choices: Choices) throws(InputError) -> SecretKeyRate {
    try setup.validate()
    try choices.validate(self)
    try Self.requireSymmetric(setup)
    let outcome = outcome(setup, choices)
    typealias Q = Quantities
    let intensity = hasPhaseSlices ? Q.bothIntensities : hasSendingProbability ? Q.sendingIntensity : Q.eachIntensity
    let list =
      [intensity(choices.intensity)] + (hasSendingProbability ? [Q.sendingProbability(choices.sendingProbability)] : [])
      + outcome.parts.map { $0.quantity.by(origin)($0.value) }
      + [Q.rawRate.by(origin)(outcome.rawRate), Q.rate.by(origin)(outcome.rate)]
    var reasons = ["asymptotic, infinitely many decoys; formulas from memory, re-derived: for figures only"]
    if self == .lucamarini2018 {
      reasons = [
        "heuristic: assumes that the eavesdropper makes no use of the announced phase slices; not a secure rate"
      ]
    }
    var options: [AnalysisDescription.Option] = []
    if hasPhaseSlices { options.append(.init("phase slices", "\(choices.phaseSlices)")) }
    if self == .modePairing { options.append(.init("farthest pair", "\(choices.pairingLength) rounds")) }
    options.append(.init("error correction", "leak assumed: f_EC = \(choices.errorCorrectionEfficiency)"))
    return SecretKeyRate(
      analysis: AnalysisDescription(
        calculation: calculation, title: title + ", infinitely many decoys", options: options,
        status: .comparisonOnly, statusReasons: reasons),
      ratePerPulse: outcome.rate, rawRatePerPulse: outcome.rawRate,
      reasonForZero: outcome.rate > 0
        ? nil : ReasonForZero(outcome.parts.isEmpty ? .noDetections : .leakageExceedsSecrecy),
      trace: list, warnings: setup.warnings)
  }

  /// The rate over a link, arms taken as alike.
  package func outcome(_ setup: Setup, _ choices: Choices) -> Outcome {
    let dark = setup.darkCounts(setup.link.samples[0])
    let misalignment = Setup.misalignment(polarisationAngle: setup.polarisationAngle)
    return outcome(
      eta: setup.aliceArm.value, pd: dark, misalignment: misalignment,
      polarisationAngle: setup.polarisationAngle, phaseOffset: setup.phaseOffset, choices)
  }

  /// Refuses arms that are not alike, and links that vary.
  package static func requireSymmetric(_ setup: Setup) throws(InputError) {
    guard setup.link.isSteady else {
      throw InputError(
        "samples", value: "\(setup.link.samples.count)",
        allowed: "must be one: comparison protocols need a steady link",
        hint: "links that vary are implemented for curty-azuma-lo only")
    }
    guard setup.isSymmetric else {
      throw InputError(
        "etaB", setup.bobArm.value,
        allowed: "must be etaA = \(setup.aliceArm.value): comparison protocols need equal arms",
        hint: "asymmetric arms are implemented for curty-azuma-lo only")
    }
  }
}

extension Quantities {
  static let bothIntensities = Quantity(
    .settings, "mu", "intensity of both users together", .input, unit: "photon/pulse")
  static let eachIntensity = Quantity(.settings, "mu", "intensity of each user", .input, unit: "photon/pulse")
  static let sendingIntensity = Quantity(.settings, "muz", "intensity of each user", .input, unit: "photon/pulse")
  static let sendingProbability = Quantity(.settings, "eps", "how often a user sends", .input)
}
