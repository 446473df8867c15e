// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateOptimisation
import KeyRateSecurity
import PhotonSources

/// The named calculations of BB84 without decoys, COW and DPS (photons sheet, sections 4 to 7).
enum PhotonCalculations {
  private static let link = ["eta", "loss_dB", "L_km", "alpha_dB_km", "eta_d", "p", "e_d", "e_dZ"]
  private static let source = ["p_n", "mu", "mean_photons", "g2", "t", "p_multi"]
  private static let herald = ["mu", "modes", "eta_h", "p_h", "t"]
  private static let asymptotic = ["f_EC", "q", "pX", "pX_bob"]
  private static let security = [
    "sampling", "composition", "eps_sec", "eps_cor", "leak_EC", "f_EC", "pX", "pX_bob",
  ]

  static let all: [Calculation] = [
    Calculation(
      numbers: "single_photon.multiphoton",
      inputs: [
        "method", "g2", "mean_photons", "click", "eta_1", "eta_2", "P_c", "P_1", "P_2", "coincidences", "N_cal",
        "eps_cal", "t",
      ]
    ) { inputs in
      let bound: MultiphotonCalibration.Bound<Double> = try calibration(inputs).bound()
      var values = ["p_multi": bound.multiphoton.value]
      if let mean = bound.meanPhotons { values["mean_photons"] = mean.value }
      if let p = bound.coincidenceProbability { values["P_c"] = p.value }
      return values
    },
    Calculation(numbers: "single_photon.channel", inputs: link + source + asymptotic) { inputs in
      return asymptotic(
        try PhotonAsymptotic.estimate(
          try setup(inputs), try settings(inputs), try asymptoticOptions(inputs),
          multiphoton: try inputs.number("p_multi")))
    },
    Calculation(numbers: "single_photon.asymptotic", inputs: link + source + asymptotic) { inputs in
      return asymptotic(
        try PhotonAsymptotic.estimate(
          try setup(inputs), try settings(inputs), try asymptoticOptions(inputs),
          multiphoton: try inputs.number("p_multi")))
    },
    Calculation(numbers: "weak_coherent.asymptotic", inputs: link + source + asymptotic) { inputs in
      return asymptotic(
        try PhotonAsymptotic.estimate(
          try setup(inputs), try settings(inputs), try asymptoticOptions(inputs),
          multiphoton: try inputs.number("p_multi")))
    },
    Calculation(numbers: "single_photon.heralded", inputs: herald) { inputs in
      let source = try heralded(inputs)
      let s = source.statistics(preAttenuation: try inputs.number("t", default: 1))
      return [
        "P_herald": source.heraldProbability, "p0": s.none, "p1": s.one, "p_multi": s.multiphoton,
        "mean_photons": s.mean, "g2": s.g2,
      ]
    },
    Calculation(numbers: "single_photon.heralded.asymptotic", inputs: link + herald + asymptotic) { inputs in
      let link = try setup(inputs, source: .heralded(try heralded(inputs)))
      let e = try PhotonAsymptotic.estimate(link, try settings(inputs), try asymptoticOptions(inputs))
      return asymptotic(e).merging(["P_herald": e.roundsPerPulse]) { $1 }
    },
    Calculation(numbers: "single_photon.finite", inputs: link + source + security + ["p_multi", "N", "counts"]) {
      inputs in
      return try finite(inputs)
    },
    Calculation(numbers: "weak_coherent.finite", inputs: link + source + security + ["p_multi", "N", "counts"]) {
      inputs in
      return try finite(inputs)
    },
    Calculation(
      numbers: "single_photon.passive_decoy",
      inputs: link + herald + security + ["N", "counts", "eta_h_range", "p_h_range"]
    ) { inputs in
      return try passiveDecoy(inputs)
    },
    Calculation(
      numbers: "cow.ceiling", inputs: ["mu", "f_decoy", "monitor", "eta", "loss_dB", "L_km", "alpha_dB_km", "eta_d"]
    ) { inputs in
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
    },
    Calculation(numbers: "cow.ceiling.best", inputs: ["f_decoy", "monitor", "eta", "loss_dB", "L_km", "alpha_dB_km"]) {
      inputs in
      let best = try CoherentOneWay.best(
        channel: try inputs.transmittance(eta: "eta", loss: "loss_dB", length: "L_km"),
        decoyProbability: try inputs.required("f_decoy"), monitor: try inputs.choice("monitor", default: .decoys))
      return ["mu": best.mean, "ceiling": best.ceiling]
    },
    Calculation(numbers: "dps.ceiling", inputs: ["mu", "E", "eta_B", "gain", "eta", "loss_dB", "L_km", "alpha_dB_km"]) {
      inputs in
      let device = DifferentialPhaseShift(
        mean: try inputs.required("mu"), errorRate: try inputs.required("E"),
        receiverEfficiency: try inputs.number("eta_B", default: 1))
      let attack = try device.attack(
        channel: try inputs.transmittance(eta: "eta", loss: "loss_dB", length: "L_km"), gain: try inputs.number("gain"))
      return [
        "k": attack.blockLength, "attack_gain": attack.attackGain, "gain": attack.ceiling.gain,
        "ratio": attack.ceiling.ratio, "insecure": attack.ceiling.isInsecure ? 1 : 0, "ceiling": attack.ceiling.ceiling,
      ]
    },
    Calculation(numbers: "single_photon.optimise.asymptotic", inputs: link + source + asymptotic + ["variables"]) {
      inputs in
      return try optimumOfInfiniteData(inputs)
    },
    Calculation(numbers: "weak_coherent.optimise.asymptotic", inputs: link + source + asymptotic + ["variables"]) {
      inputs in
      return try optimumOfInfiniteData(inputs)
    },
    Calculation(numbers: "single_photon.optimise.finite", inputs: link + source + security + ["N", "variables"]) {
      inputs in
      return try optimumOfRun(inputs)
    },
    Calculation(numbers: "weak_coherent.optimise.finite", inputs: link + source + security + ["N", "variables"]) {
      inputs in
      return try optimumOfRun(inputs)
    },
  ]

  /// The best settings for infinite data.
  private static func optimumOfInfiniteData(_ inputs: CalculationInputs) throws -> [String: Double] {
    let space = try searchSpace(inputs, movesBasis: false)
    let best = try Optimiser.maximise(space.problem(options: try asymptoticOptions(inputs)))
    return optimum(space, best.point, rate: best.value)
  }

  /// The best settings for a number of pulses.
  private static func optimumOfRun(_ inputs: CalculationInputs) throws -> [String: Double] {
    let space = try searchSpace(inputs, movesBasis: true)
    let n = try inputs.required("N")
    let options = try finiteOptions(inputs)
    let best = try Optimiser.maximise(space.problem(pulses: n, options: options))
    let (link, choices) = space.point(at: best.point)
    let many = link.source.multiphotonProbability(preAttenuation: choices.preAttenuation)
    let e = try PhotonFiniteKey.estimate(
      .expected(link, choices, triggers: n), choices, .probability(many, isUpperLimit: false), options)
    return optimum(space, best.point, rate: max(0, e.rawLength.rounded(.down)) / n)
  }

  static func optimum(_ space: PhotonSearchSpace, _ point: [Double], rate: Double) -> [String: Double] {
    let (link, choices) = space.point(at: point)
    var values = ["rate": rate, "t": choices.preAttenuation, "pX": choices.keyBasisProbability]
    if case .coherent(let mu) = link.source { values["mu"] = mu }
    return values
  }

  static func asymptotic(_ e: PhotonAsymptotic.Estimate) -> [String: Double] {
    [
      "Q": e.key.gain, "EQ": e.key.errorGain, "E": e.key.errorRate, "phi": e.phaseError, "p_multi": e.multiphoton,
      "rate_raw": e.rawRate, "rate": e.rate,
    ]
  }

  static func finite(_ inputs: CalculationInputs) throws -> [String: Double] {
    let choices = try settings(inputs)
    let n = try inputs.required("N")
    let counts: PhotonCounts
    let limit: MultiphotonLimit
    if let given = try inputs.object("counts") {
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

  static func passiveDecoy(_ inputs: CalculationInputs) throws -> [String: Double] {
    func range(_ symbol: String, _ fallback: Double?) throws -> ClosedRange<Double> {
      if let ends = try inputs.numbers("\(symbol)_range"), ends.count == 2 { return ends[0]...ends[1] }
      let value = try inputs.number(symbol) ?? fallback ?? inputs.required(symbol)
      return value...value
    }
    let counts: PassiveDecoyCounts
    if let given = try inputs.object("counts") {
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
}
