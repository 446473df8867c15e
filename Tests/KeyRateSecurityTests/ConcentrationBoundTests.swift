// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@Suite("Concentration bounds (section 3)")
struct ConcentrationBoundTests {
  private static let finite: [ConcentrationBound] = [.kl, .hoeffding, .chernoff]

  @Test("No bound fails more often than it may, for sums of unlike Bernoulli variables")
  func soundness() {
    var random = SplitMix64(seed: 101)
    for number in 0..<250 {
      let n = random.whole(1...60)
      let common = random.unit()
      let spread = random.unit()
      let chances = (0..<n).map { _ in
        Swift.min(1, Swift.max(0, common + spread * random.uniform(-1, 1) * Swift.min(common, 1 - common)))
      }
      // The distribution of the sum, exactly (up to rounding), variable by variable.
      var distribution = [1.0]
      for p in chances {
        var next = [Double](repeating: 0, count: distribution.count + 1)
        for (k, weight) in distribution.enumerated() {
          next[k] += weight * (1 - p)
          next[k + 1] += weight * p
        }
        distribution = next
      }
      let mean = chances.reduce(0, +)
      let failure = random.logUniform(1e-12, 0.5)
      let l = -log(failure)
      for bound in Self.finite {
        var above = 0.0
        var below = 0.0
        for (x, weight) in distribution.enumerated() {
          let upper = bound.upper(Double(x), of: Double(n), logInverseFailure: l).value
          let lower = bound.lower(Double(x), of: Double(n), logInverseFailure: l).value
          if mean > upper * (1 + 1e-12) { above += weight }
          if mean < lower * (1 - 1e-12) { below += weight }
        }
        if above > failure * (1 + 1e-9) || below > failure * (1 + 1e-9) {
          Issue.record("\(bound), case \(number): fails with \(above) and \(below), allowed \(failure)")
        }
      }
    }
  }

  @Test("The relative entropy is never looser than Hoeffding's bound, nor than Chernoff's")
  func order() {
    var random = SplitMix64(seed: 102)
    for _ in 0..<1500 {
      let n = random.logUniform(1, 1e15)
      let x = random.chance(0.1) ? 0 : n * random.logUniform(1e-9, 1)
      let l = random.uniform(0.1, 70)
      let kl = ConcentrationBound.kl
      let slack = 1e-12 * n
      for other in [ConcentrationBound.hoeffding, .chernoff] {
        let upper = other.upper(x, of: n, logInverseFailure: l).value
        let lower = other.lower(x, of: n, logInverseFailure: l).value
        if kl.upper(x, of: n, logInverseFailure: l).value > Swift.min(upper, n) + slack {
          Issue.record("upper kl is above \(other) at x = \(x), n = \(n), L = \(l)")
        }
        if kl.lower(x, of: n, logInverseFailure: l).value < Swift.max(lower, 0) - slack {
          Issue.record("lower kl is below \(other) at x = \(x), n = \(n), L = \(l)")
        }
        if !(upper > x && lower < x) { Issue.record("\(other) does not surround \(x) of \(n), L = \(l)") }
      }
    }
  }

  @Test("The closed forms are those of the sheet")
  func closedForms() {
    let l = 25.0
    func upper(_ bound: ConcentrationBound) -> Double { bound.upper(1000, of: 40000, logInverseFailure: l).value }
    func lower(_ bound: ConcentrationBound) -> Double { bound.lower(1000, of: 40000, logInverseFailure: l).value }
    // BB-21: x ± √(40000 · 25 / 2).
    #expect(relativeDifference(upper(.hoeffding), 1000 + 500_000.0.squareRoot()) < 1e-15)
    #expect(relativeDifference(lower(.hoeffding), 1000 - 500_000.0.squareRoot()) < 1e-15)
    // BB-23: x + L + √(2Lx + L²) and x − L/2 − √(2Lx + L²/4).
    #expect(relativeDifference(upper(.chernoff), 1025 + 50625.0.squareRoot()) < 1e-15)
    #expect(relativeDifference(lower(.chernoff), 987.5 - 50156.25.squareRoot()) < 1e-15)
    #expect(upper(.none) == 1000 && lower(.none) == 1000)
    // They are not clipped: that is the analysis's decision.
    #expect(ConcentrationBound.hoeffding.lower(1, of: 100, logInverseFailure: l).value < 0)
    #expect(ConcentrationBound.hoeffding.upper(99, of: 100, logInverseFailure: l).value > 100)
    #expect(ConcentrationBound.chernoff.lower(1, of: 100, logInverseFailure: l).value < 0)
    #expect(ConcentrationBound.kl.upper(0, of: 0, logInverseFailure: l).value == 0)
  }

  @Test("Intervals enclose double-doubles for every bound")
  func enclosures() {
    var random = SplitMix64(seed: 103)
    for _ in 0..<500 {
      let n = random.logUniform(1, 1e12).rounded()
      let x = (n * random.unit()).rounded()
      let l = random.uniform(0.1, 70)
      for bound in ConcentrationBound.allCases {
        let pairs = [
          (
            bound.upper(Interval(x), of: Interval(n), logInverseFailure: Interval(l)).value,
            bound.upper(DoubleDouble(x), of: DoubleDouble(n), logInverseFailure: DoubleDouble(l)).value
          ),
          (
            bound.lower(Interval(x), of: Interval(n), logInverseFailure: Interval(l)).value,
            bound.lower(DoubleDouble(x), of: DoubleDouble(n), logInverseFailure: DoubleDouble(l)).value
          ),
        ]
        for (enclosure, value) in pairs where !isEnclosed(value, by: enclosure) {
          Issue.record("\(bound) of \(x) among \(n), L = \(l): \(value) is not in \(enclosure)")
        }
      }
    }
  }

  @Test("Every bound names its equation and its source")
  func names() {
    #expect(ConcentrationBound.allCases.map(\.origin.equation) == ["BB-22", "BB-21", "BB-23", "BB-24"])
    #expect(ConcentrationBound.allCases.allSatisfy { !$0.origin.source.isEmpty })
  }
}

/// Whether an interval contains a double-double, compared with both of its parts.
func isEnclosed(_ x: DoubleDouble, by interval: Interval) -> Bool {
  (x - DoubleDouble(interval.lower)).approximation >= 0 && (DoubleDouble(interval.upper) - x).approximation >= 0
}
