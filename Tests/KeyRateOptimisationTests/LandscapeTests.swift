// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateNumerics
import Testing

@testable import KeyRateOptimisation

/// Functions with known maxima, each searched with a hundred seeds.
@Suite struct LandscapeTests {
  /// Every seed must find the maximum; `maximum - value` relative to the maximum is the measure.
  private func searchWithManySeeds(_ landscape: Landscape, tolerance: Double) throws {
    for seed in 0..<UInt64(100) {
      let result = try Optimiser.maximise(landscape.problem, options: OptimisationOptions(seed: seed))
      let deficit = (landscape.maximum - result.value) / landscape.maximum
      // An objective may not exceed its own maximum by more than rounding.
      if !(deficit <= tolerance && deficit > -1e-12) || result.status != .converged {
        Issue.record("\(landscape.name), seed \(seed): deficit \(deficit), \(result.status)")
      }
      #expect(landscape.objective(result.point) == result.value)
    }
  }

  @Test(arguments: smoothLandscapes) func smooth(_ landscape: Landscape) throws {
    try searchWithManySeeds(landscape, tolerance: 1e-6)
  }

  /// A deficit of 4 % with status converged is what BOBYQA and SBPLX make of five oblique kinks.
  @Test(arguments: kinkedLandscapes) func kinked(_ landscape: Landscape) throws {
    try searchWithManySeeds(landscape, tolerance: 2e-7)
  }

  @Test(arguments: deceptiveLandscapes) func deceptive(_ landscape: Landscape) throws {
    try searchWithManySeeds(landscape, tolerance: 1e-7)
  }

  @Test func smoothMaximaAreExactWithFewCalls() throws {
    let result = try Optimiser.maximise(smoothLandscapes[1].problem)
    #expect(abs(result.value - 1) < 1e-13)
    #expect(result.evaluations < 1200, "\(result.evaluations)")
  }

  @Test func constantObjective() throws {
    for value in [-3.0, 0, 2, 1e-12, 1e200, -1e300, .greatestFiniteMagnitude] {
      let problem = SearchProblem(variables: smoothLandscapes[1].variables, starts: [], objective: { _ in value })
      let result = try Optimiser.maximise(problem)
      #expect(result.value == value)
      #expect(result.status == .converged)
    }
  }

  /// Bits instead of rates, or rates of 1e-9, must not change the way.
  @Test func scaleDoesNotMatter() throws {
    let landscape = kinkedLandscapes[6]
    let reference = try Optimiser.maximise(landscape.problem)
    for exponent in [-200, -30, 30, 200] {
      let factor = Double(sign: .plus, exponent: exponent, significand: 1)
      let objective = landscape.objective
      let problem = SearchProblem(
        variables: landscape.variables, starts: [], objective: { factor * objective($0) })
      let result = try Optimiser.maximise(problem)
      #expect(result.point == reference.point)
      #expect(result.value == factor * reference.value)
      #expect(result.evaluations == reference.evaluations)
    }
  }

  @Test func logarithmicVariable() throws {
    let problem = SearchProblem(
      variables: [
        SearchVariable(name: "a", range: 1e-12...1, scale: .logarithmic),
        SearchVariable(name: "b", range: -1e6...1e6),
      ], starts: [],
      objective: { x in
        let decades = log10(x[0]) + 7
        return 5 - decades * decades - (x[1] - 3) * (x[1] - 3) / 1e10
      })
    let result = try Optimiser.maximise(problem)
    #expect(abs(result.value - 5) < 1e-9)
    #expect(abs(result.point[0] / 1e-7 - 1) < 1e-3)
  }
}
