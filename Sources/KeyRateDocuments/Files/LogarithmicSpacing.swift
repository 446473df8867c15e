// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import RealModule

/// Spacing of swept values.
enum LogarithmicSpacing {
  /// base^exponent for a positive base.
  static func power(_ base: Double, _ exponent: Double) -> Double { Double.pow(base, exponent) }

  /// A value rounded to 12 significant digits, so that 0.1 · 3 is swept and printed as 0.3.
  static func rounded(_ value: Double) -> Double {
    guard value != 0, value.isFinite else { return value }
    let digits = 11 - Double.log10(abs(value)).rounded(.down)
    // 10^22 is the largest power of ten that is exact; beyond it rounding would add error.
    guard abs(digits) <= 22 else { return value }
    let scale = Double.pow(10, abs(digits))
    return digits >= 0 ? (value * scale).rounded() / scale : (value / scale).rounded() * scale
  }
}
