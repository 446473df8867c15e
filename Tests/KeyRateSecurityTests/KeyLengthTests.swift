// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@Suite("From certified quantities to a length")
struct KeyLengthTests {
  private func block(_ phi: Double, leakage: Double = 300, penalty: Double = 70) -> CertifiedBlock<Double> {
    CertifiedBlock(
      vacuum: LowerBound(100), singlePhotons: LowerBound(2000), phaseError: UpperBound(phi),
      leakage: UpperBound(leakage), penalty: UpperBound(penalty))
  }

  @Test("s0 + s1 [1 - h(phi)] - leakage - penalty")
  func rawLength() {
    #expect(block(0).entropy.value == 2100)
    #expect(block(0.5).entropy.value == 100)
    #expect(relativeDifference(block(0.11).entropy.value, 100 + 2000 * (1 - 0.499_915_958_164_528_8)) < 1e-14)
    #expect(block(0).rawLength.value == 2100 - 300 - 70)
    #expect(block(0.5).rawLength.value == 100 - 300 - 70)
    #expect(block(0, leakage: 301).rawLength.value == 1729)
    #expect(block(0, penalty: 71).rawLength.value == 1729)
  }

  @Test("Whole bits are rounded down, never up, and never negative")
  func wholeBitsRoundDown() {
    #expect(wholeBits(123.999_999_99) == 123)
    #expect(wholeBits(124) == 124)
    #expect(wholeBits(0.999) == 0)
    #expect(wholeBits(-5.5) == 0)
    #expect(wholeBits(-0.0) == 0)
    #expect(wholeBits(.nan) == 0)
    #expect(wholeBits(1e15 + 0.5) == 1e15)
  }

  @Test("Bounds are clipped into what is possible")
  func clipping() {
    #expect(LowerBound(-3.0).clipped(to: 10).value == 0)
    #expect(LowerBound(12.0).clipped(to: 10).value == 10)
    #expect(LowerBound(7.0).clipped(to: 10).value == 7)
    #expect(UpperBound(-3.0).clipped(to: 10).value == 0)
    #expect(UpperBound(12.0).clipped(to: 10).value == 10)
    let interval = UpperBound(Interval(lower: -1, upper: 11)).clipped(to: Interval(10)).value
    #expect(interval == Interval(lower: 0, upper: 10))
  }

  @Test("Leakage: measured bits stand, an estimate is f_EC n h(m/n)")
  func leakage() {
    #expect(ErrorCorrectionLeakage.measured(bits: 1234).bits(detections: 1e6, errors: 1e4).value == 1234)
    let estimate = ErrorCorrectionLeakage.estimated(efficiency: 1.16)
    #expect(
      relativeDifference(estimate.bits(detections: 1000, errors: 110).value, 1160 * 0.499_915_958_164_528_8) < 1e-14)
    #expect(estimate.bits(detections: 1000, errors: 0).value == 0)
    #expect(estimate.bits(detections: 0, errors: 0).value == 0)
    #expect(ErrorCorrectionLeakage.measured(bits: 5).bits(detections: 0, errors: 0).value == 0)
    #expect(relativeDifference(estimate.bits(detections: 1000, errors: 500).value, 1160) < 1e-15)
  }

  @Test("A failure budget adds up its contributions")
  func budget() {
    let budget = FailureBudget(
      items: [
        .init(event: "tails", count: 12, probabilityEach: 1e-12, contribution: 1.2e-11),
        .init(event: "sampling", count: 1, probabilityEach: 1e-24, contribution: 2e-12),
      ], secrecy: 1e-10, correctness: 1e-15, composition: "linear")
    #expect(relativeDifference(budget.total, 1.4e-11) < 1e-15)
  }

  @Test("A result finds traced quantities by symbol; reasons are words")
  func results() {
    let entry = TraceEntry(.estimation, "s1", "single photons", 12, direction: .lowerBound)
    let rate = SecretKeyRate(
      analysis: AnalysisDescription(
        calculation: "c", title: "t", options: [.init("proof", "sound")], status: .certified, statusReasons: []),
      ratePerPulse: 0.1, rawRatePerPulse: 0.1, trace: [entry])
    #expect(rate.value("s1") == 12)
    #expect(rate.value("s2") == nil)
    #expect(ReasonForZero(.noSinglePhotonEvents, detail: "Z").description == "no single-photon events certified (Z)")
    #expect(ReasonForZero(.noDetections).description == "no detections")
    #expect(SecurityStatus.comparisonOnly.rawValue == "as published, comparison only")
  }
}
