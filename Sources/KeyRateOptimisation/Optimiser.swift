public import KeyRateNumerics

/// temporary
public enum Optimiser {
  /// temporary
  public static func maximise(_ problem: SearchProblem, options: OptimisationOptions = .init()) throws -> OptimisationResult {
    var s = try OptimisationSearch(problem, options: options)
    return try s.run()
  }
}
