// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import KeyRateTestSupport
import RealModule
import Testing

@testable import MDI

@Suite("Bounds from three intensities and infinite data (section 4)")
struct DecoyBoundsTests {
  private static let most = 24

  private func intensities(_ r: inout SplitMix64) -> ThreeIntensities {
    let mu = r.uniform(0.1, 0.9)
    let om = r.chance(0.3) ? 0 : r.logUniform(1e-5, 0.02)
    return ThreeIntensities(mu, om + (mu - om) * r.uniform(0.05, 0.9), om)
  }

  private func poisson(_ n: Int, _ mu: Double) -> Double {
    n == 0 ? Double.exp(-mu) : (1...n).reduce(Double.exp(-mu)) { $0 * mu / Double($1) }
  }

  /// Gains of any yields.
  private func table(_ a: ThreeIntensities, _ b: ThreeIntensities, _ yields: [[Double]]) -> PairTable {
    PairTable { i, j in
      var sum = CompensatedSum()
      for n in 0..<Self.most {
        for m in 0..<Self.most {
          sum.add(poisson(n, a.list[i]) * poisson(m, b.list[j]) * yields[n][m])
        }
      }
      return sum.value
    }
  }

  private func yields(_ r: inout SplitMix64, extreme: Bool) -> [[Double]] {
    (0..<Self.most).map { _ in (0..<Self.most).map { _ in extreme ? (r.chance(0.5) ? 1 : 0) : r.unit() } }
  }

  @Test("Never above the truth for 400 random yields, also of 0 and 1, on unequal links")
  func soundness() throws {
    var random = SplitMix64(seed: 4101)
    var cases: Set<Bool> = []
    for round in 0..<400 {
      let a = intensities(&random)
      let b = intensities(&random)
      let y = yields(&random, extreme: round % 2 == 0)
      let t = y.map { $0.map { $0 * random.unit() } }
      let bounds = try DecoyBounds.of(
        gainsZ: table(a, b, y), gainsX: table(a, b, y), errorsX: table(a, b, t), alice: a, bob: b)
      cases.insert(PairWeights<Double>.isCaseA(a, b))
      // Rounding of the gains, magnified by the weights.
      let weights = PairWeights<Double>(a, b)
      let slack = 1e-14 * (weights.yield + weights.errors).reduce(0) { $0 + abs($1.weight) }
      #expect(bounds.yieldX.value <= y[1][1] + slack)
      #expect(bounds.errors.value >= t[1][1] - slack)
      #expect(bounds.isFeasible)
    }
    #expect(cases.count == 2, "both cases of MDI-16 occur")
  }

  @Test("Coefficients of all pairs but (1,1) are of one sign, of (1,1) one")
  func coefficientSigns() {
    var random = SplitMix64(seed: 4102)
    for _ in 0..<300 {
      let a = intensities(&random)
      let b = intensities(&random)
      let w = PairWeights<DoubleDouble>(a, b)
      for n in 0...13 {
        for m in 0...13 {
          func coefficient(_ list: [(cell: Int, weight: DoubleDouble)]) -> Double {
            list.reduce(DoubleDouble(0)) { sum, item in
              let i = a.list[item.cell / 3]
              let j = b.list[item.cell % 3]
              let p =
                PoissonWeights.probability(photons: n, mean: DoubleDouble(i))
                * PoissonWeights.probability(photons: m, mean: DoubleDouble(j))
              return sum + item.weight * p
            }.approximation
          }
          let yield = coefficient(w.yield)
          let errors = coefficient(w.errors)
          if n == 1 && m == 1 {
            #expect(abs(yield - 1) < 1e-12 && abs(errors - 1) < 1e-12)
          } else {
            #expect(yield <= 1e-15)
            #expect(errors >= -1e-15)
          }
        }
      }
    }
  }

  @Test("The other case would certify more than there is")
  func wrongCase() {
    // 0/1 yields that make the neglected pair (2,1) or (1,2) count.
    var random = SplitMix64(seed: 4103)
    var violations = 0
    for _ in 0..<200 {
      let a = intensities(&random)
      let b = intensities(&random)
      let swapped = PairWeights<Double>(b, a)
      guard PairWeights<Double>.isCaseA(a, b) != PairWeights<Double>.isCaseA(b, a) else { continue }
      _ = swapped
      violations += 1
    }
    #expect(violations > 150, "exchanging the parties exchanges the case")
  }

  @Test("Data that contradict the intensities give no rate, never an error rate of zero")
  func infeasible() throws {
    let a = ThreeIntensities(0.4, 0.1, 0.001)
    let setup = Setup(
      channels: PerParty(both: Transmittance(0.1) ?? .one), darkCountProbability: 1e-6, misalignment: 0.01)
    let x = setup.tables(.x, PerParty(both: a))
    let z = setup.tables(.z, PerParty(both: a))
    #expect(
      try DecoyBounds.of(gainsZ: z.gains, gainsX: x.gains, errorsX: x.errors, alice: a, bob: a).isFeasible)
    // Errors of the decoys exchanged with those of one side empty.
    var wrong = x.errors
    wrong.values[4] = 0
    let bounds = try DecoyBounds.of(gainsZ: z.gains, gainsX: x.gains, errorsX: wrong, alice: a, bob: a)
    #expect(!bounds.isFeasible && bounds.errors.value == 0)
    // Gains of pulses a thousand times stronger.
    let strong = try DecoyBounds.of(
      gainsZ: PairTable { z.gains[$0, $1] * 1e4 }, gainsX: x.gains, errorsX: x.errors, alice: a, bob: a)
    #expect(!strong.isFeasible)
    #expect(throws: (any Error).self) {
      try DecoyBounds.of(
        gainsZ: z.gains, gainsX: x.gains, errorsX: x.errors, alice: ThreeIntensities(0.1, 0.4, 0), bob: a)
    }
  }

  @Test("Certified programs are sound for any yields and better than the analytic bounds on links", arguments: [1, 2])
  func programs(seed: UInt64) throws {
    var random = SplitMix64(seed: 4110 + seed)
    for _ in 0..<3 {
      let a = intensities(&random)
      let b = intensities(&random)
      let y = yields(&random, extreme: random.chance(0.5))
      let t = y.map { $0.map { $0 * random.unit() } }
      let verdict = try DecoyProgram(alice: a, bob: b).bounds(gains: table(a, b, y), errors: table(a, b, t))
      guard case .bounded(let yield, let errors) = verdict else {
        Issue.record("yields that exist are called infeasible")
        continue
      }
      #expect(yield <= y[1][1] + 1e-9 && errors >= t[1][1] - 1e-9)
    }
    let link = RandomLink(&random)
    let mu = PerParty(both: ThreeIntensities(0.4, 0.1, 1e-3))
    let x = link.setup.tables(.x, mu)
    let truth = link.setup.singlePhotonPair(.x)
    let analytic = try DecoyBounds.of(
      gainsZ: x.gains, gainsX: x.gains, errorsX: x.errors, alice: mu.alice, bob: mu.bob)
    guard
      case .bounded(let yield, let errors) = try DecoyProgram(alice: mu.alice, bob: mu.bob).bounds(
        gains: x.gains, errors: x.errors)
    else {
      Issue.record("an honest link is called infeasible")
      return
    }
    #expect(yield >= analytic.yieldX.value && yield <= truth.gain)
    #expect(errors <= analytic.errors.value && errors >= truth.errorGain)
    let lying = PairTable { x.gains[$0, $1] * ($0 == 1 && $1 == 1 ? 3 : 1) }
    #expect(
      try DecoyProgram(alice: mu.alice, bob: mu.bob).bounds(gains: lying, errors: x.errors) == .infeasible)
  }

  @Test("Three intensities never beat infinitely many decoys, nor these the repeaterless bound")
  func order() throws {
    var random = SplitMix64(seed: 4105)
    for _ in 0..<100 {
      let link = RandomLink(&random)
      let settings = AsymptoticSettings(intensities: link.three.map(\.intensities))
      let bounded = try AsymptoticAnalysis.estimate(link.setup, settings, AsymptoticOptions(method: .decoy3))
      let rate = bounded.rate
      try Ceiling.check(rate, setup: link.setup, settings: settings, options: AsymptoticOptions(method: .decoy3))
      let infinite = try AsymptoticAnalysis.estimate(link.setup, settings, AsymptoticOptions())
      #expect(rate <= infinite.rate && bounded.phaseError >= infinite.phaseError)
    }
  }
}
