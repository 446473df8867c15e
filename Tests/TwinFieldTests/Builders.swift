// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateLinks
import KeyRateSecurity
import KeyRateNumerics
import KeyRateTestSupport

@testable import TwinField

/// A transmittance that is known to be legal.
func transmittance(_ value: Double) -> Transmittance {
  guard let eta = Transmittance(value) else { fatalError("not a transmittance: \(value)") }
  return eta
}

/// A link by its arms, detectors included.
func link(
  _ etaA: Double, _ etaB: Double, pd: Double = 0, theta: Double = 0, phi: Double = 0
) -> Setup {
  Setup(
    aliceChannel: transmittance(etaA), bobChannel: transmittance(etaB), darkCountProbability: pd,
    polarisationAngle: theta, phaseOffset: phi)
}

/// A symmetric link by the loss between the users in dB, detectors included.
func link(lossDecibel: Double, pd: Double = 0, theta: Double = 0, phi: Double = 0) -> Setup {
  let arm = pow(10, -lossDecibel / 20)
  return link(arm, arm, pd: pd, theta: theta, phi: phi)
}

/// Signals only.
func signals(_ sA: Double, _ sB: Double? = nil) -> Settings {
  Settings(alice: SideSettings(signalIntensity: sA), bob: SideSettings(signalIntensity: sB ?? sA))
}

/// Both users alike, with test pulses.
func alike(_ s: Double, _ mu: [Double], _ p: [Double] = [], pX: Double = 1) -> Settings {
  let side = SideSettings(signalIntensity: s, testIntensities: mu, testProbabilities: p)
  return Settings(alice: side, bob: side, keyModeProbability: pX)
}

/// The benchmark links and settings of the sheet.
enum Benchmark {
  /// θ of 2 % misalignment (TF-0).
  static let theta = Setup.polarisationAngle(misalignment: 0.02)
  /// 50 dB, pd = 1e-7: sections 4 and 5.
  static let asymptotic = link(lossDecibel: 50, pd: 1e-7, theta: theta)
  /// 50 dB, pd = 1e-8: section 7.6.
  static let setup = link(lossDecibel: 50, pd: 1e-8, theta: theta)
  /// The settings of section 7.6.
  static let settings = alike(0.02, [0.4, 0.1, 1e-4], [0.2, 0.3, 0.5], pX: 0.7)
  static let rounds = 1e12
  /// The counts that the model expects of it.
  static var counts: Observations { Observations.expected(setup, settings, rounds: rounds) }
  /// What the model predicts for pairs up to S (TF-34).
  static func predictions(pairCutoff: Int = 4) -> Predictions {
    Predictions(setup, settings, rounds: rounds, pairCutoff: pairCutoff)
  }
  /// The accounting that the sheet first published (TF-19a).
  static func root(
    pairCutoff: Int = 4, concentration: ConcentrationMethod = .kato, method: PhaseErrorMethod = .separate
  ) -> FiniteKeyOptions {
    FiniteKeyOptions(pairCutoff: pairCutoff, concentration: concentration, method: method, composition: .root)
  }
}

extension Observations {
  /// The same counts, rounded, as if they had been counted in a run.
  var rounded: Observations {
    Observations(
      keyCount: keyCount.rounded(), keyErrors: keyErrors.rounded(),
      testCounts: testCounts.map { $0.map { $0.rounded() } }, rounds: rounds.rounded(), origin: .measured)
  }
}

/// A random link with settings that fit it.
struct RandomCase {
  var setup: Setup
  var settings: Settings
  var rounds: Double

  /// Draws a case.
  ///
  /// - Parameters:
  ///   - decoys: how many test intensities each side has.
  ///   - loss: the loss of both arms together in dB.
  ///   - symmetric: both arms and users alike.
  init(
    _ random: inout SplitMix64, decoys: ClosedRange<Int> = 2...4, loss: ClosedRange<Double> = 10...70,
    symmetric: Bool = false
  ) {
    let total = random.uniform(loss.lowerBound, loss.upperBound)
    let share = symmetric ? 0.5 : random.uniform(0.35, 0.65)
    let etaA = pow(10, -total * share / 10)
    let etaB = symmetric ? etaA : pow(10, -total * (1 - share) / 10)
    setup = link(
      etaA, etaB, pd: random.logUniform(1e-10, 1e-7), theta: random.uniform(0, 0.4),
      phi: random.chance(0.5) ? 0 : random.uniform(0, 0.2))
    let balance = (etaB / etaA).squareRoot()
    func side(_ factor: Double) -> SideSettings {
      let count = random.whole(decoys)
      let strongest = random.uniform(0.25, 0.8)
      var mu = [strongest]
      for _ in 0..<max(0, count - 2) { mu.append(mu[mu.count - 1] * random.uniform(0.15, 0.45)) }
      if count > 1 { mu.append(random.chance(0.2) ? 0 : random.logUniform(1e-5, 1e-3)) }
      let weights = mu.map { _ in random.uniform(0.2, 1) }
      let sum = weights.reduce(0, +)
      return SideSettings(
        signalIntensity: min(0.6 * strongest, random.uniform(0.005, 0.04) * factor), testIntensities: mu,
        testProbabilities: weights.map { $0 / sum })
    }
    let alice = side(balance)
    let bob = symmetric ? alice : side(1 / balance)
    settings = Settings(alice: alice, bob: bob, keyModeProbability: random.uniform(0.3, 0.9))
    rounds = random.logUniform(1e11, 1e14).rounded()
  }

  var model: ChannelModel { ChannelModel(setup) }
  var gains: TestGains { TestGains(model, settings) }
  var counts: Observations { Observations.expected(setup, settings, rounds: rounds) }
  func predictions(pairCutoff: Int) -> Predictions {
    Predictions(setup, settings, rounds: rounds, pairCutoff: pairCutoff)
  }
  /// Everything that is needed to repeat a case by hand.
  var label: String { "\(setup) \(settings) N = \(rounds)" }
}
