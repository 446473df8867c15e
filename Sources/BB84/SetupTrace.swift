// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateLinks
import KeyRateSecurity

extension Setup {
  /// The hardware and what it does to pulses of the given intensities, for the trace of a result.
  package func trace(intensities: [Double]) -> [TraceEntry] {
    var list: [TraceEntry] = [
      .init(.setup, "loss_dB", "loss of the channel", channel.lossDecibel, unit: "dB", direction: .input),
      .init(
        .setup, "eta_ch", "transmittance of the channel", channel.value, equation: "BB-1", direction: .exact),
      .init(.setup, "eta_d", "efficiency of the receiver", detectorEfficiency.value, direction: .input),
      .init(.setup, "eta", "total transmittance", transmittance, equation: "BB-1", direction: .exact),
      .init(
        .setup, "p",
        model.backgroundIsPerDetector
          ? "dark-count probability per detector per gate" : "background per gate, all detectors",
        backgroundProbability, direction: .input),
      .init(.setup, "e_d", "misalignment", misalignment, direction: .input),
    ]
    if testBasisMisalignment != misalignment {
      list.append(.init(.setup, "e_dZ", "misalignment, test basis", testBasisMisalignment, direction: .input))
    }
    if afterpulseProbability > 0 {
      list.append(.init(.setup, "p_ap", "after-pulse probability", afterpulseProbability, direction: .input))
    }
    if deadTimeSeconds > 0 {
      list.append(.init(.setup, "t_dead", "dead time", deadTimeSeconds, unit: "s", direction: .input))
    }
    if let rate = repetitionRateHz {
      list.append(.init(.setup, "rep_rate", "repetition rate", rate, unit: "Hz", direction: .input))
    }
    for (k, mu) in intensities.enumerated() {
      let r = model.response(
        mu: mu, eta: transmittance, background: backgroundProbability, misalignment: misalignment,
        afterpulse: afterpulseProbability)
      list.append(
        .init(
          .channel, "Q[\(k + 1)]", "gain of intensity \(k + 1)", r.gain, unit: "click/pulse",
          equation: model.equation, source: model.source, direction: .expectation))
      list.append(
        .init(
          .channel, "E[\(k + 1)]", "error rate of intensity \(k + 1)", r.errorRate, equation: model.equation,
          source: model.source, direction: .expectation))
    }
    return list
  }

  /// The repeaterless bound of the channel, for the trace of a result.
  package var ceilingTrace: [TraceEntry] {
    [
      .init(
        .ceiling, "plob", "repeaterless bound, channel only, one mode per pulse",
        PureLoss.repeaterless(channel), unit: "bit/pulse", equation: "BND-4",
        source: "Pirandola et al. 2017, arXiv:1510.08863", direction: .upperBound)
    ]
  }
}

extension ChannelModel {
  /// Whether p is the dark-count probability of one detector; otherwise it counts all detectors.
  package var backgroundIsPerDetector: Bool { self == .threshold2 || self == .lim2014 || self == .satquma2022 }
}
