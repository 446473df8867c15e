// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import BB84
import KeyRateNumerics
import KeyRateOptimisation
import KeyRateSecurity

extension BB84Calculations {
  static func finiteOptions(_ inputs: CalculationInputs) throws -> FiniteKeyOptions {
    let proof = try inputs.choice("proof", default: Proof.sound)
    let defaults = FiniteKeyOptions(proof: proof)
    var options = FiniteKeyOptions(
      proof: proof, statistics: try inputs.choice("stat", default: defaults.statistics),
      sampling: try inputs.choice("sampling", default: defaults.sampling),
      composition: try inputs.choice("composition", default: Composition.linear),
      penalty: try inputs.choice("penalty", default: HashingPenalty.pa),
      countsVacuum: try inputs.flag("vacuum", default: true),
      vacuumSource: try inputs.choice("k0", default: VacuumSource.min))
    // The tables evaluate the length with the leakage as it is stated, and tell the least one beside it.
    options.keepsStatedLeakage = true
    options.secrecy = try inputs.number("eps_sec", default: options.secrecy)
    options.correctness = try inputs.number("eps_cor", default: options.correctness)
    if let bits = try inputs.number("leak_EC") ?? inputs.number("leak") {
      options.leakage = .measured(bits: bits)
    } else {
      options.leakage = .estimated(efficiency: try inputs.number("f_EC", default: 1.16))
    }
    return options
  }

  static func byIntensity(_ list: [Double]?, _ name: String, _ intensities: Int) throws -> ByIntensity<Double> {
    guard let list else { throw InputError(name, value: "missing", allowed: "is needed") }
    guard list.count == intensities, let values = ByIntensity(list) else {
      throw InputError(name, value: "\(list)", allowed: "must have \(intensities) values")
    }
    return values
  }

  static func block(_ inputs: CalculationInputs) throws -> BlockSize {
    if let n = try inputs.number("nX_block") {
      try require(n, "nX_block", in: 0...1e18, excludingLower: true)
      return .keyBasisDetections(n)
    }
    let n = try inputs.required("N")
    try require(n, "N", in: 0...1e18, excludingLower: true)
    return .pulses(n)
  }

  /// m_X for each intensity, or in total with zeros for the list.
  static func keyErrors(
    _ given: CalculationInputs, _ intensities: Int
  ) throws -> (ByIntensity<Double>, total: Double?) {
    guard let total = try given.number("mX_total") else {
      return (try byIntensity(given.numbers("mX"), "mX", intensities), nil)
    }
    if given.has("mX") {
      throw InputError("mX_total", total, allowed: "stands for the list mX; give one of the two")
    }
    return (ByIntensity(0, 0, intensities == 3 ? 0 : nil), total)
  }

  static func finite(_ inputs: CalculationInputs, intensities: Int) throws -> [String: CalculationValue] {
    let options = try finiteOptions(inputs)
    let mu = try byIntensity(inputs.numbers("mu"), "mu", intensities)
    let p = try byIntensity(inputs.numbers("p_mu"), "p_mu", intensities)
    var settings = Settings(
      intensities: mu, probabilities: p, keyBasisProbability: try inputs.number("pX", default: 0.5))
    let counts: Observations
    if let given = try inputs.object("counts") {
      let (errors, total) = try keyErrors(given, intensities)
      counts = Observations(
        keyDetections: try byIntensity(given.numbers("nX"), "nX", intensities), keyErrors: errors,
        testDetections: try byIntensity(given.numbers("nZ"), "nZ", intensities),
        testErrors: try byIntensity(given.numbers("mZ"), "mZ", intensities), pulses: try inputs.number("N"),
        origin: .measured, keyErrorTotal: total)
    } else {
      settings.keyBasisProbability = try inputs.required("pX")
      settings.bobKeyBasisProbability = try inputs.number("pX_bob", default: settings.keyBasisProbability)
      try settings.validate()
      counts = Simulation.observations(try setup(inputs), settings, block: try block(inputs))
    }
    let rate = try FiniteKey.analyse(counts, settings, options)
    var result = rate.tracedValues
    result["mX"] = .number(counts.allKeyErrors)
    if let r = rate.ratePerPulse { result["rate"] = .number(r) }
    // Published forms do not announce the errors.
    if intensities == 2, options.proof != .sound { result["leakPE"] = .number(0) }
    return result
  }

  /// Which settings the row leaves to the optimiser: those named in `variables`; the others are given.
  static func optimiseFinite(_ inputs: CalculationInputs, intensities: Int) throws -> [String: CalculationValue] {
    let options = try finiteOptions(inputs)
    try options.validate(intensities: intensities, origin: .expected)
    let known = intensities == 3 ? ["mu1", "mu2", "p1", "p2", "pX"] : ["mu1", "mu2", "p1", "pX"]
    let free = try inputs.words("variables") ?? known
    for word in free where !known.contains(word) {
      throw InputError("variables", value: word, allowed: "must be among \(known.joined(separator: ", "))")
    }
    let mu = try inputs.numbers("mu") ?? []
    let p = try inputs.numbers("p_mu") ?? []
    func given(_ name: String, _ listed: Double?) throws -> Double? {
      if free.contains(name) { return nil }
      guard let value = try inputs.number(name) ?? listed else {
        throw InputError(name, value: "missing", allowed: "is neither given nor in variables")
      }
      return value
    }
    func listed(_ list: [Double], _ index: Int) -> Double? { index < list.count ? list[index] : nil }
    let mu1 = try given("mu1", listed(mu, 0))
    let mu2 = try given("mu2", listed(mu, 1))
    let p1 = try given("p1", listed(p, 0))
    let partial: PartialSettings
    if intensities == 3 {
      let mu3 = try inputs.number("mu3") ?? listed(mu, 2) ?? 0
      let p2 = try given("p2", listed(p, 1))
      let p3: Double? = p1.flatMap { a in p2.map { 1 - a - $0 } }
      partial = PartialSettings(
        intensities: ByIntensity(mu1, mu2, .some(mu3)), probabilities: ByIntensity(p1, p2, .some(p3)),
        keyBasisProbability: try given("pX", nil), bobKeyBasisProbability: try inputs.number("pX_bob"))
    } else {
      partial = PartialSettings(
        intensities: ByIntensity(mu1, mu2), probabilities: ByIntensity(p1, p1.map { 1 - $0 }),
        keyBasisProbability: try given("pX", nil), bobKeyBasisProbability: try inputs.number("pX_bob"))
    }
    let space = SearchSpace(partial)
    let setup = try setup(inputs)
    let size = try block(inputs)
    let best = try Optimiser.maximise(space.problem(setup: setup, block: size, options: options))
    let settings = space.settings(at: best.point)
    let rate = try FiniteKey.analyse(
      Simulation.observations(setup, settings, block: size), settings, options)
    var result: [String: CalculationValue] = [
      "rate": .number(rate.ratePerPulse ?? 0), "length": .number(rate.lengthBits ?? 0),
      "mu1": .number(settings.intensities.signal), "mu2": .number(settings.intensities.decoy),
      "p1": .number(settings.probabilities.signal), "pX": .number(settings.keyBasisProbability),
    ]
    if intensities == 3 { result["p2"] = .number(settings.probabilities.decoy) }
    return result
  }

  static func optimiseAsymptotic(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let options = try asymptoticOptions(inputs)
    try options.validate()
    let setup = try setup(inputs)
    let free = try inputs.words("variables") ?? ["mu"]
    for word in free where !["mu", "nu"].contains(word) {
      throw InputError("variables", value: word, allowed: "must be among mu, nu")
    }
    func given(_ name: String) throws -> Double? {
      free.contains(name) ? nil : try inputs.required(name)
    }
    let space = AsymptoticSearchSpace(
      method: options.method, signal: try given("mu"),
      decoy: options.method == .infinite ? 0 : try given("nu"), weakest: try inputs.number("nu2", default: 0))
    let best = try Optimiser.maximise(space.problem(setup: setup, options: options))
    let settings = space.settings(at: best.point)
    let e = try AsymptoticAnalysis.estimate(setup, settings, options)
    return [
      "rate": .number(e.rate), "rate_raw": .number(e.rawRate), "mu": .number(settings.signal),
      "nu": .number(settings.decoy),
    ]
  }
}
