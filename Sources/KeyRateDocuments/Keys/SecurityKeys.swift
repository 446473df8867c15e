// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateReading

/// What a certificate may rest on.
package enum BasisChoice: String, CaseIterable, Sendable {
  case any, published
}

/// Keys of `[security]`.
package enum SecurityKeys {
  /// The path of `security.analysis`, whose values differ from family to family.
  package static let analysis = "security.analysis"

  package static let pulses = Key<Double>(
    "security.pulses", unit: "pulses", range: AllowedRange(1...1e18), absent: "give this or key_block_size (finite)",
    "Pulses sent, all intensities and bases.",
    KeyFacts(
      replaces: ["security.key_block_size", "security.duration_s"], ideal: 1e18, imperfection: "finite statistics",
      scan: .logarithmic(1e3, 1e18)),
    aliases: ["N", "security.N", "pulses", "security.number_of_pulses"])

  package static let secrecy = Key<Double>(
    "security.secrecy", range: .between(0, 1), default: 1e-10, "Secrecy parameter eps_sec.",
    KeyFacts(
      replaces: ["security.secrecy_per_bit", "security.estimation_failure", "security.amplification_failure"],
      scan: .logarithmic(1e-30, 0.5)), slips: KeySlip.failureProbability,
    aliases: ["eps_sec", "security.eps_sec", "security.epsilon_sec", "security.epsilon"])

  package static let basis = WordKey<BasisChoice>(
    "security.basis", default: .any,
    "What a certified length of a run may rest on: any proof that the formula sheets carry, or published theorems alone. Counts only.",
    aliases: ["security.trust_basis"])

  package static let correctness = Key<Double>(
    "security.correctness", range: .between(0, 1), default: 1e-15, "Correctness parameter eps_cor.",
    KeyFacts(scan: .logarithmic(1e-30, 0.5)), slips: KeySlip.failureProbability,
    aliases: ["eps_cor", "security.eps_cor", "security.epsilon_cor"])

  package static let errorCorrectionEfficiency = Key<Double>(
    "security.error_correction_efficiency", range: AllowedRange(1...10), default: 1.16,
    "f_EC: leakage in units of the Shannon limit.", KeyFacts(ideal: 1, imperfection: "error correction"),
    slips: [
      .within(0...1, "f_EC counts what is leaked: 1 is ideal, 1.16 leaks 16 % more"),
      .above(10, "a factor, not percent: 1.16 leaks 16 % more than the limit"),
    ], aliases: ["f_EC", "security.f_ec", "security.efficiency"])

  /// The path of `security.statistics`, whose values differ from family to family.
  package static let statistics = "security.statistics"

  /// The path of `security.composition`, whose values differ from family to family.
  package static let composition = "security.composition"

  /// The path of `security.prediction`.
  package static let prediction = "security.prediction"

  /// The path of `security.reconciliation`, whose values differ from family to family.
  package static let reconciliation = "security.reconciliation"
  /// The path of `security.key_errors`.
  package static let keyErrors = "security.key_errors"

  package static let reconciliationEfficiency = Key<Double>(
    "security.reconciliation_efficiency", range: .probability, default: 0.95,
    "beta: share of the mutual information that error correction keeps.",
    KeyFacts(ideal: 1, imperfection: "reconciliation"),
    slips: [
      .within(1...2, "a share: 0.95 keeps 95 %; it is not the factor f_EC of discrete variables"),
      .above(2, "a fraction, not percent"),
    ], aliases: ["beta", "security.beta", "security.efficiency", "security.error_correction_efficiency"])

  package static let frameErrorRate = Key<Double>(
    "security.frame_error_rate", range: .from(0, below: 1), default: 0, "FER: probability that error correction fails.",
    slips: [.within(1...100, "a fraction, not percent")], aliases: ["FER", "fer", "security.fer", "security.FER"])
}
