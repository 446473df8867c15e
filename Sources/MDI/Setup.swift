// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateSecurity

/// The two preparation bases of the protocol (mdi sheet, section 1).
package enum Basis: String, Sendable, CaseIterable {
  /// Horizontal and vertical (early and late): the key.
  case z = "Z"
  /// The two superpositions: phase errors.
  case x = "X"
}

/// What misaligned arms do (mdi sheet, sections 2.1 and 2.3).
package enum ChannelModel: String, Sendable, CaseIterable {
  /// Every bit is flipped with probability e_d (MDI-2, MDI-3, MDI-4, MDI-5, MDI-6); the default.
  case flip
  /// Both arms are rotated by angles of their own (MDI-11, MDI-12).
  case rotation

  /// The equations of the formula sheet and their source.
  package var origin: Quantity.Origin {
    switch self {
    case .flip: .init("MDI-10", "Ma and Razavi 2012, arXiv:1204.4856, Eqs 35, 39, 51-54")
    case .rotation: .init("MDI-12", "mdi sheet, section 2.3; Xu et al. 2013, arXiv:1305.6965")
    }
  }
}

/// Which Bell states the relay announces.
package enum BellStates: Int, Sendable, CaseIterable {
  /// Ψ− only, as most time-bin relays: half of the announcements, the same error rates.
  case one = 1
  /// Ψ+ and Ψ−.
  case two = 2
}

/// What the hardware of an MDI link is: two arms that meet at an untrusted relay with four
/// threshold detectors (mdi sheet, sections 0 to 2).
package struct Setup: Sendable, Equatable {
  /// The model of misalignment.
  package var model: ChannelModel
  /// What lies between the users and the relay, without its detectors.
  package var link: Link
  /// η_d: the relay's optics and detectors.
  package var detectorEfficiency: Transmittance
  /// p_d: dark counts of one of the four detectors in one gate, 0 ≤ p_d < 1/2.
  ///
  /// The classic Y0 = 6.02e-6 is the total of two detectors: p_d is half of it.
  package var darkCountProbability: Double
  /// e_d: the probability of a flipped bit, 0 ≤ e_d ≤ 1/2; model `flip` only.
  package var misalignment: Double
  /// θ_A, θ_B: rotations of the arms in rad; model `rotation` only.
  package var rotations: PerParty<Double>
  /// The Bell states that the relay announces.
  package var bellStates: BellStates
  /// The rate of pulse pairs in Hz; for bits per second.
  package var repetitionRateHz: Double?

  /// Describes a steady link.
  package init(
    model: ChannelModel = .flip, channels: PerParty<Transmittance>, detectorEfficiency: Transmittance = .one,
    darkCountProbability: Double = 0, misalignment: Double = 0,
    rotations: PerParty<Double> = PerParty(both: 0), bellStates: BellStates = .two, repetitionRateHz: Double? = nil
  ) {
    self.init(
      model: model, link: Link(alice: channels.alice, bob: channels.bob), detectorEfficiency: detectorEfficiency,
      darkCountProbability: darkCountProbability, misalignment: misalignment, rotations: rotations,
      bellStates: bellStates, repetitionRateHz: repetitionRateHz)
  }

  /// Describes a link.
  package init(
    model: ChannelModel = .flip, link: Link, detectorEfficiency: Transmittance = .one,
    darkCountProbability: Double = 0, misalignment: Double = 0,
    rotations: PerParty<Double> = PerParty(both: 0), bellStates: BellStates = .two, repetitionRateHz: Double? = nil
  ) {
    self.model = model
    self.link = link
    self.detectorEfficiency = detectorEfficiency
    self.darkCountProbability = darkCountProbability
    self.misalignment = misalignment
    self.rotations = rotations
    self.bellStates = bellStates
    self.repetitionRateHz = repetitionRateHz
  }

  /// t_A, t_B: the arms; of a link that varies their means, from which no gain is computed. To set them makes the link
  /// steady.
  package var channels: PerParty<Transmittance> {
    get { PerParty(alice: link.meanAlice, bob: link.meanBob) }
    set { link = Link(alice: newValue.alice, bob: newValue.bob) }
  }

  /// η_A and η_B: each arm with the relay's detectors (MDI-1); means where the link varies.
  package var transmittances: PerParty<Double> { channels.map { $0.value * detectorEfficiency.value } }

  /// The two arms one behind the other: what the repeaterless bound is drawn for.
  package var channel: Transmittance { link.meanTransmittance }

  /// Refuses what cannot be.
  ///
  /// - Throws: `InputError` naming the quantity, its range and the likely slip.
  package func validate() throws(InputError) {
    try require(
      darkCountProbability, "pd", in: 0...0.5, excludingUpper: true,
      hint: "a dark-count rate in counts per second has to be multiplied by the gate time")
    for sample in link.samples {
      try require(
        darkCounts(sample), "pd", in: 0...0.5, excludingUpper: true, hint: "too many background photons per gate")
    }
    try require(misalignment, "e_d", in: 0...0.5, hint: "a fraction, not percent")
    for (name, angle) in [("thetaA", rotations.alice), ("thetaB", rotations.bob)] {
      try require(angle, name, in: -3.2...3.2, hint: "in rad, not degrees")
    }
    if model == .flip, rotations != PerParty(both: 0) {
      throw InputError(
        "thetaA", value: "\(rotations.alice), \(rotations.bob)", allowed: "belongs to the model rotation",
        hint: "model flip takes e_d")
    }
    if model == .rotation, misalignment != 0 {
      throw InputError("e_d", misalignment, allowed: "belongs to the model flip", hint: "model rotation takes angles")
    }
    if let rate = repetitionRateHz {
      try require(rate, "rep_rate", in: 0...1e15, excludingLower: true, hint: "in Hz")
    }
  }

  /// What is legal but unusual.
  package var warnings: [String] {
    var list: [String] = []
    // LK-4: n is a mean, and a bright sky leaves no key.
    if link.samples.contains(where: { $0.backgroundPhotons > 0.1 }) {
      list.append("more than 0.1 background photons per gate arrive at the relay: there is no key")
    }
    if darkCountProbability > 1e-3 {
      list.append(
        "dark-count probability \(darkCountProbability) per gate is high; a rate per second must be multiplied by the gate"
      )
    }
    // The classic parameter set of the field, given as a total where one detector is meant.
    if abs(darkCountProbability - 6.02e-6) < 1e-9 {
      list.append(
        "dark-count probability 6.02e-6 is the usual total of a two-detector receiver; per detector it is 3.01e-6")
    }
    return list
  }
}
