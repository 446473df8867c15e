// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#else
  import Foundation
#endif

/// The logarithm to base ten, exact at powers of ten whatever the C library says.
///
/// For the placement of ticks and points only: its last digits may differ between machines,
/// which the two decimals of a drawing coordinate do not show.
func decimalLogarithm(_ value: Double) -> Double {
  let logarithm = log10(value)
  let nearest = logarithm.rounded()
  return (logarithm - nearest).magnitude < 1e-13 * max(1, nearest.magnitude) ? nearest : logarithm
}

/// `mantissa × 10^exponent`, correctly rounded; zero or infinite where that does not fit into a Double.
func decimalValue(_ mantissa: Int, exponent: Int) -> Double {
  Double("\(mantissa)e\(exponent)") ?? .nan
}

/// Ten to a power that need not be whole.
func decimalPower(_ exponent: Double) -> Double {
  pow(10, exponent)
}
