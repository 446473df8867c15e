// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

/// What was expected of a run before it was made (tf sheet, section 7.5): tunes the concentration bound.
///
/// A wrong prediction loosens the bound, but one made from the data that are analysed voids it.
/// What is missing is bounded without a prediction (TF-29), term by term.
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
    let model = ChannelModel(setup)
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
