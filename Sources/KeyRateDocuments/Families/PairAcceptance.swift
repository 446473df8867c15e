// SPDX-License-Identifier: GPL-3.0-or-later
import Entanglement
import KeyRateReading
import KeyRateSecurity

/// The keys of `[acceptance]` of entangled pairs: the counts with which a run of fixed length is accepted (PH-17).
enum PairAcceptanceKeys {
  private static func tolerance(_ name: String, _ symbol: String, _ meaning: String) -> Key<Double> {
    Key<Double>(
      "acceptance.\(name)", unit: "counts", range: .nonNegative, absent: "none",
      "Fixed length: \(meaning), fixed before the run.", KeyFacts(symbols: [symbol]))
  }

  static let keyDetections = tolerance("key_basis_detections", "nX_tol", "least key rounds of the key basis")
  static let testDetections = tolerance(
    "test_basis_detections", "nZ_tol", "least rounds of the test basis (key_mode one), or its least key rounds (both)")
  static let testErrors = tolerance("test_basis_errors", "mZ_tol", "most errors of the test basis (key_mode one)")
  static let keyDisclosed = tolerance(
    "key_basis_disclosed", "kX_tol", "least disclosed rounds of the key basis (key_mode both)")
  static let keyDisclosedErrors = tolerance("key_basis_disclosed_errors", "vX_tol", "most errors among them")
  static let testDisclosed = tolerance(
    "test_basis_disclosed", "kZ_tol", "least disclosed rounds of the test basis (key_mode both)")
  static let testDisclosedErrors = tolerance("test_basis_disclosed_errors", "vZ_tol", "most errors among them")
  static let keyRounds = tolerance("key_rounds", "n_tol", "least key rounds of both bases together (key_mode pooled)")
  static let testRounds = tolerance("test_rounds", "k_tol", "least disclosed rounds (key_mode pooled)")
  static let testRoundErrors = tolerance("test_round_errors", "v_tol", "most errors among them")

  static func counts(_ mode: PairKeyMode) -> [Key<Double>] {
    switch mode {
    case .one: [keyDetections, testDetections, testErrors]
    case .pooled: [keyRounds, testRounds, testRoundErrors]
    case .both:
      [keyDetections, testDetections, keyDisclosed, keyDisclosedErrors, testDisclosed, testDisclosedErrors]
    }
  }

  static let every: [Key<Double>] = [
    keyDetections, testDetections, testErrors, keyDisclosed, keyDisclosedErrors, testDisclosed, testDisclosedErrors,
    keyRounds, testRounds, testRoundErrors,
  ]
  static let all: [any DocumentKey] = every + [AcceptanceKeys.leakBits.with(symbols: ["leak_tol"])]
}

/// Entangled pairs with a key of fixed length.
extension PairFamily {
  /// The length that the tolerances of the file give; nil without `[acceptance]`. Some of the tolerances only is an error.
  static func agreement(
    _ reader: DocumentReader, _ mode: PairKeyMode, _ options: PairFiniteKeyOptions
  ) throws -> PairFixedLength? {
    typealias Keys = PairAcceptanceKeys
    let needed = Keys.counts(mode)
    let names = Set(needed.map(\.path))
    guard (Keys.every + [AcceptanceKeys.leakBits]).contains(where: { reader.gives($0) }) else { return nil }
    let list = (needed.map(\.path) + [AcceptanceKeys.leakBits.path]).joined(separator: ", ")
    for key in Keys.every where reader.gives(key) && !names.contains(key.path) {
      reader.refuse(
        key, "has no meaning with security.key_mode = \"\(mode.rawValue)\"", hint: "give " + list)
    }
    for key in needed + [AcceptanceKeys.leakBits] where !reader.gives(key) {
      reader.refuse(key, "must be given: a fixed length needs all of " + list)
    }
    let values = needed.map { key -> Double in
      let value = reader.ifGiven(key) ?? 0
      if value != value.rounded() { reader.refuse(key, "must be a whole number") }
      return value
    }
    let leak = reader.ifGiven(AcceptanceKeys.leakBits) ?? 0
    guard reader.isSound else { return nil }
    func least(_ index: Int) -> PairCounts.Sample { .init(rounds: values[index], errors: 0) }
    func test(_ index: Int) -> PairCounts.Sample { .init(rounds: values[index], errors: values[index + 1]) }
    let samples: PairCounts.Samples =
      switch mode {
      case .one: .one(key: least(0), test: test(1))
      case .pooled: .pooled(key: least(0), test: test(1))
      case .both: .both(keyX: least(0), keyZ: least(1), testX: test(2), testZ: test(4))
      }
    return try LinkReading.checked(reader, place: { $0 == "sampling" ? PairKeys.sampling : tolerance($0, mode) }) {
      try PairFixedLength(tolerances: samples, leakageLimit: leak, options: options)
    }
  }

  /// Where a tolerance stands whose count has this symbol.
  private static func tolerance(_ symbol: String, _ mode: PairKeyMode) -> (any DocumentKey)? {
    PairAcceptanceKeys.counts(mode).first { $0.definition.facts.symbols.contains(symbol + "_tol") }
  }

  /// A plan whose run yields the agreed length or nothing; nothing where the expected counts miss a tolerance.
  static func planned(
    _ result: SecretKeyRate, _ counts: PairCounts, _ options: PairFiniteKeyOptions, _ agreed: PairFixedLength,
    pulses: Double
  ) throws -> SecretKeyRate {
    var rate = result
    let leakage = try PairFiniteKey.estimate(counts, options).leakage.value
    let missed = agreed.criteria(counts, leakage: leakage).filter { !$0.isMet }.map(\.symbol)
    let bits = missed.isEmpty ? agreed.length : 0
    rate.analysis.title += ", fixed length"
    rate.lengthBits = bits
    rate.rawLengthBits = missed.isEmpty ? agreed.rawLength : 0
    rate.ratePerPulse = bits / pulses
    rate.rawRatePerPulse = (rate.rawLengthBits ?? 0) / pulses
    rate.reasonForZero =
      bits > 0
      ? nil
      : ReasonForZero(
        .acceptanceTestFailed,
        detail: missed.isEmpty
          ? "the tolerances leave no key" : "the expected counts miss " + missed.joined(separator: ", "))
    rate.trace += agreed.trace
    return rate
  }

  /// A measured run against what was agreed: all of the length or nothing.
  ///
  /// - Parameter leakage: what error correction disclosed, at least Shannon's limit.
  static func accepted(
    _ result: SecretKeyRate, _ counts: PairCounts, leakage: Double, _ agreed: PairFixedLength
  ) -> MeasuredRun {
    let lines = agreed.criteria(counts, leakage: leakage).map {
      AcceptanceReport.Line(symbol: $0.symbol, value: $0.value, threshold: $0.threshold, isMet: $0.isMet)
    }
    let report = AcceptanceReport(lines: lines, fixedLengthBits: agreed.length)
    var rate = result
    rate.analysis.title += ", fixed length"
    let bits = report.isAccepted ? agreed.length : 0
    rate.lengthBits = bits
    rate.rawLengthBits = bits
    rate.ratePerPulse = counts.pulses.map { bits / $0 }
    rate.rawRatePerPulse = rate.ratePerPulse
    rate.trace += agreed.trace
    if rate.analysis.status == .certified {
      rate.analysis.statusReasons = [
        report.isAccepted
          ? "coherent attacks, composable, fixed length with tolerances set before the run (photons sheet, PH-17)"
          : "the acceptance test failed: that there is no key is certified, nothing else"
      ]
    }
    if report.isAccepted {
      rate.reasonForZero =
        bits > 0 ? nil : ReasonForZero(.penaltiesExceedEntropy, detail: "the tolerances leave no key")
    } else {
      let missed = report.lines.filter { !$0.isMet }.map(\.symbol).joined(separator: ", ")
      rate.reasonForZero = ReasonForZero(.acceptanceTestFailed, detail: missed)
    }
    return MeasuredRun(result: rate, acceptance: report)
  }
}
