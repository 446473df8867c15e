// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateLinks
import KeyRateSecurity
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@testable import BB84

@Suite("Edges of the domain: every legal input has a finite result")
struct DomainEdgeTests {
  /// A result that can be printed: whole, finite, not negative, with a reason where there is no key.
  private func examine(_ rate: SecretKeyRate, _ label: @autoclosure () -> String) {
    let bits = rate.lengthBits ?? .nan
    let raw = rate.rawLengthBits ?? .nan
    var complaints: [String] = []
    if !(bits >= 0 && bits.isFinite) { complaints.append("length \(bits)") }
    if raw.isNaN || raw == .infinity { complaints.append("raw length \(raw)") }
    if bits > max(0, raw) { complaints.append("\(bits) bits of \(raw)") }
    if (bits > 0) != (rate.reasonForZero == nil) {
      complaints.append("reason \(String(describing: rate.reasonForZero))")
    }
    if let r = rate.ratePerPulse, !(r >= 0 && r.isFinite) { complaints.append("rate \(r)") }
    for entry in rate.trace where entry.value.isNaN { complaints.append("\(entry.symbol) is not a number") }
    if !complaints.isEmpty { Issue.record("\(complaints): \(label())") }
  }

  @Test("Extreme links, settings and epsilons, all models and proofs")
  func grid() throws {
    var random = SplitMix64(seed: 701)
    // Beyond 3000 dB nothing arrives at all; just below, counts of 1e-310 have no digits left.
    let losses = [0, 0.001, 10, 100, 300, 1000, 4000]
    let backgrounds = [0, 1e-300, 1e-12, 1e-6, 1e-2]
    let errors = [0, 1e-9, 0.02, 0.25, 0.5]
    let numbers = [1, 100, 1e6, 1e12, 1e18]
    let bases = [0, 0.5, 0.999_999, 1]
    for number in 0..<3000 {
      let proof = random.pick(Proof.allCases.filter { $0 != .satquma2022 })
      let three = proof.intensities == 3 || (proof == .sound && random.chance(0.5))
      let setup = Setup(
        model: random.pick(ChannelModel.allCases), channel: transmittance(lossDecibel: random.pick(losses)),
        detectorEfficiency: transmittance(random.pick([0, 1e-9, 0.3, 1])),
        backgroundProbability: random.pick(backgrounds), misalignment: random.pick(errors),
        testBasisMisalignment: random.pick(errors), afterpulseProbability: random.pick([0, 0.04, 0.499]),
        repetitionRateHz: 1e9, deadTimeSeconds: random.pick([0, 1e-7, 1]))
      let mu1 = random.pick([1e-9, 0.5, 1, 50])
      let ratio = random.pick([1e-6, 0.1, 0.499])
      let share = random.pick([1e-9, 0.1, 0.5, 0.999])
      var s: Settings
      if three {
        let weakest = random.pick([0, 0.5 * ratio * mu1])
        s = settings([mu1, ratio * mu1, weakest], [1 - share, share / 2, share / 2], pX: random.pick(bases))
      } else {
        s = settings([mu1, ratio * mu1], [1 - share, share], pX: random.pick(bases))
      }
      s.bobKeyBasisProbability = random.pick(bases)
      let options = FiniteKeyOptions(
        proof: proof, statistics: random.pick(ConcentrationBound.allCases),
        sampling: random.pick(SamplingBound.allCases),
        composition: proof == .sound ? random.pick(Composition.allCases) : .linear,
        penalty: proof == .sound ? random.pick(HashingPenalty.allCases) : .pa, countsVacuum: random.chance(0.5),
        vacuumSource: random.pick(VacuumSource.allCases), secrecy: random.pick([1e-300, 1e-30, 1e-10, 0.5, 0.99]),
        correctness: random.pick([1e-300, 1e-30, 1e-15, 0.009]),
        leakage: random.pick([.estimated(efficiency: 1), .estimated(efficiency: 1.16), .measured(bits: 0)]))
      let n = random.pick(numbers)
      let block: BlockSize = random.chance(0.8) ? .pulses(n) : .keyBasisDetections(n)
      try setup.validate()
      let counts = Simulation.observations(setup, s, block: block)
      let label = "case \(number): \(setup) \(s) \(options) \(block)"
      // Blocks in detections on a dark link would need more than 1e18 pulses: refused, not trapped.
      guard let rate = try? FiniteKey.analyse(counts, s, options) else {
        if case .pulses = block { Issue.record("refused: \(label)") }
        continue
      }
      examine(rate, label)
      if options.statistics != .none, options.sampling != .none {
        let whole = counts.rounded
        guard (try? whole.validate()) != nil else { continue }
        examine(try FiniteKey.analyse(whole, s, options), "measured, \(label)")
      }
    }
  }

  @Test("Measured counts at their edges")
  func measuredCounts() throws {
    let runs: [(String, [Double], [Double], [Double], [Double])] = [
      ("nothing", [0, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0]),
      ("one click", [1, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0]),
      ("no errors", [1e6, 1e5, 1e3], [0, 0, 0], [1e6, 1e5, 1e3], [0, 0, 0]),
      ("all errors", [1e6, 1e5, 1e3], [1e6, 1e5, 1e3], [1e6, 1e5, 1e3], [1e6, 1e5, 1e3]),
      ("only the signal", [1e6, 0, 0], [1e4, 0, 0], [1e6, 0, 0], [1e4, 0, 0]),
      ("only the vacuum", [0, 0, 1e6], [0, 0, 5e5], [0, 0, 1e6], [0, 0, 5e5]),
      ("no test basis", [1e9, 1e8, 1e6], [1e7, 1e6, 5e5], [0, 0, 0], [0, 0, 0]),
      ("no key basis", [0, 0, 0], [0, 0, 0], [1e9, 1e8, 1e6], [1e7, 1e6, 5e5]),
      ("huge", [9e17, 1e17, 1e15], [9e15, 1e15, 5e14], [9e17, 1e17, 1e15], [9e15, 1e15, 5e14]),
    ]
    for (name, nX, mX, nZ, mZ) in runs {
      for hasThree in [true, false] {
        let keep = hasThree ? 3 : 2
        let s = hasThree ? Example.twoDecoySettings : Example.oneDecoySettings
        func cut(_ list: [Double]) -> [Double] { Array(list.prefix(keep)) }
        let counts = measured(cut(nX), cut(mX), cut(nZ), cut(mZ))
        for proof in hasThree ? [Proof.sound, .lim2014] : [.sound, .rusca2018] {
          for statistics in [ConcentrationBound.kl, .hoeffding, .chernoff] {
            for sampling in SamplingBound.allCases where sampling != .none {
              for leakage in [ErrorCorrectionLeakage.estimated(efficiency: 1.16), .measured(bits: 123)] {
                let options = FiniteKeyOptions(
                  proof: proof, statistics: statistics, sampling: sampling, leakage: leakage)
                let rate = try FiniteKey.analyse(counts, s, options)
                examine(rate, "\(name), \(options)")
                if name == "nothing" { #expect(rate.lengthBits == 0 && rate.reasonForZero?.kind == .noDetections) }
              }
            }
          }
        }
      }
    }
  }

  @Test("Every reason for zero can be met, and names the first thing that is missing")
  func reasons() throws {
    func reason(
      _ counts: Observations, _ options: FiniteKeyOptions = FiniteKeyOptions()
    ) throws -> ReasonForZero? {
      try FiniteKey.analyse(counts, Example.twoDecoySettings, options).reasonForZero
    }
    var counts = Example.twoDecoyCounts
    #expect(try reason(counts) == nil)
    counts.keyDetections = ByIntensity(0, 0, 0)
    counts.keyErrors = ByIntensity(0, 0, 0)
    #expect(try reason(counts) == ReasonForZero(.noDetections, detail: "key basis"))
    counts = Example.twoDecoyCounts
    counts.keyDetections.decoy = 4000
    counts.keyErrors.decoy = 40
    #expect(try reason(counts) == ReasonForZero(.noSinglePhotonEvents, detail: "X"))
    counts = Example.twoDecoyCounts
    counts.testDetections.decoy = 40
    #expect(try reason(counts) == ReasonForZero(.noSinglePhotonEvents, detail: "Z"))
    counts = Example.twoDecoyCounts
    counts.testErrors = ByIntensity(10000, 1100, 11)
    #expect(try reason(counts) == ReasonForZero(.phaseErrorTooLarge))
    #expect(
      try reason(Example.twoDecoyCounts, FiniteKeyOptions(leakage: .measured(bits: 2e6)))
        == ReasonForZero(.leakageExceedsSecrecy))
    // 1126738.8… bits are secret; leave fewer than the 123 that hashing and verification cost.
    let e = try FiniteKey.estimate(Example.twoDecoyCounts, Example.twoDecoySettings, FiniteKeyOptions())
    let secret = e.entropy.rounded(.down)
    #expect(
      try reason(Example.twoDecoyCounts, FiniteKeyOptions(leakage: .measured(bits: secret - 100)))
        == ReasonForZero(.penaltiesExceedEntropy))
    // Less than one whole bit is no key either.
    let almost = (e.entropy - e.penalty.value).rounded(.down)
    #expect(
      try reason(Example.twoDecoyCounts, FiniteKeyOptions(leakage: .measured(bits: almost)))
        == ReasonForZero(.penaltiesExceedEntropy))
  }
}
