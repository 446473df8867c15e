// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@Suite("Sums, brackets and Poisson weights")
struct SummationTests {
  @Test("A compensated sum keeps what cancels")
  func compensatedSum() {
    #expect([1e100, 1, -1e100].compensatedSum() == 1)
    #expect([1, 1e100, -1e100, 1e-3].compensatedSum() == 1.001)
    #expect([Double]().compensatedSum() == 0)
    #expect([Double.infinity, 1].compensatedSum() == .infinity)
    #expect([1e308, 1e308].compensatedSum() == .infinity)
    var random = SplitMix64(seed: 51)
    for _ in 0..<100 {
      // The exact sum of multiples of 2^-20, and of a large pair that cancels, is known.
      var whole = 0
      var terms: [Double] = []
      for _ in 0..<200 {
        let k = random.whole(-1_000_000...1_000_000)
        whole += k
        terms.append(Double(k) * 0x1p-20)
      }
      terms.insert(1e17, at: random.whole(0...terms.count))
      terms.insert(-1e17, at: random.whole(0...terms.count))
      #expect(terms.compensatedSum() == Double(whole) * 0x1p-20)
    }
  }

  @Test("Brackets keep the sign change between neighbouring doubles")
  func rootBracket() throws {
    var random = SplitMix64(seed: 52)
    for _ in 0..<300 {
      let root = random.uniform(-5, 5)
      let power = random.whole(0...2)
      let scale = random.logUniform(1e-200, 1e200) * (random.chance(0.5) ? 1 : -1)
      let f = { (x: Double) -> Double in
        let d = x - root
        switch power {
        case 0: return scale * d
        case 1: return scale * d * d * d
        // A step: nothing to interpolate.
        default: return d < 0 ? -scale : scale
        }
      }
      let bracket = try #require(RootBracket.narrowing(f, from: -6, to: 7))
      if !(bracket.lower <= root && root <= bracket.upper) || bracket.upper - bracket.lower > 2e-15 {
        // A cube underflows to zero near its root; any of those zeros is a root.
        if power == 1, f(bracket.lower) == 0 { continue }
        Issue.record("root \(root), power \(power), scale \(scale): \(bracket)")
      }
    }
    #expect(RootBracket.narrowing({ $0 * $0 + 1 }, from: -1, to: 1) == nil)
    #expect(RootBracket.narrowing({ _ in .nan }, from: -1, to: 1) == nil)
    let exactLeft = RootBracket.narrowing({ $0 }, from: 0, to: 1)
    #expect(exactLeft?.lower == 0 && exactLeft?.upper == 0)
    let exactRight = RootBracket.narrowing({ $0 - 1 }, from: 0, to: 1)
    #expect(exactRight?.lower == 1 && exactRight?.upper == 1)
    let infinite = try #require(RootBracket.narrowing({ $0 < 0.3 ? -.infinity : .infinity }, from: 0, to: 1))
    #expect(infinite.lower < 0.3 && infinite.upper >= 0.3 && infinite.upper - infinite.lower < 1e-15)
    let coarse = try #require(RootBracket.narrowing({ $0 - 0.3 }, from: 0, to: 1, relativeTolerance: 0.1))
    #expect(coarse.lower <= 0.3 && coarse.upper >= 0.3)
    // NaN inside: the bracket found so far, with its signs intact.
    let holed = try #require(RootBracket.narrowing({ abs($0 - 0.5) < 0.2 ? .nan : $0 - 0.5 }, from: 0, to: 1))
    #expect(holed.lower <= 0.3 && holed.upper >= 0.7)
  }

  @Test("Poisson weights agree with 32-digit values and add up to one")
  func poisson() {
    for row in SpecialGoldens.table.named("poisson") {
      guard let n = Int(exactly: row.values[0]) else { continue }
      let mean = row.values[1]
      #expect(relativeDifference(PoissonWeights.probability(photons: n, mean: mean), row.values[2]) < 2e-14)
      let precise = PoissonWeights.probability(photons: n, mean: DoubleDouble(mean))
      #expect(relativeError(precise, row.values[2], row.values[3]) < 1e-28)
      #expect(
        contains(
          PoissonWeights.probability(photons: n, mean: Interval(mean)), DoubleDouble.sum(row.values[2], row.values[3])))
    }
    for row in SpecialGoldens.table.named("poissontail") {
      guard let n = Int(exactly: row.values[0]) else { continue }
      let got = PoissonWeights.tail(above: n, mean: row.values[1])
      if relativeDifference(got, row.values[2]) > 2e-14 { Issue.record("tail above \(n) at \(row.values[1]): \(got)") }
    }
    for mean in [0.0, 1e-6, 0.2, 3, 20] {
      for n in [0, 3, 30] {
        var sum = PoissonWeights.tail(above: n, mean: mean)
        for k in 0...n { sum += PoissonWeights.probability(photons: k, mean: mean) }
        #expect(abs(sum - 1) < 1e-14)
      }
    }
    #expect(PoissonWeights.probability(photons: 0, mean: 0.0) == 1)
    #expect(PoissonWeights.probability(photons: 2, mean: 0.0) == 0)
    #expect(PoissonWeights.tail(above: 0, mean: 0) == 0)
    #expect(PoissonWeights.tail(above: -1, mean: 0.5) == 1)
  }
}
