// SPDX-License-Identifier: GPL-3.0-or-later

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

  /// Makes partial settings.
  package init(
    alice: PartialUserSettings = PartialUserSettings(), bob: PartialUserSettings? = nil, sliceWidth: Double? = nil,
    countsMixedRounds: Bool = true
  ) {
    self.alice = alice
    self.bob = bob
    self.sliceWidth = sliceWidth
    self.countsMixedRounds = countsMixedRounds
  }

  /// Whose ε is not moved but follows from the other's (TFS-7), with unequal users: Bob's if he has none, else Alice's.
  package enum Follower: Sendable, Equatable {
    case nobody, alice, bob
  }
  /// Whose ε follows.
  package var follower: Follower {
    guard let bob else { return .nobody }
    if bob.sendingProbability == nil { return .bob }
    return alice.sendingProbability == nil ? .alice : .nobody
  }
}
