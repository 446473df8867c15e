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

  /// Whether the length of a key follows from the counts or was fixed before the run.
  enum Length: String, CaseIterable {
    case variable, fixed
  }

  /// Whether error correction sends messages in one direction only.
  enum Messages: String, CaseIterable {
    case oneWay = "one-way"
    case twoWay = "two-way"
  }

  private static let quantity = "give exactly one of the three"

  static let claimant = Key<String>(
    "claim.claimant", absent: "not named", "Who claims it.", aliases: ["vendor", "claim.vendor"])

  static let statement = Key<String>(
    "claim.statement", absent: "none", "The claim in the claimant's words.", aliases: ["claim.text"])

  static let ratePerPulse = Key<Double>(
    "claim.rate_per_pulse", unit: "bit/pulse", range: .positive, absent: quantity, "The claimed secret bits per pulse.",
    aliases: ["claim.rate", "claim.bits_per_pulse", "claim.key_rate"])

  static let bitsPerSecond = Key<Double>(
    "claim.bits_per_second", unit: "bit/s", range: .positive, absent: quantity,
    "The claimed secret bits per second, averaged over the time that claim.duty_cycle speaks of.",
    aliases: ["claim.rate_bps", "claim.bps", "claim.skr", "claim.secret_key_rate"])

  static let lengthBits = Key<Double>(
    "claim.length_bits", unit: "bit", range: .positive, absent: quantity, "The claimed length of the key of one block.",
    aliases: ["claim.key_length", "claim.key_bits", "claim.length_bit"])

  static let clockHz = Key<Double>(
    "claim.clock_hz", unit: "Hz", range: .positive, absent: "source.repetition_rate_hz",
    "The clock that a rate per second counts with.", aliases: ["claim.clock", "claim.repetition_rate_hz"])

  static let dutyCycle = Key<Double>(
    "claim.duty_cycle", range: .above(0, upTo: 1), absent: "missing",
    "Share of the time in which pulses are sent; 1 if the rate counts that time only.",
    slips: [.within(1...100, "a fraction, not percent")], aliases: ["claim.duty", "claim.uptime"])

  static let sifting = WordKey<ClaimKeys.Sifting>(
    "claim.sifting", absent: "missing",
    "Whether a rate per pulse counts every emitted pulse (included) or only pulses that sifting left (excluded).")

  static let siftingFactor = Key<Double>(
    "claim.sifting_factor", range: .above(0, upTo: 1), absent: "needed with sifting = \"excluded\"",
    "Share of the pulses that sifting leaves.")

  static let acquisitionTimeS = Key<Double>(
    "claim.acquisition_time_s", unit: "s", range: .positive, absent: "none",
    "Time of the run, pauses included; with clock and duty cycle it must give the number of pulses.",
    aliases: ["claim.acquisition_time", "claim.time_s", "claim.duration_s"])

  static let length = WordKey<ClaimKeys.Length>(
    "claim.length", absent: "both readings are reported",
    "Whether the length of the key follows from the counts or was fixed before the run.")

  static let errorCorrection = WordKey<ClaimKeys.Messages>(
    "claim.error_correction", absent: "missing", "Whether error correction sends messages in one direction only.")

  static let authenticationBits = Key<Double>(
    "claim.authentication_bits", unit: "bit", range: .nonNegative, absent: "missing",
    "Key that authentication of one block uses up; it is added to the claim, since a net rate needs it.")

  static let abortProbability = Key<Double>(
    "claim.abort_probability", range: .from(0, below: 1), absent: "unsaid: 0.999 for the ceiling",
    "Probability that an honest run makes no key.", aliases: ["claim.p_abort"])

  static let opticalBandwidthHz = Key<Double>(
    "claim.optical_bandwidth_hz", unit: "Hz", range: .positive, absent: "none",
    "Bandwidth that the receiver's filter accepts; counts the modes if link.modes_per_pulse is not given.")

  static let spatialModes = Key<Double>(
    "claim.spatial_modes", range: .positive, absent: "missing with claim.optical_bandwidth_hz",
    "Spatial modes and cores that the receiver accepts: 1 for a single-mode, single-core fibre.")

  static let stations = Key<Int>(
    "claim.stations", range: AllowedRange(0...10_000),
    absent: "1 with a station in the middle by protocol; else missing: no ceiling",
    "Stations between the ends that send, receive or store quantum signals or hold keys: 0 for point to point.",
    aliases: ["claim.topology", "claim.repeaters", "claim.nodes"])

  static let totalFailureProbability = Key<Double>(
    "claim.total_failure_probability", range: .between(0, 1), absent: "none",
    "The claimed total of secrecy and correctness, to be compared with the parts.")

  static let siftedBits = Key<Double>(
    "claim.sifted_bits", unit: "bit", range: .nonNegative, absent: "none",
    "The claimed number of sifted key bits, to be compared with the counts.")

  static let errorRate = Key<Double>(
    "claim.error_rate", range: AllowedRange(0...0.5), absent: "none",
    "The claimed error rate of the key, to be compared with the counts.",
    slips: [.within(0.5...100, "a fraction, not percent")], aliases: ["claim.qber"])

  static let coverageFactor = Key<Double>(
    "claim.coverage_factor", range: AllowedRange(2...10), default: 3,
    "Half-width of the uncertainty box in standard uncertainties.")

  static let claim: [any DocumentKey] = [
    claimant, statement, ratePerPulse, bitsPerSecond, lengthBits, clockHz, dutyCycle, sifting, siftingFactor,
    acquisitionTimeS, length, errorCorrection, authenticationBits, abortProbability, stations, opticalBandwidthHz,
    spatialModes,
    totalFailureProbability, siftedBits, errorRate, coverageFactor,
  ]

  static let lists: [any DocumentKey] = [
    KeyDefinition(
      EvidenceKeys.tables, .tables(KeyVocabulary(EvidenceKeys.all)), default: "none",
      "Each [[evidence]] says what a value of this file rests on."),
    KeyDefinition(
      AssumptionKeys.tables, .tables(KeyVocabulary(AssumptionKeys.all)), default: "none",
      "Each [[assumption]] says what is known about an assumption of the proof."),
    KeyDefinition(
      FailureKeys.tables, .tables(KeyVocabulary(FailureKeys.all)), default: "none",
      "Each [[failure]] is a line of the claimed failure budget, which must sum to security.secrecy."),
  ]

  /// Every key that only a claim has.
  static let all = claim + lists

  /// Every key of a claim file of a family.
  static func vocabulary(_ family: ProtocolFamily) -> KeyVocabulary {
    let planning = (CommonKeys.sweepKeys + CommonKeys.plotKeys).map(\.path) + ["curve", "overlay"]
    // A claim is judged at states that were recorded, not at a law of them.
    let sweeps = Set(planning + [LinkSampleKeys.tables])
    return KeyVocabulary(CommonKeys.title + CommonKeys.link + family.keys + CommonKeys.run + all).without {
      sweeps.contains($0.path)
    }
  }
}

extension ClaimFile {
  /// The keys that only a claim file has.
  package static var ownVocabulary: KeyVocabulary { KeyVocabulary(ClaimKeys.all) }
}

/// The keys of `[[evidence]]`: what a value of the file rests on.
enum EvidenceKeys {
  static let tables = "evidence"
  static let key = Key<String>(
    "key", "The value it is about, such as detector.efficiency or source.intensities[2].")

  static let uncertainty = Key<Double>(
    "uncertainty", range: .nonNegative, absent: "give this or relative_uncertainty",
    "Expanded uncertainty in the unit of the key.")

  static let relativeUncertainty = Key<Double>(
    "relative_uncertainty", range: .from(0, below: 1), absent: "uncertainty",
    "Expanded uncertainty as a share of the value.", slips: [.within(1...100, "a fraction, not percent")])

  static let coverageFactor = Key<Double>(
    "coverage_factor", range: AllowedRange(0.5...10), absent: "needed with an uncertainty",
    "k: how many standard uncertainties the expanded uncertainty is.", aliases: ["k"])

  static let source = WordKey<ClaimKeys.Source>(
    "source", "What the value rests on: certificate, data-sheet, measured, published or assumed.",
    slips: [.words(["datasheet", "data sheet"], "write data-sheet")])

  static let reference = Key<String>(
    "reference", absent: "none", "Number of the certificate, page of the data sheet.")

  static let value = Key<Double>(
    "value", absent: "none", "The value as the source states it, to be compared with the value of the key.")

  static let unit = WordKey<ClaimUnit>(
    "unit", absent: "needed with value", "The unit of value.")

  static let all: [any DocumentKey] = [
    key, uncertainty, relativeUncertainty, coverageFactor, source, reference, value, unit,
  ]
}

/// The keys of `[[assumption]]`: what is known about an assumption of the proof.
enum AssumptionKeys {
  static let tables = "assumption"
  static let about = Key<String>(
    "about", "Words of the assumption as the report lists it, enough to tell it from the others.")

  static let status = WordKey<ClaimKeys.AssumptionStatus>(
    "status", "assumed, measured or violated.")

  static let reference = Key<String>(
    "reference", absent: "none", "What shows it.")

  static let all: [any DocumentKey] = [about, status, reference]
}

/// The keys of `[[failure]]`: a line of the claimed failure budget.
enum FailureKeys {
  static let tables = "failure"
  static let event = Key<String>(
    "event", "What may fail.")

  static let count = Key<Int>(
    "count", range: AllowedRange(1...1_000_000), default: 1, "How many such events.")

  static let probability = Key<Double>(
    "probability", range: .between(0, 1), "Failure probability of each.")

  static let all: [any DocumentKey] = [event, count, probability]
}
