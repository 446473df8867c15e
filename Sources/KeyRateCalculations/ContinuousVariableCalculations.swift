// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import ContinuousVariable
import KeyRateBounds
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity

/// The named calculations of the cv sheet.
enum ContinuousVariableCalculations {
  static let channelKeys = ["T", "L_km", "alpha_dB_km", "excess_dB", "loss_dB"]
  static let receiverKeys = ["detection", "eta_d", "v_el", "trust", "reconciliation", "xi", "xi_reference"]
  static let gaussianKeys = channelKeys + receiverKeys + ["V_A", "beta", "fer"]
  static let composableKeys =
    gaussianKeys + [
      "N", "f_PE", "pe_mode", "fer_mode", "n_lengths", "bits", "eps_s", "eps_PA", "eps_PE", "eps_ent", "eps_cor",
      "entropy_penalty", "extra_leak_bits", "t_hat", "sigma2_hat", "sum_x2", "lengths", "length_step", "fixed_length",
      "from_revealed", "composition", "continuity", "noise_hypothesis", "clip_radius", "slope_reference", "eps_W",
      "mean_Z", "var_Z", "mean_R", "var_R", "light_variance", "light_samples", "dark_variance", "dark_samples",
    ]
  static let discreteKeys =
    channelKeys + receiverKeys + [
      "constellation", "M", "alpha", "side", "V_A", "nu", "mutual_information", "beta", "fer",
    ]
  static let relayKeys = [
    "V_A", "V_B", "tau_A", "tau_B", "loss_A_dB", "loss_B_dB", "xi_A", "xi_B", "eta_r", "v_el_r", "key_from", "beta",
  ]

  static let all: [Calculation] = [
    Calculation("cv.gaussian.asymptotic", inputs: gaussianKeys, gaussian),
    Calculation("cv.gaussian.composable", inputs: composableKeys, composable),
    Calculation("cv.gaussian.lgg2010", inputs: gaussianKeys + ["N", "f_PE", "eps_PE", "eps_bar", "eps_PA"], lgg),
    Calculation(
      "cv.gaussian.york",
      inputs: gaussianKeys + ["N", "f_PE", "eps_PE", "eps_s", "eps_h", "p_ec", "bits", "version"], york),
    Calculation("cv.discrete.asymptotic", inputs: discreteKeys, discrete),
    Calculation(
      "cv.discrete.composable",
      inputs: discreteKeys + [
        "N", "f_PE", "bits", "eps_s", "eps_PA", "eps_PE", "eps_ent", "eps_W", "eps_cor", "extra_leak_bits",
        "entropy_penalty", "clip_radius", "continuity",
      ], discreteComposable),
    Calculation(
      "cv.leak_minimum",
      inputs: [
        "n", "symbol_entropy", "t_hat", "sigma2_hat", "sum_x2", "pairs", "V_A", "detection", "eps_PE", "eps_ent",
        "eps_cor",
      ], leakMinimum),
    Calculation(
      "cv.discrete.measured",
      inputs: [
        "constellation", "M", "alpha", "side", "V_A", "nu", "eta_d", "v_el", "trust", "beta_re", "beta_im", "n_B",
      ], measured),
    Calculation("cv.mdi.asymptotic", inputs: relayKeys, relay),
    Calculation("cv.bounds", inputs: channelKeys + ["xi"], bounds),
    Calculation(
      "cv.noise_budget",
      inputs: channelKeys + [
        "V_A", "detection", "eta_d", "xi", "phase_var", "rin_sig", "rin_lo", "bandwidth", "dac_bits", "adc_bits",
        "adc_ratio",
      ], budget),
    Calculation("cv.fading", inputs: ["T_samples", "weights", "xi", "V_A"], fading),
    Calculation("cv.estimate", inputs: ["x", "y", "eps_PE"], estimate),
    Calculation("cv.optimise.gaussian_asymptotic", inputs: gaussianKeys + optimiseKeys, optimiseGaussian),
    Calculation("cv.optimise.gaussian_composable", inputs: composableKeys + optimiseKeys, optimiseComposable),
    Calculation("cv.optimise.discrete_asymptotic", inputs: discreteKeys + optimiseKeys, optimiseDiscrete),
  ]

  static let optimiseKeys = ["optimise", "bounds"]

  static func channel(_ inputs: CalculationInputs) throws -> Transmittance {
    if let tau = try inputs.number("T") {
      guard let channel = Transmittance(tau) else {
        throw InputError("T", tau, allowed: "must be between 0 and 1", hint: "a fraction, not percent and not dB")
      }
      return channel
    }
    return try inputs.channelTransmittance()
  }

  /// The link and its receiver, by default homodyne and trusted.
  static func setup(_ inputs: CalculationInputs, detection: Detection = .homodyne) throws -> QuadratureSetup {
    let setup = QuadratureSetup(
      channel: try channel(inputs),
      excessNoise: ExcessNoise(
        try inputs.number("xi", default: 0), at: try inputs.choice("xi_reference", default: NoisePlane.input)),
      detection: try inputs.choice("detection", default: detection),
      detectorEfficiency: try inputs.number("eta_d", default: 1),
      electronicNoise: try inputs.number("v_el", default: 0),
      trust: try inputs.choice("trust", default: ReceiverTrust.trusted),
      reconciliation: try inputs.choice("reconciliation", default: Reconciliation.reverse))
    try setup.validate()
    return setup
  }

  static func reconciliation(_ inputs: CalculationInputs) throws -> ReconciliationOptions {
    ReconciliationOptions(
      efficiency: try inputs.number("beta", default: 0.95), frameErrorRate: try inputs.number("fer", default: 0))
  }

  static func gaussian(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let setup = try setup(inputs)
    // A row that says nothing of reconciliation means that of Shannon.
    var options = try reconciliation(inputs)
    options.efficiency = try inputs.number("beta", default: 1)
    let e = try GaussianAnalysis.estimate(setup, modulation: inputs.required("V_A"), options)
    let plain: [String: CalculationValue] = [
      "I_AB": .number(e.information), "chi": .number(e.holevo), "rate_raw": .number(e.rawRate),
      "rate": .number(e.rate),
    ]
    // At large modulation both terms agree in most of their digits: the difference in twice the precision.
    let exact = try GaussianAnalysis.reference(setup, modulation: inputs.required("V_A"), options)
    return plain.merging(
      perTransmittance(e.information, e.holevo, exact.rawRate.approximation, setup.channel.value)
    ) { a, _ in a }
  }

  /// The same divided by the transmittance: what stays of order 1 on long links.
  static func perTransmittance(
    _ information: Double, _ holevo: Double, _ raw: Double, _ tau: Double
  ) -> [String: CalculationValue] {
    guard tau > 0 else { return [:] }
    return [
      "I_per_T": .number(information / tau), "chi_per_T": .number(holevo / tau), "rate_raw_per_T": .number(raw / tau),
    ]
  }

  /// The states of a row.
  static func constellation(_ inputs: CalculationInputs) throws -> Constellation {
    let kind = try inputs.text("constellation") ?? "psk"
    if kind == "psk" {
      return try .psk(
        states: whole(inputs, "M"), amplitude: amplitude(inputs))
    }
    let prefix = "qam-"
    guard kind.hasPrefix(prefix), let shaping = QAMShaping(rawValue: String(kind.dropFirst(prefix.count))) else {
      throw InputError(
        "constellation", value: kind, allowed: "must be one of psk, qam-binomial, qam-uniform, qam-gaussian")
    }
    return try .qam(
      side: whole(inputs, "side"), modulationVariance: inputs.required("V_A"), shaping: shaping,
      nu: inputs.number("nu", default: 0))
  }

  private static func amplitude(_ inputs: CalculationInputs) throws -> Double {
    if let alpha = try inputs.number("alpha") { return alpha }
    let va = try inputs.required("V_A")
    try require(va, "V_A", in: 0...1e6, excludingLower: true)
    return (va / 2).squareRoot()
  }

  static func whole(_ inputs: CalculationInputs, _ key: String) throws -> Int {
    let x = try inputs.required(key)
    guard let n = Int(exactly: x) else { throw InputError(key, x, allowed: "must be a whole number") }
    return n
  }

  static func discrete(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let e = try DiscreteAnalysis.estimate(
      setup(inputs, detection: .heterodyne), constellation(inputs), reconciliation(inputs),
      information: inputs.choice("mutual_information", default: MutualInformation.exact))
    return [
      "V_A": .number(e.modulationVariance), "C": .number(e.correlation), "twice_C": .number(2 * e.correlation),
      "w": .number(e.noiseWeight), "Z_star": .number(e.covariance), "I_AB": .number(e.information),
      "chi": .number(e.holevo), "rate_raw": .number(e.rawRate), "rate": .number(e.rate),
    ]
  }

  /// The covariance from measured amplitudes at the channel output (CV-53).
  static func measured(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let real = try inputs.numbers("beta_re") ?? []
    let imaginary = try inputs.numbers("beta_im") ?? []
    guard real.count == imaginary.count else {
      throw InputError("beta_im", value: "\(imaginary.count) values", allowed: "must be as many as beta_re")
    }
    let receiver = QuadratureSetup(
      channel: .one, detection: .heterodyne, detectorEfficiency: try inputs.number("eta_d", default: 1),
      electronicNoise: try inputs.number("v_el", default: 0),
      trust: try inputs.choice("trust", default: ReceiverTrust.trusted))
    let m = try DiscreteAnalysis.measured(
      receiver, constellation(inputs), amplitudes: zip(real, imaginary).map { (real: $0, imaginary: $1) },
      photons: inputs.required("n_B"))
    return [
      "c1": .number(m.modelCorrelation), "c2": .number(m.amplitudeCorrelation), "Z_star": .number(m.covariance),
      "chi": .number(m.holevo),
    ]
  }

  static func relay(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    func arm(_ user: String) throws -> Transmittance {
      if let loss = try inputs.number("loss_\(user)_dB") {
        guard let arm = Transmittance(lossDecibel: loss) else {
          throw InputError("loss_\(user)_dB", loss, allowed: "must not be negative", hint: "a loss is counted positive")
        }
        return arm
      }
      let tau = try inputs.required("tau_\(user)")
      guard let arm = Transmittance(tau) else {
        throw InputError("tau_\(user)", tau, allowed: "must be between 0 and 1", hint: "a fraction, not percent")
      }
      return arm
    }
    let arms = (alice: try arm("A"), bob: try arm("B"))
    let setup = RelaySetup(
      arms: arms, excessNoise: (try inputs.number("xi_A", default: 0), try inputs.number("xi_B", default: 0)),
      relayEfficiency: try inputs.number("eta_r", default: 1),
      relayElectronicNoise: try inputs.number("v_el_r", default: 0))
    let va = try inputs.required("V_A")
    let e = try RelayAnalysis.estimate(
      setup, modulation: (va, try inputs.number("V_B", default: va)),
      keyFrom: inputs.choice("key_from", default: RelayKeySource.alice),
      efficiency: inputs.number("beta", default: 0.95))
    let plain: [String: CalculationValue] = [
      "a": .number(e.a), "b": .number(e.b), "c": .number(e.c), "I_AB": .number(e.information),
      "chi": .number(e.holevo), "rate_raw": .number(e.rawRate), "rate": .number(e.rate),
    ]
    let tau = arms.alice.value * arms.bob.value
    return plain.merging(perTransmittance(e.information, e.holevo, e.rawRate, tau)) { a, _ in a }
  }

  static func bounds(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let eta = try channel(inputs)
    let xi = try inputs.number("xi", default: 0)
    try require(xi, "xi", in: 0...1e6)
    return [
      "plob": .number(PureLoss.repeaterless(eta)), "thermal_upper": .number(ThermalLoss.upper(eta, excessNoise: xi)),
      "rci_lower": .number(ThermalLoss.reverseCoherentLower(eta, excessNoise: xi)),
      "nbar": .number(ThermalLoss.environmentPhotons(eta, excessNoise: xi)),
    ]
  }

  static func budget(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let budget = try NoiseBudget(
      transmittance: channel(inputs).value, modulationVariance: inputs.required("V_A"),
      detection: inputs.choice("detection", default: Detection.homodyne),
      detectorEfficiency: inputs.number("eta_d", default: 1), excessNoise: inputs.number("xi", default: 0))
    func given(_ key: String, _ range: ClosedRange<Double>) throws -> Double? {
      guard let x = try inputs.number(key) else { return nil }
      try require(x, key, in: range)
      return x
    }
    var result: [String: CalculationValue] = [:]
    if let vph = try given("phase_var", 0...10) {
      result["phase"] = .number(budget.phase(variance: vph))
      result["phase_literature"] = .number(budget.phaseLiterature(variance: vph))
    }
    let bandwidth = try given("bandwidth", 0...1e15)
    if let rin = try given("rin_sig", 0...1), let bandwidth {
      result["rin_sig"] = .number(budget.signalIntensityNoise(rin, bandwidthHz: bandwidth))
    }
    if let rin = try given("rin_lo", 0...1), let bandwidth {
      result["rin_lo"] = .number(budget.oscillatorIntensityNoise(rin, bandwidthHz: bandwidth))
    }
    if let bits = try given("dac_bits", 1...64) { result["dac"] = .number(budget.modulator(bits: bits)) }
    if let bits = try given("adc_bits", 1...64), let ratio = try given("adc_ratio", 0...1e6) {
      result["adc"] = .number(budget.digitisation(bits: bits, ratio: ratio))
    }
    return result
  }

  static func fading(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let e = try Fading.equivalent(
      samples: inputs.numbers("T_samples") ?? [], weights: inputs.numbers("weights"),
      excessNoise: inputs.number("xi", default: 0), modulationVariance: inputs.required("V_A"))
    return ["T_eff": .number(e.transmittance), "xi_eff": .number(e.excessNoise)]
  }

  /// Regression of one quadrature, already centred, with the confidence bounds of CV-41 and CV-42.
  static func estimate(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let x = try inputs.numbers("x") ?? []
    let y = try inputs.numbers("y") ?? []
    guard x.count == y.count else {
      throw InputError("y", value: "\(y.count) values", allowed: "must be as many as x, \(x.count)")
    }
    let m = try QuadratureMoments.of(zip(x, y).map { (x: $0, y: $1) }, centring: false)
    let r = try m.regression()
    let estimates = ChannelEstimates(
      modulationVariance: m.sumXX / m.pairs, slope: r.slope, noiseVariance: r.noiseVariance, sumOfSquares: m.sumXX,
      pairs: m.pairs, symbols: m.pairs, keySymbols: 0, origin: .measured)
    var result: [String: CalculationValue] = [
      "t_hat": .number(r.slope), "s2_hat": .number(r.noiseVariance), "V_A_hat": .number(m.sumXX / m.pairs),
      "rss": .number(r.residual), "Sxx": .number(m.sumXX), "M": .number(m.pairs),
    ]
    let h = try HypothesisStatistics(zip(x, y).map { (x: $0, y: $1) })
    result["kurtosis_z"] = .number(h.kurtosisZ)
    result["kurtosis_x"] = .number(h.kurtosisX)
    result["corr_x2_z2"] = .number(h.correlation)
    result["lag_z"] = .number(h.lagZ)
    result["lag_z2"] = .number(h.lagZ2)
    let region = try ConfidenceRegion<Double>.of(
      estimates, QuadratureSetup(channel: .one), estimation: inputs.number("eps_PE", default: 2e-11))
    if let region {
      result["sigma2_max"] = .number(region.noiseVariance)
      result["t_lo"] = .number(region.lowestSlope)
      result["t_hi"] = .number(region.highestSlope)
    }
    return result
  }
}
