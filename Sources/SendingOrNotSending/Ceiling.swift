// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateLinks
import KeyRateSecurity

/// What no analysis of the same honest link may exceed (sns sheet, section 7).
package enum Ceiling {
  /// The bound of a single ideal repeater at Charlie's place (TF-51), detectors as part of the arms: a lossy detector is
  /// a lossy channel before a perfect one. The repeaterless bound (TF-50) may be exceeded.
  static func singleRepeater(_ setup: Setup) -> Double {
    setup.link.mean { sample in
      let bob = sample.bob?.transmittance ?? .one
      return RepeaterChain.bound(links: [sample.alice.transmittance, bob].map { $0 * setup.detectorEfficiency })
    }
  }

  /// Checks finite ≤ decoy-free and asymptotic ≤ single-repeater bound for expected observations.
  ///
  /// - Parameters:
  ///   - rate: the result.
  ///   - efficiency: f_EC; nil where a measured leakage has no limit of infinite data.
  /// - Throws: `InvariantViolation` with the inputs.
  package static func check(
    _ rate: SecretKeyRate, setup: Setup, settings: Settings, scheme: Scheme, efficiency: Double?
  ) throws(InvariantViolation) {
    guard let perPulse = rate.ratePerPulse else { return }
    var rungs: [RateInvariants.Rung] = [.init(rate.analysis.calculation, perPulse)]
    if let f = efficiency {
      let limit = AsymptoticAnalysis.evaluate(setup, settings, scheme, efficiency: f)
      rungs.append(.init("infinitely many rounds, same settings", limit.rate))
    }
    rungs.append(.init("single-repeater bound", singleRepeater(setup)))
    try RateInvariants.check(rungs, inputs: RateInvariants.text(setup, settings))
  }

  /// The limits of every protocol over a link, for the trace of a result.
  package static func trace(_ setup: Setup) -> [TraceEntry] {
    [
      Quantities.plob(
        PureLoss.repeaterless(setup.link),
        note: "a twin-field rate may exceed it; per use, so with reference pulses compare rate_use"),
      Quantities.singleRepeater(RepeaterChain.bound(setup.link)),
    ]
  }
}

extension Quantities {
  static let plob = Quantity(
    .ceiling, "plob", "repeaterless bound, fibre only", .upperBound, "TF-50",
    "Pirandola et al. 2017, arXiv:1510.08863", unit: "bit/pulse")
  static let singleRepeater = Quantity(
    .ceiling, "single_repeater", "bound with one ideal repeater in the middle", .upperBound, "TF-51",
    "Pirandola 2019, arXiv:1601.00966", unit: "bit/pulse")

  static let ceiling = [plob, singleRepeater]
}
