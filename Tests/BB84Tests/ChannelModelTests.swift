// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateLinks
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@testable import BB84

@Suite("Channel and detector models (section 1)")
struct ChannelModelTests {
  private func response(
    _ model: ChannelModel, mu: Double, eta: Double, p: Double, e: Double, afterpulse: Double = 0
  ) -> ChannelModel.Response {
    model.response(mu: mu, eta: eta, background: p, misalignment: e, afterpulse: afterpulse)
  }

  @Test("Two threshold detectors against the enumeration of clicks")
  func threshold2() {
    var random = SplitMix64(seed: 301)
    for _ in 0..<500 {
      let (mu, eta, p, e) = (random.uniform(0, 2), random.unit(), random.unit() * 0.3, random.uniform(0, 0.5))
      let quietRight = (1 - p) * exp(-eta * mu * (1 - e))
      let quietWrong = (1 - p) * exp(-eta * mu * e)
      let right = 1 - quietRight
      let wrong = 1 - quietWrong
      let r = response(.threshold2, mu: mu, eta: eta, p: p, e: e)
      // One click, or two with a coin: errors are "only wrong" and half of "both".
      #expect(abs(r.gain - (1 - quietRight * quietWrong)) < 1e-14)
      #expect(abs(r.errorGain - (wrong * quietRight + 0.5 * wrong * right)) < 1e-14)
      #expect(r.errorRate <= 0.5 + 1e-14)
    }
  }

  @Test("Without noise and misalignment there are no errors (property 6)")
  func noiseless() {
    var random = SplitMix64(seed: 302)
    for _ in 0..<200 {
      let (mu, eta) = (random.uniform(0, 1), random.logUniform(1e-12, 1))
      let s = -expm1(-eta * mu)
      for model in ChannelModel.allCases {
        let r = response(model, mu: mu, eta: eta, p: 0, e: 0)
        #expect(r.errorGain == 0 && r.errorRate == 0)
        #expect(relativeDifference(r.gain, s) < 1e-14)
      }
      #expect(response(.threshold2, mu: 0, eta: eta, p: 0, e: 0.1).errorRate == 0)
    }
  }

  @Test("Two detectors with p each become one background of 2p for weak pulses (property 6)")
  func weakLimit() {
    for (eta, p) in [(1e-5, 1e-7), (1e-7, 1e-9), (1e-6, 1e-10)] {
      for e in [0.0, 0.01, 0.2] {
        let two = response(.threshold2, mu: 0.5, eta: eta, p: p, e: e)
        let one = response(.ma2005x, mu: 0.5, eta: eta, p: 2 * p, e: e)
        #expect(relativeDifference(two.gain, one.gain) < 10 * eta)
        #expect(relativeDifference(two.errorGain, one.errorGain) < 10 * eta)
        let y2 = ChannelModel.threshold2.yields(eta: eta, background: p, misalignment: e)
        let y1 = ChannelModel.ma2005x.yields(eta: eta, background: 2 * p, misalignment: e)
        #expect(relativeDifference(y2.vacuum, y1.vacuum) < 10 * p)
        #expect(relativeDifference(y2.singlePhoton, y1.singlePhoton) < 10 * eta)
        #expect(relativeDifference(y2.singlePhotonErrors, y1.singlePhotonErrors) < 10 * (eta + p))
      }
    }
  }

  @Test("Yields are the expansion of the gains in the photon number")
  func yieldsAreCoefficients() {
    // Q(μ) e^μ = Y0 + Y1 μ + O(μ²): by a central difference around zero.
    let h = 1e-4
    for model in ChannelModel.allCases {
      for (eta, p, e) in [(0.3, 1e-3, 0.05), (0.05, 5e-3, 0.2), (0.9, 1e-4, 0), (0, 1e-3, 0.1), (1, 0, 0.03)] {
        func weighted(_ mu: Double) -> (Double, Double) {
          let r = response(model, mu: mu, eta: eta, p: p, e: e)
          return (r.gain * exp(mu), r.errorGain * exp(mu))
        }
        let y = model.yields(eta: eta, background: p, misalignment: e)
        let (up, upErrors) = weighted(h)
        let (down, downErrors) = weighted(-h)
        let label = "\(model), eta = \(eta), p = \(p), e = \(e)"
        if abs(weighted(0).0 - y.vacuum) > 1e-15 { Issue.record("\(label): Y0 = \(y.vacuum)") }
        if abs((up - down) / (2 * h) - y.singlePhoton) > 1e-7 { Issue.record("\(label): Y1 = \(y.singlePhoton)") }
        if abs((upErrors - downErrors) / (2 * h) - y.singlePhotonErrors) > 1e-7 {
          Issue.record("\(label): e1 Y1 = \(y.singlePhotonErrors)")
        }
      }
    }
  }

  @Test("After-pulses add clicks of which half are wrong (BB-7b)")
  func afterpulses() {
    for model in ChannelModel.allCases {
      let bare = response(model, mu: 0.4, eta: 0.1, p: 1e-4, e: 0.02)
      let after = response(model, mu: 0.4, eta: 0.1, p: 1e-4, e: 0.02, afterpulse: 0.04)
      #expect(relativeDifference(after.gain, bare.gain * 1.04) < 1e-15)
      // SQ-1 takes the errors of the clicks with after-pulses.
      let clicks = model == .satquma2022 ? after.gain : bare.gain
      #expect(relativeDifference(after.errorGain, bare.errorGain + 0.02 * clicks) < 1e-15)
      let y = model.yields(eta: 0.1, background: 1e-4, misalignment: 0.02)
      let withAfter = y.withAfterpulses(0.04)
      #expect(relativeDifference(withAfter.vacuum, 1.04 * y.vacuum) < 1e-15)
      #expect(relativeDifference(withAfter.singlePhoton, 1.04 * y.singlePhoton) < 1e-15)
      #expect(relativeDifference(withAfter.singlePhotonErrors, y.singlePhotonErrors + 0.02 * y.singlePhoton) < 1e-15)
    }
  }

  @Test("Expected counts: shares of intensities and bases, dead time, block size (BB-8, BB-9)")
  func simulation() throws {
    var setup = Example.setup
    setup.testBasisMisalignment = 0.03
    var s = settings([0.5, 0.1, 0.01], [0.6, 0.3, 0.1], pX: 0.8)
    s.bobKeyBasisProbability = 0.7
    let counts = Simulation.observations(setup, s, block: .pulses(1e10))
    #expect(counts.origin == .expected && counts.pulses == 1e10)
    for (k, mu) in s.intensities.list.enumerated() {
      let key = response(.threshold2, mu: mu, eta: setup.transmittance, p: 1e-7, e: 0.01)
      let test = response(.threshold2, mu: mu, eta: setup.transmittance, p: 1e-7, e: 0.03)
      let sent = 1e10 * s.probabilities.list[k]
      #expect(relativeDifference(counts.keyDetections.list[k], sent * 0.56 * key.gain) < 1e-14)
      #expect(relativeDifference(counts.keyErrors.list[k], sent * 0.56 * key.errorGain) < 1e-14)
      #expect(relativeDifference(counts.testDetections.list[k], sent * 0.06 * test.gain) < 1e-13)
      #expect(relativeDifference(counts.testErrors.list[k], sent * 0.06 * test.errorGain) < 1e-13)
    }
    // A block size in detections: as many pulses as it takes.
    let block = Simulation.observations(setup, s, block: .keyBasisDetections(1e7))
    #expect(relativeDifference(block.keyDetections.total, 1e7) < 1e-14)
    let n = try #require(block.pulses)
    let same = Simulation.observations(setup, s, block: .pulses(n))
    #expect(relativeDifference(same.testErrors.signal, block.testErrors.signal) < 1e-14)
    // Dead time blocks all detectors together.
    setup.repetitionRateHz = 1e9
    setup.deadTimeSeconds = 1e-6
    let blocked = Simulation.observations(setup, s, block: .pulses(1e10))
    var click = 0.0
    for (k, mu) in s.intensities.list.enumerated() {
      let key = response(.threshold2, mu: mu, eta: setup.transmittance, p: 1e-7, e: 0.01)
      let test = response(.threshold2, mu: mu, eta: setup.transmittance, p: 1e-7, e: 0.03)
      click += s.probabilities.list[k] * (0.7 * key.gain + 0.3 * test.gain)
    }
    let open = 1 / (1 + 1e3 * click)
    #expect(open < 0.9)
    #expect(relativeDifference(blocked.keyDetections.signal, open * counts.keyDetections.signal) < 1e-13)
    #expect(relativeDifference(blocked.testErrors.decoy, open * counts.testErrors.decoy) < 1e-13)
    // No pulses ever fill the block of a dark link.
    let dark = Setup(channel: transmittance(0))
    let nothing = Simulation.observations(dark, s, block: .keyBasisDetections(1e4))
    #expect(nothing.pulses == nil && nothing.keyDetections.total == 0)
  }

  @Test("Every model names its equation; background is counted per detector or for all")
  func names() {
    #expect(ChannelModel.allCases.map(\.origin.equation) == ["BB-4", "BB-5", "BB-5", "BB-6", "BB-7", "SQ-1"])
    #expect(ChannelModel.allCases.allSatisfy { !$0.origin.source.isEmpty })
    #expect(ChannelModel.allCases.filter(\.backgroundIsPerDetector) == [.threshold2, .lim2014, .satquma2022])
    #expect(ChannelModel.allCases.filter(\.addsBackgroundTwice) == [.ma2005, .rusca2018])
  }
}
