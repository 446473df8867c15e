// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import KeyRateOptimisation
import KeyRateReading
import KeyRateSecurity
import RealModule
import SendingOrNotSending

/// The named calculations of the sns sheet, section 11, in its symbols.
enum SendingOrNotSendingCalculations {
  private static let link = ["etaA", "etaB", "LA_km", "LB_km", "alpha_dB_km", "eta_d", "pd", "e_d"]
  private static let users = ["pz", "p0", "p1", "p2", "a1", "a2", "z", "eps"]
  private static let settings = users.flatMap { [$0, $0 + "A", $0 + "B"] } + ["Delta", "mixed", "N"]
  private static let options = ["accounting", "method", "cells", "eps_sec", "eps_cor", "f_EC"]
  private static let counts = [
    "n_oo", "n_1o", "n_o1", "n_2o", "n_o2", "m_D", "n0", "n1", "nt_aopp", "leak_EC",
  ]

  static let all: [Calculation] =
    [
      Calculation("tf.sns.slice", inputs: ["gA", "gB", "Delta", "e_d", "pd"]) { try slice($0) },
      Calculation("tf.sns.channel", inputs: link + settings) { try channel($0) },
      Calculation("tf.aopp.pairs", inputs: ["u0", "u1", "n0", "n1", "m", "eps_c", "eps_q"]) { try pairs($0) },
      Calculation("tf.sns.decoyfree", inputs: link + settings + ["f_EC", "aopp"]) { try decoyFree($0) },
      Calculation(
        "tf.aopp.optimise",
        inputs: link + ["N", "symmetric"] + options
      ) { try optimise($0) },
    ]
    + [("tf.sns.finite", Scheme.sns), ("tf.aopp.finite", .aopp)].flatMap { name, scheme in
      [
        Calculation(name, inputs: link + settings + options) { try finite($0, scheme) },
        Calculation(name + ".counts", inputs: settings + options + counts) { try measured($0, scheme) },
      ]
    }

  // MARK: Inputs

  /// A key of one user, or the plain one.
  private static func own(_ inputs: CalculationInputs, _ key: String, _ user: String) throws -> Double {
    try inputs.number(key + user) ?? inputs.required(key)
  }

  private static func user(_ inputs: CalculationInputs, _ suffix: String) throws -> UserSettings {
    let p1 = try own(inputs, "p1", suffix)
    let p2 = try own(inputs, "p2", suffix)
    // p0 is what the others leave; where it is given, it must agree.
    if let p0 = try inputs.number("p0" + suffix) ?? inputs.number("p0") {
      guard abs(p0 + p1 + p2 - 1) <= 1e-9 else {
        throw InputError("p0" + suffix, p0, allowed: "p0 + p1 + p2 must be 1, not \(p0 + p1 + p2)")
      }
    }
    return UserSettings(
      signalWindowProbability: try own(inputs, "pz", suffix), weakProbability: p1, strongProbability: p2,
      weakIntensity: try own(inputs, "a1", suffix), strongIntensity: try own(inputs, "a2", suffix),
      signalIntensity: try own(inputs, "z", suffix), sendingProbability: try own(inputs, "eps", suffix))
  }

  private static func settings(_ inputs: CalculationInputs) throws -> Settings {
    let s = Settings(
      users: PerUser(alice: try user(inputs, "A"), bob: try user(inputs, "B")),
      sliceWidth: try inputs.required("Delta"), countsMixedRounds: try inputs.flag("mixed", default: true))
    try s.validate()
    return s
  }

  private static func setup(_ inputs: CalculationInputs) throws -> Setup {
    func arm(_ user: String) throws -> Transmittance {
      if let eta = try inputs.number("eta" + user) {
        guard let arm = Transmittance(eta) else { throw InputError("eta" + user, eta, allowed: "must be in [0, 1]") }
        return arm
      }
      let length = try inputs.required("L\(user)_km")
      let loss = try inputs.number("alpha_dB_km", default: Fibre.standardAttenuation) * length
      guard let arm = Transmittance(lossDecibel: loss) else {
        throw InputError("L\(user)_km", length, allowed: "must not be negative")
      }
      return arm
    }
    // η_A and η_B include the detectors, lengths do not.
    let efficiency = inputs.has("etaA") ? 1 : try inputs.number("eta_d", default: 1)
    guard let detector = Transmittance(efficiency) else {
      throw InputError("eta_d", efficiency, allowed: "must be in [0, 1]")
    }
    let setup = Setup(
      channels: PerUser(alice: try arm("A"), bob: try arm("B")), detectorEfficiency: detector,
      darkCountProbability: try inputs.number("pd", default: 1e-8),
      misalignment: try inputs.number("e_d", default: 0.03))
    try setup.validate()
    return setup
  }

  private static func options(_ inputs: CalculationInputs, _ scheme: Scheme) throws -> FiniteKeyOptions {
    let cells = try inputs.number("cells", default: 16)
    try require(cells, "cells", in: 1...Double(FiniteKeyOptions.mostCells))
    guard cells == cells.rounded() else { throw InputError("cells", cells, allowed: "must be a whole number") }
    return FiniteKeyOptions(
      scheme: scheme, accounting: try inputs.choice("accounting", default: Accounting.split),
      method: try inputs.choice("method", default: PairingMethod.spin), cells: Int(cells),
      secrecy: try inputs.number("eps_sec", default: 1e-10), correctness: try inputs.number("eps_cor", default: 1e-15),
      leakage: try inputs.number("leak_EC").map { .measured(bits: $0) }
        ?? .estimated(efficiency: try inputs.number("f_EC", default: 1.16)))
  }

  // MARK: Quantities

  private static func slice(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let pd = try inputs.required("pd")
    let e = try inputs.required("e_d")
    let (a, b) = (try inputs.required("gA"), try inputs.required("gB"))
    let width = try inputs.required("Delta")
    try require(pd, "pd", in: 0...1)
    try require(e, "e_d", in: 0...0.5)
    for (value, name) in [(a, "gA"), (b, "gB")] { try require(value, name, in: 0...100) }
    try require(width, "Delta", in: 0...Double.pi, excludingLower: true)
    let s = ChannelModel(darkCount: pd, misalignment: e).slice(a, b, width: width)
    return ["QD": .number(s.gain), "TD": .number(s.errorGain)]
  }

  private static func channel(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let s = Simulation(try setup(inputs), try settings(inputs), rounds: try inputs.required("N"))
    let o = s.observations
    return [
      "n_oo": o.vacuum, "n_1o": o.weak.alice, "n_o1": o.weak.bob, "n_2o": o.strong.alice, "n_o2": o.strong.bob,
      "m_D": o.sliceErrors, "n_D": s.sliceClicks, "n0": o.zeros, "n1": o.ones, "nt": o.keyBits, "Ez": s.errorRate,
      "ng": s.pairsMade, "nt_aopp": o.pairs?.kept ?? .nan, "E_aopp": s.pairErrorRate, "QD": s.slice.gain,
      "TD": s.slice.errorGain, "Szz": s.bothSendGain, "vac": s.vacuumShare,
    ].mapValues { .number($0) }
  }

  private static func quantities(
    _ e: FiniteEstimate<Double>, _ counts: Observations
  ) -> [String: CalculationValue] {
    let length = wholeBits(e.rawLength)
    var values = [
      "Nph": e.cell.phaseErrors.value, "eph": e.cell.phaseError.value, "leak_EC": e.leakage.value, "cost": e.cost,
      "length_raw": e.rawLength, "length": length, "rate": length / counts.rounds,
    ].mapValues { CalculationValue.number($0) }
    if let untagged = e.cell.untagged {
      values["u0"] = .number(untagged.zeros.value)
      values["u1"] = .number(untagged.ones.value)
      values.merge(quantities(untagged.pairs)) { _, new in new }
    } else {
      values["n1"] = .number(e.cell.secretBits.value)
    }
    return values
  }

  private static func quantities(_ pairs: PairingBound<Double>) -> [String: CalculationValue] {
    var values = [
      "kL": pairs.pairs.value, "e": pairs.phaseError.value, "e_simple": pairs.simplePhaseError.value,
    ]
    values["ps"] = pairs.pairError
    values["lnA"] = pairs.logFactor
    values["SU"] = pairs.phaseErrors?.value
    return values.mapValues { .number($0) }
  }

  private static func finite(_ inputs: CalculationInputs, _ scheme: Scheme) throws -> [String: CalculationValue] {
    let settings = try settings(inputs)
    let counts = Simulation(try setup(inputs), settings, rounds: try inputs.required("N")).observations
    return quantities(try FiniteKey.estimate(counts, settings, try options(inputs, scheme)), counts)
  }

  private static func measured(_ inputs: CalculationInputs, _ scheme: Scheme) throws -> [String: CalculationValue] {
    let counts = Observations(
      vacuum: try inputs.required("n_oo"),
      weak: PerUser(alice: try inputs.required("n_1o"), bob: try inputs.required("n_o1")),
      strong: PerUser(alice: try inputs.required("n_2o"), bob: try inputs.required("n_o2")),
      sliceErrors: try inputs.required("m_D"), zeros: try inputs.required("n0"), ones: try inputs.required("n1"),
      pairs: scheme == .aopp ? .init(kept: try inputs.required("nt_aopp")) : nil, rounds: try inputs.required("N"),
      origin: .measured)
    return quantities(try FiniteKey.estimate(counts, try settings(inputs), try options(inputs, scheme)), counts)
  }

  private static func pairs(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    func count(_ key: String) throws -> Double {
      let value = try inputs.required(key)
      try require(value, key, in: 0...1e18)
      return value
    }
    func beta(_ key: String) throws -> Double {
      let eps = try inputs.required(key)
      try require(eps, key, in: 0...1, excludingLower: true, excludingUpper: true)
      return -Double.log(eps)
    }
    return quantities(
      PairingBound<Double>(
        u0: LowerBound(try count("u0")), u1: LowerBound(try count("u1")), n0: try count("n0"), n1: try count("n1"),
        m: UpperBound(try count("m")), classicalBeta: try beta("eps_c"), quantumBeta: try beta("eps_q")))
  }

  private static func decoyFree(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let e = try AsymptoticAnalysis.estimate(
      try setup(inputs), try settings(inputs), try inputs.flag("aopp", default: false) ? .aopp : .sns,
      efficiency: try inputs.number("f_EC", default: 1.16))
    return ["rate": .number(e.rate), "rate_raw": .number(e.rawRate), "eph": .number(e.phaseError)]
  }

  private static func optimise(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let setup = try setup(inputs)
    let options = try options(inputs, .aopp)
    try options.validate()
    let rounds = try inputs.required("N")
    try require(rounds, "N", in: 1...1e18)
    let isSymmetric = try inputs.flag("symmetric", default: setup.isSymmetric)
    let space = SearchSpace(PartialSettings(bob: isSymmetric ? nil : PartialUserSettings()))
    let best = try Optimiser.maximise(space.problem(setup: setup, rounds: rounds, options: options))
    let settings = space.settings(at: best.point)
    let counts = Simulation(setup, settings, rounds: rounds).observations
    return quantities(try FiniteKey.estimate(counts, settings, options), counts)
  }
}
