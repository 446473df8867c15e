// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import RealModule
import Testing

@testable import SendingOrNotSending

@Suite("Sending-or-not-sending over links that vary (links sheet, LK-2)")
struct VaryingLinkTests {
  /// Random states around arms of 10 to 28 dB.
  private func samples(_ r: inout SplitMix64, symmetric: Bool) -> [Link.Sample] {
    (0..<(2 + r.whole(0...3))).map { _ in
      let a = Transmittance(lossDecibel: r.uniform(10, 28)) ?? .one
      let b = symmetric ? a : Transmittance(lossDecibel: a.lossDecibel + r.uniform(0, 2)) ?? a
      return .init(weight: r.uniform(0.1, 2), .init(a, backgroundPhotons: r.uniform(0, 1e-8)), .init(b))
    }
  }

  private static let plainCells: [WritableKeyPath<Observations, Double> & Sendable] = [
    \.vacuum, \.weak.alice, \.weak.bob, \.strong.alice, \.strong.bob, \.sliceErrors, \.zeros, \.ones,
  ]

  @Test("One state is the steady link to the last bit; equal states are, to rounding; order does not matter")
  func steady() throws {
    var r = SplitMix64(seed: 1901)
    for _ in 0..<60 {
      var bench = Bench(&r, r.chance(0.5) ? .aopp : .sns)
      let (a, b) = (bench.setup.channels.alice, bench.setup.channels.bob)
      let plain = bench.counts
      let limit = AsymptoticAnalysis.evaluate(bench.setup, bench.settings, bench.options.scheme, efficiency: 1.16)
      bench.setup.link = try Link([.init(weight: 7, .init(a), .init(b))])
      #expect(bench.counts == plain)
      #expect(
        AsymptoticAnalysis.evaluate(bench.setup, bench.settings, bench.options.scheme, efficiency: 1.16) == limit)
      let w = r.uniform(0.01, 0.99)
      bench.setup.link = try Link([w, 1 - w].map { .init(weight: $0, .init(a), .init(b)) })
      let two = bench.counts
      for cell in Self.plainCells { #expect(relativeDifference(two[keyPath: cell], plain[keyPath: cell]) < 1e-13) }
      #expect(relativeDifference(two.pairs?.kept ?? 0, plain.pairs?.kept ?? 1) < 1e-12)
      let states = samples(&r, symmetric: false)
      bench.setup.link = try Link(states)
      let forward = bench.counts
      bench.setup.link = try Link(states.reversed())
      for cell in Self.plainCells {
        #expect(relativeDifference(bench.counts[keyPath: cell], forward[keyPath: cell]) < 1e-13)
      }
    }
  }

  @Test("Expected counts are the sums over the states, and pairing sees only the sums (TFS-5, TFS-6)")
  func sums() throws {
    var r = SplitMix64(seed: 1902)
    for _ in 0..<60 {
      var bench = Bench(&r, .aopp)
      let link = try Link(samples(&r, symmetric: r.chance(0.5)))
      bench.setup.link = link
      let whole = bench.counts
      let parts = try link.samples.map { sample in
        var part = bench
        part.setup.link = try Link([sample])
        part.rounds = bench.rounds * sample.weight
        return part.counts
      }
      for cell in Self.plainCells {
        let sum = parts.reduce(0) { $0 + $1[keyPath: cell] }
        #expect(relativeDifference(whole[keyPath: cell], sum) < 1e-12)
      }
      let (m0, m1) = (parts.reduce(0) { $0 + ($1.zeroErrors ?? 0) }, parts.reduce(0) { $0 + ($1.oneErrors ?? 0) })
      let (w0, w1) = (m0 / whole.zeros, m1 / whole.ones)
      let made = Swift.min(whole.zeros, whole.ones)
      #expect(relativeDifference(whole.pairs?.kept ?? 0, made * ((1 - w0) * (1 - w1) + w0 * w1)) < 1e-12)
      #expect(relativeDifference(whole.pairs?.errors ?? 0, made * w0 * w1) < 1e-11)
    }
  }

  @Test("A gain at the mean transmittance is too high: the states decide (LK-2)")
  func concave() throws {
    var bench = Bench.paired
    let (a, b) = (try #require(Transmittance(0.05)), try #require(Transmittance(1e-4)))
    let varying = try Link([.init(weight: 1, .init(a), .init(a)), .init(weight: 1, .init(b), .init(b))])
    bench.setup.link = varying
    let counts = bench.counts
    bench.setup.link = Link(alice: varying.meanAlice, bob: varying.meanBob)
    // Weak light alone is linear but for its own square; both sending is not.
    #expect(counts.strong.alice < bench.counts.strong.alice)
    #expect(counts.zeros < bench.counts.zeros && counts.sliceErrors < bench.counts.sliceErrors)
  }

  @Test("Finite key, infinite data and one repeater stay in order over links that vary")
  func ceilings() throws {
    var r = SplitMix64(seed: 1903)
    var keys = 0
    for index in 0..<60 {
      var bench = Bench(&r, index % 2 == 0 ? .aopp : .sns)
      bench.setup.link = try Link(samples(&r, symmetric: index % 3 == 0))
      let rate = try FiniteKey.analyse(bench.counts, bench.settings, bench.options)
      guard case .estimated(let f) = bench.options.leakage else { continue }
      try Ceiling.check(
        rate, setup: bench.setup, settings: bench.settings, scheme: bench.options.scheme, efficiency: f)
      #expect((rate.ratePerPulse ?? 1) <= RepeaterChain.bound(bench.setup.link))
      if (rate.ratePerPulse ?? 0) > 0 { keys += 1 }
    }
    #expect(keys > 20)
  }

  @Test("Stray light of both arms falls on both detectors by halves (LK-4)")
  func strayLight() throws {
    var bench = Bench.paired
    let arm = bench.setup.channels.alice
    bench.setup.detectorEfficiency = try #require(Transmittance(0.8))
    bench.setup.link = try Link([
      .init(weight: 1, .init(arm, backgroundPhotons: 1e-6), .init(arm, backgroundPhotons: 1e-6))
    ])
    var dark = bench.setup
    dark.link = Link(alice: arm, bob: arm)
    dark.darkCountProbability = 1 - (1 - dark.darkCountProbability) * Double.exp(-2e-6 * 0.8 / 2)
    let expected = Simulation(dark, bench.settings, rounds: 1e12).observations
    #expect(relativeDifference(bench.counts.vacuum, expected.vacuum) < 1e-9)
    #expect(relativeDifference(bench.counts.sliceErrors, expected.sliceErrors) < 1e-9)
    bench.setup.link = try Link([.init(weight: 1, .init(arm, backgroundPhotons: 0.2), .init(arm))])
    #expect(bench.setup.warnings.count == 1 && dark.warnings.isEmpty)
  }
}
