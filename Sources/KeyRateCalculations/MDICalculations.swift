// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateLinks
import KeyRateSecurity
import MDI

/// The named calculations of the mdi sheet (section 13).
enum MDICalculations {
  static let linkKeys = [
    "alpha_dB_km", "eta_d", "pd", "e_d", "LA_km", "LB_km", "bellStates", "thetaA", "thetaB",
  ]

  static let all: [Calculation] =
    [
      Calculation("mdi.gains", inputs: ["basis", "muA", "muB", "etaA", "etaB", "pd", "e_d", "bellStates"], gains),
      Calculation(
        "mdi.gains.rotation",
        inputs: ["basis", "muA", "muB", "etaA", "etaB", "pd", "thetaA", "thetaB", "bellStates"], gains),
      Calculation("mdi.single11", inputs: ["etaA", "etaB", "pd", "e_d", "bellStates"], singlePair),
      Calculation(
        "mdi.single11.rotation", inputs: ["basis", "etaA", "etaB", "pd", "thetaA", "thetaB", "bellStates"],
        rotatedPair),
      Calculation("mdi.asymptotic", inputs: linkKeys + ["f_EC", "muA", "muB", "p_signal"], asymptotic),
      Calculation("mdi.single_photon", inputs: linkKeys + ["f_EC", "p_signal"], singlePhoton),
      Calculation("mdi.decoy3", inputs: linkKeys + ["f_EC", "A", "B", "p_signal", "yields"], decoy),
      Calculation("mdi.decoy3.lp", inputs: linkKeys + ["f_EC", "A", "B", "cut"], program),
      Calculation("mdi.decoy3.cutoff", inputs: linkKeys + ["f_EC", "nu", "om", "muGrid", "yields"], cutoff),
    ] + finite + optimisers + adaptive

  /// A link given by its total transmittances.
  static func bareSetup(_ inputs: CalculationInputs) throws -> Setup {
    func arm(_ name: String) throws -> Transmittance {
      let value = try inputs.required(name)
      guard let t = Transmittance(value) else { throw InputError(name, value, allowed: "must be between 0 and 1") }
      return t
    }
    return try checked(
      inputs, channels: PerParty(alice: arm("etaA"), bob: arm("etaB")), detectorEfficiency: .one)
  }

  /// A link given by the lengths of its arms.
  static func setup(_ inputs: CalculationInputs) throws -> Setup {
    let alpha = try inputs.number("alpha_dB_km", default: Fibre.standardAttenuation)
    func arm(_ name: String) throws -> Transmittance {
      let length = try inputs.required(name)
      guard let fibre = Fibre(lengthKm: length, attenuationDecibelPerKm: alpha) else {
        throw InputError(name, length, allowed: "length and attenuation must not be negative")
      }
      return fibre.transmittance
    }
    let efficiency = try inputs.number("eta_d", default: 1)
    guard let receiver = Transmittance(efficiency) else {
      throw InputError("eta_d", efficiency, allowed: "must be between 0 and 1", hint: "a fraction, not percent")
    }
    return try checked(
      inputs, channels: PerParty(alice: arm("LA_km"), bob: arm("LB_km")), detectorEfficiency: receiver)
  }

  private static func checked(
    _ inputs: CalculationInputs, channels: PerParty<Transmittance>, detectorEfficiency: Transmittance
  ) throws -> Setup {
    let isRotated = inputs.has("thetaA") || inputs.has("thetaB")
    let states = try inputs.number("bellStates", default: 2)
    guard let bellStates = BellStates(rawValue: states == 1 ? 1 : states == 2 ? 2 : 0) else {
      throw InputError("bellStates", states, allowed: "must be 1 or 2")
    }
    let setup = Setup(
      model: isRotated ? .rotation : .flip, channels: channels, detectorEfficiency: detectorEfficiency,
      darkCountProbability: try inputs.number("pd", default: 0), misalignment: try inputs.number("e_d", default: 0),
      rotations: PerParty(
        alice: try inputs.number("thetaA", default: 0), bob: try inputs.number("thetaB", default: 0)),
      bellStates: bellStates)
    try setup.validate()
    return setup
  }

  static func signals(_ inputs: CalculationInputs) throws -> PerParty<Double> {
    let mu = PerParty(alice: try inputs.required("muA"), bob: try inputs.required("muB"))
    // Beyond this nothing is physical, and the sums of MDI-10 grow long.
    try require(mu.alice, "muA", in: 0...100)
    try require(mu.bob, "muB", in: 0...100)
    return mu
  }

  static func intensities(_ inputs: CalculationInputs, _ name: String) throws -> ThreeIntensities {
    guard let list = try inputs.numbers(name) else { throw InputError(name, value: "missing", allowed: "is needed") }
    guard let values = ThreeIntensities(list) else {
      throw InputError(name, value: "\(list)", allowed: "must have 3 values")
    }
    return values
  }

  static func gains(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let r = try bareSetup(inputs).response(try inputs.choice("basis", default: Basis.z), signals(inputs))
    return ["Q": .number(r.gain), "T": .number(r.errorGain), "E": .number(r.errorRate)]
  }

  static func singlePair(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let setup = try bareSetup(inputs)
    let x = setup.singlePhotonPair(.x)
    return [
      "Y11": .number(x.gain), "e11X": .number(x.errorRate), "e11Z": .number(setup.singlePhotonPair(.z).errorRate),
    ]
  }

  static func rotatedPair(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let r = try bareSetup(inputs).singlePhotonPair(try inputs.choice("basis", default: Basis.z))
    return ["Y11": .number(r.gain), "e11": .number(r.errorRate)]
  }

  static func asymptoticOptions(_ inputs: CalculationInputs, _ method: AsymptoticMethod) throws -> AsymptoticOptions {
    AsymptoticOptions(
      method: method, errorCorrectionEfficiency: try inputs.number("f_EC", default: 1.16),
      signalFraction: try inputs.number("p_signal", default: 1),
      yields: try inputs.choice("yields", default: DecoyYields.best))
  }

  static func asymptotic(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let e = try AsymptoticAnalysis.estimate(
      setup(inputs), AsymptoticSettings(signals: signals(inputs)), asymptoticOptions(inputs, .infinite))
    return [
      "Y11": .number(e.yield), "e11X": .number(e.phaseError), "Q11": .number(e.singlePhotonGain),
      "QZ": .number(e.signal.gain), "EZ": .number(e.signal.errorRate), "rate": .number(e.rate),
      "rate_raw": .number(e.rawRate),
    ]
  }

  static func singlePhoton(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let e = try AsymptoticAnalysis.estimate(
      setup(inputs), AsymptoticSettings(signals: PerParty(both: 0)), asymptoticOptions(inputs, .singlePhoton))
    return [
      "Y11": .number(e.yield), "e11X": .number(e.phaseError), "e11Z": .number(e.signal.errorRate),
      "rate": .number(e.rate), "rate_raw": .number(e.rawRate),
    ]
  }

  static func decoy(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let settings = AsymptoticSettings(
      intensities: PerParty(alice: try intensities(inputs, "A"), bob: try intensities(inputs, "B")))
    let options = try asymptoticOptions(inputs, .decoy3)
    let e = try AsymptoticAnalysis.estimate(setup(inputs), settings, options)
    var result: [String: CalculationValue] = [
      "QZ": .number(e.signal.gain), "EZ": .number(e.signal.errorRate), "rate": .number(e.rate),
      "rate_raw": .number(e.rawRate),
    ]
    if let b = e.bounds {
      result["Y11Z_L"] = .number(b.yieldZ.value)
      result["Y11X_L"] = .number(b.yieldX.value)
      result["t11_U"] = .number(b.errors.value)
      result["e11X_U"] = .number(b.errorRate(options.yields).value)
    }
    return result
  }

  /// The linear programs for the X-basis data of a link.
  static func program(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let setup = try setup(inputs)
    let a = try intensities(inputs, "A")
    let b = try intensities(inputs, "B")
    let cut = try inputs.number("cut", default: Double(DecoyProgram.usualCut))
    let program = try DecoyProgram(alice: a, bob: b, cut: Int(exactly: cut) ?? 0)
    let x = setup.tables(.x, PerParty(alice: a, bob: b))
    switch try program.bounds(gains: x.gains, errors: x.errors) {
    case .bounded(let yield, let errors): return ["Y11X_L": .number(yield), "t11_U": .number(errors)]
    case .infeasible: return ["verdict": .word("infeasible")]
    }
  }

  /// Values written as a list or as "from..to step width".
  static func grid(_ inputs: CalculationInputs, _ name: String) throws -> [Double] {
    guard let word = try? inputs.text(name) else {
      guard let list = try inputs.numbers(name), !list.isEmpty else {
        throw InputError(name, value: "missing", allowed: "is needed")
      }
      return list
    }
    let parts = word.replacing(" step ", with: "..").split(separator: "..").compactMap { Double($0) }
    guard parts.count == 3, parts[2] > 0, parts[1] >= parts[0], (parts[1] - parts[0]) / parts[2] < 1e5 else {
      throw InputError(name, value: word, allowed: "must be a list or \"from..to step width\"")
    }
    let count = Int(((parts[1] - parts[0]) / parts[2]).rounded())
    return (0...count).map { parts[0] + Double($0) * parts[2] }
  }

  static func cutoff(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    var values = inputs.values
    values["LA_km"] = .number(0)
    values["LB_km"] = .number(0)
    let base = try setup(CalculationInputs(values: values))
    let alpha = try inputs.number("alpha_dB_km", default: Fibre.standardAttenuation)
    try require(alpha, "alpha_dB_km", in: 0...10, excludingLower: true)
    let options = try asymptoticOptions(inputs, .decoy3)
    let nu = try inputs.required("nu")
    let om = try inputs.number("om", default: 0)
    var longest = 0.0
    let signals = try grid(inputs, "muGrid").filter { $0 > nu }
    guard !signals.isEmpty else {
      throw InputError("muGrid", value: "\(nu)", allowed: "must have a value above the decoy nu = \(nu)")
    }
    for mu in signals {
      let settings = AsymptoticSettings(intensities: PerParty(both: ThreeIntensities(mu, nu, om)))
      _ = try AsymptoticAnalysis.estimate(base, settings, options)
      longest = max(
        longest,
        AsymptoticAnalysis.cutoff(beyond: longest) { total in
          guard let arm = Fibre(lengthKm: total / 2, attenuationDecibelPerKm: alpha) else { return -1 }
          var setup = base
          setup.channels = PerParty(both: arm.transmittance)
          return (try? AsymptoticAnalysis.estimate(setup, settings, options).rawRate) ?? -1
        })
    }
    return ["L_total_km": .number(longest)]
  }
}
