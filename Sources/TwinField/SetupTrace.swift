// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateLinks
import KeyRateSecurity

extension Setup {
  /// The hardware, for the trace of a result.
  package var trace: [TraceEntry] {
    var list: [TraceEntry] = [
      .init(
        .setup, "loss_dB", "loss from Alice to Bob, fibre only", channel.lossDecibel, unit: "dB", direction: .input),
      .init(.setup, "eta_d", "efficiency of the detectors", detectorEfficiency.value, direction: .input),
      .init(
        .setup, "etaA", "transmittance of Alice's arm with detectors", aliceArm.value, equation: "TF-1",
        direction: .exact),
      .init(
        .setup, "etaB", "transmittance of Bob's arm with detectors", bobArm.value, equation: "TF-1", direction: .exact),
      .init(
        .setup, "pd", "dark-count probability per detector per window", darkCountProbability, direction: .input),
      .init(
        .setup, "theta", "polarisation angle between the arms", polarisationAngle, unit: "rad", equation: "TF-0",
        direction: .input),
    ]
    if phaseOffset != 0 {
      list.append(
        .init(.setup, "phi", "phase offset of the arriving fields", phaseOffset, unit: "rad", direction: .input))
    }
    if let rate = repetitionRateHz {
      list.append(.init(.setup, "rep_rate", "rounds per second", rate, unit: "Hz", direction: .input))
    }
    return list
  }

  /// What the honest middle does with the key pulses, for the trace of a result.
  package func keyTrace(_ settings: Settings) -> [TraceEntry] {
    let model = ChannelModel(self)
    let response = model.keyResponse(settings.alice.signalIntensity, settings.bob.signalIntensity)
    let source = "Curty, Azuma, Lo 2019, arXiv:1807.07667, Eqs 27-31"
    return [
      .init(
        .channel, "Q_X", "key-mode gain of one outcome", response.gain, unit: "click/pulse", equation: "TF-3",
        source: source, direction: .expectation),
      .init(
        .channel, "e_X", "key-mode error rate", response.errorRate, equation: "TF-3", source: source,
        direction: .expectation),
    ]
  }

  /// The limits of every protocol over this link, for the trace of a result.
  package var ceilingTrace: [TraceEntry] {
    let pirandola = "Pirandola et al. 2017, arXiv:1510.08863"
    var list: [TraceEntry] = [
      .init(
        .ceiling, "plob", "repeaterless bound, fibre only", PureLoss.repeaterless(channel), unit: "bit/pulse",
        equation: "TF-50", source: pirandola, direction: .upperBound, note: "a twin-field rate may exceed it")
    ]
    if detectorEfficiency.value < 1 {
      list.append(
        .init(
          .ceiling, "plob_with_receiver", "repeaterless bound with both detectors",
          PureLoss.repeaterless(aliceArm * bobArm), unit: "bit/pulse", equation: "TF-50", source: pirandola,
          direction: .upperBound, note: "relative: to exceed it proves nothing about the channel"))
    }
    list.append(
      .init(
        .ceiling, "single_repeater", "bound with one ideal repeater in the middle",
        RepeaterChain.bound(links: [aliceChannel, bobChannel]), unit: "bit/pulse", equation: "TF-51",
        source: "Pirandola 2019, arXiv:1601.00966", direction: .upperBound))
    return list
  }
}
