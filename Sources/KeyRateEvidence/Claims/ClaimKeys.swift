// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments
import KeyRateReading

/// The keys that a claim file has beside those of a parameter file: who claims what, what each value rests
/// on, and what the claimant says about the proof.
enum ClaimKeys {
  /// Whether a rate counts every emitted pulse or only those that sifting left.
  enum Sifting: String, CaseIterable {
    case included
    case excluded
  }

  /// Where a value comes from.
  enum Source: String, CaseIterable {
    case certificate
    case dataSheet = "data-sheet"
    case measured
    case published
    case assumed
  }

  /// What is known about an assumption of the proof.
  enum AssumptionStatus: String, CaseIterable {
    case assumed
    case measured
    case violated
  }

  private static let quantity = "give exactly one of the three"

  static let claim: [KeyDefinition] = [
    KeyDefinition(
      "claim.claimant", .text, default: "not named", "Who claims it.", aliases: ["vendor", "claim.vendor"]),
    KeyDefinition(
      "claim.statement", .text, default: "none", "The claim in the claimant's words.", aliases: ["claim.text"]),
    KeyDefinition(
      "claim.rate_per_pulse", .number, unit: "bit/pulse", range: .positive, default: quantity,
      "The claimed secret bits per pulse.", aliases: ["claim.rate", "claim.bits_per_pulse", "claim.key_rate"]),
    KeyDefinition(
      "claim.bits_per_second", .number, unit: "bit/s", range: .positive, default: quantity,
      "The claimed secret bits per second, averaged over the time that claim.duty_cycle speaks of.",
      aliases: ["claim.rate_bps", "claim.bps", "claim.skr", "claim.secret_key_rate"]),
    KeyDefinition(
      "claim.length_bits", .number, unit: "bit", range: .positive, default: quantity,
      "The claimed length of the key of one block.",
      aliases: ["claim.key_length", "claim.key_bits", "claim.length_bit"]
    ),
    KeyDefinition(
      "claim.clock_hz", .number, unit: "Hz", range: .positive, default: "source.repetition_rate_hz",
      "The clock that a rate per second counts with.", aliases: ["claim.clock", "claim.repetition_rate_hz"]),
    KeyDefinition(
      "claim.duty_cycle", .number, range: .above(0, upTo: 1), default: "missing",
      "Share of the time in which pulses are sent; 1 if the rate counts that time only.",
      slips: [.within(1...100, "a fraction, not percent")], aliases: ["claim.duty", "claim.uptime"]),
    KeyDefinition(
      "claim.sifting", .words(Sifting.self), default: "missing",
      "Whether a rate per pulse counts every emitted pulse (included) or only pulses that sifting left (excluded)."),
    KeyDefinition(
      "claim.sifting_factor", .number, range: .above(0, upTo: 1), default: "needed with sifting = \"excluded\"",
      "Share of the pulses that sifting leaves."),
    KeyDefinition(
      "claim.acquisition_time_s", .number, unit: "s", range: .positive, default: "none",
      "Time of the run, pauses included; with clock and duty cycle it must give the number of pulses.",
      aliases: ["claim.acquisition_time", "claim.time_s", "claim.duration_s"]),
    KeyDefinition(
      "claim.length", .choice(["variable", "fixed"]), default: "both readings are reported",
      "Whether the length of the key follows from the counts or was fixed before the run."),
    KeyDefinition(
      "claim.error_correction", .choice(["one-way", "two-way"]), default: "missing",
      "Whether error correction sends messages in one direction only."),
    KeyDefinition(
      "claim.authentication_bits", .number, unit: "bit", range: .nonNegative, default: "missing",
      "Key that authentication of one block uses up; it is added to the claim, since a net rate needs it."),
    KeyDefinition(
      "claim.abort_probability", .number, range: .from(0, below: 1), default: "0.999 for the ceiling",
      "Probability that an honest run makes no key.", aliases: ["claim.p_abort"]),
    KeyDefinition(
      "claim.optical_bandwidth_hz", .number, unit: "Hz", range: .positive, default: "none",
      "Bandwidth that the receiver's filter accepts; counts the modes if link.modes_per_pulse is not given."),
    KeyDefinition(
      "claim.total_failure_probability", .number, range: .between(0, 1), default: "none",
      "The claimed total of secrecy and correctness, to be compared with the parts."),
    KeyDefinition(
      "claim.sifted_bits", .number, unit: "bit", range: .nonNegative, default: "none",
      "The claimed number of sifted key bits, to be compared with the counts."),
    KeyDefinition(
      "claim.error_rate", .number, range: AllowedRange(0...0.5), default: "none",
      "The claimed error rate of the key, to be compared with the counts.",
      slips: [.within(0.5...100, "a fraction, not percent")], aliases: ["claim.qber"]),
    KeyDefinition(
      "claim.coverage_factor", .number, range: AllowedRange(2...10), default: "3",
      "Half-width of the uncertainty box in standard uncertainties."),
  ]

  static let evidence = KeyVocabulary([
    KeyDefinition("key", .text, "The value it is about, such as detector.efficiency or source.intensities[2]."),
    KeyDefinition(
      "uncertainty", .number, range: .nonNegative, default: "give this or relative_uncertainty",
      "Expanded uncertainty in the unit of the key."),
    KeyDefinition(
      "relative_uncertainty", .number, range: .from(0, below: 1), default: "uncertainty",
      "Expanded uncertainty as a share of the value.", slips: [.within(1...100, "a fraction, not percent")]),
    KeyDefinition(
      "coverage_factor", .number, range: AllowedRange(0.5...10), default: "needed with an uncertainty",
      "k: how many standard uncertainties the expanded uncertainty is.", aliases: ["k"]),
    KeyDefinition(
      "source", .words(Source.self),
      "What the value rests on: certificate, data-sheet, measured, published or assumed.",
      slips: [.words(["datasheet", "data sheet"], "write data-sheet")]),
    KeyDefinition("reference", .text, default: "none", "Number of the certificate, page of the data sheet."),
    KeyDefinition(
      "value", .number, default: "none", "The value as the source states it, to be compared with the value of the key."),
    KeyDefinition(
      "unit", .choice(ClaimUnit.allCases.map(\.rawValue)), default: "needed with value", "The unit of value."),
  ])

  static let assumption = KeyVocabulary([
    KeyDefinition("about", .text, "Words of the assumption as the report lists it, enough to tell it from the others."),
    KeyDefinition("status", .words(AssumptionStatus.self), "assumed, measured or violated."),
    KeyDefinition("reference", .text, default: "none", "What shows it."),
  ])

  static let failure = KeyVocabulary([
    KeyDefinition("event", .text, "What may fail."),
    KeyDefinition("count", .integer, range: AllowedRange(1...1_000_000), default: "1", "How many such events."),
    KeyDefinition("probability", .number, range: .between(0, 1), "Failure probability of each."),
  ])

  static let lists: [KeyDefinition] = [
    KeyDefinition(
      "evidence", .tables(evidence), default: "none", "Each [[evidence]] says what a value of this file rests on."),
    KeyDefinition(
      "assumption", .tables(assumption), default: "none",
      "Each [[assumption]] says what is known about an assumption of the proof."),
    KeyDefinition(
      "failure", .tables(failure), default: "none",
      "Each [[failure]] is a line of the claimed failure budget, which must sum to security.secrecy."),
  ]

  /// Every key that only a claim has.
  static let all = claim + lists

  /// Every key of a claim file of a family.
  static func vocabulary(_ family: ProtocolFamily) -> KeyVocabulary {
    let sweeps = Set((CommonKeys.sweepKeys + CommonKeys.plotKeys).map(\.path) + ["curve", "overlay"])
    return KeyVocabulary(CommonKeys.title + CommonKeys.link + family.keys + all).without { sweeps.contains($0.path) }
  }
}

extension Vocabulary {
  /// Every key of a claim file of a family.
  package static func claim(_ family: ProtocolFamily) -> KeyVocabulary { ClaimKeys.vocabulary(family) }
  /// The keys that only a claim file has.
  package static var claimOnly: KeyVocabulary { KeyVocabulary(ClaimKeys.all) }
}
