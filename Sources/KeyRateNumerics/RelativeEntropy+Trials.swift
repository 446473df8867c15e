// SPDX-License-Identifier: GPL-3.0-or-later
import RealModule

extension RelativeEntropy {
  /// How many trials without a mark there may have been, given those with one: K − x for the root
  /// K ≥ x/z of K D(x/K‖z) = L (photons sheet, PH-14, PH-15 and PH-47).
  ///
  /// K trials are each marked with probability at least z, or K of N objects are dealt out and a
  /// share z of all N is marked (Hoeffding 1963, theorems 1 and 4): then P(at most x marks) ≤ e^−L
  /// for every K above the root. With K = (x/z)(1 + u) and o = z/(1−z) everything is a function of u
  /// without cancellation: K D/x = (u − ln(1+u)) + ((1+u)/o) φ(o u/(1+u)) and K − x = x/o + u x (1 + 1/o).
  ///
  /// - Parameters:
  ///   - x: marks that were counted, x ≥ 0.
  ///   - odds: o = z/(1−z) > 0, the odds of a mark, or a lower bound on them.
  ///   - l: L = ln(1/ε) > 0.
  /// - Returns: an upper bound on the unmarked trials; it falls with the odds and grows with x and L.
  @inlinable
  public static func unmarkedUpperBound<S: Scalar>(marked x: S, odds: S, logInverseFailure l: S) -> S {
    // x = 0: K = L/(−ln(1−z)) = L/ln(1 + o).
    let withoutMarks = l / S.log(onePlus: odds)
    guard x.highest > 0 else { return withoutMarks }
    guard x.lowest > 0 else {
      let most = unmarkedAboveZero(S(x.highest), odds, l)
      return S.hull(withoutMarks, most)
    }
    return unmarkedAboveZero(x, odds, l)
  }

  /// The same for x > 0.
  @inlinable
  static func unmarkedAboveZero<S: Scalar>(_ x: S, _ odds: S, _ l: S) -> S {
    let c = l / x
    let u = trialsExcess(odds: odds, c)
    return x / odds + u * x * (S.one + S.one / odds)
  }

  /// u ≥ 0 with (u − ln(1+u)) + ((1+u)/o) φ(o u/(1+u)) = c, by Newton's method from beyond the root.
  ///
  /// The function is convex, and u − ln(1+u) ≥ u²/(2(1+u)) puts the root below c + √(c² + 2c).
  @inlinable
  static func trialsExcess<S: Scalar>(odds o: S, _ c: S) -> S {
    guard c.highest > 0 else { return S.zero }
    let od = o.approximation
    let cd = c.approximation
    var u = cd + (cd * cd + 2 * cd).squareRoot()
    for _ in 0..<100 {
      let step = (trialsExponent(u, odds: od) - cd) / trialsSlope(u, odds: od)
      if !(step > 0) { break }
      u -= step
      if step < quadraticEnd * u { break }
    }
    let most = c.highest + (c.highest * c.highest + 2 * c.highest).squareRoot()
    return S.root(
      near: u, in: 0...(most * (1 + 1e-12)),
      increasing: { trialsExponent($0, odds: o) - c }, slope: { trialsSlope($0, odds: o) })
  }

  /// K D(x/K‖z)/x as a function of u.
  @inlinable
  static func trialsExponent<S: Scalar>(_ u: S, odds o: S) -> S {
    let k = S.one + u
    let w = o * u / k
    // u − ln(1+u) = (1+u) φ(−u/(1+u)).
    return k * S.relativeEntropyKernel(-u / k) + k / o * S.relativeEntropyKernel(w)
  }

  /// Its derivative, ln((1−a)/(1−z))/z with a = x/K.
  @inlinable
  static func trialsSlope<S: Scalar>(_ u: S, odds o: S) -> S {
    (S.one + S.one / o) * S.log(onePlus: o * u / (S.one + u))
  }
}
