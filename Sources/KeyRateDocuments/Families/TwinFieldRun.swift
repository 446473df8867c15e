// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateSecurity
import TwinField

/// The counts of a twin-field run: reading, checking, analysing.
extension TwinFieldFamily {
  static func readRun(_ reader: DocumentReader, _ source: CountsSource) throws -> MeasuredRun? {
    refusePlanningKeys(reader)
    let leak = reader.ifGiven(CountsKeys.errorCorrectionLeakBits)
    if leak != nil, reader.gives(SecurityKeys.errorCorrectionEfficiency) {
      reader.refuse(
        SecurityKeys.errorCorrectionEfficiency,
        "estimates what counts.error_correction_leak_bits states; give one of the two")
    }
    let options = TwinFieldReading.finiteOptions(reader, leakage: leak.map { .measured(bits: $0) })
    let settings = runSettings(reader)
    let rounds = required(reader, CountsKeys.pulses)
    let keyCount = required(reader, CountsKeys.keyModeSuccesses)
    let keyErrors = required(reader, CountsKeys.keyModeErrors)
    guard let settings, let test = try testCounts(reader, source, settings), reader.isSound else { return nil }
    var counts = Observations(
      keyCount: keyCount, keyErrors: keyErrors, testCounts: test, rounds: rounds, origin: .measured)
    counts.outcomes = outcomes(reader)
    refuseOtherTotal(counts, reader)
    refuseImpossible(counts, reader)
    guard reader.isSound else { return nil }
    guard let forecast = try TwinFieldPredictions.read(reader, source, counts, settings, options) else { return nil }
    guard reader.isSound else { return nil }
    return try checked(reader) {
      do {
        var result = try FiniteKey.analyse(counts, settings, options, predictions: forecast.values)
        result.analysis.options += forecast.origin
        return MeasuredRun(result: result, acceptance: nil)
      } catch let error as InputError where error.quantity.hasPrefix("pred[") {
        TwinFieldPredictions.refuse(error, reader)
        return nil
      }
    } ?? nil
  }

  /// The key-mode successes of each announced outcome, where they were counted apart.
  private static func outcomes(_ reader: DocumentReader) -> [ShannonRule.Class] {
    (reader.ifGiven(CountsKeys.keyModeOutcomes, columns: 2) ?? []).compactMap { row in
      row.count == 2 ? ShannonRule.Class(rounds: row[0], errors: row[1]) : nil
    }
  }

  private static func required(_ reader: DocumentReader, _ key: Key<Double>) -> Double {
    if let value = reader.ifGiven(key) { return value }
    if !reader.gives(key) { reader.refuse(key, "must be given: the analysis of a run needs it") }
    return 0
  }

  /// Keys that describe an expected run: beside measured counts they would silently do nothing.
  private static func refusePlanningKeys(_ reader: DocumentReader) {
    let idle =
      TwinFieldKeys.detector.map(\.path) + CommonKeys.everyLink.map(\.path)
      + CommonKeys.sweepKeys.map(\.path) + comparisonKeys
      + TwinFieldSearchRanges.keys.map(\.path)
      + [
        SecurityKeys.pulses.path, SecurityKeys.yields.path, SourceKeys.sendingProbability.path,
        SourceKeys.weakestIntensity.path,
      ]
    let hints = [
      SecurityKeys.pulses.path: "give counts.pulses",
      SourceKeys.weakestIntensity.path: "give source.test_intensities as they were sent",
    ]
    for key in idle where reader.gives(key) {
      reader.refuse(
        key, "has no meaning beside measured counts",
        hint: hints[key]
          ?? (key.hasPrefix("search.")
            ? SearchRangeReading.hintBesideCounts
            : key.hasPrefix("sweep.")
              ? "a run has one result" : "an analysis sees the counts only, never a channel model; see counts.plan"))
    }
    if reader.gives(TwinFieldKeys.analysis),
      reader[TwinFieldKeys.analysis, default: TwinFieldKeys.AnalysisKind.finite] != .finite
    {
      reader.refuse(TwinFieldKeys.analysis, "must be finite with measured counts", hint: "a finite run fluctuates")
    }
    if TwinFieldReading.scheme(reader) != .curtyAzumaLo {
      reader.refuse(
        TwinFieldKeys.scheme, "must be curty-azuma-lo with measured counts", hint: "the others are for comparison only")
    }
  }

  /// The settings of the run: everything given, nothing left to an optimiser.
  private static func runSettings(_ reader: DocumentReader) -> Settings? {
    var needed = [
      SourceKeys.keyIntensity.path, SourceKeys.testIntensities.path, SourceKeys.testProbabilities.path,
      SourceKeys.keyModeProbability.path,
    ]
    let bob = [
      SourceKeys.bobKeyIntensity.path, SourceKeys.bobTestIntensities.path, SourceKeys.bobTestProbabilities.path,
    ]
    // Bob is as Alice only if nothing at all is said of him, or he is said to be.
    if bob.contains(where: reader.gives) { needed += bob }
    for key in needed where !reader.gives(key) {
      reader.refuse(
        key, "must be given: the analysis of a run needs it",
        hint: bob.contains(key) ? "give all of Bob's settings, or none if they are Alice's" : nil)
    }
    for key in needed {
      let words = [reader.table[key]].compactMap { $0 } + (reader.table[key]?.array ?? [])
      for value in words where value.text.map(SettingValue.freeWords.contains) ?? false {
        reader.report(value.error("must be a number: a run has been made with fixed settings"))
      }
    }
    guard reader.isSound,
      let partial = TwinFieldReading.partialSettings(
        reader, needs: .probabilities, isSymmetric: !bob.contains(where: reader.gives))
    else { return nil }
    let space = SearchSpace(partial, needs: .probabilities)
    guard space.box.names.isEmpty else {
      reader.refuse(
        SourceKeys.testIntensities, "every setting must be a number: a run has been made with fixed settings")
      return nil
    }
    return space.settings(at: [])
  }

  // MARK: Counts

  private static func testCounts(
    _ reader: DocumentReader, _ source: CountsSource, _ settings: Settings
  ) throws -> [[Double]]? {
    let rows = settings.alice.testIntensities.count
    let columns = settings.bob.testIntensities.count
    let key = CountsKeys.testModeSuccesses
    if let file = reader.ifGiven(CountsKeys.file) {
      if reader.gives(key) { reader.refuse(key, "cannot be given together with counts.file") }
      return try countsTable(file, reader, source, settings)
    }
    guard let matrix = reader.ifGiven(key, rows: rows, columns: columns) else {
      reader.refuse(key, "must be given (or counts.file)")
      return nil
    }
    for row in reader.table[key]?.array ?? [] {
      for element in row.array ?? [] {
        guard let value = element.number, value >= 0, value != value.rounded() else { continue }
        reader.report(
          element.error("must be a whole number", hint: "give the counts of the run, not rates or averages"))
      }
    }
    return reader.isSound ? matrix : nil
  }

  /// Counts from a CSV file; several rows of one pair, such as one for each outcome, are added.
  private static func countsTable(
    _ file: String, _ reader: DocumentReader, _ source: CountsSource, _ settings: Settings
  ) throws -> [[Double]]? {
    let contents = try source.read(file)
    let table = try DelimitedText(parsing: contents.text, fileName: contents.name)
    let alice = settings.alice.testIntensities
    let bob = settings.bob.testIntensities
    var counts: [[Double?]] = alice.map { _ in bob.map { _ in nil } }
    func index(_ column: String, _ row: DelimitedText.Row, _ known: [Double], _ key: String) throws -> Int? {
      let mu = try table.number(column, in: row)
      if let k = known.firstIndex(of: mu) { return k }
      let cell = try table.cell(column, in: row)
      reader.report(
        DocumentError(
          position: cell.position, path: column, value: cell.text, problem: "is not one of \(key) = \(known)"))
      return nil
    }
    for row in table.rows {
      let i = try index("alice_intensity", row, alice, SourceKeys.testIntensities.path)
      let j = try index(
        "bob_intensity", row, bob,
        reader.gives(SourceKeys.bobTestIntensities)
          ? SourceKeys.bobTestIntensities.path : SourceKeys.testIntensities.path)
      let value = try table.number("successes", in: row, range: .nonNegative)
      if value != value.rounded() {
        let cell = try table.cell("successes", in: row)
        reader.report(
          DocumentError(
            position: cell.position, path: "successes", value: cell.text, problem: "must be a whole number",
            hint: "give the counts of the run, not rates or averages"))
      }
      if let i, let j { counts[i][j] = (counts[i][j] ?? 0) + value }
    }
    for (i, mu) in alice.enumerated() {
      for (j, nu) in bob.enumerated() where counts[i][j] == nil && reader.isSound {
        reader.report(
          DocumentError(
            position: SourcePosition(file: contents.name), problem: "no row for the intensities \(mu) and \(nu)"))
      }
    }
    // A count that is missing is never 0.
    let complete = counts.map { $0.compactMap(\.self) }
    return reader.isSound && complete.allSatisfy { $0.count == bob.count } ? complete : nil
  }

  /// M_Z counted by itself must be the sum: otherwise rounds of mixed modes have slipped in.
  private static func refuseOtherTotal(_ counts: Observations, _ reader: DocumentReader) {
    guard let total = reader.ifGiven(CountsKeys.testModeTotal), total != counts.testCount else { return }
    reader.refuse(
      CountsKeys.testModeTotal, "is not the sum \(counts.testCount.plain) of counts.test_mode_successes",
      hint: "only rounds with both users in test mode count, and all of them; mixed-mode rounds are discarded")
  }

  /// What the analysis refuses too, said here with the names of the file.
  private static func refuseImpossible(_ counts: Observations, _ reader: DocumentReader) {
    if counts.keyErrors > counts.keyCount {
      reader.refuse(
        CountsKeys.keyModeErrors, "cannot exceed counts.key_mode_successes = \(counts.keyCount.plain)",
        hint: "errors are a part of the successes")
    }
    if counts.successes > counts.rounds {
      reader.refuse(
        CountsKeys.pulses, "cannot be below the \(counts.successes.plain) successes of key and test mode",
        hint: "every round emitted counts, also those without a click")
    }
  }
}
