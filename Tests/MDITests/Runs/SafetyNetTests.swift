// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import RealModule
import Testing

@testable import MDI

/// Parts that matter only where another part has failed, or where data are extreme.
@Suite("Safety nets of finite keys and programs (sections 4.2 and 5.5)")
struct SafetyNetTests {
  private func poisson(_ mean: Double, _ count: Int) -> [Double] {
    var list = [Double.exp(-mean)]
    for n in 1..<count { list.append(list[n - 1] * mean / Double(n)) }
    return list
  }

  private func gain(_ a: Double, _ b: Double, _ yields: [[Double]]) -> Double {
    let (p, q) = (poisson(a, yields.count), poisson(b, yields.count))
    var sum = 0.0
    for (n, row) in yields.enumerated() { for (m, y) in row.enumerated() { sum += p[n] * q[m] * y } }
    return sum
  }

  @Test("Leaking vacuum: bounds hold for any yields, also where only empty pulses are announced (MDI-38a)")
  func leakingVacuum() {
    var random = SplitMix64(seed: 4371)
    for round in 0..<80 {
      var choices = RandomLink(&random).four
      choices.alice.vacuum = choices.alice.weakDecoy * random.uniform(0, 0.4)
      choices.bob.vacuum = choices.bob.weakDecoy * random.uniform(0.05, 0.4)
      let yields = (0..<12).map { n in
        (0..<12).map { m in
          round == 0 ? (n + m == 0 ? 1.0 : 0) : random.chance(0.5) ? 0 : random.chance(0.5) ? 1 : random.uniform(0, 1)
        }
      }
      // Errors: half where one side is empty (section 5.1, iv), anything elsewhere.
      let wrongs = yields.enumerated().map { n, row in
        row.enumerated().map { m, y in n == 0 || m == 0 ? y / 2 : y * (random.chance(0.5) ? 0 : random.uniform(0, 1)) }
      }
      let (a, b, n) = (choices.alice, choices.bob, 1e18)
      func count(_ i: Double, _ p: Double, _ j: Double, _ q: Double, _ table: [[Double]]) -> Double {
        n * p * q * gain(i, j, table)
      }
      let (pxA, pxB, poA, poB) = (a.weakProbability, b.weakProbability, a.vacuumProbability, b.vacuumProbability)
      let counts = FourIntensityCounts(
        zz: 1e17, zzErrors: 0, xx: count(a.weakDecoy, pxA, b.weakDecoy, pxB, yields),
        xxErrors: count(a.weakDecoy, pxA, b.weakDecoy, pxB, wrongs),
        yy: count(a.strongDecoy, a.strongProbability, b.strongDecoy, b.strongProbability, yields),
        xo: count(a.weakDecoy, pxA, b.vacuum, poB, yields), ox: count(a.vacuum, poA, b.weakDecoy, pxB, yields),
        yo: count(a.strongDecoy, a.strongProbability, b.vacuum, poB, yields),
        oy: count(a.vacuum, poA, b.strongDecoy, b.strongProbability, yields),
        oo: count(a.vacuum, poA, b.vacuum, poB, yields), pulses: n, origin: .expected)
      let e: FiniteEstimate<Double> = FourIntensityAnalysis.estimate(counts, choices, FiniteKeyOptions(scan: .off))
      #expect(e.yield.value <= yields[1][1] * (1 + 1e-9))
      #expect(e.errorYield.value >= wrongs[1][1] * (1 - 1e-9))
      // H: what is announced with an empty pulse on one side, and both.
      let (x, y) = (poisson(a.weakDecoy, 12), poisson(b.weakDecoy, 12))
      var truth = 0.0
      for k in 0..<12 {
        truth += Double.exp(b.weakDecoy) * Double.exp(a.weakDecoy) * (x[k] * y[0] * yields[k][0])
        if k > 0 { truth += Double.exp(b.weakDecoy) * Double.exp(a.weakDecoy) * (x[0] * y[k] * yields[0][k]) }
      }
      if let h = e.vacuumSide {
        #expect(h.lower.value <= truth * (1 + 1e-9) + 1e-12)
        #expect(h.upper.value >= truth * (1 - 1e-9))
      }
    }
  }

  @Test("A certified minimum does not rely on the point that was found")
  func certifiedMinimum() {
    let tails = CountTails<Interval>(.chernoff, beta: Interval(50))
    let tradeoff = PairTradeoff<Interval>(sent: Interval(1e9), detections: Interval(8e7), tails: tails)
    // Bounds that fall from the first corner to the second; pairs held to the key bits, a t that reaches zero.
    for (from, to) in [((0.05, 0.004), (0.03, 0.001)), ((0.1, 0.004), (0.04, 0.002)), ((0.05, 0.001), (0.03, -0.002))] {
      let (ds, dt) = (to.0 - from.0, to.1 - from.1)
      func point(_ x: Double) -> EdgePoint<Interval> {
        tradeoff.at(Interval(from.0 + x * ds), Interval(from.1 + x * dt), position: x)
      }
      let grid = (0...2000).map { point(Double($0) / 2000).entropy.upper }
      let least = grid.min() ?? 0
      for wrong in [0.0, 0.3, 1] {
        let certified = tradeoff.certified(point, Interval(ds), Interval(dt), point(wrong))
        #expect(certified.lower <= least)
      }
      let best = tradeoff.minimum(
        from: (Interval(from.0), Interval(from.1)), to: (Interval(to.0), Interval(to.1)))
      #expect(best.certified.lower <= least && best.certified.lower >= least * (1 - 1e-3))
      // No more pairs than key bits, whatever the bound on the yield.
      #expect(tradeoff.at(Interval(1), Interval(1e-6)).entropy.upper <= 8e7)
    }
  }

  @Test("What a program leaves out counts: few photon numbers, bright pulses, any yields (MDI-21, MDI-22)")
  func programTails() throws {
    var random = SplitMix64(seed: 4372)
    var bounded = 0
    for round in 0..<12 {
      let a = ThreeIntensities(random.uniform(0.8, 1.4), random.uniform(0.3, 0.6), random.uniform(0, 0.1))
      let b = ThreeIntensities(random.uniform(0.8, 1.4), random.uniform(0.3, 0.6), random.uniform(0, 0.1))
      let yields = (0..<20).map { n in
        (0..<20).map { m in
          round == 0 ? (n + m > 5 ? 1.0 : 0) : random.chance(0.4) ? 0 : random.uniform(0, 1)
        }
      }
      let wrongs = yields.map { $0.map { $0 * random.uniform(0, 1) } }
      let program = try DecoyProgram(alice: a, bob: b, cut: 3)
      let verdict = try program.bounds(
        gains: PairTable { gain(a.list[$0], b.list[$1], yields) },
        errors: PairTable { gain(a.list[$0], b.list[$1], wrongs) })
      guard case .bounded(let yield, let errors) = verdict else {
        Issue.record("data of true yields called infeasible")
        continue
      }
      bounded += 1
      #expect(yield <= yields[1][1] + 1e-9)
      #expect(errors >= wrongs[1][1] - 1e-9)
    }
    #expect(bounded == 12)
  }
}
