// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateNumerics

extension ThreeIntensitySpace {
  /// The settings that can have a range of one's own.
  package static let ranged: [SearchSetting] =
    (0..<2).map { .intensity($0) } + (0..<3).map { .probability($0) } + (0..<3).map { .keyBasis($0) }
}

extension FourIntensitySpace {
  static let words = ["signal", "strong decoy", "weak decoy"]
  private static let letters = ["z", "y", "x"]

  /// The intensities z, y and x.
  static let intensities: [SearchSetting] = words.indices.map { .intensity($0, letters[$0], words[$0]) }
  /// Their probabilities.
  static let probabilities: [SearchSetting] = words.indices.map {
    .probability($0, letters[$0], of: "the " + words[$0])
  }
  /// The settings that can have a range of one's own.
  package static let ranged = intensities + probabilities
}

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

  /// The probability of one of three numbered intensities, counted from 0.
  static func probability(_ index: Int) -> SearchSetting {
    probability(index, "\(index + 1)", of: "intensity \(index + 1)")
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
