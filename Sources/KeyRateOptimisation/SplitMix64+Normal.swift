// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import RealModule

extension SplitMix64 {
  /// Normal with mean 0 and variance 1 (Box and Muller, one of the pair).
  mutating func standardNormal() -> Double {
    // The difference is exact and in (0, 1], so that the logarithm is finite.
    let rest = 1 - unit()
    return (-2 * Double.log(rest)).squareRoot() * Double.cos(2 * .pi * unit())
  }
}
