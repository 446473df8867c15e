// SPDX-License-Identifier: GPL-3.0-or-later
import BB84
import Foundation
import KeyRateLinks
import KeyRateSecurity
import KeyRateNumerics
import KeyRateTestSupport

/// A transmittance that is known to be legal.
func transmittance(_ value: Double) -> Transmittance {
  guard let eta = Transmittance(value) else { fatalError("not a transmittance: \(value)") }
  return eta
}

/// The transmittance of a loss in dB that is known to be legal.
func transmittance(lossDecibel: Double) -> Transmittance {
  guard let eta = Transmittance(lossDecibel: lossDecibel) else { fatalError("not a loss: \(lossDecibel)") }
  return eta
}

/// The values of a list of two or three.
func byIntensity(_ list: [Double]) -> ByIntensity<Double> {
  guard let values = ByIntensity(list) else { fatalError("not two or three values: \(list)") }
  return values
}

/// Settings from lists.
func settings(_ mu: [Double], _ p: [Double], pX: Double = 0.9) -> Settings {
  Settings(intensities: byIntensity(mu), probabilities: byIntensity(p), keyBasisProbability: pX)
}

/// Measured counts from lists.
func measured(_ nX: [Double], _ mX: [Double], _ nZ: [Double], _ mZ: [Double], pulses: Double? = nil) -> Observations {
  Observations(
    keyDetections: byIntensity(nX), keyErrors: byIntensity(mX), testDetections: byIntensity(nZ),
    testErrors: byIntensity(mZ), pulses: pulses, origin: .measured)
}

extension Observations {
  /// The same counts, rounded, as if they had been counted in a run.
  var rounded: Observations {
    func whole(_ values: ByIntensity<Double>) -> ByIntensity<Double> { values.map { $0.rounded() } }
    var counts = Observations(
      keyDetections: whole(keyDetections), keyErrors: whole(keyErrors), testDetections: whole(testDetections),
      testErrors: whole(testErrors), pulses: pulses, origin: .measured)
    // Dead-time-free models may click more often than pulses are sent; a run cannot.
    if let n = pulses, counts.keyDetections.total + counts.testDetections.total > n { counts.pulses = nil }
    return counts
  }

  /// All counts multiplied.
  func scaled(_ factor: Double) -> Observations {
    Observations(
      keyDetections: keyDetections.map { $0 * factor }, keyErrors: keyErrors.map { $0 * factor },
      testDetections: testDetections.map { $0 * factor }, testErrors: testErrors.map { $0 * factor },
      pulses: pulses.map { $0 * factor }, origin: origin)
  }
}

/// The two runs of the sheet's section 11, and a good link for everything else.
enum Example {
  static let twoDecoySettings = settings([0.5, 0.15, 0], [0.7, 0.2, 0.1])
  static let twoDecoyCounts = measured(
    [2_521_034, 216_230, 2003], [27731, 3168, 1001], [28012, 2402, 22], [309, 36, 11])
  static let oneDecoySettings = settings([0.5, 0.15], [0.7, 0.3])
  static let oneDecoyCounts = measured([2_521_034, 324_345], [27731, 4752], [48012, 6177], [529, 92])

  /// Counts like those of a published 50 km experiment, key errors in total only (section 11).
  static let fieldSettings = settings([0.425, 0.044, 0.001], [0.98828125, 0.0078125, 0.00390625])
  static let fieldCounts = Observations(
    keyDetections: ByIntensity(5_016_000_000, 6_210_000, 1_259_000), keyErrors: ByIntensity(0, 0, 0),
    testDetections: ByIntensity(22_310_000, 28430, 5790), testErrors: ByIntensity(812_084, 5670, 2792), pulses: nil,
    origin: .measured, keyErrorTotal: 215_549_208)
  static let fieldOptions = FiniteKeyOptions(leakage: .estimated(efficiency: 1.10))

  /// A link at 20 dB with dark counts and misalignment.
  static let setup = Setup(
    channel: transmittance(lossDecibel: 20), detectorEfficiency: transmittance(0.5), backgroundProbability: 1e-7,
    misalignment: 0.01)
}

/// A random link, settings and options of a model, proof and sampling that fit each other.
struct RandomCase {
  var setup: Setup
  var settings: Settings
  var options: FiniteKeyOptions
  var pulses: Double

  init(
    _ random: inout SplitMix64, model: ChannelModel? = nil, proof: Proof? = nil, sampling: SamplingBound? = nil,
    statistics: ConcentrationBound? = nil, maximalLoss: Double = 50
  ) {
    let proof = proof ?? random.pick([.sound, .sound, .sound, .lim2014, .rusca2018])
    let hasThree = proof.intensities == 3 || (proof == .sound && random.chance(0.5))
    let model = model ?? random.pick(ChannelModel.allCases)
    setup = Setup(
      model: model, channel: transmittance(lossDecibel: random.uniform(0, maximalLoss)),
      detectorEfficiency: transmittance(random.uniform(0.05, 1)),
      backgroundProbability: random.chance(0.1) ? 0 : random.logUniform(1e-11, 1e-4),
      misalignment: random.chance(0.1) ? 0 : random.uniform(0, 0.08))
    if random.chance(0.3) { setup.testBasisMisalignment = random.uniform(0, 0.08) }
    if random.chance(0.3) { setup.afterpulseProbability = random.uniform(0, 0.1) }
    if random.chance(0.3) {
      setup.repetitionRateHz = random.logUniform(1e6, 1e10)
      setup.deadTimeSeconds = random.logUniform(1e-9, 1e-4)
    }
    let mu1 = random.uniform(0.2, 1)
    let mu2 = mu1 * random.uniform(0.05, 0.5)
    let p1 = random.uniform(0.2, 0.95)
    let pX = random.uniform(0.3, 0.98)
    if hasThree {
      let mu3 = random.chance(0.4) ? 0 : mu2 * random.uniform(0.001, 0.4)
      let p2 = (1 - p1) * random.uniform(0.1, 0.9)
      settings = Settings(
        intensities: ByIntensity(mu1, mu2, mu3), probabilities: ByIntensity(p1, p2, 1 - p1 - p2),
        keyBasisProbability: pX)
    } else {
      settings = Settings(
        intensities: ByIntensity(mu1, mu2), probabilities: ByIntensity(p1, 1 - p1), keyBasisProbability: pX)
    }
    if random.chance(0.2) { settings.bobKeyBasisProbability = random.uniform(0.3, 0.98) }
    options = FiniteKeyOptions(
      proof: proof, statistics: statistics ?? random.pick([.kl, .kl, .hoeffding, .chernoff]),
      sampling: sampling ?? random.pick([.kl, .kl, .hyper, .serfling]),
      composition: proof == .sound ? random.pick([.linear, .linear, .tup24]) : .linear,
      penalty: proof == .sound ? random.pick([.pa, .pa, .lim]) : .pa, countsVacuum: random.chance(0.8),
      vacuumSource: random.pick(VacuumSource.allCases), secrecy: random.logUniform(1e-15, 1e-5),
      correctness: random.logUniform(1e-20, 1e-8),
      leakage: .estimated(efficiency: random.uniform(1, 1.4)))
    pulses = random.logUniform(1e6, 1e14).rounded()
  }

  /// The expected counts.
  var counts: Observations { Simulation.observations(setup, settings, block: .pulses(pulses)) }

  /// What reproduces the case.
  var label: String { "\(setup) \(settings) \(options) N = \(pulses)" }
}

/// 1 − h(p) in bits as it is defined.
func binaryComplement(_ p: Double) -> Double { 1 + (p * log(p) + (1 - p) * log(1 - p)) / log(2.0) }
