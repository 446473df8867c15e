// SPDX-License-Identifier: GPL-3.0-or-later
/// One user's choices of which some are given and the others may be moved.
package struct PartialSideSettings: Sendable, Equatable {
  /// s; nil is free.
  package var signalIntensity: Double?
  /// μ, strongest first; nil is free. The weakest is never free: hardware extinction fixes it.
  package var testIntensities: [Double?]
  /// Their probabilities; nil is free.
  package var testProbabilities: [Double?]

  /// Makes partial choices.
  package init(signalIntensity: Double? = nil, testIntensities: [Double?] = [], testProbabilities: [Double?] = []) {
    self.signalIntensity = signalIntensity
    self.testIntensities = testIntensities
    self.testProbabilities = testProbabilities
  }
}

/// Settings of which some are given and the others may be moved.
package struct PartialSettings: Sendable, Equatable {
  /// Alice's.
  package var alice: PartialSideSettings
  /// Bob's; nil if he does as Alice does, which halves what has to be searched.
  package var bob: PartialSideSettings?
  /// p_X; nil is free. Not used by asymptotic analyses.
  package var keyModeProbability: Double?
  /// Bob's p_X; nil follows Alice.
  package var bobKeyModeProbability: Double?

  /// Makes partial settings.
  package init(
    alice: PartialSideSettings, bob: PartialSideSettings?, keyModeProbability: Double? = nil,
    bobKeyModeProbability: Double? = nil
  ) {
    self.alice = alice
    self.bob = bob
    self.keyModeProbability = keyModeProbability
    self.bobKeyModeProbability = bobKeyModeProbability
  }
}
