// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@Suite("Malformed: Keys, tables and protocols that are not known")
struct MalformedNamesTests {
  @Test("Every message says what to change", arguments: files)
  func message(file: MalformedFile) {
    #expect(file.message == file.expected)
  }

  static let files: [MalformedFile] = [
    MalformedFile(
      "a key twice",
      """
      protocol = "bb84"
      [link]
      loss_db = 20
      loss_db = 30
      """,
      says: """
        f.toml:4:1: link.loss_db: is given twice, first on line 3
        """),
    MalformedFile(
      "a table twice",
      """
      protocol = "bb84"
      [link]
      loss_db = 20
      [security]
      pulses = 1e9
      [link]
      excess_loss_db = 1
      """,
      says: """
        f.toml:6:1: link: is given twice, first on line 2
        """),
    MalformedFile(
      "no protocol",
      """
      link.loss_db = 20
      security.pulses = 1e9
      """,
      says: """
        f.toml: protocol: must be given: \(MalformedFile.families); a parameter file begins with protocol = "bb84"
        """),
    MalformedFile(
      "protocol misspelt",
      "protocol = \"bb48\"",
      says: """
        f.toml:1:1: protocol = "bb48": must be one of \(MalformedFile.quotedFamilies); did you mean "bb84"?
        """),
    MalformedFile(
      "protocol in capitals",
      "protocol = \"BB84\"",
      says: """
        f.toml:1:1: protocol = "BB84": must be one of \(MalformedFile.quotedFamilies); did you mean "bb84"?
        """),
    MalformedFile(
      "a protocol that is not there",
      "protocol = \"e91\"",
      says: """
        f.toml:1:1: protocol = "e91": must be one of \(MalformedFile.quotedFamilies); did you mean \
        "bbm92"?
        """),
    MalformedFile(
      "protocol is a number",
      "protocol = 84",
      says: """
        f.toml:1:1: protocol = 84: must be one of \(MalformedFile.quotedFamilies)
        """),
    MalformedFile(
      "protocol under a header",
      """
      [link]
      protocol = "bb84"
      loss_db = 20
      """,
      says: """
        f.toml:2:1: link.protocol = "bb84": belongs to the whole file; put it above the first [table]
        """),
    MalformedFile(
      "a key misspelt",
      MalformedFile.finite + "detector.eficiency = 0.2",
      says: """
        f.toml:4:1: detector.eficiency: is not a known key; did you mean detector.efficiency?
        """),
    MalformedFile(
      "a key by its symbol",
      MalformedFile.finite + "detector.eta_d = 0.2",
      says: """
        f.toml:4:1: detector.eta_d: is not a known key; did you mean detector.efficiency?
        """),
    MalformedFile(
      "mu for intensities",
      MalformedFile.finite + "source.mu = [0.5, 0.1, 0]",
      says: """
        f.toml:4:1: source.mu: is not a known key; did you mean source.intensities?
        """),
    MalformedFile(
      "a key without its unit",
      """
      protocol = "bb84"
      link.distance = 100
      security.pulses = 1e9
      """,
      says: """
        f.toml:2:1: link.distance: is not a known key; did you mean link.distance_km?
        """),
    MalformedFile(
      "a key with the wrong unit",
      """
      protocol = "bb84"
      link.distance_m = 100e3
      security.pulses = 1e9
      """,
      says: """
        f.toml:2:1: link.distance_m: is not a known key; did you mean link.distance_km?
        """),
    MalformedFile(
      "a key in the wrong table",
      MalformedFile.finite + "source.efficiency = 0.2",
      says: """
        f.toml:4:1: source.efficiency: is not a known key; did you mean detector.efficiency?
        """),
    MalformedFile(
      "a key without a table",
      MalformedFile.finite + "efficiency = 0.2",
      says: """
        f.toml:4:1: efficiency: is not a known key; did you mean detector.efficiency?
        """),
    MalformedFile(
      "dark counts",
      MalformedFile.finite + "detector.dark_counts = 1e-6",
      says: """
        f.toml:4:1: detector.dark_counts: is not a known key; did you mean detector.dark_count_probability?
        """),
    MalformedFile(
      "visibility",
      MalformedFile.finite + "detector.visibility = 0.98",
      says: """
        f.toml:4:1: detector.visibility: is not a known key; did you mean detector.misalignment = (1 - \
        visibility) / 2?
        """),
    MalformedFile(
      "an unknown table",
      MalformedFile.finite + """
        [fibre]
        attenuation_db_per_km = 0.2
        """,
      says: """
        f.toml:4:1: [fibre]: is not a known table; did you mean [link]?
        """),
    MalformedFile(
      "a table in the plural",
      MalformedFile.finite + """
        [detectors]
        efficiency = 0.2
        """,
      says: """
        f.toml:4:1: [detectors]: is not a known table; did you mean [detector]?
        """),
    MalformedFile(
      "a table as a value",
      """
      protocol = "bb84"
      link = 20
      """,
      says: """
        f.toml:2:1: link: must be a table, found a number
        """),
    MalformedFile(
      "a key like none",
      MalformedFile.finite + "detector.temperature_k = 4",
      says: """
        f.toml:4:1: detector.temperature_k: is not a known key
        """),
    MalformedFile(
      "the error rate",
      MalformedFile.finite + "detector.qber = 0.01",
      says: """
        f.toml:4:1: detector.qber: is not a known key; did you mean detector.misalignment?
        """),
    MalformedFile(
      "f_EC",
      MalformedFile.finite + "security.f_EC = 1.1",
      says: """
        f.toml:4:1: security.f_EC: is not a known key; did you mean security.error_correction_efficiency?
        """),
    MalformedFile(
      "epsilon",
      MalformedFile.finite + "security.epsilon_sec = 1e-10",
      says: """
        f.toml:4:1: security.epsilon_sec: is not a known key; did you mean security.secrecy?
        """),
    MalformedFile(
      "block size",
      MalformedFile.finite + "security.block_size = 1e7",
      says: """
        f.toml:4:1: security.block_size: is not a known key; did you mean security.key_block_size?
        """),
    MalformedFile(
      "p_X",
      MalformedFile.finite + "source.p_X = 0.9",
      says: """
        f.toml:4:1: source.p_X: is not a known key; did you mean source.key_basis_probability?
        """),
  ]
}
