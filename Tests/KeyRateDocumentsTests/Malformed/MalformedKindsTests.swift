// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@Suite("Malformed: Values of the wrong kind")
struct MalformedKindsTests {
  @Test("Every message says what to change", arguments: files)
  func message(file: MalformedFile) {
    #expect(file.message == file.expected)
  }

  static let files: [MalformedFile] = [
    MalformedFile(
      "a number in quotes",
      MalformedFile.finite + "detector.efficiency = \"0.2\"",
      says: """
        f.toml:4:1: detector.efficiency = "0.2": must be a number, found text; write the number without quotes
        """),
    MalformedFile(
      "a number in quotes with a comma",
      MalformedFile.finite + "detector.efficiency = \"0,2\"",
      says: """
        f.toml:4:1: detector.efficiency = "0,2": must be a number, found text; decimal numbers are written with a point
        """),
    MalformedFile(
      "a number with unit in quotes",
      MalformedFile.finite + "source.repetition_rate_hz = \"1 GHz\"",
      says: """
        f.toml:4:1: source.repetition_rate_hz = "1 GHz": must be a number, found text; units are part of the key's \
        name, write the number alone
        """),
    MalformedFile(
      "true for a number",
      MalformedFile.finite + "detector.dead_time_s = true",
      says: """
        f.toml:4:1: detector.dead_time_s = true: must be a number, found true or false
        """),
    MalformedFile(
      "a list for a number",
      MalformedFile.finite + "detector.efficiency = [0.2, 0.25]",
      says: """
        f.toml:4:1: detector.efficiency = [0.2, 0.25]: must be a number, found a list
        """),
    MalformedFile(
      "a number for a list",
      MalformedFile.finite + "source.intensities = 0.5",
      says: """
        f.toml:4:1: source.intensities = 0.5: must be a list of numbers or the word "optimise" (mean photons per \
        pulse), found a number; a list of one is written [0.5]
        """),
    MalformedFile(
      "a word in a list",
      MalformedFile.finite + "source.intensities = [0.5, \"auto\", 0]",
      says: """
        f.toml:4:28: source.intensities[2] = "auto": must be a number or the word "optimise"
        """),
    MalformedFile(
      "optimise misspelt",
      MalformedFile.finite + "source.intensities = [\"optimize\", \"optimse\", 0]",
      says: """
        f.toml:4:35: source.intensities[2] = "optimse": must be a number or the word "optimise"; did you mean \
        "optimise"?
        """),
    MalformedFile(
      "optimise where it cannot be",
      MalformedFile.finite + "detector.efficiency = \"optimise\"",
      says: """
        f.toml:4:1: detector.efficiency = "optimise": must be a number, found text; only settings of the source can be \
        left open
        """),
    MalformedFile(
      "a text list",
      MalformedFile.finite + "source.intensities = [\"0.5\", 0.1, 0]",
      says: """
        f.toml:4:23: source.intensities[1] = "0.5": must be a number or the word "optimise"; write the number without \
        quotes
        """),
    MalformedFile(
      "half a decoy",
      MalformedFile.finite + "source.decoys = 1.5",
      says: """
        f.toml:4:1: source.decoys = 1.5: must be a whole number
        """),
    MalformedFile(
      "yes for true",
      MalformedFile.finite + "security.vacuum_counts = \"yes\"",
      says: """
        f.toml:4:1: security.vacuum_counts = "yes": must be true or false, found text
        """),
    MalformedFile(
      "a word for a choice",
      MalformedFile.finite + "security.analysis = \"asymptotical\"",
      says: """
        f.toml:4:1: security.analysis = "asymptotical": must be one of finite, infinite-block, asymptotic, \
        infinite-decoys; did you mean "asymptotic"?
        """),
    MalformedFile(
      "a choice in capitals",
      MalformedFile.finite + "security.analysis = \"Finite\"",
      says: """
        f.toml:4:1: security.analysis = "Finite": must be one of finite, infinite-block, asymptotic, infinite-decoys; \
        did you mean "finite"?
        """),
    MalformedFile(
      "an unknown model",
      MalformedFile.finite + "detector.model = \"gllp\"",
      says: """
        f.toml:4:1: detector.model = "gllp": must be one of threshold2, ma2005, ma2005x, lim2014, rusca2018, \
        satquma2022
        """),
    MalformedFile(
      "a curve as a table",
      MalformedFile.sweep + """
        values = [1, 2]
        [curve]
        label = "x"
        """,
      says: """
        f.toml:6:1: [curve]: is one table of a list; write [[curve]]
        """),
  ]
}
