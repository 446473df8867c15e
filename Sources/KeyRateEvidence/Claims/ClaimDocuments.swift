// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateDocuments
import KeyRateReading

extension ClaimFile {
  /// The tables of a claim that no parameter file has.
  private static let ownTables = ["claim", "evidence", "assumption", "failure", "counts"]

  /// The claim's link as a parameter file, with changes.
  ///
  /// The number of pulses of a run, or of its time, stands in for a block that the file does not give.
  ///
  /// - Throws: `DocumentErrors` or `DocumentError`; see ``missing(in:)`` for what is only left out.
  package func linkFile(_ changes: [ClaimChange] = []) throws -> ParameterFile {
    var document = try DocumentTable(emptyNamed: table.fileName).overriding(with: table) { path in
      let first = path.prefix { $0 != "." && $0 != "[" }
      // Beside counts both are in the unit of the outcomes; a plan has those of an honest run.
      if hasCounts, [SecurityKeys.clipRadius.path, SecurityKeys.slopeReference.path].contains(path) { return false }
      return !Self.ownTables.contains(String(first))
    }
    for correction in corrections {
      document = try document.setting(correction.key, to: correction.used, origin: table.fileName)
    }
    let block = family.traits.blockKey
    if isFinite, document[block] == nil, document[SecurityKeys.keyBlockSize] == nil, let pulses = statement.block {
      document = try document.setting(block, to: pulses, origin: table.fileName)
    }
    for change in changes { document = try change.applied(to: document) }
    return try ParameterFile(table: document, settings: [])
  }

  /// The same with every word of the security analysis left to its default, which is the sound one.
  package static let analysisKeys = [
    SecurityKeys.proof.path, SecurityKeys.statistics, SecurityKeys.sampling.path, SecurityKeys.composition,
    SecurityKeys.penalty.path,
    SecurityKeys.concentration.path, SecurityKeys.accounting.path, SecurityKeys.phaseErrors.path,
    SecurityKeys.scan.path,
    SecurityKeys.vacuumSource.path,
  ]

  /// The words that a key accepts, if it accepts words only; empty otherwise.
  package func choices(of key: String) -> [String] {
    if case .choice(let words)? = ClaimKeys.vocabulary(family)[key]?.kind { words } else { [] }
  }

  /// Keys that describe an expected run, and would be refused beside measured counts.
  private func isPlan(_ path: String, hasLeak: Bool) -> Bool {
    if path.hasPrefix("link.") || path == AcceptanceKeys.marginSigma.path { return true }
    // Follows from the calibration that comes with the counts.
    if path == DetectorKeys.electronicNoise.path, table[CountsKeys.electronicsVariance] != nil { return true }
    if path.hasPrefix("detector.") { return !family.traits.readsDetectorsBesideCounts }
    if hasLeak,
      [SecurityKeys.errorCorrectionEfficiency.path, SecurityKeys.reconciliationEfficiency.path].contains(path)
    {
      return true
    }
    return [
      SecurityKeys.pulses.path, SecurityKeys.keyBlockSize.path, SecurityKeys.symbols.path, SecurityKeys.analysis,
      SecurityKeys.yields.path,
      SecurityKeys.secrecyPerBit.path, SecurityKeys.siftingFactor.path, SecurityKeys.estimationFraction.path,
      SecurityKeys.successProbability.path, SecurityKeys.mutualInformation.path, SecurityKeys.frameErrorRate.path,
      SourceKeys.signalFraction.path, SourceKeys.weakestIntensity.path, SourceKeys.sendingProbability.path,
    ].contains(path)
  }

  /// The counts of the run as a counts file.
  ///
  /// - Parameter changes: other values, for the alternatives of a report.
  /// - Returns: nil if the claim has no counts.
  /// - Throws: `DocumentErrors` or `DocumentError`.
  package func countsFile(_ changes: [ClaimChange] = []) throws -> ParameterFile? {
    guard hasCounts else { return nil }
    let hasLeak = table[CountsKeys.errorCorrectionLeakBits] != nil
    var document = try DocumentTable(emptyNamed: table.fileName).overriding(with: table) { path in
      let first = String(path.prefix { $0 != "." && $0 != "[" })
      if first == "counts" { return true }
      return !Self.ownTables.contains(first) && !isPlan(path, hasLeak: hasLeak)
    }
    for correction in corrections where document[correction.key] != nil {
      document = try document.setting(correction.key, to: correction.used, origin: table.fileName)
    }
    for change in changes { document = try change.applied(to: document) }
    return try ParameterFile(table: document, settings: [])
  }

  /// The counts of the run, analysed; nil if the claim has none.
  ///
  /// - Throws: `DocumentErrors` or `DocumentError`.
  package func run(_ changes: [ClaimChange] = [], reading source: CountsSource) throws -> MeasuredRun? {
    try countsFile(changes)?.run(reading: source)
  }

  /// The files that the claim names, relative to its folder.
  package var namedFiles: [String] { [CountsKeys.file.path, CountsKeys.plan.path].compactMap { table[$0]?.text } }

  /// What an error says is only left out; nil if anything is wrong besides.
  package static func missing(in error: any Error) -> [DocumentError]? {
    let errors: [DocumentError]
    switch error {
    case let all as DocumentErrors: errors = all.errors
    case let one as DocumentError: errors = [one]
    default: return nil
    }
    return !errors.isEmpty && errors.allSatisfy { $0.problem.contains("must be given") } ? errors : nil
  }
}
