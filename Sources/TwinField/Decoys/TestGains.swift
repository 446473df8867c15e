// SPDX-License-Identifier: GPL-3.0-or-later
/// Gains of all pairs of test intensities, for one given single-click outcome: all that a decoy analysis
/// with infinite data sees of a link.
package struct TestGains: Sendable, Equatable {
  /// Alice's intensities, strongest first.
  package let alice: [Double]
  /// Bob's intensities.
  package let bob: [Double]
  /// G_ij at `values[i * bob.count + j]`, probabilities per round in the test mode.
  package let values: [Double]

  /// Gathers gains; a list of another size than the pairs is cut or filled with NaN, which every analysis refuses.
  package init(alice: [Double], bob: [Double], values: [Double]) {
    self.alice = alice
    self.bob = bob
    let size = alice.count * bob.count
    self.values = values.count == size ? values : Array(repeating: .nan, count: size)
  }

  /// The gains that a model expects (TF-4).
  package init(_ model: some HonestMiddle, _ settings: Settings) {
    alice = settings.alice.testIntensities
    bob = settings.bob.testIntensities
    values = settings.alice.testIntensities.flatMap { mu in
      settings.bob.testIntensities.map { nu in model.testGain(mu, nu) }
    }
  }

  /// G_ij.
  package subscript(i: Int, j: Int) -> Double { values[i * bob.count + j] }

  /// Whether exchanging the users changes nothing.
  var isSymmetric: Bool {
    alice == bob
      && alice.indices.allSatisfy { i in (0..<i).allSatisfy { self[i, $0] == self[$0, i] } }
  }
}
