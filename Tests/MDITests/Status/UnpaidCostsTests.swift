// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import Testing

@testable import MDI

@Suite("Costs that a rate does not pay")
struct UnpaidCostsTests {
  @Test("Ideal senders and ideal memories leave costs unpaid, coherent pulses with decoys do not")
  func idealDevices() throws {
    let arm = Transmittance(lossDecibel: 5) ?? .one
    let setup = Setup(channels: PerParty(both: arm), detectorEfficiency: Transmittance(0.5) ?? .one)
    for method in [AsymptoticMethod.singlePhoton, .infinite] {
      let settings = AsymptoticSettings(signals: PerParty(both: 0.3))
      let rate = try AsymptoticAnalysis.analyse(setup, settings, AsymptoticOptions(method: method))
      #expect(rate.analysis.unpaidCosts.isEmpty == (method == .infinite))
    }
    let memories = try MemoryAssisted.analyse(
      channels: PerParty(both: arm), detectorEfficiency: 0.5, errorRate: 0.01, errorCorrectionEfficiency: 1.16)
    #expect(!memories.analysis.unpaidCosts.isEmpty)
  }
}
