// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

extension SearchSetting {
  /// The mean photon number of an intensity, counted from 0.
  ///
  /// - Parameters:
  ///   - name: its letter or number in columns.
  ///   - word: what it is called.
  ///   - isSearched: whether it is ever open: the weakest of three is not.
  static func intensity(_ index: Int, _ name: String, _ word: String, isSearched: Bool = true) -> SearchSetting {
    SearchSetting(
      "intensity_\(name)", "mean photons per pulse, \(word)",
      .intensity(least: SearchRanges.leastIntensity, most: 10), key: "intensities", element: index,
      range: isSearched ? "intensity_\(index + 1)" : nil)
  }

  /// One of three numbered intensities, counted from 0.
  static func intensity(_ index: Int) -> SearchSetting {
    intensity(index, "\(index + 1)", "intensity \(index + 1)", isSearched: index < 2)
  }

  /// The probability of an intensity, counted from 0.
  static func probability(_ index: Int, _ name: String, of word: String) -> SearchSetting {
    SearchSetting(
      "probability_\(name)", "probability of \(word)", .probability, key: "intensity_probabilities", element: index,
      range: "probability_\(index + 1)")
  }

  /// The probability of the Z basis at an intensity, counted from 0; the signals may all be in Z.
  static func keyBasis(_ index: Int) -> SearchSetting {
    SearchSetting(
      "key_basis_probability_\(index + 1)", "probability of the Z basis at intensity \(index + 1)",
      .probability(most: index == 0 ? 1 : SearchRanges.mostProbability), key: "key_basis_probabilities",
      element: index, range: "key_basis_probability_\(index + 1)")
  }
}

extension SearchDeclaration {
  /// Declares what both parties choose, once if Bob does as Alice.
  ///
  /// - Parameter declare: declares one party's settings and returns their first slot.
  /// - Returns: what it returned for each.
  mutating func addParties<Partial>(
    _ partial: PerParty<Partial>, isSymmetric: Bool, _ declare: (Partial, inout SearchDeclaration) -> Int
  ) -> PerParty<Int> {
    if isSymmetric { return PerParty(both: declare(partial.alice, &self)) }
    begin(SearchUser(column: "alice_", key: "", words: " (Alice)"))
    let alice = declare(partial.alice, &self)
    begin(SearchUser(column: "bob_", key: "bob_", words: " (Bob)"))
    return PerParty(alice: alice, bob: declare(partial.bob, &self))
  }
}
