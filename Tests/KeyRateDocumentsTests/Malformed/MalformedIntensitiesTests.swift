// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@Suite("Malformed: Intensities and probabilities that cannot be")
struct MalformedIntensitiesTests {
  @Test("Every message says what to change", arguments: files)
  func message(file: MalformedFile) {
    #expect(file.message == file.expected)
  }

  static let files: [MalformedFile] = [
    MalformedFile(
      "asymptotic: the weakest twice",
      MalformedFile.asymptotic + """
        source.intensities = [0.5, 0.1, 0]
        source.weakest_intensity = 1e-4
        """,
      says: """
        f.toml:5:1: source.weakest_intensity = 1e-4: stands for the last of source.intensities when that list is left \
        out; give one of the two
        """),
    MalformedFile(
      "too few intensities",
      MalformedFile.finite + """
        source.decoys = 2
        source.intensities = [0.5, 0.1]
        """,
      says: """
        f.toml:5:1: source.intensities = [0.5, 0.1]: must have 3 values, found 2; two decoys mean three intensities, \
        see source.decoys
        """),
    MalformedFile(
      "too many intensities",
      MalformedFile.finite + """
        source.decoys = 1
        source.intensities = [0.5, 0.1, 0]
        """,
      says: """
        f.toml:5:1: source.intensities = [0.5, 0.1, 0]: must have 2 values, found 3; one decoy means two intensities, \
        see source.decoys
        """),
    MalformedFile(
      "four intensities",
      MalformedFile.finite + "source.intensities = [0.5, 0.2, 0.1, 0]",
      says: """
        f.toml:4:1: source.intensities = [0.5, 0.2, 0.1, 0]: must have 2 values (one decoy) or 3 (two decoys), found 4
        """),
    MalformedFile(
      "too few probabilities",
      MalformedFile.finite + """
        source.intensities = [0.5, 0.1, 0]
        source.intensity_probabilities = [0.7, 0.3]
        """,
      says: """
        f.toml:5:1: source.intensity_probabilities = [0.7, 0.3]: must have 2 values (one decoy) or 3 (two decoys), \
        found 2; source.intensities has 3
        """),
    MalformedFile(
      "rising order",
      MalformedFile.finite + "source.intensities = [0, 0.1, 0.5]",
      says: """
        f.toml:4:1: source.intensities = [0, 0.1, 0.5]: must be in falling order; strongest first, no two alike
        """),
    MalformedFile(
      "two intensities alike",
      MalformedFile.finite + "source.intensities = [0.5, 0.1, 0.1]",
      says: """
        f.toml:4:1: source.intensities = [0.5, 0.1, 0.1]: must be in falling order; strongest first, no two alike
        """),
    MalformedFile(
      "decoys as strong as the signal",
      MalformedFile.finite + "source.intensities = [0.5, 0.4, 0.1]",
      says: """
        f.toml:4:1: source.intensities = [0.5, 0.4, 0.1]: the first must exceed the sum of the other two; the bound on \
        single photons needs it
        """),
    MalformedFile(
      "vacuum as the only decoy",
      MalformedFile.finite + "source.intensities = [0.5, 0]",
      says: """
        f.toml:4:1: source.intensities = [0.5, 0]: needs a decoy above 0; a vacuum decoy alone certifies no single \
        photons; use two decoys
        """),
    MalformedFile(
      "probabilities that do not sum to 1",
      MalformedFile.finite + """
        source.intensities = [0.5, 0.1, 0]
        source.intensity_probabilities = [0.7, 0.2, 0.2]
        """,
      says: """
        f.toml:5:1: source.intensity_probabilities = [0.7, 0.2, 0.2]: must sum to 1, not 1.1
        """),
    MalformedFile(
      "a probability 0",
      MalformedFile.finite + """
        source.intensities = [0.5, 0.1, 0]
        source.intensity_probabilities = [0.8, 0.2, 0]
        """,
      says: """
        f.toml:5:45: source.intensity_probabilities[3] = 0: must be greater than 0 and at most 1; every intensity must \
        be sent
        """),
    MalformedFile(
      "given probabilities that leave nothing",
      MalformedFile.finite + "source.intensity_probabilities = [0.8, 0.3, \"optimise\"]",
      says: """
        f.toml:4:1: source.intensity_probabilities = [0.8, 0.3, "optimise"]: the given ones sum to 1.1 and leave too \
        little for the one left open
        """),
    MalformedFile(
      "the weakest intensity left open",
      MalformedFile.finite + "source.intensities = [0.5, 0.1, \"optimise\"]",
      says: """
        f.toml:4:33: source.intensities[3] = "optimise": the weakest of three intensities cannot be left open; give \
        what the extinction allows, or 0
        """),
    MalformedFile(
      "the weakest intensity twice",
      MalformedFile.finite + """
        source.intensities = [0.5, 0.1, 0]
        source.weakest_intensity = 1e-4
        """,
      says: """
        f.toml:5:1: source.weakest_intensity = 1e-4: stands for the last of source.intensities when that list is left \
        out; give one of the two
        """),
    MalformedFile(
      "a weakest intensity with one decoy",
      MalformedFile.finite + """
        source.decoys = 1
        source.weakest_intensity = 1e-4
        """,
      says: """
        f.toml:5:1: source.weakest_intensity = 1e-4: exists with two decoys only
        """),
    MalformedFile(
      "asymptotic: three intensities for one decoy",
      MalformedFile.asymptotic + """
        source.decoys = 1
        source.intensities = [0.5, 0.1, 0]
        """,
      says: """
        f.toml:5:1: source.intensities = [0.5, 0.1, 0]: must have 2 values, found 3; one decoy means two intensities, \
        see source.decoys
        """),
    MalformedFile(
      "asymptotic: decoys as strong as the signal",
      MalformedFile.asymptotic + "source.intensities = [0.5, 0.4, 0.1]",
      says: """
        f.toml:4:1: source.intensities = [0.5, 0.4, 0.1]: the first must exceed the sum of the other two; the bound on \
        single photons needs it
        """),
    MalformedFile(
      "asymptotic: rising order",
      MalformedFile.asymptotic + """
        source.decoys = 1
        source.intensities = [0.1, 0.5]
        """,
      says: """
        f.toml:5:1: source.intensities = [0.1, 0.5]: must be in falling order; strongest first, no two alike
        """),
    MalformedFile(
      "asymptotic: the weakest left open",
      MalformedFile.asymptotic + "source.intensities = [0.5, 0.1, \"optimise\"]",
      says: """
        f.toml:4:33: source.intensities[3] = "optimise": the weakest of three intensities cannot be left open; give \
        what the extinction allows, or 0
        """),
  ]
}
