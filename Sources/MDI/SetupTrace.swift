// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateLinks
import KeyRateSecurity

extension Setup {
  /// The hardware and what it does to the signals, for the trace of a result.
  package func trace(signals: PerParty<Double>) -> [TraceEntry] {
    var list = ArmTrace.entries(channels)
    list += [
      .init(.setup, "eta_d", "efficiency of the relay's detectors", detectorEfficiency.value, direction: .input),
      .init(
        .setup, "eta_A", "transmittance of Alice's arm with detectors", transmittances.alice, equation: "MDI-1",
        direction: .exact),
      .init(
        .setup, "eta_B", "transmittance of Bob's arm with detectors", transmittances.bob, equation: "MDI-1",
        direction: .exact),
      .init(
        .setup, "pd", "dark-count probability per detector per gate", darkCountProbability, direction: .input),
    ]
    switch model {
    case .flip:
      list.append(.init(.setup, "e_d", "misalignment", misalignment, direction: .input))
    case .rotation:
      list.append(.init(.setup, "theta_A", "rotation of Alice's arm", rotations.alice, unit: "rad", direction: .input))
      list.append(.init(.setup, "theta_B", "rotation of Bob's arm", rotations.bob, unit: "rad", direction: .input))
    }
    if let rate = repetitionRateHz {
      list.append(.init(.setup, "rep_rate", "rate of pulse pairs", rate, unit: "Hz", direction: .input))
    }
    let z = response(.z, signals)
    let x = singlePhotonPair(.x)
    return list + [
      .init(
        .channel, "Q_Z", "announcements per pair of signals", z.gain, equation: model.equation, source: model.source,
        direction: .expectation),
      .init(
        .channel, "E_Z", "error rate of the signals", z.errorRate, equation: model.equation, source: model.source,
        direction: .expectation),
      .init(
        .channel, "Y11", "yield of single-photon pairs", x.gain, equation: model == .flip ? "MDI-7" : "MDI-13",
        source: model.source, direction: .expectation),
      .init(
        .channel, "e11_X", "error rate of single-photon pairs in X", x.errorRate,
        equation: model == .flip ? "MDI-8" : "MDI-13", source: model.source, direction: .expectation),
    ]
  }
}

/// The two arms and their limits in a trace.
package enum ArmTrace {
  static func entries(_ channels: PerParty<Transmittance>) -> [TraceEntry] {
    [
      .init(
        .setup, "loss_A_dB", "loss of Alice's arm", channels.alice.lossDecibel, unit: "dB", direction: .input),
      .init(.setup, "loss_B_dB", "loss of Bob's arm", channels.bob.lossDecibel, unit: "dB", direction: .input),
    ]
  }

  /// The repeaterless bound and that of a single repeater (MDI-50).
  package static func ceilings(_ channels: PerParty<Transmittance>) -> [TraceEntry] {
    [
      .init(
        .ceiling, "plob", "repeaterless bound, both arms, one mode per pulse",
        PureLoss.repeaterless(channels.alice * channels.bob), unit: "bit/pulse", equation: "MDI-50",
        source: "Pirandola et al. 2017, arXiv:1510.08863", direction: .upperBound),
      .init(
        .ceiling, "single_repeater", "one ideal repeater in place of the relay",
        RepeaterChain.bound(links: [channels.alice, channels.bob]), unit: "bit/pulse", equation: "MDI-50",
        source: "Pirandola 2019, arXiv:1601.00966", direction: .upperBound),
    ]
  }
}
