// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import Testing

@Suite("What is known of rounding")
struct RoundingCertificateTests {
  private func length(_ lower: Double, _ upper: Double, _ open: [String] = []) -> CertifiedLength {
    CertifiedLength(raw: Interval(lower: lower, upper: upper), straddled: open)
  }

  @Test("The width, relative to the length; without bound where the sign is open")
  func widths() {
    #expect(length(1000, 1001).width == 1 && length(999, 1000).relativeWidth == 0.001)
    #expect(length(-1000, -999).relativeWidth == 0.001)
    #expect(length(-1, 1).relativeWidth == .infinity && length(-.infinity, 5).relativeWidth == .infinity)
    #expect(length(0, 0).relativeWidth == 0)
    #expect(length(999.5, 1000.5).wholeBitsRange == 999...1000)
  }

  @Test("Key or no key within rounding is a decision; a whole bit more or less is told")
  func decisions() {
    #expect(length(0.5, 1.5).straddled == ["whether there is a key"])
    #expect(length(-3, 7, ["x"]).straddled == ["x", "whether there is a key"])
    #expect(length(0.1, 0.9).straddled.isEmpty && length(5, 6).straddled.isEmpty)
    #expect(length(1.9, 2.1).statement.contains("the lower end taken"))
    #expect(!length(2.1, 2.2).statement.contains("the lower end taken"))
    #expect(length(0.5, 1.5).statement.hasSuffix("within rounding: whether there is a key"))
  }

  @Test("A result carries it, and its trace the ends and the width")
  func carried() {
    let analysis = AnalysisDescription(calculation: "x", title: "x", options: [], status: .certified, statusReasons: [])
    let plain = SecretKeyRate(analysis: analysis, ratePerPulse: 1, rawRatePerPulse: 1)
    #expect(plain.rounding == .plain && plain.trace.isEmpty)
    #expect(plain.rounding.statement.hasPrefix("not certified: "))
    let rate = SecretKeyRate(
      analysis: analysis, ratePerPulse: 1, rawRatePerPulse: 1, rounding: .certified(length(0.5, 1.5)))
    #expect(rate.value("length_lower") == 0.5 && rate.value("length_upper") == 1.5 && rate.value("length_width") == 1)
    #expect(rate.trace.last?.note == "rounding leaves open: whether there is a key")
  }
}
