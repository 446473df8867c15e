// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity

extension Quantities {
  private static let repeaterless = "Pirandola et al. 2017, arXiv:1510.08863"
  static let bound = Quantity(
    .ceiling, "bound", "the weaker arm alone, all modes of a pulse", .upperBound, "PH-60", repeaterless,
    unit: "bit/pulse")
  static let totalReference = Quantity(
    .ceiling, "plob_total", "repeaterless curve of the total transmittance; no bound for a source in the middle",
    .estimate, "PH-61", repeaterless, unit: "bit/mode")

  static let ceilings = [bound, totalReference]
}

/// What no protocol with a source between the users can exceed (photons sheet, section 8).
package enum PairCeiling {
  /// Optical modes of one arm for a polarisation qubit in one pulse.
  package static let modesOfPolarisation = 2.0

  /// M min(K(η_A), K(η_B)) per pulse, channel transmittances (PH-60): give the source and the better arm to one user.
  ///
  /// - Parameter modes: M, all optical modes of one arm that the receivers accept: 2 for a polarisation qubit per
  ///   pulse, twice the Schmidt modes, or bandwidth times time for a continuous pump.
  package static func perPulse(
    alice: Transmittance, bob: Transmittance, modes: Double = modesOfPolarisation
  ) -> Double {
    let weaker = Swift.min(PureLoss.repeaterless(alice), PureLoss.repeaterless(bob))
    // Infinitely many modes of an arm that lets nothing through are still nothing.
    return weaker > 0 ? modes * weaker : 0
  }

  /// The same of a link that varies: the smaller of the averages over each arm, not the average of the smaller, because a
  /// repeater with memories may store what one arm gives while the other is dark.
  package static func perPulse(_ link: Link, modes: Double = modesOfPolarisation) -> Double {
    let weaker = RepeaterChain.bound(link)
    return weaker > 0 ? modes * weaker : 0
  }

  /// K(η_A η_B), the repeaterless curve of the total transmittance, per mode (PH-61).
  ///
  /// A reference for plots only: no bound for a general source in the middle, never a refutation.
  package static func totalTransmittance(alice: Transmittance, bob: Transmittance) -> Double {
    PureLoss.repeaterless(alice * bob)
  }

  /// Checks finite ≤ limit of infinite blocks ≤ ceiling for expected counts of a pulsed pump.
  ///
  /// - Throws: `InvariantViolation` with the inputs.
  package static func check(
    _ rate: SecretKeyRate, setup: PairSetup, settings: PairSettings, options: PairFiniteKeyOptions
  ) throws(InvariantViolation) {
    guard let perPulse = rate.ratePerPulse, case .pulsed(let pump) = setup.pump else { return }
    let modes = modesOfPolarisation * pump.modes
    let ceiling = RateInvariants.Rung(
      "weaker arm alone", self.perPulse(setup.link, modes: modes))
    var rungs = [RateInvariants.Rung("finite key", perPulse)]
    if case .estimated = options.leakage {
      var limit = options
      limit.sampling = .subset(.none)
      let counts = PairSimulation.counts(setup, settings, block: .pulses(1))
      let e: PairEstimate<Double>
      do {
        e = try PairAnalysis.estimate(counts, limit)
      } catch {
        throw InvariantViolation(statement: error.description, inputs: "\(setup) \(settings) \(options)")
      }
      rungs.append(.init("limit of infinite blocks", Swift.max(0, e.rawLength)))
    }
    try RateInvariants.check(rungs + [ceiling], inputs: "\(setup) \(settings) \(options)")
  }
}

extension PairSetup {
  /// The ceiling and the reference of the total transmittance, for the trace of a result.
  package func ceilingTrace() -> [TraceEntry] {
    var modes = PairCeiling.modesOfPolarisation
    if case .pulsed(let pump) = pump { modes *= pump.modes }
    return [
      Quantities.bound(PairCeiling.perPulse(link, modes: modes)),
      Quantities.totalReference(PureLoss.repeaterless(link)),
    ]
  }
}
