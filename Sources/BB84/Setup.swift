// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateSecurity

/// What the hardware of a prepare-and-measure BB84 link is (bb84 sheet, sections 0 and 1).
package struct Setup: Sendable, Equatable {
  /// The channel and detector model.
  package var model: ChannelModel
  /// What lies between Alice and the receiver: what the repeaterless bound is drawn for.
  package var link: Link
  /// η_d: the receiver with its optics.
  package var detectorEfficiency: Transmittance
  /// p: dark or background probability per gate, 0 ≤ p < 1. Per detector for `threshold2` and
  /// `lim2014`, all detectors together for `ma2005`, `ma2005x` and `rusca2018`.
  package var backgroundProbability: Double
  /// e_d: the probability that a photon takes the wrong output, 0 ≤ e_d ≤ 1/2.
  package var misalignment: Double
  /// e_dZ: the same in the test basis.
  package var testBasisMisalignment: Double
  /// p_ap: after-pulses per detection, 0 ≤ p_ap < 0.5. Shared ones: the mean number of clicks that one registered click
  /// causes later, outside the dead time, in accepted gates.
  package var afterpulseProbability: Double
  /// Whose clicks they follow.
  package var afterpulses: AfterpulseModel
  /// Whether shared ones have after-pulses of their own.
  package var afterpulseOrder: AfterpulseOrder
  /// p of each state of the link with the after-pulses of earlier gates; empty until the settings are known.
  var resolvedBackgrounds: [Double] = []
  /// The pulse rate in Hz; needed for dead time and for bits per second.
  package var repetitionRateHz: Double?
  /// The dead time of the receiver after a click, in seconds; all detectors are blocked together.
  package var deadTimeSeconds: Double

  /// Describes a steady link.
  package init(
    model: ChannelModel = .threshold2, channel: Transmittance, detectorEfficiency: Transmittance = .one,
    backgroundProbability: Double = 0, misalignment: Double = 0, testBasisMisalignment: Double? = nil,
    afterpulseProbability: Double = 0, afterpulses: AfterpulseModel? = nil,
    afterpulseOrder: AfterpulseOrder = .geometric, repetitionRateHz: Double? = nil, deadTimeSeconds: Double = 0
  ) {
    self.init(
      model: model, link: Link(channel), detectorEfficiency: detectorEfficiency,
      backgroundProbability: backgroundProbability, misalignment: misalignment,
      testBasisMisalignment: testBasisMisalignment, afterpulseProbability: afterpulseProbability,
      afterpulses: afterpulses, afterpulseOrder: afterpulseOrder,
      repetitionRateHz: repetitionRateHz, deadTimeSeconds: deadTimeSeconds)
  }

  /// Describes a link.
  package init(
    model: ChannelModel = .threshold2, link: Link, detectorEfficiency: Transmittance = .one,
    backgroundProbability: Double = 0, misalignment: Double = 0, testBasisMisalignment: Double? = nil,
    afterpulseProbability: Double = 0, afterpulses: AfterpulseModel? = nil,
    afterpulseOrder: AfterpulseOrder = .geometric, repetitionRateHz: Double? = nil, deadTimeSeconds: Double = 0
  ) {
    self.model = model
    self.link = link
    self.detectorEfficiency = detectorEfficiency
    self.backgroundProbability = backgroundProbability
    self.misalignment = misalignment
    self.testBasisMisalignment = testBasisMisalignment ?? misalignment
    self.afterpulseProbability = afterpulseProbability
    self.afterpulses = afterpulses ?? model.usualAfterpulses
    self.afterpulseOrder = afterpulseOrder
    self.repetitionRateHz = repetitionRateHz
    self.deadTimeSeconds = deadTimeSeconds
  }

  /// The channel; of a link that varies its mean, from which no gain is computed. To set it makes the link steady.
  package var channel: Transmittance {
    get { link.meanTransmittance }
    set { link = Link(newValue) }
  }
  /// η = η_ch η_d (BB-1), of the mean channel where it varies.
  package var transmittance: Double { channel.value * detectorEfficiency.value }

  /// Refuses what cannot be.
  ///
  /// - Throws: `InputError` naming the quantity, its range and the likely slip.
  package func validate() throws(InputError) {
    try require(
      backgroundProbability, "p", in: 0...1, excludingUpper: true,
      hint: "a dark-count rate in counts per second has to be multiplied by the gate time")
    let background = link.samples.reduce(backgroundProbability) { Swift.max($0, self.background($1)) }
    if model.addsBackgroundTwice && background > 1e-2 {
      throw InputError(
        "p", background, allowed: "must be at most 0.01 with model \(model.rawValue)",
        hint: "this model counts coincidences twice; use threshold2 or ma2005x")
    }
    let percent = "a fraction, not percent"
    try require(misalignment, "e_d", in: 0...0.5, hint: percent)
    try require(testBasisMisalignment, "e_dZ", in: 0...0.5, hint: percent)
    try require(afterpulseProbability, "p_ap", in: 0...0.5, excludingUpper: true, hint: percent)
    if model == .satquma2022, afterpulses == .shared {
      throw InputError(
        "afterpulse", value: afterpulses.rawValue, allowed: "must be own-intensity with model satquma2022",
        hint: "it stands for what one program computes")
    }
    // The largest background that any settings leave: every pulse clicks.
    if afterpulses == .shared, afterpulseProbability > 0 {
      let most = link.samples.reduce(0.0) { Swift.max($0, self.background(PulseMix([1e9], [1]), in: $1)) }
      guard most < 0.5 else {
        throw InputError(
          "p_ap", afterpulseProbability, allowed: "must leave a background per gate below 1/2, not \(most)")
      }
    }
    try require(deadTimeSeconds, "t_dead", in: 0...1, hint: "in seconds, not nanoseconds")
    if let rate = repetitionRateHz {
      try require(rate, "rep_rate", in: 0...1e15, excludingLower: true, hint: "in Hz")
    } else if deadTimeSeconds > 0 {
      throw InputError(
        "t_dead", deadTimeSeconds, allowed: "needs the repetition rate rep_rate",
        hint: "the share of blocked gates depends on the time between pulses")
    }
  }

  /// What is legal but unusual.
  package var warnings: [String] {
    var list: [String] = []
    // LK-4: n is a mean, and a bright sky leaves no key.
    if link.samples.contains(where: { $0.backgroundPhotons > 0.1 }) {
      list.append("more than 0.1 background photons per gate arrive at the receiver: there is no key")
    }
    if backgroundProbability > 1e-3 {
      list.append(
        "background probability \(backgroundProbability) per gate is high; a rate per second must be multiplied by the gate"
      )
    }
    if afterpulseProbability > 0.1, afterpulses == .ownIntensity {
      list.append("after-pulse probability \(afterpulseProbability) is beyond the first-order model (about 0.1)")
    }
    return list
  }
}
