// SPDX-License-Identifier: GPL-3.0-or-later
extension OptimisationResult {
  /// Two values whose relative difference is below this count as the same optimum.
  static let agreementTolerance = 1e-6

  /// The local optima reached from the polished starts.
  private var reached: [Double] { starts.compactMap(\.reachedValue) }

  /// The number of polished starts.
  public var polished: Int { reached.count }

  /// The number of polished starts whose local optimum is the best value within 1e-6, relatively.
  public var agreeing: Int {
    reached.count { relativeDifference($0, value) <= Self.agreementTolerance }
  }

  /// The relative difference between the best and the worst local optimum reached; zero with fewer
  /// than two polished starts.
  ///
  /// A large spread is no fault of the result: it says that the landscape has several optima, or
  /// flat regions that a local search does not leave.
  public var spread: Double {
    guard let worst = reached.min(), let best = reached.max() else { return 0 }
    return relativeDifference(worst, best)
  }

  /// One sentence on how far the result can be trusted.
  public var verdict: String {
    switch status {
    case .nothingToOptimise: return "No variable could move; the objective was evaluated once."
    case .noFiniteValue: return "The objective had a finite value at none of \(evaluations) points."
    case .converged, .evaluationLimit, .stillImproving: break
    }
    let counts = "\(agreeing) of \(polished) polished starts reached the best value"
    let agreement =
      switch (agreeing, polished) {
      case (_, 0): "No start was polished"
      case (0, _): "None of \(polished) polished starts reached the best value by itself"
      case (1, 2...): "Only \(counts), so the optimum is not confirmed by a second start"
      default: counts.prefix(1).uppercased() + counts.dropFirst()
      }
    let bounds =
      activeBounds.isEmpty
      ? "no bound is active" : activeBounds.map(\.description).joined(separator: ", ")
    let ending =
      switch status {
      case .evaluationLimit: "the limit of evaluations ended the search after \(evaluations)"
      case .stillImproving: "restarts still improved the value after \(evaluations) evaluations"
      default: "converged after \(evaluations) evaluations"
      }
    return "\(agreement); \(bounds); \(ending) (seed \(seed))."
  }
}

/// The difference of two values relative to the larger size; zero for two zeros.
func relativeDifference(_ a: Double, _ b: Double) -> Double {
  if a == b { return 0 }
  let size = max(abs(a), abs(b))
  // Dividing first keeps the difference of two huge values of opposite signs finite.
  return abs(a / size - b / size)
}
