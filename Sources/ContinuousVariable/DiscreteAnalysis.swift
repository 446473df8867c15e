// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// Which mutual information a rate is computed with (CV-55).
package enum MutualInformation: String, Sendable, CaseIterable {
  /// That of the constellation in Gaussian noise; the default.
  case exact
  /// log2(1 + SNR), an upper bound that most figures use; can exceed log2 M and is then refused.
  case gaussian
}

/// A rate of discrete modulation in the limit of infinitely many symbols.
package struct DiscreteEstimate: Sendable, Equatable {
  /// V_A of the constellation.
  package let modulationVariance: Double
  /// C.
  package let correlation: Double
  /// w_τ.
  package let noiseWeight: Double
  /// Z*, the lower bound on the covariance (CV-52).
  package let covariance: Double
  /// Whether Z* had to be raised to zero.
  package let isCovarianceClamped: Bool
  /// I_AB.
  package let information: Double
  /// χ_BE.
  package let holevo: Double
  /// β I − χ, signed.
  package let rawRate: Double
  /// (1 − FER) max(0, K).
  package let rate: Double
  /// Whether so little arrives that the information has lost its digits: the rate is 0 then, whatever the difference.
  package let isBeyondPrecision: Bool
}

/// Discrete modulation with heterodyne detection, collective attacks, infinitely many symbols (cv sheet, section 4).
///
/// Denys, Brown, Leverrier 2021, arXiv:2103.13945. For homodyne detection and finite blocks there is no proof here: refused.
package enum DiscreteAnalysis {
  /// Refuses what has no proof.
  ///
  /// - Throws: `InputError` with the reason.
  package static func checkScope(_ setup: QuadratureSetup) throws(InputError) {
    try setup.validate()
    guard setup.detection == .heterodyne else {
      throw InputError(
        "detection", value: setup.detection.rawValue, allowed: "must be heterodyne with discrete modulation",
        hint: "no bound is published for discrete modulation with homodyne detection")
    }
    guard setup.reconciliation == .reverse else {
      throw InputError(
        "reconciliation", value: setup.reconciliation.rawValue, allowed: "must be reverse with discrete modulation")
    }
  }

  /// The rate of a constellation.
  ///
  /// - Parameters:
  ///   - setup: the link; heterodyne.
  ///   - constellation: the states.
  ///   - moments: their moments if they are known already; they do not depend on the link.
  ///   - options: β and FER.
  ///   - information: which mutual information.
  /// - Throws: `InputError` for inputs that cannot be.
  package static func estimate(
    _ setup: QuadratureSetup, _ constellation: Constellation, moments: ConstellationMoments? = nil,
    _ options: ReconciliationOptions, information: MutualInformation = .exact
  ) throws(InputError) -> DiscreteEstimate {
    try checkScope(setup)
    try options.validate()
    let m = if let moments { moments } else { try ConstellationMoments(constellation) }
    let tau = setup.channel.value
    let w = setup.outputNoise
    let view = setup.view(transmittance: tau, noise: w)
    let va = m.modulationVariance
    // Z* (CV-52), in the picture of the trust level.
    let bound =
      2 * view.transmittance.squareRoot() * m.correlation - (2 * view.noise * m.noiseWeight).squareRoot()
    let z = max(0, bound)
    let y = view.transmittance * va + view.noise
    let pair = try pair(va: va, y: y, covariance: z)
    var chi = max(
      0, pair.holevoHeterodyne(excess: y, efficiency: view.efficiency, electronic: view.electronic))
    let share = setup.detectorEfficiency / 2
    let sigma2 = 1 + setup.electronicNoise + share * w
    if setup.trust == .knownNoise {
      // Not CV-11a: b is not Gaussian, but h(b) − h(b − n) is at most this (de Bruijn's identity).
      chi += Double.log(onePlus: setup.electronicNoise / (sigma2 - setup.electronicNoise)) / Double.log(2)
    }
    let snr = share * tau * va / sigma2
    let i: Double
    switch information {
    case .exact: i = ConstellationInformation.bits(constellation, scale: (share * tau / sigma2).squareRoot())
    case .gaussian:
      i = Double.log(onePlus: snr) / Double.log(2)
      let most = Double.log2(Double(constellation.points.count))
      guard i <= most else {
        throw InputError(
          "mutual_information", value: "gaussian",
          allowed: "must be exact here: log2(1 + SNR) = \(i) exceeds log2 M = \(most)",
          hint: "no more than log2 M bits fit into one symbol")
      }
    }
    let raw = options.efficiency * i - chi
    let isBeyond =
      tau > 0 && information == .exact && !ConstellationInformation.keepsDigits(constellation)
      && i < 1e4 * ConstellationInformation.absoluteError || snr < GaussianAnalysis.leastSignal
    return DiscreteEstimate(
      modulationVariance: va, correlation: m.correlation, noiseWeight: m.noiseWeight, covariance: z,
      isCovarianceClamped: bound < 0, information: i, holevo: chi, rawRate: raw,
      rate: tau > 0 && !isBeyond ? (1 - options.frameErrorRate) * max(0, raw) : 0, isBeyondPrecision: isBeyond)
  }

  /// P and Q of (V_A + 1, 1 + y, Z*) (CV-13, CV-54).
  static func pair(va: Double, y: Double, covariance z: Double) throws(InputError) -> SymplecticPair<Double> {
    let p = va * (2 + y) - z * z
    let q = (va + 2) * y - z * z
    // Z* of physical moments makes both non-negative; what is missing beyond rounding is an error of the input.
    let slack = -1e-12 * (va + 2) * (1 + y)
    guard p >= slack, q >= slack else {
      let most = min(va * (2 + y), (va + 2) * y).squareRoot()
      throw InputError("Z_star", z, allowed: "must not exceed \(most), the most that a physical state has")
    }
    return SymplecticPair(p: max(0, p), q: max(0, q))
  }
}

extension Quantities {
  private static let paper = "Denys, Brown, Leverrier 2021, arXiv:2103.13945"
  /// Holevo term and rate of a constellation.
  static let denys = Quantity.Origin("CV-54", paper)
  static let states = Quantity(.settings, "states", "states of the constellation", .input)
  static let correlation = Quantity(
    .estimation, "C", "correlation of the constellation", .exact, "CV-51", paper)
  static let noiseWeight = Quantity(
    .estimation, "w_tau", "noise weight of the constellation", .exact, "CV-51", paper)
  static let covariance = Quantity(
    .estimation, "Z_star", "covariance of Alice and the channel output", .lowerBound, "CV-52", paper)

  static let discrete = [
    correlation, noiseWeight, covariance, information.by("CV-55"), information.by("CV-9").directed(.upperBound),
    holevo.by(denys), rawRate.by(denys), rate.by(denys),
  ]
}
