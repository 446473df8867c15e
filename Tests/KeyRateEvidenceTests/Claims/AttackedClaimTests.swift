// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@testable import KeyRateEvidence

@Suite("Claims of protocols with known attacks")
struct AttackedClaimTests {
  private func claim(loss: Double, mean: Double, rate: Double) -> String {
    """
    title = "a claim"
    protocol = "cow"
    [claim]
    rate_per_pulse = \(rate)
    duty_cycle = 1
    sifting = "included"
    [link]
    loss_db = \(loss)
    modes_per_pulse = 2
    [source]
    mean_photons = \(mean)
    decoy_probability = 0.1
    [detector]
    efficiency = 0.2
    [[evidence]]
    key = "link.loss_db"
    relative_uncertainty = 0.01
    coverage_factor = 2
    source = "published"
    [[evidence]]
    key = "detector.efficiency"
    relative_uncertainty = 0.1
    coverage_factor = 2
    source = "published"
    """
  }

  @Test("An attack that reproduces the observations refutes; otherwise nothing is said for the device")
  func verdicts() throws {
    let insecure = try ClaimFixtures.examine(claim(loss: 51.9, mean: 0.06, rate: 1e-8))
    #expect("\(insecure.verdict.outcome)" == "notSupported")
    #expect(insecure.verdict.reasons.contains { $0.contains("insecure") })
    let silent = try ClaimFixtures.examine(claim(loss: 1, mean: 0.01, rate: 1e-6))
    #expect("\(silent.verdict.outcome)" == "notDecidable")
  }

  /// Four pulses in a row with 9 % errors (PH-55): a mean of 0.3 photons hides the attack at 40 dB, not one of 0.01 at 1 dB.
  @Test("The same of differential phase shift, and without errors there is no attack of this kind")
  func differentialPhaseShift() throws {
    func text(loss: Double, mean: Double, error: Double, rate: Double) -> String {
      claim(loss: loss, mean: mean, rate: rate)
        .replacing("\"cow\"", with: "\"dps\"").replacing("modes_per_pulse = 2", with: "modes_per_pulse = 1")
        .replacing("decoy_probability = 0.1\n", with: "")
        .replacing("efficiency = 0.2", with: "efficiency = 0.2\nbit_error_rate = \(error)")
          + """

          [[evidence]]
          key = "detector.bit_error_rate"
          relative_uncertainty = 0.1
          coverage_factor = 2
          source = "published"
          """
    }
    let insecure = try ClaimFixtures.examine(text(loss: 40, mean: 0.3, error: 0.09, rate: 1e-7))
    #expect("\(insecure.verdict.outcome)" == "notSupported")
    #expect(insecure.verdict.reasons.contains { $0.contains("insecure") })
    for silent in [text(loss: 1, mean: 0.01, error: 0.02, rate: 1e-6), text(loss: 40, mean: 0.3, error: 0, rate: 1e-7)]
    {
      let report = try ClaimFixtures.examine(silent)
      #expect("\(report.verdict.outcome)" == "notDecidable")
      #expect(!report.verdict.reasons.contains { $0.contains("insecure") })
    }
  }
}
