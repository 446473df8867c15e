// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@Suite("Malformed: Syntax errors of parameter files")
struct MalformedSyntaxTests {
  @Test("Every message says what to change", arguments: files)
  func message(file: MalformedFile) {
    #expect(file.message == file.expected)
  }

  static let files: [MalformedFile] = [
    MalformedFile(
      "a missing quote",
      """
      protocol = "bb84
      link.loss_db = 20
      """,
      says: """
        f.toml:1:12: protocol: the quotes of this text are not closed on its line
        """),
    MalformedFile(
      "no equals sign",
      MalformedFile.finite + "detector.efficiency 0.2",
      says: """
        f.toml:4:21: expected '=' after the key, found '0'
        """),
    MalformedFile(
      "a colon",
      MalformedFile.finite + "detector.efficiency: 0.2",
      says: """
        f.toml:4:20: expected '=' after the key, found ':'; write '=' in place of ':'
        """),
    MalformedFile(
      "a decimal comma",
      MalformedFile.finite + "detector.efficiency = 0,2",
      says: """
        f.toml:4:24: expected the end of the line, found ',2'; decimal numbers are written with a point, lists in [ ]
        """),
    MalformedFile(
      "a decimal comma in a list",
      """
      protocol = "bb84"
      source.intensities = [0,5; 0,1; 0]
      """,
      says: """
        f.toml:2:25: source.intensities[2] = 5;: is not a number; the values of a list are separated by commas
        """),
    MalformedFile(
      "a unit",
      """
      protocol = "bb84"
      [link]
      distance_km = 100 km
      """,
      says: """
        f.toml:3:19: expected the end of the line, found 'km'; units are part of the key's name, write the number alone
        """),
    MalformedFile(
      "a percent sign",
      MalformedFile.finite + "detector.efficiency = 20 %",
      says: """
        f.toml:4:26: expected the end of the line, found '%'; units are part of the key's name, write the number alone
        """),
    MalformedFile(
      "no digit before the point",
      MalformedFile.finite + "detector.efficiency = .2",
      says: """
        f.toml:4:23: detector.efficiency = .2: is not a number; write a digit before and after the point
        """),
    MalformedFile(
      "no digit after the point",
      MalformedFile.finite + "source.repetition_rate_hz = 1.",
      says: """
        f.toml:4:29: source.repetition_rate_hz = 1.: is not a number; write a digit before and after the point
        """),
    MalformedFile(
      "a power written out",
      MalformedFile.finite + "source.repetition_rate_hz = 10^9",
      says: """
        f.toml:4:29: source.repetition_rate_hz = 10^9: is not a number; write powers of ten as in 1e-6
        """),
    MalformedFile(
      "not a number",
      MalformedFile.finite + "detector.efficiency = nan",
      says: """
        f.toml:4:1: detector.efficiency = nan: must be a finite number
        """),
    MalformedFile(
      "infinite",
      MalformedFile.finite + "security.key_block_size = inf",
      says: """
        f.toml:4:1: security.key_block_size = inf: must be a finite number
        """),
    MalformedFile(
      "a word without quotes",
      "protocol = bb84",
      says: """
        f.toml:1:12: protocol = bb84: is not a value; text stands in quotes
        """),
    MalformedFile(
      "an open list",
      MalformedFile.finite + """
        source.intensities = [0.5, 0.1, 0
        [detector]
        efficiency = 0.2
        """,
      says: """
        f.toml:5:1: source.intensities: expected ',' or ']' in the list, found '['; the list begins on line 4
        """),
    MalformedFile(
      "a broken header",
      """
      protocol = "bb84"
      [link
      loss_db = 20
      """,
      says: """
        f.toml:2:6: expected ']' after the table's name, found the end of the line
        """),
    MalformedFile(
      "a comment like in C",
      MalformedFile.finite + "detector.efficiency = 0.2 // InGaAs",
      says: """
        f.toml:4:27: expected the end of the line, found '// InGaAs'; a comment begins with #
        """),
  ]
}
