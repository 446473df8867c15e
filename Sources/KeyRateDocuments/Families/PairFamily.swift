// SPDX-License-Identifier: GPL-3.0-or-later
import Entanglement
import KeyRateNumerics
import KeyRateReading
import KeyRateSecurity

extension ProtocolFamily {
  /// Entangled pairs (BBM92).
  package static let entangledPairs = ProtocolFamily(
    name: "bbm92", title: "Entangled pairs (BBM92)", keys: PairKeys.all, traits: .entangledPairs,
    alsoDisplaced: PairFamily.alsoDisplaced, freeing: PairFamily.freeing, readLink: PairFamily.readLink,
    readRun: PairFamily.readRun)
}

/// Entangled pairs behind the doors that every family has.
enum PairFamily {
  static func readLink(_ reader: DocumentReader) throws -> LinkProblem? {
    let kind = reader[PairKeys.analysis, default: PairKeys.AnalysisKind.finite]
    reader.refuseIdle(PairKeys.analysis, kind)
    // Every part is read, so that one run shows all that is wrong.
    let setup = PairReading.setup(reader)
    let partial = PairReading.partialSettings(reader)
    return kind == .asymptotic
      ? try asymptotic(reader, setup, partial) : try finite(reader, setup, partial, kind)
  }

  /// Another pump has other settings, and other words for its model.
  static func alsoDisplaced(_ key: String, _ word: String?) -> [String] {
    key == PairKeys.pump.path ? [PairKeys.model.path] : []
  }

  /// All settings open; a window stays where the coincidence peak has no width to measure it by.
  static func freeing(_ table: DocumentTable) throws -> DocumentTable {
    var keys = [SourceKeys.meanPairs.path, SourceKeys.pairRateHz.path, PairKeys.testFraction.path]
    if (table[DetectorKeys.jitterS]?.number ?? 0) > 0 { keys.append(DetectorKeys.coincidenceWindowS.path) }
    let isAsymptotic = table[PairKeys.analysis]?.text == PairKeys.AnalysisKind.asymptotic.rawValue
    let isBinomial = table[PairKeys.sampling]?.text == PairKeys.Sampling.binomial.rawValue
    if !isAsymptotic, !isBinomial { keys.append(SourceKeys.keyBasisProbability.path) }
    return keys.reduce(table) { $0.removing($1) }
  }

  private static func space(
    _ reader: DocumentReader, _ setup: PairSetup, _ partial: PartialPairSettings, analysesBlocks: Bool
  ) throws -> PairSearchSpace? {
    guard
      let open = try LinkReading.checked(
        reader, { try PairSearchSpace(partial, setup: windowed(setup, reader), analysesBlocks: analysesBlocks) })
    else { return nil }
    let ranges = SearchRangeReading.ranges(reader, open.box)
    guard reader.isSound,
      let space = try LinkReading.checked(
        reader, { try PairSearchSpace(partial, setup: setup, analysesBlocks: analysesBlocks, ranges: ranges) })
    else { return nil }
    SearchRangeReading.check(reader) { try space.box.validateRanges() }
    return reader.isSound ? space : nil
  }

  /// A range of one's own makes up for a peak without width while the ranges are read.
  private static func windowed(_ setup: PairSetup, _ reader: DocumentReader) -> PairSetup {
    guard reader.gives(PairSearchSpace.ranged.window.rangePath()), case .continuous(var pump) = setup.pump,
      pump.jitterSeconds == 0
    else { return setup }
    pump.jitterSeconds = 1e-10
    var other = setup
    other.pump = .continuous(pump)
    return other
  }

  private static func middle(_ space: PairSearchSpace) -> PairSettings {
    space.settings(at: space.box.names.map { _ in 0.5 })
  }

  private static func finite(
    _ reader: DocumentReader, _ setup: PairSetup?, _ partial: PartialPairSettings, _ kind: PairKeys.AnalysisKind
  ) throws -> LinkProblem? {
    let receivers = PairReading.receivers(reader)
    let basis = partial.keyBasisProbability
    var options = PairReading.options(
      reader, leakage: nil,
      receivers: basis.map {
        receivers(
          PairSettings(
            brightness: .perPulse(0), keyBasisProbability: $0, bobKeyBasisProbability: partial.bobKeyBasisProbability))
      })
    let block: (pulses: Double, block: PairBlock)?
    if kind == .infiniteBlock {
      options.sampling = .subset(.none)
      // Any size gives the same rate; one pulse or slot makes counts rates.
      let slots = PairReading.clock(reader) ?? 1
      block = PairReading.pump(reader) == .pulsed ? (1, .pulses(1)) : (1, .seconds(1 / slots))
    } else {
      block = PairReading.block(reader)
    }
    guard reader.isSound, let setup, let block,
      let space = try space(reader, setup, partial, analysesBlocks: true)
    else { return nil }
    let checkedOptions = options
    let settings = middle(space)
    let agreed = kind == .finite ? try agreement(reader, partial.keyMode, options) : nil
    guard reader.isSound else { return nil }
    guard
      try LinkReading.checked(
        reader,
        { () throws -> Void in
          try settings.validate(for: setup)
          try checkedOptions.validate(settings.keyMode, .expected)
          // In the limit of infinite blocks there is nothing to sample.
          if kind == .finite { try receivers(settings).validate(settings.keyMode, checkedOptions.sampling) }
        }) != nil
    else { return nil }
    return LinkProblem(
      search: space.box.names.isEmpty
        ? nil : space.problem(setup: setup, block: block.block, options: checkedOptions),
      evaluate: { point in
        let settings = space.settings(at: point)
        let counts = PairSimulation.counts(setup, settings, block: block.block)
        let stated = kind == .finite ? receivers(settings) : PairReceivers(settings)
        var rate = try PairFiniteKey.analyse(counts, stated, checkedOptions)
        if let bits = rate.lengthBits { rate.ratePerPulse = bits / block.pulses }
        if let raw = rate.rawLengthBits { rate.rawRatePerPulse = raw / block.pulses }
        rate.pulses = block.pulses
        if let agreed { rate = try planned(rate, counts, checkedOptions, agreed, pulses: block.pulses) }
        if kind == .infiniteBlock {
          // Lengths and counts of one pulse are rates; a block length would mislead.
          rate.lengthBits = nil
          rate.rawLengthBits = nil
          rate.pulses = nil
        }
        rate.trace = setup.trace(settings.brightness) + settings.trace + rate.trace + setup.ceilingTrace()
        try PairCeiling.check(rate, setup: setup, settings: settings, options: checkedOptions)
        return rate
      },
      settings: space.box.columns(at:),
      diagnostics: [Quantities.keyErrorRate, Quantities.phaseError].map { .init($0) },
      bounds: bounds(setup, reader), link: setup.link,
      repetitionRateHz: PairReading.clock(reader))
  }

  private static func asymptotic(
    _ reader: DocumentReader, _ setup: PairSetup?, _ partial: PartialPairSettings
  ) throws -> LinkProblem? {
    let product = partial.keyBasisProbability.map { $0 * (partial.bobKeyBasisProbability ?? $0) }
    if reader.gives(SecurityKeys.siftingFactor), product != nil {
      reader.refuse(SecurityKeys.siftingFactor, "follows from the key basis probabilities; give one of the two")
    }
    if partial.bobKeyBasisProbability != nil, partial.keyBasisProbability == nil {
      reader.refuse(
        DetectorKeys.keyBasisProbability, "goes with source.key_basis_probability",
        hint: "their product is the sifting factor")
    }
    let options = PairAsymptotic.Options(
      errorCorrectionEfficiency: reader[SecurityKeys.errorCorrectionEfficiency],
      siftingFactor: reader[SecurityKeys.siftingFactor, default: product ?? 0.5])
    let slots = PairReading.clock(reader)
    guard reader.isSound, let setup, let space = try space(reader, setup, partial, analysesBlocks: false)
    else { return nil }
    let settings = middle(space)
    guard
      try LinkReading.checked(
        reader,
        { () throws -> Void in
          try settings.validate(for: setup)
          try options.validate()
        }) != nil
    else { return nil }
    return LinkProblem(
      search: space.box.names.isEmpty ? nil : space.problem(setup: setup, options: options),
      evaluate: { point in
        let settings = space.settings(at: point)
        var rate = try PairAsymptotic.analyse(setup, settings, options)
        if rate.ratePerPulse == nil, let slots {
          let raw = PairAsymptotic.rawRate(setup.observables(settings.brightness), options) / slots
          rate.rawRatePerPulse = raw
          rate.ratePerPulse = max(0, raw)
        }
        return rate
      },
      settings: space.box.columns(at:), diagnostics: [.init(Quantities.errorRate)], bounds: bounds(setup, reader),
      link: setup.link, repetitionRateHz: slots)
  }

  /// The weaker arm limits every use of the source, PH-60; the curve of the total transmittance is a reference, PH-61.
  private static func bounds(_ setup: PairSetup, _ reader: DocumentReader) -> [LinkProblem.Bound] {
    let detectors =
      setup.aliceDetector.value <= setup.bobDetector.value ? setup.aliceDetector : setup.bobDetector
    return LinkBounds.station(setup.link, detectors: detectors, reader)
  }
}
