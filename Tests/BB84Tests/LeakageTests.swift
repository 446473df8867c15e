// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@testable import BB84

@Suite("What error correction can have announced (BB-33d, BB-35a, BB-35b)")
struct LeakageTests {
  private func counts(_ change: (inout Observations) -> Void = { _ in }) -> Observations {
    var c = Example.twoDecoyCounts
    c.pulses = 1e10
    change(&c)
    return c
  }

  private func analyse(_ c: Observations, _ o: FiniteKeyOptions) throws -> SecretKeyRate {
    try FiniteKey.analyse(c, Example.twoDecoySettings, o)
  }

  @Test("The estimate never falls as errors grow (13)")
  func estimate() {
    let leakage = ErrorCorrectionLeakage.estimated(efficiency: 1.16)
    var last = 0.0
    for m in stride(from: 0.0, through: 1000, by: 10) {
      let bits = leakage.bits(detections: 1000.0, errors: m).value
      #expect(bits >= last)
      last = bits
    }
    #expect(last == 1160)
  }

  @Test("A stated leakage below Shannon's limit: not certified, and the limit is paid")
  func floor() throws {
    let floor = counts().shannonRule(correctness: 1e-15).leastLeakage
    #expect(floor > 2e5)
    for bits in [0, 17, floor.rounded(.down) - 1] {
      let rate = try analyse(counts(), FiniteKeyOptions(leakage: .measured(bits: bits)))
      #expect(rate.analysis.status == .planning)
      #expect(rate.warnings.contains { $0.hasPrefix(ShannonRule.warning) })
      #expect(rate.value("leak_EC") == floor && rate.value("leak_EC_min") == floor)
      let honest = try analyse(counts(), FiniteKeyOptions(leakage: .measured(bits: floor.rounded(.up))))
      #expect(honest.analysis.status == .certified && honest.warnings.contains { $0.hasPrefix("remark") })
      #expect((rate.rawLengthBits ?? 0) - (honest.rawLengthBits ?? 0) < 1)
    }
    let usual = try analyse(counts(), FiniteKeyOptions(leakage: .measured(bits: 3e5)))
    #expect(usual.warnings.isEmpty && usual.analysis.status == .certified)
    // With the total alone there is one class, and the limit is never lower.
    let one = counts { $0.keyErrorTotal = $0.keyErrors.total }
    #expect(one.shannonRule(correctness: 1e-15).leastLeakage >= floor)
  }

  @Test("Announced errors of the key are paid for; secret ones are marked")
  func disclosure() throws {
    func options(_ d: KeyErrorDisclosure) -> FiniteKeyOptions {
      FiniteKeyOptions(leakage: .measured(bits: 3e5), keyErrors: d)
    }
    let secret = try analyse(counts(), options(.secret))
    #expect(secret.trace.first { $0.symbol == "qberX" }?.note?.contains("BB-33d") == true)
    #expect(secret.trace.first { $0.symbol == "mX[1]" }?.note?.contains("BB-33d") == true)
    let total = try analyse(counts(), options(.totalAnnounced))
    let each = try analyse(counts(), options(.announced))
    #expect(total.value("leakPE") == 22 && each.value("leakPE") == 22 + 18 + 11)
    #expect(abs((secret.rawLengthBits ?? 0) - (total.rawLengthBits ?? 0) - 22) < 1e-6)
    #expect(abs((secret.rawLengthBits ?? 0) - (each.rawLengthBits ?? 0) - 51) < 1e-6)
    #expect(total.trace.first { $0.symbol == "qberX" }?.note == nil)
  }

  @Test("One decoy with the total of errors alone: sound, less key, one announcement")
  func oneDecoyTotal() throws {
    var c = Example.oneDecoyCounts
    let each = try FiniteKey.estimate(c, Example.oneDecoySettings, FiniteKeyOptions())
    c.keyErrorTotal = c.keyErrors.total
    let total = try FiniteKey.estimate(c, Example.oneDecoySettings, FiniteKeyOptions())
    #expect(total.rawLength < each.rawLength && total.rawLength > 0.5 * each.rawLength)
    #expect(total.announcement == 22 && total.keyVacuumUpper?.value ?? 0 > each.keyVacuumUpper?.value ?? 0)
  }

  @Test("Warnings: inverted bits, forgotten test errors, more detections than pulses of a class")
  func warnings() throws {
    func said(_ c: Observations, _ words: String) throws -> Bool {
      try analyse(c, FiniteKeyOptions()).warnings.contains { $0.contains(words) }
    }
    #expect(try said(counts { $0.keyErrors.signal = 2_000_000 }, "inverted"))
    #expect(try said(counts { $0.testErrors = ByIntensity(0, 0, 0) }, "forgotten"))
    #expect(try said(counts { $0.pulses = 3_000_000 }, "exceeds the"))
  }

  @Test("All assumptions stand with a certified length")
  func assumptions() throws {
    let rate = try analyse(counts(), FiniteKeyOptions(leakage: .measured(bits: 3e5)))
    #expect((1...9).allSatisfy { number in rate.assumptions.contains { $0.hasPrefix("A\(number) ") } })
    let reverse = try analyse(
      counts(), FiniteKeyOptions(countsVacuum: false, leakage: .measured(bits: 3e5), isReverse: true))
    #expect(reverse.analysis.status == .planning)
  }
}
