// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// The finite-size formulas that most experimental papers up to about 2021 quote: comparison only.
///
/// Leverrier, Grosshans, Grangier 2010, arXiv:1005.0339 (CV-48). Not a complete composable proof; its Holevo term is taken
/// at the lowest transmittance, where it is not the largest (cv sheet, section 3.1), and its smoothing term uses dimension 2
/// for a real-valued variable. The rate can exceed what is proved.
package enum LGG2010 {
  /// The failure probabilities of the analysis.
  package struct Options: Sendable, Equatable {
    /// β.
    package var efficiency: Double
    /// ε_PE.
    package var estimation: Double
    /// ε̄, smoothing.
    package var smoothing: Double
    /// ε_PA, hashing.
    package var hashing: Double

    /// Chooses options; all failure probabilities are 1e-10 by custom.
    package init(
      efficiency: Double = 0.95, estimation: Double = 1e-10, smoothing: Double = 1e-10, hashing: Double = 1e-10
    ) {
      self.efficiency = efficiency
      self.estimation = estimation
      self.smoothing = smoothing
      self.hashing = hashing
    }

    func validate() throws(InputError) {
      try ReconciliationOptions(efficiency: efficiency).validate()
      for (name, value) in [("eps_PE", estimation), ("eps_bar", smoothing), ("eps_PA", hashing)] {
        try require(value, name, in: 0...1, excludingLower: true, excludingUpper: true)
      }
    }
  }

  /// What the formulas give.
  package struct Estimate: Sendable, Equatable {
    /// The lowest slope.
    package let lowestSlope: Double
    /// The largest noise variance.
    package let noiseVariance: Double
    /// β I_AB.
    package let information: Double
    /// χ_BE at both.
    package let holevo: Double
    /// Δ(n).
    package let finiteSizeTerm: Double
    /// Bits per symbol sent, signed.
    package let rawRate: Double
    /// Bits per symbol sent.
    package let rate: Double
  }

  /// Evaluates the formulas; V_A enters the slope's deviation as M V_A.
  ///
  /// - Throws: `InputError` for inputs that cannot be.
  package static func estimate(
    _ e: ChannelEstimates, _ setup: QuadratureSetup, _ options: Options
  ) throws(InputError) -> Estimate {
    try check(e, setup)
    try options.validate()
    let z = try EstimationQuantiles.normal(options.estimation / 4)
    let low = e.slope - z * (e.noiseVariance / (e.pairs * e.modulationVariance)).squareRoot()
    let sigma2 = e.noiseVariance * (1 + z * (2 / e.pairs).squareRoot())
    let k = setup.detection.quadratures
    let snr = e.slope * e.slope * e.modulationVariance / e.noiseVariance
    let information = options.efficiency * k / 2 * Double.log(onePlus: snr) / Double.log(2)
    let delta =
      7 * (Double.log2(2 / options.smoothing) / e.keySymbols).squareRoot()
      + 2 / e.keySymbols * -Double.log2(options.hashing)
    let lost = max(0, low)
    let view = comparisonView(setup, slope: lost, noiseVariance: sigma2)
    let chi = comparisonHolevo(setup, e.modulationVariance, view)
    let raw = e.keySymbols / e.symbols * (information - chi - delta)
    return Estimate(
      lowestSlope: low, noiseVariance: sigma2, information: information, holevo: chi, finiteSizeTerm: delta,
      rawRate: raw, rate: low > 0 ? max(0, raw) : 0)
  }
}

/// The composable formula of the York group: comparison only.
///
/// Pirandola 2021, arXiv:2010.04168 and 2203.00706; Pirandola and Papanastasiou 2023, arXiv:2301.10270 (CV-49, second tier,
/// from memory). The Holevo term is taken at the lowest transmittance.
package enum York {
  /// Which year's constants.
  package enum Version: String, Sendable, CaseIterable {
    /// Of 2021 and 2022.
    case york2021
    /// Of 2023: a tighter smoothing constant.
    case york2023
  }

  /// The parameters of the analysis.
  package struct Options: Sendable, Equatable {
    /// Which constants.
    package var version: Version
    /// β.
    package var efficiency: Double
    /// p_ec: the probability that error correction succeeds, in (0, 1].
    package var successProbability: Double
    /// ε_PE of each estimator.
    package var estimation: Double
    /// ε_s.
    package var smoothing: Double
    /// ε_h.
    package var hashing: Double
    /// Bits of digitisation per quadrature.
    package var digitisationBits: Double

    /// Chooses options; the failure probabilities are 2^−32 by custom.
    package init(
      version: Version = .york2023, efficiency: Double = 0.95, successProbability: Double = 1,
      estimation: Double = 2.3283064365386963e-10, smoothing: Double = 2.3283064365386963e-10,
      hashing: Double = 2.3283064365386963e-10, digitisationBits: Double = 6
    ) {
      self.version = version
      self.efficiency = efficiency
      self.successProbability = successProbability
      self.estimation = estimation
      self.smoothing = smoothing
      self.hashing = hashing
      self.digitisationBits = digitisationBits
    }

    func validate() throws(InputError) {
      try ReconciliationOptions(efficiency: efficiency).validate()
      try require(successProbability, "p_ec", in: 0...1, excludingLower: true)
      for (name, value) in [("eps_PE", estimation), ("eps_s", smoothing), ("eps_h", hashing)] {
        try require(value, name, in: 0...1, excludingLower: true, excludingUpper: true)
      }
      try require(digitisationBits, "bits", in: 1...16)
    }
  }

  /// What the formulas give.
  package struct Estimate: Sendable, Equatable {
    /// The lowest transmittance.
    package let transmittance: Double
    /// The largest noise variance.
    package let noiseVariance: Double
    /// β I_AB.
    package let information: Double
    /// χ_BE at both.
    package let holevo: Double
    /// Δ_AEP.
    package let smoothingCost: Double
    /// Θ.
    package let constant: Double
    /// Bits per symbol sent, signed.
    package let rawRate: Double
    /// Bits per symbol sent.
    package let rate: Double
  }

  /// Evaluates the formulas.
  ///
  /// - Throws: `InputError` for inputs that cannot be.
  package static func estimate(
    _ e: ChannelEstimates, _ setup: QuadratureSetup, _ options: Options
  ) throws(InputError) -> Estimate {
    try check(e, setup)
    try options.validate()
    let k = setup.detection.quadratures
    let eps = options.estimation
    let w =
      eps > 1e-17
      ? try EstimationQuantiles.normal(eps) : (-2 * Double.log(eps)).squareRoot()
    let tau = k * e.slope * e.slope / setup.detectorEfficiency
    let spread =
      2 * tau * (k * e.noiseVariance / (setup.detectorEfficiency * tau * e.modulationVariance * e.pairs)).squareRoot()
    let low = tau - w * spread
    let sigma2 = e.noiseVariance * (1 + w * (2 / e.pairs).squareRoot())
    let snr = e.slope * e.slope * e.modulationVariance / e.noiseVariance
    let information = options.efficiency * k / 2 * Double.log(onePlus: snr) / Double.log(2)
    let p = options.successProbability
    let s = options.smoothing
    let tail: Double
    var theta = 2 * Double.log2(2.0.squareRoot() * options.hashing)
    switch options.version {
    case .york2021:
      tail = Double.log2(18 / (p * p)) - 4 * Double.log2(s)
      theta += Double.log2(p) + Double.log(onePlus: -s * s / 3) / Double.log(2)
    case .york2023: tail = 1 - 2 * Double.log2(s)
    }
    let root = Double.exp2(k * options.digitisationBits / 2)
    let delta = 4 * Double.log2(root + 2) * tail.squareRoot()
    let slope = (setup.detectorEfficiency * max(0, low) / k).squareRoot()
    let chi = comparisonHolevo(
      setup, e.modulationVariance, comparisonView(setup, slope: slope, noiseVariance: sigma2))
    let n = e.keySymbols
    let raw = n * p / e.symbols * (information - chi - delta / n.squareRoot() + theta / n)
    return Estimate(
      transmittance: low, noiseVariance: sigma2, information: information, holevo: chi, smoothingCost: delta,
      constant: theta, rawRate: raw, rate: low > 0 ? max(0, raw) : 0)
  }
}

/// Refuses what the comparison formulas cannot be evaluated for.
private func check(_ e: ChannelEstimates, _ setup: QuadratureSetup) throws(InputError) {
  try setup.validate()
  try e.validate()
  guard setup.reconciliation == .reverse else {
    throw InputError("reconciliation", value: "direct", allowed: "must be reverse in a finite-size analysis")
  }
  guard e.pairs > 0, e.keySymbols > 0 else {
    throw InputError(
      "f_PE", value: "\(e.pairs) pairs, \(e.keySymbols) key symbols", allowed: "must leave symbols for both purposes")
  }
  guard e.slope > 0 else {
    throw InputError("t_hat", e.slope, allowed: "must be positive", hint: "flip the sign of Bob's data")
  }
}

/// The channel that slope and noise variance stand for, in the picture of the trust level (CV-43).
private func comparisonView(
  _ setup: QuadratureSetup, slope: Double, noiseVariance: Double
) -> ReceiverView<Double> {
  let k = setup.detection.quadratures
  let eta = setup.detectorEfficiency
  return setup.view(
    transmittance: k * slope * slope / eta, noise: max(0, k * (noiseVariance - 1 - setup.electronicNoise) / eta))
}

private func comparisonHolevo(_ setup: QuadratureSetup, _ va: Double, _ view: ReceiverView<Double>) -> Double {
  let kn = setup.knownNoiseInformation(modulation: va, transmittance: view.transmittance, noise: view.noise)
  return GaussianHolevo.reverse(va, view) + kn
}

extension Quantities {
  private static let leverrier = "Leverrier, Grosshans, Grangier 2010, arXiv:1005.0339"
  static let lgg2010 = Quantity.Origin("CV-48", leverrier)
  static let york2021 = Quantity.Origin("CV-49", "Pirandola 2021, arXiv:2010.04168")
  static let york2023 = Quantity.Origin("CV-49", "Pirandola and Papanastasiou 2023, arXiv:2301.10270")

  static let publishedSlope = Quantity(.estimation, "t_min", "slope", .estimate, "CV-48", leverrier)
  static let finiteSizeTerm = Quantity(
    .keyLength, "Delta_n", "finite-size term", .estimate, "CV-48", leverrier, unit: "bit/symbol")
  static let worstTransmittance = Quantity(.estimation, "T_wc", "transmittance", .estimate)
  static let worstVariance = Quantity(.estimation, "s2_wc", "noise variance", .estimate, unit: "SNU")
  static let publishedHolevo = Quantity(
    .estimation, "chi_BE", "what Eve knows at both", .estimate, unit: "bit/symbol")
  static let constantTerm = Quantity(.keyLength, "Theta", "constant term", .estimate, unit: "bit")
  static let publishedRate = Quantity(
    .keyLength, "rate", "bits per symbol as published", .estimate, unit: "bit/symbol")

  static let comparison =
    [publishedSlope, largestVariance.by(lgg2010).directed(.estimate), finiteSizeTerm]
    + [worstTransmittance, worstVariance, smoothingCost.directed(.estimate), constantTerm].flatMap {
      $0.by([york2021, york2023])
    } + [publishedHolevo, publishedRate].flatMap { $0.by([lgg2010, york2021, york2023]) }
}
