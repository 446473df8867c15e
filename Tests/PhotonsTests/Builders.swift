// SPDX-License-Identifier: GPL-3.0-or-later
import Entanglement
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import PhotonSources

func loss(_ decibel: Double) -> Transmittance { Transmittance(lossDecibel: decibel) ?? .one }

func efficiency(_ value: Double) -> Transmittance { Transmittance(value) ?? .one }

/// What an input was refused for; nil if it was not.
func refused(_ body: () throws -> Void) -> String? {
  do {
    try body()
    return nil
  } catch let error as InputError {
    return error.quantity
  } catch {
    return "not an input error: \(error)"
  }
}

/// A link with a pulsed pump.
func pulsedLink(
  _ lossA: Double, _ lossB: Double, modes: Double = 1, background: Double = 1e-7, misalignment: Double = 0.01,
  model: PulsedPump.Model = .exact, efficiency eta: Double = 0.7
) -> PairSetup {
  PairSetup(
    alice: .init(channel: loss(lossA), detectorEfficiency: efficiency(eta)),
    bob: .init(channel: loss(lossB), detectorEfficiency: efficiency(eta)),
    pump: .pulsed(PulsedPump(model: model, modes: modes, aliceBackground: background, bobBackground: background)),
    misalignment: misalignment)
}

extension SplitMix64 {
  /// Rounds with at most a share of errors, now and then none.
  mutating func rounds(_ low: Double, _ high: Double, worst: Double = 0.13) -> PairCounts.Sample {
    let n = logUniform(low, high).rounded()
    return .init(rounds: n, errors: chance(0.1) ? 0 : (n * uniform(0, worst)).rounded())
  }

  mutating func detections(_ low: Double, _ high: Double, worst: Double = 0.13) -> PhotonSample {
    let s = rounds(low, high, worst: worst)
    return PhotonSample(detections: s.rounds, errors: s.errors)
  }

  /// Random measured counts of entangled pairs with options that certify them.
  mutating func pairRun(most: Double = 1e11) -> (PairCounts, PairFiniteKeyOptions) {
    let samples: PairCounts.Samples =
      switch whole(0...2) {
      case 0: .one(key: rounds(100, most), test: rounds(100, most))
      case 1: .pooled(key: rounds(100, most), test: rounds(100, most))
      default:
        .both(
          keyX: rounds(100, most), keyZ: rounds(100, most), testX: rounds(100, most), testZ: rounds(100, most))
      }
    let counts = PairCounts(samples: samples, durationSeconds: 1000, origin: .measured)
    var sampling = PairSampling.subset(pick([.kl, .klt, .serfling, .hyper]))
    if samples.keyMode == .one, chance(0.3) { sampling = .binomial(leastTestProbability: uniform(0.02, 0.7)) }
    let bits = PairFiniteKey.shannon(counts, .init()).patternBits
    return (
      counts,
      PairFiniteKeyOptions(
        sampling: sampling, secrecy: logUniform(1e-14, 1e-3), correctness: logUniform(1e-18, 1e-3),
        leakage: .measured(bits: (1.1 * bits + 10).rounded()))
    )
  }

  /// Random measured counts of BB84 without decoys.
  mutating func photonRun() -> (PhotonCounts, PhotonSettings, MultiphotonLimit, PhotonFiniteKeyOptions) {
    let n = logUniform(1e5, 1e13).rounded()
    let pX = uniform(0.2, 0.98)
    let gain = logUniform(1e-4, 0.5)
    func sample(_ share: Double) -> PhotonSample {
      let clicks = (n * share * gain).rounded()
      return PhotonSample(detections: clicks, errors: (clicks * uniform(0, 0.06)).rounded())
    }
    let key = sample(pX * pX)
    let counts = PhotonCounts(key: key, test: sample((1 - pX) * (1 - pX)), triggers: n, origin: .measured)
    let many = gain * (chance(0.1) ? 0 : logUniform(1e-8, 1.2))
    let bits = ShannonRule([.init(rounds: key.detections, errors: key.errors)], correctness: 1e-10).patternBits
    let options = PhotonFiniteKeyOptions(
      sampling: pick([.kl, .klt, .serfling]), composition: pick([.linear, .tup24]), secrecy: logUniform(1e-14, 1e-3),
      correctness: logUniform(1e-18, 1e-3), leakage: .measured(bits: (1.1 * bits + 10).rounded()))
    return (counts, PhotonSettings(keyBasisProbability: pX), .probability(many, isUpperLimit: true), options)
  }

  /// Random measured counts of a heralded source with passive decoys.
  mutating func passiveRun() -> (PassiveDecoyCounts, HeraldRange, PhotonFiniteKeyOptions) {
    let eta = uniform(0.2, 0.8)
    let spread = pick([0, 0.002, 0.05])
    let double = logUniform(1e-3, 0.3)
    let dark = logUniform(1e-6, 1e-2)
    func split(_ total: Double) -> (PhotonSample, PhotonSample) {
      let silent = (1 - double - dark) * (1 - eta) + double * (1 - eta) * (1 - eta) + dark
      let without = (total * silent).rounded()
      let rate = uniform(0, 0.05)
      func sample(_ n: Double, _ more: Double) -> PhotonSample {
        PhotonSample(detections: n, errors: min(n, (n * rate + more).rounded()))
      }
      return (sample(total - without, 0), sample(without, total * dark / 2))
    }
    let x = split(logUniform(1e4, 1e11).rounded())
    let z = split(logUniform(1e4, 1e10).rounded())
    let counts = PassiveDecoyCounts(
      keyHeralded: x.0, keyUnheralded: x.1, testHeralded: z.0, testUnheralded: z.1, pulses: nil, origin: .measured)
    let options = PhotonFiniteKeyOptions(
      sampling: pick([.kl, .klt, .serfling]), composition: pick([.linear, .tup24]), secrecy: logUniform(1e-12, 1e-4),
      leakage: .measured(bits: (0.3 * x.0.detections).rounded()))
    let herald = HeraldRange(efficiency: (eta - spread)...(eta + spread), background: 0...pick([0, 1e-5, 1e-3]))
    return (counts, herald, options)
  }
}
