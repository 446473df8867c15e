// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import Testing

@testable import KeyRateOptimisation

/// The wrapper on its own: what it must keep from NLopt's habits.
@Suite struct NLoptMaximiserTests {
  private let algorithms: [NLoptMaximiser.Algorithm] = [.randomSearch, .quadraticModel, .subspaceSimplex]

  private func meter(_ landscape: Landscape, limit: Int = .max) throws -> ObjectiveMeter {
    ObjectiveMeter(landscape.problem, box: try UnitBox(landscape.variables), limit: limit)
  }

  @Test func limitsOfCallsHold() throws {
    for algorithm in algorithms {
      for limit in [1, 7, 100] {
        let ownLimit = try meter(smoothLandscapes[5])
        var run = NLoptMaximiser(algorithm: algorithm)
        run.evaluations = limit
        let start = NLoptMaximiser.Outcome(coordinates: [0.5, 0.5, 0.5, 0.5, 0.5], value: -1e9)
        let outcome = try run.maximise(ownLimit, from: start)
        #expect(ownLimit.evaluations == limit)
        #expect(outcome.value == ownLimit.bestValue)
        let sharedLimit = try meter(smoothLandscapes[5], limit: limit)
        run.evaluations = .max
        _ = try run.maximise(sharedLimit, from: start)
        #expect(sharedLimit.evaluations == limit)
      }
    }
  }

  @Test func valuesThatAreNotFiniteDoNotPassThrough() throws {
    for landscape in deceptiveLandscapes.suffix(3) {
      for algorithm in algorithms {
        let meter = try meter(landscape)
        var run = NLoptMaximiser(algorithm: algorithm)
        run.stepTolerance = 1e-7
        run.evaluations = 5000
        let start = [0.49, 0.49, 0.3]
        let value = meter.value(at: start) ?? .nan
        let outcome = try run.maximise(meter, from: .init(coordinates: start, value: value))
        #expect(outcome.value.isFinite && outcome.value > 0.8 * landscape.maximum, "\(landscape.name) \(algorithm)")
        #expect(meter.failures > 0)
      }
    }
  }

  @Test func refusalsCarryNLoptsOwnName() throws {
    // Fewer than n + 1 members are invalid for the random search.
    var run = NLoptMaximiser(algorithm: .randomSearch)
    run.population = 2
    let meter = try meter(smoothLandscapes[1])
    #expect(throws: OptimisationError.solverFailure(algorithm: "CRS2_LM", status: "INVALID_ARGS")) {
      try run.maximise(meter, from: .init(coordinates: [0.5, 0.5, 0.5, 0.5, 0.5], value: 0))
    }
  }

  @Test func theSeedDecides() throws {
    func best(_ seed: UInt64) throws -> Double {
      var run = NLoptMaximiser(algorithm: .randomSearch)
      run.evaluations = 300
      run.seed = seed
      let start = NLoptMaximiser.Outcome(coordinates: [0.5, 0.5, 0.5, 0.5, 0.5], value: -1e9)
      return try run.maximise(try meter(smoothLandscapes[1]), from: start).value
    }
    #expect(try best(1) == best(1))
    #expect(try best(1) != best(2))
  }
}
