// SPDX-License-Identifier: GPL-3.0-or-later
import Entanglement
import KeyRateLinks
import KeyRateOptimisation
import KeyRateSecurity

/// The named calculations of entangled pairs; nil for a name of another family.
func pairCalculation(_ name: String, _ inputs: CheckpointInputs) throws -> [String: Double]? {
  switch name {
  case "bbm92.channel":
    let setup = try pulsedSetup(inputs)
    let seen = setup.observables(.perPulse(try inputs.required("mu")))
    return [
      "Q": seen.coincidences, "E": seen.errorRate, "EQ": seen.coincidences * seen.errorRate,
      "click_A": seen.aliceClicks, "click_B": seen.bobClicks,
    ]
  case "bbm92.asymptotic":
    let setup = try pulsedSetup(inputs)
    let seen = setup.observables(.perPulse(try inputs.required("mu")))
    return [
      "E": seen.errorRate, "EZ": seen.testErrorRate, "Q": seen.coincidences,
      "rate_raw": PairAsymptotic.rawRate(seen, try asymptoticOptions(inputs)),
    ]
  case "bbm92.cw":
    let setup = try continuousSetup(inputs)
    let settings = try continuousSettings(inputs)
    try settings.validate(for: setup)
    let seen = setup.observables(settings.brightness)
    return [
      "coincidences": seen.coincidences, "E": seen.errorRate, "EZ": seen.testErrorRate,
      "accidentals": seen.accidentals ?? 0, "singles_A": seen.aliceClicks, "singles_B": seen.bobClicks,
      "rate_raw_per_s": PairAsymptotic.rawRate(seen, try asymptoticOptions(inputs)),
    ]
  case "bbm92.six_state":
    let fractions = try PairAsymptotic.sixState(
      errorRate: try inputs.required("E"), errorCorrectionEfficiency: try inputs.number("f_EC", default: 1))
    return ["fraction": fractions.sixState, "fraction_bb84": fractions.bb84]
  case "bbm92.finite": return try finite(try pairCounts(inputs), inputs)
  case "bbm92.ceiling":
    let a = try inputs.transmittance(eta: "eta_A", loss: "lossA_dB", length: "LA_km")
    let b = try inputs.transmittance(eta: "eta_B", loss: "lossB_dB", length: "LB_km")
    let modes = try inputs.number("modes_per_pulse", default: 2)
    let total = PairCeiling.totalTransmittance(alice: a, bob: b)
    return [
      "bound": PairCeiling.perPulse(alice: a, bob: b, modes: modes), "plob_total": total, "plob_total_M": modes * total,
    ]
  case "bbm92.satellite.geometry":
    let sights = try geometry(inputs).sights(at: try inputs.required("t_s"))
    return [
      "elevA_deg": sights.alice.elevationDegrees, "elevB_deg": sights.bob.elevationDegrees,
      "rangeA_m": sights.alice.range, "rangeB_m": sights.bob.range,
    ]
  case "bbm92.satellite.pass": return try pass(inputs)
  case "bbm92.optimise.asymptotic":
    let setup = try pulsedSetup(inputs)
    let space = try PairSearchSpace(PartialPairSettings(brightness: .perPulse(nil)), setup: setup)
    let best = try Optimiser.maximise(space.problem(setup: setup, options: try asymptoticOptions(inputs)))
    guard case .perPulse(let mu) = space.settings(at: best.point).brightness else { return nil }
    return ["rate": best.value, "mu": mu]
  case "bbm92.optimise.cw":
    let setup = try continuousSetup(inputs)
    let space = try PairSearchSpace(
      PartialPairSettings(brightness: .continuous(pairRateHz: nil, windowSeconds: nil)), setup: setup)
    let best = try Optimiser.maximise(space.problem(setup: setup, options: try asymptoticOptions(inputs)))
    guard case .continuous(let rate, let window) = space.settings(at: best.point).brightness else { return nil }
    return ["rate_per_s": best.value, "pair_rate": rate, "window_s": window]
  case "bbm92.optimise.finite":
    let setup = try pulsedSetup(inputs)
    let mode = try inputs.choice("key", default: PairKeyMode.one)
    let space = try PairSearchSpace(PartialPairSettings(brightness: .perPulse(nil), keyMode: mode), setup: setup)
    let n = try inputs.required("N")
    let options = try finiteOptions(inputs)
    let best = try Optimiser.maximise(space.problem(setup: setup, block: .pulses(n), options: options))
    let settings = space.settings(at: best.point)
    guard case .perPulse(let mu) = settings.brightness else { return nil }
    let rate = try PairFiniteKey.analyse(
      PairSimulation.counts(setup, settings, block: .pulses(n)), PairReceivers(settings), options)
    return [
      "rate": rate.ratePerPulse ?? 0, "mu": mu, "pX": settings.keyBasisProbability,
      "test_fraction": settings.testFraction,
    ]
  default: return nil
  }
}

private func arm(_ side: String, _ inputs: CheckpointInputs) throws -> PairSetup.Arm {
  PairSetup.Arm(
    channel: try inputs.transmittance(eta: "eta_\(side)", loss: "loss\(side)_dB", length: "L\(side)_km"),
    detectorEfficiency: try inputs.efficiency(["eta_d\(side)", "eta_d"]))
}

private func pulsedSetup(_ inputs: CheckpointInputs) throws -> PairSetup {
  let p = try inputs.number("p", default: 0)
  let setup = PairSetup(
    alice: try arm("A", inputs), bob: try arm("B", inputs),
    pump: .pulsed(
      PulsedPump(
        model: try inputs.choice("model", default: .exact), modes: try inputs.number("modes", default: 1),
        aliceBackground: try inputs.number("p_A", default: p), bobBackground: try inputs.number("p_B", default: p))),
    misalignment: try inputs.number("e_d", default: 0), testBasisMisalignment: try inputs.number("e_dZ"))
  try setup.validate()
  return setup
}

private func continuousPump(_ inputs: CheckpointInputs) throws -> ContinuousPump {
  ContinuousPump(
    model: try inputs.choice("model", default: .neumann2021), jitterSeconds: try inputs.number("jitter_s", default: 0),
    aliceDarkRateHz: try inputs.number("DCR_A", default: 0), bobDarkRateHz: try inputs.number("DCR_B", default: 0),
    deadTimeSeconds: try inputs.number("t_dead", default: 0),
    detectorsPerUser: try inputs.number("detectors", default: 4))
}

private func continuousSetup(_ inputs: CheckpointInputs) throws -> PairSetup {
  let setup = PairSetup(
    alice: try arm("A", inputs), bob: try arm("B", inputs), pump: .continuous(try continuousPump(inputs)),
    misalignment: try inputs.number("e_d", default: 0), testBasisMisalignment: try inputs.number("e_dZ"))
  try setup.validate()
  return setup
}

private func continuousSettings(_ inputs: CheckpointInputs) throws -> PairSettings {
  PairSettings(
    brightness: .continuous(
      pairRateHz: try inputs.required("pair_rate"), windowSeconds: try inputs.required("window_s")),
    keyMode: try inputs.choice("key", default: .one), keyBasisProbability: try inputs.number("pX", default: 0.5),
    bobKeyBasisProbability: try inputs.number("pX_bob"), testFraction: try inputs.number("test_fraction", default: 0))
}

private func asymptoticOptions(_ inputs: CheckpointInputs) throws -> PairAsymptotic.Options {
  PairAsymptotic.Options(
    errorCorrectionEfficiency: try inputs.number("f_EC", default: 1.16),
    siftingFactor: try inputs.number("q", default: 0.5))
}

private func finiteOptions(_ inputs: CheckpointInputs) throws -> PairFiniteKeyOptions {
  let sampling: PairSampling =
    inputs.text("sampling") == "binomial"
    ? .binomial(leastTestProbability: try inputs.required("z_min"))
    : .subset(try inputs.choice("sampling", default: .kl))
  return PairFiniteKeyOptions(
    sampling: sampling, secrecy: try inputs.required("eps_sec"), correctness: try inputs.required("eps_cor"),
    leakage: try inputs.leakage)
}

/// The counts of an input: given ones, or what a link, a number of coincidences or a duration make expected.
func pairCounts(_ inputs: CheckpointInputs) throws -> PairCounts {
  let mode = try inputs.choice("key", default: PairKeyMode.one)
  let pulses = try inputs.number("N")
  let duration = try inputs.number("duration_s")
  if let counts = inputs.object("counts") {
    func sample(_ rounds: String, _ errors: String) throws -> PairCounts.Sample {
      PairCounts.Sample(rounds: try counts.required(rounds), errors: try counts.required(errors))
    }
    let samples: PairCounts.Samples =
      switch mode {
      case .one: .one(key: try sample("nX", "mX"), test: try sample("nZ", "mZ"))
      case .pooled: .pooled(key: try sample("n", "m"), test: try sample("k", "v"))
      case .both:
        .both(
          keyX: try sample("nX", "mX"), keyZ: try sample("nZ", "mZ"), testX: try sample("kX", "vX"),
          testZ: try sample("kZ", "vZ"))
      }
    return PairCounts(samples: samples, pulses: pulses, durationSeconds: duration, origin: .measured)
  }
  var settings = PairSettings(
    brightness: .perPulse(try inputs.number("mu", default: 0)), keyMode: mode,
    keyBasisProbability: try inputs.number("pX", default: 0.5), bobKeyBasisProbability: try inputs.number("pX_bob"),
    testFraction: try inputs.number("test_fraction", default: 0))
  try settings.validateChoices()
  if let c = try inputs.number("coincidences") {
    let e = try inputs.required("E")
    return PairSimulation.counts(
      coincidences: c, errorRate: e, testErrorRate: try inputs.number("EZ", default: e), settings, pulses: pulses,
      durationSeconds: duration)
  }
  if inputs.has("pair_rate") {
    let setup = try continuousSetup(inputs)
    settings = try continuousSettings(inputs)
    try settings.validate(for: setup)
    return PairSimulation.counts(setup, settings, block: .seconds(try inputs.required("duration_s")))
  }
  let setup = try pulsedSetup(inputs)
  try settings.validate(for: setup)
  return PairSimulation.counts(setup, settings, block: .pulses(try inputs.required("N")))
}

private func finite(_ counts: PairCounts, _ inputs: CheckpointInputs) throws -> [String: Double] {
  let e = try PairFiniteKey.estimate(counts, try finiteOptions(inputs))
  let length = max(0, e.rawLength.rounded(.down))
  var values = [
    "leak_EC": e.leakage.value, "penalty": e.penalty.value, "length_raw": e.rawLength, "length": length,
  ]
  if e.parts.count == 2 {
    values["phi_X"] = e.parts[0].phaseError.value
    values["phi_Z"] = e.parts[1].phaseError.value
  } else {
    values["phi"] = e.parts[0].phaseError.value
  }
  if let n = counts.pulses { values["rate"] = length / n }
  if let t = counts.durationSeconds { values["rate_per_s"] = length / t }
  return values
}

private func geometry(_ inputs: CheckpointInputs) throws -> DualDownlink {
  try DualDownlink(
    orbitHeight: try inputs.required("h_m"), stationHeight: try inputs.number("h0_m", default: 0),
    separation: try inputs.required("separation_m"), offset: try inputs.number("offset_m", default: 0),
    headingDegrees: try inputs.number("heading_deg", default: 90))
}

private func downlink(_ side: String, _ inputs: CheckpointInputs) throws -> DownlinkOptics {
  func of(_ key: String, _ fallback: Double) throws -> Double {
    try inputs.number("\(key)_\(side)") ?? inputs.number(key, default: fallback)
  }
  return try DownlinkOptics(
    wavelength: try inputs.required("wavelength_m"), beamRadius: try inputs.required("w0_m"),
    pointingJitter: try inputs.number("sigma_p", default: 0), receiverRadius: try of("receiver_radius_m", 0.5),
    obscurationRadius: try of("b_obs", 0), zenithTransmittance: try of("eta_zenith", 1),
    fixedTransmittance: try of("eta_fixed", 1))
}

private func pass(_ inputs: CheckpointInputs) throws -> [String: Double] {
  let e = try inputs.number("e_d", default: 0)
  let pass = try DualPass(
    try geometry(inputs), alice: try downlink("A", inputs), bob: try downlink("B", inputs),
    pump: try continuousPump(inputs), pairRateHz: try inputs.required("pair_rate"),
    windowSeconds: try inputs.required("window_s"), misalignment: e,
    testBasisMisalignment: try inputs.number("e_dZ", default: e), slotSeconds: try inputs.number("dt_s", default: 1),
    leastElevationDegrees: try inputs.number("min_elev_deg", default: 10))
  let settings = try continuousSettings(inputs)
  try settings.validateChoices()
  let counts = PairSimulation.counts(
    coincidences: pass.coincidences, errorRate: pass.errorRate, testErrorRate: pass.testErrorRate, settings)
  var values = try finite(counts, inputs)
  values["slots"] = Double(pass.slots)
  values["coincidences"] = pass.coincidences
  values["E"] = pass.errorRate
  values["mean_eta_AB"] = pass.meanProduct
  return values
}
