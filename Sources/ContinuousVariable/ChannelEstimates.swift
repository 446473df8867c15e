// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// Where estimates come from.
package enum EstimateOrigin: String, Sendable, CaseIterable {
  /// From the outcomes of a run.
  case measured
  /// What a link model expects.
  case expected
}

/// What a run, or the model of one, says about the channel: y = t x + z (cv sheet, CV-5, CV-40).
///
/// The only way from a link model or from measured data into a finite-size analysis.
package struct ChannelEstimates: Sendable, Equatable {
  /// V_A: the calibrated modulation variance per quadrature.
  package var modulationVariance: Double
  /// t̂ = Sxy / Sxx.
  package var slope: Double
  /// σ̂² = RSS / M; maximum likelihood, so that RSS = M σ̂².
  package var noiseVariance: Double
  /// Sxx = Σ x² over the real pairs used.
  package var sumOfSquares: Double
  /// M: real pairs (x, y) used: κ for each symbol.
  package var pairs: Double
  /// N: symbols sent and measured, of the whole block.
  package var symbols: Double
  /// n: symbols that make key.
  package var keySymbols: Double
  /// How many sample means of y were subtracted; each costs a degree of freedom.
  package var subtractedMeans: Double
  /// Measured or expected.
  package var origin: EstimateOrigin
  /// The calibration of a run whose outcomes are in volts; nil for outcomes in shot-noise units.
  package var calibration: ShotNoiseCalibration?
  /// Statistics of known range, for noise of any law; nil for Gaussian noise.
  package var clipped: ClippedStatistics?
  /// What the pairs say of Gaussian noise.
  package var gaussianTests: GaussianTests

  /// Gathers the estimates of a block.
  package init(
    modulationVariance: Double, slope: Double, noiseVariance: Double, sumOfSquares: Double, pairs: Double,
    symbols: Double, keySymbols: Double, subtractedMeans: Double = 0, origin: EstimateOrigin,
    calibration: ShotNoiseCalibration? = nil, clipped: ClippedStatistics? = nil,
    gaussianTests: GaussianTests = .notMade
  ) {
    self.calibration = calibration
    self.clipped = clipped
    self.gaussianTests = gaussianTests
    self.modulationVariance = modulationVariance
    self.slope = slope
    self.noiseVariance = noiseVariance
    self.sumOfSquares = sumOfSquares
    self.pairs = pairs
    self.symbols = symbols
    self.keySymbols = keySymbols
    self.subtractedMeans = subtractedMeans
    self.origin = origin
  }

  /// Refuses what cannot be.
  ///
  /// - Throws: `InputError`.
  package func validate() throws(InputError) {
    try QuadratureSettings(modulationVariance: modulationVariance).validate()
    try require(slope, "t_hat", in: -1e6...1e6)
    try require(noiseVariance, "sigma2_hat", in: 0...1e9, excludingLower: true, hint: "in shot-noise units, about 1")
    try require(symbols, "N", in: 1...1e18)
    try require(pairs, "M", in: 0...2e18)
    try require(sumOfSquares, "sum_x2", in: 0...1e30)
    if let clipped { try clipped.validate(modulation: modulationVariance) }
    try require(keySymbols, "n", in: 0...symbols, hint: "the key symbols are a part of all symbols")
    try require(subtractedMeans, "subtracted_means", in: 0...1e6)
    if pairs > 0 {
      guard sumOfSquares > 0 else {
        throw InputError("sum_x2", sumOfSquares, allowed: "must be positive", hint: "Alice's values cannot all be 0")
      }
      // The sample variance of a Gaussian scatters by √(2/M); more says that V_A belongs to other data or units, and
      // a V_A too large overstates the key.
      let sample = sumOfSquares / pairs
      let ratio = sample / modulationVariance
      guard abs(ratio - 1) <= 6 * (2 / pairs).squareRoot() + 1e-9 else {
        let isDouble = abs(ratio - 2) < 0.3 || abs(ratio - 0.5) < 0.1
        throw InputError(
          "V_A", modulationVariance,
          allowed: "must agree with sum_x2 / M = \(sample), the sample variance of Alice's values, to 6 standard "
            + "deviations",
          hint: isDouble
            ? "a factor of 2: V_A is a variance per quadrature, twice the mean photon number"
            : "V_A and the data must be in the same units; M counts real pairs, two for each heterodyne symbol")
      }
    }
  }
}

/// How symbols are shared between key and parameter estimation (cv sheet, section 3.1).
package enum EstimationMode: String, Sendable, CaseIterable {
  /// m = floor(f_PE N + 1/2) symbols are revealed and make no key.
  case sacrifice
  /// Error correction first; then all symbols serve both purposes (Leverrier 2015).
  case afterCorrection = "after-EC"
}

/// Expected estimates of a link: the simulation half of the family.
package enum QuadratureSimulation {
  /// What a run of N symbols is expected to show: t̂ = t, σ̂² = σ², Sxx = M V_A.
  package static func estimates(
    _ setup: QuadratureSetup, _ settings: QuadratureSettings, symbols: Double, mode: EstimationMode
  ) -> ChannelEstimates {
    let k = setup.detection.quadratures
    let revealed =
      mode == .sacrifice ? min(symbols, (settings.estimationFraction * symbols + 0.5).rounded(.down)) : 0
    let pairs = k * (mode == .sacrifice ? revealed : symbols)
    return ChannelEstimates(
      modulationVariance: settings.modulationVariance, slope: setup.slope, noiseVariance: setup.conditionalVariance,
      sumOfSquares: pairs * settings.modulationVariance, pairs: pairs, symbols: symbols,
      keySymbols: symbols - revealed, origin: .expected)
  }
}
