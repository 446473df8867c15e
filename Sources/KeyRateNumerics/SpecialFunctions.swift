// SPDX-License-Identifier: GPL-3.0-or-later
import CGSL
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

/// The special functions of the GNU Scientific Library behind wrappers that check every status.
///
/// The library's default handler aborts the process on a domain error; it is switched off once,
/// before the first call, and every status is turned into a thrown error. An underflow to zero is
/// a result.
package enum SpecialFunctions {
  // Touched by every wrapper: the handler is one process-wide pointer.
  private static let handlerIsOff: Bool = {
    _ = gsl_set_error_handler_off()
    return true
  }()

  private static let underflow = Int32(GSL_EUNDRFLW)

  private static func checked(
    _ name: @autoclosure () -> String, _ call: (UnsafeMutablePointer<gsl_sf_result>) -> Int32
  ) throws -> Double {
    _ = handlerIsOff
    var result = gsl_sf_result(val: .nan, err: .nan)
    let status = call(&result)
    if status == underflow { return 0 }
    guard status == 0, !result.val.isNaN else {
      let text = gsl_strerror(status).map { String(cString: $0) } ?? "status \(status)"
      throw SpecialFunctionError(function: name(), status: text)
    }
    return result.val
  }

  /// Γ*(x) = Γ(x) / (√(2π) x^(x−1/2) e^−x), the remainder of Stirling's formula, for x > 0.
  ///
  /// Tends to 1 + 1/(12 x); it is what keeps binomial coefficients of 1e18 objects accurate,
  /// where differences of ln Γ lose everything.
  package static func stirlingRemainder(_ x: Double) throws -> Double {
    guard x > 0 else { throw SpecialFunctionError(function: "gammastar(\(x))", status: "x must be positive") }
    return try checked("gammastar(\(x))") { gsl_sf_gammastar_e(x, $0) }
  }

  /// e^−|w| I0(w), the scaled modified Bessel function of order 0.
  package static func scaledBesselI0(_ w: Double) throws -> Double {
    guard w.isFinite else {
      throw SpecialFunctionError(function: "bessel_I0_scaled(\(w))", status: "argument is not a finite number")
    }
    return try checked("bessel_I0_scaled(\(w))") { gsl_sf_bessel_I0_scaled_e(w, $0) }
  }

  /// Q(z) = P(standard normal variable > z).
  package static func normalUpperTail(_ z: Double) throws -> Double {
    guard !z.isNaN else { throw SpecialFunctionError(function: "erf_Q(nan)", status: "argument is not a number") }
    if z.isInfinite { return z > 0 ? 0 : 1 }
    return try checked("erf_Q(\(z))") { gsl_sf_erf_Q_e(z, $0) }
  }

  /// The z with P(standard normal variable > z) = p, the upper-tail quantile, for 0 < p < 1.
  ///
  /// GSL's quantile with one Newton step on its own tail: good to some units in the last place, also at p = 1e-12.
  package static func normalUpperTailQuantile(_ p: Double) throws -> Double {
    _ = handlerIsOff
    guard p > 0, p < 1 else {
      throw SpecialFunctionError(function: "ugaussian_Qinv(\(p))", status: "a probability between 0 and 1")
    }
    let z = gsl_cdf_ugaussian_Qinv(p)
    guard z.isFinite else { throw SpecialFunctionError(function: "ugaussian_Qinv(\(p))", status: "not finite") }
    let density = Double.exp(-z * z / 2) / (2 * Double.pi).squareRoot()
    let corrected = density > 0 ? z + (try normalUpperTail(z) - p) / density : z
    return abs(corrected - z) < 1e-6 * max(1, abs(z)) ? corrected : z
  }
}
