// SPDX-License-Identifier: GPL-3.0-or-later
@testable import KeyRateReading
import Testing

@testable import KeyRateDocuments

@Suite("Malformed: CV-MDI")
struct MalformedRelayTests {
  @Test("Every message says what to change", arguments: files)
  func message(file: MalformedFile) {
    #expect(file.message == file.expected)
  }

  /// Ten lines that are right.
  static let link = """
    protocol = "cv-mdi"
    [link]
    alice_distance_km = 0
    bob_distance_km = 10
    alice_excess_noise = 0.001
    bob_excess_noise = 0.002
    excess_noise_reference = "relay"
    [detector]
    efficiency = 0.98
    electronic_noise = 0.01

    """

  private static let noCounts = """
    [counts]: has no meaning with protocol = "cv-mdi": there is no finite-size analysis of CV-MDI here; describe the link \
    by what was measured, in [link]: alice_loss_db, bob_loss_db, alice_excess_noise, bob_excess_noise and \
    excess_noise_reference; `keyrate rate` gives its asymptotic rate
    """

  static let files: [MalformedFile] = [
    MalformedFile("nothing wrong", link, says: "accepted"),
    MalformedFile(
      "excess noise without plane", link.replacing("excess_noise_reference = \"relay\"", with: ""),
      says: """
        f.toml:5:1: link.alice_excess_noise = 0.001: needs its plane: give link.excess_noise_reference = "input" or \
        "relay"; they differ by the transmittance of the arm
        """),
    MalformedFile(
      "the plane of another protocol", link.replacing("\"relay\"", with: "\"output\""),
      says: """
        f.toml:7:1: link.excess_noise_reference = "output": must be one of input, relay; write relay
        """),
    MalformedFile(
      "one arm without noise", link.replacing("bob_excess_noise = 0.002", with: ""),
      says: """
        f.toml:2:1: link.bob_excess_noise: must be given: at least 0 and less than 1000 (shot-noise units)
        """),
    MalformedFile(
      "a finite key", link + "[security]\nanalysis = \"composable\"",
      says: """
        f.toml:12:1: security.analysis = "composable": must be one of asymptotic; no finite-size analysis of CV-MDI here
        """),
    MalformedFile(
      "beta in percent", link + "[security]\nreconciliation_efficiency = 97",
      says: """
        f.toml:12:1: security.reconciliation_efficiency = 97: must be between 0 and 1; a fraction, not percent
        """),
    MalformedFile(
      "efficiency 0", link.replacing("efficiency = 0.98", with: "efficiency = 0"),
      says: """
        f.toml:9:1: detector.efficiency = 0: must be greater than 0 and at most 1; a detector that sees nothing makes no key
        """),
    MalformedFile(
      "one arm alone", link.replacing("bob_distance_km = 10", with: ""),
      says: "f.toml:3:1: link.alice_distance_km = 0: needs link.bob_distance_km beside it"),
    MalformedFile(
      "modes", link.replacing("[detector]", with: "modes_per_pulse = 2\n[detector]"),
      says: """
        f.toml:8:1: link.modes_per_pulse = 2: has no meaning with protocol = "cv-mdi"; a symbol is one mode; two \
        polarisations are two symbols
        """),
    MalformedFile(
      "nothing sent", link + "[source]\nmodulation_variance = 0",
      says: """
        f.toml:12:1: source.modulation_variance = 0: must be greater than 0 and at most 1000000000 (shot-noise units per \
        quadrature); give the variance, not 0: nothing would be sent
        """),
    MalformedFile(
      "data of a run", "protocol = \"cv-mdi\"\n[counts]\n",
      says: "f.toml:2:1: " + noCounts),
    MalformedFile(
      "data of a run, keys alone", "protocol = \"cv-mdi\"\ncounts.slope = 0.5\ncounts.symbols = 1e9\n",
      says: "f.toml:2:1: " + noCounts),
  ]
}
