// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

extension AsymptoticAnalysis {
  /// The asymptotic key rate of a link with its trace (TF-10, p_X → 1). Planning only.
  ///
  /// - Throws: `InputError` for inputs that cannot be.
  package static func analyse(
    _ setup: Setup, _ settings: Settings, _ options: AsymptoticOptions
  ) throws(InputError) -> SecretKeyRate {
    let e = try estimate(setup, settings, options)
    let infinite = options.estimation == .infiniteDecoys
    let decoys = infinite ? "infinitely many decoys" : FiniteKey.decoys(settings)
    let title =
      infinite
      ? "Twin-field (Curty-Azuma-Lo), infinitely many decoys"
      : "Twin-field (Curty-Azuma-Lo), \(decoys), asymptotic"
    var list: [AnalysisDescription.Option] = [.init("yields", options.estimation.rawValue)]
    if options.estimation == .linearProgram {
      list += [
        .init("phase errors", options.method.rawValue),
        .init("photon numbers in the linear programs", "up to ncut = \(options.photonCutoff)"),
      ]
    }
    list.append(.init("pairs one by one", "n + m up to S = \(options.pairCutoff)"))
    list.append(.init("error correction", "leak assumed: f_EC = \(options.errorCorrectionEfficiency)"))
    var reasons = ["asymptotic: not composable, says nothing about a finite run"]
    if options.method == .joint { reasons.append("joint phase-error bound: derived, unpublished (TF-37)") }
    var warnings: [String] = []
    if e.largestGap > 1e-6 {
      warnings.append(
        "a linear program's certificate lies \(e.largestGap) (relative) above its solver's value: sound, but loose")
    }
    return SecretKeyRate(
      analysis: AnalysisDescription(
        calculation: infinite ? "tf.cal.infinite" : (options.method == .joint ? "tf.cal.decoy.joint" : "tf.cal.decoy"),
        title: title, options: list, status: .planning, statusReasons: reasons),
      ratePerPulse: e.rate, rawRatePerPulse: e.rawRate, reasonForZero: e.rate > 0 ? nil : reasonForZero(e, options),
      trace: settings.trace(probabilities: false, decoys: !infinite) + setup.keyTrace(settings) + trace(e, options),
      assumptions: [
        "key pulses are exactly |+α⟩ or |−α⟩ with a common phase reference; test pulses Poissonian with uniformly random phase",
        "infinitely many rounds, almost all of them in key mode",
        "no correlations between pulses, no side channels; nothing is assumed about Charlie, his detectors or the channel",
      ], warnings: warnings)
  }

  private static func reasonForZero(_ e: AsymptoticEstimate, _ options: AsymptoticOptions) -> ReasonForZero {
    if !(e.gain > 0) { return ReasonForZero(.noDetections, detail: "key mode") }
    if e.isInfeasible { return ReasonForZero(.inconsistentTestData) }
    if e.bitError >= 0.5 { return ReasonForZero(.bitErrorTooLarge) }
    if e.phaseErrorUncapped >= 0.5 { return ReasonForZero(.phaseErrorTooLarge) }
    return ReasonForZero(.leakageExceedsSecrecy)
  }

  private static func trace(_ e: AsymptoticEstimate, _ options: AsymptoticOptions) -> [TraceEntry] {
    typealias Q = Quantities
    let pairs = PhotonPair.equalParity(upTo: options.pairCutoff).compactMap { pair in
      e.yields[pair].map { value in
        let yield = Q.pairYield("\(pair.n)", "\(pair.m)")
        return (options.estimation == .analytic ? yield.by(Q.analyticYield) : yield)(
          value, note: value >= 1 ? "not above 1" : nil)
      }
    }
    return pairs
      + e.tails.enumerated().map { (j, tail) in
        let quantity = Q.parityTail("\(j)")
        return (options.estimation == .infiniteDecoys ? quantity : quantity.by(Q.cappedTail))(tail)
      } + [
        Q.phaseErrorRate(
          e.phaseError,
          note: e.phaseErrorUncapped >= 0.5 ? "capped at 1/2: the bound is \(e.phaseErrorUncapped)" : nil),
        Q.efficiency(options.errorCorrectionEfficiency), Q.rawRate(e.rawRate), Q.rate(e.rate),
      ]
  }
}
