import KeyRateSecurity
import MDI

/// The counts of a run: reading, checking, analysing.
extension MDIFamily {
  private static let fourCounts = ["zz", "zz_errors", "xx", "xx_errors", "yy", "xo", "ox", "yo", "oy", "oo"].map {
    "counts.\($0)"
  }
  private static let threeCounts = [
    "counts.key_basis_detections", "counts.key_basis_errors", "counts.test_basis_detections",
    "counts.test_basis_errors",
  ]

  static func readRun(_ reader: DocumentReader, _ source: CountsSource) throws -> MeasuredRun? {
    refusePlanningKeys(reader)
    let leak = reader.numberIfPresent("counts.error_correction_leak_bits")
    if leak != nil, reader.gives("security.error_correction_efficiency") {
      reader.refuse(
        "security.error_correction_efficiency",
        "estimates what counts.error_correction_leak_bits measures; give one of the two")
    }
    let options = MDIReading.options(reader, leakage: leak.map { .measured(bits: $0) })
    let symmetric = MDIReading.isSymmetric(reader, nil)
    let pulses = reader.number("counts.pulses")
    let scheme = MDIReading.scheme(reader)
    let (own, other) = scheme == .four ? (fourCounts, threeCounts) : (threeCounts, fourCounts)
    for key in other where reader.gives(key) {
      reader.refuse(
        key, "has no meaning with source.scheme = \"\(scheme.rawValue)\"",
        hint: "was the run made with \(scheme == .four ? "three" : "four") intensities?")
    }
    for key in own where !reader.gives(key) { reader.refuse(key, "must be given: the analysis of a run needs it") }
    refuseWrongCounts(own, reader)
    switch scheme {
    case .four:
      let settings = MDIReading.four(reader, symmetric: symmetric)
      refuseOpen(reader, symmetric: symmetric, lists: ["intensities", "intensity_probabilities"])
      guard reader.isSound, let settings else { return nil }
      let choices = FourIntensitySpace(settings, isSymmetric: symmetric).settings(at: [])
      func n(_ name: String) -> Double { reader.numberIfPresent("counts.\(name)") ?? 0 }
      let counts = FourIntensityCounts(
        zz: n("zz"), zzErrors: n("zz_errors"), xx: n("xx"), xxErrors: n("xx_errors"), yy: n("yy"), xo: n("xo"),
        ox: n("ox"), yo: n("yo"), oy: n("oy"), oo: n("oo"), pulses: pulses, origin: .measured)
      return try MDIReading.checked(reader, symmetric: symmetric) {
        MeasuredRun(result: try FiniteKey.analyse(counts, choices, options), acceptance: nil)
      }
    case .three:
      let settings = MDIReading.three(reader, symmetric: symmetric)
      refuseOpen(
        reader, symmetric: symmetric, lists: ["intensities", "intensity_probabilities", "key_basis_probabilities"])
      func table(_ key: String) -> PairTable? {
        PairTable(reader.matrixIfPresent(key, rows: 3, columns: 3)?.flatMap(\.self) ?? [])
      }
      let z = table(threeCounts[0])
      let x = table(threeCounts[2])
      let m = table(threeCounts[3])
      let errors = reader.numberIfPresent(threeCounts[1])
      guard reader.isSound, let settings, let z, let x, let m, let errors else { return nil }
      let choices = ThreeIntensitySpace(settings, isSymmetric: symmetric).settings(at: [])
      let counts = ThreeIntensityCounts(
        keyBasis: z, testBasis: x, testErrors: m, keyErrors: errors, pulses: pulses, origin: .measured)
      return try MDIReading.checked(reader, symmetric: symmetric) {
        MeasuredRun(result: try FiniteKey.analyse(counts, choices, options), acceptance: nil)
      }
    }
  }

  /// Keys that describe an expected run: beside measured counts they would silently do nothing.
  private static func refusePlanningKeys(_ reader: DocumentReader) {
    let idle =
      MDIKeys.detector.map(\.path) + CommonKeys.link.map(\.path) + ArmReading.keys.map(\.path)
      + CommonKeys.sweepKeys.map(\.path) + idleKeys(.finite) + ["security.pulses"]
    for key in idle where reader.gives(key) {
      reader.refuse(
        key, "has no meaning beside measured counts",
        hint: key == "security.pulses"
          ? "give counts.pulses"
          : key.hasPrefix("sweep.") ? "a run has one result" : "an analysis sees the counts only, never a channel model"
      )
    }
    if reader.gives("security.analysis"),
      reader.choice("security.analysis", default: MDIKeys.AnalysisKind.finite) != .finite
    {
      reader.refuse("security.analysis", "must be finite with measured counts", hint: "a finite run fluctuates")
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
      ("counts.zz_errors", "counts.zz"), ("counts.xx_errors", "counts.xx"),
      ("counts.test_basis_errors", "counts.test_basis_detections"),
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
