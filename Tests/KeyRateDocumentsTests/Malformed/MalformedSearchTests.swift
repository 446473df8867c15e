// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@Suite("Malformed: ranges of the search, and proofs for comparison")
struct MalformedSearchTests {
  @Test("Every message says what to change", arguments: files)
  func message(file: MalformedFile) {
    #expect(file.message == file.expected)
  }

  static let files: [MalformedFile] = [
    MalformedFile(
      "a range that falls", MalformedFile.finite + "search.intensity_1 = [0.9, 0.3]",
      says: """
        f.toml:4:1: search.intensity_1 = [0.9, 0.3]: must rise from its first number to its second; [least, largest]
        """),
    MalformedFile(
      "one end only", MalformedFile.finite + "search.intensity_1 = 0.9",
      says: """
        f.toml:4:1: search.intensity_1 = 0.9: must be a list of numbers (mean photons per pulse), found a \
        number; a list of one is written [0.9]
        """),
    MalformedFile(
      "three ends", MalformedFile.finite + "search.intensity_1 = [0.1, 0.2, 0.9]",
      says: """
        f.toml:4:1: search.intensity_1 = [0.1, 0.2, 0.9]: must have 2 elements, found 3
        """),
    MalformedFile(
      "a percentage", MalformedFile.finite + "search.key_basis_probability = [30, 90]",
      says: """
        f.toml:4:33: search.key_basis_probability[1] = 30: must be between 0 and 1; a fraction, not percent
        f.toml:4:37: search.key_basis_probability[2] = 90: must be between 0 and 1; a fraction, not percent
        """),
    MalformedFile(
      "a setting that is given",
      MalformedFile.finite + "source.key_basis_probability = 0.9\nsearch.key_basis_probability = [0.5, 0.95]",
      says: """
        f.toml:5:1: search.key_basis_probability = [0.5, 0.95]: has nothing to search: \
        source.key_basis_probability gives this setting; leave one of the two out
        """),
    MalformedFile(
      "the same, given on the command line",
      MalformedFile.finite + "search.key_basis_probability = [0.5, 0.95]",
      settings: [("source.key_basis_probability", "0.9")], says: "accepted"),
    MalformedFile(
      "probabilities that cannot sum to 1",
      MalformedFile.finite + "search.probability_1 = [0.8, 0.9]\nsearch.probability_2 = [0.3, 0.5]",
      says: """
        f.toml:5:1: search.probability_2 = [0.3, 0.5]: cannot hold together with the other probabilities, which \
        sum to 1
        """),
    MalformedFile(
      "a decoy above the signal",
      MalformedFile.finite + "search.intensity_1 = [0.05, 0.1]\nsearch.intensity_2 = [0.2, 0.4]",
      says: """
        f.toml:4:1: search.intensity_1 = [0.05, 0.1]: leaves no room above the weaker intensities
        """),
    MalformedFile(
      "one decoy, both probabilities",
      MalformedFile.finite + "source.decoys = 1\nsearch.probability_1 = [0.5, 0.9]\nsearch.probability_2 = [0.1, 0.5]",
      says: """
        f.toml:6:1: search.probability_2 = [0.1, 0.5]: is what search.probability_1 leaves; give one of the two
        """),
    MalformedFile(
      "a probability in an asymptotic analysis",
      MalformedFile.asymptotic + "search.probability_1 = [0.5, 0.9]",
      says: """
        f.toml:4:1: search.probability_1 = [0.5, 0.9]: has no meaning with security.analysis = "asymptotic"; \
        leave it out
        """),
    MalformedFile(
      "an unknown range", MalformedFile.finite + "search.intensity1 = [0.5, 0.9]",
      says: """
        f.toml:4:1: search.intensity1: is not a known key; did you mean search.intensity_1?
        """),
    MalformedFile(
      "ranges beside the counts of a run",
      MalformedFile.countsWithLists.replacingSearch,
      says: """
        f.toml:4:1: search.intensity_1 = [0.3, 0.9]: has no meaning beside measured counts; the settings of a \
        run are given
        """),
    MalformedFile(
      "a comparison proof with another bound",
      MalformedFile.finite + "security.proof = \"satquma2022\"\nsecurity.statistics = \"kl\"",
      says: """
        f.toml:5:1: security.statistics = "kl": must be chernoff with proof = satquma2022; leave it out
        """),
    MalformedFile(
      "a comparison proof with one decoy",
      MalformedFile.finite + "source.decoys = 1\nsecurity.proof = \"satquma2022\"",
      says: """
        f.toml:5:1: security.proof = "satquma2022": needs two decoys; with one decoy use sound or rusca2018
        """),
  ]
}

extension String {
  /// A counts file with a range of the search in front of its counts.
  fileprivate var replacingSearch: String {
    replacing("[counts]", with: "search.intensity_1 = [0.3, 0.9]\n[counts]")
  }
}
