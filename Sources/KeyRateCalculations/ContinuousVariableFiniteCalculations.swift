// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import ContinuousVariable
import KeyRateNumerics
import KeyRateOptimisation
import KeyRateSecurity

extension ContinuousVariableCalculations {
  static func composableOptions(_ inputs: CalculationInputs) throws -> ComposableOptions {
    var options = ComposableOptions(
      mode: try inputs.choice("pe_mode", default: EstimationMode.sacrifice),
      cost: .efficiency(try inputs.number("beta", default: 0.95)), frameErrorRate: try inputs.number("fer", default: 0),
      frameErrorMode: try inputs.choice("fer_mode", default: FrameErrorMode.block),
      digitisationBits: try inputs.number("bits", default: 6),
      correctness: try inputs.number("eps_cor", default: 1e-15),
      entropyPenalty: try inputs.flag("entropy_penalty", default: true),
      extraLeakBits: try inputs.number("extra_leak_bits", default: 0), lengths: try lengths(inputs),
      composition: try inputs.choice("composition", default: LengthComposition.split),
      noiseHypothesis: try inputs.choice("noise_hypothesis", default: NoiseHypothesis.gaussian),
      clipRadius: try inputs.number("clip_radius"),
      continuity: try inputs.choice("continuity", default: ContinuityBound.entropies))
    // Tables state the shares beside each other: eps_W does not change the others.
    let share = 2e-11
    (options.smoothing, options.hashing, options.estimation) = (share, share, share)
    (options.entropy, options.clipping) = (share, try inputs.number("eps_W", default: share))
    options.smoothing = try inputs.number("eps_s", default: options.smoothing)
    options.hashing = try inputs.number("eps_PA", default: options.hashing)
    options.estimation = try inputs.number("eps_PE", default: options.estimation)
    options.entropy = try inputs.number("eps_ent", default: options.entropy)
    return options
  }

  /// What a row says of agreed lengths; n_lengths = 1 asks for the bound itself.
  private static func lengths(_ inputs: CalculationInputs) throws -> AgreedLengths {
    if let list = try inputs.numbers("lengths") { return .listed(list) }
    if let step = try inputs.number("length_step") { return .step(step) }
    if let length = try inputs.number("fixed_length") { return .fixed(length) }
    if try inputs.flag("from_revealed", default: false) { return .fromRevealed }
    guard let count = try inputs.number("n_lengths") else { return .unsaid }
    return count == 1 ? .bound : .number(count)
  }

  private static func calibration(_ inputs: CalculationInputs) throws -> ShotNoiseCalibration? {
    guard let light = try inputs.number("light_variance") else { return nil }
    return try ShotNoiseCalibration(
      light: light, lightSamples: inputs.required("light_samples"), dark: inputs.required("dark_variance"),
      darkSamples: inputs.required("dark_samples"))
  }

  private static func clipped(_ inputs: CalculationInputs) throws -> ClippedStatistics? {
    guard let meanZ = try inputs.number("mean_Z") else { return nil }
    return try ClippedStatistics(
      slopeReference: inputs.required("slope_reference"), meanZ: meanZ, varZ: inputs.required("var_Z"),
      meanR: inputs.required("mean_R"), varR: inputs.required("var_R"))
  }

  private static func symbols(_ inputs: CalculationInputs) throws -> Double {
    let n = try inputs.number("N", default: 1e9)
    try require(n, "N", in: 1...1e18)
    return n
  }

  private static func settings(_ inputs: CalculationInputs, estimationFraction: Double = 0.3) throws
    -> QuadratureSettings
  {
    let settings = QuadratureSettings(
      modulationVariance: try inputs.required("V_A"),
      estimationFraction: try inputs.number("f_PE", default: estimationFraction))
    try settings.validate()
    return settings
  }

  /// Expected estimates, or measured ones if `t_hat` is given: then T and ξ play no part.
  static func estimates(
    _ inputs: CalculationInputs, _ setup: QuadratureSetup, _ options: ComposableOptions
  ) throws -> ChannelEstimates {
    let settings = try settings(inputs)
    var e = QuadratureSimulation.estimates(setup, settings, symbols: try symbols(inputs), mode: options.mode)
    e.calibration = try calibration(inputs)
    if let statistics = try clipped(inputs) {
      e.clipped = statistics
      e.slope = statistics.slope(modulation: settings.modulationVariance)
      e.noiseVariance = statistics.noiseVariance(modulation: settings.modulationVariance)
      e.origin = .measured
      return e
    }
    guard let slope = try inputs.number("t_hat") else { return e }
    e.slope = slope
    e.noiseVariance = try inputs.required("sigma2_hat")
    e.sumOfSquares = try inputs.required("sum_x2")
    e.origin = .measured
    return e
  }

  static func composable(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let setup = try setup(inputs)
    let options = try composableOptions(inputs)
    let e = try estimates(inputs, setup, options)
    let rate = try ComposableKey.analyse(e, setup, options)
    let c = try ComposableAnalysis.estimate(e, setup, options)
    var result: [String: CalculationValue] = [
      "length": .number(rate.lengthBits ?? 0), "rate": .number(rate.ratePerPulse ?? 0),
      "delta_aep": .number(c.smoothingCost), "delta_ent": .number(c.entropyCost),
    ]
    result["n_lengths"] = .number(c.lengths)
    if let region = c.region {
      if let clipped = region.clipped {
        result["W"] = .number(clipped.weight)
        result["delta_W"] = .number(clipped.entropyCost)
      }
      if let unit = region.unit {
        result["unit_lo"] = .number(unit.low)
        result["unit_hi"] = .number(unit.high)
      }
    }
    if let mutual = c.mutualInformation { result["I_AB"] = .number(mutual) }
    guard c.refusal == nil else {
      return result.filter {
        ["length", "rate", "n_lengths", "I_AB", "unit_lo", "unit_hi", "W", "delta_W"].contains($0.key)
      }
    }
    result["length_raw"] = .number(rate.rawLengthBits ?? 0)
    if let chi = c.holevo { result["chi_worst"] = .number(chi) }
    if let region = c.region {
      result["sigma2_max"] = .number(region.noiseVariance)
      result["t_lo"] = .number(region.lowestSlope)
      result["t_hi"] = .number(region.highestSlope)
      result["T_lo"] = .number(region.lowestTransmittance)
      result["w_hi"] = .number(region.noise)
    }
    return result
  }

  /// A finite key of discrete modulation (CV-99); eps_sec = 1e-10 in six equal shares.
  static func discreteComposable(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let setup = try setup(inputs, detection: .heterodyne)
    var options = ComposableOptions(
      cost: .efficiency(try inputs.number("beta", default: 0.95)),
      digitisationBits: try inputs.number("bits", default: 6),
      correctness: try inputs.number("eps_cor", default: 1e-15),
      entropyPenalty: try inputs.flag("entropy_penalty", default: true),
      extraLeakBits: try inputs.number("extra_leak_bits", default: 0), noiseHypothesis: .bounded,
      clipRadius: try inputs.number("clip_radius"),
      continuity: try inputs.choice("continuity", default: ContinuityBound.entropies))
    options.smoothing = try inputs.number("eps_s", default: options.smoothing)
    options.hashing = try inputs.number("eps_PA", default: options.hashing)
    options.estimation = try inputs.number("eps_PE", default: options.estimation)
    options.entropy = try inputs.number("eps_ent", default: options.entropy)
    options.clipping = try inputs.number("eps_W", default: options.clipping)
    let n = try symbols(inputs)
    let share = try inputs.number("f_PE", default: 0.3)
    try require(share, "f_PE", in: 0...1, hint: "a fraction, not percent")
    let e = try DiscreteAnalysis.finite(
      setup, constellation(inputs), symbols: n, revealed: min(n, (share * n + 0.5).rounded(.down)), options)
    let length = wholeBits(e.rawLength)
    let kept = 1 - (try inputs.number("fer", default: 0))
    return [
      "W": .number(e.weight), "delta_W": .number(e.entropyCost), "sigma2_max": .number(e.noiseVariance),
      "w_hi": .number(e.noise), "b_hi": .number(e.outputVariance), "Z_low": .number(e.covariance),
      "chi_worst": .number(e.holevo), "I_AB": .number(e.information), "length": .number(length),
      "length_raw": .number(e.rawLength), "rate": .number(kept * length / n), "n_lengths": .number(1),
      "delta_aep": .number(e.smoothingCost),
      "delta_ent": .number(e.delta),
    ]
  }

  /// The least leakage that the observed noise allows (CV-45b).
  static func leakMinimum(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let pairs = try inputs.required("pairs")
    let n = try inputs.required("n")
    let e = ChannelEstimates(
      modulationVariance: try inputs.required("V_A"), slope: try inputs.required("t_hat"),
      noiseVariance: try inputs.required("sigma2_hat"), sumOfSquares: try inputs.required("sum_x2"), pairs: pairs,
      symbols: max(n, 1), keySymbols: n, origin: .measured)
    for (name, value) in [
      ("pairs", pairs), ("sigma2_hat", e.noiseVariance), ("sum_x2", e.sumOfSquares), ("V_A", e.modulationVariance),
    ] {
      try require(value, name, in: 0...1e30, excludingLower: true)
    }
    try require(e.slope, "t_hat", in: 0...1e6, excludingLower: true)
    let estimation = try inputs.number("eps_PE", default: 2e-11)
    let entropyFailure = try inputs.number("eps_ent", default: 2e-11)
    let correctness = try inputs.number("eps_cor", default: 1e-15)
    for (name, eps) in [("eps_PE", estimation), ("eps_ent", entropyFailure), ("eps_cor", correctness)] {
      try require(eps, name, in: 0...1, excludingLower: true, excludingUpper: true)
    }
    try require(n, "n", in: 2...1e18)
    let entropy = try inputs.required("symbol_entropy")
    try require(entropy, "symbol_entropy", in: 0...64)
    let limit = try LeakageLimit(
      e, inputs.choice("detection", default: Detection.homodyne), keySymbols: n, entropy: entropy,
      entropyCost: ComposableAnalysis.entropyCost(symbols: n, failure: entropyFailure), estimation: estimation,
      correctness: correctness)
    return ["I_max": .number(limit.information), "leak_EC_min": .number(limit.leastLeakage)]
  }

  static func lgg(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let setup = try setup(inputs)
    let e = QuadratureSimulation.estimates(
      setup, try settings(inputs, estimationFraction: 0.5), symbols: try symbols(inputs), mode: .sacrifice)
    let r = try LGG2010.estimate(
      e, setup,
      LGG2010.Options(
        efficiency: inputs.number("beta", default: 0.95), estimation: inputs.number("eps_PE", default: 1e-10),
        smoothing: inputs.number("eps_bar", default: 1e-10), hashing: inputs.number("eps_PA", default: 1e-10)))
    let kept = 1 - (try reconciliation(inputs).frameErrorRate)
    return [
      "t_min": .number(r.lowestSlope), "sigma2_max": .number(r.noiseVariance), "chi": .number(r.holevo),
      "Delta_n": .number(r.finiteSizeTerm), "rate": .number(kept * r.rate),
    ]
  }

  static func york(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let setup = try setup(inputs)
    let year = try inputs.number("version", default: 2023)
    guard year == 2021 || year == 2023 else {
      throw InputError("version", year, allowed: "must be 2021 or 2023")
    }
    let e = QuadratureSimulation.estimates(
      setup, try settings(inputs), symbols: try symbols(inputs), mode: .sacrifice)
    let defaults = York.Options()
    let r = try York.estimate(
      e, setup,
      York.Options(
        version: year == 2021 ? .york2021 : .york2023, efficiency: inputs.number("beta", default: 0.95),
        successProbability: inputs.number("p_ec", default: 1),
        estimation: inputs.number("eps_PE", default: defaults.estimation),
        smoothing: inputs.number("eps_s", default: defaults.smoothing),
        hashing: inputs.number("eps_h", default: defaults.hashing), digitisationBits: inputs.number("bits", default: 6))
    )
    return [
      "T_wc": .number(r.transmittance), "s2_wc": .number(r.noiseVariance), "chi_wc": .number(r.holevo),
      "Delta_aep": .number(r.smoothingCost), "Theta": .number(r.constant), "rate": .number(r.rate),
    ]
  }

  /// The range of a free quantity; nil is the usual one.
  private static func range(_ inputs: CalculationInputs, _ key: String) throws -> ClosedRange<Double>? {
    guard let ends = try inputs.object("bounds")?.numbers(key) else { return nil }
    guard ends.count == 2, ends[0] > 0, ends[0] < ends[1] else {
      throw InputError("bounds.\(key)", value: "\(ends)", allowed: "must be two positive numbers in rising order")
    }
    return ends[0]...ends[1]
  }

  private static func free(_ inputs: CalculationInputs, _ known: [String]) throws -> [String] {
    let free = try inputs.words("optimise") ?? known
    for word in free where !known.contains(word) {
      throw InputError("optimise", value: word, allowed: "must be among \(known.joined(separator: ", "))")
    }
    return free
  }

  static func optimiseGaussian(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let setup = try setup(inputs)
    let options = try reconciliation(inputs)
    try options.validate()
    _ = try free(inputs, ["V_A"])
    let space = ModulationSearchSpace(
      modulation: nil, ranges: ["modulation_variance": try range(inputs, "V_A")])
    let found = try Optimiser.maximise(space.asymptoticProblem(link: LinkPrediction(setup), options: options))
    let va = space.settings(at: found.point).modulationVariance
    let e = try GaussianAnalysis.estimate(setup, modulation: va, options)
    return ["rate": .number(e.rate), "V_A": .number(va)]
  }

  static func optimiseComposable(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let setup = try setup(inputs)
    let options = try composableOptions(inputs)
    let free = try free(inputs, options.mode == .sacrifice ? ["V_A", "f_PE"] : ["V_A"])
    let space = ModulationSearchSpace(
      modulation: free.contains("V_A") ? nil : try inputs.required("V_A"),
      estimationFraction: free.contains("f_PE") ? nil : try inputs.number("f_PE", default: 0.3),
      mode: options.mode,
      ranges: ["modulation_variance": try range(inputs, "V_A"), "estimation_fraction": try range(inputs, "f_PE")])
    let n = try symbols(inputs)
    let problem = try space.composableProblem(link: LinkPrediction(setup), symbols: n, options: options)
    let found = try Optimiser.maximise(problem)
    let best = space.settings(at: found.point)
    let e = QuadratureSimulation.estimates(setup, best, symbols: n, mode: options.mode)
    let rate = try ComposableKey.analyse(e, setup, options)
    return [
      "rate": .number(rate.ratePerPulse ?? 0), "length": .number(rate.lengthBits ?? 0),
      "V_A": .number(best.modulationVariance), "f_PE": .number(best.estimationFraction),
    ]
  }

  static func optimiseDiscrete(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let setup = try setup(inputs, detection: .heterodyne)
    let options = try reconciliation(inputs)
    let information = try inputs.choice("mutual_information", default: MutualInformation.exact)
    let space: ConstellationSearchSpace
    let isPSK = try inputs.text("constellation") ?? "psk" == "psk"
    if isPSK {
      _ = try free(inputs, ["alpha"])
      let ends = try range(inputs, "alpha") ?? 0.05...2
      space = ConstellationSearchSpace(
        kind: .psk(states: try whole(inputs, "M")), modulation: nil,
        ranges: [
          "modulation_variance": (2 * ends.lowerBound * ends.lowerBound)...(2 * ends.upperBound * ends.upperBound)
        ])
    } else {
      let free = try free(inputs, ["V_A", "nu"])
      var given = inputs.values
      if free.contains("V_A") { given["V_A"] = .number(1) }
      _ = try constellation(CalculationInputs(values: given))
      let word = try inputs.text("constellation") ?? ""
      space = ConstellationSearchSpace(
        kind: .qam(
          side: try whole(inputs, "side"), shaping: QAMShaping(rawValue: String(word.dropFirst(4))) ?? .binomial),
        modulation: free.contains("V_A") ? nil : try inputs.required("V_A"),
        nu: free.contains("nu") ? nil : try inputs.number("nu", default: 0))
    }
    let found = try Optimiser.maximise(
      space.problem(link: LinkPrediction(setup), options: options, information: information))
    let best = try space.constellation(at: found.point)
    let e = try DiscreteAnalysis.estimate(setup, best, options, information: information)
    return [
      "rate": .number(e.rate), "V_A": .number(best.modulationVariance), "alpha": .number(best.meanPhotons.squareRoot()),
    ]
  }
}
