// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateSecurity
import RealModule

/// What the hardware of a sending-or-not-sending link is (sns sheet, section 1).
package struct Setup: Sendable, Equatable {
  /// What lies between the users and Charlie, without his detectors.
  package var link: Link
  /// η_d: Charlie's detectors with his optics; it enters each arm once.
  package var detectorEfficiency: Transmittance
  /// pd: dark-count probability per detector per gate, 0 ≤ pd < 1.
  package var darkCountProbability: Double
  /// e_d: clicks at the wrong detector inside the accepted slice, 0 ≤ e_d ≤ 1/2; simulation only.
  package var misalignment: Double
  /// The share of all pulse slots that are rounds of the protocol, above 0 and at most 1; the others carry phase
  /// reference pulses or nothing, and are uses of the channel all the same.
  package var signalSlotShare: Double
  /// Pulse slots per second, all of them; for bits per second.
  package var repetitionRateHz: Double?

  /// Describes a steady link.
  package init(
    channels: PerUser<Transmittance>, detectorEfficiency: Transmittance = .one, darkCountProbability: Double = 1e-8,
    misalignment: Double = 0.03, signalSlotShare: Double = 1, repetitionRateHz: Double? = nil
  ) {
    self.init(
      link: Link(alice: channels.alice, bob: channels.bob), detectorEfficiency: detectorEfficiency,
      darkCountProbability: darkCountProbability, misalignment: misalignment, signalSlotShare: signalSlotShare,
      repetitionRateHz: repetitionRateHz)
  }

  /// Describes a link.
  package init(
    link: Link, detectorEfficiency: Transmittance = .one, darkCountProbability: Double = 1e-8,
    misalignment: Double = 0.03, signalSlotShare: Double = 1, repetitionRateHz: Double? = nil
  ) {
    self.link = link
    self.detectorEfficiency = detectorEfficiency
    self.darkCountProbability = darkCountProbability
    self.misalignment = misalignment
    self.signalSlotShare = signalSlotShare
    self.repetitionRateHz = repetitionRateHz
  }

  /// Each user's arm; of a link that varies its mean, from which no gain is computed. To set it makes the link steady.
  package var channels: PerUser<Transmittance> {
    get { PerUser(alice: link.meanAlice, bob: link.meanBob) }
    set { link = Link(alice: newValue.alice, bob: newValue.bob) }
  }

  /// η_A and η_B: each user to Charlie with his detectors; of a link that varies the means.
  package var arms: PerUser<Transmittance> {
    PerUser(alice: channels.alice * detectorEfficiency, bob: channels.bob * detectorEfficiency)
  }

  /// Alice to Bob, fibre only.
  package var channel: Transmittance { link.meanTransmittance }

  /// Whether the two arms are alike, at all times.
  package var isSymmetric: Bool { link.isSymmetric }

  /// pd in a state of the link: dark counts and the stray light of both arms, of which each of Charlie's two detectors
  /// gets one half (LK-4).
  package func darkCounts(_ sample: Link.Sample) -> Double {
    DarkCounts.probability(
      dark: darkCountProbability, photons: sample.backgroundPhotons, efficiency: detectorEfficiency.value, share: 0.5)
  }

  /// √(η_B/η_A), held to a factor of 30: by how much Alice's decoys are weaker where both arrive alike.
  package var imbalance: Double {
    let eta = arms
    guard eta.alice.value > 0, eta.bob.value > 0 else { return 1 }
    return Swift.min(30, Swift.max(1 / 30, (eta.bob.value / eta.alice.value).squareRoot()))
  }

  /// Rounds of the protocol per second; nil without a repetition rate.
  package var roundsPerSecond: Double? { repetitionRateHz.map { $0 * signalSlotShare } }

  /// Secret bits per second at a rate per round; nil without a repetition rate.
  package func bitsPerSecond(ratePerRound: Double) -> Double? {
    roundsPerSecond.map { ratePerRound * $0 }
  }

  /// What is legal but leaves no key.
  package var warnings: [String] {
    // LK-4: n is a mean, and a bright sky leaves no key.
    link.samples.contains { $0.backgroundPhotons > 0.1 }
      ? ["more than 0.1 background photons per gate arrive at the station: there is no key"] : []
  }

  /// Refuses what cannot be.
  package func validate() throws(InputError) {
    try require(
      darkCountProbability, "pd", in: 0...1, excludingUpper: true,
      hint: "a dark-count rate in counts per second has to be multiplied by the gate")
    try require(misalignment, "e_d", in: 0...0.5, hint: "a fraction, not per cent")
    try Self.validateShare(signalSlotShare)
    if let rate = repetitionRateHz {
      try require(rate, "rep_rate", in: 0...1e15, excludingLower: true, hint: "in Hz")
    }
  }

  static func validateShare(_ share: Double) throws(InputError) {
    try require(
      share, "signal_slot_share", in: 0...1, excludingLower: true,
      hint: "rounds of the protocol among all pulse slots sent, reference pulses and guard slots included")
  }
}
