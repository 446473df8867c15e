// SPDX-License-Identifier: GPL-3.0-or-later
import Entanglement
import KeyRateLinks
import KeyRateSecurity

extension PairCalculations {
  static func arm(_ side: String, _ inputs: CalculationInputs) throws -> PairSetup.Arm {
    PairSetup.Arm(
      channel: try inputs.transmittance(eta: "eta_\(side)", loss: "loss\(side)_dB", length: "L\(side)_km"),
      detectorEfficiency: try inputs.efficiency(["eta_d\(side)", "eta_d"]))
  }

  static func pulsedSetup(_ inputs: CalculationInputs) throws -> PairSetup {
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

  static func continuousPump(_ inputs: CalculationInputs) throws -> ContinuousPump {
    ContinuousPump(
      model: try inputs.choice("model", default: .neumann2021),
      jitterSeconds: try inputs.number("jitter_s", default: 0),
      aliceDarkRateHz: try inputs.number("DCR_A", default: 0), bobDarkRateHz: try inputs.number("DCR_B", default: 0),
      deadTimeSeconds: try inputs.number("t_dead", default: 0),
      detectorsPerUser: try inputs.number("detectors", default: 4))
  }

  static func continuousSetup(_ inputs: CalculationInputs) throws -> PairSetup {
    let setup = PairSetup(
      alice: try arm("A", inputs), bob: try arm("B", inputs), pump: .continuous(try continuousPump(inputs)),
      misalignment: try inputs.number("e_d", default: 0), testBasisMisalignment: try inputs.number("e_dZ"))
    try setup.validate()
    return setup
  }

  static func continuousSettings(_ inputs: CalculationInputs) throws -> PairSettings {
    PairSettings(
      brightness: .continuous(
        pairRateHz: try inputs.required("pair_rate"), windowSeconds: try inputs.required("window_s")),
      keyMode: try inputs.choice("key", default: .one), keyBasisProbability: try inputs.number("pX", default: 0.5),
      bobKeyBasisProbability: try inputs.number("pX_bob"), testFraction: try inputs.number("test_fraction", default: 0))
  }

  static func asymptoticOptions(_ inputs: CalculationInputs) throws -> PairAsymptotic.Options {
    PairAsymptotic.Options(
      errorCorrectionEfficiency: try inputs.number("f_EC", default: 1.16),
      siftingFactor: try inputs.number("q", default: 0.5))
  }

  static func finiteOptions(_ inputs: CalculationInputs) throws -> PairFiniteKeyOptions {
    let sampling: PairSampling =
      try inputs.text("sampling") == "binomial"
      ? .binomial(leastTestProbability: try inputs.required("z_min"))
      : .subset(try inputs.choice("sampling", default: .kl))
    return PairFiniteKeyOptions(
      sampling: sampling, secrecy: try inputs.required("eps_sec"), correctness: try inputs.required("eps_cor"),
      leakage: try inputs.leakage)
  }

  /// The counts of an input: given ones, or what a link, a number of coincidences or a duration make expected.
  static func pairCounts(_ inputs: CalculationInputs) throws -> PairCounts {
    let mode = try inputs.choice("key", default: PairKeyMode.one)
    let pulses = try inputs.number("N")
    let duration = try inputs.number("duration_s")
    if let counts = try inputs.object("counts") {
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

  static func finite(_ counts: PairCounts, _ inputs: CalculationInputs) throws -> [String: Double] {
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

  static func geometry(_ inputs: CalculationInputs) throws -> DualDownlink {
    try DualDownlink(
      orbitHeight: try inputs.required("h_m"), stationHeight: try inputs.number("h0_m", default: 0),
      separation: try inputs.required("separation_m"), offset: try inputs.number("offset_m", default: 0),
      headingDegrees: try inputs.number("heading_deg", default: 90))
  }

  static func downlink(_ side: String, _ inputs: CalculationInputs) throws -> SatelliteBeam {
    func of(_ key: String, _ fallback: Double) throws -> Double {
      try inputs.number("\(key)_\(side)") ?? inputs.number(key, default: fallback)
    }
    return SatelliteBeam(
      wavelength: try inputs.required("wavelength_m"), waist: try inputs.required("w0_m"),
      receiverRadius: try of("receiver_radius_m", 0.5), obscurationRadius: try of("b_obs", 0),
      pointingJitter: try inputs.number("sigma_p", default: 0), zenithTransmittance: try of("eta_zenith", 1),
      fixedTransmittance: try of("eta_fixed", 1))
  }

  static func pass(_ inputs: CalculationInputs) throws -> [String: Double] {
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
}

extension CalculationInputs {
  /// A transmittance from one of several symbols.
  func transmittance(eta: String, loss: String, length: String) throws -> Transmittance {
    if let value = try number(eta) {
      guard let t = Transmittance(value) else { throw InputError(eta, value, allowed: "must be between 0 and 1") }
      return t
    }
    let alpha = try number("alpha_dB_km", default: Fibre.standardAttenuation)
    let decibel = try number(loss) ?? required(length) * alpha
    guard let t = Transmittance(lossDecibel: decibel) else {
      throw InputError(loss, decibel, allowed: "must not be negative")
    }
    return t
  }

  /// An efficiency from the first symbol that is given; 1 if none is.
  func efficiency(_ keys: [String]) throws -> Transmittance {
    for key in keys {
      guard let value = try number(key) else { continue }
      guard let t = Transmittance(value) else { throw InputError(key, value, allowed: "must be between 0 and 1") }
      return t
    }
    return .one
  }

  /// `leak_EC`, or an estimate with `f_EC`.
  var leakage: ErrorCorrectionLeakage {
    get throws {
      if let bits = try number("leak_EC") { return .measured(bits: bits) }
      return .estimated(efficiency: try number("f_EC", default: 1.16))
    }
  }
}

extension Calculation {
  /// A calculation of numbers alone.
  init(
    numbers name: String, inputs: [String],
    _ body: @escaping @Sendable (CalculationInputs) throws -> [String: Double]
  ) {
    self.init(name, inputs: inputs) { try body($0).mapValues { .number($0) } }
  }
}
