// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import MDI

extension ProtocolFamily {
  /// Measurement-device-independent QKD.
  package static let mdi = ProtocolFamily(
    name: "mdi", title: "Measurement-device-independent QKD", keys: MDIKeys.all, traits: .mdi,
    alsoDisplaced: MDIFamily.alsoDisplaced, freeing: MDIFamily.freeing, readLink: MDIFamily.readLink,
    readRun: MDIFamily.readRun)
}

/// MDI-QKD behind the doors that every family has.
enum MDIFamily {
  static func readLink(_ reader: DocumentReader) throws -> LinkProblem? {
    let kind = reader[MDIKeys.analysis, default: MDIKeys.AnalysisKind.finite]
    reader.refuseIdle(MDIKeys.analysis, kind)
    if kind == .adaptive || kind == .memoryAssisted { return try relay(reader, kind) }
    guard let setup = MDIReading.setup(reader) else {
      // The other parts are read all the same, so that one run shows all that is wrong.
      _ = MDIReading.options(reader, leakage: nil)
      let scheme = MDIReading.scheme(reader)
      if kind == .finite {
        _ = reader[SecurityKeys.pulses]
        _ = MDIReading.party(reader, isBob: false, scheme)
      }
      return nil
    }
    switch kind {
    case .finite: return try finite(reader, setup)
    default: return try asymptotic(reader, setup, kind)
    }
  }

  static func alsoDisplaced(_ key: String, _ word: String?) -> [String] {
    switch key {
    case SourceKeys.symmetric.path:
      word == "true" ? MDIReading.bobKeys + [MDIReading.bobVacuum] + MDISearchRanges.bobKeys : []
    case MDIKeys.scheme.path:
      // The other scheme has other intensities.
      MDIReading.bobKeys + MDIReading.aliceSettings.map(\.path) + [
        SourceKeys.weakestIntensity.path, SourceKeys.vacuumIntensity.path, MDIReading.bobVacuum, SecurityKeys.scan.path,
        SecurityKeys.joint.path, SecurityKeys.vacuumBits.path,
      ] + MDISearchRanges.keys.map(\.path)
    default: []
    }
  }

  /// All settings open; of three intensities the weakest stays what it was.
  static func freeing(_ table: DocumentTable) throws -> DocumentTable {
    var result = table
    let kind = table[MDIKeys.analysis]?.text.flatMap(MDIKeys.AnalysisKind.init(rawValue:)) ?? .finite
    let isThree = table[MDIKeys.scheme]?.text == MDIKeys.Scheme.three.rawValue || kind == .asymptotic
    if isThree, let list = table[SourceKeys.intensities]?.array, list.count == 3, let weakest = list[2].number {
      result = try result.setting(SourceKeys.weakestIntensity.path, to: weakest, origin: table.fileName)
    }
    // Bob's settings stay his own when they are opened.
    let isAsymmetric =
      (MDIReading.bobKeys + [MDIReading.bobVacuum]).contains { table[$0] != nil } && table[SourceKeys.symmetric] == nil
    if isAsymmetric { result = try result.setting(SourceKeys.symmetric.path, to: "false") }
    for key in MDIReading.bobKeys + [
      SourceKeys.intensities.path, SourceKeys.intensityProbabilities.path, SourceKeys.keyBasisProbabilities.path,
    ] {
      result = result.removing(key)
    }
    return result
  }

  static func finite(_ reader: DocumentReader, _ setup: Setup) throws -> LinkProblem? {
    let options = MDIReading.options(reader, leakage: nil)
    let symmetric = MDIReading.isSymmetric(reader, setup.link)
    let pulses = reader[SecurityKeys.pulses]
    switch MDIReading.scheme(reader) {
    case .four:
      guard let partial = MDIReading.four(reader, symmetric: symmetric), reader.isSound else { return nil }
      let space = SearchRangeReading.space(reader) { FourIntensitySpace(partial, isSymmetric: symmetric, ranges: $0) }
      return try finite(reader, setup, space, pulses, options)
    case .three:
      guard let partial = MDIReading.three(reader, symmetric: symmetric), reader.isSound else { return nil }
      let space = SearchRangeReading.space(reader) { ThreeIntensitySpace(partial, isSymmetric: symmetric, ranges: $0) }
      return try finite(reader, setup, space, pulses, options)
    }
  }

  /// The problem of either scheme.
  private static func finite<Space: FiniteSearchSpace>(
    _ reader: DocumentReader, _ setup: Setup, _ space: Space, _ pulses: Double,
    _ options: FiniteKeyOptions
  ) throws -> LinkProblem? {
    guard reader.isSound else { return nil }
    guard
      try MDIReading.checked(
        reader, symmetric: space.isSymmetric, { () throws -> Void in try space.validateCentre(options) }) != nil
    else { return nil }
    return link(
      reader, setup,
      search: space.box.names.isEmpty ? nil : space.problem(setup: setup, pulses: pulses, options: options),
      evaluate: { point in
        let settings = space.settings(at: point)
        var rate = try space.expectedKey(setup, settings, pulses: pulses, options: options)
        finish(&rate, setup, settings.map(\.signalIntensity))
        try Ceiling.check(rate, setup: setup, choices: settings, options: options)
        return rate
      }, settings: space.box.columns(at:), diagnostics: MDIColumns.finite)
  }

  /// Adds the hardware and the limits to a result.
  private static func finish(_ rate: inout SecretKeyRate, _ setup: Setup, _ signals: PerParty<Double>) {
    rate.trace = setup.trace(signals: signals) + rate.trace + ArmTrace.ceilings(setup.link)
    rate.warnings = setup.warnings + rate.warnings
  }

  private static func link(
    _ reader: DocumentReader, _ setup: Setup, search: SearchProblem?,
    evaluate: @escaping @Sendable ([Double]) throws -> SecretKeyRate,
    settings: @escaping @Sendable ([Double]) -> [LinkProblem.SettingColumn],
    diagnostics: [LinkProblem.Diagnostic]
  ) -> LinkProblem {
    LinkProblem(
      search: search, evaluate: evaluate, settings: settings, diagnostics: diagnostics,
      bounds: LinkBounds.station(setup.link, detectors: setup.detectorEfficiency, reader), link: setup.link,
      repetitionRateHz: setup.repetitionRateHz)
  }

  static func asymptotic(
    _ reader: DocumentReader, _ setup: Setup, _ kind: MDIKeys.AnalysisKind
  ) throws -> LinkProblem? {
    let method: AsymptoticMethod =
      switch kind {
      case .asymptotic: .decoy3
      case .singlePhoton: .singlePhoton
      default: .infinite
      }
    let symmetric = MDIReading.isSymmetric(reader, setup.link)
    let options = AsymptoticOptions(
      method: method, errorCorrectionEfficiency: reader[SecurityKeys.errorCorrectionEfficiency],
      signalFraction: reader[SourceKeys.signalFraction])
    let usingPrograms = reader[SecurityKeys.linearProgram, default: true]
    let weakest = reader[SourceKeys.weakestIntensity]
    func intensities(_ key: Key<[SettingValue]>) -> [Double?] {
      if method == .infinite {
        return MDIReading.list(reader, key, count: 1, places: "the signal") ?? [nil]
      }
      MDIReading.refuseOpenWeakest(reader, key)
      let list = MDIReading.list(reader, key, count: 3, places: MDIReading.places(.three))
      if let list, reader.isSound(key) { MDIReading.refuseOrder(list, key, .three, reader) }
      return list ?? [nil, nil, weakest]
    }
    if method == .decoy3, reader.gives(SourceKeys.weakestIntensity),
      reader.table[SourceKeys.intensities]?.array != nil
    {
      reader.refuse(
        SourceKeys.weakestIntensity,
        "stands for the last of source.intensities when that list is left out; give one of the two")
    }
    let alice = method == .singlePhoton ? [] : intensities(SourceKeys.intensities)
    let bob = symmetric || method == .singlePhoton ? alice : intensities(SourceKeys.bobIntensities)
    guard reader.isSound else { return nil }
    func last(_ list: [Double?]) -> Double { list.count == 3 ? list[2] ?? weakest : 0 }
    let space = SearchRangeReading.space(reader) {
      AsymptoticSearchSpace(
        method: method, partial: PerParty(alice: alice, bob: bob),
        weakest: PerParty(alice: last(alice), bob: last(bob)), isSymmetric: symmetric, ranges: $0)
    }
    guard reader.isSound else { return nil }
    let middle = space.settings(at: space.box.names.map { _ in 0.5 })
    guard
      try MDIReading.checked(
        reader, symmetric: symmetric,
        { () throws -> Void in
          try options.validate()
          try middle.validate(method: method)
        }) != nil
    else { return nil }
    return link(
      reader, setup, search: space.box.names.isEmpty ? nil : space.problem(setup: setup, options: options),
      evaluate: { point in
        let settings = space.settings(at: point)
        var rate = try AsymptoticAnalysis.analyse(setup, settings, options, usingPrograms: usingPrograms)
        finish(&rate, setup, settings.signals)
        try Ceiling.check(rate.ratePerPulse ?? 0, setup: setup, settings: settings, options: options)
        return rate
      }, settings: space.box.columns(at:), diagnostics: MDIColumns.asymptotic)
  }

  /// Adaptive and memory-assisted links.
  static func relay(_ reader: DocumentReader, _ kind: MDIKeys.AnalysisKind) throws -> LinkProblem? {
    let link = LinkReading.link(reader, .station)
    LinkReading.refuseVarying(
      reader, link, "cannot have several samples, or background, with security.analysis = \"\(kind.rawValue)\"",
      hint: "what waits in a memory has no rule for links that vary here")
    let f = reader[SecurityKeys.errorCorrectionEfficiency]
    let efficiency = reader[DetectorKeys.efficiency]
    let clock = reader.ifGiven(SourceKeys.repetitionRateHz)
    let evaluate: @Sendable () throws -> SecretKeyRate
    if kind == .adaptive {
      let emission = reader[SourceKeys.emissionProbability]
      let dark = DarkCountReading.probability(reader)
      let tau = reader[DetectorKeys.switchTransmittance]
      let modes = reader.ifGiven(SourceKeys.parallelModes)
      if let modes, modes != modes.rounded() {
        reader.refuse(SourceKeys.parallelModes, "must be a whole number")
      }
      let source = try pairSource(reader)
      guard reader.isSound, let link, let source else { return nil }
      let channels = PerParty(alice: link.meanAlice, bob: link.meanBob)
      let setup = AdaptiveSetup(
        arms: channels.map { AdaptiveArm(arrival: emission * $0.value, source: source) },
        detectorEfficiency: efficiency, darkCountProbability: dark, switchTransmittance: tau,
        modes: modes.flatMap { Int(exactly: $0) })
      guard try MDIReading.checked(reader, { () throws -> Void in try setup.validate() }) != nil else { return nil }
      evaluate = {
        try AdaptiveAnalysis.analyse(
          setup, channels: channels, emission: PerParty(both: emission), errorCorrectionEfficiency: f)
      }
    } else {
      let error = reader[DetectorKeys.misalignment]
      guard reader.isSound, let link else { return nil }
      let channels = PerParty(alice: link.meanAlice, bob: link.meanBob)
      evaluate = {
        try MemoryAssisted.analyse(
          channels: channels, detectorEfficiency: efficiency, errorRate: error, errorCorrectionEfficiency: f)
      }
    }
    guard let link else { return nil }
    return LinkProblem(
      search: nil,
      evaluate: { _ in
        var rate = try evaluate()
        try Ceiling.check(rate.ratePerPulse ?? 0, link: link, inputs: "\(link) \(rate.analysis)")
        rate.trace += ArmTrace.ceilings(link)
        return rate
      }, settings: { _ in [] }, diagnostics: MDIColumns.relay,
      bounds: LinkBounds.station(link, detectors: Transmittance(efficiency) ?? .one, reader), link: link,
      repetitionRateHz: clock)
  }

  private static func pairSource(_ reader: DocumentReader) throws -> PairSource? {
    let probabilities = SourceKeys.pairProbabilities
    switch reader.atMostOne(of: [probabilities.path, SourceKeys.downConversion.path]) {
    case SourceKeys.downConversion.path:
      let lambda = reader.ifGiven(SourceKeys.downConversion)
      return try lambda.flatMap { value in
        try MDIReading.checked(reader) { try PairSource(downConversion: value) }
      }
    case probabilities.path:
      let list = reader.list(probabilities, count: 3)
      guard reader.isSound else { return nil }
      do {
        return try PairSource(probabilities: list, name: probabilities.path)
      } catch {
        reader.refuse(probabilities, error.allowed, hint: error.hint)
        return nil
      }
    default: return .ideal
    }
  }
}
