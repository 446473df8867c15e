// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateSecurity
import RealModule

/// What the hardware of a twin-field link is (tf sheet, section 1).
package struct Setup: Sendable, Equatable {
  /// What lies between the users and Charlie, without his detectors.
  package var link: Link
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

  /// Describes a steady link.
  package init(
    aliceChannel: Transmittance, bobChannel: Transmittance, detectorEfficiency: Transmittance = .one,
    darkCountProbability: Double = 0, polarisationAngle: Double = 0, phaseOffset: Double = 0,
    repetitionRateHz: Double? = nil
  ) {
    self.init(
      link: Link(alice: aliceChannel, bob: bobChannel), detectorEfficiency: detectorEfficiency,
      darkCountProbability: darkCountProbability, polarisationAngle: polarisationAngle, phaseOffset: phaseOffset,
      repetitionRateHz: repetitionRateHz)
  }

  /// Describes a link.
  package init(
    link: Link, detectorEfficiency: Transmittance = .one,
    darkCountProbability: Double = 0, polarisationAngle: Double = 0, phaseOffset: Double = 0,
    repetitionRateHz: Double? = nil
  ) {
    self.link = link
    self.detectorEfficiency = detectorEfficiency
    self.darkCountProbability = darkCountProbability
    self.polarisationAngle = polarisationAngle
    self.phaseOffset = phaseOffset
    self.repetitionRateHz = repetitionRateHz
  }

  /// Alice's arm; of a link that varies its mean, from which no gain is computed. To set it makes the link steady.
  package var aliceChannel: Transmittance {
    get { link.meanAlice }
    set { link = Link(alice: newValue, bob: bobChannel) }
  }
  /// The same of Bob's arm.
  package var bobChannel: Transmittance {
    get { link.meanBob }
    set { link = Link(alice: aliceChannel, bob: newValue) }
  }
  /// η_A: Alice to Charlie with his detectors.
  package var aliceArm: Transmittance { aliceChannel * detectorEfficiency }
  /// η_B: Bob to Charlie with his detectors.
  package var bobArm: Transmittance { bobChannel * detectorEfficiency }
  /// η_ch: Alice to Bob, fibre only.
  package var channel: Transmittance { link.meanTransmittance }
  /// Whether the two arms are alike, at all times.
  package var isSymmetric: Bool { link.isSymmetric }

  /// pd in a state of the link: dark counts and the stray light of both arms, of which each of Charlie's two detectors
  /// gets one half (LK-4).
  package func darkCounts(_ sample: Link.Sample) -> Double {
    DarkCounts.probability(
      dark: darkCountProbability, photons: sample.backgroundPhotons, efficiency: detectorEfficiency.value, share: 0.5)
  }

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
    // LK-4: n is a mean, and a bright sky leaves no key.
    let sky =
      link.samples.contains { $0.backgroundPhotons > 0.1 }
      ? ["more than 0.1 background photons per gate arrive at the station: there is no key"] : []
    guard darkCountProbability > 1e-3 else { return sky }
    return sky + [
      "dark-count probability \(darkCountProbability) is high; was a rate per second multiplied by the pulse window?"
    ]
  }
}
