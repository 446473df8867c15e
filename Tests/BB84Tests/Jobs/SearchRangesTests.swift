// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@testable import BB84

@Suite("Search ranges of one's own")
struct SearchRangesTests {
  private func range(_ random: inout SplitMix64, _ low: Double, _ high: Double) -> ClosedRange<Double>? {
    guard random.chance(0.7) else { return nil }
    let a = random.uniform(low, high)
    let b = random.uniform(low, high)
    // The ends at which a choice never occurs are often asked for.
    let lo = random.chance(0.2) ? low : min(a, b)
    let hi = random.chance(0.2) ? high : max(a, b)
    return lo < hi ? lo...hi : nil
  }

  private func partial(_ random: inout SplitMix64) -> PartialSettings {
    let signal = random.chance(0.3) ? random.uniform(0.3, 0.9) : nil
    let decoy = random.chance(0.3) ? random.uniform(0.02, 0.25) : nil
    if random.chance(0.3) {
      return PartialSettings(
        intensities: ByIntensity(signal, decoy), probabilities: ByIntensity(nil, nil), keyBasisProbability: nil)
    }
    let weakest = random.pick([0, 2e-4, 0.01])
    let p: [Double?] = random.pick([
      [nil, nil, nil], [random.uniform(0.2, 0.8), nil, nil], [nil, random.uniform(0.05, 0.4), nil],
      [nil, nil, random.uniform(0.02, 0.3)],
    ])
    return PartialSettings(
      intensities: ByIntensity(signal, decoy, .some(weakest)), probabilities: ByIntensity(p[0], p[1], .some(p[2])),
      keyBasisProbability: nil)
  }

  @Test("Every point of the box lies in every range and is legal; ranges without room are refused")
  func everyPointLiesInside() {
    var random = SplitMix64(seed: 20_220_728)
    var accepted = 0
    var refused = 0
    for _ in 0..<3000 {
      let partial = partial(&random)
      let openP = partial.probabilities.list
      let ranges: SearchRanges = [
        "intensity_1": partial.intensities.signal == nil ? range(&random, 0.01, 1) : nil,
        "intensity_2": partial.intensities.decoy == nil ? range(&random, 0, 0.5) : nil,
        "probability_1": openP[0] == nil ? range(&random, 0, 1) : nil,
        "probability_2": openP[1] == nil && openP.count == 3 ? range(&random, 0, 1) : nil,
        "key_basis_probability": range(&random, 0, 1),
      ]
      let space = SearchSpace(partial, ranges: ranges)
      do { try space.box.validateRanges() } catch {
        refused += 1
        continue
      }
      accepted += 1
      for _ in 0..<8 {
        let isCorner = random.chance(0.4)
        let x = space.box.names.map { _ in isCorner ? random.pick([0.0, 1.0]) : random.unit() }
        let s = space.settings(at: x)
        func expect(_ value: Double, _ range: ClosedRange<Double>?, _ name: String) {
          guard let range else { return }
          let least = range.lowerBound - 1e-12
          let most = range.upperBound + 1e-12
          if !(value >= least && value <= most) {
            Issue.record("\(name) = \(value) outside \(range): \(partial) at \(x)")
          }
        }
        expect(s.intensities.signal, ranges["intensity_1"], "mu1")
        expect(s.intensities.decoy, ranges["intensity_2"], "mu2")
        expect(s.probabilities.signal, ranges["probability_1"], "p1")
        expect(s.probabilities.decoy, ranges["probability_2"], "p2")
        expect(s.keyBasisProbability, ranges["key_basis_probability"], "pX")
        do { try s.validate() } catch { Issue.record("\(partial) \(ranges) at \(x): \(error)") }
        let back = space.settings(at: space.point(for: s))
        for (a, b) in zip(
          s.intensities.list + s.probabilities.list + [s.keyBasisProbability],
          back.intensities.list + back.probabilities.list + [back.keyBasisProbability])
        where !(abs(a - b) <= 1e-9) {
          Issue.record("\(partial) \(ranges): \(a) became \(b)")
        }
      }
    }
    #expect(accepted > 1000 && refused > 100)
  }

  @Test("Without ranges the box is the usual one, bit for bit")
  func usual() {
    let open = PartialSettings(
      intensities: ByIntensity(nil, nil, .some(2e-4)), probabilities: ByIntensity(nil, nil, .some(nil)),
      keyBasisProbability: nil)
    var random = SplitMix64(seed: 3)
    for _ in 0..<100 {
      let x = (0..<5).map { _ in random.unit() }
      #expect(SearchSpace(open).settings(at: x) == SearchSpace(open, ranges: SearchRanges()).settings(at: x))
    }
    let s = SearchSpace(open).settings(at: [0, 0, 0, 0, 0])
    #expect(s.intensities.signal == 0.01 && abs(s.keyBasisProbability - 0.001) < 1e-15)
    #expect(abs(s.probabilities.signal - 0.005) < 1e-15 && s.probabilities.decoy == 0.005)
  }

  @Test("Asymptotic analyses keep their intensities in the ranges")
  func asymptotic() throws {
    var random = SplitMix64(seed: 5)
    for method in AsymptoticMethod.allCases {
      let ranges = ["intensity_1": 0.3...0.6, "intensity_2": method == .infinite ? nil : 0.05...0.2] as SearchRanges
      let space = AsymptoticSearchSpace(
        method: method, signal: nil, decoy: method == .infinite ? 0 : nil, ranges: ranges)
      try space.box.validateRanges()
      for _ in 0..<200 {
        let s = space.settings(at: [random.pick([0, 1, random.unit()]), random.pick([0, 1, random.unit()])])
        #expect(s.signal >= 0.3 && s.signal <= 0.6)
        if method != .infinite { #expect(s.decoy >= 0.05 && s.decoy <= 0.2) }
      }
    }
    let none = AsymptoticSearchSpace(
      method: .vacuumWeak, signal: 0.1, decoy: nil, ranges: ["intensity_2": 0.2...0.3])
    #expect(throws: InputError.self) { try none.box.validateRanges() }
  }
}
