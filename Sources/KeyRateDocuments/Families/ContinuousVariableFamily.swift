// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import ContinuousVariable
import KeyRateNumerics
import KeyRateSecurity

extension ProtocolFamily {
  /// Continuous variables: coherent states measured by homodyne or heterodyne detection.
  package static let continuousVariable = ProtocolFamily(
    name: "cv", title: "Continuous variables", keys: ContinuousVariableKeys.all, traits: .continuousVariable,
    freeing: ContinuousVariableFamily.freeing, readLink: ContinuousVariableFamily.readLink,
    readRun: ContinuousVariableFamily.readRun)
}

/// Continuous variables behind the doors that every family has.
enum ContinuousVariableFamily {
  typealias Kind = ContinuousVariableKeys.AnalysisKind
  typealias Modulation = ContinuousVariableKeys.Modulation

  /// Runs a check of the physics and reports its refusal at the key it concerns.
  static func checked<T>(_ reader: DocumentReader, measured: Bool = false, _ body: () throws -> T) rethrows -> T? {
    func place(_ symbol: String) -> (any DocumentKey)? {
      switch symbol {
      case "N" where !measured: SecurityKeys.symbols
      case "M" where measured: CountsKeys.estimationPairs
      default: nil
      }
    }
    return try LinkReading.checked(reader, place: place, body)
  }

  /// All settings open.
  static func freeing(_ table: DocumentTable) throws -> DocumentTable {
    var result = table
    for key in [
      SourceKeys.modulationVariance.path, SourceKeys.meanPhotons.path, SourceKeys.amplitude.path,
      SecurityKeys.estimationFraction.path,
    ] {
      result = result.removing(key)
    }
    return result
  }

  /// Keys that would silently do nothing.
  private static func refuseIdleKeys(_ kind: Kind, _ modulation: Modulation, _ reader: DocumentReader) {
    // A composable key of discrete states is refused as a whole.
    if modulation == .gaussian || kind != .composable { reader.refuseIdle(ContinuousVariableKeys.analysis, kind) }
    reader.refuseIdle(SourceKeys.modulation, modulation)
  }

  static func readLink(_ reader: DocumentReader) throws -> LinkProblem? {
    let kind = reader[ContinuousVariableKeys.analysis, default: Kind.composable]
    let modulation = reader[SourceKeys.modulation, default: Modulation.gaussian]
    refuseIdleKeys(kind, modulation, reader)
    let variance = ContinuousVariableReading.modulation(reader)
    let planned = ContinuousVariableReading.planned(reader)
    let options = ContinuousVariableReading.reconciliation(reader)
    let link = try planned.flatMap {
      try ContinuousVariablePlanning.prediction(reader, $0.setup, over: $0.link, kind, modulation)
    }
    if modulation != .gaussian {
      return try discrete(reader, link, kind, modulation, variance, options)
    }
    switch kind {
    case .asymptotic: return try asymptotic(reader, link, variance, options)
    case .composable: return try composable(reader, link, variance)
    case .lgg2010, .york2021, .york2023: return try comparison(reader, link, kind, variance)
    }
  }

  private static func problem(
    _ reader: DocumentReader, _ link: LinkPrediction, search: SearchProblem?, diagnostics: [Quantity],
    settings: @escaping @Sendable ([Double]) -> [LinkProblem.SettingColumn],
    _ evaluate: @escaping @Sendable ([Double]) throws -> SecretKeyRate
  ) -> LinkProblem? {
    let bounds = ContinuousVariablePlanning.bounds(link, reader)
    guard reader.isSound else { return nil }
    return LinkProblem(
      search: search, evaluate: evaluate, settings: settings,
      diagnostics: diagnostics.map { .init($0) } + ContinuousVariablePlanning.diagnostics(link), bounds: bounds,
      link: link.link, repetitionRateHz: link.setup.symbolRateHz)
  }

  static func asymptotic(
    _ reader: DocumentReader, _ link: LinkPrediction?, _ variance: Double?, _ options: ReconciliationOptions
  ) throws -> LinkProblem? {
    let ranges = ContinuousVariableSearchRanges.modulation(reader, variance)
    guard let link, reader.isSound else { return nil }
    let space = ModulationSearchSpace(modulation: variance, ranges: ranges)
    guard
      try checked(
        reader,
        { () throws -> Void in
          try options.validate()
          try space.settings(at: [0.5]).validate()
        }) != nil
    else { return nil }
    return problem(
      reader, link,
      search: space.box.names.isEmpty ? nil : space.asymptoticProblem(link: link, options: options),
      diagnostics: [Quantities.information, Quantities.holevo, Quantities.tolerableNoise],
      settings: space.box.columns(at:),
      { point in
        let va = space.settings(at: point).modulationVariance
        let setup = link.setup(modulation: va)
        var rate = try GaussianAnalysis.analyse(setup, modulation: va, options)
        if let noise = TolerableNoise.excess(setup, modulation: variance, in: space.ownModulation, options) {
          rate.trace.append(
            Quantities.tolerableNoise(
              noise, note: variance == nil ? "at the modulation variance that bears most noise" : nil))
        }
        link.complete(&rate, modulation: va)
        return rate
      })
  }

  private static func symbols(_ reader: DocumentReader) -> Double? {
    guard let n = reader.ifGiven(SecurityKeys.symbols) else {
      if !reader.gives(SecurityKeys.symbols) {
        reader.refuse(
          SecurityKeys.symbols, "must be given: a finite key needs the number of symbols of its block",
          hint: "or security.analysis = \"asymptotic\"")
      }
      return nil
    }
    return n
  }

  static func composable(
    _ reader: DocumentReader, _ link: LinkPrediction?, _ variance: Double?
  ) throws -> LinkProblem? {
    let options = ContinuousVariableReading.composable(reader, cost: nil)
    let fraction = reader[SecurityKeys.estimationFraction].number
    if options.mode == .afterCorrection, reader.gives(SecurityKeys.estimationFraction) {
      reader.refuse(
        SecurityKeys.estimationFraction, "has no meaning with security.estimation = \"after-EC\"",
        hint: "all symbols serve both purposes")
    }
    let ranges = ContinuousVariableSearchRanges.composable(reader, variance, fraction, options.mode)
    let symbols = symbols(reader)
    guard let link, let symbols, reader.isSound else { return nil }
    if link.setup.reconciliation == .direct {
      reader.refuse(
        ContinuousVariableKeys.reconciliation, "must be reverse in a finite-size analysis",
        hint: "there is no finite-size proof for direct reconciliation here")
      return nil
    }
    let energyTest = energyTest(reader, symbols: symbols)
    guard reader.isSound else { return nil }
    let space = ModulationSearchSpace(
      modulation: variance, estimationFraction: fraction, mode: options.mode, ranges: ranges)
    let search = try checked(reader) { () throws -> SearchProblem in
      try space.settings(at: [0.5, 0.5]).validate()
      return try space.composableProblem(
        link: link, symbols: symbols, options: options, energyTest: energyTest)
    }
    guard let search else { return nil }
    return problem(
      reader, link, search: space.box.names.isEmpty ? nil : search,
      diagnostics: [Quantities.information, Quantities.holevo, Quantities.largestNoise],
      settings: space.box.columns(at:),
      { point in
        let settings = space.settings(at: point)
        let setup = link.setup(modulation: settings.modulationVariance)
        let estimates = QuadratureSimulation.estimates(setup, settings, symbols: symbols, mode: options.mode)
        var rate =
          try energyTest.map { try ComposableKey.general(estimates, setup, options, test: $0) }
          ?? ComposableKey.analyse(estimates, setup, options)
        rate.trace = setup.trace.filter { entry in !rate.trace.contains { $0.symbol == entry.symbol } } + rate.trace
        rate.trace += setup.ceilingTrace
        try checkCeiling(rate, setup, settings, options)
        link.complete(&rate, modulation: settings.modulationVariance)
        return rate
      })
  }

  /// The symbols for the energy test of a key against general attacks; nil for collective ones.
  private static func energyTest(_ reader: DocumentReader, symbols: Double) -> Double? {
    guard reader[SecurityKeys.attacks, default: AttackClass.collective] == .general else {
      if reader.gives(SecurityKeys.energyTestFraction) {
        reader.refuse(SecurityKeys.energyTestFraction, "goes with security.attacks = \"general\"")
      }
      return nil
    }
    return (reader[SecurityKeys.energyTestFraction] * symbols).rounded(.up)
  }

  /// Composable ≤ asymptotic ≤ the bounds of the channel.
  private static func checkCeiling(
    _ rate: SecretKeyRate, _ setup: QuadratureSetup, _ settings: QuadratureSettings, _ options: ComposableOptions
  ) throws {
    guard case .efficiency(let beta) = options.cost else { return }
    let limit = try GaussianAnalysis.estimate(
      setup, modulation: settings.modulationVariance, ReconciliationOptions(efficiency: beta))
    try QuadratureCeiling.check(
      [.init("finite key", rate.ratePerPulse ?? 0), .init("asymptotic rate", limit.rate)], setup: setup,
      inputs: "\(settings) \(options)")
  }

  static func comparison(
    _ reader: DocumentReader, _ link: LinkPrediction?, _ kind: Kind, _ variance: Double?
  ) throws -> LinkProblem? {
    let beta = reader[SecurityKeys.reconciliationEfficiency]
    let eps = reader[SecurityKeys.secrecy]
    let fer = reader[SecurityKeys.frameErrorRate]
    let fraction = reader[SecurityKeys.estimationFraction].number ?? 0.5
    let bits = Double(reader[SecurityKeys.digitisationBits])
    let success = reader[SecurityKeys.successProbability]
    let symbols = symbols(reader)
    guard let link, let symbols, reader.isSound else { return nil }
    let settings = QuadratureSettings(modulationVariance: variance ?? 4, estimationFraction: fraction)
    if variance == nil {
      reader.refuse(
        SourceKeys.modulationVariance, "must be given with security.analysis = \"\(kind.rawValue)\"",
        hint: "what is for comparison only is not optimised")
      return nil
    }
    let setup = link.setup(modulation: settings.modulationVariance)
    let evaluate: @Sendable () throws -> SecretKeyRate = {
      let e = QuadratureSimulation.estimates(setup, settings, symbols: symbols, mode: .sacrifice)
      var rate: SecretKeyRate
      if kind == .lgg2010 {
        rate = try ComparisonKey.lgg2010(
          e, setup, LGG2010.Options(efficiency: beta, estimation: eps, smoothing: eps, hashing: eps),
          frameErrorRate: fer)
      } else {
        rate = try ComparisonKey.york(
          e, setup,
          York.Options(
            version: kind == .york2021 ? .york2021 : .york2023, efficiency: beta, successProbability: success,
            estimation: eps, smoothing: eps, hashing: eps, digitisationBits: bits))
      }
      rate.trace = setup.trace + rate.trace + setup.ceilingTrace
      link.complete(&rate, modulation: settings.modulationVariance)
      return rate
    }
    guard try checked(reader, evaluate) != nil else { return nil }
    return problem(
      reader, link, search: nil, diagnostics: [Quantities.holevo],
      settings: ModulationSearchSpace(modulation: variance, estimationFraction: fraction, mode: .sacrifice).box
        .columns(at:), { _ in try evaluate() })
  }

  /// What may be moved of a constellation, in the ranges of the file.
  private static func constellations(
    _ reader: DocumentReader, _ kind: ConstellationSearchSpace.Kind, _ variance: Double?, nu: Double? = 0,
    _ shaping: QAMShaping? = nil
  ) -> ConstellationSearchSpace {
    ConstellationSearchSpace(
      kind: kind, modulation: variance, nu: nu,
      ranges: ContinuousVariableSearchRanges.constellation(reader, variance, nu, shaping))
  }

  static func discrete(
    _ reader: DocumentReader, _ link: LinkPrediction?, _ kind: Kind, _ modulation: Modulation, _ variance: Double?,
    _ options: ReconciliationOptions
  ) throws -> LinkProblem? {
    let isBounded = reader[SecurityKeys.noiseHypothesis, default: NoiseHypothesis.gaussian] == .bounded
    let isFinite = kind == .composable && isBounded
    guard kind == .asymptotic || isFinite else {
      reader.refuse(
        ContinuousVariableKeys.analysis, "must be asymptotic with source.modulation = \"\(modulation.rawValue)\"",
        hint:
          "there is no finite-size proof for discrete modulation here; security.noise_hypothesis = \"bounded\" with "
          + "security.analysis = \"composable\" gives a planning value (CV-99)")
      return nil
    }
    let information = reader[SecurityKeys.mutualInformation, default: MutualInformation.exact]
    let space: ConstellationSearchSpace
    let name: String
    switch modulation {
    case .gaussian: return nil
    case .psk:
      let states = reader[SourceKeys.states]
      (name, space) = (
        states == 4 ? "QPSK" : "\(states)-PSK",
        constellations(reader, .psk(states: states), variance)
      )
    case .qam:
      let side = reader[SourceKeys.side]
      let shaping = reader[SourceKeys.shaping, default: QAMShaping.binomial]
      if shaping != .gaussian, reader.gives(SourceKeys.shapingParameter) {
        reader.refuse(SourceKeys.shapingParameter, "goes with source.shaping = \"gaussian\"")
      }
      (name, space) = (
        "\(side * side)-QAM, \(shaping.rawValue)",
        constellations(
          reader, .qam(side: side, shaping: shaping), variance,
          nu: reader[SourceKeys.shapingParameter].number, shaping)
      )
    case .file:
      guard let given = ContinuousVariableReading.constellation(reader) else { return nil }
      (name, space) = (
        "constellation of \(given.points.count) states",
        constellations(reader, .custom(given), variance ?? given.modulationVariance)
      )
    }
    guard let link, reader.isSound else { return nil }
    let middle = try checked(reader) { () throws -> Constellation in
      try options.validate()
      try DiscreteAnalysis.checkScope(link.setup)
      return try space.constellation(at: space.box.names.map { _ in 0.5 })
    }
    guard let middle else { return nil }
    let isFixed = space.box.names.isEmpty
    if isFinite { return try finite(reader, link, space, middle, name: name, isFixed: isFixed) }
    return problem(
      reader, link,
      search: space.box.names.isEmpty ? nil : space.problem(link: link, options: options, information: information),
      diagnostics: [Quantities.information, Quantities.holevo],
      settings: space.box.columns(at:),
      { point in
        let constellation = isFixed ? middle : try space.constellation(at: point)
        let va = constellation.modulationVariance
        var rate = try DiscreteAnalysis.analyse(
          link.setup(modulation: va), constellation, name: name, options, information: information)
        link.complete(&rate, modulation: va)
        return rate
      })
  }

  /// A finite key of discrete modulation: planning, at stated settings (CV-99).
  private static func finite(
    _ reader: DocumentReader, _ link: LinkPrediction, _ space: ConstellationSearchSpace, _ constellation: Constellation,
    name: String, isFixed: Bool
  ) throws -> LinkProblem? {
    if !isFixed {
      reader.refuse(
        SourceKeys.modulationVariance, "must be given with a finite key of discrete modulation",
        hint: "its settings are not searched; f_PE is 0.3 unless security.estimation_fraction says otherwise")
    }
    let options = ContinuousVariableReading.composable(reader, cost: nil)
    let fraction = reader[SecurityKeys.estimationFraction].number ?? 0.3
    guard let symbols = symbols(reader), reader.isSound else { return nil }
    let revealed = min(symbols, (fraction * symbols + 0.5).rounded(.down))
    let va = constellation.modulationVariance
    let evaluate: @Sendable () throws -> SecretKeyRate = {
      var rate = try DiscreteAnalysis.finiteRate(
        link.setup(modulation: va), constellation, name: name, symbols: symbols, revealed: revealed, options)
      link.complete(&rate, modulation: va)
      return rate
    }
    guard try checked(reader, evaluate) != nil else { return nil }
    return problem(
      reader, link, search: nil, diagnostics: [Quantities.information, Quantities.holevo],
      settings: space.box.columns(at:), { _ in try evaluate() })
  }
}
