// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateSecurity
import RealModule

extension AsymptoticAnalysis {
  /// The asymptotic key rate of a link with its trace. Planning only.
  ///
  /// - Throws: `InputError` for inputs that cannot be.
  package static func analyse(
    _ setup: Setup, _ settings: AsymptoticSettings, _ options: AsymptoticOptions
  ) throws(InputError) -> SecretKeyRate {
    let e = try estimate(setup, settings, options)
    let source = "Ma, Qi, Zhao, Lo 2005, quant-ph/0503005"
    let exact = options.method == .infinite
    let equation =
      switch options.method {
      case .infinite: "BB-10"
      case .vacuumWeak: "BB-13"
      case .oneDecoy: "BB-14"
      }
    var list: [TraceEntry] = [
      .init(.settings, "mu", "signal intensity", settings.signal, unit: "photon/pulse", direction: .input)
    ]
    if options.method != .infinite {
      list.append(.init(.settings, "nu", "decoy intensity", settings.decoy, unit: "photon/pulse", direction: .input))
    }
    if options.method == .vacuumWeak {
      list.append(
        .init(.settings, "nu2", "weakest intensity", settings.weakest, unit: "photon/pulse", direction: .input))
    }
    let model = setup.model
    list += [
      .init(
        .channel, "Q", "gain of the signal", e.signal.gain, equation: model.equation, source: model.source,
        direction: .expectation),
      .init(
        .channel, "E", "error rate of the signal", e.signal.errorRate, equation: model.equation, source: model.source,
        direction: .expectation),
    ]
    if let y0 = e.vacuumYield {
      list.append(
        .init(
          .estimation, "Y0", "yield of empty pulses", y0, equation: exact ? model.equation : "BB-13", source: source,
          direction: exact ? .exact : .lowerBound, note: !exact && y0 == 0 ? "not below 0" : nil))
    }
    if let y0 = e.vacuumYieldUpper {
      list.append(
        .init(
          .estimation, "Y0U", "yield of empty pulses", y0, equation: "BB-14", source: source, direction: .upperBound))
    }
    list += [
      .init(
        .estimation, "Y1", "yield of single photons", e.singlePhotonYield, equation: equation, source: source,
        direction: exact ? .exact : .lowerBound,
        note: e.unclippedYield < e.singlePhotonYield ? "not below 0: the bound gave \(e.unclippedYield)" : nil),
      .init(
        .estimation, "e1", "error rate of single photons", e.singlePhotonError, equation: equation, source: source,
        direction: exact ? .exact : .upperBound,
        note: !exact && e.singlePhotonError >= 0.5 ? "capped at 1/2" : nil),
      .init(
        .estimation, "Q1", "gain of single photons", e.singlePhotonGain, equation: "BB-10", source: source,
        direction: exact ? .exact : .lowerBound),
      .init(
        .keyLength, "f_EC", "efficiency of error correction", options.errorCorrectionEfficiency, direction: .input),
      .init(.keyLength, "q", "sifting factor", options.siftingFactor, direction: .input),
      .init(
        .keyLength, "rate_raw", "secret bits per pulse, signed", e.rawRate, unit: "bit/pulse",
        equation: exact ? "BB-10" : "BB-15", source: source, direction: .estimate),
      .init(
        .keyLength, "rate", "secret bits per pulse", e.rate, unit: "bit/pulse", equation: exact ? "BB-10" : "BB-15",
        source: source, direction: .estimate),
    ]
    let decoys =
      switch options.method {
      case .infinite: "infinitely many decoys"
      case .vacuumWeak: settings.weakest == 0 ? "vacuum and weak decoy" : "two decoys"
      case .oneDecoy: "one decoy"
      }
    return SecretKeyRate(
      analysis: AnalysisDescription(
        calculation: "bb84.asymptotic", title: "Decoy BB84, \(decoys), asymptotic",
        options: [
          .init("method", options.method.rawValue), .init("channel model", model.rawValue),
          .init("vacuum counts as secret", options.countsVacuum ? "yes" : "no"),
        ], status: .planning, statusReasons: ["asymptotic: not composable, says nothing about a finite run"]),
      ratePerPulse: e.rate, rawRatePerPulse: e.rawRate, reasonForZero: e.reasonForZero, trace: list,
      assumptions: [
        "phase-randomised coherent pulses with Poissonian photon number and exactly known intensities",
        "infinitely many pulses, perfect BB84 states, basis-independent detection",
      ], warnings: setup.warnings)
  }
}
