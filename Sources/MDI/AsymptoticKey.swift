// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

extension AsymptoticAnalysis {
  /// Three intensities with certified linear programs beside the analytic bounds: the better of both in every
  /// place (MDI-16 to MDI-22). Y11 is the same in both bases, so either may bound it.
  ///
  /// - Returns: the estimate, and whether the programs improved yield and errors.
  static func withPrograms(
    _ setup: Setup, _ settings: AsymptoticSettings, _ options: AsymptoticOptions
  ) throws(InputError) -> (estimate: AsymptoticEstimate, yieldByProgram: Bool, errorsByProgram: Bool) {
    var e = evaluate(setup, settings, options)
    guard options.method == .decoy3, let bounds = e.bounds, bounds.isFeasible else { return (e, false, false) }
    let program = try DecoyProgram(alice: settings.intensities.alice, bob: settings.intensities.bob)
    let x = gains(setup, .x, settings.intensities)
    let z = gains(setup, .z, settings.intensities)
    guard case .bounded(let yieldX, let errorsX) = try program.bounds(gains: x.gains, errors: x.errors),
      case .bounded(let yieldZ, _) = try program.bounds(gains: z.gains, errors: z.errors)
    else {
      e.bounds?.isFeasible = false
      e.rawRate = 0
      return (e, false, false)
    }
    let analytic = max(bounds.yieldX.value, bounds.yieldZ.value)
    let yield = max(analytic, max(yieldX, yieldZ))
    let errors = min(bounds.errors.value, errorsX)
    e.yield = yield
    e.phaseError = yield > 0 ? min(0.5, errors / yield) : 0.5
    let mu = settings.signals
    e.singlePhotonGain = mu.alice * mu.bob * Double.exp(-mu.alice - mu.bob) * yield
    let cost = options.errorCorrectionEfficiency * e.signal.gain * binaryEntropy(e.signal.errorRate)
    e.rawRate = options.signalFraction * (e.singlePhotonGain * binaryEntropyComplement(e.phaseError) - cost)
    return (e, yield > analytic, errors < bounds.errors.value)
  }

  /// The asymptotic key rate of a link with its trace. Planning only.
  ///
  /// - Parameter usingPrograms: with three intensities, take linear programs into account as well.
  /// - Throws: `InputError` for inputs that cannot be.
  package static func analyse(
    _ setup: Setup, _ settings: AsymptoticSettings, _ options: AsymptoticOptions, usingPrograms: Bool = true
  ) throws(InputError) -> SecretKeyRate {
    var e = try estimate(setup, settings, options)
    var programs = (yield: false, errors: false)
    if usingPrograms, options.method == .decoy3 {
      let better = try withPrograms(setup, settings, options)
      e = better.estimate
      programs = (better.yieldByProgram, better.errorsByProgram)
    }
    var list: [TraceEntry] = []
    if options.method != .singlePhoton {
      for (party, mu) in [("A", settings.intensities.alice), ("B", settings.intensities.bob)] {
        let names = options.method == .decoy3 ? ["mu", "nu", "om"] : ["mu"]
        for (name, value) in zip(names, mu.list) {
          list.append(
            .init(
              .settings, "\(name)_\(party)", "intensity, party \(party)", value, unit: "photon/pulse", direction: .input
            ))
        }
      }
    }
    let source = options.method == .decoy3 ? "Xu et al. 2013, arXiv:1305.6965, Table 2" : "mdi sheet, section 2.1"
    let exact = options.method != .decoy3
    let byProgram = "certified linear program"
    list += [
      .init(
        .estimation, "Y11_L", "yield of single-photon pairs", e.yield,
        equation: exact ? "MDI-7" : programs.yield ? "MDI-21" : "MDI-16", source: programs.yield ? byProgram : source,
        direction: exact ? .exact : .lowerBound,
        note: !exact && e.yield == 0 ? "not below 0: the bound certifies no yield" : nil),
      .init(
        .estimation, "e11_X_U", "error rate of single-photon pairs in X", e.phaseError,
        equation: exact ? "MDI-8" : programs.errors ? "MDI-22" : "MDI-18", source: programs.errors ? byProgram : source,
        direction: exact ? .exact : .upperBound, note: e.phaseError >= 0.5 ? "at most 1/2" : nil),
      .init(
        .estimation, "Q11", "gain of single-photon pairs", e.singlePhotonGain, equation: "MDI-14",
        direction: exact ? .exact : .lowerBound),
      .init(.keyLength, "qber", "error rate of the key", e.signal.errorRate, direction: .expectation),
      .init(
        .keyLength, "f_EC", "efficiency of error correction", options.errorCorrectionEfficiency, direction: .input),
      .init(
        .keyLength, "rate_raw", "secret bits per pulse pair, signed", e.rawRate, unit: "bit/pulse",
        equation: options.method == .singlePhoton ? "MDI-15" : "MDI-14",
        source: "Lo, Curty, Qi 2012, arXiv:1109.1473", direction: .estimate),
      .init(
        .keyLength, "rate", "secret bits per pulse pair", e.rate, unit: "bit/pulse",
        equation: options.method == .singlePhoton ? "MDI-15" : "MDI-14",
        source: "Lo, Curty, Qi 2012, arXiv:1109.1473", direction: .estimate),
    ]
    let words =
      switch options.method {
      case .infinite: "infinitely many decoys"
      case .singlePhoton: "single-photon sources"
      case .decoy3: "three intensities, infinite data"
      }
    let calculation =
      switch options.method {
      case .infinite: "mdi.asymptotic"
      case .singlePhoton: "mdi.single_photon"
      case .decoy3: "mdi.decoy3"
      }
    var described: [AnalysisDescription.Option] = [
      .init("method", options.method.rawValue), .init("channel model", setup.model.rawValue),
    ]
    if options.method == .decoy3 {
      described.append(.init("linear programs", usingPrograms ? "yes, the better bounds count" : "no"))
    }
    return SecretKeyRate(
      analysis: AnalysisDescription(
        calculation: calculation, title: "MDI-QKD, \(words), asymptotic", options: described, status: .planning,
        statusReasons: ["asymptotic: not composable, says nothing about a finite run"],
        unpaidCosts: options.method == .singlePhoton
          ? ["pulses of the senders with more than one photon are not in the model"] : []),
      ratePerPulse: e.rate, rawRatePerPulse: e.rawRate, reasonForZero: e.reasonForZero, trace: list,
      assumptions: [
        options.method == .singlePhoton
          ? "ideal single-photon sources"
          : "phase-randomised coherent pulses with Poissonian photon number and exactly known intensities",
        "infinitely many pulses, perfect preparation; the relay is not trusted",
      ])
  }
}
