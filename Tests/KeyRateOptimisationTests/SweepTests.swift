// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics
import Synchronization
import Testing

@testable import KeyRateOptimisation

@Suite struct SweepTests {
  private struct Refusal: Error, Equatable {}

  /// A row of decoy links of growing loss, with one point refused and one without a search.
  private static func link(_ index: Int) throws -> SearchProblem? {
    if index == 3 { throw Refusal() }
    if index == 5 { return nil }
    var length = DecoyKeyLength(lossInDecibels: 4 * Double(index), pulses: 1e9)
    length.usesRelativeEntropy = false
    return length.problem()
  }

  @Test func theNumberOfJobsDoesNotChangeABit() async throws {
    var reference: [OptimisationResult?] = []
    for jobs in [1, 2, 3, 16] {
      let outcomes = try await Optimiser.sweep(count: 11, jobs: jobs) { try Self.link($0) }
      let results = outcomes.map(\.result)
      if reference.isEmpty { reference = results }
      #expect(results == reference, "\(jobs) jobs")
      #expect(results.count { $0 != nil } == 9)
      if case .failed(let error) = outcomes[3] {
        #expect(error as? Refusal == Refusal())
      } else {
        Issue.record("the refused point has no error")
      }
      if case .nothingToOptimise = outcomes[5] {} else { Issue.record("the point without a search has one") }
    }
  }

  @Test func neighboursLendTheirOptima() async throws {
    // A needle that only the middle point is told about, and that moves by less than its width.
    @Sendable func problem(_ index: Int) -> SearchProblem {
      let place = 0.2 + 0.015 * Double(index)
      return SearchProblem(
        variables: [SearchVariable(name: "a", range: 0...1), SearchVariable(name: "b", range: 0...1)],
        starts: index == 4 ? [[place, place]] : [],
        objective: { x in
          let distance = (x[0] - place) * (x[0] - place) + (x[1] - place) * (x[1] - place)
          return max(2 - distance / 4e-4, 1 - (x[0] - 0.9) * (x[0] - 0.9) - x[1] * x[1])
        })
    }
    let passes = Mutex<[SweepProgress]>([])
    let outcomes = try await Optimiser.sweep(
      count: 9, jobs: 2, options: OptimisationOptions(globalEvaluations: 0),
      progress: { progress in passes.withLock { $0.append(progress) } }, problem: { problem($0) })
    for (index, outcome) in outcomes.enumerated() {
      #expect(abs((outcome.result?.value ?? 0) - 2) < 1e-9, "point \(index)")
    }
    let origins = outcomes[0].result?.starts.map(\.origin) ?? []
    #expect(origins.contains(.continuation(1)))
    let reported = passes.withLock { $0 }
    #expect(reported.prefix(9).map(\.completed) == Array(1...9))
    #expect(reported.prefix(9).allSatisfy { $0.pass == 1 && $0.total == 9 })
    #expect((reported.map(\.pass).max() ?? 0) >= 5)
  }

  @Test func thePassesCanBeLimited() async throws {
    let passes = Counter()
    _ = try await Optimiser.sweep(
      count: 4, jobs: 1, options: OptimisationOptions(maximumSweepPasses: 1),
      progress: { if $0.completed == $0.total { passes.increase() } }, problem: { try Self.link($0) })
    #expect(passes.value == 1)
  }

  @Test func laterPassesNeverLoseAndCountTheirCalls() async throws {
    let once = try await Optimiser.sweep(
      count: 9, jobs: 2, options: OptimisationOptions(maximumSweepPasses: 1)
    ) { try Self.link($0) }
    let full = try await Optimiser.sweep(count: 9, jobs: 2) { try Self.link($0) }
    for (before, after) in zip(once, full) {
      guard let before = before.result, let after = after.result else { continue }
      #expect(after.value >= before.value)
      #expect(after.evaluations > before.evaluations)
      #expect(after.starts.count > before.starts.count)
    }
  }

  @Test func emptyAndFaultySweeps() async throws {
    #expect(try await Optimiser.sweep(count: 0, jobs: 2) { try Self.link($0) }.isEmpty)
    await #expect(
      throws: OptimisationError.invalidOption(name: "jobs", reason: "must be at least 1, found 0")
    ) { try await Optimiser.sweep(count: 1, jobs: 0) { try Self.link($0) } }
    await #expect(
      throws: OptimisationError.invalidOption(name: "count", reason: "must not be negative, found -1")
    ) { try await Optimiser.sweep(count: -1, jobs: 1) { try Self.link($0) } }
    let plain = try await Optimiser.sweep(count: 3, jobs: 2) { index in
      SearchProblem(variables: [], starts: [], objective: { _ in Double(index) })
    }
    #expect(plain.map { $0.result?.value } == [0, 1, 2])
    let undefined = try await Optimiser.sweep(count: 3, jobs: 2) { _ in
      SearchProblem(variables: [SearchVariable(name: "a", range: 0...1)], starts: [], objective: { _ in .nan })
    }
    #expect(undefined.allSatisfy { $0.result?.status == .noFiniteValue })
  }

  @Test func cancellationEndsASweepAtOnce() async throws {
    let watch = CancellationWatch()
    let task = Task.detached {
      try await Optimiser.sweep(count: 100_000, jobs: 2) { index in
        let objective = DecoyKeyLength(lossInDecibels: 3e-4 * Double(index), pulses: 1e10).problem().objective
        return SearchProblem(
          variables: DecoyKeyLength(lossInDecibels: 0, pulses: 1).problem().variables, starts: [],
          objective: { x in
            watch.noteCall()
            return objective(x)
          })
      }
    }
    watch.cancelSoon { task.cancel() }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(watch.callsBeforeCancellation > 10)
    // One call may be under way in each of the two tasks.
    #expect(watch.callsAfterCancellation <= 2)
  }
}
