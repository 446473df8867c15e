// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateOptimisation
import KeyRateNumerics

/// The optima of all places of a map, each helped by its neighbours.
///
/// Every fourth row and column is searched as thoroughly as a single link. The places between are climbed to from
/// the optima around them, then from their neighbours until nothing gets better; where key borders on none, the
/// places without are searched thoroughly as well, because a false zero is a wrong statement. Each round reads only
/// the one before, so that the result is the same, bit for bit, whatever the number of jobs.
struct MapSearch {
  /// One place.
  struct Place: Sendable {
    let link: LinkProblem
    /// What was found; nil if every setting is given.
    var found: OptimisationResult?
    /// Whether the whole search box was looked through.
    var isThorough = false
    /// Whether the last round found a better optimum.
    var hasChanged = true

    /// The objective there; nil if nothing is searched.
    var value: Double? { found?.value }
  }

  let columns: Int
  let rows: Int
  let jobs: Int
  let options: OptimisationOptions
  /// What an earlier run had found, and where findings are kept.
  var memo = SearchMemo.none
  /// Names a place for the memo.
  var name: @Sendable (Int) -> String = { "\($0)" }
  /// The distance of the rows and columns that are searched first.
  static let stride = 4

  /// Finds the optima.
  ///
  /// - Parameters:
  ///   - link: the link of a place; a place whose link cannot be read keeps the error.
  ///   - progress: called with the share that is done.
  func places(
    _ link: @escaping @Sendable (Int) throws -> LinkProblem, progress: @escaping @Sendable (Double) -> Void
  ) async throws -> [Result<Place, any Error>] {
    let all = Array(0..<(columns * rows))
    var places = try await ParallelWork.map(all, jobs: jobs, progress: { progress(0.05 * $0) }) { index in
      Place(link: try link(index))
    }
    let anchors = all.filter(isAnchor)
    try await update(&places, anchors, progress: { progress(0.05 + 0.35 * $0) }) { [self] place, index, _ in
      try thorough(place, index)
    }
    let others = all.filter { !isAnchor($0) }
    try await update(&places, others, progress: { progress(0.4 + 0.3 * $0) }) { [self] place, index, before in
      Self.better(place, try climb(place, index, from: anchorsAround(index), in: before), isThorough: false)
    }
    for round in 0..<options.maximumSweepPasses {
      let share = 0.7 + 0.2 * Double(round) / Double(options.maximumSweepPasses)
      progress(share)
      try await spread(&places)
      let border = all.filter { isUnsureZero($0, places) }
      if border.isEmpty { break }
      try await update(&places, border, progress: { _ in }) { [self] place, index, _ in try thorough(place, index) }
      // Only a new key can change anything around it.
      if !border.contains(where: { (try? places[$0].get())?.hasChanged ?? false }) { break }
    }
    return places
  }

  /// Lets good optima spread to their neighbours until nothing gets better.
  private func spread(_ places: inout [Result<Place, any Error>]) async throws {
    for _ in 0..<options.maximumSweepPasses {
      let before = places
      let stale = before.indices.filter { index in
        (try? before[index].get())?.found != nil
          && neighbours(of: index).contains { isWorthTrying($0, for: index, before) }
      }
      if stale.isEmpty { break }
      try await update(&places, stale, progress: { _ in }) { [self] place, index, before in
        let good = neighbours(of: index).filter { isWorthTrying($0, for: index, before) }
        return Self.better(place, try climb(place, index, from: good, in: before), isThorough: false)
      }
      settle(&places, except: Set(stale))
    }
    settle(&places, except: [])
  }

  /// Marks places as unchanged.
  private func settle(_ places: inout [Result<Place, any Error>], except some: Set<Int>) {
    for index in places.indices where !some.contains(index) {
      guard case .success(var place) = places[index] else { continue }
      place.hasChanged = false
      places[index] = .success(place)
    }
  }

  /// Whether a neighbour's optimum is new, and somewhere else than the one that is known.
  private func isWorthTrying(_ neighbour: Int, for index: Int, _ places: [Result<Place, any Error>]) -> Bool {
    guard let other = try? places[neighbour].get(), other.hasChanged, let start = other.found,
      let place = try? places[index].get(), let known = place.found, let search = place.link.search,
      start.value.isFinite, start.point.count == known.point.count
    else { return false }
    // One hill has been climbed already.
    return search.areApart(start.point, known.point)
  }

  /// Climbs from the best two of the optima of other places.
  private func climb(
    _ place: Place, _ index: Int, from others: [Int], in places: [Result<Place, any Error>]
  ) throws -> OptimisationResult? {
    guard let search = place.link.search else { return nil }
    let optima = others.compactMap { index -> [Double]? in
      guard let found = try? places[index].get().found, found.value.isFinite,
        found.point.count == search.variables.count
      else { return nil }
      return found.point
    }
    // Tried at this place first: a climb costs a hundred evaluations.
    let tried = optima.enumerated().map { index, point -> (index: Int, point: [Double], value: Double) in
      let value = search.objective(point)
      return (index, point, value.isNaN ? -.infinity : value)
    }
    let ranked = tried.sorted { ($0.value, $1.index) > ($1.value, $0.index) }
    let starts = ranked.prefix(2).map(\.point)
    return try memo.result(name(index), "climb", from: starts, of: search) {
      try MapSearch.climb(search, from: starts, options: options)
    }
  }

  /// Looks through the whole box.
  private func thorough(_ place: Place, _ index: Int) throws -> Place {
    guard let search = place.link.search else { return place }
    let found = try memo.result(name(index), "full", of: search) { try Optimiser.maximise(search, options: options) }
    return Self.better(place, found, isThorough: true)
  }

  /// Climbs from some points only.
  static func climb(
    _ search: SearchProblem, from starts: [[Double]], options: OptimisationOptions
  ) throws -> OptimisationResult {
    var local = options
    local.globalEvaluations = 0
    local.globalCandidates = 0
    // The problem's own starts are for searches without neighbours.
    let bare = SearchProblem(
      variables: search.variables, starts: starts.isEmpty ? search.starts : [], objective: search.objective)
    return try Optimiser.maximise(bare, options: local, continuation: starts)
  }

  /// The better of what was known and what was found.
  private static func better(_ place: Place, _ found: OptimisationResult?, isThorough: Bool) -> Place {
    guard let found else { return place }
    var result = place
    let before = place.value ?? -.infinity
    result.isThorough = place.isThorough || isThorough
    let gain = found.value - before
    let isBetter = gain > 0 && !(gain <= 1e-9 * Swift.max(abs(found.value), abs(before)))
    result.hasChanged = place.found == nil || isBetter
    if result.hasChanged { result.found = found }
    return result
  }

  /// Whether a place seems to have no key beside one that has some, and was not searched thoroughly.
  private func isUnsureZero(_ index: Int, _ places: [Result<Place, any Error>]) -> Bool {
    guard let place = try? places[index].get(), let value = place.value, !(value > 0), !place.isThorough else {
      return false
    }
    return around(index).contains { neighbour in
      ((try? places[neighbour].get())?.value ?? 0) > 0
    }
  }

  // MARK: Places

  private func isAnchor(_ index: Int) -> Bool {
    func isLine(_ position: Int, _ count: Int) -> Bool {
      position.isMultiple(of: Self.stride) || position == count - 1
    }
    return isLine(index % columns, columns) && isLine(index / columns, rows)
  }

  /// The places at the corners of the block around a place that were searched first.
  private func anchorsAround(_ index: Int) -> [Int] {
    func ends(_ position: Int, _ count: Int) -> [Int] {
      let low = position / Self.stride * Self.stride
      let high = position == low ? low : Swift.min(low + Self.stride, count - 1)
      return low == high ? [low] : [low, high]
    }
    return ends(index / columns, rows).flatMap { row in ends(index % columns, columns).map { row * columns + $0 } }
  }

  private func neighbours(of index: Int) -> [Int] {
    let (row, column) = (index / columns, index % columns)
    return [(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)].compactMap(place)
  }

  private func around(_ index: Int) -> [Int] {
    let (row, column) = (index / columns, index % columns)
    return (-1...1).flatMap { up in (-1...1).map { (row + up, column + $0) } }.compactMap(place).filter { $0 != index }
  }

  private func place(_ row: Int, _ column: Int) -> Int? {
    (0..<rows).contains(row) && (0..<columns).contains(column) ? row * columns + column : nil
  }

  /// Works on some places, each of which sees all as they were before.
  private func update(
    _ places: inout [Result<Place, any Error>], _ indices: [Int], progress: @escaping @Sendable (Double) -> Void,
    work: @escaping @Sendable (Place, Int, [Result<Place, any Error>]) throws -> Place
  ) async throws {
    let before = places
    let usable = indices.filter { (try? before[$0].get()) != nil }
    let after = try await ParallelWork.map(usable, jobs: jobs, progress: progress) { index in
      try work(before[index].get(), index, before)
    }
    for (index, result) in zip(usable, after) { places[index] = result }
  }
}
