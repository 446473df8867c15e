// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateLinks
import KeyRateSecurity
import MDI

/// The calculations of adaptive and memory-assisted links (mdi sheet, sections 7 and 8).
extension MDICalculations {
  private static let adaptiveKeys = [
    "LA_km", "LB_km", "alpha_dB_km", "etaSrc", "eta_d", "pd", "tau", "f_EC", "pA", "pB", "lambdaPDC", "modes",
  ]

  static let adaptive: [Calculation] = [
    Calculation("mdi.adaptive", inputs: adaptiveKeys, adaptiveLink),
    Calculation("mdi.adaptive.crossing", inputs: adaptiveKeys, crossing),
    Calculation("mdi.adaptive.closed", inputs: ["p1", "p2", "etaHalf"], closedForm),
    Calculation("mdi.adaptive.pdc_limit", inputs: []) { _ in
      ["rate_over_eta": .number(SourceCondition.downConversionLimit)]
    },
    Calculation("mdi.adaptive.threshold", inputs: []) { _ in ["r_max": .number(SourceCondition.mostFalseHeralds)] },
    Calculation("mdi.expected_min", inputs: ["m", "pA", "pB"], expectedMinimum),
    Calculation("mdi.memory_assisted", inputs: ["pA", "pB", "pBSM"], memoryAssisted),
  ]

  private static func modes(_ inputs: CalculationInputs, _ name: String) throws -> Int? {
    guard let m = try inputs.number(name) else { return nil }
    guard let count = Int(exactly: m), (1...ExpectedMinimum.mostModes).contains(count) else {
      throw InputError(name, m, allowed: "must be a whole number between 1 and \(ExpectedMinimum.mostModes)")
    }
    return count
  }

  private static func adaptiveSetup(_ inputs: CalculationInputs) throws -> (AdaptiveSetup, emission: Double) {
    let alpha = try inputs.number("alpha_dB_km", default: Fibre.standardAttenuation)
    let emission = try inputs.number("etaSrc", default: 1)
    try require(emission, "etaSrc", in: 0...1)
    func arm(_ length: String, _ statistics: String) throws -> AdaptiveArm {
      let km = try inputs.number(length, default: 0)
      guard let fibre = Fibre(lengthKm: km, attenuationDecibelPerKm: alpha) else {
        throw InputError(length, km, allowed: "length and attenuation must not be negative")
      }
      let source: PairSource
      if let lambda = try inputs.number("lambdaPDC") {
        source = try PairSource(downConversion: lambda)
      } else if let p = try inputs.numbers(statistics) {
        source = try PairSource(probabilities: p, name: statistics)
      } else {
        source = .ideal
      }
      return AdaptiveArm(arrival: emission * fibre.transmittance.value, source: source)
    }
    let setup = AdaptiveSetup(
      arms: PerParty(alice: try arm("LA_km", "pA"), bob: try arm("LB_km", "pB")),
      detectorEfficiency: try inputs.number("eta_d", default: 1),
      darkCountProbability: try inputs.number("pd", default: 0),
      switchTransmittance: try inputs.number("tau", default: 1), modes: try modes(inputs, "modes"))
    return (setup, emission)
  }

  static func adaptiveLink(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let e = try AdaptiveAnalysis.estimate(
      adaptiveSetup(inputs).0, errorCorrectionEfficiency: inputs.number("f_EC", default: 1.16))
    return [
      "P_hA": .number(e.heralding.alice), "P_hB": .number(e.heralding.bob), "P_bsm": .number(e.pairing),
      "eX": .number(e.phaseError), "eZ": .number(e.bitError), "pairs": .number(e.pairs), "rate": .number(e.rate),
      "rate_raw": .number(e.rawRate),
    ]
  }

  /// From which loss the link beats the repeaterless bound: `verdict` beats or never.
  static func crossing(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let (setup, emission) = try adaptiveSetup(inputs)
    let verdict = try SourceCondition.crossing(
      setup, emission: PerParty(both: emission), errorCorrectionEfficiency: inputs.number("f_EC", default: 1.16))
    switch verdict {
    case .beats(let from, let to):
      return ["verdict": .word("beats"), "from_dB": .number(from), "to_dB": .number(to)]
    case .never(let limit): return ["verdict": .word("never"), "to_dB": .number(limit)]
    }
  }

  static func closedForm(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let c = try SourceCondition.closedForm(
      onePair: inputs.required("p1"), twoPairs: inputs.required("p2"), arrival: inputs.required("etaHalf"))
    return [
      "P_h": .number(c.heralding), "P_bsm": .number(c.pairing), "e": .number(c.errorRate), "rate": .number(c.rate),
    ]
  }

  private static func probabilities(_ inputs: CalculationInputs) throws -> PerParty<Double> {
    let p = PerParty(alice: try inputs.required("pA"), bob: try inputs.required("pB"))
    try require(p.alice, "pA", in: 0...1)
    try require(p.bob, "pB", in: 0...1)
    return p
  }

  static func expectedMinimum(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    guard let m = try modes(inputs, "m") else { throw InputError("m", value: "missing", allowed: "is needed") }
    return ["value": .number(ExpectedMinimum.value(modes: m, heralding: try probabilities(inputs)))]
  }

  static func memoryAssisted(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let value = try MemoryAssisted.pairsPerAttempt(
      loading: probabilities(inputs), measurement: inputs.required("pBSM"))
    return ["value": .number(value)]
  }
}
