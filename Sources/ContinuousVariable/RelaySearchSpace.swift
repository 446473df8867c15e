// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

/// What an optimiser may move over a relay: V_A and V_B, each on a logarithmic scale (cv sheet, section 10).
package struct RelaySearchSpace: SearchedSpace {
  /// What may be moved.
  package let box: SearchCoordinates
  /// V_A.
  package static let aliceVariance = variance("alice_variance", "Alice", "")
  /// V_B.
  package static let bobVariance = variance("bob_variance", "Bob", "bob_")
  private let alice: Int
  private let bob: Int

  /// Makes the space of what is open; nil is free.
  ///
  /// - Parameters:
  ///   - alice: V_A.
  ///   - bob: V_B.
  ///   - ranges: ranges in place of the usual ones, for `modulation_variance` (V_A) and `bob_modulation_variance`.
  package init(alice: Double?, bob: Double?, ranges: SearchRanges = SearchRanges()) {
    let usual = ModulationSearchSpace.usualModulation
    var box = SearchDeclaration(ranges)
    self.alice = box.addVariance(
      Self.aliceVariance, alice, usual, named: "modulation variance, Alice")
    self.bob = box.addVariance(
      Self.bobVariance, bob, usual, named: "modulation variance, Bob")
    self.box = SearchCoordinates(box)
  }

  private static func variance(_ column: String, _ name: String, _ key: String) -> SearchSetting {
    .variance(least: ModulationSearchSpace.usualModulation.lowerBound, of: (column, name, key))
  }

  /// V_A and V_B at a point of the unit box.
  package func modulation(at x: [Double]) -> (alice: Double, bob: Double) {
    let values = box.values(at: x)
    return (values[alice], values[bob])
  }

  /// The maximisation of the asymptotic rate for a valid link.
  package func problem(setup: RelaySetup, keyFrom: RelayKeySource, efficiency: Double) -> SearchProblem {
    let space = self
    return box.problem(starts: [5, 20, 60, 1].map { box.point(for: [(alice, $0), (bob, $0)]) }) { x in
      let e = RelayAnalysis.resolved(
        setup, modulation: space.modulation(at: x), keyFrom: keyFrom, efficiency: efficiency)
      return e.rawRate > 0 ? e.rawRate : ModulationSearchSpace.deficit(e.rawRate, e.information)
    }
  }
}
