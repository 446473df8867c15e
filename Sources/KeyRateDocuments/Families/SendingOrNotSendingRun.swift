// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateSecurity
import SendingOrNotSending

/// The counts of a run: reading, checking, analysing.
extension SendingOrNotSendingFamily {
  static func readRun(
    _ reader: DocumentReader, _ source: CountsSource, _ scheme: Scheme
  ) throws -> MeasuredRun? {
    refusePlanningKeys(reader)
    let leak = reader.ifGiven(CountsKeys.errorCorrectionLeakBits)
    if leak != nil, reader.gives(SecurityKeys.errorCorrectionEfficiency) {
      reader.refuse(
        SecurityKeys.errorCorrectionEfficiency,
        "estimates what counts.error_correction_leak_bits states; give one of the two")
    }
    let options = Reading.options(reader, scheme, leakage: leak.map { .measured(bits: $0) })
    let share = reader[SourceKeys.signalSlotShare]
    let declarations = declarations(reader, scheme)
    let settings = runSettings(reader)
    let counts = try counts(reader, source, scheme, needsErrors: leak == nil)
    guard reader.isSound, let settings, let counts else { return nil }
    return try Reading.checked(reader) {
      let result = try FiniteKey.analyse(
        counts, settings, options, declarations: declarations, signalSlotShare: share)
      return MeasuredRun(result: result, acceptance: nil, decoys: decoys(counts, settings))
    }
  }

  /// Keys that describe an expected run: beside measured counts they would silently do nothing.
  private static func refusePlanningKeys(_ reader: DocumentReader) {
    let idle =
      SendingOrNotSendingKeys.detector.map(\.path) + CommonKeys.everyLink.map(\.path)
      + CommonKeys.sweepKeys.map(\.path) + SendingOrNotSendingSearchRanges.keys.map(\.path)
      + [SecurityKeys.pulses.path]
    for key in idle where reader.gives(key) {
      reader.refuse(
        key, "has no meaning beside measured counts",
        hint: key == SecurityKeys.pulses.path
          ? "give counts.pulses"
          : key.hasPrefix("search.")
            ? SearchRangeReading.hintBesideCounts
            : key.hasPrefix("sweep.")
              ? "a run has one result" : "an analysis sees the counts only, never a channel model")
    }
    if reader.gives(SendingOrNotSendingKeys.analysis),
      reader[SendingOrNotSendingKeys.analysis, default: .finite] != .finite
    {
      reader.refuse(
        SendingOrNotSendingKeys.analysis, "must be finite with measured counts", hint: "a finite run fluctuates")
    }
  }

  /// The settings of the run: everything given, nothing left to an optimiser.
  private static func runSettings(_ reader: DocumentReader) -> Settings? {
    let alice = SendingOrNotSendingKeys.userSettings.map(\.path)
    let hasBob = Reading.bobKeys.contains(where: reader.gives)
    // Bob is as Alice only if nothing at all is said of him.
    for key in alice + [SourceKeys.sliceWidthRad.path] + (hasBob ? Reading.bobKeys : []) {
      guard reader.gives(key) else {
        reader.refuse(
          key, "must be given: the analysis of a run needs it",
          hint: Reading.bobKeys.contains(key) ? "give all of Bob's settings, or none if they are Alice's" : nil)
        continue
      }
      if let value = reader.table[key], value.text.map(SettingValue.freeWords.contains) ?? false {
        reader.report(value.error("must be a number: a run has been made with fixed settings"))
      }
    }
    guard reader.isSound,
      let partial = Reading.partialSettings(reader, isSymmetric: !hasBob, isFinite: true)
    else { return nil }
    return SearchSpace(partial).settings(at: [])
  }

  // MARK: Counts

  private static func counts(
    _ reader: DocumentReader, _ source: CountsSource, _ scheme: Scheme, needsErrors: Bool
  ) throws -> Observations? {
    var table: SendingOrNotSendingCountsTable?
    if let file = reader.ifGiven(CountsKeys.file) {
      for key in SendingOrNotSendingCountsTable.keys(scheme) where reader.gives(key) {
        reader.refuse(key, "cannot be given together with counts.file")
      }
      table = try SendingOrNotSendingCountsTable(file, reader, source, scheme)
      guard table != nil else { return nil }
    }
    func given(_ key: Key<Double>) -> Double? { table.map { $0[key] } ?? reader.ifGiven(key) }
    func whole(_ key: Key<Double>, _ value: Double) -> Double {
      if value != value.rounded() {
        reader.refuse(key, "must be a whole number", hint: "give the counts of the run, not rates or averages")
      }
      return value
    }
    func required(_ key: Key<Double>) -> Double {
      if let value = given(key) { return whole(key, value) }
      if let table {
        reader.report(
          DocumentError(
            position: SourcePosition(file: table.fileName),
            problem: "no row for the event \(SendingOrNotSendingCountsTable.event(key))"))
      } else if !reader.gives(key) {
        reader.refuse(key, "must be given: the analysis of a run needs it")
      }
      return 0
    }
    func errors(_ key: Key<Double>, among all: Key<Double>, _ total: Double, needed: Bool) -> Double? {
      guard let value = given(key) else {
        if needed, !reader.gives(key) {
          reader.refuse(
            key, "must be given, or counts.error_correction_leak_bits",
            hint: "without counted errors nobody knows what correcting them discloses")
        }
        return nil
      }
      if value > total, reader.isSound(key, all) {
        reader.refuse(key, "cannot exceed \(all.path) = \(total.plain)", hint: "errors are a part of the bits")
      }
      return whole(key, value)
    }
    let isPaired = scheme == .aopp
    let n = reader.ifGiven(CountsKeys.pulses).map { whole(CountsKeys.pulses, $0) } ?? 0
    if !reader.gives(CountsKeys.pulses) {
      reader.refuse(CountsKeys.pulses, "must be given: the analysis of a run needs it")
    }
    let vacuum = required(CountsKeys.nobodySent)
    let weak = PerUser(alice: required(CountsKeys.weakAlice), bob: required(CountsKeys.weakBob))
    let strong = PerUser(alice: required(CountsKeys.strongAlice), bob: required(CountsKeys.strongBob))
    let slice = required(CountsKeys.sliceErrors)
    let zeros = required(CountsKeys.zeros)
    let ones = required(CountsKeys.ones)
    let needed = needsErrors && !isPaired
    let zeroErrors = errors(CountsKeys.zeroErrors, among: CountsKeys.zeros, zeros, needed: needed)
    let oneErrors = errors(CountsKeys.oneErrors, among: CountsKeys.ones, ones, needed: needed)
    var pairs: Observations.Pairs?
    if isPaired {
      let kept = required(CountsKeys.pairsKept)
      if kept > min(zeros, ones), reader.isSound(CountsKeys.pairsKept, CountsKeys.zeros, CountsKeys.ones) {
        reader.refuse(
          CountsKeys.pairsKept,
          "cannot exceed the \(min(zeros, ones).plain) pairs that counts.zeros and counts.ones make",
          hint: "pairs kept after Alice's parities, not bits")
      }
      pairs = .init(
        kept: kept,
        errors: errors(CountsKeys.pairErrors, among: CountsKeys.pairsKept, kept, needed: needsErrors))
    }
    guard reader.isSound else { return nil }
    return Observations(
      vacuum: vacuum, weak: weak, strong: strong, sliceErrors: slice, zeros: zeros, ones: ones, zeroErrors: zeroErrors,
      oneErrors: oneErrors, pairs: pairs, rounds: n, origin: .measured)
  }

  /// Clicks with light of one user alone, by its intensity.
  private static func decoys(_ counts: Observations, _ settings: Settings) -> [DecoyCounts] {
    counts.singleUserCounts(settings).map {
      DecoyCounts(symbol: $0.symbol, name: $0.name, points: $0.points)
    }
  }

  // MARK: Declarations

  private static func declarations(_ reader: DocumentReader, _ scheme: Scheme) -> Declarations {
    func statement(_ key: Key<Bool>) -> Declarations.Statement {
      reader.ifGiven(key).map { $0 ? .kept : .broken } ?? .open
    }
    let acceptance = reader.ifGiven(CountsKeys.acceptance)
    let randomisation = reader.ifGiven(CountsKeys.phaseRandomisation)
    func number(_ key: Key<Int>, _ owner: any DocumentKey, _ word: String, isNeeded: Bool) -> Int {
      if let value = reader.ifGiven(key) {
        if !isNeeded { reader.refuse(key, "has no meaning without \(owner.path) = \"\(word)\"", hint: "leave it out") }
        return value
      }
      if isNeeded, !reader.gives(key) { reader.refuse(key, "must be given with \(owner.path) = \"\(word)\"") }
      return 2
    }
    let slices = number(
      CountsKeys.acceptanceSlices, CountsKeys.acceptance, RunDeclarations.Acceptance.sliceNumbers.rawValue,
      isNeeded: acceptance == .sliceNumbers)
    let phases = number(
      CountsKeys.phases, CountsKeys.phaseRandomisation, RunDeclarations.Randomisation.discrete.rawValue,
      isNeeded: randomisation == .discrete)
    var declared = Declarations(
      phaseReferenceFixedBefore: reader.ifGiven(CountsKeys.phaseReference).map { $0 == .fixedBefore ? .kept : .broken }
        ?? .open,
      acceptance: acceptance.map { $0 == .phaseDifference ? .phaseDifference : .sliceNumbers(slices) } ?? .open,
      randomisation: randomisation.map { $0 == .continuous ? .continuous : .discrete(phases) } ?? .open,
      disclosedAsPrescribed: statement(CountsKeys.disclosedAfterRun),
      fixedBefore: statement(CountsKeys.settingsFixedBeforeRun))
    if scheme == .aopp {
      declared.pairedUniformly =
        reader.ifGiven(CountsKeys.pairing).map { $0 == .uniform ? .kept : .broken } ?? .open
      declared.pairsAnnouncedUnordered =
        reader.ifGiven(CountsKeys.pairsAnnounced).map { $0 == .unordered ? .kept : .broken } ?? .open
    }
    return declared
  }
}
