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
    let cal = "Curty, Azuma, Lo 2019, arXiv:1807.07667"
    let equation = options.estimation == .analytic ? "TF-16" : "TF-11, TF-14"
    var list: [TraceEntry] = []
    for pair in PhotonPair.equalParity(upTo: options.pairCutoff) {
      guard let value = e.yields[pair] else { continue }
      list.append(
        .init(
          .estimation, "Y_U(\(pair))", "yield of \(pair.n) and \(pair.m) photons, one outcome", value,
          equation: equation, source: "Grasselli, Curty 2019, arXiv:1902.10034", direction: .upperBound,
          note: value >= 1 ? "not above 1" : nil))
    }
    for (j, tail) in e.tails.enumerated() {
      list.append(
        .init(
          .estimation, "T_\(j)", "weight of pairs beyond S, parity \(j)", tail, equation: "TF-9", source: cal,
          direction: .upperBound))
    }
    let capped = e.phaseErrorUncapped >= 0.5
    list += [
      .init(
        .estimation, "e_ph", "phase-error rate", e.phaseError, equation: "TF-8",
        source: cal + ", Eqs 12-13, 20-22", direction: .upperBound,
        note: capped ? "capped at 1/2: the bound is \(e.phaseErrorUncapped)" : nil),
      .init(.keyLength, "f_EC", "efficiency of error correction", options.errorCorrectionEfficiency, direction: .input),
      .init(
        .keyLength, "rate_raw", "secret bits per round, signed", e.rawRate, unit: "bit/pulse", equation: "TF-10",
        source: cal, direction: .estimate),
      .init(
        .keyLength, "rate", "secret bits per round", e.rate, unit: "bit/pulse", equation: "TF-10", source: cal,
        direction: .estimate),
    ]
    return list
  }
}
