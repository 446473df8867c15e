// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity

extension Quantities {
  static let attackedMean = Quantity(
    .settings, "mu", "mean photons per filled pulse", .input, unit: "photon/pulse")
  package static let attackRatio = Quantity(
    .ceiling, "ratio", "detections that the attack makes, of the honest ones", .exact, column: .init("attack_ratio"))
  static let honestGain = Quantity(.ceiling, "gain", "honest detections from which key could come", .exact)
  static let attackCeiling = Quantity(
    .ceiling, "ceiling", "what the attack leaves: no key is longer", .upperBound, unit: "bit/pulse")

  /// Where the attacks on coherent-one-way and on differential phase shift come from.
  static let attackOrigins = [
    "cow": Quantity.Origin("PH-53", "photons sheet, after Gonzalez-Payo et al. 2020, arXiv:2006.16891"),
    "dps": Quantity.Origin("PH-56", "photons sheet, idea of Curty et al. 2007, arXiv:quant-ph/0609094"),
  ]
  static var attacks: [Quantity] {
    [attackedMean]
      + ["cow", "dps"].compactMap { attackOrigins[$0] }.flatMap { origin in
        [attackRatio, honestGain, attackCeiling].map { $0.by(origin) }
      }
  }
}

extension AttackCeiling {
  /// What stands beside the number wherever it is printed.
  private static let label = "an upper limit on every key of this protocol by an explicit attack, never a key rate"

  /// The limit in the form of a result: never a rate, and labelled so.
  ///
  /// - Parameters:
  ///   - name: `cow` or `dps`.
  ///   - mean: the mean photon number that it holds for.
  package func result(_ name: String, mean: Double) -> SecretKeyRate {
    let origin = Quantities.attackOrigins[name] ?? .init("")
    var rate = SecretKeyRate(
      analysis: AnalysisDescription(
        calculation: name + ".ceiling", title: "Upper limit by an explicit attack, \(name.uppercased())", options: [],
        status: .comparisonOnly, statusReasons: [verdict]),
      ratePerPulse: ceiling, rawRatePerPulse: ceiling,
      reasonForZero: isInsecure ? ReasonForZero(.attackReproducesObservations) : nil,
      trace: [
        Quantities.attackedMean(mean), Quantities.attackRatio.by(origin)(ratio),
        Quantities.honestGain.by(origin)(gain), Quantities.attackCeiling.by(origin)(ceiling),
      ],
      assumptions: ["the device tests what the attack reproduces, and not \(untested)"])
    rate.impossibility = isInsecure ? verdict : Self.label
    return rate
  }
}
