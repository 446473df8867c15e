// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@Suite("Malformed: Keys of an analysis that contradict one another")
struct MalformedCombinationsTests {
  @Test("Every message says what to change", arguments: files)
  func message(file: MalformedFile) {
    #expect(file.message == file.expected)
  }

  static let files: [MalformedFile] = [
    MalformedFile(
      "vacuum counts of an asymptotic analysis",
      MalformedFile.asymptotic + "security.vacuum_counts = true",
      says: """
        f.toml:4:1: security.vacuum_counts = true: has no meaning with security.analysis = "asymptotic"; leave it out
        """),
    MalformedFile(
      "reconciliation in an asymptotic analysis",
      MalformedFile.asymptotic + "security.reconciliation = \"reverse\"",
      says: """
        f.toml:4:1: security.reconciliation = "reverse": has no meaning with security.analysis = "asymptotic"; leave \
        it out
        """),
    MalformedFile(
      "Bob's basis alone",
      MalformedFile.asymptotic + "detector.key_basis_probability = 0.9",
      says: """
        f.toml:4:1: detector.key_basis_probability = 0.9: goes with source.key_basis_probability; their product is the \
        sifting factor
        """),
    MalformedFile(
      "composition for infinite blocks",
      """
      protocol = "bb84"
      link.loss_db = 20
      security.analysis = "infinite-block"
      security.composition = "tup24"
      """,
      says: """
        f.toml:4:1: security.composition = "tup24": has no meaning with security.analysis = "infinite-block"; leave it \
        out
        """),
    MalformedFile(
      "two block sizes",
      MalformedFile.finite + "security.key_block_size = 1e7",
      says: """
        f.toml:4:1: security.key_block_size = 1e7: cannot be given together with security.pulses
        """),
    MalformedFile(
      "no block size",
      """
      protocol = "bb84"
      link.loss_db = 20
      """,
      says: """
        f.toml: security.pulses: one of security.pulses, security.key_block_size must be given
        """),
    MalformedFile(
      "a two-decoy proof with one decoy",
      MalformedFile.finite + """
        source.decoys = 1
        security.proof = "lim2014"
        """,
      says: """
        f.toml:5:1: security.proof = "lim2014": needs two decoys; with one decoy use sound or rusca2018
        """),
    MalformedFile(
      "a one-decoy proof with two",
      MalformedFile.finite + "security.proof = \"rusca2018\"",
      says: """
        f.toml:4:1: security.proof = "rusca2018": needs one decoy; with two decoys use sound or lim2014
        """),
    MalformedFile(
      "composition with a published proof",
      MalformedFile.finite + """
        security.proof = "lim2014"
        security.composition = "tup24"
        """,
      says: """
        f.toml:5:1: security.composition = "tup24": exists for proof = sound only
        """),
    MalformedFile(
      "penalty with a published proof",
      MalformedFile.finite + """
        security.proof = "lim2014"
        security.penalty = "lim"
        """,
      says: """
        f.toml:5:1: security.penalty = "lim": exists for proof = sound only
        """),
    MalformedFile(
      "pulses in an asymptotic analysis",
      MalformedFile.asymptotic + "security.pulses = 1e9",
      says: """
        f.toml:4:1: security.pulses = 1e9: has no meaning with security.analysis = "asymptotic"; leave it out
        """),
    MalformedFile(
      "secrecy in an asymptotic analysis",
      MalformedFile.asymptotic + "security.secrecy = 1e-10",
      says: """
        f.toml:4:1: security.secrecy = 1e-10: has no meaning with security.analysis = "asymptotic"; leave it out
        """),
    MalformedFile(
      "sifting factor in a finite one",
      MalformedFile.finite + "security.sifting_factor = 0.5",
      says: """
        f.toml:4:1: security.sifting_factor = 0.5: has no meaning with security.analysis = "finite"; leave it out
        """),
    MalformedFile(
      "sifting factor and basis probability",
      MalformedFile.asymptotic + """
        security.sifting_factor = 0.5
        source.key_basis_probability = 0.9
        """,
      says: """
        f.toml:4:1: security.sifting_factor = 0.5: follows from the key basis probabilities; give one of the two
        """),
    MalformedFile(
      "vacuum counts with reverse reconciliation",
      MalformedFile.finite + """
        security.reconciliation = "reverse"
        security.vacuum_counts = true
        """,
      says: """
        f.toml:5:1: security.vacuum_counts = true: must be false with reconciliation = "reverse"; Eve may know Bob's \
        bit in a vacuum round
        """),
    MalformedFile(
      "a vacuum source with two decoys",
      MalformedFile.finite + "security.vacuum_source = \"mu1\"",
      says: """
        f.toml:4:1: security.vacuum_source = "mu1": exists with one decoy only
        """),
    MalformedFile(
      "two of four thresholds",
      MalformedFile.finite + """
        acceptance.vacuum = 10
        acceptance.phase_error = 0.05
        """,
      says: """
        f.toml:4:1: acceptance.single_photons: must be given: a fixed length needs all four thresholds of [acceptance]
        f.toml:4:1: acceptance.leak_bits: must be given: a fixed length needs all four thresholds of [acceptance]
        """),
    MalformedFile(
      "margin and thresholds",
      MalformedFile.finite + """
        [acceptance]
        margin_sigma = 5
        vacuum = 10
        single_photons = 1e5
        phase_error = 0.05
        leak_bits = 1e5
        """,
      says: """
        f.toml:5:1: acceptance.margin_sigma = 5: chooses the thresholds; give it or the four thresholds
        """),
    MalformedFile(
      "fixed length with a published proof",
      MalformedFile.finite + """
        security.proof = "lim2014"
        acceptance.margin_sigma = 5
        """,
      says: """
        f.toml:4:1: security.proof = "lim2014": must be sound with a fixed length; leave it out, or leave out \
        [acceptance]
        """),
    MalformedFile(
      "fixed length with secrecy per bit",
      MalformedFile.finite + """
        security.secrecy_per_bit = 1e-15
        acceptance.margin_sigma = 5
        """,
      says: """
        f.toml:4:1: security.secrecy_per_bit = 1e-15: has no meaning with a fixed length; give security.secrecy
        """),
  ]
}
