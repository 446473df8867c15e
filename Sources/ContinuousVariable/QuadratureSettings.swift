// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity

/// What the operator of a Gaussian-modulated link chooses.
package struct QuadratureSettings: Sendable, Equatable {
  /// V_A > 0: modulation variance per quadrature in shot-noise units; the mean photon number per symbol is V_A / 2.
  package var modulationVariance: Double
  /// f_PE: the share of the symbols that is revealed for parameter estimation; without meaning when all symbols serve
  /// both purposes.
  package var estimationFraction: Double

  /// Makes settings.
  package init(modulationVariance: Double, estimationFraction: Double = 0.3) {
    self.modulationVariance = modulationVariance
    self.estimationFraction = estimationFraction
  }

  static let photonHint = "in shot-noise units per quadrature: n photons per symbol are V_A = 2 n"

  /// Refuses what cannot be.
  ///
  /// - Throws: `InputError`.
  package func validate() throws(InputError) {
    try require(modulationVariance, "V_A", in: 0...1e12, excludingLower: true, hint: Self.photonHint)
    try require(estimationFraction, "f_PE", in: 0...1, hint: "a fraction, not percent")
  }
}
