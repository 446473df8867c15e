// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

extension AsymptoticAnalysis {
  /// Three intensities with certified linear programs (MDI-21, MDI-22) beside the analytic bounds (MDI-16, MDI-18):
  /// the better of both in every place. Y11 is the same in both bases, so either may bound it.
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
    typealias Q = Quantities
    var settingsTrace: [TraceEntry] = []
    if options.method != .singlePhoton {
      let names = options.method == .decoy3 ? Q.intensityNames : ["mu"]
      for (party, mu) in [("A", settings.intensities.alice), ("B", settings.intensities.bob)] {
        settingsTrace += zip(names, mu.list).map { Q.intensity($0, party)($1) }
      }
    }
    let exact = options.method != .decoy3
    func bound(_ q: Quantity, _ origins: Q.PairOrigins, byProgram: Bool) -> Quantity {
      exact ? q.by(origins.exact).directed(.exact) : q.by(byProgram ? origins.program : origins.analytic)
    }
    let rate = options.method == .singlePhoton ? Q.singlePhotonRate : Q.rate.origin
    let list =
      settingsTrace + [
        bound(Q.asymptoticYield, Q.yieldOrigins, byProgram: programs.yield)(
          e.yield, note: !exact && e.yield == 0 ? "not below 0: the bound certifies no yield" : nil),
        bound(Q.asymptoticError, Q.errorOrigins, byProgram: programs.errors)(
          e.phaseError, note: e.phaseError >= 0.5 ? "at most 1/2" : nil),
        (exact ? Q.singlePhotonGain.directed(.exact) : Q.singlePhotonGain)(e.singlePhotonGain),
        Q.errorRate(e.signal.errorRate), Q.efficiency(options.errorCorrectionEfficiency),
        Q.rawRate.by(rate)(e.rawRate), Q.rate.by(rate)(e.rate),
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
      if options.yields == .x13 { described.append(.init("yields", options.yields.rawValue)) }
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
