// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity
import RealModule

/// What a run over an honest link is expected to count, and what lies behind it (sns sheet, TFS-5 and TFS-6).
package struct Simulation: Sendable, Equatable {
  /// The expected counts, pairing included; real numbers, not rounded.
  package let observations: Observations
  /// S_zz: both send in signal windows, exactly one click.
  package let bothSendGain: Double
  /// Q_D and T_D.
  package let slice: ChannelModel.Slice
  /// n_D: accepted pairs of weak decoys with one click.
  package let sliceClicks: Double
  /// vac: nobody emits, not both weak decoys.
  package let vacuumShare: Double

  /// E_z: error rate of the key bits without pairing; 1/2 without bits.
  package var errorRate: Double {
    let bits = observations.keyBits
    return bits > 0 ? ((observations.zeroErrors ?? 0) + (observations.oneErrors ?? 0)) / bits : 0.5
  }
  /// n_g: pairs made.
  package var pairsMade: Double { Swift.min(observations.zeros, observations.ones) }
  /// E': error rate of the kept pairs; 1/2 without any.
  package var pairErrorRate: Double {
    guard let pairs = observations.pairs, pairs.kept > 0 else { return 0.5 }
    return (pairs.errors ?? 0) / pairs.kept
  }

  /// Simulates a run. Pairing is uniform over the whole block, so that of a link that varies the kept pairs follow from
  /// the sums as well (TFS-6).
  ///
  /// - Parameter rounds: N.
  package init(_ setup: Setup, _ settings: Settings, rounds n: Double) {
    let middle = VaryingModel(setup)
    let p = SettingProbabilities<Double>(settings)
    let users = settings.users
    let slice = middle.slice(users.alice.weakIntensity, users.bob.weakIntensity, width: settings.sliceWidth)
    func fromAlice(_ mu: Double) -> Double { middle.mean { $0.model.oneSends($0.etaA * mu) } }
    func fromBob(_ mu: Double) -> Double { middle.mean { $0.model.oneSends($0.etaB * mu) } }
    let accepted = n * p.bothWeak * (settings.sliceWidth / Double.pi)
    let dark = middle.mean { $0.model.nothingSent }
    let bothSend = middle.mean {
      $0.model.bothSend($0.etaA * users.alice.signalIntensity, $0.etaB * users.bob.signalIntensity)
    }
    let zeroErrors = n * p.ss * bothSend
    let oneErrors = n * p.nn * dark
    let zeros = n * p.ns * fromBob(users.bob.signalIntensity) + zeroErrors
    let ones = n * p.sn * fromAlice(users.alice.signalIntensity) + oneErrors
    let w0 = zeros > 0 ? zeroErrors / zeros : 0
    let w1 = ones > 0 ? oneErrors / ones : 0
    let made = Swift.min(zeros, ones)
    observations = Observations(
      vacuum: n * p.oo * dark,
      weak: PerUser(
        alice: n * p.weak.alice * fromAlice(users.alice.weakIntensity),
        bob: n * p.weak.bob * fromBob(users.bob.weakIntensity)),
      strong: PerUser(
        alice: n * p.strong.alice * fromAlice(users.alice.strongIntensity),
        bob: n * p.strong.bob * fromBob(users.bob.strongIntensity)),
      sliceErrors: accepted * slice.errorGain, zeros: zeros, ones: ones, zeroErrors: zeroErrors, oneErrors: oneErrors,
      pairs: .init(kept: made * ((1 - w0) * (1 - w1) + w0 * w1), errors: made * w0 * w1), rounds: n,
      origin: .expected)
    bothSendGain = bothSend
    self.slice = slice
    sliceClicks = accepted * slice.gain
    vacuumShare = p.vacuum
  }
}

extension Quantities {
  static let sliceGain = Quantity(
    .channel, "QD", "one click in accepted pairs of weak decoys", .expectation, "TFS-3")
  static let sliceErrorGain = Quantity(
    .channel, "TD", "one click at the wrong detector in accepted pairs of weak decoys", .expectation, "TFS-3")
  static let bothSendGain = Quantity(
    .channel, "Szz", "one click where both send in signal windows", .expectation, "TFS-2")

  static let channel = [sliceGain, sliceErrorGain, bothSendGain, asymptoticYield]
}

extension Simulation {
  /// What the link does to the pulses, for the trace of a result.
  package var trace: [TraceEntry] {
    [
      Quantities.sliceGain(slice.gain), Quantities.sliceErrorGain(slice.errorGain),
      Quantities.bothSendGain(bothSendGain),
    ]
  }
}
