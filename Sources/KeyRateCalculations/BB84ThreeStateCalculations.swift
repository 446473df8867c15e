// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import BB84
import KeyRateNumerics
import KeyRateSecurity

extension BB84Calculations {
  /// Three states with one decoy or two (section 5b).
  static func threeState(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let options = try finiteOptions(inputs)
    let intensities = try inputs.numbers("mu")?.count ?? 3
    let alice = try inputs.required("pX")
    let settings = Settings(
      intensities: try byIntensity(inputs.numbers("mu"), "mu", intensities),
      probabilities: try byIntensity(inputs.numbers("p_mu"), "p_mu", intensities), keyBasisProbability: alice,
      bobKeyBasisProbability: try inputs.number("pX_bob", default: alice))
    let counts: ThreeStateCounts
    if let given = try inputs.object("counts") {
      let (errors, total) = try keyErrors(given, intensities)
      func list(_ name: String) throws -> ByIntensity<Double> {
        try byIntensity(given.numbers(name), name, intensities)
      }
      counts = ThreeStateCounts(
        keyDetections: try list("nX"), keyErrors: errors, testPlus: try list("tP"), testMinus: try list("tM"),
        mixedPlus: try list("kP"), pulses: try inputs.number("N"), origin: .measured, keyErrorTotal: total)
    } else {
      try settings.validate()
      counts = ThreeStateCounts.expected(try setup(inputs), settings, block: try block(inputs))
    }
    let rate = try ThreeStateKey.analyse(counts, settings, options)
    var result = rate.tracedValues
    result["mX"] = .number(counts.observations.allKeyErrors)
    if let r = rate.ratePerPulse { result["rate"] = .number(r) }
    return result
  }

  /// BB-47, BB-48 for one class of counts.
  static func feasible(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let n = try inputs.numbers("n") ?? []
    let intensities = n.count
    let counts = try byIntensity(n, "n", intensities)
    let settings = Settings(
      intensities: try byIntensity(inputs.numbers("mu"), "mu", intensities),
      probabilities: try byIntensity(inputs.numbers("p_mu"), "p_mu", intensities), keyBasisProbability: 0.5)
    try settings.validate()
    for value in n { try require(value, "n", in: 0...1e18) }
    let isFeasible = FiniteKey.isFeasible(
      counts, settings, try inputs.choice("stat", default: ConcentrationBound.kl),
      logInverseFailure: try logInverse(inputs))
    return ["feasible": .number(isFeasible ? 1 : 0)]
  }

  /// BB-71, BB-72.
  static func split(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let (t, pi, l) = (try inputs.required("t"), try inputs.required("pi"), try inputs.required("L"))
    try require(t, "t", in: 0...1e18)
    try require(pi, "pi", in: 0...1, excludingLower: true, excludingUpper: true)
    try require(l, "L", in: 0...1e6)
    let split = BinomialSplit(seen: pi, unseen: 1 - pi)
    return [
      "upper": .number(split.upper(t, logInverseFailure: l)), "lower": .number(split.lower(t, logInverseFailure: l)),
    ]
  }

  /// BB-35b.
  static func leakFloor(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let n = try inputs.numbers("nX") ?? []
    let m = try inputs.numbers("mX") ?? []
    guard !n.isEmpty, n.count == m.count else {
      throw InputError("mX", value: "\(m)", allowed: "must have one value for each of nX")
    }
    for (all, wrong) in zip(n, m) {
      try require(all, "nX", in: 0...1e18)
      try require(wrong, "mX", in: 0...all, hint: "errors are a part of the detections")
    }
    let correctness = try inputs.required("eps_cor")
    try require(correctness, "eps_cor", in: 0...1, excludingLower: true, excludingUpper: true)
    let rule = ShannonRule(zip(n, m).map { .init(rounds: $0, errors: $1) }, correctness: correctness)
    let shannon = zip(n, m).reduce(0) { $1.0 > 0 ? $0 + $1.0 * binaryEntropy($1.1 / $1.0) : $0 }
    return ["shannon": .number(shannon), "floor": .number(rule.leastLeakage)]
  }

  /// BB-81 for stat kl.
  static func tailSlopes(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let (x, n) = (try inputs.required("x"), try inputs.required("n"))
    try require(n, "n", in: 0...1e18, excludingLower: true)
    try require(x, "x", in: 0...n, excludingLower: true, excludingUpper: true)
    let l = try logInverse(inputs)
    func slopes(_ bound: Double) -> (dx: Double, dn: Double) {
      RelativeEntropy.slopes(of: bound, x, of: n, logInverseFailure: l)
    }
    let upper = slopes(RelativeEntropy.upperBound(x, of: n, logInverseFailure: l))
    let lower = slopes(RelativeEntropy.lowerBound(x, of: n, logInverseFailure: l))
    return [
      "upper_dx": .number(upper.dx), "upper_dn": .number(upper.dn), "lower_dx": .number(lower.dx),
      "lower_dn": .number(lower.dn),
    ]
  }

  /// BB-82 for sampling kl.
  static func samplingSlopes(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let (v, sZ, sX) = (try inputs.required("v"), try inputs.required("sZ"), try inputs.required("sX"))
    try require(sZ, "sZ", in: 0...1e18, excludingLower: true)
    try require(sX, "sX", in: 0...1e18, excludingLower: true)
    try require(v, "v", in: 0...(sZ / 2), excludingLower: true)
    let slopes = SamplingBound.klSlopes(errors: v, test: sZ, key: sX, logInverseFailure: try logInverse(inputs))
    return ["phi_dv": .number(slopes.dv), "phi_dsZ": .number(slopes.dsZ), "phi_dsX": .number(slopes.dsX)]
  }
}
