// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateSecurity
import RealModule

/// What the hardware of a twin-field link is (tf sheet, section 1).
package struct Setup: Sendable, Equatable {
  /// Alice's arm: fibre and connectors up to Charlie, without his detectors.
  package var aliceChannel: Transmittance
  /// Bob's arm.
  package var bobChannel: Transmittance
  /// η_d: Charlie's detectors with his optics; it enters each arm once.
  package var detectorEfficiency: Transmittance
  /// pd: dark-count probability per detector per pulse window, 0 ≤ pd < 1.
  package var darkCountProbability: Double
  /// θ: relative polarisation angle of the two arriving pulses, rad.
  package var polarisationAngle: Double
  /// φ: phase offset of the two arriving fields, rad.
  package var phaseOffset: Double
  /// Rounds per second; for bits per second.
  package var repetitionRateHz: Double?

  /// Describes a link.
  package init(
    aliceChannel: Transmittance, bobChannel: Transmittance, detectorEfficiency: Transmittance = .one,
    darkCountProbability: Double = 0, polarisationAngle: Double = 0, phaseOffset: Double = 0,
    repetitionRateHz: Double? = nil
  ) {
    self.aliceChannel = aliceChannel
    self.bobChannel = bobChannel
    self.detectorEfficiency = detectorEfficiency
    self.darkCountProbability = darkCountProbability
    self.polarisationAngle = polarisationAngle
    self.phaseOffset = phaseOffset
    self.repetitionRateHz = repetitionRateHz
  }

  /// η_A: Alice to Charlie with his detectors.
  package var aliceArm: Transmittance { aliceChannel * detectorEfficiency }
  /// η_B: Bob to Charlie with his detectors.
  package var bobArm: Transmittance { bobChannel * detectorEfficiency }
  /// η_ch: Alice to Bob, fibre only.
  package var channel: Transmittance { aliceChannel * bobChannel }
  /// Whether the two arms are alike.
  package var isSymmetric: Bool { aliceChannel == bobChannel }

  /// θ for a misalignment e: each user's polarisation rotated by arcsin √e in opposite directions, so that
  /// the intrinsic error (1 − cos θ)/2 is e (TF-0).
  ///
  /// - Parameter misalignment: e, 0 ≤ e ≤ 1/2; NaN outside [0, 1], which ``validate()`` refuses.
  package static func polarisationAngle(misalignment e: Double) -> Double {
    2 * Double.asin(e.squareRoot())
  }

  /// (1 − cos θ)/2, the intrinsic error of a polarisation angle; the inverse of
  /// ``polarisationAngle(misalignment:)``.
  package static func misalignment(polarisationAngle theta: Double) -> Double {
    let sine = Double.sin(theta / 2)
    return sine * sine
  }

  /// Refuses what cannot be.
  ///
  /// - Throws: `InputError` naming the quantity, its range and the likely slip.
  package func validate() throws(InputError) {
    try require(
      darkCountProbability, "pd", in: 0...1, excludingUpper: true,
      hint: "a dark-count rate in counts per second has to be multiplied by the pulse window")
    try require(polarisationAngle, "theta", in: -Double.pi...Double.pi, hint: "in radians, not degrees")
    try require(phaseOffset, "phi", in: -Double.pi...Double.pi, hint: "in radians, not degrees")
    if let rate = repetitionRateHz {
      try require(rate, "rep_rate", in: 0...1e15, excludingLower: true, hint: "in Hz")
    }
  }

  /// What is legal but unusual.
  package var warnings: [String] {
    guard darkCountProbability > 1e-3 else { return [] }
    return [
      "dark-count probability \(darkCountProbability) is high; was a rate per second multiplied by the pulse window?"
    ]
  }
}
