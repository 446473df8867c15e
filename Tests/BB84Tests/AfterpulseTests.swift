// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import KeyRateTestSupport
import Testing

@testable import BB84

@Suite("After-pulses of earlier gates (BB-7c, BB-7d)")
struct AfterpulseTests {
  /// The published 50 km experiment of the sheet's field check.
  private let mix = PulseMix([0.425, 0.044, 0.001], [0.98828125, 0.0078125, 0.00390625])
  private func setup(_ afterpulses: AfterpulseModel? = nil, _ order: AfterpulseOrder = .geometric) -> Setup {
    Setup(
      channel: transmittance(lossDecibel: 12.84), detectorEfficiency: transmittance(0.205),
      backgroundProbability: 2.1e-5, afterpulseProbability: 0.0525, afterpulses: afterpulses, afterpulseOrder: order)
  }

  private func gain(_ s: Setup, _ mu: Double) -> Double {
    s.resolvingAfterpulses(mix).response(mu, misalignment: s.misalignment).gain
  }

  @Test("Gains of a published experiment: shared after-pulses meet the vacuum, those of the own pulse do not")
  func fieldCheck() {
    let printed: [(AfterpulseModel, AfterpulseOrder, [Double])] = [
      (.shared, .geometric, [4.810e-3, 7.606e-4, 3.025e-4]), (.shared, .first, [4.797e-3, 7.475e-4, 2.895e-4]),
      (.ownIntensity, .first, [4.800e-3, 5.376e-4, 5.54e-5]),
    ]
    for (model, order, gains) in printed {
      for (mu, expected) in zip(mix.intensities, gains) {
        // Four digits are printed.
        #expect(relativeDifference(gain(setup(model, order), mu), expected) < 3e-3, "\(model) \(order) \(mu)")
      }
    }
    #expect(relativeDifference(gain(setup(), 0.001), 3.06e-4) < 0.015)
  }

  @Test("Vacuum has error 1/2 exactly; without after-pulses p stays; geometric is the larger; the fixed point holds")
  func properties() {
    var random = SplitMix64(seed: 77)
    for _ in 0..<500 {
      var s = setup()
      s.model = random.pick([.threshold2, .lim2014, .ma2005x, .ma2005, .rusca2018])
      s.afterpulses = .shared
      s.channel = transmittance(lossDecibel: random.uniform(0, 40))
      s.backgroundProbability = random.logUniform(1e-9, 1e-3)
      s.afterpulseProbability = random.uniform(0, 0.3)
      if random.chance(0.5) {
        s.repetitionRateHz = 1e9
        s.deadTimeSeconds = random.logUniform(1e-9, 1e-5)
      }
      let p = s.background(mix)
      #expect(p >= s.backgroundProbability)
      var first = s
      first.afterpulseOrder = .first
      #expect(first.background(mix) <= p * (1 + 1e-14))
      var none = s
      none.afterpulseProbability = 0
      #expect(none.background(mix) == s.backgroundProbability)
      let vacuum = s.resolvingAfterpulses(mix).response(0, misalignment: s.misalignment)
      #expect(relativeDifference(vacuum.errorRate, 0.5) < 1e-14)
      // p' = p + share y(p') with the gains of p' themselves.
      let resolved = s.resolvingAfterpulses(mix)
      let q = zip(mix.intensities, mix.probabilities).reduce(0) {
        $0 + $1.1 * resolved.response($1.0, misalignment: resolved.misalignment).gain
      }
      let kappa = (s.repetitionRateHz ?? 0) * s.deadTimeSeconds
      let share = s.model.backgroundIsPerDetector ? s.afterpulseProbability / 2 : s.afterpulseProbability
      #expect(relativeDifference(p, s.backgroundProbability + share * q / (1 + kappa * q)) < 1e-10)
    }
  }
}
