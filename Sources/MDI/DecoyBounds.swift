// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity

/// Gains and error gains of the nine pairs of intensities in one basis: row Alice, column Bob.
package struct PairTable: Sendable, Equatable {
  /// The nine values, Alice's index counting slower.
  package var values: [Double]

  /// A table from nine values; nil for any other number.
  package init?(_ values: [Double]) {
    guard values.count == 9 else { return nil }
    self.values = values
  }

  /// A table from a function of the two indices.
  package init(_ value: (Int, Int) -> Double) {
    values = (0..<9).map { value($0 / 3, $0 % 3) }
  }

  /// The value for Alice's i-th and Bob's j-th intensity; both from 0 to 2.
  package subscript(_ i: Int, _ j: Int) -> Double { values[3 * i + j] }
}

/// Bounds on single-photon pairs from three intensities each and infinitely many data
/// (mdi sheet, section 4.1; Xu et al. 2013, arXiv:1305.6965, table 2).
package struct DecoyBounds: Sendable, Equatable {
  /// Σ c_ij Q_ij in the Z basis, not clipped (MDI-16).
  package var yieldZUnclipped: Double
  /// Σ c_ij Q_ij in the X basis, not clipped (MDI-16).
  package var yieldXUnclipped: Double
  /// Σ d_ij T_ij in the X basis, not clipped (MDI-17).
  package var errorsUnclipped: Double
  /// Whether the data can come from the assumed intensities.
  package var isFeasible: Bool

  /// Y11 ≥ this, from Z gains.
  package var yieldZ: LowerBound<Double> { LowerBound(max(0, yieldZUnclipped)) }
  /// Y11 ≥ this, from X gains.
  package var yieldX: LowerBound<Double> { LowerBound(max(0, yieldXUnclipped)) }
  /// t11 ≤ this.
  package var errors: UpperBound<Double> { UpperBound(max(0, errorsUnclipped)) }
  /// Y11 ≥ this in the gain: the larger of both, or that of Z (MDI-18a).
  package func yield(_ yields: DecoyYields) -> LowerBound<Double> {
    yields == .x13 ? yieldZ : LowerBound(max(yieldZ.value, yieldX.value))
  }

  /// e11 ≤ this, at most 1/2, with the larger yield or that of X (MDI-18, MDI-18a).
  package func errorRate(_ yields: DecoyYields) -> UpperBound<Double> {
    let y = yields == .x13 ? yieldX.value : yield(.best).value
    return UpperBound(y > 0 ? min(0.5, errors.value / y) : 0.5)
  }

  /// e11 ≤ this from X alone, at most 1/2 (MDI-18).
  package var errorRate: UpperBound<Double> {
    let y = yieldX.value
    return UpperBound(y > 0 ? min(0.5, errors.value / y) : 0.5)
  }

  /// The bounds from gains.
  ///
  /// - Parameters:
  ///   - gainsZ: Q_ij in Z. - gainsX: Q_ij in X. - errorsX: T_ij in X.
  ///   - alice: μ > ν > ω of Alice. - bob: the same of Bob.
  package static func of(
    gainsZ: PairTable, gainsX: PairTable, errorsX: PairTable, alice: ThreeIntensities, bob: ThreeIntensities
  ) throws(InputError) -> DecoyBounds {
    try alice.validate("A")
    try bob.validate("B")
    return evaluate(gainsZ, gainsX, errorsX, PairWeights(alice, bob))
  }

  static func evaluate(
    _ gainsZ: PairTable, _ gainsX: PairTable, _ errorsX: PairTable, _ weights: PairWeights<Double>
  ) -> DecoyBounds {
    func sum(_ list: [(cell: Int, weight: Double)], _ table: PairTable) -> (value: Double, largest: Double) {
      var total = CompensatedSum()
      var largest = 0.0
      for (cell, weight) in list {
        let term = weight * table.values[cell]
        total.add(term)
        largest = max(largest, abs(term))
      }
      return (total.value, largest)
    }
    let z = sum(weights.yield, gainsZ)
    let x = sum(weights.yield, gainsX)
    let t = sum(weights.errors, errorsX)
    // Physical data leave the bracket of MDI-17 at or above zero, and no yield above one. Otherwise the
    // clamp at zero would turn data that contradict the source into an error rate of zero.
    let isFeasible =
      t.value >= -1e-12 * t.largest && z.value <= 1 + 1e-12 * z.largest && x.value <= 1 + 1e-12 * x.largest
    return DecoyBounds(
      yieldZUnclipped: z.value, yieldXUnclipped: x.value, errorsUnclipped: t.value, isFeasible: isFeasible)
  }
}
