// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import RealModule

/// Limits for chains with stations between the users, trusted or not (bounds sheet, section 5).
///
/// Pirandola 2019, arXiv:1601.00966: every link of the chain is a cut. The unit is bits per use
/// of the whole chain, each link once.
package enum RepeaterChain {
  /// min over the links of K(η_i) (BND-30).
  ///
  /// - Parameter links: the transmittances of the links; an empty chain has no limit: +∞.
  package static func bound(links: [Transmittance]) -> Double {
    links.map(PureLoss.repeaterless).min() ?? .infinity
  }

  /// k ideal repeaters equally spaced on total transmittance η: −log2(1 − η^(1/(k+1))) (BND-31).
  ///
  /// k = 0 is the repeaterless bound, k = 1 the single-node limit of twin-field and MDI.
  package static func bound(total eta: Transmittance, repeaters k: Int) -> Double {
    guard k > 0 else { return PureLoss.repeaterless(eta) }
    if eta.value == 1 { return .infinity }
    if eta.value == 0 { return 0 }
    return -StableForms.logOneMinusExp(Double.log(eta.value) / Double(k + 1)) / PureLoss.naturalLogOfTwo
  }

  /// The bound with a loss in every station given to the eavesdropper (`station_loss = "each_link"`):
  /// η_link → η_link · η_station. A statement about such stations: planning, not refutation.
  package static func bound(total eta: Transmittance, repeaters k: Int, stationTransmittance: Transmittance) -> Double {
    guard eta.value > 0, stationTransmittance.value > 0 else { return 0 }
    let links = Double(Swift.max(0, k) + 1)
    let exponent = Double.log(eta.value) / links + Double.log(stationTransmittance.value)
    return exponent == 0 ? .infinity : -StableForms.logOneMinusExp(exponent) / PureLoss.naturalLogOfTwo
  }

  /// The smallest number of equally spaced ideal repeaters that allows a target rate (BND-32).
  ///
  /// - Parameters:
  ///   - targetBitsPerUse: R > 0.
  ///   - eta: the total transmittance.
  ///   - modes: modes per use.
  /// - Returns: k ≥ 0; nil if no number of repeaters is enough (η = 0) or the target is not positive.
  package static func smallestNumber(targetBitsPerUse: Double, total eta: Transmittance, modes: Double = 1) -> Int? {
    guard targetBitsPerUse > 0, targetBitsPerUse.isFinite, eta.value > 0, modes > 0 else { return nil }
    let target = targetBitsPerUse / modes
    // η_required = 1 − 2^−R.
    let required = -Double.expMinusOne(-target * PureLoss.naturalLogOfTwo)
    let estimate = (Double.log(eta.value) / Double.log(required)).rounded(.up) - 1
    guard eta.value < 1, estimate < 1e15 else { return eta.value == 1 ? 0 : nil }
    var k = Swift.max(0, Int(estimate.isFinite ? estimate : 0))
    // The quotient of logarithms may be off by one either way: the bound itself decides.
    while k > 0, bound(total: eta, repeaters: k - 1) >= target { k -= 1 }
    var tries = 0
    while bound(total: eta, repeaters: k) < target, tries < 4 {
      k += 1
      tries += 1
    }
    // Targets so large that 1 − 2^−R rounds to 1 are out of reach of this formula.
    guard bound(total: eta, repeaters: k) >= target else { return nil }
    return k
  }
}
