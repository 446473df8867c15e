// SPDX-License-Identifier: GPL-3.0-or-later
/// The combinations of modified Bessel functions in the gains of interfering pulses, as sums of
/// positive terms (mdi sheet, section 2.2): the printed brackets cancel for weak pulses.
enum BesselSeries {
  /// J(z) = I0(z) − 1 = Σ_{k≥1} (z²/4)^k/(k!)².
  static func excess(_ z: Double) -> Double {
    let square = z * z / 4
    var term = 1.0
    var sum = 0.0
    var k = 1.0
    while true {
      term *= square / (k * k)
      sum += term
      // Beyond k = z/2 the terms fall faster than a geometric series.
      if !(term > 1e-18 * sum) && k > z / 2 || !sum.isFinite { break }
      k += 1
    }
    return sum
  }

  /// K(x) = I0(2x) − 4 I0(x) + 3 = Σ_{k≥2} x^(2k) (1 − 4^(1−k))/(k!)².
  static func fourfoldExcess(_ x: Double) -> Double {
    let square = x * x
    var power = square
    var quarter = 1.0
    var sum = 0.0
    var k = 2.0
    while true {
      power *= square / (k * k)
      quarter /= 4
      let term = power * (1 - quarter)
      sum += term
      if !(term > 1e-18 * sum) && k > x || !sum.isFinite { break }
      k += 1
    }
    return sum
  }
}
