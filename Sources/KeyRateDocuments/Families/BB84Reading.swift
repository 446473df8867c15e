// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import BB84
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity

/// Reads BB84's keys into its own types.
enum BB84Reading {
  /// The hardware.
  static func setup(_ reader: DocumentReader) -> Setup? {
    if let dead = reader.ifGiven(DetectorKeys.deadTimeS), dead > 0, !reader.gives(SourceKeys.repetitionRateHz) {
      reader.refuse(
        DetectorKeys.deadTimeS, "needs source.repetition_rate_hz",
        hint: "the share of blocked gates depends on the time between pulses")
    }
    let model = reader[BB84Keys.model, default: ChannelModel.threshold2]
    let link = LinkReading.link(reader, .direct)
    let efficiency = reader[DetectorKeys.efficiency]
    let misalignment = reader[DetectorKeys.misalignment]
    let setup = Setup(
      model: model, link: link ?? Link(.one), detectorEfficiency: Transmittance(efficiency) ?? .one,
      backgroundProbability: background(reader, model), misalignment: misalignment,
      testBasisMisalignment: reader[DetectorKeys.testBasisMisalignment, default: misalignment],
      afterpulseProbability: reader[DetectorKeys.afterpulseProbability],
      afterpulses: reader.ifGiven(BB84Keys.afterpulses),
      afterpulseOrder: reader[BB84Keys.afterpulseOrder, default: AfterpulseOrder.geometric],
      repetitionRateHz: reader.ifGiven(SourceKeys.repetitionRateHz),
      deadTimeSeconds: reader[DetectorKeys.deadTimeS])
    guard reader.isSound, link != nil else { return nil }
    do {
      try setup.validate()
    } catch {
      let background = model.backgroundIsPerDetector ? nil : DetectorKeys.backgroundProbability
      LinkReading.refuse(error, place: { $0 == "p" ? background : nil }, reader)
      return nil
    }
    return setup
  }

  /// p in the meaning of the model; the other meaning's key is refused, so that no factor of two slips in.
  static func background(_ reader: DocumentReader, _ model: ChannelModel) -> Double {
    let perDetector = [DetectorKeys.darkCountProbability.path, DetectorKeys.darkCountRateHz.path]
    guard model.backgroundIsPerDetector else {
      for key in perDetector + [DetectorKeys.gateS.path] where reader.gives(key) {
        reader.refuse(
          key, "model \(model.rawValue) counts all detectors together: give detector.background_probability",
          hint: "the background of two detectors is about twice the dark counts of one")
      }
      return reader[DetectorKeys.backgroundProbability]
    }
    if reader.gives(DetectorKeys.backgroundProbability) {
      reader.refuse(
        DetectorKeys.backgroundProbability,
        "model \(model.rawValue) counts per detector: give detector.dark_count_probability",
        hint: "the dark counts of one of two detectors are about half the background")
    }
    return DarkCountReading.probability(reader)
  }

  /// Proof, bounds and failure probabilities.
  static func options(_ reader: DocumentReader, leakage: ErrorCorrectionLeakage?) -> FiniteKeyOptions {
    let proof = reader[SecurityKeys.proof, default: Proof.sound]
    let reverse = reader[BB84Keys.reconciliation, default: BB84Keys.Reconciliation.forward] == .reverse
    if reverse, reader.gives(SecurityKeys.vacuumCounts), reader[SecurityKeys.vacuumCounts, default: false] {
      reader.refuse(
        SecurityKeys.vacuumCounts, "must be false with reconciliation = \"reverse\"",
        hint: "Eve may know Bob's bit in a vacuum round")
    }
    let efficiency = reader[SecurityKeys.errorCorrectionEfficiency]
    _ = reader.atMostOne(of: [SecurityKeys.secrecy.path, SecurityKeys.secrecyPerBit.path])
    return FiniteKeyOptions(
      proof: proof,
      statistics: reader.ifGiven(BB84Keys.statistics),
      sampling: reader.ifGiven(SecurityKeys.sampling),
      composition: reader[BB84Keys.composition, default: Composition.linear],
      penalty: reader[SecurityKeys.penalty, default: HashingPenalty.pa],
      countsVacuum: !reverse && reader[SecurityKeys.vacuumCounts, default: true],
      vacuumSource: reader[SecurityKeys.vacuumSource, default: VacuumSource.min],
      secrecy: reader[SecurityKeys.secrecy],
      secrecyPerBit: reader.ifGiven(SecurityKeys.secrecyPerBit),
      correctness: reader[SecurityKeys.correctness],
      leakage: leakage ?? .estimated(efficiency: efficiency),
      keyErrors: reader[BB84Keys.keyErrors, default: KeyErrorDisclosure.secret], isReverse: reverse)
  }

  /// How many intensities the file speaks of, from source.decoys or the lists.
  static func intensityCount(_ reader: DocumentReader) -> Int {
    if reader.gives(SourceKeys.decoys) { return min(3, max(2, reader[SourceKeys.decoys] + 1)) }
    let lists = [SourceKeys.intensities.path, SourceKeys.intensityProbabilities.path].compactMap {
      reader.table[$0]?.array
    }
    return lists.first?.count == 2 ? 2 : 3
  }

  /// A list with one setting for each intensity; nil if it is left out or has another length, which
  /// is reported.
  static func settingsList(_ reader: DocumentReader, _ key: Key<[SettingValue]>, count: Int) -> [SettingValue]? {
    guard let list = reader.ifGiven(key) else { return nil }
    guard reader.table[key]?.array != nil, list.count != count else { return list.count == count ? list : nil }
    if reader.gives(SourceKeys.decoys) {
      let decoys = count == 2 ? "one decoy means two" : "two decoys mean three"
      reader.refuse(
        key, "must have \(count) values, found \(list.count)", hint: "\(decoys) intensities, see source.decoys")
    } else {
      reader.refuse(
        key, "must have 2 values (one decoy) or 3 (two decoys), found \(list.count)",
        hint: list.count == 2 ? "source.intensities has 3" : nil)
    }
    return nil
  }

  /// Refuses intensities whose order no value of those left open can mend.
  static func refuseOrder(_ mu: [Double?], _ reader: DocumentReader) {
    let given = mu.compactMap { $0 }
    guard zip(given, given.dropFirst()).allSatisfy({ $0 > $1 }) else {
      reader.refuse(SourceKeys.intensities, "must be in falling order", hint: "strongest first, no two alike")
      return
    }
    if mu.count == 2, let decoy = mu[1], decoy <= 0 {
      reader.refuse(
        SourceKeys.intensities, "needs a decoy above 0",
        hint: "a vacuum decoy alone certifies no single photons; use two decoys")
    }
    if mu.count == 3, let signal = mu[0], let decoy = mu[1], let weakest = mu[2], signal <= decoy + weakest {
      reader.refuse(
        SourceKeys.intensities, "the first must exceed the sum of the other two",
        hint: "the bound on single photons needs it")
    }
  }

  /// Refuses probabilities that no value of those left open makes sum to 1.
  static func refuseSum(_ p: [Double?], _ reader: DocumentReader) {
    let given = p.compactMap { $0 }
    let open = p.count - given.count
    let exact = given.reduce(0, +)
    // Rounded for the message only: one entry is wrong if they do not sum to 1.
    let sum = abs(exact - 1) > Settings.tolerance && abs(exact - 1) < 1e-6 ? exact : LogarithmicSpacing.rounded(exact)
    if open == 0, abs(sum - 1) > Settings.tolerance {
      reader.refuse(SourceKeys.intensityProbabilities, "must sum to 1, not \(sum.plain)")
    } else if open > 0, !given.isEmpty, sum > (open == 1 ? 0.999_999 : 0.99) {
      reader.refuse(
        SourceKeys.intensityProbabilities,
        "the given ones sum to \(sum.plain) and leave too little for \(open == 1 ? "the one" : "the two") left open")
    }
  }

  /// The weakest intensity by itself, where it would do nothing.
  static func refuseIdleWeakest(_ reader: DocumentReader, count: Int) {
    let key = SourceKeys.weakestIntensity.path
    guard reader.gives(key) else { return }
    if count == 2 {
      reader.refuse(key, "exists with two decoys only")
    } else if reader.table[SourceKeys.intensities]?.array != nil {
      reader.refuse(key, "stands for the last of source.intensities when that list is left out; give one of the two")
    }
  }

  /// Whether the weakest of three intensities is left to the optimiser, which is refused.
  static func refuseOpenWeakest(_ reader: DocumentReader) {
    guard let list = reader.table[SourceKeys.intensities]?.array, list.count == 3, let word = list[2].text,
      SettingValue.freeWords.contains(word)
    else { return }
    reader.report(
      list[2].error(
        "the weakest of three intensities cannot be left open", hint: "give what the extinction allows, or 0"))
  }

  /// The settings of which some may be open.
  static func partialSettings(_ reader: DocumentReader) -> PartialSettings? {
    let count = intensityCount(reader)
    let intensities = settingsList(reader, SourceKeys.intensities, count: count)
    let probabilities = settingsList(reader, SourceKeys.intensityProbabilities, count: count)
    let weakest = reader[SourceKeys.weakestIntensity]
    refuseIdleWeakest(reader, count: count)
    refuseOpenWeakest(reader)
    if count == 3, reader.gives(SecurityKeys.vacuumSource) {
      reader.refuse(SecurityKeys.vacuumSource, "exists with one decoy only")
    }
    var mu = intensities?.map(\.number) ?? Array(repeating: nil, count: count)
    if count == 3, intensities == nil { mu[2] = weakest }
    let p = probabilities?.map(\.number) ?? Array(repeating: nil, count: count)
    let basis = reader[SourceKeys.keyBasisProbability].number
    let bob = reader.ifGiven(DetectorKeys.keyBasisProbability)
    if reader.isSound(SourceKeys.intensities, SourceKeys.weakestIntensity) { refuseOrder(mu, reader) }
    if reader.isSound(SourceKeys.intensityProbabilities) { refuseSum(p, reader) }
    guard reader.isSound, let mus = ByIntensity(mu), let ps = ByIntensity(p) else { return nil }
    return PartialSettings(
      intensities: mus, probabilities: ps, keyBasisProbability: basis, bobKeyBasisProbability: bob)
  }

  /// The block of a finite analysis.
  static func block(_ reader: DocumentReader) -> BlockSize? {
    guard let key = reader.exactlyOne(of: [SecurityKeys.pulses, SecurityKeys.keyBlockSize]) else { return nil }
    let value = reader[key]
    return key.path == SecurityKeys.pulses.path ? .pulses(value) : .keyBasisDetections(value)
  }
}
