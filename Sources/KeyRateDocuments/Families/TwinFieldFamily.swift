// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateNumerics
import KeyRateSecurity
import TwinField

extension ProtocolFamily {
  /// Twin-field QKD.
  package static let twinField = ProtocolFamily(
    name: "twin-field", title: "Twin-field QKD", keys: TwinFieldKeys.all, traits: .twinField,

    alsoDisplaced: TwinFieldFamily.alsoDisplaced, freeing: TwinFieldFamily.freeing,
    readLink: TwinFieldFamily.readLink, readRun: TwinFieldFamily.readRun)
}

/// Twin-field QKD behind the doors that every family has.
enum TwinFieldFamily {
  /// Runs a check of the physics and reports its refusal at the key it concerns.
  static func checked<T>(_ reader: DocumentReader, _ body: () throws -> T) rethrows -> T? {
    try LinkReading.checked(reader, body)
  }

  static func readLink(_ reader: DocumentReader) throws -> LinkProblem? {
    let scheme = TwinFieldReading.scheme(reader)
    if let comparison = scheme.comparison { return try TwinFieldComparison.readLink(reader, scheme, comparison) }
    reader.refuseIdle(TwinFieldKeys.scheme, scheme)
    let kind = reader[TwinFieldKeys.analysis, default: TwinFieldKeys.AnalysisKind.finite]
    reader.refuseIdle(TwinFieldKeys.analysis, kind)
    let setup = TwinFieldReading.setup(reader)
    let needs: Settings.Needs =
      switch kind {
      case .finite: .probabilities
      case .asymptotic: .decoys
      case .infiniteDecoys: .signals
      }
    // Read also if the link is wrong, so that one run shows all that is.
    let partial = TwinFieldReading.partialSettings(
      reader, needs: needs, isSymmetric: setup?.isSymmetric ?? true)
    switch kind {
    case .finite:
      let options = TwinFieldReading.finiteOptions(reader, leakage: nil)
      let rule = reader[TwinFieldKeys.prediction, default: PredictionRule.evaluated]
      let rounds = reader[SecurityKeys.pulses]
      let space = partial.flatMap { searchSpace(reader, $0, needs) }
      guard reader.isSound, let setup, let space else { return nil }
      return try finite(reader, setup, space, options, rule, rounds)
    case .asymptotic, .infiniteDecoys:
      let options = TwinFieldReading.asymptoticOptions(reader, infinite: kind == .infiniteDecoys)
      let space = partial.flatMap { searchSpace(reader, $0, needs) }
      guard reader.isSound, let setup, let space else { return nil }
      return try asymptotic(reader, setup, space, options)
    }
  }

  /// What may be moved, in the ranges of the file.
  private static func searchSpace(
    _ reader: DocumentReader, _ partial: PartialSettings, _ needs: Settings.Needs
  ) -> SearchSpace? {
    TwinFieldSearchRanges.refuseBeyond(reader, partial)
    let space = SearchRangeReading.space(reader) { SearchSpace(partial, needs: needs, ranges: $0) }
    return reader.isSound ? space : nil
  }

  /// Keys of the comparison protocols.
  static let comparisonKeys = [SourceKeys.phaseSlices.path, SourceKeys.keyFraction.path, SourceKeys.pairingLength.path]

  static func alsoDisplaced(_ key: String, _ word: String?) -> [String] {
    switch key {
    case SourceKeys.usersAlike.path: word == "true" ? TwinFieldSearchRanges.bobKeys : []
    case TwinFieldKeys.scheme.path:
      // Another protocol has another best intensity.
      word.flatMap(TwinFieldKeys.Scheme.init(rawValue:)).map {
        [SourceKeys.keyIntensity.path, SearchSetting.keyIntensity.rangePath()]
          + ($0.comparison == nil ? [] : [TwinFieldKeys.analysis.path])
      } ?? []
    default: []
    }
  }

  /// All settings open; the weakest intensity stays what it was.
  static func freeing(_ table: DocumentTable) throws -> DocumentTable {
    var result = table
    if let list = table[SourceKeys.testIntensities]?.array, list.count >= 2 {
      if let weakest = list[list.count - 1].number {
        result = try result.setting(SourceKeys.weakestIntensity.path, to: weakest, origin: table.fileName)
      }
      if list.count <= 8 {
        result = try result.setting(SourceKeys.decoys.path, to: Double(list.count), origin: table.fileName)
      }
    }
    for key in [
      SourceKeys.testIntensities.path, SourceKeys.bobTestIntensities.path, SourceKeys.testProbabilities.path,
      SourceKeys.bobTestProbabilities.path, SourceKeys.keyIntensity.path, SourceKeys.bobKeyIntensity.path,
      SourceKeys.keyModeProbability.path, SourceKeys.sendingProbability.path,
    ] {
      result = result.removing(key)
    }
    return result
  }

  // MARK: Links

  private static func finite(
    _ reader: DocumentReader, _ setup: Setup, _ space: SearchSpace, _ options: FiniteKeyOptions,
    _ rule: PredictionRule, _ rounds: Double
  ) throws -> LinkProblem? {
    let middle = space.settings(at: space.box.names.map { _ in 0.5 })
    guard
      try checked(
        reader,
        { () throws -> Void in
          try middle.validate(.probabilities)
          try options.validate()
        }) != nil
    else { return nil }
    return LinkProblem(
      search: space.box.names.isEmpty ? nil : space.problem(setup: setup, rounds: rounds, options: options, rule: rule),
      evaluate: { point in
        let settings = space.settings(at: point)
        let counts = Observations.expected(setup, settings, rounds: rounds)
        let forecast = Forecast(rule, setup, settings, rounds: rounds, pairCutoff: options.pairCutoff)
        var rate = try FiniteKey.analyse(counts, settings, options, predictions: forecast)
        rate.trace = setup.trace + setup.keyTrace(settings) + rate.trace + setup.ceilingTrace
        rate.warnings = setup.warnings + rate.warnings
        var efficiency: Double?
        if case .estimated(let f) = options.leakage { efficiency = f }
        try Ceiling.check(rate, setup: setup, settings: settings, efficiency: efficiency)
        return rate
      },
      settings: space.box.columns(at:),
      diagnostics: [Quantities.bitError, Quantities.phaseError].map { .init($0) },
      bounds: bounds(setup, reader), link: setup.link,
      repetitionRateHz: setup.repetitionRateHz)
  }

  private static func asymptotic(
    _ reader: DocumentReader, _ setup: Setup, _ space: SearchSpace, _ options: AsymptoticOptions
  ) throws -> LinkProblem? {
    let middle = space.settings(at: space.box.names.map { _ in 0.5 })
    guard
      try checked(
        reader,
        { () throws -> Void in
          try middle.validate(space.needs)
          try options.validate()
        }) != nil
    else { return nil }
    return LinkProblem(
      search: space.box.names.isEmpty ? nil : space.problem(setup: setup, options: options),
      evaluate: { point in
        let settings = space.settings(at: point)
        var rate = try AsymptoticAnalysis.analyse(setup, settings, options)
        rate.trace = setup.trace + rate.trace + setup.ceilingTrace
        rate.warnings = setup.warnings + rate.warnings
        try Ceiling.check(
          rate, setup: setup, settings: settings, efficiency: options.errorCorrectionEfficiency)
        return rate
      },
      settings: space.box.columns(at:),
      diagnostics: [Quantities.keyError, Quantities.phaseErrorRate].map { .init($0) },
      bounds: bounds(setup, reader), link: setup.link,
      repetitionRateHz: setup.repetitionRateHz)
  }

  static func bounds(_ setup: Setup, _ reader: DocumentReader) -> [LinkProblem.Bound] {
    LinkBounds.station(setup.link, detectors: setup.detectorEfficiency, reader)
  }
}
