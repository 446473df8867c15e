// SPDX-License-Identifier: GPL-3.0-or-later
import CertifiedSamples
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@testable import SendingOrNotSending

@Suite("Certified lengths")
struct CertifiedLengthTests {
  private func check(_ tally: CertifiedTally) {
    for example in tally.examples { Issue.record("\(example)") }
    #expect(tally.withKey > tally.count / 5 && tally.widths.count > tally.count / 5)
    #expect(tally.costRatio < 100)
  }

  @Test("Without pairing: never above the referee, doubles never above the interval, narrow for ordinary counts")
  func plain() throws {
    check(
      try CertifiedTally(samples: CertifiedTally.samples(200), seed: 461) {
        try SendingOrNotSendingSamples.draw(&$0, scheme: .sns, releasing: $1)
      })
  }

  @Test("With pairing: the same")
  func paired() throws {
    check(
      try CertifiedTally(samples: CertifiedTally.samples(200), seed: 462) {
        try SendingOrNotSendingSamples.draw(&$0, scheme: .aopp, releasing: $1)
      })
  }

  @Test("A result carries its interval, of which it takes the lower end; expected counts are not certified")
  func carried() throws {
    let bench = Bench.paired
    let options = FiniteKeyOptions(scheme: .aopp, leakage: .measured(bits: 70000))
    let rate = try FiniteKey.analyse(Bench.measured, bench.settings, options)
    let length = try #require(rate.rounding.length)
    #expect(rate.lengthBits == wholeBits(length.raw.lower) && rate.value("length_width") == length.width)
    #expect(length.width < 1e-3 && length.straddled.isEmpty)
    let expected = try FiniteKey.analyse(bench.counts, bench.settings, bench.options)
    #expect(expected.rounding.statement.hasPrefix("not certified: the counts are expected ones"))
  }

  @Test("A refusal that rounding leaves open encloses both outcomes, a certain one none")
  func open() {
    func refused(_ excess: Interval) -> (Interval, [String]) {
      var c = Contradictions()
      c.require(excess, "x")
      return (c.refusing(Interval(lower: 99, upper: 101)), c.open)
    }
    #expect(refused(Interval(lower: 0, upper: 1)) == (Interval(lower: 99, upper: 101), []))
    #expect(refused(Interval(lower: -1, upper: 1)) == (Interval(lower: 0, upper: 101), ["x"]))
    #expect(refused(Interval(lower: -2, upper: -1)) == (Interval(0), []))
    var plain = Contradictions()
    plain.require(-1.0, "x")
    #expect(plain.refusing(100.0) == 0 && plain.refusing(-5.0) == -5 && plain.words == "x")
  }
}
