// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity

extension AsymptoticAnalysis {
  /// The asymptotic key rate of a link with its trace. Planning only.
  ///
  /// - Throws: `InputError` for inputs that cannot be.
  package static func analyse(
    _ setup: Setup, _ settings: AsymptoticSettings, _ options: AsymptoticOptions
  ) throws(InputError) -> SecretKeyRate {
    let e = try estimate(setup, settings, options)
    typealias Q = Quantities
    let exact = options.method == .infinite
    let model = setup.model
    func bound(_ q: Quantity) -> Quantity { exact ? q.directed(.exact) : q }
    let by = options.method.origin
    let rate = Quantity.Origin(exact ? "BB-10" : "BB-15", AsymptoticMethod.source)
    let list = [
      Q.signal(settings.signal), exact ? nil : Q.decoy(settings.decoy),
      options.method == .vacuumWeak ? Q.weakest(settings.weakest) : nil,
      Q.signalGain.by(model.origin)(e.signal.gain), Q.signalErrorRate.by(model.origin)(e.signal.errorRate),
      e.vacuumYield.map {
        let y0 = exact ? bound(Q.vacuumYield).by(model.origin.equation, AsymptoticMethod.source) : Q.vacuumYield
        return y0($0, note: !exact && $0 == 0 ? "not below 0" : nil)
      },
      e.vacuumYieldUpper.map { Q.vacuumYieldUpper($0) },
      bound(Q.singleYield).by(by)(
        e.singlePhotonYield,
        note: e.unclippedYield < e.singlePhotonYield ? "not below 0: the bound gave \(e.unclippedYield)" : nil),
      bound(Q.singleError).by(by)(
        e.singlePhotonError, note: !exact && e.singlePhotonError >= 0.5 ? "capped at 1/2" : nil),
      bound(Q.singleGain)(e.singlePhotonGain), Q.efficiency(options.errorCorrectionEfficiency),
      Q.sifting(options.siftingFactor), Q.rawRate.by(rate)(e.rawRate), Q.rate.by(rate)(e.rate),
    ].compactMap { $0 }
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
