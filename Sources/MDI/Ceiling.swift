// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// What no analysis of the same honest link may exceed.
package enum Ceiling {
  /// The rungs above every plain MDI rate: the repeaterless bound and that of one ideal repeater (MDI-50).
  ///
  /// Plain MDI needs both photons at the same time and stays below the first; the adaptive protocol
  /// obeys only the second.
  private static func limits(_ link: Link) -> [RateInvariants.Rung] {
    [
      .init("repeaterless bound of the channel", PureLoss.repeaterless(link)),
      .init("bound of a single repeater", RepeaterChain.bound(link)),
    ]
  }

  /// The rate per pulse pair with infinitely many decoys and data: yields and phase error are the true ones.
  ///
  /// - Parameter share: the share of pulse pairs that are signals of both in Z.
  static func infiniteDecoys(
    _ setup: Setup, _ signals: PerParty<Double>, share: Double, efficiency f: Double
  ) -> Double {
    AsymptoticAnalysis.evaluate(
      setup, AsymptoticSettings(signals: signals),
      AsymptoticOptions(method: .infinite, errorCorrectionEfficiency: f, signalFraction: share)
    ).rate
  }

  /// Checks finite ≤ infinite decoys ≤ repeaterless ≤ single repeater for expected counts.
  ///
  /// - Throws: `InvariantViolation` with the inputs.
  package static func check<Choice: FiniteChoice>(
    _ rate: SecretKeyRate, setup: Setup, choices: PerParty<Choice>, options: FiniteKeyOptions
  ) throws(InvariantViolation) {
    guard let perPulse = rate.ratePerPulse else { return }
    var rungs = [RateInvariants.Rung("finite key", perPulse)]
    // A measured leakage belongs to one run: it has no limit for longer ones.
    if case .estimated(let f) = options.leakage {
      let signals = choices.map { $0.signalIntensity }
      let share = choices.alice.signalShare * choices.bob.signalShare
      var limit = infiniteDecoys(setup, signals, share: share, efficiency: f)
      if options.vacuumBits {
        let dark = setup.response(.z, PerParty(alice: 0, bob: signals.bob)).gain
        limit += share * Double.exp(-signals.alice) * dark
      }
      rungs.append(.init("infinitely many decoys and data", limit))
    }
    try RateInvariants.check(rungs + limits(setup.link), inputs: RateInvariants.text(setup, choices, options))
  }

  /// Checks three intensities ≤ infinite decoys ≤ repeaterless ≤ single repeater for an asymptotic rate.
  ///
  /// - Throws: `InvariantViolation` with the inputs.
  package static func check(
    _ rate: Double, setup: Setup, settings: AsymptoticSettings, options: AsymptoticOptions
  ) throws(InvariantViolation) {
    var rungs = [RateInvariants.Rung(options.method.rawValue, rate)]
    if options.method == .decoy3 {
      let infinite = infiniteDecoys(
        setup, settings.signals, share: options.signalFraction, efficiency: options.errorCorrectionEfficiency)
      rungs.append(.init("infinitely many decoys", infinite))
    }
    try RateInvariants.check(rungs + limits(setup.link), inputs: RateInvariants.text(setup, settings, options))
  }

  /// Checks an adaptive or memory-assisted rate against the bound of a single repeater.
  ///
  /// - Throws: `InvariantViolation` with the inputs.
  package static func check(
    _ rate: Double, link: Link, inputs: @autoclosure () -> String
  ) throws(InvariantViolation) {
    try RateInvariants.check(
      [
        .init("relay with memory or switch", rate),
        .init("bound of a single repeater", RepeaterChain.bound(link)),
      ], inputs: inputs())
  }
}

extension Quantities {
  static let plob = Quantity(
    .ceiling, "plob", "repeaterless bound, both arms, one mode per pulse", .upperBound, "MDI-50",
    "Pirandola et al. 2017, arXiv:1510.08863", unit: "bit/pulse")
  static let singleRepeater = Quantity(
    .ceiling, "single_repeater", "one ideal repeater in place of the relay", .upperBound, "MDI-50",
    "Pirandola 2019, arXiv:1601.00966", unit: "bit/pulse")

  static let ceiling = [plob, singleRepeater, beatsFrom]
}
