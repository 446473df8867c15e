// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity
import RealModule

/// The entangled-photon source of a relay station: how many pairs it emits (mdi sheet, section 7.2).
package struct PairSource: Sendable, Equatable {
  /// p0, p1, p2: probabilities of no pair, one and two; they sum to 1.
  package let probabilities: [Double]
  /// λ of a parametric-down-conversion source; nil for given probabilities.
  package let downConversion: Double?

  /// One pair always.
  package static let ideal = PairSource(unchecked: [0, 1, 0], downConversion: nil)

  private init(unchecked: [Double], downConversion: Double?) {
    probabilities = unchecked
    self.downConversion = downConversion
  }

  /// A source with given statistics.
  ///
  /// - Parameter name: the symbol in messages.
  /// - Throws: `InputError` if they are no probabilities of 0, 1 and 2 pairs.
  package init(probabilities: [Double], name: String = "pA") throws(InputError) {
    guard probabilities.count == 3 else {
      throw InputError(name, value: "\(probabilities)", allowed: "must have 3 values: no pair, one pair, two pairs")
    }
    for p in probabilities { try require(p, name, in: 0...1) }
    let sum = probabilities.reduce(0, +)
    guard abs(sum - 1) <= 1e-12 else {
      throw InputError(name, value: "\(probabilities)", allowed: "must sum to 1, not \(sum)")
    }
    self.init(unchecked: probabilities, downConversion: nil)
  }

  /// Parametric down-conversion with p_n = (n+1) λ^n/(1+λ)^(n+2), cut at two pairs (MDI-42).
  ///
  /// What lies above two pairs is counted as no pair, which is optimistic; see ``droppedWeight``.
  ///
  /// - Throws: `InputError` for λ outside 0 to 1.
  package init(downConversion lambda: Double) throws(InputError) {
    try require(lambda, "lambdaPDC", in: 0...1, hint: "pairs per pulse over 2, far below 1")
    let p1 = 2 * lambda / Double.pow(1 + lambda, 3)
    let p2 = 3 * lambda * lambda / Double.pow(1 + lambda, 4)
    self.init(unchecked: [1 - p1 - p2, p1, p2], downConversion: lambda)
  }

  /// 4 λ³, about the probability of three pairs and more that is left out; 0 for given probabilities.
  package var droppedWeight: Double { downConversion.map { 4 * $0 * $0 * $0 } ?? 0 }

  /// What is left out, if it matters.
  package var warnings: [String] {
    guard let lambda = downConversion, droppedWeight > 1e-3 * probabilities[2] else { return [] }
    return [
      "down-conversion with lambda = \(lambda) is cut at two pairs: a weight of \(droppedWeight) is counted as no pair, which is optimistic"
    ]
  }
}
