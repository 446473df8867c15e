// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import Testing

@testable import KeyRateOptimisation

/// What a result says about itself.
@Suite struct EvidenceTests {
  private let twoOptima = deceptiveLandscapes[0]

  @Test func sameSeedSameBits() throws {
    for landscape in smoothLandscapes + kinkedLandscapes {
      let first = try Optimiser.maximise(landscape.problem, options: OptimisationOptions(seed: 5))
      // Another search in between must not disturb the generator.
      _ = try Optimiser.maximise(twoOptima.problem, options: OptimisationOptions(seed: 6))
      let second = try Optimiser.maximise(landscape.problem, options: OptimisationOptions(seed: 5))
      #expect(first == second)
    }
  }

  @Test func startsCarryTheirOrigin() throws {
    let problem = SearchProblem(
      variables: twoOptima.variables, starts: [[0.2, 0.2, 0.2], [2, 0.8, -1], [0.2, 0.2, 0.2]],
      objective: twoOptima.objective)
    let result = try Optimiser.maximise(problem, continuation: [[0.7, 0.7, 0.7]])
    #expect(
      result.starts.prefix(5).map(\.origin)
        == [.given(0), .given(1), .given(2), .continuation(0), .centre])
    #expect(result.starts.dropFirst(5).allSatisfy { $0.origin == .global || $0.origin == .nearby })
    #expect(result.starts.last?.origin == .nearby)
    #expect(result.starts[1].point == [1, 0.8, 0])
    #expect(result.starts[0].reachedValue.map { abs($0 - 0.999) < 1e-9 } == true)
    #expect(result.starts[2].reachedValue == nil, "the same point as the first start")
    #expect(result.starts[3].reachedValue.map { abs($0 - 1) < 1e-6 } == true)
    for start in result.starts {
      #expect(start.initialValue == twoOptima.objective(start.point))
      if let reached = start.reachedValue, let initial = start.initialValue {
        #expect(reached >= initial && reached <= result.value)
      }
    }
    #expect(result.polished == result.starts.count { $0.reachedValue != nil })
    #expect(result.agreeing >= 1 && result.agreeing < result.polished)
    #expect(abs(result.spread - 1e-3) < 1e-6)
  }

  @Test func verdictOfAClearCase() throws {
    let result = try Optimiser.maximise(smoothLandscapes[1].problem, options: OptimisationOptions(seed: 3))
    #expect(result.spread < 1e-6)
    #expect(
      result.verdict
        == """
        \(result.polished) of \(result.polished) polished starts reached the best value; no bound is active; \
        converged after \(result.evaluations) evaluations (seed 3).
        """)
    #expect(result.message == "converged: the last restart no longer improved the value")
  }

  @Test func verdictOfAnUnconfirmedOptimum() throws {
    let problem = SearchProblem(
      variables: twoOptima.variables, starts: [[0.2, 0.2, 0.2], [0.8, 0.8, 0.8]],
      objective: { x in
        let isOnNeedle = x.allSatisfy { abs($0 - 0.8) < 1e-3 }
        return isOnNeedle ? 2 : 1 - x[0] * x[0] - x[1] * x[1] - x[2] * x[2]
      })
    let result = try Optimiser.maximise(problem)
    #expect(result.agreeing == 1)
    #expect(result.verdict.hasPrefix("Only 1 of \(result.polished) polished starts reached the best value, so"))
  }

  @Test func activeBounds() throws {
    let problem = SearchProblem(
      variables: [
        SearchVariable(name: "signal intensity", range: 0.05...1),
        SearchVariable(name: "dark counts", range: 1e-9...1e-3, scale: .logarithmic),
        SearchVariable(name: "inside", range: 0...1), SearchVariable(name: "fixed", range: 2...2),
      ], starts: [], objective: { $0[0] - 1000 * $0[1] - ($0[2] - 0.5) * ($0[2] - 0.5) })
    let result = try Optimiser.maximise(problem)
    #expect(result.point[0] == 1)
    #expect(result.point[1] == 1e-9)
    #expect(
      result.activeBounds == [
        .init(variable: "signal intensity", end: .upper), .init(variable: "dark counts", end: .lower),
      ])
    #expect(
      result.verdict.contains("signal intensity at its upper bound, dark counts at its lower bound; converged"))
  }

  @Test func boundsWithinTheToleranceAreActive() throws {
    func bounds(_ tolerance: Double) throws -> [OptimisationResult.ActiveBound] {
      try Optimiser.maximise(
        SearchProblem(
          variables: [SearchVariable(name: "a", range: 0...1)], starts: [],
          objective: { 1 - ($0[0] - 0.01) * ($0[0] - 0.01) }),
        options: OptimisationOptions(boundTolerance: tolerance)
      ).activeBounds
    }
    #expect(try bounds(1e-3).isEmpty)
    #expect(try bounds(0.02) == [.init(variable: "a", end: .lower)])
  }

  @Test func relativeDifferences() {
    #expect(relativeDifference(0, 0) == 0)
    #expect(relativeDifference(-.infinity, -.infinity) == 0)
    #expect(abs(relativeDifference(1, 1 - 1e-6) - 1e-6) < 1e-15)
    #expect(relativeDifference(.leastNonzeroMagnitude, 0) == 1)
    #expect(relativeDifference(1e-300, -1e-300) == 2)
    #expect(relativeDifference(1.7e308, -1.7e308) == 2)
    #expect(relativeDifference(0, 1e-9) == 1)
  }
}
