// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// The terms whose concentration bound a prediction tuned (TF-27, TF-28).
package struct TunedTerms: Sendable, Equatable {
  /// The photon pairs.
  package var pairs: Set<PhotonPair> = []
  /// The sum over all test successes.
  package var tail = false
  /// The count of phase errors.
  package var phaseErrors = false

  /// How many there are.
  package var count: Int { pairs.count + (tail ? 1 : 0) + (phaseErrors ? 1 : 0) }
}

/// What counts certify about a block of the protocol of Curty, Azuma and Lo (tf sheet, section 7).
package struct FiniteKeyEstimate<S: Scalar>: Sendable {
  /// M_X.
  package var keyCount: S
  /// M_Z.
  package var testCount: S
  /// e_X = E_X/M_X.
  package var bitError: S
  /// How ε_sec is shared out (TF-18, TF-19).
  package var shares: FailureShares<S>
  /// N_out of TF-23.
  package var beyondCutoff: UpperBound<Double>
  /// E_L and E_U, the confidence limits of the means of the M_ij (TF-21).
  package var means: [[Interval]]
  /// M^U(n, m) (TF-22); empty where no numbers fit the counts.
  package var pairs: [PhotonPair: Double]
  /// M^U(n, m) of pairs of unequal parity (TF-53); empty unless the counts were measured.
  package var oddPairs: [PhotonPair: Double] = [:]
  /// M_X^U: at most so many key-mode successes go with the test counts (TF-53); nil unless the counts were measured.
  package var keyCountBound: UpperBound<S>?
  /// The certified joint maximum of TF-53, without the odds; nil if there was none.
  var jointKeySum: Double?
  /// The largest relative gap between a linear program's certificate and its solver's value.
  package var largestGap: Double
  /// The certified joint bound on the sum of TF-37, without the odds; nil if there was none.
  var jointSum: Double?
  /// Decisions that rounding leaves open, in words; empty in doubles.
  package var straddled: [String] = []
  /// Where the linear programs ended, as a start for similar ones.
  var bases: [LinearProgramBasis] = []
  /// SU(M_Z) of TF-31.
  package var testSum: UpperBound<S>
  /// W_0 and W_1 of TF-31.
  package var tails: [S]
  /// Σ_ph of TF-31, or its joint bound (TF-37).
  package var phaseErrorSum: UpperBound<S>
  /// N_ph^U of TF-32.
  package var phaseErrors: UpperBound<S>
  /// N_ph^U/M_X before the cap at 1/2.
  package var phaseErrorUncapped: S
  /// e_ph ≤ 1/2.
  package var phaseError: UpperBound<S>
  /// leak_EC in bits.
  package var leakage: UpperBound<S>
  /// ⌈log2(M_X + 1)⌉ bits where the errors of the key are announced, else 0 (TF-33a).
  package var announcement = S.zero
  /// log2(2/ε_cor) + log2(1/(4 ε_PA²)) in bits.
  package var penalty: UpperBound<S>
  /// The signed length before rounding, in bits (TF-33).
  package var rawLength: S
  /// What the concentration bound was tuned for; nil if it was not.
  package var predictions: Predictions?
  /// Which terms a prediction tuned; the others are bounded without one (TF-29).
  package var tuned: TunedTerms
  /// Why there is nothing to compute, if so.
  package var obstacle: ReasonForZero?
}

extension Quantities {
  private static let curras = "Curras-Lorenzo et al. 2021, arXiv:1910.11407"
  private static let azuma = "Azuma 1967, Hoeffding 1963"
  private static let zhang = "Zhang et al. 2017, arXiv:1611.02524"

  static let decoyEvents = Quantity(
    .estimation, "K_d", "bounds of decoy data that may fail", .exact, "TF-18", "tf sheet")
  static let concentrationEvents = Quantity(
    .estimation, "K_k", "concentration bounds that may fail", .exact, "TF-18", "tf sheet")
  static let decoyExponent = Quantity(
    .estimation, "ln(1/eps_d)", "failure exponent of each bound of decoy data", .exact, "TF-19", "tf sheet")
  static let concentrationExponent = Quantity(
    .estimation, "ln(1/eps_k)", "failure exponent of each concentration bound", .exact, "TF-19", "tf sheet")
  /// Every failure under the root.
  static let rootShares = Quantity.Origin("TF-19a", "tf sheet")
  static func leastMean(_ i: String, _ j: String) -> Quantity {
    Quantity(
      .estimation, "E_L[\(i)][\(j)]", "mean of MZ[\(i)][\(j)]", .lowerBound, "TF-21", zhang, unit: "counts")
  }
  static func largestMean(_ i: String, _ j: String) -> Quantity {
    Quantity(
      .estimation, "E_U[\(i)][\(j)]", "mean of MZ[\(i)][\(j)]", .upperBound, "TF-21", zhang, unit: "counts")
  }
  static let beyondCutoff = Quantity(
    .estimation, "N_out", "test successes with more than ncut photons on a side", .upperBound, "TF-23", "tf sheet",
    unit: "counts")
  static func pairSuccesses(_ n: String, _ m: String) -> Quantity {
    Quantity(
      .estimation, "M_U(\(n),\(m))", "test successes with \(n) and \(m) photons", .upperBound, "TF-22, TF-14",
      "linear program, certified by weak duality", unit: "counts")
  }
  static let keyCountBound = Quantity(
    .estimation, "MX_U", "key-mode successes that go with the test counts", .upperBound, "TF-53", "tf sheet",
    unit: "counts")
  /// What the concentration bound is tuned for, fixed before the run or a function of n_s alone.
  static func predictedPair(_ n: String, _ m: String) -> Quantity {
    predicted("L~(\(n),\(m))", "M_U(\(n),\(m)) for which its bound is tuned")
  }
  static let predictedTests = predicted("L~_Z", "M_Z for which the bound of all test successes is tuned")
  static let predictedErrors = predicted("L~_ph", "Sigma_ph for which the bound of phase errors is tuned")
  static let standardLink = Quantity.Origin("TF-34b", "tf sheet")

  private static func predicted(_ symbol: String, _ meaning: String) -> Quantity {
    Quantity(.estimation, symbol, meaning, .expectation, "TF-34a", "tf sheet", unit: "counts")
  }
  /// Tuned by a prediction; otherwise by Azuma's inequality (TF-29), as the count of phase errors.
  static let testSum = Quantity(
    .estimation, "SU(MZ)", "sum of probabilities of all test successes", .upperBound, "TF-27",
    "Kato 2020, arXiv:2002.04357", unit: "counts")
  static let azumaSum = Quantity.Origin("TF-29", azuma)
  static func parityWeight(_ j: String) -> Quantity {
    Quantity(.estimation, "W_\(j)", "weight of pairs beyond S, parity \(j)", .upperBound, "TF-31", "tf sheet")
  }
  /// The plain sum, without Cauchy and Schwarz.
  static let plainTail = Quantity.Origin("TF-31, TF-19a", "tf sheet")
  static let phaseErrorSum = Quantity(
    .estimation, "Sigma_ph", "sum of phase-error probabilities", .upperBound, "TF-31", curras, unit: "counts")
  static let jointSum = Quantity.Origin("TF-31, TF-37", curras)
  static let phaseErrors = Quantity(
    .estimation, "Nph", "phase errors of the key", .upperBound, "TF-32, TF-28", curras, unit: "counts")
  static let azumaErrors = Quantity.Origin("TF-32, TF-29", curras)
  package static let phaseError = Quantity(
    .estimation, "eph", "phase-error fraction of the key", .upperBound, "TF-32", curras,
    column: .init("phase_error", "upper bound on the phase-error fraction"))

  static var estimates: [Quantity] {
    let shares = [decoyEvents, concentrationEvents, decoyExponent, concentrationExponent]
    let predicted = [predictedPair("‹n›", "‹m›"), predictedTests, predictedErrors]
    return shares + [decoyExponent, concentrationExponent].map { $0.by(rootShares) } + [
      leastMean("‹i›", "‹j›"), largestMean("‹i›", "‹j›"), beyondCutoff,
      pairSuccesses("‹n›", "‹m›"), keyCountBound,
    ] + predicted.flatMap { [$0, $0.by(standardLink), $0.given] } + [
      testSum, testSum.by(azumaSum), parityWeight("‹j›"), parityWeight("‹j›").by(plainTail), phaseErrorSum,
      phaseErrorSum.by(jointSum), phaseErrors, phaseErrors.by(azumaErrors), phaseError,
    ]
  }

  package static let bitError = Quantity(
    .keyLength, "eX", "bit error rate of the key", .exact, "TF-17",
    column: .init("error_rate", "bit error rate of the key"))
  static let leastLeakage = Quantity(
    .keyLength, "leak_EC_min", "least leakage for these errors", .lowerBound, "TF-90", "shannon sheet", unit: "bit")
  static let leakage = Quantity(.keyLength, "leak_EC", "announced by error correction", .estimate, "TF-33", unit: "bit")
  static let announcement = Quantity(
    .keyLength, "leakPE", "announcing the errors of the key", .upperBound, "TF-33a", "tf sheet", unit: "bit")
  static let penalty = Quantity(
    .keyLength, "penalty", "verification and privacy amplification", .exact, "TF-33", curras, unit: "bit")
  static let rawLength = Quantity(
    .keyLength, "length_raw", "secret bits before rounding", .lowerBound, "TF-33", curras + ", Eq. 4", unit: "bit",
    role: .plainLength)
  static let length = Quantity(
    .keyLength, "length", "length of the secret key", .lowerBound, "TF-33", curras + ", Eq. 4", unit: "bit",
    role: .length)

  static let key =
    [bitError, leastLeakage, leakage, leakage.directed(.input), announcement, penalty]
    + [rawLength, length].flatMap { [$0, $0.directed(.estimate)] } + RoundingCertificate.quantities
}
