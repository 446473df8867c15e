// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import BB84
import KeyRateBounds
import KeyRateLinks
import KeyRateNumerics
import KeyRateOptimisation
import KeyRateSecurity

/// The named calculations of the bb84 sheet.
enum BB84Calculations {
  static let linkKeys = ["L_km", "alpha_dB_km", "excess_dB", "loss_dB", "eta", "eta_d"]
  static let detectorKeys = [
    "model", "p", "e_d", "e_dZ", "p_ap", "afterpulse", "afterpulse_order", "rep_rate", "t_dead",
  ]
  static let asymptoticKeys =
    linkKeys + detectorKeys + ["f_EC", "method", "mu", "nu", "nu2", "p_signal", "q", "vacuum"]
  static let finiteKeys =
    linkKeys + detectorKeys + [
      "composition", "counts", "eps_cor", "eps_sec", "f_EC", "k0", "leak_EC", "leak", "mu", "N", "nX_block", "p_mu",
      "penalty", "proof", "pX", "pX_bob", "sampling", "stat", "vacuum",
    ]

  static let all: [Calculation] = [
    Calculation("bb84.channel", inputs: linkKeys + detectorKeys + ["mu", "mu_mix", "p_mix"], channel),
    Calculation("bb84.asymptotic", inputs: asymptoticKeys, asymptotic),
    Calculation("bb84.asymptotic.deviation", inputs: asymptoticKeys, deviation),
    Calculation("bb84.cutoff", inputs: asymptoticKeys, cutoff),
    Calculation("bb84.optimal_mu", inputs: ["e_d", "f_EC"], optimalSignal),
    Calculation("bb84.tail", inputs: ["stat", "x", "n", "eps"], tail),
    Calculation("bb84.sampling", inputs: ["sampling", "v", "sZ", "sX", "eps"], sampling),
    Calculation("bb84.finite.two_decoy", inputs: finiteKeys) { try finite($0, intensities: 3) },
    Calculation("bb84.finite.one_decoy", inputs: finiteKeys) { try finite($0, intensities: 2) },
    Calculation("bb84.finite.three_state", inputs: finiteKeys, threeState),
    Calculation("bb84.feasible", inputs: ["n", "mu", "p_mu", "eps", "stat"], feasible),
    Calculation("bb84.split", inputs: ["t", "pi", "L"], split),
    Calculation("bb84.leak_floor", inputs: ["nX", "mX", "eps_cor"], leakFloor),
    Calculation("bb84.tail.slopes", inputs: ["stat", "x", "n", "eps"], tailSlopes),
    Calculation("bb84.sampling.slopes", inputs: ["sampling", "v", "sZ", "sX", "eps"], samplingSlopes),
    Calculation("bb84.optimise.asymptotic", inputs: asymptoticKeys + ["variables"], optimiseAsymptotic),
    Calculation("bb84.optimise.two_decoy", inputs: optimiseKeys) { try optimiseFinite($0, intensities: 3) },
    Calculation("bb84.optimise.one_decoy", inputs: optimiseKeys) { try optimiseFinite($0, intensities: 2) },
  ]

  static let optimiseKeys = finiteKeys + ["variables", "mu1", "mu2", "mu3", "p1", "p2"]

  /// The link and its detectors; a total transmittance `eta` makes the rest of the path ideal.
  ///
  /// - Parameter channel: the channel; nil for that of the inputs.
  static func setup(_ inputs: CalculationInputs, channel: Transmittance? = nil) throws -> Setup {
    let efficiency = try inputs.has("eta") ? 1 : inputs.number("eta_d", default: 1)
    guard let receiver = Transmittance(efficiency) else {
      throw InputError("eta_d", efficiency, allowed: "must be between 0 and 1", hint: "a fraction, not percent")
    }
    let misalignment = try inputs.number("e_d", default: 0)
    let setup = Setup(
      model: try inputs.choice("model", default: ChannelModel.threshold2),
      channel: try channel ?? inputs.channelTransmittance(), detectorEfficiency: receiver,
      backgroundProbability: try inputs.number("p", default: 0), misalignment: misalignment,
      testBasisMisalignment: try inputs.number("e_dZ", default: misalignment),
      afterpulseProbability: try inputs.number("p_ap", default: 0),
      afterpulses: inputs.has("afterpulse") ? try inputs.choice("afterpulse", default: AfterpulseModel.shared) : nil,
      afterpulseOrder: try inputs.choice("afterpulse_order", default: AfterpulseOrder.geometric),
      repetitionRateHz: try inputs.number("rep_rate"),
      deadTimeSeconds: try inputs.number("t_dead", default: 0))
    try setup.validate()
    return setup
  }

  static func channel(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let setup = try setup(inputs)
    let mu = try inputs.required("mu")
    try require(mu, "mu", in: 0...100)
    let mix = PulseMix(try inputs.numbers("mu_mix") ?? [mu], try inputs.numbers("p_mix") ?? [1])
    guard mix.intensities.count == mix.probabilities.count else {
      throw InputError("p_mix", value: "\(mix.probabilities)", allowed: "must have one value for each of mu_mix")
    }
    let background = setup.background(mix)
    let r = setup.model.response(
      mu: mu, eta: setup.transmittance, background: background, misalignment: setup.misalignment,
      afterpulse: setup.afterpulses == .shared ? 0 : setup.afterpulseProbability)
    let y = setup.model.yields(eta: setup.transmittance, background: background, misalignment: setup.misalignment)
    return [
      "eta": .number(setup.transmittance), "Q": .number(r.gain), "EQ": .number(r.errorGain),
      "E": .number(r.errorRate), "Y0": .number(y.vacuum), "Y1": .number(y.singlePhoton),
      "e1": .number(y.singlePhotonErrorRate), "p_background": .number(background),
    ]
  }

  static func asymptoticOptions(_ inputs: CalculationInputs) throws -> AsymptoticOptions {
    AsymptoticOptions(
      method: try inputs.choice("method", default: AsymptoticMethod.infinite),
      errorCorrectionEfficiency: try inputs.number("f_EC", default: 1.16),
      siftingFactor: try inputs.number("q", default: 0.5), signalFraction: try inputs.number("p_signal", default: 1),
      countsVacuum: try inputs.flag("vacuum", default: false))
  }

  static func asymptoticSettings(_ inputs: CalculationInputs) throws -> AsymptoticSettings {
    AsymptoticSettings(
      signal: try inputs.required("mu"), decoy: try inputs.number("nu", default: 0),
      weakest: try inputs.number("nu2", default: 0))
  }

  static func asymptotic(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let setup = try setup(inputs)
    var result = try AsymptoticAnalysis.analyse(setup, asymptoticSettings(inputs), asymptoticOptions(inputs))
      .tracedValues
    result["plob"] = .number(PureLoss.repeaterless(setup.channel))
    return result
  }

  /// How far vacuum + weak decoy is from infinitely many decoys (MA05 section 3.6).
  static func deviation(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let setup = try setup(inputs)
    var options = try asymptoticOptions(inputs)
    let settings = try asymptoticSettings(inputs)
    options.method = .infinite
    let exact = try AsymptoticAnalysis.estimate(setup, settings, options)
    options.method = inputs.has("method") ? try inputs.choice("method", default: .vacuumWeak) : .vacuumWeak
    let bound = try AsymptoticAnalysis.estimate(setup, settings, options)
    return [
      "Y1_deviation": .number((exact.singlePhotonYield - bound.singlePhotonYield) / exact.singlePhotonYield),
      "e1_deviation": .number((bound.singlePhotonError - exact.singlePhotonError) / exact.singlePhotonError),
    ]
  }

  static func cutoff(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let options = try asymptoticOptions(inputs)
    let settings = try asymptoticSettings(inputs)
    var atZero = inputs.values
    atZero["L_km"] = .number(0)
    for key in ["eta", "loss_dB"] { atZero[key] = nil }
    var setup = try setup(CalculationInputs(values: atZero))
    _ = try AsymptoticAnalysis.estimate(setup, settings, options)
    let alpha = try inputs.number("alpha_dB_km", default: Fibre.standardAttenuation)
    let excess = try inputs.number("excess_dB", default: 0)
    let length = AsymptoticAnalysis.cutoff { km in
      guard let fibre = Fibre(lengthKm: km, attenuationDecibelPerKm: alpha, excessLossDecibel: excess) else {
        return -1
      }
      setup.channel = fibre.transmittance
      return (try? AsymptoticAnalysis.estimate(setup, settings, options).rawRate) ?? -1
    }
    return ["L_km": .number(length)]
  }

  static func optimalSignal(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    [
      "mu": .number(
        try AsymptoticAnalysis.optimalSignal(
          misalignment: inputs.required("e_d"), errorCorrectionEfficiency: inputs.number("f_EC", default: 1.16)))
    ]
  }

  static func logInverse(_ inputs: CalculationInputs) throws -> Double {
    let eps = try inputs.required("eps")
    try require(eps, "eps", in: 0...1, excludingLower: true)
    return -Double.log(eps)
  }

  static func tail(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let bound = try inputs.choice("stat", default: ConcentrationBound.kl)
    let n = try inputs.required("n")
    let x = try inputs.required("x")
    try require(n, "n", in: 0...1e300)
    try require(x, "x", in: 0...n, hint: "a count among n")
    let l = try logInverse(inputs)
    return [
      "lower": .number(bound.lower(x, of: n, logInverseFailure: l).value),
      "upper": .number(bound.upper(x, of: n, logInverseFailure: l).value),
    ]
  }

  static func sampling(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let bound = try inputs.choice("sampling", default: SamplingBound.kl)
    let v = try inputs.required("v")
    let sZ = try inputs.required("sZ")
    let sX = try inputs.required("sX")
    try require(v, "v", in: 0...1e300)
    try require(sZ, "sZ", in: 0...1e300)
    try require(sX, "sX", in: 0...1e300)
    let phi = try bound.phaseError(
      errors: UpperBound(v), test: LowerBound(sZ), key: LowerBound(sX), logInverseFailure: logInverse(inputs))
    return ["phi": .number(phi.value)]
  }
}
