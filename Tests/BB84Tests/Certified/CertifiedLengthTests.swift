// SPDX-License-Identifier: GPL-3.0-or-later
import CertifiedSamples
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@testable import BB84

@Suite("Certified lengths")
struct CertifiedLengthTests {
  @Test("Never above the referee, doubles never above the interval, narrow for ordinary counts", arguments: [2, 3])
  func property(intensities: Int) throws {
    let samples = CertifiedTally.samples(250)
    let tally = try CertifiedTally(samples: samples, seed: 410 + UInt64(intensities)) {
      try BB84Samples.draw(&$0, intensities: intensities, releasing: $1)
    }
    for example in tally.examples { Issue.record("\(example)") }
    // Otherwise it says little.
    #expect(tally.withKey > samples / 4 && tally.widths.count > samples / 5)
    #expect(tally.costRatio < 100)
  }

  @Test("A result carries its interval: the bits are the lower end, rounded down")
  func carried() throws {
    let rate = try FiniteKey.analyse(Example.twoDecoyCounts, Example.twoDecoySettings, FiniteKeyOptions())
    let interval = try FiniteKey.enclosure(Example.twoDecoyCounts, Example.twoDecoySettings, FiniteKeyOptions())
    let length = try #require(rate.rounding.length)
    #expect(length.raw == interval.rawLength && length.width > 0 && length.width < 1e-6)
    #expect(rate.lengthBits == length.raw.lower.rounded(.down))
    #expect(length.straddled.isEmpty && length.conditions.isEmpty)
    #expect(rate.value("length_lower") == length.raw.lower && rate.value("length_upper") == length.raw.upper)
    #expect(rate.value("length_width") == length.width)
  }

  @Test("Why a length is not certified")
  func notCertified() throws {
    let exact = FiniteKeyOptions(sampling: .exact)
    let measured = try FiniteKey.analyse(Example.twoDecoyCounts, Example.twoDecoySettings, exact)
    #expect(measured.rounding.length == nil)
    #expect(measured.rounding.statement.hasPrefix("not certified: the exact hypergeometric tail"))
    var counts = Example.twoDecoyCounts
    counts.origin = .expected
    let expected = try FiniteKey.analyse(counts, Example.twoDecoySettings, FiniteKeyOptions())
    #expect(expected.rounding.statement.hasPrefix("not certified: the counts are expected ones"))
    #expect(!expected.trace.contains { $0.symbol == "length_width" })
  }

  @Test("A clamp within rounding is told, one that is certain is not")
  func straddled() {
    func clip(_ lower: Double, _ upper: Double) -> DecoyClamps {
      var e = DecoyEstimate<Interval>()
      _ = DecoyAnalysis.clip(Interval(lower: lower, upper: upper), to: Interval(10), .keySingle, &e)
      return e.straddled
    }
    #expect(clip(-1, 1) == .keySingle && clip(9.9, 10.1) == .keySingle)
    #expect(clip(-2, -1) == [] && clip(1, 2) == [] && clip(11, 12) == [] && clip(0, 10) == [])
    #expect(
      DecoyClamps([.keySingle, .phaseError]).decisions == ["whether s1_X is clipped", "whether phi_X is below 1/2"])
    var plain = DecoyEstimate<Double>()
    _ = DecoyAnalysis.clip(-1.0, to: 10, .keySingle, &plain)
    #expect(plain.clamps == .keySingle && plain.straddled == [])
  }

  @Test("Clipping takes the safe end: both ends stay below the limit and above zero")
  func clipEnds() {
    var e = DecoyEstimate<Interval>()
    func clip(_ lower: Double, _ upper: Double) -> Interval {
      DecoyAnalysis.clip(Interval(lower: lower, upper: upper), to: Interval(10), .keySingle, &e)
    }
    #expect(clip(-1, 1) == Interval(lower: 0, upper: 1))
    #expect(clip(9, 11) == Interval(lower: 9, upper: 10))
    #expect(clip(-2, -1) == Interval(0) && clip(11, 12) == Interval(10))
  }
}
