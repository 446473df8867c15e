// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import MDI

/// Random counts of MDI-QKD with three or four intensities each, ordinary ones and such at the edges.
package enum MDISamples {
  private static func setup(_ random: inout SplitMix64, _ isEdge: Bool) -> Setup {
    func arm(_ r: inout SplitMix64) -> Transmittance {
      Transmittance(lossDecibel: r.uniform(0, isEdge ? 35 : 12)) ?? .one
    }
    return Setup(
      channels: PerParty(alice: arm(&random), bob: arm(&random)),
      detectorEfficiency: Transmittance(random.uniform(0.1, 0.9)) ?? .one,
      darkCountProbability: random.logUniform(1e-9, isEdge ? 1e-4 : 1e-6),
      misalignment: isEdge && random.chance(0.3) ? 0 : random.uniform(0, 0.03))
  }

  private static func options(_ random: inout SplitMix64, _ isEdge: Bool, key: Double) -> FiniteKeyOptions {
    let accounting: Accounting = random.chance(0.1) ? .curty2014 : .phaseError
    return FiniteKeyOptions(
      accounting: accounting, bound: random.pick([.chernoff, .chernoff, .chernoffSimple]),
      joint: random.chance(0.8), scan: random.pick([.off, .single, .single, .double]),
      errorCorrectionInClear: accounting == .phaseError && random.chance(0.3),
      secrecy: isEdge ? random.logUniform(1e-90, 0.5) : random.logUniform(1e-14, 1e-6),
      correctness: random.logUniform(1e-20, 1e-6),
      leakage: random.chance(0.3)
        ? .measured(bits: (random.uniform(0, 0.4) * key).rounded()) : .estimated(efficiency: random.uniform(1, 1.3)))
  }

  /// Draws one with four intensities each.
  package static func four(_ random: inout SplitMix64, releasing: Bool = false) throws -> CertifiedSample {
    let isEdge = random.chance(0.4)
    func choice(_ r: inout SplitMix64) -> FourIntensityChoice {
      let y = r.uniform(0.1, isEdge ? 0.8 : 0.3)
      let pz = isEdge ? r.uniform(0.01, 0.97) : r.uniform(0.4, 0.8)
      let py = (1 - pz) * r.uniform(0.05, 0.3)
      return FourIntensityChoice(
        signal: r.uniform(0.2, isEdge ? 1.5 : 0.6), strongDecoy: y,
        weakDecoy: y * (isEdge ? r.logUniform(1e-3, 0.99) : r.uniform(0.15, 0.5)),
        vacuum: isEdge && r.chance(0.2) ? y * 1e-4 : 0, signalProbability: pz, strongProbability: py,
        weakProbability: (1 - pz - py) * r.uniform(0.5, 0.9))
    }
    let alice = choice(&random)
    let choices = PerParty(alice: alice, bob: random.chance(0.3) ? alice : choice(&random))
    let pulses = random.logUniform(isEdge ? 1e6 : 1e12, isEdge ? 9e17 : 1e15).rounded()
    var c = FourIntensityCounts.expected(setup(&random, isEdge), choices, pulses: pulses)
    c.origin = .measured
    let cells: [WritableKeyPath<FourIntensityCounts, Double> & Sendable] = [
      \.zz, \.zzErrors, \.xx, \.xxErrors, \.yy, \.xo, \.ox, \.yo, \.oy, \.oo,
    ]
    for cell in cells { c[keyPath: cell].round() }
    if isEdge {
      switch random.whole(0...5) {
      case 0: c.zzErrors = 0
      case 1: c.xxErrors = 0
      case 2: for cell in [\FourIntensityCounts.xo, \.ox, \.oo] { c[keyPath: cell] = 0 }
      case 3: for cell in cells { c[keyPath: cell] = min(50, c[keyPath: cell]) }
      case 4: c[keyPath: random.pick(cells)] = 0
      default: break
      }
      c.xxErrors = min(c.xxErrors, c.xx)
      c.zzErrors = min(c.zzErrors, c.zz)
    }
    let counts = c
    let options = options(&random, isEdge, key: counts.zz)
    // No announcements of two vacua are what a good link shows.
    let smallest = cells.dropLast().map { counts[keyPath: $0] }.min() ?? 0
    return try CertifiedSample(
      isRegular: !isEdge && smallest >= 1, scale: counts.zz, label: "\(counts) \(choices) \(options)",
      plain: { try FiniteKey.estimate(counts, choices, options).rawLength },
      enclosure: { try FiniteKey.enclosure(counts, choices, options).rawLength },
      referee: { try FiniteKey.reference(counts, choices, options).rawLength },
      released: releasing ? try FiniteKey.analyse(counts, choices, options).lengthBits : nil)
  }

  /// Draws one with three intensities each.
  package static func three(_ random: inout SplitMix64, releasing: Bool = false) throws -> CertifiedSample {
    let isEdge = random.chance(0.4)
    func choice(_ r: inout SplitMix64) -> ThreeIntensityChoice {
      let mu = r.uniform(0.2, isEdge ? 1.5 : 0.6)
      let om = r.chance(0.5) ? 0 : r.logUniform(1e-6, 1e-3)
      let p = isEdge ? r.uniform(0.01, 0.95) : r.uniform(0.4, 0.7)
      let q = (1 - p) * r.uniform(0.2, 0.7)
      return ThreeIntensityChoice(
        intensities: ThreeIntensities(
          mu, om + (mu - om) * (isEdge ? r.logUniform(1e-3, 0.99) : r.uniform(0.1, 0.5)), om),
        probabilities: ThreeIntensities(p, q, 1 - p - q),
        keyBasis: ThreeIntensities(r.uniform(0.7, 1), r.uniform(0.2, 0.6), r.uniform(0.2, 0.6)))
    }
    let alice = choice(&random)
    let choices = PerParty(alice: alice, bob: random.chance(0.3) ? alice : choice(&random))
    let pulses = random.logUniform(isEdge ? 1e6 : 1e13, isEdge ? 9e17 : 1e16).rounded()
    var c = ThreeIntensityCounts.expected(setup(&random, isEdge), choices, pulses: pulses)
    c.origin = .measured
    c.keyErrors.round()
    for k in 0..<9 {
      c.keyBasis.values[k].round()
      c.testBasis.values[k].round()
      c.testErrors.values[k].round()
    }
    if isEdge {
      switch random.whole(0...4) {
      case 0: c.keyErrors = 0
      case 1: for k in 0..<9 { c.testErrors.values[k] = 0 }
      case 2: for k in 0..<9 { c.keyBasis.values[k] = min(100, c.keyBasis.values[k]) }
      case 3: c.keyBasis.values[random.whole(0...8)] = 0
      default: break
      }
      c.keyErrors = min(c.keyErrors, c.keyBasis.values[0])
    }
    for k in 0..<9 { c.testErrors.values[k] = min(c.testErrors.values[k], c.testBasis.values[k]) }
    let counts = c
    let options = options(&random, isEdge, key: counts.keyBasis.values[0])
    return try CertifiedSample(
      isRegular: !isEdge, scale: counts.keyBasis.values[0], label: "\(counts) \(choices) \(options)",
      plain: { try FiniteKey.estimate(counts, choices, options).rawLength },
      enclosure: { try FiniteKey.enclosure(counts, choices, options).rawLength },
      referee: { try FiniteKey.reference(counts, choices, options).rawLength },
      released: releasing ? try FiniteKey.analyse(counts, choices, options).lengthBits : nil)
  }
}
