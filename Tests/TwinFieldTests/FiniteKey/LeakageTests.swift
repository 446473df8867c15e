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

  @Test("Errors that are announced are paid for, and called secret no longer (TF-33a)")
  func announced() throws {
    let counts = Benchmark.counts.rounded
    var options = FiniteKeyOptions(photonCutoff: 6, leakage: .measured(bits: 2e7))
    let kept = try FiniteKey.analyse(counts, Benchmark.settings, options)
    let note = KeyErrorDisclosure.note("TF-33a")
    for symbol in ["EX", "eX", "leak_EC_min"] {
      #expect(kept.trace.first { $0.symbol == symbol }?.note == note, "\(symbol)")
    }
    options.keyErrors = .totalAnnounced
    let told = try FiniteKey.analyse(counts, Benchmark.settings, options)
    // 2^25 ≤ M_X < 2^26.
    #expect(told.value("leakPE") == 26 && kept.value("leakPE") == nil)
    #expect(abs((kept.rawLengthBits ?? 0) - (told.rawLengthBits ?? 0) - 26) < 1e-6)
    #expect(told.analysis.status == .certified && !told.trace.contains { $0.note == note })
    #expect(told.assumptions.contains { $0.contains("announced and paid for") })
    options.keyErrors = .announced
    #expect(throws: InputError.self) { try options.validate() }
    // Expected counts hold no secret, but a plan pays as its run will.
    options = FiniteKeyOptions(photonCutoff: 6, keyErrors: .totalAnnounced)
    let plan = try FiniteKey.analyse(Benchmark.counts, Benchmark.settings, options)
    #expect(plan.value("leakPE") == 26)
    #expect(KeyErrorDisclosure.announcementBits(among: 0) == 0)
    for n in [1.0, 2, 3, 4, 7, 8, 1023, 1024, 0x1p53 - 1, 0x1p53] {
      #expect(KeyErrorDisclosure.announcementBits(among: n) == Double(Int.bitWidth - Int(n).leadingZeroBitCount))
    }
  }

  @Test("What a length rests on stands in its status, as in the description (BasisOfTrust)")
  func basis() throws {
    let counts = Benchmark.counts.rounded
    for (composition, method, basis): (SecrecyComposition, PhaseErrorMethod, BasisOfTrust) in [
      (.linear, .separate, .derived), (.root, .separate, .published), (.root, .joint, .derived),
    ] {
      let options = FiniteKeyOptions(
        photonCutoff: 6, method: method, composition: composition, leakage: .measured(bits: 2e7))
      let rate = try FiniteKey.analyse(counts, Benchmark.settings, options)
      #expect(rate.analysis.status == .certified && rate.analysis.basis == basis)
      #expect(rate.analysis.statusReasons[0].hasSuffix("rests on a " + basis.rawValue))
    }
  }

  @Test("The errors of the key are called secret; expected counts have no limit")
  func secret() throws {
    let rate = try analyse(2e7)
    #expect(rate.assumptions.contains { $0.contains("stay secret like the key") && $0.contains("TF-33a") })
    #expect(Benchmark.counts.shannonRule(correctness: 1e-10) == nil)
  }
}
