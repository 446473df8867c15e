// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@Suite("Malformed: MDI-QKD, settings")
struct MalformedMDISettingsTests {
  @Test("Every message says what to change", arguments: files)
  func message(file: MalformedFile) {
    #expect(file.message == file.expected)
  }

  static let files: [MalformedFile] = [
    MalformedFile(
      "four intensities out of order",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      source.intensities = [0.4, 0.05, 0.2]
      """,
      says: """
        f.toml:4:1: source.intensities = [0.4, 0.05, 0.2]: must be ordered signal z, strong decoy y, weak decoy \
        x with y > x; the vacuum is not in the list
        """),
    MalformedFile(
      "a vacuum in the list of decoys",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      source.intensities = [0.4, 0.2, 0]
      """,
      says: """
        f.toml:4:1: source.intensities = [0.4, 0.2, 0]: the weak decoy must be above 0; the vacuum is a setting \
        of its own
        """),
    MalformedFile(
      "four values for three places",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      source.intensities = [0.4, 0.2, 0.05, 0]
      """,
      says: """
        f.toml:4:1: source.intensities = [0.4, 0.2, 0.05, 0]: must have 3 values (signal z, strong decoy y, \
        weak decoy x), found 4
        """),
    MalformedFile(
      "probabilities that leave no vacuum",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      source.intensity_probabilities = [0.7, 0.1, 0.2]
      """,
      says: """
        f.toml:4:1: source.intensity_probabilities = [0.7, 0.1, 0.2]: must sum to less than 1, not 1: the \
        vacuum takes the rest
        """),
    MalformedFile(
      "three intensities out of order",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      source.scheme = "three-intensity"
      source.intensities = [0.1, 0.4, 0]
      """,
      says: """
        f.toml:5:1: source.intensities = [0.1, 0.4, 0]: must be in falling order; strongest first, no two alike
        """),
    MalformedFile(
      "an open weakest intensity",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      source.scheme = "three-intensity"
      source.intensities = [0.4, 0.1, "optimise"]
      """,
      says: """
        f.toml:5:33: source.intensities[3] = "optimise": the weakest of three intensities cannot be left open; \
        give what the extinction allows, or 0
        """),
    MalformedFile(
      "probabilities of three that do not sum to 1",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      source.scheme = "three-intensity"
      source.intensity_probabilities = [0.4, 0.1, 0.2]
      """,
      says: """
        f.toml:5:1: source.intensity_probabilities = [0.4, 0.1, 0.2]: must sum to 1, not 0.7
        """),
    MalformedFile(
      "a basis for four intensities",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      source.key_basis_probabilities = [0.9, 0.4, 0.3]
      """,
      says: """
        f.toml:4:1: source.key_basis_probabilities = [0.9, 0.4, 0.3]: exists with three intensities only; of \
        four, signals are in Z and decoys in X
        """),
    MalformedFile(
      "Bob's settings on a symmetric link",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      source.symmetric = true
      source.bob_intensities = [0.4, 0.2, 0.05]
      """,
      says: """
        f.toml:5:1: source.bob_intensities = [0.4, 0.2, 0.05]: cannot be given with source.symmetric = true; \
        Bob then uses Alice's settings
        """),
    MalformedFile(
      "a leak as strong as the weak decoy",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      source.intensities = [0.4, 0.2, 0.05]
      source.vacuum_intensity = 0.05
      """,
      says: """
        f.toml:5:1: source.vacuum_intensity = 0.05: must be below the weak decoy x = 0.05
        """),
    MalformedFile(
      "a scheme by number",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      source.scheme = "4"
      """,
      says: """
        f.toml:4:1: source.scheme = "4": must be one of four-intensity, three-intensity; write four-intensity
        """),
    MalformedFile(
      "a scan of three intensities",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      source.scheme = "three-intensity"
      security.scan = "double"
      """,
      says: """
        f.toml:5:1: security.scan = "double": has no meaning with source.scheme = "three-intensity"; leave it \
        out
        """),
    MalformedFile(
      "Bob's intensities out of order",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      source.intensities = [0.4, 0.2, 0.05]
      source.bob_intensities = [0.4, 0.05, 0.2]
      """,
      says: """
        f.toml:5:1: source.bob_intensities = [0.4, 0.05, 0.2]: must be ordered signal z, strong decoy y, weak decoy \
        x with y > x; the vacuum is not in the list
        """),
    MalformedFile(
      "two intensities alike",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      source.scheme = "three-intensity"
      source.intensities = [0.4, 0.1, 0.1]
      """,
      says: """
        f.toml:5:1: source.intensities = [0.4, 0.1, 0.1]: must be in falling order; strongest first, no two alike
        """),
    MalformedFile(
      "Bob's vacuum above his weak decoy",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      source.intensities = [0.4, 0.2, 0.05]
      source.bob_intensities = [0.4, 0.2, 0.05]
      source.bob_vacuum_intensity = 0.06
      """,
      says: """
        f.toml:6:1: source.bob_vacuum_intensity = 0.06: must be below the weak decoy x = 0.05
        """),
    MalformedFile(
      "Bob's vacuum on a symmetric link",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      source.symmetric = true
      source.bob_vacuum_intensity = 1e-4
      """,
      says: """
        f.toml:5:1: source.bob_vacuum_intensity = 1e-4: cannot be given with source.symmetric = true; Bob then uses \
        Alice's settings
        """),
    MalformedFile(
      "a leaking vacuum of three intensities",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      source.scheme = "three-intensity"
      source.vacuum_intensity = 5e-4
      """,
      says: """
        f.toml:5:1: source.vacuum_intensity = 5e-4: has no meaning with source.scheme = "three-intensity"; leave it out
        """),
  ]
}
