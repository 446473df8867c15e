// SPDX-License-Identifier: GPL-3.0-or-later
import BB84
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@Suite("The same analysis in three number types")
struct NumberTypeTests {
  @Test("Doubles agree with the double-double referee to 1e-9 of the block")
  func doublesAgainstReferee() throws {
    var random = SplitMix64(seed: 401)
    var positive = 0
    for number in 0..<700 {
      let c = RandomCase(
        &random, sampling: random.pick([.kl, .hyper, .serfling, .limGamma, .yin2020]), maximalLoss: 40)
      let counts = random.chance(0.5) ? c.counts : c.counts.rounded
      let double = try FiniteKey.estimate(counts, c.settings, c.options)
      let precise = try FiniteKey.reference(counts, c.settings, c.options)
      // The natural scale: what the length is made of.
      let scale = max(1, double.detections)
      let pairs: [(String, Double, DoubleDouble, Double)] = [
        ("l_raw", double.rawLength, precise.rawLength, scale),
        ("s0_X", double.keyVacuum.value, precise.keyVacuum.value, scale),
        ("s1_X", double.keySingle.value, precise.keySingle.value, scale),
        ("s1_Z", double.testSingle.value, precise.testSingle.value, scale),
        ("v1_Z", double.testErrors.value, precise.testErrors.value, scale),
        ("phi_X", double.phaseError.value, precise.phaseError.value, 1),
        ("leak", double.leakage.value, precise.leakage.value, scale),
        ("penalty", double.penalty.value, precise.penalty.value, 100),
      ]
      for (name, value, referee, unit) in pairs where !(abs(value - referee.approximation) <= 1e-9 * unit) {
        Issue.record("case \(number), \(name): \(value), referee \(referee.approximation): \(c.label)")
      }
      if double.rawLength > 0 { positive += 1 }
    }
    // Otherwise the comparison says little about keys.
    #expect(positive > 200)
  }

  @Test("The enclosure contains the referee for measured counts, and is narrow where there is key")
  func enclosures() throws {
    var random = SplitMix64(seed: 402)
    var positive = 0
    for number in 0..<700 {
      let statistics = random.pick([ConcentrationBound.kl, .hoeffding, .chernoff])
      let c = RandomCase(
        &random, proof: .sound, sampling: random.pick([.kl, .serfling, .hyper]), statistics: statistics,
        maximalLoss: 40)
      let counts = c.counts.rounded
      let enclosure = try FiniteKey.enclosure(counts, c.settings, c.options)
      let precise = try FiniteKey.reference(counts, c.settings, c.options)
      let pairs: [(String, Interval, DoubleDouble)] = [
        ("l_raw", enclosure.rawLength, precise.rawLength),
        ("s0_X", enclosure.keyVacuum.value, precise.keyVacuum.value),
        ("s1_X", enclosure.keySingle.value, precise.keySingle.value),
        ("s1_Z", enclosure.testSingle.value, precise.testSingle.value),
        ("v1_Z", enclosure.testErrors.value, precise.testErrors.value),
        ("phi_X", enclosure.phaseError.value, precise.phaseError.value),
        ("penalty", enclosure.penalty.value, precise.penalty.value),
      ]
      for (name, interval, value) in pairs {
        let inside =
          (value - DoubleDouble(interval.lower)).approximation >= 0
          && (DoubleDouble(interval.upper) - value).approximation >= 0
        if !inside { Issue.record("case \(number), \(name): \(value) is not in \(interval): \(c.label)") }
      }
      let rate = try FiniteKey.analyse(counts, c.settings, c.options)
      guard let raw = rate.rawLengthBits, let bits = rate.lengthBits else {
        Issue.record("case \(number) has no length")
        continue
      }
      // The length that is handed out is certified: not above the enclosure's lower end.
      if !(raw <= enclosure.rawLength.lower && bits <= max(0, raw) && bits >= 0 && bits == bits.rounded()) {
        Issue.record("case \(number): \(bits) bits of \(raw), enclosure \(enclosure.rawLength)")
      }
      if precise.rawLength.approximation > 1000 {
        positive += 1
        let lost = precise.rawLength.approximation - raw
        if lost > max(1, 1e-6 * precise.rawLength.approximation) {
          Issue.record("case \(number): rounding costs \(lost) of \(precise.rawLength.approximation) bits: \(c.label)")
        }
        #expect(!rate.warnings.contains { $0.hasPrefix("rounding widened") } || lost > 1)
      }
    }
    #expect(positive > 200)
  }

  @Test("Expected counts and published forms are enclosed as well")
  func otherEnclosures() throws {
    var random = SplitMix64(seed: 403)
    for number in 0..<150 {
      let c = RandomCase(&random, maximalLoss: 30)
      let enclosure = try FiniteKey.enclosure(c.counts, c.settings, c.options)
      let precise = try FiniteKey.reference(c.counts, c.settings, c.options)
      let below = (precise.rawLength - DoubleDouble(enclosure.rawLength.lower)).approximation
      let above = (DoubleDouble(enclosure.rawLength.upper) - precise.rawLength).approximation
      if !(below >= 0 && above >= 0) { Issue.record("case \(number): \(enclosure.rawLength): \(c.label)") }
    }
  }
}
