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
    guard reader.atMostOne(of: perDetector) == "detector.dark_count_rate_hz" else {
      if reader.gives("detector.gate_s") {
        reader.refuse("detector.gate_s", "goes with detector.dark_count_rate_hz")
      }
      return reader.number("detector.dark_count_probability")
    }
    let rate = reader.numberIfPresent("detector.dark_count_rate_hz") ?? 0
    let clock = reader.numberIfPresent("source.repetition_rate_hz")
    guard let gate = reader.numberIfPresent("detector.gate_s") ?? clock.map({ 1 / $0 }) else {
      reader.refuse(
        "detector.dark_count_rate_hz", "needs detector.gate_s or source.repetition_rate_hz",
        hint: "a rate becomes a probability per gate only with the gate's length")
      return 0
    }
    return DarkCounts.probability(ratePerSecond: rate, gateSeconds: gate)
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
    if let list = reader.settingsIfPresent("source.intensities"), list.count == 2 { return 2 }
    return 3
  }

  /// The settings of which some may be open.
  static func partialSettings(_ reader: DocumentReader) -> PartialSettings? {
    let count = intensityCount(reader)
    let intensities = reader.settingsIfPresent("source.intensities", count: count)
    let probabilities = reader.settingsIfPresent("source.intensity_probabilities", count: count)
    let weakest = reader.number("source.weakest_intensity")
    if intensities != nil, reader.gives("source.weakest_intensity") {
      reader.refuse(
        "source.weakest_intensity", "stands for the last of source.intensities when that list is left out; give one of the two")
    }
    if count == 2, reader.gives("source.weakest_intensity") {
      reader.refuse("source.weakest_intensity", "exists with two decoys only")
    }
    var mu = intensities?.map(\.number) ?? Array(repeating: nil, count: count)
    if count == 3 {
      if intensities == nil {
        mu[2] = weakest
      } else if mu.count == 3, mu[2] == nil {
        reader.refuse(
          "source.intensities", "the weakest of three intensities cannot be left open",
          hint: "give what the extinction allows, or 0")
      }
    }
    let p = probabilities?.map(\.number) ?? Array(repeating: nil, count: count)
    let basis = reader.setting("source.key_basis_probability").number
    let bob = reader.numberIfPresent("detector.key_basis_probability")
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
