// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateSecurity

extension Quantities {
  static let loss = Quantity(.setup, "loss_dB", "loss from Alice to Bob, fibre only", .input, unit: "dB")
  static let detectorEfficiency = Quantity(.setup, "eta_d", "efficiency of the detectors", .input)
  static let aliceArm = Quantity(.setup, "etaA", "transmittance of Alice's arm with detectors", .exact, "TF-1")
  static let bobArm = Quantity(.setup, "etaB", "transmittance of Bob's arm with detectors", .exact, "TF-1")
  static let darkCounts = Quantity(.setup, "pd", "dark-count probability per detector per gate", .input)
  static let misalignment = Quantity(.setup, "e_d", "clicks at the wrong detector inside the slice", .input)
  static let slotShare = Quantity(.setup, "slot_share", "share of all pulse slots that are rounds", .input)
  static let slotRate = Quantity(
    .setup, "rep_rate", "pulse slots per second, reference pulses and guard slots included", .input, unit: "Hz")

  static let setup = [
    loss, detectorEfficiency, aliceArm, bobArm, darkCounts, misalignment, slotShare, slotRate,
  ]
}

extension Setup {
  /// The hardware, for the trace of a result.
  package var trace: [TraceEntry] {
    typealias Q = Quantities
    return [
      Q.loss(channel.lossDecibel, note: link.remark), Q.detectorEfficiency(detectorEfficiency.value),
      Q.aliceArm(arms.alice.value, note: link.remark), Q.bobArm(arms.bob.value, note: link.remark),
      Q.darkCounts(darkCountProbability), Q.misalignment(misalignment),
      Q.slotShare(signalSlotShare), repetitionRateHz.map { Q.slotRate($0) },
    ].compactMap { $0 }
  }
}
