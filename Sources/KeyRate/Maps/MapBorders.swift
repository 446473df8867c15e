// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateDocuments
import KeyRateOptimisation
import KeyRateReports
import KeyRateSecurity
import RealModule
import KeyRateBounds

/// Finds how far key reaches between neighbouring places with and without.
///
/// The way from the one to the other is halved a few times; what is drawn reaches as far as key was found, and no
/// farther.
struct MapBorders {
  let plan: MapPlan
  let places: [Result<MapSearch.Place, any Error>]
  let options: OptimisationOptions
  var memo = SearchMemo.none

  /// How often the way is halved.
  private static let halvings = 5

  func find(jobs: Int, progress: @escaping @Sendable (Double) -> Void) async throws -> [GridBorder] {
    let (columns, rows) = (plan.x.values.count, plan.y.values.count)
    let rates = try await ParallelWork.map(Array(places.indices), jobs: jobs) { index -> Double in
      try rate(MapRun.evaluation(places[index].get())) ?? .nan
    }.map { (try? $0.get()) ?? .nan }
    var edges: [(inside: Int, outside: Int)] = []
    for row in 0..<rows {
      for column in 0..<columns {
        let index = row * columns + column
        guard rates[index] > 0 else { continue }
        for (r, c) in [(row - 1, column), (row, column - 1), (row, column + 1), (row + 1, column)] {
          guard (0..<rows).contains(r), (0..<columns).contains(c), rates[r * columns + c] == 0 else { continue }
          edges.append((index, r * columns + c))
        }
      }
    }
    let found = try await ParallelWork.map(edges, jobs: jobs, progress: progress) { edge in
      try reach(edge.inside, edge.outside, rate: rates[edge.inside])
    }
    // Where a place between cannot be evaluated nothing is claimed about it.
    return zip(edges, found).compactMap { edge, result in
      (try? result.get()).map {
        GridBorder(inside: edge.inside, outside: edge.outside, reach: $0.reach, value: $0.rate)
      }
    }
  }

  private func rate(_ evaluation: LinkEvaluation) -> Double? {
    switch plan.rateUnit {
    case .perPulse: evaluation.result.ratePerPulse
    case .perSecond: evaluation.bitsPerSecond
    case .bits: evaluation.result.lengthBits
    }
  }

  /// The farthest point at which key was found, and the rate there.
  private func reach(_ inside: Int, _ outside: Int, rate: Double) throws -> (reach: Double, rate: Double) {
    let columns = plan.x.values.count
    var best = (reach: 0.0, rate: rate)
    var start = try places[inside].get().found?.point
    var far = 1.0
    for _ in 0..<Self.halvings {
      try Task.checkCancellation()
      let middle = (best.reach + far) / 2
      let x = Self.between(plan.x, inside % columns, outside % columns, middle)
      let y = Self.between(plan.y, inside / columns, outside / columns, middle)
      let link = try plan.link(x: x, y: y)
      let evaluation: LinkEvaluation
      if let search = link.search {
        let starts = [start].compactMap(\.self).filter { $0.count == search.variables.count }
        let found = try memo.result(plan.name(x: x, y: y), "climb", from: starts, of: search) {
          try MapSearch.climb(search, from: starts, options: options)
        }
        evaluation = try LinkEvaluation(link: link, found: found)
      } else {
        evaluation = try LinkEvaluation.of(link)
      }
      if let value = self.rate(evaluation), value > 0 {
        best = (middle, value)
        start = evaluation.optimisation?.point
      } else {
        far = middle
      }
    }
    return best
  }

  /// A value between two of a direction, in the measure of its axis.
  private static func between(_ direction: MapPlan.Direction, _ a: Int, _ b: Int, _ share: Double) -> Double {
    let (low, high) = (direction.values[a], direction.values[b])
    guard a != b else { return low }
    return direction.isLogarithmic ? low * Double.exp(share * Double.log(high / low)) : low + share * (high - low)
  }
}
