// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// How few bits error correction can have announced for the noise that was there: the rule on measured leakage for
/// continuous variables (CV-45b; the common rule in `ShannonRule`).
///
/// Never a refusal: Gaussian noise has the least mutual information for given second moments, so a channel with rare
/// strong noise may honestly lie below it.
package struct LeakageLimit: Sendable, Equatable {
  /// I_max: the mutual information at the ends of the estimates, in bits per symbol.
  package let information: Double
  /// λ_min in bits.
  package let leastLeakage: Double

  /// Applies the rule.
  ///
  /// - Parameters:
  ///   - e: the estimates; their unit does not matter.
  ///   - detection: κ.
  ///   - keySymbols: n.
  ///   - entropy: Ĥ(Y) in bits per symbol.
  ///   - entropyCost: δ_ent.
  ///   - estimation: ε_PE.
  ///   - correctness: ε_cor.
  /// - Throws: `InputError` for failure probabilities without quantile.
  package init(
    _ e: ChannelEstimates, _ detection: Detection, keySymbols n: Double, entropy: Double, entropyCost: Double,
    estimation: Double, correctness: Double
  ) throws(InputError) {
    let x = Double.log(3 / estimation)
    let k = e.pairs - 1 - e.subtractedMeans
    let residual = e.pairs * e.noiseVariance
    let kappa = detection.quadratures
    let freedom = k - 2 * (k * x).squareRoot()
    guard k > 0, freedom > 0, n > 0 else {
      information = .infinity
      leastLeakage = 0
      return
    }
    let slope =
      e.slope + (try EstimationQuantiles.normal(estimation / 3)) * (residual / freedom / e.sumOfSquares).squareRoot()
    let least = residual / (k + 2 * (k * x).squareRoot() + 2 * x)
    let i = kappa / 2 * Double.log(onePlus: slope * slope * e.modulationVariance / least) / Double.log(2)
    let scatter =
      (try EstimationQuantiles.normal(correctness)) / Double.log(2) * (kappa * n / 2).squareRoot()
    information = i
    leastLeakage = max(0, n * (entropy - i - entropyCost) - scatter + Double.log2(correctness))
  }
}

extension Quantities {
  static let leastLeakage = Quantity(
    .keyLength, "leak_EC_min", "fewest bits that the observed noise lets error correction send", .lowerBound, "CV-45b",
    "derived in the cv sheet", unit: "bit")
}
