// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@Suite("Malformed: MDI-QKD, kinds of analysis")
struct MalformedMDIAnalysisTests {
  @Test("Every message says what to change", arguments: files)
  func message(file: MalformedFile) {
    #expect(file.message == file.expected)
  }

  static let files: [MalformedFile] = [
    MalformedFile(
      "pulses in an asymptotic analysis",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      security.analysis = "infinite-decoys"
      """,
      says: """
        f.toml:3:1: security.pulses = 1e12: has no meaning with security.analysis = "infinite-decoys"; leave it \
        out
        """),
    MalformedFile(
      "decoys of an analysis with infinitely many",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.analysis = "infinite-decoys"
      source.intensities = [0.4, 0.1, 0]
      """,
      says: """
        f.toml:4:1: source.intensities = [0.4, 0.1, 0]: must have 1 value (the signal), found 3
        """),
    MalformedFile(
      "pair probabilities that do not sum to 1",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.analysis = "adaptive"
      source.pair_probabilities = [0, 0.5, 0.1]
      """,
      says: """
        f.toml:4:1: source.pair_probabilities = [0, 0.5, 0.1]: must sum to 1, not 0.6
        """),
    MalformedFile(
      "two kinds of source",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.analysis = "adaptive"
      source.pair_probabilities = [0, 1, 0]
      source.down_conversion = 0.1
      """,
      says: """
        f.toml:5:1: source.down_conversion = 0.1: cannot be given together with source.pair_probabilities
        """),
    MalformedFile(
      "intensities of an adaptive relay",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.analysis = "adaptive"
      source.intensities = [0.4, 0.2, 0.05]
      """,
      says: """
        f.toml:4:1: source.intensities = [0.4, 0.2, 0.05]: has no meaning with security.analysis = "adaptive"; \
        leave it out
        """),
    MalformedFile(
      "composition without its square",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      security.accounting = "curty2014"
      security.error_correction_in_clear = true
      """,
      says: """
        f.toml:5:1: security.error_correction_in_clear = true: exists with the phase-error accounting only
        """),
    MalformedFile(
      "vacuum bits in the default accounting",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      source.scheme = "three-intensity"
      security.vacuum_bits = true
      """,
      says: """
        f.toml:5:1: security.vacuum_bits = true: exists with the accounting curty2014 only
        """),
    MalformedFile(
      "vacuum bits of four intensities",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      security.accounting = "curty2014"
      security.vacuum_bits = true
      """,
      says: """
        f.toml:5:1: security.vacuum_bits = true: exists with three intensities only; of four, the vacuum is never sent in \
        the key basis
        """),
    MalformedFile(
      "the complete published analysis of four intensities",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      security.accounting = "curty2014-complete"
      """,
      says: """
        f.toml:4:1: security.accounting = "curty2014-complete": exists with three intensities only
        """),
    MalformedFile(
      "other fluctuations in the complete published analysis",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      source.scheme = "three-intensity"
      security.accounting = "curty2014-complete"
      security.statistics = "chernoff-simple"
      """,
      says: """
        f.toml:6:1: security.statistics = "chernoff-simple": has no meaning with the complete published analysis; it has \
        deviations of its own (MDI-27)
        """),
  ]
}
