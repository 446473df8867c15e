// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import Testing

@testable import BB84

@Suite("Decoy bounds (sections 4 and 5)")
struct DecoyBoundsTests {
  /// What an eavesdropper lets happen to pulses of n photons: any yields, any errors.
  private struct Attack {
    var yields: [Double]
    var errors: [Double]

    init(_ random: inout SplitMix64) {
      let extreme = random.chance(0.5)
      let scale = random.logUniform(1e-6, 1)
      func number(_ random: inout SplitMix64) -> Double {
        extreme ? (random.chance(0.5) ? 1 : 0) : random.unit()
      }
      yields = (0..<40).map { _ in scale * number(&random) }
      errors = (0..<40).map { _ in number(&random) }
      // Alice's bit is not in an empty pulse: half of those clicks are wrong.
      errors[0] = 0.5
    }

    /// Detections of n-photon pulses among N, in one basis with all its pulses.
    func truth(_ n: Int, _ s: Settings, _ pulses: Double) -> Double {
      let tau: Double = DecoyAnalysis.tau(n, s)
      return pulses * tau * yields[n]
    }

    func counts(_ s: Settings, _ pulses: Double) -> (ByIntensity<Double>, ByIntensity<Double>) {
      func sum(_ k: Int, _ weights: (Int) -> Double) -> Double {
        let mu = s.intensities.list[k]
        return (0..<40).reduce(0) {
          $0 + PoissonWeights.probability(photons: $1, mean: mu) * weights($1)
        } * pulses * s.probabilities.list[k]
      }
      let detections = (0..<s.intensities.count).map { k in sum(k) { yields[$0] } }
      let errors = (0..<s.intensities.count).map { k in sum(k) { yields[$0] * self.errors[$0] } }
      return (byIntensity(detections), byIntensity(errors))
    }
  }

  private func randomSettings(_ random: inout SplitMix64) -> Settings {
    RandomCase(&random, proof: .sound).settings
  }

  @Test("No choice of yields and errors makes a lower bound too high or an upper bound too low")
  func soundAgainstAnyYields() throws {
    var random = SplitMix64(seed: 1001)
    var informative = 0
    for number in 0..<1500 {
      let s = randomSettings(&random)
      let key = Attack(&random)
      let test = Attack(&random)
      let pulses = random.logUniform(1e6, 1e14)
      let (nX, mX) = key.counts(s, pulses)
      let (nZ, mZ) = test.counts(s, pulses)
      let counts = Observations(
        keyDetections: nX, keyErrors: mX, testDetections: nZ, testErrors: mZ, pulses: nil, origin: .expected)
      for statistics in [ConcentrationBound.none, .kl, .hoeffding, .chernoff] {
        let options = FiniteKeyOptions(
          statistics: statistics, sampling: .kl, vacuumSource: random.pick(VacuumSource.allCases))
        let e = try FiniteKey.estimate(counts, s, options)
        let slack = 1e-9 * max(1, nX.total + nZ.total)
        var complaints: [String] = []
        func check(_ name: String, _ bound: Double, isLower: Bool, _ truth: Double) {
          if isLower ? bound > truth + slack : bound < truth - slack {
            complaints.append("\(name) = \(bound), true \(truth)")
          }
        }
        check("s0_X", e.keyVacuum.value, isLower: true, key.truth(0, s, pulses))
        check("s1_X", e.keySingle.value, isLower: true, key.truth(1, s, pulses))
        check("s0_Z", e.testVacuum.value, isLower: true, test.truth(0, s, pulses))
        check("s1_Z", e.testSingle.value, isLower: true, test.truth(1, s, pulses))
        check("v1_Z", e.testErrors.value, isLower: false, test.truth(1, s, pulses) * test.errors[1])
        if let upper = e.keyVacuumUpper { check("s0U_X", upper.value, isLower: false, key.truth(0, s, pulses)) }
        if let upper = e.testVacuumUpper { check("s0U_Z", upper.value, isLower: false, test.truth(0, s, pulses)) }
        if !complaints.isEmpty { Issue.record("case \(number), \(statistics): \(complaints): \(s) \(key) \(test)") }
        if e.keySingle.value > 0 { informative += 1 }
      }
    }
    #expect(informative > 300)
  }

  /// The bounds of the sheet written out plainly, from the tails of the security room.
  private struct Written {
    var s0 = 0.0
    var s1 = 0.0
    var s0U = 0.0
    var v1 = 0.0

    /// `sound` or a published form as printed, which is held to nothing but zero.
    init(
      _ n: [Double], _ m: [Double], _ s: Settings, _ statistics: ConcentrationBound, l: Double, sound: Bool,
      source: VacuumSource
    ) {
      let mu = s.intensities.list
      let p = s.probabilities.list
      let nAll = n.reduce(0, +)
      let mAll = m.reduce(0, +)
      func upper(_ x: Double, _ all: Double, _ k: Int) -> Double {
        let bound = statistics.upper(x, of: all, logInverseFailure: l).value
        return exp(mu[k]) / p[k] * (sound ? min(bound, all) : bound)
      }
      func lower(_ x: Double, _ all: Double, _ k: Int) -> Double {
        let bound = statistics.lower(x, of: all, logInverseFailure: l).value
        return exp(mu[k]) / p[k] * (sound ? max(bound, 0) : bound)
      }
      func clip(_ x: Double, _ limit: Double) -> Double { sound ? min(max(x, 0), limit) : max(x, 0) }
      func coins(_ s0: Double) -> Double { max(0, s0 / 2 - (s0 * l / 2).squareRoot()) }
      let tau0 = zip(mu, p).reduce(0) { $0 + $1.1 * exp(-$1.0) }
      let tau1 = zip(mu, p).reduce(0) { $0 + $1.1 * exp(-$1.0) * $1.0 }
      if mu.count == 3 {
        s0 = clip(tau0 * (mu[1] * lower(n[2], nAll, 2) - mu[2] * upper(n[1], nAll, 1)) / (mu[1] - mu[2]), nAll)
        let multi = (mu[1] * mu[1] - mu[2] * mu[2]) / (mu[0] * mu[0]) * (upper(n[0], nAll, 0) - s0 / tau0)
        let denominator = mu[0] * (mu[1] - mu[2]) - mu[1] * mu[1] + mu[2] * mu[2]
        s1 = clip(tau1 * mu[0] * (lower(n[1], nAll, 1) - upper(n[2], nAll, 2) - multi) / denominator, nAll)
        v1 = clip(tau1 * (upper(m[1], mAll, 1) - lower(m[2], mAll, 2)) / (mu[1] - mu[2]), mAll)
        if sound {
          let decoys = tau0 * (mu[1] * lower(m[2], mAll, 2) - mu[2] * upper(m[1], mAll, 1)) / (mu[1] - mu[2])
          let v0 = max(0, coins(s0), decoys)
          v1 = max(0, min(mAll - v0, tau1 * (upper(m[1], mAll, 1) - v0 / tau0) / mu[1]))
        }
      } else {
        let sources: [Double] =
          switch source {
          case .mu1: [upper(m[0], mAll, 0)]
          case .mu2: [upper(m[1], mAll, 1)]
          case .min: [upper(m[0], mAll, 0), upper(m[1], mAll, 1)]
          }
        var v0 = tau0 * (sources.min() ?? 0)
        if sound {
          v0 = min(v0, mAll)
          let root = ((2 * l).squareRoot() + (2 * l + 8 * v0).squareRoot()) / 2
          s0U = min(root * root, nAll)
        } else {
          s0U = 2 * (v0 + (nAll * l / 2).squareRoot())
        }
        let difference = lower(n[1], nAll, 1) * mu[0] - mu[1] * upper(n[0], nAll, 0)
        s0 = clip(tau0 * difference / (mu[0] - mu[1]), nAll)
        let ratio = mu[1] / mu[0]
        let vacuum = (mu[0] * mu[0] - mu[1] * mu[1]) / (mu[0] * mu[0]) * s0U / tau0
        let rest = lower(n[1], nAll, 1) - ratio * ratio * upper(n[0], nAll, 0) - vacuum
        s1 = clip(tau1 * mu[0] / (mu[1] * (mu[0] - mu[1])) * rest, nAll)
        v1 = clip(tau1 * (upper(m[0], mAll, 0) - lower(m[1], mAll, 1)) / (mu[0] - mu[1]), mAll)
        if sound {
          let decoys = tau0 * (mu[0] * lower(m[1], mAll, 1) - mu[1] * upper(m[0], mAll, 0)) / (mu[0] - mu[1])
          let v0 = max(0, coins(s0), decoys)
          let first = tau1 * (upper(m[0], mAll, 0) - v0 / tau0) / mu[0]
          let second = tau1 * (upper(m[1], mAll, 1) - v0 / tau0) / mu[1]
          v1 = max(0, min(mAll - v0, first, second))
        }
      }
    }
  }

  @Test("The bounds are those of the sheet, written out plainly")
  func writtenOut() throws {
    var random = SplitMix64(seed: 1002)
    for number in 0..<1200 {
      var c = RandomCase(&random, maximalLoss: 35)
      // Enough vacuum clicks for the vacuum terms to matter, and now and then hardly any counts.
      c.setup.backgroundProbability = random.logUniform(1e-7, 5e-3)
      c.pulses = random.logUniform(1e3, 1e12)
      let counts = c.counts
      let e = try FiniteKey.estimate(counts, c.settings, c.options)
      let l: Double = c.options.tailLog(intensities: c.settings.intensities.count)
      func written(_ n: ByIntensity<Double>, _ m: ByIntensity<Double>) -> Written {
        Written(
          n.list, m.list, c.settings, c.options.statistics, l: l, sound: c.options.proof == .sound,
          source: c.options.vacuumSource)
      }
      let x = written(counts.keyDetections, counts.keyErrors)
      let z = written(counts.testDetections, counts.testErrors)
      let pairs = [
        ("s0_X", e.keyVacuum.value, x.s0), ("s1_X", e.keySingle.value, x.s1), ("s0_Z", e.testVacuum.value, z.s0),
        ("s1_Z", e.testSingle.value, z.s1), ("v1_Z", e.testErrors.value, z.v1),
        ("s0U_X", e.keyVacuumUpper?.value ?? 0, x.s0U), ("s0U_Z", e.testVacuumUpper?.value ?? 0, z.s0U),
      ]
      let scale = max(1, counts.keyDetections.total + counts.testDetections.total)
      for (name, got, plain) in pairs where abs(got - plain) > 1e-10 * scale {
        Issue.record("case \(number): \(name) = \(got), written out \(plain): \(c.label)")
      }
    }
  }
}
