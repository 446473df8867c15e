// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

/// The search strategy, the same for every protocol.
///
/// A search has four stages: a climb (BOBYQA) from every start and from the centre of the box; a seeded
/// random search over the whole box (CRS2), with climbs from its separate basins and from some blind
/// points; climbs from random points around the best one; and a polish of the best point in which
/// BOBYQA and a search with a learned metric take turns until neither changes anything (SBPLX joins in
/// beside points without a value). Where nothing above zero is found, a second and larger global stage
/// follows the first, because a false zero would be a wrong statement.
package enum Optimiser {
  /// The largest value of a problem's objective over its box, as far as the search can find it.
  ///
  /// The result is a function of the arguments alone: the same seed gives the same bits, on any
  /// thread and whatever else is running (with an NLopt whose generator is local to the thread, as
  /// in Debian's package). The call is synchronous and occupies its thread.
  ///
  /// Values that are not finite are allowed anywhere; such a point counts as worse than all others.
  ///
  /// - Parameters:
  ///   - problem: What to maximise. Its starts are clipped into the box.
  ///   - options: How much to spend; see ``OptimisationOptions``.
  ///   - continuation: Optima of similar problems, as additional starts.
  /// - Returns: The best point with the evidence for it. A search that found no finite value, or that
  ///   reached its limit, returns with a status that says so.
  /// - Throws: ``OptimisationError`` for a problem that cannot be searched; `CancellationError` when
  ///   the surrounding task is cancelled, within one call of the objective.
  package static func maximise(
    _ problem: SearchProblem, options: OptimisationOptions = OptimisationOptions(),
    continuation: [[Double]] = []
  ) throws -> OptimisationResult {
    var search = try OptimisationSearch(problem, options: options)
    for (index, point) in problem.starts.enumerated() {
      try search.addStart(point, index: index, origin: .given(index))
    }
    for (index, point) in continuation.enumerated() {
      try search.addStart(point, index: index, origin: .continuation(index))
    }
    return try search.run()
  }

  /// The best that climbs from some points alone reach, polished: for problems that are close to one already solved.
  ///
  /// No part of the box is looked through, so that an optimum elsewhere stays unseen.
  ///
  /// - Parameters:
  ///   - problem: What to maximise; its own starts are left out.
  ///   - starts: The optima of similar problems, clipped into the box; at least one.
  ///   - options: How exact the result must be; what is said of random stages has no effect.
  /// - Returns: The best point with the evidence for it.
  /// - Throws: ``OptimisationError`` for a problem that cannot be searched; `CancellationError` when
  ///   the surrounding task is cancelled.
  package static func climb(
    _ problem: SearchProblem, from starts: [[Double]], options: OptimisationOptions = OptimisationOptions()
  ) throws -> OptimisationResult {
    var search = try OptimisationSearch(problem, options: options)
    for (index, point) in starts.enumerated() {
      try search.addStart(point, index: index, origin: .continuation(index))
    }
    return try search.runFromStarts()
  }

  /// An optimum tried again from the optima of other problems; never worse than before.
  ///
  /// - Parameters:
  ///   - previous: The result to improve on, for the same problem.
  ///   - neighbours: The optima to start from, with the positions under which they are reported.
  static func refine(
    _ previous: OptimisationResult, of problem: SearchProblem, options: OptimisationOptions,
    neighbours: [(position: Int, point: [Double])]
  ) throws -> OptimisationResult {
    var search = try OptimisationSearch(problem, options: options)
    for neighbour in neighbours {
      try search.addStart(
        neighbour.point, index: neighbour.position, origin: .continuation(neighbour.position))
    }
    return try search.runLocally(improvingOn: previous)
  }
}
