// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity

/// How the data are turned into key in the limit of infinitely many symbols.
package struct ReconciliationOptions: Sendable, Equatable {
  /// β in [0, 1]: the share of the mutual information that error correction keeps.
  package var efficiency: Double
  /// FER in [0, 1): the share of frames, or the probability of the block, that error correction loses.
  package var frameErrorRate: Double

  /// Chooses options.
  package init(efficiency: Double = 0.95, frameErrorRate: Double = 0) {
    self.efficiency = efficiency
    self.frameErrorRate = frameErrorRate
  }

  /// Refuses what cannot be.
  ///
  /// - Throws: `InputError`.
  package func validate() throws(InputError) {
    try require(
      efficiency, "beta", in: 0...1,
      hint: efficiency > 1 && efficiency <= 100
        ? "a fraction, not percent; a leakage above the limit, as f_EC = 1.05, is 1/f_EC or less"
        : "the share of the mutual information that is kept: 0.95")
    try require(frameErrorRate, "FER", in: 0...1, excludingUpper: true, hint: "a fraction, not percent")
  }
}

/// A rate of Gaussian modulation in the limit of infinitely many symbols.
package struct GaussianEstimate<S: Scalar>: Sendable {
  /// I_AB in bits per symbol (CV-9).
  package let information: S
  /// χ_BE or χ_AE in bits per symbol, CV-11a included (CV-18, CV-19, CV-20).
  package let holevo: S
  /// β I_AB − χ, signed, before frames are lost (CV-12).
  package let rawRate: S
  /// (1 − FER) max(0, K).
  package let rate: S
}

/// Gaussian modulation of coherent states, collective attacks, infinitely many symbols (cv sheet, section 2).
///
/// Lodewyck et al. 2007, arXiv:0706.4255; Fossier et al. 2009; Garcia-Patron and Cerf 2006. Coherent attacks give the
/// same rate in this limit (Renner and Cirac 2009). Not composable: for planning.
package enum GaussianAnalysis {
  /// Below this signal-to-noise ratio products of small numbers leave the range of doubles: no key is stated there.
  static let leastSignal = 1e-100
  /// Why there is none.
  static let beyondPrecision = "so little arrives that doubles cannot hold what Eve knows of it"
  /// Excess noise below this is raised to it: less is below what doubles can multiply, and more noise is never too good.
  private static let leastNoise = 1e-150

  static func information<S: Scalar>(_ setup: QuadratureSetup, modulation va: S, transmittance tau: S, noise w: S) -> S
  {
    let k = S(setup.detection.quadratures)
    let share = S(setup.detectorEfficiency) / k
    // SNR = t² V_A / σ² (CV-8).
    let snr = share * tau * va / (S.one + S(setup.electronicNoise) + share * w)
    return k / S(2) * S.log2(onePlus: snr)
  }

  /// χ at a point of the confidence region, or at the truth.
  static func holevo<S: Scalar>(_ setup: QuadratureSetup, modulation va: S, transmittance tau: S, noise w: S) -> S {
    let view = setup.view(transmittance: tau, noise: w)
    switch setup.reconciliation {
    case .direct: return GaussianHolevo.direct(va, view)
    case .reverse:
      return GaussianHolevo.reverse(va, view)
        + setup.knownNoiseInformation(modulation: va, transmittance: tau, noise: w)
    }
  }

  static func resolved<S: Scalar>(
    _ setup: QuadratureSetup, modulation: Double, _ options: ReconciliationOptions
  ) -> GaussianEstimate<S> {
    let va = S(modulation)
    let tau = S(setup.channel.value)
    var w = setup.excessNoise.plane == .input ? tau * S(setup.excessNoise.variance) : S(setup.outputNoise)
    if setup.channel.value > 0, setup.excessNoise.variance > 0, w.lowest < leastNoise {
      w = S.maximum(w, S(leastNoise))
    }
    let i = information(setup, modulation: va, transmittance: tau, noise: w)
    let chi = holevo(setup, modulation: va, transmittance: tau, noise: w)
    let raw = S(options.efficiency) * i - chi
    // Nothing arrives, or nothing that doubles can hold: no key whatever rounding says.
    let open = setup.channel.value * modulation > leastSignal
    let kept = S.one - S(options.frameErrorRate)
    return GaussianEstimate(
      information: i, holevo: chi, rawRate: raw, rate: open ? kept * S.maximum(raw, S.zero) : S.zero)
  }

  /// The rate in doubles, for inputs known to be valid: the fast door for searches and sweeps.
  package static func evaluate(
    _ setup: QuadratureSetup, modulation: Double, _ options: ReconciliationOptions
  ) -> GaussianEstimate<Double> {
    resolved(setup, modulation: modulation, options)
  }

  /// The rate in doubles.
  ///
  /// - Throws: `InputError` for inputs that cannot be.
  package static func estimate(
    _ setup: QuadratureSetup, modulation: Double, _ options: ReconciliationOptions
  ) throws(InputError) -> GaussianEstimate<Double> {
    try check(setup, modulation, options)
    return resolved(setup, modulation: modulation, options)
  }

  /// The rate with outward-rounded intervals.
  ///
  /// - Throws: `InputError` for inputs that cannot be.
  package static func enclosure(
    _ setup: QuadratureSetup, modulation: Double, _ options: ReconciliationOptions
  ) throws(InputError) -> GaussianEstimate<Interval> {
    try check(setup, modulation, options)
    return resolved(setup, modulation: modulation, options)
  }

  /// The rate in double-double arithmetic: the referee for rounding.
  ///
  /// - Throws: `InputError` for inputs that cannot be.
  package static func reference(
    _ setup: QuadratureSetup, modulation: Double, _ options: ReconciliationOptions
  ) throws(InputError) -> GaussianEstimate<DoubleDouble> {
    try check(setup, modulation, options)
    return resolved(setup, modulation: modulation, options)
  }

  static func check(_ setup: QuadratureSetup, _ modulation: Double, _ options: ReconciliationOptions) throws(InputError)
  {
    try setup.validate()
    try QuadratureSettings(modulationVariance: modulation).validate()
    try options.validate()
  }
}

extension Quantities {
  private static let lodewyck = "Lodewyck et al. 2007, arXiv:0706.4255"
  static let modulation = Quantity(.settings, "V_A", "modulation variance", .input, unit: "SNU")
  static let settings = [modulation, modulation.by("CV-50"), states] + relaySettings + [estimationShare, energyTest]

  static let signalToNoise = Quantity(.channel, "SNR", "signal-to-noise ratio", .expectation, "CV-8")
  package static let information = Quantity(
    .estimation, "I_AB", "mutual information", .expectation, "CV-9", lodewyck, unit: "bit/symbol",
    column: .init("mutual_information", "mutual information"))
  static let knownNoise = Quantity(
    .estimation, "delta_kn", "what the known electronic noise tells Eve", .upperBound, "CV-11a",
    "derived in the cv sheet", unit: "bit/symbol")
  package static let holevo = Quantity(
    .estimation, "chi_BE", "what Eve knows", .upperBound, "CV-18", lodewyck, unit: "bit/symbol",
    column: .init("holevo", "what Eve knows"))
  static let directHolevo = Quantity(
    .estimation, "chi_AE", "what Eve knows", .upperBound, "CV-19", lodewyck, unit: "bit/symbol")
  static let homodyneDirect = Quantity.Origin("CV-20", lodewyck)
  static let efficiency = Quantity(.keyLength, "beta", "reconciliation efficiency", .input)
  static let frameErrors = Quantity(.keyLength, "FER", "frame error rate", .input)
  static let rawRate = Quantity(
    .keyLength, "rate_raw", "beta I - chi, signed, before frame errors", .estimate, "CV-12", lodewyck,
    unit: "bit/symbol")
  static let rate = Quantity(
    .keyLength, "rate", "secret bits per symbol", .estimate, "CV-12", lodewyck, unit: "bit/symbol")

  static let gaussian = [
    information, knownNoise, holevo, directHolevo, directHolevo.by(homodyneDirect), tolerableNoise, efficiency,
    frameErrors, rawRate, rate,
  ]
}
