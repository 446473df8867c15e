// SPDX-License-Identifier: GPL-3.0-or-later
import ContinuousVariable
import KeyRateSecurity
import Testing

@Suite("Costs that a length does not pay") struct UnpaidCostsTests {
  private func composable(_ options: ComposableOptions, measured: Bool = false) throws -> AnalysisDescription {
    let setup = try Builders.link()
    var e = QuadratureSimulation.estimates(
      setup, QuadratureSettings(modulationVariance: 4, estimationFraction: 0.3), symbols: 1e9, mode: options.mode)
    if measured { e.origin = .measured }
    return try ComposableKey.analyse(e, setup, options).analysis
  }

  @Test("Estimation after error correction, and an entropy taken as known, leave costs unpaid")
  func finite() throws {
    #expect(try composable(ComposableOptions()).unpaidCosts.isEmpty)
    let after = try composable(ComposableOptions(mode: .afterCorrection, extraLeakBits: 64))
    #expect(after.unpaidCosts.count == 1 && after.statusReasons.contains(after.unpaidCosts[0]))
    #expect(try composable(ComposableOptions(mode: .afterCorrection)).unpaidCosts.count == 2)
    #expect(try composable(ComposableOptions(entropyPenalty: false)).unpaidCosts.count == 1)
  }

  @Test("The mutual information of Gaussian modulation leaves a cost of a constellation unpaid")
  func discrete() throws {
    let setup = try Builders.link(0.5, .heterodyne)
    let constellation = try Constellation.psk(states: 4, amplitude: 0.4)
    for information in MutualInformation.allCases {
      let rate = try DiscreteAnalysis.analyse(
        setup, constellation, name: "QPSK", ReconciliationOptions(), information: information)
      #expect(rate.analysis.unpaidCosts.isEmpty == (information == .exact))
    }
  }
}
