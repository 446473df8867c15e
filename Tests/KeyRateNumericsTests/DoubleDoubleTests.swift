// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateTestSupport
import Testing

/// The distance of a double-double from a value given as two doubles, relative to it.
func relativeError(_ got: DoubleDouble, _ high: Double, _ low: Double) -> Double {
  let difference = (got - DoubleDouble.sum(high, low)).approximation
  if difference == 0 { return 0 }
  return high == 0 ? .infinity : abs(difference / high)
}

@Suite("Double-double arithmetic")
struct DoubleDoubleTests {
  private static let unary: [String: @Sendable (DoubleDouble) -> DoubleDouble] = [
    "exp": { DoubleDouble.exp($0) }, "expm1": { DoubleDouble.expMinusOne($0) }, "log": { DoubleDouble.log($0) },
    "log1p": { DoubleDouble.log(onePlus: $0) }, "sqrt": { DoubleDouble.sqrt($0) },
    "phi": { DoubleDouble.relativeEntropyKernel($0) },
  ]

  /// The tolerance is that of the worst function; a value with only double accuracy is 1e13 times off.
  private static func tolerance(_ name: String, _ x: Double) -> Double {
    switch name {
    // The argument reduction multiplies the error of ln 2 by up to 1010.
    case "exp", "expm1": 1e-30 + 1e-31 * abs(x)
    // A difference of terms of size |u|: relative to u²/2 the error grows as 1/u.
    case "phi": 1e-29
    default: 1e-30
    }
  }

  @Test("Elementary functions have 30 digits")
  func goldenFunctions() throws {
    var checked = 0
    for (name, function) in Self.unary {
      for row in ScalarGoldens.table.named(name) {
        let x = row.values[0]
        let got = function(DoubleDouble(x))
        // Where the value is subnormal in its second part, digits are lost to the format itself.
        if abs(row.values[1]) < 1e-270 || (name == "sqrt" && x < 1e-270) { continue }
        let error = relativeError(got, row.values[1], row.values[2])
        if error > Self.tolerance(name, x) { Issue.record("\(name)(\(x)): relative error \(error)") }
        checked += 1
      }
    }
    #expect(checked > 150)
  }

  @Test("Products and quotients have 30 digits")
  func goldenArithmetic() {
    for row in ScalarGoldens.table.named("divide") {
      let got = DoubleDouble(row.values[0]) / DoubleDouble(row.values[1])
      if relativeError(got, row.values[2], row.values[3]) > 1e-31 { Issue.record("divide \(row.values)") }
    }
    for row in ScalarGoldens.table.named("multiply") {
      let got = DoubleDouble(row.values[0]) * DoubleDouble(row.values[1])
      if relativeError(got, row.values[2], row.values[3]) > 1e-31 { Issue.record("multiply \(row.values)") }
    }
  }

  @Test("The tiniest and largest results keep double accuracy")
  func extremes() {
    for row in ScalarGoldens.table.rows where row.values.count == 3 && abs(row.values[1]) < 1e-270 {
      guard let function = Self.unary[row.name] else { continue }
      let got = function(DoubleDouble(row.values[0])).approximation
      if relativeDifference(got, row.values[1]) > 1e-15 { Issue.record("\(row.name)(\(row.values[0])) = \(got)") }
    }
    #expect(DoubleDouble.exp(DoubleDouble(-800)).approximation == 0)
    #expect(DoubleDouble.exp(DoubleDouble(800)).approximation == .infinity)
    #expect(DoubleDouble.log(DoubleDouble(0)).approximation == -.infinity)
    #expect(DoubleDouble.log(DoubleDouble(-1)).approximation.isNaN)
    #expect(DoubleDouble.sqrt(DoubleDouble(-1)).approximation.isNaN)
    #expect(DoubleDouble.sqrt(DoubleDouble(0)).approximation == 0)
    #expect((DoubleDouble(1) / DoubleDouble(0)).approximation == .infinity)
    #expect((DoubleDouble(1e308) + DoubleDouble(1e308)).approximation == .infinity)
    #expect((DoubleDouble(1e200) * DoubleDouble(1e200)).approximation == .infinity)
  }

  @Test("Sums and products of doubles are exact")
  func errorFreeTransformations() {
    var random = SplitMix64(seed: 11)
    for _ in 0..<2000 {
      // Whole numbers below 2^53 and below 2^31: both results are exact in 128-bit integers.
      let a = Double(random.whole(-(1 << 52)...(1 << 52)))
      let b = Double(random.whole(-(1 << 52)...(1 << 52)))
      let s = DoubleDouble.sum(a, b * 0x1p-30)
      #expect(s.high == a + b * 0x1p-30)
      let whole = (Int128(a) << 30) + Int128(b)
      if Int128(s.high * 0x1p30) + Int128(s.low * 0x1p30) != whole { Issue.record("sum of \(a) and \(b) 2^-30") }
      let p = DoubleDouble.product(a, b)
      if Int128(p.high) + Int128(p.low) != Int128(a) * Int128(b) { Issue.record("product of \(a) and \(b)") }
    }
  }

  @Test("Functions invert one another and obey their addition theorems")
  func identities() {
    var random = SplitMix64(seed: 12)
    func number(_ low: Double, _ high: Double) -> DoubleDouble {
      DoubleDouble.sum(random.uniform(low, high), random.uniform(-1, 1) * 1e-18 * Swift.min(abs(low), abs(high)))
    }
    func expectClose(_ a: DoubleDouble, _ b: DoubleDouble, _ tolerance: Double, _ name: String) {
      let scale = Swift.max(abs(a.approximation), abs(b.approximation))
      if abs((a - b).approximation) > tolerance * scale { Issue.record("\(name): \(a) and \(b)") }
    }
    for _ in 0..<300 {
      let x = number(0.1, 30)
      let y = number(0.1, 30)
      expectClose(DoubleDouble.log(DoubleDouble.exp(x)), x, 1e-29, "log exp")
      expectClose(DoubleDouble.exp(DoubleDouble.log(x)), x, 1e-29, "exp log")
      expectClose(DoubleDouble.exp(x + y), DoubleDouble.exp(x) * DoubleDouble.exp(y), 3e-29, "exp sum")
      expectClose(DoubleDouble.log(x * y), DoubleDouble.log(x) + DoubleDouble.log(y), 1e-28, "log product")
      expectClose(DoubleDouble.square(DoubleDouble.sqrt(x)), x, 1e-30, "sqrt")
      expectClose(x / y * y, x, 1e-30, "quotient")
      let small = x * DoubleDouble(random.logUniform(1e-20, 1e-3))
      expectClose(DoubleDouble.log(onePlus: DoubleDouble.expMinusOne(small)), small, 1e-29, "log1p expm1")
      expectClose(
        DoubleDouble.expMinusOne(small) + DoubleDouble(1), DoubleDouble.exp(small), 1e-30, "expm1 and exp")
      let u = DoubleDouble(random.uniform(-0.99, 3))
      expectClose(
        DoubleDouble.relativeEntropyKernel(u),
        (DoubleDouble(1) + u) * DoubleDouble.log(DoubleDouble(1) + u) - u, 1e-25, "kernel of \(u)")
    }
  }

  @Test("Order looks at both parts")
  func order() {
    let one = DoubleDouble(1)
    let more = DoubleDouble.sum(1, 1e-20)
    #expect(DoubleDouble.minimum(more, one) == one && DoubleDouble.minimum(one, more) == one)
    #expect(DoubleDouble.maximum(more, one) == more && DoubleDouble.maximum(one, more) == more)
    #expect(DoubleDouble.hull(one, more) == more)
    #expect(one.isCertainlyPositive && !(-one).isCertainlyPositive && !DoubleDouble(0).isCertainlyPositive)
  }

  @Test("A root is refined to the digits of its function")
  func root() {
    let r = DoubleDouble.root(
      near: 1.4142135623730951, in: 1...2, increasing: { $0 * $0 - DoubleDouble(2) }, slope: { DoubleDouble(2) * $0 })
    let error = (r * r - DoubleDouble(2)).approximation
    #expect(abs(error) < 1e-30)
    // A step out of the bracket is not taken.
    let stuck = DoubleDouble.root(
      near: 1.5, in: 1.4...1.6, increasing: { _ in DoubleDouble(1) }, slope: { _ in DoubleDouble(0.1) })
    #expect(stuck.approximation == 1.5)
  }
}
