// SPDX-License-Identifier: GPL-3.0-or-later
import RealModule

/// Differences that lose their digits when written out, by name.
public enum StableForms {
  /// ln(1 − e^x) for x < 0, accurate at both ends: near 0 by expm1, far below by log1p.
  ///
  /// - Returns: −∞ at x = 0, NaN above.
  public static func logOneMinusExp(_ x: Double) -> Double {
    x > -0.6931471805599453 ? Double.log(-Double.expMinusOne(x)) : Double.log(onePlus: -Double.exp(x))
  }
}
