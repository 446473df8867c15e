// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateLinks
import KeyRateSecurity
import KeyRateTestSupport
import RealModule
import Testing

@testable import SendingOrNotSending

@Suite("Properties over random links")
struct PropertyTests {
  private func each(_ seed: UInt64, _ count: Int = 60, _ body: (inout SplitMix64, Bench) throws -> Void) rethrows {
    var random = SplitMix64(seed: seed)
    for index in 0..<count {
      let bench = Bench(&random, index % 2 == 0 ? .aopp : .sns)
      try body(&random, bench)
    }
  }

  @Test("The length falls with errors in the slice and strong decoys, rises with weak decoys")
  func counts() throws {
    try each(101) { random, bench in
      let base = try bench.length()
      guard base > 0 else { return }
      let f = random.uniform(1.001, 1.05)
      #expect(try bench.length { $0.sliceErrors *= f } < base)
      #expect(try bench.length { $0.weak.alice /= f } < base)
      #expect(try bench.length { $0.weak.bob /= f } < base)
      #expect(try bench.length { $0.strong.alice *= f } < base)
      #expect(try bench.length { $0.strong.bob *= f } < base)
    }
  }

  @Test("The length grows with every epsilon and with more cells, and never falls per round with more rounds")
  func options() throws {
    try each(102) { random, bench in
      let base = try bench.length()
      guard base > 0 else { return }
      var other = bench
      other.options.secrecy *= 10
      #expect(try other.length() > base)
      other = bench
      other.options.correctness *= 10
      #expect(abs(try other.length() - base - Double.log(10) / Double.log(2)) < 1e-6 * base)
      other = bench
      other.options.cells *= 2
      #expect(try other.length() >= base * (1 - 1e-12))
      other = bench
      other.rounds *= 3
      #expect(try other.length() / 3 > base)
    }
  }

  @Test("Root is not longer than split, simple not longer than spin, the published form not shorter")
  func methods() throws {
    var keys = 0
    try each(103, 120) { _, bench in
      func length(_ accounting: Accounting, _ method: PairingMethod = .spin) throws -> Double {
        var other = bench
        other.options.accounting = accounting
        other.options.method = method
        if accounting == .published { other.options.cells = 1 }
        return try other.length()
      }
      let split = try length(.split)
      guard split > 0 else { return }
      keys += 1
      // The costs differ by two bits.
      #expect(try length(.root) <= split + 2)
      guard bench.options.scheme == .aopp else { return }
      let simple = try length(.split, .simple)
      #expect(simple <= split + 1)
      #expect(try length(.published) >= split)
      #expect(try length(.root, .simple) <= simple + 2)
    }
    #expect(keys > 40)
  }

  @Test("Finite below decoy-free below the bound of one repeater; long blocks come near")
  func ceilings() throws {
    try each(104) { _, bench in
      guard case .estimated(let f) = bench.options.leakage else { return }
      let rate = try FiniteKey.analyse(bench.counts, bench.settings, bench.options)
      try Ceiling.check(
        rate, setup: bench.setup, settings: bench.settings, scheme: bench.options.scheme, efficiency: f)
      let limit = try AsymptoticAnalysis.estimate(bench.setup, bench.settings, bench.options.scheme, efficiency: f)
      let asymptotic = try AsymptoticAnalysis.analyse(bench.setup, bench.settings, bench.options.scheme, efficiency: f)
      #expect(asymptotic.ratePerPulse == limit.rate)
      #expect((limit.rate > 0) == (asymptotic.reasonForZero == nil))
      try Ceiling.check(
        asymptotic, setup: bench.setup, settings: bench.settings, scheme: bench.options.scheme, efficiency: f)
    }
    let trace = Ceiling.trace(Bench.paired.setup)
    #expect(trace.map(\.symbol) == ["plob", "single_repeater"])
    // Above the repeaterless bound: what the protocol is for.
    #expect(try Bench.paired.length() / 1e12 > 1.9 * trace[0].value && trace[1].value > 4e-3)
  }

  @Test("Phase errors and untagged bits of an infinite block are the true ones")
  func infinite() throws {
    // All fluctuations vanish: what remains is the decoy bound itself, which a0 < a1 → 0 makes tight.
    var bench = Bench.paired
    bench.rounds = 1e18
    bench.settings.users.alice.weakIntensity = 0.002
    bench.settings.users.bob.weakIntensity = 0.002
    bench.settings.users.alice.strongIntensity = 0.05
    bench.settings.users.bob.strongIntensity = 0.05
    let e = try FiniteKey.estimate(bench.counts, bench.settings, bench.options)
    let limit = try AsymptoticAnalysis.estimate(bench.setup, bench.settings, .aopp, efficiency: 1.16)
    let true1 = ChannelModel(darkCount: bench.setup.darkCountProbability, misalignment: 0).onePhoton(
      bench.setup.arms.alice.value)
    #expect(relativeDifference(e.cell.yields.alice.value, true1) < 2e-3 && e.cell.yields.alice.value < true1)
    #expect(e.cell.phaseErrorYield.value > limit.phaseErrorYield)
    #expect(relativeDifference(e.cell.phaseErrorYield.value, limit.phaseErrorYield) < 0.02)
  }

  @Test("Users exchanged: the same length, zeros and ones exchanged")
  func swapped() throws {
    try each(105) { _, bench in
      let c = bench.counts
      var mirrored = bench.settings
      mirrored.users = mirrored.users.swapped
      let d = Observations(
        vacuum: c.vacuum, weak: c.weak.swapped, strong: c.strong.swapped, sliceErrors: c.sliceErrors, zeros: c.ones,
        ones: c.zeros, zeroErrors: c.oneErrors, oneErrors: c.zeroErrors, pairs: c.pairs, rounds: c.rounds,
        origin: .expected)
      let a = try FiniteKey.estimate(c, bench.settings, bench.options)
      let b = try FiniteKey.estimate(d, mirrored, bench.options)
      let scale = a.entropy + a.leakage.value + a.cost
      #expect(abs(a.rawLength - b.rawLength) <= 1e-11 * scale)
    }
  }

  @Test("Unequal signals: of the more frequent kind only the matching fraction counts, whatever is sent besides")
  func unbalanced() throws {
    let bench = Bench.paired
    let balanced = SettingProbabilities<Double>(bench.settings).untagged
    for ratio in [1.5, 7.0 / 3, 4] {
      var settings = bench.settings
      let odds = 0.27 / 0.73 * ratio
      settings.users.alice.sendingProbability = odds / (1 + odds)
      let w = SettingProbabilities<Double>(settings).untagged
      // a1A = a1B: the two weights are equal although Alice alone sends `ratio` times as often as Bob alone.
      #expect(relativeDifference(w.alice, w.bob) < 1e-14)
      let onlyAlice = settings.users.alice.sendingProbability * (1 - 0.27)
      let onlyBob = (1 - settings.users.alice.sendingProbability) * 0.27
      #expect(relativeDifference(onlyAlice / onlyBob, ratio) < 1e-12 && w.alice < balanced.alice * ratio)
      settings.users.alice.weakIntensity = 0.1
      let doubled = SettingProbabilities<Double>(settings).untagged
      #expect(relativeDifference(doubled.alice, 2 * doubled.bob) < 1e-14)
    }
  }

  @Test("Honest counts with Poisson fluctuations are never refused")
  func honest() throws {
    var refused = 0
    try each(106, 100) { random, bench in
      var c = bench.counts
      let cells: [WritableKeyPath<Observations, Double>] = [
        \.vacuum, \.weak.alice, \.weak.bob, \.strong.alice, \.strong.bob, \.sliceErrors, \.zeros, \.ones,
      ]
      for cell in cells { c[keyPath: cell] = random.poisson(c[keyPath: cell]) }
      c.pairs = .init(kept: random.poisson(c.pairs?.kept ?? 0), errors: 0)
      c.zeroErrors = 0
      c.oneErrors = 0
      let e = try FiniteKey.estimate(c, bench.settings, bench.options)
      if let words = e.contradiction {
        refused += 1
        Issue.record("\(words): \(bench)")
      }
    }
    #expect(refused == 0)
  }
}
