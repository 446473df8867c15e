// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateReading
import KeyRateSecurity
import SendingOrNotSending

/// Reads the keys of sending-or-not-sending into its own types.
enum SendingOrNotSendingReading {
  typealias Keys = SendingOrNotSendingKeys

  /// Bob's settings.
  static let bobKeys = Keys.userSettings.map { Keys.bobKey($0).path }

  /// The link with its detectors, checked.
  static func setup(_ reader: DocumentReader) -> Setup? {
    let link = LinkReading.link(reader, .station)
    let efficiency = reader[DetectorKeys.efficiency]
    let misalignment = reader[DetectorKeys.misalignment]
    let dark = DarkCountReading.probability(reader)
    let share = reader[SourceKeys.signalSlotShare]
    let clock = reader.ifGiven(SourceKeys.repetitionRateHz)
    guard reader.isSound, let link, let detector = Transmittance(efficiency) else { return nil }
    let setup = Setup(
      link: link, detectorEfficiency: detector, darkCountProbability: dark, misalignment: misalignment,
      signalSlotShare: share, repetitionRateHz: clock)
    do {
      try setup.validate()
    } catch {
      LinkReading.refuse(error, reader)
      return nil
    }
    return setup
  }

  /// One user's choices of which some may be open.
  private static func user(_ reader: DocumentReader, isBob: Bool, isFinite: Bool) -> PartialUserSettings {
    func value(_ key: Key<SettingValue>) -> Double? { reader[isBob ? Keys.bobKey(key) : key].number }
    let sending = Keys.userSettings[Keys.userSettings.count - 1]
    var user = PartialUserSettings(
      signalWindowProbability: value(SourceKeys.signalWindowProbability),
      weakIntensity: value(SourceKeys.weakIntensity), signalIntensity: value(SourceKeys.signalIntensity),
      sendingProbability: value(sending))
    guard isFinite else { return user }
    user.weakProbability = value(SourceKeys.weakProbability)
    user.strongProbability = value(SourceKeys.strongProbability)
    user.strongIntensity = value(SourceKeys.strongIntensity)
    return user
  }

  /// The settings of which some may be open.
  static func partialSettings(_ reader: DocumentReader, isSymmetric: Bool, isFinite: Bool) -> PartialSettings? {
    let alice = user(reader, isBob: false, isFinite: isFinite)
    // A range of Bob's own speaks of settings of his own.
    let own = bobKeys + SendingOrNotSendingSearchRanges.bobKeys
    let alike = reader[SourceKeys.usersAlike, default: isSymmetric && !own.contains(where: reader.gives)]
    var partial = PartialSettings(
      alice: alice, sliceWidth: reader[SourceKeys.sliceWidthRad].number,
      countsMixedRounds: isFinite ? reader[SourceKeys.mixedRounds] : true)
    if alike {
      for key in own where reader.gives(key) {
        reader.refuse(key, "has no meaning with source.users_alike = true", hint: "Bob does as Alice does")
      }
    } else {
      var bob = user(reader, isBob: true, isFinite: isFinite)
      // What only Alice's key says holds for both; but the sending probability follows (TFS-7), which wastes no signal.
      bob.signalWindowProbability = bob.signalWindowProbability ?? alice.signalWindowProbability
      bob.weakProbability = bob.weakProbability ?? alice.weakProbability
      bob.strongProbability = bob.strongProbability ?? alice.strongProbability
      bob.weakIntensity = bob.weakIntensity ?? alice.weakIntensity
      bob.strongIntensity = bob.strongIntensity ?? alice.strongIntensity
      bob.signalIntensity = bob.signalIntensity ?? alice.signalIntensity
      partial.bob = bob
    }
    return reader.isSound ? partial : nil
  }

  /// What may be moved, in the ranges of the file.
  static func space(
    _ reader: DocumentReader, _ partial: PartialSettings, needs: SearchSpace.Needs, imbalance: Double
  ) -> SearchSpace? {
    SendingOrNotSendingSearchRanges.refuseFollowing(reader, partial)
    let space = SearchRangeReading.space(reader) {
      SearchSpace(partial, needs: needs, ranges: $0, imbalance: imbalance)
    }
    return reader.isSound ? space : nil
  }

  /// How a finite key is analysed.
  static func options(
    _ reader: DocumentReader, _ scheme: Scheme, leakage: ErrorCorrectionLeakage?
  ) -> FiniteKeyOptions {
    let isPaired = scheme == .aopp
    let accounting = reader[isPaired ? Keys.pairComposition : Keys.composition, default: .split]
    if accounting == .published, !isPaired {
      reader.refuse(
        Keys.composition, "must be one of split, root",
        hint: "the published form (TFS-28) is one of pairs: protocol = \"aopp\"")
    }
    // The published form is one bound, without a scan.
    let cells = reader[SecurityKeys.cells, default: accounting == .published ? 1 : 16]
    return FiniteKeyOptions(
      scheme: scheme, accounting: accounting, method: isPaired ? reader[Keys.pairErrors, default: .spin] : .spin,
      cells: cells, secrecy: reader[SecurityKeys.secrecy], correctness: reader[SecurityKeys.correctness],
      leakage: leakage ?? .estimated(efficiency: reader[SecurityKeys.errorCorrectionEfficiency]))
  }

  /// Runs a check of the physics and reports its refusal at the key it concerns: Bob's setting where he has one of his
  /// own, otherwise Alice's.
  static func checked<T>(_ reader: DocumentReader, _ body: () throws -> T) rethrows -> T? {
    try LinkReading.checked(
      reader,
      place: { symbol in
        guard let bob = reader.vocabulary.path(ofSymbol: symbol), bobKeys.contains(bob), !reader.gives(bob) else {
          return nil
        }
        return Keys.userSettings.first { Keys.bobKey($0).path == bob }
      }, body)
  }
}
