// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateLinks
import KeyRateSecurity
import MDI

/// Reads MDI-QKD's keys into its own types.
enum MDIReading {
  /// Where the symbols of Bob's settings stand if Bob uses Alice's.
  static func place(symmetric: Bool) -> (_ symbol: String) -> (any DocumentKey)? {
    { symbol in
      guard symmetric else { return nil }
      switch symbol {
      case "muB", "B", "IB": return SourceKeys.intensities
      case "pI_B", "pB": return SourceKeys.intensityProbabilities
      case "pZ_B": return SourceKeys.keyBasisProbabilities
      case "oB": return SourceKeys.vacuumIntensity
      default: return nil
      }
    }
  }

  /// Runs a check of the physics and reports its refusal at the key it concerns.
  static func checked<T>(_ reader: DocumentReader, symmetric: Bool = false, _ body: () throws -> T) rethrows -> T? {
    try LinkReading.checked(reader, place: place(symmetric: symmetric), body)
  }

  /// The hardware.
  static func setup(_ reader: DocumentReader) -> Setup? {
    let link = LinkReading.link(reader, .station)
    let model = reader[MDIKeys.model, default: ChannelModel.flip]
    let efficiency = reader[DetectorKeys.efficiency]
    let setup = Setup(
      model: model, link: link ?? Link(alice: .one, bob: .one),
      detectorEfficiency: Transmittance(efficiency) ?? .one, darkCountProbability: DarkCountReading.probability(reader),
      misalignment: reader[DetectorKeys.misalignment],
      rotations: PerParty(
        alice: reader[DetectorKeys.aliceRotationRad], bob: reader[DetectorKeys.bobRotationRad]),
      bellStates: BellStates(rawValue: reader[DetectorKeys.bellStates]) ?? .two,
      repetitionRateHz: reader.ifGiven(SourceKeys.repetitionRateHz))
    guard reader.isSound, link != nil else { return nil }
    do {
      try setup.validate()
    } catch {
      LinkReading.refuse(error, reader)
      return nil
    }
    return setup
  }

  /// Accounting, bounds and failure probabilities.
  static func options(_ reader: DocumentReader, leakage: ErrorCorrectionLeakage?) -> FiniteKeyOptions {
    let efficiency = reader[SecurityKeys.errorCorrectionEfficiency]
    let accounting = reader[SecurityKeys.accounting, default: MDIKeys.AccountingChoice.phaseError].accounting
    let inClear = reader.ifGiven(SecurityKeys.errorCorrectionInClear)
    for key in [SecurityKeys.encryptedMessages, SecurityKeys.dualUniversalHashing] where reader.gives(key) {
      guard inClear != false else {
        reader.refuse(
          key, "has no meaning with error correction in clear", hint: "see security.error_correction_in_clear")
        continue
      }
    }
    return FiniteKeyOptions(
      accounting: accounting,
      bound: reader[MDIKeys.statistics, default: MDIKeys.Statistics.chernoff].bound,
      joint: reader[SecurityKeys.joint, default: true], scan: reader[SecurityKeys.scan, default: Scan.single],
      // Laboratories send error correction in clear and hash with an ordinary Toeplitz matrix.
      errorCorrectionInClear: inClear ?? (accounting == .phaseError),
      vacuumBits: reader[SecurityKeys.vacuumBits, default: false],
      secrecy: reader[SecurityKeys.secrecy], correctness: reader[SecurityKeys.correctness],
      leakage: leakage ?? .estimated(efficiency: efficiency),
      encryptsMessages: reader[SecurityKeys.encryptedMessages], hashesDually: reader[SecurityKeys.dualUniversalHashing])
  }

  /// The protocol of a finite or asymptotic analysis.
  static func scheme(_ reader: DocumentReader) -> MDIKeys.Scheme {
    reader[MDIKeys.scheme, default: MDIKeys.Scheme.four]
  }

  /// Intensities, their probabilities, and the probability of the key basis with each.
  static let aliceSettings = [
    SourceKeys.intensities, SourceKeys.intensityProbabilities, SourceKeys.keyBasisProbabilities,
  ]
  static let bobSettings = [
    SourceKeys.bobIntensities, SourceKeys.bobIntensityProbabilities, SourceKeys.bobKeyBasisProbabilities,
  ]
  static let bobKeys = bobSettings.map(\.path)

  /// What Bob's source is, besides what he chooses.
  static let bobVacuum = SourceKeys.bobVacuumIntensity.path

  /// Whether Bob uses Alice's settings.
  static func isSymmetric(_ reader: DocumentReader, _ link: Link?) -> Bool {
    // A range of Bob's own speaks of settings of his own.
    let given = (bobKeys + [bobVacuum] + MDISearchRanges.bobKeys).filter(reader.gives)
    guard reader.gives(SourceKeys.symmetric) else {
      let areAlike = link?.samples.allSatisfy { $0.alice.transmittance.value == $0.bob?.transmittance.value }
      return given.isEmpty && areAlike ?? true
    }
    let symmetric = reader[SourceKeys.symmetric, default: true]
    for key in given where symmetric {
      reader.refuse(key, "cannot be given with source.symmetric = true", hint: "Bob then uses Alice's settings")
    }
    return symmetric
  }

  /// What the places of a list mean, for messages.
  static func places(_ scheme: MDIKeys.Scheme) -> String {
    scheme == .four ? "signal z, strong decoy y, weak decoy x" : "mu, nu, om"
  }

  /// A list of settings of a given length; nil if it is left out or has another one, which is reported.
  static func list(
    _ reader: DocumentReader, _ key: Key<[SettingValue]>, count: Int, places: String
  ) -> [Double?]? {
    guard let list = reader.ifGiven(key) else { return nil }
    guard reader.table[key]?.array != nil, list.count != count else {
      return list.count == count ? list.map(\.number) : nil
    }
    reader.refuse(
      key, "must have \(count) \(count == 1 ? "value" : "values") (\(places)), found \(list.count)")
    return nil
  }

  /// Refuses intensities whose order no value of those left open can mend.
  static func refuseOrder(_ mu: [Double?], _ key: some DocumentKey, _ scheme: MDIKeys.Scheme, _ reader: DocumentReader)
  {
    switch scheme {
    case .four:
      let (y, x) = (mu[1], mu[2])
      if let x, x <= 0 {
        reader.refuse(key, "the weak decoy must be above 0", hint: "the vacuum is a setting of its own")
      } else if let y, let x, y <= x {
        reader.refuse(
          key, "must be ordered signal z, strong decoy y, weak decoy x with y > x",
          hint: "the vacuum is not in the list")
      }
    case .three:
      let given = mu.compactMap { $0 }
      guard zip(given, given.dropFirst()).allSatisfy({ $0 > $1 }) else {
        reader.refuse(key, "must be in falling order", hint: "strongest first, no two alike")
        return
      }
    }
  }

  /// Refuses probabilities that no value of those left open makes a distribution.
  static func refuseSum(_ p: [Double?], _ key: some DocumentKey, _ scheme: MDIKeys.Scheme, _ reader: DocumentReader) {
    let given = p.compactMap { $0 }
    guard !given.isEmpty else { return }
    let sum = LogarithmicSpacing.rounded(given.reduce(0, +))
    if scheme == .four {
      guard sum >= 0.9999 else { return }
      reader.refuse(key, "must sum to less than 1, not \(sum.plain): the vacuum takes the rest")
    } else if given.count == p.count, abs(sum - 1) > 1e-12 {
      reader.refuse(key, "must sum to 1, not \(sum.plain)")
    } else if given.count < p.count, sum > 0.999 {
      reader.refuse(key, "the given ones sum to \(sum.plain) and leave too little for those left open")
    }
  }

  /// Intensities and probabilities of one party; empty lists are open.
  static func party(
    _ reader: DocumentReader, isBob: Bool, _ scheme: MDIKeys.Scheme
  ) -> (intensities: [Double?], probabilities: [Double?], keyBasis: [Double?])? {
    let names = isBob ? bobSettings : aliceSettings
    let places = places(scheme)
    let mu = list(reader, names[0], count: 3, places: places)
    let p = list(reader, names[1], count: 3, places: places)
    if scheme == .four, reader.gives(names[2]) {
      reader.refuse(names[2], "exists with three intensities only", hint: "of four, signals are in Z and decoys in X")
    }
    let bases = scheme == .three ? list(reader, names[2], count: 3, places: places) : nil
    if let mu, reader.isSound(names[0]) { refuseOrder(mu, names[0], scheme, reader) }
    if let p, reader.isSound(names[1]) { refuseSum(p, names[1], scheme, reader) }
    return reader.isSound ? (mu ?? [], p ?? [], bases ?? []) : nil
  }

  /// Keys of one scheme that a file gives for the other.
  static func refuseOtherScheme(_ scheme: MDIKeys.Scheme, _ reader: DocumentReader) {
    let idle =
      scheme == .four
      ? [SourceKeys.weakestIntensity.path]
      : [SourceKeys.vacuumIntensity.path, bobVacuum, SecurityKeys.scan.path, SecurityKeys.joint.path]
    for key in idle + MDISearchRanges.idleKeys(scheme) where reader.gives(key) {
      reader.refuse(key, "has no meaning with source.scheme = \"\(scheme.rawValue)\"", hint: "leave it out")
    }
    if scheme == .three, reader.gives(SourceKeys.weakestIntensity), reader.table[SourceKeys.intensities]?.array != nil {
      reader.refuse(
        SourceKeys.weakestIntensity,
        "stands for the last of source.intensities when that list is left out; give one of the two")
    }
  }

  /// Settings of both with four intensities.
  static func four(_ reader: DocumentReader, symmetric: Bool) -> PerParty<PartialFourIntensities>? {
    refuseOtherScheme(.four, reader)
    let vacuum = reader[SourceKeys.vacuumIntensity]
    let bobVacuum = reader.ifGiven(SourceKeys.bobVacuumIntensity) ?? vacuum
    let alice = party(reader, isBob: false, .four)
    let bob = symmetric ? alice : party(reader, isBob: true, .four)
    guard reader.isSound, let alice, let bob else { return nil }
    return PerParty(
      alice: PartialFourIntensities(
        intensities: alice.intensities, vacuum: vacuum, probabilities: alice.probabilities),
      bob: PartialFourIntensities(
        intensities: bob.intensities, vacuum: bobVacuum, probabilities: bob.probabilities))
  }

  /// Settings of both with three intensities.
  static func three(_ reader: DocumentReader, symmetric: Bool) -> PerParty<PartialThreeIntensities>? {
    refuseOtherScheme(.three, reader)
    let weakest = reader[SourceKeys.weakestIntensity]
    for key in [SourceKeys.intensities, SourceKeys.bobIntensities] {
      refuseOpenWeakest(reader, key)
    }
    let alice = party(reader, isBob: false, .three)
    let bob = symmetric ? alice : party(reader, isBob: true, .three)
    guard reader.isSound, let alice, let bob else { return nil }
    func partial(_ p: (intensities: [Double?], probabilities: [Double?], keyBasis: [Double?]))
      -> PartialThreeIntensities
    {
      PartialThreeIntensities(
        intensities: Array(p.intensities.prefix(2)),
        weakest: p.intensities.count == 3 ? p.intensities[2] ?? weakest : weakest, probabilities: p.probabilities,
        keyBasis: p.keyBasis)
    }
    return PerParty(alice: partial(alice), bob: partial(bob))
  }

  /// The weakest of three intensities left to the optimiser, which is refused.
  static func refuseOpenWeakest(_ reader: DocumentReader, _ key: some DocumentKey) {
    guard let list = reader.table[key]?.array, list.count == 3, let word = list[2].text,
      SettingValue.freeWords.contains(word)
    else { return }
    reader.report(
      list[2].error(
        "the weakest of three intensities cannot be left open", hint: "give what the extinction allows, or 0"))
  }
}
