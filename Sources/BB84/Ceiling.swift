// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// What no analysis of the same honest link may exceed, from the most to the least pessimistic.
package enum Ceiling {
  /// The rate per pulse of the finite-key protocol with infinitely many decoys and infinite
  /// blocks: all intensities give key, yields and phase error are the true ones.
  ///
  /// The same accounting as BB-16 with exact yields in place of decoy bounds.
  static func infiniteDecoys(_ link: Setup, _ settings: Settings, _ options: FiniteKeyOptions) -> Double {
    let setup = link.resolvingAfterpulses(settings)
    let counts = Simulation.observations(setup, settings, block: .pulses(1))
    let n = counts.keyDetections.total
    guard n > 0 else { return 0 }
    // Where the link varies, the shares of open gates belong to the yields; otherwise they are a common factor.
    let open = Simulation.openShares(setup, settings).each
    let test = setup.testYields(open: open)
    let tau0: Double = DecoyAnalysis.tau(0, settings)
    let tau1: Double = DecoyAnalysis.tau(1, settings)
    let bare = settings.intensities.map { setup.response($0, misalignment: setup.misalignment, open: open).gain }
    let p = settings.probabilities
    var click = p.signal * bare.signal + p.decoy * bare.decoy
    if let pw = p.weakest, let qw = bare.weakest { click += pw * qw }
    let factor = click > 0 ? n / click : 0
    let secret =
      (options.countsVacuum ? tau0 * test.vacuum : 0)
      + tau1 * test.singlePhoton * binaryEntropyComplement(min(0.5, test.singlePhotonErrorRate))
    let leakage = options.leakage.bits(detections: n, errors: counts.allKeyErrors).value
    return max(0, factor * secret - leakage)
  }

  /// Checks finite ≤ infinite blocks ≤ infinite decoys ≤ repeaterless bound for expected counts.
  ///
  /// - Throws: `InvariantViolation` with the inputs.
  package static func check(
    _ rate: SecretKeyRate, setup: Setup, settings: Settings, options: FiniteKeyOptions
  ) throws(InvariantViolation) {
    guard let perPulse = rate.ratePerPulse else { return }
    // A measured leakage belongs to one run: it has no limit for longer ones, but the ceiling stands.
    guard case .estimated = options.leakage else {
      let ceiling = PureLoss.repeaterless(setup.link)
      try RateInvariants.check(
        [.init("finite key", perPulse), .init("repeaterless bound of the channel", ceiling)],
        inputs: RateInvariants.text(setup, settings, options))
      return
    }
    var limit = options
    limit.statistics = .none
    limit.sampling = .none
    let counts = Simulation.observations(setup, settings, block: .pulses(1))
    let asymptotic: DecoyEstimate<Double>
    do {
      asymptotic = try DecoyAnalysis.estimate(counts, settings, limit)
    } catch {
      // Without sampling there is nothing that could be refused.
      throw InvariantViolation(
        statement: "the limit of infinite blocks is refused: \(error.description)",
        inputs: RateInvariants.text(setup, settings, options))
    }
    try RateInvariants.check(
      [
        .init("finite key", perPulse), .init("limit of infinite blocks", max(0, asymptotic.rawLength)),
        .init("infinitely many decoys", infiniteDecoys(setup, settings, options)),
        .init("repeaterless bound of the channel", PureLoss.repeaterless(setup.link)),
      ], inputs: RateInvariants.text(setup, settings, options))
  }

  /// Checks one decoy or two ≤ infinite decoys ≤ repeaterless bound for an asymptotic rate.
  ///
  /// - Throws: `InvariantViolation` with the inputs.
  package static func check(
    _ rate: Double, setup: Setup, settings: AsymptoticSettings, options: AsymptoticOptions
  ) throws(InvariantViolation) {
    var best = options
    best.method = .infinite
    best.countsVacuum = options.countsVacuum || options.method != .infinite
    let infinite = AsymptoticAnalysis.evaluate(setup, settings, best)
    try RateInvariants.check(
      [
        .init(options.method.rawValue, rate), .init("infinitely many decoys", infinite.rate),
        .init("repeaterless bound of the channel", PureLoss.repeaterless(setup.link)),
      ], inputs: RateInvariants.text(setup, settings, options))
  }
}
