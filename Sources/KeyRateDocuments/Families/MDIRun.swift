// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateSecurity
import MDI

/// The counts of a run: reading, checking, analysing.
extension MDIFamily {
  private static let fourCounts = FourIntensityKeys.all.map(\.path)
  private static let threeCounts = [
    MDIKeys.keyBasisDetections.path, MDIKeys.keyBasisErrors.path, MDIKeys.testBasisDetections.path,
    MDIKeys.testBasisErrors.path,
  ]
  private static let fourSent = [CountsKeys.sent.path]
  private static let threeSent = [CountsKeys.keyBasisSent.path, CountsKeys.testBasisSent.path]

  static func readRun(_ reader: DocumentReader, _ source: CountsSource) throws -> MeasuredRun? {
    refusePlanningKeys(reader)
    let leak = reader.ifGiven(CountsKeys.errorCorrectionLeakBits)
    if leak != nil, reader.gives(SecurityKeys.errorCorrectionEfficiency) {
      reader.refuse(
        SecurityKeys.errorCorrectionEfficiency,
        "estimates what counts.error_correction_leak_bits measures; give one of the two")
    }
    let options = MDIReading.options(reader, leakage: leak.map { .measured(bits: $0) })
    let symmetric = MDIReading.isSymmetric(reader, nil)
    let pulses = reader[CountsKeys.pulses]
    let scheme = MDIReading.scheme(reader)
    let file = reader.ifGiven(CountsKeys.file)
    refuseWrongKeys(reader, scheme, inTable: file != nil)
    switch scheme {
    case .four:
      let settings = MDIReading.four(reader, symmetric: symmetric)
      refuseOpen(reader, symmetric: symmetric, lists: ["intensities", "intensity_probabilities"])
      guard let counts = try four(reader, file, source, pulses), reader.isSound, let settings else { return nil }
      let choices = FourIntensitySpace(settings, isSymmetric: symmetric).settings(at: [])
      return try checked(reader, symmetric: symmetric, inTable: file != nil) {
        MeasuredRun(result: try FiniteKey.analyse(counts, choices, options), acceptance: nil)
      }
    case .three:
      let settings = MDIReading.three(reader, symmetric: symmetric)
      refuseOpen(
        reader, symmetric: symmetric, lists: ["intensities", "intensity_probabilities", "key_basis_probabilities"])
      guard let counts = try three(reader, file, source, pulses), reader.isSound, let settings else { return nil }
      let choices = ThreeIntensitySpace(settings, isSymmetric: symmetric).settings(at: [])
      return try checked(reader, symmetric: symmetric, inTable: file != nil) {
        MeasuredRun(result: try FiniteKey.analyse(counts, choices, options), acceptance: nil)
      }
    }
  }

  // MARK: Counts

  private static func four(
    _ reader: DocumentReader, _ file: String?, _ source: CountsSource, _ pulses: Double
  ) throws -> FourIntensityCounts? {
    if let file {
      guard let t = try MDICountsTable(file, reader, source, .four) else { return nil }
      func n(_ i: Int, _ j: Int) -> Double? { t[0, i, j].detections }
      return counts(
        zz: n(0, 0), zzErrors: t[0, 0, 0].errors, xx: n(2, 2), xxErrors: t[0, 2, 2].errors, yy: n(1, 1),
        xo: n(2, 3), ox: n(3, 2), yo: n(1, 3), oy: n(3, 1), oo: n(3, 3), pulses: pulses, sent: t.sent(0))
    }
    // What is no count has been reported at its place.
    guard reader.isSound else { return nil }
    let sent: [[Double?]]? = reader.ifGiven(CountsKeys.sent, rows: 4, columns: 4)
    func n(_ key: Key<Double>) -> Double? { reader.ifGiven(key) }
    typealias Keys = FourIntensityKeys
    return counts(
      zz: n(Keys.zz), zzErrors: n(Keys.zzErrors), xx: n(Keys.xx), xxErrors: n(Keys.xxErrors), yy: n(Keys.yy),
      xo: n(Keys.xo), ox: n(Keys.ox), yo: n(Keys.yo), oy: n(Keys.oy), oo: n(Keys.oo), pulses: pulses, sent: sent)
  }

  /// Counts of a run with four intensities; nil if one is missing, which has been reported where it should stand. A
  /// count that is missing is never 0: that would be more key.
  private static func counts(
    zz: Double?, zzErrors: Double?, xx: Double?, xxErrors: Double?, yy: Double?, xo: Double?, ox: Double?, yo: Double?,
    oy: Double?, oo: Double?, pulses: Double, sent: [[Double?]]?
  ) -> FourIntensityCounts? {
    guard let zz, let zzErrors, let xx, let xxErrors, let yy, let xo, let ox, let yo, let oy, let oo else { return nil }
    return FourIntensityCounts(
      zz: zz, zzErrors: zzErrors, xx: xx, xxErrors: xxErrors, yy: yy, xo: xo, ox: ox, yo: yo, oy: oy, oo: oo,
      pulses: pulses, origin: .measured, sent: sent)
  }

  private static func three(
    _ reader: DocumentReader, _ file: String?, _ source: CountsSource, _ pulses: Double
  ) throws -> ThreeIntensityCounts? {
    if let file {
      guard let t = try MDICountsTable(file, reader, source, .three), let z = t.pairs(0, \.detections),
        let x = t.pairs(1, \.detections), let m = t.pairs(1, \.errors), let errors = t[0, 0, 0].errors
      else { return nil }
      return ThreeIntensityCounts(
        keyBasis: z, testBasis: x, testErrors: m, keyErrors: errors, pulses: pulses, origin: .measured,
        keyBasisSent: t.tellsSent ? t.pairs(0, \.sent) : nil, testBasisSent: t.tellsSent ? t.pairs(1, \.sent) : nil)
    }
    guard reader.isSound else { return nil }
    func table(_ key: Key<[[Double]]>) -> PairTable? {
      PairTable(reader.ifGiven(key, rows: 3, columns: 3)?.flatMap(\.self) ?? [])
    }
    let z = table(MDIKeys.keyBasisDetections)
    let x = table(MDIKeys.testBasisDetections)
    let m = table(MDIKeys.testBasisErrors)
    let errors = reader.ifGiven(MDIKeys.keyBasisErrors)
    let sent = [CountsKeys.keyBasisSent, CountsKeys.testBasisSent].map(table)
    guard let z, let x, let m, let errors else { return nil }
    return ThreeIntensityCounts(
      keyBasis: z, testBasis: x, testErrors: m, keyErrors: errors, pulses: pulses, origin: .measured,
      keyBasisSent: sent[0], testBasisSent: sent[1])
  }

  /// Runs the analysis; what it refuses in a table is reported where the table is named.
  private static func checked(
    _ reader: DocumentReader, symmetric: Bool, inTable: Bool, _ body: () throws -> MeasuredRun
  ) throws -> MeasuredRun? {
    do {
      return try body()
    } catch let error as InputError {
      let symbol = String(error.quantity.prefix { $0 != "[" })
      let place = MDIReading.place(symmetric: symmetric)
      let path = place(symbol)?.path ?? reader.vocabulary.path(ofSymbol: symbol)
      if inTable, path?.hasPrefix("counts.") == true, symbol != "N", symbol != "leak_EC" {
        reader.refuse(
          CountsKeys.file, error.allowed + " (\(error.quantity) = \(Double(error.value)?.plain ?? error.value))",
          hint: error.hint)
        return nil
      }
      if let path, let element = element(error.quantity, in: reader.table[path]) {
        reader.report(element.error(error.allowed, hint: error.hint))
        return nil
      }
      LinkReading.refuse(error, place: place, reader)
      return nil
    }
  }

  /// The cell of a matrix that a quantity such as nZ[mu, nu] speaks of.
  private static func element(_ quantity: String, in value: LocatedValue?) -> LocatedValue? {
    guard let rows = value?.array, let bracket = quantity.firstIndex(of: "[") else { return nil }
    let names = quantity[bracket...].split { "[], ".contains($0) }.map(String.init)
    let places = names.compactMap { name in
      ["mu", "nu", "om"].firstIndex(of: name) ?? ["z", "y", "x", "o"].firstIndex(of: name)
    }
    guard places.count == 2, rows.indices.contains(places[0]), let row = rows[places[0]].array,
      row.indices.contains(places[1])
    else { return nil }
    return row[places[1]]
  }

  // MARK: Keys that do not belong there

  private static func refuseWrongKeys(_ reader: DocumentReader, _ scheme: MDIKeys.Scheme, inTable: Bool) {
    let (own, other) = scheme == .four ? (fourCounts, threeCounts) : (threeCounts, fourCounts)
    let (ownSent, otherSent) = scheme == .four ? (fourSent, threeSent) : (threeSent, fourSent)
    for key in other + otherSent where reader.gives(key) {
      reader.refuse(
        key, "has no meaning with source.scheme = \"\(scheme.rawValue)\"",
        hint: "was the run made with \(scheme == .four ? "three" : "four") intensities?")
    }
    if inTable {
      for key in own + ownSent where reader.gives(key) {
        reader.refuse(key, "cannot be given together with counts.file")
      }
      return
    }
    if !own.contains(where: reader.gives) {
      reader.refuse(
        own[0], "must be given, or counts.file", hint: "the analysis of a run needs its counts; see Parameters/MDI.md")
    } else {
      for key in own where !reader.gives(key) { reader.refuse(key, "must be given: the analysis of a run needs it") }
    }
    refuseWrongCounts(own + ownSent, reader)
  }

  /// Keys that describe an expected run: beside measured counts they would silently do nothing.
  private static func refusePlanningKeys(_ reader: DocumentReader) {
    let idle =
      MDIKeys.detector.map(\.path) + CommonKeys.everyLink.map(\.path)
      + CommonKeys.sweepKeys.map(\.path)
      + reader.vocabulary.idle(with: MDIKeys.analysis.path, word: MDIKeys.AnalysisKind.finite.rawValue).map(\.path)
      + MDISearchRanges.keys.map(\.path) + [
        SecurityKeys.pulses.path
      ]
    for key in idle where reader.gives(key) {
      reader.refuse(
        key, "has no meaning beside measured counts",
        hint: key == SecurityKeys.pulses.path
          ? "give counts.pulses"
          : key.hasPrefix("search.")
            ? SearchRangeReading.hintBesideCounts
            : key.hasPrefix("sweep.")
              ? "a run has one result" : "an analysis sees the counts only, never a channel model"
      )
    }
    if reader.gives(MDIKeys.analysis),
      reader[MDIKeys.analysis, default: MDIKeys.AnalysisKind.finite] != .finite
    {
      reader.refuse(MDIKeys.analysis, "must be finite with measured counts", hint: "a finite run fluctuates")
    }
  }

  /// Settings that a run leaves open: it has been made with fixed ones.
  private static func refuseOpen(_ reader: DocumentReader, symmetric: Bool, lists: [String]) {
    for prefix in symmetric ? [""] : ["", "bob_"] {
      for key in lists.map({ "source.\(prefix)\($0)" }) {
        guard reader.gives(key) else {
          reader.refuse(key, "must be given: the analysis of a run needs it")
          continue
        }
        let isOpen = reader.table[key]?.text != nil || reader.table[key]?.array?.contains { $0.text != nil } ?? false
        if isOpen { reader.refuse(key, "every value must be a number: a run has been made with fixed settings") }
      }
    }
  }

  /// The numbers of a number, a list or a list of lists.
  private static func flat(_ value: LocatedValue) -> [LocatedValue] { value.array?.flatMap(flat) ?? [value] }

  /// Counts that are no counts, each at its own place.
  private static func refuseWrongCounts(_ keys: [String], _ reader: DocumentReader) {
    for key in keys {
      guard let value = reader.table[key] else { continue }
      for element in flat(value) {
        guard let number = element.number else { continue }
        if number < 0 {
          reader.report(element.error("must be a count, 0 or greater"))
        } else if number != number.rounded() {
          reader.report(
            element.error("must be a whole number", hint: "give the counts of the run, not rates or averages"))
        }
      }
    }
    for (errors, all) in [
      (FourIntensityKeys.zzErrors.path, FourIntensityKeys.zz.path),
      (FourIntensityKeys.xxErrors.path, FourIntensityKeys.xx.path),
      (MDIKeys.testBasisErrors.path, MDIKeys.testBasisDetections.path),
    ] where keys.contains(errors) {
      guard let m = reader.table[errors], let n = reader.table[all] else { continue }
      for (m, n) in zip(flat(m), flat(n)) {
        guard let wrong = m.number, let whole = n.number, wrong > whole, whole >= 0 else { continue }
        reader.report(
          m.error("cannot exceed the announcements \(n.path) = \(whole.plain)", hint: "errors are a part of them"))
      }
    }
  }
}
