// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateOptimisation

/// The first values of a search, each with the settings that suit it.
///
/// Every fourth value is climbed to from the family's starts. Those between begin at the optima around them; where
/// that does not meet the target the family's starts are climbed from as well, so that a window of key between two
/// values without is not lost for the sake of speed. Then better optima spread to their neighbours. Each round reads
/// only the one before, so that the result is the same, bit for bit, whatever the number of jobs.
struct ReachGrid {
  let probe: ReachProbe
  let values: [Double]
  let jobs: Int

  /// The distance of the values that are climbed to first.
  private static let stride = 4
  /// The most rounds in which optima spread: as far as to the next value of the first ones.
  private static let rounds = 4

  /// One value, and whether the last round found a better optimum there.
  private struct Place: Sendable {
    var point: ReachPoint
    var hasChanged = true
  }

  func points(progress: @escaping @Sendable (Double) -> Void) async throws -> [ReachPoint] {
    var places = [Place?](repeating: nil, count: values.count)
    let anchors = values.indices.filter(isAnchor)
    let others = values.indices.filter { !isAnchor($0) }
    try await update(&places, anchors, progress: { progress(0.4 * $0) }) { index, _ in
      Place(point: try probe.climb(values[index], from: []))
    }
    try await update(&places, others, progress: { progress(0.4 + 0.4 * $0) }) { index, before in
      let around = anchorsAround(index).compactMap { before[$0]?.point }
      guard around.contains(where: \.isMet) else {
        return Place(point: try probe.climb(values[index], from: []))
      }
      let followed = try probe.follow(values[index], from: around)
      guard !followed.isMet, followed.evaluation?.optimisation != nil, !probe.isForbidden(followed) else {
        return Place(point: followed)
      }
      return Place(point: Self.better(try probe.climb(values[index], from: [followed]), followed))
    }
    for round in 0..<Self.rounds {
      progress(0.8 + 0.2 * Double(round) / Double(Self.rounds))
      let before = places
      let stale = values.indices.filter { !promising(for: $0, before).isEmpty }
      if stale.isEmpty { break }
      for index in places.indices { places[index]?.hasChanged = false }
      try await update(&places, stale, progress: { _ in }) { index, places in
        guard let known = places[index]?.point else { return nil }
        // What is promising is judged by the round before.
        let found = try probe.follow(values[index], from: promising(for: index, before))
        let best = Self.better(found, known)
        return Place(point: best, hasChanged: Self.gain(best, known) > 1e-9)
      }
    }
    progress(1)
    return places.compactMap { $0?.point }
  }

  /// Neighbours whose optima are new, and lie somewhere else than the one that is known; where the target is missed,
  /// also better as they stand, because what is nearest to a key matters less than where there is one.
  private func promising(for index: Int, _ places: [Place?]) -> [ReachPoint] {
    guard let point = places[index]?.point, let known = point.optimum,
      let value = point.evaluation?.optimisation?.value, let search = point.evaluation?.link.search
    else { return [] }
    let variables = search.variables
    return [index - 1, index + 1].filter(places.indices.contains).compactMap { neighbour in
      guard let place = places[neighbour], place.hasChanged, let start = place.point.optimum,
        start.count == known.count, variables.count == known.count
      else { return nil }
      guard search.areApart(start, known) else { return nil }
      return point.isMet || search.objective(start) > value ? place.point : nil
    }
  }

  /// The result with the larger objective; the target does not decide, because a search does not aim at it.
  private static func better(_ new: ReachPoint, _ old: ReachPoint) -> ReachPoint {
    guard let found = new.evaluation?.optimisation?.value else { return old }
    guard let known = old.evaluation?.optimisation?.value else { return new }
    return found > known ? new : old
  }

  /// The relative gain of one result over another.
  private static func gain(_ new: ReachPoint, _ old: ReachPoint) -> Double {
    let (found, known) = (
      new.evaluation?.optimisation?.value ?? -.infinity, old.evaluation?.optimisation?.value ?? -.infinity
    )
    guard found > known else { return 0 }
    return known.isFinite ? (found - known) / Swift.max(abs(found), abs(known)) : .infinity
  }

  private func isAnchor(_ index: Int) -> Bool { index.isMultiple(of: Self.stride) || index == values.count - 1 }

  private func anchorsAround(_ index: Int) -> [Int] {
    let low = index / Self.stride * Self.stride
    return [low, Swift.min(low + Self.stride, values.count - 1)]
  }

  /// Works on some values, each of which sees all as they were before.
  private func update(
    _ places: inout [Place?], _ indices: [Int], progress: @escaping @Sendable (Double) -> Void,
    work: @escaping @Sendable (Int, [Place?]) throws -> Place?
  ) async throws {
    let before = places
    let found = try await ParallelWork.map(Array(indices), jobs: jobs, progress: progress) { try work($0, before) }
    for (index, result) in zip(indices, found) {
      // Only what stops the whole search is thrown; a value that fails keeps its error in its point.
      if let place = try result.get() { places[index] = place }
    }
  }
}
