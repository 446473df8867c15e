// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateBounds
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import TwinField

/// The named calculations of the tf sheet, section 15, in its symbols.
enum TwinFieldCalculations {
  static let arms = ["etaA", "etaB", "LA_km", "LB_km", "alpha_dB_km", "eta_d"]
  static let link = arms + ["pd", "theta", "phi"]
  static let signals = ["sA", "sB"]
  static let decoys = signals + ["muA", "muB", "S", "ncut"]
  static let finiteKeys =
    decoys + ["pA", "pB", "N", "pX", "pX_bob", "eps_sec", "eps_cor", "f_EC", "method", "composition"]
  static let planKeys = link + finiteKeys + ["prediction"]

  static let all: [Calculation] = [
    Calculation("tf.cal.key_gain", inputs: link + signals) { inputs in
      let response = try model(inputs).keyResponse(try inputs.required("sA"), try inputs.required("sB"))
      return ["Q": .number(response.gain), "eX": .number(response.errorRate)]
    },
    Calculation("tf.cal.test_gain", inputs: link + ["mu", "nu"]) { inputs in
      let mu = try inputs.required("mu")
      let nu = try inputs.required("nu")
      for (value, name) in [(mu, "mu"), (nu, "nu")] { try require(value, name, in: 0...10_000) }
      return ["gain": .number(try model(inputs).testGain(mu, nu))]
    },
    Calculation("tf.cal.yield", inputs: link + ["n", "m"]) { inputs in
      ["yield": .number(try model(inputs).yield(try photons(inputs, "n"), try photons(inputs, "m")))]
    },
    Calculation("tf.cal.infinite", inputs: link + signals + ["f_EC", "S"]) { inputs in
      let e = try asymptotic(inputs, .infiniteDecoys, .separate)
      return [
        "Q": .number(e.gain), "eX": .number(e.bitError), "eZ_raw": .number(e.phaseErrorUncapped),
        "rate": .number(e.rate), "rate_raw": .number(e.rawRate),
      ]
    },
    Calculation("tf.cal.decoy", inputs: link + decoys + ["f_EC", "estimation"]) { inputs in
      try decoy(inputs, .separate)
    },
    Calculation("tf.cal.decoy.joint", inputs: link + decoys + ["f_EC"]) { inputs in try decoy(inputs, .joint) },
    Calculation("tf.cal.finite", inputs: planKeys) { inputs in try finite(inputs, .separate) },
    Calculation("tf.cal.finite.joint", inputs: planKeys) { inputs in try finite(inputs, .joint) },
    Calculation(
      "tf.cal.finite.counts",
      inputs: finiteKeys + ["MX", "EX", "MZ", "pred", "eps_PE", "eps_PA", "leak_EC", "phase_error_method"]
    ) { inputs in try counts(inputs) },
    Calculation("tf.bounds", inputs: ["eta"]) { inputs in
      let eta = try inputs.channelTransmittance()
      return [
        "plob": .number(PureLoss.repeaterless(eta)),
        "single_repeater": .number(RepeaterChain.bound(total: eta, repeaters: 1)),
      ]
    },
  ]

  static func photons(_ inputs: CalculationInputs, _ key: String) throws -> Int {
    let value = try inputs.required(key)
    try require(value, key, in: 0...1000)
    guard value == value.rounded() else { throw InputError(key, value, allowed: "must be a whole number") }
    return Int(value)
  }

  static func wholeNumber(_ inputs: CalculationInputs, _ key: String) throws -> Int? {
    try inputs.has(key) ? photons(inputs, key) : nil
  }

  /// The link from arm transmittances, detectors included, or from lengths and detectors apart.
  static func setup(_ inputs: CalculationInputs) throws -> Setup {
    func arm(_ eta: String, _ length: String) throws -> Transmittance {
      if let value = try inputs.number(eta) {
        guard let t = Transmittance(value) else { throw InputError(eta, value, allowed: "must be between 0 and 1") }
        return t
      }
      let km = try inputs.required(length)
      let alpha = try inputs.number("alpha_dB_km", default: Fibre.standardAttenuation)
      guard let fibre = Fibre(lengthKm: km, attenuationDecibelPerKm: alpha) else {
        throw InputError(length, km, allowed: "length and attenuation must not be negative")
      }
      return fibre.transmittance
    }
    let isArm = try inputs.number("etaA") != nil
    let efficiency = isArm ? 1 : try inputs.number("eta_d", default: 1)
    guard let detector = Transmittance(efficiency) else {
      throw InputError("eta_d", efficiency, allowed: "must be between 0 and 1")
    }
    let setup = Setup(
      aliceChannel: try arm("etaA", "LA_km"), bobChannel: try arm("etaB", "LB_km"), detectorEfficiency: detector,
      darkCountProbability: try inputs.number("pd", default: 0),
      polarisationAngle: try inputs.number("theta", default: 0), phaseOffset: try inputs.number("phi", default: 0))
    try setup.validate()
    return setup
  }

  static func model(_ inputs: CalculationInputs) throws -> ChannelModel { ChannelModel(try setup(inputs)) }

  static func settings(_ inputs: CalculationInputs) throws -> Settings {
    Settings(
      alice: SideSettings(
        signalIntensity: try inputs.required("sA"), testIntensities: try inputs.numbers("muA") ?? [],
        testProbabilities: try inputs.numbers("pA") ?? []),
      bob: SideSettings(
        signalIntensity: try inputs.required("sB"), testIntensities: try inputs.numbers("muB") ?? [],
        testProbabilities: try inputs.numbers("pB") ?? []),
      keyModeProbability: try inputs.number("pX", default: 1), bobKeyModeProbability: try inputs.number("pX_bob"))
  }

  static func asymptoticOptions(
    _ inputs: CalculationInputs, _ estimation: YieldEstimation, _ method: PhaseErrorMethod
  ) throws -> AsymptoticOptions {
    AsymptoticOptions(
      estimation: estimation, method: method, pairCutoff: try wholeNumber(inputs, "S"),
      photonCutoff: try wholeNumber(inputs, "ncut") ?? 10,
      errorCorrectionEfficiency: try inputs.number("f_EC", default: 1.16))
  }

  static func asymptotic(
    _ inputs: CalculationInputs, _ estimation: YieldEstimation, _ method: PhaseErrorMethod
  ) throws -> AsymptoticEstimate {
    try AsymptoticAnalysis.estimate(
      try setup(inputs), try settings(inputs), try asymptoticOptions(inputs, estimation, method))
  }

  static func decoy(_ inputs: CalculationInputs, _ method: PhaseErrorMethod) throws -> [String: CalculationValue] {
    let estimation = try inputs.choice("estimation", default: YieldEstimation.linearProgram)
    let e = try asymptotic(inputs, estimation, method)
    var result: [String: CalculationValue] = [
      "Q": .number(e.gain), "eX": .number(e.bitError), "eZ_raw": .number(e.phaseErrorUncapped),
      "rate": .number(e.rate), "rate_raw": .number(e.rawRate),
    ]
    // Y111 could mean two pairs: those of two digits have no name.
    for (pair, value) in e.yields where pair.n < 10 && pair.m < 10 { result["Y\(pair.n)\(pair.m)"] = .number(value) }
    if e.isInfeasible { result["reason"] = .word(ReasonForZero.Kind.inconsistentTestData.rawValue) }
    return result
  }

  static func finiteOptions(_ inputs: CalculationInputs, _ method: PhaseErrorMethod) throws -> FiniteKeyOptions {
    var options = FiniteKeyOptions(
      pairCutoff: try wholeNumber(inputs, "S") ?? 4, photonCutoff: try wholeNumber(inputs, "ncut") ?? 10,
      concentration: try inputs.choice("method", default: ConcentrationMethod.kato), method: method,
      composition: try inputs.choice(
        "composition", default: inputs.has("eps_PE") || inputs.has("eps_PA") ? SecrecyComposition.root : .linear))
    options.secrecy = try inputs.number("eps_sec", default: options.secrecy)
    options.correctness = try inputs.number("eps_cor", default: options.correctness)
    if let bits = try inputs.number("leak_EC") {
      options.leakage = .measured(bits: bits)
    } else {
      options.leakage = .estimated(efficiency: try inputs.number("f_EC", default: 1.16))
    }
    if inputs.has("eps_PE") || inputs.has("eps_PA") {
      options.explicitShares = .init(
        estimation: try inputs.required("eps_PE"), amplification: try inputs.required("eps_PA"))
    }
    return options
  }

  static func results(
    _ counts: Observations, _ settings: Settings, _ options: FiniteKeyOptions, _ forecast: Forecast
  ) throws -> [String: CalculationValue] {
    let e = try FiniteKey.estimate(counts, settings, options, predictions: forecast)
    let rate = try FiniteKey.analyse(counts, settings, options, predictions: forecast)
    var result: [String: CalculationValue] = [
      "MX": .number(counts.keyCount), "MZ": .number(counts.testCount), "eX": .number(e.bitError),
      "Nph": .number(e.phaseErrors.value), "eph": .number(e.phaseError.value),
      "Sigma_ph": .number(e.phaseErrorSum.value), "leak_EC": .number(e.leakage.value),
      "length_raw": .number(e.rawLength), "length": .number(rate.lengthBits ?? 0),
      "rate": .number(rate.ratePerPulse ?? 0), "eps_d": .number(Double.exp(-e.shares.decoyTail.value)),
      "eps_k": .number(Double.exp(-e.shares.concentration.value)), "W0": .number(e.tails[0]),
      "W1": .number(e.tails[1]),
    ]
    if let bound = e.keyCountBound { result["MX_U"] = .number(bound.value) }
    if let rule = counts.shannonRule(correctness: options.correctness) {
      result["leak_EC_min"] = .number(rule.leastLeakage)
    }
    for (pair, value) in e.pairs where pair.n < 10 && pair.m < 10 {
      result["M\(pair.n)\(pair.m)U"] = .number(value)
    }
    if let reason = rate.reasonForZero { result["reason"] = .word(reason.kind.rawValue) }
    return result
  }

  static func finite(_ inputs: CalculationInputs, _ method: PhaseErrorMethod) throws -> [String: CalculationValue] {
    let setup = try setup(inputs)
    let settings = try settings(inputs)
    let options = try finiteOptions(inputs, method)
    try settings.validate(.probabilities)
    try options.validate()
    let rounds = try inputs.required("N")
    let rule = try inputs.choice("prediction", default: PredictionRule.evaluated)
    return try results(
      Observations.expected(setup, settings, rounds: rounds), settings, options,
      Forecast(rule, setup, settings, rounds: rounds, pairCutoff: options.pairCutoff))
  }

  static func counts(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let settings = try settings(inputs)
    let options = try finiteOptions(
      inputs, try inputs.choice("phase_error_method", default: PhaseErrorMethod.separate))
    let counts = Observations(
      keyCount: try inputs.required("MX"), keyErrors: try inputs.required("EX"),
      testCounts: try inputs.matrix("MZ") ?? [], rounds: try inputs.required("N"), origin: .measured)
    return try results(counts, settings, options, try forecast(inputs))
  }

  /// `pred`: {"n,m": count, "tail": count, "ph": count}, null for none, or "successes" (TF-34b), the default.
  static func forecast(_ inputs: CalculationInputs) throws -> Forecast {
    switch inputs.values["pred"] {
    case nil: return .successes
    case .null: return .untuned
    case .text(let word):
      guard word == PredictionRule.successes.rawValue else {
        throw InputError("pred", value: word, allowed: "must be a table, null or \"successes\"")
      }
      return .successes
    default: break
    }
    guard let given = try inputs.object("pred") else { return .untuned }
    var predictions = Predictions()
    for key in given.values.keys.sorted() {
      let value = try given.required(key)
      switch key {
      case "tail": predictions.testCount = value
      case "ph": predictions.phaseErrors = value
      default:
        let parts = key.split(separator: ",").compactMap { Int($0) }
        guard parts.count == 2, parts.allSatisfy({ (0...1000).contains($0) }) else {
          throw InputError("pred", value: key, allowed: "must be n,m or tail or ph")
        }
        predictions.pairs[PhotonPair(parts[0], parts[1])] = value
      }
    }
    return .given(predictions)
  }
}
