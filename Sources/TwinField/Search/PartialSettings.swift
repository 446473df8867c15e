/// One user's choices of which some are given and the others may be moved.
public struct PartialSideSettings: Sendable, Equatable {
  /// s; nil is free.
  public var signalIntensity: Double?
  /// μ, strongest first; nil is free. The weakest is never free: hardware extinction fixes it.
  public var testIntensities: [Double?]
  /// Their probabilities; nil is free.
  public var testProbabilities: [Double?]

  /// Makes partial choices.
  public init(signalIntensity: Double? = nil, testIntensities: [Double?] = [], testProbabilities: [Double?] = []) {
    self.signalIntensity = signalIntensity
    self.testIntensities = testIntensities
    self.testProbabilities = testProbabilities
  }
}

/// Settings of which some are given and the others may be moved.
public struct PartialSettings: Sendable, Equatable {
  /// Alice's.
  public var alice: PartialSideSettings
  /// Bob's; nil if he does as Alice does, which halves what has to be searched.
  public var bob: PartialSideSettings?
  /// p_X; nil is free. Not used by asymptotic analyses.
  public var keyModeProbability: Double?
  /// Bob's p_X; nil follows Alice.
  public var bobKeyModeProbability: Double?

  /// Makes partial settings.
  public init(
    alice: PartialSideSettings, bob: PartialSideSettings?, keyModeProbability: Double? = nil,
    bobKeyModeProbability: Double? = nil
  ) {
    self.alice = alice
    self.bob = bob
    self.keyModeProbability = keyModeProbability
    self.bobKeyModeProbability = bobKeyModeProbability
  }
}
