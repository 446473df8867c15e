// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateBounds
import KeyRateLinks
import KeyRateNumerics
import KeyRateOptimisation
import KeyRateSecurity
import RealModule
import TwinField

/// Best settings by name, and where curves cross (tf sheet, sections 4 and 11).
enum TwinFieldOptimisations {
  static let all: [Calculation] = [
    Calculation(
      "tf.cal.optimise.infinite", inputs: TwinFieldCalculations.link + ["loss_dB", "f_EC", "S", "feature", "symmetric"]
    ) { inputs in
      if let feature = try inputs.text("feature") { return try features(feature) }
      let setup = try setup(inputs)
      let options = try TwinFieldCalculations.asymptoticOptions(inputs, .infiniteDecoys, .separate)
      try options.validate()
      let isSymmetric = try inputs.flag("symmetric", default: setup.isSymmetric)
      let space = SearchSpace(
        PartialSettings(alice: .init(), bob: isSymmetric ? nil : .init()), needs: .signals)
      let best = try Optimiser.maximise(space.problem(setup: setup, options: options))
      let settings = space.settings(at: best.point)
      let e = try AsymptoticAnalysis.estimate(setup, settings, options)
      return [
        "rate": .number(e.rate), "sA": .number(settings.alice.signalIntensity),
        "sB": .number(settings.bob.signalIntensity),
      ]
    },
    Calculation(
      "tf.cal.optimise.finite",
      inputs: TwinFieldCalculations.link + [
        "loss_dB", "N", "n_decoys", "weakest", "eps_sec", "eps_cor", "f_EC", "method", "S", "ncut", "symmetric",
        "variables", "composition", "prediction",
      ]
    ) { inputs in try finite(inputs) },
  ]

  /// The link from its arms or from a total loss, detectors included, shared equally.
  private static func setup(_ inputs: CalculationInputs) throws -> Setup {
    guard let loss = try inputs.number("loss_dB") else { return try TwinFieldCalculations.setup(inputs) }
    guard let arm = Transmittance(lossDecibel: loss / 2) else {
      throw InputError("loss_dB", loss, allowed: "must not be negative", hint: "a loss is counted positive")
    }
    let setup = Setup(
      aliceChannel: arm, bobChannel: arm, darkCountProbability: try inputs.number("pd", default: 0),
      polarisationAngle: try inputs.number("theta", default: 0), phaseOffset: try inputs.number("phi", default: 0))
    try setup.validate()
    return setup
  }

  private static func finite(_ inputs: CalculationInputs) throws -> [String: CalculationValue] {
    let setup = try setup(inputs)
    let options = try TwinFieldCalculations.finiteOptions(inputs, .separate)
    try options.validate()
    let rounds = try inputs.required("N")
    try require(rounds, "N", in: 1...1e18)
    let count = try TwinFieldCalculations.wholeNumber(inputs, "n_decoys") ?? 3
    guard (2...Settings.mostIntensities).contains(count) else {
      throw InputError("n_decoys", Double(count), allowed: "must be from 2 to \(Settings.mostIntensities)")
    }
    let weakest = try inputs.number("weakest", default: 1e-4)
    try require(weakest, "weakest", in: 0...0.01)
    let side = PartialSideSettings(
      testIntensities: Array(repeating: nil, count: count - 1) + [weakest],
      testProbabilities: Array(repeating: nil, count: count))
    let isSymmetric = try inputs.flag("symmetric", default: setup.isSymmetric)
    let space = SearchSpace(
      PartialSettings(alice: side, bob: isSymmetric ? nil : side), needs: .probabilities)
    let rule = try inputs.choice("prediction", default: PredictionRule.evaluated)
    let best = try Optimiser.maximise(space.problem(setup: setup, rounds: rounds, options: options, rule: rule))
    let settings = space.settings(at: best.point)
    let counts = Observations.expected(setup, settings, rounds: rounds)
    let rate = try FiniteKey.analyse(
      counts, settings, options,
      predictions: Forecast(rule, setup, settings, rounds: rounds, pairCutoff: options.pairCutoff))
    var result: [String: CalculationValue] = [
      "rate": .number(rate.ratePerPulse ?? 0), "length": .number(rate.lengthBits ?? 0),
      "s": .number(settings.alice.signalIntensity), "pX": .number(settings.keyModeProbability),
      "evaluations": .number(Double(best.evaluations)),
    ]
    for (k, mu) in settings.alice.testIntensities.enumerated() { result["mu\(k)"] = .number(mu) }
    for (k, p) in settings.alice.testProbabilities.enumerated() { result["p\(k)"] = .number(p) }
    return result
  }

  /// Where the optimised curve crosses the repeaterless bound and where it ends, for a link written out in words:
  /// "…, 2 % misalignment, pd=1e-7, f=1".
  private static func features(_ text: String) throws -> [String: CalculationValue] {
    func number(after mark: String) -> Double? {
      guard let range = text.range(of: mark) else { return nil }
      return Double(text[range.upperBound...].prefix { "0123456789.eE+-".contains($0) })
    }
    guard let pd = number(after: "pd=") else {
      throw InputError(
        "feature", value: text, allowed: "must name pd=…", hint: "for example 2 % misalignment, pd=1e-7, f=1")
    }
    let f = number(after: "f=") ?? 1
    let percent =
      text.range(of: " % misalignment").flatMap { range in
        Double(text[..<range.lowerBound].split(separator: " ").last ?? "")
      } ?? 0
    let theta = Setup.polarisationAngle(misalignment: percent / 100)
    let options = AsymptoticOptions(estimation: .infiniteDecoys, errorCorrectionEfficiency: f)
    func rate(_ loss: Double) throws -> Double {
      guard let arm = Transmittance(lossDecibel: loss / 2) else { return 0 }
      let setup = Setup(
        aliceChannel: arm, bobChannel: arm, darkCountProbability: pd, polarisationAngle: theta)
      let space = SearchSpace(PartialSettings(alice: .init(), bob: nil), needs: .signals)
      return try Optimiser.maximise(space.problem(setup: setup, options: options)).value
    }
    func excess(_ loss: Double) throws -> Double {
      guard let eta = Transmittance(lossDecibel: loss) else { return 0 }
      return try rate(loss) / PureLoss.repeaterless(eta) - 1
    }
    var result: [String: CalculationValue] = [:]
    if let loss = try firstFall(from: 5, to: 200, of: { -(try excess($0)) }) {
      result["crossing_loss_dB"] = .number(loss)
    }
    if let loss = try firstFall(from: 5, to: 250, of: rate) { result["cutoff_loss_dB"] = .number(loss) }
    return result
  }

  /// Where a quantity first falls from positive to negative on a grid of 1 dB, refined by bisection.
  private static func firstFall(
    from: Double, to: Double, of quantity: (Double) throws -> Double
  ) throws -> Double? {
    var low = from
    while low < to, try quantity(low) > 0 { low += 1 }
    guard low < to, low > from else { return nil }
    var a = low - 1
    var b = low
    while b - a > 1e-4 {
      let middle = (a + b) / 2
      if try quantity(middle) > 0 { a = middle } else { b = middle }
    }
    return (a + b) / 2
  }
}
