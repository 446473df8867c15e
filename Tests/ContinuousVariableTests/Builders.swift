// SPDX-License-Identifier: GPL-3.0-or-later
import ContinuousVariable
import KeyRateLinks
import KeyRateNumerics
import KeyRateTestSupport
import Testing

/// Links for tests.
enum Builders {
  /// The receiver of the sheet's worked values.
  static func link(
    _ tau: Double = 0.3, xi: Double = 0.01, _ detection: Detection = .homodyne, eta: Double = 0.6, vel: Double = 0.1,
    trust: ReceiverTrust = .trusted, reconciliation: Reconciliation = .reverse
  ) throws -> QuadratureSetup {
    QuadratureSetup(
      channel: try #require(Transmittance(tau)), excessNoise: ExcessNoise(xi), detection: detection,
      detectorEfficiency: eta, electronicNoise: vel, trust: trust, reconciliation: reconciliation)
  }

  /// A random link.
  static func link(_ random: inout SplitMix64) throws -> QuadratureSetup {
    try link(
      random.logUniform(1e-4, 0.999), xi: random.logUniform(1e-5, 0.3), random.pick(Detection.allCases),
      eta: random.uniform(0.1, 1), vel: random.logUniform(1e-3, 0.5), trust: random.pick(ReceiverTrust.allCases))
  }
}

/// Whether two numbers agree to a relative tolerance.
func isNear(_ a: Double, _ b: Double, _ tolerance: Double = 1e-9) -> Bool { abs(a - b) <= tolerance * abs(b) }
