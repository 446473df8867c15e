// SPDX-License-Identifier: GPL-3.0-or-later
import Entanglement
import KeyRateLinks
import KeyRateReading
import KeyRateSecurity

/// Reads the keys of entangled pairs into the family's own types.
enum PairReading {
  /// Time slots per second that stand for pulses where the pump is continuous, unless the file says otherwise.
  static let usualSlotsHz = 1e9
  /// Modes from which on pairs are taken for Poissonian.
  static let poissonianModes = 1e12

  static func pump(_ reader: DocumentReader) -> PairKeys.Pump { reader[PairKeys.pump, default: PairKeys.Pump.pulsed] }

  /// Pulses per second, or time slots.
  static func clock(_ reader: DocumentReader) -> Double? {
    reader.ifGiven(SourceKeys.repetitionRateHz) ?? (pump(reader) == .continuous ? usualSlotsHz : nil)
  }

  /// The link with its detectors, checked.
  static func setup(_ reader: DocumentReader) -> PairSetup? {
    let link = LinkReading.link(reader, .station)
    let efficiency = reader[DetectorKeys.efficiency]
    let bobEfficiency = reader[DetectorKeys.bobEfficiency, default: efficiency]
    let misalignment = reader[DetectorKeys.misalignment]
    let test = reader[DetectorKeys.testBasisMisalignment, default: misalignment]
    let pump = self.pump(reader)
    reader.refuseIdle(PairKeys.pump, pump)
    let driven: PairSetup.Pump? = pump == .pulsed ? pulsed(reader) : continuous(reader)
    guard reader.isSound, let link, let driven, let alice = Transmittance(efficiency),
      let bob = Transmittance(bobEfficiency)
    else { return nil }
    let setup = PairSetup(
      link: link, aliceDetector: alice, bobDetector: bob, pump: driven, misalignment: misalignment,
      testBasisMisalignment: test)
    do {
      try setup.validate()
    } catch {
      LinkReading.refuse(error, reader)
      return nil
    }
    return setup
  }

  private static func pulsed(_ reader: DocumentReader) -> PairSetup.Pump? {
    let word = reader[PairKeys.model, default: PairKeys.Model.exact]
    guard let model = PulsedPump.Model(rawValue: word.rawValue) else {
      reader.refuse(PairKeys.model, "belongs to a continuous pump", hint: "with pulses: exact or mfl2007")
      return nil
    }
    let modes = reader[SourceKeys.schmidtModes]
    var background = (
      alice: reader[DetectorKeys.darkCountProbability],
      bob: reader[DetectorKeys.bobDarkCountProbability, default: reader[DetectorKeys.darkCountProbability]]
    )
    if model == .mfl2007 {
      for key in [DetectorKeys.darkCountProbability, DetectorKeys.bobDarkCountProbability] where reader.gives(key) {
        reader.refuse(
          key, "model mfl2007 counts all detectors of a user together: give detector.background_probability",
          hint: "the background of two detectors is about twice the dark counts of one")
      }
      let both = reader[DetectorKeys.backgroundProbability]
      background = (both, both)
    } else if reader.gives(DetectorKeys.backgroundProbability) {
      reader.refuse(
        DetectorKeys.backgroundProbability, "model exact counts per detector: give detector.dark_count_probability",
        hint: "the dark counts of one of two detectors are about half the background")
    }
    return .pulsed(
      PulsedPump(
        model: model, modes: modes >= poissonianModes ? .infinity : modes, aliceBackground: background.alice,
        bobBackground: background.bob))
  }

  private static func continuous(_ reader: DocumentReader) -> PairSetup.Pump? {
    let word = reader[PairKeys.model, default: PairKeys.Model.neumann2021]
    guard let model = ContinuousPump.Model(rawValue: word.rawValue) else {
      reader.refuse(PairKeys.model, "belongs to a pulsed pump", hint: "with a continuous one: neumann2021 or saturated")
      return nil
    }
    for key in [DetectorKeys.userDarkRateHz, DetectorKeys.bobDarkRateHz] {
      DarkCountReading.refuseProbability(reader.ifGiven(key), key, reader)
    }
    let dark = reader[DetectorKeys.userDarkRateHz]
    return .continuous(
      ContinuousPump(
        model: model, jitterSeconds: reader[DetectorKeys.jitterS], aliceDarkRateHz: dark,
        bobDarkRateHz: reader[DetectorKeys.bobDarkRateHz, default: dark],
        deadTimeSeconds: reader[DetectorKeys.deadTimeS], detectorsPerUser: reader[DetectorKeys.detectorsPerUser]))
  }

  /// The settings of which some may be open.
  static func partialSettings(_ reader: DocumentReader) -> PartialPairSettings {
    let mode = reader[PairKeys.keyMode, default: PairKeyMode.one]
    let isFinite = reader[PairKeys.analysis, default: PairKeys.AnalysisKind.finite] != .asymptotic
    if isFinite { reader.refuseIdle(PairKeys.keyMode, mode) }
    let brightness: PartialPairSettings.Brightness
    switch pump(reader) {
    case .pulsed: brightness = .perPulse(reader[SourceKeys.meanPairs].number)
    case .continuous:
      brightness = .continuous(
        pairRateHz: reader[SourceKeys.pairRateHz].number,
        windowSeconds: reader[DetectorKeys.coincidenceWindowS].number)
    }
    let (alice, bob) = basisProbabilities(reader)
    return PartialPairSettings(
      brightness: brightness, keyMode: mode, keyBasisProbability: mode == .pooled && isFinite ? alice ?? 0.5 : alice,
      bobKeyBasisProbability: bob, testFraction: reader[PairKeys.testFraction].number)
  }

  /// pX of both users as far as it is given; 1/2 with a beam splitter, where any other value is refused.
  static func basisProbabilities(_ reader: DocumentReader) -> (alice: Double?, bob: Double?) {
    let choices = basisChoices(reader)
    let own = reader[SourceKeys.keyBasisProbability].number
    let other = reader.ifGiven(DetectorKeys.keyBasisProbability)
    func held(_ given: Double?, _ choice: PairKeys.BasisChoice, _ key: some DocumentKey) -> Double? {
      guard choice == .passive else { return given }
      if let given, given != 0.5 {
        reader.refuse(
          key, "must be 0.5 with a passive basis choice, or left out",
          hint: "what the splitter may deviate is detector.splitting_deviation")
      }
      return 0.5
    }
    let alice = held(own, choices.alice, SourceKeys.keyBasisProbability)
    let bob = held(other, choices.bob, DetectorKeys.keyBasisProbability)
    return (alice, bob)
  }

  static func basisChoices(
    _ reader: DocumentReader
  ) -> (alice: PairKeys.BasisChoice, bob: PairKeys.BasisChoice) {
    let alice = reader[PairKeys.basisChoice, default: PairKeys.BasisChoice.active]
    return (alice, reader[PairKeys.bobBasisChoice, default: alice])
  }

  /// What is stated about the receivers, for settings that are known.
  static func receivers(_ reader: DocumentReader) -> @Sendable (PairSettings) -> PairReceivers {
    let choices = basisChoices(reader)
    let deviation = reader[PairKeys.splittingDeviation]
    if reader.gives(PairKeys.splittingDeviation), choices.alice == .active, choices.bob == .active {
      reader.refuse(PairKeys.splittingDeviation, "goes with a passive basis choice")
    }
    let clicks = reader[PairKeys.doubleClicks, default: PairReceivers.DoubleClicks.randomBit]
    let rule = reader[PairKeys.deadTimeRule, default: PairReceivers.DeadTime.blocksAllDetectors]
    let statements: [any DocumentKey] = [PairKeys.basisChoice, PairKeys.doubleClicks, PairKeys.deadTimeRule]
    let unstated = statements.map(\.path).filter { !reader.gives($0) }
    return { settings in
      func choice(_ word: PairKeys.BasisChoice, _ p: Double) -> PairBasisChoice {
        word == .passive ? .passive(deviation: deviation) : .active(keyBasisProbability: p)
      }
      var receivers = PairReceivers(
        aliceBasis: choice(choices.alice, settings.keyBasisProbability),
        bobBasis: choice(choices.bob, settings.bobKeyBasisProbability), doubleClicks: clicks, deadTime: rule)
      receivers.unstated = unstated
      return receivers
    }
  }

  /// Bound, failure probabilities and leakage.
  ///
  /// - Parameter receivers: what decides z_min where the file does not give it; nil while the bases are open.
  static func options(
    _ reader: DocumentReader, leakage: ErrorCorrectionLeakage?, receivers: PairReceivers?
  ) -> PairFiniteKeyOptions {
    let word = reader[PairKeys.sampling, default: PairKeys.Sampling.kl]
    let kind = reader[PairKeys.analysis, default: PairKeys.AnalysisKind.finite]
    if kind == .finite { reader.refuseIdle(PairKeys.sampling, word) }
    var sampling = PairSampling.subset(SamplingBound(rawValue: word.rawValue) ?? .kl)
    if word == .binomial {
      let least = reader.ifGiven(PairKeys.leastTestProbability) ?? receivers?.leastTestProbability
      if least == nil {
        reader.refuse(
          PairKeys.leastTestProbability, "must be given where the key basis probability is optimised",
          hint: "with a given one, or a passive choice, it follows from the basis choices")
      }
      sampling = .binomial(leastTestProbability: least ?? 0.25)
    }
    return PairFiniteKeyOptions(
      sampling: sampling, secrecy: reader[SecurityKeys.secrecy], correctness: reader[SecurityKeys.correctness],
      leakage: leakage ?? .estimated(efficiency: reader[SecurityKeys.errorCorrectionEfficiency]))
  }

  /// The block of a finite analysis: pulses or slots, and what the simulation counts.
  static func block(_ reader: DocumentReader) -> (pulses: Double, block: PairBlock)? {
    let pump = self.pump(reader)
    guard let key = reader.exactlyOne(of: [SecurityKeys.pulses, SecurityKeys.durationS]) else { return nil }
    let value = reader[key]
    let clock = self.clock(reader)
    switch (pump, key.path == SecurityKeys.pulses.path) {
    case (.pulsed, true): return (value, .pulses(value))
    case (.pulsed, false):
      guard let clock else {
        reader.refuse(SecurityKeys.durationS, "needs source.repetition_rate_hz", hint: "or give security.pulses")
        return nil
      }
      return (value * clock, .pulses(value * clock))
    case (.continuous, let isPulses):
      let slots = clock ?? usualSlotsHz
      return isPulses ? (value, .seconds(value / slots)) : (value * slots, .seconds(value))
    }
  }
}
