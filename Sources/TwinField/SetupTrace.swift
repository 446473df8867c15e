// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateLinks
import KeyRateSecurity

extension Quantities {
  static let loss = Quantity(.setup, "loss_dB", "loss from Alice to Bob, fibre only", .input, unit: "dB")
  static let detectorEfficiency = Quantity(.setup, "eta_d", "efficiency of the detectors", .input)
  static let aliceArm = Quantity(.setup, "etaA", "transmittance of Alice's arm with detectors", .exact, "TF-1")
  static let bobArm = Quantity(.setup, "etaB", "transmittance of Bob's arm with detectors", .exact, "TF-1")
  static let darkCounts = Quantity(.setup, "pd", "dark-count probability per detector per window", .input)
  static let polarisation = Quantity(
    .setup, "theta", "polarisation angle between the arms", .input, "TF-0", unit: "rad")
  static let phaseOffset = Quantity(.setup, "phi", "phase offset of the arriving fields", .input, unit: "rad")
  static let repetitionRate = Quantity(.setup, "rep_rate", "rounds per second", .input, unit: "Hz")

  static let setup = [
    loss, detectorEfficiency, aliceArm, bobArm, darkCounts, polarisation, phaseOffset, repetitionRate,
  ]
}

extension Setup {
  /// The hardware, for the trace of a result.
  package var trace: [TraceEntry] {
    typealias Q = Quantities
    return [
      Q.loss(channel.lossDecibel, note: link.remark), Q.detectorEfficiency(detectorEfficiency.value),
      Q.aliceArm(aliceArm.value, note: link.remark), Q.bobArm(bobArm.value, note: link.remark),
      Q.darkCounts(darkCountProbability), Q.polarisation(polarisationAngle),
      phaseOffset != 0 ? Q.phaseOffset(phaseOffset) : nil, repetitionRateHz.map { Q.repetitionRate($0) },
    ].compactMap { $0 }
  }

  /// What the honest middle does with the key pulses, for the trace of a result.
  package func keyTrace(_ settings: Settings) -> [TraceEntry] {
    let response = VaryingModel(self).keyResponse(settings.alice.signalIntensity, settings.bob.signalIntensity)
    return [Quantities.keyGain(response.gain), Quantities.keyError(response.errorRate)]
  }

  /// The limits of every protocol over this link, for the trace of a result.
  package var ceilingTrace: [TraceEntry] {
    typealias Q = Quantities
    return [
      Q.plob(PureLoss.repeaterless(link), note: "a twin-field rate may exceed it"),
      detectorEfficiency.value < 1
        ? Q.plobWithReceiver(
          link.mean { sample in
            let bob = sample.bob?.transmittance ?? .one
            return PureLoss.repeaterless(
              (sample.alice.transmittance * detectorEfficiency) * (bob * detectorEfficiency))
          }, note: "relative: to exceed it proves nothing about the channel")
        : nil,
      Q.singleRepeater(RepeaterChain.bound(link)),
    ].compactMap { $0 }
  }
}
