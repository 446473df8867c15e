// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import BB84
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity

/// Reads BB84's keys into its own types.
enum BB84Reading {
  /// Where the symbols of the formula sheet stand in a file.
  static let keys: [String: String] = [
    "p": "detector.dark_count_probability", "e_d": "detector.misalignment",
    "e_dZ": "detector.test_basis_misalignment", "p_ap": "detector.afterpulse_probability",
    "t_dead": "detector.dead_time_s", "rep_rate": "source.repetition_rate_hz", "mu": "source.intensities",
    "nu": "source.intensities", "nu2": "source.intensities", "p_mu": "source.intensity_probabilities",
    "pX": "source.key_basis_probability", "pX_bob": "detector.key_basis_probability",
    "eps_sec": "security.secrecy", "eps_cor": "security.correctness",
    "f_EC": "security.error_correction_efficiency", "leak_EC": "counts.error_correction_leak_bits",
    "proof": "security.proof", "composition": "security.composition", "penalty": "security.penalty",
    "stat": "security.statistics", "sampling": "security.sampling", "q": "security.sifting_factor",
    "p_signal": "source.signal_fraction", "N": "counts.pulses", "nX": "counts.key_basis_detections",
    "mX": "counts.key_basis_errors", "nZ": "counts.test_basis_detections", "mZ": "counts.test_basis_errors",
    "margin": "acceptance.margin_sigma", "s0_tol": "acceptance.vacuum", "s1_tol": "acceptance.single_photons",
    "phi_tol": "acceptance.phase_error", "lambda_tol": "acceptance.leak_bits",
    "eps_sec per bit": "security.secrecy_per_bit",
  ]

  /// The hardware.
  static func setup(_ reader: DocumentReader) -> Setup? {
    if let dead = reader.numberIfPresent("detector.dead_time_s"), dead > 0, !reader.gives("source.repetition_rate_hz") {
      reader.refuse(
        "detector.dead_time_s", "needs source.repetition_rate_hz",
        hint: "the share of blocked gates depends on the time between pulses")
    }
    let model = reader.choice("detector.model", default: ChannelModel.threshold2)
    let channel = LinkReading.channel(reader)
    let efficiency = reader.number("detector.efficiency")
    let misalignment = reader.number("detector.misalignment")
    let setup = Setup(
      model: model, channel: channel ?? .one, detectorEfficiency: Transmittance(efficiency) ?? .one,
      backgroundProbability: background(reader, model), misalignment: misalignment,
      testBasisMisalignment: reader.number("detector.test_basis_misalignment", default: misalignment),
      afterpulseProbability: reader.number("detector.afterpulse_probability"),
      repetitionRateHz: reader.numberIfPresent("source.repetition_rate_hz"),
      deadTimeSeconds: reader.number("detector.dead_time_s"))
    guard reader.isSound, channel != nil else { return nil }
    do {
      try setup.validate()
    } catch let error as InputError {
      var keys = keys
      if !model.backgroundIsPerDetector { keys["p"] = "detector.background_probability" }
      LinkReading.refuse(error, keys: keys, reader)
      return nil
    } catch { return nil }
    return setup
  }

  /// p in the meaning of the model; the other meaning's key is refused, so that no factor of two slips in.
  static func background(_ reader: DocumentReader, _ model: ChannelModel) -> Double {
    let perDetector = ["detector.dark_count_probability", "detector.dark_count_rate_hz"]
    guard model.backgroundIsPerDetector else {
      for key in perDetector + ["detector.gate_s"] where reader.gives(key) {
        reader.refuse(
          key, "model \(model.rawValue) counts all detectors together: give detector.background_probability",
          hint: "the background of two detectors is about twice the dark counts of one")
      }
      return reader.number("detector.background_probability")
    }
    if reader.gives("detector.background_probability") {
      reader.refuse(
        "detector.background_probability",
        "model \(model.rawValue) counts per detector: give detector.dark_count_probability",
        hint: "the dark counts of one of two detectors are about half the background")
    }
    return LinkReading.darkCounts(reader)
  }

  /// Proof, bounds and failure probabilities.
  static func options(_ reader: DocumentReader, leakage: ErrorCorrectionLeakage?) -> FiniteKeyOptions {
    let proof = reader.choice("security.proof", default: Proof.sound)
    let reverse = reader.choice("security.reconciliation", default: BB84Keys.Reconciliation.forward) == .reverse
    if reverse, reader.gives("security.vacuum_counts"), reader.bool("security.vacuum_counts", default: false) {
      reader.refuse(
        "security.vacuum_counts", "must be false with reconciliation = \"reverse\"",
        hint: "Eve may know Bob's bit in a vacuum round")
    }
    let efficiency = reader.number("security.error_correction_efficiency")
    _ = reader.atMostOne(of: ["security.secrecy", "security.secrecy_per_bit"])
    return FiniteKeyOptions(
      proof: proof,
      statistics: reader.choiceIfPresent("security.statistics", as: ConcentrationBound.self),
      sampling: reader.choiceIfPresent("security.sampling", as: SamplingBound.self),
      composition: reader.choice("security.composition", default: Composition.linear),
      penalty: reader.choice("security.penalty", default: HashingPenalty.pa),
      countsVacuum: !reverse && reader.bool("security.vacuum_counts", default: true),
      vacuumSource: reader.choice("security.vacuum_source", default: VacuumSource.min),
      secrecy: reader.number("security.secrecy"),
      secrecyPerBit: reader.numberIfPresent("security.secrecy_per_bit"),
      correctness: reader.number("security.correctness"),
      leakage: leakage ?? .estimated(efficiency: efficiency))
  }

  /// How many intensities the file speaks of, from source.decoys or the lists.
  static func intensityCount(_ reader: DocumentReader) -> Int {
    if reader.gives("source.decoys") { return min(3, max(2, reader.integer("source.decoys") + 1)) }
    let lists = ["source.intensities", "source.intensity_probabilities"].compactMap { reader.table[$0]?.array }
    return lists.first?.count == 2 ? 2 : 3
  }

  /// A list with one setting for each intensity; nil if it is left out or has another length, which
  /// is reported.
  static func settingsList(_ reader: DocumentReader, _ key: String, count: Int) -> [SettingValue]? {
    guard let list = reader.settingsIfPresent(key) else { return nil }
    guard reader.table[key]?.array != nil, list.count != count else { return list.count == count ? list : nil }
    if reader.gives("source.decoys") {
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
      reader.refuse("source.intensities", "must be in falling order", hint: "strongest first, no two alike")
      return
    }
    if mu.count == 2, let decoy = mu[1], decoy <= 0 {
      reader.refuse(
        "source.intensities", "needs a decoy above 0",
        hint: "a vacuum decoy alone certifies no single photons; use two decoys")
    }
    if mu.count == 3, let signal = mu[0], let decoy = mu[1], let weakest = mu[2], signal <= decoy + weakest {
      reader.refuse(
        "source.intensities", "the first must exceed the sum of the other two",
        hint: "the bound on single photons needs it")
    }
  }

  /// Refuses probabilities that no value of those left open makes sum to 1.
  static func refuseSum(_ p: [Double?], _ reader: DocumentReader) {
    let given = p.compactMap { $0 }
    let open = p.count - given.count
    let sum = LogarithmicSpacing.rounded(given.reduce(0, +))
    if open == 0, abs(sum - 1) > 1e-9 {
      reader.refuse("source.intensity_probabilities", "must sum to 1, not \(sum.plain)")
    } else if open > 0, !given.isEmpty, sum > (open == 1 ? 0.999_999 : 0.99) {
      reader.refuse(
        "source.intensity_probabilities",
        "the given ones sum to \(sum.plain) and leave too little for \(open == 1 ? "the one" : "the two") left open")
    }
  }

  /// The weakest intensity by itself, where it would do nothing.
  static func refuseIdleWeakest(_ reader: DocumentReader, count: Int) {
    let key = "source.weakest_intensity"
    guard reader.gives(key) else { return }
    if count == 2 {
      reader.refuse(key, "exists with two decoys only")
    } else if reader.table["source.intensities"]?.array != nil {
      reader.refuse(key, "stands for the last of source.intensities when that list is left out; give one of the two")
    }
  }

  /// Whether the weakest of three intensities is left to the optimiser, which is refused.
  static func refuseOpenWeakest(_ reader: DocumentReader) {
    guard let list = reader.table["source.intensities"]?.array, list.count == 3, let word = list[2].text,
      SettingValue.freeWords.contains(word)
    else { return }
    reader.report(
      list[2].error(
        "the weakest of three intensities cannot be left open", hint: "give what the extinction allows, or 0"))
  }

  /// The settings of which some may be open.
  static func partialSettings(_ reader: DocumentReader) -> PartialSettings? {
    let count = intensityCount(reader)
    let intensities = settingsList(reader, "source.intensities", count: count)
    let probabilities = settingsList(reader, "source.intensity_probabilities", count: count)
    let weakest = reader.number("source.weakest_intensity")
    refuseIdleWeakest(reader, count: count)
    refuseOpenWeakest(reader)
    if count == 3, reader.gives("security.vacuum_source") {
      reader.refuse("security.vacuum_source", "exists with one decoy only")
    }
    var mu = intensities?.map(\.number) ?? Array(repeating: nil, count: count)
    if count == 3, intensities == nil { mu[2] = weakest }
    let p = probabilities?.map(\.number) ?? Array(repeating: nil, count: count)
    let basis = reader.setting("source.key_basis_probability").number
    let bob = reader.numberIfPresent("detector.key_basis_probability")
    if reader.isSound {
      refuseOrder(mu, reader)
      refuseSum(p, reader)
    }
    guard reader.isSound, let mus = ByIntensity(mu), let ps = ByIntensity(p) else { return nil }
    return PartialSettings(
      intensities: mus, probabilities: ps, keyBasisProbability: basis, bobKeyBasisProbability: bob)
  }

  /// The block of a finite analysis.
  static func block(_ reader: DocumentReader) -> BlockSize? {
    guard let key = reader.exactlyOne(of: ["security.pulses", "security.key_block_size"]) else { return nil }
    let value = reader.number(key)
    return key == "security.pulses" ? .pulses(value) : .keyBasisDetections(value)
  }
}
