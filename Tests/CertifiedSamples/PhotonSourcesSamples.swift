// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import PhotonSources

/// Random counts of BB84 without decoys and with passive decoys, ordinary ones and such at the edges.
package enum PhotonSourcesSamples {
  private static func options(_ r: inout SplitMix64, _ isEdge: Bool, key: PhotonSample) -> PhotonFiniteKeyOptions {
    let bits = ShannonRule([.init(rounds: key.detections, errors: key.errors)], correctness: 1e-10).patternBits
    return PhotonFiniteKeyOptions(
      sampling: r.pick([.kl, .klt, .serfling]), composition: r.pick([.linear, .tup24]),
      secrecy: isEdge ? r.logUniform(1e-90, 0.5) : r.logUniform(1e-14, 1e-6), correctness: r.logUniform(1e-20, 1e-6),
      leakage: r.chance(0.8) ? .measured(bits: (1.1 * bits + 10).rounded()) : .estimated(efficiency: r.uniform(1, 1.3)))
  }

  /// Random counts of a source with a bound on its multi-photon pulses.
  package static func singlePhotons(
    _ r: inout SplitMix64, isEdge: Bool
  ) -> (PhotonCounts, PhotonSettings, MultiphotonLimit, PhotonFiniteKeyOptions) {
    let n = r.logUniform(isEdge ? 10 : 1e9, isEdge ? 9e17 : 1e14).rounded()
    let pX = isEdge ? r.uniform(0.001, 0.999) : r.uniform(0.5, 0.95)
    let gain = r.logUniform(isEdge ? 1e-9 : 1e-3, 0.5)
    func sample(_ share: Double) -> PhotonSample {
      let clicks = (n * share * gain).rounded()
      let errors = isEdge && r.chance(0.2) ? r.pick([0, clicks]) : clicks * r.uniform(0.001, isEdge ? 0.5 : 0.05)
      return PhotonSample(detections: clicks, errors: errors.rounded())
    }
    let key = sample(pX * pX)
    let counts = PhotonCounts(key: key, test: sample((1 - pX) * (1 - pX)), triggers: n, origin: .measured)
    let limit: MultiphotonLimit
    if r.chance(0.3) {
      limit = .coherent(upperMean: (gain * r.logUniform(1e-4, isEdge ? 3 : 0.3)).squareRoot())
    } else if r.chance(0.3) {
      let set = MultiphotonCalibration.HanburyBrownTwiss(
        efficiency1: r.uniform(0.1, 0.5), efficiency2: r.uniform(0.1, 0.5))
      limit = .calibration(
        MultiphotonCalibration(
          .coincidenceCounts(
            coincidences: r.uniform(0, 1000).rounded(), triggers: r.logUniform(1e6, 1e12).rounded(), failure: 1e-11, set
          ),
          preAttenuation: r.chance(0.5) ? 1 : r.uniform(0.1, 1)), isUpperLimit: true)
    } else {
      limit = .probability(
        isEdge && r.chance(0.2) ? r.pick([0, 1]) : gain * r.logUniform(1e-8, isEdge ? 1.5 : 0.3), isUpperLimit: true)
    }
    return (counts, PhotonSettings(keyBasisProbability: pX), limit, options(&r, isEdge, key: key))
  }

  /// Draws one of a source with a bound on its multi-photon pulses.
  package static func draw(_ random: inout SplitMix64, releasing: Bool = false) throws -> CertifiedSample {
    let isEdge = random.chance(0.4)
    let (counts, settings, limit, options) = singlePhotons(&random, isEdge: isEdge)
    let plain = try PhotonFiniteKey.estimate(counts, settings, limit, options)
    return try CertifiedSample(
      // Where little is left beside the multi-photon pulses, it is a difference of much larger numbers.
      isRegular: !isEdge && plain.keyRestFraction > 0.1 && plain.testRestFraction > 0.1,
      scale: counts.key.detections, label: "\(counts) \(settings) \(limit) \(options)",
      plain: { try PhotonFiniteKey.estimate(counts, settings, limit, options).rawLength },
      enclosure: { try PhotonFiniteKey.enclosure(counts, settings, limit, options).rawLength },
      referee: { try PhotonFiniteKey.reference(counts, settings, limit, options).rawLength },
      released: releasing ? try PhotonFiniteKey.analyse(counts, settings, limit, options).lengthBits : nil)
  }

  /// Random counts of a heralded source with passive decoys.
  package static func passive(
    _ r: inout SplitMix64, isEdge: Bool
  ) -> (PassiveDecoyCounts, HeraldRange, PhotonFiniteKeyOptions) {
    let eta = r.uniform(0.2, 0.8)
    let spread = r.pick([0, 0.002, isEdge ? 0.1 : 0.01])
    let double = r.logUniform(1e-3, isEdge ? 0.5 : 0.1)
    let dark = r.logUniform(1e-6, isEdge ? 0.3 : 1e-3)
    func split(_ total: Double) -> (PhotonSample, PhotonSample) {
      let silent = (1 - double - dark) * (1 - eta) + double * (1 - eta) * (1 - eta) + dark
      let without = min(total, (total * max(0, silent)).rounded())
      let rate = isEdge && r.chance(0.2) ? 0 : r.uniform(0.001, 0.04)
      func sample(_ n: Double, _ more: Double) -> PhotonSample {
        PhotonSample(detections: n, errors: min(n, (n * rate + more).rounded()))
      }
      return (sample(total - without, 0), sample(without, total * dark / 2))
    }
    let x = split(r.logUniform(isEdge ? 10 : 1e8, isEdge ? 1e17 : 1e12).rounded())
    let z = split(r.logUniform(isEdge ? 10 : 1e7, isEdge ? 1e17 : 1e11).rounded())
    let counts = PassiveDecoyCounts(
      keyHeralded: x.0, keyUnheralded: x.1, testHeralded: z.0, testUnheralded: z.1, pulses: nil, origin: .measured)
    let herald = HeraldRange(efficiency: (eta - spread)...(eta + spread), background: 0...r.pick([0, 1e-5, 1e-3]))
    return (counts, herald, options(&r, isEdge, key: x.0))
  }

  /// Draws one with passive decoys.
  package static func drawPassive(_ random: inout SplitMix64, releasing: Bool = false) throws -> CertifiedSample {
    let isEdge = random.chance(0.4)
    let (counts, herald, options) = passive(&random, isEdge: isEdge)
    let plain = try PassiveDecoy.estimate(counts, herald, options)
    return try CertifiedSample(
      isRegular: !isEdge && plain.key.keyRestFraction > 0.1 && plain.key.testRestFraction > 0.1,
      scale: counts.keyHeralded.detections, label: "\(counts) \(herald) \(options)",
      plain: { try PassiveDecoy.estimate(counts, herald, options).key.rawLength },
      enclosure: { try PassiveDecoy.enclosure(counts, herald, options).key.rawLength },
      referee: { try PassiveDecoy.reference(counts, herald, options).key.rawLength },
      released: releasing ? try PassiveDecoy.analyse(counts, herald, options).lengthBits : nil)
  }
}
