// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateLinks
import KeyRateSecurity
import TwinField

/// Reads the keys of twin-field QKD into its own types.
enum TwinFieldReading {
  static func scheme(_ reader: DocumentReader) -> TwinFieldKeys.Scheme {
    reader[TwinFieldKeys.scheme, default: TwinFieldKeys.Scheme.curtyAzumaLo]
  }

  /// The link with its detectors, checked.
  static func setup(_ reader: DocumentReader) -> Setup? {
    let link = LinkReading.link(reader, .station)
    let efficiency = reader[DetectorKeys.efficiency]
    let misalignment = reader[DetectorKeys.misalignment]
    _ = reader.atMostOne(of: [DetectorKeys.misalignment.path, DetectorKeys.polarisationAngleRad.path])
    let angle = reader.ifGiven(DetectorKeys.polarisationAngleRad)
    let dark = DarkCountReading.probability(reader)
    let phase = reader[DetectorKeys.phaseOffsetRad]
    let clock = reader.ifGiven(SourceKeys.repetitionRateHz)
    guard reader.isSound, let link, let detector = Transmittance(efficiency) else { return nil }
    let setup = Setup(
      link: link, detectorEfficiency: detector, darkCountProbability: dark,
      polarisationAngle: angle ?? Setup.polarisationAngle(misalignment: misalignment), phaseOffset: phase,
      repetitionRateHz: clock)
    do {
      try setup.validate()
    } catch {
      LinkReading.refuse(error, reader)
      return nil
    }
    return setup
  }

  // MARK: Settings

  /// How many test intensities the file speaks of, from source.decoys or the lists of a user.
  static func intensityCount(_ reader: DocumentReader, _ lists: [Key<[SettingValue]>]) -> Int {
    if reader.gives(SourceKeys.decoys) { return min(8, max(2, reader[SourceKeys.decoys])) }
    let given = lists.compactMap { reader.table[$0]?.array }
    return given.first.map { min(8, max(2, $0.count)) } ?? 3
  }

  private static let aliceLists = [SourceKeys.testIntensities, SourceKeys.testProbabilities]
  private static let bobLists = [SourceKeys.bobTestIntensities, SourceKeys.bobTestProbabilities]

  /// A list with one setting for each intensity; nil if it is left out or has another length, which is reported.
  private static func list(_ reader: DocumentReader, _ key: Key<[SettingValue]>, count: Int) -> [Double?]? {
    guard let list = reader.ifGiven(key) else { return nil }
    guard list.count == count else {
      guard reader.table[key]?.array != nil else { return nil }
      guard reader.gives(SourceKeys.decoys) || (2...8).contains(list.count) else {
        reader.refuse(
          key, "must have 2 to 8 values, found \(list.count)",
          hint: list.count < 2 ? "one intensity alone bounds no yield; the weakest is one of them" : nil)
        return nil
      }
      reader.refuse(
        key, "must have \(count) values, found \(list.count)",
        hint: reader.gives(SourceKeys.decoys)
          ? "source.decoys = \(count) counts every test intensity, the weakest included"
          : "intensities and probabilities of a user go together, two to eight of each")
      return nil
    }
    return list.map(\.number)
  }

  /// Refuses intensities whose order no value of those left open can mend, and an open weakest one.
  private static func refuseOrder(_ mu: [Double?], _ key: some DocumentKey, _ reader: DocumentReader) {
    let given = mu.compactMap { $0 }
    if !zip(given, given.dropFirst()).allSatisfy({ $0 > $1 }) {
      reader.refuse(key, "must be in falling order", hint: "strongest first, no two alike")
    }
    if let last = mu.last, last == nil, let element = reader.table[key]?.array?.last {
      reader.report(
        element.error(
          "the weakest intensity cannot be left open", hint: "give what the extinction allows, such as 1e-4"))
    }
  }

  private static func refuseSum(_ p: [Double?], _ key: some DocumentKey, _ reader: DocumentReader) {
    let given = p.compactMap { $0 }
    let open = p.count - given.count
    let sum = LogarithmicSpacing.rounded(given.reduce(0, +))
    if open == 0, abs(sum - 1) > 1e-12 {
      reader.refuse(
        key, "must sum to 1, not \(sum.plain)", hint: "probabilities given the test mode, without the key pulses")
    } else if open > 0, !given.isEmpty, sum > 0.99 {
      reader.refuse(key, "the given ones sum to \(sum.plain) and leave too little for those left open")
    }
  }

  /// Refuses a key intensity that is given and not below a strongest decoy that is given.
  private static func refuseBright(
    _ signal: Double?, _ mu: [Double?], _ key: some DocumentKey, _ reader: DocumentReader
  ) {
    guard let signal, let strongest = mu.first.flatMap({ $0 }), signal >= strongest else { return }
    reader.refuse(
      key, "must be below the strongest test intensity \(strongest.plain)",
      hint: "photon numbers of brighter key pulses cannot be bounded; 0.01 to 0.04 is usual")
  }

  /// One user's choices of which some may be open.
  private static func side(
    _ reader: DocumentReader, signal: Key<SettingValue>, lists: [Key<[SettingValue]>], count: Int, needs: Settings.Needs
  ) -> PartialSideSettings {
    var side = PartialSideSettings(signalIntensity: reader[signal].number)
    guard needs != .signals else { return side }
    let mu = list(reader, lists[0], count: count)
    side.testIntensities =
      mu ?? Array(repeating: nil, count: count - 1) + [reader[SourceKeys.weakestIntensity]]
    if let mu, reader.isSound(lists[0], SourceKeys.weakestIntensity) { refuseOrder(mu, lists[0], reader) }
    if mu != nil, reader.isSound(lists[0], SourceKeys.weakestIntensity, signal) {
      refuseBright(side.signalIntensity, side.testIntensities, signal, reader)
    }
    guard needs == .probabilities else { return side }
    let p = list(reader, lists[1], count: count)
    side.testProbabilities = p ?? Array(repeating: nil, count: count)
    if let p, reader.isSound(lists[1]) { refuseSum(p, lists[1], reader) }
    return side
  }

  /// The settings of which some may be open.
  static func partialSettings(_ reader: DocumentReader, needs: Settings.Needs, isSymmetric: Bool) -> PartialSettings? {
    let bobKeys = [SourceKeys.bobKeyIntensity.path] + bobLists.map(\.path)
    // A range of Bob's own speaks of settings of his own.
    let givesBob = (bobKeys + TwinFieldSearchRanges.bobKeys).contains(where: reader.gives)
    let alike = reader[SourceKeys.usersAlike, default: isSymmetric && !givesBob]
    let aliceCount = intensityCount(reader, aliceLists)
    let alice = side(
      reader, signal: SourceKeys.keyIntensity, lists: aliceLists, count: aliceCount, needs: needs)
    if needs != .signals, reader.table[SourceKeys.testIntensities]?.array != nil,
      reader.gives(SourceKeys.weakestIntensity)
    {
      reader.refuse(
        SourceKeys.weakestIntensity,
        "stands for the last of source.test_intensities when that list is left out; give one of the two")
    }
    var bob: PartialSideSettings?
    if alike {
      for key in bobKeys + TwinFieldSearchRanges.bobKeys where reader.gives(key) {
        reader.refuse(key, "has no meaning with source.users_alike = true", hint: "Bob does as Alice does")
      }
    } else {
      let count = bobLists.contains(where: { reader.gives($0) }) ? intensityCount(reader, bobLists) : aliceCount
      var side = side(reader, signal: SourceKeys.bobKeyIntensity, lists: bobLists, count: count, needs: needs)
      // What only Alice's key says holds for both.
      if reader.isSound, count == aliceCount {
        if !reader.gives(SourceKeys.bobKeyIntensity), !givesBob || alice.signalIntensity != nil {
          side.signalIntensity = alice.signalIntensity
        }
        if !reader.gives(bobLists[0]) { side.testIntensities = alice.testIntensities }
        if !reader.gives(bobLists[1]) { side.testProbabilities = alice.testProbabilities }
      }
      bob = side
    }
    let pX = reader[SourceKeys.keyModeProbability].number
    let bobPX = reader.ifGiven(SourceKeys.bobKeyModeProbability)
    guard reader.isSound else { return nil }
    return PartialSettings(alice: alice, bob: bob, keyModeProbability: pX, bobKeyModeProbability: bobPX)
  }

  // MARK: Options

  /// The default of ncut: more decoys amplify what is omitted (tf sheet, section 5.1).
  private static func photonCutoff(_ reader: DocumentReader, pairCutoff: Int) -> Int {
    let count = max(intensityCount(reader, aliceLists), intensityCount(reader, bobLists + aliceLists))
    return reader[SecurityKeys.photonCutoff, default: max(count >= 4 ? 12 : 10, pairCutoff)]
  }

  static func asymptoticOptions(_ reader: DocumentReader, infinite: Bool) -> AsymptoticOptions {
    let estimation: YieldEstimation =
      infinite ? .infiniteDecoys : reader[SecurityKeys.yields, default: YieldEstimation.linearProgram]
    let pairCutoff = reader[SecurityKeys.pairCutoff, default: infinite ? 12 : 6]
    return AsymptoticOptions(
      estimation: estimation, method: reader[SecurityKeys.phaseErrors, default: PhaseErrorMethod.separate],
      pairCutoff: pairCutoff, photonCutoff: photonCutoff(reader, pairCutoff: pairCutoff),
      errorCorrectionEfficiency: reader[SecurityKeys.errorCorrectionEfficiency])
  }

  static func finiteOptions(
    _ reader: DocumentReader, leakage: ErrorCorrectionLeakage?
  ) -> FiniteKeyOptions {
    let parts = [SecurityKeys.estimationFailure, SecurityKeys.amplificationFailure]
    var shares: FiniteKeyOptions.Shares?
    if parts.contains(where: { reader.gives($0) }) {
      for key in parts where !reader.gives(key) {
        reader.refuse(parts.first(where: { reader.gives($0) }) ?? key, "needs \(key.path) beside it")
      }
      if reader.gives(SecurityKeys.secrecy) {
        reader.refuse(SecurityKeys.secrecy, "follows from \(parts[0].path) and \(parts[1].path); give one or the other")
      }
      if let estimation = reader.ifGiven(parts[0]), let amplification = reader.ifGiven(parts[1]) {
        shares = .init(estimation: estimation, amplification: amplification)
      }
    }
    let pairCutoff = reader[SecurityKeys.pairCutoff, default: 4]
    let efficiency = reader[SecurityKeys.errorCorrectionEfficiency]
    return FiniteKeyOptions(
      pairCutoff: pairCutoff, photonCutoff: photonCutoff(reader, pairCutoff: pairCutoff),
      concentration: reader[SecurityKeys.concentration, default: ConcentrationMethod.kato],
      method: reader[SecurityKeys.phaseErrors, default: PhaseErrorMethod.separate],
      composition: reader[
        TwinFieldKeys.composition, default: shares == nil ? SecrecyComposition.linear : .root],
      secrecy: reader[SecurityKeys.secrecy], explicitShares: shares,
      correctness: reader[SecurityKeys.correctness],
      analysesTried: reader[SecurityKeys.analysesTried],
      leakage: leakage ?? .estimated(efficiency: efficiency),
      keyErrors: reader[TwinFieldKeys.keyErrors, default: KeyErrorDisclosure.secret])
  }
}
