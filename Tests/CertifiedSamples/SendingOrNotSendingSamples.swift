// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import KeyRateTestSupport
import SendingOrNotSending

/// Random counts of sending-or-not-sending, with and without pairing, ordinary ones and such at the edges.
package enum SendingOrNotSendingSamples {
  private static func user(_ r: inout SplitMix64, _ scheme: Scheme, isEdge: Bool) -> UserSettings {
    let p1 = isEdge ? r.uniform(0.02, 0.95) : r.uniform(0.6, 0.9)
    let a2 = r.uniform(0.2, isEdge ? 1.2 : 0.5)
    return UserSettings(
      signalWindowProbability: isEdge ? r.uniform(0.05, 0.98) : r.uniform(0.7, 0.95), weakProbability: p1,
      strongProbability: (1 - p1) * r.uniform(0.2, 0.8), weakIntensity: a2 * (isEdge ? r.logUniform(1e-3, 0.98) : 0.2),
      strongIntensity: a2, signalIntensity: r.uniform(0.35, isEdge ? 1.2 : 0.55),
      sendingProbability: isEdge
        ? r.logUniform(1e-3, 0.7) : scheme == .aopp ? r.uniform(0.22, 0.33) : r.uniform(0.02, 0.06))
  }

  /// Draws one.
  package static func draw(
    _ random: inout SplitMix64, scheme: Scheme, releasing: Bool = false
  ) throws -> CertifiedSample {
    let isEdge = random.chance(0.4)
    let loss = random.uniform(5, isEdge ? 40 : 25)
    func arm(_ offset: Double) -> Transmittance { Transmittance(lossDecibel: loss + offset) ?? .one }
    let setup = Setup(
      channels: PerUser(alice: arm(0), bob: arm(isEdge ? random.uniform(-5, 5) : 0)),
      darkCountProbability: random.logUniform(1e-12, isEdge ? 1e-6 : 1e-8),
      misalignment: random.uniform(0, isEdge ? 0.2 : 0.04))
    let alice = user(&random, scheme, isEdge: isEdge)
    let settings = Settings(
      users: PerUser(alice: alice, bob: isEdge ? user(&random, scheme, isEdge: true) : alice),
      sliceWidth: isEdge ? random.logUniform(1e-3, Double.pi) : random.uniform(0.2, 0.8),
      countsMixedRounds: random.chance(0.8))
    let rounds = random.logUniform(isEdge ? 1e6 : 3e13, isEdge ? 9e17 : 1e16).rounded()
    var c = Simulation(setup, settings, rounds: rounds).observations
    c.origin = .measured
    for cell in cells { c[keyPath: cell].round() }
    if isEdge {
      switch random.whole(0...5) {
      case 0: c.vacuum = 0
      case 1: c.sliceErrors = 0
      case 2: c[keyPath: random.pick(Array(cells))] = 0
      case 3: for cell in cells { c[keyPath: cell] = min(random.uniform(0, 1e4).rounded(), c[keyPath: cell]) }
      case 4: c[keyPath: random.pick(Array(cells.dropLast(2)))] *= 2
      default: break
      }
    }
    c.zeroErrors = min(c.zeros, (c.zeroErrors ?? 0).rounded())
    c.oneErrors = min(c.ones, (c.oneErrors ?? 0).rounded())
    let kept = min(c.zeros, c.ones, (c.pairs?.kept ?? 0).rounded())
    c.pairs = .init(kept: kept, errors: min(kept, (c.pairs?.errors ?? 0).rounded()))
    let counts = c
    let bits = scheme == .aopp ? kept : counts.keyBits
    let options = FiniteKeyOptions(
      scheme: scheme, accounting: random.chance(0.2) ? .root : .split,
      method: random.chance(0.2) ? .simple : .spin, cells: random.pick([1, 4, 16]),
      secrecy: isEdge ? random.logUniform(1e-90, 0.1) : random.logUniform(1e-14, 1e-6),
      correctness: random.logUniform(1e-20, 1e-6),
      leakage: random.chance(0.3)
        ? .measured(bits: (random.uniform(0, 0.2) * bits).rounded()) : .estimated(efficiency: random.uniform(1, 1.2)))
    return try CertifiedSample(
      isRegular: !isEdge && counts.vacuum >= 1, scale: bits, label: "\(counts) \(settings) \(options)",
      plain: { try FiniteKey.estimate(counts, settings, options).rawLength },
      enclosure: { try FiniteKey.enclosure(counts, settings, options).rawLength },
      referee: { try FiniteKey.reference(counts, settings, options).rawLength },
      released: releasing ? try FiniteKey.analyse(counts, settings, options).lengthBits : nil)
  }

  /// Every count but the errors; the bits of the key last.
  private static let cells: [WritableKeyPath<Observations, Double> & Sendable] = [
    \.vacuum, \.weak.alice, \.weak.bob, \.strong.alice, \.strong.bob, \.sliceErrors, \.zeros, \.ones,
  ]
}
