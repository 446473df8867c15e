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
    let source = PhotonReading.kind(reader)
    reader.refuseIdle(PhotonKeys.kind, source)
    guard source == .decoy else { return try PhotonFamily.readLink(reader, source) }
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
      SourceKeys.meanPairs.path,
    ]
      + (table[PhotonKeys.kind]?.text == PhotonKeys.SourceKind.weakCoherent.rawValue
        ? [PhotonKeys.meanPhotons.path] : [])
    {
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
    let space = partial.map { searchSpace(reader, $0) }
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
    guard reader.isSound, let space, let block else { return nil }
    let middle = space.settings(at: space.box.names.map { _ in 0.5 })
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
      search: space.box.names.isEmpty ? nil : space.problem(setup: setup, block: block, options: options),
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
        rate.trace =
          setup.trace(
            intensities: settings.intensities.list,
            mix: PulseMix(settings.intensities.list, settings.probabilities.list)) + settings.basisTrace + rate.trace
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
      settings: space.box.columns(at:),
      diagnostics: [
        Quantities.keyErrorRate, Quantities.phaseError, Quantities.keySingle, Quantities.abortProbability,
      ].map { .init($0) },
      bounds: LinkBounds.direct(setup.link, receiver: setup.detectorEfficiency, reader),
      link: setup.link,
      repetitionRateHz: setup.repetitionRateHz)
  }

  /// What may be moved, in the ranges of the file.
  private static func searchSpace(_ reader: DocumentReader, _ partial: PartialSettings) -> SearchSpace {
    let open = SearchSpace(partial)
    let ranges = SearchRangeReading.ranges(reader, open.box)
    // With one decoy p2 is what p1 leaves: one range says it all.
    let (first, second) = (SearchSetting.probability(0), SearchSetting.probability(1))
    if partial.intensities.count == 2, [first, second].allSatisfy({ $0.range.map { ranges[$0] != nil } ?? false }) {
      reader.refuse(second.rangePath(), "is what \(first.rangePath()) leaves; give one of the two")
    }
    let space = SearchSpace(partial, ranges: ranges)
    SearchRangeReading.check(reader) { try space.box.validateRanges() }
    return space
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
      if reader.isSound(SourceKeys.intensities, SourceKeys.weakestIntensity), let mu {
        BB84Reading.refuseOrder(mu, reader)
      }
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
    let weakest = count == 3 && method != .infinite ? given(2) ?? reader[SourceKeys.weakestIntensity] : 0
    let space = SearchRangeReading.space(reader) {
      AsymptoticSearchSpace(
        method: method, signal: given(0), decoy: method == .infinite ? 0 : given(1), weakest: weakest, ranges: $0)
    }
    guard reader.isSound else { return nil }
    let middle = space.settings(at: space.box.names.map { _ in 0.5 })
    guard
      try checked(
        reader,
        { () throws -> Void in
          try options.validate()
          try middle.validate(method: method)
        }) != nil
    else { return nil }
    return LinkProblem(
      search: space.box.names.isEmpty ? nil : space.problem(setup: setup, options: options),
      evaluate: { point in
        let settings = space.settings(at: point)
        var rate = try AsymptoticAnalysis.analyse(setup, settings, options)
        rate.trace = setup.trace(intensities: []) + rate.trace + setup.ceilingTrace
        try Ceiling.check(rate.ratePerPulse ?? 0, setup: setup, settings: settings, options: options)
        return rate
      },
      settings: space.box.columns(at:),
      diagnostics: [Quantities.signalErrorRate, Quantities.singleError].map { .init($0) },
      bounds: LinkBounds.direct(setup.link, receiver: setup.detectorEfficiency, reader),
      link: setup.link,
      repetitionRateHz: setup.repetitionRateHz)
  }
}
