// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateSecurity
import TwinField

/// The comparison protocols of the tf sheet, section 9, by name.
enum TwinFieldComparisonCalculations {
  static let all: [Calculation] =
    [
      Calculation("tf.phase_slice_error", inputs: ["M"]) { inputs in
        ["E_M": .number(OriginalTwinField.sliceError(try slices(inputs)))]
      }
    ]
    + ComparisonProtocol.allCases.map { scheme in
      Calculation(scheme.calculation, inputs: inputs(scheme)) { try rate(scheme, $0) }
    }

  private static func inputs(_ scheme: ComparisonProtocol) -> [String] {
    let common = ["eta", "pd", "f_EC"]
    switch scheme {
    case .lucamarini2018: return common + ["mu", "e_opt", "M", "d"]
    case .phaseMatching: return common + ["mu", "e_opt", "M"]
    case .sendingOrNotSending, .oddParityPairing: return common + ["eps", "muz", "em"]
    case .modePairing: return common + ["mu", "l", "theta", "phi"]
    }
  }

  private static func slices(_ inputs: CalculationInputs) throws -> Int {
    let m = try inputs.number("M", default: 16)
    try require(m, "M", in: 2...1024)
    guard m == m.rounded() else { throw InputError("M", m, allowed: "must be a whole number") }
    return Int(m)
  }

  private static func rate(_ scheme: ComparisonProtocol, _ inputs: CalculationInputs) throws
    -> [String: CalculationValue]
  {
    let eta = try inputs.required("eta")
    try require(eta, "eta", in: 0...1)
    let pd = try inputs.number("pd", default: 0)
    try require(pd, "pd", in: 0...1, excludingUpper: true)
    let misalignment = try inputs.number("e_opt") ?? inputs.number("em", default: 0)
    try require(misalignment, scheme.hasSendingProbability ? "em" : "e_opt", in: 0...0.5)
    let choices = ComparisonProtocol.Choices(
      intensity: try inputs.required(scheme.hasSendingProbability ? "muz" : "mu"),
      sendingProbability: scheme.hasSendingProbability ? try inputs.required("eps") : 0,
      phaseSlices: try slices(inputs), keyFraction: try inputs.number("d", default: 1),
      pairingLength: try inputs.number("l", default: 1e6),
      errorCorrectionEfficiency: try inputs.number("f_EC", default: scheme == .lucamarini2018 ? 1.15 : 1.16))
    try choices.validate(scheme)
    let outcome = scheme.outcome(
      eta: eta, pd: pd, misalignment: misalignment, polarisationAngle: try inputs.number("theta", default: 0),
      phaseOffset: try inputs.number("phi", default: 0), choices)
    var result: [String: CalculationValue] = ["rate": .number(outcome.rate), "rate_raw": .number(outcome.rawRate)]
    for part in outcome.parts { result[part.quantity.symbol] = .number(part.value) }
    return result
  }
}
