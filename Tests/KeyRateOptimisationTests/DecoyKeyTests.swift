// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateNumerics
import Testing

@testable import KeyRateOptimisation

/// The strategy on the landscape it was made for.
@Suite struct DecoyKeyTests {
  /// More seeds take minutes; the number can be raised from outside for a thorough run.
  private static let seeds =
    ProcessInfo.processInfo.environment["KEYRATE_TEST_SEEDS"].flatMap { UInt64($0) } ?? 6

  private static let cases: [DecoyKeyLength] = [0.0, 10, 20, 30, 35].flatMap { loss in
    [1e9, 1e10, 1e12].flatMap { pulses in
      [true, false].map { usesRelativeEntropy in
        var length = DecoyKeyLength(lossInDecibels: loss, pulses: pulses)
        length.usesRelativeEntropy = usesRelativeEntropy
        return length
      }
    }
  }

  /// The best of many climbs from random points, without any of the strategy.
  private func exhaustiveMaximum(_ problem: SearchProblem) throws -> Double {
    let meter = ObjectiveMeter(problem, box: try UnitBox(problem.variables), limit: .max)
    var random = SplitMix64(seed: 77)
    for _ in 0..<60 {
      let start = (0..<meter.box.dimension).map { _ in random.unit() }
      guard let value = meter.value(at: start), value.isFinite else { continue }
      var run = NLoptMaximiser(algorithm: .quadraticModel)
      run.stepTolerance = 1e-7
      _ = try run.maximise(meter, from: NLoptMaximiser.Outcome(coordinates: start, value: value))
    }
    return meter.bestValue
  }

  @Test(arguments: cases) func everySeedFindsTheBest(_ length: DecoyKeyLength) throws {
    let problem = length.problem()
    let expected = try exhaustiveMaximum(problem)
    for seed in 0..<Self.seeds {
      let result = try Optimiser.maximise(problem, options: OptimisationOptions(seed: seed))
      if !(result.value >= expected - 1e-7 * abs(expected))
        || KeyRateOptimisation.relativeDifference(result.value, expected) > 1e-6
      {
        Issue.record("\(length), seed \(seed): \(result.value) instead of \(expected)")
      }
      #expect(result.status == .converged)
      #expect(result.evaluations < 8000)
    }
  }

  /// Six bits of key out of 1e9 pulses, beside a wide basin below zero: the search may not say zero.
  @Test func keyOnTheBrinkIsNotOverlooked() throws {
    var length = DecoyKeyLength(lossInDecibels: 35, pulses: 1e9)
    length.usesRelativeEntropy = false
    for isGraded in [true, false] {
      length.isGraded = isGraded
      for seed in 0..<UInt64(20) {
        let result = try Optimiser.maximise(length.problem(), options: OptimisationOptions(seed: seed))
        #expect(abs(result.value - 5.5194e-9) < 1e-12, "graded \(isGraded), seed \(seed)")
      }
    }
  }

  @Test func theRateFallsSmoothlyWithLoss() async throws {
    let outcomes = try await Optimiser.sweep(count: 31, jobs: 2) { index in
      var length = DecoyKeyLength(lossInDecibels: 1.3 * Double(index), pulses: 1e9)
      length.usesRelativeEntropy = false
      return length.problem()
    }
    let values = outcomes.compactMap { $0.result?.value }
    #expect(values.count == 31)
    #expect(values.first.map { $0 > 0.18 } == true)
    #expect(values.last.map { $0 < 0 } == true)
    for (nearer, farther) in zip(values, values.dropFirst()) where nearer > 0 {
      #expect(farther < nearer)
    }
  }
}
