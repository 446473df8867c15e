// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateSecurity
import TwinField

/// What a run was tuned for: nothing but its successes, a plan, or numbers, both fixed before it
/// (tf sheet, section 8).
enum TwinFieldPredictions {
  /// Predictions with what a report says of them.
  struct Source {
    /// What tunes the concentration bound.
    var values: Forecast
    /// The file or the numbers, with a digest to compare with one deposited before the run.
    var origin: [AnalysisDescription.Option] = []
  }

  private static let keys = [
    CountsKeys.predictedPairs.path, CountsKeys.predictedTestTotal.path, CountsKeys.predictedPhaseErrors.path,
    CountsKeys.plan.path,
  ]

  /// Reads them; nil if something was refused.
  static func read(
    _ reader: DocumentReader, _ source: CountsSource, _ counts: Observations, _ settings: Settings,
    _ options: FiniteKeyOptions
  ) throws -> Source? {
    let declared = CountsKeys.predictionsFixedBeforeRun
    let rule = reader.gives(TwinFieldKeys.prediction) ? reader[TwinFieldKeys.prediction, default: .successes] : nil
    guard let first = keys.first(where: reader.gives) else {
      if reader.gives(declared) { reader.refuse(declared, "goes with predictions, but the file gives none") }
      if let rule, rule != .successes {
        reader.refuse(
          TwinFieldKeys.prediction, "must be successes without a plan",
          hint: "predictions made from the analysed data void the bound; see counts.plan")
      }
      return reader.isSound ? Source(values: .successes) : nil
    }
    guard reader[declared, default: false] else {
      reader.refuse(
        first, "needs \(declared.path) = true",
        hint: "predictions made from the analysed data void the bound; leave them out if they were not fixed before")
      return nil
    }
    guard let file = reader.ifGiven(CountsKeys.plan) else {
      if rule != nil { reader.refuse(TwinFieldKeys.prediction, "has no meaning beside \(first)") }
      return numbers(reader)
    }
    for key in keys where key != CountsKeys.plan.path && reader.gives(key) {
      reader.refuse(key, "cannot be given together with counts.plan")
    }
    if rule == .successes {
      reader.refuse(TwinFieldKeys.prediction, "looks at no plan", hint: "leave counts.plan out, or security.prediction")
    }
    guard reader.isSound else { return nil }
    return try plan(file, source, counts, settings, options, rule ?? .evaluated)
  }

  /// Reports predictions that look fitted at the key that gives them.
  static func refuse(_ error: InputError, _ reader: DocumentReader) {
    let numbers: [String: String] = [
      "pred[tail]": CountsKeys.predictedTestTotal.path, "pred[ph]": CountsKeys.predictedPhaseErrors.path,
    ]
    let key =
      reader.gives(CountsKeys.plan)
      ? CountsKeys.plan.path : numbers[error.quantity] ?? CountsKeys.predictedPairs.path
    reader.refuse(key, error.allowed, hint: error.hint)
  }

  private static func numbers(_ reader: DocumentReader) -> Source? {
    var predictions = Predictions(
      testCount: reader.ifGiven(CountsKeys.predictedTestTotal),
      phaseErrors: reader.ifGiven(CountsKeys.predictedPhaseErrors))
    for (k, row) in (reader.ifGiven(CountsKeys.predictedPairs, columns: 3) ?? []).enumerated()
    where row.count == 3 {
      let place = reader.table[CountsKeys.predictedPairs]?.array?[k]
      guard row[0] == row[0].rounded(), row[1] == row[1].rounded(), (0...100).contains(row[0]),
        (0...100).contains(row[1]), Int(row[0]) % 2 == Int(row[1]) % 2, row[2] >= 0
      else {
        if let place {
          reader.report(
            place.error(
              "must be [n, m, expected count] with whole numbers n and m of equal parity and a count of 0 or more"))
        }
        continue
      }
      predictions.pairs[PhotonPair(Int(row[0]), Int(row[1]))] = row[2]
    }
    guard reader.isSound else { return nil }
    return Source(
      values: .given(predictions),
      origin: [.init("predicted numbers", "SHA-256 \(Fingerprint.sha256(text(predictions)))")])
  }

  /// The numbers as text, one for each line: what the digest of a report is made of.
  static func text(_ predictions: Predictions) -> String {
    let pairs = predictions.pairs.sorted { ($0.key.n, $0.key.m) < ($1.key.n, $1.key.m) }
    let lines =
      pairs.map { "\($0.key) \($0.value.plain)" }
      + [
        predictions.testCount.map { "tail \($0.plain)" }, predictions.phaseErrors.map { "ph \($0.plain)" },
      ].compactMap { $0 }
    return lines.map { $0 + "\n" }.joined()
  }

  /// The predictions of a parameter file that was fixed before the run: its link with the settings of the run.
  private static func plan(
    _ name: String, _ source: CountsSource, _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions,
    _ rule: PredictionRule
  ) throws -> Source? {
    let text = try source.read(name)
    let file = try ParameterFile(text: text.text, fileName: text.name)
    guard file.family == .twinField else {
      throw DocumentError(
        position: SourcePosition(file: text.name), path: FileKeys.protocolName.path, value: file.family.name,
        problem: "must be \(ProtocolFamily.twinField.name): the plan of a twin-field run")
    }
    guard !file.hasCounts else {
      throw DocumentError(
        position: SourcePosition(file: text.name), path: "counts",
        problem: "a plan describes the link as it was expected before the run, without counts")
    }
    return try DocumentReader.read(file.table, with: file.family.fileVocabulary) { reader in
      guard let setup = TwinFieldReading.setup(reader) else { return nil }
      let expected = Observations.expected(setup, settings, rounds: counts.rounds)
      let predictions =
        rule == .expected
        ? Predictions(setup, settings, rounds: counts.rounds, pairCutoff: options.pairCutoff)
        : Predictions.evaluating(expected, settings, options)
      return Source(
        values: .given(predictions),
        origin: [.init("plan", "\(text.name), \(rule.rawValue), SHA-256 \(Fingerprint.sha256(text.text))")])
    }
  }
}
