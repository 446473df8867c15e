// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateLinks
import KeyRateSecurity

extension Quantities {
  static let loss = Quantity(.setup, "loss_dB", "loss of the channel", .input, unit: "dB")
  static let channelTransmittance = Quantity(.setup, "eta_ch", "transmittance of the channel", .exact, "BB-1")
  static let detectorEfficiency = Quantity(.setup, "eta_d", "efficiency of the receiver", .input)
  static let transmittance = Quantity(.setup, "eta", "total transmittance", .exact, "BB-1")
  static let darkCounts = Quantity(.setup, "p", "dark-count probability per detector per gate", .input)
  static let background = Quantity(.setup, "p", "background per gate, all detectors", .input)
  static let misalignment = Quantity(.setup, "e_d", "misalignment", .input)
  static let testMisalignment = Quantity(.setup, "e_dZ", "misalignment, test basis", .input)
  static let afterpulses = Quantity(.setup, "p_ap", "after-pulse probability", .input)
  static let deadTime = Quantity(.setup, "t_dead", "dead time", .input, unit: "s")
  static let repetitionRate = Quantity(.setup, "rep_rate", "repetition rate", .input, unit: "Hz")
  static let plob = Quantity(
    .ceiling, "plob", "repeaterless bound, channel only, one mode per pulse", .upperBound, "BND-4",
    "Pirandola et al. 2017, arXiv:1510.08863", unit: "bit/pulse")

  static let setup = [
    loss, channelTransmittance, detectorEfficiency, transmittance, darkCounts, background, misalignment,
    testMisalignment, afterpulses, deadTime, repetitionRate,
  ]
}

extension Setup {
  /// The hardware and what it does to pulses of the given intensities, for the trace of a result.
  ///
  /// - Parameter mix: the pulses whose clicks leave shared after-pulses; nil if their background is not to be shown.
  package func trace(intensities: [Double], mix: PulseMix? = nil) -> [TraceEntry] {
    typealias Q = Quantities
    let resolved = mix.map(resolvingAfterpulses) ?? self
    let hardware = [
      Q.loss(channel.lossDecibel, note: link.remark), Q.channelTransmittance(channel.value, note: link.remark),
      Q.detectorEfficiency(detectorEfficiency.value), Q.transmittance(transmittance, note: link.remark),
      (model.backgroundIsPerDetector ? Q.darkCounts : Q.background)(backgroundProbability),
      Q.misalignment(misalignment),
      testBasisMisalignment != misalignment ? Q.testMisalignment(testBasisMisalignment) : nil,
      afterpulseProbability > 0 ? Q.afterpulses(afterpulseProbability) : nil,
      deadTimeSeconds > 0 ? Q.deadTime(deadTimeSeconds) : nil, repetitionRateHz.map { Q.repetitionRate($0) },
    ].compactMap { $0 }
    let shared = afterpulseProbability > 0 && afterpulses == .shared && mix != nil
    let background =
      shared ? [Q.sharedBackground(mix.map(self.background) ?? backgroundProbability, note: link.remark)] : []
    let responses = intensities.enumerated().flatMap { k, mu -> [TraceEntry] in
      let r = resolved.response(mu, misalignment: misalignment)
      return [Q.gain("\(k + 1)").by(model.origin)(r.gain), Q.errorRate("\(k + 1)").by(model.origin)(r.errorRate)]
    }
    return hardware + background + responses
  }

  /// The repeaterless bound of the channel, for the trace of a result.
  package var ceilingTrace: [TraceEntry] { [Quantities.plob(PureLoss.repeaterless(link))] }
}

extension ChannelModel {
  /// Whether p is the dark-count probability of one detector; otherwise it counts all detectors.
  package var backgroundIsPerDetector: Bool { self == .threshold2 || self == .lim2014 || self == .satquma2022 }
}
