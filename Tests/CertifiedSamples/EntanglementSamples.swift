// SPDX-License-Identifier: GPL-3.0-or-later
import Entanglement
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport

/// Random counts of entangled pairs in the three ways to make key, ordinary ones and such at the edges.
package enum EntanglementSamples {
  private static func sample(_ r: inout SplitMix64, _ isEdge: Bool, errors worst: Double) -> PairCounts.Sample {
    let n = r.logUniform(isEdge ? 1 : 1e4, isEdge ? 9e17 : 1e11).rounded()
    if isEdge, r.chance(0.2) { return .init(rounds: n, errors: r.pick([0, n])) }
    return .init(rounds: n, errors: min(n, (n * r.uniform(isEdge ? 0 : 0.002, worst)).rounded()))
  }

  /// Random counts with options that certify them.
  package static func run(_ r: inout SplitMix64, isEdge: Bool) -> (PairCounts, PairFiniteKeyOptions) {
    let worst = isEdge ? 0.6 : 0.06
    func next() -> PairCounts.Sample { sample(&r, isEdge, errors: worst) }
    let samples: PairCounts.Samples =
      switch r.whole(0...2) {
      case 0: .one(key: next(), test: next())
      case 1: .pooled(key: next(), test: next())
      default: .both(keyX: next(), keyZ: next(), testX: next(), testZ: next())
      }
    let counts = PairCounts(samples: samples, durationSeconds: 1000, origin: .measured)
    var sampling = PairSampling.subset(r.pick([.kl, .klt, .klt, .serfling]))
    if samples.keyMode == .one, r.chance(0.3) {
      sampling = .binomial(leastTestProbability: isEdge ? r.logUniform(1e-6, 0.5) : r.uniform(0.05, 0.5))
    }
    let bits = PairFiniteKey.shannon(counts, PairFiniteKeyOptions()).patternBits
    let options = PairFiniteKeyOptions(
      sampling: sampling, secrecy: isEdge ? r.logUniform(1e-90, 0.5) : r.logUniform(1e-14, 1e-6),
      correctness: r.logUniform(1e-20, 1e-6),
      leakage: r.chance(0.8) ? .measured(bits: (1.1 * bits + 10).rounded()) : .estimated(efficiency: r.uniform(1, 1.3)))
    return (counts, options)
  }

  /// Draws one.
  package static func draw(_ random: inout SplitMix64, releasing: Bool = false) throws -> CertifiedSample {
    let isEdge = random.chance(0.4)
    let (counts, options) = run(&random, isEdge: isEdge)
    let plain = try PairFiniteKey.estimate(counts, options)
    let half = PairBasisChoice.active(keyBasisProbability: 0.5)
    return try CertifiedSample(
      isRegular: !isEdge, scale: plain.detections, label: "\(counts) \(options)",
      plain: { try PairFiniteKey.estimate(counts, options).rawLength },
      enclosure: { try PairFiniteKey.enclosure(counts, options).rawLength },
      referee: { try PairFiniteKey.reference(counts, options).rawLength },
      released: releasing
        ? try PairFiniteKey.analyse(counts, PairReceivers(aliceBasis: half, bobBasis: half), options).lengthBits : nil)
  }
}
