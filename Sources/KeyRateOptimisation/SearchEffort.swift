// SPDX-License-Identifier: GPL-3.0-or-later
/// What a global stage may spend.
struct SearchEffort {
  let evaluations: Int
  let population: Int
  /// How many of its promising points are climbed from.
  let promisingPoints: Int
  /// How many of its random points are climbed from, however bad they are.
  let randomPoints: Int

  /// The first stage of every search.
  static func usual(_ options: OptimisationOptions, dimension: Int) -> SearchEffort {
    SearchEffort(
      evaluations: options.globalEvaluations ?? max(80 * dimension, 400),
      // NLopt refuses fewer than n + 1.
      population: max(options.globalPopulation ?? max(20 * (dimension + 1), 100), dimension + 1),
      promisingPoints: options.globalCandidates, randomPoints: options.globalCandidates - options.globalCandidates / 2)
  }

  /// The second stage, where the first found nothing above zero.
  ///
  /// Here it is the number of climbs that counts, not the length of the random search.
  static func thorough(_ options: OptimisationOptions, dimension: Int) -> SearchEffort {
    let usual = usual(options, dimension: dimension)
    return SearchEffort(
      evaluations: usual.evaluations.saturatingMultiple(2), population: usual.population.saturatingMultiple(2),
      promisingPoints: usual.promisingPoints, randomPoints: usual.promisingPoints.saturatingMultiple(6))
  }
}

extension Int {
  /// A multiple that stops at the largest number instead of trapping.
  fileprivate func saturatingMultiple(_ factor: Int) -> Int {
    let (product, overflow) = multipliedReportingOverflow(by: factor)
    return overflow ? .max : product
  }
}
