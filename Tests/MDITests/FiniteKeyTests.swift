// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import RealModule
import Testing

@testable import MDI

@Suite("Finite keys (section 5)")
struct FiniteKeyTests {
  /// Random links with a key.
  private func links(seed: UInt64, _ count: Int, symmetric: Bool = false) -> [RandomLink] {
    var random = SplitMix64(seed: seed)
    var list: [RandomLink] = []
    for _ in 0..<(200 * count) where list.count < count {
      let link = RandomLink(&random, symmetric: symmetric)
      if link.raw(FiniteKeyOptions()) > 0 { list.append(link) }
    }
    #expect(list.count == count)
    return list
  }

  @Test("More pulses never give less key, and the rate tends to that of the same bounds without fluctuations")
  func growth() throws {
    for link in links(seed: 4301, 25) {
      var last = -Double.infinity
      for n in [1e10, 1e11, 1e12, 1e13, 1e14, 1e16, 1e18] {
        let rate = link.raw(FiniteKeyOptions(), pulses: n) / n
        #expect(rate >= last)
        last = rate
      }
      // Without fluctuations: the sums of MDI-35 to MDI-37 themselves.
      let c = FourIntensityCounts.expected(link.setup, link.four, pulses: 1)
      let (a, b) = (link.four.alice, link.four.bob)
      func w(_ n: Double, _ pA: Double, _ pB: Double) -> Double { n / (pA * pB) }
      let exact = Double.exp
      let h =
        exact(a.weakDecoy) * w(c.xo, a.weakProbability, b.vacuumProbability)
        + exact(b.weakDecoy) * w(c.ox, a.vacuumProbability, b.weakProbability)
        - w(c.oo, a.vacuumProbability, b.vacuumProbability)
      let isA = a.strongDecoy * b.weakDecoy <= b.strongDecoy * a.weakDecoy
      let (p, q) = isA ? (a, b) : (b, a)
      let wx = p.strongDecoy * p.strongDecoy * q.strongDecoy
      let wy = p.weakDecoy * p.weakDecoy * q.weakDecoy
      let xx = exact(a.weakDecoy + b.weakDecoy)
      let g =
        wx * xx * w(c.xx, a.weakProbability, b.weakProbability)
        + wy * exact(a.strongDecoy) * w(c.yo, a.strongProbability, b.vacuumProbability)
        + wy * exact(b.strongDecoy) * w(c.oy, a.vacuumProbability, b.strongProbability)
        - wy * exact(a.strongDecoy + b.strongDecoy) * w(c.yy, a.strongProbability, b.strongProbability)
        - wy * w(c.oo, a.vacuumProbability, b.vacuumProbability)
      let d =
        a.weakDecoy * b.weakDecoy * a.strongDecoy * b.strongDecoy * (p.strongDecoy - p.weakDecoy)
      let y11 = (g - wx * h) / d
      let t11 = (xx * w(c.xxErrors, a.weakProbability, b.weakProbability) - h / 2) / (a.weakDecoy * b.weakDecoy)
      let truth = link.setup.singlePhotonPair(.x)
      #expect(y11 <= truth.gain * (1 + 1e-9) && t11 >= truth.errorGain * (1 - 1e-9))
      let pairs =
        a.signalProbability * b.signalProbability * a.signal * b.signal * exact(-a.signal - b.signal) * y11
      let limit = pairs * binaryEntropyComplement(min(0.5, t11 / y11)) - 1.16 * c.zz * binaryEntropy(c.zzErrors / c.zz)
      #expect(last <= limit * (1 + 1e-9))
      #expect(limit - last < 0.02 * pairs)
    }
  }

  @Test("Scan, joint bounds and a double scan never cost key; exchange of the parties changes nothing")
  func options() throws {
    for link in links(seed: 4302, 60) {
      let base = link.raw(FiniteKeyOptions())
      let slack = 1e-9 * abs(base) + 1e-6
      #expect(link.raw(FiniteKeyOptions(scan: .off)) <= base + slack)
      #expect(link.raw(FiniteKeyOptions(joint: false)) <= base + slack)
      #expect(link.raw(FiniteKeyOptions(bound: .chernoffSimple)) <= base + slack)
      #expect(link.raw(FiniteKeyOptions(errorCorrectionInClear: true)) < base)
      #expect(link.raw(FiniteKeyOptions(secrecy: 1e-12)) < base)
      var exchanged = link
      exchanged.setup.channels = link.setup.channels.swapped
      exchanged.four = link.four.swapped
      exchanged.three = link.three.swapped
      #expect(relativeDifference(exchanged.raw(FiniteKeyOptions()), base) < 1e-9)
      let three = link.rawThree(FiniteKeyOptions())
      #expect(abs(exchanged.rawThree(FiniteKeyOptions()) - three) <= 1e-9 * abs(three) + 1e-6)
    }
    // The published gains of scanning twice are for large data; 15 bounds in place of 14 cost little there.
    let better = links(seed: 4303, 40).count { link in
      link.raw(FiniteKeyOptions(scan: .double)) > link.raw(FiniteKeyOptions())
    }
    #expect(better > 30)
  }

  /// The smallest length over the rectangle of H and M, by brute force.
  private func brute(_ link: RandomLink, _ counts: FourIntensityCounts, _ scan: Scan) -> Double {
    var options = FiniteKeyOptions(scan: scan)
    options.leakage = .measured(bits: 0)
    let e: FiniteEstimate<Double> = FourIntensityAnalysis.estimate(counts, link.four, options)
    let (a, b) = (link.four.alice, link.four.bob)
    let bounds = FourIntensityAnalysis.bounds(scan)
    let tails = CountTails<Double>(.chernoff, beta: options.beta(bounds: bounds))
    let isA = a.strongDecoy * b.weakDecoy <= b.strongDecoy * a.weakDecoy
    let (p, q) = isA ? (a, b) : (b, a)
    let wx = p.strongDecoy * p.strongDecoy * q.strongDecoy
    let d = a.weakDecoy * b.weakDecoy * a.strongDecoy * b.strongDecoy * (p.strongDecoy - p.weakDecoy)
    let w =
      Double.exp(a.weakDecoy + b.weakDecoy) / (link.pulses * a.weakProbability * b.weakProbability)
    let mHigh = w * tails.expectationUpper(counts.xxErrors)
    let mLow = scan == .double ? w * tails.expectationLower(counts.xxErrors) : mHigh
    let sent =
      link.pulses * a.signalProbability * b.signalProbability * a.signal * b.signal * Double.exp(-a.signal - b.signal)
    guard let g = e.gainSum?.value, let h = e.vacuumSide else { return .nan }
    var least = Double.infinity
    let steps = scan == .double ? 60 : 4000
    for i in 0...steps {
      let vacuum = h.lower.value + (h.upper.value - h.lower.value) * Double(i) / Double(steps)
      for j in 0...(scan == .double ? steps : 0) {
        let wrongs = mHigh - (mHigh - mLow) * Double(j) / Double(steps)
        let s = (g + (scan == .double ? wx * wrongs : 0) - wx * vacuum) / d
        let t = (wrongs - vacuum / 2) / (a.weakDecoy * b.weakDecoy)
        let pairs = min(tails.countLower(sent * max(0, s)), counts.zz)
        let wrong = tails.countUpper(sent * max(0, t))
        least = min(least, pairs > 0 ? pairs * binaryEntropyComplement(min(0.5, wrong / pairs)) : 0)
      }
    }
    return least
  }

  @Test("The smallest length over H, and over H and M, is that of a grid search", arguments: [Scan.single, .double])
  func minimum(scan: Scan) {
    var random = SplitMix64(seed: 4304)
    var interior = 0
    for _ in 0..<(scan == .double ? 60 : 150) {
      var link = RandomLink(&random, mostLoss: 20)
      link.pulses = random.logUniform(1e9, 1e14).rounded()
      var counts = link.fourCounts
      if random.chance(0.5) { counts = counts.drawn(&random) }
      // A large x/y, where the minimum leaves the corner.
      if random.chance(0.5) { link.four.alice.weakDecoy = 0.9 * link.four.alice.strongDecoy }
      var options = FiniteKeyOptions(scan: scan)
      options.leakage = .measured(bits: 0)
      let e: FiniteEstimate<Double> = FourIntensityAnalysis.estimate(counts, link.four, options)
      guard !e.isInconsistent else { continue }
      let grid = brute(link, counts, scan)
      #expect(e.entropy <= grid * (1 + 1e-9) + 1e-6)
      #expect(e.entropy >= grid * (1 - 2e-3) - 1, "\(e.entropy) against \(grid)")
      let enclosed: FiniteEstimate<Interval> = FourIntensityAnalysis.estimate(counts, link.four, options)
      #expect(enclosed.entropy.lower <= e.entropy + 1e-9 * e.entropy)
      #expect(enclosed.entropy.lower >= e.entropy - 1e-6 * e.entropy - 2)
      if let h = e.scanned?.vacuumSide, let range = e.vacuumSide, h > range.lower.value, h < range.upper.value {
        interior += 1
      }
    }
    #expect(interior > 0, "some minima lie inside the range")
  }

  @Test("Certified lengths are not above those in doubles and close to them; three and four intensities")
  func enclosure() throws {
    for (index, link) in links(seed: 4305, 40).enumerated() {
      var random = SplitMix64(seed: UInt64(index))
      let counts = link.fourCounts.drawn(&random)
      for scan in Scan.allCases {
        let leak = try FiniteKey.estimate(counts, link.four, FiniteKeyOptions(scan: scan)).leakage.value
        let options = FiniteKeyOptions(
          scan: scan, leakage: .measured(bits: leak.rounded(.up)), encryptsMessages: true, hashesDually: true)
        let plain = try FiniteKey.estimate(counts, link.four, options)
        let safe = try FiniteKey.enclosure(counts, link.four, options)
        #expect(safe.rawLength.lower <= plain.rawLength + 1e-9 * abs(plain.rawLength))
        #expect(plain.rawLength - safe.rawLength.lower <= max(1, 1e-8 * abs(plain.rawLength)))
        let rate = try FiniteKey.analyse(counts, link.four, options)
        #expect(rate.lengthBits == wholeBits(min(plain.rawLength, safe.rawLength.lower)))
        #expect(rate.rawLengthBits == min(plain.rawLength, safe.rawLength.lower))
        #expect(rate.analysis.status == .certified || rate.lengthBits == 0)
      }
      let three: FiniteEstimate<Double> = ThreeIntensityAnalysis.estimate(
        link.threeCounts, link.three, FiniteKeyOptions())
      let safe: FiniteEstimate<Interval> = ThreeIntensityAnalysis.estimate(
        link.threeCounts, link.three, FiniteKeyOptions())
      #expect(safe.rawLength.lower <= three.rawLength + 1e-9 * abs(three.rawLength))
      #expect(three.rawLength - safe.rawLength.lower <= max(1, 1e-7 * abs(three.rawLength)))
    }
  }

  @Test("Finite keys stay below infinitely many decoys and the repeaterless bound")
  func ceiling() throws {
    for link in links(seed: 4306, 40) {
      let rate = try FiniteKey.analyse(link.fourCounts, link.four, FiniteKeyOptions())
      try Ceiling.check(rate, setup: link.setup, choices: link.four, options: FiniteKeyOptions())
      let three = try FiniteKey.analyse(link.threeCounts, link.three, FiniteKeyOptions())
      try Ceiling.check(three, setup: link.setup, choices: link.three, options: FiniteKeyOptions())
      var forged = rate
      forged.ratePerPulse = 1.1 * (rate.ratePerPulse ?? 0) + 1
      #expect(throws: (any Error).self) {
        try Ceiling.check(forged, setup: link.setup, choices: link.four, options: FiniteKeyOptions())
      }
    }
  }

  @Test("Counts that contradict the source give no key: nothing is clamped into one")
  func inconsistent() throws {
    let link = links(seed: 4307, 1)[0]
    let honest = link.fourCounts
    #expect(try FiniteKey.estimate(honest, link.four, FiniteKeyOptions()).rawLength > 0)
    // No errors where light interferes: T_U < H_L/2.
    var wrong = honest
    wrong.xxErrors = 0
    var rate = try FiniteKey.analyse(wrong, link.four, FiniteKeyOptions())
    #expect(rate.lengthBits == 0 && rate.reasonForZero?.kind == .inconsistentData)
    // Vacuum louder than light: H_U < 0.
    wrong = honest
    wrong.oo = 1e3 * (honest.xo + honest.ox)
    rate = try FiniteKey.analyse(wrong, link.four, FiniteKeyOptions())
    #expect(rate.lengthBits == 0 && rate.reasonForZero?.kind == .inconsistentData)
    // More single-photon pairs than key bits.
    wrong = honest
    wrong.zz = honest.zz / 50
    wrong.zzErrors = 0
    rate = try FiniteKey.analyse(wrong, link.four, FiniteKeyOptions(leakage: .measured(bits: 0)))
    #expect(rate.lengthBits == 0 && rate.reasonForZero?.kind == .inconsistentData)
    // The same with three intensities.
    var three = link.threeCounts
    three.testErrors.values[4] = 0
    #expect(try FiniteKey.analyse(three, link.three, FiniteKeyOptions()).reasonForZero?.kind == .inconsistentData)
    three = link.threeCounts
    three.keyBasis.values[0] /= 1000
    three.keyErrors = 0
    let e = try FiniteKey.estimate(three, link.three, FiniteKeyOptions(leakage: .measured(bits: 0)))
    #expect(e.rawLength <= 0)
    // Nothing announced.
    let dark = FourIntensityCounts(
      zz: 0, zzErrors: 0, xx: 0, xxErrors: 0, yy: 0, xo: 0, ox: 0, yo: 0, oy: 0, oo: 0, pulses: 1e10,
      origin: .measured)
    #expect(try FiniteKey.analyse(dark, link.four, FiniteKeyOptions()).lengthBits == 0)
  }

  @Test("A leaking vacuum that is declared keeps the bounds on the safe side; undeclared it does not (MDI-38a)")
  func leakingVacuum() throws {
    let setup = Setup(
      channels: PerParty(both: Transmittance(0.03) ?? .one), darkCountProbability: 1e-8, misalignment: 0.015)
    func choice(_ o: Double) -> FourIntensityChoice {
      FourIntensityChoice(
        signal: 0.4, strongDecoy: 0.18, weakDecoy: 0.01, vacuum: o, signalProbability: 0.7, strongProbability: 0.05,
        weakProbability: 0.2)
    }
    let leaking = PerParty(both: choice(1e-4))
    let counts = FourIntensityCounts.expected(setup, leaking, pulses: 1e18)
    let truth = setup.singlePhotonPair(.x)
    let declared = try FiniteKey.estimate(counts, leaking, FiniteKeyOptions(scan: .off))
    let silent = try FiniteKey.estimate(counts, PerParty(both: choice(0)), FiniteKeyOptions(scan: .off))
    #expect(declared.errorYield.value >= truth.errorGain && declared.yield.value <= truth.gain)
    #expect(silent.errorYield.value < truth.errorGain, "what goes wrong if the leak is not told")
    let rate = try FiniteKey.analyse(counts, leaking, FiniteKeyOptions(leakage: .measured(bits: 0)))
    #expect(rate.analysis.status == .planning)
  }

  @Test("What an analysis may be used for, and the conditions printed with every length")
  func status() throws {
    let link = links(seed: 4308, 1)[0]
    var random = SplitMix64(seed: 1)
    let counts = link.fourCounts.drawn(&random)
    func status(_ o: FiniteKeyOptions, _ c: FourIntensityCounts) throws -> SecretKeyRate {
      try FiniteKey.analyse(c, link.four, o)
    }
    let leak = try FiniteKey.estimate(counts, link.four, FiniteKeyOptions()).leakage.value
    let measured = ErrorCorrectionLeakage.measured(bits: leak.rounded(.up))
    #expect(try status(FiniteKeyOptions(leakage: measured), counts).analysis.status == .planning)
    let certified = try status(
      FiniteKeyOptions(leakage: measured, encryptsMessages: true, hashesDually: true), counts)
    #expect(certified.analysis.status == .certified)
    #expect(certified.analysis.statusReasons.contains { $0.contains("dual universal") })
    #expect(certified.analysis.statusReasons.contains { $0.contains("private until the relay's last announcement") })
    #expect(relativeDifference(certified.failureBudget?.total ?? 0, 1e-10) < 1e-12)
    #expect(try status(FiniteKeyOptions(), counts).analysis.status == .planning)
    #expect(try status(FiniteKeyOptions(leakage: measured), link.fourCounts).analysis.status == .planning)
    let gaussian = try status(FiniteKeyOptions(bound: .gaussian, leakage: measured), counts)
    #expect(gaussian.analysis.status == .comparisonOnly)
    #expect(gaussian.warnings.contains { $0.contains("not composable") })
    #expect(gaussian.trace.last?.direction == .estimate)
    #expect(
      try status(FiniteKeyOptions(accounting: .curty2014, leakage: measured), counts).analysis.status
        == .comparisonOnly)
    let clear = try status(FiniteKeyOptions(errorCorrectionInClear: true, leakage: measured), counts)
    #expect(clear.analysis.status == .certified)
    #expect((certified.rawLengthBits ?? 0) > (clear.rawLengthBits ?? 0))
  }

  @Test("Impossible counts and choices are refused")
  func validation() throws {
    let link = links(seed: 4309, 1)[0]
    var random = SplitMix64(seed: 2)
    let good = link.fourCounts.drawn(&random)
    func refused(_ change: (inout FourIntensityCounts) -> Void) -> String? {
      var c = good
      change(&c)
      do {
        _ = try FiniteKey.estimate(c, link.four, FiniteKeyOptions())
        return nil
      } catch { return "\(error)" }
    }
    #expect(refused { _ in } == nil)
    #expect(refused { $0.xxErrors = $0.xx + 1 }?.contains("cannot exceed") == true)
    #expect(refused { $0.zz += 0.5 }?.contains("whole number") == true)
    #expect(refused { $0.yy = -1 }?.contains("n_yy") == true)
    #expect(refused { $0.oo = $0.pulses }?.contains("count exceeds pulses") == true)
    #expect(refused { $0.pulses = 0 }?.contains("N = ") == true)
    #expect(refused { $0.pulses = .nan } != nil)
    var choice = link.four
    choice.alice.weakDecoy = choice.alice.strongDecoy
    #expect(throws: (any Error).self) { try FiniteKey.estimate(good, choice, FiniteKeyOptions()) }
    choice = link.four
    choice.bob.signalProbability = 1
    #expect(throws: (any Error).self) { try FiniteKey.estimate(good, choice, FiniteKeyOptions()) }
    var three = link.three
    three.alice.keyBasis.decoy = 1
    #expect(throws: (any Error).self) { try FiniteKey.estimate(link.threeCounts, three, FiniteKeyOptions()) }
    three.alice.keyBasis = ThreeIntensities(1, 0.4, 0.4)
    #expect(throws: Never.self) {
      try FiniteKey.estimate(.expected(link.setup, three, pulses: 1e12), three, FiniteKeyOptions())
    }
    for bad in [
      FiniteKeyOptions(secrecy: 0), FiniteKeyOptions(secrecy: 1), FiniteKeyOptions(correctness: -1),
      FiniteKeyOptions(leakage: .estimated(efficiency: 0.9)), FiniteKeyOptions(leakage: .measured(bits: -1)),
      FiniteKeyOptions(accounting: .curty2014, errorCorrectionInClear: true),
    ] {
      #expect(throws: (any Error).self) { try bad.validate() }
    }
  }
}
