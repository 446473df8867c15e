// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateTestSupport
import Testing

/// What the certificate makes of enclosures and of multipliers by hand.
@Suite("Certificates of weak duality")
struct CertificateTests {
  private func isJustAbove(_ value: Double?, _ expected: Double) -> Bool {
    guard let value else { return false }
    return value >= expected && value <= expected + 4 * Swift.max(abs(expected).ulp, 1e-16)
  }

  @Test("Of every enclosure the end counts that makes the maximum largest")
  func worstEnds() throws {
    let wide = Interval(lower: 0.5, upper: 2)
    let box = Interval(lower: 0, upper: 8)
    func bound(
      _ a: Interval, lower: Interval?, upper: Interval?, box: Interval, objective: Interval,
      effort: CertifiedLinearProgram.Effort
    ) throws -> Double? {
      let program = try CertifiedLinearProgram(
        columns: 1, coefficients: [a], lower: [lower], upper: [upper], box: [box])
      return try program.maximum(of: [objective], effort: effort).bound?.value
    }
    let one = Interval(1)
    for effort in [CertifiedLinearProgram.Effort.search, .full] {
      // max z under A z <= 1 with A in [0.5, 2]: 2. max -z under A z >= 1: -0.5.
      #expect(isJustAbove(try bound(wide, lower: nil, upper: one, box: box, objective: one, effort: effort), 2))
      #expect(
        isJustAbove(try bound(wide, lower: one, upper: nil, box: box, objective: Interval(-1), effort: effort), -0.5))
      #expect(isJustAbove(try bound(one, lower: nil, upper: wide, box: box, objective: one, effort: effort), 2))
      #expect(
        isJustAbove(try bound(one, lower: wide, upper: nil, box: box, objective: Interval(-1), effort: effort), -0.5))
      #expect(isJustAbove(try bound(one, lower: nil, upper: nil, box: wide, objective: one, effort: effort), 2))
      #expect(isJustAbove(try bound(one, lower: nil, upper: nil, box: one, objective: wide, effort: effort), 2))
      // Negative coefficients: -2 z >= -1 holds z below 0.5; with -0.5 it may reach 2.
      let negative = Interval(lower: -2, upper: -0.5)
      #expect(
        isJustAbove(try bound(negative, lower: Interval(-1), upper: nil, box: box, objective: one, effort: effort), 2))
      // A row that may be contradictory or not is no contradiction.
      #expect(
        isJustAbove(try bound(wide, lower: one, upper: nil, box: one, objective: Interval(-1), effort: effort), -0.5))
    }
  }

  @Test("Multipliers by hand")
  func byHand() throws {
    // max x + y under 1 <= x + 2y <= 4, 3x + y <= 6, x, y <= 10; the rows imply x <= 2 and y <= 2.
    let program = try CertifiedLinearProgram(
      columns: 2, coefficients: [1, 2, 3, 1].map { Interval($0) }, lower: [Interval(1), nil],
      upper: [Interval(4), Interval(6)], box: [Interval(10), Interval(10)])
    func certificate(_ x: Double, _ y: Double) throws -> Double {
      try program.certificate(objective: [Interval(1), Interval(1)], multipliers: [x, y])
    }
    #expect(isJustAbove(try certificate(0.4, 0.2), 2.8))
    #expect(isJustAbove(try certificate(0.5, 0), 3))
    #expect(isJustAbove(try certificate(0, 0), 4))
    // What needs an absent side, or is no number, counts as zero.
    #expect(try certificate(0.5, -1) == certificate(0.5, 0))
    #expect(try certificate(.nan, 0.25) == certificate(0, 0.25))
    #expect(try certificate(.infinity, -.infinity) == certificate(0, 0))
    // A negative multiplier takes the lower side: -1 + 2 · 2 + 3 · 2, more than the box gives.
    #expect(isJustAbove(try certificate(-1, 0), 4))
    let least = try program.certificate(objective: [Interval(-1), Interval(-2)], multipliers: [-1, 0])
    #expect(isJustAbove(least, -1))
  }

  @Test("Cancellation between large multipliers costs no digits")
  func cancellation() throws {
    // The rows x + (1 + d) y = 1 + d/2 and x + y = 1 with d = 2^-40 fix y = 1/2, with multipliers of 2^40.
    let d = 0x1p-40
    let sides = [Interval(1 + d / 2), Interval(1)]
    let program = try CertifiedLinearProgram(
      columns: 2, coefficients: [1, 1 + d, 1, 1].map { Interval($0) }, lower: sides, upper: sides,
      box: [Interval(1), Interval(1)])
    let bound = try #require(program.maximum(of: [Interval(0), Interval(1)], effort: .full).bound)
    #expect(isJustAbove(bound.value, 0.5))
    #expect(relativeDifference(bound.multipliers[0], 0x1p40) < 1e-15)
    #expect(relativeDifference(bound.multipliers[1], -0x1p40) < 1e-15)
  }

  @Test("Equalities to the last digit are consistent, and stay bounded where rounding breaks them")
  func nearEqualities() throws {
    var random = SplitMix64(seed: 71)
    var broken = 0
    for number in 0..<200 {
      // Ten equalities for a point known in doubles only: the sides are right to an ulp or two.
      let columns = 12
      let rows = random.whole(6...10)
      let point = (0..<columns).map { _ in random.unit() }
      var coefficients: [Interval] = []
      var sides: [Interval] = []
      for _ in 0..<rows {
        let a = (0..<columns).map { _ in random.logUniform(1e-12, 1) }
        coefficients += a.map { Interval($0) }
        sides.append(Interval(zip(a, point).map { $0 * $1 }.compensatedSum()))
      }
      let program = try CertifiedLinearProgram(
        columns: columns, coefficients: coefficients, lower: sides, upper: sides,
        box: Array(repeating: Interval(1), count: columns))
      let repeated = random.whole(0...rows - 1)
      let side = sides[repeated].lower
      let other = Interval(random.chance(0.5) ? side.nextUp : side.nextDown)
      let doubled = try program.adding(
        coefficients: Array(coefficients[repeated * columns..<(repeated + 1) * columns]), lower: [other],
        upper: [other])
      let effort: CertifiedLinearProgram.Effort = number % 2 == 0 ? .full : .search
      let verdicts = try doubled.maxima(ofVariables: [0, 1, 2], effort: effort)
      let undoubled = try program.maxima(ofVariables: [0, 1, 2], effort: .full)
      for column in 0..<3 {
        // Two rows that differ by one ulp contradict each other, but not by a margin that could be proven.
        guard let bound = verdicts[column].bound, let single = undoubled[column].bound else {
          Issue.record("program \(number): called infeasible")
          continue
        }
        if bound.source != .optimum { broken += 1 }
        if !(bound.value > point[column] - 1e-9 && bound.value <= single.value + 1e-6) {
          Issue.record("program \(number), column \(column): \(bound.value), with one row \(single.value)")
        }
      }
    }
    // In a search the doubled row counts as satisfied.
    #expect(broken > 250)
  }
}
