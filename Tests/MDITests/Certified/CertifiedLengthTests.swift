// SPDX-License-Identifier: GPL-3.0-or-later
import CertifiedSamples
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@testable import MDI

@Suite("Certified lengths")
struct CertifiedLengthTests {
  private func check(_ tally: CertifiedTally) {
    for example in tally.examples { Issue.record("\(example)") }
    #expect(tally.withKey > tally.count / 5 && tally.widths.count > tally.count / 5)
    #expect(tally.costRatio < 100)
  }

  @Test("Three intensities: never above the referee, doubles never above the interval, narrow for ordinary counts")
  func three() throws {
    check(
      try CertifiedTally(samples: CertifiedTally.samples(150), seed: 431) { try MDISamples.three(&$0, releasing: $1) })
  }

  @Test("Four intensities: the same, with the smallest length over a range enclosed from both sides")
  func four() throws {
    check(
      try CertifiedTally(samples: CertifiedTally.samples(150), seed: 432) { try MDISamples.four(&$0, releasing: $1) })
  }

  @Test("A result carries its interval; Gaussian fluctuations and expected counts are not certified")
  func carried() throws {
    var random = SplitMix64(seed: 433)
    var link = RandomLink(&random, mostLoss: 5)
    link.pulses = 1e15
    var counts = link.fourCounts.drawn(&random)
    counts.pulses = link.pulses
    let rate = try FiniteKey.analyse(counts, link.four, FiniteKeyOptions())
    let length = try #require(rate.rounding.length)
    #expect(rate.lengthBits == wholeBits(length.raw.lower) && rate.value("length_width") == length.width)
    let gaussian = try FiniteKey.analyse(counts, link.four, FiniteKeyOptions(bound: .gaussian))
    #expect(gaussian.rounding.statement.hasPrefix("not certified: the Gaussian quantile"))
    let expected = try FiniteKey.analyse(link.fourCounts, link.four, FiniteKeyOptions())
    #expect(expected.rounding.statement.hasPrefix("not certified: the counts are expected ones"))
  }

  @Test("The cap of the phase errors within rounding is told")
  func straddled() {
    func straddled(_ lower: Double, _ upper: Double) -> FiniteClamps {
      var e = FiniteEstimate<Interval>()
      e.pairs = LowerBound(Interval(100))
      e.phaseErrors = UpperBound(Interval(lower: lower, upper: upper))
      e.capPhaseError()
      return e.straddled
    }
    #expect(straddled(49, 51) == .phaseError && straddled(40, 41) == [] && straddled(60, 61) == [])
    #expect(FiniteClamps([.pairs, .inconsistent]).decisions.count == 2)
  }
}
