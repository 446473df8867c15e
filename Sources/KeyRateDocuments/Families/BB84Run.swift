// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import BB84
import KeyRateSecurity

/// The counts of a run: reading, checking, analysing.
extension BB84Family {
  private static let listKeys = [
    BB84Keys.keyBasisDetections, BB84Keys.keyBasisErrors, BB84Keys.testBasisDetections, BB84Keys.testBasisErrors,
  ]
  static let lists = listKeys.map(\.path)

  static func readRun(_ reader: DocumentReader, _ source: CountsSource) throws -> MeasuredRun? {
    let kind = PhotonReading.kind(reader)
    reader.refuseIdle(PhotonKeys.kind, kind)
    guard kind == .decoy else { return try PhotonFamily.readRun(reader, kind) }
    refusePlanningKeys(reader)
    let leak = reader.ifGiven(CountsKeys.errorCorrectionLeakBits)
    if leak != nil, reader.gives(SecurityKeys.errorCorrectionEfficiency) {
      reader.refuse(
        SecurityKeys.errorCorrectionEfficiency,
        "estimates what counts.error_correction_leak_bits measures; give one of the two")
    }
    let options = BB84Reading.options(reader, leakage: leak.map { .measured(bits: $0) })
    let settings = runSettings(reader)
    let pulses = reader.ifGiven(CountsKeys.pulses)
    let thresholds = Self.thresholds(reader)
    if thresholds != nil { refusePublishedProof(reader, options) }
    if let pulses, reader.isSound { refuseTooFewPulses(pulses, reader) }
    guard let settings, let counts = try observations(reader, source, settings, pulses), reader.isSound else {
      return nil
    }
    let analysed = try checked(reader) { () throws -> MeasuredRun in
      let result = try FiniteKey.analyse(counts, settings, options)
      let decoys = decoyCounts(settings, counts)
      guard let thresholds else { return MeasuredRun(result: result, acceptance: nil, decoys: decoys) }
      let estimate = try FiniteKey.certifiedEstimate(counts, settings, options)
      let report = try acceptanceReport(thresholds, estimate, counts, options)
      return MeasuredRun(result: fixed(result, report, pulses), acceptance: report, decoys: decoys)
    }
    return analysed
  }

  private static func decoyCounts(_ settings: Settings, _ counts: Observations) -> [DecoyCounts] {
    [
      ("nX", "key basis", counts.keyDetections), ("nZ", "test basis", counts.testDetections),
      ("mX", "key basis, errors", counts.keyErrors), ("mZ", "test basis, errors", counts.testErrors),
    ].filter { $0.0 != "mX" || counts.keyErrorTotal == nil }.map { symbol, name, values in
      let pulses = zip(settings.intensities.list, settings.probabilities.list)
      return DecoyCounts(symbol: symbol, name: name, points: zip(pulses, values.list).map { ($0.0, $0.1, $1) })
    }
  }

  /// Keys that describe an expected run: beside measured counts they would silently do nothing.
  static func refusePlanningKeys(_ reader: DocumentReader, except stated: [String] = []) {
    let idle =
      BB84Keys.detector.map(\.path).filter { $0 != DetectorKeys.keyBasisProbability.path && !stated.contains($0) }
      + CommonKeys.everyLink.map(\.path) + CommonKeys.sweepKeys.map(\.path)
      + (BB84Keys.search + PhotonKeys.search).map(\.path) + [
        SecurityKeys.pulses.path, SecurityKeys.keyBlockSize.path, SecurityKeys.siftingFactor.path,
        SourceKeys.signalFraction.path,
        AcceptanceKeys.marginSigma.path, SecurityKeys.secrecyPerBit.path,
      ]
    let hints = [
      SecurityKeys.pulses.path: "give counts.pulses",
      SecurityKeys.keyBlockSize.path: "the counts say how many there are",
      AcceptanceKeys.marginSigma.path: "give the four thresholds that were fixed before the run",
      SecurityKeys.secrecyPerBit.path: "eps_sec of a run is a number fixed before it: give security.secrecy",
    ]
    for key in idle where reader.gives(key) {
      let isSweep = key.hasPrefix("sweep.")
      reader.refuse(
        key, "has no meaning beside measured counts",
        hint: hints[key]
          ?? (isSweep
            ? "a run has one result"
            : key.hasPrefix("search.")
              ? "the settings of a run are given" : "an analysis sees the counts only, never a channel model"))
    }
    if reader.gives(BB84Keys.analysis),
      reader[BB84Keys.analysis, default: BB84Keys.AnalysisKind.finite] != .finite
    {
      reader.refuse(BB84Keys.analysis, "must be finite with measured counts", hint: "a finite run fluctuates")
    }
  }

  /// The settings of the run: everything given, nothing left to an optimiser.
  static func runSettings(_ reader: DocumentReader) -> Settings? {
    let count = BB84Reading.intensityCount(reader)
    func all(_ key: Key<[SettingValue]>) -> ByIntensity<Double>? {
      guard let list = BB84Reading.settingsList(reader, key, count: count) else {
        if !reader.gives(key) { reader.refuse(key, "must be given: the analysis of a run needs it") }
        if reader.table[key]?.text != nil {
          reader.refuse(key, "every value must be a number: a run has been made with fixed settings")
        }
        return nil
      }
      let numbers = list.compactMap(\.number)
      guard numbers.count == list.count else {
        reader.refuse(key, "every value must be a number: a run has been made with fixed settings")
        return nil
      }
      return ByIntensity(numbers)
    }
    let intensities = all(SourceKeys.intensities)
    let probabilities = all(SourceKeys.intensityProbabilities)
    let basis = reader[SourceKeys.keyBasisProbability].number
    let bob = reader.ifGiven(DetectorKeys.keyBasisProbability)
    guard reader.isSound, let intensities, let probabilities else { return nil }
    BB84Reading.refuseOrder(intensities.list, reader)
    BB84Reading.refuseSum(probabilities.list, reader)
    var settings = Settings(
      intensities: intensities, probabilities: probabilities, keyBasisProbability: basis ?? 0.5,
      bobKeyBasisProbability: bob)
    settings.knowsBases = basis != nil
    return settings
  }

  static func observations(
    _ reader: DocumentReader, _ source: CountsSource, _ settings: Settings, _ pulses: Double?
  ) throws -> Observations? {
    let count = settings.intensities.count
    var lists: [[Double]]
    let total = reader.ifGiven(BB84Keys.keyBasisErrorTotal)
    if total != nil {
      for key in [CountsKeys.keyBasisErrors, CountsKeys.file.path] where reader.gives(key) {
        reader.refuse(
          CountsKeys.keyBasisErrorTotal, "stands in place of counts.key_basis_errors; give one of the two",
          hint: "the errors of each intensity give more key with one decoy")
        break
      }
    }
    if let file = reader.ifGiven(CountsKeys.file) {
      for key in Self.lists where reader.gives(key) { reader.refuse(key, "cannot be given together with counts.file") }
      guard let table = try countsTable(file, reader, source, intensities: settings.intensities.list) else {
        return nil
      }
      lists = table
    } else {
      lists = Self.listKeys.map { key in
        total != nil && key.path == CountsKeys.keyBasisErrors
          ? Array(repeating: 0, count: count) : reader.list(key, count: count)
      }
      refuseFractions(lists, reader)
      refuseMoreErrorsThanDetections(reader)
    }
    let values = lists.compactMap { ByIntensity($0) }
    guard reader.isSound, values.count == 4, values.allSatisfy({ $0.count == count }) else { return nil }
    return Observations(
      keyDetections: values[0], keyErrors: values[1], testDetections: values[2], testErrors: values[3],
      pulses: pulses, origin: .measured, keyErrorTotal: total)
  }

  /// Fractions and negative counts, each at its own place in its list.
  private static func refuseFractions(_ lists: [[Double]], _ reader: DocumentReader) {
    for key in Self.lists {
      for element in reader.table[key]?.array ?? [] {
        guard let value = element.number else { continue }
        if value < 0 {
          reader.report(element.error("must be a count, 0 or greater"))
        } else if value != value.rounded() {
          reader.report(
            element.error("must be a whole number", hint: "give the counts of the run, not rates or averages"))
        }
      }
    }
  }

  /// Errors that exceed their detections, each at its own place.
  private static func refuseMoreErrorsThanDetections(_ reader: DocumentReader) {
    for (detections, errors) in [(Self.lists[0], Self.lists[1]), (Self.lists[2], Self.lists[3])] {
      guard let n = reader.table[detections]?.array, let m = reader.table[errors]?.array else { continue }
      for (n, m) in zip(n, m) {
        guard let all = n.number, let wrong = m.number, wrong > all, all >= 0 else { continue }
        reader.report(
          m.error("cannot exceed the detections \(n.path) = \(all.plain)", hint: "errors are a part of the detections"))
      }
    }
  }

  /// Fewer pulses than clicks.
  private static func refuseTooFewPulses(_ pulses: Double, _ reader: DocumentReader) {
    let clicks = [Self.lists[0], Self.lists[2]].flatMap { reader.table[$0]?.array ?? [] }.compactMap(\.number)
    let all = clicks.reduce(0, +)
    guard all > pulses else { return }
    reader.refuse(
      CountsKeys.pulses, "cannot be less than the \(all.plain) detections of both bases",
      hint: "give every pulse sent, with all intensities and bases, detected or not")
  }

  /// Counts from a CSV file with one row for each basis and intensity.
  private static func countsTable(
    _ file: String, _ reader: DocumentReader, _ source: CountsSource, intensities: [Double]
  ) throws -> [[Double]]? {
    let contents = try source.read(file)
    let name = contents.name
    let table = try DelimitedText(parsing: contents.text, fileName: name)
    var detections: [[Double?]] = [[], []].map { _ in intensities.map { _ in nil } }
    var errors = detections
    for row in table.rows {
      let basis = try table.cell("basis", in: row)
      let word = basis.text.lowercased()
      guard let b = ["key": 0, "x": 0, "test": 1, "z": 1][word] else {
        reader.report(
          DocumentError(
            position: basis.position, path: "basis", value: basis.text, problem: "must be key or test",
            hint: "x stands for the key basis, z for the test basis; some papers exchange the letters"))
        continue
      }
      let mu = try table.number("intensity", in: row)
      guard let k = intensities.firstIndex(of: mu) else {
        let cell = try table.cell("intensity", in: row)
        reader.report(
          DocumentError(
            position: cell.position, path: "intensity", value: cell.text,
            problem: "is not one of source.intensities = \(intensities)"))
        continue
      }
      guard detections[b][k] == nil else {
        reader.report(
          DocumentError(position: row.position, problem: "a second row for the \(word) basis and intensity \(mu)"))
        continue
      }
      let wrong = try table.number("errors", in: row, range: .nonNegative)
      let all = try table.number("detections", in: row, range: .nonNegative)
      if wrong > all {
        let cell = try table.cell("errors", in: row)
        reader.report(
          DocumentError(
            position: cell.position, path: "errors", value: cell.text,
            problem: "cannot exceed the detections of the row, \(all.plain)",
            hint: "errors are a part of the detections"))
      }
      for (column, isError) in [("detections", false), ("errors", true)] {
        let value = try table.number(column, in: row, range: .nonNegative)
        if value != value.rounded() {
          let cell = try table.cell(column, in: row)
          reader.report(
            DocumentError(
              position: cell.position, path: column, value: cell.text, problem: "must be a whole number",
              hint: "give the counts of the run, not rates or averages"))
        }
        if isError { errors[b][k] = value } else { detections[b][k] = value }
      }
    }
    let isSound = reader.isSound
    for (b, basis) in ["key", "test"].enumerated() {
      for (k, mu) in intensities.enumerated() where detections[b][k] == nil && isSound {
        reader.report(
          DocumentError(
            position: SourcePosition(file: name), problem: "no row for the \(basis) basis and intensity \(mu)"))
      }
    }
    guard reader.isSound else { return nil }
    return [detections[0], errors[0], detections[1], errors[1]].map { $0.compactMap { $0 } }
  }

  /// A result with the length that was fixed before the run: all of it or nothing.
  private static func fixed(_ result: SecretKeyRate, _ report: AcceptanceReport, _ pulses: Double?) -> SecretKeyRate {
    var rate = result
    rate.analysis.title += ", fixed length"
    let bits = report.isAccepted ? report.fixedLengthBits : 0
    rate.lengthBits = bits
    rate.rawLengthBits = bits
    rate.ratePerPulse = pulses.map { bits / $0 }
    if rate.analysis.status == .certified {
      rate.analysis.statusReasons = [
        report.isAccepted
          ? "coherent attacks, composable, fixed length with thresholds set before the run (bb84 sheet, section 4b)"
          : "the acceptance test failed: that there is no key is certified, nothing else"
      ]
    }
    rate.rawRatePerPulse = rate.ratePerPulse
    if report.isAccepted {
      rate.reasonForZero =
        bits > 0 ? nil : ReasonForZero(.penaltiesExceedEntropy, detail: "the thresholds leave no key")
    } else {
      let missed = report.lines.filter { !$0.isMet }.map(\.symbol).joined(separator: ", ")
      rate.reasonForZero = ReasonForZero(.acceptanceTestFailed, detail: missed)
    }
    return rate
  }
}
