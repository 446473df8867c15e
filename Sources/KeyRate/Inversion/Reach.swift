// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateBounds
import KeyRateDocuments
import KeyRateOptimisation

/// How far a key of a file can be moved while a target is still met.
package struct Reach: Sendable {
  /// What is asked of a file.
  package struct Question: Sendable {
    /// The key that is moved.
    package var variable: String
    /// What is to be delivered.
    package var target: KeyTarget
    /// The ends of the search; nil leaves them to the key.
    package var from, to: Double?
    /// How many values are tried before crossings are refined, at least 3.
    package var points: Int

    /// Asks a question.
    package init(
      variable: String, target: KeyTarget = .anyKey, from: Double? = nil, to: Double? = nil, points: Int = 33
    ) {
      self.variable = variable
      self.target = target
      self.from = from
      self.to = to
      self.points = points
    }
  }

  /// The answer for the file, or for one of its curves.
  package struct Answer: Sendable {
    /// The name of the curve; nil without curves.
    package let label: String?
    /// The values that were searched.
    package let range: SearchRange
    /// Everything that was tried before refinement, rising.
    package let points: [ReachPoint]
    /// All crossings, rising.
    package let crossings: [ReachCrossing]
    /// Where the target is met, rising; empty if nowhere.
    package let intervals: [ReachInterval]
    /// What comes nearest to the target, or exceeds it most.
    package let best: ReachPoint?
    /// If the target is met nowhere: what stands in the way.
    package let limits: [ReachLimit]
  }

  /// The file.
  package let file: ParameterFile
  /// The question.
  package let question: Question
  /// The key that was moved.
  package let quantity: LinkVariant.Quantity
  /// One answer for each curve, or for the file.
  package let answers: [Answer]
  /// Values whose result cannot be true and was therefore left out: each is a fault of the program.
  package var violations: [InvariantViolation] {
    answers.flatMap(\.points).compactMap {
      if case .failure(let violation as InvariantViolation) = $0.outcome { violation } else { nil }
    }
  }
  /// Whether no curve of the file meets the target anywhere.
  package var isNeverMet: Bool { answers.allSatisfy(\.intervals.isEmpty) }
  /// The options of the searches.
  package let options: OptimisationOptions

  /// Answers a question.
  ///
  /// The answer does not depend on the number of jobs.
  ///
  /// - Parameters:
  ///   - question: what is asked.
  ///   - file: the file; its open settings are optimised at every value.
  ///   - jobs: how many values are worked on at once.
  ///   - options: the options of the searches.
  ///   - memo: what an earlier run had found, and where findings are kept.
  ///   - progress: called with the share that is done, 0 to 1.
  /// - Throws: `DocumentError`, `DocumentErrors` for a question that has no meaning, `CancellationError`.
  package static func answer(
    _ question: Question, of file: ParameterFile, jobs: Int, options: OptimisationOptions = OptimisationOptions(),
    memo: SearchMemo = .none, progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws -> Reach {
    let quantity = try file.quantity(question.variable)
    let variants = try file.variants(moving: [question.variable])
    // Everything that can be wrong with the question is found before anything runs.
    let ranges = try variants.map { try SearchRange(quantity, of: $0, from: question.from, to: question.to) }
    let searches = zip(variants, ranges).enumerated().map { index, pair in
      ReachSearch(
        probe: ReachProbe(
          variant: pair.0, quantity: quantity, target: question.target, options: options, memo: memo, number: index),
        range: pair.1, points: question.points, jobs: jobs,
        progress: { progress(0.6 * (Double(index) + $0) / Double(variants.count)) })
    }
    var begun: [(search: ReachSearch, scan: ReachSearch.Scan)] = []
    for search in searches { begun.append((search, try await search.grid())) }
    let answers = try await ParallelWork.map(begun, jobs: jobs, progress: { progress(0.6 + 0.4 * $0) }) {
      try answer($0.search.finish($0.scan), $0.search.probe)
    }.map { try $0.get() }
    return Reach(file: file, question: question, quantity: quantity, answers: answers, options: options)
  }

  private static func answer(_ scan: ReachSearch.Scan, _ probe: ReachProbe) throws -> Answer {
    let intervals = intervals(scan)
    let (best, limits) =
      intervals.isEmpty ? try obstacles(scan.points, probe) : (best(scan.points), [])
    return Answer(
      label: probe.variant.label, range: scan.range, points: scan.points, crossings: scan.crossings,
      intervals: intervals, best: best, limits: limits)
  }

  /// Runs of values at which the target is met, between crossings and the ends of the range.
  private static func intervals(_ scan: ReachSearch.Scan) -> [ReachInterval] {
    var result: [ReachInterval] = []
    var crossings = scan.crossings[...]
    var start: (point: ReachPoint, isInside: Bool)? = scan.points.first.flatMap { $0.isMet ? ($0, false) : nil }
    while let crossing = crossings.popFirst() {
      switch crossing.direction {
      case .begins: start = (crossing.confirmed, true)
      case .ends:
        if let (point, isInside) = start {
          result.append(
            ReachInterval(lower: point, upper: crossing.confirmed, beginsInside: isInside, endsInside: true))
        }
        start = nil
      }
    }
    if let (point, isInside) = start, let last = scan.points.last {
      result.append(ReachInterval(lower: point, upper: last, beginsInside: isInside, endsInside: false))
    }
    return result
  }

  /// What stands in the way, asked at the value nearest to the target first. Where nearly nothing is sent nearly
  /// nothing is missing, and nothing helps: then at the other values where the signed rate has a peak, and at the
  /// value of the file.
  private static func obstacles(_ points: [ReachPoint], _ probe: ReachProbe) throws -> (ReachPoint?, [ReachLimit]) {
    guard let first = best(points) else { return (nil, []) }
    var candidates = [first]
    let peaks = points.indices.dropFirst().dropLast().filter { k in
      guard let a = points[k - 1].merit, let b = points[k].merit, let c = points[k + 1].merit else { return false }
      return b >= a && b >= c && points[k].value != first.value
    }.map { points[$0] }
    candidates += peaks.sorted { ($0.merit ?? 0) > ($1.merit ?? 0) }.prefix(2)
    if let given = probe.variant.value(of: probe.quantity.path) {
      let known = points.filter { $0.evaluation != nil }
      if let near = known.min(by: { abs($0.value - given) < abs($1.value - given) }) { candidates.append(near) }
    }
    var answers: [[ReachLimit]] = []
    for candidate in candidates {
      let limits = try ReachLimit.all(at: candidate, probe)
      if limits.contains(where: \.isBinding) { return (candidate, limits) }
      answers.append(limits)
    }
    return (first, answers.first ?? [])
  }

  /// The value nearest to the target: the largest signed rate, or without any key the largest for what arrives.
  private static func best(_ points: [ReachPoint]) -> ReachPoint? {
    let known = points.filter { $0.evaluation != nil }
    let hasKey = known.contains { ($0.evaluation?.result.ratePerPulse ?? 0) > 0 }
    func figure(_ p: ReachPoint) -> Double? { hasKey ? p.excess : p.merit }
    return known.filter { figure($0) != nil }.max { (figure($0) ?? 0) < (figure($1) ?? 0) } ?? known.first
  }
}
