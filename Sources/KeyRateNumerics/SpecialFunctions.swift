// SPDX-License-Identifier: GPL-3.0-or-later
import RealModule

/// A special function could not be evaluated; `function` names it and `status` says why.
package struct SpecialFunctionError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The function and its arguments.
  package let function: String
  /// The library's word for what went wrong.
  package let status: String
  /// A sentence for messages.
  package var description: String { "\(function): \(status)" }
}

extension SpecialFunctionError {
  /// The eigenvalues of a matrix could not be found.
  init(eigenvaluesOf size: Int, status: String) {
    self.init(function: "eigenvalues of a \(size) x \(size) matrix", status: status)
  }
}

/// The special functions of the ``NumericalLibrary`` behind wrappers that check every argument.
package enum SpecialFunctions {
  /// Γ*(x) = Γ(x) / (√(2π) x^(x−1/2) e^−x), the remainder of Stirling's formula, for x > 0.
  ///
  /// Tends to 1 + 1/(12 x); it is what keeps binomial coefficients of 1e18 objects accurate,
  /// where differences of ln Γ lose everything.
  package static func stirlingRemainder(_ x: Double) throws(SpecialFunctionError) -> Double {
    guard x > 0 else { throw SpecialFunctionError(function: "gammastar(\(x))", status: "x must be positive") }
    return try NumericalLibrary.gammaStar(x)
  }

  /// e^−|w| I0(w), the scaled modified Bessel function of order 0.
  package static func scaledBesselI0(_ w: Double) throws(SpecialFunctionError) -> Double {
    guard w.isFinite else {
      throw SpecialFunctionError(function: "bessel_I0_scaled(\(w))", status: "argument is not a finite number")
    }
    return try NumericalLibrary.scaledBesselI0(w)
  }

  /// Q(z) = P(standard normal variable > z).
  package static func normalUpperTail(_ z: Double) throws(SpecialFunctionError) -> Double {
    guard !z.isNaN else { throw SpecialFunctionError(function: "erf_Q(nan)", status: "argument is not a number") }
    if z.isInfinite { return z > 0 ? 0 : 1 }
    return try NumericalLibrary.normalUpperTail(z)
  }

  /// The z with P(standard normal variable > z) = p, the upper-tail quantile, for 0 < p < 1.
  ///
  /// The library's quantile with one Newton step on its own tail: good to some units in the last place, also at p = 1e-12.
  package static func normalUpperTailQuantile(_ p: Double) throws(SpecialFunctionError) -> Double {
    guard p > 0, p < 1 else {
      throw SpecialFunctionError(function: "ugaussian_Qinv(\(p))", status: "a probability between 0 and 1")
    }
    let z = NumericalLibrary.normalUpperTailQuantile(p)
    guard z.isFinite else { throw SpecialFunctionError(function: "ugaussian_Qinv(\(p))", status: "not finite") }
    let density = Double.exp(-z * z / 2) / (2 * Double.pi).squareRoot()
    let corrected = density > 0 ? z + (try normalUpperTail(z) - p) / density : z
    return abs(corrected - z) < 1e-6 * max(1, abs(z)) ? corrected : z
  }
}
