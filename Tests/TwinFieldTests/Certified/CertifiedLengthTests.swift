// SPDX-License-Identifier: GPL-3.0-or-later
import CertifiedSamples
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@testable import TwinField

@Suite("Certified lengths")
struct CertifiedLengthTests {
  @Test("Never above the referee, doubles never above the interval, narrow for ordinary counts")
  func property() throws {
    let samples = CertifiedTally.samples(24)
    let tally = try CertifiedTally(samples: samples, seed: 771) { try TwinFieldSamples.draw(&$0, releasing: $1) }
    for example in tally.examples { Issue.record("\(example)") }
    #expect(tally.withKey > samples / 6 && tally.widths.count > samples / 6)
    #expect(tally.costRatio < 100)
  }

  @Test("A result carries its interval, and the doubles shown lie in it")
  func carried() throws {
    var random = SplitMix64(seed: 772)
    let c = RandomCase(&random, decoys: 3...3, loss: 20...30, symmetric: true)
    let options = FiniteKeyOptions(pairCutoff: 2, photonCutoff: 4)
    let rate = try FiniteKey.analyse(c.counts.rounded, c.settings, options)
    let length = try #require(rate.rounding.length)
    #expect(rate.lengthBits == wholeBits(length.raw.lower) && length.relativeWidth < 1e-9)
    let shared = try FiniteKey.estimate(
      c.counts.rounded, c.settings, options, sharing: FiniteKey.enclosure(c.counts.rounded, c.settings, options))
    #expect(length.raw.contains(shared.rawLength))
    #expect(rate.value("length_width") == length.width)
    let expected = try FiniteKey.analyse(c.counts, c.settings, options)
    #expect(expected.rounding.statement.hasPrefix("not certified: the counts are expected ones"))
    var none = c.counts.rounded
    none.keyErrors = none.keyCount
    let refused = try FiniteKey.analyse(none, c.settings, options)
    #expect(refused.lengthBits == 0 && refused.rounding.statement.hasPrefix("not certified: there is no length"))
  }

  @Test("A referee on the enclosure's programs finds what they found")
  func shared() throws {
    var random = SplitMix64(seed: 773)
    let c = RandomCase(&random, decoys: 2...2, loss: 20...30, symmetric: true)
    let options = FiniteKeyOptions(pairCutoff: 2, photonCutoff: 4, method: .joint)
    let programs = try FiniteKey.enclosure(c.counts.rounded, c.settings, options)
    let referee = try FiniteKey.reference(c.counts.rounded, c.settings, options, sharing: programs)
    #expect(referee.pairs == programs.pairs && referee.jointSum == programs.jointSum && programs.jointSum != nil)
    #expect((referee.rawLength - DoubleDouble(programs.rawLength.lower)).approximation >= 0)
  }
}
