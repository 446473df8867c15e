// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateBounds
import KeyRateDocuments
import KeyRateNumerics
import KeyRateOptimisation
import RealModule

/// One value that was tried.
package struct ReachPoint: Sendable {
  /// The value of the key.
  package let value: Double
  /// The result there; of open settings, the best that was found.
  package let outcome: Result<LinkEvaluation, any Error>
  /// Whether the target is met there.
  package let isMet: Bool
  /// Signed bits per pulse above the target, before clipping and rounding; nil where the analysis has no signed rate.
  package let excess: Double?

  /// The result, if there is one.
  package var evaluation: LinkEvaluation? { try? outcome.get() }

  /// Why nothing could be computed.
  var failure: String? {
    if case .failure(let error) = outcome { return "\(error)" }
    return nil
  }

  var optimum: [Double]? { evaluation?.optimisation?.point }

  /// The signed distance to the target per pulse that the channel would let through; compares links of different loss,
  /// where what is missing per pulse sent vanishes with the pulses.
  var merit: Double? {
    guard let excess, let loss = evaluation?.link.lossDecibel, loss.isFinite else { return nil }
    let merit = excess * Double.pow(10, loss / 10)
    return merit.isFinite ? merit : nil
  }
}

/// Evaluates values of a key, with open settings optimised at each.
struct ReachProbe: Sendable {
  let variant: LinkVariant
  let quantity: LinkVariant.Quantity
  let target: KeyTarget
  /// What a search from nothing may spend.
  let options: OptimisationOptions
  /// What an earlier run had found, and where findings are kept.
  var memo = SearchMemo.none
  /// The position of the variant among those of the question, for the memo.
  var number = 0

  /// The families' own starts and those of neighbours, without the random stages.
  var climbing: OptimisationOptions {
    var local = options
    local.globalEvaluations = 0
    local.globalCandidates = 0
    return local
  }

  /// A link as the memo of searches names it.
  func name(_ moves: [LinkVariant.Move]) -> String {
    moves.reduce("\(number)") { "\($0) \($1.path) \(SearchMemo.digits($1.value))" }
  }

  /// A search that the memo may know.
  func maximise(
    _ search: SearchProblem, _ place: String, full: Bool = false, from starts: [[Double]] = []
  ) throws -> OptimisationResult {
    try memo.result(place, full ? "full" : "starts", from: starts, of: search) {
      try Optimiser.maximise(search, options: full ? options : climbing, continuation: starts)
    }
  }

  func link(_ x: Double) throws -> LinkProblem { try variant.link([.init(quantity.path, x)]) }

  private func name(_ x: Double) -> String { name([.init(quantity.path, x)]) }

  /// A value judged; only an interruption stops the whole search.
  func point(_ x: Double, _ evaluate: () throws -> LinkEvaluation) throws -> ReachPoint {
    let evaluation: LinkEvaluation
    do {
      evaluation = try evaluate()
    } catch let error as CancellationError {
      throw error
    } catch {
      return ReachPoint(value: x, outcome: .failure(error), isMet: false, excess: nil)
    }
    // A target without meaning is no matter of a single value.
    let verdict = try target.verdict(evaluation)
    return ReachPoint(value: x, outcome: .success(evaluation), isMet: verdict.isMet, excess: verdict.excess)
  }

  /// Climbs from the optima of neighbours and from the family's starts.
  func climb(_ x: Double, from neighbours: [ReachPoint]) throws -> ReachPoint {
    try Task.checkCancellation()
    return try point(x) {
      let link = try link(x)
      guard let search = link.search else { return try LinkEvaluation.of(link) }
      let starts = neighbours.compactMap(\.optimum).filter { $0.count == search.variables.count }
      return try LinkEvaluation(link: link, found: maximise(search, name(x), from: starts))
    }
  }

  /// Climbs from the optima of near neighbours alone: cheap, and enough between two sides of a crossing.
  func follow(_ x: Double, from neighbours: [ReachPoint]) throws -> ReachPoint {
    try Task.checkCancellation()
    return try point(x) {
      let link = try link(x)
      guard let search = link.search else { return try LinkEvaluation.of(link) }
      // The most promising first; another on the same hill would be climbed from in vain.
      let optima = neighbours.compactMap(\.optimum).filter { $0.count == search.variables.count }
      let ranked = optima.enumerated().map { index, optimum in
        let value = search.objective(optimum)
        return (index: index, optimum: optimum, value: value.isNaN ? -.infinity : value)
      }.sorted { ($0.value, $1.index) > ($1.value, $0.index) }
      var starts: [[Double]] = []
      for candidate in ranked
      where starts.allSatisfy({ search.areApart($0, candidate.optimum) }) {
        starts.append(candidate.optimum)
      }
      if !starts.isEmpty {
        let found = try memo.result(name(x), "climb", from: starts, of: search) {
          try Optimiser.climb(search, from: starts, options: climbing)
        }
        if found.status != .noFiniteValue { return try LinkEvaluation(link: link, found: found) }
      }
      return try LinkEvaluation(link: link, found: maximise(search, name(x)))
    }
  }

  /// A full search, with the random stages.
  func search(_ x: Double, from neighbours: [ReachPoint] = []) throws -> ReachPoint {
    try Task.checkCancellation()
    return try point(x) {
      let link = try link(x)
      guard let search = link.search else { return try LinkEvaluation.of(link) }
      let starts = neighbours.compactMap(\.optimum).filter { $0.count == search.variables.count }
      return try LinkEvaluation(link: link, found: maximise(search, name(x), full: true, from: starts))
    }
  }

  /// Whether a law of nature forbids the target at a value: more than the limits of the link allow.
  func isForbidden(_ point: ReachPoint) -> Bool {
    guard let e = point.evaluation, let ceiling = e.link.bounds.map(\.ratePerPulse).max() else { return false }
    return target.leastRate(pulses: e.result.pulses, clock: e.link.repetitionRateHz) > ceiling * (1 + 1e-9)
  }
}
