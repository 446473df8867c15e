// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@testable import TwinField

@Suite("Yields from finitely many decoys (section 5)")
struct DecoyBoundsTests {
  private func lp(
    _ gains: TestGains, _ pairs: [PhotonPair], cutoff: Int = 10, effort: CertifiedLinearProgram.Effort = .full
  ) -> YieldBounds? { DecoyProgram(gains, cutoff: cutoff)?.upperBounds(pairs, effort: effort) }

  @Test("Closed form, linear program and truth at 50 dB: the sheet's figures")
  func quality() throws {
    let model = ChannelModel(Benchmark.asymptotic)
    let gains = TestGains(model, alike(0.02, [0.4, 0.1, 1e-4]))
    let pairs = [PhotonPair(0, 0), PhotonPair(0, 2), PhotonPair(1, 1), PhotonPair(0, 4)]
    let bounds = try #require(lp(gains, pairs))
    #expect(bounds.largestGap < 1e-9)
    func expect(_ pair: PhotonPair, _ analytic: Double?, _ certified: Double, _ digits: Double, truth: Double? = nil) {
      let closed = AnalyticYieldBound.upperBound(pair, gains)
      if let analytic { #expect(relativeDifference(closed ?? 0, analytic) < digits) } else { #expect(closed == nil) }
      #expect(relativeDifference(bounds.values[pair] ?? 0, certified) < digits)
      if let truth { #expect(relativeDifference(model.yield(pair.n, pair.m), truth) < digits) }
    }
    expect(PhotonPair(0, 2), 4.06444e-3, 4.06385e-3, 2e-6, truth: 3.15488e-3)
    expect(PhotonPair(1, 1), 3.6690e-3, 3.64469e-3, 2e-5, truth: 3.15718e-3)
    expect(PhotonPair(0, 0), 4.2e-7, 1.07461e-7, 0.02, truth: 1e-7)
    expect(PhotonPair(0, 4), nil, 0.232, 2e-3)
  }

  @Test("Two decoys in closed form (TF-16)")
  func twoDecoys() {
    var random = SplitMix64(seed: 731)
    for _ in 0..<30 {
      let c = RandomCase(&random, decoys: 2...2)
      let (mu, nu) = (c.settings.alice.testIntensities, c.settings.bob.testIntensities)
      func g(_ i: Int, _ j: Int) -> Double { exp(mu[i] + nu[j]) * c.gains[i, j] }
      let vacuum = AnalyticYieldBound.upperBound(PhotonPair(0, 0), c.gains)
      #expect(relativeDifference(vacuum ?? 0, g(1, 1)) < 1e-13)
      let single = (g(0, 0) - g(0, 1) - g(1, 0) + g(1, 1)) / ((mu[0] - mu[1]) * (nu[0] - nu[1]))
      #expect(relativeDifference(AnalyticYieldBound.upperBound(PhotonPair(1, 1), c.gains) ?? 0, min(1, single)) < 1e-9)
      for pair in [PhotonPair(0, 2), PhotonPair(2, 0), PhotonPair(1, 3), PhotonPair(2, 2)] {
        #expect(AnalyticYieldBound.upperBound(pair, c.gains) == nil)
      }
    }
  }

  @Test("Certificates lie above true yields on random links, closed forms above certificates")
  func chain() throws {
    var random = SplitMix64(seed: 732)
    var compared = 0
    for number in 0..<300 {
      // What is omitted loosens the certificate but not the closed form: compared where nothing is.
      let isLong = number >= 240
      let c = RandomCase(&random, decoys: number % 8 == 7 ? 4...4 : 2...3, loss: isLong ? 10...50 : 10...70)
      let pairs = PhotonPair.equalParity(upTo: 4)
      let bounds = try #require(lp(c.gains, pairs, cutoff: isLong ? 14 : random.whole(4...9), effort: .search))
      if bounds.isInfeasible { Issue.record("simulated gains are called contradictory: \(c.label)") }
      for pair in pairs {
        let value = try #require(bounds.values[pair])
        if value < c.model.yield(pair.n, pair.m) || value > 1 + 1e-15 {
          Issue.record("Y(\(pair)) <= \(value): \(c.label)")
        }
        guard let closed = AnalyticYieldBound.upperBound(pair, c.gains) else { continue }
        if closed < c.model.yield(pair.n, pair.m) || closed > 1 {
          Issue.record("closed Y(\(pair)) <= \(closed): \(c.label)")
        }
        guard isLong else { continue }
        if value > closed * (1 + 1e-9) { Issue.record("Y(\(pair)): \(value) above \(closed): \(c.label)") }
        compared += 1
      }
    }
    #expect(compared > 200)
  }

  @Test("Yields of an eavesdropper, light beyond the cut-off included, stay below the bounds")
  func adversary() throws {
    var random = SplitMix64(seed: 733)
    for number in 0..<60 {
      let yields = AdversarialYields(&random)
      let alice = [random.uniform(0.5, 1), random.uniform(0.1, 0.4), random.chance(0.3) ? 0 : 1e-3]
      let bob = [random.uniform(0.5, 1), random.uniform(0.05, 0.4)]
      let gains = yields.gains(alice, bob)
      let pairs = PhotonPair.equalParity(upTo: 4)
      // So short a cut-off that what is omitted counts.
      let bounds = try #require(lp(gains, pairs, cutoff: 4))
      if bounds.isInfeasible { Issue.record("case \(number): possible gains are called contradictory") }
      for pair in pairs {
        let value = bounds.values[pair] ?? 0
        if value < yields[pair] { Issue.record("case \(number): Y(\(pair)) = \(yields[pair]) above \(value)") }
        if let closed = AnalyticYieldBound.upperBound(pair, gains), closed < yields[pair] {
          Issue.record("case \(number): Y(\(pair)) = \(yields[pair]) above the closed form \(closed)")
        }
      }
    }
  }

  @Test("Rows, sides and boxes of the program (TF-11 to TF-13)")
  func rows() throws {
    let gains = TestGains(ChannelModel(Benchmark.asymptotic), alike(0.02, [0.9, 0.2, 0]))
    let program = try #require(DecoyProgram(gains, cutoff: 4)).polytope
    #expect(program.column(PhotonPair(2, 3)) == 13 && program.largest == 1 && program.program.columns == 25)
    func factorial(_ n: Int) -> Double { exp(lgamma(Double(n + 1))) }
    func power(_ x: Double, _ n: Int) -> Double { n == 0 ? 1 : pow(x, Double(n)) }
    func coefficient(_ i: Int, _ j: Int, _ n: Int, _ m: Int) -> Double {
      power(gains.alice[i], n) * power(gains.bob[j], m) / (factorial(n) * factorial(m))
    }
    let pairs = (0...4).flatMap { n in (0...4).map { PhotonPair(n, $0) } }
    var least = pairs.map { _ in 1.0 }
    for i in 0...2 {
      for j in 0...2 {
        let g = DecoyProgram.scaledGain(gains, i, j)
        let exact = exp(gains.alice[i] + gains.bob[j]) * gains[i, j]
        #expect(g.lower < exact * (1 - 4e-16) && g.upper > exact * (1 + 4e-16) && g.width < 1e-14 * exact)
        for (k, pair) in pairs.enumerated() where coefficient(i, j, pair.n, pair.m) > 0 {
          least[k] = min(least[k], exact / coefficient(i, j, pair.n, pair.m))
        }
      }
    }
    for (k, pair) in pairs.enumerated() {
      #expect(relativeDifference(program.program.box(try #require(program.column(pair))), least[k]) < 1e-13)
    }
    // With c the row itself, λ = 1 leaves its upper side; with −c, λ = −1 its lower side, negative (TF-14).
    func side(_ i: Int, _ j: Int, _ sign: Double) throws -> Double {
      var multipliers = Array(repeating: 0.0, count: 9)
      multipliers[3 * i + j] = sign
      let row = pairs.map { Interval(sign * coefficient(i, j, $0.n, $0.m)) }
      return sign * (try program.program.certificate(objective: row, multipliers: multipliers))
    }
    for i in 0...2 {
      for j in 0...2 {
        let exact = exp(gains.alice[i] + gains.bob[j]) * gains[i, j]
        func rest(_ x: Double) -> Double { (5...40).reduce(0) { $0 + power(x, $1) / factorial($1) } }
        let (a, b) = (rest(gains.alice[i]), rest(gains.bob[j]))
        let (wholeA, wholeB) = (exp(gains.alice[i]), exp(gains.bob[j]))
        let omitted = a * (wholeB - b) + (wholeA - a) * b + a * b
        #expect(relativeDifference(try side(i, j, 1), exact) < 1e-12)
        let lower = try side(i, j, -1)
        if exact > omitted { #expect(relativeDifference(lower, exact - omitted) < 1e-9) } else { #expect(lower == 0) }
      }
    }
  }

  @Test("Series of Poisson weights: terms, sum and what is left (TF-12)")
  func series() {
    for mu in [0, 1e-5, 0.1, 0.9, 5.0] {
      for cutoff in [0, 1, 4, 10, 30] {
        let series = PoissonSeries(intensity: mu, cutoff: cutoff)
        #expect(series.terms.count == cutoff + 1)
        var term = DoubleDouble(1)
        var sum = DoubleDouble(0)
        for n in 0...cutoff {
          if n > 0 { term = term * DoubleDouble(mu) / DoubleDouble(Double(n)) }
          sum = sum + term
          #expect(series.terms[n].contains(term.approximation) && series.terms[n].width <= 1e-13 * term.approximation)
        }
        #expect(series.sum.contains(sum.approximation))
        var rest = DoubleDouble(0)
        for n in (cutoff + 1)...(cutoff + 120) {
          term = term * DoubleDouble(mu) / DoubleDouble(Double(n))
          rest = rest + term
        }
        #expect(series.rest.contains(rest.approximation) && series.rest.width <= 1e-13 * rest.approximation)
      }
    }
  }

  @Test("Unequal arms: mirrored pairs have bounds of their own")
  func mirrored() throws {
    let setup = link(0.1, 0.001, pd: 1e-8, theta: 0.1)
    let gains = TestGains(ChannelModel(setup), alike(0.02, [0.4, 0.1, 1e-4]))
    #expect(!gains.isSymmetric)
    let bounds = try #require(lp(gains, [PhotonPair(0, 2), PhotonPair(2, 0)]))
    let (few, many) = (try #require(bounds.values[PhotonPair(0, 2)]), try #require(bounds.values[PhotonPair(2, 0)]))
    #expect(many > 20 * few && few > ChannelModel(setup).yield(0, 2) && many > ChannelModel(setup).yield(2, 0))
    // Equal arms: one program for both, and the same as without the shortcut.
    let equal = TestGains(ChannelModel(Benchmark.asymptotic), alike(0.02, [0.4, 0.1, 1e-4]))
    #expect(equal.isSymmetric)
    let both = try #require(lp(equal, PhotonPair.equalParity(upTo: 4)))
    #expect(both.values[PhotonPair(1, 3)] == both.values[PhotonPair(3, 1)] && both.values.count == 9)
    let different = TestGains(
      ChannelModel(Benchmark.asymptotic),
      Settings(
        alice: alike(0.02, [0.4, 0.1]).alice, bob: alike(0.02, [0.5, 0.1]).alice))
    #expect(!different.isSymmetric)
  }

  @Test("Gains that no yields explain: infeasible, no rate")
  func infeasible() throws {
    let settings = alike(0.02, [0.4, 0.1, 1e-4])
    let gains = TestGains(ChannelModel(Benchmark.asymptotic), settings)
    var values = gains.values
    values[0] *= 3
    let wrong = TestGains(alice: gains.alice, bob: gains.bob, values: values)
    let bounds = try #require(lp(wrong, [PhotonPair(1, 1)]))
    #expect(bounds.isInfeasible && bounds.values.isEmpty)
    let response = ChannelModel(Benchmark.asymptotic).keyResponse(0.02, 0.02)
    for method in PhaseErrorMethod.allCases {
      let options = AsymptoticOptions(estimation: .linearProgram, method: method)
      let e = AsymptoticAnalysis.evaluate(response, wrong, settings, options, effort: .full)
      #expect(
        e.isInfeasible && e.rate == 0 && e.rawRate < 0 && e.phaseError == 0.5 && e.phaseErrorUncapped == .infinity)
    }
    // Pairs beyond the columns have no bound but 1: they add what the tail of a smaller sum adds.
    func phaseError(pairs: Int, columns: Int) -> Double {
      let options = AsymptoticOptions(estimation: .linearProgram, pairCutoff: pairs, photonCutoff: columns)
      return AsymptoticAnalysis.evaluate(response, gains, settings, options, effort: .full).phaseErrorUncapped
    }
    let beyond = phaseError(pairs: 12, columns: 4)
    let tail = phaseError(pairs: 4, columns: 4)
    #expect(abs(beyond - tail) < 1e-12 * tail)
    #expect(beyond > phaseError(pairs: 12, columns: 12))
    // Numbers that are none: no bound but 1, hence no rate.
    let none = TestGains(alice: gains.alice, bob: gains.bob, values: [1])
    #expect(none.values.count == 9 && none.values.allSatisfy(\.isNaN))
    let e = AsymptoticAnalysis.evaluate(
      response, none, settings, AsymptoticOptions(estimation: .linearProgram), effort: .full)
    #expect(e.rate == 0 && e.phaseError == 0.5)
  }

  @Test("A start from another program's end changes the way, not the bounds")
  func warmStart() throws {
    var random = SplitMix64(seed: 734)
    var starts: [LinearProgramBasis] = []
    for _ in 0..<10 {
      let c = RandomCase(&random, decoys: 3...3, symmetric: true)
      let pairs = PhotonPair.equalParity(upTo: 4)
      let program = try #require(DecoyProgram(c.gains, cutoff: 7))
      let cold = program.upperBounds(pairs, effort: .search)
      let warm = program.upperBounds(pairs, effort: .search, startingAt: starts)
      for pair in pairs {
        #expect(relativeDifference(cold.values[pair] ?? 0, warm.values[pair] ?? 1) < 1e-8)
        #expect((warm.values[pair] ?? 0) >= c.model.yield(pair.n, pair.m))
      }
      starts = warm.bases
      // One of each mirrored couple.
      #expect(starts.count == 6)
    }
  }
}
