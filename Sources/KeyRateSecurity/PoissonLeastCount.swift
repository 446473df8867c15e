// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import RealModule

extension PoissonTailBound {
  /// c below E with P(≤ c) ≤ ε: how many are counted at least where E are expected (mdi sheet, MDI-25).
  ///
  /// The root c ≤ E of c ln(c/E) − c + E = ln(1/ε); 0 where ln(1/ε) ≥ E.
  ///
  /// - Parameters:
  ///   - mean: E ≥ 0.
  ///   - logInverseFailure: β = ln(1/ε) > 0.
  @inlinable
  public static func leastCount<S: Scalar>(ofMean e: S, logInverseFailure beta: S) -> LowerBound<S> {
    LowerBound(leastCountValue(e, beta))
  }

  @inlinable
  static func leastCountValue<S: Scalar>(_ e: S, _ beta: S) -> S {
    guard e.highest > beta.lowest else { return S.zero }
    guard e.lowest > beta.highest else {
      guard e.lowest < e.highest else { return S.zero }
      return S.hull(S.zero, leastCountValue(S(e.highest), S(beta.lowest)))
    }
    guard beta.highest > 0 else { return e }
    let r = beta / e
    let target = r.approximation
    if target < 0.3 {
      var d = Double.minimum((2 * target).squareRoot(), 0.95)
      for _ in 0..<60 {
        let step = -(Double.relativeEntropyKernel(-d) - target) / Double.log(onePlus: -d)
        d -= step
        if !(abs(step) > 1e-13 * d) { break }
      }
      let root = S.root(
        near: d, in: 0...1, increasing: { S.relativeEntropyKernel(-$0) - r },
        slope: { -S.log(onePlus: -$0) })
      return S.maximum(S.zero, e - e * root)
    }
    // z = x/E itself: 1 − z + z ln z = r falls from 1 at z = 0 to 0 at z = 1.
    var z = Double.maximum(1 - (2 * target).squareRoot(), (1 - target) / 10)
    for _ in 0..<200 {
      let step = (1 - z + z * Double.log(z) - target) / Double.log(z)
      var next = z - step
      if !(next > 0) { next = z / 4 }
      if next >= 1 { next = (1 + z) / 2 }
      let change = abs(next - z)
      z = next
      if !(change > 1e-13 * z) { break }
    }
    let root = S.root(
      near: z, in: 0...1, increasing: { r - (S.one - $0 + $0 * S.log($0)) }, slope: { -S.log($0) })
    return e * root
  }
}
