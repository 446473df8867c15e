// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import KeyRateTestSupport

@testable import MDI

/// A random link with random choices, for property tests.
struct RandomLink {
  var setup: Setup
  var four: PerParty<FourIntensityChoice>
  var three: PerParty<ThreeIntensityChoice>
  var pulses: Double

  init(_ random: inout SplitMix64, mostLoss: Double = 12, symmetric: Bool = false) {
    func arm(_ r: inout SplitMix64) -> Transmittance { Transmittance(lossDecibel: r.uniform(0, mostLoss)) ?? .one }
    let first = arm(&random)
    setup = Setup(
      channels: PerParty(alice: first, bob: symmetric ? first : arm(&random)),
      detectorEfficiency: Transmittance(random.uniform(0.1, 0.9)) ?? .one,
      darkCountProbability: random.logUniform(1e-9, 1e-5), misalignment: random.uniform(0, 0.03))
    func four(_ r: inout SplitMix64) -> FourIntensityChoice {
      let y = r.uniform(0.1, 0.3)
      let pz = r.uniform(0.4, 0.8)
      let py = r.uniform(0.02, 0.1)
      return FourIntensityChoice(
        signal: r.uniform(0.2, 0.6), strongDecoy: y, weakDecoy: y * r.uniform(0.15, 0.5), signalProbability: pz,
        strongProbability: py, weakProbability: (1 - pz - py) * r.uniform(0.5, 0.9))
    }
    func three(_ r: inout SplitMix64) -> ThreeIntensityChoice {
      let mu = r.uniform(0.2, 0.6)
      let om = r.chance(0.5) ? 0 : 5e-4
      let p = r.uniform(0.4, 0.7)
      let q = r.uniform(0.1, 0.25)
      return ThreeIntensityChoice(
        intensities: ThreeIntensities(mu, om + (mu - om) * r.uniform(0.1, 0.5), om),
        probabilities: ThreeIntensities(p, q, 1 - p - q),
        keyBasis: ThreeIntensities(r.uniform(0.7, 1), r.uniform(0.2, 0.6), r.uniform(0.2, 0.6)))
    }
    let fourA = four(&random)
    self.four = PerParty(alice: fourA, bob: symmetric ? fourA : four(&random))
    let threeA = three(&random)
    self.three = PerParty(alice: threeA, bob: symmetric ? threeA : three(&random))
    pulses = random.logUniform(1e11, 1e15).rounded()
  }

  var fourCounts: FourIntensityCounts { .expected(setup, four, pulses: pulses) }
  var threeCounts: ThreeIntensityCounts { .expected(setup, three, pulses: pulses) }

  func raw(_ options: FiniteKeyOptions, pulses n: Double? = nil) -> Double {
    let counts = FourIntensityCounts.expected(setup, four, pulses: n ?? pulses)
    let e: FiniteEstimate<Double> = FourIntensityAnalysis.estimate(counts, four, options)
    return e.rawLength
  }

  func rawThree(_ options: FiniteKeyOptions, pulses n: Double? = nil) -> Double {
    let counts = ThreeIntensityCounts.expected(setup, three, pulses: n ?? pulses)
    let e: FiniteEstimate<Double> = ThreeIntensityAnalysis.estimate(counts, three, options)
    return e.rawLength
  }
}

extension FourIntensityCounts {
  /// Counts drawn at random around the expected ones.
  func drawn(_ random: inout SplitMix64) -> FourIntensityCounts {
    var c = self
    c.origin = .measured
    func pair(_ n: Double, _ m: Double) -> (Double, Double) {
      let wrong = random.poisson(m)
      return (wrong + random.poisson(max(0, n - m)), wrong)
    }
    (c.zz, c.zzErrors) = pair(zz, zzErrors)
    (c.xx, c.xxErrors) = pair(xx, xxErrors)
    for path in [\FourIntensityCounts.yy, \.xo, \.ox, \.yo, \.oy, \.oo] {
      c[keyPath: path] = random.poisson(self[keyPath: path])
    }
    return c
  }

  /// Alice and Bob exchanged.
  var swapped: FourIntensityCounts {
    var c = self
    (c.xo, c.ox, c.yo, c.oy) = (ox, xo, oy, yo)
    return c
  }
}
