// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity

/// What the hardware of a link with a source of entangled pairs is: BBM92 with the source in the
/// middle, or at one end with an arm of transmittance near 1 (photons sheet, section 1).
///
/// The key comes from basis X, the test basis is Z.
package struct PairSetup: Sendable, Equatable {
  /// From the source to one user.
  package struct Arm: Sendable, Equatable {
    /// Fibre, free space and connectors: what ceilings are drawn for.
    package var channel: Transmittance
    /// η_d of this user: the receiver with its optics.
    package var detectorEfficiency: Transmittance

    /// Describes an arm.
    package init(channel: Transmittance, detectorEfficiency: Transmittance = .one) {
      self.channel = channel
      self.detectorEfficiency = detectorEfficiency
    }

    /// η_A or η_B: channel and receiver together.
    package var transmittance: Double { channel.value * detectorEfficiency.value }
  }

  /// How the crystal is pumped.
  package enum Pump: Sendable, Equatable {
    /// Pulses; rates are per pulse.
    case pulsed(PulsedPump)
    /// A continuous wave; rates are per second.
    case continuous(ContinuousPump)
  }

  /// The two arms of the source in every state of the link (LK-1); Alice owns the key string.
  package let link: Link
  /// η_d of Alice: her receiver with its optics.
  package let aliceDetector: Transmittance
  /// η_d of Bob.
  package let bobDetector: Transmittance
  /// The pump, with what belongs to its detection scheme.
  package var pump: Pump
  /// e_d = sin² of the angle between the two analysers in the key basis, 0 ≤ e_d ≤ 1/2.
  package var misalignment: Double
  /// e_dZ: the same in the test basis.
  package var testBasisMisalignment: Double

  /// Describes a link.
  package init(
    alice: Arm, bob: Arm, pump: Pump, misalignment: Double = 0, testBasisMisalignment: Double? = nil
  ) {
    self.init(
      link: Link(alice: alice.channel, bob: bob.channel), aliceDetector: alice.detectorEfficiency,
      bobDetector: bob.detectorEfficiency, pump: pump, misalignment: misalignment,
      testBasisMisalignment: testBasisMisalignment)
  }

  /// Describes a link whose arms may vary: expected counts are summed over its states (PH-22, LK-2).
  ///
  /// - Parameter link: with two arms; of one without, Bob's arm lets everything pass.
  package init(
    link: Link, aliceDetector: Transmittance, bobDetector: Transmittance, pump: Pump, misalignment: Double = 0,
    testBasisMisalignment: Double? = nil
  ) {
    self.link = link
    self.aliceDetector = aliceDetector
    self.bobDetector = bobDetector
    self.pump = pump
    self.misalignment = misalignment
    self.testBasisMisalignment = testBasisMisalignment ?? misalignment
  }

  /// The arm of Alice; of a link that varies its mean, from which no count follows.
  package var alice: Arm { Arm(channel: link.meanAlice, detectorEfficiency: aliceDetector) }
  /// The arm of Bob, as Alice's.
  package var bob: Arm { Arm(channel: link.meanBob, detectorEfficiency: bobDetector) }

  /// Refuses what cannot be.
  ///
  /// - Throws: `InputError` naming the quantity, its range and the likely slip.
  package func validate() throws(InputError) {
    for sample in link.samples where sample.backgroundPhotons > 0 {
      throw InputError(
        "n", sample.backgroundPhotons, allowed: "must be 0: two receivers share no stray light",
        hint: "state what arrives at each user as dark or background counts")
    }
    try require(misalignment, "e_d", in: 0...0.5, hint: "a fraction, not percent")
    try require(testBasisMisalignment, "e_dZ", in: 0...0.5, hint: "a fraction, not percent")
    switch pump {
    case .pulsed(let pump): try pump.validate()
    case .continuous(let pump): try pump.validate()
    }
  }
}

/// A pulsed pump and the detectors gated with it (photons sheet, section 1a).
package struct PulsedPump: Sendable, Equatable {
  /// How coincidences are modelled.
  package enum Model: String, Sendable, CaseIterable {
    /// Threshold detectors, any number of pairs, random bits on double clicks (PH-3); the default.
    case exact
    /// As published by Ma, Fung, Lo 2007, quant-ph/0703122 (PH-4): errors up to 2 % too low at strong
    /// background; one mode, and p_A, p_B count all detectors of a user together.
    case mfl2007
  }

  /// The model.
  package var model: Model
  /// M ≥ 1: equal Schmidt modes of each polarisation combination; +∞ for Poissonian pairs. From
  /// the unheralded g² of one arm: M = 1/(g² − 1).
  package var modes: Double
  /// p_A: dark or background click probability of each of Alice's detectors per gate, 0 ≤ p < 1.
  package var aliceBackground: Double
  /// p_B: the same at Bob's.
  package var bobBackground: Double

  /// Describes a pump.
  package init(model: Model = .exact, modes: Double = 1, aliceBackground: Double = 0, bobBackground: Double = 0) {
    self.model = model
    self.modes = modes
    self.aliceBackground = aliceBackground
    self.bobBackground = bobBackground
  }

  func validate() throws(InputError) {
    try require(modes, "modes", in: 1...Double.infinity, hint: "1 is a single Schmidt mode, inf is Poissonian")
    if model == .mfl2007, modes != 1 {
      throw InputError("modes", modes, allowed: "must be 1 with model mfl2007", hint: "model exact takes any number")
    }
    let hint = "a dark-count rate in counts per second has to be multiplied by the gate time"
    try require(aliceBackground, "p_A", in: 0...1, excludingUpper: true, hint: hint)
    try require(bobBackground, "p_B", in: 0...1, excludingUpper: true, hint: hint)
  }
}

/// A continuous pump with free-running detectors (photons sheet, section 1b).
package struct ContinuousPump: Sendable, Equatable {
  /// How accidental coincidences are counted.
  package enum Model: String, Sendable, CaseIterable {
    /// s_A s_B w (Neumann et al. 2021, arXiv:2103.14639); the default.
    case neumann2021
    /// At most one coincidence for each window.
    case saturated
  }

  /// The model.
  package var model: Model
  /// J: full width at half maximum of the coincidence peak in seconds, from detectors, clocks and
  /// dispersion of both users together; 0 is a sharp peak.
  package var jitterSeconds: Double
  /// Dark and background counts per second of all of Alice's detectors.
  package var aliceDarkRateHz: Double
  /// The same of Bob's.
  package var bobDarkRateHz: Double
  /// Dead time of each detector after a click, in seconds.
  package var deadTimeSeconds: Double
  /// Detectors per user that share the clicks; 1 if all are blocked together.
  package var detectorsPerUser: Double

  /// Describes a pump.
  package init(
    model: Model = .neumann2021, jitterSeconds: Double = 0, aliceDarkRateHz: Double = 0, bobDarkRateHz: Double = 0,
    deadTimeSeconds: Double = 0, detectorsPerUser: Double = 4
  ) {
    self.model = model
    self.jitterSeconds = jitterSeconds
    self.aliceDarkRateHz = aliceDarkRateHz
    self.bobDarkRateHz = bobDarkRateHz
    self.deadTimeSeconds = deadTimeSeconds
    self.detectorsPerUser = detectorsPerUser
  }

  func validate() throws(InputError) {
    try require(jitterSeconds, "jitter_s", in: 0...1, hint: "in seconds, not picoseconds")
    try require(aliceDarkRateHz, "DCR_A", in: 0...1e15, hint: "in counts per second")
    try require(bobDarkRateHz, "DCR_B", in: 0...1e15, hint: "in counts per second")
    try require(deadTimeSeconds, "t_dead", in: 0...1, hint: "in seconds, not nanoseconds")
    try require(detectorsPerUser, "detectors", in: 1...1e6)
  }
}
