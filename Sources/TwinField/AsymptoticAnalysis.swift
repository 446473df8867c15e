// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// The protocol of Curty, Azuma and Lo with infinitely many rounds (tf sheet, sections 4 and 5;
/// npj Quantum Inf. 5, 64 (2019), arXiv:1807.07667).
///
/// Planning only: an asymptotic rate is not composable and says nothing about a finite run.
package enum AsymptoticAnalysis {
  /// What the link gives at the settings.
  ///
  /// - Throws: `InputError` for inputs that cannot be.
  package static func estimate(
    _ setup: Setup, _ settings: Settings, _ options: AsymptoticOptions
  ) throws(InputError) -> AsymptoticEstimate {
    try setup.validate()
    try options.validate()
    try settings.validate(options.estimation == .infiniteDecoys ? .signals : .decoys)
    return evaluate(VaryingModel(setup), settings, options, effort: .full)
  }

  /// The same without checks, for searches.
  static func evaluate(
    _ model: some HonestMiddle, _ settings: Settings, _ options: AsymptoticOptions,
    effort: CertifiedLinearProgram.Effort, startingAt starts: [LinearProgramBasis] = []
  ) -> AsymptoticEstimate {
    let response = model.keyResponse(settings.alice.signalIntensity, settings.bob.signalIntensity)
    if options.estimation == .infiniteDecoys {
      let weights = signalWeights(settings, cutoff: options.pairCutoff)
      return estimate(
        response, weights, options, yields: YieldBounds(values: [:]),
        phaseErrorGain: trueYieldSum(model, weights))
    }
    return evaluate(response, TestGains(model, settings), settings, options, effort: effort, startingAt: starts)
  }

  /// The analysis proper: it sees gains and settings, never a model.
  static func evaluate(
    _ response: ChannelModel.KeyResponse, _ gains: TestGains, _ settings: Settings, _ options: AsymptoticOptions,
    effort: CertifiedLinearProgram.Effort, startingAt starts: [LinearProgramBasis] = []
  ) -> AsymptoticEstimate {
    var weights = signalWeights(settings, cutoff: options.pairCutoff)
    weights.tails = DecoyTail.tails(weights, gains, settings)
    let pairs = PhotonPair.equalParity(upTo: options.pairCutoff)
    var program: DecoyProgram?
    let yields: YieldBounds
    if options.estimation == .analytic {
      yields = YieldBounds(
        values: Dictionary(
          uniqueKeysWithValues: pairs.map { ($0, AnalyticYieldBound.upperBound($0, gains) ?? 1) }))
    } else {
      program = DecoyProgram(gains, cutoff: options.photonCutoff)
      yields =
        program?.upperBounds(pairs, effort: effort, startingAt: starts)
        ?? YieldBounds(values: Dictionary(uniqueKeysWithValues: pairs.map { ($0, 1) }))
    }
    guard !yields.isInfeasible else {
      return estimate(response, weights, options, yields: yields, phaseErrorGain: .infinity)
    }
    var sum = weights.phaseErrorSum(rootsOf: { (yields.values[$0] ?? 1).squareRoot() }, tailScale: 1)
    if options.method == .joint, let program {
      let concave = ConcavePhaseErrorSum(
        weights: weights.enclosed, constants: weights.enclosed.tails, offsets: [:], slopes: [:])
      if let joint = JointBound.maximum(of: concave, over: program.polytope) {
        sum = Swift.min(sum, joint.value)
      }
    }
    return estimate(response, weights, options, yields: yields, phaseErrorGain: sum)
  }

  private static func signalWeights(_ settings: Settings, cutoff: Int) -> ParityWeights<Double> {
    ParityWeights(
      alice: .catState(intensity: settings.alice.signalIntensity, cutoff: cutoff),
      bob: .catState(intensity: settings.bob.signalIntensity, cutoff: cutoff), cutoff: cutoff)
  }

  /// The right side of TF-8 with the true yields of a model: infinitely many decoys.
  static func trueYieldSum(_ model: some HonestMiddle, _ weights: ParityWeights<Double>) -> Double {
    weights.phaseErrorSum(rootsOf: { model.yield($0.n, $0.m).squareRoot() }, tailScale: 1)
  }

  private static func estimate(
    _ response: ChannelModel.KeyResponse, _ weights: ParityWeights<Double>, _ options: AsymptoticOptions,
    yields: YieldBounds, phaseErrorGain: Double
  ) -> AsymptoticEstimate {
    let q = response.gain
    let uncapped = q > 0 ? phaseErrorGain / q : .infinity
    // Beyond 1/2 the entropy would fall again: never evaluated there.
    let phaseError = uncapped < 0.5 ? uncapped : 0.5
    let bitError = Swift.min(0.5, response.errorRate)
    let secret = binaryEntropyComplement(phaseError) - options.errorCorrectionEfficiency * binaryEntropy(bitError)
    return AsymptoticEstimate(
      gain: q, bitError: response.errorRate, phaseErrorUncapped: uncapped, phaseError: phaseError,
      yields: yields.values, tails: weights.tails, rawRateOfOutcome: q * secret, largestGap: yields.largestGap,
      bases: yields.bases, isInfeasible: yields.isInfeasible)
  }
}

extension Quantities {
  private static let cal = "Curty, Azuma, Lo 2019, arXiv:1807.07667"
  private static let grasselli = "Grasselli, Curty 2019, arXiv:1902.10034"

  static func pairYield(_ n: String, _ m: String) -> Quantity {
    Quantity(
      .estimation, "Y_U(\(n),\(m))", "yield of \(n) and \(m) photons, one outcome", .upperBound, "TF-11, TF-14",
      grasselli)
  }
  static let analyticYield = Quantity.Origin("TF-16", grasselli)
  static func parityTail(_ j: String) -> Quantity {
    Quantity(.estimation, "T_\(j)", "weight of pairs beyond S, parity \(j)", .upperBound, "TF-9", cal)
  }
  /// With finitely many decoys.
  static let cappedTail = Quantity.Origin("TF-9a", "tf sheet")
  package static let phaseErrorRate = Quantity(
    .estimation, "e_ph", "phase-error rate", .upperBound, "TF-8", cal + ", Eqs 12-13, 20-22",
    column: .init("phase_error", "upper bound on the phase-error fraction"))
  static let efficiency = Quantity(.keyLength, "f_EC", "efficiency of error correction", .input)
  static let rawRate = Quantity(
    .keyLength, "rate_raw", "secret bits per round, signed", .estimate, "TF-10", cal, unit: "bit/pulse")
  static let rate = Quantity(
    .keyLength, "rate", "secret bits per round", .estimate, "TF-10", cal, unit: "bit/pulse")

  static var asymptotic: [Quantity] {
    let yield = pairYield("‹n›", "‹m›")
    return [
      yield, yield.by(analyticYield), parityTail("‹j›"), parityTail("‹j›").by(cappedTail), phaseErrorRate, efficiency,
    ]
      + [rawRate, rate].flatMap { q in [q] + q.by(ComparisonProtocol.allCases.map { $0.origin }) }
  }
}
