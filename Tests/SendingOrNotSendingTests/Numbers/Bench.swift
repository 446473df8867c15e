// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import KeyRateLinks
import KeyRateSecurity
import KeyRateTestSupport
import RealModule
import SendingOrNotSending

/// The benchmark of the sns sheet, section 9, and random variations of it.
struct Bench {
  var setup = Setup(
    channels: PerUser(both: Transmittance(Double.pow(10, -2.5)) ?? .one), darkCountProbability: 1e-8,
    misalignment: 0.03)
  var settings = Settings(users: PerUser(both: Bench.user()), sliceWidth: 0.4)
  var rounds = 1e12
  var options = FiniteKeyOptions(scheme: .aopp)

  static func user(sending eps: Double = 0.27) -> UserSettings {
    UserSettings(
      signalWindowProbability: 0.85, weakProbability: 0.8, strongProbability: 0.1, weakIntensity: 0.05,
      strongIntensity: 0.4, signalIntensity: 0.48, sendingProbability: eps)
  }

  static let paired = Bench()
  static let plain = Bench(
    settings: Settings(users: PerUser(both: user(sending: 0.05)), sliceWidth: 0.4),
    options: FiniteKeyOptions(scheme: .sns))

  /// The counts of the sheet's benchmark as a run would have them.
  static let measured: Observations = {
    var c = Bench.paired.counts
    c.origin = .measured
    c.vacuum = 377
    c.weak = PerUser(both: 12_057_860)
    c.strong = PerUser(both: 12_046_522)
    c.sliceErrors = 19222
    c.zeros = 375_505_766
    c.ones = 215_919_824
    c.zeroErrors = c.zeroErrors?.rounded()
    c.oneErrors = c.oneErrors?.rounded()
    c.pairs = .init(kept: 124_150_621, errors: 3273)
    return c
  }()

  init(
    settings: Settings = Settings(users: PerUser(both: Bench.user()), sliceWidth: 0.4),
    options: FiniteKeyOptions = FiniteKeyOptions(scheme: .aopp)
  ) {
    self.settings = settings
    self.options = options
  }

  /// A random link with settings that usually give key.
  init(_ r: inout SplitMix64, _ scheme: Scheme) {
    let arm = Transmittance(lossDecibel: r.uniform(5, 28)) ?? .one
    let other = r.chance(0.5) ? arm : Transmittance(lossDecibel: arm.lossDecibel + r.uniform(0, 4)) ?? arm
    setup = Setup(
      channels: PerUser(alice: arm, bob: other), detectorEfficiency: Transmittance(r.uniform(0.5, 1)) ?? .one,
      darkCountProbability: r.logUniform(1e-11, 1e-8), misalignment: r.uniform(0, 0.05))
    func user(_ r: inout SplitMix64) -> UserSettings {
      let p1 = r.uniform(0.5, 0.9)
      let a2 = r.uniform(0.25, 0.6)
      return UserSettings(
        signalWindowProbability: r.uniform(0.5, 0.95), weakProbability: p1,
        strongProbability: (1 - p1) * r.uniform(0.2, 0.8), weakIntensity: a2 * r.uniform(0.08, 0.4),
        strongIntensity: a2, signalIntensity: r.uniform(0.35, 0.6),
        sendingProbability: scheme == .aopp ? r.uniform(0.2, 0.35) : r.uniform(0.02, 0.08))
    }
    let alice = user(&r)
    settings = Settings(
      users: PerUser(alice: alice, bob: r.chance(0.6) ? alice : user(&r)), sliceWidth: r.uniform(0.15, 1),
      countsMixedRounds: r.chance(0.8))
    rounds = r.logUniform(1e12, 1e16).rounded()
    options = FiniteKeyOptions(
      scheme: scheme, accounting: r.chance(0.3) ? .root : .split, cells: r.pick([1, 4, 16]),
      secrecy: r.logUniform(1e-14, 1e-6), leakage: .estimated(efficiency: r.uniform(1, 1.25)))
  }

  var counts: Observations { Simulation(setup, settings, rounds: rounds).observations }

  func length(_ change: (inout Observations) -> Void = { _ in }) throws -> Double {
    var c = counts
    change(&c)
    return try FiniteKey.estimate(c, settings, options).rawLength
  }
}
