// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import KeyRateBounds
import KeyRateDocuments
import KeyRateOptimisation
import KeyRateReports
import KeyRateSecurity
import RealModule
import KeyRateBounds

/// A map that has been carried out: every place of a grid over two quantities.
package struct MapRun: Sendable {
  /// One place.
  package struct Cell: Sendable {
    /// The value along the horizontal axis.
    package let x: Double
    /// The value along the vertical axis.
    package let y: Double
    /// The numbers there, or why there are none. A place that failed stays in the table with its reason.
    package let outcome: Result<Numbers, any Error>
  }

  /// What is kept of a result: a map has thousands, each with a long trace. `keyrate rate` shows the trace of one.
  package struct Numbers: Sendable {
    /// Secret bits per pulse.
    package let ratePerPulse: Double?
    /// Secret bits per second; nil without a pulse rate.
    package let bitsPerSecond: Double?
    /// Secret bits of the block; nil for infinite data.
    package let lengthBits: Double?
    /// Pulses of the block; nil for infinite data.
    package let pulses: Double?
    /// The loss of the channel in dB.
    package let lossDecibel: Double
    /// The limits.
    package let bounds: [LinkProblem.Bound]
    /// The settings, given or found.
    package let settings: [LinkProblem.SettingColumn]
    /// Error rates and the like, those of the link that have a value.
    package let diagnostics: [(item: LinkProblem.Diagnostic, value: Double)]
    /// Why there is no key; nil if there is some.
    package let reasonForZero: String?
    /// The evidence for the settings found; nil if all were given.
    package let evidence: Evidence?
    /// How far the number can be trusted, in one sentence: that of the search, or that an unsound form exceeds a
    /// limit of the link here; nil if there is nothing to say.
    package let verdict: String?
    /// Whether the rate exceeds a limit of the link, as an unsound form may.
    package let isImpossible: Bool

    /// The rate or length in a unit.
    package func rate(in unit: SweepPlan.Unit) -> Double? {
      switch unit {
      case .perPulse: ratePerPulse
      case .perSecond: bitsPerSecond
      case .bits: lengthBits
      }
    }
  }

  /// How the settings of a place were found.
  package struct Evidence: Sendable, Equatable {
    /// Evaluations of the rate.
    package let evaluations: Int
    /// Starts.
    package let starts: Int
    /// The relative spread of the local optima reached.
    package let spread: Double
    /// Settings that ended on a limit of the search.
    package let activeBounds: [String]
    /// Whether the whole search box was looked through, or only the surroundings of the neighbours' optima.
    package let isThorough: Bool
  }

  /// What was varied and how it is drawn.
  package let plan: MapPlan
  /// The file.
  package let file: ParameterFile
  /// The places row by row, each row from left to right.
  package let cells: [Cell]
  /// How far key is known to reach between places with and without.
  package let borders: [GridBorder]
  /// The analysis; nil if no place has a result.
  package let analysis: AnalysisDescription?
  /// The options of the searches.
  package let options: OptimisationOptions

  /// Places whose result cannot be true and was therefore left out: each is a fault of the program.
  package var violations: [InvariantViolation] {
    cells.compactMap { if case .failure(let violation as InvariantViolation) = $0.outcome { violation } else { nil } }
  }

  /// Carries out the map of a file.
  ///
  /// The result does not depend on the number of jobs.
  ///
  /// - Parameters:
  ///   - file: a file with `[map.x]` and `[map.y]`.
  ///   - jobs: how many places are worked on at once.
  ///   - options: the options of the searches.
  ///   - memo: what an earlier run had found, and where findings are kept.
  ///   - progress: called with the share that is done, 0 to 1.
  /// - Throws: `DocumentErrors` before anything runs, `CancellationError`.
  package static func carryOut(
    _ file: ParameterFile, jobs: Int, options: OptimisationOptions = OptimisationOptions(), memo: SearchMemo = .none,
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws -> MapRun {
    let plan = try file.map()
    let (xs, ys) = (plan.x.values, plan.y.values)
    let search = MapSearch(columns: xs.count, rows: ys.count, jobs: jobs, options: options, memo: memo) {
      plan.name(x: xs[$0 % xs.count], y: ys[$0 / xs.count])
    }
    let places = try await search.places(
      { try plan.link(x: xs[$0 % xs.count], y: ys[$0 / xs.count]) }, progress: { progress(0.8 * $0) })
    let evaluated = try await ParallelWork.map(
      Array(places.indices), jobs: jobs, progress: { progress(0.8 + 0.1 * $0) }
    ) {
      try evaluation(places[$0].get())
    }
    let borders = try await MapBorders(plan: plan, places: places, options: options, memo: memo).find(
      jobs: jobs, progress: { progress(0.9 + 0.1 * $0) })
    let cells = zip(places, evaluated).enumerated().map { index, pair in
      Cell(
        x: xs[index % xs.count], y: ys[index / xs.count],
        outcome: pair.1.map { Numbers($0, isThorough: (try? pair.0.get().isThorough) ?? false) })
    }
    let analysis = evaluated.lazy.compactMap { try? $0.get().result.analysis }.first
    return MapRun(plan: plan, file: file, cells: cells, borders: borders, analysis: analysis, options: options)
  }

  /// The result at a place.
  static func evaluation(_ place: MapSearch.Place) throws -> LinkEvaluation {
    guard let found = place.found else { return try LinkEvaluation.of(place.link) }
    return try LinkEvaluation(link: place.link, found: found)
  }
}

extension MapRun.Numbers {
  init(_ e: LinkEvaluation, isThorough: Bool) {
    ratePerPulse = e.result.ratePerPulse
    bitsPerSecond = e.bitsPerSecond
    lengthBits = e.result.lengthBits
    pulses = e.result.pulses
    lossDecibel = e.link.lossDecibel
    bounds = e.link.bounds
    settings = e.settings
    diagnostics = e.link.diagnostics.compactMap { item in e.result[item.quantity].map { (item, $0) } }
    reasonForZero = e.result.reasonForZero?.description
    evidence = e.optimisation.map {
      MapRun.Evidence(
        evaluations: $0.evaluations, starts: $0.starts.count, spread: $0.spread,
        activeBounds: $0.activeBounds.map(\.description), isThorough: isThorough)
    }
    isImpossible = e.impossibility != nil
    verdict = e.verdict
  }
}

extension MapPlan {
  /// A place as a memo of searches names it.
  func name(x: Double, y: Double) -> String {
    "\(self.x.variable) \(SearchMemo.digits(x)) \(self.y.variable) \(SearchMemo.digits(y))"
  }
}
