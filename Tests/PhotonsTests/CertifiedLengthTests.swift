// SPDX-License-Identifier: GPL-3.0-or-later
import Entanglement
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import PhotonSources
import Testing

/// Interval evaluation encloses what doubles and double-doubles give, and certifies nothing longer.
@Suite struct CertifiedLengthTests {
  private func compare(
    _ plain: Double, _ reference: DoubleDouble, _ enclosure: Interval, scale: Double, width: Double, _ label: String
  ) {
    if !enclosure.contains(plain), abs(plain - enclosure.approximation) > 1e-13 * scale {
      Issue.record("\(label): \(enclosure) without the double \(plain)")
    }
    if reference.highest < enclosure.lower || reference.lowest > enclosure.upper {
      Issue.record("\(label): \(enclosure) without the double-double \(reference)")
    }
    if enclosure.width > width * scale { Issue.record("\(label): width \(enclosure.width)") }
  }

  @Test func pairs() throws {
    var random = SplitMix64(seed: 20_01)
    var certified = 0
    for _ in 0..<600 {
      let (counts, options) = random.pairRun()
      let plain = try PairFiniteKey.estimate(counts, options)
      let safe = try PairFiniteKey.enclosure(counts, options)
      let label = "\(counts) \(options)"
      let isHyper = options.sampling == .subset(.hyper)
      compare(
        plain.rawLength, try PairFiniteKey.reference(counts, options).rawLength, safe.rawLength,
        scale: plain.detections + 100, width: isHyper ? 1e-3 : 1e-10, label)
      let result = try PairFiniteKey.analyse(
        counts,
        PairReceivers(aliceBasis: .active(keyBasisProbability: 0.5), bobBasis: .active(keyBasisProbability: 0.5)),
        options.withoutDriftBeyondHalf)
      guard let bits = result.lengthBits, let certificate = result.rounding.length else {
        Issue.record("\(label): not certified")
        continue
      }
      #expect(bits <= max(0, plain.rawLength.rounded(.down)) || options != options.withoutDriftBeyondHalf)
      #expect(bits == max(0, certificate.raw.lower.rounded(.down)) || bits <= certificate.raw.lower)
      if bits > 0 { certified += 1 }
    }
    #expect(certified > 100)
  }

  @Test func singlePhotons() throws {
    var random = SplitMix64(seed: 20_02)
    var positive = 0
    for _ in 0..<600 {
      let (counts, settings, limit, options) = random.photonRun()
      let plain = try PhotonFiniteKey.estimate(counts, settings, limit, options)
      let safe = try PhotonFiniteKey.enclosure(counts, settings, limit, options)
      // A rest close to zero is decided by rounding: the enclosure is wide there.
      let isClear = plain.keyRestFraction.magnitude > 1e-6 && plain.testRestFraction.magnitude > 1e-6
      let reference = try PhotonFiniteKey.reference(counts, settings, limit, options)
      compare(
        plain.rawLength, reference.rawLength, safe.rawLength, scale: counts.key.detections + 100,
        width: isClear ? 1e-8 : 1, "\(counts) \(settings) \(limit) \(options)")
      let result = try PhotonFiniteKey.analyse(counts, settings, limit, options)
      #expect((result.lengthBits ?? .infinity) <= max(0, plain.rawLength.rounded(.down)))
      if (result.lengthBits ?? 0) > 0 {
        positive += 1
        #expect(result.analysis.status == .certified)
      }
    }
    #expect(positive > 100)
  }

  @Test func passiveDecoys() throws {
    var random = SplitMix64(seed: 20_03)
    var positive = 0
    for _ in 0..<400 {
      let (counts, herald, options) = random.passiveRun()
      let plain = try PassiveDecoy.estimate(counts, herald, options)
      let safe = try PassiveDecoy.enclosure(counts, herald, options)
      let reference = try PassiveDecoy.reference(counts, herald, options)
      compare(
        plain.key.rawLength, reference.key.rawLength, safe.key.rawLength,
        scale: counts.keyHeralded.detections + 100, width: plain.key.keyRest.value > 100 ? 1e-7 : 1,
        "\(counts) \(herald) \(options)")
      let result = try PassiveDecoy.analyse(counts, herald, options)
      #expect((result.lengthBits ?? .infinity) <= max(0, plain.key.rawLength.rounded(.down)))
      #expect(result.analysis.status == .planning)
      if (result.lengthBits ?? 0) > 0 { positive += 1 }
    }
    #expect(positive > 50)
  }

  @Test func calibrations() throws {
    var random = SplitMix64(seed: 20_04)
    for _ in 0..<300 {
      let pair = MultiphotonCalibration.HanburyBrownTwiss(
        efficiency1: random.uniform(0.05, 0.5), efficiency2: random.uniform(0.05, 0.5))
      let method: MultiphotonCalibration.Method =
        switch random.whole(0...3) {
        case 0: .moment(g2: random.logUniform(1e-5, 1), mean: random.logUniform(1e-3, 1))
        case 1: .coincidenceProbability(random.logUniform(1e-12, 1e-2), pair)
        case 2:
          .clicks(
            g2: random.logUniform(1e-3, 0.9), probability: random.uniform(1e-3, 0.5), efficiency: pair.efficiency1)
        default:
          .coincidenceCounts(
            coincidences: random.uniform(0, 1000).rounded(), triggers: random.logUniform(1e4, 1e12).rounded(),
            failure: 1e-10, pair)
        }
      let calibration = MultiphotonCalibration(method, preAttenuation: random.chance(0.5) ? 1 : random.uniform(0.02, 1))
      let plain: MultiphotonCalibration.Bound<Double> = try calibration.bound()
      let safe: MultiphotonCalibration.Bound<Interval> = try calibration.bound()
      #expect(safe.multiphoton.value.lower <= plain.multiphoton.value * (1 + 1e-12))
      #expect(safe.multiphoton.value.upper >= plain.multiphoton.value * (1 - 1e-12))
      #expect(safe.multiphoton.value.width <= 1e-8 * plain.multiphoton.value, "\(calibration)")
    }
  }
}

extension PairFiniteKeyOptions {
  /// z_min cannot exceed what bases of probability 1/2 give.
  var withoutDriftBeyondHalf: PairFiniteKeyOptions {
    var options = self
    if case .binomial(let z) = sampling { options.sampling = .binomial(leastTestProbability: min(z, 0.5)) }
    return options
  }
}
