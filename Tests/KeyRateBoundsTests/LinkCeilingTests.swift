// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@testable import KeyRateBounds

@Suite("Links as values, and their limits")
struct LinkCeilingTests {
  private func eta(_ value: Double) throws -> Transmittance { try #require(Transmittance(value)) }

  /// A link of random states with one arm or two.
  private func random(_ random: inout SplitMix64, arms: Int) throws -> [Link.Sample] {
    try (0..<(2 + Int(random.uniform(0, 6)))).map { _ in
      .init(
        weight: random.uniform(0.01, 5), .init(try eta(random.uniform(0, 0.99))),
        arms == 2 ? .init(try eta(random.uniform(0, 0.99))) : nil, time: random.uniform(0, 100))
    }
  }

  @Test("A steady link is its transmittance, to the last bit; of many the weights sum to one")
  func value() throws {
    let loss = try #require(Transmittance(lossDecibel: 2))
    let steady = Link(loss)
    #expect(steady.isSteady && steady.meanTransmittance == loss && steady.lossDecibel == 2)
    #expect(steady.mean { -0.0 * $0.weight }.sign == .minus)
    #expect(try Link([.init(weight: 17, .init(loss))]) == steady)
    let two = Link(alice: loss, bob: try eta(0.5))
    #expect(two.meanTransmittance == loss * two.meanBob && !two.isSymmetric && Link(alice: loss, bob: loss).isSymmetric)
    var generator = SplitMix64(seed: 8101)
    for _ in 0..<200 {
      let link = try Link(random(&generator, arms: 1))
      #expect(abs(link.samples.reduce(0) { $0 + $1.weight } - 1) < 1e-14)
      let back = try Link(link.samples.reversed())
      #expect(relativeDifference(link.meanTransmittance.value, back.meanTransmittance.value) < 1e-14)
    }
  }

  /// BND-33: K is convex; 0.5 against 0.415 where the link is half open half of the time.
  @Test("The limit is the average over the states, never below that of the mean (BND-33)")
  func average() throws {
    let blinking = try Link([.init(weight: 1, .init(eta(0.5))), .init(weight: 1, .init(eta(0)))])
    #expect(PureLoss.repeaterless(blinking) == 0.5)
    #expect(abs(PureLoss.repeaterless(blinking.meanTransmittance) - 0.415) < 1e-4)
    var generator = SplitMix64(seed: 8102)
    for _ in 0..<300 {
      let link = try Link(random(&generator, arms: 2))
      let mean = link.meanTransmittance
      #expect(PureLoss.repeaterless(link) >= PureLoss.repeaterless(mean) * (1 - 1e-12))
      #expect(PureLoss.takeokaGuhaWilde(link) >= PureLoss.repeaterless(link))
      // One repeater: the worse arm on average, not the average of the worse arm.
      let chain = RepeaterChain.bound(link)
      let each = link.mean {
        min(PureLoss.repeaterless($0.alice.transmittance), PureLoss.repeaterless($0.bob?.transmittance ?? .one))
      }
      #expect(chain >= each * (1 - 1e-12) && chain >= PureLoss.repeaterless(link) * (1 - 1e-12))
      let lossy = try eta(0.3)
      #expect(RepeaterChain.bound(link, station: lossy) <= chain)
      #expect(PureLoss.repeaterless(link, receivers: [lossy]) <= PureLoss.repeaterless(link))
      // A state split in two is the same link.
      var split = link.samples
      let first = split.removeFirst()
      split += [0.25, 0.75].map { .init(weight: first.weight * $0, first.alice, first.bob) }
      #expect(relativeDifference(RepeaterChain.bound(try Link(split)), chain) < 1e-13)
    }
    let open = try Link([.init(weight: 1, .init(.one)), .init(weight: 0, .init(eta(0.1)))])
    #expect(PureLoss.repeaterless(open) == .infinity)
    let never = try Link([.init(weight: 0, .init(.one)), .init(weight: 1, .init(eta(0.5)))])
    #expect(PureLoss.repeaterless(never) == 1)
    #expect(RepeaterChain.bound(Link(alice: try eta(0.5), bob: try eta(0.25))) == PureLoss.repeaterless(try eta(0.25)))
  }

  @Test("What no link can be is refused")
  func refused() throws {
    func message(_ make: () throws -> Link) -> String {
      do { return try make().samples.isEmpty ? "empty" : "accepted" } catch { return "\(error)" }
    }
    let arm = Link.Arm(try eta(0.1))
    #expect(message { try Link([]) } == "samples = none: must be at least one")
    #expect(message { try Link([.init(weight: 0, arm)]).self }.hasPrefix("weight = 0.0: must be above 0.0"))
    #expect(message { try Link([.init(weight: -1, arm)]) }.hasPrefix("weight = -1.0: must be at least 0.0"))
    #expect(message { try Link([.init(weight: .nan, arm)]) }.hasPrefix("weight = nan"))
    #expect(
      message { try Link([.init(weight: 1, arm), .init(weight: 1, arm, arm)]) }.contains("must all have the same arms"))
    #expect(
      message { try Link([.init(weight: 1, .init(arm.transmittance, backgroundPhotons: -1))]) }.hasPrefix("n = -1.0"))
    #expect(
      message { try Link([.init(weight: 1, .init(arm.transmittance, photonsPerMode: .infinity))]) }.hasPrefix("m = inf")
    )
    #expect(message { try Link([.init(weight: 1, arm, time: .nan)]) }.hasPrefix("t = nan"))
  }

  @Test("Stray light at a detector (LK-4): nothing changes nothing, one half of it on each of two detectors")
  func background() {
    #expect(DarkCounts.probability(dark: 1e-7, photons: 0, efficiency: 0.1, share: 0.5) == 1e-7)
    #expect(
      relativeDifference(DarkCounts.probability(dark: 0, photons: 1e-9, efficiency: 0.5, share: 0.5), 2.5e-10) < 1e-9)
    // 1 − (1 − 0.01) exp(−1.7), and the value of the sheet: n = 3.4 gives 0.967 with everything on one detector.
    let both = DarkCounts.probability(dark: 0.01, photons: 3.4, efficiency: 1, share: 0.5)
    #expect(relativeDifference(both, 1 - 0.99 * 0.18268352405273466) < 1e-14)
    #expect(abs(DarkCounts.probability(dark: 0, photons: 3.4, efficiency: 1, share: 1) - 0.967) < 5e-4)
  }

  /// PH-20 and LK-85: the samples are the slots, at the same times.
  @Test("A dual downlink is a link of its slots")
  func downlink() throws {
    let pass = try DualDownlink(orbitHeight: 5e5, separation: 6e5, offset: 5e4)
    let optics = SatelliteBeam(
      wavelength: 8.1e-7, waist: 0.1, receiverRadius: 0.5, pointingJitter: 1e-6, zenithTransmittance: 0.8)
    let slots = try pass.slots(alice: optics, bob: optics, slotSeconds: 10, leastElevationDegrees: 20)
    let link = try pass.link(alice: optics, bob: optics, slotSeconds: 10, leastElevationDegrees: 20)
    #expect(link.samples.count == slots.count && slots.count > 20 && link.provenance == .modelled)
    #expect(link.samples.map(\.alice.transmittance.value) == slots.map(\.alice))
    #expect(link.samples.first?.time == 0 && link.samples.last?.time == Double(10 * (slots.count - 1)))
    let products = slots.reduce(0) { $0 + $1.alice * $1.bob } / Double(slots.count)
    #expect(relativeDifference(link.meanTransmittance.value, products) < 1e-13)
    #expect(throws: InputError.self) {
      try pass.link(alice: optics, bob: optics, slotSeconds: 10, leastElevationDegrees: 90)
    }
  }
}
