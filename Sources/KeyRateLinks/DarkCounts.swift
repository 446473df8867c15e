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

  /// The probability that a detector clicks in a gate without light of the users: dark counts and the photons of the
  /// sky or of other channels, 1 − (1 − p) exp(−n η s) (LK-4); p itself, to the last bit, without such photons.
  ///
  /// - Parameters:
  ///   - dark: p, dark counts per gate.
  ///   - photons: n, photons per gate at the input of the receiver.
  ///   - efficiency: η of the receiver's optics and detectors.
  ///   - share: s, the part of the photons that falls on the detectors that p counts.
  package static func probability(dark p: Double, photons: Double, efficiency: Double, share: Double) -> Double {
    photons == 0 ? p : p - (1 - p) * Double.expMinusOne(-photons * efficiency * share)
  }
}
