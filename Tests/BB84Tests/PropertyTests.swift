// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@testable import BB84

@Suite("Properties of finite keys (section 10)")
struct PropertyTests {
  private func raw(_ counts: Observations, _ s: Settings, _ o: FiniteKeyOptions) throws -> Double {
    try FiniteKey.estimate(counts, s, o).rawLength
  }

  /// Random sound cases with a key, both numbers of decoys.
  private func cases(seed: UInt64, _ count: Int, sampling: SamplingBound = .kl) throws -> [(RandomCase, Double)] {
    var random = SplitMix64(seed: seed)
    var list: [(RandomCase, Double)] = []
    for _ in 0..<(100 * count) where list.count < count {
      var c = RandomCase(&random, proof: .sound, sampling: sampling, maximalLoss: 30)
      c.pulses = random.logUniform(1e9, 1e13).rounded()
      let l = try raw(c.counts, c.settings, c.options)
      if l > 0 { list.append((c, l)) }
    }
    #expect(list.count == count)
    return list
  }

  @Test("More errors, more leakage, smaller epsilons: never more key (1)")
  func monotone() throws {
    for (c, l) in try cases(seed: 501, 150) {
      let slack = 1e-9 * c.counts.keyDetections.total
      var counts = c.counts
      if c.settings.intensities.count == 3 {
        counts.testErrors.decoy = min(counts.testErrors.decoy * 1.1 + 1, counts.testDetections.decoy)
      } else {
        counts.testErrors.signal = min(counts.testErrors.signal * 1.1 + 1, counts.testDetections.signal)
      }
      if try raw(counts, c.settings, c.options) > l + slack { Issue.record("more errors give more key: \(c.label)") }
      var o = c.options
      let leak = try FiniteKey.estimate(c.counts, c.settings, o).leakage.value
      o.leakage = .measured(bits: leak)
      #expect(abs(try raw(c.counts, c.settings, o) - l) < slack)
      o.leakage = .measured(bits: leak + 100)
      #expect(abs(try raw(c.counts, c.settings, o) - (l - 100)) < slack)
      o = c.options
      o.leakage = .estimated(efficiency: 1.5)
      let wasteful = try raw(c.counts, c.settings, o)
      if leak > 0 ? wasteful >= l : wasteful > l { Issue.record("f_EC = 1.5 costs nothing: \(c.label)") }
      o = c.options
      o.secrecy /= 10
      if try raw(c.counts, c.settings, o) > l { Issue.record("a smaller eps_sec gives more key: \(c.label)") }
      o = c.options
      o.correctness /= 1024
      #expect(abs(try raw(c.counts, c.settings, o) - (l - 10)) < slack)
      o = c.options
      o.countsVacuum = false
      #expect(try raw(c.counts, c.settings, o) <= l + slack)
    }
  }

  @Test("kl >= hoeffding and chernoff, hyper >= kl >= what, sound <= infinite blocks (1)")
  func order() throws {
    for (c, _) in try cases(seed: 502, 150) {
      let slack = 1e-9 * c.counts.keyDetections.total
      func with(_ statistics: ConcentrationBound, _ sampling: SamplingBound) throws -> Double {
        var o = c.options
        o.statistics = statistics
        o.sampling = sampling
        return try raw(c.counts, c.settings, o)
      }
      let kl = try with(.kl, .kl)
      if try with(.hoeffding, .kl) > kl + slack { Issue.record("hoeffding above kl: \(c.label)") }
      if try with(.chernoff, .kl) > kl + slack { Issue.record("chernoff above kl: \(c.label)") }
      if try with(.kl, .hyper) < kl - slack { Issue.record("hyper below kl: \(c.label)") }
      if try with(.none, .none) < kl - slack { Issue.record("infinite blocks below finite ones: \(c.label)") }
    }
  }

  @Test("Large blocks converge to the limit of infinite ones (2)")
  func convergence() throws {
    for (s, proofs) in [
      (settings([0.5, 0.1, 0], [0.8, 0.15, 0.05]), [Proof.sound, .lim2014]),
      (settings([0.5, 0.1], [0.8, 0.2]), [.sound]),
    ] {
      let limitOptions = FiniteKeyOptions(statistics: ConcentrationBound.none, sampling: SamplingBound.none)
      let counts = Simulation.observations(Example.setup, s, block: .pulses(1e18))
      let limit = try FiniteKey.analyse(counts, s, limitOptions)
      let limitRate = try #require(limit.ratePerPulse)
      #expect(limitRate > 1e-4)
      for proof in proofs {
        var last = 0.0
        for n in [1e10, 1e12, 1e14, 1e18] {
          let counts = Simulation.observations(Example.setup, s, block: .pulses(n))
          let rate = try #require(try FiniteKey.analyse(counts, s, FiniteKeyOptions(proof: proof)).ratePerPulse)
          #expect(rate >= last && rate <= limitRate)
          last = rate
        }
        if relativeDifference(last, limitRate) > 2e-4 { Issue.record("\(proof): \(last), limit \(limitRate)") }
      }
      // Without penalties and tails the limit is linear in the block and not rounded.
      let small = try FiniteKey.analyse(
        Simulation.observations(Example.setup, s, block: .pulses(1e3)), s, limitOptions)
      #expect(relativeDifference(small.ratePerPulse ?? 0, limitRate) < 1e-12)
      #expect(small.lengthBits.map { $0 != $0.rounded() } == true)
      #expect(small.value("penalty") == 0)
    }
  }

  @Test("Rates fall with loss and stay below the repeaterless bound (3)")
  func loss() throws {
    var random = SplitMix64(seed: 503)
    for _ in 0..<40 {
      var c = RandomCase(&random, proof: .sound)
      // With dead time more light may mean fewer clicks.
      c.setup.deadTimeSeconds = 0
      c.pulses = 1e12
      var last = Double.infinity
      for step in 0..<30 {
        c.setup.channel = transmittance(lossDecibel: 2 * Double(step))
        let rate = try FiniteKey.analyse(c.counts, c.settings, c.options)
        guard let perPulse = rate.ratePerPulse else { continue }
        if perPulse > last * (1 + 1e-12) { Issue.record("the rate rises at \(2 * step) dB: \(c.label)") }
        if perPulse > PureLoss.repeaterless(c.setup.channel) { Issue.record("above the bound: \(c.label)") }
        last = perPulse
      }
    }
  }

  @Test("Larger blocks are never worse in proportion (4)")
  func scaling() throws {
    for (c, l) in try cases(seed: 504, 100) {
      for factor in [2.0, 3.7, 100] {
        let more = try raw(c.counts.scaled(factor), c.settings, c.options) / factor
        if more < l - 1e-9 * c.counts.keyDetections.total { Issue.record("\(factor) times the block: \(c.label)") }
      }
    }
  }

  @Test("Zero errors: kl certifies some, lim-gamma none (7)")
  func zeroErrors() throws {
    var counts = Example.twoDecoyCounts
    counts.testErrors = ByIntensity(0, 0, 0)
    let kl = try FiniteKey.estimate(counts, Example.twoDecoySettings, FiniteKeyOptions())
    #expect(kl.testErrors.value == 0 && kl.phaseError.value > 0.003)
    let published = FiniteKeyOptions(proof: .lim2014, statistics: .kl)
    let gamma = try FiniteKey.estimate(counts, Example.twoDecoySettings, published)
    #expect(gamma.phaseError.value == 0)
    let rate = try FiniteKey.analyse(counts, Example.twoDecoySettings, published)
    #expect(rate.warnings.contains { $0.contains("lim-gamma") })
  }

  @Test("tup24 and the larger penalty cost key (8)")
  func conservativeOptions() throws {
    for (c, _) in try cases(seed: 505, 120) {
      var o = c.options
      o.composition = .linear
      o.penalty = .pa
      let linear = try raw(c.counts, c.settings, o)
      o.penalty = .lim
      let larger = try raw(c.counts, c.settings, o)
      if larger >= linear { Issue.record("penalty lim costs nothing: \(c.label)") }
      o.penalty = .pa
      o.composition = .tup24
      if linear > 0, try raw(c.counts, c.settings, o) >= linear { Issue.record("tup24 costs nothing: \(c.label)") }
    }
    // 153 bits at 1e-10 (section 4a).
    let base = FiniteKeyOptions()
    var lim = base
    lim.penalty = .lim
    let difference =
      try raw(Example.twoDecoyCounts, Example.twoDecoySettings, base)
      - raw(Example.twoDecoyCounts, Example.twoDecoySettings, lim)
    #expect(abs(difference - 153.231) < 0.001)
  }

  @Test("More errors in the weaker intensity may help: that is correct (9)")
  func notMonotone() throws {
    var counts = measured([2_521_034, 216_230, 2003], [27731, 3168, 1001], [280120, 24020, 220], [3090, 260, 30])
    let options = FiniteKeyOptions(proof: .lim2014, statistics: .kl)
    let few = try FiniteKey.estimate(counts, Example.twoDecoySettings, options)
    counts.testErrors.weakest = 60
    let more = try FiniteKey.estimate(counts, Example.twoDecoySettings, options)
    #expect(more.testErrors.value < few.testErrors.value)
    #expect(more.rawLength > few.rawLength)
  }

  @Test("The vacuum bound of one decoy comes from either intensity or the better of both (BB-40)")
  func vacuumSource() throws {
    func upper(_ source: VacuumSource) throws -> (Double, Double) {
      let e = try FiniteKey.estimate(
        Example.oneDecoyCounts, Example.oneDecoySettings, FiniteKeyOptions(vacuumSource: source))
      return (try #require(e.keyVacuumUpper).value, e.rawLength)
    }
    let (min, best) = try upper(.min)
    let (mu1, first) = try upper(.mu1)
    let (mu2, second) = try upper(.mu2)
    #expect(min == Swift.min(mu1, mu2) && mu1 != mu2)
    #expect(best >= Swift.max(first, second))
  }

  @Test("Announcing m errors takes the exact number of bits (BB-45)")
  func announcement() {
    func bits(_ n: Double) -> Double { DecoyAnalysis.announcementBits(ByIntensity(n, 0)) }
    #expect(bits(0) == 0 && bits(1) == 1 && bits(2) == 2 && bits(3) == 2 && bits(4) == 3)
    for j in 1...59 {
      // n + 1 values: 2^j − 1 detections take j bits, 2^j take one more.
      let power = UInt64(1) << UInt64(j)
      if j <= 53 { #expect(bits(Double(power - 1)) == Double(j)) }
      #expect(bits(Double(power)) == Double(j + 1))
    }
    var random = SplitMix64(seed: 506)
    for _ in 0..<500 {
      let n = UInt64(random.logUniform(1, 0x1p52))
      #expect(bits(Double(n)) == Double(64 - n.leadingZeroBitCount))
    }
    // Expected counts: log2(n + 1) rounded up.
    #expect(bits(0.5) == 1 && bits(1.5) == 2 && bits(3.01) == 3)
    #expect(DecoyAnalysis.announcementBits(ByIntensity(3, 7, 1)) == 2 + 3 + 1)
  }

  @Test("eps_sec per bit: the length and the epsilon that belong together")
  func secrecyPerBit() throws {
    var o = FiniteKeyOptions()
    o.secrecyPerBit = 1e-15
    o.correctness = 1e-15
    let s = settings([0.5, 0.1, 0], [0.8, 0.15, 0.05])
    let counts = Simulation.observations(Example.setup, s, block: .pulses(1e11))
    let (e, used) = try DecoyAnalysis.resolved(counts, s, o)
    #expect(e.rawLength > 0 && used.secrecyPerBit == nil)
    #expect(relativeDifference(used.secrecy, 1e-15 * e.rawLength) < 1e-9)
    let again = try FiniteKey.estimate(counts, s, used)
    #expect(again.rawLength == e.rawLength)
    let rate = try FiniteKey.analyse(counts, s, o)
    #expect(rate.rawLengthBits == e.rawLength)
    #expect(relativeDifference(rate.failureBudget?.secrecy ?? 0, used.secrecy) < 1e-15)
  }
}
