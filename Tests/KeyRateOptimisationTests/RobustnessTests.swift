// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateNumerics
import Synchronization
import Testing

@testable import KeyRateOptimisation

@Suite struct RobustnessTests {
  private let unit = [SearchVariable(name: "a", range: 0...1), SearchVariable(name: "b", range: 0...1)]

  private func problem(
    _ variables: [SearchVariable], starts: [[Double]] = [], _ objective: @escaping @Sendable ([Double]) -> Double
  ) -> SearchProblem {
    SearchProblem(variables: variables, starts: starts, objective: objective)
  }

  @Test func nothingFiniteAnywhere() throws {
    for value in [Double.nan, .infinity, -.infinity] {
      let result = try Optimiser.maximise(problem(unit, starts: [[0.2, 0.2]]) { _ in value })
      #expect(result.status == .noFiniteValue)
      #expect(result.value == -.infinity)
      #expect(result.polished == 0)
      #expect(result.activeBounds.isEmpty)
      #expect(result.verdict == "The objective had a finite value at none of \(result.evaluations) points.")
      #expect(result == result)
    }
  }

  @Test func finiteAtOneStartOnly() throws {
    let result = try Optimiser.maximise(
      problem(unit, starts: [[0.25, 0.75]]) { $0 == [0.25, 0.75] ? 4 : .nan })
    #expect(result.value == 4)
    #expect(result.point == [0.25, 0.75])
  }

  @Test func noVariables() throws {
    let result = try Optimiser.maximise(problem([]) { $0.isEmpty ? 7 : 0 })
    #expect(result.status == .nothingToOptimise)
    #expect(result.value == 7)
    #expect(result.evaluations == 1)
    #expect(result.verdict == "No variable could move; the objective was evaluated once.")
    #expect(try Optimiser.maximise(problem([]) { _ in .nan }).status == .noFiniteValue)
  }

  @Test func fixedVariables() throws {
    let variables = [
      SearchVariable(name: "fixed", range: 0.3...0.3), SearchVariable(name: "free", range: 2...4),
      SearchVariable(name: "fixed, logarithmic", range: 5...5, scale: .logarithmic),
      SearchVariable(name: "no wider than its rounding", range: 1e10...1e10.nextUp, scale: .logarithmic),
    ]
    let result = try Optimiser.maximise(
      problem(variables, starts: [[9, 9, 9, 9]]) { x in x[0] == 0.3 && x[2] == 5 ? 1 - (x[1] - 2.5) * (x[1] - 2.5) : -9
      })
    #expect(abs(result.value - 1) < 1e-12)
    #expect(result.point[0] == 0.3)
    #expect(result.starts[0].point == [0.3, 4, 5, 1e10])
    let fixed = try Optimiser.maximise(problem([variables[0]]) { 2 * $0[0] })
    #expect(fixed.status == .nothingToOptimise)
    #expect(fixed.value == 0.6)
  }

  @Test func narrowAndHugeRanges() throws {
    let narrow = 1...(1.0.nextUp.nextUp)
    let result = try Optimiser.maximise(
      problem([SearchVariable(name: "narrow", range: narrow), SearchVariable(name: "huge", range: -1e300...1e300)]) {
        narrow.contains($0[0]) ? 1 - abs($0[1]) / 1e300 : .nan
      })
    #expect(abs(result.value - 1) < 1e-8)
  }

  @Test func theLimitOfCallsHolds() throws {
    for limit in [1, 2, 3, 10, 57, 100, 450, 700, 1500] {
      let calls = Counter()
      let landscape = kinkedLandscapes[5]
      let objective = landscape.objective
      let problem = problem(landscape.variables, starts: [[0.5, 0.5, 0.5, 0.5, 0.4]]) { x in
        calls.increase()
        return objective(x)
      }
      let result = try Optimiser.maximise(problem, options: OptimisationOptions(maximumEvaluations: limit))
      #expect(calls.value == result.evaluations)
      #expect(result.evaluations <= limit)
      #expect(result.value == objective(result.point))
      if limit < 1000 { #expect(result.status == .evaluationLimit, "\(limit)") }
    }
  }

  @Test func everyCallLiesInTheBox() throws {
    let variables = [
      SearchVariable(name: "a", range: 0.1...0.3), SearchVariable(name: "b", range: 1e-9...1e-2, scale: .logarithmic),
      SearchVariable(name: "c", range: -7...(-5)),
    ]
    let outside = Counter()
    _ = try Optimiser.maximise(
      problem(variables, starts: [[9, -9, 0], [-.infinity, .infinity, -6]]) { x in
        if !zip(variables, x).allSatisfy({ $0.range.contains($1) }) { outside.increase() }
        return x[0] - abs(log(x[1]) + 12) - abs(x[2] + 6)
      })
    #expect(outside.value == 0)
  }

  @Test func anObjectiveMayKeepItsArgument() throws {
    let kept = Mutex<[[Double]]>([])
    let result = try Optimiser.maximise(
      problem(unit) { x in
        kept.withLock { $0.append(x) }
        return 1 - (x[0] - 0.3) * (x[0] - 0.3) - x[1] * x[1]
      })
    let points = kept.withLock { $0 }
    #expect(points.count == result.evaluations)
    #expect(points.contains(result.point))
    #expect(Set(points).count > result.evaluations / 2)
  }

  @Test func faultyProblemsAreRefused() throws {
    func message(_ problem: SearchProblem, _ options: OptimisationOptions = OptimisationOptions()) -> String {
      do {
        _ = try Optimiser.maximise(problem, options: options)
        return "accepted"
      } catch {
        return "\(error)"
      }
    }
    let zero: @Sendable ([Double]) -> Double = { _ in 0 }
    #expect(
      message(problem([SearchVariable(name: "rate", range: 0...1, scale: .logarithmic)], zero))
        == "search variable 'rate': a logarithmic scale needs a positive range, found 0.0...1.0")
    #expect(
      message(problem([SearchVariable(name: "rate", range: 0...Double.infinity)], zero))
        == "search variable 'rate': its range 0.0...inf is not finite")
    let largest = Double.greatestFiniteMagnitude
    #expect(
      message(problem([SearchVariable(name: "rate", range: -largest...largest)], zero)).hasSuffix(
        "is too wide to be measured"))
    #expect(
      message(problem(unit, starts: [[0, 0], [1]], zero)) == "start 2 of the search: it has 1 values for 2 variables")
    #expect(message(problem(unit, starts: [[0, .nan]], zero)) == "start 1 of the search: 'b' is not a number")
    #expect(
      message(problem(unit, zero), OptimisationOptions(relativeTolerance: 0))
        == "search option 'relativeTolerance': must be above 0 and below 1, found 0.0")
    #expect(
      message(problem(unit, zero), OptimisationOptions(maximumEvaluations: 0))
        == "search option 'maximumEvaluations': must be at least 1, found 0")
    #expect(message(problem(unit, zero), OptimisationOptions(globalPopulation: 0)).contains("globalPopulation"))
    #expect(message(problem(unit, zero), OptimisationOptions(globalEvaluations: -1)).contains("globalEvaluations"))
    #expect(message(problem(unit, zero), OptimisationOptions(boundTolerance: .nan)).contains("boundTolerance"))
  }

  @Test func extremeOptionsAreNoTrap() throws {
    for options in [
      OptimisationOptions(globalEvaluations: 0), OptimisationOptions(globalCandidates: 0),
      OptimisationOptions(globalPopulation: 1), OptimisationOptions(globalPopulation: 100_000),
      OptimisationOptions(globalEvaluations: .max, globalCandidates: .max, maximumEvaluations: 3000),
      OptimisationOptions(globalEvaluations: 1, maximumEvaluations: .max),
      OptimisationOptions(seed: .max),
    ] {
      let result = try Optimiser.maximise(problem(unit) { -$0[0] - $0[1] - 1 }, options: options)
      #expect(result.value == -1)
    }
  }

  @Test func cancellationEndsASearchAtOnce() async throws {
    let landscape = smoothLandscapes[1]
    let watch = CancellationWatch()
    let objective = landscape.objective
    let problem = problem(landscape.variables) { x in
      watch.noteCall()
      usleep(1000)
      return objective(x)
    }
    let task = Task.detached { try Optimiser.maximise(problem) }
    watch.cancelSoon { task.cancel() }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(watch.callsAfterCancellation <= 1)
    #expect(watch.callsBeforeCancellation > 10)
  }
}
