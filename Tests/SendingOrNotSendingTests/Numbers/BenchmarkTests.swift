// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateSecurity
import KeyRateTestSupport
import RealModule
import Testing

@testable import SendingOrNotSending

/// The worked benchmark of the sns sheet, section 9, printed to ten digits.
@Suite("Benchmark of the sns sheet")
struct BenchmarkTests {
  private func near(_ got: Double, _ expected: Double, _ name: String, within: Double = 2e-9) {
    #expect(relativeDifference(got, expected) <= within, "\(name): \(got), not \(expected)")
  }

  @Test("With pairing: every intermediate quantity")
  func paired() throws {
    let bench = Bench.paired
    let c = bench.counts
    near(c.vacuum, 376.79999623, "n_oo")
    near(c.weak.alice, 12_057_859.77, "n_1o")
    near(c.strong.bob, 12_046_521.63, "n_2o")
    near(c.sliceErrors, 19221.81807, "m_D")
    near(c.zeros, 375_505_766.2, "n0")
    near(c.ones, 215_919_824.4, "n1")
    near(c.pairs?.kept ?? 0, 124_150_621.5, "n_t'")
    let shares = FailureShares(bench.options)
    near(shares.classicalBeta(), 26.60936987, "beta_c")
    near(shares.quantumBeta(), 50.21058494, "beta_q")
    let e = try FiniteKey.estimate(c, bench.settings, bench.options)
    near(e.cost, 119.2674833, "cost")
    near(e.vacuum.lower.value, 1.339424645e-8, "H_L")
    near(e.vacuum.upper.value, 2.848598712e-8, "H_U")
    near(e.sliceErrors.value, 1.244423687e-5, "T_U")
    near(SettingProbabilities<Double>(bench.settings).vacuum, 0.80005689205, "vac")
    let untagged = try #require(e.cell.untagged)
    near(untagged.zeros.value, 131_712_731.5, "u0")
    near(untagged.ones.value, 131_712_731.5, "u1")
    near(e.cell.phaseErrors.value, 10_548_584.27, "N_ph")
    near(untagged.pairs.pairs.value, 46_150_096.77, "k_L")
    near(untagged.pairs.pairError ?? 0, 0.07688078173, "p_s")
    near(untagged.pairs.logFactor ?? 0, 9.683885895, "lnA")
    near(untagged.pairs.phaseErrors?.value ?? 0, 3_568_691.432, "S_U")
    near(e.cell.phaseError.value, 0.07732792956, "e'")
    near(e.leakage.value, 63224.678, "leak", within: 2e-8)
    #expect(wholeBits(e.rawLength) == 27_963_919)
  }

  @Test("The lengths of the other options")
  func lengths() throws {
    func length(_ change: (inout FiniteKeyOptions) -> Void) throws -> Double {
      var bench = Bench.paired
      change(&bench.options)
      return wholeBits(try bench.length())
    }
    #expect(try length { $0.cells = 1 } == 27_957_266)
    #expect(try length { $0.accounting = .root } == 27_845_674)
    #expect(try length { $0.method = .simple } == 10_296_501)
    #expect(
      try length {
        $0.method = .simple
        $0.accounting = .root
      } == 10_185_592)
    // As published, every tail 1e-10.
    #expect(
      try length {
        $0.accounting = .published
        $0.cells = 1
      } == 28_295_315)
  }

  @Test("Without pairing")
  func plain() throws {
    let bench = Bench.plain
    let shares = FailureShares(bench.options)
    near(shares.classicalBeta(), 26.35805544, "beta_c")
    near(shares.quantumBeta(), 49.92290287, "beta_q")
    let e = try FiniteKey.estimate(bench.counts, bench.settings, bench.options)
    near(e.cost, 145.9745411, "cost")
    near(e.cell.secretBits.value, 63_496_717.06, "n_1")
    near(e.cell.phaseErrors.value, 2_551_030.621, "N_ph")
    near(e.cell.phaseError.value, 0.04017578764, "e")
    #expect(wholeBits(e.rawLength) == 11_623_397)
  }

  @Test("Unequal arms: the sheet's example, and what equal settings are worth there")
  func asymmetric() throws {
    var bench = Bench.paired
    bench.setup.channels = PerUser(
      alice: try #require(Transmittance(Double.pow(10, -2.2))), bob: try #require(Transmittance(Double.pow(10, -2.8))))
    near(try bench.length() / bench.rounds, 1.332e-6, "equal settings", within: 4e-4)
    bench.settings.users.bob.weakIntensity = 0.2
    bench.settings.users.bob.strongIntensity = 0.6
    bench.settings.users.bob.signalIntensity = 0.7
    bench.settings.users.bob.sendingProbability = 0.4
    near(try bench.length() / bench.rounds, 1.215e-5, "balanced settings", within: 4e-4)
  }

  @Test("The published window: Delta = 2 arccos lambda")
  func window() {
    #expect(abs(Settings.sliceWidth(leastCosine: 0.5) - 2 * Double.pi / 3) < 1e-15)
    #expect(Settings.sliceWidth(leastCosine: 0) == Double.pi)
  }

  @Test("The quadrature sums to one and integrates even powers")
  func quadrature() {
    #expect(abs(LegendreRule.mean { _ in 1 } - 1) < 1e-14)
    for n in [2, 20, 126] {
      #expect(relativeDifference(LegendreRule.mean { Double.pow($0, n) }, 1 / Double(n + 1)) < 1e-12)
    }
  }
}
