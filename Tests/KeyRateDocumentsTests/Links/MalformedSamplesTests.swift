// SPDX-License-Identifier: GPL-3.0-or-later
import KeyRateReading
import Testing

@testable import KeyRateDocuments

@Suite("Malformed: samples of a link")
struct MalformedSamplesTests {
  @Test("Every message says what to change", arguments: files)
  func message(file: MalformedFile) {
    #expect(file.message == file.expected)
  }

  /// Nine lines that are right.
  static let bb84 = """
    protocol = "bb84"
    [source]
    intensities = [0.5, 0.1, 0]
    [security]
    analysis = "asymptotic"
    [[link.sample]]
    weight = 0.25
    loss_db = 10
    [[link.sample]]
    weight = 0.75
    loss_db = 20

    """

  static let relay = """
    protocol = "cv-mdi"
    [link]
    alice_excess_noise = 0.001
    bob_excess_noise = 0.001
    excess_noise_reference = "input"
    [[link.sample]]
    weight = 0.5
    loss_db = 1
    [[link.sample]]
    weight = 0.5
    loss_db = 2
    [detector]
    efficiency = 0.98
    electronic_noise = 0.01
    [source]
    modulation_variance = 20
    bob_modulation_variance = 20

    """

  static let files: [MalformedFile] = [
    MalformedFile("samples", bb84, says: "accepted"),
    MalformedFile(
      "weights", bb84.replacing("0.75", with: "0.8"),
      says: "f.toml:6:1: link.sample: the weights must sum to 1, not 1.05; or give duration_s, of which any sum will do"
    ),
    MalformedFile(
      "weights off by 2e-12", bb84.replacing("0.75", with: "0.750000000002"),
      says: """
        f.toml:6:1: link.sample: the weights must sum to 1, not 1.000000000002; or give duration_s, of which any sum will do
        """),
    MalformedFile("weights off by 5e-13", bb84.replacing("0.75", with: "0.7500000000005"), says: "accepted"),
    MalformedFile(
      "percent", bb84.replacing("0.25", with: "25").replacing("0.75", with: "75"),
      says: "f.toml:6:1: link.sample: the weights must sum to 1, not 100; or give duration_s, of which any sum will do"),
    MalformedFile(
      "a distance beside samples", bb84 + "[link]\ndistance_km = 5\n",
      says: """
        f.toml:13:1: link.distance_km = 5: cannot be given together with [[link.sample]]; each sample states its own \
        loss, the whole of it
        """),
    MalformedFile(
      "no loss", bb84.replacing("loss_db = 20\n", with: ""),
      says:
        "f.toml:9:1: link.sample[2].loss_db: one of link.sample[2].loss_db, link.sample[2].transmittance must be given"),
    MalformedFile(
      "weight and duration", bb84.replacing("weight = 0.75", with: "duration_s = 10"),
      says: """
        f.toml:10:1: link.sample[2].duration_s = 10: cannot stand beside weight in another sample; all weights are of one kind
        """),
    MalformedFile(
      "negative loss", bb84.replacing("loss_db = 20", with: "loss_db = -20"),
      says: """
        f.toml:11:1: link.sample[2].loss_db = -20: must be at least 0 (dB); a loss is counted positive: 20, not -20
        """),
    MalformedFile(
      "an arm where there is none", bb84.replacing("loss_db = 20", with: "loss_db = 20\nalice_loss_db = 3"),
      says: "f.toml:12:1: link.sample[2].alice_loss_db: is not a known key"),
    MalformedFile(
      "no weight at all",
      bb84.replacing("weight = 0.25", with: "weight = 0").replacing("weight = 0.75", with: "weight = 0"),
      says: "f.toml:6:1: link.sample: the weights must sum to 1, not 0; or give duration_s, of which any sum will do"),
    MalformedFile(
      "no time at all",
      bb84.replacing("weight = 0.25", with: "duration_s = 0").replacing("weight = 0.75", with: "duration_s = 0"),
      says: "f.toml:6:1: link.sample: must be above 0.0 and at most 1e+300; they cannot all be 0"),
    MalformedFile(
      "a relay that fades", relay,
      says: """
        f.toml:6:1: link.sample: cannot have several samples with protocol = "cv-mdi"; there is no rule for fading arms of \
        CV-MDI here; evaluate each state by itself
        """),
    MalformedFile(
      "stray light where both users receive",
      """
      protocol = "bbm92"
      source.mean_pairs = 0.05
      security.pulses = 1e11
      [[link.sample]]
      weight = 1
      loss_db = 10
      background_photons = 1e-6
      """,
      says: """
        f.toml:4:1: link.sample: must be 0: two receivers share no stray light; state what arrives at each \
        user as dark or background counts
        """),
  ]
}
