// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateBounds
import KeyRateLinks
import KeyRateSecurity

extension Quantities {
  static let aliceLoss = Quantity(.setup, "loss_A_dB", "loss of Alice's arm", .input, unit: "dB")
  static let bobLoss = Quantity(.setup, "loss_B_dB", "loss of Bob's arm", .input, unit: "dB")
  static let detectorEfficiency = Quantity(.setup, "eta_d", "efficiency of the relay's detectors", .input)
  static let aliceArm = Quantity(.setup, "eta_A", "transmittance of Alice's arm with detectors", .exact, "MDI-1")
  static let bobArm = Quantity(.setup, "eta_B", "transmittance of Bob's arm with detectors", .exact, "MDI-1")
  static let darkCounts = Quantity(.setup, "pd", "dark-count probability per detector per gate", .input)
  static let misalignment = Quantity(.setup, "e_d", "misalignment", .input)
  static let aliceRotation = Quantity(.setup, "theta_A", "rotation of Alice's arm", .input, unit: "rad")
  static let bobRotation = Quantity(.setup, "theta_B", "rotation of Bob's arm", .input, unit: "rad")
  static let repetitionRate = Quantity(.setup, "rep_rate", "rate of pulse pairs", .input, unit: "Hz")

  static let setup = [
    aliceLoss, bobLoss, detectorEfficiency, aliceArm, bobArm, darkCounts, misalignment, aliceRotation, bobRotation,
    repetitionRate,
  ]
}

extension Setup {
  /// The hardware and what it does to the signals, for the trace of a result.
  package func trace(signals: PerParty<Double>) -> [TraceEntry] {
    typealias Q = Quantities
    let errors =
      switch model {
      case .flip: [Q.misalignment(misalignment)]
      case .rotation: [Q.aliceRotation(rotations.alice), Q.bobRotation(rotations.bob)]
      }
    let hardware =
      ArmTrace.entries(channels, note: link.remark) + [
        Q.detectorEfficiency(detectorEfficiency.value), Q.aliceArm(transmittances.alice, note: link.remark),
        Q.bobArm(transmittances.bob, note: link.remark),
        Q.darkCounts(darkCountProbability),
      ] + errors + (repetitionRateHz.map { [Q.repetitionRate($0)] } ?? [])
    let z = response(.z, signals)
    let x = singlePhotonPair(.x)
    let pairs = model.singlePhotonOrigins
    return hardware + [
      Q.signalGain.by(model.origin)(z.gain), Q.signalError.by(model.origin)(z.errorRate),
      Q.pairGain.by(pairs.gain)(x.gain), Q.pairError.by(pairs.errors)(x.errorRate),
    ]
  }
}

/// The two arms and their limits in a trace.
package enum ArmTrace {
  static func entries(_ channels: PerParty<Transmittance>, note: String? = nil) -> [TraceEntry] {
    [
      Quantities.aliceLoss(channels.alice.lossDecibel, note: note),
      Quantities.bobLoss(channels.bob.lossDecibel, note: note),
    ]
  }

  /// The repeaterless bound and that of a single repeater (MDI-50).
  package static func ceilings(_ link: Link) -> [TraceEntry] {
    [
      Quantities.plob(PureLoss.repeaterless(link)), Quantities.singleRepeater(RepeaterChain.bound(link)),
    ]
  }
}
