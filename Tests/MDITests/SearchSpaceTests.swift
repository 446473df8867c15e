// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@testable import MDI

@Suite("What may be moved (section 9)")
struct SearchSpaceTests {
  @Test("Every point of the box is a legal setting and comes back, with any part of it given")
  func roundTrip() throws {
    var random = SplitMix64(seed: 4501)
    func some(_ value: Double) -> Double? { random.chance(0.3) ? value : nil }
    for round in 0..<300 {
      let symmetric = random.chance(0.4)
      let o = random.chance(0.2) ? 1e-3 : 0
      func four() -> PartialFourIntensities {
        PartialFourIntensities(
          intensities: [some(0.4), some(0.2), some(0.05)], vacuum: o, probabilities: [some(0.6), some(0.1), some(0.2)])
      }
      let space = FourIntensitySpace(PerParty(alice: four(), bob: four()), isSymmetric: symmetric)
      let x = space.box.names.map { _ in random.chance(0.1) ? Double(random.whole(0...1)) : random.unit() }
      let settings = space.settings(at: x)
      try settings.alice.validate("A")
      try settings.bob.validate("B")
      for (u, v) in zip(x, space.point(for: settings)) { #expect(abs(u - v) < 1e-7) }
      func three() -> PartialThreeIntensities {
        PartialThreeIntensities(
          intensities: [some(0.4), some(0.1)], weakest: round % 2 == 0 ? 0 : 5e-4,
          probabilities: [some(0.5), some(0.2), some(0.2)].enumerated().map { $0 == 2 && $1 != nil ? nil : $1 },
          keyBasis: [some(1), some(0.4), some(0.3)])
      }
      let other = ThreeIntensitySpace(PerParty(alice: three(), bob: three()), isSymmetric: symmetric)
      let y = other.box.names.map { _ in random.unit() }
      let chosen = other.settings(at: y)
      try chosen.alice.validate("A")
      try chosen.bob.validate("B")
      for (u, v) in zip(y, other.point(for: chosen)) { #expect(abs(u - v) < 1e-7) }
    }
    #expect(FourIntensitySpace(PerParty(both: PartialFourIntensities()), isSymmetric: true).box.names.count == 6)
    #expect(FourIntensitySpace(PerParty(both: PartialFourIntensities()), isSymmetric: false).box.names.count == 12)
    #expect(ThreeIntensitySpace(PerParty(both: PartialThreeIntensities()), isSymmetric: true).box.names.count == 7)
  }

  private func setup(_ a: Double, _ b: Double) -> Setup {
    func arm(_ km: Double) -> Transmittance { Transmittance(lossDecibel: 0.2 * km) ?? .one }
    return Setup(
      channels: PerParty(alice: arm(a), bob: arm(b)), detectorEfficiency: Transmittance(0.145) ?? .one,
      darkCountProbability: 3.01e-6, misalignment: 0.015)
  }

  @Test("Sending next to nothing is never better than a setting near key")
  func plateau() {
    let space = FourIntensitySpace(PerParty(both: PartialFourIntensities()), isSymmetric: true)
    // 140 km and 1e12 pairs: no key at the start, little to be found.
    let problem = space.problem(setup: setup(70, 70), pulses: 1e12, options: FiniteKeyOptions())
    let start = problem.objective(problem.starts[1])
    #expect(start < 0)
    var random = SplitMix64(seed: 4502)
    for _ in 0..<200 {
      var x = problem.starts[1].map { _ in random.unit() }
      for k in 0..<3 { x[k] = random.uniform(0, 0.05) }
      #expect(problem.objective(x) < start)
    }
    // It rises along the way to more data.
    let more = space.problem(setup: setup(70, 70), pulses: 1e13, options: FiniteKeyOptions())
    #expect(more.objective(problem.starts[1]) > start)
  }

  @Test("Starts on unequal links are balanced at the relay")
  func balancedStarts() {
    let link = setup(10, 60)
    let eta = link.transmittances
    for start in FourIntensitySpace.starts(link) {
      #expect(
        relativeDifference(start.alice.strongDecoy * eta.alice, start.bob.strongDecoy * eta.bob) < 1e-12)
      #expect(relativeDifference(start.alice.weakDecoy * eta.alice, start.bob.weakDecoy * eta.bob) < 1e-12)
      #expect(start.alice.signal == start.bob.signal)
    }
  }
}
