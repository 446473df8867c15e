// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import BB84
import KeyRateNumerics
import KeyRateSecurity

extension BB84Family {
  typealias AcceptancePlan = @Sendable (Settings, Observations, inout SecretKeyRate) throws -> Void

  /// Thresholds given in the file: all four, or nil. Some of them only is an error.
  static func thresholds(_ reader: DocumentReader) -> FixedLength.Thresholds? {
    let keys = [
      AcceptanceKeys.vacuum, AcceptanceKeys.singlePhotons, AcceptanceKeys.phaseError, AcceptanceKeys.leakBits,
    ]
    let given = keys.filter { reader.gives($0) }
    guard !given.isEmpty else { return nil }
    for key in keys where !reader.gives(key) {
      reader.refuse(key, "must be given: a fixed length needs all four thresholds of [acceptance]")
    }
    let values = keys.map { reader.ifGiven($0) ?? 0 }
    guard reader.isSound, values.count == 4 else { return nil }
    return FixedLength.Thresholds(
      vacuum: values[0], singlePhotons: values[1], phaseError: values[2], leakage: values[3])
  }

  /// A published proof has no fixed-length form here.
  static func refusePublishedProof(_ reader: DocumentReader, _ options: FiniteKeyOptions) {
    guard options.proof != .sound else { return }
    reader.refuse(
      SecurityKeys.proof, "must be sound with a fixed length", hint: "leave it out, or leave out [acceptance]")
  }

  /// The fixed-length mode of a planned run (section 4b): adds thresholds, length and abort
  /// probability to a result.
  static func acceptancePlan(
    _ reader: DocumentReader, _ setup: Setup, _ block: BlockSize, _ options: FiniteKeyOptions
  ) throws -> AcceptancePlan? {
    let margin = reader.ifGiven(AcceptanceKeys.marginSigma)
    let given = thresholds(reader)
    if margin != nil, given != nil {
      reader.refuse(AcceptanceKeys.marginSigma, "chooses the thresholds; give it or the four thresholds")
    }
    guard reader.isSound, margin != nil || given != nil else { return nil }
    refusePublishedProof(reader, options)
    if options.secrecyPerBit != nil {
      reader.refuse(SecurityKeys.secrecyPerBit, "has no meaning with a fixed length; give security.secrecy")
      return nil
    }
    return { settings, counts, rate in
      guard let pulses = counts.pulses else { return }
      let test =
        try given.map {
          try AcceptanceTest.at($0, setup: setup, settings: settings, pulses: pulses, options: options)
        }
        ?? AcceptanceTest.planned(
          setup: setup, settings: settings, pulses: pulses, options: options, margin: margin ?? 5)
      let fixed = test.fixedLength
      rate.trace += test.trace
      rate.analysis.title += ", fixed length"
      rate.lengthBits = fixed.lengthBits
      rate.rawLengthBits = fixed.rawLengthBits
      rate.ratePerPulse = fixed.lengthBits / pulses
      rate.rawRatePerPulse = fixed.rawLengthBits / pulses
      if fixed.lengthBits > 0 {
        rate.reasonForZero = nil
      } else {
        rate.reasonForZero =
          rate.reasonForZero ?? ReasonForZero(.acceptanceTestFailed, detail: "the thresholds leave no key")
      }
      if test.abortProbability > 0.1 {
        rate.analysis.unpaidCosts.append(
          "the rate is that of a run that is accepted; an honest one aborts with probability \(test.abortProbability)")
        rate.warnings.append(
          "an honest run aborts with probability \(test.abortProbability): put the thresholds several standard deviations lower"
        )
      }
    }
  }

  /// The fixed-length mode of a measured run.
  static func acceptanceReport(
    _ thresholds: FixedLength.Thresholds, _ estimate: DecoyEstimate<Double>, _ counts: Observations,
    _ options: FiniteKeyOptions
  ) throws -> AcceptanceReport {
    let penalty = try FixedLength.penalty(
      estimate, intensities: counts.keyDetections.count, pulses: counts.pulses)
    let fixed = try FixedLength(thresholds: thresholds, penalty: penalty)
    return AcceptanceReport(
      lines: fixed.criteria(estimate, countsVacuum: options.countsVacuum).map {
        .init(symbol: $0.symbol, value: $0.value, threshold: $0.threshold, isMet: $0.isMet)
      }, fixedLengthBits: fixed.lengthBits)
  }
}
