// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import TwinField

/// Random counts of the protocol of Curty, Azuma and Lo, ordinary ones and such at the edges.
package enum TwinFieldSamples {
  /// Draws one.
  ///
  /// The length in doubles and the referee share the enclosure's linear programs, as the analysis itself does; the
  /// seconds of the plain evaluation are those of one with its own programs.
  package static func draw(_ random: inout SplitMix64, releasing: Bool = false) throws -> CertifiedSample {
    let isEdge = random.chance(0.4)
    let loss = random.uniform(isEdge ? 5 : 15, isEdge ? 110 : 50)
    let share = random.chance(0.4) ? 0.5 : random.uniform(0.4, 0.6)
    let etaA = pow(10, -loss * share / 10)
    let etaB = pow(10, -loss * (1 - share) / 10)
    let setup = Setup(
      aliceChannel: Transmittance(etaA) ?? .one, bobChannel: Transmittance(etaB) ?? .one,
      darkCountProbability: random.logUniform(1e-10, isEdge ? 1e-4 : 1e-7), polarisationAngle: random.uniform(0, 0.3),
      phaseOffset: random.chance(0.5) ? 0 : random.uniform(0, 0.15))
    let balance = (etaB / etaA).squareRoot()
    let alice = side(&random, balance, isEdge)
    let bob = share == 0.5 && random.chance(0.7) ? alice : side(&random, 1 / balance, isEdge)
    let settings = Settings(
      alice: alice, bob: bob,
      keyModeProbability: isEdge ? random.uniform(0.001, 0.999) : random.uniform(0.3, 0.9))
    let rounds = random.logUniform(isEdge ? 1e4 : 1e11, isEdge ? 9e17 : 1e14).rounded()
    var counts = Observations.expected(setup, settings, rounds: rounds)
    counts.origin = .measured
    counts.keyCount.round()
    counts.keyErrors.round()
    counts.testCounts = counts.testCounts.map { $0.map { $0.rounded() } }
    if isEdge { spoil(&counts, &random) }
    let most = random.pick([2, 4, 4])
    let options = FiniteKeyOptions(
      pairCutoff: most, photonCutoff: random.chance(0.1) ? 10 : random.whole(max(4, most)...6),
      concentration: random.pick(ConcentrationMethod.allCases), method: random.chance(0.02) ? .joint : .separate,
      composition: random.pick([.linear, .linear, .linear, .root]),
      secrecy: isEdge ? random.logUniform(1e-60, 0.5) : random.logUniform(1e-14, 1e-6),
      correctness: random.logUniform(1e-20, 1e-6),
      leakage: random.chance(0.3)
        ? .measured(bits: (random.uniform(0, 0.4) * counts.keyCount).rounded())
        : .estimated(efficiency: random.uniform(1, 1.3)))
    let own = forecast(&random, Predictions(setup, settings, rounds: rounds, pairCutoff: most))
    let programs = try FiniteKey.enclosure(counts, settings, options, predictions: own)
    let shared = try FiniteKey.estimate(counts, settings, options, predictions: own, sharing: programs)
    var sample = try CertifiedSample(
      isRegular: !isEdge, scale: counts.keyCount, label: "\(counts) \(settings) \(options) \(String(describing: own))",
      plain: { try FiniteKey.estimate(counts, settings, options, predictions: own).rawLength },
      enclosure: { try FiniteKey.enclosure(counts, settings, options, predictions: own).rawLength },
      referee: { try FiniteKey.reference(counts, settings, options, predictions: own, sharing: programs).rawLength },
      released: releasing ? try FiniteKey.analyse(counts, settings, options, predictions: own).lengthBits : nil)
    sample.plain = shared.rawLength
    return sample
  }

  /// As counts come: mostly without predictions of their own.
  private static func forecast(_ random: inout SplitMix64, _ expected: Predictions) -> Forecast {
    switch random.whole(0...3) {
    case 0: return .untuned
    case 1:
      var predictions = expected
      // A prediction that hits the count to the unit is refused as fitted.
      predictions.testCount = (expected.testCount ?? 0) * random.uniform(0.9, 1.1) + 1
      return .given(predictions)
    default: return .successes
    }
  }

  private static func side(_ random: inout SplitMix64, _ factor: Double, _ isEdge: Bool) -> SideSettings {
    let count = random.whole(2...4)
    let strongest = random.uniform(0.25, isEdge ? 2 : 0.8)
    var mu = [strongest]
    for _ in 0..<max(0, count - 2) { mu.append(mu[mu.count - 1] * random.uniform(0.15, isEdge ? 0.95 : 0.45)) }
    mu.append(random.chance(0.2) ? 0 : mu[mu.count - 1] * random.logUniform(1e-5, 1e-2))
    let weights = mu.map { _ in random.uniform(0.2, 1) }
    let sum = weights.reduce(0, +)
    let signal = isEdge ? random.logUniform(1e-6, 0.99) * strongest : random.uniform(0.005, 0.04) * factor
    return SideSettings(
      signalIntensity: min(isEdge ? 0.9999 * strongest : 0.6 * strongest, signal), testIntensities: mu,
      testProbabilities: weights.map { $0 / sum })
  }

  private static func spoil(_ counts: inout Observations, _ random: inout SplitMix64) {
    switch random.whole(0...6) {
    case 0: counts.keyErrors = 0
    case 1: counts.testCounts[0][0] = 0
    case 2: counts.testCounts = counts.testCounts.map { $0.map { min($0, 20) } }
    case 3: counts.keyErrors = (counts.keyCount / 2).rounded(.down)
    case 4: counts.testCounts[counts.testCounts.count - 1] = counts.testCounts[0].map { _ in 0 }
    case 5: counts.keyCount = min(counts.keyCount, 200)
    default: break
    }
    counts.keyErrors = min(counts.keyErrors, counts.keyCount)
  }
}
