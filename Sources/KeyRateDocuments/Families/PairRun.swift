// SPDX-License-Identifier: GPL-3.0-or-later
import Entanglement
import KeyRateReading
import KeyRateSecurity

/// The counts of a run: reading, checking, analysing.
extension PairFamily {
  static func readRun(_ reader: DocumentReader, _ source: CountsSource) throws -> MeasuredRun? {
    refusePlanningKeys(reader)
    let leak = reader.ifGiven(CountsKeys.errorCorrectionLeakBits)
    if leak != nil, reader.gives(SecurityKeys.errorCorrectionEfficiency) {
      reader.refuse(
        SecurityKeys.errorCorrectionEfficiency,
        "estimates what counts.error_correction_leak_bits measures; give one of the two")
    }
    let mode = reader[PairKeys.keyMode, default: PairKeyMode.one]
    let (alice, bob) = PairReading.basisProbabilities(reader)
    if alice == nil, mode == .pooled || reader[PairKeys.sampling, default: PairKeys.Sampling.kl] == .binomial {
      reader.refuse(
        SourceKeys.keyBasisProbability, "must be stated: the analysis of this run rests on it",
        hint: mode == .pooled ? "key_mode = \"pooled\" needs exactly 0.5 at both users" : nil)
    }
    // Otherwise any bias will do, and none enters.
    let settings = PairSettings(
      brightness: .perPulse(0), keyMode: mode, keyBasisProbability: alice ?? 0.5, bobKeyBasisProbability: bob)
    let receivers = PairReading.receivers(reader)(settings)
    let options = PairReading.options(reader, leakage: leak.map { .measured(bits: $0) }, receivers: receivers)
    let agreed = try agreement(reader, mode, options)
    guard let counts = counts(reader, mode), reader.isSound else { return nil }
    return try LinkReading.checked(reader) { () throws -> MeasuredRun in
      try settings.validateChoices()
      let result = try PairFiniteKey.analyse(counts, receivers, options)
      guard let agreed else { return MeasuredRun(result: result, acceptance: nil) }
      // A leakage below Shannon's limit is no leakage of an error correction that worked.
      let leakage = try PairFiniteKey.estimate(counts, options).leakage.value
      let least = leak == nil ? 0 : PairFiniteKey.shannon(counts, options).leastLeakage
      return accepted(result, counts, leakage: max(leakage, least), agreed)
    }
  }

  private static func counts(_ reader: DocumentReader, _ mode: PairKeyMode) -> PairCounts? {
    typealias Keys = PairCountsKeys
    let needed: [Key<Double>] =
      switch mode {
      case .one: Keys.one
      case .pooled: Keys.pooled
      case .both: Keys.both
      }
    let names = Set(needed.map(\.path))
    for key in Keys.both + Keys.pooled where reader.gives(key) && !names.contains(key.path) {
      reader.refuse(
        key, "has no meaning with security.key_mode = \"\(mode.rawValue)\"",
        hint: "give " + needed.map(\.path).joined(separator: ", "))
    }
    let values = needed.map { key -> Double in
      guard reader.gives(key) else {
        reader.refuse(key, "must be given with security.key_mode = \"\(mode.rawValue)\"")
        return 0
      }
      return reader[key, default: 0]
    }
    for (key, value) in zip(needed, values) where value != value.rounded() {
      reader.refuse(key, "must be a whole number", hint: "give the counts of the run, not rates or averages")
    }
    let pulses = reader.ifGiven(CountsKeys.pulses)
    let duration = reader.ifGiven(Keys.durationS)
    guard reader.isSound else { return nil }
    func sample(_ index: Int) -> PairCounts.Sample { .init(rounds: values[index], errors: values[index + 1]) }
    let samples: PairCounts.Samples =
      switch mode {
      case .one: .one(key: sample(0), test: sample(2))
      case .pooled: .pooled(key: sample(0), test: sample(2))
      case .both: .both(keyX: sample(0), keyZ: sample(2), testX: sample(4), testZ: sample(6))
      }
    return PairCounts(samples: samples, pulses: pulses, durationSeconds: duration, origin: .measured)
  }

  /// Keys that describe an expected run: beside measured counts they would silently do nothing.
  private static func refusePlanningKeys(_ reader: DocumentReader) {
    let stated = [
      SourceKeys.keyBasisProbability.path, DetectorKeys.keyBasisProbability.path, PairKeys.basisChoice.path,
      PairKeys.bobBasisChoice.path, PairKeys.splittingDeviation.path, PairKeys.doubleClicks.path,
      PairKeys.deadTimeRule.path,
    ]
    let idle =
      (PairKeys.source + PairKeys.detector).map(\.path).filter { !stated.contains($0) }
      + CommonKeys.everyLink.map(\.path)
      + CommonKeys.sweepKeys.map(\.path) + PairKeys.search.map(\.path) + [
        SecurityKeys.pulses.path, SecurityKeys.durationS.path, SecurityKeys.siftingFactor.path,
        PairKeys.testFraction.path,
      ]
    let hints = [
      SecurityKeys.pulses.path: "give counts.pulses", SecurityKeys.durationS.path: "give counts.duration_s",
      PairKeys.testFraction.path: "the counts say how many rounds were disclosed",
    ]
    for key in idle where reader.gives(key) {
      reader.refuse(
        key, "has no meaning beside measured counts",
        hint: hints[key]
          ?? (key.hasPrefix("sweep.")
            ? "a run has one result"
            : key.hasPrefix("search.")
              ? SearchRangeReading.hintBesideCounts : "an analysis sees the counts only, never a channel model"))
    }
    if reader.gives(PairKeys.analysis),
      reader[PairKeys.analysis, default: PairKeys.AnalysisKind.finite] != .finite
    {
      reader.refuse(PairKeys.analysis, "must be finite with measured counts", hint: "a finite run fluctuates")
    }
  }
}
