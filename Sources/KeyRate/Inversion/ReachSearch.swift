// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateOptimisation

/// Finds all values of a key between which a target is met, without assuming that the rate falls or rises.
///
/// A grid is evaluated, each value with the settings that suit it. Where the signed rate turns round between two values
/// of the same verdict, the turning point is looked for, because a window of key or a gap in it may hide there. Every
/// change of verdict is then bracketed by interpolation of the signed rate, safeguarded by halving. Values without key
/// beside such with key are searched again with all random stages, so that what ends is the key and not the luck of a
/// search.
struct ReachSearch {
  let probe: ReachProbe
  let range: SearchRange
  let points: Int
  let jobs: Int
  let progress: @Sendable (Double) -> Void

  private static let mostSteps = 80
  private static let turningSteps = 10
  private static let mostTurns = 4
  /// How many values are searched with all random stages before it is said that there is no key.
  private static let nearest = 5
  private static let spread = 4
  /// How often the far side of a crossing may turn out to have key after all.
  private static let mostSurprises = 4

  /// Everything that was tried on the way, rising.
  struct Scan {
    var range: SearchRange
    var points: [ReachPoint]
    var crossings: [ReachCrossing] = []
  }

  /// The values tried first, with a default range widened where there is key at its end.
  func grid() async throws -> Scan {
    var scan = Scan(range: range, points: try await points(range.grid(points), progress: progress))
    try refuseIfNothingWorks(scan.points)
    try await widen(&scan)
    try await doubt(&scan)
    return scan
  }

  /// If there is no key anywhere, searches again where it would be, with all random stages and side by side.
  private func doubt(_ scan: inout Scan) async throws {
    guard !scan.points.contains(where: \.isMet) else { return }
    let known = scan.points
    let suspects = suspects(known)
    let indices = known.indices.filter { suspects.contains(known[$0].value) && isDoubtful(known[$0]) }
    let found = try await ParallelWork.map(Array(indices), jobs: jobs) { index in
      try probe.search(known[index].value, from: Self.neighbours(of: index, in: known) + [known[index]])
    }
    for (index, result) in zip(indices, found) { scan.points[index] = better(try result.get(), known[index]) }
  }

  /// What lies between the values tried first: turning points and crossings. One value after another, so that
  /// several searches can be finished side by side.
  func finish(_ grid: Scan) throws -> Scan {
    var scan = grid
    try confirmZeros(&scan)
    try lookForTurns(&scan)
    try confirmZeros(&scan)
    var index = 1
    while index < scan.points.count {
      let (a, b) = (scan.points[index - 1], scan.points[index])
      if a.isMet != b.isMet {
        let crossing = try bracket(a, b)
        scan.crossings.append(crossing)
      }
      index += 1
    }
    return scan
  }

  private func points(_ values: [Double], progress: @escaping @Sendable (Double) -> Void) async throws -> [ReachPoint] {
    try await ReachGrid(probe: probe, values: values, jobs: jobs).points(progress: progress)
  }

  /// If no value at all can be read, what is wrong is the file and not the value.
  private func refuseIfNothingWorks(_ points: [ReachPoint]) throws {
    guard points.allSatisfy({ $0.evaluation == nil }), let last = points.last else { return }
    _ = try last.outcome.get()
  }

  /// A range that the program chose grows once if there is key at its upper end.
  private func widen(_ scan: inout Scan) async throws {
    if scan.range.isDefault, scan.points.last?.isMet == true {
      let (old, width) = (scan.range.to, scan.range.to - scan.range.from)
      let values = SearchRange(
        from: old, to: old + width, isLogarithmic: false, isWhole: scan.range.isWhole, isDefault: true
      ).grid(points)
      scan.points += try await self.points(Array(values.dropFirst()), progress: { _ in })
      scan.range = scan.range.reaching(old + width)
    }
  }

  /// Searches again, with all random stages, where a zero may be that of a search: beside key, or if there is none.
  private func confirmZeros(_ scan: inout Scan) throws {
    let suspects = scan.points.contains(where: \.isMet) ? [] : suspects(scan.points)
    var index = 0
    while index < scan.points.count {
      let point = scan.points[index]
      let neighbours = Self.neighbours(of: index, in: scan.points)
      guard isDoubtful(point), neighbours.contains(where: \.isMet) || suspects.contains(point.value) else {
        index += 1
        continue
      }
      let again = try probe.search(point.value, from: neighbours + [point])
      scan.points[index] = better(again, point)
      // One that has key after all makes its neighbour the next to be searched again.
      index = scan.points[index].isMet ? max(0, index - 1) : index + 1
    }
  }

  /// Whether a value without key may owe that to a search that was not thorough.
  private func isDoubtful(_ point: ReachPoint) -> Bool {
    !point.isMet && point.evaluation?.optimisation != nil && !probe.isForbidden(point) && !isThorough(point)
  }

  private static func neighbours(of index: Int, in points: [ReachPoint]) -> [ReachPoint] {
    [index - 1, index + 1].filter(points.indices.contains).map { points[$0] }
  }

  /// Without key anywhere: the values that come nearest to the target, and some spread over the range.
  private func suspects(_ points: [ReachPoint]) -> Set<Double> {
    let near = points.filter { $0.merit != nil }.sorted { ($0.merit ?? 0) > ($1.merit ?? 0) }.prefix(Self.nearest)
    let spread = stride(from: 0, to: points.count, by: max(1, points.count / Self.spread)).map { points[$0] }
    return Set((near + spread).map(\.value))
  }

  /// Whether all random stages have been spent on a point.
  private func isThorough(_ point: ReachPoint) -> Bool {
    point.evaluation?.optimisation?.starts.contains { $0.origin == .global } ?? true
  }

  /// The better of two results at one value, with the evidence of the second search if that is no worse.
  private func better(_ new: ReachPoint, _ old: ReachPoint) -> ReachPoint {
    if new.isMet || !old.isMet { return new.evaluation == nil ? old : new }
    return old
  }

  /// Looks for windows and gaps between values of the same verdict, where the signed rate turns round; the most
  /// promising turns only.
  private func lookForTurns(_ scan: inout Scan) throws {
    let p = scan.points
    var turns: [(middle: Int, sign: Double, depth: Double)] = []
    for k in p.indices.dropFirst().dropLast() {
      let (a, b, c) = (p[k - 1], p[k], p[k + 1])
      guard a.isMet == b.isMet, b.isMet == c.isMet, !probe.isForbidden(b), let sa = a.merit, let sb = b.merit,
        let sc = c.merit
      else { continue }
      // Towards the other verdict: upwards without key, downwards with it.
      let sign: Double = b.isMet ? -1 : 1
      guard sign * sb >= sign * sa, sign * sb >= sign * sc, sb != sa || sb != sc else { continue }
      turns.append((k, sign, abs(sb)))
    }
    // Nearest to the target first; equally near ones in their order.
    let chosen = turns.enumerated().sorted {
      $0.element.depth != $1.element.depth ? $0.element.depth < $1.element.depth : $0.offset < $1.offset
    }.prefix(Self.mostTurns)
    var extra: [ReachPoint] = []
    for (_, turn) in chosen {
      extra += try self.turn(p[turn.middle - 1], p[turn.middle], p[turn.middle + 1], sign: turn.sign)
    }
    scan.points = merged(p, extra)
  }

  /// Golden-section steps towards a turning point; ends as soon as the verdict changes.
  private func turn(_ a: ReachPoint, _ b: ReachPoint, _ c: ReachPoint, sign: Double) throws -> [ReachPoint] {
    var (a, b, c) = (a, b, c)
    var tried: [ReachPoint] = []
    for _ in 0..<Self.turningSteps {
      let isUpper = c.value - b.value > b.value - a.value
      let x = isUpper ? b.value + 0.382 * (c.value - b.value) : b.value - 0.382 * (b.value - a.value)
      let value = range.isWhole ? x.rounded() : x
      guard value > a.value, value < c.value, value != b.value else { break }
      let new = try probe.climb(value, from: [a, b, c])
      tried.append(new)
      guard new.isMet == b.isMet, let s = new.merit, let sb = b.merit else { break }
      if sign * s > sign * sb {
        if isUpper { a = b } else { c = b }
        b = new
      } else if isUpper {
        c = new
      } else {
        a = new
      }
    }
    return tried
  }

  private func merged(_ points: [ReachPoint], _ extra: [ReachPoint]) -> [ReachPoint] {
    var result: [ReachPoint] = []
    for point in (points + extra).sorted(by: { $0.value < $1.value }) where result.last?.value != point.value {
      result.append(point)
    }
    return result
  }

  /// A change of verdict between two neighbours, brought as near as an answer needs.
  private func bracket(_ a: ReachPoint, _ b: ReachPoint) throws -> ReachCrossing {
    var met = a.isMet ? a : b
    var missed = a.isMet ? b : a
    for surprise in 0...Self.mostSurprises {
      (met, missed) = try narrowed(met, missed)
      let snapped = try snap(met, missed)
      met = snapped ?? met
      guard missed.evaluation?.optimisation != nil, surprise < Self.mostSurprises, !probe.isForbidden(missed) else {
        break
      }
      let again = try probe.search(missed.value, from: [met, missed])
      guard again.isMet else {
        if again.evaluation != nil { missed = again }
        break
      }
      met = again
      missed = a.isMet ? b : a
    }
    return ReachCrossing(direction: a.isMet ? .ends : .begins, confirmed: met, beyond: missed)
  }

  private func narrowed(_ met: ReachPoint, _ missed: ReachPoint) throws -> (ReachPoint, ReachPoint) {
    var low = met.value < missed.value ? met : missed
    var high = met.value < missed.value ? missed : met
    // Illinois: the weight of an end that stays is halved.
    var (weightLow, weightHigh) = (low.excess, high.excess)
    for step in 0..<Self.mostSteps where !range.isNarrow(low.value, high.value) {
      var x = range.middle(low.value, high.value)
      if step % 3 != 2, let f = weightLow, let g = weightHigh, (f < 0) != (g < 0) {
        let guess = interpolated(low.value, high.value, f, g)
        if guess > low.value, guess < high.value { x = guess }
      }
      guard x > low.value, x < high.value else { break }
      let middle = try probe.follow(x, from: [low, high])
      if middle.isMet == low.isMet {
        low = middle
        weightLow = middle.excess
        weightHigh = weightHigh.map { $0 / 2 }
      } else {
        high = middle
        weightHigh = middle.excess
        weightLow = weightLow.map { $0 / 2 }
      }
    }
    return low.isMet ? (low, high) : (high, low)
  }

  /// Where a straight line meets zero, kept a little away from both ends.
  private func interpolated(_ a: Double, _ b: Double, _ f: Double, _ g: Double) -> Double {
    let t = min(0.98, max(0.02, f / (f - g)))
    let x: Double
    if range.isLogarithmic, a > 0 {
      // t of the way in ratios, by halving: no power function is needed for a guess.
      var (low, high, lo, hi) = (a, b, 0.0, 1.0)
      for _ in 0..<20 {
        let (m, middle) = ((lo + hi) / 2, (low * high).squareRoot())
        if t < m { (high, hi) = (middle, m) } else { (low, lo) = (middle, m) }
      }
      x = low
    } else {
      x = a + t * (b - a)
    }
    return range.isWhole ? x.rounded() : x
  }

  /// A short decimal on the side with key, evaluated at just that value.
  private func snap(_ met: ReachPoint, _ missed: ReachPoint) throws -> ReachPoint? {
    guard !range.isWhole else { return nil }
    let isUp = met.value > missed.value
    let x = SearchRange.rounded(met.value, digits: 6, up: isUp)
    guard x != met.value, isUp ? x > missed.value : x < missed.value, x >= range.from, x <= range.to else { return nil }
    let point = try probe.climb(x, from: [met])
    return point.isMet ? point : nil
  }
}
