// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import RealModule

/// Conversions between the ways in which detector noise is stated.
package enum DarkCounts {
  /// The probability of at least one dark count in a gate, 1 − exp(−rate · gate) (bb84 sheet, BB-3).
  ///
  /// - Parameters:
  ///   - ratePerSecond: dark counts per second of one detector.
  ///   - gateSeconds: the gate, the acceptance window, or 1/(repetition rate) if free-running.
  package static func probability(ratePerSecond: Double, gateSeconds: Double) -> Double {
    -Double.expMinusOne(-ratePerSecond * gateSeconds)
  }
}
