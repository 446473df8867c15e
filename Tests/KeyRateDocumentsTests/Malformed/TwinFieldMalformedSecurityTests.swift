// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@Suite("Malformed twin-field files: analysis")
struct TwinFieldMalformedSecurityTests {
  @Test("Every message says what to change", arguments: files)
  func message(file: MalformedFile) {
    #expect(file.message == file.expected)
  }

  static let files: [MalformedFile] = [
    MalformedFile(
      "no block",
      TwinFieldText.linkOnly,
      says: """
        f.toml: security.pulses: must be given: between 1 and 1e+18 (rounds)
        """),
    MalformedFile(
      "a block in an infinite analysis",
      TwinFieldText.infiniteDecoys + "security.pulses = 1e12",
      says: """
        f.toml:4:1: security.pulses = 1e12: has no meaning with security.analysis = "infinite-decoys"; leave it out
        """),
    MalformedFile(
      "secrecy in an infinite analysis",
      TwinFieldText.asymptotic + "security.secrecy = 1e-10",
      says: """
        f.toml:4:1: security.secrecy = 1e-10: has no meaning with security.analysis = "asymptotic"; leave it out
        """),
    MalformedFile(
      "yields in a finite analysis",
      TwinFieldText.finite + "security.yields = \"analytic\"",
      says: """
        f.toml:4:1: security.yields = "analytic": has no meaning with security.analysis = "finite"; leave it out
        """),
    MalformedFile(
      "an exponent for a probability",
      TwinFieldText.finite + "security.secrecy = -10",
      says: """
        f.toml:4:1: security.secrecy = -10: must be greater than 0 and less than 1; write the number, as in 1e-10, \
        not its exponent
        """),
    MalformedFile(
      "a certain failure",
      TwinFieldText.finite + "security.correctness = 1",
      says: """
        f.toml:4:1: security.correctness = 1: must be greater than 0 and less than 1; a small probability; 1e-10 is \
        usual
        """),
    MalformedFile(
      "perfect secrecy",
      TwinFieldText.finite + "security.secrecy = 0",
      says: """
        f.toml:4:1: security.secrecy = 0: must be greater than 0 and less than 1; no finite key is perfect; 1e-10 \
        is usual
        """),
    MalformedFile(
      "eps_PE alone",
      TwinFieldText.finite + "security.estimation_failure = 1e-21",
      says: """
        f.toml:4:1: security.estimation_failure = 1e-21: needs security.amplification_failure beside it
        """),
    MalformedFile(
      "eps_sec and its parts",
      TwinFieldText.finite + """
        security.secrecy = 1e-10
        security.estimation_failure = 1e-21
        security.amplification_failure = 1e-11
        """,
      says: """
        f.toml:4:1: security.secrecy = 1e-10: follows from security.estimation_failure and \
        security.amplification_failure; give one or the other
        """),
    MalformedFile(
      "pairs beyond the linear program",
      TwinFieldText.finite + """
        security.pair_cutoff = 8
        security.photon_cutoff = 6
        """,
      says: """
        f.toml:5:1: security.photon_cutoff = 6: must be from S = 8 to 30; every pair that is treated one by one \
        must be a variable of the linear program
        """),
    MalformedFile(
      "a joint bound of closed forms",
      TwinFieldText.asymptotic + """
        security.phase_errors = "joint"
        security.yields = "analytic"
        """,
      says: """
        f.toml:4:1: security.phase_errors = "joint": needs linear programs; the closed forms and the true yields \
        have no common worst case
        """),
    MalformedFile(
      "a joint bound of true yields",
      TwinFieldText.infiniteDecoys + "security.phase_errors = \"joint\"",
      says: """
        f.toml:4:1: security.phase_errors = "joint": has no meaning with security.analysis = "infinite-decoys"; \
        leave it out
        """),
    MalformedFile(
      "efficiency of error correction below 1",
      TwinFieldText.finite + "security.error_correction_efficiency = 0.95",
      says: """
        f.toml:4:1: security.error_correction_efficiency = 0.95: must be between 1 and 10; f_EC counts what is \
        leaked: 1 is ideal, 1.16 leaks 16 % more
        """),
    MalformedFile(
      "efficiency of error correction in percent",
      TwinFieldText.finite + "security.error_correction_efficiency = 116",
      says: """
        f.toml:4:1: security.error_correction_efficiency = 116: must be between 1 and 10; a factor, not percent: \
        1.16 leaks 16 % more than the limit
        """),
    MalformedFile(
      "an unknown inequality",
      TwinFieldText.finite + "security.concentration = \"chernoff\"",
      says: """
        f.toml:4:1: security.concentration = "chernoff": must be one of kato, paper, azuma
        """),
    MalformedFile(
      "an unknown analysis",
      TwinFieldText.linkOnly + "security.analysis = \"infinite-block\"",
      says: """
        f.toml:3:1: security.analysis = "infinite-block": must be one of finite, asymptotic, infinite-decoys; did \
        you mean "infinite-decoys"?
        f.toml:3:1: security.pulses: must be given: between 1 and 1e+18 (rounds)
        """),
    MalformedFile(
      "the old name of a composition",
      TwinFieldText.finite + "security.composition = \"derived\"",
      says: """
        f.toml:4:1: security.composition = "derived": must be one of linear, root, curras2021; write root; the default \
        is linear
        """),
    MalformedFile(
      "parts of eps_sec with fixed shares",
      TwinFieldText.finite + """
        security.composition = "linear"
        security.estimation_failure = 1e-21
        security.amplification_failure = 1e-11
        """,
      says: """
        f.toml:5:1: security.estimation_failure = 1e-21: has no meaning with composition = linear, whose shares are \
        fixed; give eps_sec, or composition = root
        """),
    MalformedFile(
      "a key that everybody may know",
      TwinFieldText.finite + """
        security.secrecy = 0.5
        security.correctness = 0.6
        """,
      says: """
        f.toml:4:1: security.secrecy = 0.5: secrecy and correctness must sum to less than 1, not 1.1; such a key may be \
        known to everybody; 1e-10 is usual
        """),
    MalformedFile(
      "no analysis tried",
      TwinFieldText.finite + "security.analyses_tried = 0",
      says: """
        f.toml:4:1: security.analyses_tried = 0: must be between 1 and 1000000
        """),
  ]
}
