// SPDX-License-Identifier: GPL-3.0-or-later
import BB84
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport

/// Random counts of decoy-state BB84, ordinary ones and such at the edges.
package enum BB84Samples {
  /// Draws one.
  ///
  /// - Parameter intensities: 2 (one decoy) or 3 (two decoys).
  package static func draw(_ random: inout SplitMix64, intensities: Int, releasing: Bool = false) throws
    -> CertifiedSample
  {
    let isEdge = random.chance(0.4)
    let settings = settings(&random, intensities, isEdge)
    let setup = Setup(
      channel: Transmittance(lossDecibel: random.uniform(0, isEdge ? 90 : 40)) ?? .one,
      detectorEfficiency: Transmittance(random.uniform(0.1, 1)) ?? .one,
      backgroundProbability: random.logUniform(1e-10, isEdge ? 1e-3 : 1e-5),
      misalignment: isEdge && random.chance(0.3) ? 0 : random.uniform(0, 0.05))
    let pulses = random.logUniform(isEdge ? 1e3 : 1e9, isEdge ? 9e17 : 1e14).rounded()
    var counts = rounded(Simulation.observations(setup, settings, block: .pulses(pulses)))
    if isEdge { spoil(&counts, &random) }
    let options = options(&random, intensities, isEdge, counts)
    let smallest = (counts.keyDetections.list + counts.testDetections.list).min() ?? 0
    return try CertifiedSample(
      isRegular: !isEdge && smallest >= 100, scale: counts.keyDetections.total,
      label: "\(counts) \(settings) \(options)", plain: { try FiniteKey.estimate(counts, settings, options).rawLength },
      enclosure: { try FiniteKey.enclosure(counts, settings, options).rawLength },
      referee: { try FiniteKey.reference(counts, settings, options).rawLength },
      released: releasing ? try FiniteKey.analyse(counts, settings, options).lengthBits : nil)
  }

  private static func settings(_ random: inout SplitMix64, _ intensities: Int, _ isEdge: Bool) -> Settings {
    let signal = random.uniform(0.2, isEdge ? 3 : 1)
    let decoy = signal * (isEdge ? random.logUniform(1e-4, 0.98) : random.uniform(0.05, 0.5))
    let p1 = isEdge ? random.uniform(0.01, 0.999) : random.uniform(0.2, 0.9)
    let pX = isEdge ? random.uniform(0.01, 0.999) : random.uniform(0.3, 0.95)
    guard intensities == 3 else {
      return Settings(
        intensities: ByIntensity(signal, decoy), probabilities: ByIntensity(p1, 1 - p1), keyBasisProbability: pX)
    }
    // μ1 > μ2 + μ3 is a hypothesis of the bounds.
    let room = min(decoy, signal - decoy)
    let weakest = random.chance(0.4) ? 0 : room * (isEdge ? random.logUniform(1e-9, 0.99) : random.uniform(1e-3, 0.3))
    let p2 = (1 - p1) * random.uniform(0.1, 0.9)
    return Settings(
      intensities: ByIntensity(signal, decoy, weakest), probabilities: ByIntensity(p1, p2, 1 - p1 - p2),
      keyBasisProbability: pX)
  }

  private static func rounded(_ expected: Observations) -> Observations {
    func whole(_ values: ByIntensity<Double>) -> ByIntensity<Double> { values.map { $0.rounded() } }
    return Observations(
      keyDetections: whole(expected.keyDetections), keyErrors: whole(expected.keyErrors),
      testDetections: whole(expected.testDetections), testErrors: whole(expected.testErrors), pulses: nil,
      origin: .measured)
  }

  /// Few counts, none, no errors, errors only, one count more or less, all in one cell.
  private static func spoil(_ counts: inout Observations, _ random: inout SplitMix64) {
    func each(_ path: WritableKeyPath<Observations, ByIntensity<Double>>, _ f: (Double) -> Double) {
      counts[keyPath: path] = counts[keyPath: path].map(f)
    }
    switch random.whole(0...8) {
    case 0:
      each(\.keyErrors) { _ in 0 }
      each(\.testErrors) { _ in 0 }
    case 1: each(\.testErrors) { _ in 0 }
    case 2: counts.testErrors = counts.testDetections
    case 3: each(\.testDetections) { $0.rounded() > 30 ? 30 : $0 }
    case 4: each(\.keyDetections) { min($0, 10) }
    case 5: counts.keyDetections.decoy = 0
    case 6: counts.testDetections.signal = 0
    case 7:
      let total = min(9e17, counts.keyDetections.total)
      let factor = total > 0 ? 9e17 / total : 1
      for path in [\Observations.keyDetections, \.keyErrors, \.testDetections, \.testErrors] {
        each(path) { min(9e17, ($0 * factor).rounded()) }
      }
    default: break
    }
    func below(_ errors: ByIntensity<Double>, _ detections: ByIntensity<Double>) -> ByIntensity<Double> {
      let list = zip(errors.list, detections.list).map { min($0, $1) }
      return ByIntensity(list) ?? errors
    }
    counts.keyErrors = below(counts.keyErrors, counts.keyDetections)
    counts.testErrors = below(counts.testErrors, counts.testDetections)
  }

  private static func options(
    _ random: inout SplitMix64, _ intensities: Int, _ isEdge: Bool, _ counts: Observations
  ) -> FiniteKeyOptions {
    let published: Proof = intensities == 3 ? .lim2014 : .rusca2018
    let proof: Proof = random.chance(0.1) ? published : .sound
    let isSound = proof == .sound
    let leak = (random.uniform(0, 0.4) * counts.keyDetections.total).rounded()
    return FiniteKeyOptions(
      proof: proof, statistics: random.pick([.kl, .kl, .hoeffding, .chernoff]),
      sampling: random.pick([.kl, .kl, .hyper, .serfling, .limGamma, .yin2020]),
      composition: isSound ? random.pick([.linear, .tup24]) : .linear,
      penalty: isSound ? random.pick([.pa, .lim]) : .pa, countsVacuum: random.chance(0.8),
      vacuumSource: random.pick(VacuumSource.allCases),
      secrecy: isEdge ? random.logUniform(1e-300, 0.99) : random.logUniform(1e-15, 1e-5),
      correctness: isEdge ? random.logUniform(1e-300, 0.009) : random.logUniform(1e-20, 1e-8),
      leakage: random.chance(0.3) ? .measured(bits: leak) : .estimated(efficiency: random.uniform(1, 1.4)))
  }
}
