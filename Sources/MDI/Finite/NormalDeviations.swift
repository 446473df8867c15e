// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import RealModule

/// Quantiles of the normal distribution, for the Gaussian analysis of the literature (MDI-28).
enum NormalDeviations {
  /// z with P(normal variable > z) = e^−β, by Newton's method on the logarithm of the tail.
  ///
  /// - Parameter beta: ln(1/ε); below ln 2 the result is not positive.
  /// - Returns: NaN for arguments whose tail cannot be represented.
  static func upperTail(logInverse beta: Double) -> Double {
    guard beta > 0, beta < 700 else { return .nan }
    var z = beta > 1 ? (2 * beta).squareRoot() - 0.5 : 0
    for _ in 0..<100 {
      guard let tail = try? SpecialFunctions.normalUpperTail(z), tail > 0 else { return .nan }
      let density = Double.exp(-z * z / 2) / (2 * Double.pi).squareRoot()
      let step = (Double.log(tail) + beta) * tail / density
      z += step
      if abs(step) <= 1e-15 * Double.maximum(1, abs(z)) { break }
    }
    return z
  }
}
