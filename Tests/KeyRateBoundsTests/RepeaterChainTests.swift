// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateBounds
import KeyRateLinks
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@Suite("Limits of chains (bounds sheet, section 5)")
struct RepeaterChainTests {
  @Test("No repeater is the repeaterless bound, one is the single-node bound")
  func small() {
    var random = SplitMix64(seed: 211)
    for _ in 0..<300 {
      let eta = random.logUniform(1e-30, 1)
      let t = transmittance(eta)
      #expect(RepeaterChain.bound(total: t, repeaters: 0) == PureLoss.repeaterless(t))
      let one = RepeaterChain.bound(total: t, repeaters: 1)
      #expect(relativeDifference(one, -log1p(-eta.squareRoot()) / log(2.0)) < 1e-13)
      #expect(relativeDifference(one, RepeaterChain.bound(links: [transmittance(eta.squareRoot())])) < 1e-12)
      var last = 0.0
      for k in [0, 1, 2, 5, 17, 100, 10000] {
        let bound = RepeaterChain.bound(total: t, repeaters: k)
        if bound < last { Issue.record("\(k) repeaters lower the bound at \(eta)") }
        last = bound
      }
    }
    #expect(RepeaterChain.bound(total: transmittance(0), repeaters: 3) == 0)
    #expect(RepeaterChain.bound(total: .one, repeaters: 3) == .infinity)
    #expect(RepeaterChain.bound(total: .one, repeaters: 0) == .infinity)
    // η^(1/(k+1)) next to 1: −log2(−ln η/(k+1)).
    let many = RepeaterChain.bound(total: transmittance(0.5), repeaters: 999_999_999)
    #expect(relativeDifference(many, -log2(log(2.0) / 1e9)) < 1e-9)
  }

  @Test("A chain is as strong as its weakest link; none has no limit")
  func links() {
    let etas = [0.9, 0.01, 0.5].map(transmittance)
    #expect(RepeaterChain.bound(links: etas) == PureLoss.repeaterless(transmittance(0.01)))
    #expect(RepeaterChain.bound(links: etas + [transmittance(0)]) == 0)
    #expect(RepeaterChain.bound(links: []) == .infinity)
    #expect(RepeaterChain.bound(links: [.one, .one]) == .infinity)
  }

  @Test("A station's loss counts in every link")
  func stations() {
    let t = transmittance(1e-4)
    let station = transmittance(0.8)
    let bound = RepeaterChain.bound(total: t, repeaters: 1, stationTransmittance: station)
    #expect(relativeDifference(bound, -log1p(-0.008) / log(2.0)) < 1e-13)
    #expect(RepeaterChain.bound(total: t, repeaters: 1, stationTransmittance: transmittance(0)) == 0)
    #expect(RepeaterChain.bound(total: transmittance(0), repeaters: 1, stationTransmittance: station) == 0)
    #expect(RepeaterChain.bound(total: .one, repeaters: 2, stationTransmittance: .one) == .infinity)
    for k in [0, 1, 7] {
      #expect(
        relativeDifference(
          RepeaterChain.bound(total: t, repeaters: k, stationTransmittance: .one),
          RepeaterChain.bound(total: t, repeaters: k)) < 1e-13)
    }
  }

  @Test("The smallest number of repeaters is the first that reaches the target")
  func smallestNumber() throws {
    var random = SplitMix64(seed: 212)
    for _ in 0..<300 {
      let t = transmittance(random.logUniform(1e-40, 0.99))
      let target = random.logUniform(1e-6, 5)
      let modes = Double(random.whole(1...3))
      let k = try #require(RepeaterChain.smallestNumber(targetBitsPerUse: target, total: t, modes: modes))
      let reached = modes * RepeaterChain.bound(total: t, repeaters: k)
      if reached < target * (1 - 1e-12) { Issue.record("\(k) repeaters give \(reached), not \(target), at \(t)") }
      if k > 0, modes * RepeaterChain.bound(total: t, repeaters: k - 1) >= target * (1 + 1e-12) {
        Issue.record("\(k - 1) repeaters would do for \(target) at \(t)")
      }
    }
    // One bit per use: one repeater every 3.0103 dB.
    for k in 1...20 {
      let justBelow = transmittance(exp2(-Double(k) - 0.999))
      #expect(RepeaterChain.smallestNumber(targetBitsPerUse: 1, total: justBelow) == k)
      let exactly = transmittance(exp2(-Double(k + 1)))
      #expect(RepeaterChain.smallestNumber(targetBitsPerUse: 1, total: exactly) == k)
    }
    #expect(RepeaterChain.smallestNumber(targetBitsPerUse: 1, total: transmittance(0)) == nil)
    #expect(RepeaterChain.smallestNumber(targetBitsPerUse: 0, total: .one) == nil)
    #expect(RepeaterChain.smallestNumber(targetBitsPerUse: -1, total: .one) == nil)
    #expect(RepeaterChain.smallestNumber(targetBitsPerUse: .nan, total: .one) == nil)
    #expect(RepeaterChain.smallestNumber(targetBitsPerUse: 9, total: .one) == 0)
  }
}
