// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@Suite("Numbers with a derivative")
struct DualTests {
  @Test("Derivatives of every function agree with difference quotients in double-doubles")
  func derivatives() {
    var random = SplitMix64(seed: 31)
    typealias D = Dual<DoubleDouble>
    let functions: [(String, (D) -> D)] = [
      ("sum", { $0 + D(3) }), ("difference", { D(3) - $0 }), ("product", { $0 * $0 * D(2) }),
      ("quotient", { D(2) / ($0 * $0) }), ("exp", { D.exp($0) }), ("expm1", { D.expMinusOne($0) }),
      ("log", { D.log($0) }), ("log1p", { D.log(onePlus: $0) }), ("sqrt", { D.sqrt($0) }),
      ("kernel", { D.relativeEntropyKernel($0) }), ("negative", { -$0 }), ("log2", { D.log2($0) }),
      ("minimum", { D.minimum($0, D(0.01)) + D.minimum($0, D(100)) }), ("maximum", { D.maximum($0, D(0.01)) }),
      ("entropy", { binaryEntropyComplement($0 / D(10)) }),
    ]
    for _ in 0..<40 {
      let x = random.uniform(0.1, 4)
      for (name, f) in functions {
        let h = 1e-10
        let up = f(Dual(value: DoubleDouble(x) + DoubleDouble(h), slope: DoubleDouble(1)))
        let down = f(Dual(value: DoubleDouble(x) - DoubleDouble(h), slope: DoubleDouble(1)))
        let quotient = ((up.value - down.value) / DoubleDouble(2 * h)).approximation
        let slope = f(Dual.variable(DoubleDouble(x))).slope.approximation
        if abs(quotient - slope) > 1e-9 * max(1, abs(slope)) { Issue.record("\(name) at \(x): \(slope), \(quotient)") }
      }
    }
  }

  @Test("Over a range the derivative encloses that of every point; hulls know none")
  func ranges() {
    var random = SplitMix64(seed: 32)
    typealias D = Dual<Interval>
    for _ in 0..<200 {
      let a = random.uniform(0.1, 2)
      let b = a + random.logUniform(1e-9, 1)
      let range = D.variable(Interval(lower: a, upper: b))
      func f<S: Scalar>(_ x: S) -> S {
        S.maximum(S.log(onePlus: x) * S.sqrt(x), S.exp(-x)) / (S.one + x) + S.minimum(x, S(1))
      }
      let whole = f(range)
      for _ in 0..<5 {
        let x = random.uniform(a, b)
        guard abs(x - 1) > 1e-9 else { continue }
        let here = f(D.variable(Interval(x)))
        #expect(whole.value.lower <= here.value.upper && here.value.lower <= whole.value.upper)
        #expect(whole.slope.lower <= here.slope.upper && here.slope.lower <= whole.slope.upper)
      }
      let hull = D.hull(range, D(3))
      #expect(hull.slope.lower == -.infinity && hull.slope.upper == .infinity)
    }
  }
}
