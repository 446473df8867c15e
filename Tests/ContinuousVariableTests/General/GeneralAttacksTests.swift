// SPDX-License-Identifier: GPL-3.0-or-later
import ContinuousVariable
import KeyRateLinks
import KeyRateSecurity
import KeyRateTestSupport
import RealModule
import Testing

@Suite("General attacks")
struct GeneralAttacksTests {
  @Test("The cut-off, its price and its failure probability are those of the sheet")
  func reduction() throws {
    let setup = try Builders.link(0.3, xi: 0.01, .heterodyne)
    let r = try #require(GeneralAttackReduction(setup, modulation: 5, symbols: 1e9, test: 1e8, secrecy: 1e-10))
    let k4 = r.cutoff * r.cutoff * r.cutoff * r.cutoff
    #expect(k4 / 50 * r.collectiveSecrecy <= 1e-10 && k4 / 50 * r.collectiveSecrecy > 0.9999e-10)
    let log = Double.log(8 / r.collectiveSecrecy)
    let d = r.thresholds.alice + r.thresholds.bob
    let k = 1e9 * d * (1 + 2 * (log / 2e9).squareRoot() + log / 1e9) / (1 - 2 * (log / 2e8).squareRoot())
    #expect(r.cutoff == k.rounded(.up))
    // Thresholds above what an honest run sends and receives.
    #expect(r.thresholds.alice > 2.5 && r.thresholds.alice < 2.51)
    #expect(r.thresholds.bob > (0.3 * 5.01 + (2 - 0.6 + 0.2) / 0.6) / 2)
    var states = 1.0
    for j in 1...4 { states *= (r.cutoff + Double(j)) / Double(j) }
    #expect(r.hashingCost == 2 * Double.log2(states).rounded(.up))
    // Too small a test leaves no cut-off.
    #expect(GeneralAttackReduction(setup, modulation: 5, symbols: 1e9, test: 100, secrecy: 1e-10) == nil)
    #expect(GeneralAttackReduction(setup, modulation: 5, symbols: 1e9, test: 0, secrecy: 1e-10) == nil)
  }

  @Test("A key against general attacks is shorter than one against collective attacks, and for planning")
  func shorter() throws {
    for (tau, n) in [(0.3, 1e9), (0.3, 1e10), (0.1, 1e10), (0.5, 1e12)] {
      let setup = try Builders.link(tau, xi: 0.005, .heterodyne)
      let e = QuadratureSimulation.estimates(
        setup, QuadratureSettings(modulationVariance: 4, estimationFraction: 0.1), symbols: n, mode: .sacrifice)
      let options = ComposableOptions()
      var fewer = e
      fewer.keySymbols -= 0.1 * n
      let general = try ComposableKey.general(e, setup, options, test: 0.1 * n)
      let collective = try ComposableKey.analyse(fewer, setup, options)
      let (g, c) = (general.rawLengthBits ?? -1e30, collective.rawLengthBits ?? -1e30)
      #expect(g < c && g > 0.5 * c - 1e8, "\(tau) \(n): \(g) \(c)")
      // Every part of the collective proof pays for the reduction: estimation, smoothing and entropy alike.
      for symbol in ["sigma2_max", "Delta_AEP", "delta_ent", "t_hi"] {
        #expect(general.value(symbol) ?? 0 > collective.value(symbol) ?? 9, "\(symbol)")
      }
      #expect(general.value("n") == fewer.keySymbols)
      #expect(general.analysis.status == .planning)
      #expect(general.failureBudget?.total ?? 1 <= 1e-10)
      #expect(!general.assumptions.contains { $0.contains("collective attacks") })
      #expect(abs((general.value("f_PE") ?? 0) - 0.1) < 1e-12)
      #expect(collective.value("penalty").map { p in general.value("penalty") ?? 0 > p + 200 } ?? false)
    }
  }

  @Test("What the reduction does not reach is refused")
  func refused() throws {
    let settings = QuadratureSettings(modulationVariance: 4, estimationFraction: 0.1)
    func general(
      _ detection: Detection, _ options: ComposableOptions, test: Double = 1e8, measured: Bool = false
    ) throws {
      let setup = try Builders.link(0.3, detection)
      var e = QuadratureSimulation.estimates(setup, settings, symbols: 1e9, mode: options.mode)
      if measured { e.origin = .measured }
      _ = try ComposableKey.general(e, setup, options, test: test)
    }
    try general(.heterodyne, ComposableOptions())
    #expect(throws: InputError.self) { try general(.homodyne, ComposableOptions()) }
    #expect(throws: InputError.self) { try general(.heterodyne, ComposableOptions(mode: .afterCorrection)) }
    #expect(throws: InputError.self) {
      try general(.heterodyne, ComposableOptions(frameErrorRate: 0.1, frameErrorMode: .frame))
    }
    #expect(throws: InputError.self) { try general(.heterodyne, ComposableOptions(), test: 100) }
    #expect(throws: InputError.self) { try general(.heterodyne, ComposableOptions(), measured: true) }
  }
}
