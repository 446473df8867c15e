// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import SendingOrNotSending

/// What other rooms ask of a family: facts that a comparison of names would otherwise have to know.
package struct FamilyTraits: Sendable {
  /// An effect that no line of a report contains, with what it does to the true key.
  package struct OmittedEffect: Sendable {
    /// The effect in words.
    package let effect: String
    /// Its influence on the key, compared with what a report says.
    package let sign: String
    /// How far it is contained.
    package let note: String
    /// The key that pays for it where a file gives it.
    package let paidBy: String?

    init(_ effect: String, sign: String = "the true key is shorter", _ note: String, paidBy: String? = nil) {
      self.effect = effect
      self.sign = sign
      self.note = note
      self.paidBy = paidBy
    }
  }

  /// A value that a verdict needs beside those that every family needs: any one of some keys.
  package struct Need: Sendable {
    /// The keys, the usual one first.
    package let keys: [String]
    /// What the value is for.
    package let purpose: String
  }

  /// The key that says how large a block is.
  package var blockKey = SecurityKeys.pulses.path
  /// The key that says how much error correction announces.
  package var leakageKey = SecurityKeys.errorCorrectionEfficiency.path
  /// The options whose certified length rests on a printed theorem; nil where no option does.
  package var publishedOptions: [(key: String, word: String)]?
  /// Stations between the users that the protocol itself has; nil where a claim must say whether there are any.
  package var stationsByDefinition: Int?
  /// What a verdict needs of the devices.
  package var deviceNeeds: [Need] = FamilyTraits.clickNeeds
  /// Whether an analysis of counts reads the keys of `[detector]`.
  package var readsDetectorsBesideCounts = false
  /// Whether what is counted is a part of the pulses sent.
  package var countsClicks = true
  /// Whether there is a form of the analysis whose length is fixed before the run.
  package var hasFixedLength = false
  /// The word of the analysis with infinitely much data that no finite key of a document exceeds; nil if the document
  /// has infinite data already.
  package var infiniteAnalysis: @Sendable (DocumentTable) -> String? = { _ in nil }
  /// Whether that analysis knows the signals only.
  package var infiniteDataHaveSignalsOnly = false
  /// Whether a document without the key of the analysis has a block of finite size.
  package var isFiniteByDefault: @Sendable (DocumentTable) -> Bool = { _ in true }
  /// Bits after sifting and wrong ones among them, from the numbers of `[counts]`; nil where these do not say it.
  package var siftedBits: @Sendable (_ numbers: (String) -> [Double]?) -> (bits: Double?, errors: Double?) = { _ in
    (nil, nil)
  }
  /// Effects that the family's reports leave out.
  package var omittedEffects: [OmittedEffect] = []

  /// The effects that no line of a report contains, given what the file states.
  package func omittedEffects(gives: (String) -> Bool) -> [OmittedEffect] {
    omittedEffects.filter { !($0.paidBy.map(gives) ?? false) }
  }

  /// What every protocol leaves out.
  ///
  /// - Parameter authenticationKey: the key that states what authentication uses up.
  package static func everywhere(authenticationKey: String) -> [OmittedEffect] {
    [
      OmittedEffect(
        "leakage of the devices: Trojan light, radiation, timing, power",
        "excluded by assumption; evaluated by ISO/IEC 23837-2 type tests, not by counts"),
      OmittedEffect("memory of the source: pulses that depend on earlier ones", "excluded by assumption"),
      OmittedEffect("imperfect random numbers", "uniform and private choices are assumed"),
      OmittedEffect(
        "drift of loss and alignment during the run", sign: "either way",
        "counts contain it; a prediction from mean values does not"),
      OmittedEffect(
        "key used up by authentication", "\(authenticationKey) is not stated", paidBy: authenticationKey),
    ]
  }

  /// What detectors of single photons must be known for.
  static let clickNeeds = [
    Need(
      keys: [
        DetectorKeys.darkCountProbability.path, DetectorKeys.darkCountRateHz.path,
        DetectorKeys.backgroundProbability.path,
      ], purpose: "the noise of the receiver"),
    Need(
      keys: [
        DetectorKeys.misalignment.path, DetectorKeys.polarisationAngleRad.path, DetectorKeys.aliceRotationRad.path,
      ], purpose: "the optical error"),
  ]

  /// What the proofs with decoy states take as exact.
  static let sourceEffects = [
    OmittedEffect(
      "intensity fluctuations and finite extinction beyond the stated intensities",
      "the decoy bounds take the intensities as exact; [[evidence]] of single intensities enters the box"),
    OmittedEffect("incomplete phase randomisation", "Poissonian photon numbers are assumed"),
  ]

  /// What an untrusted station takes away.
  static let stationEffects = [
    OmittedEffect(
      "attacks on the detectors of the station", sign: "none", "the station is not trusted by the proof")
  ]

  static func sum(_ numbers: [Double]?) -> Double? { numbers.map { $0.reduce(0, +) } }
}

extension FamilyTraits {
  static let bb84: FamilyTraits = {
    var traits = FamilyTraits()
    traits.hasFixedLength = true
    traits.publishedOptions = [(SecurityKeys.composition, "tup24")]
    traits.infiniteAnalysis = { table in
      table[BB84Keys.analysis]?.text ?? "finite" == "finite" ? BB84Keys.AnalysisKind.infiniteBlock.rawValue : nil
    }
    traits.siftedBits = { (sum($0(CountsKeys.keyBasisDetections)), sum($0(CountsKeys.keyBasisErrors))) }
    traits.omittedEffects =
      sourceEffects + [
        OmittedEffect(
          "mismatch of detector efficiencies, blinding", "detection independent of the basis is assumed"),
        OmittedEffect(
          "after-pulses", "detector.afterpulse_probability is not stated; model lines use 0",
          paidBy: DetectorKeys.afterpulseProbability.path),
        OmittedEffect(
          "dead time of the detectors", "detector.dead_time_s is not stated; model lines use 0",
          paidBy: DetectorKeys.deadTimeS.path),
      ]
    return traits
  }()

  static let twinField: FamilyTraits = {
    @Sendable func isComparison(_ table: DocumentTable) -> Bool {
      let scheme = table[TwinFieldKeys.scheme]?.text.flatMap(TwinFieldKeys.Scheme.init(rawValue:)) ?? .curtyAzumaLo
      return scheme.comparison != nil
    }
    var traits = FamilyTraits()
    traits.stationsByDefinition = 1
    traits.infiniteAnalysis = { table in
      guard !isComparison(table), table[TwinFieldKeys.analysis]?.text ?? "finite" == "finite" else { return nil }
      return TwinFieldKeys.AnalysisKind.asymptotic.rawValue
    }
    traits.isFiniteByDefault = { !isComparison($0) }
    traits.publishedOptions = [(SecurityKeys.composition, "root"), (SecurityKeys.phaseErrors.path, "separate")]
    traits.siftedBits = { (sum($0(CountsKeys.keyModeSuccesses.path)), sum($0(CountsKeys.keyModeErrors.path))) }
    traits.omittedEffects =
      sourceEffects + stationEffects + [
        OmittedEffect(
          "phase noise between the arms",
          "contained only as far as detector.misalignment and the phase offset contain it")
      ]
    return traits
  }()

  static func sendingOrNotSending(_ scheme: Scheme) -> FamilyTraits {
    var traits = FamilyTraits()
    traits.stationsByDefinition = 1
    traits.infiniteAnalysis = { table in
      table[SendingOrNotSendingKeys.analysis]?.text ?? "finite" == "finite"
        ? SendingOrNotSendingKeys.AnalysisKind.asymptotic.rawValue : nil
    }
    traits.siftedBits = { numbers in
      func number(_ key: Key<Double>) -> Double? { sum(numbers(key.path)) }
      func both(_ one: Key<Double>, _ other: Key<Double>) -> Double? {
        number(one).flatMap { a in number(other).map { a + $0 } }
      }
      return scheme == .aopp
        ? (number(CountsKeys.pairsKept), number(CountsKeys.pairErrors))
        : (both(CountsKeys.zeros, CountsKeys.ones), both(CountsKeys.zeroErrors, CountsKeys.oneErrors))
    }
    traits.omittedEffects =
      sourceEffects + stationEffects + [
        OmittedEffect(
          "light in the vacuum and in pulses that are not sent",
          "the proof takes both as exactly empty; extinction is not paid for"),
        OmittedEffect(
          "phase noise between the arms", sign: "either way",
          "contained only as far as detector.misalignment and the width of the slice contain it"),
      ]
    return traits
  }

  static let mdi: FamilyTraits = {
    var traits = FamilyTraits()
    traits.stationsByDefinition = 1
    traits.infiniteAnalysis = { table in
      table[MDIKeys.analysis]?.text ?? "finite" == "finite" ? MDIKeys.AnalysisKind.infiniteDecoys.rawValue : nil
    }
    traits.infiniteDataHaveSignalsOnly = true
    traits.siftedBits = { numbers in
      // Only signals of both users make key; with three intensities they stand in the first cell.
      let first = numbers(CountsKeys.keyBasisDetections)?.first
      return (
        sum(numbers(FourIntensityKeys.zz.path)) ?? first,
        sum(numbers(FourIntensityKeys.zzErrors.path)) ?? sum(numbers(CountsKeys.keyBasisErrors))
      )
    }
    traits.omittedEffects = sourceEffects + stationEffects
    return traits
  }()

  static let continuousVariable: FamilyTraits = {
    var traits = FamilyTraits()
    traits.blockKey = SecurityKeys.symbols.path
    traits.leakageKey = SecurityKeys.reconciliationEfficiency.path
    traits.deviceNeeds = []
    traits.readsDetectorsBesideCounts = true
    traits.countsClicks = false
    traits.infiniteAnalysis = { table in
      let asymptotic = ContinuousVariableKeys.AnalysisKind.asymptotic.rawValue
      return table[ContinuousVariableKeys.analysis]?.text == asymptotic ? nil : asymptotic
    }
    traits.siftedBits = { numbers in
      guard let entropy = numbers(CountsKeys.symbolEntropyBits.path)?.first,
        let symbols = numbers(CountsKeys.symbols.path)?.first
      else { return (nil, nil) }
      return (symbols * entropy, nil)
    }
    traits.omittedEffects = [
      OmittedEffect(
        "non-Gaussian or non-identically distributed attacks",
        "the composable length holds for collective Gaussian attacks, with security.noise_hypothesis = bounded for any collective ones"
      ),
      OmittedEffect(
        "error of the shot-noise calibration", "contained only as far as [[evidence]] of the detector gives it"),
    ]
    return traits
  }()

  static let continuousVariableRelay: FamilyTraits = {
    var traits = FamilyTraits.continuousVariable
    traits.stationsByDefinition = 1
    traits.infiniteAnalysis = { _ in nil }
    traits.isFiniteByDefault = { _ in false }
    traits.siftedBits = { _ in (nil, nil) }
    traits.omittedEffects += stationEffects
    return traits
  }()

  static let entangledPairs: FamilyTraits = {
    var traits = FamilyTraits()
    traits.deviceNeeds = [
      Need(
        keys: [
          DetectorKeys.darkCountProbability.path, DetectorKeys.userDarkRateHz.path,
          DetectorKeys.backgroundProbability.path,
        ], purpose: "the noise of the receivers"),
      Need(keys: [DetectorKeys.misalignment.path], purpose: "the optical error"),
    ]
    traits.infiniteAnalysis = { table in
      table[PairKeys.analysis]?.text ?? "finite" == "finite" ? PairKeys.AnalysisKind.infiniteBlock.rawValue : nil
    }
    traits.siftedBits = { numbers in
      typealias Keys = PairCountsKeys
      func sum(_ keys: [Key<Double>]) -> Double? {
        let given = keys.compactMap { numbers($0.path)?.first }
        return given.count == keys.count ? given.reduce(0, +) : nil
      }
      if let pooled = sum([Keys.keyRounds]) { return (pooled, sum([Keys.keyRoundErrors])) }
      // With disclosed rounds both bases give key.
      if sum([Keys.keyDisclosed]) != nil {
        return (sum([Keys.keyDetections, Keys.testDetections]), sum([Keys.keyErrors, Keys.testErrors]))
      }
      return (sum([Keys.keyDetections]), sum([Keys.keyErrors]))
    }
    traits.omittedEffects = [
      OmittedEffect(
        "mismatch of detector efficiencies, blinding", "detection independent of the basis is assumed at both users"),
      OmittedEffect(
        "after-pulses beyond the dead time, delays that tell which detector fired",
        "excluded by assumption; time tags are published without the offsets of single detectors"),
      OmittedEffect(
        "angle between Alice's two bases",
        "two conjugate bases are assumed: an error d costs up to log2(1 + sin 2d) per bit"),
    ]
    return traits
  }()

  /// Protocols of which an upper limit is known only.
  static let attacked: FamilyTraits = {
    var traits = FamilyTraits()
    traits.deviceNeeds = [Need(keys: [AttackedKeys.meanPhotons.path], purpose: "how bright the pulses are")]
    traits.isFiniteByDefault = { _ in false }
    traits.omittedEffects = [
      OmittedEffect("stronger attacks", "only one explicit attack is evaluated")
    ]
    return traits
  }()
}
