// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@testable import TwinField

@Suite("Shannon's rule on the leakage (TF-90) and what is secret (TF-33a)")
struct LeakageTests {
  private func analyse(_ bits: Double, _ change: (inout Observations) -> Void = { _ in }) throws -> SecretKeyRate {
    var counts = Benchmark.counts.rounded
    change(&counts)
    return try FiniteKey.analyse(
      counts, Benchmark.settings, FiniteKeyOptions(photonCutoff: 6, leakage: .measured(bits: bits)))
  }

  @Test("A leakage below the limit lengthens no key and certifies nothing")
  func below() throws {
    let counts = Benchmark.counts.rounded
    let rule = try #require(counts.shannonRule(correctness: 1e-10))
    let least = rule.leastLeakage
    #expect(least > 0.99 * counts.keyCount * binaryEntropy(counts.keyErrors / counts.keyCount))
    let enough = try analyse((1.05 * least).rounded(.up))
    #expect(enough.analysis.status == .certified && enough.warnings.isEmpty)
    let close = try analyse(least.rounded(.up) + 1)
    #expect(close.analysis.status == .certified && close.warnings.contains { $0.contains("any known code") })
    let at = try #require(close.lengthBits)
    for bits in [0.0, 17, least.rounded(.down) - 1] {
      let rate = try analyse(bits)
      #expect(rate.analysis.status == .planning && rate.analysis.statusReasons.contains(ShannonRule.warning))
      #expect(rate.warnings.first?.hasPrefix(ShannonRule.warning) == true)
      #expect(rate.warnings.first?.contains("each announced outcome") == true)
      #expect(abs((rate.lengthBits ?? 0) - at) <= 3)
      #expect(rate.value("leak_EC") == least && rate.value("leak_EC_min") == least)
    }
  }

  @Test("Outcomes counted apart are classes, which may need less; they must sum up")
  func outcomes() throws {
    let counts = Benchmark.counts.rounded
    let half = (counts.keyCount / 2).rounded(.down)
    let apart = [
      ShannonRule.Class(rounds: half, errors: 0),
      ShannonRule.Class(rounds: counts.keyCount - half, errors: counts.keyErrors),
    ]
    var finer = counts
    finer.outcomes = apart
    let pooled = try #require(counts.shannonRule(correctness: 1e-10)).leastLeakage
    let least = try #require(finer.shannonRule(correctness: 1e-10)).leastLeakage
    #expect(least < 0.9 * pooled)
    #expect(try analyse(pooled * 0.95) { $0.outcomes = apart }.analysis.status == .certified)
    #expect(try analyse(pooled * 0.95).analysis.status == .planning)
    finer.outcomes[0] = ShannonRule.Class(rounds: half - 1, errors: 0)
    #expect(throws: InputError.self) { try finer.validate(Benchmark.settings) }
    finer.outcomes[0] = ShannonRule.Class(rounds: half, errors: half + 1)
    #expect(throws: InputError.self) { try finer.validate(Benchmark.settings) }
  }

  @Test("The errors of the key are called secret; expected counts have no limit")
  func secret() throws {
    let rate = try analyse(2e7)
    #expect(rate.assumptions.contains { $0.contains("stay secret like the key") && $0.contains("TF-33a") })
    #expect(Benchmark.counts.shannonRule(correctness: 1e-10) == nil)
  }
}
