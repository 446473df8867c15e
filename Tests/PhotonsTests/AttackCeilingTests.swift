// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateTestSupport
import PhotonSources
import RealModule
import Testing

private func squaredSine(_ k: Double) -> Double {
  let sine = Double.sin(Double.pi / (2 * (k + 1)))
  return sine * sine
}

/// Explicit attacks on coherent-one-way and differential-phase-shift devices.
@Suite struct AttackCeilingTests {
  @Test func coherentOneWayOver307Kilometres() throws {
    let device = CoherentOneWay(mean: 0.06, decoyProbability: 0.1)
    let ceiling = try device.ceiling(channel: loss(51.9), receiver: efficiency(0.2))
    #expect(abs(ceiling.ratio - 20.9) < 0.05)
    #expect(ceiling.isInsecure && ceiling.ceiling == 0)
    #expect(ceiling.verdict.hasPrefix("insecure: "))
    #expect(ceiling.verdict.contains("coincidences of data and monitoring"))
    let near = try device.ceiling(channel: loss(5), receiver: efficiency(0.2))
    #expect(!near.isInsecure && near.ceiling == near.gain)
    #expect(near.verdict.hasPrefix("no statement about security"))
  }

  @Test func ratioGrowsWithTheIntensity() throws {
    for monitor in CoherentOneWay.Monitor.allCases {
      var last = 0.0
      for step in 0...30 {
        let mean = 0.01 * Double.exp10(Double(step) / 15)
        let ratio = try CoherentOneWay(mean: mean, decoyProbability: 0.1, monitor: monitor)
          .ceiling(channel: loss(40)).ratio
        #expect(ratio >= last)
        last = ratio
      }
    }
  }

  @Test func bestCoherentOneWayFallsWithTheSquare() throws {
    var products: [Double] = []
    for decibel in [20.0, 30, 40] {
      let best = try CoherentOneWay.best(channel: loss(decibel), decoyProbability: 0.155, monitor: .gain)
      products.append(best.ceiling / (loss(decibel).value * loss(decibel).value))
      #expect(best.ceiling <= 2 * PureLoss.repeaterless(loss(decibel)))
    }
    #expect(abs(products[2] - 2.73) < 0.01)
    let open = try CoherentOneWay.best(channel: loss(20), decoyProbability: 0.6)
    #expect(open.mean == .infinity)
  }

  @Test func differentialPhaseShift() throws {
    let device = DifferentialPhaseShift(mean: 0.2, errorRate: 0.03)
    let near = try device.attack(channel: loss(3))
    #expect(!near.ceiling.isInsecure)
    let far = try device.attack(channel: loss(70))
    #expect(far.ceiling.isInsecure && far.ceiling.verdict.contains("blockwise decoys"))
    // sin²(π/(2(k+1))) ≤ E: the attack's errors stay below the observed ones, and one pulse fewer would not.
    let k = far.blockLength
    #expect(squaredSine(k) <= 0.03 && squaredSine(k - 1) > 0.03)
    let exact = try DifferentialPhaseShift(mean: 0.2, errorRate: 0.25).attack(channel: loss(70))
    #expect(exact.blockLength == 2)
    #expect(try device.attack(channel: loss(3), gain: 1e-9).ceiling.isInsecure)
    #expect(try DifferentialPhaseShift(mean: 0.2, errorRate: 0).attack(channel: loss(70)).blockLength == 0)
  }

  @Test func refusals() {
    #expect(refused { _ = try CoherentOneWay(mean: 0, decoyProbability: 0.1).ceiling(channel: loss(3)) } == "mu")
    #expect(refused { _ = try CoherentOneWay(mean: 1, decoyProbability: 1).ceiling(channel: loss(3)) } == "f_decoy")
    #expect(refused { _ = try CoherentOneWay(mean: 1, decoyProbability: 0.1).ceiling(channel: loss(4000)) } == "eta")
    #expect(refused { _ = try DifferentialPhaseShift(mean: 0.1, errorRate: 3).attack(channel: loss(3)) } == "E")
    #expect(
      refused { _ = try DifferentialPhaseShift(mean: 0.1, errorRate: 0.1).attack(channel: loss(3), gain: 0) } == "gain")
  }
}
