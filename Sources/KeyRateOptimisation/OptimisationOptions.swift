// SPDX-License-Identifier: GPL-3.0-or-later
/// How much a search may spend and how exact it must be.
///
/// The defaults suit the smooth-with-kinks objectives of key rates with up to about six variables.
/// Every option that is a number of calls counts calls of the objective.
public struct OptimisationOptions: Sendable, Equatable {
  /// The seed of the global stage; the same seed gives the same result, bit for bit.
  public var seed: UInt64
  /// The calls of the global stage; nil for 80 per variable that moves, but no fewer
  /// than 400. Zero skips the stage.
  package var globalEvaluations: Int?
  /// The random points that the global stage begins with, 1 to 100000; nil for 20 (n + 1) with n variables
  /// that move, but no fewer than 100. At least n + 1 are taken.
  package var globalPopulation: Int?
  /// From how many promising points of the global stage a climb starts, 0 or more. Half as many others
  /// are chosen blindly, and as many again lie around the best point.
  package var globalCandidates: Int
  /// A search ends when a restart of the local algorithms improves the value by less than this,
  /// relative to its size; more than 0, less than 1.
  package var relativeTolerance: Double
  /// How near to its end, as a fraction of the range, a variable must be for the bound to be
  /// reported as active; 0 or more, less than a half.
  package var boundTolerance: Double
  /// No search makes more calls than this, whatever else is asked for; at least 1.
  public var maximumEvaluations: Int
  /// The most passes over a sweep, the first independent one included; at least 1.
  package var maximumSweepPasses: Int

  /// Makes options; see the properties for the meaning and the range of each.
  public init(
    seed: UInt64 = 20_140_203, globalEvaluations: Int? = nil, globalPopulation: Int? = nil,
    globalCandidates: Int = 4, relativeTolerance: Double = 1e-9, boundTolerance: Double = 1e-6,
    maximumEvaluations: Int = 50_000, maximumSweepPasses: Int = 8
  ) {
    self.seed = seed
    self.globalEvaluations = globalEvaluations
    self.globalPopulation = globalPopulation
    self.globalCandidates = globalCandidates
    self.relativeTolerance = relativeTolerance
    self.boundTolerance = boundTolerance
    self.maximumEvaluations = maximumEvaluations
    self.maximumSweepPasses = maximumSweepPasses
  }

  /// Throws for the first option outside its range.
  func validate() throws(OptimisationError) {
    func require(_ condition: Bool, _ name: String, _ reason: String) throws(OptimisationError) {
      if !condition { throw .invalidOption(name: name, reason: reason) }
    }
    try require(
      (globalEvaluations ?? 0) >= 0, "globalEvaluations", "must not be negative, found \(globalEvaluations ?? 0)")
    try require(
      (1...100_000).contains(globalPopulation ?? 1), "globalPopulation",
      "must be in 1...100000, found \(globalPopulation ?? 1)")
    try require(globalCandidates >= 0, "globalCandidates", "must not be negative, found \(globalCandidates)")
    try require(
      relativeTolerance > 0 && relativeTolerance < 1, "relativeTolerance",
      "must be above 0 and below 1, found \(relativeTolerance)")
    try require(
      boundTolerance >= 0 && boundTolerance < 0.5, "boundTolerance",
      "must be at least 0 and below 0.5, found \(boundTolerance)")
    try require(maximumEvaluations >= 1, "maximumEvaluations", "must be at least 1, found \(maximumEvaluations)")
    try require(maximumSweepPasses >= 1, "maximumSweepPasses", "must be at least 1, found \(maximumSweepPasses)")
  }
}
