// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateReading
import KeyRateSecurity
import PhotonSources

/// Reads the keys of BB84 without decoys.
enum PhotonReading {
  static func kind(_ reader: DocumentReader) -> PhotonKeys.SourceKind {
    reader[PhotonKeys.kind, default: PhotonKeys.SourceKind.decoy]
  }

  /// What is open of the settings, and the settings with what is given.
  struct Choices {
    var settings: PhotonSettings
    var open: PhotonSearchSpace.Open
    var bobFollows: Bool
  }

  /// The source as planners model it; μ stands for an open one until the search moves it.
  static func source(_ reader: DocumentReader, _ kind: PhotonKeys.SourceKind) -> PhotonSource? {
    switch kind {
    case .decoy: return nil
    case .singlePhoton:
      let mean = needed(reader, PhotonKeys.meanPhotons, "of a single-photon source")
      let g2 = needed(reader, PhotonKeys.g2, "of a single-photon source")
      return .twoPhoton(mean: mean, g2: g2)
    case .weakCoherent: return .coherent(mean: reader[PhotonKeys.meanPhotons].number ?? 0.1)
    case .heralded:
      let modes = reader[SourceKeys.schmidtModes]
      return .heralded(
        HeraldedSource(
          mean: reader[SourceKeys.meanPairs].number ?? 0.1,
          modes: modes >= PairReading.poissonianModes ? .infinity : modes,
          heraldEfficiency: needed(reader, PhotonKeys.heraldEfficiency, "of a heralded source"),
          heraldBackground: reader[PhotonKeys.heraldDark]))
    }
  }

  /// A number that has to be there.
  private static func needed(_ reader: DocumentReader, _ key: Key<Double>, _ words: String) -> Double {
    guard reader.gives(key) else {
      reader.refuse(key, "must be given: it is a property \(words)")
      return 0
    }
    return reader[key, default: 0]
  }

  private static func needed(_ reader: DocumentReader, _ key: Key<SettingValue>, _ words: String) -> Double {
    guard let number = reader[key].number else {
      if reader.isSound(key) { reader.refuse(key, "must be given: it is a property \(words)") }
      return 0
    }
    return number
  }

  /// The link with its detectors, checked.
  static func setup(_ reader: DocumentReader, _ kind: PhotonKeys.SourceKind) -> PhotonSetup? {
    let link = LinkReading.link(reader, .direct)
    let efficiency = reader[DetectorKeys.efficiency]
    let misalignment = reader[DetectorKeys.misalignment]
    let source = source(reader, kind)
    let dark = DarkCountReading.probability(reader)
    let test = reader[DetectorKeys.testBasisMisalignment, default: misalignment]
    guard reader.isSound, let link, let source, let detector = Transmittance(efficiency)
    else { return nil }
    let setup = PhotonSetup(
      source: source, link: link, detectorEfficiency: detector, backgroundProbability: dark,
      misalignment: misalignment, testBasisMisalignment: test)
    do {
      try setup.validate()
    } catch {
      LinkReading.refuse(error, place: place(kind), reader)
      return nil
    }
    return setup
  }

  /// Where symbols stand that mean another key with another source.
  static func place(_ kind: PhotonKeys.SourceKind) -> (String) -> (any DocumentKey)? {
    { symbol in
      guard symbol == "mu" else { return nil }
      return kind == .heralded ? SourceKeys.meanPairs : PhotonKeys.meanPhotons
    }
  }

  /// What the operator chooses; `asAlice` of Bob's basis unless the file says it.
  static func choices(_ reader: DocumentReader, _ kind: PhotonKeys.SourceKind) -> Choices {
    let attenuation: Double?
    if kind != .weakCoherent, reader.gives(PhotonKeys.preAttenuation) {
      attenuation = reader[PhotonKeys.preAttenuation].number
    } else {
      attenuation = 1
    }
    let mean: Double? =
      switch kind {
      case .weakCoherent: reader[PhotonKeys.meanPhotons].number
      case .heralded: reader[SourceKeys.meanPairs].number
      case .singlePhoton, .decoy: 0
      }
    let basis = reader[SourceKeys.keyBasisProbability].number
    let bob = reader.ifGiven(DetectorKeys.keyBasisProbability)
    return Choices(
      settings: PhotonSettings(
        preAttenuation: attenuation ?? 1, keyBasisProbability: basis ?? 0.5, bobKeyBasisProbability: bob),
      open: .init(preAttenuation: attenuation == nil, mean: mean == nil, keyBasisProbability: basis == nil),
      bobFollows: bob == nil)
  }

  /// Bound, composition, failure probabilities and leakage.
  static func options(_ reader: DocumentReader, leakage: ErrorCorrectionLeakage?) -> PhotonFiniteKeyOptions {
    let composition = reader[BB84Keys.composition, default: .linear]
    return PhotonFiniteKeyOptions(
      sampling: reader[SecurityKeys.sampling, default: SamplingBound.kl],
      composition: PhotonFiniteKeyOptions.Composition(rawValue: composition.rawValue) ?? .linear,
      secrecy: reader[SecurityKeys.secrecy], correctness: reader[SecurityKeys.correctness],
      leakage: leakage ?? .estimated(efficiency: reader[SecurityKeys.errorCorrectionEfficiency]))
  }

  /// How P(two photons or more) is known, for a source at hand and an attenuation; nil for what was reported.
  static func limit(
    _ reader: DocumentReader, _ kind: PhotonKeys.SourceKind
  ) -> (@Sendable (PhotonSource, _ preAttenuation: Double) -> MultiphotonLimit)? {
    guard kind != .weakCoherent else {
      return { source, _ in
        if case .coherent(let mean) = source { return .coherent(upperMean: mean) }
        return .probability(1, isUpperLimit: true)
      }
    }
    let word = reader[PhotonKeys.calibration, default: PhotonKeys.Calibration.model]
    reader.refuseIdle(PhotonKeys.calibration, word)
    let isLimit = reader[PhotonKeys.areUpperLimits]
    refuseSubtracted(reader)
    func number(_ key: Key<Double>) -> Double {
      guard reader.gives(key) else {
        reader.refuse(key, "must be given with source.calibration = \"\(word.rawValue)\"")
        return 0.5
      }
      return reader[key, default: 0.5]
    }
    func set() -> MultiphotonCalibration.HanburyBrownTwiss {
      .init(efficiency1: number(PhotonKeys.hbtEfficiency1), efficiency2: number(PhotonKeys.hbtEfficiency2))
    }
    let method: MultiphotonCalibration.Method
    switch word {
    case .model:
      return { source, t in .probability(source.multiphotonProbability(preAttenuation: t), isUpperLimit: false) }
    case .stated:
      let p = number(PhotonKeys.multiphotonProbability)
      return { _, _ in .probability(p, isUpperLimit: isLimit) }
    case .moment:
      let mean = reader[PhotonKeys.meanPhotons].number
      if mean == nil { reader.refuse(PhotonKeys.meanPhotons, "must be given with source.calibration = \"moment\"") }
      method = .moment(g2: number(PhotonKeys.g2), mean: mean ?? 0)
    case .clicks:
      method = .clicks(
        g2: number(PhotonKeys.g2), probability: number(PhotonKeys.clickProbability),
        efficiency: number(PhotonKeys.hbtEfficiency1))
    case .hbt: method = .coincidenceProbability(number(PhotonKeys.hbtCoincidenceProbability), set())
    case .hbtCounts:
      method = .coincidenceCounts(
        coincidences: number(PhotonKeys.hbtCoincidences), triggers: number(PhotonKeys.hbtTriggers),
        failure: reader[PhotonKeys.hbtFailure], set())
    }
    let calibration = MultiphotonCalibration(method)
    guard reader.isSound else { return nil }
    do {
      try calibration.validate()
    } catch {
      LinkReading.refuse(error, reader)
      return nil
    }
    return { _, t in
      var behind = calibration
      behind.preAttenuation = t
      return .calibration(behind, isUpperLimit: isLimit)
    }
  }

  /// Correlations that were corrected for background bound nothing.
  static func refuseSubtracted(_ reader: DocumentReader) {
    guard reader[PhotonKeys.g2Background, default: .raw] == .subtracted else { return }
    reader.refuse(
      PhotonKeys.g2Background, "must be raw, over the whole clock period",
      hint: "light that was subtracted or gated away still leaves Alice's laboratory")
  }

  /// What is known of the herald detector.
  static func heralds(_ reader: DocumentReader) -> HeraldRange? {
    func range(_ key: Key<[Double]>, _ single: Key<Double>, standard: Double?) -> ClosedRange<Double>? {
      guard let ends = reader.ifGiven(key, count: 2) else {
        guard let value = reader.ifGiven(single) ?? standard else {
          reader.refuse(single, "must be given, or its range")
          return nil
        }
        return value...value
      }
      guard ends.count == 2, reader.isSound else { return nil }
      guard ends[0] <= ends[1] else {
        reader.refuse(key, "must rise from its first number to its second", hint: "[least, largest]")
        return nil
      }
      return ends[0]...ends[1]
    }
    let efficiency = range(PhotonKeys.heraldEfficiencyRange, PhotonKeys.heraldEfficiency, standard: nil)
    let background = range(PhotonKeys.heraldDarkRange, PhotonKeys.heraldDark, standard: 0)
    guard let efficiency, let background else { return nil }
    return HeraldRange(efficiency: efficiency, background: background)
  }
}
