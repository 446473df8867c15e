// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@Suite("Bounds on the mean of a count by relative entropy (BB-22)")
struct RelativeEntropyTests {
  private func bound<S: Scalar>(_ name: String, _ x: S, _ n: S, _ l: S) -> S {
    name == "upper"
      ? RelativeEntropy.upperBound(x, of: n, logInverseFailure: l)
      : RelativeEntropy.lowerBound(x, of: n, logInverseFailure: l)
  }

  @Test("190 bounds agree with bisection at 120 digits, in every number type")
  func goldens() {
    #expect(RelativeEntropyGoldens.table.rows.count == 190)
    for row in RelativeEntropyGoldens.table.rows {
      let (x, n, l) = (row.values[0], row.values[1], row.values[2])
      let high = row.values[3]
      let exact = DoubleDouble.sum(high, row.values[4])
      let label = "\(row.name) bound of \(x) among \(n), L = \(l)"
      let double = bound(row.name, x, n, l)
      if row.name == "upper", (DoubleDouble(n) - exact).approximation < 1e-16 * n {
        // The bound rounds to n, and n is what comes back: on the safe side by less than that.
        let upper = bound(row.name, Interval(x), Interval(n), Interval(l)).upper
        #expect(double == n && upper >= n && upper <= n.nextUp, "\(label): \(double), \(upper)")
        continue
      }
      // Below 0.1 x the lower root is computed as it is; everything else is n − or x ± a deviation.
      let scale = row.name == "lower" && high < 0.05 * x ? high : Swift.max(high, Swift.min(x, n))
      if abs(double - high) > 2e-14 * scale { Issue.record("\(label): \(double), not \(high)") }
      let precise = bound(row.name, DoubleDouble(x), DoubleDouble(n), DoubleDouble(l))
      let error = abs((precise - exact).approximation)
      if error > 1e-27 * scale { Issue.record("\(label): error \(error) in double-double") }
      let enclosure = bound(row.name, Interval(x), Interval(n), Interval(l))
      if !contains(enclosure, exact) { Issue.record("\(label): \(exact) is not in \(enclosure)") }
      if enclosure.width > 1e-10 * scale { Issue.record("\(label): width \(enclosure.width)") }
      // Away from the observed count: the distance itself has digits, however small it is beside n.
      let distance = (exact - DoubleDouble(x)).approximation
      if x > 0, x <= n / 2, row.name == "upper",
        let excess = RelativeEntropy.upperExcess(x, of: n, logInverseFailure: l)
      {
        if relativeDifference(excess, distance) > 1e-12 { Issue.record("\(label): excess \(excess), not \(distance)") }
      }
    }
  }

  /// D(a‖p) in nats as it is defined, without any of the care of the tested code.
  private func definition(_ a: DoubleDouble, _ p: DoubleDouble) -> DoubleDouble {
    let one = DoubleDouble(1)
    let left = a.approximation > 0 ? a * DoubleDouble.log(a / p) : DoubleDouble(0)
    let right =
      a.approximation < 1 ? (one - a) * DoubleDouble.log((one - a) / (one - p)) : DoubleDouble(0)
    return left + right
  }

  @Test("Both bounds solve n D(x/n, p) = L, and lie on the right sides")
  func definingEquation() {
    var random = SplitMix64(seed: 41)
    for _ in 0..<400 {
      let n = random.logUniform(1, 1e9).rounded(.up)
      let x = random.chance(0.2) ? 0 : (n * random.logUniform(1e-8, 1)).rounded()
      let l = random.uniform(0.5, 70)
      let label = "x = \(x), n = \(n), L = \(l)"
      let upper = RelativeEntropy.upperBound(x, of: n, logInverseFailure: l)
      let lower = RelativeEntropy.lowerBound(x, of: n, logInverseFailure: l)
      guard upper >= x, upper <= n, lower <= x, lower >= 0 else {
        Issue.record("\(label): \(lower) and \(upper) are out of order")
        continue
      }
      let (dx, dn, dl) = (DoubleDouble(x), DoubleDouble(n), DoubleDouble(l))
      for (name, p) in [
        ("upper", RelativeEntropy.upperBound(dx, of: dn, logInverseFailure: dl) / dn),
        ("lower", RelativeEntropy.lowerBound(dx, of: dn, logInverseFailure: dl) / dn),
      ] {
        // At p = 0 or 1 the bound is trivial.
        guard p.approximation > 1e-280, (DoubleDouble(1) - p).approximation > 1e-12 else { continue }
        let exponent = (dn * definition(dx / dn, p)).approximation
        // One part in 1e30 of 1 − p is magnified by the slope of the logarithm.
        let tolerance = 1e-12 + 1e-28 / (DoubleDouble(1) - p).approximation
        if relativeDifference(exponent, l) > tolerance { Issue.record("\(label): \(name) exponent \(exponent)") }
      }
    }
  }

  @Test("Mirror, monotonicity in count and failure probability")
  func order() {
    var random = SplitMix64(seed: 42)
    for _ in 0..<500 {
      let n = random.logUniform(2, 1e12).rounded()
      let x = (n * random.unit()).rounded()
      let l = random.uniform(0.1, 70)
      let upper = RelativeEntropy.upperBound(x, of: n, logInverseFailure: l)
      let lower = RelativeEntropy.lowerBound(x, of: n, logInverseFailure: l)
      let label = "x = \(x), n = \(n), L = \(l)"
      let mirrored = n - RelativeEntropy.lowerBound(n - x, of: n, logInverseFailure: l)
      if abs(upper - mirrored) > 1e-14 * n { Issue.record("\(label): \(upper) and \(mirrored)") }
      let surer = RelativeEntropy.upperBound(x, of: n, logInverseFailure: 1.1 * l)
      if surer < upper { Issue.record("\(label): a smaller failure probability lowers the upper bound") }
      if RelativeEntropy.lowerBound(x, of: n, logInverseFailure: 1.1 * l) > lower {
        Issue.record("\(label): a smaller failure probability raises the lower bound")
      }
      if x + 1 <= n {
        let slack = 1e-14 * n
        if RelativeEntropy.upperBound(x + 1, of: n, logInverseFailure: l) < upper - slack
          || RelativeEntropy.lowerBound(x + 1, of: n, logInverseFailure: l) < lower - slack
        {
          Issue.record("\(label): one more count lowers a bound")
        }
      }
      let enclosure = RelativeEntropy.upperBound(Interval(x), of: Interval(n), logInverseFailure: Interval(l))
      let precise = RelativeEntropy.upperBound(DoubleDouble(x), of: DoubleDouble(n), logInverseFailure: DoubleDouble(l))
      if !contains(enclosure, precise) { Issue.record("\(label): \(precise) is not in \(enclosure)") }
      let below = RelativeEntropy.lowerBound(Interval(x), of: Interval(n), logInverseFailure: Interval(l))
      let preciseBelow = RelativeEntropy.lowerBound(
        DoubleDouble(x), of: DoubleDouble(n), logInverseFailure: DoubleDouble(l))
      if !contains(below, preciseBelow) { Issue.record("\(label): \(preciseBelow) is not in \(below)") }
    }
  }

  @Test("Nothing seen, everything seen, nothing to see")
  func ends() {
    let l = 20.0
    #expect(RelativeEntropy.upperBound(0.0, of: 0, logInverseFailure: l) == 0)
    #expect(RelativeEntropy.lowerBound(0.0, of: 0, logInverseFailure: l) == 0)
    #expect(RelativeEntropy.lowerBound(0.0, of: 10, logInverseFailure: l) == 0)
    #expect(RelativeEntropy.upperBound(10.0, of: 10, logInverseFailure: l) == 10)
    #expect(
      relativeDifference(RelativeEntropy.upperBound(0.0, of: 10, logInverseFailure: l), 8.646647167633873) < 1e-15)
    #expect(
      relativeDifference(RelativeEntropy.lowerBound(10.0, of: 10, logInverseFailure: l), 1.353352832366127) < 1e-15)
    // No failure allowed for: the count itself.
    #expect(RelativeEntropy.upperBound(3.0, of: 10, logInverseFailure: 0) == 3)
    #expect(RelativeEntropy.lowerBound(3.0, of: 10, logInverseFailure: 0) == 3)
    // A root that underflows is 0, and one that rounds to 1 is n.
    #expect(RelativeEntropy.lowerBound(1e-3, of: 1e6, logInverseFailure: 23) == 0)
    #expect(RelativeEntropy.upperBound(2.0, of: 4, logInverseFailure: 1e4) == 4)
  }

  @Test("The divergence has its digits for tiny deviations")
  func divergence() {
    var random = SplitMix64(seed: 43)
    for _ in 0..<500 {
      let a = random.logUniform(1e-6, 0.5)
      let deviation = a * random.logUniform(1e-12, 0.5)
      let got = RelativeEntropy.divergence(a, 1 - a, deviation: deviation)
      let da = DoubleDouble(a)
      let exact = definition(da, da + DoubleDouble(deviation)).approximation
      // The definition itself loses 1e32·D/deviation... digits: D ~ δ²/2a stays above 1e-30 here.
      let lost = 1e-30 / Swift.max(exact, 1e-300)
      if relativeDifference(got, exact) > 1e-13 + lost { Issue.record("D(\(a), +\(deviation)): \(got), not \(exact)") }
    }
  }
}
