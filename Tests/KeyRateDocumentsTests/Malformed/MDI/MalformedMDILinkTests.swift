// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@Suite("Malformed: MDI-QKD, link and detectors")
struct MalformedMDILinkTests {
  @Test("Every message says what to change", arguments: files)
  func message(file: MalformedFile) {
    #expect(file.message == file.expected)
  }

  static let files: [MalformedFile] = [
    MalformedFile(
      "no pulses",
      """
      protocol = "mdi"
      link.loss_db = 20
      """,
      says: """
        f.toml: security.pulses: must be given: between 1 and 1e+18 (pulse pairs)
        """),
    MalformedFile(
      "the background of two detectors by its usual name",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      detector.Y0 = 6.02e-6
      """,
      says: """
        f.toml:4:1: detector.Y0: is not a known key; did you mean detector.dark_count_probability?
        """),
    MalformedFile(
      "dark counts per second",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      detector.dark_count_probability = 25
      """,
      says: """
        f.toml:4:1: detector.dark_count_probability = 25: must be at least 0 and less than 0.5 (per detector \
        per gate); counts per second? give detector.dark_count_rate_hz, or multiply by the gate time
        """),
    MalformedFile(
      "a visibility",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      detector.misalignment = 0.98
      """,
      says: """
        f.toml:4:1: detector.misalignment = 0.98: must be between 0 and 0.5; of a visibility V take (1 - V)/2
        """),
    MalformedFile(
      "one arm alone",
      """
      protocol = "mdi"
      link.alice_distance_km = 10
      security.pulses = 1e12
      """,
      says: """
        f.toml:2:1: link.alice_distance_km = 10: needs link.bob_distance_km beside it
        """),
    MalformedFile(
      "arms and the whole",
      """
      protocol = "mdi"
      link.distance_km = 70
      link.alice_distance_km = 10
      link.bob_distance_km = 60
      security.pulses = 1e12
      """,
      says: """
        f.toml:2:1: link.distance_km = 70: cannot be given together with link.alice_distance_km; the two arms \
        say it already
        """),
    MalformedFile(
      "a rotation in the flip model",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      detector.alice_rotation_rad = 0.1
      """,
      says: """
        f.toml:4:1: detector.alice_rotation_rad = 0.1: belongs to the model rotation; model flip takes e_d
        """),
    MalformedFile(
      "degrees",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      detector.model = "rotation"
      detector.alice_rotation_rad = 5
      """,
      says: """
        f.toml:5:1: detector.alice_rotation_rad = 5: must be between -3.2 and 3.2 (rad); in rad, not degrees
        """),
    MalformedFile(
      "three Bell states",
      """
      protocol = "mdi"
      link.loss_db = 20
      security.pulses = 1e12
      detector.bell_states = 4
      """,
      says: """
        f.toml:4:1: detector.bell_states = 4: must be between 1 and 2
        """),
  ]
}
