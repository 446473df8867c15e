// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import KeyRateNumerics
import KeyRateTestSupport
import Synchronization
import Testing

@testable import KeyRateOptimisation

@Suite struct SweepMemoryTests {
  private struct Refusal: Error {}

  /// Everything that a sweep hands over to be kept, by pass and point.
  private final class Book: Sendable {
    private struct Pages {
      var kept: [[Int]: OptimisationResult] = [:]
      var refused: [[Int]] = []
      var failed: [Int] = []
    }

    private let pages = Mutex(Pages())

    init() {}
    init(_ other: Book, change: ([Int], OptimisationResult) -> OptimisationResult?) {
      let kept = other.pages.withLock { $0.kept }
      for (place, result) in kept {
        let changed = change(place, result)
        pages.withLock { $0.kept[place] = changed }
      }
    }

    var places: [[Int]] { pages.withLock { $0.kept.keys.sorted { $0.lexicographicallyPrecedes($1) } } }
    var refused: [[Int]] { pages.withLock { $0.refused } }
    var failed: [Int] { pages.withLock { $0.failed } }

    func memory(keepingIn other: Book? = nil) -> SweepMemory {
      SweepMemory(
        recall: { pass, index in self.pages.withLock { $0.kept[[pass, index]] } },
        keep: { pass, index, outcome in
          let book = other ?? self
          book.pages.withLock {
            if let result = outcome.result { $0.kept[[pass, index]] = result }
            if case .failed = outcome { $0.failed.append(index) }
          }
        }, refuse: { pass, index in self.pages.withLock { $0.refused.append([pass, index]) } })
    }
  }

  private static func link(_ index: Int, _ calls: Counter) throws -> SearchProblem? {
    if index == 3 { throw Refusal() }
    if index == 5 { return nil }
    var length = DecoyKeyLength(lossInDecibels: 4 * Double(index), pulses: 1e9)
    length.usesRelativeEntropy = false
    let problem = length.problem()
    return SearchProblem(variables: problem.variables, starts: problem.starts) { x in
      calls.increase()
      return problem.objective(x)
    }
  }

  private static func sweep(_ memory: SweepMemory?, jobs: Int = 2) async throws -> (
    results: [OptimisationResult?], calls: Int
  ) {
    let calls = Counter()
    let outcomes = try await Optimiser.sweep(count: 9, jobs: jobs, memory: memory) { try link($0, calls) }
    return (outcomes.map(\.result), calls.value)
  }

  @Test func whatIsKnownIsNotSearchedAgain() async throws {
    let plain = try await Self.sweep(nil)
    let book = Book()
    let first = try await Self.sweep(book.memory())
    #expect(first.results == plain.results && first.calls == plain.calls)
    #expect(book.failed == [3])
    // Each known result is looked at once, to see that it holds here.
    let second = try await Self.sweep(Book(book) { $1 }.memory(), jobs: 3)
    #expect(second.results == plain.results)
    #expect(second.calls == book.places.count)
  }

  @Test func anyPartOfWhatIsKnownLeadsToTheSameResults() async throws {
    let book = Book()
    let plain = try await Self.sweep(book.memory())
    var generator = SplitMix64(seed: 3)
    for _ in 0..<4 {
      let part = Book(book) { _, result in generator.next() % 2 == 0 ? result : nil }
      #expect(try await Self.sweep(part.memory()).results == plain.results)
      #expect(part.refused.isEmpty)
    }
  }

  @Test func whatDoesNotHoldIsSearchedAnew() async throws {
    let book = Book()
    let plain = try await Self.sweep(book.memory())
    let changes: [(OptimisationResult) -> (point: [Double], value: Double)] = [
      { ($0.point, $0.value.nextUp) }, { ($0.point, 100 * $0.value) }, { ($0.point.map { $0 * 0.9 }, $0.value) },
      { (Array($0.point.dropLast()), $0.value) }, { ($0.point.map { $0 + 10 }, $0.value) }, { ($0.point, .nan) },
    ]
    for change in changes {
      let wrong = Book(book) { place, result in
        guard place == [1, 4] else { return nil }
        let (point, value) = change(result)
        return OptimisationResult(
          point: point, value: value, status: result.status, evaluations: result.evaluations, starts: result.starts,
          activeBounds: result.activeBounds, seed: result.seed)
      }
      #expect(try await Self.sweep(wrong.memory(keepingIn: Book())).results == plain.results)
      #expect(wrong.refused == [[1, 4]])
    }
  }

  @Test func resultsAreWrittenAndReadWithoutLoss() throws {
    var generator = SplitMix64(seed: 4)
    func number() -> Double {
      let number = Double(bitPattern: generator.next())
      return number.isFinite ? number : 0.1
    }
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let origins: [OptimisationResult.Origin] = [.given(2), .continuation(7), .global, .nearby, .centre]
    for (index, status) in (0..<40).flatMap({ _ in OptimisationResult.Status.allCases }).enumerated() {
      let value = index % 7 == 0 ? -Double.infinity : index % 5 == 0 ? -0.0 : number()
      let result = OptimisationResult(
        point: (0..<5).map { _ in number() } + [.leastNonzeroMagnitude, 0], value: value, status: status,
        evaluations: index,
        starts: origins.map {
          .init(origin: $0, point: [number()], initialValue: index % 2 == 0 ? nil : number(), reachedValue: number())
        },
        activeBounds: [.init(variable: "signal \"µ\"", end: .upper), .init(variable: "b", end: .lower)],
        seed: generator.next())
      let read = try decoder.decode(OptimisationResult.self, from: encoder.encode(result))
      #expect(read == result)
      #expect(read.value.bitPattern == result.value.bitPattern)
      #expect(read.point.map(\.bitPattern) == result.point.map(\.bitPattern))
    }
  }
}
