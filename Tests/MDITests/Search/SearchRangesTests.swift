// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@testable import MDI

@Suite("Search ranges of one's own")
struct SearchRangesTests {
  private func range(_ random: inout SplitMix64, _ low: Double, _ high: Double) -> ClosedRange<Double>? {
    guard random.chance(0.6) else { return nil }
    let a = random.uniform(low, high)
    let b = random.uniform(low, high)
    // The ends at which a choice never occurs are often asked for.
    let lo = random.chance(0.2) ? low : min(a, b)
    let hi = random.chance(0.2) ? high : max(a, b)
    return lo < hi ? lo...hi : nil
  }

  private func inside(_ value: Double, _ range: ClosedRange<Double>?) -> Bool {
    range.map { value >= $0.lowerBound - 1e-12 && value <= $0.upperBound + 1e-12 } ?? true
  }

  private func point(_ random: inout SplitMix64, _ count: Int) -> [Double] {
    let isCorner = random.chance(0.4)
    return (0..<count).map { _ in isCorner ? random.pick([0.0, 1.0]) : random.unit() }
  }

  /// Ranges of one party in the order of intensities, probabilities and bases.
  private struct Own {
    var intensities: [ClosedRange<Double>?] = []
    var probabilities: [ClosedRange<Double>?] = []
    var keyBasis: [ClosedRange<Double>?] = []

    func named(_ user: String = "", in ranges: SearchRanges = SearchRanges()) -> SearchRanges {
      var ranges = ranges
      for (name, list) in [
        ("intensity", intensities), ("probability", probabilities), ("key_basis_probability", keyBasis),
      ] {
        for (index, range) in list.enumerated() { ranges["\(user)\(name)_\(index + 1)"] = range }
      }
      return ranges
    }
  }

  @Test("Four intensities: every point lies in every range, is legal and comes back")
  func four() throws {
    var random = SplitMix64(seed: 4601)
    var accepted = 0
    var refused = 0
    func some(_ value: Double) -> Double? { random.chance(0.2) ? value : nil }
    for _ in 0..<2000 {
      let vacuum = random.chance(0.3) ? 1e-3 : 0
      func partial() -> PartialFourIntensities {
        PartialFourIntensities(
          intensities: [some(0.4), some(0.2), some(0.05)], vacuum: vacuum,
          probabilities: [some(0.5), some(0.1), some(0.2)])
      }
      let p = PerParty(alice: partial(), bob: partial())
      func ranges(_ p: PartialFourIntensities) -> Own {
        Own(
          intensities: [0.9, 0.5, 0.3].enumerated().map { p.intensities[$0] == nil ? range(&random, 0, $1) : nil },
          probabilities: [0.9, 0.4, 0.6].enumerated().map { p.probabilities[$0] == nil ? range(&random, 0, $1) : nil })
      }
      let r = PerParty(alice: ranges(p.alice), bob: ranges(p.bob))
      let space = FourIntensitySpace(
        p, isSymmetric: random.chance(0.3), ranges: r.bob.named("bob_", in: r.alice.named()))
      do { try space.box.validateRanges() } catch {
        refused += 1
        continue
      }
      accepted += 1
      for _ in 0..<6 {
        let x = point(&random, space.box.names.count)
        let settings = space.settings(at: x)
        let back = space.settings(at: space.point(for: settings))
        for (c, d, own, name) in [
          (settings.alice, back.alice, r.alice, "A"),
          (settings.bob, back.bob, space.isSymmetric ? r.alice : r.bob, "B"),
        ] {
          try c.validate(name)
          let mu = [c.signal, c.strongDecoy, c.weakDecoy]
          let shares = [c.signalProbability, c.strongProbability, c.weakProbability]
          for k in 0..<3 where !inside(mu[k], own.intensities[k]) || !inside(shares[k], own.probabilities[k]) {
            Issue.record("\(c) outside \(own) at \(x)")
          }
          let again = [d.signal, d.strongDecoy, d.weakDecoy, d.signalProbability, d.strongProbability]
          for (a, b) in zip(mu + shares, again) where !(abs(a - b) <= 1e-9) {
            Issue.record("\(a) became \(b): \(own)")
          }
        }
      }
    }
    #expect(accepted > 500 && refused > 100)
  }

  @Test("Three intensities: the same, bases included; the last probability keeps to its range too")
  func three() throws {
    var random = SplitMix64(seed: 4602)
    var accepted = 0
    var refused = 0
    func some(_ value: Double) -> Double? { random.chance(0.2) ? value : nil }
    for round in 0..<2000 {
      let partial = PartialThreeIntensities(
        intensities: [some(0.4), some(0.1)], weakest: round % 2 == 0 ? 0 : 5e-4,
        probabilities: random.pick([[nil, nil, nil], [0.5, nil, nil], [nil, nil, 0.2]]),
        keyBasis: [some(1), some(0.4), nil])
      let own = Own(
        intensities: [0.9, 0.4].enumerated().map { partial.intensities[$0] == nil ? range(&random, 0, $1) : nil },
        probabilities: [0.9, 0.5, 0.5].enumerated().map {
          partial.probabilities[$0] == nil ? range(&random, 0, $1) : nil
        },
        keyBasis: (0..<3).map { partial.keyBasis[$0] == nil ? range(&random, 0, 1) : nil })
      let space = ThreeIntensitySpace(
        PerParty(both: partial), isSymmetric: true, ranges: own.named("bob_", in: own.named()))
      do { try space.box.validateRanges() } catch {
        refused += 1
        continue
      }
      accepted += 1
      for _ in 0..<6 {
        let x = point(&random, space.box.names.count)
        let settings = space.settings(at: x)
        let c = settings.alice
        try c.validate("A")
        let d = space.settings(at: space.point(for: settings)).alice
        let values = [c.intensities.list, c.probabilities.list, c.keyBasis.list]
        let again = [d.intensities.list, d.probabilities.list, d.keyBasis.list]
        for (list, ranges) in zip(values, [own.intensities, own.probabilities, own.keyBasis]) {
          for (value, range) in zip(list, ranges) where !inside(value, range) {
            Issue.record("\(value) outside \(own) of \(partial) at \(x)")
          }
        }
        for (a, b) in zip(values.flatMap(\.self), again.flatMap(\.self)) where !(abs(a - b) <= 1e-9) {
          Issue.record("\(a) became \(b): \(own) of \(partial)")
        }
      }
    }
    #expect(accepted > 500 && refused > 100)
  }

  @Test("Asymptotic analyses keep their intensities in the ranges")
  func asymptotic() throws {
    var random = SplitMix64(seed: 4603)
    var accepted = 0
    for method in [AsymptoticMethod.decoy3, .infinite] {
      for _ in 0..<500 {
        let own = Own(intensities: [range(&random, 0, 1), method == .decoy3 ? range(&random, 0, 0.5) : nil])
        let weakest = random.pick([0, 1e-3])
        let decoy = random.chance(0.2) ? 0.05 : nil
        let space = AsymptoticSearchSpace(
          method: method, partial: PerParty(both: [nil, decoy]),
          weakest: PerParty(both: weakest), isSymmetric: true, ranges: own.named("bob_", in: own.named()))
        let isOpen = decoy == nil
        guard (try? space.box.validateRanges()) != nil else { continue }
        accepted += 1
        for _ in 0..<6 {
          let s = space.settings(at: point(&random, space.box.names.count))
          try s.validate(method: method)
          let mu = s.intensities.alice
          #expect(inside(mu.signal, own.intensities[0]))
          if method == .decoy3, isOpen { #expect(inside(mu.decoy, own.intensities[1])) }
        }
      }
    }
    #expect(accepted > 300)
  }

  @Test("Without ranges the box is the usual one, and starts outside the ranges are drawn into them")
  func usualAndStarts() throws {
    let four = PerParty(both: PartialFourIntensities())
    let corner = FourIntensitySpace(four, isSymmetric: true).settings(at: [0, 0, 0, 0, 0, 0]).alice
    #expect(corner.signal == 0.01 && corner.strongDecoy == 0.003 && abs(corner.signalProbability - 1 / 101) < 1e-15)
    func arm(_ km: Double) -> Transmittance { Transmittance(lossDecibel: 0.2 * km) ?? .one }
    let setup = Setup(
      channels: PerParty(alice: arm(10), bob: arm(60)), detectorEfficiency: Transmittance(0.145) ?? .one,
      darkCountProbability: 3.01e-6, misalignment: 0.015)
    let own = Own(intensities: [0.6...0.8, 0.3...0.5, 0.01...0.02], probabilities: [0.2...0.3])
    let space = FourIntensitySpace(four, isSymmetric: false, ranges: own.named("bob_", in: own.named()))
    try space.box.validateRanges()
    let problem = space.problem(setup: setup, pulses: 1e12, options: FiniteKeyOptions())
    for start in problem.starts {
      #expect(start.allSatisfy { (0...1).contains($0) })
      let c = space.settings(at: start)
      for c in [c.alice, c.bob] {
        #expect(inside(c.signal, own.intensities[0]) && inside(c.weakDecoy, own.intensities[2]))
        #expect(inside(c.signalProbability, own.probabilities[0]))
      }
      #expect(problem.objective(start).isFinite)
    }
  }
}
