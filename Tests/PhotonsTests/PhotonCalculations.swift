// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateOptimisation
import KeyRateSecurity
import PhotonSources

/// The named calculations of single photons, coherent pulses, COW and DPS; nil for a name of another family.
func photonCalculation(_ name: String, _ inputs: CheckpointInputs) throws -> [String: Double]? {
  switch name {
  case "single_photon.multiphoton":
    let bound: MultiphotonCalibration.Bound<Double> = try calibration(inputs).bound()
    var values = ["p_multi": bound.multiphoton.value]
    if let mean = bound.meanPhotons { values["mean_photons"] = mean.value }
    if let p = bound.coincidenceProbability { values["P_c"] = p.value }
    return values
  case "single_photon.channel", "single_photon.asymptotic", "weak_coherent.asymptotic":
    return asymptotic(
      try PhotonAsymptotic.estimate(
        try setup(inputs), try settings(inputs), try asymptoticOptions(inputs),
        multiphoton: try inputs.number("p_multi")))
  case "single_photon.heralded":
    let source = try heralded(inputs)
    let s = source.statistics(preAttenuation: try inputs.number("t", default: 1))
    return [
      "P_herald": source.heraldProbability, "p0": s.none, "p1": s.one, "p_multi": s.multiphoton,
      "mean_photons": s.mean, "g2": s.g2,
    ]
  case "single_photon.heralded.asymptotic":
    let link = try setup(inputs, source: .heralded(try heralded(inputs)))
    let e = try PhotonAsymptotic.estimate(link, try settings(inputs), try asymptoticOptions(inputs))
    return asymptotic(e).merging(["P_herald": e.roundsPerPulse]) { $1 }
  case "single_photon.finite", "weak_coherent.finite": return try finite(inputs)
  case "single_photon.passive_decoy": return try passiveDecoy(inputs)
  case "cow.ceiling":
    let device = CoherentOneWay(
      mean: try inputs.required("mu"), decoyProbability: try inputs.required("f_decoy"),
      monitor: try inputs.choice("monitor", default: .decoys))
    let result = try device.ceiling(
      channel: try inputs.transmittance(eta: "eta", loss: "loss_dB", length: "L_km"),
      receiver: try inputs.efficiency(["eta_d"]))
    return [
      "ratio": result.ratio, "gain_data": result.gain, "insecure": result.isInsecure ? 1 : 0,
      "ceiling": result.ceiling,
    ]
  case "cow.ceiling.best":
    let best = try CoherentOneWay.best(
      channel: try inputs.transmittance(eta: "eta", loss: "loss_dB", length: "L_km"),
      decoyProbability: try inputs.required("f_decoy"), monitor: try inputs.choice("monitor", default: .decoys))
    return ["mu": best.mean, "ceiling": best.ceiling]
  case "dps.ceiling":
    let device = DifferentialPhaseShift(
      mean: try inputs.required("mu"), errorRate: try inputs.required("E"),
      receiverEfficiency: try inputs.number("eta_B", default: 1))
    let attack = try device.attack(
      channel: try inputs.transmittance(eta: "eta", loss: "loss_dB", length: "L_km"), gain: try inputs.number("gain"))
    return [
      "k": attack.blockLength, "attack_gain": attack.attackGain, "gain": attack.ceiling.gain,
      "ratio": attack.ceiling.ratio, "insecure": attack.ceiling.isInsecure ? 1 : 0, "ceiling": attack.ceiling.ceiling,
    ]
  case "single_photon.optimise.asymptotic", "weak_coherent.optimise.asymptotic":
    let space = try searchSpace(inputs, movesBasis: false)
    let best = try Optimiser.maximise(space.problem(options: try asymptoticOptions(inputs)))
    return optimum(space, best.point, rate: best.value)
  case "single_photon.optimise.finite", "weak_coherent.optimise.finite":
    let space = try searchSpace(inputs, movesBasis: true)
    let n = try inputs.required("N")
    let options = try finiteOptions(inputs)
    let best = try Optimiser.maximise(space.problem(pulses: n, options: options))
    let (link, choices) = space.point(at: best.point)
    let many = link.source.multiphotonProbability(preAttenuation: choices.preAttenuation)
    let e = try PhotonFiniteKey.estimate(
      .expected(link, choices, triggers: n), choices, .probability(many, isUpperLimit: false), options)
    return optimum(space, best.point, rate: max(0, e.rawLength.rounded(.down)) / n)
  default: return nil
  }
}

private func optimum(_ space: PhotonSearchSpace, _ point: [Double], rate: Double) -> [String: Double] {
  let (link, choices) = space.point(at: point)
  var values = ["rate": rate, "t": choices.preAttenuation, "pX": choices.keyBasisProbability]
  if case .coherent(let mu) = link.source { values["mu"] = mu }
  return values
}

private func searchSpace(_ inputs: CheckpointInputs, movesBasis: Bool) throws -> PhotonSearchSpace {
  let isCoherent = !inputs.has("mean_photons")
  let link = try isCoherent ? setup(inputs, source: .coherent(mean: 0.1)) : setup(inputs)
  return try PhotonSearchSpace(
    link, try settings(inputs),
    open: .init(preAttenuation: !isCoherent, mean: isCoherent, keyBasisProbability: movesBasis))
}

private func calibration(_ inputs: CheckpointInputs) throws -> MultiphotonCalibration {
  let t = try inputs.number("t", default: 1)
  func pair() throws -> MultiphotonCalibration.HanburyBrownTwiss {
    .init(efficiency1: try inputs.required("eta_1"), efficiency2: try inputs.required("eta_2"))
  }
  let method: MultiphotonCalibration.Method
  switch inputs.text("method") ?? "moment" {
  case "moment":
    method = .moment(g2: try inputs.required("g2"), mean: try inputs.required("mean_photons"))
  case "clicks":
    method = .clicks(
      g2: try inputs.required("g2"), probability: try inputs.required("click"), efficiency: try inputs.required("eta_1")
    )
  case "hbt_counts":
    method = .coincidenceCounts(
      coincidences: try inputs.required("coincidences"), triggers: try inputs.required("N_cal"),
      failure: try inputs.required("eps_cal"), try pair())
  default:
    if let p = try inputs.number("P_c") {
      method = .coincidenceProbability(p, try pair())
    } else {
      method = .correlation(
        g2: try inputs.required("g2"), clicks1: try inputs.required("P_1"), clicks2: try inputs.required("P_2"),
        try pair())
    }
  }
  return MultiphotonCalibration(method, preAttenuation: t)
}

private func source(_ inputs: CheckpointInputs) throws -> PhotonSource {
  if let p = inputs.numbers("p_n") { return .distribution(p) }
  if let mu = try inputs.number("mu") { return .coherent(mean: mu) }
  return .twoPhoton(mean: try inputs.required("mean_photons"), g2: try inputs.required("g2"))
}

private func heralded(_ inputs: CheckpointInputs) throws -> HeraldedSource {
  let source = HeraldedSource(
    mean: try inputs.required("mu"), modes: try inputs.number("modes", default: 1),
    heraldEfficiency: try inputs.required("eta_h"), heraldBackground: try inputs.number("p_h", default: 0))
  try source.validate()
  return source
}

private func setup(_ inputs: CheckpointInputs, source given: PhotonSource? = nil) throws -> PhotonSetup {
  let setup = PhotonSetup(
    source: try given ?? source(inputs),
    channel: try inputs.transmittance(eta: "eta", loss: "loss_dB", length: "L_km"),
    detectorEfficiency: try inputs.efficiency(["eta_d"]), backgroundProbability: try inputs.number("p", default: 0),
    misalignment: try inputs.number("e_d", default: 0), testBasisMisalignment: try inputs.number("e_dZ"))
  try setup.validate()
  return setup
}

private func settings(_ inputs: CheckpointInputs) throws -> PhotonSettings {
  PhotonSettings(
    preAttenuation: try inputs.number("t", default: 1), keyBasisProbability: try inputs.number("pX", default: 0.5),
    bobKeyBasisProbability: try inputs.number("pX_bob"))
}

private func asymptoticOptions(_ inputs: CheckpointInputs) throws -> PhotonAsymptotic.Options {
  PhotonAsymptotic.Options(
    errorCorrectionEfficiency: try inputs.number("f_EC", default: 1.16),
    siftingFactor: try inputs.number("q", default: 0.5))
}

private func finiteOptions(_ inputs: CheckpointInputs) throws -> PhotonFiniteKeyOptions {
  PhotonFiniteKeyOptions(
    sampling: try inputs.choice("sampling", default: .kl),
    composition: try inputs.choice("composition", default: .linear), secrecy: try inputs.required("eps_sec"),
    correctness: try inputs.required("eps_cor"), leakage: try inputs.leakage)
}

private func asymptotic(_ e: PhotonAsymptotic.Estimate) -> [String: Double] {
  [
    "Q": e.key.gain, "EQ": e.key.errorGain, "E": e.key.errorRate, "phi": e.phaseError, "p_multi": e.multiphoton,
    "rate_raw": e.rawRate, "rate": e.rate,
  ]
}

private func sample(_ counts: CheckpointInputs, _ detections: String, _ errors: String) throws -> PhotonSample {
  PhotonSample(detections: try counts.required(detections), errors: try counts.required(errors))
}

private func finite(_ inputs: CheckpointInputs) throws -> [String: Double] {
  let choices = try settings(inputs)
  let n = try inputs.required("N")
  let counts: PhotonCounts
  let limit: MultiphotonLimit
  if let given = inputs.object("counts") {
    counts = PhotonCounts(
      key: try sample(given, "nX", "mX"), test: try sample(given, "nZ", "mZ"), triggers: n, origin: .measured)
    limit = .probability(try inputs.required("p_multi"), isUpperLimit: true)
  } else {
    let link = try setup(inputs)
    counts = .expected(link, choices, triggers: n)
    limit = .probability(
      try inputs.number("p_multi") ?? link.source.multiphotonProbability(preAttenuation: choices.preAttenuation),
      isUpperLimit: false)
  }
  let e = try PhotonFiniteKey.estimate(counts, choices, limit, try finiteOptions(inputs))
  let length = max(0, e.rawLength.rounded(.down))
  return [
    "M_X": e.keyMultiphoton.value, "M_Z": e.testMultiphoton.value, "sX": e.keyRest.value, "sZ": e.testRest.value,
    "phi": e.phaseError.value, "length_raw": e.rawLength, "length": length, "rate": length / n,
    "p_multi": e.multiphoton.value,
  ]
}

private func passiveDecoy(_ inputs: CheckpointInputs) throws -> [String: Double] {
  func range(_ symbol: String, _ fallback: Double?) throws -> ClosedRange<Double> {
    if let ends = inputs.numbers("\(symbol)_range"), ends.count == 2 { return ends[0]...ends[1] }
    let value = try inputs.number(symbol) ?? fallback ?? inputs.required(symbol)
    return value...value
  }
  let counts: PassiveDecoyCounts
  if let given = inputs.object("counts") {
    counts = PassiveDecoyCounts(
      keyHeralded: try sample(given, "nXT", "mXT"), keyUnheralded: try sample(given, "nXN", "mXN"),
      testHeralded: try sample(given, "nZT", "mZT"), testUnheralded: try sample(given, "nZN", "mZN"),
      pulses: try inputs.number("N"), origin: .measured)
  } else {
    counts = try .expected(
      try setup(inputs, source: .heralded(try heralded(inputs))), try settings(inputs),
      pulses: try inputs.required("N"))
  }
  let herald = HeraldRange(efficiency: try range("eta_h", nil), background: try range("p_h", 0))
  let e = try PassiveDecoy.estimate(counts, herald, try finiteOptions(inputs))
  return [
    "sX0U": e.keyVacuum.value, "sZ0U": e.testVacuum.value, "sX1": e.keyPairs.value, "sZ1": e.testPairs.value,
    "sXT": e.key.keyRest.value, "sZT": e.key.testRest.value, "vZ1": e.key.testErrors.value,
    "phi": e.key.phaseError.value, "length_raw": e.key.rawLength, "length": max(0, e.key.rawLength.rounded(.down)),
  ]
}
