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
}
