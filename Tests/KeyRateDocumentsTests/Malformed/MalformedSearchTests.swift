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
        f.toml:4:22: search.intensity_1 = [0.9, 0.3]: must rise from its first number to its second; [least, largest]
        """),
    MalformedFile(
      "one end only", MalformedFile.finite + "search.intensity_1 = 0.9",
      says: "x"),
    MalformedFile(
      "three ends", MalformedFile.finite + "search.intensity_1 = [0.1, 0.2, 0.9]",
      says: "x"),
    MalformedFile(
      "a percentage", MalformedFile.finite + "search.key_basis_probability = [30, 90]",
      says: "x"),
    MalformedFile(
      "a setting that is given",
      MalformedFile.finite + "source.key_basis_probability = 0.9\nsearch.key_basis_probability = [0.5, 0.95]",
      says: "x"),
    MalformedFile(
      "the same, given on the command line",
      MalformedFile.finite + "search.key_basis_probability = [0.5, 0.95]",
      settings: [("source.key_basis_probability", "0.9")], says: "accepted"),
    MalformedFile(
      "probabilities that cannot sum to 1",
      MalformedFile.finite + "search.probability_1 = [0.8, 0.9]\nsearch.probability_2 = [0.3, 0.5]",
      says: "x"),
    MalformedFile(
      "a decoy above the signal",
      MalformedFile.finite + "search.intensity_1 = [0.05, 0.1]\nsearch.intensity_2 = [0.2, 0.4]",
      says: "x"),
    MalformedFile(
      "one decoy, both probabilities",
      MalformedFile.finite + "source.decoys = 1\nsearch.probability_1 = [0.5, 0.9]\nsearch.probability_2 = [0.1, 0.5]",
      says: "x"),
    MalformedFile(
      "a probability in an asymptotic analysis",
      MalformedFile.asymptotic + "search.probability_1 = [0.5, 0.9]",
      says: "x"),
    MalformedFile(
      "an unknown range", MalformedFile.finite + "search.intensity1 = [0.5, 0.9]",
      says: "x"),
    MalformedFile(
      "ranges beside the counts of a run",
      MalformedFile.countsWithLists.replacingSearch, says: "x"),
    MalformedFile(
      "a comparison proof with another bound",
      MalformedFile.finite + "security.proof = \"satquma2022\"\nsecurity.statistics = \"kl\"",
      says: "x"),
    MalformedFile(
      "a comparison proof with one decoy",
      MalformedFile.finite + "source.decoys = 1\nsecurity.proof = \"satquma2022\"",
      says: "x"),
  ]
}

extension String {
  /// A counts file with a range of the search in front of its counts.
  fileprivate var replacingSearch: String {
    replacing("[counts]", with: "search.intensity_1 = [0.3, 0.9]\n[counts]")
  }
}
