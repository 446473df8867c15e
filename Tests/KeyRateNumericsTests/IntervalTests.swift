// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateTestSupport
import Testing

/// Whether an interval contains a double-double: compared with both of its parts.
func contains(_ interval: Interval, _ x: DoubleDouble) -> Bool {
  let below = (x - DoubleDouble(interval.lower)).approximation
  let above = (DoubleDouble(interval.upper) - x).approximation
  return below >= 0 && above >= 0
}

@Suite("Outward-rounded intervals")
struct IntervalTests {
  /// An expression evaluated in intervals and in double-doubles side by side.
  private struct Pair {
    var enclosure: Interval
    var value: DoubleDouble
    init(_ x: Double) {
      enclosure = Interval(x)
      value = DoubleDouble(x)
    }
  }

  /// One more operation on an expression; its argument stays where the function is tame.
  private func grow(_ pair: inout Pair, _ random: inout SplitMix64) -> String {
    let operand = random.uniform(0.01, 5)
    func apply(_ f: (Interval) -> Interval, _ g: (DoubleDouble) -> DoubleDouble) {
      pair.enclosure = f(pair.enclosure)
      pair.value = g(pair.value)
    }
    let x = pair.value.approximation
    switch random.whole(0...11) {
    case 0: apply({ $0 + Interval(operand) }, { $0 + DoubleDouble(operand) })
    case 1: apply({ $0 - Interval(operand) }, { $0 - DoubleDouble(operand) })
    case 2: apply({ $0 * Interval(operand) }, { $0 * DoubleDouble(operand) })
    case 3: apply({ $0 / Interval(-operand) }, { $0 / DoubleDouble(-operand) })
    case 4: apply({ Interval(operand) - $0 }, { DoubleDouble(operand) - $0 })
    case 5 where abs(x) > 0.01: apply({ Interval(operand) / $0 }, { DoubleDouble(operand) / $0 })
    case 6 where abs(x) < 20: apply({ Interval.exp($0) }, { DoubleDouble.exp($0) })
    case 7 where abs(x) < 20: apply({ Interval.expMinusOne($0) }, { DoubleDouble.expMinusOne($0) })
    case 8 where x > 0.01: apply({ Interval.log($0) }, { DoubleDouble.log($0) })
    case 9 where x > -0.99: apply({ Interval.log(onePlus: $0) }, { DoubleDouble.log(onePlus: $0) })
    case 10 where x > 0.01: apply({ Interval.sqrt($0) }, { DoubleDouble.sqrt($0) })
    case 11 where x > -0.99 && x < 100:
      apply({ Interval.relativeEntropyKernel($0) }, { DoubleDouble.relativeEntropyKernel($0) })
    default: apply({ -$0 }, { -$0 })
    }
    return "\(operand) -> \(pair.value.approximation)"
  }

  @Test("Random expressions lie in their intervals, which stay narrow")
  func randomExpressions() {
    var random = SplitMix64(seed: 21)
    for number in 0..<3000 {
      let start = random.uniform(0.1, 3)
      var pair = Pair(start)
      var steps = ["\(start)"]
      for _ in 0..<8 {
        let before = pair
        steps.append(grow(&pair, &random))
        if !contains(pair.enclosure, pair.value) {
          Issue.record("expression \(number), \(steps): \(pair.value) not in \(pair.enclosure) from \(before)")
          return
        }
      }
      // Eight operations of 2 ulp each; only differences and logarithms near 1 may magnify more.
      let width = pair.enclosure.width
      let scale = Swift.max(1, abs(pair.value.approximation))
      if width > 1e-9 * scale, abs(pair.value.approximation) < 1e9 {
        Issue.record("expression \(number), \(steps): width \(width)")
      }
      if pair.enclosure.lower == pair.enclosure.upper, steps.count > 1, pair.value.low != 0 {
        Issue.record("expression \(number): an inexact value without width")
      }
    }
  }

  @Test("One operation widens by at most three units in the last place")
  func widths() {
    var random = SplitMix64(seed: 22)
    for _ in 0..<1000 {
      let a = Interval(random.logUniform(1e-3, 1e3))
      let b = Interval(random.logUniform(1e-3, 1e3))
      let results = [a + b, a - b, a * b, a / b, Interval.exp(a / Interval(1e3)), Interval.sqrt(a)]
      for (k, r) in results.enumerated() where k != 4 && r.width > 3 * abs(r.approximation).ulp {
        Issue.record("operation \(k) on \(a) and \(b): \(r)")
      }
      #expect(results[4].width < 1e-14)
    }
  }

  @Test("Every end of a wide interval is enclosed")
  func wideArguments() {
    var random = SplitMix64(seed: 23)
    func wide(_ low: Double, _ high: Double) -> Interval {
      let a = random.uniform(low, high)
      let b = random.uniform(low, high)
      return Interval(lower: Swift.min(a, b), upper: Swift.max(a, b))
    }
    for _ in 0..<1000 {
      let a = wide(-3, 3)
      let b = wide(-3, 3)
      let x = DoubleDouble(random.uniform(a.lower, a.upper))
      let y = DoubleDouble(random.uniform(b.lower, b.upper))
      let results: [(String, Interval, DoubleDouble)] = [
        ("+", a + b, x + y), ("-", a - b, x - y), ("*", a * b, x * y), ("-a", -a, -x),
        ("exp", Interval.exp(a), DoubleDouble.exp(x)), ("expm1", Interval.expMinusOne(a), DoubleDouble.expMinusOne(x)),
        ("min", Interval.minimum(a, b), DoubleDouble.minimum(x, y)),
        ("max", Interval.maximum(a, b), DoubleDouble.maximum(x, y)), ("hull", Interval.hull(a, b), x),
        ("hull", Interval.hull(a, b), y), ("square", Interval.square(a), DoubleDouble.square(x)),
      ]
      for (name, enclosure, value) in results where !contains(enclosure, value) {
        Issue.record("\(name) of \(a), \(b) at \(x.approximation), \(y.approximation): \(enclosure)")
      }
      if x.approximation > -1, a.lower > -1 {
        #expect(contains(Interval.relativeEntropyKernel(a), DoubleDouble.relativeEntropyKernel(x)))
        #expect(contains(Interval.log(onePlus: a), DoubleDouble.log(onePlus: x)))
      }
      let quotient = a / b
      if b.contains(0) {
        #expect(quotient.lower == -.infinity && quotient.upper == .infinity)
      } else {
        #expect(contains(quotient, x / y))
      }
    }
  }

  @Test("Whole numbers add and subtract without width")
  func exactSums() {
    var random = SplitMix64(seed: 24)
    for _ in 0..<500 {
      let a = Double(random.whole(-1_000_000_000_000...1_000_000_000_000))
      let b = Double(random.whole(-1_000_000_000_000...1_000_000_000_000))
      #expect(Interval(a) + Interval(b) == Interval(a + b))
      #expect(Interval(a) - Interval(b) == Interval(a - b))
    }
    let inexact = Interval(1) + Interval(1e-20)
    #expect(inexact.lower < 1 && inexact.upper > 1)
    #expect(Interval(0) * Interval(lower: -.infinity, upper: .infinity) == Interval(0))
    #expect(Interval(0) / Interval(3) == Interval(0))
  }

  @Test("What cannot be enclosed is the whole line")
  func wholeLine() {
    func isWholeLine(_ x: Interval) -> Bool { x.lower == -.infinity && x.upper == .infinity }
    #expect(isWholeLine(Interval(.nan)))
    #expect(isWholeLine(Interval(lower: 2, upper: 1)))
    #expect(isWholeLine(Interval(lower: .nan, upper: 1)))
    #expect(isWholeLine(Interval(1) / Interval(0)))
    #expect(isWholeLine(Interval(1) / Interval(lower: -1, upper: 2)))
    #expect(isWholeLine(Interval(1) / Interval(lower: 0, upper: 2)))
    #expect(isWholeLine(Interval(lower: 0, upper: 1) * Interval(lower: 1, upper: .infinity)))
    #expect(isWholeLine(Interval(.infinity) - Interval(.infinity)))
    #expect(Interval.log(Interval(lower: -1, upper: 1)).lower == -.infinity)
    #expect(Interval.sqrt(Interval(lower: -1, upper: 4)).lower == 0)
    #expect(Interval.exp(Interval(-800)).lower == 0)
    #expect(Interval.expMinusOne(Interval(-800)).lower == -1)
    #expect(isWholeLine(Interval.log(Interval(-2))))
  }

  @Test("Comparisons hold for every number of the interval")
  func certainty() {
    #expect(Interval(lower: 1, upper: 2).isCertainlyPositive)
    #expect(!Interval(lower: 0, upper: 2).isCertainlyPositive)
    #expect(Interval(lower: 1, upper: 2).isCertainlyLess(than: Interval(lower: 3, upper: 4)))
    #expect(!Interval(lower: 1, upper: 3).isCertainlyLess(than: Interval(lower: 3, upper: 4)))
    #expect(Interval(lower: 1, upper: 3).approximation == 2)
    #expect(Interval(lower: 1, upper: .infinity).approximation == 1)
    #expect(Interval(lower: -.infinity, upper: 5).approximation == 5)
    #expect(Interval(lower: -.infinity, upper: .infinity).approximation == 0)
  }

  @Test("The kernel is enclosed across the change of its formula")
  func kernel() {
    var random = SplitMix64(seed: 25)
    for _ in 0..<4000 {
      let size = random.chance(0.5) ? random.uniform(0.055, 0.066) : random.logUniform(1e-14, 0.99)
      let u = random.chance(0.5) ? size : -size
      let enclosure = Interval.relativeEntropyKernel(Interval(u))
      let value = DoubleDouble.relativeEntropyKernel(DoubleDouble(u))
      if !contains(enclosure, value) { Issue.record("kernel of \(u): \(enclosure) without \(value)") }
      if enclosure.width > 1e-13 * enclosure.upper + 32 * abs(u).ulp { Issue.record("kernel of \(u): \(enclosure)") }
    }
    #expect(Interval.relativeEntropyKernel(Interval(0)).contains(0))
    #expect(Interval.relativeEntropyKernel(Interval(lower: -2, upper: -1)) == Interval(1))
  }

  @Test("Library functions stay within the widths that enclosures assume")
  func libraryAccuracy() {
    // The assumption under which certified ends are certified: see the type's description.
    var random = SplitMix64(seed: 26)
    for _ in 0..<3000 {
      let x = random.uniform(-700, 700)
      let y = random.logUniform(1e-300, 1e300)
      let u = random.chance(0.5) ? random.logUniform(1e-18, 1e3) : -random.logUniform(1e-18, 0.999)
      let small = random.chance(0.5) ? random.logUniform(1e-18, 30) : -random.logUniform(1e-18, 30)
      let results: [(String, Double, Interval, DoubleDouble)] = [
        ("exp", x, Interval.exp(Interval(x)), DoubleDouble.exp(DoubleDouble(x))),
        ("log", y, Interval.log(Interval(y)), DoubleDouble.log(DoubleDouble(y))),
        ("log1p", u, Interval.log(onePlus: Interval(u)), DoubleDouble.log(onePlus: DoubleDouble(u))),
        ("expm1", small, Interval.expMinusOne(Interval(small)), DoubleDouble.expMinusOne(DoubleDouble(small))),
        ("sqrt", y, Interval.sqrt(Interval(y)), DoubleDouble.sqrt(DoubleDouble(y))),
      ]
      for (name, x, enclosure, value) in results where !contains(enclosure, value) {
        Issue.record("\(name)(\(x)) = \(value) is not in \(enclosure)")
      }
    }
  }

  @Test("A root is enclosed between certain signs")
  func root() {
    var random = SplitMix64(seed: 27)
    for _ in 0..<200 {
      let square = random.logUniform(1e-6, 1e6)
      let r = Interval.root(
        near: square.squareRoot(), in: 0...1e4, increasing: { $0 * $0 - Interval(square) },
        slope: { Interval(2) * $0 })
      let exact = DoubleDouble.sqrt(DoubleDouble(square))
      if !contains(r, exact) || r.width > 100 * r.upper.ulp { Issue.record("root of \(square): \(r)") }
    }
    // A poor approximation widens the enclosure, never loses the root.
    let far = Interval.root(near: 1.3, in: 0...2, increasing: { $0 * $0 - Interval(2) }, slope: { $0 })
    #expect(far.contains(1.4142135623730951))
    // Without certain signs the bracket itself comes back.
    let flat = Interval.root(near: 1, in: 0...2, increasing: { _ in Interval(lower: -1, upper: 1) }, slope: { $0 })
    #expect(flat == Interval(lower: 0, upper: 2))
  }
}
