// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateLinks
import KeyRateNumerics
import KeyRateOptimisation
import KeyRateSecurity
import MDI

/// The finite-key calculations of the mdi sheet.
extension MDICalculations {
  private static let optionKeys = [
    "eps_sec", "eps_cor", "f_EC", "leak_EC", "accounting", "concentration", "joint", "scan", "ecInClear",
  ]
  static let threeKeys = ["A", "B", "N", "pI_A", "pI_B", "pZ_A", "pZ_B"] + optionKeys
  static let fourKeys = ["IA", "IB", "N", "pA", "pB", "o"] + optionKeys

  static let finite: [Calculation] = [
    Calculation("mdi.concentration", inputs: ["method", "direction", "x", "eps"], concentration),
    Calculation("mdi.finite3", inputs: linkKeys + threeKeys, three),
    Calculation("mdi.finite4", inputs: linkKeys + fourKeys, four),
    Calculation("mdi.finite3.counts", inputs: threeKeys + ["nZ", "nX", "mX", "mZss"], threeCounts),
    Calculation("mdi.finite4.counts", inputs: fourKeys + ["n", "mxx", "mzz"], fourCounts),
  ]

  static func concentration(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let method = try inputs.choice("method", default: CountBound.chernoff)
    let x = try inputs.required("x")
    let eps = try inputs.required("eps")
    try require(x, "x", in: 0...1e18)
    try require(eps, "eps", in: 0...1, excludingLower: true, excludingUpper: true)
    let direction = try inputs.text("direction") ?? "observedToExpected"
    let range: ClosedRange<Double>
    switch direction {
    case "observedToExpected": range = method.expectation(observed: x, failure: eps)
    case "expectedToObserved": range = method.count(expected: x, failure: eps)
    default:
      throw InputError(
        "direction", value: direction, allowed: "must be observedToExpected or expectedToObserved")
    }
    return ["lower": .number(range.lowerBound), "upper": .number(range.upperBound)]
  }

  static func options(_ inputs: CalculationInputs) throws -> FiniteKeyOptions {
    // MDI-29a under its own name, or as the flag it had before.
    let isClear = try inputs.text("accounting") == "clear"
    var options = FiniteKeyOptions(
      accounting: isClear ? .phaseError : try inputs.choice("accounting", default: Accounting.phaseError),
      bound: try inputs.choice("concentration", default: CountBound.chernoff),
      joint: try inputs.flag("joint", default: true), scan: try scan(inputs),
      errorCorrectionInClear: try isClear || inputs.flag("ecInClear", default: false))
    options.secrecy = try inputs.number("eps_sec", default: options.secrecy)
    options.correctness = try inputs.number("eps_cor", default: options.correctness)
    if let bits = try inputs.number("leak_EC") {
      options.leakage = .measured(bits: bits)
    } else {
      options.leakage = .estimated(efficiency: try inputs.number("f_EC", default: 1.16))
    }
    return options
  }

  /// `scan` is true, false or "double".
  private static func scan(_ inputs: CalculationInputs) throws -> Scan {
    if let word = try? inputs.text("scan") {
      guard word == "double" else {
        throw InputError("scan", value: word, allowed: "must be true, false or \"double\"")
      }
      return .double
    }
    return try inputs.flag("scan", default: true) ? .single : .off
  }

  static func threeChoice(_ inputs: CalculationInputs, _ party: String) throws -> ThreeIntensityChoice {
    ThreeIntensityChoice(
      intensities: try intensities(inputs, party), probabilities: try intensities(inputs, "pI_\(party)"),
      keyBasis: try intensities(inputs, "pZ_\(party)"))
  }

  static func threeChoices(_ inputs: CalculationInputs) throws -> PerParty<ThreeIntensityChoice> {
    PerParty(alice: try threeChoice(inputs, "A"), bob: try threeChoice(inputs, "B"))
  }

  static func pulses(_ inputs: CalculationInputs) throws -> Double {
    let n = try inputs.required("N")
    try require(n, "N", in: 0...1e18, excludingLower: true)
    return n
  }

  static func three(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let choices = try threeChoices(inputs)
    try choices.alice.validate("A")
    try choices.bob.validate("B")
    return try result(
      .expected(setup(inputs), choices, pulses: pulses(inputs)), choices, options(inputs))
  }

  static func threeCounts(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let counts = ThreeIntensityCounts(
      keyBasis: try table(inputs, "nZ"), testBasis: try table(inputs, "nX"), testErrors: try table(inputs, "mX"),
      keyErrors: try inputs.required("mZss"), pulses: try pulses(inputs), origin: .measured)
    return try result(counts, threeChoices(inputs), options(inputs))
  }

  private static func table(_ inputs: CalculationInputs, _ name: String) throws -> PairTable {
    let rows = try inputs.matrix(name) ?? []
    guard rows.count == 3, rows.allSatisfy({ $0.count == 3 }), let table = PairTable(rows.flatMap(\.self)) else {
      throw InputError(name, value: "\(rows)", allowed: "must be 3 rows of 3 counts")
    }
    return table
  }

  private static func result(
    _ counts: ThreeIntensityCounts, _ choices: PerParty<ThreeIntensityChoice>, _ options: FiniteKeyOptions
  ) throws -> [String: CalculationValue] {
    let e = try FiniteKey.estimate(counts, choices, options)
    var result = common(e, try FiniteKey.analyse(counts, choices, options))
    result["Y11_L"] = .number(e.yield.value)
    result["nZss"] = .number(e.detections)
    return result
  }

  private static func common(_ e: FiniteEstimate<Double>, _ rate: SecretKeyRate) -> [String: CalculationValue] {
    let checks = ["consistency", "leak_EC_min"].compactMap { name in rate.value(name).map { (name, $0) } }
    return Dictionary(uniqueKeysWithValues: checks.map { ($0, .number($1)) }).merging(values(e, rate)) { $1 }
  }

  private static func values(_ e: FiniteEstimate<Double>, _ rate: SecretKeyRate) -> [String: CalculationValue] {
    [
      "eps1": .number(e.eachFailure), "t11_U": .number(e.errorYield.value), "S11_L": .number(e.pairs.value),
      "Nph_U": .number(e.phaseErrors.value), "e_ph": .number(e.phaseError.value), "EZ": .number(e.errorRate),
      "leak_EC": .number(e.leakage.value), "cost": .number(e.cost), "length": .number(rate.lengthBits ?? 0),
      "length_raw": .number(rate.rawLengthBits ?? 0), "rate": .number(rate.ratePerPulse ?? 0),
    ]
  }

  static func fourChoices(_ inputs: CalculationInputs) throws -> PerParty<FourIntensityChoice> {
    let o = try inputs.numbers("o") ?? [0, 0]
    guard o.count == 2 else { throw InputError("o", value: "\(o)", allowed: "must have 2 values") }
    func choice(_ party: String, _ vacuum: Double) throws -> FourIntensityChoice {
      let i = try intensities(inputs, "I\(party)").list
      let p = try intensities(inputs, "p\(party)").list
      return FourIntensityChoice(
        signal: i[0], strongDecoy: i[1], weakDecoy: i[2], vacuum: vacuum, signalProbability: p[0],
        strongProbability: p[1], weakProbability: p[2])
    }
    return PerParty(alice: try choice("A", o[0]), bob: try choice("B", o[1]))
  }

  static func four(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let choices = try fourChoices(inputs)
    try choices.alice.validate("A")
    try choices.bob.validate("B")
    return try result(.expected(setup(inputs), choices, pulses: pulses(inputs)), choices, options(inputs))
  }

  static func fourCounts(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    guard let n = try inputs.object("n") else { throw InputError("n", value: "missing", allowed: "is needed") }
    let known = ["zz", "xx", "yy", "xo", "ox", "yo", "oy", "oo"]
    for key in n.values.keys.sorted() where !known.contains(key) {
      throw InputError("n", value: key, allowed: "must be among \(known.joined(separator: ", "))")
    }
    let counts = FourIntensityCounts(
      zz: try n.required("zz"), zzErrors: try inputs.required("mzz"), xx: try n.required("xx"),
      xxErrors: try inputs.required("mxx"), yy: try n.required("yy"), xo: try n.required("xo"),
      ox: try n.required("ox"), yo: try n.required("yo"), oy: try n.required("oy"), oo: try n.required("oo"),
      pulses: try pulses(inputs), origin: .measured)
    return try result(counts, fourChoices(inputs), options(inputs))
  }

  private static func result(
    _ counts: FourIntensityCounts, _ choices: PerParty<FourIntensityChoice>, _ options: FiniteKeyOptions
  ) throws -> [String: CalculationValue] {
    let e = try FiniteKey.estimate(counts, choices, options)
    var result = common(e, try FiniteKey.analyse(counts, choices, options))
    result["G_L"] = .number(e.gainSum?.value ?? 0)
    result["h_L"] = .number(e.vacuumSide?.lower.value ?? 0)
    result["h_U"] = .number(e.vacuumSide?.upper.value ?? 0)
    result["s11_L"] = .number(e.yield.value)
    result["nZ"] = .number(e.detections)
    return result
  }
}

/// The optimisers of the sheet's section 9.
extension MDICalculations {
  private static let optimiseKeys =
    linkKeys + ["N", "eps_sec", "eps_cor", "f_EC", "accounting", "concentration", "ecInClear", "symmetric", "seed"]

  static let optimisers: [Calculation] = [
    Calculation("mdi.optimise.asymptotic", inputs: linkKeys + ["f_EC", "free", "muA", "muB", "seed"], optimiseSignals),
    Calculation("mdi.optimise.finite3", inputs: optimiseKeys + ["om"], optimiseThree),
    Calculation("mdi.optimise.finite4", inputs: optimiseKeys + ["joint", "scan", "o"], optimiseFour),
  ]

  private static func search(_ inputs: CalculationInputs) throws -> OptimisationOptions {
    var options = OptimisationOptions()
    let seed = try inputs.number("seed", default: 1)
    try require(seed, "seed", in: 0...1e9)
    options.seed = UInt64(seed)
    return options
  }

  /// The signals named in `free`, by default both; the others are given.
  static func optimiseSignals(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let free = try inputs.words("free") ?? ["muA", "muB"]
    for word in free where !["muA", "muB"].contains(word) {
      throw InputError("free", value: word, allowed: "must be among muA, muB")
    }
    func given(_ name: String) throws -> Double? { free.contains(name) ? nil : try inputs.required(name) }
    let setup = try setup(inputs)
    let options = try asymptoticOptions(inputs, .infinite)
    try options.validate()
    let space = AsymptoticSearchSpace(
      method: .infinite, partial: PerParty(alice: [try given("muA")], bob: [try given("muB")]), isSymmetric: false)
    let best = try Optimiser.maximise(space.problem(setup: setup, options: options), options: search(inputs))
    let settings = space.settings(at: best.point)
    let e = try AsymptoticAnalysis.estimate(setup, settings, options)
    return [
      "rate": .number(e.rate), "muA": .number(settings.signals.alice), "muB": .number(settings.signals.bob),
    ]
  }

  static func optimiseThree(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let options = try options(inputs)
    try options.validate()
    let om = try inputs.number("om", default: 0)
    try require(om, "om", in: 0...1)
    let space = ThreeIntensitySpace(
      PerParty(both: PartialThreeIntensities(weakest: om)), isSymmetric: try inputs.flag("symmetric", default: true))
    let setup = try setup(inputs)
    let n = try pulses(inputs)
    let best = try Optimiser.maximise(
      space.problem(setup: setup, pulses: n, options: options), options: search(inputs))
    let settings = space.settings(at: best.point)
    let rate = try FiniteKey.analyse(.expected(setup, settings, pulses: n), settings, options)
    var result: [String: CalculationValue] = [
      "length": .number(rate.lengthBits ?? 0), "rate": .number(rate.ratePerPulse ?? 0),
      "evaluations": .number(Double(best.evaluations)),
    ]
    for (party, c) in [("A", settings.alice), ("B", settings.bob)] {
      for (k, name) in ["mu", "nu", "om"].enumerated() {
        result["\(name)_\(party)"] = .number(c.intensities.list[k])
        result["p_\(name)_\(party)"] = .number(c.probabilities.list[k])
        result["pZ_\(name)_\(party)"] = .number(c.keyBasis.list[k])
      }
    }
    return result
  }

  static func optimiseFour(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let options = try options(inputs)
    try options.validate()
    let o = try inputs.numbers("o") ?? [0, 0]
    guard o.count == 2 else { throw InputError("o", value: "\(o)", allowed: "must have 2 values") }
    for value in o { try require(value, "o", in: 0...0.5) }
    let space = FourIntensitySpace(
      PerParty(alice: PartialFourIntensities(vacuum: o[0]), bob: PartialFourIntensities(vacuum: o[1])),
      isSymmetric: try inputs.flag("symmetric", default: true))
    let setup = try setup(inputs)
    let n = try pulses(inputs)
    let best = try Optimiser.maximise(
      space.problem(setup: setup, pulses: n, options: options), options: search(inputs))
    let settings = space.settings(at: best.point)
    let rate = try FiniteKey.analyse(.expected(setup, settings, pulses: n), settings, options)
    var result: [String: CalculationValue] = [
      "length": .number(rate.lengthBits ?? 0), "rate": .number(rate.ratePerPulse ?? 0),
      "evaluations": .number(Double(best.evaluations)),
    ]
    for (party, c) in [("A", settings.alice), ("B", settings.bob)] {
      for (name, value, p) in [
        ("z", c.signal, c.signalProbability), ("y", c.strongDecoy, c.strongProbability),
        ("x", c.weakDecoy, c.weakProbability),
      ] {
        result["\(name)_\(party)"] = .number(value)
        result["p_\(name)_\(party)"] = .number(p)
      }
    }
    return result
  }
}
