// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@testable import TwinField

@Suite("The folded program of equal users (TF-11, TF-22)")
struct FoldedProgramTests {
  private static let diagonal = [PhotonPair(0, 0), PhotonPair(1, 1), PhotonPair(2, 2)]

  private func maxima(_ polytope: PhotonPairPolytope, folded: Bool) throws -> [Double] {
    let program = folded ? try #require(polytope.folded()) : polytope.program
    let columns = Self.diagonal.compactMap { folded ? polytope.foldedColumn($0) : polytope.column($0) }
    return try program.maxima(ofVariables: columns, effort: .full).map { try #require($0.bound).value }
  }

  private func decoyPolytope(_ random: inout SplitMix64, equal: Bool) throws -> PhotonPairPolytope {
    let model = ChannelModel(
      link(
        pow(10, -random.uniform(0.5, 3.5)), pow(10, -random.uniform(0.5, 3.5)), pd: 1e-8,
        theta: random.uniform(0, 0.3)))
    let first = [random.uniform(0.3, 0.8), random.uniform(0.05, 0.2), random.chance(0.3) ? 0 : 1e-4]
    let equalModel = ChannelModel(etaA: model.etaA, etaB: model.etaA, darkCount: 1e-8, polarisationAngle: 0.2)
    let second = equal ? first : [random.uniform(0.3, 0.8), random.uniform(0.05, 0.2), 1e-3]
    let settings = Settings(
      alice: SideSettings(signalIntensity: 0.02, testIntensities: first),
      bob: SideSettings(signalIntensity: 0.02, testIntensities: second))
    return try #require(DecoyProgram(TestGains(equal ? equalModel : model, settings), cutoff: 8)).polytope
  }

  @Test("Equal users: the maxima of pairs (n, n) are those of the whole program")
  func equalUsers() throws {
    var random = SplitMix64(seed: 911)
    for number in 0..<25 {
      let polytope = try decoyPolytope(&random, equal: true)
      for (pair, (whole, folded)) in try zip(
        Self.diagonal, zip(maxima(polytope, folded: false), maxima(polytope, folded: true)))
      where relativeDifference(whole, folded) > 1e-11 {
        Issue.record("case \(number), Y(\(pair)): \(whole) whole, \(folded) folded")
      }
    }
  }

  @Test("Unequal users: the folded maximum is a looser bound, never a tighter one")
  func unequalUsers() throws {
    var random = SplitMix64(seed: 912)
    var looser = 0
    for number in 0..<25 {
      let polytope = try decoyPolytope(&random, equal: false)
      for (pair, (whole, folded)) in try zip(
        Self.diagonal, zip(maxima(polytope, folded: false), maxima(polytope, folded: true)))
      {
        if folded < whole * (1 - 1e-12) { Issue.record("case \(number), Y(\(pair)): \(folded) below \(whole)") }
        if folded > whole * (1 + 1e-3) { looser += 1 }
      }
    }
    // Otherwise nothing would tell the two programs apart.
    #expect(looser > 10)
  }

  @Test("Counts with their row of the total fold likewise")
  func counts() throws {
    let counts = Benchmark.counts
    let l = DecoyTailExponent(Interval(log(1e12)))
    let program = try #require(CountsProgram(counts, Benchmark.settings, cutoff: 10, l))
    let whole = try maxima(program.polytope, folded: false)
    let folded = try maxima(program.polytope, folded: true)
    for (a, b) in zip(whole, folded) { #expect(relativeDifference(a, b) < 1e-11) }
    let bounds = program.upperBounds(Self.diagonal, effort: .full)
    #expect(Self.diagonal.map { bounds.values[$0] } == folded.map { Optional($0) })
  }

  @Test("Exchanging equal users does not change a bit of what a model expects")
  func exchange() {
    var random = SplitMix64(seed: 913)
    for _ in 0..<200 {
      let arm = pow(10, -random.uniform(0, 5))
      let model = ChannelModel(etaA: arm, etaB: arm, darkCount: 1e-9, polarisationAngle: random.uniform(0, 0.5))
      let (mu, nu) = (random.uniform(0, 1), random.uniform(0, 1))
      #expect(model.testGain(mu, nu) == model.testGain(nu, mu))
      let setup = link(arm, arm, pd: 1e-9, theta: 0.2)
      let settings = alike(0.02, [mu + 0.1, 0.07, 1e-4], [0.17, 0.32, 0.51], pX: random.uniform(0.2, 0.9))
      let rows = Observations.expected(setup, settings, rounds: 1e12).testCounts
      for i in rows.indices { for j in 0..<i { #expect(rows[i][j] == rows[j][i]) } }
    }
  }
}
