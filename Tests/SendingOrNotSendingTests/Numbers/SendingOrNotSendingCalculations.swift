// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import KeyRateOptimisation
import KeyRateSecurity
import RealModule
import SendingOrNotSending

/// One input of a named calculation.
enum InputValue: Sendable, Equatable, Decodable {
  case number(Double)
  case flag(Bool)
  case word(String)

  init(from decoder: any Decoder) throws {
    let single = try decoder.singleValueContainer()
    if let flag = try? single.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? single.decode(Double.self) {
      self = .number(number)
    } else {
      self = .word(try single.decode(String.self))
    }
  }
}

/// The named calculations of the sns sheet (section 11): a name and inputs in the sheet's symbols to quantities.
struct SendingOrNotSendingCalculations {
  private let inputs: [String: InputValue]

  /// The quantities of a calculation; nil for a name that is not of this family.
  ///
  /// - Throws: `InputError` for inputs that cannot be.
  static func evaluate(_ name: String, _ inputs: [String: InputValue]) throws -> [String: Double]? {
    let i = SendingOrNotSendingCalculations(inputs: inputs)
    switch name {
    case "tf.sns.slice": return try i.slice()
    case "tf.sns.channel": return try i.channel()
    case "tf.sns.finite": return try i.finite(.sns)
    case "tf.aopp.finite": return try i.finite(.aopp)
    case "tf.sns.finite.counts": return try i.counts(.sns)
    case "tf.aopp.finite.counts": return try i.counts(.aopp)
    case "tf.aopp.pairs": return try i.pairs()
    case "tf.sns.decoyfree": return try i.decoyFree()
    case "tf.aopp.optimise": return try i.optimise()
    default: return nil
    }
  }

  private func number(_ key: String, default fallback: Double? = nil) throws -> Double {
    if case .number(let x)? = inputs[key] { return x }
    guard inputs[key] == nil, let fallback else {
      throw InputError(key, value: inputs[key].map { "\($0)" } ?? "missing", allowed: "must be a number")
    }
    return fallback
  }

  private func flag(_ key: String, default fallback: Bool) throws -> Bool {
    switch inputs[key] {
    case nil: return fallback
    case .flag(let x)?: return x
    case let other?: throw InputError(key, value: "\(other)", allowed: "must be true or false")
    }
  }

  private func choice<T: RawRepresentable>(_ key: String, default fallback: T) throws -> T where T.RawValue == String {
    guard let value = inputs[key] else { return fallback }
    guard case .word(let word) = value, let choice = T(rawValue: word) else {
      throw InputError(key, value: "\(value)", allowed: "must be one of the words of the sheet")
    }
    return choice
  }

  /// A key of one user, or the plain one.
  private func own(_ key: String, _ user: String) throws -> Double {
    try inputs[key + user] == nil ? number(key) : number(key + user)
  }

  private func user(_ suffix: String) throws -> UserSettings {
    let p1 = try own("p1", suffix)
    let p2 = try own("p2", suffix)
    // p0 is what the others leave; where it is given, it must agree.
    if inputs["p0" + suffix] != nil || inputs["p0"] != nil {
      let p0 = try own("p0", suffix)
      guard abs(p0 + p1 + p2 - 1) <= 1e-9 else {
        throw InputError("p0" + suffix, p0, allowed: "p0 + p1 + p2 must be 1, not \(p0 + p1 + p2)")
      }
    }
    return UserSettings(
      signalWindowProbability: try own("pz", suffix), weakProbability: p1, strongProbability: p2,
      weakIntensity: try own("a1", suffix), strongIntensity: try own("a2", suffix),
      signalIntensity: try own("z", suffix), sendingProbability: try own("eps", suffix))
  }

  private func settings() throws -> Settings {
    let s = Settings(
      users: PerUser(alice: try user("A"), bob: try user("B")), sliceWidth: try number("Delta"),
      countsMixedRounds: try flag("mixed", default: true))
    try s.validate()
    return s
  }

  private func setup() throws -> Setup {
    func arm(_ user: String) throws -> Transmittance {
      if inputs["eta" + user] != nil {
        let eta = try number("eta" + user)
        guard let arm = Transmittance(eta) else { throw InputError("eta" + user, eta, allowed: "must be in [0, 1]") }
        return arm
      }
      let length = try number("L\(user)_km")
      let loss = try number("alpha_dB_km", default: 0.2) * length
      guard let arm = Transmittance(lossDecibel: loss) else {
        throw InputError("L\(user)_km", length, allowed: "must not be negative")
      }
      return arm
    }
    // η_A and η_B include the detectors, lengths do not.
    let efficiency = inputs["etaA"] == nil ? try number("eta_d", default: 1) : 1
    guard let detector = Transmittance(efficiency) else {
      throw InputError("eta_d", efficiency, allowed: "must be in [0, 1]")
    }
    let setup = Setup(
      channels: PerUser(alice: try arm("A"), bob: try arm("B")), detectorEfficiency: detector,
      darkCountProbability: try number("pd", default: 1e-8), misalignment: try number("e_d", default: 0.03))
    try setup.validate()
    return setup
  }

  private func options(_ scheme: Scheme) throws -> FiniteKeyOptions {
    FiniteKeyOptions(
      scheme: scheme, accounting: try choice("accounting", default: .split),
      method: try choice("method", default: .spin), cells: Int(try number("cells", default: 16)),
      secrecy: try number("eps_sec", default: 1e-10), correctness: try number("eps_cor", default: 1e-15),
      leakage: inputs["leak_EC"] == nil
        ? .estimated(efficiency: try number("f_EC", default: 1.16)) : .measured(bits: try number("leak_EC")))
  }

  private func slice() throws -> [String: Double] {
    let model = ChannelModel(darkCount: try number("pd"), misalignment: try number("e_d"))
    let s = model.slice(try number("gA"), try number("gB"), width: try number("Delta"))
    return ["QD": s.gain, "TD": s.errorGain]
  }

  private func channel() throws -> [String: Double] {
    let s = Simulation(try setup(), try settings(), rounds: try number("N"))
    let o = s.observations
    return [
      "n_oo": o.vacuum, "n_1o": o.weak.alice, "n_o1": o.weak.bob, "n_2o": o.strong.alice, "n_o2": o.strong.bob,
      "m_D": o.sliceErrors, "n_D": s.sliceClicks, "n0": o.zeros, "n1": o.ones, "nt": o.keyBits, "Ez": s.errorRate,
      "ng": s.pairsMade, "nt_aopp": o.pairs?.kept ?? .nan, "E_aopp": s.pairErrorRate, "QD": s.slice.gain,
      "TD": s.slice.errorGain, "Szz": s.bothSendGain, "vac": s.vacuumShare,
    ]
  }

  private func quantities(
    _ e: FiniteEstimate<Double>, _ counts: Observations
  ) -> [String: Double] {
    let length = wholeBits(e.rawLength)
    var values = [
      "Nph": e.cell.phaseErrors.value, "eph": e.cell.phaseError.value, "leak_EC": e.leakage.value, "cost": e.cost,
      "length_raw": e.rawLength, "length": length, "rate": length / counts.rounds,
    ]
    if let untagged = e.cell.untagged {
      values["u0"] = untagged.zeros.value
      values["u1"] = untagged.ones.value
      add(untagged.pairs, to: &values)
    } else {
      values["n1"] = e.cell.secretBits.value
    }
    return values
  }

  private func add(_ pairs: PairingBound<Double>, to values: inout [String: Double]) {
    values["kL"] = pairs.pairs.value
    values["ps"] = pairs.pairError
    values["lnA"] = pairs.logFactor
    values["SU"] = pairs.phaseErrors?.value
    values["e"] = pairs.phaseError.value
    values["e_simple"] = pairs.simplePhaseError.value
  }

  private func finite(_ scheme: Scheme) throws -> [String: Double] {
    let settings = try settings()
    let counts = Simulation(try setup(), settings, rounds: try number("N")).observations
    return quantities(try FiniteKey.estimate(counts, settings, try options(scheme)), counts)
  }

  private func counts(_ scheme: Scheme) throws -> [String: Double] {
    let counts = try observations(scheme)
    return quantities(try FiniteKey.estimate(counts, try settings(), try options(scheme)), counts)
  }

  /// The counts of a run, its settings and options, for tests that need more than quantities.
  static func run(_ scheme: Scheme, _ inputs: [String: InputValue]) throws -> (Observations, Settings, FiniteKeyOptions)
  {
    let i = SendingOrNotSendingCalculations(inputs: inputs)
    return (try i.observations(scheme), try i.settings(), try i.options(scheme))
  }

  private func observations(_ scheme: Scheme) throws -> Observations {
    Observations(
      vacuum: try number("n_oo"), weak: PerUser(alice: try number("n_1o"), bob: try number("n_o1")),
      strong: PerUser(alice: try number("n_2o"), bob: try number("n_o2")), sliceErrors: try number("m_D"),
      zeros: try number("n0"), ones: try number("n1"),
      pairs: scheme == .aopp ? .init(kept: try number("nt_aopp")) : nil, rounds: try number("N"), origin: .measured)
  }

  private func pairs() throws -> [String: Double] {
    var values: [String: Double] = [:]
    add(
      PairingBound<Double>(
        u0: LowerBound(try number("u0")), u1: LowerBound(try number("u1")), n0: try number("n0"),
        n1: try number("n1"), m: UpperBound(try number("m")), classicalBeta: -Double.log(try number("eps_c")),
        quantumBeta: -Double.log(try number("eps_q"))), to: &values)
    return values
  }

  private func decoyFree() throws -> [String: Double] {
    let e = try AsymptoticAnalysis.estimate(
      try setup(), try settings(), try flag("aopp", default: false) ? .aopp : .sns,
      efficiency: try number("f_EC", default: 1.16))
    return ["rate": e.rate]
  }

  private func optimise() throws -> [String: Double] {
    let setup = try setup()
    let options = try options(.aopp)
    let isSymmetric = try flag("symmetric", default: setup.isSymmetric)
    let space = SearchSpace(PartialSettings(bob: isSymmetric ? nil : PartialUserSettings()))
    let rounds = try number("N")
    let best = try Optimiser.maximise(space.problem(setup: setup, rounds: rounds, options: options))
    let settings = space.settings(at: best.point)
    let counts = Simulation(setup, settings, rounds: rounds).observations
    return quantities(try FiniteKey.estimate(counts, settings, options), counts)
  }
}
