// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@testable import BB84

@Suite("The search box (section 7)")
struct SearchSpaceTests {
  /// A random space: which settings are given, and to what.
  private func space(_ random: inout SplitMix64, decoys: Int) -> SearchSpace {
    let weakest = decoys == 2 ? random.pick([0, 1e-4, 0.01, 0.1]) : nil
    let floor = weakest ?? 0
    let decoy = random.chance(0.5) ? random.uniform(floor + 0.002, 0.45) : nil
    // A given signal leaves room for the decoy, given or not.
    let signal = random.chance(0.5) ? random.uniform((decoy ?? (floor + 0.002)) + floor + 0.002, 1) : nil
    var probabilities: [Double?] =
      decoys == 2 ? [random.uniform(0.1, 0.6), random.uniform(0.05, 0.3), nil] : [random.uniform(0.02, 0.98), nil]
    switch random.whole(0...3) {
    case 0:
      // All given.
      probabilities[probabilities.count - 1] = 1 - probabilities.compactMap { $0 }.reduce(0, +)
    case 1: break
    case 2: probabilities[random.whole(0...probabilities.count - 2)] = nil
    default: probabilities = probabilities.map { _ in nil }
    }
    // The open place may stand anywhere.
    if decoys == 2, random.chance(0.5) { probabilities.swapAt(0, 2) }
    if random.chance(0.3) { probabilities.swapAt(0, 1) }
    let partial = PartialSettings(
      intensities: decoys == 2 ? ByIntensity(signal, decoy, .some(weakest)) : ByIntensity(signal, decoy),
      probabilities: decoys == 2
        ? ByIntensity(probabilities[0], probabilities[1], .some(probabilities[2]))
        : ByIntensity(probabilities[0], probabilities[1]),
      keyBasisProbability: random.chance(0.5) ? random.uniform(0.1, 0.95) : nil,
      bobKeyBasisProbability: random.chance(0.3) ? random.uniform(0.1, 0.9) : nil)
    return SearchSpace(partial)
  }

  private func point(_ space: SearchSpace, _ random: inout SplitMix64) -> [Double] {
    let corner = random.chance(0.4)
    return space.box.names.map { _ in corner ? random.pick([0.0, 1.0]) : random.unit() }
  }

  @Test("Every point is a legal setting, and points and settings invert one another, whatever is free")
  func everyPointIsLegal() {
    var random = SplitMix64(seed: 901)
    var kinds: Set<[String]> = []
    for _ in 0..<600 {
      let decoys = random.whole(1...2)
      let space = space(&random, decoys: decoys)
      kinds.insert(["\(decoys)"] + space.box.names)
      for _ in 0..<12 {
        let x = point(space, &random)
        let s = space.settings(at: x)
        do { try s.validate() } catch {
          Issue.record("\(space.partial) at \(x): \(error)")
          continue
        }
        // What is given is kept.
        let p = space.partial
        #expect(p.intensities.signal.map { $0 == s.intensities.signal } != false)
        #expect(p.intensities.decoy.map { $0 == s.intensities.decoy } != false)
        #expect(p.probabilities.signal.map { $0 == s.probabilities.signal } != false)
        #expect(p.probabilities.decoy.map { $0 == s.probabilities.decoy } != false)
        #expect(p.keyBasisProbability.map { $0 == s.keyBasisProbability } != false)
        #expect(s.bobKeyBasisProbability == p.bobKeyBasisProbability ?? s.keyBasisProbability)
        // To the point and back: the settings are the same.
        let back = space.point(for: s)
        guard back.count == x.count else {
          Issue.record("\(space.partial): \(back.count) coordinates for \(x.count)")
          continue
        }
        let again = space.settings(at: back)
        let pairs = zip(
          s.intensities.list + s.probabilities.list + [s.keyBasisProbability],
          again.intensities.list + again.probabilities.list + [again.keyBasisProbability])
        if pairs.contains(where: { abs($0 - $1) > 1e-9 }) { Issue.record("\(space.partial): \(s) became \(again)") }
      }
    }
    // One decoy: 2·2·2·2 subsets; two decoys: 2·2·3·2.
    #expect(kinds.count == 16 + 24)
  }

  @Test("Extreme given settings still leave only legal points")
  func extremeGivenSettings() {
    var random = SplitMix64(seed: 903)
    for given in [0.98, 0.992, 0.996, 0.9999, 1 - 1e-6] {
      for slot in 0..<3 {
        var probabilities: [Double?] = [nil, nil, nil]
        probabilities[slot] = given
        let space = SearchSpace(
          PartialSettings(
            intensities: ByIntensity(nil, nil, .some(0)),
            probabilities: ByIntensity(probabilities[0], probabilities[1], .some(probabilities[2])),
            keyBasisProbability: 0.9))
        for _ in 0..<20 { expectLegal(space, point(space, &random)) }
      }
    }
    for (signal, weakest) in [(0.0005, 0.0), (0.001, 0), (0.002, 0), (0.0021, 0.001), (0.05, 0.0249), (1e-6, 1e-8)] {
      let space = SearchSpace(
        PartialSettings(
          intensities: ByIntensity(signal, nil, .some(weakest)), probabilities: ByIntensity(0.7, 0.2, .some(0.1)),
          keyBasisProbability: 0.9))
      for _ in 0..<20 { expectLegal(space, point(space, &random)) }
    }
    for decoy in [0.6, 0.9995, 3] {
      let space = SearchSpace(
        PartialSettings(
          intensities: ByIntensity(nil, decoy), probabilities: ByIntensity(nil, nil), keyBasisProbability: nil))
      for _ in 0..<20 { expectLegal(space, point(space, &random)) }
    }
  }

  private func expectLegal(_ space: SearchSpace, _ x: [Double]) {
    let s = space.settings(at: x)
    do { try s.validate() } catch { Issue.record("\(space.partial) at \(x): \(error)") }
    let again = space.settings(at: space.point(for: s))
    if abs(again.intensities.decoy - s.intensities.decoy) > 1e-9 * s.intensities.decoy {
      Issue.record("\(space.partial): \(s) became \(again)")
    }
  }

  @Test("A coordinate moves its own setting over its whole range")
  func ranges() {
    let free = SearchSpace(
      PartialSettings(
        intensities: ByIntensity(nil, nil, .some(0)), probabilities: ByIntensity(nil, nil, .some(nil)),
        keyBasisProbability: nil))
    #expect(
      free.box.names == [
        "signal intensity", "decoy intensity", "signal probability", "decoy probability", "key basis probability",
      ])
    let low = free.settings(at: [0, 0, 0, 0, 0])
    let high = free.settings(at: [1, 1, 1, 1, 1])
    #expect(abs(low.intensities.signal - 0.01) < 1e-12 && abs(high.intensities.signal - 1) < 1e-12)
    #expect(abs(low.intensities.decoy - 0.001) < 1e-12 && abs(high.intensities.decoy - 0.5) < 1e-12)
    #expect(abs(low.probabilities.signal - 0.005) < 1e-12 && abs(high.probabilities.signal - 0.994) < 1e-12)
    #expect(abs(low.keyBasisProbability - 0.001) < 1e-12 && abs(high.keyBasisProbability - 0.999) < 1e-12)
    // Coordinates outside the box are taken to its edge, missing ones to 0.
    #expect(free.settings(at: [-1, -2, 0, 0, -0.1]) == low)
    #expect(free.settings(at: []) == low)
    // Nothing free: nothing to search.
    let fixed = SearchSpace(
      PartialSettings(
        intensities: ByIntensity(0.5, 0.1), probabilities: ByIntensity(0.7, 0.3), keyBasisProbability: 0.9))
    #expect(fixed.box.names.isEmpty && fixed.settings(at: []) == settings([0.5, 0.1], [0.7, 0.3]))
    // A single open probability is what the others leave.
    let rest = SearchSpace(
      PartialSettings(
        intensities: ByIntensity(0.5, 0.1, .some(0)), probabilities: ByIntensity(0.7, nil, .some(0.1)),
        keyBasisProbability: 0.9))
    #expect(rest.box.names.isEmpty && abs(rest.settings(at: []).probabilities.decoy - 0.2) < 1e-15)
  }

  @Test("The objective is the raw rate where there is key and negative where there is none")
  func objective() throws {
    var random = SplitMix64(seed: 902)
    var keys = 0
    for number in 0..<800 {
      let decoys = random.whole(1...2)
      let space = space(&random, decoys: decoys)
      let setup = RandomCase(&random, proof: .sound, maximalLoss: 45).setup
      let options = FiniteKeyOptions(
        statistics: random.pick([.kl, .hoeffding]), sampling: random.pick([.kl, .serfling, .hyper]))
      let block: BlockSize =
        random.chance(0.5) ? .pulses(random.logUniform(1e4, 1e13)) : .keyBasisDetections(random.logUniform(1e2, 1e9))
      let problem = space.problem(setup: setup, block: block, options: options)
      #expect(problem.variables.map(\.name) == space.box.names)
      #expect(problem.variables.allSatisfy { $0.range == 0...1 })
      #expect(
        problem.starts.allSatisfy { start in
          start.count == space.box.names.count && start.allSatisfy { (0...1).contains($0) }
        })
      let x = point(space, &random)
      let s = space.settings(at: x)
      let counts = Simulation.observations(setup, s, block: block)
      let e = try DecoyAnalysis.resolved(counts, s, options).0
      let value = problem.objective(x)
      if !value.isFinite || (value > 0) != (e.rawLength > 0) {
        Issue.record("case \(number): objective \(value), raw length \(e.rawLength)")
      }
      if e.rawLength > 0 {
        keys += 1
        #expect(relativeDifference(value, e.rawLength / (counts.pulses ?? 1)) < 1e-15)
      } else {
        #expect(value >= -10 && value <= 0)
      }
    }
    #expect(keys > 100)
  }

  @Test("Below zero the objective rises towards key: no plateau")
  func slope() {
    let s = settings([0.5, 0.1, 0], [0.7, 0.2, 0.1])
    var last = -100.0
    // From a hopeless block to a good one, through all stages of having no key.
    for exponent in stride(from: 3.0, through: 11, by: 0.25) {
      var noisy = Example.setup
      noisy.backgroundProbability = 1e-6
      let counts = Simulation.observations(noisy, s, block: .pulses(pow(10, exponent)))
      guard let e = try? FiniteKey.estimate(counts, s, FiniteKeyOptions()) else {
        Issue.record("no estimate at 1e\(exponent)")
        continue
      }
      let value = searchValue(e, counts, countsVacuum: true)
      if value <= last { Issue.record("the objective does not rise from \(last) to \(value) at 1e\(exponent) pulses") }
      last = value
    }
    #expect(last > 1e-4)
    // Nothing detected is worse than anything detected.
    let dark = Simulation.observations(Setup(channel: transmittance(0)), s, block: .pulses(1e9))
    if let e = try? FiniteKey.estimate(dark, s, FiniteKeyOptions()) {
      #expect(searchValue(e, dark, countsVacuum: true) == -10)
    }
  }
}
