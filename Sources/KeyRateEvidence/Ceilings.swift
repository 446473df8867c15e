// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import RealModule

/// The repeaterless bound read backwards.
enum Ceilings {
  /// The loss in dB at which M modes of a pure-loss channel just allow a rate: η = 1 − 2^(−R/M) (BND-4, BND-32).
  static func largestLoss(_ ratePerPulse: Double, modes: Double) -> Double? {
    guard ratePerPulse > 0, modes > 0 else { return nil }
    let eta = -Double.expMinusOne(-ratePerPulse / modes * Double.log(2))
    return eta > 0 && eta <= 1 ? -10 * Double.log10(eta) : nil
  }
}

extension Ceilings {
  /// h(p) in bits.
  static func binaryEntropy(_ p: Double) -> Double { KeyRateNumerics.binaryEntropy(p) }
}
