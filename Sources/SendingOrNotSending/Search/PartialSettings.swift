// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateSecurity

/// One user's choices of which some are given; nil may be moved.
package struct PartialUserSettings: Sendable, Equatable {
  /// pz.
  package var signalWindowProbability: Double?
  /// p1.
  package var weakProbability: Double?
  /// p2.
  package var strongProbability: Double?
  /// a1.
  package var weakIntensity: Double?
  /// a2.
  package var strongIntensity: Double?
  /// z.
  package var signalIntensity: Double?
  /// ε.
  package var sendingProbability: Double?

  /// Makes partial choices.
  package init(
    signalWindowProbability: Double? = nil, weakProbability: Double? = nil, strongProbability: Double? = nil,
    weakIntensity: Double? = nil, strongIntensity: Double? = nil, signalIntensity: Double? = nil,
    sendingProbability: Double? = nil
  ) {
    self.signalWindowProbability = signalWindowProbability
    self.weakProbability = weakProbability
    self.strongProbability = strongProbability
    self.weakIntensity = weakIntensity
    self.strongIntensity = strongIntensity
    self.signalIntensity = signalIntensity
    self.sendingProbability = sendingProbability
  }
}

/// Ranges that an optimiser keeps one user's open settings in, in place of the usual ones; nil is the usual one.
package struct UserRanges: Sendable, Equatable {
  /// pz.
  package var signalWindowProbability: ClosedRange<Double>?
  /// p1.
  package var weakProbability: ClosedRange<Double>?
  /// p2.
  package var strongProbability: ClosedRange<Double>?
  /// a1.
  package var weakIntensity: ClosedRange<Double>?
  /// a2.
  package var strongIntensity: ClosedRange<Double>?
  /// z.
  package var signalIntensity: ClosedRange<Double>?
  /// ε; not of a user whose ε follows from balance.
  package var sendingProbability: ClosedRange<Double>?

  /// Makes ranges.
  package init(
    signalWindowProbability: ClosedRange<Double>? = nil, weakProbability: ClosedRange<Double>? = nil,
    strongProbability: ClosedRange<Double>? = nil, weakIntensity: ClosedRange<Double>? = nil,
    strongIntensity: ClosedRange<Double>? = nil, signalIntensity: ClosedRange<Double>? = nil,
    sendingProbability: ClosedRange<Double>? = nil
  ) {
    self.signalWindowProbability = signalWindowProbability
    self.weakProbability = weakProbability
    self.strongProbability = strongProbability
    self.weakIntensity = weakIntensity
    self.strongIntensity = strongIntensity
    self.signalIntensity = signalIntensity
    self.sendingProbability = sendingProbability
  }
}

/// Settings of which some are given and the others may be moved.
package struct PartialSettings: Sendable, Equatable {
  /// Alice's.
  package var alice: PartialUserSettings
  /// Bob's; nil if he does as Alice does, which halves what has to be searched.
  package var bob: PartialUserSettings?
  /// Δ.
  package var sliceWidth: Double?
  /// Whether rounds of one decoy and one signal window are counted.
  package var countsMixedRounds: Bool
  /// Alice's ranges of one's own.
  package var aliceRanges: UserRanges
  /// Bob's ranges of one's own.
  package var bobRanges: UserRanges
  /// Δ's range of one's own.
  package var sliceWidthRange: ClosedRange<Double>?

  /// Makes partial settings.
  package init(
    alice: PartialUserSettings = PartialUserSettings(), bob: PartialUserSettings? = nil, sliceWidth: Double? = nil,
    countsMixedRounds: Bool = true, aliceRanges: UserRanges = UserRanges(), bobRanges: UserRanges = UserRanges(),
    sliceWidthRange: ClosedRange<Double>? = nil
  ) {
    self.alice = alice
    self.bob = bob
    self.sliceWidth = sliceWidth
    self.countsMixedRounds = countsMixedRounds
    self.aliceRanges = aliceRanges
    self.bobRanges = bobRanges
    self.sliceWidthRange = sliceWidthRange
  }
}
