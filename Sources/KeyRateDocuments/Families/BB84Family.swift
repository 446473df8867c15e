// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import BB84
import KeyRateBounds
import KeyRateNumerics
import KeyRateSecurity

extension ProtocolFamily {
  /// Decoy-state BB84.
  package static let bb84 = ProtocolFamily(
    name: "bb84", title: "Decoy-state BB84", keys: BB84Keys.all, traits: .bb84,
    freeing: BB84Family.freeing, readLink: BB84Family.readLink,
    readRun: BB84Family.readRun)
}

/// BB84 behind the doors that every family has.
enum BB84Family {
  /// Runs a check of the physics and reports its refusal at the key it concerns.
  static func checked<T>(_ reader: DocumentReader, _ body: () throws -> T) rethrows -> T? {
    try LinkReading.checked(reader, body)
  }

  static func readLink(_ reader: DocumentReader) throws -> LinkProblem? {
    let kind = reader[BB84Keys.analysis, default: BB84Keys.AnalysisKind.finite]
    guard let setup = BB84Reading.setup(reader) else {
      // The other parts are read all the same, so that one run shows all that is wrong.
      _ = BB84Reading.options(reader, leakage: nil)
      _ = BB84Reading.partialSettings(reader)
      if kind == .finite { _ = BB84Reading.block(reader) }
      return nil
    }
    switch kind {
    case .finite, .infiniteBlock: return try finite(reader, setup, kind)
    case .asymptotic, .infiniteDecoys: return try asymptotic(reader, setup, kind)
    }
  }

  /// All settings open; of three intensities the weakest stays what it was.
  static func freeing(_ table: DocumentTable) throws -> DocumentTable {
    var result = table
    if let list = table[SourceKeys.intensities]?.array {
      let isUsed = table[BB84Keys.analysis]?.text != BB84Keys.AnalysisKind.infiniteDecoys.rawValue
      if list.count == 3, isUsed, let weakest = list[2].number {
        result = try result.setting(SourceKeys.weakestIntensity.path, to: weakest, origin: table.fileName)
      }
      result = try result.setting(SourceKeys.decoys.path, to: Double(max(1, list.count - 1)), origin: table.fileName)
    }
    for key in [
      SourceKeys.intensities.path, SourceKeys.intensityProbabilities.path, SourceKeys.keyBasisProbability.path,
    ] {
      // An asymptotic sifting factor follows from a given basis probability, which is no setting then.
      let isAsymptotic =
        table[BB84Keys.analysis]?.text.map { $0.hasPrefix("asym") || $0 == "infinite-decoys" } ?? false
      if key == SourceKeys.keyBasisProbability.path && isAsymptotic { continue }
      result = result.removing(key)
    }
    return result
  }

  static func finite(
    _ reader: DocumentReader, _ setup: Setup, _ kind: BB84Keys.AnalysisKind
  ) throws -> LinkProblem? {
    reader.refuseIdle(BB84Keys.analysis, kind)
    var options = BB84Reading.options(reader, leakage: nil)
    let partial = BB84Reading.partialSettings(reader)
    let ranges = partial.map { BB84SearchRanges.read(reader, $0) } ?? SearchRanges()
    let block: BlockSize?
    if kind == .infiniteBlock {
      options.statistics = .none
      options.sampling = .none
      options.secrecyPerBit = nil
      // Any number of pulses gives the same rate; one pulse makes counts rates.
      block = .pulses(1)
    } else {
      block = BB84Reading.block(reader)
    }
    guard reader.isSound, let partial, let block else { return nil }
    let space = SearchSpace(partial, ranges: ranges)
    let middle = space.settings(at: space.names.map { _ in 0.5 })
    let resolvedOptions = options
    guard
      try checked(
        reader,
        { () throws -> Void in
          try middle.validate()
          try resolvedOptions.validate(intensities: middle.intensities.count, origin: .expected)
        }) != nil
    else { return nil }
    let acceptance = try kind == .finite ? acceptancePlan(reader, setup, block, options) : nil
    guard reader.isSound else { return nil }
    return LinkProblem(
      search: space.names.isEmpty ? nil : space.problem(setup: setup, block: block, options: options),
      evaluate: { point in
        let settings = space.settings(at: point)
        let counts = Simulation.observations(setup, settings, block: block)
        var rate = try FiniteKey.analyse(counts, settings, resolvedOptions)
        if kind == .infiniteBlock {
          // Lengths and counts of one pulse are rates; a block length would mislead.
          rate.lengthBits = nil
          rate.rawLengthBits = nil
          rate.pulses = nil
        }
        rate.trace = setup.trace(intensities: settings.intensities.list) + settings.basisTrace + rate.trace
        rate.trace += setup.ceilingTrace
        rate.warnings = setup.warnings + rate.warnings
        if resolvedOptions.proof == .satquma2022 {
          // An unsound formula may break the order of rates; that is no fault of the program, but it is said.
          rate.impossibility = Ceiling.labelOfExcess(
            rate, setup: setup, settings: settings, options: resolvedOptions)
        } else {
          try Ceiling.check(rate, setup: setup, settings: settings, options: resolvedOptions)
        }
        if let acceptance { try acceptance(settings, counts, &rate) }
        return rate
      },
      settings: { columns(space.settings(at: $0), partial) },
      diagnostics: [
        Quantities.keyErrorRate, Quantities.phaseError, Quantities.keySingle, Quantities.abortProbability,
      ].map { .init($0) },
      bounds: LinkReading.bounds(setup.channel, receiver: setup.detectorEfficiency, reader),
      lossDecibel: setup.channel.lossDecibel,
      repetitionRateHz: setup.repetitionRateHz)
  }

  static func columns(_ s: Settings, _ partial: PartialSettings) -> [LinkProblem.SettingColumn] {
    var list: [LinkProblem.SettingColumn] = []
    let freeMu = partial.intensities.list.map { $0 == nil }
    for (k, mu) in s.intensities.list.enumerated() {
      list.append(
        .init(
          column: "intensity_\(k + 1)", meaning: "mean photons per pulse, intensity \(k + 1)", unit: "photon/pulse",
          value: mu, isFree: k < freeMu.count && freeMu[k], isProbability: false))
    }
    let freeP = partial.probabilities.list.map { $0 == nil }
    for (k, p) in s.probabilities.list.enumerated() {
      list.append(
        .init(
          column: "probability_\(k + 1)", meaning: "probability of intensity \(k + 1)", unit: "", value: p,
          isFree: k < freeP.count && freeP[k], isProbability: true))
    }
    list.append(
      .init(
        column: "key_basis_probability", meaning: "probability that Alice sends in the key basis", unit: "",
        value: s.keyBasisProbability, isFree: partial.keyBasisProbability == nil, isProbability: true))
    return list
  }

  static func asymptotic(
    _ reader: DocumentReader, _ setup: Setup, _ kind: BB84Keys.AnalysisKind
  ) throws -> LinkProblem? {
    let count = BB84Reading.intensityCount(reader)
    let method: AsymptoticMethod =
      kind == .infiniteDecoys ? .infinite : (count == 3 ? .vacuumWeak : .oneDecoy)
    let mu =
      method == .infinite
      ? reader.ifGiven(SourceKeys.intensities)?.map(\.number)
      : BB84Reading.settingsList(reader, SourceKeys.intensities, count: count)?.map(\.number)
    reader.refuseIdle(BB84Keys.analysis, kind)
    if method != .infinite {
      BB84Reading.refuseOpenWeakest(reader)
      BB84Reading.refuseIdleWeakest(reader, count: count)
      if reader.isSound, let mu { BB84Reading.refuseOrder(mu, reader) }
    }
    let alice = reader[SourceKeys.keyBasisProbability].number
    let bob = reader.ifGiven(DetectorKeys.keyBasisProbability)
    if reader.gives(SecurityKeys.siftingFactor), alice != nil {
      reader.refuse(SecurityKeys.siftingFactor, "follows from the key basis probabilities; give one of the two")
    }
    if bob != nil, alice == nil {
      reader.refuse(
        DetectorKeys.keyBasisProbability, "goes with source.key_basis_probability",
        hint: "their product is the sifting factor")
    }
    let product = alice.map { $0 * (bob ?? $0) }
    let options = AsymptoticOptions(
      method: method, errorCorrectionEfficiency: reader[SecurityKeys.errorCorrectionEfficiency],
      siftingFactor: reader[SecurityKeys.siftingFactor, default: product ?? 0.5],
      signalFraction: reader[SourceKeys.signalFraction],
      countsVacuum: reader[SecurityKeys.vacuumCounts, default: false])
    guard reader.isSound else { return nil }
    func given(_ index: Int) -> Double? {
      guard let mu, index < mu.count else { return nil }
      return mu[index]
    }
    let ranges = BB84SearchRanges.readAsymptotic(reader, signal: given(0), decoy: given(1), method: method)
    let space = AsymptoticSearchSpace(
      method: method, signal: given(0), decoy: method == .infinite ? 0 : given(1),
      weakest: count == 3 && method != .infinite ? given(2) ?? reader[SourceKeys.weakestIntensity] : 0,
      ranges: ranges)
    SearchRangeReading.check(reader) { try space.validateRanges() }
    guard reader.isSound else { return nil }
    let middle = space.settings(at: space.names.map { _ in 0.5 })
    guard
      try checked(
        reader,
        { () throws -> Void in
          try options.validate()
          try middle.validate(method: method)
        }) != nil
    else { return nil }
    return LinkProblem(
      search: space.names.isEmpty ? nil : space.problem(setup: setup, options: options),
      evaluate: { point in
        let settings = space.settings(at: point)
        var rate = try AsymptoticAnalysis.analyse(setup, settings, options)
        rate.trace = setup.trace(intensities: []) + rate.trace + setup.ceilingTrace
        try Ceiling.check(rate.ratePerPulse ?? 0, setup: setup, settings: settings, options: options)
        return rate
      },
      settings: { point in
        let s = space.settings(at: point)
        var list = [
          LinkProblem.SettingColumn(
            column: "intensity_1", meaning: "mean photons per signal pulse", unit: "photon/pulse", value: s.signal,
            isFree: space.signal == nil, isProbability: false)
        ]
        if method != .infinite {
          list.append(
            .init(
              column: "intensity_2", meaning: "mean photons per decoy pulse", unit: "photon/pulse", value: s.decoy,
              isFree: space.decoy == nil, isProbability: false))
        }
        if method == .vacuumWeak {
          list.append(
            .init(
              column: "intensity_3", meaning: "mean photons of the weakest pulse", unit: "photon/pulse",
              value: s.weakest, isFree: false, isProbability: false))
        }
        return list
      }, diagnostics: [Quantities.signalErrorRate, Quantities.singleError].map { .init($0) },
      bounds: LinkReading.bounds(setup.channel, receiver: setup.detectorEfficiency, reader),
      lossDecibel: setup.channel.lossDecibel,
      repetitionRateHz: setup.repetitionRateHz)
  }
}
