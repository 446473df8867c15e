// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import RealModule
import Testing

@testable import SendingOrNotSending

@Suite("Decoys in each other's places, and any counts at all")
struct PermutedCountsTests {
  private func drawn(_ bench: Bench, _ random: inout SplitMix64) -> Observations {
    var c = bench.counts
    let cells: [WritableKeyPath<Observations, Double>] = [
      \.vacuum, \.weak.alice, \.weak.bob, \.strong.alice, \.strong.bob, \.sliceErrors, \.zeros, \.ones,
    ]
    for cell in cells { c[keyPath: cell] = random.poisson(c[keyPath: cell]) }
    c.pairs = c.pairs.map { .init(kept: random.poisson($0.kept), errors: 0) }
    (c.zeroErrors, c.oneErrors, c.origin) = (0, 0, .measured)
    return c
  }

  @Test("Weak and strong decoys exchanged at both users: length 0 with the reason where the gains differ by far")
  func exchanged() throws {
    var random = SplitMix64(seed: 7149)
    var refused = 0
    for index in 0..<900 {
      let bench = Bench(&random, index % 2 == 0 ? .aopp : .sns)
      var c = drawn(bench, &random)
      (c.weak, c.strong) = (c.strong, c.weak)
      let user = bench.settings.users.alice
      let spread = 15 * (c.strong.alice.squareRoot() + 15)
      let other = 15 * (c.weak.alice.squareRoot() + 15)
      let strong = Double.exp(user.strongIntensity) / user.strongProbability * (c.strong.alice + spread)
      let weak = Double.exp(user.weakIntensity) / user.weakProbability * (c.weak.alice - other)
      guard strong < weak else { continue }
      refused += 1
      var options = bench.options
      options.leakage = .measured(bits: 1e9)
      let rate = try FiniteKey.analyse(c, bench.settings, options, declarations: .complete)
      if rate.lengthBits != 0 || rate.reasonForZero?.kind != .inconsistentData || rate.analysis.status == .certified {
        Issue.record("\(String(describing: rate.reasonForZero)), \(rate.lengthBits ?? -1) bit: \(bench)")
      }
    }
    #expect(refused > 30)
  }

  @Test("No counts whatever give more key than there are bits")
  func garbage() throws {
    var random = SplitMix64(seed: 7150)
    var lengths = 0
    for index in 0..<600 {
      let bench = Bench(&random, index % 2 == 0 ? .aopp : .sns)
      var c = drawn(bench, &random)
      let width = random.pick([0.02, 0.3, 3, 10])
      let cells: [WritableKeyPath<Observations, Double>] = [
        \.vacuum, \.weak.alice, \.weak.bob, \.strong.alice, \.strong.bob, \.sliceErrors, \.zeros, \.ones,
      ]
      for cell in cells {
        c[keyPath: cell] = random.chance(0.05) ? 0 : (c[keyPath: cell] * Double.exp(width * random.normal())).rounded()
      }
      c.pairs = c.pairs.map { .init(kept: min($0.kept, c.zeros, c.ones), errors: 0) }
      var options = bench.options
      options.leakage = .measured(bits: 0)
      guard let rate = try? FiniteKey.analyse(c, bench.settings, options, declarations: .complete),
        let raw = rate.rawLengthBits
      else { continue }
      lengths += 1
      let bits = bench.options.scheme == .aopp ? c.pairs?.kept ?? 0 : c.zeros + c.ones
      if raw > bits { Issue.record("\(raw) bit of \(bits): \(c) \(bench)") }
    }
    #expect(lengths > 100)
  }
}
