// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateLinks
import KeyRateNumerics
import KeyRateSecurity

/// The counts for which the concentration bound is tuned (tf sheet, sections 7.5 and 7.6).
///
/// A parameter, not an estimate: a wrong one loosens the bound, but one made from the data that are analysed,
/// other than from their number of successes, voids it. What is missing is bounded without (TF-29), term by term.
package struct Predictions: Sendable, Equatable {
  /// L~_nm: successful test rounds with n and m photons.
  package var pairs: [PhotonPair: Double]
  /// L~_Z: all successful test rounds, M_Z.
  package var testCount: Double?
  /// L~_ph: phase errors.
  package var phaseErrors: Double?

  /// Gathers predictions.
  package init(pairs: [PhotonPair: Double] = [:], testCount: Double? = nil, phaseErrors: Double? = nil) {
    self.pairs = pairs
    self.testCount = testCount
    self.phaseErrors = phaseErrors
  }

  /// The photon-number cut-off of the model's own phase-error sum (TF-34).
  private static let modelCutoff = 20

  /// What a model expects (TF-34).
  package init(_ setup: Setup, _ settings: Settings, rounds: Double, pairCutoff: Int) {
    let model = VaryingModel(setup)
    let testRounds = rounds * settings.bothInTestMode
    func share(_ side: SideSettings, _ n: Int) -> Double {
      zip(side.testIntensities, side.testProbabilities)
        .reduce(0) { $0 + $1.1 * PoissonWeights.probability(photons: n, mean: $1.0) }
    }
    let alice = (0...pairCutoff).map { share(settings.alice, $0) }
    let bob = (0...pairCutoff).map { share(settings.bob, $0) }
    pairs = Dictionary(
      uniqueKeysWithValues: PhotonPair.equalParity(upTo: pairCutoff).map {
        ($0, testRounds * alice[$0.n] * bob[$0.m] * 2 * model.yield($0.n, $0.m))
      })
    testCount = Observations.expected(setup, settings, rounds: rounds).testCount
    let weights = ParityWeights<Double>(
      alice: .catState(intensity: settings.alice.signalIntensity, cutoff: Self.modelCutoff),
      bob: .catState(intensity: settings.bob.signalIntensity, cutoff: Self.modelCutoff), cutoff: Self.modelCutoff)
    phaseErrors = rounds * settings.bothInKeyMode * 2 * AsymptoticAnalysis.trueYieldSum(model, weights)
  }
}

/// How an analysis comes by its predictions (tf sheet, section 7.6).
package enum PredictionRule: String, Sendable, CaseIterable {
  /// The bounds M^U and Σ_ph that a run as planned would give (TF-34a); the default of planning and of plans.
  case evaluated
  /// The counts that the model expects, as first published here (TF-34).
  case expected
  /// TF-34a for a standard link that gives as many successes as the run had (TF-34b); the default of runs.
  case successes
}

/// What an analysis is given to tune its concentration bound.
package enum Forecast: Sendable, Equatable {
  /// Nothing: every term by TF-29.
  case untuned
  /// The bounds of the analysis itself (TF-34a): expected counts only.
  case evaluated
  /// A function of the settings and the number of successes (TF-34b): nothing to declare, impossible to fit.
  case successes
  /// Numbers that were fixed before the run.
  case given(Predictions)

  /// What an expected run is tuned for.
  package init(_ rule: PredictionRule, _ setup: Setup, _ settings: Settings, rounds: Double, pairCutoff: Int) {
    switch rule {
    case .evaluated: self = .evaluated
    case .successes: self = .successes
    case .expected: self = .given(Predictions(setup, settings, rounds: rounds, pairCutoff: pairCutoff))
    }
  }

  /// What is used unless told otherwise.
  static func standard(_ origin: Observations.Origin) -> Forecast { origin == .expected ? .evaluated : .successes }
}

extension Predictions {
  /// The dark counts of the standard link.
  private static let standardDarkCount = 1e-8

  /// The predictions that a plan gives: the bounds of an analysis of its expected counts (TF-34a).
  ///
  /// - Returns: no prediction for any term where the plan has no bounds.
  package static func evaluating(
    _ plan: Observations, _ settings: Settings, _ options: FiniteKeyOptions
  ) -> Predictions {
    let e: FiniteKeyEstimate<Double> = PhaseErrorEstimation.estimate(
      plan, settings, options, forecast: .evaluated, effort: .full)
    return e.predictions ?? Predictions()
  }

  /// The predictions for a run of which only the number of successes is looked at (TF-34b).
  ///
  /// - Parameter successes: n_s = M_X + M_Z; neither part alone may enter.
  package static func from(
    successes: Double, rounds: Double, _ settings: Settings, _ options: FiniteKeyOptions
  ) -> Predictions {
    func expected(_ t: Double) -> Observations? {
      let (sA, sB) = (settings.alice.signalIntensity, settings.bob.signalIntensity)
      let least = Swift.min(sA, sB)
      // Equal intensities arrive.
      guard let alice = Transmittance(t * least / sA), let bob = Transmittance(t * least / sB) else { return nil }
      return Observations.expected(
        Setup(aliceChannel: alice, bobChannel: bob, darkCountProbability: standardDarkCount), settings, rounds: rounds)
    }
    func sum(_ t: Double) -> Double { expected(t)?.successes ?? .infinity }
    var (low, high) = (0.0, 1.0)
    if sum(0) >= successes {
      high = 0
    } else if sum(1) <= successes {
      low = 1
    }
    // Halving an interval of doubles ends after a thousand steps at most.
    for _ in 0..<1100 {
      let middle = (low + high) / 2
      guard low < middle, middle < high else { break }
      if sum(middle) < successes { low = middle } else { high = middle }
    }
    return expected(low).map { evaluating($0, settings, options) } ?? Predictions()
  }
}
