// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateNumerics
import KeyRateSecurity

/// What no analysis of the same honest link may exceed.
package enum Ceiling {
  /// The photon-number cut-off of the rate with the true yields; a larger one never lowers a rate.
  private static let cutoff = 20

  /// The rate of the same settings with infinitely many decoys and rounds, bits per round.
  static func infiniteDecoys(_ setup: Setup, _ settings: Settings, efficiency f: Double) -> Double {
    let options = AsymptoticOptions(pairCutoff: cutoff, errorCorrectionEfficiency: f)
    return AsymptoticAnalysis.evaluate(VaryingModel(setup), settings, options, effort: .full).rate
      * settings.bothInKeyMode
  }

  /// The bound of a single ideal repeater at the place of Charlie (TF-51), detectors as part of the arms.
  ///
  /// It may be drawn without the detectors; as an invariant the tighter form holds too, because a lossy
  /// detector is a lossy channel before a perfect one.
  static func singleRepeater(_ setup: Setup) -> Double {
    RepeaterChain.bound(setup.link, station: setup.detectorEfficiency)
  }

  /// Checks finite or asymptotic ≤ infinite decoys ≤ single-repeater bound for expected observations.
  ///
  /// - Parameter efficiency: f_EC; nil where a measured leakage has no limit of infinite data.
  /// - Throws: `InvariantViolation` with the inputs.
  package static func check(
    _ rate: SecretKeyRate, setup: Setup, settings: Settings, efficiency: Double?
  ) throws(InvariantViolation) {
    guard let perPulse = rate.ratePerPulse else { return }
    var rungs: [RateInvariants.Rung] = [.init(rate.analysis.calculation, perPulse)]
    if let f = efficiency {
      rungs.append(.init("infinitely many decoys", infiniteDecoys(setup, settings, efficiency: f)))
    }
    rungs.append(.init("single-repeater bound", singleRepeater(setup)))
    try RateInvariants.check(rungs, inputs: RateInvariants.text(setup, settings))
  }

  /// Checks a comparison protocol's rate against the single-repeater bound; the heuristic one is exempt, because
  /// it is no secure rate.
  ///
  /// - Throws: `InvariantViolation` with the inputs.
  package static func check(_ rate: SecretKeyRate, setup: Setup, scheme: ComparisonProtocol) throws(InvariantViolation)
  {
    guard scheme != .lucamarini2018, let perPulse = rate.ratePerPulse else { return }
    try RateInvariants.check(
      [.init(scheme.title, perPulse), .init("single-repeater bound", singleRepeater(setup))],
      inputs: RateInvariants.text(setup, scheme))
  }
}

extension Quantities {
  private static let pirandola = "Pirandola et al. 2017, arXiv:1510.08863"
  static let plob = Quantity(
    .ceiling, "plob", "repeaterless bound, fibre only", .upperBound, "TF-50", pirandola, unit: "bit/pulse")
  static let plobWithReceiver = Quantity(
    .ceiling, "plob_with_receiver", "repeaterless bound with both detectors", .upperBound, "TF-50", pirandola,
    unit: "bit/pulse")
  static let singleRepeater = Quantity(
    .ceiling, "single_repeater", "bound with one ideal repeater in the middle", .upperBound, "TF-51",
    "Pirandola 2019, arXiv:1601.00966", unit: "bit/pulse")

  static let ceiling = [plob, plobWithReceiver, singleRepeater]
}
